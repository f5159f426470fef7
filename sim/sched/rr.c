/* Round robin: OSTEP ch. 7, Silberschatz 5.3.3, Stallings 9.2. One queue for all CPUs; who has used up its time
 * slice goes to the tail, behind a job that arrives at that very instant. */
#include "kernel/policy.h"

enum { PARAM_slice };

static const struct policy_param rr_params[] = {
    [PARAM_slice] = {"slice", PARAM_ns, "4ms", 1, NS_S * 3600, NULL, "how long a job runs before the next one's turn"},
    {0},
};

static void rr_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    (void)why;
    fifo_push_tail(&rq->fifo, t);
}

static struct task *rr_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "next in the round";
    note->key = "turn";
    return fifo_take(&rq->fifo, cpu);
}

static sim_ns rr_slice(struct rq *rq, struct task *t)
{
    (void)t;
    return param_int(rq, PARAM_slice);
}

static int64_t rr_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return (int64_t)t->enqueue_seq;
}

extern const struct policy policy_rr;
const struct policy policy_rr = {
    .name = "rr",
    .models = "OSTEP ch. 7; Silberschatz 5.3.3; Stallings 9.2",
    .summary = "round robin: a time slice each, in turn",
    .params = rr_params,
    .shared_queue = true,
    .work_conserving = true,
    .enqueue = rr_enqueue,
    .pick = rr_pick,
    .slice = rr_slice,
    .key = rr_key,
};
