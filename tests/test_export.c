/* Export formats and the trace file, on hand-made traces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "export/export.h"
#include "export/gtrace.h"
#include "scene.h"

static void export_scene(void (*make)(struct trace *), const char *format, sim_ns from, sim_ns to,
                         struct buf *out) {
    struct trace t;
    struct tracks ts;
    make(&t);
    tracks_build(&ts, &t);
    struct export_options o = {.from_ns = from, .to_ns = to};
    const struct export_format *f = export_find(format);
    assert_non_null(f);
    f->write(&ts, &o, out);
    tracks_fini(&ts);
    trace_fini(&t);
}

static void test_csv(void **state) {
    (void)state;
    struct buf b = {0};
    export_scene(scene_jobs, "csv", 15 * NS_MS, 45 * NS_MS, &b);
    assert_string_equal(b.data, "lane_kind,lane,start_ns,end_ns,unit,state,reason,line\n"
                                "cpu,0,15000000,20000000,B,running,next in FIFO order,\n"
                                "cpu,0,20000000,30000000,C,running,next in FIFO order,\n"
                                "cpu,0,30000000,40000000,A,running,next in FIFO order,\n"
                                "cpu,0,40000000,45000000,B,running,next in FIFO order,\n"
                                "task,A,15000000,30000000,,ready,slice,\n"
                                "task,A,30000000,40000000,,running,,\n"
                                "task,A,40000000,45000000,,ready,slice,\n"
                                "task,B,15000000,20000000,,running,,\n"
                                "task,B,20000000,40000000,,ready,slice,\n"
                                "task,B,40000000,45000000,,running,,\n"
                                "task,C,15000000,20000000,,ready,arrived,\n"
                                "task,C,20000000,30000000,,running,,\n");
    buf_fini(&b);
}

static void scene_awkward(struct trace *t) {
    struct scene s = {.t = t};
    trace_init(t);
    uint32_t job = trace_unit(t, UNIT_JOB, NO_UNIT, "a,\"b\"\n\xff", 0);
    emit(&s, EV_ready, job, NO_UNIT, CAUSE_arrived);
    emit(&s, EV_run, job, trace_text(t, "x"), 0);
    trace_output(t, 0, 0, job, 0, 1, "\xe2\x82", 2); /* half a euro sign, then the rest */
    trace_output(t, 0, 0, job, 0, 2, "to stderr", 9);
    s.now = 1500000001;
    trace_output(t, s.now, 0, job, 0, 1, "\xac\n\"\\", 4);
    emit(&s, EV_stop, job, CAUSE_exited, s.now);
    emit(&s, EV_exit, job, 0, 0);
    t->end_ns = s.now;
}

static void test_awkward_names(void **state) {
    (void)state;
    struct buf b = {0};
    export_scene(scene_awkward, "csv", 0, NS_NEVER, &b);
    assert_non_null(strstr(b.data, "\"a,\"\"b\"\"\n\xff\""));
    buf_clear(&b);
    export_scene(scene_awkward, "json", 0, NS_NEVER, &b);
    assert_non_null(strstr(b.data, "\"a,\\\"b\\\"\\n\xef\xbf\xbd\""));
    buf_fini(&b);
}

static void test_cast(void **state) {
    (void)state;
    struct buf b = {0};
    export_scene(scene_awkward, "cast", 0, NS_NEVER, &b);
    const char *events = strchr(b.data, '\n') + 1;
    assert_string_equal(events, "[1.500000001, \"o\", \"\xe2\x82\xac\\r\\n\\\"\\\\\"]\n");
    buf_fini(&b);
}

/* Counts brackets outside strings: cheap, but a missing comma or quote does not pass. */
static void expect_json(const char *s) {
    int depth = 0;
    char last = ' ';
    for (; *s; s++) {
        if (*s == '"') {
            if (last == '"' || last == '}' || last == ']') fail_msg("a comma is missing before %.40s", s);
            for (s++; *s && *s != '"'; s++) {
                assert_true((unsigned char)*s >= 32);
                if (*s == '\\') s++;
            }
            last = '"';
            continue;
        }
        if ((*s == '{' || *s == '[') && (last == '}' || last == ']'))
            fail_msg("a comma is missing before %.40s", s);
        if ((*s == '}' || *s == ']') && last == ',') fail_msg("a comma too much at %.40s", s);
        depth += (*s == '{' || *s == '[') - (*s == '}' || *s == ']');
        if (*s > ' ') last = *s;
    }
    assert_int_equal(depth, 0);
}

static void test_chrome(void **state) {
    (void)state;
    void (*const scenes[])(struct trace *) = {scene_two_threads, scene_jobs, scene_loop, scene_awkward};
    struct buf b = {0};
    for (size_t i = 0; i < 4; i++) {
        buf_clear(&b);
        export_scene(scenes[i], "json", 0, NS_NEVER, &b);
        expect_json(b.data);
    }
    buf_clear(&b);
    export_scene(scene_jobs, "json", 0, NS_NEVER, &b);
    assert_non_null(
        strstr(b.data, "\"thread_name\", \"pid\": 1, \"tid\": 1, \"args\": {\"name\": \"CPU 0\"}"));
    assert_non_null(strstr(
        b.data, "{\"ph\": \"X\", \"name\": \"B\", \"cat\": \"running\", \"pid\": 1, \"tid\": 1, \"ts\": "
                "10000.000, \"dur\": 10000.000}"));
    assert_non_null(strstr(b.data, "trace_event_clock_sync: parent_ts=0.000000"));
    assert_non_null(strstr(b.data,
                           "A-1 [000] .... 0.010000000: sched_switch: prev_comm=A prev_pid=1 prev_prio=120 "
                           "prev_state=R ==> next_comm=swapper next_pid=0 next_prio=120"));
    buf_fini(&b);
}

static void test_text(void **state) {
    (void)state;
    struct buf b = {0};
    size_t lines = 0;
    export_scene(scene_jobs, "text", 0, NS_NEVER, &b);
    for (size_t i = 0; i < b.len; i++) lines += b.data[i] == '\n';
    assert_int_equal(lines, 6 + 6 * 2 + 3);
    buf_fini(&b);
}

static void test_gtrace_round_trip(void **state) {
    (void)state;
    void (*const scenes[])(struct trace *) = {scene_two_threads, scene_jobs, scene_loop, scene_awkward};
    for (size_t i = 0; i < 4; i++) {
        struct trace t, u;
        struct buf b = {0}, again = {0};
        struct arena a;
        struct diag d;
        arena_init(&a);
        diag_init(&d, &a);
        scenes[i](&t);
        gtrace_write(&t, &b);
        assert_true(gtrace_is(b.data, b.len));
        if (!gtrace_read(&u, "x", b.data, b.len, &d)) fail_msg("%s", d.message);
        assert_true(trace_hash(&t) == trace_hash(&u));
        assert_int_equal(t.source_count, u.source_count);
        gtrace_write(&u, &again);
        assert_int_equal(b.len, again.len);
        assert_memory_equal(b.data, again.data, b.len);
        trace_fini(&t);
        trace_fini(&u);
        buf_fini(&b);
        buf_fini(&again);
        arena_fini(&a);
    }
}

/* Every cut and every changed byte is refused with a message, or read as the same trace. */
static void test_gtrace_forged(void **state) {
    (void)state;
    struct trace t, u;
    struct buf b = {0};
    scene_loop(&t);
    gtrace_write(&t, &b);
    uint64_t hash = trace_hash(&t);
    for (size_t k = 0; k < 2 * b.len; k++) {
        struct arena a;
        struct diag d;
        arena_init(&a);
        diag_init(&d, &a);
        size_t at = k / 2;
        bool cut = k % 2;
        char old = b.data[at];
        if (!cut) b.data[at] = (char)(old ^ (1 << (k % 7)));
        bool ok = gtrace_read(&u, "x", b.data, cut ? at : b.len, &d);
        b.data[at] = old;
        assert_true(ok || (d.set && d.message));
        if (ok) {
            assert_true(trace_hash(&u) == hash);
            trace_fini(&u);
        }
        assert_false(ok && cut);
        arena_fini(&a);
    }
    buf_fini(&b);
    trace_fini(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),           cmocka_unit_test(test_awkward_names),
        cmocka_unit_test(test_cast),          cmocka_unit_test(test_chrome),
        cmocka_unit_test(test_text),          cmocka_unit_test(test_gtrace_round_trip),
        cmocka_unit_test(test_gtrace_forged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
