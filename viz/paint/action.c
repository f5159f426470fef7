#include "paint/action.h"

#include <math.h>
#include <string.h>

const struct action_row action_rows[ACT_COUNT] = {
    {"none", "", ""},
#define ACTION(name, key, help) {#name, key, help},
#include "paint/action.def"
#undef ACTION
};

/* -- events and segments -- */

/* Instants, not records: many records share a time, and a step that seems to do nothing confuses. */
static void step_event(struct view *v, int dir) {
    const struct trace *t = &v->run->trace;
    size_t i = dir > 0 ? record_after(t, v->at) : record_from(t, v->at);
    if (dir > 0) view_seek(v, i < t->count ? trace_at(t, i)->time_ns : v->run->tracks.end_ns);
    else view_seek(v, i > 0 ? trace_at(t, i - 1)->time_ns : 0);
}

static void select_segment(struct view *v, int64_t lane, int64_t seg) {
    v->sel_lane = lane;
    v->sel_seg = seg;
}

static void step_lane(struct view *v, int dir) {
    const struct lane *l = view_lane(v, v->sel_lane);
    bool covers;
    if (!l || l->count == 0) {
        step_event(v, dir);
        return;
    }
    size_t here = v->sel_seg >= 0 ? (size_t)v->sel_seg : lane_at(l, v->at, &covers);
    int64_t i = here == NO_SEG ? -1 : (int64_t)here;
    i = v->sel_seg < 0 ? (i < 0 ? 0 : i) : i + dir;
    if (i < 0 || i >= (int64_t)l->count) return;
    select_segment(v, v->sel_lane, i);
    view_seek(v, lane_start(l, (size_t)i));
}

static void select_row(struct view *v, int dir) {
    int64_t at = dir > 0 ? -1 : (int64_t)v->row_count;
    for (size_t i = 0; i < v->row_count; i++)
        if (v->rows[i].kind == ROW_lane && (int64_t)v->rows[i].lane == v->sel_lane) at = (int64_t)i;
    for (at += dir; at >= 0 && at < (int64_t)v->row_count; at += dir)
        if (v->rows[at].kind == ROW_lane) break;
    if (at < 0 || at >= (int64_t)v->row_count) return;
    select_segment(v, v->rows[at].lane, -1);
    float top = v->rows[at].y, bottom = top + v->rows[at].h;
    if (top < v->scroll) v->scroll = top;
    if (bottom > v->scroll + v->lay.lanes.h) v->scroll = bottom - v->lay.lanes.h;
}

void view_goto_record(struct view *v, size_t record) {
    const struct record *r = trace_at(&v->run->trace, record);
    uint32_t lane = v->run->tracks.lane_of_unit[r->unit];
    view_push(v);
    view_seek(v, r->time_ns);
    if (lane == NO_LANE) return;
    const struct lane *l = &v->run->tracks.lanes[lane];
    bool covers;
    size_t i = lane_at(l, r->time_ns, &covers);
    select_segment(v, lane, i == NO_SEG ? -1 : (int64_t)i);
}

/* -- bookmarks and ranges -- */

static void bookmark_toggle(struct view *v) {
    for (size_t i = 0; i < v->bookmark_count; i++)
        if (v->bookmarks[i] == v->at) {
            memmove(&v->bookmarks[i], &v->bookmarks[i + 1],
                    (v->bookmark_count - i - 1) * sizeof *v->bookmarks);
            v->bookmark_count--;
            return;
        }
    if (v->bookmark_count == BOOKMARKS_MAX) return;
    size_t i = v->bookmark_count++;
    for (; i > 0 && v->bookmarks[i - 1] > v->at; i--) v->bookmarks[i] = v->bookmarks[i - 1];
    v->bookmarks[i] = v->at;
}

static void bookmark_next(struct view *v) {
    if (v->bookmark_count == 0) return;
    size_t i = 0;
    while (i < v->bookmark_count && v->bookmarks[i] <= v->at) i++;
    view_push(v);
    view_seek(v, v->bookmarks[i % v->bookmark_count]);
}

static void clear(struct view *v) {
    if (v->message) view_message(v, NULL);
    else if (v->overlay != OVERLAY_none) v->overlay = OVERLAY_none;
    else if (v->sel_lane >= 0) v->sel_lane = v->sel_seg = -1;
    else if (v->range_to > v->range_from) v->range_from = v->range_to = 0;
    else if (v->lecture) {
        v->lecture = false;
        v->note = -1;
    }
}

static void hide(struct view *v) {
    if (v->sel_lane >= 0) {
        v->hidden[v->sel_lane] = true;
        v->sel_lane = v->sel_seg = -1;
    } else {
        memset(v->hidden, 0, v->run->tracks.count * sizeof *v->hidden);
    }
}

static void fold(struct view *v) {
    for (size_t i = 0; i < v->row_count; i++)
        if (v->rows[i].kind == ROW_lane && (int64_t)v->rows[i].lane == v->sel_lane) {
            v->folded[v->rows[i].group] = true;
            v->sel_lane = v->sel_seg = -1;
            return;
        }
    memset(v->folded, 0, v->group_count * sizeof *v->folded);
}

static void note_step(struct view *v, int dir) {
    int64_t n = v->note + dir;
    if (v->note_count == 0 || n < 0 || n >= (int64_t)v->note_count) return;
    view_push(v);
    view_show_note(v, (size_t)n);
}

static void overlay_toggle(struct view *v, enum overlay o) {
    v->overlay = v->overlay == o ? OVERLAY_none : o;
    v->sheet_scroll = 0;
}

static void fit(struct view *v) {
    view_push(v);
    struct segment a_seg;
    const struct segment *s = view_selected(v, &a_seg);
    sim_ns from = v->range_from, to = v->range_to;
    if (s) {
        from = s->start_ns;
        to = s->end_ns;
    }
    from = ns_min(from, VIEW_TIME_MAX);
    to = ns_min(to, VIEW_TIME_MAX);
    if (to > from) view_show(v, from - (to - from) / 8, to + (to - from) / 8);
    else view_fit(v);
}

static bool act_time(struct view *v, enum action a) {
    sim_ns span = v->to - v->from;
    if (a == ACT_play) {
        if (v->at >= v->run->tracks.end_ns) v->at = 0;
        v->playing = !v->playing;
    } else if (a == ACT_next) step_event(v, 1);
    else if (a == ACT_prev) step_event(v, -1);
    else if (a == ACT_next_lane) step_lane(v, 1);
    else if (a == ACT_prev_lane) step_lane(v, -1);
    else if (a == ACT_start || a == ACT_end) {
        view_push(v);
        view_seek(v, a == ACT_start ? 0 : v->run->tracks.end_ns);
    }
    else if (a == ACT_faster) v->speed += v->speed < VIEW_SPEEDS - 1;
    else if (a == ACT_slower) v->speed -= v->speed > 0;
    else if (a == ACT_zoom_in || a == ACT_zoom_out) {
        view_nudge(v);
        view_zoom(v, v->at > v->from && v->at < v->to ? v->at : v->from + span / 2,
                  a == ACT_zoom_in ? 0.7 : 1 / 0.7);
    } else if (a == ACT_pan_left || a == ACT_pan_right) {
        view_nudge(v);
        view_show(v, v->from + (a == ACT_pan_left ? -span / 8 : span / 8),
                  v->to + (a == ACT_pan_left ? -span / 8 : span / 8));
    } else if (a == ACT_fit) fit(v);
    else if (a == ACT_center) {
        view_push(v);
        view_show(v, v->at - span / 2, v->at - span / 2 + span);
    }
    else return false;
    return true;
}

static bool act_marks(struct view *v, enum action a) {
    if (a == ACT_range_start) {
        v->range_from = v->at;
        if (v->range_to < v->at) v->range_to = v->at;
    } else if (a == ACT_range_end) {
        v->range_to = v->at;
        if (v->range_from > v->at) v->range_from = v->at;
    } else if (a == ACT_bookmark) bookmark_toggle(v);
    else if (a == ACT_bookmark_next) bookmark_next(v);
    else if (a == ACT_undo) {
        v->nudged = false;
        if (v->history_count == 0) return true;
        const struct place *b = &v->history[--v->history_count];
        v->from = b->from;
        v->to = b->to;
        v->at = b->at;
        v->scroll = b->scroll;
    } else if (a == ACT_search_next || a == ACT_search_prev) view_search(v, a == ACT_search_next ? 1 : -1);
    else if (a == ACT_up || a == ACT_down) select_row(v, a == ACT_down ? 1 : -1);
    else if (a == ACT_clear) clear(v);
    else return false;
    return true;
}

bool view_act(struct view *v, enum action a) {
    if (act_time(v, a) || act_marks(v, a)) {
        view_layout(v);
        return true;
    }
    if (a == ACT_search) {
        overlay_toggle(v, OVERLAY_search);
        v->search[0] = '\0';
        v->search_hits = 0;
    } else if (a == ACT_help) overlay_toggle(v, OVERLAY_help);
    else if (a == ACT_table) overlay_toggle(v, OVERLAY_table);
    else if (a == ACT_fold) fold(v);
    else if (a == ACT_lane_up || a == ACT_lane_down) {
        if (v->sel_lane >= 0) rows_move(v, (uint32_t)v->sel_lane, 0, a == ACT_lane_up ? -1 : 1);
    } else if (a == ACT_align) v->align_end = v->other && !v->align_end;
    else if (a == ACT_hide) hide(v);
    else if (a == ACT_arrows) v->arrows = !v->arrows;
    else if (a == ACT_side) v->side_shown = !v->side_shown;
    else if (a == ACT_theme) v->theme = (enum theme_name)((v->theme + 1) % THEME_COUNT);
    else if (a == ACT_bigger || a == ACT_smaller)
        v->font = fminf(fmaxf(v->font * (a == ACT_bigger ? 1.1F : 1 / 1.1F), 0.6F), 3);
    else if (a == ACT_lecture) {
        v->lecture = !v->lecture;
        v->note = -1;
        view_layout(v); /* its rows are what the note brings into sight */
        if (v->lecture) note_step(v, 1);
    } else if (a == ACT_note_next || a == ACT_note_prev) note_step(v, a == ACT_note_next ? 1 : -1);
    else return a == ACT_none;
    view_layout(v);
    return true;
}

void view_tick(struct view *v, int64_t real_ns) {
    if (!v->playing) return;
    sim_ns step = (sim_ns)((double)real_ns * view_speed_num[v->speed] / view_speed_den[v->speed]);
    view_seek(v, ns_add(v->at, step < 1 ? 1 : step));
    if (v->at >= v->run->tracks.end_ns) v->playing = false;
}
