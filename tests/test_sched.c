#include "jobs_text.h"
#include "world.h"

/* Gantt tables: one character a ms, each row a policy, its parameters, jobs and what CPU 0 must show. */

struct gantt_row {
    const char *what, *policy, *settings;
    int tick_ms;
    const char *jobs;
    const char *want[2];
};

static const struct gantt_row gantt_rows[] = {
    {"fcfs runs in order of arrival", "fcfs", NULL, 0, "A@0:3 B@1:2 C@0:1", {"AAACBB", NULL}},
    {"fcfs idles between arrivals", "fcfs", NULL, 0, "A@0:1 B@3:1", {"A..B", NULL}},
    {"fcfs: the convoy", "fcfs", NULL, 0, "A@0:5 b@0:1/1/1 c@0:1/1/1", {"AAAAAbcbc", NULL}},
    {"rr takes turns", "rr", "slice=1ms", 0, "A@0:3 B@0:2 C@0:1", {"ABCABA", NULL}},
    {"rr: an arrival goes before the job preempted at that instant", "rr", "slice=2ms", 0, "A@0:4 B@2:2", {"AABBAA", NULL}},
    {"rr: Stallings fig. 9.5, q = 1", "rr", "slice=1ms", 0, "A@0:3 B@2:6 C@4:4 D@6:5 E@8:2",
     {"AABABCBDCBEDCBEDCBDD", NULL}},
    {"rr: Stallings fig. 9.5, q = 4", "rr", "slice=4ms", 0, "A@0:3 B@2:6 C@4:4 D@6:5 E@8:2",
     {"AAABBBBCCCCDDDDBBEED", NULL}},
    {"rr: a burst that ends with its slice ends", "rr", "slice=2ms", 0, "A@0:2 B@0:2", {"AABB", NULL}},
    {"rr with ticks of 2 ms notices ends late", "rr", "slice=1ms", 2, "A@0:3 B@0:3", {"AABBAB", NULL}},
    {"sjf: Stallings fig. 9.5, SPN", "sjf", NULL, 0, "A@0:3 B@2:6 C@4:4 D@6:5 E@8:2", {"AAABBBBBBEECCCCDDDDD", NULL}},
    {"srtf: Stallings fig. 9.5, SRT", "srtf", NULL, 0, "A@0:3 B@2:6 C@4:4 D@6:5 E@8:2", {"AAABCCCCEEBBBBBDDDDD", NULL}},
    {"hrrn: Stallings fig. 9.5", "hrrn", NULL, 0, "A@0:3 B@2:6 C@4:4 D@6:5 E@8:2", {"AAABBBBBBCCCCEEDDDDD", NULL}},
    {"feedback: Stallings fig. 9.5, q = 1", "feedback", NULL, 0, "A@0:3 B@2:6 C@4:4 D@6:5 E@8:2",
     {"AABACBDCEDEBCDBCDBDB", NULL}},
    {"feedback: Stallings fig. 9.5, q = 2^i", "feedback", "growth=double", 0, "A@0:3 B@2:6 C@4:4 D@6:5 E@8:2",
     {"AABACBBDECCDDEBBBCDD", NULL}},
    {"mlfq: a job falls one queue a quantum", "mlfq", "queues=2 quantum=[1ms,2ms]", 0, "A@0:4 B@0:2", {"ABAABA", NULL}},
    {"mlfq: the boost lifts all", "mlfq", "queues=2 quantum=[1ms,2ms] boost=4ms", 0, "A@0:6 B@3:2", {"AAABABAA", NULL}},
    {"stride: passes 1 : 1 alternate", "stride", "slice=1ms", 0, "A@0:3 B@0:2", {"ABABA", NULL}},
    {"lottery: given draws decide", "lottery", "slice=1ms draws=[0,150,99,100,7]", 0, "A@0:3 B@0:2", {"ABABA", NULL}},
    {"edf without deadlines is first come, first served", "edf", NULL, 0, "A@0:2 B@0:1", {"AAB", NULL}},
    {"two CPUs share one queue", "rr", "slice=2ms", 0, "A@0:4 B@0:4 C@0:4", {"AACCBB", "BBAACC"}},
};

static void gantt(void **state)
{
    const struct gantt_row *row = *state;
    struct test_world w = {0};
    char got[128];
    w.machine.cores = row->want[1] ? 2 : 1;
    w.machine.tick_ns = row->tick_ms * NS_MS;
    world_open(&w, row->policy, row->settings);
    spawn_jobs(&w, row->jobs);
    kernel_run(w.kernel);
    assert_int_equal(w.trace.end, END_ok);
    for (int c = 0; c < w.machine.cores; c++) {
        world_gantt(&w, c, got, sizeof got);
        assert_string_equal(got, row->want[c]);
    }
    world_laws(&w);
    world_close(&w);
}

/* Hogs on one CPU with a 4 ms tick: shares by weight, and how long they run at a time (MEASURED.md, section 5). */
struct hog_row {
    const char *what, *policy;
    int tick_ms;
    int nice[4], hogs;
    int run_ms[4];  /* the most frequent length of a run; 0 = not looked at */
    int seconds;
};

static const struct hog_row hog_rows[] = {
    {"eevdf: two equals run 4 ms each", "eevdf", 4, {0, 0}, 2, {4, 4}, 10},
    {"eevdf: four equals run 4 ms each", "eevdf", 4, {0, 0, 0, 0}, 4, {4, 4, 4, 4}, 10},
    {"eevdf: nice 0 and 5 run 12 : 4 ms", "eevdf", 4, {0, 5}, 2, {12, 4}, 20},
    {"eevdf: nice 0 and 19 run 272 : 4 ms", "eevdf", 4, {0, 19}, 2, {272, 4}, 100},
    {"eevdf: nice 0, 5 and 10", "eevdf", 4, {0, 5, 10}, 3, {0}, 40},
    {"eevdf: nice 0 and 10", "eevdf", 4, {0, 10}, 2, {0}, 40},
    {"eevdf: nice -5 and 3", "eevdf", 4, {-5, 3}, 2, {0}, 40},
    {"cfs: two equals run one tick each (3 ms slices, seen at ticks)", "cfs", 4, {0, 0}, 2, {4, 4}, 10},
    {"cfs: nice 0 and 5", "cfs", 4, {0, 5}, 2, {0}, 40},
    {"cfs: nice 0, 5 and 10", "cfs", 4, {0, 5, 10}, 3, {0}, 40},
    {"cfs tickless: equals run latency / 2 = 3 ms", "cfs", 0, {0, 0}, 2, {3, 3}, 10},
    {"cfs tickless: nice 0 and 5", "cfs", 0, {0, 5}, 2, {0}, 40},
    {"eevdf tickless: nice 0 and 5", "eevdf", 0, {0, 5}, 2, {0}, 10},
    {"eevdf tickless: nice 0, 0, 7", "eevdf", 0, {0, 0, 7}, 3, {0}, 10},
};

static const char *const hog_names[] = {"A", "B", "C", "D"};

static void spawn_hogs(struct test_world *w, const int *nice, int n)
{
    static const struct burst hog = {.kind = BURST_cpu, .ns = 1000 * NS_S};
    struct jobs_spec *spec = ARENA_NEW(&w->arena, struct jobs_spec);
    struct job_spec *jobs = ARENA_ARRAY(&w->arena, n, struct job_spec);
    for (int i = 0; i < n; i++)
        jobs[i] = (struct job_spec){.name = hog_names[i], .bursts = &hog, .burst_count = 1, .repeat = 1, .attr = {.nice = nice[i]}};
    *spec = (struct jobs_spec){.jobs = jobs, .job_count = (size_t)n};
    jobs_spawn(w->kernel, spec);
}

/* The most frequent length of its runs, in ms. */
static int usual_run(const struct test_world *w, const char *name)
{
    static int counts[1000];
    int best = 0;
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < w->trace.count; i++) {
        const struct record *r = trace_at(&w->trace, i);
        if (r->event == EV_stop && strcmp(trace_unit_name(&w->trace, r->unit), name) == 0 && r->b < 1000 * NS_MS)
            counts[r->b / NS_MS]++;
    }
    for (int i = 0; i < 1000; i++)
        if (counts[i] > counts[best])
            best = i;
    return best;
}

static void hogs(void **state)
{
    const struct hog_row *row = *state;
    struct test_world w = {.machine.tick_ns = row->tick_ms * NS_MS, .options.until_ns = row->seconds * NS_S};
    world_open(&w, row->policy, NULL);
    spawn_hogs(&w, row->nice, row->hogs);
    kernel_run(w.kernel);
    assert_int_equal(w.trace.end, END_until);
    int64_t weights = 0;
    for (int i = 0; i < row->hogs; i++)
        weights += nice_weight(row->nice[i]);
    for (int i = 0; i < row->hogs; i++) {
        int64_t got_ppm = world_ran(&w, hog_names[i]) / (row->seconds * NS_S / 1000000);
        int64_t want_ppm = nice_weight(row->nice[i]) * 1000000 / weights;
        if (llabs(got_ppm - want_ppm) > 5000)
            fail_msg("%s: share %d ppm, wanted %d", hog_names[i], (int)got_ppm, (int)want_ppm);
        if (row->run_ms[i])
            assert_int_equal(usual_run(&w, hog_names[i]), row->run_ms[i]);
    }
    world_laws(&w);
    world_close(&w);
}

/* A hog beside one that sleeps 9.2 ms and computes 1 ms, pinned together (2 CPUs: requests of 1.4 ms): most wake-ups
 * run at once, the rest fall into the hog's protected request and wait for the tick, 2.6 to 4 ms. */
static void sleeper(void **state)
{
    static const struct burst hog = {.kind = BURST_cpu, .ns = 1000 * NS_S};
    static const struct burst nap[] = {{.kind = BURST_cpu, .ns = NS_MS}, {.kind = BURST_io, .ns = 9220777, .device = -1}};
    struct test_world w = {.machine = {.cores = 2, .tick_ns = 4 * NS_MS}, .options.until_ns = 60 * NS_S};
    struct job_spec jobs[] = {{.name = "H", .bursts = &hog, .burst_count = 1, .repeat = 1, .attr.affinity = {1}},
                              {.name = "S", .bursts = nap, .burst_count = 2, .repeat = 1000000, .attr.affinity = {1}}};
    struct jobs_spec spec = {.jobs = jobs, .job_count = 2};
    int64_t wakes = 0, at_once = 0;
    sim_ns ready = 0;
    (void)state;
    world_open(&w, "eevdf", NULL);
    jobs_spawn(w.kernel, &spec);
    kernel_run(w.kernel);
    for (size_t i = 0; i < w.trace.count; i++) {
        const struct record *r = trace_at(&w.trace, i);
        if (trace_unit_name(&w.trace, r->unit)[0] != 'S')
            continue;
        if (r->event == EV_ready) {
            ready = r->time_ns;
        } else if (r->event == EV_run && ready > 0) {
            sim_ns late = r->time_ns - ready;
            assert_true(late == 0 || (late >= 2600 * NS_US && late <= 4 * NS_MS));
            wakes++;
            at_once += late == 0;
            ready = 0;
        }
    }
    assert_true(wakes > 5000);
    assert_in_range(100 * at_once / wakes, 65, 85);
    world_laws(&w);
    world_close(&w);
}

/* Three hogs on two CPUs move now and then, so that none is left with half a CPU for ever. */
static void three_on_two(void **state)
{
    static const int nice[] = {0, 0, 0};
    struct test_world w = {.machine = {.cores = 2, .tick_ns = 4 * NS_MS}, .options.until_ns = 20 * NS_S};
    (void)state;
    world_open(&w, "eevdf", NULL);
    spawn_hogs(&w, nice, 3);
    kernel_run(w.kernel);
    assert_in_range(world_count(&w, EV_migrate), 20, 1000);
    for (int i = 0; i < 3; i++)
        assert_in_range(world_ran(&w, hog_names[i]) / NS_MS, 11000, 16000);
    world_laws(&w);
    world_close(&w);
}

/* Two jobs take two locks in opposite order: the cycle is told. */
static void lock_cycle(void **state)
{
    static const struct burst ab[] = {{.kind = BURST_lock, .lock = 0}, {.kind = BURST_cpu, .ns = 5 * NS_MS}, {.kind = BURST_lock, .lock = 1},
                                      {.kind = BURST_unlock, .lock = 1}, {.kind = BURST_unlock, .lock = 0}};
    static const struct burst ba[] = {{.kind = BURST_lock, .lock = 1}, {.kind = BURST_cpu, .ns = 5 * NS_MS}, {.kind = BURST_lock, .lock = 0},
                                      {.kind = BURST_unlock, .lock = 0}, {.kind = BURST_unlock, .lock = 1}};
    static const struct lock_spec locks[] = {{"left", false}, {"right", false}};
    struct test_world w = {.machine.cores = 2};
    struct job_spec jobs[] = {{.name = "A", .bursts = ab, .burst_count = 5, .repeat = 1}, {.name = "B", .bursts = ba, .burst_count = 5, .repeat = 1}};
    struct jobs_spec spec = {.jobs = jobs, .job_count = 2, .locks = locks, .lock_count = 2};
    (void)state;
    world_open(&w, "fcfs", NULL);
    assert_true(jobs_check(&spec, &w.diag));
    jobs_spawn(w.kernel, &spec);
    kernel_run(w.kernel);
    assert_int_equal(w.trace.end, END_deadlock);
    assert_int_equal(world_count(&w, EV_deadlock), 2);
    assert_string_equal(intern_text(&w.trace.strings, w.trace.end_text),
                        "nothing can happen any more\n  A waits for a lock, right since 5.000000 ms; held by B\n"
                        "  B waits for a lock, left since 5.000000 ms; held by A\na circle: A -> right -> B -> left -> A");
    world_laws(&w);
    world_close(&w);
}

/* Mars Pathfinder: L holds the lock that H needs, M keeps L off the CPU, unless L inherits H's priority. */
static void inversion(void **state)
{
    static const struct burst low[] = {{.kind = BURST_lock}, {.kind = BURST_cpu, .ns = 4 * NS_MS}, {.kind = BURST_unlock}, {.kind = BURST_cpu, .ns = NS_MS}};
    static const struct burst mid[] = {{.kind = BURST_cpu, .ns = 5 * NS_MS}};
    static const struct burst high[] = {{.kind = BURST_lock}, {.kind = BURST_cpu, .ns = NS_MS}, {.kind = BURST_unlock}};
    static const char *const want[] = {"LLMMMMMLLHL", "LLLLHMMMMML"};
    (void)state;
    for (int inherit = 0; inherit < 2; inherit++) {
        struct lock_spec lock = {"bus", inherit};
        struct test_world w = {.machine.cores = 1};
        struct job_spec jobs[] = {
            {.name = "L", .bursts = low, .burst_count = 4, .repeat = 1, .attr = {.class = CLASS_fifo, .priority = 1}},
            {.name = "M", .arrive_ns = 2 * NS_MS, .bursts = mid, .burst_count = 1, .repeat = 1, .attr = {.class = CLASS_fifo, .priority = 2}},
            {.name = "H", .arrive_ns = 2 * NS_MS, .bursts = high, .burst_count = 3, .repeat = 1, .attr = {.class = CLASS_fifo, .priority = 3}}};
        struct jobs_spec spec = {.jobs = jobs, .job_count = 3, .locks = &lock, .lock_count = 1};
        char got[64];
        world_open(&w, "rt", NULL);
        jobs_spawn(w.kernel, &spec);
        kernel_run(w.kernel);
        world_gantt(&w, 0, got, sizeof got);
        assert_string_equal(got, want[inherit]);
        world_laws(&w);
        world_close(&w);
    }
}

int main(void)
{
    enum { GANTTS = sizeof gantt_rows / sizeof *gantt_rows, HOGS = sizeof hog_rows / sizeof *hog_rows };
    struct CMUnitTest tests[GANTTS + HOGS + 4];
    size_t n = 0;
    for (size_t i = 0; i < GANTTS; i++)
        tests[n++] = (struct CMUnitTest){.name = gantt_rows[i].what, .test_func = gantt, .initial_state = (void *)(uintptr_t)&gantt_rows[i]};
    for (size_t i = 0; i < HOGS; i++)
        tests[n++] = (struct CMUnitTest){.name = hog_rows[i].what, .test_func = hogs, .initial_state = (void *)(uintptr_t)&hog_rows[i]};
    tests[n++] = (struct CMUnitTest){.name = "eevdf: a hog beside a sleeper", .test_func = sleeper};
    tests[n++] = (struct CMUnitTest){.name = "three hogs on two CPUs move", .test_func = three_on_two};
    tests[n++] = (struct CMUnitTest){.name = "a cycle of locks is told", .test_func = lock_cycle};
    tests[n++] = (struct CMUnitTest){.name = "priority inversion and inheritance", .test_func = inversion};
    return _cmocka_run_group_tests("sched", tests, n, NULL, NULL);
}
