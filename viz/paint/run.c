/* A trace made ready to be looked at. */
#include <string.h>

#include "paint/view.h"

/* A step is kept for at most so many moments; closer ones merge into their highest. */
#define STEPS_MAX 400000

static void ready_step(struct run *r, sim_ns at, int32_t level, sim_ns least) {
    size_t n = r->ready_count;
    if (level > r->ready_max) r->ready_max = level;
    if (n && (r->ready_at[n - 1] == at || (n > 1 && at - r->ready_at[n - 2] < least))) {
        if (r->ready_at[n - 1] == at || level > r->ready_n[n - 1]) r->ready_n[n - 1] = level;
        return;
    }
    if (n && r->ready_n[n - 1] == level) return;
    GROW(r->ready_at, r->ready_cap, n + 1);
    GROW(r->ready_n, r->ready_n_cap, n + 1);
    r->ready_at[n] = at;
    r->ready_n[n] = level;
    r->ready_count++;
}

/* How many tasks are ready without a CPU, as a step function of time. */
static void ready_count(struct run *r) {
    const struct trace *t = &r->trace;
    bool *ready = mem_alloc(t->unit_count);
    sim_ns least = t->count > STEPS_MAX ? r->tracks.end_ns / STEPS_MAX : 0, at = 0;
    int32_t level = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct record *e = trace_at(t, i);
        bool was = ready[e->unit], now = was;
        if (e->event == EV_ready) now = true;
        else if (e->event == EV_stop)
            now = e->a != CAUSE_blocked && e->a != CAUSE_exited && e->a != CAUSE_killed;
        else if (e->event == EV_run || e->event == EV_exit) now = false;
        if (now == was) continue;
        if (e->time_ns > at) ready_step(r, at, level, least); /* only what lasts counts */
        at = e->time_ns;
        ready[e->unit] = now;
        level += now ? 1 : -1;
    }
    ready_step(r, at, level, least);
    mem_free(ready);
}

void run_open(struct run *r, struct trace *t, const char *title) {
    memset(r, 0, sizeof *r);
    r->trace = *t;
    memset(t, 0, sizeof *t);
    size_t n = strlen(title) + 1;
    r->title = mem_alloc(n);
    memcpy(r->title, title, n);
    tracks_build(&r->tracks, &r->trace);
    lod_build(&r->lod, &r->tracks);
    moments_init(&r->moments, &r->trace);
    arena_init(&r->arena);
    stats_compute(&r->arena, &r->tracks, &r->stats);
    ready_count(r);
    for (size_t i = 0; i < r->stats.task_count; i++) r->has_gil = r->has_gil || r->stats.tasks[i].run_gil > 0;
}

void run_close(struct run *r) {
    mem_free(r->ready_at);
    mem_free(r->ready_n);
    mem_free(r->title);
    arena_fini(&r->arena);
    moments_fini(&r->moments);
    lod_fini(&r->lod);
    tracks_fini(&r->tracks);
    trace_fini(&r->trace);
    memset(r, 0, sizeof *r);
}
