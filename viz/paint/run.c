/* A trace made ready to be looked at. */
#include <stdlib.h>
#include <string.h>

#include "paint/view.h"

/* A step is kept for at most so many moments; closer ones merge into their highest. */
#define STEPS_MAX 400000

static void series_step(struct series *s, sim_ns at, int32_t level, sim_ns least) {
    size_t n = s->count;
    if (level > s->max) s->max = level;
    if (n && (s->at[n - 1] == at || (n > 1 && at - s->at[n - 2] < least))) {
        if (s->at[n - 1] == at || level > s->n[n - 1]) s->n[n - 1] = level;
        return;
    }
    if (n && s->n[n - 1] == level) return;
    GROW(s->at, s->at_cap, n + 1);
    GROW(s->n, s->n_cap, n + 1);
    s->at[n] = at;
    s->n[n] = level;
    s->count++;
}

static void series_fini(struct series *s) {
    mem_free(s->at);
    mem_free(s->n);
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
        else if (e->event == EV_run || e->event == EV_exit || e->event == EV_block) now = false;
        if (now == was) continue;
        if (e->time_ns > at) series_step(&r->ready, at, level, least); /* only what lasts counts */
        at = e->time_ns;
        ready[e->unit] = now;
        level += now ? 1 : -1;
    }
    series_step(&r->ready, at, level, least);
    mem_free(ready);
}

/* -- by lane -- */

struct edge { /* a coroutine becomes or ceases to be scheduled */
    sim_ns at;
    int32_t by;
};

static int edge_order(const void *a, const void *b) { /* total but for equals, which are interchangeable */
    const struct edge *x = a, *y = b;
    return x->at != y->at ? (x->at < y->at ? -1 : 1) : x->by - y->by;
}

static void loop_count(struct run *r, size_t loop) {
    struct edge *edges = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = loop + 1; i < r->tracks.count; i++) {
        const struct lane *l = &r->tracks.lanes[i];
        if (l->kind != LANE_COROUTINE || l->parent != loop) continue;
        for (size_t k = 0; k < l->count; k++) {
            if (lane_state(l, k) != SEG_scheduled) continue;
            GROW(edges, cap, n + 2);
            edges[n++] = (struct edge){lane_start(l, k), 1};
            edges[n++] = (struct edge){lane_end(l, k), -1};
        }
    }
    if (n) qsort(edges, n, sizeof *edges, edge_order);
    int32_t level = 0;
    sim_ns least = n > STEPS_MAX ? r->tracks.end_ns / STEPS_MAX : 0;
    for (size_t i = 0; i < n; i++) {
        level += edges[i].by;
        if (i + 1 == n || edges[i + 1].at > edges[i].at)
            series_step(&r->loops[loop], edges[i].at, level, least);
    }
    mem_free(edges);
}

static void lanes_count(struct run *r) {
    size_t n = r->tracks.count;
    uint32_t order = 0;
    r->loops = mem_alloc((n + 1) * sizeof *r->loops);
    r->fill_max = mem_alloc((n + 1) * sizeof *r->fill_max);
    r->colors = mem_alloc((r->trace.unit_count + 1) * sizeof *r->colors);
    for (size_t i = 0; i < n; i++) {
        const struct lane *l = &r->tracks.lanes[i];
        if (l->kind == LANE_TASK || l->kind == LANE_COROUTINE) r->colors[l->unit] = order++;
        if (l->kind == LANE_LOOP) loop_count(r, i);
        for (size_t k = 0; l->kind == LANE_QUEUE && k < l->count; k++) {
            struct segment s = lane_seg(&r->tracks, l, k);
            int64_t fill = segment_fill(&r->tracks, &s);
            if (fill > r->fill_max[i]) r->fill_max[i] = fill;
        }
    }
}

void run_open(struct run *r, struct trace *t, const char *title) {
    memset(r, 0, sizeof *r);
    r->trace = *t;
    memset(t, 0, sizeof *t);
    size_t n = strlen(title) + 1;
    r->title = mem_alloc(n);
    memcpy(r->title, title, n);
    tracks_build(&r->tracks, &r->trace);
    lod_init(&r->lod, &r->tracks);
    moments_init(&r->moments, &r->trace);
    arena_init(&r->arena);
    stats_compute(&r->arena, &r->tracks, &r->stats);
    ready_count(r);
    lanes_count(r);
    for (size_t i = 0; i < r->stats.task_count; i++) r->has_gil = r->has_gil || r->stats.tasks[i].run_gil > 0;
}

void run_close(struct run *r) {
    series_fini(&r->ready);
    for (size_t i = 0; r->loops && i < r->tracks.count; i++) series_fini(&r->loops[i]);
    mem_free(r->loops);
    mem_free(r->fill_max);
    mem_free(r->colors);
    mem_free(r->title);
    arena_fini(&r->arena);
    moments_fini(&r->moments);
    lod_fini(&r->lod);
    tracks_fini(&r->tracks);
    trace_fini(&r->trace);
    memset(r, 0, sizeof *r);
}
