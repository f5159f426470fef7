/* Scenarios: what a good one says, and the message for every kind of broken one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "scenario/jobs.h"
#include "scenario/options.h"
#include "scenario/scenario.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *write_file(struct arena *a, const char *text, size_t len) {
    const char *path = arena_printf(a, "/tmp/gilscope-test-%p.yaml", (void *)a);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    fclose(f);
    return path;
}

static bool load(struct arena *a, const char *text, size_t len, const struct override *o, size_t n,
                 struct scenario *s, struct diag *d) {
    diag_init(d, a);
    const char *path = write_file(a, text, len);
    bool ok = scenario_load(a, path, o, n, 0, NULL, s, d);
    remove(path);
    return ok;
}

#define JOB "jobs: [{cpu: 1ms}]\n"

/* clang-format off: one row a line */
/* text -> where (line:col) and a part of the message */
static const struct {
    const char *text, *at, *what;
} broken[] = {
    {"", "", "empty"},
    {"# nothing\n", "", "empty"},
    {"just a word\n", ":1:1:", "must be a map"},
    {"- a\n- b\n", ":1:1:", "must be a map"},
    {"jobs:\n\t- {cpu: 1ms}\n", ":2:1:", "tab"},
    {"jobs: [{cpu: 1ms}\n", ":2:1:", "expected"},
    {"jobs: {{\n", "", ""},
    {"a: &x 1\n", ":1:4:", "anchors"},
    {JOB "seed: *x\n", ":2:7:", "aliases"},
    {"seed: !!int 1\n", ":1:7:", "tags"},
    {JOB "---\njobs: []\n", ":2:1:", "second document"},
    {"? [a, b]\n: 1\n", ":1:3:", "key must be"},
    {JOB "seed: 1\nseed: 2\n", ":3:1:", "given already, in line 2"},
    {JOB "sede: 1\n", ":2:1:", "did you mean 'seed'"},
    {JOB "machine: {croes: 2}\n", ":2:11:", "did you mean 'cores'"},
    {JOB "machine: {cores: two}\n", ":2:18:", "integer"},
    {JOB "machine: {cores: 0}\n", ":2:18:", "between 1 and 256"},
    {JOB "machine: {cores: -1}\n", ":2:18:", "between 1 and 256"},
    {JOB "machine: {cores: 99999999999999999999}\n", ":2:18:", "between 1 and 256"},
    {JOB "machine: {cores: 200, smt: 2}\n", ":2:28:", "400 CPUs"},
    {JOB "machine: {based_on: laptop, cores: 40}\n", ":2:36:", "with 40 active cores the clock would stand still"},
    {JOB "machine: {cores: 8, clock_loss: 20%}\n", ":2:33:", "with 8 active cores the clock would stand still"},
    {JOB "machine: 4\n", ":2:10:", "unknown machine '4'"},
    {JOB "machine: dekstop\n", ":2:10:", "did you mean 'desktop'"},
    {JOB "machine: [2]\n", ":2:10:", "a name or a map"},
    {JOB "machine: {based_on: lapto}\n", ":2:21:", "did you mean 'laptop'"},
    {JOB "machine: {based_on: [laptop]}\n", ":2:21:", "the name of a machine"},
    {JOB "machine: missing.yaml\n", ":2:10:", "missing.yaml: no such file"},
    {JOB "machine: /tmp/.yaml\n", ":2:10:", "/tmp/.yaml: no such file"},
    {JOB "machine: {smt_speed: fast}\n", ":2:22:", "share"},
    {JOB "machine: {tick: 1ns}\n", ":2:17:", "tick must be 0 or at least 1 us"},
    {JOB "machine: {rotate: 999ns}\n", ":2:19:", "rotate must be 0 or at least 1 us"},
    {JOB "machine: {tick: 4}\n", ":2:17:", "unit missing"},
    {JOB "machine: {tick: 4 parsecs}\n", ":2:17:", "unknown unit"},
    {JOB "profile: idael\n", ":2:10:", "did you mean 'ideal'"},
    {JOB "profile: /nonexistent/p.yaml\n", ":2:10:", "/nonexistent/p.yaml: no such file"},
    {JOB "scheduler: mlfk\n", ":2:12:", "unknown policy"},
    {JOB "scheduler: {slice: 1ms}\n", ":2:12:", "'policy' is missing"},
    {JOB "scheduler: {policy: rr, slcie: 1ms}\n", ":2:25:", "did you mean 'slice'"},
    {JOB "scheduler: {policy: rr, slice: 0ms}\n", ":2:32:", "at least"},
    {JOB "scheduler: {policy: rr, slice: -1ms}\n", ":2:32:", "negative"},
    {JOB "scheduler: {policy: rr, slice: [1ms, x]}\n", ":2:32:", "duration"},
    {JOB "scheduler: [rr]\n", ":2:12:", "must be a name"},
    {JOB "scheduler: {policy: {rr: 1}}\n", ":2:21:", "must be a name"},
    {JOB "scheduler: {policy: mlfq, queues: 3, quantum: [1ms, 2ms]}\n", ":2:47:", "quantum lists 2 values for 3 queues"},
    {JOB "scheduler: {policy: mlfq, queues: 3, quantum: []}\n", ":2:47:", "quantum lists 0 values for 3 queues"},
    {JOB "scheduler: {policy: mlfq, allotment: [1, 2], queues: 3}\n", ":2:38:", "allotment lists 2 values"},
    {JOB "scheduler: {policy: mlfq, quantum: [1ms, 2ms, 0ms]}\n", ":2:47:", "at least 1 ns"},
    {JOB "scheduler: {policy: rt, rt_runtime: 2s}\n", ":2:37:", "must not exceed rt_period"},
    {JOB "scheduler: {policy: rt, rt_period: 1ms}\n", ":2:36:", "must not exceed rt_period"},
    {JOB "scheduler: {policy: cfs, min_granularity: 7ms}\n", ":2:43:", "must not exceed latency"},
    {JOB "scheduler: {policy: cfs, latency: 10us}\n", ":2:35:", "must not exceed latency"},
    {JOB "python: {version: 2.7}\n", ":2:19:", "unknown Python version"},
    {JOB "python: {gil: maybe}\n", ":2:15:", "cannot be 'maybe'"},
    {JOB "limits: {until: 0ms}\n", ":2:17:", "at least 1 ns"},
    {JOB "limits: {until: 999999999999h}\n", ":2:17:", "too large"},
    {"jobs: 5\n", ":1:7:", "must be a list"},
    {"jobs: []\n", ":1:1:", "nothing to run"},
    {"jobs: [5]\n", ":1:8:", "must be a map"},
    {"jobs: [{name: a}]\n", ":1:8:", "needs 'cpu'"},
    {"jobs: [{cpu: 1ms, prime: 7}]\n", ":1:8:", "one of"},
    {"jobs: [{cpu: 0ms}]\n", ":1:14:", "at least 1 ns"},
    {"jobs: [{cpu: -5ms}]\n", ":1:14:", "negative"},
    {"jobs: [{cpu: 5}]\n", ":1:14:", "unit missing"},
    {"jobs: [{cpu: 1ms, arrive: [1ms]}]\n", ":1:27:", "not a list"},
    {"jobs: [{cpu: 1ms, nice: 20}]\n", ":1:25:", "between -20 and 19"},
    {"jobs: [{cpu: 1ms, period: 0ms}]\n", ":1:27:", "at least 1 ns"},
    {"jobs: [{cpu: 1ms, period: 5ms, deadline: 6ms}]\n", ":1:42:", "after the end of the period"},
    {"jobs: [{cpu: 1ms, affinity: []}]\n", ":1:29:", "no CPU"},
    {"jobs: [{cpu: 1ms, affinity: 4}]\n", ":1:29:", "between 0 and 3"},
    {"jobs: [{cpu: 1ms, affinity: [0, -1]}]\n", ":1:33:", "between 0 and 3"},
    {"jobs: [{cpu: 1ms, affinity: {cpu: 1}}]\n", ":1:29:", "a CPU number or a list"},
    {"jobs: [{cpu: 1ms, affinity: ''}]\n", ":1:29:", "an integer"},
    {"jobs: [{cpu: 1ms, affinity: [[0]]}]\n", ":1:30:", "an integer"},
    {"jobs: [{cpu: 1ms, io: {every: 1ms}}]\n", ":1:23:", "both 'every' and 'for'"},
    {"machine: {cores: 1}\nscheduler: deadline\njobs:\n  - {class: deadline, cpu: 9s, runtime: 6ms, period: 10ms}\n  - {cpu: 1s}\n"
     "  - {name: third, class: deadline, cpu: 9s, runtime: 4ms, period: 10ms}\nrandom: {jobs: 2, cpu: 1ms}\n",
     ":6:5:", "does not admit 'third'"},
    {"jobs: [{cpu: 1ms, class: deadline}]\n", ":1:8:", "'runtime' and 'period'"},
    {"jobs: [{bursts: [fly 3ms]}]\n", ":1:18:", "not a burst"},
    {"jobs: [{bursts: [cpu]}]\n", ":1:18:", "not a burst"},
    {"jobs: [{bursts: []}]\n", ":1:17:", "at least 1 item"},
    {"devices: [disk]\njobs: [{bursts: [io 3ms dikk]}]\n", ":2:18:", "did you mean 'disk'"},
    {"devices: [disk, disk]\n" JOB, ":1:17:", "second device"},
    {"locks: [m]\njobs: [{bursts: [lock m, cpu 1ms]}]\n", ":2:17:", "never released"},
    {"locks: [m]\njobs: [{bursts: [lock m, lock m]}]\n", ":2:17:", "holds it already"},
    {"locks: [m]\njobs: [{bursts: [unlock m]}]\n", ":2:17:", "does not hold it"},
    {"jobs: [{bursts: [lock m 1ms]}]\n", ":1:18:", "no lock is called"},
    {"profile: ideal\njobs: [{prime: 7}]\n", ":2:16:", "costs nothing"},
    {"random: {jobs: 1000000, cpu: 1ms}\n", ":1:16:", "between 1 and 100000"},
    {"random: {jobs: 3}\n", ":1:9:", "need 'cpu'"},
    {"random: {jobs: 3, cpu: gauss 5ms}\n", ":1:24:", "not a distribution"},
    {"random: {jobs: 3, cpu: uniform 5ms 1ms}\n", ":1:24:", "at least 5 ms"},
    {"random: {jobs: 3, cpu: -5ms}\n", ":1:24:", "negative"},
    {"random: {jobs: 3, cpu: exponential 0ms}\n", ":1:24:", "at least 1 ns"},
    {"random: {jobs: 3, cpu: 1ms, io_every: 1ms}\n", ":1:9:", "both 'io_every' and 'io_for'"},
    {"random: {jobs: 3, cpu: 1ms, period: 0ms}\n", ":1:37:", "at least 1 ns"},
    {"random: {jobs: 3, cpu: 1ms, period: uniform 5ms 1ms}\n", ":1:37:", "at least 5 ms"},
    {"random: {jobs: 3, cpu: 1ms, period: 5ms, deadline: 6ms}\n", ":1:52:", "after the end of the period"},
    {"random: {jobs: 3, cpu: 1ms, deadline: soon}\n", ":1:39:", "deadline: 'soon'"},
    {"random: {jobs: 3, cpu: 1ms, repeat: 0}\n", ":1:37:", "between 1 and"},
    {"random: {jobs: 3, cpu: 1ms, runtime: 1ms}\n", ":1:9:", "'runtime' and 'period'"},
    {"random: {jobs: 3, cpu: 1ms, runtime: 3ms, period: 2ms}\n", ":1:9:", "longer than the deadline"},
    {"machine: {cores: 1}\nscheduler: deadline\nrandom: {jobs: 3, cpu: 1ms, runtime: 4ms, period: 10ms}\n",
     ":3:9:", "does not admit 'r3'"},
    {"random: 5\n", ":1:9:", "must be a map"},
    {JOB "notes: [{say: x}]\n", ":2:9:", "needs 'at'"},
    {JOB "notes: [{at: 1ms, focus: {a: 1}}]\n", ":2:26:", "a lane's name"},
    {"program: nosuch.py\n", ":1:10:", "nosuch.py: no such file"},
    {"program: ./\n", ":1:10:", "is a directory"},
    {JOB "args: [[1]]\n", ":2:8:", "plain text"},
};
/* clang-format on */

static void broken_scenarios(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct arena a;
        struct diag d;
        struct scenario s;
        arena_init(&a);
        if (load(&a, broken[i].text, strlen(broken[i].text), NULL, 0, &s, &d))
            fail_msg("accepted: %s", broken[i].text);
        if (!d.set || !strstr(d.message, broken[i].what) || !strstr(d.message, broken[i].at))
            fail_msg("%s: got '%s', wanted %s '%s'", broken[i].text, d.set ? d.message : "no message",
                     broken[i].at, broken[i].what);
        arena_fini(&a);
    }
}

static void broken_bytes(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *what;
    } rows[] = {
        {"a: \0b\n", 6, ":1:4: a NUL byte"},
        {"a: \xFF\n", 5, ":1:4: byte 0xFF is not valid UTF-8"},
        {"\n  \x1B[0m: 1\n", 10, ":2:3: control character 0x1B"},
        {"\x7F"
         "ELF\x02\x01\x01",
         7, ":1:5: control character"},
        {"jobs: \"\\0\"\n", 11, "NUL"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena a;
        struct diag d;
        struct scenario s;
        arena_init(&a);
        assert_false(load(&a, rows[i].bytes, rows[i].n, NULL, 0, &s, &d));
        if (!strstr(d.message, rows[i].what)) fail_msg("row %zu: %s", i, d.message);
        arena_fini(&a);
    }
}

static void limits(void **state) {
    (void)state;
    struct arena a;
    struct diag d;
    struct scenario s;
    struct buf b = {0};
    arena_init(&a);
    buf_fill(&b, '[', 200000);
    assert_false(load(&a, b.data, b.len, NULL, 0, &s, &d));
    assert_non_null(strstr(d.message, "nested more than 64 deep"));
    buf_clear(&b);
    for (int i = 0; i < 5000; i++) buf_printf(&b, "k%d: 1\n", i);
    assert_false(load(&a, b.data, b.len, NULL, 0, &s, &d));
    assert_non_null(strstr(d.message, "more than 1000 keys"));
    buf_clear(&b);
    buf_fill(&b, '#', YAML_SIZE_MAX + 1);
    assert_false(load(&a, b.data, b.len, NULL, 0, &s, &d));
    assert_non_null(strstr(d.message, "larger than 16777216 bytes"));
    buf_fini(&b);
    arena_fini(&a);
}

static void whole_scenario(void **state) {
    (void)state;
    static const char text[] =
        "title: everything\nprofile: fluent2021\nseed: 18446744073709551615\n"
        "machine: {cores: 3, switch: 2us, smt_speed: 61%}\nscheduler: {policy: rr, slice: 7ms}\n"
        "limits: {until: 20s}\npython: {version: 3.13t, switch_interval: 50ms}\n"
        "devices: [disk, {name: net, servers: 3}]\nlocks: [{name: m, inheritance: true}]\n"
        "jobs:\n  - {name: \"0\", arrive: 1ms, cpu: 5ms, tickets: 3, priority: 2, nice: -5, affinity: [0, 5]}\n"
        "  - {bursts: [cpu 3ms, io 5ms net, lock m 2ms, prime 1000003], repeat: 4}\n"
        "  - {cpu: 10ms, io: {every: 3ms, for: 0ms}, period: 20ms}\n"
        "notes: [{at: 5ms, say: look, focus: main, zoom: 1ms}]\n";
    struct arena a;
    struct diag d;
    struct scenario s;
    arena_init(&a);
    if (!load(&a, text, strlen(text), NULL, 0, &s, &d)) fail_msg("%s", d.message);
    assert_int_equal(s.seed, UINT64_MAX);
    assert_int_equal(s.machine.cores, 3);
    assert_int_equal(s.machine.smt, 2); /* of the profile */
    assert_int_equal(s.machine.smt_ppm, 610000);
    assert_int_equal(s.machine.switch_ns, 2000);
    assert_int_equal(s.until_ns, 20 * NS_S);
    assert_string_equal(s.scheduler.policy->name, "rr");
    assert_int_equal(s.scheduler.params[0].items[0], 7 * NS_MS);
    assert_true(s.python.free_threaded);
    assert_int_equal(s.python.gil, GIL_off);
    assert_int_equal(s.python.switch_interval_ns, 50 * NS_MS);
    assert_int_equal(s.jobs.job_count, 3);
    const struct job_spec *j = s.jobs.jobs;
    assert_string_equal(j[0].name, "0");
    assert_int_equal(j[0].attr.affinity[0], 1 | 1 << 5);
    assert_int_equal(j[0].line, 11);
    assert_int_equal(j[1].burst_count, 6);
    assert_int_equal(j[1].bursts[1].device, 1);
    assert_int_equal(j[1].bursts[2].kind, BURST_lock);
    assert_int_equal(j[1].bursts[4].kind, BURST_unlock);
    assert_int_equal(j[1].repeat, 4);
    assert_int_equal(j[2].io_every_ns, 3 * NS_MS);
    assert_int_equal(s.notes[0].zoom_ns, NS_MS);
    assert_string_equal(s.notes[0].focus[0], "main");
    arena_fini(&a);
}

/* One constant for a trial division, in programs and jobs: 34 ns by default, 93 ns on the book's laptop. */
static void prime_cost(void **state) {
    (void)state;
    static const struct {
        const char *profile, *n;
        sim_ns ns;
    } rows[] = {
        {"default", "1000003", 499 * 34}, /* i = 3, 5 ... 999 <= 1000 */
        {"default", "1000001", 50 * 34},  /* = 101 x 9901 */
        {"default", "4", 34},
        {"fluent2021", "1000003", 499 * 93},
        {"default", "5000111000222021", 35355730 * INT64_C(34)},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena a;
        struct diag d;
        struct scenario s;
        arena_init(&a);
        const char *text = arena_printf(&a, "profile: %s\njobs: [{prime: %s}]\n", rows[i].profile, rows[i].n);
        if (!load(&a, text, strlen(text), NULL, 0, &s, &d)) fail_msg("%s", d.message);
        sim_ns got = s.jobs.jobs[0].bursts[0].ns, off = got - rows[i].ns;
        if (off * 1000 > rows[i].ns || off * 1000 < -rows[i].ns)
            fail_msg("%s on %s: %lld", rows[i].n, rows[i].profile, (long long)got);
        arena_fini(&a);
    }
}

static void random_jobs(void **state) {
    (void)state;
    static const char text[] =
        "random: {jobs: 4000, seed: 7, arrive: uniform 0ms 9ms, cpu: exponential 5ms}\n";
    struct arena a;
    struct diag d;
    struct scenario s, again;
    arena_init(&a);
    assert_true(load(&a, text, strlen(text), NULL, 0, &s, &d));
    assert_true(load(&a, text, strlen(text), NULL, 0, &again, &d));
    sim_ns sum = 0, latest = 0;
    for (size_t i = 0; i < 4000; i++) {
        sum += s.jobs.jobs[i].bursts[0].ns;
        latest = ns_max(latest, s.jobs.jobs[i].arrive_ns);
        assert_int_equal(s.jobs.jobs[i].bursts[0].ns, again.jobs.jobs[i].bursts[0].ns);
    }
    assert_in_range(sum / 4000, 4700 * NS_US, 5300 * NS_US);
    assert_in_range(latest, 8900 * NS_US, 9 * NS_MS);
    arena_fini(&a);
}

/* Periods and deadlines are drawn like the rest, and shift nothing that was drawn before. */
static void random_periodic(void **state) {
    (void)state;
    static const char plain[] = "random: {jobs: 500, seed: 7, cpu: uniform 1ms 2ms}\n",
                      text[] = "random: {jobs: 500, seed: 7, cpu: uniform 1ms 2ms, repeat: 3, runtime: 2ms,\n"
                               "  period: uniform 20ms 40ms, deadline: uniform 5ms 20ms}\n";
    struct arena a;
    struct diag d;
    struct scenario s, once;
    arena_init(&a);
    assert_true(load(&a, plain, strlen(plain), NULL, 0, &once, &d));
    if (!load(&a, text, strlen(text), NULL, 0, &s, &d)) fail_msg("%s", d.message);
    sim_ns longest = 0, latest = 0;
    for (size_t i = 0; i < 500; i++) {
        const struct job_spec *j = &s.jobs.jobs[i];
        assert_int_equal(j->bursts[0].ns, once.jobs.jobs[i].bursts[0].ns);
        assert_int_equal(j->repeat, 3);
        assert_int_equal(j->attr.class, CLASS_deadline);
        assert_int_equal(j->attr.runtime_ns, 2 * NS_MS);
        assert_in_range(j->attr.period_ns, 20 * NS_MS, 40 * NS_MS);
        assert_in_range(j->attr.deadline_ns, 5 * NS_MS, 20 * NS_MS);
        longest = ns_max(longest, j->attr.period_ns);
        latest = ns_max(latest, j->attr.deadline_ns);
    }
    assert_true(longest > 39 * NS_MS && latest > 19 * NS_MS);
    arena_fini(&a);
}

struct own {
    const char *json;
    bool quiet;
};
static const struct option table[] = {
    WORLD_OPTIONS,
    {"json", 'j', "PATH", NULL, NULL, offsetof(struct own, json), "numbers"},
    {"quiet", 'q', NULL, NULL, NULL, offsetof(struct own, quiet), "silent"},
    {0},
};

/* The machine: of the profile, changed by a map, replaced by a name, changed by options. */
static void machine_forms(void **state) {
    static const struct {
        const char *yaml, *machine, *cores;
        int cpus;
        sim_ns tick_ns;
    } rows[] = {
        {"profile: ideal\n", NULL, NULL, 4, 0},
        {"profile: fluent2021\nmachine: {cores: 2}\n", NULL, NULL, 4, 4 * NS_MS},
        {"profile: fluent2021\nmachine: single\n", NULL, NULL, 1, 4 * NS_MS},
        {"machine: {based_on: desktop, smt: 1}\n", NULL, NULL, 8, NS_MS},
        {"machine: {cores: 3}\n", "textbook", NULL, 1, 0},
        {"machine: {cores: 3}\n", "laptop", "2", 4, 4 * NS_MS},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct override overrides[2] = {{.key = "machine", .value = rows[i].machine, .shown = "--machine"},
                                        {.key = "machine.cores", .value = rows[i].cores, .shown = "--cores"}};
        struct arena a;
        struct diag d;
        struct scenario s;
        struct buf text = {0};
        arena_init(&a);
        buf_printf(&text, "%s%s", rows[i].yaml, JOB);
        size_t given = rows[i].cores ? 2 : rows[i].machine ? 1 : 0;
        if (!load(&a, text.data, text.len, overrides, given, &s, &d)) fail_msg("%s", d.message);
        assert_int_equal(machine_cpus(&s.machine), rows[i].cpus);
        assert_int_equal(s.machine.tick_ns, rows[i].tick_ns);
        buf_fini(&text);
        arena_fini(&a);
    }
}

static void options_override(void **state) {
    (void)state;
    char *argv[] = {"--cores=2", "--policy",    "rr,slice=9ms", "-j", "x.json", "--gil", "off",
                    "s.yaml",    "--no-idioms", "--until",      "3s", "--",     "-a",    "b"};
    struct arena a;
    struct diag d;
    struct options o;
    struct own own = {0};
    struct scenario s;
    arena_init(&a);
    diag_init(&d, &a);
    assert_true(options_parse(&a, table, COUNT(argv), argv, &own, &o, &d));
    assert_string_equal(own.json, "x.json");
    assert_false(own.quiet);
    assert_int_equal(o.file_count, 1);
    assert_int_equal(o.argc, 2);
    assert_string_equal(o.argv[0], "-a");
    if (!load(&a, "machine: {cores: 8}\nscheduler: fcfs\n" JOB, 55, o.overrides, o.override_count, &s, &d))
        fail_msg("%s", d.message);
    assert_int_equal(s.machine.cores, 2);
    assert_string_equal(s.scheduler.policy->name, "rr");
    assert_int_equal(s.scheduler.params[0].items[0], 9 * NS_MS);
    assert_int_equal(s.python.gil, GIL_off);
    assert_true(s.python.free_threaded);
    assert_false(s.python.idioms);
    assert_int_equal(s.until_ns, 3 * NS_S);
    arena_fini(&a);
}

static void broken_options(void **state) {
    (void)state;
    static const struct {
        const char *args[3];
        const char *what;
        bool parses;
    } rows[] = {
        {{"--croes", "2"}, "did you mean --cores?", false},
        {{"-z"}, "unknown option -z", false},
        {{"--cores"}, "needs a value", false},
        {{"--quiet=1"}, "takes no value", false},
        {{"--cores", "0"}, "--cores: cores must be between 1 and 256", true},
        {{"--until", "5"}, "--until: until: '5': unit missing", true},
        {{"--policy", "xx"}, "--policy: unknown policy 'xx'", true},
        {{"--policy", "rr,slice"}, "'slice' is not param=value", true},
        {{"--policy", "rr,quantum=5ms"}, "policy rr has no parameter 'quantum'", true},
        {{"--gil", "offf"}, "did you mean 'off'", true},
        {{"--seed", "-1"}, "--seed: seed must be between 0 and", true},
        {{"--profile", "nope"}, "unknown profile 'nope'", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena a;
        struct diag d;
        struct options o;
        struct own own;
        struct scenario s;
        arena_init(&a);
        diag_init(&d, &a);
        char *argv[3];
        int argc = 0;
        for (; argc < 3 && rows[i].args[argc]; argc++)
            argv[argc] = arena_copy(&a, rows[i].args[argc], strlen(rows[i].args[argc]));
        bool parsed = options_parse(&a, table, argc, argv, &own, &o, &d);
        assert_int_equal(parsed, rows[i].parses);
        if (parsed) assert_false(load(&a, JOB, strlen(JOB), o.overrides, o.override_count, &s, &d));
        if (!strstr(d.message, rows[i].what)) fail_msg("%s: %s", rows[i].args[0], d.message);
        arena_fini(&a);
    }
}

/* Every profile and every default of every policy can be read. */
static void tables_are_sound(void **state) {
    (void)state;
    static const char *const names[] = {"ideal", "default", "fluent2021"};
    struct arena a;
    struct diag d;
    arena_init(&a);
    for (size_t i = 0; i < COUNT(names); i++) {
        struct profile p;
        diag_init(&d, &a);
        if (!profile_load(&a, names[i], "3.13t", NULL, &p, &d)) fail_msg("%s", d.message);
        if (i == 0)
            for (int c = 0; c < COST_COUNT; c++) assert_int_equal(p.cost_ps[c], 0);
    }
    for (const struct policy *const *p = policies; *p; p++) {
        struct policy_choice c;
        params_defaults(&a, *p, &c);
        for (const struct policy_param *q = (*p)->params; q && q->name; q++) assert_non_null(q->help);
    }
    arena_fini(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_scenarios), cmocka_unit_test(broken_bytes),
        cmocka_unit_test(limits),           cmocka_unit_test(whole_scenario),
        cmocka_unit_test(prime_cost),       cmocka_unit_test(random_jobs),
        cmocka_unit_test(random_periodic),
        cmocka_unit_test(machine_forms),    cmocka_unit_test(options_override), cmocka_unit_test(broken_options),
        cmocka_unit_test(tables_are_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
