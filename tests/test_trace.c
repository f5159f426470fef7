/* Lanes, numbers, laws and texts of hand-made traces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "scene.h"
#include "trace/laws.h"
#include "trace/stats.h"

static const struct laws_options strict = {.work_conserving = true};

struct world {
    struct trace t;
    struct tracks ts;
    struct stats s;
    struct arena a;
    struct buf b;
};

static void open_world(struct world *w, void (*make)(struct trace *)) {
    memset(w, 0, sizeof *w);
    make(&w->t);
    tracks_build(&w->ts, &w->t);
    arena_init(&w->a);
    stats_compute(&w->a, &w->ts, &w->s);
}

static void close_world(struct world *w) {
    buf_fini(&w->b);
    arena_fini(&w->a);
    tracks_fini(&w->ts);
    trace_fini(&w->t);
}

static const struct lane *lane_named(struct world *w, const char *name) {
    for (size_t i = 0; i < w->ts.count; i++)
        if (strcmp(lane_name(&w->ts, &w->ts.lanes[i], &w->b), name) == 0) return &w->ts.lanes[i];
    fail_msg("no lane %s", name);
    return NULL;
}

/* A lane as text, one letter a millisecond at its start: G gil, R running, w gil wait, r ready, b blocked ... */
static void expect_letters(struct world *w, const char *lane, sim_ns step, const char *want) {
    static const char letters[] = "GRwrbsHQpiSaq";
    const struct lane *l = lane_named(w, lane);
    struct buf got = {0};
    for (sim_ns t = 0; t < w->ts.end_ns; t += step) {
        bool covers;
        size_t i = lane_at(l, t, &covers);
        buf_char(&got, covers ? letters[lane_state(l, i)] : '.');
    }
    assert_string_equal(got.data, want);
    buf_fini(&got);
}

static void test_lanes_of_threads(void **state) {
    (void)state;
    struct world w;
    open_world(&w, scene_two_threads);
    expect_letters(&w, "MainThread", NS_MS, "rGGGGGGwwwwwGGGGGwwwww.");
    expect_letters(&w, "Thread-1 (spin)", NS_MS, ".rwwwwwGGGGGwwwwwGGGGGG");
    expect_letters(&w, "CPU 0", NS_MS, "sRRRRRR.....RRRRR......");
    expect_letters(&w, "GIL", NS_MS, ".HHHHHHHHHHHHHHHHHHHHHH");
    close_world(&w);
}

static void test_lanes_of_loop(void **state) {
    (void)state;
    struct world w;
    open_world(&w, scene_loop);
    expect_letters(&w, "loop", 50 * NS_MS, "SpSpSSSSSSSSSSpppppp");
    close_world(&w);
}

static void test_lanes_of_jobs(void **state) {
    (void)state;
    struct world w;
    open_world(&w, scene_jobs);
    expect_letters(&w, "A", 10 * NS_MS, "RrrRrR");
    expect_letters(&w, "B", 10 * NS_MS, "rRrrR.");
    expect_letters(&w, "C", 10 * NS_MS, "rrR...");
    close_world(&w);
}

/* While the loop is blocked by time.sleep, its coroutine is "running" and the thread sleeps. */
static void test_coroutine_states(void **state) {
    (void)state;
    struct world w;
    open_world(&w, scene_loop);
    expect_letters(&w, "Task-2 (slow)", 50 * NS_MS, "qaaaaRRRRRRRRR......");
    expect_letters(&w, "MainThread", 50 * NS_MS, "GbGbGGbbbbbbbbbbbbbb");
    close_world(&w);
}

static void test_stats(void **state) {
    (void)state;
    struct world w;
    open_world(&w, scene_jobs);
    static const struct {
        sim_ns response, turnaround, wait, run;
    } want[] = {{0, 60, 30, 30}, {10, 50, 30, 20}, {20, 30, 20, 10}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(w.s.tasks[i].response, want[i].response * NS_MS);
        assert_int_equal(w.s.tasks[i].turnaround, want[i].turnaround * NS_MS);
        assert_int_equal(w.s.tasks[i].wait, want[i].wait * NS_MS);
        assert_int_equal(w.s.tasks[i].run, want[i].run * NS_MS);
    }
    assert_int_equal(w.s.context_switches, 6);
    assert_int_equal(w.s.runq_max, 2);
    assert_int_equal(w.s.utilisation_ppm, 1000000);
    assert_int_equal(w.s.fairness_ppm, 857143); /* 60^2 / (3 * (30^2 + 20^2 + 10^2)) */
    close_world(&w);

    open_world(&w, scene_two_threads);
    assert_int_equal(w.s.gil_count, 1);
    assert_int_equal(w.s.gils[0].holds, 6);
    assert_int_equal(w.s.gils[0].switches, 5);
    assert_int_equal(w.s.gils[0].requests, 4);
    assert_int_equal(w.s.gils[0].forced, 4);
    assert_int_equal(w.s.gils[0].hold.median, 5100000);
    assert_int_equal(w.s.tasks[0].run_gil + w.s.tasks[1].run_gil, w.s.gils[0].hold.total);
    close_world(&w);

    open_world(&w, scene_loop);
    assert_int_equal(w.s.loops[0].iterations, 8);
    assert_int_equal(w.s.loops[0].steps, 9);
    assert_int_equal(w.s.loops[0].longest_step, 400100000);
    close_world(&w);
}

static void test_laws_hold(void **state) {
    (void)state;
    void (*const scenes[])(struct trace *) = {scene_two_threads, scene_jobs, scene_loop};
    for (size_t i = 0; i < 3; i++) {
        struct trace t;
        struct buf why = {0};
        scenes[i](&t);
        if (!laws_hold(&t, &strict, &why)) fail_msg("scene %zu: %s", i, why.data);
        buf_fini(&why);
        trace_fini(&t);
    }
}

/* One record of a good trace is spoilt; the law that it breaks must be named. */
struct spoil {
    void (*make)(struct trace *);
    enum event event;
    size_t nth;
    enum { TIME, CPU, UNIT, A, B, EVENT } field;
    int64_t value;
    int law;
};

static const struct spoil spoils[] = {
    {scene_jobs, EV_stop, 1, TIME, 5, 1},
    {scene_jobs, EV_run, 1, UNIT, 1, 2},
    {scene_jobs, EV_ready, 0, EVENT, EV_run, 2},
    {scene_jobs, EV_stop, 0, EVENT, EV_note, 3},
    {scene_two_threads, EV_gil_drop, 0, EVENT, EV_note, 4},
    {scene_two_threads, EV_gil_drop, 1, UNIT, 2, 4},
    {scene_two_threads, EV_block, 0, B, CAUSE_none, 6},
    {scene_jobs, EV_ready, 1, B, CAUSE_none, 6},
    {scene_jobs, EV_stop, 2, B, 9999, 7},
    {scene_jobs, EV_stop, 2, A, CAUSE_none, 6},
    {scene_two_threads, EV_gil_take, 0, EVENT, EV_note, 8},
    {scene_two_threads, EV_run, 1, CPU, 0, 3},
};

static void test_laws_broken(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
        const struct spoil *s = &spoils[i];
        struct trace t;
        struct buf why = {0};
        size_t seen = 0, k = 0;
        s->make(&t);
        for (; k < t.count; k++)
            if (trace_at(&t, k)->event == s->event && seen++ == s->nth) break;
        assert_true(k < t.count);
        struct record *r = &t.chunks[k / TRACE_CHUNK][k % TRACE_CHUNK];
        switch (s->field) {
        case TIME: r->time_ns = s->value; break;
        case CPU: r->cpu = (uint16_t)s->value; break;
        case UNIT: r->unit = (uint32_t)s->value; break;
        case A: r->a = (uint32_t)s->value; break;
        case B: r->b = s->value; break;
        case EVENT: r->event = (uint16_t)s->value; break;
        }
        assert_false(laws_hold(&t, &strict, &why));
        int law = atoi(why.data + strlen("law "));
        if (law != s->law) fail_msg("row %zu: wanted law %d, got: %s", i, s->law, why.data);
        buf_fini(&why);
        trace_fini(&t);
    }
}

/* Law 5: a task is ready on CPU 0, which idles for 3 us before it runs. */
static void test_law_idle(void **state) {
    (void)state;
    struct trace t;
    struct scene s = {.t = &t};
    struct buf why = {0};
    trace_init(&t);
    uint32_t job = trace_unit(&t, UNIT_JOB, NO_UNIT, "A", 0);
    emit(&s, EV_ready, job, NO_UNIT, CAUSE_arrived);
    s.now = 3000;
    emit(&s, EV_run, job, 0, 0);
    s.now = 5000;
    emit(&s, EV_stop, job, CAUSE_exited, 2000);
    emit(&s, EV_exit, job, 0, 0);
    t.end_ns = 5000;
    struct laws_options slack = {.work_conserving = true, .wake_slack_ns = 3000},
                        none = {.work_conserving = false};
    assert_true(laws_hold(&t, &none, &why));
    assert_true(laws_hold(&t, &slack, &why));
    assert_false(laws_hold(&t, &strict, &why));
    assert_non_null(strstr(why.data, "law 5"));
    buf_fini(&why);
    trace_fini(&t);
}

static void test_texts(void **state) {
    (void)state;
    struct trace t;
    struct buf b = {0};
    scene_two_threads(&t);
    static const struct {
        enum event event;
        const char *line, *sentence;
    } want[] = {
        {EV_run,
         "     0.000000 ms  cpu0  -                     MainThread      run          rule=\"the only one ready\" switch=2 us",
         "MainThread is put on CPU 0: the only one ready"},
        {EV_gil_take,
         "     0.002000 ms  cpu0  two.py:8              MainThread      gil_take     gil=GIL switched=yes",
         "MainThread takes GIL"},
        {EV_gil_request,
         "     6.002000 ms  cpu1  two.py:5              Thread-1 (spin)  gil_request  gil=GIL holder=MainThread",
         "Thread-1 (spin) waited a whole switch interval: it asks MainThread to drop GIL"},
        {EV_output,
         "     6.103000 ms  cpu1  two.py:5              Thread-1 (spin)  output       stream=stdout offset=\"tick\\n\"",
         "Thread-1 (spin) writes to stdout"},
        {EV_line,
         "     0.002000 ms  cpu0  two.py:8              MainThread      line         function=\"<module>\" depth=0",
         "MainThread is at two.py:8 in <module>"},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        size_t k = 0;
        while (k < t.count && trace_at(&t, k)->event != want[i].event) k++;
        buf_clear(&b);
        trace_text_line(&t, k, &b);
        assert_string_equal(b.data, want[i].line);
        buf_clear(&b);
        trace_sentence(&t, k, &b);
        assert_string_equal(b.data, want[i].sentence);
    }
    buf_fini(&b);
    trace_fini(&t);
}

static void test_time_short(void **state) {
    (void)state;
    static const struct {
        sim_ns t;
        const char *text;
    } want[] = {{0, "0 ns"},
                {999, "999 ns"},
                {1000, "1.000 us"},
                {12345, "12.35 us"},
                {999999, "1000.0 us"},
                {5100000, "5.100 ms"},
                {3004567890, "3.005 s"},
                {40310000000, "40.31 s"},
                {NS_S * 5000, "5000 s"},
                {-1500, "-1.500 us"}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char text[NS_TEXT_MAX];
        assert_string_equal(trace_time_short(want[i].t, text), want[i].text);
    }
}

static void test_timeline(void **state) {
    (void)state;
    struct world w;
    open_world(&w, scene_jobs);
    buf_clear(&w.b);
    stats_timeline(&w.ts, -69, &w.b);
    assert_string_equal(w.b.data, "         0                   20 ms               40 ms\n"
                                  "         +-------------------+-------------------+-------------------\n"
                                  "CPU 0    AAAAAAAAAABBBBBBBBBBCCCCCCCCCCAAAAAAAAAABBBBBBBBBBAAAAAAAAAA\n"
                                  "A        ==========oooooooooooooooooooo==========oooooooooo==========\n"
                                  "B        oooooooooo==========oooooooooooooooooooo==========\n"
                                  "C        oooooooooooooooooooo==========\n"
                                  "         = runs  o ready, no CPU\n");
    close_world(&w);
}

static void test_hash(void **state) {
    (void)state;
    struct trace a, b;
    scene_loop(&a);
    scene_loop(&b);
    assert_true(trace_hash(&a) == trace_hash(&b));
    b.chunks[0][3].b ^= 1;
    assert_true(trace_hash(&a) != trace_hash(&b));
    b.chunks[0][3].b ^= 1;
    b.output.data[0] ^= 1;
    assert_true(trace_hash(&a) != trace_hash(&b));
    trace_fini(&a);
    trace_fini(&b);
}

static void test_limit(void **state) {
    (void)state;
    struct trace t;
    trace_init(&t);
    t.limit = 2;
    for (int i = 0; i < 5; i++) trace_emit(&t, (struct record){.time_ns = i});
    assert_true(trace_full(&t));
    assert_int_equal(t.count, 2);
    trace_fini(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lanes_of_threads),
        cmocka_unit_test(test_lanes_of_loop),
        cmocka_unit_test(test_lanes_of_jobs),
        cmocka_unit_test(test_coroutine_states),
        cmocka_unit_test(test_stats),
        cmocka_unit_test(test_laws_hold),
        cmocka_unit_test(test_laws_broken),
        cmocka_unit_test(test_law_idle),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_time_short),
        cmocka_unit_test(test_timeline),
        cmocka_unit_test(test_hash),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
