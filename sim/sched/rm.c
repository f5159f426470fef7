/* Rate monotonic: Liu and Layland 1973, Silberschatz 5.6.3, SimSo's RM. The shorter the period, the more urgent: a
 * fixed priority. Meets all deadlines of n tasks on one CPU up to a utilisation of n (2^(1/n) - 1), 69 % for many. */
#include "sched/realtime.h"

static const struct policy_param rm_params[] = {REALTIME_PARAM_ROWS, [REALTIME_PARAMS] = {0}};

static int64_t urgency(const struct task *t)
{
    return t->attr.period_ns > 0 ? t->attr.period_ns : URGENCY_NONE;
}

static void rm_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    realtime_enqueue(rq, t, urgency(t), why);
}

static struct task *rm_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "shortest period";
    note->key = "period (ns)";
    return ordered_take(rq, cpu);
}

static bool rm_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    (void)rq;
    return urgency(woken) < urgency(curr);
}

static bool rm_worse(struct rq *rq, struct task *a, struct task *b)
{
    (void)rq;
    return urgency(a) > urgency(b);
}

static bool rm_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    (void)rq;
    return urgency(a) < urgency(b);
}

extern const struct policy policy_rm;
const struct policy policy_rm = {
    .name = "rm",
    .models = "Liu and Layland 1973; Silberschatz 5.6.3",
    .summary = "fixed priorities: the shortest period first",
    .params = rm_params,
    .rq_size = sizeof(struct realtime),
    .shared_queue = true,
    .work_conserving = false, /* partitioned: a task waits for its own CPU */
    .init = ordered_init,
    .enqueue = rm_enqueue,
    .pick = rm_pick,
    .dequeue = ordered_dequeue,
    .preempts = rm_preempts,
    .worse = rm_worse,
    .outranks = rm_outranks,
    .key = ordered_key,
    .next = ordered_next,
};
