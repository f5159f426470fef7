/* What lies over the segments: on a GIL lane, who waits for it, for how long (one switch interval), and when it
 * asks; on a loop lane, timers that are late; on a task's, the level of a multilevel queue that it moves to; between
 * lanes, arrows for wake-ups, items and starts. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "paint/draw.h"

/* Finer than this nothing is marked: marks would fill the row. */
#define MARKS_MAX      400
#define RECORDS_SOUGHT 20000

static bool too_fine(const struct view *v, const struct lane *l) {
    return lane_after(l, v->to) - lane_after(l, v->from) > MARKS_MAX;
}

/* -- the GIL: the timed wait that ends in a request -- */

/* Since when the unit has waited without the GIL having changed hands: that is what its timeout counts. */
static sim_ns wait_begin(const struct view *v, const struct lane *gil, size_t seg, uint32_t unit) {
    const struct tracks *ts = &v->run->tracks;
    uint32_t lane = unit < ts->unit_count ? ts->lane_of_unit[unit] : NO_LANE;
    sim_ns asked = lane_start(gil, seg), held = asked;
    bool covers;
    while (seg > 0 && lane_end(gil, seg - 1) == held &&
           lane_seg_unit(ts, gil, seg - 1) == lane_seg_unit(ts, gil, seg))
        held = lane_start(gil, --seg);
    if (lane == NO_LANE) return held;
    const struct lane *l = &ts->lanes[lane];
    size_t w = lane_at(l, asked > 0 ? asked - 1 : 0, &covers);
    if (w == NO_SEG) return held;
    while (w > 0 && (lane_state(l, w) == SEG_ready || lane_state(l, w) == SEG_running) &&
           lane_end(l, w - 1) == lane_start(l, w))
        w--; /* it had to get a CPU before it could ask */
    return lane_state(l, w) == SEG_gil_wait ? ns_max(lane_start(l, w), held) : held;
}

static void gil_marks(const struct view *v, struct paint *p, const struct lane *l, float y, float h) {
    const struct theme *th = look(v);
    float u = v->lay.unit;
    for (size_t i = lane_after(l, v->from); i < l->count && lane_start(l, i) < v->to; i++) {
        if (lane_state(l, i) != SEG_requested) continue;
        struct segment a_seg = lane_seg(&v->run->tracks, l, i), *s = &a_seg;
        const struct record *r = trace_at(&v->run->trace, s->first_record);
        float x0 = view_x(v, wait_begin(v, l, i, r->unit)), x1 = view_x(v, s->start_ns);
        rgba c = unit_color(v, r->unit);
        if (x1 - x0 < 6 * u) continue;
        float bar = fmaxf(3 * u, h * 0.1F), top = y + fminf(4 * u, h * 0.16F);
        paint_rect(p, x0, top - 1, x1 - x0, bar + 2, th->background);
        paint_rect(p, x0, top, x1 - x0, bar, c); /* the waiter counts down */
        paint_rect(p, x0, top - 1, 1.5F * u, bar + 2, c);
        paint_rect(p, x1 - 1, top, 2, y + h - top - fminf(4 * u, h * 0.16F), th->background);
        paint_triangle(p, x1 - 5 * u, top - 2 * u, 10 * u, 9 * u, SIDE_down, th->background);
        paint_triangle(p, x1 - 4 * u, top - 2 * u, 8 * u, 8 * u, SIDE_down, th->warn); /* and asks */
    }
}

/* -- the loop: from when a timer was due to when its handle runs -- */

static void loop_marks(const struct view *v, struct paint *p, const struct lane *l, float y, float h) {
    const struct theme *th = look(v);
    const struct trace *t = &v->run->trace;
    float u = v->lay.unit, base = y + h - fminf(4 * u, h * 0.16F);
    size_t beyond = 0; /* a little past the right edge: the lateness may reach into the view */
    for (size_t i = lane_after(l, v->from); i < l->count && beyond < 8; i++) {
        struct segment a_seg = lane_seg(&v->run->tracks, l, i), *s = &a_seg;
        const struct record *r = trace_at(t, s->first_record);
        beyond += s->start_ns >= v->to;
        if (r->event != EV_loop_run || r->b <= 0) continue;
        float x0 = view_x(v, s->start_ns - r->b), x1 = view_x(v, s->start_ns);
        if (x1 - x0 < 3 * u) continue;
        paint_rect(p, x0, base - 3 * u, x1 - x0, 3 * u, th->warn);
        paint_rect(p, x0, base - 9 * u, 2 * u, 9 * u, th->warn);
        char text[NS_TEXT_MAX];
        struct buf b = {0};
        buf_printf(&b, "timer due here, %s late", trace_time_short(r->b, text));
        float size = 9.5F * u, w = text_width(b.data, FONT_sans, size);
        float left = fmaxf(x0, v->lay.lanes.x);
        if (x1 - left > w + 70 * u && h > 20 * u) {
            float tx = x1 - w - 10 * u;
            paint_rect(p, tx - 3 * u, base - 15 * u, w + 6 * u, 13 * u, th->background);
            paint_text(p, tx, base - 5 * u, b.data, FONT_sans, size, th->warn, ALIGN_left, 0);
        }
        buf_fini(&b);
    }
}

void draw_marks(const struct view *v, struct paint *p, size_t lane, float y, float h) {
    const struct lane *l = &v->run->tracks.lanes[lane];
    if ((l->kind != LANE_GIL && l->kind != LANE_LOOP) || too_fine(v, l)) return;
    if (l->kind == LANE_GIL) gil_marks(v, p, l, y, h);
    else loop_marks(v, p, l, y, h);
}

/* -- rows -- */

static const struct row *row_of(const struct view *v, uint32_t unit) {
    uint32_t lane = unit < v->run->tracks.unit_count ? v->run->tracks.lane_of_unit[unit] : NO_LANE;
    if (lane == NO_LANE) return NULL;
    for (size_t i = 0; i < v->row_count; i++)
        if (v->rows[i].lane == lane && (v->rows[i].kind == ROW_lane || v->rows[i].kind == ROW_group))
            return &v->rows[i];
    return NULL;
}

/* -- multilevel queues: to which level a task falls or is lifted -- */

static void level_mark(const struct view *v, struct paint *p, const struct record *r, const struct row *row,
                       float room) {
    const struct theme *th = look(v);
    float u = v->lay.unit, size = 9.5F * u, x = view_x(v, r->time_ns), pad = fminf(4 * u, row->h * 0.16F);
    float y = v->lay.lanes.y - v->scroll + row->y + pad;
    char text[32];
    (void)snprintf(text, sizeof text, "level %" PRId64, r->b);
    float w = text_width(text, FONT_sans, size) + 14 * u, h = row->h < 38 * u ? 7 * u : 13 * u;
    bool words = w <= room && h > 7 * u; /* else only the mark, above the segment's label */
    if (!words) w = 10 * u;
    if (w > room) return;
    paint_rect(p, x, y, w, h, th->panel);
    paint_rect(p, x, y, 1.5F * u, h, th->text);
    paint_triangle(p, x + 3 * u, y + h / 2 - 2.5F * u, 5 * u, 5 * u, r->b > r->a ? SIDE_down : SIDE_up,
                   th->text);
    if (words)
        paint_text(p, x + 10 * u, y + h / 2 + size * 0.36F, text, FONT_sans, size, th->text, ALIGN_left, 0);
}

/* How far a mark may reach: to the next one of the same task. */
static float level_room(const struct view *v, size_t i, size_t end) {
    const struct trace *t = &v->run->trace;
    const struct record *r = trace_at(t, i);
    float x = view_x(v, r->time_ns), right = v->lay.lanes.x + v->lay.lanes.w;
    for (size_t k = i + 1; k < end; k++)
        if (trace_at(t, k)->event == EV_level && trace_at(t, k)->unit == r->unit)
            return view_x(v, trace_at(t, k)->time_ns) - x;
    return right - x;
}

/* Only where the view holds so few records that looking through them costs nothing, and where there is room. */
void draw_levels(const struct view *v, struct paint *p) {
    const struct trace *t = &v->run->trace;
    size_t first = record_from(t, v->from), end = record_after(t, v->to), n = 0;
    if (end - first > RECORDS_SOUGHT) return;
    for (size_t i = first; i < end; i++) n += trace_at(t, i)->event == EV_level;
    if ((float)n * 56 * v->lay.unit > v->lay.lanes.w * 2) return;
    for (size_t i = first; i < end && n > 0; i++) {
        const struct record *r = trace_at(t, i);
        const struct row *row = r->event == EV_level ? row_of(v, r->unit) : NULL;
        if (row && view_focused(v, row->lane)) level_mark(v, p, r, row, level_room(v, i, end));
    }
}

/* -- arrows, where both rows are in sight and not too many -- */

/* Who causes what to whom. False: the record is no arrow. */
static bool ends_of(const struct record *r, uint32_t *from, uint32_t *to) {
    *from = r->a;
    *to = r->unit;
    if (r->event == EV_put) {
        *from = r->unit;
        *to = r->a;
    }
    return r->event == EV_ready || r->event == EV_coro_wake || r->event == EV_spawn || r->event == EV_put ||
           r->event == EV_get || r->event == EV_cancel;
}

void draw_arrows(const struct view *v, struct paint *p) {
    const struct trace *t = &v->run->trace;
    const struct theme *th = look(v);
    float u = v->lay.unit, top = v->lay.lanes.y - v->scroll;
    size_t n = 0;
    for (size_t i = record_from(t, v->from); i < t->count && n < MARKS_MAX; i++) {
        const struct record *r = trace_at(t, i);
        uint32_t a, b;
        if (r->time_ns > v->to) break;
        if (!ends_of(r, &a, &b) || a == NO_UNIT || a == b) continue;
        const struct row *from = row_of(v, a), *to = row_of(v, b);
        if (!from || !to || from == to) continue;
        bool down = to->y > from->y;
        float x = roundf(view_x(v, r->time_ns)) + 0.5F;
        float y1 = top + from->y + from->h / 2, y2 = top + to->y + to->h * (down ? 0.2F : 0.8F);
        rgba c = r->event == EV_spawn                       ? th->accent
                 : r->event == EV_put || r->event == EV_get ? th->warn
                                                            : th->text;
        paint_line(p, x, y1, x, y2, 3.5F * u, th->background);
        paint_line(p, x, y1, x, y2, 1.4F * u, c);
        paint_round(p, x - 2.5F * u, y1 - 2.5F * u, 5 * u, 5 * u, 2.5F * u, c);
        paint_triangle(p, x - 4 * u, down ? y2 - 3 * u : y2 - 4 * u, 8 * u, 7 * u, down ? SIDE_down : SIDE_up,
                       c);
        n++;
    }
}
