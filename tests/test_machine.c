/* The machine and where tasks go on it: speeds, costs, wake-up placement, stealing, balancing, affinity; and the
 * named machines. Each row: a machine, jobs, and what every CPU must show, one character a ms. */
#include "base/embed.h"
#include "jobs_text.h"
#include "scenario/machine.h"
#include "scenario/named.h"

struct place_row {
    const char *what;
    struct machine machine;
    const char *policy, *jobs;
    const char *want[4];
};

#define SMT2 .cores = 2, .smt = 2, .smt_ppm = 500000

static const struct place_row place_rows[] = {
    {"arrivals take idle CPUs", {.cores = 3}, "eevdf", "A@0:2 B@0:3 C@1:1", {"AA.", "BBB", ".C."}},
    {"a woken task goes back to its CPU when that idles", {.cores = 3}, "eevdf", "A@0:6 B@0:1/2/2 C@0:1", {"AAAAAA", "B..BB.", "C....."}},
    {"... and to another one when it does not", {.cores = 3}, "eevdf", "A@0:6 B@0:1/3/2 C@0:1 D@2:3", {"AAAAAA", "B.DDD.", "C...BB"}},
    {"an idle core comes before an idle thread", {SMT2}, "eevdf", "A@0:2 B@0:2", {"AA", "BB", "..", ".."}},
    {"siblings share a core: half the speed each", {SMT2}, "eevdf", "A@0:3 B@0:3 C@0:3", {"AAAAAA", "BBB...", "CCCCCC", "......"}},
    {"a newly idle CPU pulls a waiting task", {.cores = 2}, "cfs", "A@0:6 B@0:2 C@0:3", {"AAAAAA", "BBCCC."}},
    {"... but not the one that another CPU is about to run", {.cores = 2}, "cfs", "A@0:4 B@0:2 C@2:2", {"AAAA", "BBCC"}},
    {"... nor one that may not run there", {.cores = 2}, "cfs", "A@0:4!0 B@0:2 C@0:3!0", {"AAAACCC", "BB....."}},
    {"pinned tasks stay, though a CPU idles", {.cores = 2}, "cfs", "A@0:2!1 B@0:2!1", {"....", "AABB"}},
    {"the clock drops with each active core", {.cores = 2, .clock_loss_ppm = 500000}, "eevdf", "A@0:4 B@0:1", {"AAAAA", "BB..."}},
    {"a cold cache costs on another core", {.cores = 3, .migrate_ns = 2 * NS_MS}, "eevdf", "A@0:6 B@0:1/3/2 C@0:1 D@2:3",
     {"AAAAAA..", "B.DDD...", "C...BBBB"}},
    {"... not on another thread of the same core", {.cores = 2, .smt = 2, .smt_ppm = 1000000, .migrate_ns = 2 * NS_MS}, "eevdf",
     "A@0:6 B@0:1/3/2 C@0:6 D@2:3", {"AAAAAA", "B.DDD.", "CCCCCC", "....BB"}},
    {"active balance: a running task is pushed to a core that idles, at the fourth try", {SMT2}, "eevdf",
     "A@0:20 B@0:2 C@0:20", {"AAAAAAAAAAAAAAAA............", "BB..............AAAAAAAAAAAA", "CCCCCCCCCCCCCCCCCCCCCCCCCCCC",
      "............................"}},
    {"... both stay where they are pinned", {SMT2}, "eevdf", "A@0:10!0 B@0:10!2", {"AAAAAAAAAAAAAAAAAAAA", "....................",
     "BBBBBBBBBBBBBBBBBBBB", "...................."}},
    {"rotation: three tasks on two cores get the same speed", {SMT2, .rotate_ns = 4 * NS_MS}, "eevdf", "A@0:16 B@0:16 C@0:16",
     {"AAAABBBBBBBBCCCCCCCCAAAA", "BBBBAAAACCCCBBBBAAAACCCC", "CCCCCCCCAAAAAAAABBBBBBBB", "........................"}},
    {"no rotation: the one alone is done first", {SMT2}, "eevdf", "A@0:16 B@0:16 C@0:16",
     {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB................", "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC",
      "................................"}},
};

static void places(void **state)
{
    const struct place_row *row = *state;
    struct test_world w = {.machine = row->machine};
    char got[128];
    world_open(&w, row->policy, NULL);
    spawn_jobs(&w, row->jobs);
    kernel_run(w.kernel);
    assert_int_equal(w.trace.end, END_ok);
    for (int c = 0; c < machine_cpus(&w.machine); c++) {
        world_gantt(&w, c, got, sizeof got);
        assert_string_equal(got, row->want[c]);
    }
    world_laws(&w);
    world_close(&w);
}

/* Every machine of ours loads, has a line about it and fits the kernel; some are what their names promise. */
static void named(void **state)
{
    static const struct {
        const char *name;
        int cpus;
        sim_ns tick_ns;
    } known[] = {{"linux", 4, 4 * NS_MS}, {"measured", 2, 4 * NS_MS}, {"single", 1, 4 * NS_MS}, {"laptop", 12, 4 * NS_MS},
                 {"desktop", 16, NS_MS},  {"server", 128, 4 * NS_MS}, {"textbook", 1, 0}};
    struct arena a;
    struct diag d;
    size_t count = 0, found = 0;
    const char *name, *about;
    (void)state;
    arena_init(&a);
    diag_init(&d, &a);
    for (const struct embedded_file *f = NULL; (f = named_next(&a, "machine", f, &name)); count++) {
        struct machine m;
        if (!machine_load(&a, name, NULL, &m, &about, &d))
            fail_msg("%s: %s", name, d.message);
        assert_true(*about != '\0');
        assert_in_range(machine_cpus(&m), 1, CPUS_MAX);
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            if (strcmp(known[i].name, name) != 0)
                continue;
            assert_int_equal(machine_cpus(&m), known[i].cpus);
            assert_int_equal(m.tick_ns, known[i].tick_ns);
            found++;
        }
    }
    assert_int_equal(found, sizeof known / sizeof *known);
    assert_int_equal(count, found);
    arena_fini(&a);
}

int main(void)
{
    enum { PLACES = sizeof place_rows / sizeof *place_rows };
    struct CMUnitTest tests[PLACES + 1];
    size_t n = 0;
    for (size_t i = 0; i < PLACES; i++)
        tests[n++] = (struct CMUnitTest){.name = place_rows[i].what, .test_func = places, .initial_state = (void *)(uintptr_t)&place_rows[i]};
    tests[n++] = (struct CMUnitTest){.name = "named machines", .test_func = named};
    return _cmocka_run_group_tests("machine", tests, n, NULL, NULL);
}
