#include "sched/levels.h"

#include "kernel/kernel.h"

void levels_push(struct levels *l, struct task *t, bool head)
{
    struct fifo *q = &l->queues[t->level];
    if (head)
        fifo_push_head(q, t);
    else
        fifo_push_tail(q, t);
    l->filled |= UINT64_C(1) << t->level;
}

static void settle(struct levels *l, int level)
{
    if (!l->queues[level].head)
        l->filled &= ~(UINT64_C(1) << level);
}

void levels_remove(struct levels *l, struct task *t)
{
    fifo_remove(&l->queues[t->level], t);
    settle(l, t->level);
}

struct task *levels_take(struct levels *l, int cpu)
{
    for (uint64_t set = l->filled; set; set &= set - 1) {
        int level = __builtin_ctzll(set);
        struct task *t = fifo_take(&l->queues[level], cpu);
        if (t) {
            settle(l, level);
            return t;
        }
    }
    return NULL;
}

struct task *levels_next(const struct levels *l, const struct task *prev)
{
    if (prev && prev->rq_next)
        return prev->rq_next;
    for (int level = prev ? prev->level + 1 : 0; level < l->count; level++)
        if (l->queues[level].head)
            return l->queues[level].head;
    return NULL;
}

void level_change(struct task *t, int to)
{
    if (t->level == to)
        return;
    task_trace(t, EV_level, (uint32_t)t->level, to);
    t->level = to;
}
