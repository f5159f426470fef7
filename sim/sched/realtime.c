#include "sched/realtime.h"

static void bind(struct rq *rq, struct task *t)
{
    struct realtime *r = rq->priv;
    sim_ns period = t->attr.period_ns > 0 ? t->attr.period_ns : relative_deadline(t);
    int best = 0;
    for (int cpu = 1; cpu < rq->cpus; cpu++)
        if (r->load_ppm[cpu] < r->load_ppm[best])
            best = cpu;
    if (period > 0 && t->burst_ns > 0)
        r->load_ppm[best] += t->burst_ns >= period ? 1000000 : t->burst_ns / (period / 1000000 + 1);
    t->attr.affinity[best / 64] |= UINT64_C(1) << (best % 64);
    t->pinned = true;
}

void realtime_queue(struct rq *rq, struct task *t, int64_t order, enum enqueue_why why)
{
    if (why == ENQ_new && param_int(rq, REALTIME_placement) == PLACEMENT_partitioned && !t->pinned)
        bind(rq, t);
    ordered_enqueue(rq, t, order, why);
}

void realtime_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    realtime_queue(rq, t, rq->policy->key(rq, t), why);
}

bool realtime_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    return rq->policy->key(rq, woken) < rq->policy->key(rq, curr);
}

bool realtime_worse(struct rq *rq, struct task *a, struct task *b)
{
    return rq->policy->key(rq, a) > rq->policy->key(rq, b);
}

bool realtime_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    return rq->policy->key(rq, (struct task *)a) < rq->policy->key(rq, (struct task *)b);
}
