/* What the real-time policies share: tasks ordered by one urgency, always preemptive, on all CPUs together
 * (global) or each task bound to one CPU (partitioned: as tasks arrive, onto the CPU with the least utilisation;
 * "worst fit"). Tasks without a deadline run behind all that have one. A running task is not preempted by an equal one.
 * Models Liu and Layland 1973 and the schedulers of SimSo. Missed deadlines are told by jobs (EV_miss). */
#ifndef GILSCOPE_SCHED_REALTIME_H
#define GILSCOPE_SCHED_REALTIME_H

#include "sched/ordered.h"

enum { REALTIME_placement, REALTIME_PARAMS };
enum { PLACEMENT_global, PLACEMENT_partitioned };
#define REALTIME_PARAM_ROWS \
    [REALTIME_placement] = {"placement", PARAM_choice, "global", 0, 1, "global partitioned", "one queue for all CPUs, or each task bound to one"}

#define URGENCY_NONE (INT64_MAX / 4)

struct realtime {
    struct ordered queue;
    int64_t load_ppm[CPUS_MAX]; /* utilisation bound to each CPU */
};

static inline sim_ns relative_deadline(const struct task *t)
{
    return t->attr.deadline_ns > 0 ? t->attr.deadline_ns : t->attr.period_ns;
}

/* Hooks of a policy whose `key` hook tells the urgency, smaller first. Enqueueing binds a new task to a CPU where that is
 * wanted; realtime_queue does the same for an order other than the key's. */
void realtime_queue(struct rq *rq, struct task *t, int64_t order, enum enqueue_why why);
void realtime_enqueue(struct rq *rq, struct task *t, enum enqueue_why why);
bool realtime_preempts(struct rq *rq, struct task *woken, struct task *curr);
bool realtime_worse(struct rq *rq, struct task *a, struct task *b);
bool realtime_outranks(struct rq *rq, const struct task *a, const struct task *b);

#endif
