/* What real-time theory says about random periodic tasks is what the simulator shows: EDF and LLF up to a utilisation of 1 and
 * not beyond, the processor demand, response times of fixed priorities at the critical instant, Liu and Layland's bound, global
 * and partitioned EDF, isolation of reservations. Whether a period was served in time is counted from the trace: its CPU time
 * against the clock. EV_miss must tell the same. */
#include <math.h>

#include "property.h"

#define UNIT_NS     (100 * NS_US) /* everything is a multiple of it, LLF looks at it: then it is as good as EDF */
#define HYPER_NS    (120 * NS_MS) /* all periods divide it */
#define HYPER_UNITS (HYPER_NS / UNIT_NS)

enum theory {
    THEORY_meets,
    THEORY_misses,
    THEORY_demand,
    THEORY_response,
    THEORY_layland,
    THEORY_global,
    THEORY_partitioned,
    THEORY_dhall
};

struct deadline_row {
    const char *what, *policy, *settings;
    enum theory theory;
    int cpus;
    bool offsets, constrained; /* first releases at random; deadlines before the period's end */
};

static const struct deadline_row deadline_rows[] = {
    {"edf meets all up to a utilisation of 1", "edf", "", THEORY_meets, 1, false, false},
    {"edf, first releases at random", "edf", "", THEORY_meets, 1, true, false},
    {"edf misses beyond 1", "edf", "", THEORY_misses, 1, false, false},
    {"edf misses exactly where the processor demand exceeds the time", "edf", "", THEORY_demand, 1, false,
     true},
    {"llf meets all up to a utilisation of 1", "llf", "period=100us", THEORY_meets, 1, false, false},
    {"llf, first releases at random", "llf", "period=100us", THEORY_meets, 1, true, false},
    {"llf misses beyond 1", "llf", "period=100us", THEORY_misses, 1, false, false},
    {"llf misses exactly where the processor demand exceeds the time", "llf", "period=100us", THEORY_demand,
     1, false, true},
    {"rm: response times at the critical instant", "rm", "", THEORY_response, 1, false, false},
    {"rm, deadlines before the period's end", "rm", "", THEORY_response, 1, false, true},
    {"dm: response times at the critical instant", "dm", "", THEORY_response, 1, false, true},
    {"rm meets all under Liu and Layland's bound", "rm", "", THEORY_layland, 1, true, false},
    {"edf, global, under Goossens, Funk and Baruah's bound", "edf", "", THEORY_global, 2, true, false},
    {"edf, global, three CPUs", "edf", "", THEORY_global, 3, true, false},
    {"edf, global, misses a heavy task beside light ones (Dhall's effect)", "edf", "", THEORY_dhall, 3, false,
     false},
    {"llf, global, does not", "llf", "period=100us", THEORY_dhall, 3, false, false},
    {"edf, partitioned: as if each CPU were alone", "edf", "placement=partitioned", THEORY_partitioned, 3,
     false, false},
};

static sim_ns period_of(const struct set *s, size_t i) { return s->jobs[i].attr.period_ns; }
static sim_ns cost_of(const struct set *s, size_t i) { return s->bursts[i][0].ns; }

static sim_ns deadline_of(const struct set *s, size_t i) {
    return s->jobs[i].attr.deadline_ns ? s->jobs[i].attr.deadline_ns : period_of(s, i);
}

/* CPU time of all tasks in one hyperperiod: with as many CPUs, a utilisation of 1 is HYPER_NS. */
static sim_ns load_of(const struct set *s) {
    sim_ns sum = 0;
    for (size_t i = 0; i < s->spec.job_count; i++) sum += HYPER_NS / period_of(s, i) * cost_of(s, i);
    return sum;
}

static void add_periodic(struct set *s, sim_ns arrive_ns, sim_ns period_ns, sim_ns cost_ns) {
    set_add(s, arrive_ns, cost_ns, 0, 0)->attr.period_ns = period_ns;
}

/* Tasks of different periods whose utilisations sum up to about total_ppm; to exactly that when `exact` (the last one has the
 * hyperperiod and takes the rest). */
static void draw_tasks(struct rng *r, struct set *s, const struct deadline_row *row, int64_t total_ppm,
                       bool exact) {
    static const int periods_ms[] = {4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 40, 60};
    bool used[12] = {false};
    bool global = row->theory == THEORY_global;
    int64_t n = global ? draw(r, row->cpus + 1, 9) : draw(r, 1, 7), left_ppm = total_ppm;
    for (int64_t i = 0; i < n; i++) {
        int64_t k = draw(r, 0, 11),
                share = i + 1 < n || exact ? left_ppm * draw(r, 10, global ? 30 : 80) / 100 : left_ppm;
        while (used[k]) k = (k + 1) % 12;
        used[k] = true;
        sim_ns period = periods_ms[k] * NS_MS;
        int64_t units = period / UNIT_NS * share / 1000000;
        units = units < 1 ? 1 : units > period / UNIT_NS ? period / UNIT_NS : units;
        left_ppm -= units * UNIT_NS * 1000000 / period;
        if (left_ppm < 0) break; /* the smallest cost was too much */
        add_periodic(s, row->offsets ? draw(r, 0, 60) * UNIT_NS : 0, period, units * UNIT_NS);
        if (row->constrained) /* different ones, so that DM has no ties */
            s->jobs[i].attr.deadline_ns =
                ns_max(units * UNIT_NS, period * draw(r, 40, 100) / 100 / UNIT_NS * UNIT_NS) - i;
    }
    sim_ns rest = HYPER_NS / 1000000 * total_ppm - load_of(s);
    if (exact && rest > 0) add_periodic(s, 0, HYPER_NS, rest);
}

/* -- what happened -- */

struct served {
    sim_ns first_ns;  /* when its first period was served; NS_NEVER */
    bool late;        /* some period was served after its deadline, or not at all */
    int cpu;          /* where it ran, -1 on several */
};

static void served_at(const struct set *s, const struct played *p, int64_t *done, struct served *out) {
    for (size_t i = 0; i < s->spec.job_count; i++) {
        sim_ns due = s->jobs[i].arrive_ns + done[i] * period_of(s, i) + deadline_of(s, i);
        int64_t now_done = played_ran(p, i) / cost_of(s, i);
        if (now_done == done[i]) {
            out[i].late |= p->now_ns > due;
            continue;
        }
        assert_int_equal(now_done, done[i] + 1); /* a period's end is an instant of the trace */
        if (now_done == 1) out[i].first_ns = p->now_ns - s->jobs[i].arrive_ns;
        out[i].late |= p->now_ns > due;
        done[i] = now_done;
    }
}

static void serve(const struct test_world *w, const struct set *s, struct served *out) {
    int64_t done[SET_JOBS] = {0};
    struct played p;
    for (size_t i = 0; i < SET_JOBS; i++) out[i] = (struct served){.first_ns = NS_NEVER, .cpu = -2};
    play_begin(&p, &w->trace);
    while (play_instant(&p)) served_at(s, &p, done, out);
    served_at(s, &p, done, out);
    for (size_t i = 0; i < s->spec.job_count; i++) /* due at the very end, and not served */
        out[i].late |= s->jobs[i].arrive_ns + done[i] * period_of(s, i) + deadline_of(s, i) <= w->trace.end_ns;
    for (size_t i = 0; i < w->trace.count; i++) {
        const struct record *r = trace_at(&w->trace, i);
        if (r->event == EV_run) {
            struct served *v = &out[r->unit - 1];
            v->cpu = v->cpu == -2 || v->cpu == r->cpu ? r->cpu : -1;
        }
    }
}

static bool told_missed(const struct test_world *w, size_t job) {
    for (size_t i = 0; i < w->trace.count; i++)
        if (trace_at(&w->trace, i)->event == EV_miss && trace_at(&w->trace, i)->unit == job + 1) return true;
    return false;
}

static bool any_late(const struct set *s, const struct served *v) {
    for (size_t i = 0; i < s->spec.job_count; i++)
        if (v[i].late) return true;
    return false;
}

/* -- what theory says -- */

/* All released at 0: is what must be done by any moment at most that moment? (Baruah, Rosier and Howell 1990) */
static bool demand_fits(const struct set *s) {
    for (size_t k = 0; k < s->spec.job_count; k++)
        for (sim_ns t = deadline_of(s, k); t <= HYPER_NS; t += period_of(s, k)) {
            sim_ns demand = 0;
            for (size_t i = 0; i < s->spec.job_count; i++)
                if (t >= deadline_of(s, i))
                    demand += ((t - deadline_of(s, i)) / period_of(s, i) + 1) * cost_of(s, i);
            if (demand > t) return false;
        }
    return true;
}

static sim_ns urgency_of(const struct set *s, const char *policy, size_t i) {
    return strcmp(policy, "rm") == 0 ? period_of(s, i) : deadline_of(s, i);
}

/* R = C + sum over the more urgent of ceil(R / T) C (Joseph and Pandya 1986). NS_NEVER: not within two hyperperiods. */
static sim_ns response_of(const struct set *s, const char *policy, size_t job) {
    sim_ns r = cost_of(s, job), next = r;
    do {
        r = next;
        next = cost_of(s, job);
        for (size_t i = 0; i < s->spec.job_count; i++)
            if (urgency_of(s, policy, i) < urgency_of(s, policy, job))
                next += (r + period_of(s, i) - 1) / period_of(s, i) * cost_of(s, i);
    } while (next != r && next <= 2 * HYPER_NS);
    return next <= 2 * HYPER_NS ? next : NS_NEVER;
}

static void check_response(const struct deadline_row *row, struct set *s, const struct served *v) {
    for (size_t i = 0; i < s->spec.job_count; i++) {
        sim_ns want = response_of(s, row->policy, i);
        if (v[i].first_ns != want)
            set_fail(s, row->policy, "task %d: first response %d us, the analysis says %d", (int)i,
                     (int)(v[i].first_ns / NS_US), (int)(want / NS_US));
        if (v[i].late != (want > deadline_of(s, i)))
            set_fail(s, row->policy, "task %d: late %d, response %d us, deadline %d", (int)i, v[i].late,
                     (int)(want / NS_US), (int)(deadline_of(s, i) / NS_US));
    }
}

static double use_of(const struct set *s, size_t i) {
    return (double)cost_of(s, i) / (double)period_of(s, i);
}

/* U <= m - (m - 1) u_max: then global EDF misses nothing (2003). */
static bool global_fits(const struct set *s, int cpus) {
    double most = 0;
    for (size_t i = 0; i < s->spec.job_count; i++) most = fmax(most, use_of(s, i));
    return (double)load_of(s) / (double)HYPER_NS <= cpus - (cpus - 1) * most - 1e-9;
}

/* Each goes to the CPU with the least load: no CPU is above the average by more than one task. */
static void check_partitions(const struct deadline_row *row, struct set *s, const struct served *v) {
    sim_ns most = 0;
    for (size_t i = 0; i < s->spec.job_count; i++)
        most = ns_max(most, HYPER_NS / period_of(s, i) * cost_of(s, i));
    for (int cpu = 0; cpu < row->cpus; cpu++) {
        sim_ns load = 0;
        for (size_t i = 0; i < s->spec.job_count; i++) {
            if (v[i].cpu == -1) set_fail(s, row->policy, "task %d ran on several CPUs", (int)i);
            load += v[i].cpu == cpu ? HYPER_NS / period_of(s, i) * cost_of(s, i) : 0;
        }
        if (load > load_of(s) / row->cpus + most + HYPER_NS / 10000)
            set_fail(s, row->policy, "CPU %d has a load of %d us in %d", cpu, (int)(load / NS_US),
                     (int)(HYPER_NS / NS_US));
        for (size_t i = 0; i < s->spec.job_count; i++)
            if (v[i].cpu == cpu && v[i].late && load <= HYPER_NS)
                set_fail(s, row->policy, "task %d is late, though its CPU has room", (int)i);
    }
}

/* Dhall and Liu 1978: as many light tasks as CPUs, all a little more urgent by deadline than one that needs nearly all of a
 * CPU: it begins when they are done, and that is too late. By laxity it goes first. */
static void draw_dhall(struct rng *r, struct set *s, int cpus) {
    sim_ns little = draw(r, 5, 15) * UNIT_NS, period = draw(r, 100, 300) * UNIT_NS;
    for (int i = 0; i < cpus; i++) add_periodic(s, 0, period, 2 * little);
    add_periodic(s, 0, period + little, period);
}

/* -- both -- */

/* False: this set says nothing about this row. */
static bool draw_row(struct rng *r, struct set *s, const struct deadline_row *row) {
    switch (row->theory) {
    case THEORY_meets: draw_tasks(r, s, row, draw(r, 0, 1) ? 1000000 : draw(r, 300000, 1000000), true); break;
    case THEORY_misses:
        draw_tasks(r, s, row, 1000000, true);
        s->bursts[0][0].ns += UNIT_NS;
        break;
    case THEORY_demand: draw_tasks(r, s, row, draw(r, 400000, 1000000), false); break;
    case THEORY_response: draw_tasks(r, s, row, draw(r, 500000, 1100000), false); break;
    case THEORY_layland: {
        draw_tasks(r, s, row, draw(r, 500000, 1000000), false);
        double n = (double)s->spec.job_count;
        return (double)load_of(s) / (double)HYPER_NS <= n * (pow(2, 1 / n) - 1) - 1e-9;
    }
    case THEORY_global:
        draw_tasks(r, s, row, 1000000 * row->cpus - draw(r, 0, 600000 * row->cpus), false);
        return global_fits(s, row->cpus);
    case THEORY_partitioned: draw_tasks(r, s, row, 1000000 * row->cpus - draw(r, 0, 1200000), false); break;
    case THEORY_dhall: draw_dhall(r, s, row->cpus); break;
    }
    return true;
}

static void check_row(const struct deadline_row *row, struct set *s, const struct test_world *w,
                      const struct served *v) {
    bool late = any_late(s, v);
    for (size_t i = 0; i < s->spec.job_count; i++)
        if (v[i].late != told_missed(w, i))
            set_fail(s, row->policy, "task %d: late %d, told otherwise", (int)i, v[i].late);
    switch (row->theory) {
    case THEORY_meets:
    case THEORY_layland:
    case THEORY_global:
        if (late)
            set_fail(s, row->policy, "a deadline is missed at a utilisation of %.3f",
                     (double)load_of(s) / (double)HYPER_NS);
        break;
    case THEORY_misses:
        if (!late) set_fail(s, row->policy, "no deadline is missed, but the utilisation is above 1");
        break;
    case THEORY_demand:
        if (late == demand_fits(s))
            set_fail(s, row->policy, "late %d, but the processor demand says otherwise", late);
        break;
    case THEORY_response: check_response(row, s, v); break;
    case THEORY_dhall:
        if (late != (strcmp(row->policy, "edf") == 0)) set_fail(s, row->policy, "late %d", late);
        break;
    case THEORY_partitioned: check_partitions(row, s, v); break;
    }
}

static void deadlines(void **state) {
    const struct deadline_row *row = *state;
    int looked_at = 0, wanted = SETS(400);
    for (uint64_t seed = 1; looked_at < wanted; seed++) {
        struct set s;
        struct rng r;
        struct served v[SET_JOBS];
        struct test_world w = {.machine.cores = row->cpus, .options.until_ns = 2 * HYPER_NS + 10 * NS_MS};
        assert_true(seed < 20000);
        set_begin(&s, &r, seed, "deadlines");
        snprintf(s.settings, sizeof s.settings, "%s", row->settings);
        if (!draw_row(&r, &s, row) || s.spec.job_count == 0) continue;
        looked_at++;
        set_run(&w, &s, row->policy);
        serve(&w, &s, v);
        check_row(row, &s, &w, v);
        world_close(&w);
    }
}

/* -- reservations (CBS): who overruns harms itself alone -- */

struct reserve_row {
    const char *what;
    int cpus;
    bool hogs; /* tasks without a reservation, too */
};

static const struct reserve_row reserve_rows[] = {
    {"deadline: an overrunning reservation makes nobody else late", 1, false},
    {"deadline: nor do tasks without one", 1, true},
    {"deadline on two CPUs, under the bound of global EDF", 2, true},
};

enum reserve_kind { RESERVE_honest, RESERVE_overruns, RESERVE_hog };

/* False: the reservations do not fit by theory. */
static bool reserve_draw(struct rng *r, struct set *s, const struct reserve_row *row,
                         enum reserve_kind *kinds) {
    double sum = 0, most = 0;
    for (int64_t n = draw(r, 2, 7); n > 0; n--) {
        size_t i = s->spec.job_count;
        sim_ns period = draw(r, 4, 60) * NS_MS, runtime = period * draw(r, 3, 60) / 100, cost = runtime;
        kinds[i] = (enum reserve_kind)draw(r, RESERVE_honest, RESERVE_hog);
        if (kinds[i] == RESERVE_honest) cost = runtime * draw(r, 50, 100) / 100;
        if (kinds[i] == RESERVE_overruns) cost = runtime * draw(r, 101, 400) / 100;
        struct job_spec *j =
            set_add(s, draw(r, 0, 20 * NS_MS), kinds[i] == RESERVE_hog ? HOG_NS : cost, 0, 0);
        j->attr = (struct sched_attr){.class = CLASS_deadline, .runtime_ns = runtime, .period_ns = period};
        sum += (double)runtime / (double)period;
        most = fmax(most, (double)runtime / (double)period);
    }
    for (int64_t n = row->hogs ? draw(r, 1, 3) : 0; n > 0; n--) set_add(s, 0, HOG_NS, 0, 1);
    return sum <= row->cpus - (row->cpus - 1) * most - 1e-9;
}

/* A hog gets its runtime in each of its periods, and no more. */
static void check_hog(struct set *s, const struct test_world *w, const struct played *p, size_t i) {
    const struct job_spec *j = &s->jobs[i];
    int64_t whole = (w->trace.end_ns - j->arrive_ns) / j->attr.period_ns;
    sim_ns ran = played_ran(p, i);
    if (ran < whole * j->attr.runtime_ns || ran > (whole + 1) * j->attr.runtime_ns)
        set_fail(s, "deadline", "job %d had %d us in %d periods of %d", (int)i, (int)(ran / NS_US),
                 (int)whole, (int)(j->attr.runtime_ns / NS_US));
}

static void reservations(void **state) {
    const struct reserve_row *row = *state;
    int looked_at = 0, wanted = SETS(200);
    for (uint64_t seed = 1; looked_at < wanted; seed++) {
        struct set s;
        struct rng r;
        struct played p;
        struct served v[SET_JOBS];
        enum reserve_kind kinds[SET_JOBS];
        struct test_world w = {.machine.cores = row->cpus, .options.until_ns = 700 * NS_MS};
        assert_true(seed < 20000);
        set_begin(&s, &r, seed, "reservations");
        if (!reserve_draw(&r, &s, row, kinds)) continue;
        looked_at++;
        set_run(&w, &s, "deadline");
        size_t all = s.spec.job_count;
        play_all(&p, &w.trace);
        while (s.jobs[s.spec.job_count - 1].attr.period_ns == 0)
            s.spec.job_count--; /* the others are not looked at */
        serve(&w, &s, v);
        for (size_t i = 0; i < s.spec.job_count; i++) {
            if (kinds[i] == RESERVE_honest && v[i].late)
                set_fail(&s, "deadline", "honest job %d is late", (int)i);
            if (kinds[i] == RESERVE_hog) check_hog(&s, &w, &p, i);
        }
        s.spec.job_count = all;
        world_close(&w);
    }
}

int main(void) {
    enum {
        ROWS = sizeof deadline_rows / sizeof *deadline_rows,
        RESERVES = sizeof reserve_rows / sizeof *reserve_rows
    };
    struct CMUnitTest tests[ROWS + RESERVES];
    for (size_t i = 0; i < ROWS; i++)
        tests[i] = (struct CMUnitTest){.name = deadline_rows[i].what,
                                       .test_func = deadlines,
                                       .initial_state = (void *)(uintptr_t)&deadline_rows[i]};
    for (size_t i = 0; i < RESERVES; i++)
        tests[ROWS + i] = (struct CMUnitTest){.name = reserve_rows[i].what,
                                              .test_func = reservations,
                                              .initial_state = (void *)(uintptr_t)&reserve_rows[i]};
    return _cmocka_run_group_tests("deadlines", tests, ROWS + RESERVES, NULL, NULL);
}
