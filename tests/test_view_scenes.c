/* What the viewer draws of the lessons, as text: each lane's rectangles as shares of its width (in thousandths), with
 * pattern, colour and label. Held against tests/golden/paint/NAME.txt; `make golden` writes them anew. Rows' heights
 * and what stands around the lanes are left out, so that the layout may change. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"
#include "paint/draw.h"
#include "scenario/run.h"

struct lesson {
    const char *name, *path;
    sim_ns from, to; /* 0: to the end */
};

static const struct lesson lessons[] = {
    {"spinner_thread", "scenarios/spinner_thread.py", 0, NS_S},
    {"fight_for_gil", "scenarios/gil_two_hogs.py", 0, 60 * NS_MS},
    {"frozen_loop", "scenarios/spinner_async_blocked.py", 0, 0},
    {"procs_6x2", "scenarios/primes_six_cores.yaml", 0, 2 * NS_S},
    {"mlfq", "scenarios/scheduling/mlfq_boost.yaml", 0, 80 * NS_MS},
    {"gil_on", "scenarios/gil_two_cores.yaml", 0, 60 * NS_MS},
    {"gil_off", "scenarios/gil_off.yaml", 0, 60 * NS_MS},
};

static void open_lesson(const char *path, struct run *run) {
    struct arena a;
    struct diag d;
    struct scenario s;
    struct trace t;
    struct run_result result = {0};
    arena_init(&a);
    diag_init(&d, &a);
    if (!scenario_load(&a, path, NULL, 0, 0, NULL, &s, &d)) fail_msg("%s: %s", path, d.message);
    trace_init(&t);
    if (!scenario_run(&s, &t, NULL, &result, &d)) fail_msg("%s: %s", path, d.message);
    run_open(run, &t, path);
    arena_fini(&a);
}

static bool within(const struct paint_cmd *c, float top, float bottom) {
    float middle = c->kind == PAINT_text ? c->y - c->size / 3 : c->y + c->h / 2;
    return middle >= top && middle < bottom;
}

/* Rectangles side by side of one look are one, as the eye has it. */
struct strip {
    int from, to;
    uint8_t pattern;
    rgba color;
};

static void strip_tell(const struct strip *s, struct buf *out) {
    static const char *const patterns[] = {"", " hatch", " cross", " dots", " rules", " bars"};
    if (s->to > s->from)
        buf_printf(out, " %d-%d #%06x%s", s->from, s->to, (unsigned)(s->color >> 8), patterns[s->pattern]);
}

static void row_tell(const struct view *v, const struct paint *p, const struct row *r, struct buf *out) {
    struct rect a = v->lay.lanes;
    float top = a.y + r->y - v->scroll, bottom = top + r->h;
    struct strip s = {0};
    for (size_t i = 0; i < p->count; i++) {
        const struct paint_cmd *c = &p->cmds[i];
        if (c->kind != PAINT_rect && c->kind != PAINT_text) continue;
        if (!within(c, top, bottom) || c->x < a.x - 2 || c->x + c->w <= a.x || (c->color & 0xFF) == 0)
            continue;
        if (c->kind == PAINT_text) {
            strip_tell(&s, out);
            s = (struct strip){0};
            buf_printf(out, " \"%s\"", paint_string(p, c->text));
            continue;
        }
        bool grid = c->color == theme_get(v->theme)->grid || c->color == theme_get(v->theme)->grid_minor;
        int from = (int)((c->x - a.x) / a.w * 1000 + 0.5F),
            to = (int)((c->x + c->w - a.x) / a.w * 1000 + 0.5F);
        if (grid || to <= from || c->h > r->h) continue;
        if (s.color == c->color && s.pattern == c->pattern && from <= s.to + 1 && to >= s.to) {
            s.to = to;
            continue;
        }
        strip_tell(&s, out);
        s = (struct strip){from, to, c->pattern, c->color};
    }
    strip_tell(&s, out);
}

static void lesson_tell(const struct lesson *l, struct buf *out) {
    struct run run;
    struct view v;
    struct paint p;
    struct buf name = {0};
    open_lesson(l->path, &run);
    view_init(&v, &run, 1280, 1080);
    v.side_shown = false;
    rows_fold_to_fit(&v);
    v.from = l->from;
    v.to = l->to ? l->to : run.tracks.end_ns;
    paint_init(&p, v.width, v.height);
    view_draw(&v, &p);
    for (size_t i = 0; i < v.row_count; i++) {
        const struct row *r = &v.rows[i];
        if (r->kind == ROW_group)
            buf_printf(out, "%s%s", group_name(&v, r->group), r->lane == NO_LANE ? "" : ":");
        else if (r->kind != ROW_lane) buf_text(out, "  counter:");
        else buf_printf(out, "  %s:", lane_name(&run.tracks, view_lane(&v, r->lane), &name));
        if (r->kind != ROW_group || r->lane != NO_LANE) row_tell(&v, &p, r, out);
        buf_char(out, '\n');
    }
    buf_fini(&name);
    paint_fini(&p);
    view_fini(&v);
    run_close(&run);
}

static void test_lessons(void **state) {
    (void)state;
    bool update = getenv("GOLDEN") != NULL;
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        struct buf now = {0};
        struct arena a;
        struct diag d;
        struct source s;
        char path[128];
        arena_init(&a);
        diag_init(&d, &a);
        snprintf(path, sizeof path, "tests/golden/paint/%s.txt", lessons[i].name);
        lesson_tell(&lessons[i], &now);
        FILE *f = update ? fopen(path, "wb") : NULL;
        if (update && (!f || fwrite(now.data, 1, now.len, f) != now.len || fclose(f) != 0))
            fail_msg("cannot write %s", path);
        if (!source_read(&a, path, (size_t)1 << 20, &s, &d))
            fail_msg("%s (make golden writes it)", d.message);
        for (size_t at = 0, line = 1; at < now.len || at < s.len; line++) {
            size_t m = strcspn(now.data + at, "\n"), n = strcspn(s.text + at, "\n");
            if (m != n || memcmp(now.data + at, s.text + at, m) != 0)
                fail_msg("%s:%zu differs (make golden, then read the difference)\n  now  %.*s\n  was  %.*s",
                         path, line, (int)m, now.data + at, (int)n, s.text + at);
            at += m + 1;
        }
        buf_fini(&now);
        arena_fini(&a);
    }
}

/* Two runs on one time axis: both have all their lanes, and the other is named. */
static void test_compare(void **state) {
    (void)state;
    struct run on, off;
    struct view v;
    struct paint p;
    open_lesson("scenarios/gil_off.yaml", &off);
    open_lesson("scenarios/gil_two_cores.yaml", &on);
    view_init(&v, &off, 1280, 1080);
    view_compare(&v, &on);
    view_fit(&v);
    view_layout(&v);
    paint_init(&p, v.width, v.height);
    view_draw(&v, &p);
    size_t names = 0, named = 0, segments[2] = {0};
    for (size_t i = 0; i < p.count; i++) {
        const struct paint_cmd *c = &p.cmds[i];
        bool below = c->y >= v.lay.other.y;
        if (c->kind == PAINT_rect && c->x >= v.lay.lanes.x && c->y >= v.lay.lanes.y && (c->color & 0xFF) &&
            c->h > 4)
            segments[below]++;
        if (c->kind != PAINT_text) continue;
        names += strcmp(paint_string(&p, c->text), "MainThread") == 0 && c->x < v.lay.labels.w;
        named += strstr(paint_string(&p, c->text), "gil_two_cores.yaml") != NULL;
    }
    assert_true(names >= 2);
    assert_true(named >= 1);
    assert_true(segments[0] > 10 && segments[1] > 10);
    paint_fini(&p);
    view_fini(&v);
    run_close(&on);
    run_close(&off);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lessons), cmocka_unit_test(test_compare)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
