/* Deadline monotonic: Leung and Whitehead 1982. Like rate monotonic, but by relative deadline: optimal among fixed
 * priorities when deadlines are shorter than periods. */
#include "sched/realtime.h"

static const struct policy_param dm_params[] = {REALTIME_PARAM_ROWS, [REALTIME_PARAMS] = {0}};

static int64_t urgency(const struct task *t)
{
    return relative_deadline(t) > 0 ? relative_deadline(t) : URGENCY_NONE;
}

static void dm_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    realtime_enqueue(rq, t, urgency(t), why);
}

static struct task *dm_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "shortest relative deadline";
    note->key = "relative deadline (ns)";
    return ordered_take(rq, cpu);
}

static bool dm_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    (void)rq;
    return urgency(woken) < urgency(curr);
}

static bool dm_worse(struct rq *rq, struct task *a, struct task *b)
{
    (void)rq;
    return urgency(a) > urgency(b);
}

static bool dm_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    (void)rq;
    return urgency(a) < urgency(b);
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
    .enqueue = dm_enqueue,
    .pick = dm_pick,
    .dequeue = ordered_dequeue,
    .preempts = dm_preempts,
    .worse = dm_worse,
    .outranks = dm_outranks,
    .key = ordered_key,
    .next = ordered_next,
};
