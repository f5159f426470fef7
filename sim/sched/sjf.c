/* Shortest job first: OSTEP ch. 7 (SJF), Silberschatz 5.3.2, Stallings 9.2 (SPN). Not preemptive; equal lengths in
 * order of arrival. Sorted by the next CPU burst, told by jobs and predicted for programs (burst.h). */
#include "sched/burst.h"
#include "sched/ordered.h"

static void sjf_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    ordered_enqueue(rq, t, burst_length(t), why);
}

static struct task *sjf_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "shortest next CPU burst";
    note->key = "next CPU burst (ns)";
    return ordered_take(rq, cpu);
}

extern const struct policy policy_sjf;
const struct policy policy_sjf = {
    .name = "sjf",
    .models = "OSTEP ch. 7 SJF; Silberschatz 5.3.2; Stallings 9.2 SPN",
    .summary = "shortest job first: the shortest next CPU burst, not preempted",
    .rq_size = sizeof(struct ordered),
    .shared_queue = true,
    .work_conserving = true,
    .init = ordered_init,
    .enqueue = sjf_enqueue,
    .pick = sjf_pick,
    .dequeue = ordered_dequeue,
    .charge = burst_charge,
    .blocks = burst_blocks,
    .key = ordered_key,
    .next = ordered_next,
};
