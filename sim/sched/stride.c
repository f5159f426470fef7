/* Stride scheduling: OSTEP ch. 9, Waldspurger and Weihl 1995. Lottery's shares without the luck: each task has a pass
 * that grows by the time it ran over its tickets; the smallest pass runs next, for one slice. A task that joins begins at
 * the smallest pass of those present, so that it neither starves them nor is owed anything. */
#include "sched/ordered.h"

enum { STRIDE_slice };
#define STRIDE_BIG 10000
#define TICKETS_DEFAULT 100

static const struct policy_param stride_params[] = {
    [STRIDE_slice] = {"slice", PARAM_ns, "10ms", 1, NS_S * 3600, NULL, "how long a task runs before the smallest pass is looked for"},
    {0},
};

struct stride {
    struct ordered queue;
    int64_t pass; /* of the last task picked: the smallest there was */
};

static int64_t tickets(const struct task *t) { return t->attr.tickets > 0 ? t->attr.tickets : TICKETS_DEFAULT; }

static void stride_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    struct stride *s = rq->priv;
    if ((why == ENQ_new || why == ENQ_wake) && t->vruntime < s->pass)
        t->vruntime = s->pass;
    ordered_enqueue(rq, t, t->vruntime, why);
}

static struct task *stride_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct stride *s = rq->priv;
    struct task *t = ordered_take(rq, cpu);
    note->rule = "smallest pass";
    note->key = "pass (thousandths)";
    if (t && t->vruntime > s->pass)
        s->pass = t->vruntime;
    return t;
}

static void stride_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    (void)rq;
    int64_t n = tickets(curr);
    curr->vruntime += ran_ns / n * STRIDE_BIG + ran_ns % n * STRIDE_BIG / n;
}

static sim_ns stride_slice(struct rq *rq, struct task *t)
{
    (void)t;
    return param_int(rq, STRIDE_slice);
}

/* As OSTEP counts it: a whole slice adds STRIDE_BIG / tickets. */
static int64_t stride_key(struct rq *rq, struct task *t)
{
    int64_t slice = param_int(rq, STRIDE_slice);
    return t->vruntime / slice * 1000 + t->vruntime % slice * 1000 / slice;
}

extern const struct policy policy_stride;
const struct policy policy_stride = {
    .name = "stride",
    .models = "OSTEP ch. 9; Waldspurger and Weihl 1995",
    .summary = "proportional shares by tickets, exactly: the smallest pass runs",
    .params = stride_params,
    .rq_size = sizeof(struct stride),
    .shared_queue = true,
    .work_conserving = true,
    .init = ordered_init,
    .enqueue = stride_enqueue,
    .pick = stride_pick,
    .dequeue = ordered_dequeue,
    .charge = stride_charge,
    .slice = stride_slice,
    .key = stride_key,
    .next = ordered_next,
};
