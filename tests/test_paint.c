/* Drawing without a window: paint lists as text, hit-testing, level of detail, the terminal, moving about. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gif_lib.h>
#include <unistd.h>

#include "paint/action.h"
#include "paint/draw.h"
#include "paint/picture.h"
#include "paint/render.h"
#include "scene.h"

struct stage {
    struct run run;
    struct view view;
    struct paint paint;
    struct buf text;
};

static void raise_curtain(struct stage *s, void (*make)(struct trace *), float w, float h) {
    struct trace t;
    memset(s, 0, sizeof *s);
    make(&t);
    run_open(&s->run, &t, "scene");
    view_init(&s->view, &s->run, w, h);
    paint_init(&s->paint, w, h);
}

static void drop_curtain(struct stage *s) {
    buf_fini(&s->text);
    paint_fini(&s->paint);
    view_fini(&s->view);
    run_close(&s->run);
}

/* The segments drawn on a lane: "x..x pattern" of each, rounded to pixels. */
static const char *segments_of(struct stage *s, const char *name) {
    static const char *const patterns[] = {"solid", "hatch", "cross", "dots", "rules", "bars"};
    struct buf label = {0};
    buf_clear(&s->text);
    view_draw(&s->view, &s->paint);
    for (size_t i = 0; i < s->paint.count; i++) {
        const struct paint_cmd *c = &s->paint.cmds[i];
        const struct hit *h = &s->paint.hits[c->hit];
        if (c->kind != PAINT_rect || h->kind != HIT_segment || c->color == 0 || c->w <= 1) continue;
        if (strcmp(lane_name(&s->run.tracks, view_lane(&s->view, h->a), &label), name) != 0) continue;
        buf_printf(&s->text, "%.0f-%.0f %s, ", (double)c->x, (double)(c->x + c->w), patterns[c->pattern]);
    }
    buf_fini(&label);
    return s->text.data ? s->text.data : "";
}

static void test_segments(void **state) {
    (void)state;
    struct stage s;
    raise_curtain(&s, scene_jobs, 800, 400);
    s.view.side_shown = false;
    view_layout(&s.view);
    view_show(&s.view, 0, 60 * NS_MS);
    s.view.from = 0;
    s.view.to = 60 * NS_MS; /* 190 px of labels, then 610 px: about 102 px for 10 ms */
    assert_string_equal(
        segments_of(&s, "CPU 0"),
        "190-291 solid, 292-393 solid, 393-494 solid, 495-596 solid, 597-698 solid, 698-799 solid, ");
    assert_string_equal(segments_of(&s, "B"), "190-291 dots, 292-393 solid, 393-596 dots, 597-698 solid, ");
    drop_curtain(&s);
}

static void test_states_have_patterns(void **state) {
    (void)state;
    struct stage s;
    raise_curtain(&s, scene_two_threads, 1280, 720);
    const char *got = segments_of(&s, "MainThread");
    assert_non_null(strstr(got, "solid"));
    assert_non_null(strstr(got, "hatch"));
    for (int t = 0; t < THEME_COUNT; t++) { /* no two of the five states look alike */
        static const enum seg_state states[] = {SEG_running_gil, SEG_running, SEG_gil_wait, SEG_ready,
                                                SEG_blocked};
        for (size_t i = 0; i < 5; i++)
            for (size_t k = 0; k < i; k++) {
                const struct state_look *a = &theme_get((enum theme_name)t)->states[states[i]],
                                        *b = &theme_get((enum theme_name)t)->states[states[k]];
                assert_true(a->pattern != b->pattern || (a->height < 0.3F) != (b->height < 0.3F));
            }
    }
    drop_curtain(&s);
}

/* Everything drawn lies within the window or a clip, at any size, and never loses a clip. */
static void test_sizes(void **state) {
    (void)state;
    static const float sizes[][2] = {{1280, 720}, {1920, 1080}, {3840, 2160}, {400, 300},
                                     {200, 120},  {720, 300},   {64, 64}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int overlay = OVERLAY_none; overlay <= OVERLAY_table; overlay++) {
            struct stage s;
            int depth = 0;
            raise_curtain(&s, scene_loop, sizes[i][0], sizes[i][1]);
            s.view.overlay = (enum overlay)overlay;
            s.view.at = 300 * NS_MS;
            s.view.arrows = true;
            view_draw(&s.view, &s.paint);
            for (size_t k = 0; k < s.paint.count; k++) {
                const struct paint_cmd *c = &s.paint.cmds[k];
                depth += (c->kind == PAINT_clip) - (c->kind == PAINT_unclip);
                assert_true(depth >= 0 && depth <= 2);
                assert_true(c->x > -1e6F && c->x < 1e6F && c->w < 1e6F && c->y > -1e6F && c->y < 1e6F);
            }
            assert_int_equal(depth, 0);
            drop_curtain(&s);
        }
}

static void test_click_selects(void **state) {
    (void)state;
    struct stage s;
    raise_curtain(&s, scene_two_threads, 1280, 720);
    view_draw(&s.view, &s.paint);
    for (size_t i = 0; i < s.view.row_count; i++) {
        const struct row *r = &s.view.rows[i];
        if (r->kind != ROW_lane || view_lane(&s.view, r->lane)->kind != LANE_TASK) continue;
        float x = view_x(&s.view, 8 * NS_MS), y = s.view.lay.lanes.y + r->y + r->h / 2;
        view_click(&s.view, &s.paint, x, y);
        assert_int_equal(s.view.sel_lane, r->lane);
        struct segment a_seg;
        const struct segment *g = view_selected(&s.view, &a_seg);
        assert_non_null(g);
        assert_true(g->start_ns <= 8 * NS_MS && g->end_ns > 8 * NS_MS);
    }
    /* the inspector now has links; the first leads to the record that began the segment */
    view_draw(&s.view, &s.paint);
    for (size_t i = 0; i < s.paint.count; i++) {
        const struct hit *h = &s.paint.hits[s.paint.cmds[i].hit];
        if (h->kind != HIT_link) continue;
        const struct paint_cmd c = s.paint.cmds[i];
        sim_ns want = h->value;
        view_click(&s.view, &s.paint, c.x + 2, c.y + 2);
        assert_int_equal(s.view.at, want);
        assert_int_equal(s.view.history_count, 1);
        view_act(&s.view, ACT_undo);
        assert_int_equal(s.view.history_count, 0);
        drop_curtain(&s);
        return;
    }
    fail_msg("no link in the inspector");
}

/* Stepping forward over the whole run, then back, passes through the same states. */
static void test_steps_return(void **state) {
    (void)state;
    void (*const scenes[])(struct trace *) = {scene_two_threads, scene_jobs, scene_loop};
    for (size_t k = 0; k < 3; k++) {
        struct stage s;
        struct buf seen[256] = {{0}};
        size_t n = 0;
        raise_curtain(&s, scenes[k], 1280, 720);
        view_show(&s.view, -NS_S, 10 * NS_S); /* so that seeking never scrolls */
        view_fit(&s.view);
        for (;;) {
            moments_seek(&s.run.moments, s.view.at);
            for (size_t u = 0; u < s.run.trace.unit_count; u++)
                buf_printf(&seen[n], "%u ", s.run.moments.where[u]);
            view_dump(&s.view, &seen[n++]);
            if (s.view.at >= s.run.tracks.end_ns || n == 256) break;
            view_act(&s.view, ACT_next);
        }
        assert_in_range(n, 7, 255);
        for (size_t i = n; i-- > 0;) {
            struct buf b = {0};
            moments_seek(&s.run.moments, s.view.at);
            for (size_t u = 0; u < s.run.trace.unit_count; u++) buf_printf(&b, "%u ", s.run.moments.where[u]);
            view_dump(&s.view, &b);
            assert_string_equal(b.data, seen[i].data);
            buf_fini(&b);
            buf_fini(&seen[i]);
            view_act(&s.view, ACT_prev);
        }
        drop_curtain(&s);
    }
}

static void scene_terminal(struct trace *t) {
    struct scene s = {.t = t};
    trace_init(t);
    uint32_t u = trace_unit(t, UNIT_JOB, NO_UNIT, "w", 0);
    static const struct {
        int stream;
        const char *text;
    } writes[] = {{1, "\r| thinking"},
                  {1, "\r/ thinking"},
                  {2, "oops\n"},
                  {1, "a\tb\n"},
                  {1, "\xe2\x82\xac"
                      "5\b6\n"},
                  {1, "\r\x1b[Kdone\n"}};
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        s.now = (sim_ns)(i + 1) * NS_MS;
        trace_output(t, s.now, 0, u, 0, writes[i].stream, writes[i].text, strlen(writes[i].text));
    }
    t->end_ns = s.now;
}

static void test_terminal(void **state) {
    (void)state;
    struct trace t;
    struct moments m;
    struct terminal term = {0};
    scene_terminal(&t);
    moments_init(&m, &t);
    terminal_replay(&term, &m, 2 * NS_MS);
    assert_int_equal(term.count, 1);
    assert_string_equal(term.lines[0].text.data, "/ thinking");
    terminal_replay(&term, &m, 6 * NS_MS);
    assert_int_equal(term.count, 5);
    assert_string_equal(term.lines[0].text.data, "/ thinkingoops");
    assert_int_equal(term.lines[0].marks.data[9], 0);
    assert_int_equal(term.lines[0].marks.data[10], 1);
    assert_string_equal(term.lines[1].text.data, "a       b");
    assert_string_equal(term.lines[2].text.data, "\xe2\x82\xac"
                                                 "6");
    assert_string_equal(term.lines[3].text.data, "done");
    terminal_fini(&term);
    moments_fini(&m);
    trace_fini(&t);
}

/* A lane with far more segments than columns: shares of time agree with the segments. */
static void scene_dense(struct trace *t) {
    struct scene s = {.t = t};
    trace_init(t);
    uint32_t a = trace_unit(t, UNIT_JOB, NO_UNIT, "A", 0), b = trace_unit(t, UNIT_JOB, NO_UNIT, "B", 0);
    emit(&s, EV_ready, a, NO_UNIT, CAUSE_arrived);
    emit(&s, EV_ready, b, NO_UNIT, CAUSE_arrived);
    for (int i = 0; i < 30000; i++) { /* A runs 3 us, B 1 us */
        emit(&s, EV_run, i % 2 ? b : a, 0, 0);
        s.now += i % 2 ? 1000 : 3000;
        emit(&s, EV_stop, i % 2 ? b : a, CAUSE_slice, i % 2 ? 1000 : 3000);
    }
    t->end_ns = s.now;
}

static void test_lod(void **state) {
    (void)state;
    struct stage s;
    raise_curtain(&s, scene_dense, 1280, 720);
    const struct lane *l = view_lane(&s.view, 1); /* task A */
    assert_int_equal(l->kind, LANE_TASK);
    size_t at = 0;
    for (sim_ns from = 0; from + NS_MS <= s.run.tracks.end_ns; from += NS_MS) {
        struct lod_cell c = lod_sum(&s.run.lod, 1, from, from + NS_MS, &at);
        float run = c.ns[LOD_run] / (float)NS_MS, ready = c.ns[LOD_ready] / (float)NS_MS;
        assert_true(run > 0.73F && run < 0.77F && ready > 0.23F && ready < 0.27F);
    }
    assert_true(s.run.lod.lanes[1].count > 0); /* there are levels, since it was looked at */
    view_draw(&s.view, &s.paint);
    assert_true(s.paint.count < 4000); /* cost follows pixels */
    view_show(&s.view, 20 * NS_MS, 20 * NS_MS + 40000);
    view_draw(&s.view, &s.paint);
    assert_true(s.paint.count > 60);
    drop_curtain(&s);
}

static void test_search(void **state) {
    (void)state;
    struct stage s;
    raise_curtain(&s, scene_two_threads, 1280, 720);
    strcpy(s.view.search, "tick"); /* output */
    assert_true(view_search(&s.view, 1));
    assert_int_equal(s.view.search_hits, 2);
    sim_ns first = s.view.at;
    assert_true(view_search(&s.view, 1));
    assert_true(s.view.at > first);
    assert_true(view_search(&s.view, -1));
    assert_int_equal(s.view.at, first);
    strcpy(s.view.search, "gil_request");
    view_search(&s.view, 1);
    assert_int_equal(s.view.search_hits, 4);
    strcpy(s.view.search, "while True"); /* source text */
    assert_true(view_search(&s.view, 1));
    strcpy(s.view.search, "nowhere to be found");
    assert_false(view_search(&s.view, 1));
    drop_curtain(&s);
}

static void test_zoom(void **state) {
    (void)state;
    struct stage s;
    raise_curtain(&s, scene_jobs, 1280, 720);
    sim_ns t = view_time(&s.view, 500);
    view_wheel(&s.view, 500, 300, 3, false, false);
    sim_ns after = view_time(&s.view, 500);
    assert_true(llabs(t - after) <
                (s.view.to - s.view.from) / 400); /* what is under the pointer stays there */
    for (int i = 0; i < 200; i++) view_wheel(&s.view, 500, 300, 2, false, false);
    assert_true(s.view.to - s.view.from >= 20);
    for (int i = 0; i < 200; i++) view_wheel(&s.view, 500, 300, -2, false, false);
    assert_true(s.view.to - s.view.from <= 2 * s.run.tracks.end_ns);
    drop_curtain(&s);
}

/* Every action on every scene, in a fixed random order: nothing breaks, and drawing goes on. */
static void test_all_actions(void **state) {
    (void)state;
    void (*const scenes[])(struct trace *) = {scene_two_threads, scene_jobs, scene_loop, scene_terminal,
                                              trace_init};
    uint32_t random = 1;
    for (size_t k = 0; k < 5; k++) {
        struct stage s;
        raise_curtain(&s, scenes[k], 900, 500);
        for (int i = 0; i < 400; i++) {
            random = random * 1664525 + 1013904223;
            view_act(&s.view, (enum action)(random >> 16) % ACT_COUNT);
            view_draw(&s.view, &s.paint);
            random = random * 1664525 + 1013904223;
            float x = (float)(random >> 16 & 1023), y = (float)(random >> 8 & 511);
            s.view.pointer_x = x;
            s.view.pointer_y = y;
            if (i % 3 == 0) view_click(&s.view, &s.paint, x, y);
            if (i % 5 == 0) view_wheel(&s.view, x, y, i % 2 ? 1 : -1, i % 15 == 0, i % 10 == 0);
            assert_true(s.view.to > s.view.from);
            assert_true(s.view.at >= 0 && s.view.at <= s.run.tracks.end_ns);
        }
        drop_curtain(&s);
    }
}

static void test_text_cut(void **state) {
    (void)state;
    struct paint p;
    struct buf b = {0};
    paint_init(&p, 100, 100);
    paint_text(&p, 0, 10, "a long text that will not fit", FONT_sans, 10, 0xFF, ALIGN_left, 60);
    paint_text(&p, 0, 20, "fits", FONT_sans, 10, 0xFF, ALIGN_left, 60);
    paint_text(&p, 0, 30, "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xf0\x9f\x98\x80\n\xff", FONT_mono, 10,
               0xFF, ALIGN_left, 0);
    paint_dump(&p, &b);
    assert_string_equal(
        b.data,
        "text 0.0,10.0 \"a long te…\" #000000ff\ntext 0.0,20.0 \"fits\" #000000ff\n"
        "text 0.0,30.0 \"\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xf0\x9f\x98\x80 \xef\xbf\xbd\" #000000ff\n");
    buf_fini(&b);
    paint_fini(&p);
}

/* A list drawn by cairo alone, and with rectangles filled by ourselves: the largest difference of a channel. */
static int difference(const struct paint *p, double scale) {
    int w = (int)((double)p->width * scale), h = (int)((double)p->height * scale), most = 0;
    cairo_surface_t *s[2];
    for (int k = 0; k < 2; k++) {
        struct render_cache cache = {.all_cairo = k == 0};
        s[k] = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
        cairo_t *cr = cairo_create(s[k]);
        cairo_scale(cr, scale, scale);
        render_cairo(p, cr, 0xFFFFFFFF, &cache);
        cairo_destroy(cr);
        cairo_surface_flush(s[k]);
        render_cache_fini(&cache);
    }
    for (int y = 0; y < h; y++)
        for (int x = 0; x < 4 * w; x++) {
            if (x % 4 == 3) continue; /* the byte that RGB24 does not use */
            size_t at = (size_t)y * (size_t)cairo_image_surface_get_stride(s[0]) + (size_t)x;
            int d = abs(cairo_image_surface_get_data(s[0])[at] - cairo_image_surface_get_data(s[1])[at]);
            most = d > most ? d : most;
        }
    cairo_surface_destroy(s[0]);
    cairo_surface_destroy(s[1]);
    return most;
}

static float random_float(uint32_t *seed, float most) {
    *seed = *seed * 1664525 + 1013904223;
    return (float)(*seed >> 8) / (float)(1 << 24) * most;
}

static void test_pixels_like_cairo(void **state) {
    (void)state;
    uint32_t seed = 7;
    for (int k = 0; k < 3; k++) {
        static const double scales[] = {1, 1.25, 2};
        struct paint p;
        paint_init(&p, 120, 90);
        for (int i = 0; i < 300; i++) {
            float x = random_float(&seed, 130) - 5, y = random_float(&seed, 100) - 5;
            float w = random_float(&seed, i % 3 ? 30 : 1.5F), h = random_float(&seed, i % 4 ? 20 : 0.8F);
            rgba c = (rgba)random_float(&seed, 4e9F) | (i % 5 ? 0xFF : 0);
            if (i % 50 == 40) paint_clip(&p, 10, 8, 80, 60);
            if (i % 7 == 0) paint_pattern(&p, x, y, w, h, c | 0xFF, PATTERN_hatch, 0x204060FF);
            else if (i % 11 == 0) paint_frame(&p, x, y, w + 4, h + 4, 1.5F, c | 0xFF);
            else if (i % 13 == 0) paint_line(&p, x, y, i % 2 ? x : x + w, i % 2 ? y + h : y, 1, c);
            else paint_rect(&p, x, y, w, h, c);
            if (i % 50 == 45) paint_unclip(&p);
        }
        assert_in_range(difference(&p, scales[k]), 0, 8); /* corners of clips between pixels */
        paint_fini(&p);
    }
    struct stage s;
    raise_curtain(&s, scene_two_threads, 900, 500);
    view_draw(&s.view, &s.paint);
    /* where two of one colour overlap within a pixel cairo unites them, we lay one over the other */
    assert_in_range(difference(&s.paint, 1), 0, 64);
    drop_curtain(&s);
}

static void test_hits_respect_clips(void **state) {
    (void)state;
    struct paint p;
    paint_init(&p, 100, 100);
    paint_clip(&p, 0, 0, 50, 50);
    paint_hit_begin(&p, (struct hit){.kind = HIT_lane, .a = 7}, "seven");
    paint_rect(&p, 0, 0, 100, 100, 0);
    paint_hit_end(&p);
    paint_unclip(&p);
    assert_int_equal(paint_hit_at(&p, 20, 20)->a, 7);
    assert_null(paint_hit_at(&p, 70, 20));
    paint_fini(&p);
}

/* giflib's own reader takes the animation: so many frames of that size, with the times asked for. */
static void gif_reads_back(struct run *r) {
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    struct picture o = picture_defaults(r);
    o.format = "gif";
    o.width = 320;
    o.height = 200;
    o.seconds = 2;
    o.fps = 4;
    char path[] = "/tmp/gilscope-gif-XXXXXX";
    int fd = mkstemp(path), error = 0;
    assert_true(fd >= 0);
    assert_true(picture_write(r, &o, path, &d));
    GifFileType *f = DGifOpenFileHandle(fd, &error);
    assert_non_null(f);
    assert_int_equal(DGifSlurp(f), GIF_OK);
    assert_int_equal(f->SWidth, 320);
    assert_int_equal(f->SHeight, 200);
    assert_int_equal(f->ImageCount, 8);
    for (int i = 0; i < f->ImageCount; i++) {
        GraphicsControlBlock g;
        assert_int_equal(DGifSavedExtensionToGCB(f, i, &g), GIF_OK);
        assert_int_equal(g.DelayTime, i == 7 ? 200 : 25);
    }
    assert_int_equal(DGifCloseFile(f, &error), GIF_OK);
    unlink(path);
    arena_fini(&a);
}

/* The same pictures twice are the same bytes; SVG has real text and titles, PDF and GIF their signatures. */
static void test_pictures(void **state) {
    (void)state;
    static const char *const formats[] = {"svg", "pdf", "png", "gif"}, *const begins[] = {"<?xml", "%PDF",
                                                                                          "\x89PNG",
                                                                                          "GIF89a"};
    struct stage s;
    struct diag d;
    struct arena a;
    arena_init(&a);
    diag_init(&d, &a);
    raise_curtain(&s, scene_two_threads, 800, 400);
    for (size_t i = 0; i < 4; i++) {
        struct source files[2];
        struct picture o = picture_defaults(&s.run);
        o.format = formats[i];
        o.width = 640;
        o.seconds = 1;
        o.fps = 3;
        for (int k = 0; k < 2; k++) {
            char path[] = "/tmp/gilscope-picture-XXXXXX";
            int fd = mkstemp(path);
            assert_true(fd >= 0);
            assert_true(picture_write(&s.run, &o, path, &d));
            assert_true(source_read(&a, path, (size_t)1 << 24, &files[k], &d));
            close(fd);
            unlink(path);
        }
        assert_int_equal(files[0].len, files[1].len);
        assert_memory_equal(files[0].text, files[1].text, files[0].len);
        assert_memory_equal(files[0].text, begins[i], strlen(begins[i]));
        if (i == 0) {
            assert_non_null(strstr(files[0].text, ">waits for the GIL</text>"));
            assert_non_null(strstr(files[0].text, "<title>MainThread: waits for the GIL"));
        }
    }
    gif_reads_back(&s.run);
    struct picture bad = picture_defaults(&s.run);
    bad.lanes = "no such lane";
    assert_false(picture_write(&s.run, &bad, "/nowhere/x.svg", &d));
    diag_clear(&d);
    bad.lanes = NULL;
    assert_false(picture_write(&s.run, &bad, "/nowhere/x.svg", &d));
    drop_curtain(&s);
    arena_fini(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_segments),
        cmocka_unit_test(test_states_have_patterns),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_click_selects),
        cmocka_unit_test(test_steps_return),
        cmocka_unit_test(test_terminal),
        cmocka_unit_test(test_lod),
        cmocka_unit_test(test_search),
        cmocka_unit_test(test_zoom),
        cmocka_unit_test(test_all_actions),
        cmocka_unit_test(test_text_cut),
        cmocka_unit_test(test_hits_respect_clips),
        cmocka_unit_test(test_pixels_like_cairo),
        cmocka_unit_test(test_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
