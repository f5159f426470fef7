/* Policies that no book has: the least that the seam asks for, and the most that it allows. The kernel must keep its laws
 * under both, whatever they answer.
 *
 *   minimal   enqueue and pick over the kernel's own fifo, nothing else
 *   maximal   every hook, each with a wild but legal answer: any waiting task, or none though some wait (it then asks for
 *             another pick soon), preemptions, slice ends and ticks by the toss of a coin */
#ifndef GILSCOPE_TESTS_ODD_POLICIES_H
#define GILSCOPE_TESTS_ODD_POLICIES_H

#include "base/assert.h"
#include "kernel/kernel.h"

static void minimal_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    (void)why;
    fifo_push_tail(&rq->fifo, t);
}

static struct task *minimal_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    (void)note;
    return fifo_take(&rq->fifo, cpu);
}

static const struct policy policy_minimal = {
    .name = "minimal", .work_conserving = true, .enqueue = minimal_enqueue, .pick = minimal_pick};
static const struct policy policy_minimal_shared = {
    .name = "minimal, one queue", .shared_queue = true, .work_conserving = true, .enqueue = minimal_enqueue, .pick = minimal_pick};

/* -- maximal -- */

#define MAXIMAL_TASKS 32

struct maximal {
    struct task *tasks[MAXIMAL_TASKS];
    size_t count;
    bool refused; /* somebody waits, and the alarm that looks again is set */
};

static int64_t wild(struct rq *rq, int64_t n) { return (int64_t)rng_below(rq->rng, (uint64_t)n); }
static bool coin(struct rq *rq) { return wild(rq, 2) == 0; }

static bool maximal_init(struct rq *rq, struct diag *d)
{
    (void)d;
    return rq->priv != NULL;
}

static void maximal_insert(struct rq *rq, struct task *t)
{
    struct maximal *m = rq->priv;
    ASSERT(m->count < MAXIMAL_TASKS);
    size_t at = (size_t)wild(rq, (int64_t)m->count + 1);
    for (size_t i = m->count++; i > at; i--)
        m->tasks[i] = m->tasks[i - 1];
    m->tasks[at] = t;
}

static size_t maximal_find(const struct maximal *m, const struct task *t)
{
    size_t i = 0;
    while (i < m->count && m->tasks[i] != t)
        i++;
    ASSERT(i < m->count);
    return i;
}

static void maximal_remove(struct rq *rq, size_t i)
{
    struct maximal *m = rq->priv;
    m->count--;
    for (; i < m->count; i++)
        m->tasks[i] = m->tasks[i + 1];
}

static void maximal_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    ASSERT(why <= ENQ_changed);
    maximal_insert(rq, t);
}

static void maximal_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    ASSERT(why != DEQ_picked);
    maximal_remove(rq, maximal_find(rq->priv, t));
}

static void maximal_again(struct kernel *k, void *arg)
{
    struct rq *rq = arg;
    struct maximal *m = rq->priv;
    (void)k;
    m->refused = false;
    rq_resched(rq);
}

static struct task *maximal_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct maximal *m = rq->priv;
    if (m->count && wild(rq, 8) == 0) {
        if (!m->refused)
            kernel_at(rq->kernel, kernel_now(rq->kernel) + wild(rq, 2 * NS_MS), maximal_again, rq);
        m->refused = true;
        return NULL;
    }
    size_t from = m->count ? (size_t)wild(rq, (int64_t)m->count) : 0;
    for (size_t n = 0; n < m->count; n++) {
        struct task *t = m->tasks[(from + n) % m->count];
        if (!task_allowed(t, cpu))
            continue;
        maximal_remove(rq, (from + n) % m->count);
        note->rule = coin(rq) ? "a whim" : "another whim";
        note->key = coin(rq) ? "whim" : NULL;
        return t;
    }
    return NULL;
}

static void maximal_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    (void)rq;
    ASSERT(ran_ns > 0);
    curr->vruntime += ran_ns;
}

static bool maximal_whole_slice(struct rq *rq) { return coin(rq); }

static sim_ns maximal_slice(struct rq *rq, struct task *t)
{
    (void)t;
    return coin(rq) ? 0 : 50 * NS_US + wild(rq, 3 * NS_MS);
}

static bool maximal_slice_end(struct rq *rq, struct task *curr)
{
    (void)curr;
    return coin(rq);
}

static bool maximal_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    ASSERT(woken != curr);
    return coin(rq);
}

static bool maximal_worse(struct rq *rq, struct task *a, struct task *b)
{
    ASSERT(a != b);
    return coin(rq);
}

static bool maximal_tick(struct rq *rq, struct task *curr)
{
    (void)curr;
    return coin(rq);
}

static void maximal_blocks(struct rq *rq, struct task *curr, enum request_kind why)
{
    (void)rq;
    ASSERT(!curr->queued && why >= REQ_BLOCK);
}

static void maximal_changed(struct rq *rq, struct task *t, int old_nice)
{
    ASSERT(old_nice >= -20 && old_nice <= 19);
    if (!t->queued)
        return;
    maximal_remove(rq, maximal_find(rq->priv, t));
    maximal_insert(rq, t);
}

/* An order, if a strange one. */
static bool maximal_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    (void)rq;
    return (a->id * 7919u) % 31 < (b->id * 7919u) % 31;
}

static int64_t maximal_key(struct rq *rq, struct task *t)
{
    (void)t;
    return wild(rq, INT64_MAX) - INT64_MAX / 2;
}

static sim_ns maximal_period(struct rq *rq)
{
    (void)rq;
    return 3 * NS_MS;
}

static void maximal_periodic(struct rq *rq)
{
    struct maximal *m = rq->priv;
    for (size_t i = m->count; i > 1; i--) {
        size_t k = (size_t)wild(rq, (int64_t)i);
        struct task *t = m->tasks[k];
        m->tasks[k] = m->tasks[i - 1];
        m->tasks[i - 1] = t;
    }
    if (coin(rq))
        rq_resched(rq);
}

static struct task *maximal_next(struct rq *rq, struct task *prev)
{
    const struct maximal *m = rq->priv;
    size_t i = prev ? maximal_find(m, prev) + 1 : 0;
    return i < m->count ? m->tasks[i] : NULL;
}

static bool maximal_admits(const struct param_value *params, int cpus, const struct sched_attr *a, int64_t *load_ppm, const char **why)
{
    (void)params;
    *why = "it is full";
    *load_ppm += a->runtime_ns > 0;
    return *load_ppm <= cpus;
}

#define MAXIMAL_HOOKS \
    .rq_size = sizeof(struct maximal), .init = maximal_init, .enqueue = maximal_enqueue, .pick = maximal_pick, .dequeue = maximal_dequeue, \
    .charge = maximal_charge, .whole_slice = maximal_whole_slice, .slice = maximal_slice, .slice_end = maximal_slice_end, \
    .preempts = maximal_preempts, .worse = maximal_worse, .tick = maximal_tick, .blocks = maximal_blocks, .changed = maximal_changed, \
    .outranks = maximal_outranks, .key = maximal_key, .period = maximal_period, .periodic = maximal_periodic, .next = maximal_next, \
    .admits = maximal_admits

static const struct policy policy_maximal = {.name = "maximal", MAXIMAL_HOOKS};
static const struct policy policy_maximal_shared = {.name = "maximal, one queue", .shared_queue = true, MAXIMAL_HOOKS};
static const struct policy policy_maximal_early = {.name = "maximal, ends first", .shared_queue = true, .ends_first = true, MAXIMAL_HOOKS};

static const struct policy *const odd_policies[] = {&policy_minimal, &policy_minimal_shared, &policy_maximal, &policy_maximal_shared,
                                                    &policy_maximal_early};

#endif
