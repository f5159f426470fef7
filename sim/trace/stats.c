#include "trace/stats.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

/* -- samples and their quantiles -- */

struct samples {
    sim_ns *items;
    size_t count, cap;
};

static void sample_add(struct samples *s, sim_ns v) {
    GROW(s->items, s->cap, s->count + 1);
    s->items[s->count++] = v;
}

/* Puts the item that sorting would put at k there, smaller ones before it, larger ones behind: Hoare's selection,
 * split at the middle one of three. Linear where sorting millions of samples would take most of the time. */
static void select_item(sim_ns *items, size_t count, size_t k) {
    size_t lo = 0, hi = count - 1;
    while (lo < hi) {
        sim_ns a = items[lo], b = items[lo + (hi - lo) / 2], c = items[hi];
        sim_ns pivot = a < b ? (b < c ? b : ns_max(a, c)) : (a < c ? a : ns_max(b, c));
        size_t i = lo, j = hi;
        for (;;) {
            while (items[i] < pivot) i++;
            while (items[j] > pivot) j--;
            if (i >= j) break;
            sim_ns swap = items[i];
            items[i++] = items[j];
            items[j--] = swap;
        }
        if (k <= j) hi = j;
        else lo = j + 1;
    }
}

/* Nearest rank: the smallest value with at least p percent of the samples at or below it. */
static sim_ns rank_at(const struct samples *s, size_t percent) {
    size_t rank = (s->count * percent + 99) / 100, k = rank ? rank - 1 : 0;
    select_item(s->items, s->count, k);
    return s->items[k];
}

static struct quantiles quantiles_take(struct samples *s) {
    struct quantiles q = {.n = s->count};
    if (s->count) {
        q.min = q.max = s->items[0];
        for (size_t i = 0; i < s->count; i++) {
            q.total = ns_add(q.total, s->items[i]);
            q.min = ns_min(q.min, s->items[i]);
            q.max = ns_max(q.max, s->items[i]);
        }
        q.median = rank_at(s, 50);
        q.p90 = rank_at(s, 90);
    }
    mem_free(s->items);
    memset(s, 0, sizeof *s);
    return q;
}

static bool stays_ready(uint32_t cause) {
    return cause != CAUSE_blocked && cause != CAUSE_exited && cause != CAUSE_killed;
}

static int64_t rounded(double v) { return v < 9e18 ? (int64_t)(v + 0.5) : INT64_MAX; } /* forged traces go so far */

static int64_t ratio_ppm(sim_ns part, sim_ns whole) {
    return whole <= 0 ? 0 : rounded((double)part * 1e6 / (double)whole);
}

/* -- tasks -- */

static void task_times(struct task_stats *s, const struct lane *l) {
    for (size_t i = 0; i < l->count; i++) {
        sim_ns d = lane_end(l, i) - lane_start(l, i);
        switch (lane_state(l, i)) {
        case SEG_running_gil: s->run_gil += d; break;
        case SEG_running: s->run_nogil += d; break;
        case SEG_gil_wait: s->gil_wait += d; break;
        case SEG_ready: s->ready += d; break;
        case SEG_blocked: s->blocked += d; break;
        case SEG_switching:
        case SEG_held:
        case SEG_requested:
        case SEG_polling:
        case SEG_iterating:
        case SEG_step:
        case SEG_waiting:
        case SEG_scheduled:
        case SEG_STATE_COUNT: break;
        }
    }
    s->run = s->run_gil + s->run_nogil;
    s->wait = s->ready;
}

/* What one pass over the records collects for tasks and GILs. */
struct gather {
    const struct trace *t;
    struct stats *out;
    uint32_t *task_of;                  /* unit -> index + 1 into tasks */
    uint32_t *gil_of;                   /* unit -> index + 1 into gils */
    uint32_t *cpu_last;                 /* the task that ran there last */
    uint32_t *task_cpu;                 /* task index -> CPU it ran on last + 1 */
    sim_ns *woken_at;                   /* task index -> time of its wake-up, or NS_NEVER */
    sim_ns *throttled_at;               /* task index -> since when it is throttled, or NS_NEVER */
    sim_ns *wants_gil;                  /* unit -> since when, or NS_NEVER */
    uint32_t *last_holder;              /* gil index -> unit */
    struct samples *latency, *gil_wait; /* per task, per GIL */
    struct samples all_latency;
    bool *pending; /* gil index -> a drop request is set */
    bool *ready;   /* unit -> it is ready without a CPU */
    size_t runq;   /* how many are */
    sim_ns runq_at;
    size_t runq_told; /* what the last step says */
    double runq_area; /* length x ns */
    struct runq_step *steps;
    size_t step_count, step_cap;
};

static bool wakes(int64_t cause) {
    return cause == CAUSE_signalled || cause == CAUSE_timeout || cause == CAUSE_io_done ||
           cause == CAUSE_released;
}

static void gather_ready(struct gather *g, const struct record *r, uint32_t i) {
    struct task_stats *s = &g->out->tasks[i];
    if (s->arrive == NS_NEVER) s->arrive = r->time_ns;
    g->woken_at[i] = wakes(r->b) ? r->time_ns : NS_NEVER;
}

static void gather_run(struct gather *g, const struct record *r, uint32_t i) {
    struct task_stats *s = &g->out->tasks[i];
    sim_ns runs = ns_add(r->time_ns, ns_max(r->b, 0));
    if (s->arrive == NS_NEVER) s->arrive = r->time_ns;
    if (s->first_run == NS_NEVER) s->first_run = runs;
    if (g->woken_at[i] != NS_NEVER) {
        sample_add(&g->latency[i], runs - g->woken_at[i]);
        sample_add(&g->all_latency, runs - g->woken_at[i]);
    }
    g->woken_at[i] = NS_NEVER;
    if (r->cpu >= g->out->cpu_count) return;
    if (g->cpu_last[r->cpu] != r->unit) {
        s->switches++;
        g->out->cpus[r->cpu].switches++;
        g->out->context_switches++;
        g->cpu_last[r->cpu] = r->unit;
    }
    if (g->task_cpu[i] && g->task_cpu[i] != r->cpu + 1u) {
        s->migrations++;
        g->out->migrations++;
    }
    g->task_cpu[i] = r->cpu + 1u;
}

/* A reservation that waits for its budget; a real-time task that must let others run. Both end with its next record. */
static void gather_throttled(struct gather *g, const struct record *r, uint32_t i) {
    struct task_stats *s = &g->out->tasks[i];
    if (g->throttled_at[i] != NS_NEVER) s->throttled += r->time_ns - g->throttled_at[i];
    bool begins =
        r->event == EV_block ? r->b == CAUSE_throttled : r->event == EV_stop && r->a == CAUSE_rt_throttled;
    g->throttled_at[i] = begins ? r->time_ns : NS_NEVER;
}

static void gather_task(struct gather *g, const struct record *r) {
    uint32_t i = g->task_of[r->unit];
    if (i-- == 0) return;
    struct task_stats *s = &g->out->tasks[i];
    if (r->event != EV_miss) gather_throttled(g, r, i);
    if (r->event == EV_block) g->woken_at[i] = NS_NEVER;
    if (r->event == EV_ready) gather_ready(g, r, i);
    else if (r->event == EV_run) gather_run(g, r, i);
    else if (r->event == EV_stop)
        s->preemptions += r->a == CAUSE_preempted || r->a == CAUSE_slice || r->a == CAUSE_boost;
    else if (r->event == EV_exit) s->end = r->time_ns;
    else if (r->event == EV_miss) {
        s->misses++;
        g->out->misses++;
    }
}

static void gather_gil(struct gather *g, const struct record *r) {
    uint32_t i = r->a < g->t->unit_count ? g->gil_of[r->a] : 0;
    if (i-- == 0) return;
    struct gil_stats *s = &g->out->gils[i];
    if (r->event == EV_gil_wait) {
        if (g->wants_gil[r->unit] == NS_NEVER) g->wants_gil[r->unit] = r->time_ns;
    } else if (r->event == EV_gil_request) {
        s->requests += !g->pending[i];
        g->pending[i] = true;
    } else if (r->event == EV_gil_take) {
        s->holds++;
        s->switches += g->last_holder[i] != r->unit && g->last_holder[i] != NO_UNIT;
        g->last_holder[i] = r->unit;
        g->pending[i] = false;
        if (g->wants_gil[r->unit] != NS_NEVER)
            sample_add(&g->gil_wait[i], r->time_ns - g->wants_gil[r->unit]);
        g->wants_gil[r->unit] = NS_NEVER;
    } else if (r->event == EV_gil_drop) {
        s->forced += r->b != 0;
    }
}

/* The length since runq_at has lasted until now: within an instant it may pass through others, which count as nothing. */
static void runq_lasts(struct gather *g, sim_ns now) {
    if (now <= g->runq_at) return;
    g->runq_area += (double)g->runq * (double)(now - g->runq_at);
    if (g->runq != g->runq_told) {
        GROW(g->steps, g->step_cap, g->step_count + 1);
        g->steps[g->step_count++] = (struct runq_step){g->runq_at, g->runq};
        g->runq_told = g->runq;
    }
    if (g->runq > g->out->runq_max) g->out->runq_max = g->runq;
    g->runq_at = now;
}

static void gather_runq(struct gather *g, const struct record *r) {
    bool now = r->event == EV_ready || (r->event == EV_stop && stays_ready(r->a));
    if (now == g->ready[r->unit]) return;
    runq_lasts(g, r->time_ns);
    g->ready[r->unit] = now;
    g->runq = now ? g->runq + 1 : g->runq - 1;
}

static void gather_records(struct gather *g) {
    for (size_t i = 0; i < g->t->count; i++) {
        const struct record *r = trace_at(g->t, i);
        switch ((enum event)r->event) {
        case EV_ready:
        case EV_run:
        case EV_stop:
        case EV_block:
        case EV_exit:
            gather_runq(g, r);
            gather_task(g, r);
            break;
        case EV_miss: gather_task(g, r); break;
        case EV_gil_wait:
        case EV_gil_request:
        case EV_gil_take:
        case EV_gil_drop: gather_gil(g, r); break;
        case EV_spawn:
        case EV_migrate:
        case EV_candidate:
        case EV_keep:
        case EV_level:
        case EV_nice:
        case EV_deadlock:
        case EV_line:
        case EV_output:
        case EV_raise:
        case EV_uncaught:
        case EV_acquire:
        case EV_release:
        case EV_put:
        case EV_get:
        case EV_note:
        case EV_loop_select:
        case EV_loop_run:
        case EV_loop_idle:
        case EV_step:
        case EV_step_end:
        case EV_coro_wait:
        case EV_coro_wake:
        case EV_cancel:
        case EV_late:
        case EV_class:
        case EVENT_COUNT: break;
        }
    }
}

/* -- lanes of the other kinds -- */

static void cpu_times(struct cpu_stats *s, const struct lane *l, sim_ns elapsed) {
    for (size_t i = 0; i < l->count; i++) {
        sim_ns d = lane_end(l, i) - lane_start(l, i);
        if (lane_state(l, i) == SEG_switching) s->switching += d;
        else s->busy += d;
    }
    s->idle = elapsed - s->busy - s->switching;
}

/* A hold spans the segments before and after the drop request. */
static struct quantiles gil_holds(const struct tracks *ts, const struct lane *l) {
    struct samples hold = {0};
    for (size_t i = 0; i < l->count;) {
        size_t k = i + 1;
        while (k < l->count && lane_state(l, k) == SEG_requested && lane_start(l, k) == lane_end(l, k - 1) &&
               lane_seg_unit(ts, l, k) == lane_seg_unit(ts, l, i))
            k++;
        sample_add(&hold, lane_end(l, k - 1) - lane_start(l, i));
        i = k;
    }
    return quantiles_take(&hold);
}

static void loop_times(struct loop_stats *s, const struct tracks *ts, const struct lane *l) {
    for (size_t i = 0; i < l->count; i++) {
        sim_ns d = lane_end(l, i) - lane_start(l, i);
        if (lane_state(l, i) == SEG_polling) s->polling += d;
        if (lane_state(l, i) == SEG_step && d > s->longest_step) {
            struct segment a_seg = lane_seg(ts, l, i), *g = &a_seg;
            s->longest_step = d;
            s->longest_unit = g->unit;
            s->longest_where = g->where;
            s->longest_at = g->start_ns;
        }
    }
}

/* Iterations and steps of no length leave no segment, so they are counted in the records. */
static void loop_counts(const struct trace *t, struct stats *out) {
    if (out->loop_count == 0) return;
    uint32_t *loop_of = mem_alloc(t->unit_count * sizeof *loop_of);
    for (size_t k = 0; k < out->loop_count; k++) loop_of[out->loops[k].unit] = (uint32_t)k + 1;
    for (size_t i = 0; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        uint32_t k = 0;
        if (r->event == EV_loop_run) k = loop_of[r->unit];
        else if (r->event == EV_step)
            k = r->a < t->unit_count && loop_of[r->a] ? loop_of[r->a] : loop_of[t->units[r->unit].parent];
        if (k == 0) continue;
        out->loops[k - 1].iterations += r->event == EV_loop_run;
        out->loops[k - 1].steps += r->event == EV_step;
    }
    mem_free(loop_of);
}

/* -- the whole run -- */

static void count_lanes(const struct tracks *ts, struct stats *out) {
    for (size_t i = 0; i < ts->count; i++) {
        out->cpu_count += ts->lanes[i].kind == LANE_CPU;
        out->task_count += ts->lanes[i].kind == LANE_TASK;
        out->gil_count += ts->lanes[i].kind == LANE_GIL;
        out->loop_count += ts->lanes[i].kind == LANE_LOOP;
    }
}

static void gather_init(struct gather *g, const struct tracks *ts) {
    size_t units = ts->trace->unit_count, tasks = g->out->task_count + 1, gils = g->out->gil_count + 1;
    g->task_of = mem_alloc(units * sizeof *g->task_of);
    g->gil_of = mem_alloc(units * sizeof *g->gil_of);
    g->wants_gil = mem_alloc(units * sizeof *g->wants_gil);
    g->cpu_last = mem_alloc((g->out->cpu_count + 1) * sizeof *g->cpu_last);
    g->task_cpu = mem_alloc(tasks * sizeof *g->task_cpu);
    g->woken_at = mem_alloc(tasks * sizeof *g->woken_at);
    g->throttled_at = mem_alloc(tasks * sizeof *g->throttled_at);
    g->latency = mem_alloc(tasks * sizeof *g->latency);
    g->last_holder = mem_alloc(gils * sizeof *g->last_holder);
    g->gil_wait = mem_alloc(gils * sizeof *g->gil_wait);
    g->pending = mem_alloc(gils * sizeof *g->pending);
    g->ready = mem_alloc(units * sizeof *g->ready);
    for (size_t i = 0; i < units; i++) g->wants_gil[i] = NS_NEVER;
    for (size_t i = 0; i < tasks; i++) g->woken_at[i] = g->throttled_at[i] = NS_NEVER;
}

static void gather_fini(struct gather *g) {
    mem_free(g->task_of);
    mem_free(g->gil_of);
    mem_free(g->wants_gil);
    mem_free(g->cpu_last);
    mem_free(g->task_cpu);
    mem_free(g->woken_at);
    mem_free(g->throttled_at);
    mem_free(g->latency);
    mem_free(g->last_holder);
    mem_free(g->gil_wait);
    mem_free(g->pending);
    mem_free(g->ready);
}

static void lanes_sum(const struct tracks *ts, struct gather *g) {
    size_t cpu = 0, task = 0, gil = 0, loop = 0;
    struct stats *out = g->out;
    for (size_t i = 0; i < ts->count; i++) {
        const struct lane *l = &ts->lanes[i];
        if (l->kind == LANE_CPU) {
            cpu_times(&out->cpus[cpu++], l, out->elapsed);
        } else if (l->kind == LANE_TASK) {
            struct task_stats *s = &out->tasks[task++];
            *s = (struct task_stats){
                .unit = l->unit, .arrive = NS_NEVER, .first_run = NS_NEVER, .end = NS_NEVER};
            s->is_job = ts->trace->units[l->unit].kind == UNIT_JOB;
            task_times(s, l);
            g->task_of[l->unit] = (uint32_t)task;
        } else if (l->kind == LANE_GIL) {
            struct gil_stats *s = &out->gils[gil++];
            s->unit = l->unit;
            s->hold = gil_holds(ts, l);
            g->gil_of[l->unit] = (uint32_t)gil;
        } else if (l->kind == LANE_LOOP) {
            struct loop_stats *s = &out->loops[loop++];
            s->unit = l->unit;
            loop_times(s, ts, l);
        }
    }
}

static void tasks_finish(struct gather *g) {
    struct stats *out = g->out;
    double sum = 0, squares = 0;
    sim_ns response = 0, turnaround = 0, wait = 0;
    size_t ended = 0;
    for (size_t i = 0; i < out->task_count; i++) {
        struct task_stats *s = &out->tasks[i];
        if (s->arrive == NS_NEVER) s->arrive = g->t->units[s->unit].born_ns;
        if (g->throttled_at[i] != NS_NEVER) s->throttled += out->elapsed - g->throttled_at[i];
        s->response = s->first_run == NS_NEVER ? NS_NEVER : s->first_run - s->arrive;
        s->turnaround = s->end == NS_NEVER ? NS_NEVER : s->end - s->arrive;
        s->slowdown_ppm = s->end == NS_NEVER ? 0 : ratio_ppm(s->turnaround, s->run);
        s->wake_latency = quantiles_take(&g->latency[i]);
        sum += (double)s->run;
        squares += (double)s->run * (double)s->run;
        if (s->end == NS_NEVER || s->first_run == NS_NEVER) continue;
        ended++;
        response = ns_add(response, ns_max(s->response, 0));
        turnaround = ns_add(turnaround, ns_max(s->turnaround, 0));
        wait = ns_add(wait, s->wait);
    }
    out->response_mean = out->turnaround_mean = out->wait_mean = NS_NEVER;
    if (ended) {
        out->response_mean = response / (sim_ns)ended;
        out->turnaround_mean = turnaround / (sim_ns)ended;
        out->wait_mean = wait / (sim_ns)ended;
    }
    if (squares > 0)
        out->fairness_ppm = (int64_t)(sum * sum / ((double)out->task_count * squares) * 1e6 + 0.5);
    if (out->elapsed > 0) out->throughput_mhz = rounded((double)ended * 1e12 / (double)out->elapsed);
}

static void runq_finish(struct arena *a, struct gather *g) {
    struct stats *out = g->out;
    runq_lasts(g, out->elapsed);
    out->runq = ARENA_ARRAY(a, g->step_count + 1, struct runq_step);
    if (g->step_count) memcpy(out->runq, g->steps, g->step_count * sizeof *g->steps);
    out->runq_count = g->step_count;
    mem_free(g->steps);
    if (out->elapsed > 0) out->runq_mean_ppm = (int64_t)(g->runq_area * 1e6 / (double)out->elapsed + 0.5);
}

void stats_compute(struct arena *a, const struct tracks *ts, struct stats *out) {
    memset(out, 0, sizeof *out);
    out->elapsed = ts->end_ns;
    count_lanes(ts, out);
    out->cpus = ARENA_ARRAY(a, out->cpu_count, struct cpu_stats);
    out->tasks = ARENA_ARRAY(a, out->task_count, struct task_stats);
    out->gils = ARENA_ARRAY(a, out->gil_count, struct gil_stats);
    out->loops = ARENA_ARRAY(a, out->loop_count, struct loop_stats);
    struct gather g = {.t = ts->trace, .out = out};
    gather_init(&g, ts);
    lanes_sum(ts, &g);
    gather_records(&g);
    tasks_finish(&g);
    runq_finish(a, &g);
    for (size_t i = 0; i < out->gil_count; i++) out->gils[i].wait = quantiles_take(&g.gil_wait[i]);
    out->wake_latency = quantiles_take(&g.all_latency);
    gather_fini(&g);
    loop_counts(ts->trace, out);
    sim_ns busy = 0;
    for (size_t c = 0; c < out->cpu_count; c++) busy = ns_add(busy, out->cpus[c].busy);
    double could = (double)out->elapsed * (double)out->cpu_count;
    if (could > 0) out->utilisation_ppm = rounded((double)busy * 1e6 / could);
}
