#include "paint/view.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/assert.h"
#include "paint/draw.h"
#include "paint/versus.h"

const int view_speed_num[VIEW_SPEEDS] = {1, 1, 1, 1, 1, 1, 2, 5, 10};
const int view_speed_den[VIEW_SPEEDS] = {1000, 200, 50, 10, 4, 1, 1, 1, 1};

#define SPAN_MIN 20 /* ns over the whole width */

void view_init(struct view *v, struct run *r, float width, float height) {
    memset(v, 0, sizeof *v);
    v->run = v->mutable_run = r;
    v->width = width;
    v->height = height;
    v->font = 1;
    v->side_shown = true;
    v->speed = 3;
    v->sel_lane = v->sel_seg = v->search_record = v->note = -1;
    v->pointer_x = v->pointer_y = -1;
    v->label_w = 190;
    v->side_w = 380;
    v->source_share = 0.36F;
    v->output_share = 0.19F;
    rows_init(v);
    view_fit(v);
    view_layout(v);
}

void view_fini(struct view *v) {
    versus_close(v->versus);
    mem_free(v->rows);
    mem_free(v->folded);
    mem_free(v->hidden);
    mem_free(v->order);
    mem_free(v->objects);
    mem_free(v->message);
    memset(v, 0, sizeof *v);
}

void view_set_run(struct view *v, struct run *r) {
    const struct run *old = v->run;
    bool whole = v->from <= 0 && v->to >= old->tracks.end_ns;
    sim_ns span = v->to - v->from;
    view_compare(v, NULL);
    v->run = v->mutable_run = r;
    v->search_record = -1;
    rows_carry(v, old);
    if (v->range_from > r->tracks.end_ns) v->range_from = v->range_to = 0;
    if (whole || v->from >= r->tracks.end_ns) view_fit(v);
    else view_show(v, v->from, v->from + span);
    if (v->at > r->tracks.end_ns) v->at = r->tracks.end_ns;
    view_layout(v);
}

void view_resize(struct view *v, float width, float height) {
    v->width = width;
    v->height = height;
    view_layout(v);
}

/* -- rectangles -- */

#define SIDE_BARE 0.82F /* of the side panes' width, where there is neither source nor output */
#define ROWS_TALL 2.4F  /* at most so many times their plain height */

/* How many times larger than on a screen of 1280 x 720. A large window is a projector's as often as a desk's: all
 * grows with it, half as fast as the window does, as long as every lane has room (folding must not change the size
 * of type). A lecture is a slide: it looks the same at every size. */
static float growth(const struct view *v) {
    float wish = fminf(v->width / 1280, v->height / 720);
    size_t lanes = (v->run->tracks.count - rows_hidden(v) + 6) * (v->other ? 2 : 1);
    float fits = v->height / ((float)lanes * 29 * v->font);
    if (v->lecture) return 1.3F * fminf(fmaxf(wish, 0.5F), 4);
    if (v->picture) return v->captions ? 1.3F : 1;
    return fmaxf(fminf(fminf((1 + wish) / 2, 2), fits), 1);
}

float view_side_scale(const struct view *v) {
    bool bare = v->run->trace.source_count == 0 && v->run->moments.output_count == 0;
    return v->lay.unit * (bare ? SIDE_BARE : 1);
}

static void layout_side(struct view *v, float top, float bottom) {
    struct layout *l = &v->lay;
    bool text = v->run->trace.source_count > 0, written = v->run->moments.output_count > 0;
    float w = fminf(v->side_w * view_side_scale(v), v->width * 0.45F), h = bottom - top;
    l->side = (struct rect){v->width - w, top, w, h};
    float source = text ? h * v->source_share : 0, output = written ? h * v->output_share : 0;
    l->source = (struct rect){l->side.x, top, w, source};
    l->output = (struct rect){l->side.x, top + source, w, output};
    l->inspector = (struct rect){l->side.x, top + source + output, w, h - source - output};
}

/* Below the lanes there is room for the tallest caption, so that nothing moves from note to note. */
float captions_height(const struct view *v) {
    float h = 0;
    for (size_t i = 0; i < v->note_count; i++)
        h = fmaxf(h, caption_height(v, v->notes[i].say) + 20 * v->lay.unit);
    return fminf(h, v->height * 0.4F);
}

void view_layout(struct view *v) {
    struct layout *l = &v->lay;
    memset(l, 0, sizeof *l);
    l->unit = v->font * growth(v);
    l->stretch = 1;
    float u = l->unit, y = 0;
    bool small = !v->picture && v->height < 360 * u, bare = v->lecture || v->picture;
    if (!bare || (v->picture && v->heading)) l->bar = (struct rect){0, 0, v->width, roundf(46 * u)};
    y = l->bar.h;
    float bottom = v->height;
    if (!small) {
        l->legend = (struct rect){0, bottom - 28 * u, v->width, 28 * u};
        bottom -= l->legend.h;
    }
    if (v->lecture || v->captions) bottom -= captions_height(v);
    float right = v->width;
    if (v->side_shown && !bare && v->width >= 720 && v->height >= 300) {
        layout_side(v, y, bottom);
        right = l->side.x;
    }
    if (v->picture) right -= 14 * u; /* a margin, so that the end is seen to be the end */
    float label = fminf(v->label_w * u, v->width * 0.32F);
    if (!small && !bare) {
        l->minimap = (struct rect){label, y, right - label, roundf(40 * u)};
        y += l->minimap.h;
    }
    l->ruler = (struct rect){label, y, right - label, roundf(30 * u)};
    y += l->ruler.h;
    float lanes = fmaxf(bottom - y, 0);
    if (v->other) {
        float above = fmaxf(lanes - 26 * u, 0) / 2; /* 26: the heading between them */
        l->other = (struct rect){label, y + above, right - label, lanes - above};
        lanes = above;
    }
    l->labels = (struct rect){0, y, label, lanes};
    l->lanes = (struct rect){label, y, right - label, lanes};
    rows_build(v);
    float need = view_rows_height(v) + 12 * u;
    if (!v->picture && (v->other || v->lecture) && need > l->lanes.h) { /* rather smaller than cut off */
        l->stretch = fmaxf(l->lanes.h / need * 0.93F, 0.68F);
        rows_build(v);
    } else if (!v->plain && need < l->lanes.h) { /* few rows may be taller: it is read from the last bench */
        l->stretch = fminf(l->lanes.h / need, ROWS_TALL);
        rows_build(v);
    }
    float most = fmaxf(view_rows_height(v) + 12 * u - l->lanes.h, 0);
    v->scroll = fminf(fmaxf(v->scroll, 0), most);
}

/* -- time -- */

static sim_ns view_end(const struct view *v) {
    sim_ns end = v->other ? ns_max(v->run->tracks.end_ns, v->other->tracks.end_ns) : v->run->tracks.end_ns;
    return ns_min(ns_max(end, 1), VIEW_TIME_MAX);
}

float view_x(const struct view *v, sim_ns t) {
    t = ns_min(ns_max(t, -VIEW_TIME_MAX), 2 * VIEW_TIME_MAX);
    double share = (double)(t - v->from) / (double)(v->to - v->from);
    return v->lay.lanes.x + (float)(share * (double)v->lay.lanes.w);
}

sim_ns view_time(const struct view *v, float x) {
    double share = (double)(x - v->lay.lanes.x) / fmax((double)v->lay.lanes.w, 1);
    double t = (double)v->from + share * (double)(v->to - v->from);
    return (sim_ns)llround(fmin(fmax(t, -(double)VIEW_TIME_MAX), 2 * (double)VIEW_TIME_MAX));
}

void view_show(struct view *v, sim_ns from, sim_ns to) {
    sim_ns end = view_end(v);
    from = ns_min(ns_max(from, -VIEW_TIME_MAX), VIEW_TIME_MAX);
    to = ns_min(ns_max(to, -VIEW_TIME_MAX), 2 * VIEW_TIME_MAX);
    sim_ns span = ns_min(ns_max(to - from, SPAN_MIN), end + end / 20);
    sim_ns slack = span / 3; /* a little emptiness beyond the ends helps aiming */
    v->from = ns_min(ns_max(from, -slack), ns_max(end + slack - span, -slack));
    v->to = v->from + span;
}

void view_fit(struct view *v) {
    sim_ns end = view_end(v);
    v->from = v->picture ? 0 : -(end / 100);
    v->to = end + end / 50 + 1;
    if (v->to - v->from < SPAN_MIN) v->to = v->from + SPAN_MIN;
}

void view_zoom(struct view *v, sim_ns around, double factor) {
    double span = (double)(v->to - v->from) * factor;
    double left = (double)(around - v->from) / (double)(v->to - v->from);
    double from = (double)around - left * span;
    if (span < SPAN_MIN) return;
    view_show(v, (sim_ns)llround(from), (sim_ns)llround(from + span));
}

void view_seek(struct view *v, sim_ns at) {
    v->at = ns_min(ns_max(at, 0), ns_min(v->run->tracks.end_ns, VIEW_TIME_MAX));
    sim_ns span = v->to - v->from,
           margin = v->playing ? span / 20 : 0; /* while playing the page turns early */
    if (v->at < v->from || (v->at > v->to - margin && view_end(v) > v->to))
        view_show(v, v->at - span / 5, v->at - span / 5 + span);
}

/* The lanes that the note is about come into sight. */
static void scroll_to_focus(struct view *v) {
    float top = 0, end = 0;
    for (size_t i = 0; i < v->row_count; i++) {
        const struct row *r = &v->rows[i];
        if (r->lane == NO_LANE || r->kind == ROW_loop_ready || !view_focused(v, r->lane)) continue;
        if (end <= 0) top = r->y;
        end = r->y + r->h;
    }
    if (end - v->scroll > v->lay.lanes.h) v->scroll = end + 6 * v->lay.unit - v->lay.lanes.h;
    if (top < v->scroll) v->scroll = top;
}

void view_show_note(struct view *v, size_t note) {
    const struct note *n = &v->notes[note];
    sim_ns span = ns_min(n->zoom, VIEW_TIME_MAX), margin = span / 50, end = view_end(v) + margin;
    v->note = (int64_t)note;
    v->at = ns_min(ns_max(n->at, 0), ns_min(v->run->tracks.end_ns, VIEW_TIME_MAX));
    if (span >= view_end(v)) view_fit(v);
    else if (span > 0) { /* around its moment, but not far beyond the ends of the run */
        v->from = ns_max(ns_min(v->at - span / 2, end - span), v->picture ? 0 : -margin);
        v->to = v->from + ns_max(span, SPAN_MIN);
    } else view_seek(v, v->at);
    scroll_to_focus(v);
}

void view_push(struct view *v) {
    v->nudged = false;
    if (v->history_count == HISTORY_MAX) {
        memmove(v->history, v->history + 1, (HISTORY_MAX - 1) * sizeof *v->history);
        v->history_count--;
    }
    v->history[v->history_count++] = (struct place){v->from, v->to, v->at, v->scroll};
}

void view_nudge(struct view *v) {
    if (!v->nudged) view_push(v);
    v->nudged = true;
}

/* "GIL" names every GIL, "Process-1" all that is called so, "CPU 0" the one. */
bool view_focused(const struct view *v, uint32_t lane) {
    if (v->note < 0 || (size_t)v->note >= v->note_count || v->notes[v->note].focus_count == 0) return true;
    const struct note *n = &v->notes[v->note];
    const struct lane *l = view_lane(v, lane);
    struct buf name = {0};
    bool found = false;
    lane_name(&v->run->tracks, l, &name);
    for (size_t i = 0; i < n->focus_count && !found; i++)
        found = strcmp(n->focus[i], name.data) == 0 ||
                (l->kind != LANE_CPU && strcmp(n->focus[i], trace_unit_name(&v->run->trace, l->unit)) == 0) ||
                (l->kind == LANE_CPU && strcmp(n->focus[i], "CPUs") == 0);
    buf_fini(&name);
    return found;
}

void view_compare(struct view *v, const struct run *other) {
    versus_close(v->versus);
    v->versus = NULL;
    v->other = other;
    if (other) v->versus = versus_open(v->run, other);
    view_layout(v);
}

void view_message(struct view *v, const char *text) {
    mem_free(v->message);
    v->message = NULL;
    if (!text) return;
    v->message = mem_alloc(strlen(text) + 1);
    memcpy(v->message, text, strlen(text));
}

/* -- what things are called -- */

const struct lane *view_lane(const struct view *v, int64_t lane) {
    return lane >= 0 && (size_t)lane < v->run->tracks.count ? &v->run->tracks.lanes[lane] : NULL;
}

const struct segment *view_selected(const struct view *v, struct segment *out) {
    const struct lane *l = view_lane(v, v->sel_lane);
    if (!l || v->sel_seg < 0 || (size_t)v->sel_seg >= l->count) return NULL;
    *out = lane_seg(&v->run->tracks, l, (size_t)v->sel_seg);
    return out;
}

rgba unit_color(const struct view *v, uint32_t unit) {
    const struct tracks *ts = &v->run->tracks;
    const struct theme *th = theme_get(v->theme);
    uint32_t lane = unit < ts->unit_count ? ts->lane_of_unit[unit] : NO_LANE;
    if (lane == NO_LANE || (ts->lanes[lane].kind != LANE_TASK && ts->lanes[lane].kind != LANE_COROUTINE))
        return th->muted;
    uint32_t order = v->run->colors[unit], round = order / UNIT_COLORS % 3;
    return color_mix(th->units[order % UNIT_COLORS], th->text,
                     0.3F * (float)round); /* later ones are duller */
}

const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool some_gil(const struct view *v) { return v->run->has_gil || (v->other && v->other->has_gil); }

struct state_look state_look_of(const struct view *v, enum seg_state s) {
    return theme_get(v->theme)->states[s == SEG_running && !some_gil(v) ? SEG_running_gil : s];
}

const char *state_words(const struct lane *l, enum seg_state s) {
    bool coroutine = l->kind == LANE_COROUTINE;
    switch (s) {
    case SEG_running_gil: return "runs, holding the GIL";
    case SEG_running: return coroutine ? "is being driven" : "runs";
    case SEG_gil_wait: return "waits for the GIL";
    case SEG_ready: return "ready, but has no CPU";
    case SEG_blocked: return "blocked";
    case SEG_switching: return "context switch";
    case SEG_held: return l->kind == LANE_QUEUE ? "holds items" : "held";
    case SEG_requested: return "held, and asked to be dropped";
    case SEG_polling: return "polls for events";
    case SEG_iterating: return "the loop's own work";
    case SEG_step: return "drives a coroutine";
    case SEG_waiting: return "awaits";
    case SEG_scheduled: return "scheduled, waits for its turn";
    case SEG_STATE_COUNT: break;
    }
    return "?";
}

void segment_title(const struct tracks *ts, const struct lane *l, const struct segment *s, struct buf *out) {
    struct buf name = {0};
    char a[NS_TEXT_MAX], b[NS_TEXT_MAX];
    buf_printf(out, "%s: ", lane_name(ts, l, &name));
    enum seg_state state = (enum seg_state)s->state;
    const char *unit = s->unit == NO_UNIT ? NULL : unit_label(ts, s->unit, &name);
    if (l->kind == LANE_CPU)
        buf_printf(out, state == SEG_switching ? "context switch to %s" : "%s", unit ? unit : "?");
    else if (state == SEG_blocked) buf_printf(out, "blocked on %s", cause_words(s->cause));
    else buf_text(out, state_words(l, state));
    if (unit && l->kind != LANE_CPU && state != SEG_ready && state != SEG_scheduled)
        buf_printf(out, " (%s%s)", l->kind == LANE_GIL || l->kind == LANE_LOCK ? "by " : "", unit);
    if (l->kind == LANE_QUEUE) buf_printf(out, ", %" PRId64, segment_fill(ts, s));
    buf_printf(out, "\n%s, from %s", trace_time_short(s->end_ns - s->start_ns, a),
               trace_time_short(s->start_ns, b));
    if (s->where) {
        buf_text(out, "\n");
        trace_where_text(ts->trace, s->where, out);
        uint32_t function = ts->trace->wheres[s->where].function;
        if (*intern_text(&ts->trace->strings, function))
            buf_printf(out, " in %s", intern_text(&ts->trace->strings, function));
    }
    buf_fini(&name);
}

/* -- for tests -- */

void view_dump(const struct view *v, struct buf *out) {
    static const char *const overlays[] = {"none", "help", "search", "table", "whatif"};
    struct buf name = {0};
    buf_printf(out, "title=%s\n", v->run->title);
    buf_printf(out, "size=%.0fx%.0f\nfont=%.2f\ntheme=%s\n", (double)v->width, (double)v->height,
               (double)v->font, theme_get(v->theme)->name);
    buf_printf(out, "from=%" PRId64 "\nto=%" PRId64 "\nat=%" PRId64 "\nend=%" PRId64 "\n", v->from, v->to,
               v->at, v->run->tracks.end_ns);
    buf_printf(out, "scroll=%.0f\nplaying=%d\nspeed=%d/%d\nlecture=%d\npanes=%d\narrows=%d\n",
               (double)v->scroll, v->playing, view_speed_num[v->speed], view_speed_den[v->speed], v->lecture,
               v->side_shown, v->arrows);
    buf_printf(out, "overlay=%s\nsearch=%s\nsearch_hits=%zu\nsearch_record=%" PRId64 "\n",
               overlays[v->overlay], v->search, v->search_hits, v->search_record);
    buf_printf(out, "selected_lane=%s\nselected_segment=%" PRId64 "\n",
               v->sel_lane >= 0 ? lane_name(&v->run->tracks, view_lane(v, v->sel_lane), &name) : "",
               v->sel_seg);
    buf_printf(out, "label_w=%.0f\nside_w=%.0f\nsource_share=%.2f\noutput_share=%.2f\nhidden=%zu\n",
               (double)v->label_w, (double)v->side_w, (double)v->source_share, (double)v->output_share,
               rows_hidden(v));
    buf_printf(out, "align_end=%d\nprogress=%s\noutput_scroll=%.0f\n", v->align_end, v->progress,
               (double)v->output_scroll);
    buf_printf(out, "range=%" PRId64 "..%" PRId64 "\nbookmarks=%zu\nhistory=%zu\nnote=%" PRId64 "\n",
               v->range_from, v->range_to, v->bookmark_count, v->history_count, v->note);
    buf_printf(out, "compare=%s\nmessage=%s\nrecords=%zu\n", v->other ? v->other->title : "",
               v->message ? v->message : "", v->run->trace.count);
    for (size_t i = 0; i < v->row_count; i++) { /* with the middle of each on screen, for a mouse to aim at */
        static const char *const kinds[] = {"group", "row", "counter", "counter"};
        const struct row *r = &v->rows[i];
        const char *text = r->kind == ROW_group   ? group_name(v, r->group)
                           : r->kind == ROW_lane  ? lane_name(&v->run->tracks, view_lane(v, r->lane), &name)
                           : r->kind == ROW_ready ? "ready"
                                                  : "loop";
        buf_printf(out, "%s=%s\n", kinds[r->kind], text);
        buf_printf(out, "y.%s=%.0f\n", text, (double)(v->lay.lanes.y + r->y - v->scroll + r->h / 2));
    }
    buf_printf(out, "lanes=%.0f,%.0f,%.0f,%.0f\nside=%.0f,%.0f\noutput=%.0f\ninspector=%.0f\n",
               (double)v->lay.lanes.x, (double)v->lay.lanes.y, (double)v->lay.lanes.w, (double)v->lay.lanes.h,
               (double)v->lay.side.x, (double)v->lay.side.y, (double)v->lay.output.y,
               (double)v->lay.inspector.y);
    for (size_t i = 0; i < v->run->tracks.count; i++) { /* the world at the playhead */
        const struct lane *l = &v->run->tracks.lanes[i];
        bool covers = false;
        size_t s = lane_at(l, v->at, &covers);
        buf_printf(out, "now.%s=%s", lane_name(&v->run->tracks, l, &name),
                   covers ? seg_state_name(lane_state(l, s)) : "-");
        uint32_t unit = covers ? lane_seg_unit(&v->run->tracks, l, s) : NO_UNIT;
        if (unit) buf_printf(out, " %s", unit_label(&v->run->tracks, unit, &name));
        buf_char(out, '\n');
    }
    buf_fini(&name);
}
