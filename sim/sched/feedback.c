/* Feedback: Stallings 9.2 (FB). Each time a task uses up its quantum while others wait it moves one queue down; the
 * head of the highest queue runs next. The quantum is the same at every level (q = 1) or doubles from level to level
 * (q = 2^i). Not preempted by arrivals: they wait for the end of the running quantum. */
#include "kernel/kernel.h"
#include "sched/levels.h"

enum { FB_quantum, FB_growth, FB_queues };
enum { GROWTH_constant, GROWTH_double };

static const struct policy_param feedback_params[] = {
    [FB_quantum] = {"quantum", PARAM_ns, "1ms", 1, NS_S, NULL, "time slice of the highest queue"},
    [FB_growth] = {"growth", PARAM_choice, "constant", 0, 1, "constant double", "quantum of the next queue: the same, or twice as long"},
    [FB_queues] = {"queues", PARAM_int, "16", 1, 32, NULL, "number of queues; the lowest is round robin"},
    {0},
};

static bool feedback_init(struct rq *rq, struct diag *d)
{
    struct levels *l = rq->priv;
    (void)d;
    l->count = (int)param_int(rq, FB_queues);
    return true;
}

static void feedback_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    const struct levels *l = rq->priv;
    if (why == ENQ_new || why == ENQ_wake)
        level_change(t, 0);
    else if (why == ENQ_slice && rq->queued > 0 && t->level + 1 < l->count)
        level_change(t, t->level + 1);
    levels_push(rq->priv, t, false);
}

static struct task *feedback_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = "head of the highest queue";
    note->key = "level";
    return levels_take(rq->priv, cpu);
}

static void feedback_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    (void)why;
    levels_remove(rq->priv, t);
}

static sim_ns feedback_slice(struct rq *rq, struct task *t)
{
    sim_ns q = param_int(rq, FB_quantum);
    return param_int(rq, FB_growth) == GROWTH_double ? q << t->level : q;
}

static int64_t feedback_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->level;
}

static struct task *feedback_next(struct rq *rq, struct task *prev) { return levels_next(rq->priv, prev); }

extern const struct policy policy_feedback;
const struct policy policy_feedback = {
    .name = "feedback",
    .models = "Stallings 9.2 FB, q = 1 and q = 2^i",
    .summary = "penalises jobs that have run long: one queue down at each quantum used up",
    .params = feedback_params,
    .rq_size = sizeof(struct levels),
    .shared_queue = true,
    .work_conserving = true,
    .init = feedback_init,
    .enqueue = feedback_enqueue,
    .pick = feedback_pick,
    .dequeue = feedback_dequeue,
    .slice = feedback_slice,
    .key = feedback_key,
    .next = feedback_next,
};
