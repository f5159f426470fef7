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

void realtime_enqueue(struct rq *rq, struct task *t, int64_t urgency, enum enqueue_why why)
{
    if (why == ENQ_new && param_int(rq, REALTIME_placement) == PLACEMENT_partitioned && !t->pinned)
        bind(rq, t);
    ordered_enqueue(rq, t, urgency, why);
}
