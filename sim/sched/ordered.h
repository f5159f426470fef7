/* A queue kept in the order of one number, task->order_key; among equals first come, first served, a preempted task
 * keeping its place. The whole of policies that only differ in what that number is: a policy sets order_key in its
 * enqueue hook and calls ordered_enqueue; the other hooks can be used as they are. */
#ifndef GILSCOPE_SCHED_ORDERED_H
#define GILSCOPE_SCHED_ORDERED_H

#include "kernel/policy.h"
#include "sched/tree.h"

struct ordered {
    struct tree tree;
};

bool ordered_init(struct rq *rq, struct diag *d);
void ordered_enqueue(struct rq *rq, struct task *t, int64_t key, enum enqueue_why why);
void ordered_dequeue(struct rq *rq, struct task *t, enum dequeue_why why);
/* The first that may run on cpu, taken off; NULL if there is none. */
struct task *ordered_take(struct rq *rq, int cpu);
int64_t ordered_key(struct rq *rq, struct task *t);
struct task *ordered_next(struct rq *rq, struct task *prev);

#endif
