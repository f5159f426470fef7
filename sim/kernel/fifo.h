/* A first-in-first-out list of waiting tasks, linked through the tasks themselves (rq_prev, rq_next): a task
 * is in at most one. Zeroed = empty. The building brick of most teaching policies. */
#ifndef GILSCOPE_KERNEL_FIFO_H
#define GILSCOPE_KERNEL_FIFO_H

#include "kernel/task.h"

struct fifo {
    struct task *head, *tail;
};

static inline void fifo_push_tail(struct fifo *f, struct task *t)
{
    t->rq_prev = f->tail;
    t->rq_next = NULL;
    if (f->tail)
        f->tail->rq_next = t;
    else
        f->head = t;
    f->tail = t;
}

static inline void fifo_push_head(struct fifo *f, struct task *t)
{
    t->rq_prev = NULL;
    t->rq_next = f->head;
    if (f->head)
        f->head->rq_prev = t;
    else
        f->tail = t;
    f->head = t;
}

static inline void fifo_remove(struct fifo *f, struct task *t)
{
    if (t->rq_prev)
        t->rq_prev->rq_next = t->rq_next;
    else
        f->head = t->rq_next;
    if (t->rq_next)
        t->rq_next->rq_prev = t->rq_prev;
    else
        f->tail = t->rq_prev;
    t->rq_prev = t->rq_next = NULL;
}

/* The first that may run on cpu, taken off; NULL if there is none. */
static inline struct task *fifo_take(struct fifo *f, int cpu)
{
    for (struct task *t = f->head; t; t = t->rq_next)
        if (task_allowed(t, cpu)) {
            fifo_remove(f, t);
            return t;
        }
    return NULL;
}

#endif
