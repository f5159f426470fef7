#include "paint/lod.h"

#include <string.h>

#include "base/arena.h"

#define DENSE_MIN       4096 /* lanes with fewer segments need no levels */
#define SEGMENTS_A_CELL 16

enum lod_class lod_class_of(enum seg_state s) {
    switch (s) {
    case SEG_running_gil:
    case SEG_held:
    case SEG_requested:
    case SEG_step: return LOD_run_gil;
    case SEG_running:
    case SEG_switching: return LOD_run;
    case SEG_gil_wait: return LOD_gil_wait;
    case SEG_ready:
    case SEG_scheduled: return LOD_ready;
    case SEG_blocked:
    case SEG_polling:
    case SEG_iterating:
    case SEG_waiting:
    case SEG_STATE_COUNT: break;
    }
    return LOD_idle;
}

static void cell_add(struct lod_cell *c, const struct lane *l, size_t i, sim_ns ns) {
    enum lod_class k = lod_class_of(lane_state(l, i));
    float f = (float)ns;
    c->ns[k] += f;
    float weight = k == LOD_idle ? f * 1e-9F : f; /* idleness is shown only where nothing else is */
    if (weight > c->longest_ns) {
        c->longest_ns = weight;
        c->unit = (uint32_t)i; /* the segment's index until cell_finish */
    }
}

/* Looking the unit up means a look into the trace: once for a cell, not for each of its segments. */
static void cell_finish(struct lod_cell *c, const struct tracks *ts, const struct lane *l) {
    c->unit = c->longest_ns > 0 ? lane_seg_unit(ts, l, c->unit) : NO_UNIT;
}

static void cell_merge(struct lod_cell *c, const struct lod_cell *o) {
    for (int k = 0; k < LOD_CLASSES; k++) c->ns[k] += o->ns[k];
    if (o->longest_ns > c->longest_ns) {
        c->longest_ns = o->longest_ns;
        c->unit = o->unit;
    }
}

static size_t cells_of(sim_ns end, int level) { return (size_t)(end >> level) + 1; }

static void level_first(struct lod_cell *cells, const struct tracks *ts, const struct lane *l, int level,
                        size_t n) {
    for (size_t i = 0; i < l->count; i++) {
        sim_ns start = lane_start(l, i), end = lane_end(l, i);
        size_t from = (size_t)(start >> level), to = (size_t)((end - 1) >> level);
        if (from >= n) break;
        for (size_t k = from; k <= to && k < n; k++) {
            sim_ns a = ns_max(start, (sim_ns)k << level), b = ns_min(end, (sim_ns)(k + 1) << level);
            cell_add(&cells[k], l, i, b - a);
        }
    }
    for (size_t k = 0; k < n; k++) cell_finish(&cells[k], ts, l);
}

static void lane_build(struct lod_lane *out, const struct tracks *ts, const struct lane *l) {
    sim_ns end = ts->end_ns;
    if (l->count < DENSE_MIN) return;
    int level = 0, top = 0;
    while (cells_of(end, level) * SEGMENTS_A_CELL > l->count) level++;
    for (top = level; cells_of(end, top) > 256; top++) continue;
    out->first = level;
    out->count = top - level + 1;
    out->levels = mem_alloc((size_t)out->count * sizeof *out->levels);
    for (int i = 0; i < out->count; i++) {
        size_t n = cells_of(end, level + i);
        out->levels[i] = mem_alloc(n * sizeof **out->levels);
        if (i == 0) {
            level_first(out->levels[0], ts, l, level, n);
            continue;
        }
        size_t below = cells_of(end, level + i - 1);
        for (size_t k = 0; k < below; k++) cell_merge(&out->levels[i][k / 2], &out->levels[i - 1][k]);
    }
}

void lod_init(struct lod *l, const struct tracks *ts) {
    l->ts = ts;
    l->lanes = mem_alloc((ts->count + 1) * sizeof *l->lanes);
    for (size_t i = 0; i < ts->count; i++) lane_build(&l->lanes[i], ts, &ts->lanes[i]);
}

void lod_fini(struct lod *l) {
    for (size_t i = 0; l->lanes && i < l->ts->count; i++) {
        for (int k = 0; k < l->lanes[i].count; k++) mem_free(l->lanes[i].levels[k]);
        mem_free(l->lanes[i].levels);
    }
    mem_free(l->lanes);
    memset(l, 0, sizeof *l);
}

static struct lod_cell sum_segments(const struct tracks *ts, const struct lane *l, sim_ns from, sim_ns to,
                                    size_t *at) {
    struct lod_cell c = {0};
    if (*at >= l->count || lane_start(l, *at) > from ||
        (lane_end(l, *at) <= from && *at + 64 < l->count && lane_end(l, *at + 64) <= from))
        *at = lane_after(l, from);
    while (*at < l->count && lane_end(l, *at) <= from) ++*at;
    for (size_t i = *at; i < l->count && lane_start(l, i) < to; i++)
        cell_add(&c, l, i, ns_min(lane_end(l, i), to) - ns_max(lane_start(l, i), from));
    cell_finish(&c, ts, l);
    return c;
}

struct lod_cell lod_sum(const struct lod *l, size_t lane, sim_ns from, sim_ns to, size_t *at) {
    const struct lod_lane *m = &l->lanes[lane];
    const struct lane *ln = &l->ts->lanes[lane];
    int level = 0;
    while ((sim_ns)2 << level <= (to - from) / 2) level++; /* buckets at most half a column wide */
    level--;
    if (m->count == 0 || level < m->first) return sum_segments(l->ts, ln, from, to, at);
    if (level >= m->first + m->count) level = m->first + m->count - 1;
    struct lod_cell c = {0};
    size_t n = cells_of(l->ts->end_ns, level), last = (size_t)((to - 1) >> level);
    size_t first = (size_t)(from >> level);
    for (size_t k = first; k <= last && k < n; k++) cell_merge(&c, &m->levels[level - m->first][k]);
    /* the buckets reach a little over the column, but not over the end of the run: scale to the column */
    sim_ns end = l->ts->end_ns, begun = (sim_ns)first << level,
           done = ns_min((sim_ns)(last + 1) << level, end);
    if (done <= begun || from >= end) return c;
    float scale = (float)((double)(ns_min(to, end) - from) / (double)(done - begun));
    for (int k = 0; k < LOD_CLASSES; k++) c.ns[k] *= scale;
    return c;
}
