/* Multi-level feedback queue: OSTEP ch. 8 with every option of its simulator (cpu-sched-mlfq/mlfq.py).
 *
 *  1 The head of the highest non-empty queue runs; a higher one that becomes ready preempts it, and the
 *    preempted stays at the head of its queue with the rest of its quantum.
 *  2 A quantum used up counts against the allotment; an allotment used up moves the job one queue down.
 *  3 I/O keeps what is left of the quantum, unless `stay`: then quantum and allotment start afresh (the rule that can be
 *    gamed). Who comes back from I/O goes to the tail of its queue, or to the head with `iobump`.
 *  4 Every `boost` all jobs, also those in I/O, move to the top with everything refilled: the lowest queue first.
 *
 * At one instant quanta and bursts end first, then comes the boost, then arrivals and completions (ends_first). */
#include "kernel/kernel.h"
#include "sched/levels.h"

enum { MLFQ_queues, MLFQ_quantum, MLFQ_allotment, MLFQ_boost, MLFQ_stay, MLFQ_iobump };

static const struct policy_param mlfq_params[] = {
    [MLFQ_queues] = {"queues", PARAM_int, "3", 1, LEVELS_MAX, NULL, "number of queues"},
    [MLFQ_quantum] = {"quantum", PARAM_ns_list, "10ms", 1, NS_S * 3600, NULL, "time slice of each queue, highest first; one for all"},
    [MLFQ_allotment] = {"allotment", PARAM_int_list, "1", 1, 1000000, NULL, "quanta before a job moves down, highest queue first; one for all"},
    [MLFQ_boost] = {"boost", PARAM_ns, "0ns", 0, NS_S * 3600, NULL, "interval at which all jobs move to the top; 0: never"},
    [MLFQ_stay] = {"stay", PARAM_bool, "false", 0, 1, NULL, "I/O resets quantum and allotment (rule 4a)"},
    [MLFQ_iobump] = {"iobump", PARAM_bool, "false", 0, 1, NULL, "after I/O to the head of the queue instead of the tail"},
    {0},
};

static int64_t of_level(const struct rq *rq, int param, int level)
{
    const struct param_value *v = &rq->params[param];
    return v->items[v->count == 1 ? 0 : (size_t)level];
}

static void refill(const struct rq *rq, struct task *t, bool allotment)
{
    t->quantum_ns = of_level(rq, MLFQ_quantum, t->level);
    if (allotment)
        t->allotment = of_level(rq, MLFQ_allotment, t->level);
}

static bool mlfq_fits(const struct param_value *params, size_t blame[2], struct diag *d)
{
    int64_t queues = params[MLFQ_queues].items[0];
    blame[1] = MLFQ_queues;
    for (blame[0] = MLFQ_quantum; blame[0] <= MLFQ_allotment; blame[0]++) {
        size_t n = params[blame[0]].count;
        if (n == 1 || n == (size_t)queues)
            continue;
        diag_plain(d, "%s lists %zu values for %d queues", mlfq_params[blame[0]].name, n, (int)queues);
        diag_accepted(d, "one value for all queues, or one for each");
        return false;
    }
    return true;
}

static bool mlfq_init(struct rq *rq, struct diag *d)
{
    struct levels *l = rq->priv;
    (void)d;
    l->count = (int)param_int(rq, MLFQ_queues);
    return true;
}

static void quantum_used(const struct rq *rq, struct task *t)
{
    const struct levels *l = rq->priv;
    bool down = --t->allotment == 0;
    if (down && t->level + 1 < l->count)
        level_change(t, t->level + 1);
    refill(rq, t, down);
}

/* mlfq.py leaves the running job at the head of its queue, so those that are bumped to the head just now stand before it. */
static void push_behind_bumped(struct rq *rq, struct task *t)
{
    struct levels *l = rq->priv;
    struct task *bumped[LEVELS_MAX];
    size_t n = 0;
    for (struct task *first = l->queues[t->level].head; first && n < LEVELS_MAX; first = l->queues[t->level].head) {
        if (first->level_head_ns != kernel_now(rq->kernel))
            break;
        levels_remove(l, first);
        bumped[n++] = first;
    }
    levels_push(l, t, true);
    while (n > 0)
        levels_push(l, bumped[--n], true);
}

static void mlfq_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    if (why == ENQ_new) {
        t->level = 0;
        refill(rq, t, true);
    }
    bool bump = why == ENQ_wake && param_int(rq, MLFQ_iobump);
    t->level_head_ns = bump ? kernel_now(rq->kernel) : -1;
    if (why == ENQ_preempted && param_int(rq, MLFQ_iobump))
        push_behind_bumped(rq, t);
    else
        levels_push(rq->priv, t, bump || why == ENQ_preempted || why == ENQ_changed);
}

static struct task *mlfq_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "head of the highest queue";
    note->key = "level";
    return levels_take(rq->priv, cpu);
}

static void mlfq_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    (void)why;
    levels_remove(rq->priv, t);
}

static void mlfq_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    (void)rq;
    curr->quantum_ns -= ran_ns;
}

static sim_ns mlfq_slice(struct rq *rq, struct task *t)
{
    (void)rq;
    return ns_max(1, t->quantum_ns);
}

static bool mlfq_slice_end(struct rq *rq, struct task *curr)
{
    quantum_used(rq, curr);
    return true;
}

static void mlfq_blocks(struct rq *rq, struct task *curr, enum request_kind why)
{
    bool used = curr->quantum_ns <= 0;
    if (why == REQ_EXIT)
        return;
    if (param_int(rq, MLFQ_stay))
        refill(rq, curr, true);
    if (used)
        quantum_used(rq, curr);
}

static bool mlfq_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    return woken->level < curr->level || (woken->level == curr->level && woken->level_head_ns == kernel_now(rq->kernel));
}

static bool mlfq_worse(struct rq *rq, struct task *a, struct task *b)
{
    (void)rq;
    return a->level > b->level;
}

static int64_t mlfq_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->level;
}

static const char *mlfq_detail(struct rq *rq, struct task *t, int64_t *value)
{
    (void)rq;
    *value = t->quantum_ns;
    return "quantum left (ns)";
}

static sim_ns mlfq_boost(struct rq *rq) { return param_int(rq, MLFQ_boost); }

static void mlfq_boost_all(struct rq *rq)
{
    struct levels *l = rq->priv;
    for (int level = l->count - 1; level > 0; level--) {
        struct task *t;
        while ((t = l->queues[level].head)) {
            levels_remove(l, t);
            level_change(t, 0);
            levels_push(l, t, false);
        }
    }
    for (struct task *t = kernel_each_task(rq->kernel, NULL); t; t = kernel_each_task(rq->kernel, t)) {
        if (t->state == TASK_NEW)
            continue;
        level_change(t, 0);
        refill(rq, t, true);
    }
}

static struct task *mlfq_next(struct rq *rq, struct task *prev) { return levels_next(rq->priv, prev); }

extern const struct policy policy_mlfq;
const struct policy policy_mlfq = {
    .name = "mlfq",
    .models = "OSTEP ch. 8 and its mlfq.py",
    .summary = "multi-level feedback queue: learns from the past who is interactive",
    .params = mlfq_params,
    .rq_size = sizeof(struct levels),
    .shared_queue = true,
    .work_conserving = true,
    .ends_first = true,
    .fits = mlfq_fits,
    .init = mlfq_init,
    .enqueue = mlfq_enqueue,
    .pick = mlfq_pick,
    .dequeue = mlfq_dequeue,
    .charge = mlfq_charge,
    .slice = mlfq_slice,
    .slice_end = mlfq_slice_end,
    .preempts = mlfq_preempts,
    .worse = mlfq_worse,
    .blocks = mlfq_blocks,
    .key = mlfq_key,
    .detail = mlfq_detail,
    .period = mlfq_boost,
    .periodic = mlfq_boost_all,
    .next = mlfq_next,
};
