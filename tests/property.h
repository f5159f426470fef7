/* Properties of policies: random sets of jobs, run on a machine on which switching costs nothing, and the trace played forward:
 * how much CPU time each job has had at every instant, how long it waited at a time, when each of its periods was served.
 * Nothing is asked of the kernel or the policy. */
#ifndef GILSCOPE_TESTS_PROPERTY_H
#define GILSCOPE_TESTS_PROPERTY_H

#include "world.h"

#define SET_JOBS 12

/* Under the sanitizers a tenth of the sets must do. */
#if defined(__SANITIZE_ADDRESS__)
#define SETS(n) ((n) / 10 + 1)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SETS(n) ((n) / 10 + 1)
#endif
#endif
#ifndef SETS
#define SETS(n) (n)
#endif

/* -- sets of jobs -- */

struct set {
    struct jobs_spec spec;
    struct job_spec jobs[SET_JOBS];
    struct burst bursts[SET_JOBS][2];
    char names[SET_JOBS][4];
    uint64_t seed;
    char settings[128];
};

static inline int64_t draw(struct rng *r, int64_t low, int64_t high) {
    return low + (int64_t)rng_below(r, (uint64_t)(high - low + 1));
}

static inline void set_begin(struct set *s, struct rng *r, uint64_t seed, const char *stream) {
    *s = (struct set){.seed = seed};
    s->spec.jobs = s->jobs;
    rng_init(r, seed, stream);
}

/* Computes for cpu_ns, then I/O of io_ns (0 = none), `repeat` times. */
static inline struct job_spec *set_add(struct set *s, sim_ns arrive_ns, sim_ns cpu_ns, sim_ns io_ns,
                                       int64_t repeat) {
    size_t i = s->spec.job_count++;
    assert_true(i < SET_JOBS);
    snprintf(s->names[i], sizeof s->names[i], "%c", (int)('A' + i));
    s->bursts[i][0] = (struct burst){.kind = BURST_cpu, .ns = cpu_ns};
    s->bursts[i][1] = (struct burst){.kind = BURST_io, .ns = io_ns, .device = -1};
    s->jobs[i] = (struct job_spec){.name = s->names[i],
                                   .arrive_ns = arrive_ns,
                                   .bursts = s->bursts[i],
                                   .burst_count = io_ns > 0 ? 2 : 1,
                                   .repeat = repeat};
    return &s->jobs[i];
}

#define FOR_EVER 1000000000
#define HOG_NS   (1000 * NS_S)

static inline void set_open(struct test_world *w, struct set *s, const struct policy *p) {
    if (!world_try(w, p, s->settings))
        fail_msg("%s %s, seed %d: %s", p->name, s->settings, (int)s->seed, w->diag.message);
    assert_true(jobs_check(&s->spec, &w->diag));
    jobs_spawn(w->kernel, &s->spec);
}

static inline void set_end(struct test_world *w) {
    kernel_run(w->kernel);
    world_laws(w);
}

static inline void set_run_policy(struct test_world *w, struct set *s, const struct policy *p) {
    set_open(w, s, p);
    set_end(w);
}

static inline void set_run(struct test_world *w, struct set *s, const char *policy) {
    set_run_policy(w, s, policy_find(policy));
}

/* What a broken property says first. */
#define set_fail(s, policy, ...)                                                                             \
    do {                                                                                                     \
        print_message("%s %s, seed %d, %d jobs: ", policy, (s)->settings, (int)(s)->seed,                    \
                      (int)(s)->spec.job_count);                                                             \
        fail_msg(__VA_ARGS__);                                                                               \
    } while (0)

/* -- the trace, played forward -- */

enum played_state { PLAYED_away, PLAYED_waits, PLAYED_runs };

struct played {
    const struct trace *trace;
    size_t next;
    sim_ns now_ns;
    enum played_state state[SET_JOBS];
    sim_ns ran_ns[SET_JOBS], since_ns[SET_JOBS]; /* before the current run; since when it runs or waits */
    sim_ns waited_ns[SET_JOBS];                  /* the longest of its waits that have begun */
    int runs[SET_JOBS];
};

static inline void play_begin(struct played *p, const struct trace *t) { *p = (struct played){.trace = t}; }

static inline sim_ns played_ran(const struct played *p, size_t job) {
    return p->ran_ns[job] + (p->state[job] == PLAYED_runs ? p->now_ns - p->since_ns[job] : 0);
}

static inline void play_enter(struct played *p, size_t job, enum played_state s) {
    if (p->state[job] == PLAYED_waits && p->now_ns - p->since_ns[job] > p->waited_ns[job])
        p->waited_ns[job] = p->now_ns - p->since_ns[job];
    p->ran_ns[job] = played_ran(p, job);
    p->state[job] = s;
    p->since_ns[job] = p->now_ns;
    p->runs[job] += s == PLAYED_runs;
}

/* Everything that happened at the next instant; false: there is none, and the clock stands at the end. The jobs are the
 * first units, as the sets have neither locks nor devices. */
static inline bool play_instant(struct played *p) {
    const struct trace *t = p->trace;
    bool more = p->next < t->count;
    p->now_ns = more ? trace_at(t, p->next)->time_ns : t->end_ns;
    for (; p->next < t->count && trace_at(t, p->next)->time_ns == p->now_ns; p->next++) {
        const struct record *r = trace_at(t, p->next);
        size_t job = r->unit - 1;
        bool leaves = r->event == EV_stop && (r->a == CAUSE_blocked || r->a == CAUSE_exited);
        if (r->event == EV_run) play_enter(p, job, PLAYED_runs);
        else if (r->event == EV_ready || (r->event == EV_stop && !leaves)) play_enter(p, job, PLAYED_waits);
        else if (leaves) play_enter(p, job, PLAYED_away);
    }
    for (size_t i = 0; !more && i < SET_JOBS; i++)
        if (p->state[i] == PLAYED_waits) play_enter(p, i, PLAYED_waits);
    return more;
}

static inline void play_all(struct played *p, const struct trace *t) {
    play_begin(p, t);
    while (play_instant(p))
        ;
}

#endif
