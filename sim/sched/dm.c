/* Deadline monotonic: Leung and Whitehead 1982. Like rate monotonic, but by relative deadline: optimal among fixed
 * priorities when deadlines are shorter than periods. */
#include "sched/realtime.h"

static const struct policy_param dm_params[] = {REALTIME_PARAM_ROWS, [REALTIME_PARAMS] = {0}};

static int64_t dm_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return relative_deadline(t) > 0 ? relative_deadline(t) : URGENCY_NONE;
}

static struct task *dm_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "shortest relative deadline";
    note->key = "relative deadline (ns)";
    return ordered_take(rq, cpu);
}

extern const struct policy policy_dm;
const struct policy policy_dm = {
    .name = "dm",
    .models = "Leung and Whitehead 1982; SimSo DM",
    .summary = "fixed priorities: the shortest relative deadline first",
    .params = dm_params,
    .rq_size = sizeof(struct realtime),
    .shared_queue = true,
    .work_conserving = false, /* partitioned: a task waits for its own CPU */
    .init = ordered_init,
    .enqueue = realtime_enqueue,
    .pick = dm_pick,
    .dequeue = ordered_dequeue,
    .preempts = realtime_preempts,
    .worse = realtime_worse,
    .outranks = realtime_outranks,
    .key = dm_key,
    .next = ordered_next,
};
