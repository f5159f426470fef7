/* What policies promise, on random sets of jobs, from the trace alone: waits that are bounded (and, where nothing is promised, a
 * set that does starve), the length of a schedule. Shares: test_shares.c; deadlines: test_deadlines.c. */
#include <math.h>

#include "property.h"
#include "odd_policies.h"

/* -- waits -- */

static sim_ns burst_of(const struct set *s, size_t i) { return s->bursts[i][0].ns; }
static sim_ns param(const struct test_world *w, size_t i) { return w->values[i][0]; }

/* One after another, each of the others for at most `most` of its burst, on all CPUs. */
static double others(const struct test_world *w, const struct set *s, size_t job, sim_ns most) {
    double sum = 0;
    for (size_t i = 0; i < s->spec.job_count; i++)
        if (i != job) sum += (double)ns_min(most, burst_of(s, i));
    return sum / w->machine.cores;
}

static double wait_fcfs(const struct test_world *w, const struct set *s, size_t job) {
    return others(w, s, job, NS_NEVER);
}

static double wait_rr(const struct test_world *w, const struct set *s, size_t job) {
    return others(w, s, job, param(w, 0) + w->machine.tick_ns);
}

/* Of those that overtake in the last D of its wait W, none can do it twice, when it waited less than its part of W - D. */
static double wait_hrrn(const struct test_world *w, const struct set *s, size_t job) {
    sim_ns least = NS_NEVER;
    for (size_t i = 0; i < s->spec.job_count; i++) least = i == job ? least : ns_min(least, burst_of(s, i));
    return others(w, s, job, NS_NEVER) * (1 + (double)burst_of(s, job) / (double)least);
}

/* After so many steps of age nobody new goes before it, whatever its priority. */
static double wait_ageing(const struct test_world *w, const struct set *s, size_t job) {
    int best = INT32_MAX, worst = 0;
    for (size_t i = 0; i < s->spec.job_count; i++) {
        int priority = s->jobs[i].attr.priority;
        best = priority < best ? priority : best;
        worst = priority > worst ? priority : worst;
    }
    return (double)(worst - best) * (double)param(w, 3) + others(w, s, job, NS_NEVER);
}

/* Up to the next boost, then one quantum for each of the others. */
static double wait_boost(const struct test_world *w, const struct set *s, size_t job) {
    return (double)param(w, 3) + others(w, s, job, param(w, 1));
}

/* It is one quantum ahead at most; until the others have caught up, each runs for that, and one quantum beyond. */
static double wait_stride(const struct test_world *w, const struct set *s, size_t job) {
    double sum = 0, slice = (double)param(w, 0);
    for (size_t i = 0; i < s->spec.job_count; i++)
        if (i != job)
            sum += slice * (1 + (double)s->jobs[i].attr.tickets / (double)s->jobs[job].attr.tickets);
    return sum + 1000;
}

static double wait_lottery(const struct test_world *w, const struct set *s, size_t job) {
    double all = 0;
    for (size_t i = 0; i < s->spec.job_count; i++) all += (double)s->jobs[i].attr.tickets;
    return (double)param(w, 0) * (1 + log(1e-9) / log(1 - (double)s->jobs[job].attr.tickets / all));
}

/* Jobs that never leave sink together. */
static double wait_feedback(const struct test_world *w, const struct set *s, size_t job) {
    sim_ns lowest = param(w, 1) ? param(w, 0) << (param(w, 2) - 1) : param(w, 0);
    return others(w, s, job, lowest);
}

/* Who computes and sleeps, with or without end; those that never leave; a long job beside short ones that always come back. */
enum wait_kind { WAIT_random, WAIT_hogs, WAIT_hostile };
#define WAIT_END (3 * NS_S)

struct wait_row {
    const char *what, *policy, *settings;
    enum wait_kind kind;
    int cpus, tick_ms;
    double (*longest)(const struct test_world *w, const struct set *s,
                      size_t job); /* NULL: the long job starves */
};

static const struct wait_row wait_rows[] = {
    {"fcfs: the bursts of all others", "fcfs", "", WAIT_random, 1, 0, wait_fcfs},
    {"fcfs on three CPUs", "fcfs", "", WAIT_random, 3, 0, wait_fcfs},
    {"fcfs, a hostile set", "fcfs", "", WAIT_hostile, 1, 0, wait_fcfs},
    {"rr: a slice of each other", "rr", "slice=3ms", WAIT_random, 1, 0, wait_rr},
    {"rr on two CPUs", "rr", "slice=3ms", WAIT_random, 2, 0, wait_rr},
    {"rr with ticks", "rr", "slice=3ms", WAIT_random, 1, 2, wait_rr},
    {"rr, a hostile set", "rr", "slice=2ms", WAIT_hostile, 1, 0, wait_rr},
    {"hrrn: waiting counts", "hrrn", "", WAIT_random, 1, 0, wait_hrrn},
    {"hrrn, a hostile set", "hrrn", "", WAIT_hostile, 1, 0, wait_hrrn},
    {"sjf starves the long", "sjf", "", WAIT_hostile, 1, 0, NULL},
    {"srtf starves the long", "srtf", "", WAIT_hostile, 1, 0, NULL},
    {"priority with ageing", "priority", "ageing=10ms", WAIT_random, 1, 0, wait_ageing},
    {"priority with ageing, not preemptive", "priority", "preemptive=false ageing=10ms", WAIT_random, 1, 0,
     wait_ageing},
    {"priority with ageing, larger is higher", "priority", "lower_is_higher=false ageing=25ms slice=4ms",
     WAIT_random, 1, 0, wait_ageing},
    {"priority with ageing, a hostile set", "priority", "ageing=10ms", WAIT_hostile, 1, 0, wait_ageing},
    {"priority without ageing starves the least", "priority", "", WAIT_hostile, 1, 0, NULL},
    {"mlfq with boost", "mlfq", "quantum=5ms boost=200ms", WAIT_random, 1, 0, wait_boost},
    {"mlfq with boost, gamed", "mlfq", "quantum=5ms boost=200ms stay=true", WAIT_hostile, 1, 0, wait_boost},
    {"mlfq without boost, gamed, starves the honest", "mlfq", "quantum=5ms stay=true", WAIT_hostile, 1, 0,
     NULL},
    {"stride: what the tickets say", "stride", "slice=5ms", WAIT_random, 1, 0, wait_stride},
    {"stride, a hostile set", "stride", "slice=2ms", WAIT_hostile, 1, 0, wait_stride},
    {"lottery: what luck allows", "lottery", "slice=2ms", WAIT_random, 1, 0, wait_lottery},
    {"lottery, a hostile set", "lottery", "slice=2ms", WAIT_hostile, 1, 0, wait_lottery},
    {"feedback among jobs that never leave", "feedback", "", WAIT_hogs, 1, 0, wait_feedback},
    {"feedback with doubling quanta", "feedback", "growth=double queues=5", WAIT_hogs, 1, 0, wait_feedback},
    {"feedback starves the long", "feedback", "", WAIT_hostile, 1, 0, NULL},
};

static void wait_draw(struct rng *r, struct set *s, const struct wait_row *row) {
    if (row->kind == WAIT_hostile) {
        set_add(s, 5 * NS_MS, HOG_NS / 100, NS_MS, FOR_EVER)->attr =
            (struct sched_attr){.priority = 5, .tickets = 10};
        for (int64_t n = draw(r, 4, 6); n > 0; n--)
            set_add(s, 0, draw(r, 2200, 4000) * NS_US, draw(r, 100, 1000) * NS_US, FOR_EVER)->attr =
                (struct sched_attr){.priority = 1, .tickets = 100};
    }
    for (int64_t n = row->kind == WAIT_hostile ? 0 : draw(r, 2, 8); n > 0; n--) {
        bool hog = row->kind == WAIT_hogs;
        sim_ns arrive = hog ? 0 : draw(r, 0, 40 * NS_MS), cpu = hog ? HOG_NS : draw(r, NS_MS, 20 * NS_MS),
               io = hog ? 0 : draw(r, 1, 20 * NS_MS);
        set_add(s, arrive, cpu, io, FOR_EVER)->attr =
            (struct sched_attr){.priority = (int)draw(r, 1, 5), .tickets = draw(r, 10, 100)};
    }
    snprintf(s->settings, sizeof s->settings, "%s", row->settings);
}

static void waits(void **state) {
    const struct wait_row *row = *state;
    for (uint64_t seed = 1; seed <= SETS(30); seed++) {
        struct set s;
        struct rng r;
        struct played p;
        struct test_world w = {.machine = {.cores = row->cpus, .tick_ns = row->tick_ms * NS_MS},
                               .options.until_ns = WAIT_END};
        set_begin(&s, &r, seed, "waits");
        wait_draw(&r, &s, row);
        set_run(&w, &s, row->policy);
        play_all(&p, &w.trace);
        if (!row->longest && p.waited_ns[0] < WAIT_END * 9 / 10)
            set_fail(&s, row->policy, "the long job waited %d ms only", (int)(p.waited_ns[0] / NS_MS));
        for (size_t i = 0; i < s.spec.job_count && row->longest; i++)
            if ((double)p.waited_ns[i] > row->longest(&w, &s, i))
                set_fail(&s, row->policy, "job %d waited %d us, promised are %d", (int)i,
                         (int)(p.waited_ns[i] / NS_US), (int)(row->longest(&w, &s, i) / NS_US));
        world_close(&w);
    }
}

/* -- how long it all takes: every policy that promises to keep CPUs busy -- */

#define CPUS_MOST 4

/* Cheap enough for an exact answer: the best of all ways to divide the jobs among the CPUs, none of them split. */
static sim_ns best_makespan(const struct set *s, int cpus) {
    sim_ns load[CPUS_MOST], best = NS_NEVER;
    int64_t ways = 1;
    for (size_t i = 0; i < s->spec.job_count; i++) ways *= cpus;
    for (int64_t way = 0; way < ways; way++) {
        sim_ns longest = 0;
        memset(load, 0, sizeof load);
        int64_t rest = way;
        for (size_t i = 0; i < s->spec.job_count; i++, rest /= cpus) load[rest % cpus] += burst_of(s, i);
        for (int c = 0; c < cpus; c++) longest = ns_max(longest, load[c]);
        best = ns_min(best, longest);
    }
    return best;
}

static sim_ns sum_of_bursts(const struct set *s) {
    sim_ns sum = 0;
    for (size_t i = 0; i < s->spec.job_count; i++) sum += burst_of(s, i);
    return sum;
}

static sim_ns longest_burst(const struct set *s) {
    sim_ns longest = 0;
    for (size_t i = 0; i < s->spec.job_count; i++) longest = ns_max(longest, burst_of(s, i));
    return longest;
}

static void jobs_draw(struct rng *r, struct set *s, size_t n, sim_ns arrive_ns) {
    while (s->spec.job_count < n)
        set_add(s, draw(r, 0, arrive_ns),
                draw(r, 0, 3) ? draw(r, NS_MS, 10 * NS_MS) : draw(r, NS_MS, 60 * NS_MS), 0, 1)
            ->attr = (struct sched_attr){
            .nice = (int)draw(r, -5, 5), .priority = (int)draw(r, 1, 5), .tickets = draw(r, 1, 300)};
}

/* Without the quanta that jobs of a lottery leave unused. */
static const char *lasting(const struct policy *p) {
    return strcmp(p->name, "lottery") == 0 ? "whole=false slice=3ms" : "";
}

/* Graham 1966: while the last job does not run, all CPUs do: at most (2 - 1/m) times the best. */
static void makespan(void **state) {
    const struct policy *p = *state;
    for (uint64_t seed = 1; seed <= SETS(40); seed++) {
        struct set s;
        struct rng r;
        struct test_world w = {.machine.cores = (int)(seed % CPUS_MOST) + 1};
        int64_t m = w.machine.cores;
        set_begin(&s, &r, seed, "makespan");
        jobs_draw(&r, &s, (size_t)draw(&r, 1, m > 3 ? 7 : 8), 0);
        snprintf(s.settings, sizeof s.settings, "%s", lasting(p));
        set_run_policy(&w, &s, p);
        sim_ns longest = longest_burst(&s), bound = (sum_of_bursts(&s) + (m - 1) * longest) / m,
               best = best_makespan(&s, (int)m);
        if (w.trace.end_ns > bound || w.trace.end_ns * m > best * (2 * m - 1))
            set_fail(&s, p->name, "%d us on %d CPUs; Graham's bound %d, the best %d",
                     (int)(w.trace.end_ns / NS_US), (int)m, (int)(bound / NS_US), (int)(best / NS_US));
        world_close(&w);
    }
}

/* The longest first (priorities by length): 4/3 - 1/(3m) of the best (Graham 1969). */
static void longest_first(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= SETS(200); seed++) {
        struct set s;
        struct rng r;
        struct test_world w = {.machine.cores = (int)(seed % (CPUS_MOST - 1)) + 2};
        int64_t m = w.machine.cores;
        set_begin(&s, &r, seed, "longest");
        jobs_draw(&r, &s, (size_t)draw(&r, 2, m > 3 ? 7 : 8), 0);
        for (size_t i = 0; i < s.spec.job_count; i++)
            s.jobs[i].attr.priority = (int)(-burst_of(&s, i) / NS_US);
        set_run(&w, &s, "priority");
        sim_ns best = best_makespan(&s, (int)m);
        if (3 * m * w.trace.end_ns > (4 * m - 1) * best + 3 * m * NS_US)
            set_fail(&s, "priority", "%d us on %d CPUs, the best %d", (int)(w.trace.end_ns / NS_US), (int)m,
                     (int)(best / NS_US));
        world_close(&w);
    }
}

/* Sum of the times from arrival to end; *idle_ns: how long the CPU had nothing to do. */
static sim_ns turnaround(const struct test_world *w, const struct set *s, sim_ns *idle_ns) {
    sim_ns sum = 0, busy = 0;
    for (size_t i = 0; i < w->trace.count; i++) {
        const struct record *r = trace_at(&w->trace, i);
        if (r->event == EV_exit) sum += r->time_ns - s->jobs[r->unit - 1].arrive_ns;
        if (r->event == EV_stop) busy += r->b;
    }
    *idle_ns = w->trace.end_ns - busy;
    return sum;
}

/* One CPU, jobs that come when they will: who keeps the CPU busy ends it all at the same time, and nobody's turnaround is
 * below that of the shortest remaining time first. (A CPU is counted busy where jobs ran; all bursts are served to the ns.) */
static void one_cpu(void **state) {
    const struct policy *p = *state;
    for (uint64_t seed = 1; seed <= SETS(40); seed++) {
        struct set s;
        struct rng r;
        struct test_world w = {.machine.cores = 1}, best = {.machine.cores = 1};
        sim_ns idle, least_idle;
        set_begin(&s, &r, seed, "one CPU");
        jobs_draw(&r, &s, (size_t)draw(&r, 1, SET_JOBS), draw(&r, 0, 150) * NS_MS);
        set_run(&best, &s, "srtf");
        sim_ns least = turnaround(&best, &s, &least_idle);
        snprintf(s.settings, sizeof s.settings, "%s", lasting(p));
        set_run_policy(&w, &s, p);
        sim_ns sum = turnaround(&w, &s, &idle);
        if (w.trace.end_ns != best.trace.end_ns || idle != least_idle)
            set_fail(&s, p->name, "ends at %d us, another at %d", (int)(w.trace.end_ns / NS_US),
                     (int)(best.trace.end_ns / NS_US));
        if (sum < least)
            set_fail(&s, p->name, "turnaround %d us, srtf %d", (int)(sum / NS_US), (int)(least / NS_US));
        world_close(&w);
        world_close(&best);
    }
}

/* Those that promise it, the least policy among them; the real-time ones do so while nobody is bound to a CPU or throttled. */
static size_t promise_busy(struct CMUnitTest *tests, size_t n, void (*test)(void **), const char *what,
                           char (*names)[64]) {
    const struct policy *all[64];
    size_t count = 0;
    while (policies[count]) {
        all[count] = policies[count];
        count++;
    }
    all[count++] = &policy_minimal;
    all[count++] = &policy_minimal_shared;
    for (size_t i = 0; i < count; i++) {
        snprintf(names[n], sizeof names[n], "%s: %s", all[i]->name, what);
        tests[n] = (struct CMUnitTest){
            .name = names[n], .test_func = test, .initial_state = (void *)(uintptr_t)all[i]};
        n++;
    }
    return n;
}

int main(void) {
    enum { WAITS = sizeof wait_rows / sizeof *wait_rows };
    static struct CMUnitTest tests[128];
    static char names[128][64];
    size_t n = 0;
    for (size_t i = 0; i < WAITS; i++)
        tests[n++] = (struct CMUnitTest){
            .name = wait_rows[i].what, .test_func = waits, .initial_state = (void *)(uintptr_t)&wait_rows[i]};
    n = promise_busy(tests, n, makespan, "all done by Graham's bound", names);
    n = promise_busy(tests, n, one_cpu, "one CPU is as busy as it can be", names);
    tests[n++] = (struct CMUnitTest){.name = "priority: the longest first, by Graham's second bound",
                                     .test_func = longest_first};
    return _cmocka_run_group_tests("properties", tests, n, NULL, NULL);
}
