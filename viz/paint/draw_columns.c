/* Time that is too fine to draw segment by segment, summed by column. Lanes about units show who had most of
 * the column, as high as it was busy; task lanes stack their states. A column is a pile of layers, and layers
 * are drawn one after the other, so that a renderer fills long runs of one colour at once. */
#include <math.h>
#include <string.h>

#include "paint/draw.h"

enum layer { LAYER_idle, LAYER_gil, LAYER_run, LAYER_wait, LAYER_ready, LAYER_COUNT };

struct column {
    float x, w;
    float top[LAYER_COUNT], high[LAYER_COUNT]; /* high 0: nothing of that layer */
    rgba unit; /* colour of LAYER_gil where the lane is about units; 0 = by state */
};

/* Least height of what is not idle in a column: short runs must not vanish. Within it proportions are true. */
#define SHORT 0.28F

static void pile(struct column *c, const struct view *v, const struct lane *l, const struct lod_cell *cell,
                 float ns, float y, float h) {
    float base = y + h, thin = fmaxf(h * look(v)->states[SEG_blocked].height, 2);
    memset(c->high, 0, sizeof c->high);
    c->unit = 0;
    if (ns <= 0) return;
    if (cell->ns[LOD_idle] / ns > 0.02F) {
        c->top[LAYER_idle] = y + (h - thin) / 2;
        c->high[LAYER_idle] = thin;
    }
    if (lane_about_units(l) || l->kind == LANE_COROUTINE) {
        float busy = (cell->ns[LOD_run_gil] + cell->ns[LOD_run]) / ns;
        if (busy <= 0) return;
        c->unit = unit_color(v, l->kind == LANE_COROUTINE ? l->unit : cell->unit);
        c->high[LAYER_gil] = h * fminf(fmaxf(busy, SHORT), 1);
        c->top[LAYER_gil] = base - c->high[LAYER_gil];
        return;
    }
    float busy = 0;
    for (size_t k = 0; k < 4; k++) busy += cell->ns[k] / ns;
    float grow = busy > 0 && busy < SHORT ? SHORT / busy : 1;
    for (size_t k = 0; k < 4; k++) {
        float share = cell->ns[k] / ns * grow;
        if (share <= 0) continue;
        enum layer layer = (enum layer)(k + LAYER_gil);
        c->high[layer] = fminf(h * share, base - y);
        base -= c->high[layer];
        c->top[layer] = base;
    }
}

static bool alike(const struct column *a, const struct column *b, int layer) {
    return fabsf(a->high[layer] - b->high[layer]) < 0.8F && fabsf(a->top[layer] - b->top[layer]) < 0.8F &&
           (layer != LAYER_gil || a->unit == b->unit);
}

/* A wide stretch shows patterns, across its columns; a narrow one their mean colour. */
static void layer_rect(const struct view *v, struct paint *p, const struct column *c, int layer, float w,
                       bool wide) {
    static const enum seg_state states[] = {SEG_blocked, SEG_running_gil, SEG_running, SEG_gil_wait,
                                            SEG_ready};
    struct state_look s = state_look_of(v, states[layer]);
    if (layer == LAYER_gil && c->unit) paint_rect(p, c->x, c->top[layer], w, c->high[layer], c->unit);
    else if (s.pattern == PATTERN_none || !wide)
        paint_rect(p, c->x, c->top[layer], w, c->high[layer],
                   s.pattern == PATTERN_none ? s.fill : color_mix(s.fill, s.ink, 0.55F));
    else paint_pattern(p, c->x, c->top[layer], w, c->high[layer], s.fill, s.pattern, s.ink);
}

static void layers(const struct view *v, struct paint *p, const struct column *c, size_t n) {
    bool wide = n > 0 && c[n - 1].x + c[n - 1].w - c[0].x > 12;
    for (int layer = 0; layer < LAYER_COUNT; layer++)
        for (size_t i = 0; i < n;) {
            size_t k = i + 1;
            while (k < n && alike(&c[i], &c[k], layer)) k++;
            float right = c[k - 1].x + c[k - 1].w;
            if (c[i].high[layer] > 0) layer_rect(v, p, &c[i], layer, right - c[i].x, wide);
            i = k;
        }
}

void draw_columns(const struct view *v, struct paint *p, size_t lane, float x, float to, float y, float h) {
    const struct lane *l = &v->run->tracks.lanes[lane];
    float step = v->row_count > 24 && to - x > 64 ? 2 : 1; /* many rows: half as many columns */
    size_t n = 0, at = 0, most = (size_t)fmaxf((to - x) / step, 0) + 2;
    struct column *columns = mem_alloc(most * sizeof *columns);
    for (; x < to && n < most; x += step) {
        float right = fminf(x + step, to);
        sim_ns a = view_time(v, x), b = view_time(v, right);
        if (b <= a) b = a + 1;
        struct lod_cell c = {0};
        if (b > 0) c = lod_sum(&v->run->lod, lane, ns_max(a, 0), b, &at);
        columns[n].x = x;
        columns[n].w = right - x;
        pile(&columns[n++], v, l, &c, (float)(b - a), y, h);
    }
    layers(v, p, columns, n);
    mem_free(columns);
}

void draw_moment(const struct view *v, struct paint *p, size_t lane, float x, float y, float h, sim_ns from,
                 sim_ns to) {
    size_t at = 0;
    struct column one = {.x = x, .w = 2};
    struct lod_cell c = lod_sum(&v->run->lod, lane, from, to, &at);
    pile(&one, v, &v->run->tracks.lanes[lane], &c, (float)(to - from), y, h);
    layers(v, p, &one, 1);
}
