/* Random worlds: jobs with bursts, I/O, devices, locks, periods, reservations and affinities on random machines, under
 * every policy with random parameters, and under the odd ones; all laws hold, no CPU idles beside work that may run on it
 * where one queue promises that, and the same seed gives the same trace. */
#include "odd_policies.h"
#include "random_world.h"

#define SEEDS 80

/* At no instant is a CPU idle while a job waits that may run there: from the trace alone, job by job and CPU by CPU. */
struct idle_watch {
    uint64_t allowed[WORLD_JOBS + 8]; /* by unit; 0: it does not wait */
    uint64_t idle;
};

static uint64_t allowed_mask(const struct random_world *s, const char *name, int cpus)
{
    uint64_t mask = s->jobs[atoi(name + 1)].attr.affinity[0];
    return mask ? mask : ((uint64_t)1 << cpus) - 1;
}

static bool idle_beside_work(const struct trace *t, const struct random_world *s, int cpus, sim_ns *when)
{
    struct idle_watch w = {.idle = ((uint64_t)1 << cpus) - 1};
    for (size_t n = 0; n < t->count; n++) {
        const struct record *r = trace_at(t, n);
        *when = r->time_ns;
        bool stays = r->event == EV_stop && r->a != CAUSE_blocked && r->a != CAUSE_exited;
        if (r->event == EV_run || r->event == EV_exit)
            w.allowed[r->unit] = 0;
        else if (r->event == EV_ready || stays)
            w.allowed[r->unit] = allowed_mask(s, trace_unit_name(t, r->unit), cpus);
        if (r->event == EV_run)
            w.idle &= ~((uint64_t)1 << r->cpu);
        else if (r->event == EV_stop)
            w.idle |= (uint64_t)1 << r->cpu;
        if (n + 1 == t->count || trace_at(t, n + 1)->time_ns == r->time_ns)
            continue;
        for (size_t u = 0; u < WORLD_JOBS + 8; u++)
            if (w.allowed[u] & w.idle)
                return true;
    }
    return false;
}

static void check_world(struct test_world *w, const struct random_world *s, uint64_t seed)
{
    const struct policy *p = w->options.policy;
    struct buf why = {0};
    struct laws_options o = world_laws_options(w);
    sim_ns when = 0;
    if (getenv("SHOW"))
        for (size_t i = 0; i < w->trace.count; i++) {
            struct buf b = {0};
            trace_text_line(&w->trace, i, &b);
            print_message("%s\n", b.data);
            buf_fini(&b);
        }
    if (w->trace.end != END_ok && w->trace.end != END_until)
        fail_msg("%s %s, seed %d: ended by %d", p->name, s->settings, (int)seed, (int)w->trace.end);
    if (!laws_hold(&w->trace, &o, &why))
        fail_msg("%s %s, seed %d: %s", p->name, s->settings, (int)seed, why.data);
    buf_fini(&why);
    bool promised = p->work_conserving && p->shared_queue && !s->changes;
    if (promised && idle_beside_work(&w->trace, s, machine_cpus(&w->machine), &when))
        fail_msg("%s %s, seed %d: a CPU idles beside work from %d ns on", p->name, s->settings, (int)seed, (int)when);
}

static uint64_t run_world(const struct policy *p, uint64_t seed)
{
    struct random_world *s = test_malloc(sizeof *s);
    struct rng r;
    rng_init(&r, seed, "worlds");
    world_draw_all(&r, p, s);
    struct test_world w = {.machine = s->machine, .options = {.seed = seed, .until_ns = 20 * NS_S, .explain = one_in(&r, 4)}};
    if (!world_try(&w, p, s->settings)) { /* parameters that do not go together */
        arena_fini(&w.arena);
        *s->settings = '\0';
        assert_true(world_try(&w, p, NULL));
    }
    if (!jobs_check(&s->spec, &w.diag))
        fail_msg("seed %d: %s", (int)seed, w.diag.message);
    jobs_spawn(w.kernel, &s->spec);
    world_changes(&r, &w, s);
    kernel_run(w.kernel);
    check_world(&w, s, seed);
    uint64_t hash = trace_hash(&w.trace);
    world_close(&w);
    test_free(s);
    return hash;
}

static void worlds(void **state)
{
    const struct policy *p = *state;
    const char *more = getenv("SEEDS");
    uint64_t seeds = more ? strtoull(more, NULL, 10) : SEEDS;
    for (uint64_t seed = getenv("SEED") ? strtoull(getenv("SEED"), NULL, 10) : 1; seed <= seeds; seed++)
        assert_true(run_world(p, seed) == run_world(p, seed));
}

int main(void)
{
    struct CMUnitTest tests[64];
    size_t n = 0;
    for (; policies[n]; n++)
        tests[n] = (struct CMUnitTest){.name = policies[n]->name, .test_func = worlds, .initial_state = (void *)(uintptr_t)policies[n]};
    for (size_t i = 0; i < sizeof odd_policies / sizeof *odd_policies; i++)
        tests[n++] = (struct CMUnitTest){.name = odd_policies[i]->name, .test_func = worlds, .initial_state = (void *)(uintptr_t)odd_policies[i]};
    return _cmocka_run_group_tests("worlds", tests, n, NULL, NULL);
}
