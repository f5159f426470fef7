/* What must not break the viewer: traces that no simulation would write, extreme ones, and a monkey at the window.
 * Run with SAN=1 these look for errors of memory and arithmetic. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/rng.h"
#include "export/gtrace.h"
#include "paint/action.h"
#include "paint/draw.h"
#include "paint/picture.h"
#include "scene.h"
#include "window/window.h"

#include <SDL.h>

static int64_t draw(struct rng *r, int64_t low, int64_t high) {
    return low + (int64_t)rng_below(r, (uint64_t)(high - low + 1));
}

/* -- any trace that the reader of trace files lets through -- */

static const char *const names[] = {"main",
                                    "",
                                    "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",
                                    "\xf0\x9f\x90\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
                                    "a\x01\n\tb",
                                    "\xff\xfe broken",
                                    "a name that goes on and on and on and on and on and on",
                                    "<b>&amp;\"'",
                                    "\xe2\x80\xae right to left",
                                    "e\xcc\x81\xcc\x81\xcc\x81"};
#define NAMES (sizeof names / sizeof *names)

static sim_ns any_time(struct rng *r) {
    static const sim_ns steps[] = {0, 0, 1, 7, 1000, NS_MS, 5 * NS_MS, NS_S, 3600 * NS_S};
    return steps[draw(r, 0, 8)];
}

static int64_t any_field(struct rng *r, const struct trace *t, const char *field) {
    const char *type = strchr(field, ':');
    static const int64_t ints[] = {0, 1, 2, -1, 40, 5 * NS_MS, INT64_MAX, INT64_MIN, INT32_MAX};
    if (type && strcmp(type, ":unit") == 0) return draw(r, 0, (int64_t)t->unit_count - 1);
    if (type && strcmp(type, ":str") == 0) return draw(r, 0, (int64_t)t->strings.count - 1);
    if (type && strcmp(type, ":cause") == 0) return draw(r, 0, CAUSE_COUNT - 1);
    return ints[draw(r, 0, 8)];
}

static struct record any_record(struct rng *r, const struct trace *t, sim_ns now) {
    static const char *const fields[][2] = {
#define EVENT(name, a, b, sentence) {a, b},
#include "trace/event.def"
#undef EVENT
    };
    struct record e = {.time_ns = now, .event = (uint16_t)draw(r, 0, EVENT_COUNT - 1)};
    int cpus = t->cores * t->smt;
    if (e.event == EV_output) e.event = EV_run; /* trace_output writes those */
    e.cpu = (uint16_t)draw(r, 0, cpus - 1);
    if (e.event != EV_run && e.event != EV_stop && draw(r, 0, 4) == 0) e.cpu = NO_CPU;
    e.unit = (uint32_t)draw(r, 0, (int64_t)t->unit_count - 1);
    e.where = (uint32_t)draw(r, 0, (int64_t)t->where_count - 1);
    e.a = (uint32_t)any_field(r, t, fields[e.event][0]);
    e.b = any_field(r, t, fields[e.event][1]);
    return e;
}

static void any_trace(struct rng *r, struct trace *t, size_t records) {
    static const char source[] = "line one\n\tline two\nline \xff three";
    sim_ns now = 0;
    trace_init(t);
    t->cores = (int)draw(r, 1, 5);
    t->smt = (int)draw(r, 1, 2);
    t->gil_build = draw(r, 0, 1);
    if (draw(r, 0, 1)) trace_source_add(t, "a.py", source, sizeof source - 1);
    for (int64_t n = draw(r, 0, 14); n > 0; n--)
        trace_unit(t, (enum unit_kind)draw(r, UNIT_OUTSIDE, UNIT_DEVICE),
                   (uint32_t)draw(r, 0, (int64_t)t->unit_count - 1), names[draw(r, 0, NAMES - 1)],
                   draw(r, 0, 200) ? any_time(r) : INT64_MIN);
    for (int64_t n = draw(r, 0, 5); n > 0; n--)
        trace_where(t, draw(r, 0, 1) ? "a.py" : names[draw(r, 0, NAMES - 1)], (int)draw(r, -2, 6),
                    names[draw(r, 0, NAMES - 1)]);
    for (size_t i = 0; i < records; i++) {
        sim_ns step = any_time(r);
        now = now > INT64_MAX / 2 - step ? now : now + step;
        if (draw(r, 0, 9) == 0)
            trace_output(t, now, 0, (uint32_t)draw(r, 0, (int64_t)t->unit_count - 1), 0, (int)draw(r, 0, 3),
                         "\x1b[K\ra\tb\n\xff", (size_t)draw(r, 0, 8));
        else trace_emit(t, any_record(r, t, now));
    }
    t->end_ns = draw(r, 0, 3) ? now : any_time(r);
    if (records && draw(r, 0, 30) == 0) { /* the very end of time */
        struct record e = any_record(r, t, INT64_MAX);
        trace_emit(t, e);
    }
}

/* Looks at it as a restless person would; every frame is drawn. */
static void look_around(struct rng *r, struct run *run, int steps) {
    struct view v;
    struct paint p;
    view_init(&v, run, (float)draw(r, 60, 1600), (float)draw(r, 60, 900));
    paint_init(&p, v.width, v.height);
    for (int i = 0; i < steps; i++) {
        view_draw(&v, &p);
        int depth = 0;
        for (size_t k = 0; k < p.count; k++) {
            depth += (p.cmds[k].kind == PAINT_clip) - (p.cmds[k].kind == PAINT_unclip);
            assert_true(depth >= 0);
        }
        assert_int_equal(depth, 0);
        v.pointer_x = (float)draw(r, -1, (int64_t)v.width);
        v.pointer_y = (float)draw(r, -1, (int64_t)v.height);
        int64_t what = draw(r, 0, 9);
        if (what < 5) view_act(&v, (enum action)draw(r, 0, ACT_COUNT - 1));
        else if (what < 7) view_click(&v, &p, v.pointer_x, v.pointer_y);
        else if (what == 7)
            view_wheel(&v, v.pointer_x, v.pointer_y, (float)draw(r, -8, 8), draw(r, 0, 3) == 0,
                       draw(r, 0, 3) == 0);
        else if (what == 8) view_tick(&v, draw(r, 0, NS_S));
        else view_resize(&v, (float)draw(r, 1, 2000), (float)draw(r, 1, 1200));
        assert_true(v.to > v.from);
        assert_true(v.at >= 0 && v.at <= ns_max(run->tracks.end_ns, 0));
    }
    struct buf b = {0};
    view_dump(&v, &b);
    buf_fini(&b);
    paint_fini(&p);
    view_fini(&v);
}

static void write_picture(struct run *run, const char *format) {
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    struct picture o = picture_defaults(run);
    o.format = format;
    o.seconds = 1;
    o.fps = 2;
    if (!picture_write(run, &o, "/dev/null", &d)) fail_msg("%s: %s", format, d.message);
    arena_fini(&a);
}

static void test_forged_worlds(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct rng r;
        struct trace t, back;
        struct run run;
        struct buf b = {0};
        struct arena a;
        struct diag d;
        arena_init(&a);
        diag_init(&d, &a);
        rng_init(&r, seed, "forged");
        any_trace(&r, &t, (size_t)draw(&r, 0, 300));
        gtrace_write(&t, &b);
        trace_fini(&t);
        if (gtrace_read(&back, "forged", b.data, b.len, &d)) {
            run_open(&run, &back, "forged");
            look_around(&r, &run, 40);
            if (seed % 10 == 0) write_picture(&run, seed % 20 ? "svg" : "png");
            run_close(&run);
        } else {
            assert_non_null(d.message);
        }
        buf_fini(&b);
        arena_fini(&a);
    }
}

/* -- extremes -- */

static void open_and_look(struct trace *t, uint64_t seed) {
    struct rng r;
    struct run run;
    rng_init(&r, seed, "extremes");
    run_open(&run, t, "extreme");
    look_around(&r, &run, 60);
    write_picture(&run, "svg");
    write_picture(&run, "pdf");
    write_picture(&run, "png");
    write_picture(&run, "gif");
    run_close(&run);
}

static void test_no_events(void **state) {
    (void)state;
    struct trace t;
    trace_init(&t);
    open_and_look(&t, 1);
    trace_init(&t);
    trace_unit(&t, UNIT_PROCESS, NO_UNIT, "p", 0);
    trace_unit(&t, UNIT_THREAD, 1, "t", 0);
    open_and_look(&t, 2);
}

/* An hour, and slices of a nanosecond in it. */
static void test_hour_of_nanoseconds(void **state) {
    (void)state;
    struct trace t;
    struct scene s = {.t = &t};
    trace_init(&t);
    uint32_t a = trace_unit(&t, UNIT_JOB, NO_UNIT, "A", 0), b = trace_unit(&t, UNIT_JOB, NO_UNIT, "B", 0);
    for (int i = 0; i < 20000; i++) {
        emit(&s, EV_run, i % 2 ? b : a, 0, 0);
        s.now += i == 10000 ? 3600 * NS_S : 1;
        emit(&s, EV_stop, i % 2 ? b : a, CAUSE_slice, 1);
    }
    t.end_ns = s.now;
    struct run run;
    struct view v;
    struct paint p;
    run_open(&run, &t, "hour");
    view_init(&v, &run, 1280, 720);
    paint_init(&p, 1280, 720);
    for (int zoom = 0; zoom < 80; zoom++) { /* down to the nanoseconds at the beginning */
        view_draw(&v, &p);
        assert_true(p.count < 20000);
        view_zoom(&v, 0, 0.6);
    }
    assert_true(v.to - v.from < 100);
    view_seek(&v, 3600 * NS_S + 10005);
    view_draw(&v, &p);
    bool covers;
    size_t at = lane_at(&run.tracks.lanes[0], v.at, &covers);
    assert_true(covers);
    assert_int_equal(lane_end(&run.tracks.lanes[0], at) - lane_start(&run.tracks.lanes[0], at), 1);
    at = lane_at(&run.tracks.lanes[0], 1800 * NS_S, &covers); /* the long one keeps its length */
    assert_true(covers);
    assert_true(lane_end(&run.tracks.lanes[0], at) - lane_start(&run.tracks.lanes[0], at) == 3600 * NS_S);
    paint_fini(&p);
    view_fini(&v);
    run_close(&run);
}

static void test_many_lanes_and_names(void **state) {
    (void)state;
    struct trace t;
    struct scene s = {.t = &t};
    trace_init(&t);
    t.cores = 16;
    for (uint32_t i = 0; i < 500; i++) {
        uint32_t u = trace_unit(&t, UNIT_JOB, NO_UNIT, names[i % NAMES], 0);
        emit(&s, EV_ready, u, NO_UNIT, CAUSE_arrived);
    }
    for (uint32_t i = 0; i < 2000; i++) {
        s.cpu = (uint16_t)(i % 16);
        emit(&s, EV_run, 1 + i % 500, 0, 1500);
        s.now += NS_MS;
        emit(&s, EV_stop, 1 + i % 500, CAUSE_slice, NS_MS - 1500);
    }
    t.end_ns = s.now;
    open_and_look(&t, 3);
}

/* -- a monkey at the window: it takes the place of SDL's event queue -- */

static struct {
    struct rng rng;
    int left;
    const char *files[6];
} monkey;

SDL_Keymod SDL_GetModState(void) {
    static const SDL_Keymod mods[] = {KMOD_NONE, KMOD_NONE, KMOD_NONE, KMOD_SHIFT, KMOD_CTRL, KMOD_ALT};
    return mods[draw(&monkey.rng, 0, 5)];
}

static void any_key(SDL_Event *e) {
    static const SDL_Keycode keys[] = {SDLK_SPACE,    SDLK_RIGHT, SDLK_LEFT,   SDLK_UP,        SDLK_DOWN,
                                       SDLK_HOME,     SDLK_END,   SDLK_ESCAPE, SDLK_RETURN,    SDLK_TAB,
                                       SDLK_PAGEDOWN, SDLK_F1,    SDLK_F11,    SDLK_BACKSPACE, SDLK_PLUS,
                                       SDLK_MINUS,    SDLK_F12,   SDLK_DELETE, SDLK_F5};
    struct rng *r = &monkey.rng;
    e->type = draw(r, 0, 5) ? SDL_KEYDOWN : SDL_KEYUP;
    e->key.keysym.sym = draw(r, 0, 1) ? keys[draw(r, 0, 18)] : (SDL_Keycode)draw(r, ' ', '~');
    e->key.keysym.mod = (Uint16)SDL_GetModState();
    bool quits = e->key.keysym.sym == SDLK_q || e->key.keysym.sym == SDLK_w;
    if (quits && e->key.keysym.mod & KMOD_CTRL) e->key.keysym.mod = KMOD_NONE;
}

static void any_pointer(SDL_Event *e) {
    struct rng *r = &monkey.rng;
    int x = (int)draw(r, -20, 1300), y = (int)draw(r, -20, 900);
    int64_t what = draw(r, 0, 3);
    if (what == 0) {
        e->type = SDL_MOUSEWHEEL;
        e->wheel.y = (int)draw(r, -3, 3);
        e->wheel.preciseY = (float)draw(r, -30, 30) / 10;
    } else if (what == 1) {
        e->type = draw(r, 0, 1) ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        e->button.button = (Uint8)draw(r, 1, 5);
        e->button.clicks = (Uint8)draw(r, 1, 3);
        e->button.x = x;
        e->button.y = y;
    } else {
        e->type = SDL_MOUSEMOTION;
        e->motion.x = x;
        e->motion.y = y;
        e->motion.xrel = (int)draw(r, -200, 200);
        e->motion.yrel = (int)draw(r, -200, 200);
    }
}

static void any_window(SDL_Event *e) {
    static const Uint8 kinds[] = {SDL_WINDOWEVENT_FOCUS_LOST, SDL_WINDOWEVENT_FOCUS_GAINED,
                                  SDL_WINDOWEVENT_LEAVE,      SDL_WINDOWEVENT_HIDDEN,
                                  SDL_WINDOWEVENT_EXPOSED,    SDL_WINDOWEVENT_MINIMIZED,
                                  SDL_WINDOWEVENT_RESTORED,   SDL_WINDOWEVENT_SIZE_CHANGED};
    struct rng *r = &monkey.rng;
    SDL_Window *w = SDL_GetWindowFromID(1);
    e->type = SDL_WINDOWEVENT;
    e->window.event = kinds[draw(r, 0, 7)];
    if (w && e->window.event == SDL_WINDOWEVENT_SIZE_CHANGED)
        SDL_SetWindowSize(w, (int)draw(r, 1, 1400), (int)draw(r, 1, 900));
}

static void any_event(SDL_Event *e) {
    static const char *const typed[] = {"a",    "/",     "x", "5ms", "\xf0\x9f\x90\x8d",
                                        "%s%n", "eevdf", " ", "\xff"};
    struct rng *r = &monkey.rng;
    memset(e, 0, sizeof *e);
    int64_t what = draw(r, 0, 99);
    if (what < 50) {
        any_key(e);
    } else if (what < 85) {
        any_pointer(e);
    } else if (what < 92) {
        e->type = SDL_TEXTINPUT;
        strcpy(e->text.text, typed[draw(r, 0, 8)]);
    } else if (what < 98) {
        any_window(e);
    } else {
        e->type = SDL_DROPFILE;
        e->drop.file = SDL_strdup(monkey.files[draw(r, 0, 5)]);
    }
}

/* These two stand before SDL's own when the viewer asks for events. */
int SDL_WaitEventTimeout(SDL_Event *e, int timeout) {
    (void)timeout;
    if (monkey.left-- > 0) any_event(e);
    else *e = (SDL_Event){.type = SDL_QUIT};
    return 1;
}

int SDL_PollEvent(SDL_Event *e) {
    (void)e;
    return 0;
}

static void file_write(const char *path, const char *text, size_t n) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void monkey_files(void) {
    static const char
        good[] = "machine: {cores: 2}\nrandom: {jobs: 5, cpu: uniform 1ms 20ms}\n"
                 "notes:\n  - {at: 2ms, say: first, zoom: 5ms}\n  - {at: 9ms, say: second}\n",
        program[] =
            "import threading\n\n\ndef f():\n    for i in range(2000):\n        print(i, end='\\r')\n\n\n"
            "threading.Thread(target=f).start()\nf()\n";
    struct trace t;
    struct buf b = {0};
    scene_loop(&t);
    gtrace_write(&t, &b);
    file_write("good.yaml", good, sizeof good - 1);
    file_write("program.py", program, sizeof program - 1);
    file_write("broken.yaml", "jobs:\n  - {nam: A}\n", 19);
    file_write("loop.gtrace", b.data, b.len);
    file_write("cut.gtrace", b.data, b.len / 2);
    static const char *const files[6] = {"good.yaml",   "program.py", "broken.yaml",
                                         "loop.gtrace", "cut.gtrace", "none.py"};
    memcpy(monkey.files, files, sizeof files);
    buf_fini(&b);
    trace_fini(&t);
}

static void test_monkey(void **state) {
    (void)state;
    char dir[] = "/tmp/gilscope-monkey-XXXXXX", here[1024];
    assert_non_null(getcwd(here, sizeof here));
    assert_non_null(mkdtemp(dir));
    assert_int_equal(chdir(dir), 0);
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("HOME", dir, 1);
    setenv("XDG_CONFIG_HOME", dir, 1);
    monkey_files();
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct options none = {0};
        struct loaded l;
        struct buf why = {0};
        rng_init(&monkey.rng, seed, "monkey");
        monkey.left = 700;
        if (!loader_open(&l, monkey.files[seed % 2], &none, NULL, 0, NULL, &why)) fail_msg("%s", why.data);
        struct window_options o = {
            .path = monkey.files[seed % 2], .options = &none, .width = 900, .height = 600, .at = NS_NEVER};
        assert_int_equal(window_run(&l, NULL, &o), 0);
        buf_fini(&why);
    }
    assert_int_equal(chdir(here), 0);
    char command[sizeof dir + 16];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    assert_int_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forged_worlds),
        cmocka_unit_test(test_no_events),
        cmocka_unit_test(test_hour_of_nanoseconds),
        cmocka_unit_test(test_many_lanes_and_names),
        cmocka_unit_test(test_monkey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
