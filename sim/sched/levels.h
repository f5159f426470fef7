/* Several FIFO queues, the first the most urgent: what mlfq and feedback are made of. */
#ifndef GILSCOPE_SCHED_LEVELS_H
#define GILSCOPE_SCHED_LEVELS_H

#include "kernel/policy.h"

#define LEVELS_MAX 64

struct levels {
    int count;
    uint64_t filled; /* bit i: queue i holds a task */
    struct fifo queues[LEVELS_MAX];
};

void levels_push(struct levels *l, struct task *t, bool head); /* onto queue t->level */
void levels_remove(struct levels *l, struct task *t);
struct task *levels_take(struct levels *l, int cpu); /* the head of the first queue that holds one for cpu */
struct task *levels_next(const struct levels *l, const struct task *prev);
void level_change(struct task *t, int to); /* and tells it */

#endif
