/* A trace made ready to be looked at. */
#include <stdlib.h>
#include <string.h>

#include "paint/view.h"

struct edge {
    sim_ns at;
    int32_t step;
};

static int edge_order(const void *a, const void *b) {
    const struct edge *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return (x->step > y->step) - (x->step < y->step); /* ends first, so the count never overshoots */
}

/* How many tasks are ready without a CPU, as a step function. */
static void ready_count(struct run *r) {
    struct edge *edges = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < r->tracks.count; i++) {
        const struct lane *l = &r->tracks.lanes[i];
        for (size_t k = 0; l->kind == LANE_TASK && k < l->count; k++) {
            if (l->segs[k].state != SEG_ready) continue;
            GROW(edges, cap, n + 2);
            edges[n++] = (struct edge){l->segs[k].start_ns, 1};
            edges[n++] = (struct edge){l->segs[k].end_ns, -1};
        }
    }
    if (n) qsort(edges, n, sizeof *edges, edge_order);
    r->ready_at = mem_alloc((n + 1) * sizeof *r->ready_at);
    r->ready_n = mem_alloc((n + 1) * sizeof *r->ready_n);
    int32_t level = 0;
    for (size_t i = 0; i < n; i++) {
        level += edges[i].step;
        if (r->ready_count && r->ready_at[r->ready_count - 1] == edges[i].at) {
            r->ready_n[r->ready_count - 1] = level;
        } else {
            r->ready_at[r->ready_count] = edges[i].at;
            r->ready_n[r->ready_count++] = level;
        }
    }
    for (size_t i = 0; i < r->ready_count; i++)
        if (r->ready_n[i] > r->ready_max) r->ready_max = r->ready_n[i];
    mem_free(edges);
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
