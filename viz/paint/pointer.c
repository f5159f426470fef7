/* Clicks, drags and the wheel; searching. */
#include <math.h>
#include <string.h>

#include "paint/action.h"

enum action view_click(struct view *v, const struct paint *p, float x, float y) {
    const struct hit *h = paint_hit_at(p, x, y);
    v->nudged = false;
    if (v->overlay == OVERLAY_help || v->overlay == OVERLAY_table) {
        v->overlay = OVERLAY_none;
        return ACT_none;
    }
    if (!h) return ACT_none;
    switch (h->kind) {
    case HIT_action: return view_act(v, (enum action)h->a) ? ACT_none : (enum action)h->a;
    case HIT_segment:
        v->inspector_scroll = 0;
        v->sel_lane = h->a;
        v->sel_seg = h->b;
        v->at = ns_min(ns_max(view_time(v, x), 0), v->run->tracks.end_ns);
        break;
    case HIT_lane:
        if (h->a == UINT32_MAX) v->folded[h->b] = !v->folded[h->b];
        else {
            v->sel_lane = h->a;
            v->sel_seg = -1;
        }
        break;
    case HIT_link: view_goto_record(v, h->b); break;
    case HIT_timeline:
        v->sel_lane = v->sel_seg = -1;
        v->at = ns_min(ns_max(view_time(v, x), 0), v->run->tracks.end_ns);
        break;
    case HIT_ruler: v->at = ns_min(ns_max(view_time(v, x), 0), v->run->tracks.end_ns); break;
    case HIT_minimap: {
        sim_ns span = v->to - v->from;
        sim_ns t = (sim_ns)((double)(x - v->lay.minimap.x) / (double)v->lay.minimap.w *
                            (double)v->run->tracks.end_ns);
        view_push(v);
        view_show(v, t - span / 2, t - span / 2 + span);
        break;
    }
    case HIT_none:
    case HIT_source:
    case HIT_output:
    case HIT_splitter:
    case HIT_panel: break;
    }
    view_layout(v);
    return ACT_none;
}

/* A pane's border follows the pointer. */
static void drag_splitter(struct view *v, enum splitter which, float x, float y) {
    struct layout *l = &v->lay;
    float u = l->unit;
    switch (which) {
    case SPLIT_labels: v->label_w = fminf(fmaxf(x / u, 80), v->width * 0.32F / u); break;
    case SPLIT_side:
        v->side_w =
            fminf(fmaxf((v->width - x) / view_side_scale(v), 160), v->width * 0.45F / view_side_scale(v));
        break;
    case SPLIT_source:
        v->source_share = fminf(fmaxf((y - l->side.y) / l->side.h, 0.08F), 0.92F - v->output_share);
        break;
    case SPLIT_output:
        v->output_share = fminf(fmaxf((y - l->output.y) / l->side.h, 0.08F), 0.92F - v->source_share);
        break;
    }
}

/* A lane's name, or a group's heading, is carried to the place of another. */
static void drag_row(struct view *v, const struct hit *began, float y) {
    for (size_t guard = 0; guard < v->row_count; guard++) {
        const struct row *over = row_at(v, y), *own = NULL;
        bool group = began->a == UINT32_MAX;
        for (size_t i = 0; i < v->row_count; i++) {
            const struct row *r = &v->rows[i];
            if (group ? r->kind == ROW_group && r->group == began->b
                      : r->kind == ROW_lane && r->lane == began->a)
                own = r;
        }
        if (!over || !own || over == own || over->kind == ROW_ready || over->kind == ROW_loop_ready) return;
        if (group ? over->kind != ROW_group || over->depth > 0 || own->depth > 0
                  : over->kind != ROW_lane || over->group != own->group)
            return;
        int dir = over->y > own->y ? 1 : -1;
        if (fabsf(over->y - own->y) < 1) return;
        float edge =
            v->lay.lanes.y - v->scroll + over->y; /* far enough over it, or it would jump back at once */
        if (dir > 0 ? y < edge + over->h - own->h : y > edge + own->h) return;
        uint32_t was = over->lane, was_group = over->group;
        rows_move(v, group ? NO_LANE : began->a, began->b, dir);
        const struct row *now = row_at(v, y);
        if (now && now->lane == was && now->group == was_group) return; /* it cannot go further */
    }
}

void view_drag(struct view *v, const struct hit *began, float x0, float y0, float dx, float dy, float x,
               float y) {
    (void)y0;
    if (began->kind == HIT_minimap) {
        sim_ns span = v->to - v->from;
        sim_ns t = (sim_ns)((double)(x - v->lay.minimap.x) / (double)v->lay.minimap.w *
                            (double)v->run->tracks.end_ns);
        view_nudge(v);
        view_show(v, t - span / 2, t - span / 2 + span);
    } else if (began->kind == HIT_ruler) {
        v->at = ns_min(ns_max(view_time(v, x), 0), v->run->tracks.end_ns);
    } else if (began->kind == HIT_splitter) {
        drag_splitter(v, (enum splitter)began->a, x, y);
    } else if (began->kind == HIT_lane) {
        drag_row(v, began, y);
    } else if (x0 >= v->lay.lanes.x && x0 < v->lay.lanes.x + v->lay.lanes.w) {
        sim_ns by = (sim_ns)((double)dx / fmax((double)v->lay.lanes.w, 1) * (double)(v->to - v->from));
        view_nudge(v);
        view_show(v, v->from - by, v->to - by);
        v->scroll -= dy;
    } else if (began->kind == HIT_output) {
        v->output_scroll = fmaxf(v->output_scroll + dy / 16, 0);
    } else {
        v->scroll -= dy;
    }
    view_layout(v);
}

void view_wheel(struct view *v, float x, float y, float dy, bool ctrl, bool shift) {
    struct rect o = v->lay.output, n = v->lay.inspector;
    if (ctrl) {
        view_act(v, dy > 0 ? ACT_bigger : ACT_smaller);
    } else if (v->overlay == OVERLAY_table || v->overlay == OVERLAY_help) {
        v->sheet_scroll = fmaxf(v->sheet_scroll - dy * 3, 0);
    } else if (x >= o.x && y >= o.y && y < o.y + o.h && o.h > 0) {
        v->output_scroll = fmaxf(v->output_scroll + dy * 3, 0);
    } else if (x >= n.x && y >= n.y && y < n.y + n.h && n.h > 0) {
        v->inspector_scroll = fmaxf(v->inspector_scroll - dy * 40, 0);
    } else if (shift) {
        sim_ns by = (sim_ns)((double)(v->to - v->from) / 12 * (double)dy);
        view_nudge(v);
        view_show(v, v->from - by, v->to - by);
    } else if (x < v->lay.lanes.x) {
        v->scroll -= dy * 40;
    } else {
        view_nudge(v);
        view_zoom(v, view_time(v, x), pow(0.82, (double)dy));
    }
    view_layout(v);
}

/* -- search -- */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool contains(const char *text, size_t n, const char *word, size_t len) {
    for (size_t i = 0; len && i + len <= n; i++) {
        size_t k = 0;
        while (k < len && lower(text[i + k]) == lower(word[k])) k++;
        if (k == len) return true;
    }
    return false;
}

static bool line_matches(const struct trace *t, uint32_t where, const char *word, size_t len) {
    if (where == 0) return false;
    const struct where *w = &t->wheres[where];
    for (size_t i = 0; i < t->source_count; i++) {
        if (t->sources[i].file != w->file) continue;
        const char *s = t->sources[i].text, *end = s + t->sources[i].len;
        for (int32_t k = 1; k < w->line && s; k++) {
            s = memchr(s, '\n', (size_t)(end - s));
            if (s) s++;
        }
        if (!s) return false;
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        return contains(s, (size_t)((nl ? nl : end) - s), word, len);
    }
    return false;
}

struct matcher {
    const struct trace *t;
    const char *word;
    size_t len;
    bool *units, *wheres, events[EVENT_COUNT];
};

static void matcher_init(struct matcher *m, const struct trace *t, const char *word) {
    *m = (struct matcher){.t = t, .word = word, .len = strlen(word)};
    m->units = mem_alloc(t->unit_count);
    m->wheres = mem_alloc(t->where_count);
    for (uint32_t u = 1; u < t->unit_count; u++) {
        const char *name = trace_unit_name(t, u);
        m->units[u] = contains(name, strlen(name), word, m->len);
    }
    for (uint32_t w = 1; w < t->where_count; w++) m->wheres[w] = line_matches(t, w, word, m->len);
    for (int e = 0; e < EVENT_COUNT; e++)
        m->events[e] = contains(event_name((enum event)e), strlen(event_name((enum event)e)), word, m->len);
}

static bool matches(const struct matcher *m, const struct record *r) {
    if (m->units[r->unit] || m->wheres[r->where] || m->events[r->event]) return true;
    return r->event == EV_output && contains(m->t->output.data + r->b, output_len(r), m->word, m->len);
}

bool view_search(struct view *v, int dir) {
    const struct trace *t = &v->run->trace;
    struct matcher m;
    int64_t before = -1, after = -1, first = -1, last = -1;
    v->search_hits = 0;
    if (!v->search[0]) return false;
    matcher_init(&m, t, v->search);
    int64_t here = v->search_record >= 0 && trace_at(t, (size_t)v->search_record)->time_ns == v->at
                       ? v->search_record
                       : (int64_t)record_from(t, v->at) - 1;
    for (size_t i = 0; i < t->count; i++) {
        if (!matches(&m, trace_at(t, i))) continue;
        v->search_hits++;
        if (first < 0) first = (int64_t)i;
        if ((int64_t)i < here) before = (int64_t)i;
        if ((int64_t)i > here && after < 0) after = (int64_t)i;
        last = (int64_t)i;
    }
    mem_free(m.units);
    mem_free(m.wheres);
    int64_t found = dir > 0 ? (after >= 0 ? after : first) : (before >= 0 ? before : last);
    v->search_record = found;
    if (found < 0) return false;
    view_goto_record(v, (size_t)found);
    v->search_record = found;
    return true;
}
