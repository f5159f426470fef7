/* Earliest deadline first: Liu and Layland 1973, Silberschatz 5.6.4, SimSo's EDF. The nearest absolute deadline runs.
 * On one CPU it meets all deadlines up to a utilisation of 1; globally on several CPUs it does not (Dhall's effect). */
#include "sched/realtime.h"

static const struct policy_param edf_params[] = {REALTIME_PARAM_ROWS, [REALTIME_PARAMS] = {0}};

static int64_t edf_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->abs_deadline_ns > 0 ? t->abs_deadline_ns : URGENCY_NONE;
}

static struct task *edf_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "nearest absolute deadline";
    note->key = "deadline (ns)";
    return ordered_take(rq, cpu);
}

extern const struct policy policy_edf;
const struct policy policy_edf = {
    .name = "edf",
    .models = "Liu and Layland 1973; Silberschatz 5.6.4",
    .summary = "dynamic priorities: the nearest absolute deadline first",
    .params = edf_params,
    .rq_size = sizeof(struct realtime),
    .shared_queue = true,
    .work_conserving = false, /* partitioned: a task waits for its own CPU */
    .init = ordered_init,
    .enqueue = realtime_enqueue,
    .pick = edf_pick,
    .dequeue = ordered_dequeue,
    .preempts = realtime_preempts,
    .worse = realtime_worse,
    .outranks = realtime_outranks,
    .key = edf_key,
    .next = ordered_next,
};
