/* First come, first served: OSTEP ch. 7 (FIFO), Silberschatz 5.3.1, Stallings 9.2. One queue for all CPUs, no
 * preemption; who returns from I/O goes to the tail. The convoy effect lives here. */
#include "kernel/policy.h"

static void fcfs_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    (void)why;
    fifo_push_tail(&rq->fifo, t);
}

static struct task *fcfs_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "first come, first served";
    note->key = "arrival order";
    return fifo_take(&rq->fifo, cpu);
}

static int64_t fcfs_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return (int64_t)t->enqueue_seq;
}

extern const struct policy policy_fcfs;
const struct policy policy_fcfs = {
    .name = "fcfs",
    .models = "OSTEP ch. 7 FIFO; Silberschatz 5.3.1; Stallings 9.2",
    .summary = "first come, first served: runs each job until it blocks or ends",
    .shared_queue = true,
    .work_conserving = true,
    .enqueue = fcfs_enqueue,
    .pick = fcfs_pick,
    .key = fcfs_key,
};
