/* Earliest deadline first: Liu and Layland 1973, Silberschatz 5.6.4, SimSo's EDF. The nearest absolute deadline runs.
 * On one CPU it meets all deadlines up to a utilisation of 1; globally on several CPUs it does not (Dhall's effect). */
#include "sched/realtime.h"

static const struct policy_param edf_params[] = {REALTIME_PARAM_ROWS, [REALTIME_PARAMS] = {0}};

static int64_t urgency(const struct task *t)
{
    return t->abs_deadline_ns > 0 ? t->abs_deadline_ns : URGENCY_NONE;
}

static void edf_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    realtime_enqueue(rq, t, urgency(t), why);
}

static struct task *edf_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "nearest absolute deadline";
    note->key = "deadline (ns)";
    return ordered_take(rq, cpu);
}

static bool edf_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    (void)rq;
    return urgency(woken) < urgency(curr);
}

static bool edf_worse(struct rq *rq, struct task *a, struct task *b)
{
    (void)rq;
    return urgency(a) > urgency(b);
}

static bool edf_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    (void)rq;
    return urgency(a) < urgency(b);
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
    .enqueue = edf_enqueue,
    .pick = edf_pick,
    .dequeue = ordered_dequeue,
    .preempts = edf_preempts,
    .worse = edf_worse,
    .outranks = edf_outranks,
    .key = ordered_key,
    .next = ordered_next,
};
