/* What policies promise, on random sets of jobs, from the trace alone: shares in proportion, waits that are bounded (and, where
 * nothing is promised, a set that does starve), the length of a schedule. Deadlines: test_deadlines.c. */
#include <math.h>

#include "property.h"
#include "odd_policies.h"

/* -- lottery: luck within what luck allows -- */

#define LUCK   4.5 /* standard deviations; a seed is given, so that what passes once passes always */
#define QUANTA 20000

/* One set: every count of wins, the repeats and the longest wait are believable. Returns chi squared. */
static double lottery_set(uint64_t seed, int *freedom) {
    struct set s;
    struct rng r;
    struct test_world w = {.options = {.until_ns = QUANTA * NS_MS, .seed = seed}};
    struct played p;
    set_begin(&s, &r, seed, "lottery");
    int64_t all = 0;
    for (int64_t n = draw(&r, 2, 8); n > 0; n--)
        all += set_add(&s, 0, HOG_NS, 0, 1)->attr.tickets = draw(&r, 1, 400);
    snprintf(s.settings, sizeof s.settings, "slice=1ms");
    set_run(&w, &s, "lottery");
    play_all(&p, &w.trace);
    double sum = 0, squares = 0, picks = 0;
    for (size_t i = 0; i < s.spec.job_count; i++) {
        double share = (double)s.jobs[i].attr.tickets / (double)all, want = share * QUANTA;
        double won = (double)played_ran(&p, i) / NS_MS;
        if (fabs(won - want) > LUCK * sqrt(want * (1 - share)) + 1)
            set_fail(&s, "lottery", "job %d won %.0f quanta, its tickets say %.0f", (int)i, won, want);
        if ((double)p.waited_ns[i] / NS_MS * log(1 / (1 - share)) > log(1e9))
            set_fail(&s, "lottery", "job %d waited %d ms, with a share of %.3f", (int)i,
                     (int)(p.waited_ns[i] / NS_MS), share);
        sum += (won - want) * (won - want) / want;
        squares += share * share;
        picks += p.runs[i];
    }
    /* Draws are independent: the winner wins again as often as its tickets say. */
    double repeats = QUANTA - picks;
    if (fabs(repeats - QUANTA * squares) > 6 * sqrt(QUANTA * squares * (1 - squares)) + 1)
        set_fail(&s, "lottery", "%.0f repeated wins, wanted %.0f", repeats, QUANTA * squares);
    *freedom = (int)s.spec.job_count - 1;
    world_close(&w);
    return sum;
}

/* Over all sets the deviations are those of fair draws: not larger, and not smaller either (that would be stride). */
static void lottery_shares(void **state) {
    double sum = 0;
    int freedom = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= SETS(40); seed++) {
        int f;
        sum += lottery_set(seed, &f);
        freedom += f;
    }
    if (fabs(sum / freedom - 1) > LUCK * sqrt(2.0 / freedom))
        fail_msg("chi squared %.1f for %d degrees of freedom", sum, freedom);
}

/* -- stride: within one quantum -- */

static void stride_set(uint64_t seed) {
    struct set s;
    struct rng r;
    struct test_world w = {.options.until_ns = 20 * NS_S};
    struct played p;
    set_begin(&s, &r, seed, "stride");
    double all = 0, slice = (double)draw(&r, 1, 10) * NS_MS;
    for (int64_t n = draw(&r, 2, SET_JOBS); n > 0; n--)
        all += (double)(set_add(&s, 0, HOG_NS, 0, 1)->attr.tickets = draw(&r, 1, 400));
    snprintf(s.settings, sizeof s.settings, "slice=%dms", (int)(slice / NS_MS));
    set_run(&w, &s, "stride");
    size_t n = s.spec.job_count;
    play_begin(&p, &w.trace);
    while (play_instant(&p)) {
        double slack = 100.0 * (double)p.next; /* passes are whole numbers */
        for (size_t i = 0; i < n; i++) {
            double ran = (double)played_ran(&p, i), mine = (double)s.jobs[i].attr.tickets;
            double ahead = ran - (double)p.now_ns * mine / all;
            if (ahead > slice + slack || ahead < -slice * (double)n * mine / all - slack)
                set_fail(&s, "stride", "at %d ns job %d is %.0f ns ahead", (int)p.now_ns, (int)i, ahead);
            for (size_t j = 0; j < i; j++) {
                double other = (double)played_ran(&p, j), its = (double)s.jobs[j].attr.tickets;
                if (fabs(ran - (ran + other) * mine / (mine + its)) > slice + slack)
                    set_fail(&s, "stride", "at %d ns jobs %d and %d are a quantum apart", (int)p.now_ns,
                             (int)i, (int)j);
            }
        }
    }
    world_close(&w);
}

static void stride_shares(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= SETS(40); seed++) stride_set(seed);
}

/* -- cfs and eevdf: shares by weight, within the lag -- */

struct fair_row {
    const char *what, *policy, *settings;
    int tick_ms;
    bool sleepers; /* some come and go; the hogs must stay even among themselves */
    bool slices;   /* eevdf: of their own */
};

static const struct fair_row fair_rows[] = {
    {"cfs: virtual run times within a slice", "cfs", "", 0, false, false},
    {"cfs: other tunables", "cfs", "latency=20ms min_granularity=300us", 0, false, false},
    {"cfs with ticks: and a tick", "cfs", "", 4, false, false},
    {"cfs beside sleepers", "cfs", "", 0, true, false},
    {"cfs beside sleepers, whole credit", "cfs", "gentle_sleepers=false", 4, true, false},
    {"eevdf: lag within a request", "eevdf", "", 0, false, false},
    {"eevdf: without parity", "eevdf", "run_to_parity=false", 0, false, false},
    {"eevdf: requests of their own", "eevdf", "", 0, false, true},
    {"eevdf with ticks: and a tick", "eevdf", "", 4, false, true},
    {"eevdf beside sleepers", "eevdf", "", 0, true, false},
    {"eevdf beside sleepers, with ticks", "eevdf", "", 4, true, true},
    /* With ticks they would drift: what a run of a tick overdraws is more than the lag that is kept (eevdf.c). */
    {"eevdf beside sleepers that leave at once", "eevdf", "delay_dequeue=false", 0, true, false},
};

static void fair_draw(struct rng *r, struct set *s, const struct fair_row *row) {
    for (int64_t n = draw(r, 2, 7); n > 0; n--) {
        struct job_spec *j = set_add(s, 0, HOG_NS, 0, 1);
        j->attr.nice = (int)draw(r, -12, 12);
        if (row->slices && draw(r, 0, 1)) j->attr.slice_ns = draw(r, 3, 60) * 100 * NS_US;
    }
    for (int64_t n = row->sleepers ? draw(r, 1, 4) : 0; n > 0; n--) {
        struct job_spec *j = set_add(s, draw(r, 0, 50 * NS_MS), draw(r, 100 * NS_US, 5 * NS_MS),
                                     draw(r, 100 * NS_US, 20 * NS_MS), FOR_EVER);
        j->attr.nice = (int)draw(r, -5, 5);
    }
    snprintf(s->settings, sizeof s->settings, "%s", row->settings);
}

static double weight_of(const struct set *s, size_t i) { return (double)nice_weight(s->jobs[i].attr.nice); }

/* How long job i may run beyond the moment at which it ceases to be the one that should: its slice, and the rest of a tick. */
static double fair_burst(const struct test_world *w, const struct set *s, size_t i, size_t hogs) {
    double tick = (double)w->machine.tick_ns, n = (double)s->spec.job_count, all = 0;
    if (strcmp(w->options.policy->name, "eevdf") == 0)
        return (double)(s->jobs[i].attr.slice_ns ? s->jobs[i].attr.slice_ns : 700 * NS_US) + tick;
    double latency = (double)w->values[0][0], granularity = (double)w->values[1][0];
    for (size_t j = 0; j < hogs; j++) all += weight_of(s, j);
    return fmax(granularity, fmax(latency, n * granularity) * weight_of(s, i) / all) + tick;
}

/* The difference of two virtual run times stays in a band, once both have run. cfs: a task runs on from being the smallest for
 * its burst at most, so the band is as wide as both bursts. eevdf: a lag lies between a request behind and a request ahead. */
static void fair_pair(const struct test_world *w, struct set *s, size_t hogs, size_t a, size_t b) {
    double low = INFINITY, high = -INFINITY, va = 1024 / weight_of(s, a), vb = 1024 / weight_of(s, b);
    double band = fair_burst(w, s, a, hogs) * va + fair_burst(w, s, b, hogs) * vb;
    if (strcmp(w->options.policy->name, "eevdf") == 0) band *= 2;
    struct played p;
    play_begin(&p, &w->trace);
    while (play_instant(&p)) {
        if (p.runs[a] == 0 || p.runs[b] == 0) continue;
        double apart = (double)played_ran(&p, a) * va - (double)played_ran(&p, b) * vb;
        low = fmin(low, apart);
        high = fmax(high, apart);
        if (high - low > band + (double)p.next)
            set_fail(s, w->options.policy->name, "at %d ns jobs %d and %d have come %.3f of the band apart",
                     (int)p.now_ns, (int)a, (int)b, (high - low) / band);
    }
}

/* Against the ideal fluid share: nobody is further ahead than its own burst, nor further behind than the longest request; with
 * ticks each of the others may overrun its own by a tick first. */
static void fair_lag(const struct test_world *w, struct set *s) {
    struct played p;
    double all = 0, behind = 0, heaviest = 0, tick = (double)w->machine.tick_ns;
    for (size_t i = 0; i < s->spec.job_count; i++) {
        all += weight_of(s, i);
        behind = fmax(behind, fair_burst(w, s, i, 0) - tick);
        heaviest = fmax(heaviest, weight_of(s, i));
    }
    behind += tick * (double)(s->spec.job_count - 1);
    play_begin(&p, &w->trace);
    while (play_instant(&p))
        for (size_t i = 0; i < s->spec.job_count; i++) {
            double lag = (double)p.now_ns * weight_of(s, i) / all - (double)played_ran(&p, i);
            double slack = (double)p.next * (1 + heaviest / 1024); /* virtual times are whole ns */
            if (lag > behind + slack || lag < -fair_burst(w, s, i, 0) - slack)
                set_fail(s, w->options.policy->name, "at %d ns job %d has a lag of %.0f ns", (int)p.now_ns,
                         (int)i, lag);
        }
}

/* Beside sleepers too a hog has at least what its weight says when all others compute without end, but for their bursts and the
 * one with which it begins late: who sleeps is owed no more than it would have had awake. */
static void fair_floor(const struct test_world *w, struct set *s, size_t hogs) {
    struct played p;
    double all = 0, bursts = 0;
    bool eevdf = strcmp(w->options.policy->name, "eevdf") == 0;
    for (size_t i = 0; i < s->spec.job_count; i++) {
        all += weight_of(s, i);
        bursts +=
            fair_burst(w, s, i, hogs) + (double)NS_MS * weight_of(s, i) / 1024; /* a wake-up granularity */
    }
    play_begin(&p, &w->trace);
    while (play_instant(&p))
        for (size_t i = 0; i < hogs; i++) {
            double late = eevdf ? fair_burst(w, s, i, hogs) : (double)w->values[0][0];
            double least = ((double)p.now_ns - bursts) * weight_of(s, i) / all - late;
            if ((double)played_ran(&p, i) < least)
                set_fail(s, w->options.policy->name, "at %d ns job %d had %.0f ns, wanted %.0f",
                         (int)p.now_ns, (int)i, (double)played_ran(&p, i), least);
        }
}

static void fair_shares(void **state) {
    const struct fair_row *row = *state;
    for (uint64_t seed = 1; seed <= SETS(30); seed++) {
        struct set s;
        struct rng r;
        struct test_world w = {.machine.tick_ns = row->tick_ms * NS_MS, .options.until_ns = 5 * NS_S};
        set_begin(&s, &r, seed, "fair");
        fair_draw(&r, &s, row);
        size_t hogs = 0;
        while (hogs < s.spec.job_count && s.jobs[hogs].repeat == 1) hogs++;
        set_run(&w, &s, row->policy);
        for (size_t i = 0; i < hogs; i++)
            for (size_t j = 0; j < i; j++) fair_pair(&w, &s, hogs, i, j);
        fair_floor(&w, &s, hogs);
        if (!row->sleepers && strcmp(row->policy, "eevdf") == 0) fair_lag(&w, &s);
        world_close(&w);
    }
}

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
    enum { FAIR = sizeof fair_rows / sizeof *fair_rows, WAITS = sizeof wait_rows / sizeof *wait_rows };
    static struct CMUnitTest tests[128];
    static char names[128][64];
    size_t n = 0;
    tests[n++] = (struct CMUnitTest){.name = "lottery: shares by luck", .test_func = lottery_shares};
    tests[n++] = (struct CMUnitTest){.name = "stride: shares within a quantum", .test_func = stride_shares};
    for (size_t i = 0; i < FAIR; i++)
        tests[n++] = (struct CMUnitTest){.name = fair_rows[i].what,
                                         .test_func = fair_shares,
                                         .initial_state = (void *)(uintptr_t)&fair_rows[i]};
    for (size_t i = 0; i < WAITS; i++)
        tests[n++] = (struct CMUnitTest){
            .name = wait_rows[i].what, .test_func = waits, .initial_state = (void *)(uintptr_t)&wait_rows[i]};
    n = promise_busy(tests, n, makespan, "all done by Graham's bound", names);
    n = promise_busy(tests, n, one_cpu, "one CPU is as busy as it can be", names);
    tests[n++] = (struct CMUnitTest){.name = "priority: the longest first, by Graham's second bound",
                                     .test_func = longest_first};
    return _cmocka_run_group_tests("properties", tests, n, NULL, NULL);
}
