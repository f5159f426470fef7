/* Random worlds: jobs with bursts, I/O, devices, locks and periods on random machines, under every policy; all laws
 * hold, and the same seed gives the same trace. */
#include "world.h"

#define WORLD_JOBS 12

struct random_spec {
    struct jobs_spec spec;
    struct job_spec jobs[WORLD_JOBS];
    struct burst bursts[WORLD_JOBS][16];
    struct device_spec devices[2];
    struct lock_spec locks[2];
    char names[WORLD_JOBS][4];
};

static int64_t draw(struct rng *r, int64_t low, int64_t high) { return low + (int64_t)rng_below(r, (uint64_t)(high - low + 1)); }

/* Half of the worlds count in whole ms, so that much happens at one instant. */
static sim_ns draw_time(struct rng *r, bool whole, int64_t most_ms)
{
    return whole ? draw(r, 0, most_ms) * NS_MS : draw(r, 0, most_ms * NS_MS);
}

static void draw_bursts(struct rng *r, struct random_spec *s, size_t i, bool whole)
{
    struct burst *b = s->bursts[i];
    size_t n = 0;
    for (int64_t left = draw(r, 1, 4); left > 0; left--) {
        int lock = (int)draw(r, 0, 3);
        if (lock < 2)
            b[n++] = (struct burst){.kind = BURST_lock, .lock = lock};
        b[n++] = (struct burst){.kind = BURST_cpu, .ns = draw_time(r, whole, 20)};
        if (lock < 2)
            b[n++] = (struct burst){.kind = BURST_unlock, .lock = lock};
        if (draw(r, 0, 1))
            b[n++] = (struct burst){.kind = BURST_io, .ns = draw_time(r, whole, 10), .device = (int)draw(r, -1, 1)};
    }
    s->jobs[i].bursts = b;
    s->jobs[i].burst_count = n;
}

static void draw_spec(struct rng *r, struct random_spec *s, int cpus)
{
    bool whole = draw(r, 0, 1) != 0;
    *s = (struct random_spec){.devices = {{"disk", 1}, {"net", 2}}, .locks = {{"L", true}, {"M", false}}};
    size_t n = (size_t)draw(r, 1, WORLD_JOBS);
    for (size_t i = 0; i < n; i++) {
        struct job_spec *j = &s->jobs[i];
        snprintf(s->names[i], sizeof s->names[i], "j%d", (int)i);
        *j = (struct job_spec){.name = s->names[i], .arrive_ns = draw_time(r, whole, 30), .repeat = draw(r, 1, 4)};
        draw_bursts(r, s, i, whole);
        j->attr.nice = (int)draw(r, -20, 19);
        j->attr.priority = (int)draw(r, 1, 5);
        j->attr.tickets = draw(r, 0, 500);
        if (draw(r, 0, 3) == 0)
            j->attr.class = (enum sched_class)draw(r, CLASS_fair, CLASS_rr);
        if (draw(r, 0, 3) == 0)
            j->attr.affinity[0] = (uint64_t)1 << draw(r, 0, cpus - 1);
        if (draw(r, 0, 4) == 0) {
            j->attr.period_ns = draw(r, 20, 60) * NS_MS;
            j->attr.runtime_ns = draw(r, 5, 20) * NS_MS;
            j->repeat = draw(r, 2, 5);
        }
        if (draw(r, 0, 4) == 0) {
            j->io_every_ns = draw(r, 1, 5) * NS_MS;
            j->io_for_ns = draw(r, 1, 5) * NS_MS;
        }
    }
    s->spec = (struct jobs_spec){s->jobs, n, s->devices, 2, s->locks, 2};
}

static void draw_machine(struct rng *r, struct machine *m)
{
    *m = (struct machine){.cores = (int)draw(r, 1, 4), .smt = (int)draw(r, 1, 2), .smt_ppm = draw(r, 0, 1) ? 1000000 : 620000,
                          .clock_loss_ppm = draw(r, 0, 2) ? 0 : 43000, .tick_ns = draw(r, 0, 2) * 2 * NS_MS};
    if (draw(r, 0, 1)) {
        m->switch_ns = draw(r, 0, 5000);
        m->migrate_ns = draw(r, 0, 50000);
        m->wake_idle_ns = draw(r, 0, 50000);
        m->wake_ns = draw(r, 0, 5000);
    }
}

static uint64_t run_world(const char *policy, uint64_t seed)
{
    struct test_world w = {.options.seed = seed, .options.until_ns = 20 * NS_S};
    struct random_spec *s = test_malloc(sizeof *s);
    struct rng r;
    rng_init(&r, seed, "worlds");
    draw_machine(&r, &w.machine);
    w.options.explain = draw(&r, 0, 3) == 0;
    draw_spec(&r, s, machine_cpus(&w.machine));
    world_open(&w, policy, NULL);
    jobs_spawn(w.kernel, &s->spec);
    kernel_run(w.kernel);
    if (w.trace.end != END_ok && w.trace.end != END_until)
        fail_msg("%s, seed %d: ended by %d", policy, (int)seed, (int)w.trace.end);
    struct buf why = {0};
    struct laws_options o = {.work_conserving = w.options.policy->work_conserving};
    if (!laws_hold(&w.trace, &o, &why))
        fail_msg("%s, seed %d: %s", policy, (int)seed, why.data);
    buf_fini(&why);
    uint64_t hash = trace_hash(&w.trace);
    world_close(&w);
    test_free(s);
    return hash;
}

static void worlds(void **state)
{
    const struct policy *p = *state;
    for (uint64_t seed = 1; seed <= 60; seed++)
        assert_true(run_world(p->name, seed) == run_world(p->name, seed));
}

int main(void)
{
    struct CMUnitTest tests[64];
    size_t n = 0;
    for (; policies[n]; n++)
        tests[n] = (struct CMUnitTest){.name = policies[n]->name, .test_func = worlds, .initial_state = (void *)(uintptr_t)policies[n]};
    return _cmocka_run_group_tests("worlds", tests, n, NULL, NULL);
}
