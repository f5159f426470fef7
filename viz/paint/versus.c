#include "paint/versus.h"

#include "base/arena.h"
#include "paint/draw.h"

static uint32_t *likes(const struct run *a, const struct run *b) {
    uint32_t *map = mem_alloc((a->tracks.count + 1) * sizeof *map);
    for (uint32_t i = 0; i < a->tracks.count; i++)
        map[i] = b->tracks.count ? lane_like(&a->tracks, &b->tracks, i) : NO_LANE;
    return map;
}

struct versus *versus_open(const struct run *a, const struct run *b) {
    struct versus *x = mem_alloc(sizeof *x);
    x->a = a;
    x->b = b;
    x->lane_b = likes(a, b);
    x->lane_a = likes(b, a);
    return x;
}

void versus_close(struct versus *x) {
    if (!x) return;
    mem_free(x->lane_a);
    mem_free(x->lane_b);
    mem_free(x);
}

static size_t covering(const struct lane *l, sim_ns t) {
    bool covers;
    size_t i = lane_at(l, t, &covers);
    return covers ? i : NO_SEG;
}

static uint32_t lane_of(const struct run *r, uint32_t unit) {
    return unit < r->tracks.unit_count ? r->tracks.lane_of_unit[unit] : NO_LANE;
}

bool versus_differs(const struct versus *x, bool from_b, uint32_t lane, sim_ns t, sim_ns shift) {
    const struct run *mine = from_b ? x->b : x->a, *its = from_b ? x->a : x->b;
    const uint32_t *map = from_b ? x->lane_a : x->lane_b;
    if (map[lane] == NO_LANE) return true;
    const struct lane *l = &mine->tracks.lanes[lane], *o = &its->tracks.lanes[map[lane]];
    size_t s = covering(l, t), r = covering(o, t + shift);
    if (s == NO_SEG || r == NO_SEG) return s != r;
    if (lane_state(l, s) != lane_state(o, r)) return true;
    if (!lane_about_units(l)) return false;
    uint32_t a = lane_of(mine, lane_seg_unit(&mine->tracks, l, s)),
             b = lane_of(its, lane_seg_unit(&its->tracks, o, r));
    return (a == NO_LANE ? NO_LANE : map[a]) != b;
}
