/* The report of a run, for stderr: a headline, then one small table a kind of thing, numbers right-aligned. */
#include <inttypes.h>
#include <string.h>

#include "base/assert.h"
#include "trace/stats.h"

#define COLUMNS_MAX 11

/* A table is collected first and printed when its column widths are known. */
struct table {
    char **cells;
    size_t count, cap, columns;
};

static size_t text_columns(const char *s) {
    size_t n = 0;
    for (; *s; s++) n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static void cell(struct table *t, const char *text) {
    size_t n = strlen(text) + 1;
    char *copy = mem_alloc(n);
    memcpy(copy, text, n);
    GROW(t->cells, t->cap, t->count + 1);
    t->cells[t->count++] = copy;
}

static void cell_time(struct table *t, sim_ns v) {
    char text[NS_TEXT_MAX];
    cell(t, v == NS_NEVER ? "-" : v == 0 ? "0" : trace_time_short(v, text));
}

static void cell_count(struct table *t, size_t v) {
    struct buf b = {0};
    buf_printf(&b, "%zu", v);
    cell(t, b.data);
    buf_fini(&b);
}

static bool column_empty(const struct table *t, size_t c) {
    for (size_t i = t->columns + c; i < t->count; i += t->columns)
        if (strcmp(t->cells[i], "0") != 0 && strcmp(t->cells[i], "-") != 0) return false;
    return true;
}

/* Columns that hold nothing but zeros are left out: a sleeping program needs no "GIL wait". */
static void table_print(struct table *t, struct buf *out) {
    size_t widths[COLUMNS_MAX] = {0};
    for (size_t i = 0; i < t->count; i++) {
        size_t n = text_columns(t->cells[i]), c = i % t->columns;
        widths[c] = n > widths[c] ? n : widths[c];
    }
    for (size_t i = 0; i < t->count; i++) {
        size_t c = i % t->columns, pad = widths[c] - text_columns(t->cells[i]);
        if (c == 0 || !column_empty(t, c)) {
            buf_text(out, "  ");
            if (c > 0) buf_fill(out, ' ', pad);
            buf_text(out, t->cells[i]);
            if (c == 0) buf_fill(out, ' ', pad);
        }
        if (c + 1 == t->columns) buf_char(out, '\n');
    }
    for (size_t i = 0; i < t->count; i++) mem_free(t->cells[i]);
    mem_free(t->cells);
    memset(t, 0, sizeof *t);
    buf_char(out, '\n');
}

static const char *zero_or_short(sim_ns t, char text[NS_TEXT_MAX]) {
    return t ? trace_time_short(t, text) : "0";
}

static void percent(struct buf *out, int64_t ppm) {
    buf_printf(out, "%" PRId64 ".%" PRId64 " %%", ppm / 10000, ppm / 1000 % 10);
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static void decimal(struct buf *out, int64_t ppm) {
    buf_printf(out, "%" PRId64 ".%02" PRId64, (ppm + 5000) / 1000000, (ppm + 5000) / 10000 % 100);
}

/* What is told of several tasks only: how many end a second, how fair it is, how many wait, how long after a wake-up. */
static void rates_lines(const struct stats *s, struct buf *out) {
    char median[NS_TEXT_MAX], p90[NS_TEXT_MAX], longest[NS_TEXT_MAX];
    if (s->task_count < 2) return;
    buf_text(out, "  ");
    if (s->tasks[s->task_count - 1].is_job) { /* jobs stand last */
        decimal(out, s->throughput_mhz * 1000);
        buf_text(out, " tasks a second ended, ");
    }
    buf_text(out, "Jain's fairness ");
    decimal(out, s->fairness_ppm);
    buf_text(out, "; run queue ");
    decimal(out, s->runq_mean_ppm);
    buf_printf(out, " on average, %zu at most\n", s->runq_max);
    const struct quantiles *q = &s->wake_latency;
    if (q->n == 0) return;
    buf_printf(out, "  from %zu wake-up%s to a CPU: median %s, 90 %% within %s, longest %s\n", q->n,
               plural(q->n), zero_or_short(q->median, median), zero_or_short(q->p90, p90),
               zero_or_short(q->max, longest));
}

static void headline(const struct stats *s, const struct tracks *ts, struct buf *out) {
    char text[NS_TEXT_MAX];
    const struct trace *t = ts->trace;
    buf_printf(out, "  %s of virtual time on %zu CPU%s, ", trace_time_short(s->elapsed, text), s->cpu_count,
               plural(s->cpu_count));
    percent(out, s->utilisation_ppm);
    buf_printf(out, " busy; %zu context switch%s, %zu migration%s", s->context_switches,
               s->context_switches == 1 ? "" : "es", s->migrations, plural(s->migrations));
    if (s->misses) buf_printf(out, ", %zu deadline%s missed", s->misses, plural(s->misses));
    buf_char(out, '\n');
    rates_lines(s, out);
    const char *why = t->end_text < t->strings.count ? intern_text(&t->strings, t->end_text) : "";
    if (*why) buf_printf(out, "  %s\n", why);
    buf_char(out, '\n');
}

#define TASKS_SHOWN 40

/* A column of the table of tasks: a time or a count out of its statistics, and the mean below the jobs where there is one. */
struct column {
    const char *title;
    sim_ns (*time)(const struct task_stats *k);
    size_t (*number)(const struct task_stats *k);
    sim_ns (*mean)(const struct stats *s);
    int64_t (*ppm)(const struct task_stats *k);
};

#define TIME_OF(field)                                                                                       \
    static sim_ns field##_of(const struct task_stats *k) { return k->field; }
#define NUMBER_OF(field)                                                                                     \
    static size_t field##_of(const struct task_stats *k) { return k->field; }
#define MEAN_OF(field)                                                                                       \
    static sim_ns field##_mean_of(const struct stats *s) { return s->field##_mean; }
TIME_OF(arrive)
TIME_OF(first_run)
TIME_OF(end)
TIME_OF(response)
TIME_OF(turnaround)
TIME_OF(wait)
TIME_OF(run)
TIME_OF(run_gil)
TIME_OF(run_nogil)
TIME_OF(gil_wait)
TIME_OF(ready)
TIME_OF(blocked)
TIME_OF(throttled)
NUMBER_OF(switches)
NUMBER_OF(preemptions)
NUMBER_OF(migrations)
NUMBER_OF(misses)
static int64_t slowdown_of(const struct task_stats *k) { return k->slowdown_ppm; }
MEAN_OF(response)
MEAN_OF(turnaround)
MEAN_OF(wait)

static const struct column thread_columns[] = {
    {"with GIL", run_gil_of, NULL, NULL, NULL},    {"without", run_nogil_of, NULL, NULL, NULL},
    {"GIL wait", gil_wait_of, NULL, NULL, NULL},   {"ready", ready_of, NULL, NULL, NULL},
    {"blocked", blocked_of, NULL, NULL, NULL},     {"throttled", throttled_of, NULL, NULL, NULL},
    {"switches", NULL, switches_of, NULL, NULL},   {"preempted", NULL, preemptions_of, NULL, NULL},
    {"migrated", NULL, migrations_of, NULL, NULL},
};

static const struct column job_columns[] = {
    {"arrives", arrive_of, NULL, NULL, NULL},
    {"first run", first_run_of, NULL, NULL, NULL},
    {"ends", end_of, NULL, NULL, NULL},
    {"response", response_of, NULL, response_mean_of, NULL},
    {"turnaround", turnaround_of, NULL, turnaround_mean_of, NULL},
    {"waits", wait_of, NULL, wait_mean_of, NULL},
    {"runs", run_of, NULL, NULL, NULL},
    {"slowdown", NULL, NULL, NULL, slowdown_of},
    {"throttled", throttled_of, NULL, NULL, NULL},
    {"misses", NULL, misses_of, NULL, NULL},
};

#define THREAD_COLUMNS (sizeof thread_columns / sizeof *thread_columns)
#define JOB_COLUMNS    (sizeof job_columns / sizeof *job_columns)
_Static_assert(THREAD_COLUMNS < COLUMNS_MAX && JOB_COLUMNS < COLUMNS_MAX, "and the name's column");

static void cell_ratio(struct table *t, int64_t ppm) {
    struct buf b = {0};
    decimal(&b, ppm);
    cell(t, ppm ? b.data : "-");
    buf_fini(&b);
}

static void task_row(struct table *t, const char *name, const struct column *columns,
                     const struct task_stats *k) {
    cell(t, name);
    for (size_t c = 0; c + 1 < t->columns; c++)
        if (columns[c].time) cell_time(t, columns[c].time(k));
        else if (columns[c].number) cell_count(t, columns[c].number(k));
        else cell_ratio(t, columns[c].ppm(k));
}

static void means_row(struct table *t, const struct column *columns, const struct stats *s) {
    cell(t, "mean");
    for (size_t c = 0; c + 1 < t->columns; c++)
        if (columns[c].mean) cell_time(t, columns[c].mean(s));
        else cell(t, "-");
}

/* The threads of programs, or the jobs: |what| in its singular. */
static void tasks_table(const struct stats *s, const struct tracks *ts, bool jobs, struct buf *out) {
    const struct column *columns = jobs ? job_columns : thread_columns;
    const char *what = jobs ? "job" : "task";
    struct table t = {.columns = (jobs ? JOB_COLUMNS : THREAD_COLUMNS) + 1};
    struct buf name = {0};
    size_t of_kind = 0;
    for (size_t i = 0; i < s->task_count; i++) of_kind += s->tasks[i].is_job == jobs;
    if (of_kind == 0) return;
    cell(&t, what);
    for (size_t c = 0; c + 1 < t.columns; c++) cell(&t, columns[c].title);
    for (size_t i = 0, shown = 0; i < s->task_count && shown < TASKS_SHOWN; i++) {
        if (s->tasks[i].is_job != jobs) continue;
        task_row(&t, unit_label(ts, s->tasks[i].unit, &name), columns, &s->tasks[i]);
        shown++;
    }
    if (jobs && of_kind > 1) means_row(&t, columns, s);
    table_print(&t, out);
    if (of_kind > TASKS_SHOWN)
        buf_printf(out, "  ... and %zu more %ss (all are in --json)\n\n", of_kind - TASKS_SHOWN, what);
    buf_fini(&name);
}

static void gils_lines(const struct stats *s, const struct tracks *ts, struct buf *out) {
    for (size_t i = 0; i < s->gil_count; i++) {
        const struct gil_stats *g = &s->gils[i];
        char a[NS_TEXT_MAX], b[NS_TEXT_MAX], c[NS_TEXT_MAX];
        if (g->switches == 0 && s->gil_count > 1) continue; /* processes with one thread fight for nothing */
        buf_text(out, "  GIL");
        if (ts->process_count > 1)
            buf_printf(out, " of %s", trace_unit_name(ts->trace, unit_process(ts->trace, g->unit)));
        buf_printf(out, ": held %zu time%s, %zu switch%s of holder, %zu request%s, %zu forced\n", g->holds,
                   plural(g->holds), g->switches, g->switches == 1 ? "" : "es", g->requests,
                   plural(g->requests), g->forced);
        if (g->hold.n)
            buf_printf(out, "       held for  median %s, 90 %% within %s, longest %s\n",
                       trace_time_short(g->hold.median, a), trace_time_short(g->hold.p90, b),
                       trace_time_short(g->hold.max, c));
        if (g->wait.n)
            buf_printf(out, "       waited    median %s, 90 %% within %s, longest %s\n",
                       trace_time_short(g->wait.median, a), trace_time_short(g->wait.p90, b),
                       trace_time_short(g->wait.max, c));
        buf_char(out, '\n');
    }
}

static void loops_lines(const struct stats *s, const struct tracks *ts, struct buf *out) {
    struct buf name = {0};
    for (size_t i = 0; i < s->loop_count; i++) {
        const struct loop_stats *l = &s->loops[i];
        char a[NS_TEXT_MAX], b[NS_TEXT_MAX];
        buf_printf(out, "  %s: %zu iteration%s, %zu step%s, %s polling\n", unit_label(ts, l->unit, &name),
                   l->iterations, plural(l->iterations), l->steps, plural(l->steps),
                   trace_time_short(l->polling, a));
        if (l->longest_step > 0) {
            buf_printf(out, "       longest step  %s by %s at %s", trace_time_short(l->longest_step, a),
                       trace_unit_name(ts->trace, l->longest_unit), trace_time_short(l->longest_at, b));
            if (l->longest_where) buf_text(out, ", ");
            trace_where_text(ts->trace, l->longest_where, out);
            buf_char(out, '\n');
        }
        buf_char(out, '\n');
    }
    buf_fini(&name);
}

void stats_report(const struct stats *s, const struct tracks *ts, int width, struct buf *out) {
    (void)width; /* tables are as narrow as their numbers */
    headline(s, ts, out);
    tasks_table(s, ts, true, out);
    tasks_table(s, ts, false, out);
    gils_lines(s, ts, out);
    loops_lines(s, ts, out);
}
