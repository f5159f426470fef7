/* The notes of the scenarios, as a lecturer walks them: every YAML scenario has some, their moments lie in the run
 * and in order of telling, their lanes exist, and lecture mode shows moment, lanes and the whole caption. */
#define _DEFAULT_SOURCE
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"
#include "paint/action.h"
#include "paint/blame.h"
#include "paint/draw.h"
#include "scenario/run.h"

struct lesson {
    struct arena arena;
    struct scenario s;
    struct run run;
    struct note *notes;
};

static void lesson_open(const char *path, struct lesson *l) {
    struct diag d;
    struct trace t;
    struct run_result result = {0};
    memset(l, 0, sizeof *l);
    arena_init(&l->arena);
    diag_init(&d, &l->arena);
    if (!scenario_load(&l->arena, path, NULL, 0, 0, NULL, &l->s, &d)) fail_msg("%s: %s", path, d.message);
    trace_init(&t);
    if (!scenario_run(&l->s, &t, NULL, &result, &d)) fail_msg("%s: %s", path, d.message);
    run_open(&l->run, &t, path);
    l->notes = ARENA_ARRAY(&l->arena, l->s.note_count + 1, struct note);
    for (size_t i = 0; i < l->s.note_count; i++)
        l->notes[i] = (struct note){.at = l->s.notes[i].at_ns,
                                    .say = l->s.notes[i].say,
                                    .zoom = l->s.notes[i].zoom_ns,
                                    .focus = l->s.notes[i].focus,
                                    .focus_count = l->s.notes[i].focus_count};
}

static void lesson_close(struct lesson *l) {
    run_close(&l->run);
    arena_fini(&l->arena);
}

/* A lane that only this name of the focus means. */
static void focus_exists(const char *path, struct view *v, size_t note, const char *const *name) {
    struct note alone = v->notes[note];
    const struct note *all = v->notes;
    size_t count = v->note_count, found = 0;
    alone.focus = name;
    alone.focus_count = 1;
    v->notes = &alone;
    v->note_count = 1;
    v->note = 0;
    for (uint32_t i = 0; i < v->run->tracks.count; i++) found += view_focused(v, i);
    v->notes = all;
    v->note_count = count;
    v->note = -1;
    if (!found) fail_msg("%s, note %zu: there is no lane \"%s\"", path, note + 1, *name);
}

/* What lecture mode shows of it on a projector of 1280 x 720. */
static void note_shown(const char *path, struct view *v, size_t note) {
    const struct note *n = &v->notes[note];
    float x = view_x(v, n->at), shown = 0;
    if (v->note != (int64_t)note) fail_msg("%s: note %zu is not the one shown", path, note + 1);
    if (v->at != n->at || x < v->lay.lanes.x || x > v->lay.lanes.x + v->lay.lanes.w)
        fail_msg("%s, note %zu: its moment is out of sight", path, note + 1);
    for (size_t i = 0; i < v->row_count; i++) {
        const struct row *r = &v->rows[i];
        float y = r->y + r->h / 2 - v->scroll;
        shown += r->lane != NO_LANE && view_focused(v, r->lane) && y > 0 && y < v->lay.lanes.h;
    }
    if (shown < 1) fail_msg("%s, note %zu: none of its lanes is in sight", path, note + 1);
    if (caption_height(v, n->say) > v->height * 0.3F)
        fail_msg("%s, note %zu: longer than a caption", path, note + 1);
    float caption_top = v->height - caption_height(v, n->say) - 40 * v->lay.unit;
    if (v->lay.lanes.y + v->lay.lanes.h > caption_top + 1)
        fail_msg("%s, note %zu: the caption hides lanes", path, note + 1);
}

static void walk(const char *path) {
    struct lesson l;
    struct view v;
    struct paint p;
    lesson_open(path, &l);
    if (l.s.note_count == 0) fail_msg("%s: a lesson without notes", path);
    view_init(&v, &l.run, 1280, 720);
    v.notes = l.notes;
    v.note_count = l.s.note_count;
    for (size_t i = 0; i < v.note_count; i++) {
        const struct note *n = &v.notes[i];
        if (n->at < 0 || n->at > l.run.tracks.end_ns)
            fail_msg("%s, note %zu: the run is over by then", path, i + 1);
        if (!strchr(".?!", n->say[strlen(n->say) - 1])) fail_msg("%s, note %zu: no sentence", path, i + 1);
        for (size_t k = 0; k < n->focus_count; k++) focus_exists(path, &v, i, &n->focus[k]);
    }
    rows_fold_to_fit(&v);
    paint_init(&p, v.width, v.height);
    view_act(&v, ACT_lecture);
    for (size_t i = 0; i < v.note_count; i++) {
        note_shown(path, &v, i);
        view_draw(&v, &p);
        view_act(&v, ACT_note_next);
    }
    assert_int_equal(v.note, v.note_count - 1); /* the last stays */
    paint_fini(&p);
    view_fini(&v);
    lesson_close(&l);
}

static void test_notes(void **state) {
    static const char *const patterns[] = {"scenarios/*.yaml", "scenarios/scheduling/*.yaml"};
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        glob_t g;
        assert_int_equal(glob(patterns[k], 0, NULL, &g), 0);
        for (size_t i = 0; i < g.gl_pathc; i++) walk(g.gl_pathv[i]);
        globfree(&g);
    }
}

/* -- who is to blame -- */

static void test_blame(void **state) {
    static const struct {
        const char *path, *lane;
        sim_ns at;
        const char *label, *words;
    } rows[] = {
        {"scenarios/gil_two_cores.yaml", "Thread-2 (count)", 22 * NS_MS, "waits: Thread-1 has the GIL",
         "Thread-1 (count) has it"},
        {"scenarios/gil_two_cores.yaml", "MainThread", 60 * NS_MS, "the end of Thread-1",
         "Thread-1 (count) has not ended"},
        {"scenarios/gil_two_cores.yaml", "Thread-1 (count)", 16 * NS_MS, "", ""},
        {"scenarios/gil_one_core.yaml", "Thread-1 (count)", 34500 * NS_US, "ready, but Thread-2 runs",
         "CPU 0 runs Thread-2 (count)"},
        {"scenarios/frozen_loop.yaml", "spin (Task-2)", 600 * NS_MS, "scheduled, but supervise runs",
         "the loop drives supervise (Task-1)"},
        {"scenarios/scheduling/inversion.yaml", "Bus", 9 * NS_MS, "bus, held by Weather", "Weather holds it"},
        {"scenarios/deadlock.py", "one", 28 * NS_MS - 1, "Lock-2, held by other", "other holds it"},
        {"scenarios/scheduling/mlfq_boost.yaml", "Long", 61 * NS_MS, "ready, but Type1, Type2 run",
         "CPU 0 runs Type1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct lesson l;
        struct buf b = {0};
        bool covers = false;
        lesson_open(rows[i].path, &l);
        const struct tracks *ts = &l.run.tracks;
        size_t k = 0;
        while (k < ts->count && strcmp(lane_name(ts, &ts->lanes[k], &b), rows[i].lane) != 0) k++;
        assert_true(k < ts->count);
        size_t at = lane_at(&ts->lanes[k], rows[i].at, &covers);
        assert_true(covers);
        struct segment s = lane_seg(ts, &ts->lanes[k], at);
        blame_label(ts, &ts->lanes[k], &s, &b);
        assert_string_equal(b.len ? b.data : "", rows[i].label);
        blame_words(ts, &ts->lanes[k], &s, rows[i].at, &b);
        assert_string_equal(b.len ? b.data : "", rows[i].words);
        buf_fini(&b);
        lesson_close(&l);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_notes), cmocka_unit_test(test_blame)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
