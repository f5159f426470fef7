/* Where a task goes: Linux's kernel/sched/fair.c in small (select_task_rq_fair, sched_balance_newidle). Kept: previous
 * CPU first, an idle core before an idle thread, newly idle CPUs pull. Left out: NUMA, wake-affine's load comparison,
 * cache-hot checks on newly idle pulls. What the tick moves later: balance.c. */
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
    if (to)
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

struct cpu *place_busiest(struct kernel *k, const struct cpu *to, struct task **found)
{
    struct cpu *busiest = NULL;
    *found = NULL;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (c == to || c->rq->queued == 0 || (busiest && c->rq->queued <= busiest->rq->queued))
            continue;
        if (runnable(c) < 2) /* it picks this one at this very instant */
            continue;
        struct task *t = movable(c->rq, to);
        if (t) {
            busiest = c;
            *found = t;
        }
    }
    return busiest;
}

void place_take(struct kernel *k, struct task *t, struct cpu *to)
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
    if (!place_busiest(k, c, &t))
        return NULL;
    sim_ns resched = c->resched_ns;
    place_take(k, t, c);
    t = k->policy->pick(c->rq, c->id, note);
    if (t)
        rq_dequeue(k, t, DEQ_picked);
    note->rule = "newly idle: pulled from the busiest CPU";
    c->resched_ns = resched;
    return t;
}
