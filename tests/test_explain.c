/* Every decision is explained, and the explanation is true: each pick (a new run, or one that is kept) has in the trace the keys of
 * who was picked and of all that waited, and by these keys, read as the policy's book reads them, the picked one was right. Each
 * preemption names who got the CPU, with the keys of both. */
#include "property.h"

enum order { ORDER_least, ORDER_most, ORDER_eligible, ORDER_tickets };

struct explain_row {
    const char *what, *policy, *settings, *key;
    enum order order;
    bool preempts;     /* there must be preemptions, too */
    const char *other; /* another rule of this policy, by which the key does not decide */
};

static const struct explain_row explain_rows[] = {
    {"fcfs", "fcfs", "", "arrival order", ORDER_least, false, NULL},
    {"rr", "rr", "slice=3ms", "turn", ORDER_least, false, NULL},
    {"sjf", "sjf", "", "next CPU burst (ns)", ORDER_least, false, NULL},
    {"srtf", "srtf", "", "remaining time (ns)", ORDER_least, true, NULL},
    {"hrrn", "hrrn", "", "response ratio (thousandths)", ORDER_most, false, NULL},
    {"priority", "priority", "", "priority", ORDER_least, true, NULL},
    {"priority, larger is higher", "priority", "lower_is_higher=false", "priority", ORDER_most, true, NULL},
    {"priority, not preemptive", "priority", "preemptive=false", "priority", ORDER_least, false, NULL},
    {"priority with ageing", "priority", "ageing=5ms", "priority with age (thousandths)", ORDER_least, true,
     NULL},
    {"priority with ageing, larger is higher", "priority", "ageing=5ms lower_is_higher=false",
     "priority with age (thousandths)", ORDER_most, true, NULL},
    {"mlfq", "mlfq", "quantum=4ms", "level", ORDER_least, true, NULL},
    {"mlfq with boost", "mlfq", "quantum=4ms boost=30ms stay=true", "level", ORDER_least, true, NULL},
    {"feedback", "feedback", "growth=double", "level", ORDER_least, false, NULL},
    {"lottery", "lottery", "slice=3ms", "tickets", ORDER_tickets, false, NULL},
    {"stride", "stride", "slice=3ms", "pass (thousandths)", ORDER_least, false, NULL},
    {"cfs", "cfs", "", "vruntime (ns)", ORDER_least, true, "it was woken far enough behind to preempt"},
    {"eevdf", "eevdf", "", "virtual deadline (ns)", ORDER_eligible, true, NULL},
    {"rt", "rt", "", "real-time priority", ORDER_most, true, NULL},
    {"deadline", "deadline", "", "server deadline (ns)", ORDER_least, true, NULL},
    {"rm", "rm", "", "period (ns)", ORDER_least, true, NULL},
    {"dm", "dm", "", "relative deadline (ns)", ORDER_least, true, NULL},
    {"edf", "edf", "", "deadline (ns)", ORDER_least, true, NULL},
    {"llf", "llf", "", "laxity (ns)", ORDER_least, true, NULL},
};

/* At most eight besides the one that is picked: all are told. */
static void explain_draw(struct rng *r, struct set *s, const struct explain_row *row) {
    const struct policy *p = policy_find(row->policy);
    bool periodic = p == policy_find("rm") || p == policy_find("dm") || p == policy_find("edf") ||
                    p == policy_find("llf");
    for (int64_t n = draw(r, 3, 9); n > 0; n--) {
        sim_ns io = periodic ? 0 : draw(r, NS_MS, 30 * NS_MS);
        struct job_spec *j =
            set_add(s, draw(r, 0, 20 * NS_MS), draw(r, NS_MS, 9 * NS_MS), io, periodic ? 0 : FOR_EVER);
        j->attr = (struct sched_attr){
            .nice = (int)draw(r, -5, 5), .priority = (int)draw(r, 1, 6), .tickets = draw(r, 1, 99)};
        if (periodic || strcmp(row->policy, "deadline") == 0) {
            j->attr.period_ns = draw(r, 20, 90) * NS_MS;
            j->attr.deadline_ns = j->attr.period_ns * draw(r, 50, 100) / 100;
        }
        if (strcmp(row->policy, "rt") == 0) j->attr.class = CLASS_fifo;
        if (strcmp(row->policy, "deadline") == 0) {
            j->attr.class = CLASS_deadline;
            j->attr.runtime_ns = j->attr.period_ns / 10;
        }
    }
    snprintf(s->settings, sizeof s->settings, "%s", row->settings);
}

/* -- one decision -- */

struct told {
    bool here;
    int64_t key, detail;
    bool detailed;
};

struct decision {
    const struct record *pick; /* the run or keep */
    size_t others;
    struct told told[SET_JOBS];
};

/* The candidates just before record n. */
static void decision_read(const struct trace *t, const struct explain_row *row, size_t n,
                          struct decision *d) {
    *d = (struct decision){.pick = trace_at(t, n)};
    for (size_t i = n; i-- > 0;) {
        const struct record *r = trace_at(t, i);
        if (r->event == EV_migrate && r->unit == d->pick->unit && r->time_ns == d->pick->time_ns) continue;
        if (r->event != EV_candidate || r->cpu != d->pick->cpu || r->time_ns != d->pick->time_ns) break;
        struct told *c = &d->told[r->unit - 1];
        bool is_key = strcmp(intern_text(&t->strings, r->a), row->key) == 0;
        if (is_key && r->unit != d->pick->unit) d->others++;
        c->here |= is_key;
        c->detailed |= !is_key;
        *(is_key ? &c->key : &c->detail) = r->b;
    }
}

static bool picked_rightly(const struct explain_row *row, const struct decision *d, size_t jobs,
                           const struct set *s) {
    const struct told *p = &d->told[d->pick->unit - 1];
    int64_t before = 0;
    if (row->order == ORDER_eligible && p->detail < 0) return false;
    for (size_t i = 0; i < jobs; i++) {
        const struct told *c = &d->told[i];
        if (!c->here || c == p) continue;
        if (row->order == ORDER_least && c->key < p->key) return false;
        if (row->order == ORDER_most && c->key > p->key) return false;
        if (row->order == ORDER_eligible && c->detail >= 0 && c->key < p->key) return false;
        if (c < p) before += c->key;
        if (row->order == ORDER_tickets && c->key != s->jobs[i].attr.tickets) return false;
    }
    return row->order != ORDER_tickets || (p->detailed && p->detail >= before && p->detail < before + p->key);
}

/* Who waits when this is decided, the picked one left out. */
static size_t waiting(const struct played *p, size_t jobs, size_t picked) {
    size_t n = 0;
    for (size_t i = 0; i < jobs; i++) n += i != picked && p->state[i] == PLAYED_waits;
    return n;
}

static void check_decision(const struct explain_row *row, struct set *s, const struct played *p,
                           const struct decision *d) {
    size_t picked = d->pick->unit - 1, jobs = s->spec.job_count, others = waiting(p, jobs, picked);
    int at = (int)(d->pick->time_ns / NS_US);
    if (!d->told[picked].here)
        set_fail(s, row->policy, "at %d us nothing is told about the picked job %d", at, (int)picked);
    if (d->others != others)
        set_fail(s, row->policy, "at %d us %d of %d that waited are told", at, (int)d->others, (int)others);
    if (!picked_rightly(row, d, jobs, s))
        set_fail(s, row->policy, "at %d us the keys do not say why job %d", at, (int)picked);
}

/* The states are those at the end of the instant: on one CPU only the pick itself and what it displaced move in between. */
static void check_trace(const struct explain_row *row, struct set *s, const struct test_world *w, int *picks,
                        int *preemptions) {
    const struct trace *t = &w->trace;
    struct played p;
    struct decision d;
    size_t from = 0;
    play_begin(&p, t);
    while (play_instant(&p)) {
        size_t last = SIZE_MAX, stopped = SIZE_MAX;
        for (size_t i = from; i < p.next; i++) {
            enum event e = (enum event)trace_at(t, i)->event;
            if (e == EV_run || e == EV_keep) last = i;
            if (e == EV_stop && trace_at(t, i)->a == CAUSE_preempted) stopped = trace_at(t, i)->unit - 1;
        }
        from = p.next;
        if (last == SIZE_MAX) continue;
        decision_read(t, row, last, &d);
        if (row->other && strcmp(intern_text(&t->strings, d.pick->a), row->other) == 0) continue;
        check_decision(row, s, &p, &d);
        *picks += d.others > 0;
        if (stopped == SIZE_MAX || stopped == d.pick->unit - 1) continue;
        if (!d.told[stopped].here)
            set_fail(s, row->policy, "job %d is preempted, and its key not told", (int)stopped);
        ++*preemptions;
    }
}

static void explained(void **state) {
    const struct explain_row *row = *state;
    int picks = 0, preemptions = 0;
    for (uint64_t seed = 1; seed <= SETS(40); seed++) {
        struct set s;
        struct rng r;
        struct test_world w = {.options = {.until_ns = 300 * NS_MS, .explain = true}};
        set_begin(&s, &r, seed, "explain");
        explain_draw(&r, &s, row);
        set_run(&w, &s, row->policy);
        check_trace(row, &s, &w, &picks, &preemptions);
        world_close(&w);
    }
    if (getenv("SHOW")) print_message("%d picks, %d preemptions\n", picks, preemptions);
    assert_true(picks > SETS(40));
    assert_true(!row->preempts || preemptions > 0);
}

/* A policy of one's own needs none, but these are told. */
static void every_policy(void **state) {
    (void)state;
    for (size_t i = 0; policies[i]; i++) {
        bool found = false;
        for (size_t k = 0; k < sizeof explain_rows / sizeof *explain_rows; k++)
            found |= strcmp(explain_rows[k].policy, policies[i]->name) == 0;
        if (!found) print_message("%s has no row in test_explain.c\n", policies[i]->name);
    }
}

int main(void) {
    enum { ROWS = sizeof explain_rows / sizeof *explain_rows };
    struct CMUnitTest tests[ROWS + 1];
    for (size_t i = 0; i < ROWS; i++)
        tests[i] = (struct CMUnitTest){.name = explain_rows[i].what,
                                       .test_func = explained,
                                       .initial_state = (void *)(uintptr_t)&explain_rows[i]};
    tests[ROWS] = (struct CMUnitTest){.name = "policies without a row", .test_func = every_policy};
    return _cmocka_run_group_tests("explain", tests, ROWS + 1, NULL, NULL);
}
