#include "kernel/kernel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kernel/core.h"
#include "kernel/pipe.h"

/* The place of each kind of event at one instant: kernel.h, enum kernel_event. */
static const uint32_t rank_plain[KEV_COUNT] = {
    [KEV_period] = 0, [KEV_arrive] = 1,  [KEV_release] = 2, [KEV_wake] = 3, [KEV_sync] = 4,  [KEV_slice] = 5,
    [KEV_tick] = 6,   [KEV_resched] = 7, [KEV_balance] = 8, [KEV_step] = 9, [KEV_watch] = 10,
};
static const uint32_t rank_ends_first[KEV_COUNT] = {
    [KEV_sync] = 0, [KEV_slice] = 1,   [KEV_tick] = 2,    [KEV_period] = 3, [KEV_arrive] = 4, [KEV_release] = 5,
    [KEV_wake] = 6, [KEV_resched] = 7, [KEV_balance] = 8, [KEV_step] = 9,   [KEV_watch] = 10,
};

/* -- what the other parts use -- */

uint32_t kernel_push(struct kernel *k, sim_ns at_ns, enum kernel_event kind, void *item, enum item_kind what)
{
    ASSERT(at_ns >= k->now);
    if (k->stepping)
        k->stepping->budget_ns = ns_min(k->stepping->budget_ns, at_ns - k->now);
    return pq_push(&k->events, at_ns, k->rank[kind], item, (uint32_t)what);
}

void kernel_emit(struct kernel *k, const struct task *t, enum event e, int cpu, uint32_t a, int64_t b)
{
    struct record r = {.time_ns = k->now, .event = (uint16_t)e, .cpu = cpu < 0 ? NO_CPU : (uint16_t)cpu, .unit = t->unit, .a = a, .b = b};
    if (t->class->where)
        r.where = t->class->where((struct task *)t);
    trace_emit(k->trace, r);
}

/* Rules are static texts, few and told at every pick: found by address, so that equal pointers skip the hashing. */
uint32_t kernel_rule(struct kernel *k, const char *text)
{
    for (size_t i = 0; i < k->rule_count; i++)
        if (k->rules[i].text == text)
            return k->rules[i].id;
    uint32_t id = trace_text(k->trace, text ? text : "");
    if (k->rule_count < RULES_MAX)
        k->rules[k->rule_count++] = (struct rule){text, id};
    return id;
}

void throttle_tell(struct kernel *k, struct task *t)
{
    t->told_throttled = t->throttled;
    if (t->throttled)
        kernel_emit(k, t, EV_block, -1, NO_UNIT, CAUSE_throttled);
    else
        kernel_emit(k, t, EV_ready, t->rq->cpu, NO_UNIT, CAUSE_replenished);
}

void rq_replenished(struct rq *rq, struct task *t)
{
    if (t->told_throttled)
        throttle_tell(rq->kernel, t);
    rq_resched(rq);
}

void rq_enqueue(struct kernel *k, struct rq *rq, struct task *t, enum enqueue_why why)
{
    ASSERT(!t->queued);
    t->enqueue_seq = rq->seq++;
    k->policy->enqueue(rq, t, why);
    t->rq = rq;
    t->queued = true;
    rq->queued++;
    k->queued++;
    if (t->throttled != t->told_throttled && t->state == TASK_READY)
        throttle_tell(k, t);
    if (rq->cpu >= 0) {
        struct cpu *c = &k->cpus[rq->cpu];
        cpu_mark(k, c);
        if (rq->queued == 1)
            cpu_tick_arm(k, c);
    }
}

static void rq_removed(struct kernel *k, struct rq *rq, struct task *t)
{
    ASSERT(t->queued && t->rq == rq);
    t->queued = false;
    rq->queued--;
    k->queued--;
    if (rq->cpu >= 0)
        cpu_mark(k, &k->cpus[rq->cpu]);
}

void rq_dequeue(struct kernel *k, struct task *t, enum dequeue_why why)
{
    struct rq *rq = t->rq;
    if (why != DEQ_picked) {
        if (k->policy->dequeue)
            k->policy->dequeue(rq, t, why);
        else
            fifo_remove(&rq->fifo, t);
    }
    rq_removed(k, rq, t);
}

struct task *rq_next(struct rq *rq, struct task *prev)
{
    if (rq->policy->next)
        return rq->policy->next(rq, prev);
    return prev ? prev->rq_next : rq->fifo.head;
}

/* -- life -- */

static void describe(void *arg, char *out, size_t n)
{
    const struct kernel *k = arg;
    const struct cpu *c = &k->cpus[(uint32_t)k->winners[1].order];
    const struct task *t = k->stepping ? k->stepping : c->curr;
    snprintf(out, n, "at %" PRId64 " ns of virtual time, task %s", k->now, t ? trace_unit_name(k->trace, t->unit) : "(none)");
}

static bool machine_fits(const struct machine *m, struct diag *d)
{
    if (m->cores < 1 || m->smt < 1 || machine_cpus(m) > CPUS_MAX)
        return diag_plain(d, "a machine has 1 to %d CPUs, not %d cores with %d threads each", CPUS_MAX, m->cores, m->smt);
    if (m->smt_ppm <= 0 || m->smt_ppm > PPM)
        return diag_plain(d, "the speed of busy SMT siblings must be in (0, 1]");
    if (m->clock_loss_ppm < 0 || m->clock_loss_ppm * (m->cores - 1) >= PPM)
        return diag_plain(d, "with %d active cores the clock would stand still", m->cores);
    return true;
}

static bool queues_init(struct kernel *k, struct diag *d)
{
    const struct policy *p = k->policy;
    size_t blame[2];
    if (p->fits && !p->fits(k->o.params, blame, d))
        return false;
    k->rq_count = p->shared_queue ? 1 : k->cpu_count;
    k->rqs = ARENA_ARRAY(k->arena, k->rq_count, struct rq);
    rng_init(&k->rng, k->o.seed, p->name);
    for (int i = 0; i < k->rq_count; i++) {
        struct rq *rq = &k->rqs[i];
        *rq = (struct rq){.kernel = k, .policy = p, .params = k->o.params, .cpu = p->shared_queue ? -1 : i,
                          .cpus = k->cpu_count, .tick_ns = k->machine.tick_ns, .seq = 1, .rng = &k->rng};
        if (p->rq_size)
            rq->priv = arena_alloc(k->arena, p->rq_size);
        if (p->init && !p->init(rq, d))
            return false;
    }
    k->period_ns = p->period ? p->period(&k->rqs[0]) : 0;
    k->period_next_ns = k->period_ns > 0 ? k->period_ns : NS_NEVER;
    return true;
}

static void cpus_init(struct kernel *k)
{
    k->cpus = ARENA_ARRAY(k->arena, k->cpu_count, struct cpu);
    k->core_busy = ARENA_ARRAY(k->arena, k->machine.cores, int);
    for (k->leaves = 1; k->leaves < k->cpu_count;)
        k->leaves *= 2;
    k->winners = ARENA_ARRAY(k->arena, 2 * k->leaves, struct moment);
    for (int i = 0; i < k->cpu_count; i++)
        k->cpus[i] = (struct cpu){.id = i, .speed_ppm = PPM, .resched_ns = NS_NEVER, .slice_ns = NS_NEVER, .tick_ns = NS_NEVER,
                                  .next_ns = NS_NEVER, .settled_ns = -1, .rq = &k->rqs[k->rq_count == 1 ? 0 : i]};
    for (int i = 0; i < k->leaves; i++)
        k->winners[k->leaves + i] = (struct moment){NS_NEVER, i < k->cpu_count ? (uint64_t)i : UINT64_MAX};
    for (int i = k->leaves - 1; i > 0; i--)
        k->winners[i] = k->winners[2 * i]; /* all equal: the lower number */
    for (int i = 0; i < k->cpu_count; i++)
        cpu_mark(k, &k->cpus[i]);
}

struct kernel *kernel_init(struct arena *run, const struct kernel_options *o, struct trace *t, struct diag *d)
{
    if (!machine_fits(o->machine, d))
        return NULL;
    struct kernel *k = ARENA_NEW(run, struct kernel);
    k->o = *o;
    k->machine = *o->machine;
    k->o.machine = &k->machine;
    k->policy = o->policy;
    k->arena = run;
    k->trace = t;
    k->rank = o->policy->ends_first ? rank_ends_first : rank_plain;
    k->cpu_count = machine_cpus(&k->machine);
    k->uneven = (k->machine.smt > 1 && k->machine.smt_ppm < PPM) || k->machine.clock_loss_ppm > 0;
    t->cores = k->machine.cores;
    t->smt = k->machine.smt;
    pq_init(&k->events);
    if (!queues_init(k, d)) {
        kernel_fini(k);
        return NULL;
    }
    cpus_init(k);
    if (o->stuck)
        kernel_on_stuck(k, o->stuck, o->stuck_arg);
    return k;
}

void kernel_fini(struct kernel *k)
{
    for (struct pipe *p = k->pipes; p; p = p->next)
        buf_fini(&p->bytes);
    k->pipes = NULL;
    pq_fini(&k->events);
    mem_free(k->tasks);
    k->tasks = NULL;
}

sim_ns kernel_now(const struct kernel *k) { return k->now; }
struct trace *kernel_trace(struct kernel *k) { return k->trace; }
const struct machine *kernel_machine(const struct kernel *k) { return &k->machine; }
struct arena *kernel_arena(struct kernel *k) { return k->arena; }
bool kernel_pinned(const struct kernel *k) { return k->pinned; }

struct task *kernel_spawn(struct kernel *k, const struct body_class *class, void *self, uint32_t unit, uint32_t group,
                          const struct sched_attr *attr, struct task *parent, sim_ns at_ns)
{
    ASSERT(at_ns >= k->now);
    GROW(k->tasks, k->task_cap, k->task_count + 1);
    struct task *t = ARENA_NEW(k->arena, struct task);
    k->tasks[k->task_count++] = t;
    k->live++;
    *t = (struct task){.unit = unit, .id = (uint32_t)k->task_count, .group = group, .class = class, .self = self, .kernel = k,
                       .ahead_same_ns = NS_NEVER, .ahead_other_ns = NS_NEVER, .state = TASK_NEW, .timer = PQ_NONE, .waker = parent ? parent->unit : NO_UNIT,
                       .attr = *attr, .weight = nice_weight(attr->nice), .burst_ns = -1, .burst_left_ns = -1, .inherited_priority = attr->priority};
    for (int i = 0; i < CPUS_MAX / 64; i++)
        t->pinned |= attr->affinity[i] != 0;
    k->pinned |= t->pinned;
    t->cpu = parent ? parent->cpu : 0;
    if (k->running && at_ns == k->now)
        task_arrive(k, t);
    else
        t->timer = kernel_push(k, at_ns, KEV_arrive, t, ITEM_arrival);
    return t;
}

struct task *kernel_each_task(struct kernel *k, struct task *prev)
{
    for (size_t i = prev ? prev->id : k->first_live; i < k->task_count; i++) {
        if (k->tasks[i])
            return k->tasks[i];
        if (i == k->first_live)
            k->first_live++;
    }
    return NULL;
}

void kernel_stop(struct kernel *k, enum trace_end end, const char *text)
{
    if (k->stopped)
        return;
    k->stopped = true;
    k->end = end;
    k->end_text = text;
}

/* -- the main loop -- */

static void serve_period(struct kernel *k)
{
    k->period_next_ns = ns_add(k->now, k->period_ns);
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (!c->curr || c->put)
            continue;
        cpu_resched(k, c, ENQ_preempted, k->policy->periodic ? CAUSE_boost : CAUSE_preempted);
        bool burst_ends = c->curr->pending && c->curr->ahead_ns <= k->now;
        if (!burst_ends && c->slice_ns > k->now) /* what ends at this very instant ends first, and as what it is */
            cpu_put(k, c);
    }
    if (k->policy->periodic)
        for (int i = 0; i < k->rq_count; i++)
            k->policy->periodic(&k->rqs[i]);
}

static void serve_event(struct kernel *k)
{
    struct pq_entry e;
    pq_pop(&k->events, &e);
    struct task *t = e.item;
    switch ((enum item_kind)e.arg) {
    case ITEM_timeout:
        t->timer = PQ_NONE;
        task_timeout(k, t);
        break;
    case ITEM_arrival:
        t->timer = PQ_NONE;
        task_arrive(k, t);
        break;
    case ITEM_watch: k->watches--; /* fall through */
    case ITEM_alarm: {
        struct alarm *a = e.item;
        kernel_fn *fn = a->fn;
        void *arg = a->arg;
        a->next_free = k->free_alarms;
        k->free_alarms = a;
        fn(k, arg);
        break;
    }
    case ITEM_balance: balance_run(k); break;
    }
}

static void serve_cpu(struct kernel *k, struct cpu *c)
{
    uint32_t rank = c->next_rank;
    if (rank == k->rank[KEV_step] || rank == k->rank[KEV_sync]) {
        cpu_step(k, c);
    } else if (rank == k->rank[KEV_resched]) {
        cpu_pick(k, c);
    } else if (rank == k->rank[KEV_slice]) {
        cpu_slice_end(k, c);
    } else {
        cpu_tick(k, c);
    }
}

sim_ns kernel_until(const struct kernel *k) { return k->o.until_ns; }

bool kernel_cancelled(struct kernel *k)
{
    if (k->o.cancelled && k->o.cancelled(k->o.cancel_arg))
        kernel_stop(k, END_cancelled, "stopped by the user");
    return k->stopped;
}

static bool limits_hold(struct kernel *k)
{
    if (trace_full(k->trace))
        kernel_stop(k, END_limit, "the trace has reached its limit of records");
    else if ((k->turns & 1023) == 0)
        kernel_cancelled(k);
    return !k->stopped;
}

/* Serves the earliest moment. False: there is none. */
static bool kernel_turn(struct kernel *k)
{
    struct cpu *c = cpu_earliest(k);
    sim_ns time = c->next_ns;
    uint32_t rank = c->next_rank;
    int source = 0;
    if (k->events.count) {
        const struct pq_entry *e = &k->events.heap[0];
        if (e->time < time || (e->time == time && e->kind < rank)) {
            source = 1;
            time = e->time;
            rank = e->kind;
        }
    }
    if (time == NS_NEVER || (c->next_ns == NS_NEVER && k->events.count == k->watches))
        return false;
    if (k->period_next_ns < time || (k->period_next_ns == time && k->rank[KEV_period] < rank)) {
        source = 2;
        time = k->period_next_ns;
    }
    if (time > k->o.until_ns) {
        k->now = k->o.until_ns;
        kernel_stop(k, END_until, "the time limit was reached");
        return true;
    }
    ASSERT(time >= k->now);
    k->now = time;
    if (source == 0)
        serve_cpu(k, c);
    else if (source == 1)
        serve_event(k);
    else
        serve_period(k);
    return true;
}

void kernel_on_stuck(struct kernel *k, kernel_stuck_fn *fn, void *arg)
{
    struct stuck *s = ARENA_NEW(k->arena, struct stuck);
    *s = (struct stuck){.fn = fn, .arg = arg};
    if (k->stuck_last)
        k->stuck_last->next = s;
    else
        k->stuck = s;
    k->stuck_last = s;
}

static void kernel_stuck(struct kernel *k)
{
    struct buf text = {0};
    buf_text(&text, "nothing can happen any more");
    for (const struct stuck *s = k->stuck; s; s = s->next) {
        const char *said = s->fn(k, s->arg);
        buf_text(&text, said ? said : "");
    }
    kernel_stop(k, END_deadlock, arena_copy(k->arena, text.data, text.len));
    buf_fini(&text);
}

void kernel_run(struct kernel *k)
{
    assert_context(describe, k);
    k->running = true;
    while (!k->stopped) {
        if (k->live == 0)
            kernel_stop(k, END_ok, "");
        else if (!kernel_turn(k))
            kernel_stuck(k);
        else if ((++k->turns & 63) == 0 && !limits_hold(k))
            break;
    }
    k->running = false;
    k->trace->end = k->end;
    k->trace->end_ns = k->now;
    k->trace->end_text = trace_text(k->trace, k->end_text ? k->end_text : "");
    assert_context(NULL, NULL);
}
