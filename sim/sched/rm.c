/* Rate monotonic: Liu and Layland 1973, Silberschatz 5.6.3, SimSo's RM. The shorter the period, the more urgent: a
 * fixed priority. Meets all deadlines of n tasks on one CPU up to a utilisation of n (2^(1/n) - 1), 69 % for many. */
#include "sched/realtime.h"

static const struct policy_param rm_params[] = {REALTIME_PARAM_ROWS, [REALTIME_PARAMS] = {0}};

static int64_t rm_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->attr.period_ns > 0 ? t->attr.period_ns : URGENCY_NONE;
}

static struct task *rm_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "shortest period";
    note->key = "period (ns)";
    return ordered_take(rq, cpu);
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
    .enqueue = realtime_enqueue,
    .pick = rm_pick,
    .dequeue = ordered_dequeue,
    .preempts = realtime_preempts,
    .worse = realtime_worse,
    .outranks = realtime_outranks,
    .key = rm_key,
    .next = ordered_next,
};
