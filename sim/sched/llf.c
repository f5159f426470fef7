/* Least laxity first: Mok 1983, SimSo's LLF. Laxity = deadline - now - work left. It stays the same while a task runs and
 * shrinks alike for all that wait, so the waiting ones keep their order by (deadline - work left); the queue is looked at
 * again every `period`, at releases and at ends. A running task keeps its CPU against an equal one. */
#include "kernel/kernel.h"
#include "sched/burst.h"
#include "sched/realtime.h"

enum { LLF_period = REALTIME_PARAMS };

static const struct policy_param llf_params[] = {
    REALTIME_PARAM_ROWS,
    [LLF_period] = {"period", PARAM_ns, "1ms", 1000, NS_S, NULL, "how often laxities are compared"},
    {0},
};

/* Laxity, but for the time that passes alike for all. */
static int64_t urgency(const struct task *t)
{
    return t->abs_deadline_ns > 0 ? t->abs_deadline_ns - burst_left(t) : URGENCY_NONE;
}

static void llf_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    int64_t tie = why == ENQ_preempted ? 0 : 1; /* who ran goes first among equals */
    realtime_queue(rq, t, urgency(t) * 2 + tie, why);
}

static struct task *llf_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "least laxity";
    note->key = "laxity (ns)";
    return ordered_take(rq, cpu);
}

static int64_t llf_key(struct rq *rq, struct task *t) { return urgency(t) - kernel_now(rq->kernel); }

static sim_ns llf_period(struct rq *rq) { return param_int(rq, LLF_period); }

extern const struct policy policy_llf;
const struct policy policy_llf = {
    .name = "llf",
    .models = "Mok 1983; SimSo LLF",
    .summary = "dynamic priorities: who can least afford to wait runs",
    .params = llf_params,
    .rq_size = sizeof(struct realtime),
    .shared_queue = true,
    .work_conserving = false, /* partitioned: a task waits for its own CPU */
    .init = ordered_init,
    .enqueue = llf_enqueue,
    .pick = llf_pick,
    .dequeue = ordered_dequeue,
    .charge = burst_charge,
    .blocks = burst_blocks,
    .preempts = realtime_preempts,
    .worse = realtime_worse,
    .outranks = realtime_outranks,
    .key = llf_key,
    .period = llf_period,
    .next = ordered_next,
};
