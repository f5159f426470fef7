/* The report as JSON, for --json. Schema (all times in ns; null where a thing did not happen):
 *   elapsed_ns, trace_hash (16 hex digits), end, context_switches, migrations, misses, fairness, utilisation,
 *   throughput_hz, {response,turnaround,wait}_mean_ns (of the tasks that ended), wake_latency_ns.{n,min,median,p90,max,total}
 *   runq        {max, mean, steps}: tasks that are ready without a CPU, steps being [[ns, length], ...]: from then on; 0 before
 *   jobs.NAME   {arrive_ns, first_run_ns, end_ns, response_ns, turnaround_ns, wait_ns, run_ns, blocked_ns,
 *                throttled_ns (of blocked or wait), slowdown, switches, preemptions, migrations, misses, wake_latency_ns}
 *   tasks.NAME  the same and {run_gil_ns, run_nogil_ns, gil_wait_ns, ready_ns}
 *   cpus[]      {busy_ns, switching_ns, idle_ns, switches}
 *   gils.PROCESS {holds, switches, requests, forced, hold_ns.{...}, wait_ns.{...}}
 *   loops.NAME  {iterations, steps, longest_step_ns, longest_step_at_ns, longest_step_unit, longest_step_line, polling_ns}
 * Equal names get " #2", " #3", ... in lane order. */
#include <inttypes.h>
#include <string.h>

#include "trace/stats.h"

void json_text(struct buf *out, const char *s, size_t n) {
    buf_char(out, '"');
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\') {
            buf_char(out, '\\');
            buf_char(out, (char)c);
            i++;
        } else if (c == '\n' || c == '\r' || c == '\t') {
            buf_text(out, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
            i++;
        } else if (c < 32 || c == 127) {
            buf_printf(out, "\\u%04x", c);
            i++;
        } else {
            uint32_t point;
            size_t len = utf8_decode(s + i, n - i, &point);
            buf_utf8(out, point);
            i += len;
        }
    }
    buf_char(out, '"');
}

static void pair_ns(struct buf *out, const char *key, sim_ns v) {
    if (v == NS_NEVER) buf_printf(out, "\"%s\": null, ", key);
    else buf_printf(out, "\"%s\": %" PRId64 ", ", key, v);
}

static void pair_ppm(struct buf *out, const char *key, int64_t ppm, int64_t unit) {
    int digits = unit == 1000 ? 3 : 6;
    buf_printf(out, "\"%s\": %" PRId64 ".%0*" PRId64 ", ", key, ppm / unit, digits, ppm % unit);
}

static void pair_quantiles(struct buf *out, const char *key, const struct quantiles *q) {
    buf_printf(out, "\"%s\": {\"n\": %zu, ", key, q->n);
    pair_ns(out, "min", q->n ? q->min : NS_NEVER);
    pair_ns(out, "median", q->n ? q->median : NS_NEVER);
    pair_ns(out, "p90", q->n ? q->p90 : NS_NEVER);
    pair_ns(out, "max", q->n ? q->max : NS_NEVER);
    buf_printf(out, "\"total\": %" PRId64 "}, ", q->total);
}

static void trim(struct buf *out) {
    while (out->len && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == ','))
        out->data[--out->len] = '\0';
}

/* Keys already written, so that equal names stay apart. */
struct keys {
    struct intern seen;
    uint32_t *uses;
    size_t cap;
};

static void key_add(struct buf *out, struct keys *k, const char *name) {
    uint32_t id = intern_cstr(&k->seen, name);
    size_t old = k->cap;
    k->uses = mem_grow(k->uses, &k->cap, id + 1, sizeof *k->uses);
    if (k->cap > old) memset(k->uses + old, 0, (k->cap - old) * sizeof *k->uses);
    struct buf text = {0};
    buf_text(&text, name);
    if (++k->uses[id] > 1) buf_printf(&text, " #%" PRIu32, k->uses[id]);
    buf_text(out, "\n    ");
    json_text(out, text.data, text.len);
    buf_text(out, ": {");
    buf_fini(&text);
}

static void keys_fini(struct keys *k) {
    intern_fini(&k->seen);
    mem_free(k->uses);
}

static void task_json(struct buf *out, const struct task_stats *s) {
    pair_ns(out, "arrive_ns", s->arrive);
    pair_ns(out, "first_run_ns", s->first_run);
    pair_ns(out, "end_ns", s->end);
    pair_ns(out, "response_ns", s->response);
    pair_ns(out, "turnaround_ns", s->turnaround);
    pair_ns(out, "wait_ns", s->wait);
    pair_ns(out, "run_ns", s->run);
    if (!s->is_job) {
        pair_ns(out, "run_gil_ns", s->run_gil);
        pair_ns(out, "run_nogil_ns", s->run_nogil);
        pair_ns(out, "gil_wait_ns", s->gil_wait);
        pair_ns(out, "ready_ns", s->ready);
    }
    pair_ns(out, "blocked_ns", s->blocked);
    pair_ns(out, "throttled_ns", s->throttled);
    if (s->slowdown_ppm) pair_ppm(out, "slowdown", s->slowdown_ppm, 1000000);
    else buf_text(out, "\"slowdown\": null, ");
    buf_printf(out, "\"switches\": %zu, \"preemptions\": %zu, \"migrations\": %zu, \"misses\": %zu, ",
               s->switches, s->preemptions, s->migrations, s->misses);
    pair_quantiles(out, "wake_latency_ns", &s->wake_latency);
    trim(out);
    buf_text(out, "},");
}

static void tasks_json(struct buf *out, const struct stats *s, const struct tracks *ts, bool jobs) {
    struct keys keys = {0};
    struct buf name = {0};
    intern_init(&keys.seen);
    buf_printf(out, "  \"%s\": {", jobs ? "jobs" : "tasks");
    for (size_t i = 0; i < s->task_count; i++) {
        if (s->tasks[i].is_job != jobs) continue;
        key_add(out, &keys, unit_label(ts, s->tasks[i].unit, &name));
        task_json(out, &s->tasks[i]);
    }
    trim(out);
    buf_text(out, "\n  },\n");
    buf_fini(&name);
    keys_fini(&keys);
}

static void gils_json(struct buf *out, const struct stats *s, const struct tracks *ts) {
    struct keys keys = {0};
    intern_init(&keys.seen);
    buf_text(out, "  \"gils\": {");
    for (size_t i = 0; i < s->gil_count; i++) {
        const struct gil_stats *g = &s->gils[i];
        key_add(out, &keys, trace_unit_name(ts->trace, unit_process(ts->trace, g->unit)));
        buf_printf(out, "\"holds\": %zu, \"switches\": %zu, \"requests\": %zu, \"forced\": %zu, ", g->holds,
                   g->switches, g->requests, g->forced);
        pair_quantiles(out, "hold_ns", &g->hold);
        pair_quantiles(out, "wait_ns", &g->wait);
        trim(out);
        buf_text(out, "},");
    }
    trim(out);
    buf_text(out, "\n  },\n");
    keys_fini(&keys);
}

static void loops_json(struct buf *out, const struct stats *s, const struct tracks *ts) {
    struct keys keys = {0};
    struct buf name = {0};
    intern_init(&keys.seen);
    buf_text(out, "  \"loops\": {");
    for (size_t i = 0; i < s->loop_count; i++) {
        const struct loop_stats *l = &s->loops[i];
        key_add(out, &keys, unit_label(ts, l->unit, &name));
        buf_printf(out, "\"iterations\": %zu, \"steps\": %zu, ", l->iterations, l->steps);
        pair_ns(out, "longest_step_ns", l->longest_step);
        pair_ns(out, "longest_step_at_ns", l->longest_step ? l->longest_at : NS_NEVER);
        buf_text(out, "\"longest_step_unit\": ");
        const char *who = l->longest_step ? trace_unit_name(ts->trace, l->longest_unit) : "";
        json_text(out, who, strlen(who));
        buf_clear(&name);
        buf_text(&name, "");
        trace_where_text(ts->trace, l->longest_where, &name);
        buf_text(out, ", \"longest_step_line\": ");
        json_text(out, name.data, name.len);
        buf_text(out, ", ");
        pair_ns(out, "polling_ns", l->polling);
        trim(out);
        buf_text(out, "},");
    }
    trim(out);
    buf_text(out, "\n  },\n");
    buf_fini(&name);
    keys_fini(&keys);
}

static const char *end_name(enum trace_end e) {
    static const char *const names[] = {
        [END_running] = "running",    [END_ok] = "ok",       [END_failed] = "failed",
        [END_deadlock] = "deadlock",  [END_until] = "until", [END_limit] = "limit",
        [END_cancelled] = "cancelled"};
    return names[e];
}

void stats_json(const struct stats *s, const struct tracks *ts, struct buf *out) {
    buf_printf(
        out, "{\n  \"elapsed_ns\": %" PRId64 ",\n  \"trace_hash\": \"%016" PRIx64 "\",\n  \"end\": \"%s\",\n",
        s->elapsed, trace_hash(ts->trace), end_name(ts->trace->end));
    buf_printf(out, "  \"context_switches\": %zu, \"migrations\": %zu, \"misses\": %zu,\n  ",
               s->context_switches, s->migrations, s->misses);
    pair_ppm(out, "fairness", s->fairness_ppm, 1000000);
    pair_ppm(out, "utilisation", s->utilisation_ppm, 1000000);
    pair_ppm(out, "throughput_hz", s->throughput_mhz, 1000);
    buf_text(out, "\n  ");
    pair_ns(out, "response_mean_ns", s->response_mean);
    pair_ns(out, "turnaround_mean_ns", s->turnaround_mean);
    pair_ns(out, "wait_mean_ns", s->wait_mean);
    buf_printf(out, "\n  \"runq\": {\"max\": %zu, ", s->runq_max);
    pair_ppm(out, "mean", s->runq_mean_ppm, 1000000);
    buf_text(out, "\"steps\": [");
    for (size_t i = 0; i < s->runq_count; i++)
        buf_printf(out, "%s[%" PRId64 ", %zu]", i ? ", " : "", s->runq[i].at, s->runq[i].length);
    buf_text(out, "]},\n  ");
    pair_quantiles(out, "wake_latency_ns", &s->wake_latency);
    trim(out);
    buf_text(out, ",\n");
    tasks_json(out, s, ts, true);
    tasks_json(out, s, ts, false);
    buf_text(out, "  \"cpus\": [");
    for (size_t c = 0; c < s->cpu_count; c++)
        buf_printf(out,
                   "%s\n    {\"busy_ns\": %" PRId64 ", \"switching_ns\": %" PRId64 ", \"idle_ns\": %" PRId64
                   ", \"switches\": %zu}",
                   c ? "," : "", s->cpus[c].busy, s->cpus[c].switching, s->cpus[c].idle, s->cpus[c].switches);
    buf_text(out, "\n  ],\n");
    gils_json(out, s, ts);
    loops_json(out, s, ts);
    trim(out);
    if (out->len >= 2 && out->data[out->len - 2] == ',') {
        out->data[out->len - 2] = '\n';
        out->data[--out->len] = '\0';
    }
    buf_text(out, "}\n");
}
