/* Hundreds of random job sets, under every option of the textbooks' policies: the kernel's Gantt is the one that a simple
 * tick-by-tick simulator draws (reference.h). A set that differs is told with its seed and both Gantts. */
#include "reference.h"
#include "world.h"

#define SETS 400
#define DEVICE_NONE (-1)

static const char *const policy_names[REF_COUNT] = {"fcfs", "sjf", "srtf", "rr", "hrrn", "priority", "feedback", "mlfq"};

static int draw(struct rng *r, int low, int high) { return low + (int)rng_below(r, (uint64_t)(high - low + 1)); }
static bool flip(struct rng *r) { return draw(r, 0, 1) == 1; }

static void draw_job(struct rng *r, const struct ref_set *s, struct ref_job *j)
{
    int most = draw(r, 1, 12);
    *j = (struct ref_job){.arrive = flip(r) ? draw(r, 0, 20) : 0, .priority = draw(r, 1, 4), .count = 1};
    j->bursts[0] = draw(r, 1, most);
    int io = draw(r, 0, 2);
    if (io == 0 || (s->policy == REF_mlfq && io == 1)) {
        j->every = draw(r, 1, 6);
        j->io_for = draw(r, 0, 5);
        j->bursts[0] += draw(r, 0, 12);
    } else if (io == 1) {
        for (; j->count + 2 <= REF_BURSTS && flip(r); j->count += 2) {
            j->bursts[j->count] = draw(r, 1, 6);
            j->bursts[j->count + 1] = draw(r, 1, most);
        }
    }
}

static bool can_share(enum ref_policy p) { return p == REF_fcfs || p == REF_sjf || p == REF_rr || p == REF_hrrn || p == REF_feedback; }

static void draw_set(struct rng *r, enum ref_policy policy, struct ref_set *s)
{
    *s = (struct ref_set){.policy = policy, .cpus = can_share(policy) && draw(r, 0, 2) == 0 ? draw(r, 2, REF_CPUS) : 1, .job_count = draw(r, 1, REF_JOBS)};
    s->slice = draw(r, policy == REF_priority ? 0 : 1, 6);
    s->preemptive = flip(r);
    s->lower_is_higher = flip(r);
    s->ageing = flip(r) ? draw(r, 1, 7) : 0;
    s->growth = flip(r);
    s->queues = draw(r, 1, REF_LEVELS);
    for (int i = 0; i < s->queues; i++) {
        s->quantum[i] = draw(r, 1, 8);
        s->allotment[i] = draw(r, 1, 3);
    }
    s->boost = flip(r) ? draw(r, 1, 30) : 0;
    s->stay = flip(r);
    s->iobump = flip(r);
    for (int j = 0; j < s->job_count; j++)
        draw_job(r, s, &s->jobs[j]);
}

static const char *word(bool yes) { return yes ? "true" : "false"; }

static void settings_text(const struct ref_set *s, char *out, size_t n)
{
    *out = '\0';
    if (s->policy == REF_rr)
        snprintf(out, n, "slice=%dms", s->slice);
    if (s->policy == REF_feedback)
        snprintf(out, n, "quantum=%dms growth=%s queues=%d", s->slice, s->growth ? "double" : "constant", s->queues);
    if (s->policy == REF_priority)
        snprintf(out, n, "preemptive=%s lower_is_higher=%s slice=%dms ageing=%dms", word(s->preemptive), word(s->lower_is_higher), s->slice, s->ageing);
    if (s->policy != REF_mlfq)
        return;
    int used = snprintf(out, n, "queues=%d boost=%dms stay=%s iobump=%s quantum=[", s->queues, s->boost, word(s->stay), word(s->iobump));
    for (int i = 0; i < s->queues; i++)
        used += snprintf(out + used, n - (size_t)used, "%dms%s", s->quantum[i], i + 1 < s->queues ? "," : "] allotment=[");
    for (int i = 0; i < s->queues; i++)
        used += snprintf(out + used, n - (size_t)used, "%d%s", s->allotment[i], i + 1 < s->queues ? "," : "]");
}

struct kernel_jobs {
    struct job_spec jobs[REF_JOBS];
    struct burst bursts[REF_JOBS][REF_BURSTS];
    char names[REF_JOBS][2];
    struct jobs_spec spec;
};

static void to_kernel(const struct ref_set *s, struct kernel_jobs *k)
{
    for (int i = 0; i < s->job_count; i++) {
        const struct ref_job *j = &s->jobs[i];
        k->names[i][0] = (char)('A' + i);
        for (int b = 0; b < j->count; b++)
            k->bursts[i][b] = (struct burst){.kind = b % 2 ? BURST_io : BURST_cpu, .ns = j->bursts[b] * NS_MS, .device = DEVICE_NONE};
        k->jobs[i] = (struct job_spec){.name = k->names[i], .arrive_ns = j->arrive * NS_MS, .bursts = k->bursts[i], .burst_count = (size_t)j->count,
                                       .repeat = 1, .io_every_ns = j->every * NS_MS, .io_for_ns = j->io_for * NS_MS, .attr.priority = j->priority};
    }
    k->spec = (struct jobs_spec){.jobs = k->jobs, .job_count = (size_t)s->job_count};
}

static void tell(const struct ref_set *s, uint64_t seed, const char *settings, const struct ref_play *want, char got[REF_CPUS][REF_TICKS + 1])
{
    print_message("%s %s, seed %d, %d CPUs\n", policy_names[s->policy], settings, (int)seed, s->cpus);
    for (int i = 0; i < s->job_count; i++) {
        const struct ref_job *j = &s->jobs[i];
        print_message("    %c: arrives %d, priority %d, I/O every %d for %d, bursts", 'A' + i, j->arrive, j->priority, j->every, j->io_for);
        for (int b = 0; b < j->count; b++)
            print_message(" %d", j->bursts[b]);
        print_message("\n");
    }
    for (int c = 0; c < s->cpus; c++)
        print_message("    CPU %d reference %s\n          kernel    %s\n", c, want->gantt[c], got[c]);
    fail_msg("%s: the Gantts, or the ends of jobs, differ", policy_names[s->policy]);
}

/* A Gantt does not show when a job that has nothing left to run is gone. */
static bool ends_differ(const struct test_world *w, const struct ref_play *want)
{
    for (size_t i = 0; i < w->trace.count; i++) {
        const struct record *r = trace_at(&w->trace, i);
        if (r->event == EV_exit && r->time_ns != want->jobs[trace_unit_name(&w->trace, r->unit)[0] - 'A'].end * NS_MS)
            return true;
    }
    return false;
}

static void play_set(enum ref_policy policy, uint64_t seed)
{
    struct ref_set s;
    struct ref_play *want = test_malloc(sizeof *want);
    struct kernel_jobs *jobs = test_calloc(1, sizeof *jobs);
    char got[REF_CPUS][REF_TICKS + 1], settings[256];
    struct rng r;
    rng_init(&r, seed, policy_names[policy]);
    draw_set(&r, policy, &s);
    assert_true(policy == REF_mlfq ? ref_mlfq(want, &s) : ref_play(want, &s));
    settings_text(&s, settings, sizeof settings);
    to_kernel(&s, jobs);
    struct test_world w = {.machine.cores = s.cpus};
    world_open(&w, policy_names[policy], settings);
    jobs_spawn(w.kernel, &jobs->spec);
    kernel_run(w.kernel);
    for (int c = 0; c < s.cpus; c++)
        world_gantt(&w, c, got[c], sizeof got[c]);
    for (int c = 0; c < s.cpus; c++)
        if (strcmp(got[c], want->gantt[c]) != 0 || ends_differ(&w, want))
            tell(&s, seed, settings, want, got);
    assert_int_equal(w.trace.end, END_ok);
    world_laws(&w);
    world_close(&w);
    test_free(jobs);
    test_free(want);
}

static void reference(void **state)
{
    enum ref_policy policy = (enum ref_policy)(uintptr_t)*state;
    const char *more = getenv("SETS");
    uint64_t sets = more ? strtoull(more, NULL, 10) : SETS;
    for (uint64_t seed = 1; seed <= sets; seed++)
        play_set(policy, seed);
}

int main(void)
{
    struct CMUnitTest tests[REF_COUNT];
    for (uintptr_t i = 0; i < REF_COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = policy_names[i], .test_func = reference, .initial_state = (void *)i};
    return _cmocka_run_group_tests("reference", tests, REF_COUNT, NULL, NULL);
}
