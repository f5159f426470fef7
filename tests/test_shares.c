/* Shares in proportion, on random sets of jobs, from the trace alone: the luck of a lottery is fair luck, stride stays within a
 * quantum, cfs and eevdf within a burst of what the weights say. */
#include <math.h>

#include "property.h"

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
    bool comers;   /* hogs that arrive later */
    bool nice;     /* eevdf: nice values change */
};

static const struct fair_row fair_rows[] = {
    {"cfs: virtual run times within a slice", "cfs", "", 0, false, false, false, false},
    {"cfs: other tunables", "cfs", "latency=20ms min_granularity=300us", 0, false, false, false, false},
    {"cfs with ticks: and a tick", "cfs", "", 4, false, false, false, false},
    {"cfs beside sleepers", "cfs", "", 0, true, false, false, false},
    {"cfs beside sleepers, whole credit", "cfs", "gentle_sleepers=false", 4, true, false, false, false},
    {"eevdf: lag within a request", "eevdf", "", 0, false, false, false, false},
    {"eevdf: without parity", "eevdf", "run_to_parity=false", 0, false, false, false, false},
    {"eevdf: requests of their own", "eevdf", "", 0, false, true, false, false},
    {"eevdf with ticks: and a tick", "eevdf", "", 4, false, true, false, false},
    {"cfs: newcomers", "cfs", "", 0, false, false, true, false},
    {"eevdf: newcomers", "eevdf", "", 0, false, true, true, false},
    {"eevdf: nice values change", "eevdf", "", 0, false, false, false, true},
    {"eevdf: newcomers and nice values, with ticks", "eevdf", "", 4, false, true, true, true},
    {"eevdf beside sleepers", "eevdf", "", 0, true, false, false, false},
    {"eevdf beside sleepers, with ticks", "eevdf", "", 4, true, true, false, false},
    /* With ticks they would drift: what a run of a tick overdraws is more than the lag that is kept (eevdf.c). */
    {"eevdf beside sleepers that leave at once", "eevdf", "delay_dequeue=false", 0, true, false, false,
     false},
};

static void fair_draw(struct rng *r, struct set *s, const struct fair_row *row) {
    for (int64_t n = draw(r, 2, 7); n > 0; n--) {
        struct job_spec *j = set_add(s, row->comers ? draw(r, 0, 500 * NS_MS) : 0, HOG_NS, 0, 1);
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

/* How long job i may run beyond the moment at which it ceases to be the one that should: its slice, and the rest of a tick. cfs
 * shares out a latency by weight; `present` is the least weight of all that may be there, 0 for only itself. */
static double fair_burst(const struct test_world *w, const struct set *s, size_t i, double present) {
    double tick = (double)w->machine.tick_ns, n = (double)s->spec.job_count;
    if (strcmp(w->options.policy->name, "eevdf") == 0)
        return (double)(s->jobs[i].attr.slice_ns ? s->jobs[i].attr.slice_ns : 700 * NS_US) + tick;
    double latency = (double)w->values[0][0], granularity = (double)w->values[1][0];
    return fmax(granularity, fmax(latency, n * granularity) * (present > 0 ? weight_of(s, i) / present : 1)) +
           tick;
}

/* The difference of two virtual run times stays in a band, once both have run. cfs: a task runs on from being the smallest for
 * its burst at most, so the band is as wide as both bursts. eevdf: a lag lies between a request behind and a request ahead. */
static void fair_pair(const struct test_world *w, struct set *s, double present, size_t a, size_t b) {
    double low = INFINITY, high = -INFINITY, va = 1024 / weight_of(s, a), vb = 1024 / weight_of(s, b);
    double band = fair_burst(w, s, a, present) * va + fair_burst(w, s, b, present) * vb;
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

/* The share that is ideal at every instant: by weight, among those that are there. */
struct fluid {
    double weight[SET_JOBS], due[SET_JOBS];
    sim_ns then_ns;
};

static void fluid_flow(struct fluid *f, const struct played *p, size_t jobs, sim_ns now_ns) {
    double all = 0;
    for (size_t i = 0; i < jobs; i++) all += p->state[i] == PLAYED_away ? 0 : f->weight[i];
    for (size_t i = 0; i < jobs; i++)
        if (p->state[i] != PLAYED_away) f->due[i] += (double)(now_ns - f->then_ns) * f->weight[i] / all;
    f->then_ns = now_ns;
}

static sim_ns next_instant(const struct played *p) {
    return p->next < p->trace->count ? trace_at(p->trace, p->next)->time_ns : p->trace->end_ns;
}

/* Nobody is further ahead of it than its own burst, nor further behind than the longest request; with ticks each of the others
 * may overrun its own by a tick first, and a new nice value can bring a later request of each of the others nearer. */
static void fair_lag(const struct test_world *w, struct set *s, bool nice) {
    struct played p;
    struct fluid f = {.then_ns = 0};
    size_t jobs = s->spec.job_count, seen = 0;
    double behind = 0, tick = (double)w->machine.tick_ns;
    for (size_t i = 0; i < jobs; i++) {
        f.weight[i] = weight_of(s, i);
        double request = fair_burst(w, s, i, 1) - tick;
        behind = nice ? behind + request : fmax(behind, request);
    }
    behind += tick * (double)(jobs - 1);
    play_begin(&p, &w->trace);
    do {
        fluid_flow(&f, &p, jobs, next_instant(&p));
        for (size_t i = 0; i < jobs; i++) {
            double lag = f.due[i] - (double)played_ran(&p, i) -
                         (p.state[i] == PLAYED_runs ? (double)(f.then_ns - p.now_ns) : 0);
            double slack = (double)p.next * 20; /* virtual times are whole ns, of up to 16 ns in real time */
            if (lag > behind + slack || lag < -fair_burst(w, s, i, 1) - slack)
                set_fail(s, w->options.policy->name, "at %d ns job %d has a lag of %.0f ns", (int)f.then_ns,
                         (int)i, lag);
        }
        bool more = play_instant(&p);
        for (; seen < p.next; seen++)
            if (trace_at(&w->trace, seen)->event == EV_nice)
                f.weight[trace_at(&w->trace, seen)->unit - 1] =
                    (double)nice_weight((int)trace_at(&w->trace, seen)->b);
        if (!more) break;
    } while (true);
}

/* Beside sleepers too a hog has at least what its weight says when all others compute without end, but for their bursts and the
 * one with which it begins late: who sleeps is owed no more than it would have had awake. */
static void fair_floor(const struct test_world *w, struct set *s, size_t hogs, double present) {
    struct played p;
    double all = 0, bursts = 0;
    bool eevdf = strcmp(w->options.policy->name, "eevdf") == 0;
    for (size_t i = 0; i < s->spec.job_count; i++) {
        all += weight_of(s, i);
        bursts +=
            fair_burst(w, s, i, present) + (double)NS_MS * weight_of(s, i) / 1024; /* a wake-up granularity */
    }
    play_begin(&p, &w->trace);
    while (play_instant(&p))
        for (size_t i = 0; i < hogs; i++) {
            double late = eevdf ? fair_burst(w, s, i, present) : (double)w->values[0][0];
            double least = ((double)p.now_ns - bursts) * weight_of(s, i) / all - late;
            if ((double)played_ran(&p, i) < least)
                set_fail(s, w->options.policy->name, "at %d ns job %d had %.0f ns, wanted %.0f",
                         (int)p.now_ns, (int)i, (double)played_ran(&p, i), least);
        }
}

/* Somebody outside changes nice values. */
struct nice_change {
    uint32_t id;
    int nice;
};

static void change_nice(struct kernel *k, void *arg) {
    const struct nice_change *c = arg;
    for (struct task *t = kernel_each_task(k, NULL); t; t = kernel_each_task(k, t))
        if (t->id == c->id) task_set_nice(k, t, c->nice);
}

static void nice_changes(struct rng *r, struct test_world *w, const struct set *s) {
    for (int64_t n = draw(r, 1, 20); n > 0; n--) {
        struct nice_change *c = ARENA_NEW(&w->arena, struct nice_change);
        *c = (struct nice_change){.id = (uint32_t)draw(r, 1, (int64_t)s->spec.job_count),
                                  .nice = (int)draw(r, -12, 12)};
        kernel_at(w->kernel, draw(r, 600 * NS_MS, 4 * NS_S), change_nice, c);
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
        set_open(&w, &s, policy_find(row->policy));
        if (row->nice) nice_changes(&r, &w, &s);
        set_end(&w);
        double all = 0;
        for (size_t i = 0; i < hogs; i++) all += weight_of(&s, i);
        for (size_t i = 0; i < hogs && !row->nice; i++)
            for (size_t j = 0; j < i; j++) fair_pair(&w, &s, row->comers ? 0 : all, i, j);
        if (!row->nice && !row->comers) fair_floor(&w, &s, hogs, all);
        if (!row->sleepers && strcmp(row->policy, "eevdf") == 0) fair_lag(&w, &s, row->nice);
        world_close(&w);
    }
}

int main(void) {
    enum { FAIR = sizeof fair_rows / sizeof *fair_rows };
    struct CMUnitTest tests[FAIR + 2];
    size_t n = 0;
    tests[n++] = (struct CMUnitTest){.name = "lottery: shares by luck", .test_func = lottery_shares};
    tests[n++] = (struct CMUnitTest){.name = "stride: shares within a quantum", .test_func = stride_shares};
    for (size_t i = 0; i < FAIR; i++)
        tests[n++] = (struct CMUnitTest){.name = fair_rows[i].what,
                                         .test_func = fair_shares,
                                         .initial_state = (void *)(uintptr_t)&fair_rows[i]};
    return _cmocka_run_group_tests("shares", tests, n, NULL, NULL);
}
