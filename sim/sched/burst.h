/* How long will it compute? Jobs tell the length of their CPU burst; a Python task cannot, so its next burst is
 * predicted by exponential averaging of the measured ones, with weight 1/2 (Silberschatz 5.3.2, Stallings 9.2):
 * predicted' = (measured + predicted) / 2, beginning with 10 ms. */
#ifndef GILSCOPE_SCHED_BURST_H
#define GILSCOPE_SCHED_BURST_H

#include "kernel/policy.h"

#define BURST_FIRST_GUESS (10 * NS_MS)

/* Length of the burst that it is in, or comes to. */
static inline sim_ns burst_length(const struct task *t)
{
    if (t->burst_ns >= 0)
        return t->burst_ns;
    return t->predicted_ns > 0 ? t->predicted_ns : BURST_FIRST_GUESS;
}

/* What is left of it; a burst that outlasts its prediction counts as ending at once. */
static inline sim_ns burst_left(const struct task *t)
{
    return t->burst_ns >= 0 ? t->burst_left_ns : ns_max(0, burst_length(t) - t->burst_ran_ns);
}

/* Hooks for policies that need nothing else from them. */
static inline void burst_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    (void)rq;
    curr->burst_ran_ns += ran_ns;
}

static inline void burst_blocks(struct rq *rq, struct task *curr, enum request_kind why)
{
    (void)rq;
    if (why == REQ_YIELD)
        return;
    curr->predicted_ns = (burst_length(curr) + curr->burst_ran_ns) / 2;
    curr->burst_ran_ns = 0;
}

#endif
