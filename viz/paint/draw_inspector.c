/* The inspector: why is this one (not) running? A sentence from the record that began the segment, one from
 * the record that ended it, who could have been picked instead, and links to the causes. Without a selection
 * it tells what every task does at the playhead. */
#include <math.h>
#include <string.h>

#include "paint/blame.h"
#include "paint/draw.h"

struct pen {
    const struct view *v;
    struct paint *p;
    float x, y, w, u;
};

static void heading(struct pen *n, const char *text) {
    n->y += 4 * n->u;
    paint_text(n->p, n->x, n->y, text, FONT_bold, 10 * n->u, look(n->v)->faint, ALIGN_left, n->w);
    n->y += 17 * n->u;
}

static void prose(struct pen *n, const char *text, rgba color) {
    n->y = draw_wrapped(n->p, n->x, n->y, n->w, text, FONT_sans, 11.5F * n->u, 16 * n->u, color);
}

/* A sentence that is a link: the playhead goes to its record. */
static void link_to(struct pen *n, size_t record, const char *text) {
    const struct record *r = trace_at(&n->v->run->trace, record);
    struct hit h = {.kind = HIT_link, .a = r->unit, .b = (uint32_t)record, .value = r->time_ns};
    float from = n->y - 12 * n->u;
    float end = draw_wrapped(n->p, n->x + 14 * n->u, n->y, n->w - 14 * n->u, text, FONT_sans, 11.5F * n->u,
                             16 * n->u, look(n->v)->accent);
    paint_triangle(n->p, n->x + 1 * n->u, n->y - 8 * n->u, 6 * n->u, 8 * n->u, SIDE_right,
                   look(n->v)->accent);
    paint_hit_begin(n->p, h, NULL);
    paint_rect(n->p, n->x, from, n->w, end - n->y, 0);
    paint_hit_end(n->p);
    n->y = end;
}

static void record_link(struct pen *n, size_t i) {
    const struct trace *t = &n->v->run->trace;
    struct buf b = {0};
    char at[NS_TEXT_MAX];
    const struct record *r = trace_at(t, i);
    trace_sentence(t, i, &b);
    buf_printf(&b, " — at %s", trace_time_short(r->time_ns, at));
    if (r->where) {
        const struct where *w = &t->wheres[r->where];
        buf_printf(&b, ", %s:%d", base_name(intern_text(&t->strings, w->file)), (int)w->line);
    }
    link_to(n, i, b.data);
    buf_fini(&b);
}

/* -- the causes -- */

static bool cpu_lane(const struct lane *l) { return l->kind == LANE_CPU; }

/* The unit whose records tell about a segment. */
static uint32_t subject(const struct lane *l, const struct segment *s) {
    return cpu_lane(l) ? s->unit : l->unit;
}

/* The first record at or after the end of the segment that ends it. */
static size_t ending(const struct view *v, const struct lane *l, const struct segment *s) {
    const struct trace *t = &v->run->trace;
    uint32_t unit = subject(l, s);
    size_t limit = record_after(t, s->end_ns), i = record_from(t, s->end_ns);
    if (s->end_ns == s->start_ns || i <= s->first_record) i = s->first_record + 1;
    for (; i < limit; i++) {
        const struct record *r = trace_at(t, i);
        bool names = r->unit == unit || (l->kind != LANE_CPU && l->kind != LANE_TASK && (r->a == unit));
        if (names && r->event != EV_line && r->event != EV_output && r->event != EV_candidate &&
            r->event != EV_note)
            return i;
    }
    return SIZE_MAX;
}

/* The last record of a kind about a GIL before this one. */
static void gil_before(struct pen *n, size_t record, enum event kind) {
    const struct trace *t = &n->v->run->trace;
    uint32_t gil = trace_at(t, record)->a, unit = trace_at(t, record)->unit;
    for (size_t i = record; i-- > 0 && record - i < 20000;) {
        const struct record *r = trace_at(t, i);
        if (r->event == EV_gil_take && r->a == gil && kind == EV_gil_request && r->unit == unit)
            return; /* of an earlier hold */
        if (r->event != kind || r->a != gil || r->unit == unit) continue;
        record_link(n, i);
        return;
    }
}

/* What lies behind a record: the request behind a forced drop, the drop before a take, what a waker did. */
static void chain(struct pen *n, size_t record) {
    const struct trace *t = &n->v->run->trace;
    const struct record *r = trace_at(t, record);
    if (r->event == EV_gil_drop && r->b) gil_before(n, record, EV_gil_request);
    if (r->event == EV_gil_take) gil_before(n, record, EV_gil_drop);
    if (r->event != EV_ready || r->a == NO_UNIT) return;
    for (size_t i = record; i-- > 0 && record - i < 64;) {
        const struct record *w = trace_at(t, i);
        if (w->unit != r->a ||
            (w->event != EV_release && w->event != EV_gil_drop && w->event != EV_put && w->event != EV_spawn))
            continue;
        record_link(n, i);
        return;
    }
}

/* Everybody whom the policy weighed then, each with its keys on one line, and who it was. */
static void candidates(struct pen *n, size_t record) {
    const struct trace *t = &n->v->run->trace;
    const struct record *run = trace_at(t, record);
    struct buf b = {0};
    uint32_t unit = NO_UNIT;
    size_t from = record > 64 ? record - 64 : 0;
    for (size_t i = from; i < t->count && i < record + 64; i++) {
        const struct record *r = trace_at(t, i);
        if (r->event != EV_candidate || r->time_ns != run->time_ns || r->cpu != run->cpu) continue;
        if (unit == NO_UNIT) heading(n, "WHO COULD HAVE BEEN PICKED");
        if (r->unit != unit) {
            if (b.len) prose(n, b.data, look(n->v)->text);
            buf_clear(&b);
            buf_printf(&b, "%s%s: ", trace_unit_name(t, r->unit),
                       run->event == EV_run && run->unit == r->unit ? " (it was)" : "");
        } else buf_text(&b, ", ");
        unit = r->unit;
        trace_key_text(t, r, &b);
    }
    if (b.len) prose(n, b.data, look(n->v)->text);
    buf_fini(&b);
}

/* While a task waits for the GIL or a CPU: who had it. */
static void meanwhile(struct pen *n, const struct lane *l, const struct segment *s) {
    const struct run *r = n->v->run;
    struct buf name = {0}, b = {0};
    char text[NS_TEXT_MAX];
    if (l->kind != LANE_TASK || (s->state != SEG_gil_wait && s->state != SEG_ready)) return;
    size_t shown = 0;
    for (size_t i = 0; i < r->tracks.count; i++) {
        const struct lane *o = &r->tracks.lanes[i];
        if (s->state == SEG_gil_wait ? o->kind != LANE_GIL || o->unit != s->unit : o->kind != LANE_CPU)
            continue;
        bool covers;
        size_t k = lane_at(o, s->start_ns, &covers);
        for (; k < o->count && lane_start(o, k) < s->end_ns && shown < 6; k++) {
            struct segment a_seg = lane_seg(&r->tracks, o, k), *g = &a_seg;
            sim_ns both = ns_min(g->end_ns, s->end_ns) - ns_max(g->start_ns, s->start_ns);
            if (both <= 0 || g->unit == l->unit || g->unit == NO_UNIT) continue;
            if (shown++ == 0)
                heading(n, s->state == SEG_gil_wait ? "WHO HELD IT MEANWHILE" : "WHO RAN MEANWHILE");
            buf_clear(&b);
            buf_printf(&b, "%s for %s", unit_label(&r->tracks, g->unit, &name), trace_time_short(both, text));
            if (o->kind == LANE_CPU) buf_printf(&b, " on CPU %u", (unsigned)o->unit);
            prose(n, b.data, look(n->v)->text);
        }
    }
    buf_fini(&name);
    buf_fini(&b);
}

static void segment_story(struct pen *n, const struct lane *l, const struct segment *s) {
    const struct run *r = n->v->run;
    struct buf b = {0};
    char text[NS_TEXT_MAX], at[NS_TEXT_MAX];
    segment_title(&r->tracks, l, s, &b);
    b.data[strcspn(b.data, "\n")] = '\0';
    n->y = draw_wrapped(n->p, n->x, n->y, n->w, b.data, FONT_bold, 12.5F * n->u, 17 * n->u, look(n->v)->text);
    buf_clear(&b);
    buf_printf(&b, "for %s, from %s", trace_time_short(s->end_ns - s->start_ns, text),
               trace_time_short(s->start_ns, at));
    prose(n, b.data, look(n->v)->muted);
    heading(n, "WHAT BEGAN IT");
    record_link(n, s->first_record);
    chain(n, s->first_record);
    bool decided = s->state == SEG_running || s->state == SEG_running_gil || s->state == SEG_ready;
    if (decided && (l->kind == LANE_CPU || l->kind == LANE_TASK)) candidates(n, s->first_record);
    meanwhile(n, l, s);
    size_t end = ending(n->v, l, s);
    if (end != SIZE_MAX) {
        heading(n, "WHAT ENDED IT");
        record_link(n, end);
        chain(n, end);
    }
    buf_fini(&b);
}

/* -- without a selection: everybody, now -- */

/* One line for who and in which state, since when; where that is waiting for somebody, one more for whom. */
static void somebody(struct pen *n, const struct lane *l, const struct segment *s) {
    const struct tracks *ts = &n->v->run->tracks;
    const struct theme *th = look(n->v);
    struct state_look k = state_look_of(n->v, (enum seg_state)s->state);
    struct buf b = {0};
    char text[NS_TEXT_MAX];
    if (l->kind == LANE_COROUTINE && s->state == SEG_running)
        k = (struct state_look){.fill = unit_color(n->v, l->unit), .height = 1};
    float h = k.height < 0.3F ? 3 * n->u : 11 * n->u, x = n->x + 21 * n->u, size = 11 * n->u;
    paint_pattern(n->p, n->x, n->y - 4 * n->u - h / 2, 14 * n->u, h, k.fill, k.pattern, k.ink);
    const char *name = lane_name(ts, l, &b);
    float w = fminf(text_width(name, FONT_bold, size), n->w * 0.5F);
    paint_text(n->p, x, n->y, name, FONT_bold, size, th->text, ALIGN_left, n->w * 0.5F);
    buf_clear(&b);
    if (s->state == SEG_blocked) buf_printf(&b, "blocked on %s", blame_object(ts, s));
    else buf_text(&b, state_words(l, (enum seg_state)s->state));
    if (s->state == SEG_waiting && s->unit != NO_UNIT && s->unit < ts->trace->unit_count)
        buf_printf(&b, " %s", trace_unit_name(ts->trace, s->unit));
    if (n->v->at > s->start_ns) buf_printf(&b, ", for %s", trace_time_short(n->v->at - s->start_ns, text));
    else buf_text(&b, ", from now on");
    paint_text(n->p, x + w + 8 * n->u, n->y, b.data, FONT_sans, size, th->muted, ALIGN_left,
               n->w - 29 * n->u - w);
    n->y += 18 * n->u;
    blame_words(ts, l, s, n->v->at, &b);
    if (b.len) {
        paint_text(n->p, x, n->y - 2 * n->u, b.data, FONT_sans, size, th->text, ALIGN_left, n->w - 21 * n->u);
        n->y += 18 * n->u;
    }
    buf_fini(&b);
}

/* Where the time of each task went, from start to end. */
static void shares(struct pen *n) {
    static const enum seg_state states[] = {SEG_running_gil, SEG_running, SEG_gil_wait, SEG_ready,
                                            SEG_blocked};
    const struct stats *st = &n->v->run->stats;
    float u = n->u, bottom = n->v->lay.inspector.y + n->v->lay.inspector.h - 8 * u;
    sim_ns end = n->v->run->tracks.end_ns;
    if (n->y + (14 + 18 * (float)st->task_count) * u + 12 * u > bottom || end <= 0) return;
    heading(n, "WHERE THE TIME GOES, WHOLE RUN");
    for (size_t i = 0; i < st->task_count; i++) {
        const struct task_stats *k = &st->tasks[i];
        const sim_ns sums[] = {k->run_gil, k->run_nogil, k->gil_wait, k->ready, k->blocked};
        float x = n->x + n->w * 0.42F, room = n->w * 0.58F;
        struct buf name = {0};
        paint_text(n->p, n->x, n->y, unit_label(&n->v->run->tracks, k->unit, &name), FONT_sans, 11 * u,
                   look(n->v)->muted, ALIGN_left, n->w * 0.4F);
        buf_fini(&name);
        for (size_t s = 0; s < 5; s++) {
            struct state_look look_s = state_look_of(n->v, states[s]);
            float w = room * (float)((double)sums[s] / (double)end),
                  h = look_s.height < 0.3F ? 3 * u : 11 * u;
            if (w < 0.5F) continue;
            paint_pattern(n->p, x, n->y - 4 * u - h / 2, w, h, look_s.fill, look_s.pattern, look_s.ink);
            x += w;
        }
        n->y += 18 * u;
    }
}

/* What a task or coroutine is in at the playhead, or NO_SEG. At the end of the run that is what never ended. */
static size_t state_now(const struct view *v, const struct lane *l) {
    const struct stats *st = &v->run->stats;
    bool covers = false;
    size_t now = lane_at(l, v->at, &covers);
    if (covers || now == NO_SEG || v->at < v->run->tracks.end_ns || lane_end(l, now) < v->run->tracks.end_ns)
        return covers ? now : NO_SEG;
    for (size_t i = 0; i < st->task_count; i++)
        if (st->tasks[i].unit == l->unit && st->tasks[i].end == NS_NEVER) return now;
    return NO_SEG;
}

static void everybody(struct pen *n) {
    const struct run *r = n->v->run;
    float top = n->y, bottom = n->v->lay.inspector.y + n->v->lay.inspector.h - 10 * n->u;
    for (size_t i = 0; i < r->tracks.count && n->y < bottom; i++) {
        const struct lane *l = &r->tracks.lanes[i];
        if ((l->kind != LANE_TASK && l->kind != LANE_COROUTINE) || n->v->hidden[i]) continue;
        size_t now = state_now(n->v, l);
        if (now == NO_SEG) continue;
        struct segment s = lane_seg(&r->tracks, l, now);
        somebody(n, l, &s);
    }
    if (n->y == top)
        prose(n, n->v->at > 0 ? "everything has ended" : "nothing has begun yet", look(n->v)->faint);
    shares(n);
}

/* -- a range: who did what in it -- */

static sim_ns overlap(const struct lane *l, enum seg_state state, sim_ns from, sim_ns to) {
    sim_ns sum = 0;
    bool covers;
    size_t i = lane_at(l, from, &covers);
    for (i = i == NO_SEG ? 0 : i; i < l->count && lane_start(l, i) < to; i++)
        if (lane_state(l, i) == state && lane_end(l, i) > from)
            sum += ns_min(lane_end(l, i), to) - ns_max(lane_start(l, i), from);
    return sum;
}

static void range_story(struct pen *n) {
    static const enum seg_state states[] = {SEG_running_gil, SEG_running, SEG_gil_wait, SEG_ready,
                                            SEG_blocked};
    const struct view *v = n->v;
    const struct run *r = v->run;
    struct buf name = {0}, b = {0};
    char text[NS_TEXT_MAX];
    buf_printf(&b, "Range of %s", trace_time_short(v->range_to - v->range_from, text));
    n->y = draw_wrapped(n->p, n->x, n->y, n->w, b.data, FONT_bold, 12.5F * n->u, 19 * n->u, look(v)->text);
    for (size_t i = 0; i < r->tracks.count && n->y < v->lay.inspector.y + v->lay.inspector.h; i++) {
        const struct lane *l = &r->tracks.lanes[i];
        if (l->kind != LANE_TASK || l->count == 0) continue;
        paint_text(n->p, n->x, n->y, lane_name(&r->tracks, l, &name), FONT_bold, 11 * n->u, look(v)->text,
                   ALIGN_left, n->w);
        n->y += 7 * n->u;
        float x = n->x;
        for (size_t k = 0; k < 5; k++) {
            struct state_look range_look = state_look_of(v, states[k]), *s = &range_look;
            float w = n->w * (float)((double)overlap(l, states[k], v->range_from, v->range_to) /
                                     (double)(v->range_to - v->range_from));
            float h = s->height < 0.3F ? 3 * n->u : 11 * n->u;
            paint_pattern(n->p, x, n->y + 5.5F * n->u - h / 2, w, h, s->fill, s->pattern, s->ink);
            sim_ns sum = overlap(l, states[k], v->range_from, v->range_to);
            if (w > 46 * n->u && sum)
                paint_text(n->p, x, n->y + 23 * n->u, trace_time_short(sum, text), FONT_sans, 9.5F * n->u,
                           look(v)->muted, ALIGN_left, w);
            x += w;
        }
        n->y += 42 * n->u;
    }
    buf_fini(&name);
    buf_fini(&b);
}

void draw_inspector(const struct view *v, struct paint *p) {
    struct rect r = v->lay.inspector;
    const struct theme *th = look(v);
    float u = v->lay.unit;
    if (r.h <= 0) return;
    struct segment a_seg;
    const struct segment *s = view_selected(v, &a_seg);
    bool range = v->range_to > v->range_from;
    paint_rect(p, r.x, r.y, r.w, r.h, th->background);
    paint_rect(p, r.x, r.y, r.w, 26 * u, th->panel);
    paint_rect(p, r.x, r.y, r.w, 1, th->panel_edge);
    paint_rect(p, r.x, r.y + 26 * u - 1, r.w, 1, th->panel_edge);
    paint_rect(p, r.x, r.y, 1, r.h, th->panel_edge);
    paint_text(p, r.x + 12 * u, r.y + 17.5F * u,
               s       ? "why"
               : range ? "range"
                       : "now",
               FONT_bold, 11 * u, th->muted, ALIGN_left, 0);
    paint_clip(p, r.x + 1, r.y + 26 * u, r.w - 1, r.h - 26 * u);
    struct pen n = {.v = v, .p = p, .x = r.x + 12 * u, .y = r.y + 46 * u, .w = r.w - 24 * u, .u = u};
    if (s) segment_story(&n, view_lane(v, v->sel_lane), s);
    else if (range) range_story(&n);
    else everybody(&n);
    paint_unclip(p);
}
