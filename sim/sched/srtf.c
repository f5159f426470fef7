/* Shortest remaining time first: OSTEP ch. 7 (STCF), Silberschatz 5.3.2 (preemptive SJF), Stallings 9.2 (SRT).
 * A task that becomes ready with strictly less left than the running one takes its CPU. */
#include "sched/burst.h"
#include "sched/ordered.h"

static void srtf_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    ordered_enqueue(rq, t, burst_left(t), why);
}

static struct task *srtf_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "shortest remaining time";
    note->key = "remaining time (ns)";
    return ordered_take(rq, cpu);
}

static bool srtf_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    (void)rq;
    return burst_left(woken) < burst_left(curr);
}

static bool srtf_worse(struct rq *rq, struct task *a, struct task *b)
{
    (void)rq;
    return burst_left(a) > burst_left(b);
}

extern const struct policy policy_srtf;
const struct policy policy_srtf = {
    .name = "srtf",
    .models = "OSTEP ch. 7 STCF; Silberschatz 5.3.2; Stallings 9.2 SRT",
    .summary = "shortest remaining time first: preemptive shortest job first",
    .rq_size = sizeof(struct ordered),
    .shared_queue = true,
    .work_conserving = true,
    .init = ordered_init,
    .enqueue = srtf_enqueue,
    .pick = srtf_pick,
    .dequeue = ordered_dequeue,
    .charge = burst_charge,
    .preempts = srtf_preempts,
    .worse = srtf_worse,
    .blocks = burst_blocks,
    .key = ordered_key,
    .next = ordered_next,
};
