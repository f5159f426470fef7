/* The numbers of the report as rows for a spreadsheet: scope,name,metric,value. scope is run, job, task, cpu or runq;
 * times are in ns, shares and slowdowns in millionths. Rows of scope runq are the run-queue length over time:
 * name is the virtual time of a change, value the tasks that are ready without a CPU from then on. */
#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "export/formats.h"

struct table {
    struct buf *out;
    const char *scope;
    struct buf name; /* quoted where needed */
};

static void name_set(struct table *t, const char *scope, const char *name) {
    t->scope = scope;
    buf_clear(&t->name);
    csv_text(&t->name, name);
}

static void row(struct table *t, const char *metric, int64_t value) {
    if (value == NS_NEVER) return; /* it did not happen */
    buf_printf(t->out, "%s,%s,%s,%" PRId64 "\n", t->scope, t->name.data ? t->name.data : "", metric, value);
}

static void latency_rows(struct table *t, const struct quantiles *q) {
    row(t, "wakeups", (int64_t)q->n);
    if (q->n == 0) return;
    row(t, "wake_latency_min_ns", q->min);
    row(t, "wake_latency_median_ns", q->median);
    row(t, "wake_latency_p90_ns", q->p90);
    row(t, "wake_latency_max_ns", q->max);
}

static void run_rows(struct table *t, const struct stats *s) {
    row(t, "elapsed_ns", s->elapsed);
    row(t, "context_switches", (int64_t)s->context_switches);
    row(t, "migrations", (int64_t)s->migrations);
    row(t, "misses", (int64_t)s->misses);
    row(t, "fairness_ppm", s->fairness_ppm);
    row(t, "utilisation_ppm", s->utilisation_ppm);
    row(t, "throughput_mhz", s->throughput_mhz);
    row(t, "response_mean_ns", s->response_mean);
    row(t, "turnaround_mean_ns", s->turnaround_mean);
    row(t, "wait_mean_ns", s->wait_mean);
    row(t, "runq_max", (int64_t)s->runq_max);
    row(t, "runq_mean_ppm", s->runq_mean_ppm);
    latency_rows(t, &s->wake_latency);
}

static void task_rows(struct table *t, const struct task_stats *s) {
    row(t, "arrive_ns", s->arrive);
    row(t, "first_run_ns", s->first_run);
    row(t, "end_ns", s->end);
    row(t, "response_ns", s->response);
    row(t, "turnaround_ns", s->turnaround);
    row(t, "wait_ns", s->wait);
    row(t, "run_ns", s->run);
    row(t, "blocked_ns", s->blocked);
    row(t, "throttled_ns", s->throttled);
    row(t, "slowdown_ppm", s->slowdown_ppm ? s->slowdown_ppm : NS_NEVER);
    row(t, "switches", (int64_t)s->switches);
    row(t, "preemptions", (int64_t)s->preemptions);
    row(t, "migrations", (int64_t)s->migrations);
    row(t, "misses", (int64_t)s->misses);
    latency_rows(t, &s->wake_latency);
}

static void cpu_rows(struct table *t, const struct stats *s) {
    char name[32];
    for (size_t c = 0; c < s->cpu_count; c++) {
        snprintf(name, sizeof name, "%zu", c);
        name_set(t, "cpu", name);
        row(t, "busy_ns", s->cpus[c].busy);
        row(t, "switching_ns", s->cpus[c].switching);
        row(t, "idle_ns", s->cpus[c].idle);
        row(t, "switches", (int64_t)s->cpus[c].switches);
    }
}

/* -- run-queue length over time -- */

static void runq_rows(struct table *t, const struct stats *s) {
    char name[32];
    for (size_t i = 0; i < s->runq_count; i++) {
        snprintf(name, sizeof name, "%" PRId64, s->runq[i].at);
        name_set(t, "runq", name);
        row(t, "length", (int64_t)s->runq[i].length);
    }
}

/* The clip does not matter: these are the numbers of the whole run. */
void export_metrics(const struct tracks *ts, const struct export_options *o, struct buf *out) {
    struct arena a;
    struct stats s;
    struct table t = {.out = out};
    struct buf label = {0};
    (void)o;
    arena_init(&a);
    stats_compute(&a, ts, &s);
    buf_text(out, "scope,name,metric,value\n");
    name_set(&t, "run", "");
    run_rows(&t, &s);
    for (size_t i = 0; i < s.task_count; i++) {
        name_set(&t, s.tasks[i].is_job ? "job" : "task", unit_label(ts, s.tasks[i].unit, &label));
        task_rows(&t, &s.tasks[i]);
    }
    cpu_rows(&t, &s);
    runq_rows(&t, &s);
    buf_fini(&label);
    buf_fini(&t.name);
    arena_fini(&a);
}
