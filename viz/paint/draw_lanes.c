/* Lane names and segments. Segments wider than a pixel or two are drawn one by one; what is finer is summed
 * by column (lod.h): who or which state, and how much of the time. */
#include <math.h>
#include <string.h>

#include "paint/blame.h"
#include "paint/draw.h"

#define LABEL_SIZE 11.5F
#define COLUMN     1.5F /* px: below this a segment is summed with its neighbours */

struct lane_draw {
    const struct view *v;
    struct paint *p;
    const struct lane *l;
    size_t lane;
    float y, h; /* of the drawn part of the row */
};

bool lane_about_units(const struct lane *l) {
    return l->kind == LANE_CPU || l->kind == LANE_GIL || l->kind == LANE_LOOP || l->kind == LANE_LOCK ||
           l->kind == LANE_QUEUE;
}

static struct state_look look_of(const struct lane_draw *d, const struct segment *s) {
    struct state_look k = state_look_of(d->v, (enum seg_state)s->state);
    enum seg_state state = (enum seg_state)s->state;
    if (d->l->kind == LANE_COROUTINE && state == SEG_running) {
        k = look(d->v)->states[SEG_running_gil];
        k.fill = unit_color(d->v, d->l->unit);
    }
    if (lane_about_units(d->l) && s->unit != NO_UNIT &&
        (state == SEG_running || state == SEG_held || state == SEG_requested || state == SEG_step)) {
        k.fill = unit_color(d->v, s->unit);
        k.label = look(d->v)->label_on_unit;
        k.pattern = state == SEG_requested ? PATTERN_hatch : PATTERN_none;
        if (state == SEG_requested) k.ink = look(d->v)->states[SEG_requested].ink;
    }
    if (d->l->kind == LANE_QUEUE) { /* as high as it is full */
        int64_t most = d->v->run->fill_max[d->lane], fill = segment_fill(&d->v->run->tracks, s);
        k.height = most > 0 ? fmaxf((float)fill / (float)most, 0.31F) : 0.7F;
        k.fill = color_mix(look(d->v)->background, k.fill, 0.55F);
        k.label = look(d->v)->text;
    }
    return k;
}

static const char *label_of(const struct lane_draw *d, const struct segment *s, struct buf *scratch) {
    const struct tracks *ts = &d->v->run->tracks;
    switch ((enum seg_state)s->state) {
    case SEG_running_gil:
    case SEG_running:
        if (d->l->kind == LANE_CPU) return s->unit == NO_UNIT ? "" : unit_label(ts, s->unit, scratch);
        if (d->l->kind == LANE_COROUTINE) return "runs"; /* the line is that of the loop's driver */
        if (!s->where || ts->trace->units[d->l->unit].kind == UNIT_JOB) return "";
        buf_clear(scratch);
        buf_printf(scratch, "line %d", (int)ts->trace->wheres[s->where].line);
        return scratch->data;
    case SEG_gil_wait: return s->cause == CAUSE_gil_switch ? "waits to be replaced" : "waits for the GIL";
    case SEG_ready: return s->cause == CAUSE_rt_throttled ? "ready, throttled" : "ready";
    case SEG_blocked: return s->cause == CAUSE_select ? "poll" : blame_object(ts, s);
    case SEG_held:
    case SEG_requested:
    case SEG_step:
        if (d->l->kind != LANE_QUEUE) return s->unit == NO_UNIT ? "" : unit_label(ts, s->unit, scratch);
        buf_clear(scratch);
        buf_printf(scratch, "%lld", (long long)segment_fill(ts, s));
        return scratch->data;
    case SEG_polling: return "poll";
    case SEG_iterating:
    case SEG_switching: return "";
    case SEG_waiting: return s->unit == NO_UNIT ? "awaits" : unit_label(ts, s->unit, scratch);
    case SEG_scheduled: return "scheduled";
    case SEG_STATE_COUNT: break;
    }
    return "";
}

/* Taller rows have larger labels. */
static float label_size(const struct view *v, float h) {
    return fminf(fmaxf(h * 0.36F, 10 * v->lay.unit), 13 * v->lay.unit);
}

/* What can be said less widely; NULL: nothing. */
static const char *label_short(const struct lane_draw *d, const struct segment *s, struct buf *scratch) {
    bool who = s->unit != NO_UNIT && d->l->kind != LANE_QUEUE && lane_about_units(d->l);
    if (s->state == SEG_gil_wait) return "waits";
    if (who || s->state == SEG_waiting) return unit_short(&d->v->run->tracks, s->unit, scratch);
    return NULL;
}

/* The most telling words that have room, in *size; "" if none have. A little too long a name is cut. */
static const char *label_fit(const struct lane_draw *d, const struct segment *s, float room, bool cut,
                             float *size, struct buf *scratch) {
    float small = fminf(*size, 10 * d->v->lay.unit);
    const char *text = "";
    for (int i = 0; i < 3; i++) {
        if (i == 0) {
            blame_label(&d->v->run->tracks, d->l, s, scratch);
            text = scratch->len ? scratch->data : "";
        } else if (i == 1) text = label_of(d, s, scratch);
        else if ((text = label_short(d, s, scratch)) == NULL) break;
        if (*text && i < 2 && text_width(text, FONT_sans, *size) <= room) return text;
        if (*text && text_width(text, FONT_sans, small) <= room) { /* smaller before shorter */
            *size = small;
            return text;
        }
    }
    *size = small;
    text = cut ? label_of(d, s, scratch) : "";
    return text;
}

/* A label stands on the plain fill colour, so that no pattern runs through it, and beside the playhead. */
static void segment_label(const struct lane_draw *d, const struct segment *s, const struct state_look *k,
                          float x, float w) {
    const struct view *v = d->v;
    float u = v->lay.unit, size = label_size(v, d->h), left = fmaxf(x, v->lay.lanes.x),
          right = fminf(x + w, v->lay.lanes.x + v->lay.lanes.w), room = right - left - 10 * u;
    bool thin = k->height < 0.3F;
    if (d->h < 13 * u) return;
    struct buf scratch = {0};
    const char *text = label_fit(d, s, room, room > 60 * u && !thin, &size, &scratch);
    if (*text) {
        bool bar = d->l->kind == LANE_QUEUE;
        float base = bar ? d->y + d->h - 3 * u : d->y + d->h / 2 + size * 0.36F,
              tw = fminf(text_width(text, FONT_sans, size), room),
              tx = thin ? left + (right - left - tw) / 2 : left + 5 * u, head = view_x(v, v->at);
        bool shown = !v->picture || v->at > 0, struck = head > tx - 5 * u && head < tx + tw + 5 * u;
        if (shown && struck && head + 8 * u + tw < right) tx = head + 8 * u;
        else if (shown && struck && head - 8 * u - tw > left) tx = head - 8 * u - tw;
        if (thin) {
            rgba row = look(v)->background;
            if (v->sel_lane == (int64_t)d->lane) row = color_mix(row, look(v)->accent_soft, 0.6F);
            paint_rect(d->p, tx - 4 * u, d->y + 1, tw + 8 * u, d->h - 2, row);
        } else if (k->pattern != PATTERN_none) {
            paint_rect(d->p, tx - 3 * u, d->y + d->h / 2 - size * 0.72F, tw + 6 * u, size * 1.44F, k->fill);
        }
        paint_text(d->p, tx, base, text, FONT_sans, size, k->label, ALIGN_left, room);
    }
    buf_fini(&scratch);
}

static void draw_segment(const struct lane_draw *d, size_t i) {
    struct segment a_seg = lane_seg(&d->v->run->tracks, d->l, i), *s = &a_seg;
    const struct view *v = d->v;
    struct state_look k = look_of(d, s);
    float x0 = view_x(v, s->start_ns), x1 = view_x(v, s->end_ns);
    float left = fmaxf(x0, v->lay.lanes.x - 2), right = fminf(x1, v->lay.lanes.x + v->lay.lanes.w + 2);
    float gap = x1 - x0 > 4 ? 0.7F : 0, hh = fmaxf(d->h * k.height, 2);
    float y = k.height < 0.3F ? d->y + (d->h - hh) / 2 : d->y + d->h - hh;
    struct buf title = {0};
    if (v->titles) segment_title(&v->run->tracks, d->l, s, &title);
    paint_hit_begin(d->p, (struct hit){.kind = HIT_segment, .a = (uint32_t)d->lane, .b = (uint32_t)i},
                    title.data);
    buf_fini(&title);
    if (k.height < 0.3F) paint_rect(d->p, left, d->y, right - left, d->h, 0); /* the whole row can be hit */
    if (k.pattern != PATTERN_none && right - left < 7) /* too narrow to show its pattern */
        paint_rect(d->p, left, y, right - left - gap, hh, color_mix(k.fill, k.ink, 0.55F));
    else paint_pattern(d->p, left, y, right - left - gap, hh, k.fill, k.pattern, k.ink);
    if (k.pattern != PATTERN_none && right - left > 6) paint_rect(d->p, left, y, 1, hh, k.ink);
    paint_hit_end(d->p);
    if (x1 - x0 > 24) segment_label(d, s, &k, x0, x1 - x0);
    if (v->sel_lane == (int64_t)d->lane && v->sel_seg == (int64_t)i)
        paint_frame(d->p, left - 1, d->y - 1, right - left + 2, d->h + 2, 2, look(v)->selection);
}

void draw_segments(const struct view *v, struct paint *p, size_t lane, float y, float h) {
    const struct lane *l = &v->run->tracks.lanes[lane];
    struct lane_draw d = {.v = v, .p = p, .l = l, .lane = lane, .y = y, .h = h};
    float x0 = v->lay.lanes.x, x1 = x0 + v->lay.lanes.w;
    size_t i = lane_after(l, v->from);
    double px = (double)(v->to - v->from) / fmax((double)v->lay.lanes.w, 1);
    sim_ns fine = (sim_ns)(px * (v->row_count > 24 ? 2 * (double)COLUMN : (double)COLUMN));
    size_t last = lane_after(l, v->to);
    if (last - i > (size_t)(v->lay.lanes.w * 4)) { /* far more segments than columns */
        draw_columns(v, p, lane, x0, x1, y, h);
        return;
    }
    while (i < l->count && lane_start(l, i) < v->to) {
        if (lane_end(l, i) - lane_start(l, i) > fine) {
            draw_segment(&d, i++);
            continue;
        }
        size_t first = i; /* a stretch of fine segments, up to the next wide one or a gap */
        while (i < l->count && lane_end(l, i) - lane_start(l, i) <= fine && lane_start(l, i) < v->to &&
               (i == first || lane_start(l, i) - lane_end(l, i - 1) <= fine))
            i++;
        float a = floorf(view_x(v, lane_start(l, first))), b = view_x(v, lane_end(l, i - 1));
        if (b - a <= 2.5F) draw_moment(v, p, lane, a, y, h, lane_start(l, first), lane_end(l, i - 1));
        else draw_columns(v, p, lane, fmaxf(a, x0), fminf(fmaxf(ceilf(b), a + 1), x1), y, h);
        paint_hit_begin(p, (struct hit){.kind = HIT_segment, .a = (uint32_t)lane, .b = (uint32_t)first},
                        NULL);
        paint_rect(p, a - 1, y, fmaxf(b - a, 3) + 1, h, 0);
        paint_hit_end(p);
    }
}

/* -- rows -- */

static void draw_steps(const struct view *v, struct paint *p, const struct series *s, float y, float h,
                       rgba color) {
    float x0 = v->lay.lanes.x, x1 = fminf(x0 + v->lay.lanes.w, view_x(v, v->run->tracks.end_ns)),
          base = y + h;
    size_t at = 0, hi = s->count; /* the first step after the left edge */
    while (at < hi) {
        size_t mid = at + (hi - at) / 2;
        if (s->at[mid] <= v->from) at = mid + 1;
        else hi = mid;
    }
    int32_t level = at ? s->n[at - 1] : 0, drawn = -1;
    float start = x0;
    for (float x = x0; x < x1 + 1; x += 1) {
        sim_ns t = view_time(v, x + 1);
        int32_t most = level;
        while (at < s->count && s->at[at] <= t) {
            level = s->n[at++];
            if (level > most) most = level;
        }
        if (most == drawn && x < x1) continue;
        if (drawn > 0) {
            float hh = h * (float)drawn / (float)s->max;
            paint_rect(p, start, base - hh, x - start, hh, color);
            if (x - start > 14 * v->lay.unit && h >= 12)
                paint_textf(p, start + 3 * v->lay.unit, base - 2 * v->lay.unit, FONT_sans, 9 * v->lay.unit,
                            look(v)->text, "%d", (int)drawn);
        }
        start = x;
        drawn = most;
    }
    paint_line(p, x0, base, x1, base, 1, look(v)->grid);
}

static void label_chip(const struct view *v, struct paint *p, const struct row *r, float x, float y) {
    const struct lane *l = &v->run->tracks.lanes[r->lane];
    float u = v->lay.unit;
    if (l->kind == LANE_TASK || l->kind == LANE_COROUTINE)
        paint_round(p, x, y + r->h / 2 - 4 * u, 8 * u, 8 * u, 2 * u, unit_color(v, l->unit));
    else paint_rect(p, x + 1 * u, y + r->h / 2 - 1 * u, 6 * u, 2 * u, look(v)->faint);
}

static float label_type(const struct view *v) {
    return LABEL_SIZE * v->lay.unit * fminf(v->lay.stretch, 1.13F);
}

/* What a task does at the playhead, as a swatch at the right end of its label. */
static void label_state(const struct view *v, struct paint *p, const struct row *r, float right, float y) {
    const struct lane *l = &v->run->tracks.lanes[r->lane];
    float u = v->lay.unit, w = 12 * u, h = 12 * u;
    bool covers;
    size_t s = lane_at(l, v->at, &covers);
    if (l->kind != LANE_TASK || !covers || v->picture) return;
    struct state_look k = state_look_of(v, lane_state(l, s));
    float hh = fmaxf(h * k.height, 2 * u);
    paint_pattern(p, right - w, y + r->h / 2 - hh / 2, w, hh, k.fill, k.pattern, k.ink);
}

/* Numbered names differ at their end: where there is no room, the middle goes. "Executor-0_1" -> "Exec…-0_1" */
static void label_name(struct paint *p, float x, float base, const char *name, enum paint_font font,
                       float size, rgba color, float room) {
    size_t n = strlen(name), keep = 5;
    bool numbered = n > 2 * keep && name[n - 1] >= '0' && name[n - 1] <= '9';
    if (!numbered || text_width(name, font, size) <= room) {
        paint_text(p, x, base, name, font, size, color, ALIGN_left, room);
        return;
    }
    while (keep > 1 && ((unsigned char)name[n - keep] & 0xC0U) == 0x80) keep--; /* not within a character */
    const char *tail = name + n - keep;
    float rest = room - text_width("…", font, size) - text_width(tail, font, size);
    size_t head = text_fit(name, font, size, rest);
    struct buf cut = {0};
    buf_add(&cut, name, head < n - keep ? head : n - keep);
    buf_text(&cut, "…");
    buf_text(&cut, tail);
    paint_text(p, x, base, cut.data, font, size, color, ALIGN_left, room);
    buf_fini(&cut);
}

static void heading_label(const struct view *v, struct paint *p, const struct row *r, float y, float right) {
    const struct theme *th = look(v);
    float u = v->lay.unit, x = 10 * u + (float)r->depth * 14 * u, size = label_type(v);
    float base = y + r->h / 2 + size * 0.36F;
    bool folded = v->folded[r->group], face = r->lane != NO_LANE;
    paint_hit_begin(p, (struct hit){.kind = HIT_lane, .a = UINT32_MAX, .b = r->group}, NULL);
    paint_rect(p, 0, y, v->lay.labels.w, r->h, 0);
    paint_hit_end(p);
    paint_triangle(p, x, y + r->h / 2 - 3.5F * u, 7 * u, 7 * u, folded ? SIDE_right : SIDE_down, th->faint);
    x += 14 * u;
    if (face) {
        label_chip(v, p, r, x + 1 * u, y);
        label_state(v, p, r, right, y);
        x += 15 * u;
        right -= 18 * u;
    }
    paint_text(p, x, base, group_name(v, r->group), r->depth ? FONT_sans : FONT_bold, size,
               r->depth ? th->muted : th->text, ALIGN_left, right - x);
}

static void draw_label(const struct view *v, struct paint *p, const struct row *r, float y) {
    const struct theme *th = look(v);
    float u = v->lay.unit, x = (float)r->depth * 12 * u, right = v->lay.labels.w - 10 * u,
          size = label_type(v);
    float base = y + r->h / 2 + size * 0.36F;
    struct buf name = {0};
    if (r->kind == ROW_group) {
        heading_label(v, p, r, y, right);
        return;
    }
    if (r->kind != ROW_lane) {
        const char *words = r->kind == ROW_ready ? "waiting for a CPU" : "ready queue";
        paint_text(p, x + 27 * u, base, words, FONT_sans, size * 0.94F, th->muted, ALIGN_left,
                   right - x - 27 * u);
        return;
    }
    const struct lane *l = &v->run->tracks.lanes[r->lane];
    paint_hit_begin(p, (struct hit){.kind = HIT_lane, .a = r->lane},
                    v->titles ? lane_name(&v->run->tracks, l, &name) : NULL);
    paint_rect(p, 0, y, v->lay.labels.w, r->h, 0);
    paint_hit_end(p);
    label_chip(v, p, r, x + 12 * u, y);
    label_state(v, p, r, right, y);
    bool chosen = v->sel_lane == (int64_t)r->lane;
    if (l->kind == LANE_TASK) right -= 18 * u;
    label_name(p, x + 27 * u, base,
               l->kind == LANE_CPU ? lane_name(&v->run->tracks, l, &name)
                                   : trace_unit_name(&v->run->trace, l->unit),
               chosen ? FONT_bold : FONT_sans, size, l->count ? th->text : th->faint, right - x - 27 * u);
    buf_fini(&name);
}

static void draw_row(const struct view *v, struct paint *p, const struct row *r, float y) {
    const struct theme *th = look(v);
    struct rect a = v->lay.lanes;
    float pad = fminf(4 * v->lay.unit, r->h * 0.16F);
    if (r->kind == ROW_group) {
        paint_rect(p, a.x, y + r->h - 1, a.w, 1, th->grid);
        if (r->lane == NO_LANE) return;
    }
    if (v->sel_lane == (int64_t)r->lane && r->kind == ROW_lane)
        paint_rect(p, a.x, y, a.w, r->h, color_alpha(th->accent_soft, 0.6F));
    if (r->kind == ROW_ready)
        draw_steps(v, p, &v->run->ready, y + pad, r->h - 2 * pad,
                   color_mix(th->states[SEG_ready].fill, th->states[SEG_ready].ink, 0.35F));
    else if (r->kind == ROW_loop_ready)
        draw_steps(v, p, &v->run->loops[r->lane], y + pad, r->h - 2 * pad,
                   color_mix(th->states[SEG_scheduled].fill, th->states[SEG_scheduled].ink, 0.35F));
    else {
        draw_segments(v, p, r->lane, y + pad, r->h - 2 * pad);
        draw_marks(v, p, r->lane, y, r->h);
        draw_difference(v, p, r->lane, y, r->h);
    }
    uint32_t about = r->kind == ROW_ready ? 0 : r->lane; /* the first CPU stands for all */
    if (!view_focused(v, about)) paint_rect(p, a.x, y, a.w, r->h, color_alpha(th->background, 0.72F));
}

/* While its lanes are in sight, a group's heading stays at the top. */
static void sticky_heading(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    struct rect a = v->lay.lanes;
    const struct row *head = NULL, *next = NULL;
    for (size_t i = 0; i < v->row_count && !next; i++) {
        if (v->rows[i].kind != ROW_group || v->rows[i].depth > 0) continue;
        if (v->rows[i].y < v->scroll - 0.5F) head = &v->rows[i];
        else next = &v->rows[i];
    }
    if (!head || head->lane != NO_LANE) return;
    float y = a.y;
    if (next && next->y - v->scroll < head->h) y = a.y + next->y - v->scroll - head->h;
    paint_clip(p, 0, a.y, a.x + a.w, a.h);
    paint_rect(p, 0, y, a.x + a.w, head->h, th->panel);
    paint_rect(p, 0, y + head->h - 1, a.x + a.w, 1, th->panel_edge);
    draw_label(v, p, head, y);
    paint_unclip(p);
}

/* What does not fit: a thin bar for where the rows in sight stand among all, and how many are below. */
static void more_below(const struct view *v, struct paint *p) {
    struct rect a = v->lay.lanes, b = v->lay.labels;
    float u = v->lay.unit, all = view_rows_height(v) + 12 * u;
    size_t below = 0;
    if (v->picture || all <= a.h + 1 || a.h < 60 * u) return;
    float h = fmaxf(a.h * a.h / all, 24 * u), y = a.y + (a.h - h) * fminf(v->scroll / (all - a.h), 1);
    paint_round(p, a.x + a.w - 6 * u, y + 2 * u, 4 * u, h - 4 * u, 2 * u, color_alpha(look(v)->muted, 0.55F));
    for (size_t i = v->row_count;
         i-- > 0;) { /* the last in sight is not covered only to say that it is the last */
        float middle = v->rows[i].y + v->rows[i].h / 2 - v->scroll;
        if (middle > (below ? a.h - 20 * u : a.h)) below++;
    }
    if (below == 0) return;
    paint_rect(p, 0, b.y + b.h - 20 * u, b.w - 1, 20 * u, look(v)->panel);
    paint_triangle(p, 10 * u, b.y + b.h - 13 * u, 7 * u, 7 * u, SIDE_down, look(v)->muted);
    paint_textf(p, 24 * u, b.y + b.h - 6 * u, FONT_sans, 10.5F * u, look(v)->muted, "%zu more below", below);
}

void draw_lanes(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    struct rect a = v->lay.lanes, b = v->lay.labels;
    paint_hit_begin(p, (struct hit){.kind = HIT_timeline}, NULL);
    paint_rect(p, a.x, a.y, a.w, a.h, 0);
    paint_hit_end(p);
    paint_clip(p, a.x, a.y, a.w, a.h);
    for (size_t i = 0; i < v->row_count; i++) {
        float y = a.y + v->rows[i].y - v->scroll;
        if (y + v->rows[i].h > a.y && y < a.y + a.h) draw_row(v, p, &v->rows[i], y);
    }
    draw_levels(v, p);
    if (v->arrows) draw_arrows(v, p);
    paint_unclip(p);
    paint_rect(p, b.x, b.y, b.w, b.h, th->panel);
    paint_clip(p, b.x, b.y, b.w, b.h);
    for (size_t i = 0; i < v->row_count; i++) {
        float y = a.y + v->rows[i].y - v->scroll;
        if (y + v->rows[i].h > a.y && y < a.y + a.h) draw_label(v, p, &v->rows[i], y);
    }
    paint_unclip(p);
    sticky_heading(v, p);
    more_below(v, p);
    paint_rect(p, b.x + b.w - 1, v->lay.ruler.y, 1, b.h + v->lay.ruler.h, th->panel_edge);
}
