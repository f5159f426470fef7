/* The tree of lanes as rows: CPUs; each process with its threads, GIL, event loop and coroutines; its locks and
 * queues; jobs. What is folded or hidden has no row; the order can be changed within a group, and groups can
 * change places. */
#include <math.h>
#include <string.h>

#include "paint/view.h"

#define GROUP_CPUS 0u
#define GROUP_REST 1u /* jobs and their locks; a process has 2 + its unit */
#define INLINE_MAX 2  /* so few locks and queues need no heading of their own */

/* The second half of the groups are the locks and queues of the first half. */
static uint32_t half(const struct view *v) { return (uint32_t)v->group_count / 2; }
static bool is_sub(const struct view *v, uint32_t group) { return group >= half(v); }
static uint32_t base_of(const struct view *v, uint32_t group) { return group % half(v); }

static uint32_t base_group(const struct view *v, const struct lane *l) {
    if (l->kind == LANE_CPU) return GROUP_CPUS;
    uint32_t p = unit_process(&v->run->trace, l->unit);
    return p == NO_UNIT ? GROUP_REST : p + 2;
}

static bool about_objects(const struct lane *l) { return l->kind == LANE_LOCK || l->kind == LANE_QUEUE; }

static uint32_t row_group(const struct view *v, const struct lane *l) {
    uint32_t base = base_group(v, l);
    return about_objects(l) && v->objects[base] > INLINE_MAX ? base + half(v) : base;
}

const char *group_name(const struct view *v, uint32_t group) {
    if (is_sub(v, group)) return "locks and queues";
    if (group == GROUP_CPUS) return "CPUs";
    return group == GROUP_REST ? "Jobs" : trace_unit_name(&v->run->trace, group - 2);
}

#define LOCK_BRIEF 0.002 /* of the run */

/* A lock without a name of its own that is held so briefly that nobody can have waited for it to any effect: what
 * threads, futures and queues are made of. */
static bool negligible(const struct view *v, const struct lane *l) {
    sim_ns least = (sim_ns)((double)v->run->tracks.end_ns * LOCK_BRIEF), held = 0;
    const char *dash = strrchr(trace_unit_name(&v->run->trace, l->unit), '-');
    if (!dash || l->count == 0) return false;
    for (size_t i = 0; i < l->count && held <= least; i++) held += lane_end(l, i) - lane_start(l, i);
    return held <= least;
}

/* The library's own: asyncio.run's goodbye to generators and executors, and locks that do not matter. They are
 * hidden at first. */
static bool internal(const struct view *v, const struct lane *l) {
    static const char goodbye[] = "BaseEventLoop.";
    if (l->kind == LANE_COROUTINE)
        return strncmp(trace_unit_name(&v->run->trace, l->unit), goodbye, sizeof goodbye - 1) == 0;
    return l->kind == LANE_LOCK && negligible(v, l);
}

void rows_init(struct view *v) {
    size_t n = v->run->tracks.count;
    mem_free(v->folded);
    mem_free(v->hidden);
    mem_free(v->order);
    mem_free(v->objects);
    v->group_count = (v->run->trace.unit_count + 2) * 2;
    v->folded = mem_alloc(v->group_count * sizeof *v->folded);
    v->objects = mem_alloc(v->group_count * sizeof *v->objects);
    v->hidden = mem_alloc((n + 1) * sizeof *v->hidden);
    v->order = mem_alloc((n + 1) * sizeof *v->order);
    for (size_t i = 0; i < n; i++) {
        v->order[i] = (uint32_t)i;
        const struct lane *l = &v->run->tracks.lanes[i];
        v->hidden[i] = internal(v, l);
        if (about_objects(l) && !v->hidden[i]) v->objects[base_group(v, l)]++;
    }
}

/* -- rows -- */

static void row_add(struct view *v, struct row r, float h, float *y) {
    r.y = *y;
    r.h = h;
    *y += h;
    GROW(v->rows, v->row_cap, v->row_count + 1);
    v->rows[v->row_count++] = r;
}

static float row_height(const struct view *v, const struct lane *l) {
    float h = 26;
    switch (l->kind) {
    case LANE_CPU:
    case LANE_TASK: h = 28; break;
    case LANE_GIL: h = 26; break;
    case LANE_LOOP: h = 26; break;
    case LANE_COROUTINE: h = 22; break;
    case LANE_LOCK:
    case LANE_QUEUE: h = 20; break;
    }
    if (l->count == 0) return fminf(h, 18) * v->lay.unit; /* nothing ever happens there */
    return h * v->lay.unit * v->lay.stretch;
}

/* The lane that stands for a folded process: its first thread. */
static uint32_t face_of(const struct view *v, uint32_t group) {
    if (is_sub(v, group) || group < 2) return NO_LANE;
    for (size_t i = 0; i < v->run->tracks.count; i++) {
        const struct lane *l = &v->run->tracks.lanes[i];
        if (l->kind == LANE_TASK && base_group(v, l) == group) return (uint32_t)i;
    }
    return NO_LANE;
}

static void heading_add(struct view *v, uint32_t group, float *y) {
    float u = v->lay.unit;
    bool sub = is_sub(v, group);
    struct row r = {.kind = ROW_group, .group = group, .depth = sub, .lane = NO_LANE};
    if (v->folded[group]) r.lane = face_of(v, group);
    *y += v->row_count == 0 || sub ? 0 : r.lane == NO_LANE ? 6 * u : 2 * u;
    row_add(v, r, r.lane == NO_LANE ? 23 * u : 26 * u * v->lay.stretch, y);
}

static void counter_add(struct view *v, enum row_kind kind, uint32_t lane, uint32_t group, int depth,
                        float *y) {
    row_add(v, (struct row){.kind = kind, .lane = lane, .group = group, .depth = depth},
            22 * v->lay.unit * fminf(v->lay.stretch, 1.3F), y);
}

void rows_build(struct view *v) {
    uint32_t group = UINT32_MAX, base = UINT32_MAX;
    float y = 0;
    size_t n = v->run->tracks.count;
    bool cpus = false; /* one at least is shown */
    v->row_count = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t lane = v->order[i];
        const struct lane *l = &v->run->tracks.lanes[lane];
        uint32_t g = row_group(v, l), b = base_of(v, g);
        if (b != base) heading_add(v, b, &y);
        if (g != group && is_sub(v, g) && !v->folded[b]) heading_add(v, g, &y);
        base = b;
        group = g;
        bool last = i + 1 == n || row_group(v, &v->run->tracks.lanes[v->order[i + 1]]) != g;
        if (!v->folded[b] && !v->folded[g] && !v->hidden[lane]) {
            int depth = is_sub(v, g) || (l->kind == LANE_COROUTINE && l->parent != NO_LANE) ? 2 : 1;
            row_add(v, (struct row){.kind = ROW_lane, .lane = lane, .group = g, .depth = depth},
                    row_height(v, l), &y);
            if (l->kind == LANE_LOOP && v->run->loops[lane].max > 1)
                counter_add(v, ROW_loop_ready, lane, g, 2, &y);
        }
        cpus = cpus || (l->kind == LANE_CPU && !v->hidden[lane]);
        if (last && g == GROUP_CPUS && cpus && !v->folded[g] && v->run->ready.max > 0)
            counter_add(v, ROW_ready, NO_LANE, g, 1, &y);
    }
}

float view_rows_height(const struct view *v) {
    return v->row_count ? v->rows[v->row_count - 1].y + v->rows[v->row_count - 1].h : 0;
}

static bool fits(struct view *v) {
    v->lay.stretch = 1;
    rows_build(v);
    return view_rows_height(v) <= v->lay.lanes.h;
}

void rows_fold_to_fit(struct view *v) {
    uint32_t first = UINT32_MAX; /* process */
    for (size_t i = 0; i < v->run->tracks.count && first == UINT32_MAX; i++) {
        uint32_t g = base_group(v, &v->run->tracks.lanes[i]);
        if (g >= 2) first = g;
    }
    for (uint32_t g = half(v); g < v->group_count && !fits(v); g++)
        if (v->objects[base_of(v, g)] > INLINE_MAX) v->folded[g] = true;
    if (!fits(v))
        for (uint32_t g = 2; g < half(v); g++) v->folded[g] = g != first && face_of(v, g) != NO_LANE;
    view_layout(v);
}

size_t rows_hidden(const struct view *v) {
    size_t n = 0;
    for (size_t i = 0; i < v->run->tracks.count; i++) n += v->hidden[i];
    return n;
}

const struct row *row_at(const struct view *v, float y) {
    y += v->scroll - v->lay.lanes.y;
    for (size_t i = 0; i < v->row_count; i++)
        if (y >= v->rows[i].y && y < v->rows[i].y + v->rows[i].h) return &v->rows[i];
    return NULL;
}

/* -- from one run to the next -- */

static uint32_t group_at(const struct view *v, size_t i, bool whole) {
    const struct lane *l = &v->run->tracks.lanes[v->order[i]];
    return whole ? base_group(v, l) : row_group(v, l);
}

uint32_t lane_like(const struct tracks *ts, const struct tracks *other, uint32_t lane) {
    const struct lane *l = &ts->lanes[lane];
    struct buf mine = {0}, its = {0};
    const char *name = lane_name(ts, l, &mine);
    uint32_t found = NO_LANE;
    size_t n = other->count;
    for (size_t i = 0; i < n && found == NO_LANE; i++) {
        size_t k = (lane + i) % n; /* mostly in the same place */
        if (other->lanes[k].kind == l->kind && strcmp(lane_name(other, &other->lanes[k], &its), name) == 0)
            found = (uint32_t)k;
    }
    buf_fini(&mine);
    buf_fini(&its);
    return found;
}

void rows_carry(struct view *v, const struct run *old) {
    size_t was = old->tracks.count, now = v->run->tracks.count;
    bool *hidden = v->hidden, *folded = v->folded;
    uint32_t *order = v->order, *objects = v->objects, groups = half(v);
    int64_t selected = v->sel_lane;
    v->hidden = v->folded = NULL;
    v->order = v->objects = NULL;
    rows_init(v);
    v->sel_lane = v->sel_seg = -1;
    size_t *rank = mem_alloc((now + 1) * sizeof *rank), *old_rank = mem_alloc((was + 1) * sizeof *old_rank);
    for (size_t i = 0; i < was; i++) old_rank[order[i]] = i;
    for (uint32_t i = 0; i < now; i++) {
        uint32_t k = was ? lane_like(&v->run->tracks, &old->tracks, i) : NO_LANE;
        rank[i] = k == NO_LANE ? (i ? rank[i - 1] : 0) : old_rank[k];
        if (k == NO_LANE) continue;
        v->hidden[i] = hidden[k];
        if (selected == (int64_t)k) v->sel_lane = i;
        const struct lane *l = &old->tracks.lanes[k];
        uint32_t p = l->kind == LANE_CPU ? NO_UNIT : unit_process(&old->trace, l->unit);
        uint32_t from = l->kind == LANE_CPU ? GROUP_CPUS : p == NO_UNIT ? GROUP_REST : p + 2;
        uint32_t to = base_group(v, &v->run->tracks.lanes[i]);
        v->folded[to] = folded[from];
        v->folded[to + half(v)] = folded[from + groups];
    }
    for (size_t i = 1; i < now; i++) /* by insertion: almost always in order already */
        for (size_t k = i;
             k > 0 && group_at(v, k, true) == group_at(v, k - 1, true) &&
             group_at(v, k, false) == group_at(v, k - 1, false) && rank[v->order[k]] < rank[v->order[k - 1]];
             k--) {
            uint32_t keep = v->order[k];
            v->order[k] = v->order[k - 1];
            v->order[k - 1] = keep;
        }
    mem_free(rank);
    mem_free(old_rank);
    mem_free(hidden);
    mem_free(folded);
    mem_free(order);
    mem_free(objects);
}

/* -- order -- */

/* Exchanges the neighbouring stretches [a, b) and [b, c). */
static void exchange(struct view *v, size_t a, size_t b, size_t c) {
    size_t left = b - a, right = c - b;
    uint32_t *copy = mem_alloc(left * sizeof *copy);
    memcpy(copy, v->order + a, left * sizeof *copy);
    memmove(v->order + a, v->order + b, right * sizeof *copy);
    memcpy(v->order + a + right, copy, left * sizeof *copy);
    mem_free(copy);
}

static void move_group(struct view *v, uint32_t group, int dir) {
    size_t n = v->run->tracks.count, a = 0, b;
    while (a < n && group_at(v, a, true) != group) a++;
    for (b = a; b < n && group_at(v, b, true) == group;) b++;
    if (a == b || (dir < 0 ? a == 0 : b == n)) return;
    size_t other = dir < 0 ? a - 1 : b;
    uint32_t next = group_at(v, other, true);
    if (dir < 0) {
        while (other > 0 && group_at(v, other - 1, true) == next) other--;
        exchange(v, other, a, b);
    } else {
        while (other < n && group_at(v, other, true) == next) other++;
        exchange(v, a, b, other);
    }
}

void rows_move(struct view *v, uint32_t lane, uint32_t group, int dir) {
    size_t n = v->run->tracks.count, i = 0;
    if (lane == NO_LANE) {
        move_group(v, base_of(v, group), dir);
    } else {
        while (i < n && v->order[i] != lane) i++;
        size_t k = i; /* over hidden ones to the next that is shown */
        do {
            if (dir < 0 ? k == 0 : k + 1 >= n) return;
            k = dir < 0 ? k - 1 : k + 1;
            if (group_at(v, k, false) != group_at(v, i, false)) return;
        } while (v->hidden[v->order[k]]);
        for (; i != k; i += (size_t)dir) {
            uint32_t keep = v->order[i];
            v->order[i] = v->order[i + (size_t)dir];
            v->order[i + (size_t)dir] = keep;
        }
    }
    view_layout(v);
}
