/* The queue of policy_eevdf, for policies that put a class above the fair one (rt.c): their private part begins
 * with it, and they call eevdf's hooks for fair tasks. */
#ifndef GILSCOPE_SCHED_EEVDF_H
#define GILSCOPE_SCHED_EEVDF_H

#include "sched/tree.h"
#include "kernel/kernel.h"

struct eevdf {
    struct tree tree;   /* by virtual deadline: waiting tasks and delayed ones */
    int64_t v0;         /* no virtual time on the queue is far from it; never goes back */
    int64_t sum;        /* of (vruntime - v0) * weight over the tree */
    int64_t weight;     /* over the tree */
    sim_ns base_slice_ns;
    int64_t told_sum, told_weight; /* of V when the last pick was made, for who asks why */
    bool renewed;       /* the running task got a new deadline while others waited */
    bool classes_above; /* rq->curr may belong to a class above */
};

enum { EEVDF_slice, EEVDF_parity, EEVDF_short, EEVDF_delay, EEVDF_PARAMS };
#define EEVDF_PARAM_ROWS \
    [EEVDF_slice] = {"base_slice", PARAM_ns, "700us", 1000, NS_S, NULL, "request of a task on one CPU; times 1 + log2(CPUs) on more"}, \
    [EEVDF_parity] = {"run_to_parity", PARAM_bool, "true", 0, 1, NULL, "a running task keeps its CPU until its request is fulfilled"}, \
    [EEVDF_short] = {"preempt_short", PARAM_bool, "true", 0, 1, NULL, "a woken task with a shorter slice breaks that protection"}, \
    [EEVDF_delay] = {"delay_dequeue", PARAM_bool, "true", 0, 1, NULL, "who blocks with negative lag stays on the queue until it is paid"}

extern const struct policy policy_eevdf;

#endif
