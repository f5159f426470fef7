/* Where a task goes: Linux's kernel/sched/fair.c in small (select_task_rq_fair, sched_balance_newidle,
 * sched_balance_rq). Kept: previous CPU first, an idle core before an idle thread, newly idle CPUs pull, busy ones
 * balance every 16 ms x CPUs with thresholds that halve at each failure. Left out: PELT (load = weights of the
 * runnable tasks), NUMA, wake-affine's load comparison, cache-hot checks on newly idle pulls. */
#include "kernel/core.h"

static bool core_idle(const struct kernel *k, int cpu)
{
    return k->core_busy[cpu % k->machine.cores] == 0;
}

/* The idle CPU for t: an idle core before an idle thread of a busy one; the search starts after `from`. */
static struct cpu *idle_search(struct kernel *k, const struct task *t, int from)
{
    struct cpu *found = NULL;
    for (int i = 0; i < k->cpu_count; i++) {
        int cpu = (from + i) % k->cpu_count;
        if (!bit_get(k->idle, cpu) || !task_allowed(t, cpu))
            continue;
        if (k->machine.smt == 1 || core_idle(k, cpu))
            return &k->cpus[cpu];
        if (!found)
            found = &k->cpus[cpu];
    }
    return found;
}

static bool any_idle(const struct kernel *k)
{
    uint64_t any = 0;
    for (int w = 0; w < CPU_WORDS; w++)
        any |= k->idle[w];
    return any != 0;
}

static size_t runnable(const struct cpu *c) { return c->rq->queued + (c->curr && !c->put ? 1 : 0); }

static struct cpu *least_loaded(struct kernel *k, const struct task *t)
{
    struct cpu *best = NULL;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (task_allowed(t, i) && (!best || runnable(c) < runnable(best)))
            best = c;
    }
    ASSERT(best);
    return best;
}

struct cpu *place_new(struct kernel *k, struct task *t)
{
    struct cpu *c = any_idle(k) ? idle_search(k, t, 0) : NULL;
    return c ? c : least_loaded(k, t);
}

struct cpu *place_wake(struct kernel *k, struct task *t)
{
    if (t->delayed) /* it never left that queue */
        return &k->cpus[t->rq->cpu];
    bool prev_allowed = task_allowed(t, t->cpu);
    if (prev_allowed && bit_get(k->idle, t->cpu))
        return &k->cpus[t->cpu];
    struct cpu *c = any_idle(k) ? idle_search(k, t, t->cpu + 1) : NULL;
    if (c)
        return c;
    return prev_allowed ? &k->cpus[t->cpu] : least_loaded(k, t);
}

void place_move(struct kernel *k, struct task *t, struct cpu *to)
{
    struct rq *rq = to ? to->rq : &k->rqs[0];
    if (to && t->ran)
        kernel_emit(k, t, EV_migrate, to->id, (uint32_t)(t->rq ? t->rq->cpu : t->cpu), to->id);
    if (to && to->curr && !to->put)
        cpu_charge(k, to);
    rq_enqueue(k, rq, t, ENQ_migrate);
    if (to)
        preempt_check(k, to, t);
    else
        shared_check(k, t);
}

/* A waiting task of `from` that may run on `to`. */
static struct task *movable(struct rq *from, const struct cpu *to)
{
    for (struct task *t = rq_next(from, NULL); t; t = rq_next(from, t))
        if (t->state == TASK_READY && t->queued && task_allowed(t, to->id))
            return t;
    return NULL;
}

static struct cpu *busiest_for(struct kernel *k, const struct cpu *to, struct task **found)
{
    struct cpu *busiest = NULL;
    *found = NULL;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (c == to || c->rq->queued == 0 || (busiest && c->rq->queued <= busiest->rq->queued))
            continue;
        struct task *t = movable(c->rq, to);
        if (t) {
            busiest = c;
            *found = t;
        }
    }
    return busiest;
}

static void pull(struct kernel *k, struct task *t, struct cpu *to)
{
    struct cpu *from = &k->cpus[t->rq->cpu];
    if (from->curr && !from->put)
        cpu_charge(k, from);
    rq_dequeue(k, t, DEQ_migrate);
    place_move(k, t, to);
}

struct task *place_pull(struct kernel *k, struct cpu *c, struct pick_note *note)
{
    struct task *t;
    if (!busiest_for(k, c, &t))
        return NULL;
    sim_ns resched = c->resched_ns;
    pull(k, t, c);
    t = k->policy->pick(c->rq, c->id, note);
    if (t)
        rq_dequeue(k, t, DEQ_picked);
    note->rule = "newly idle: pulled from the busiest CPU";
    c->resched_ns = resched;
    return t;
}

/* -- periodic balancing -- */

static int64_t load_of(const struct cpu *c)
{
    int64_t load = c->curr && !c->put ? c->curr->weight : 0;
    for (const struct task *t = rq_next(c->rq, NULL); t; t = rq_next(c->rq, (struct task *)t))
        load += t->weight;
    return load;
}

static sim_ns balance_step(const struct kernel *k) { return k->machine.tick_ns > 0 ? k->machine.tick_ns : 4 * NS_MS; }

static sim_ns balance_interval(const struct kernel *k, const struct cpu *c)
{
    sim_ns step = balance_step(k), idle = (sim_ns)k->cpu_count * NS_MS;
    return c->curr ? ns_max(step, 16 * idle - step) : idle; /* Linux takes one jiffy off, lest it beats with the tick */
}

void balance_arm(struct kernel *k)
{
    if (k->balance_armed || k->cpu_count < 2 || k->rq_count < 2 || k->queued == 0)
        return;
    k->balance_armed = true;
    sim_ns step = balance_step(k);
    kernel_push(k, k->now - k->now % step + step, KEV_balance, NULL, ITEM_balance);
}

/* Busy: pull when the busiest carries over 17 % more and the task fits the imbalance, whose bound halves at each failure. */
static void balance_cpu(struct kernel *k, struct cpu *c)
{
    struct task *t;
    struct cpu *busiest = busiest_for(k, c, &t);
    if (!busiest)
        return;
    if (c->curr || c->rq->queued) {
        int64_t local = load_of(c), most = load_of(busiest);
        if (100 * most <= 117 * local)
            return;
        if (t->weight >> c->balance_failed > (most - local) / 2) {
            c->balance_failed++;
            return;
        }
    }
    c->balance_failed = 0;
    pull(k, t, c);
}

/* SMT: two busy threads on one core beside a core that idles altogether: after three failures a running task is
 * pushed over (Linux: active balance). */
static bool balance_active(struct kernel *k, struct cpu *c)
{
    if (c->curr || k->machine.smt == 1 || !core_idle(k, c->id))
        return false;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *from = &k->cpus[i];
        if (!from->curr || from->put || k->core_busy[i % k->machine.cores] < 2 || !task_allowed(from->curr, c->id))
            continue;
        if (++c->balance_failed <= 3)
            return true;
        c->balance_failed = 0;
        struct task *t = cpu_evict(k, from);
        place_move(k, t, c);
        cpu_resched(k, from, ENQ_wake, CAUSE_preempted);
        return true;
    }
    return false;
}

void balance_run(struct kernel *k)
{
    bool waits = false;
    k->balance_armed = false;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (c->balanced_ns > k->now)
            continue;
        c->balanced_ns = k->now + balance_interval(k, c);
        if (k->queued > 0)
            balance_cpu(k, c);
        waits |= balance_active(k, c);
    }
    balance_arm(k);
    if (waits && !k->balance_armed) {
        k->balance_armed = true;
        kernel_push(k, k->now + balance_step(k), KEV_balance, NULL, ITEM_balance);
    }
}
