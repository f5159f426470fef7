#include "sched/ordered.h"

static bool before(const struct task *a, const struct task *b)
{
    return a->order_key != b->order_key ? a->order_key < b->order_key : a->order_seq < b->order_seq;
}

bool ordered_init(struct rq *rq, struct diag *d)
{
    struct ordered *o = rq->priv;
    (void)d;
    o->tree.before = before;
    return true;
}

void ordered_enqueue(struct rq *rq, struct task *t, int64_t key, enum enqueue_why why)
{
    struct ordered *o = rq->priv;
    t->order_key = key;
    if (why != ENQ_preempted && why != ENQ_changed)
        t->order_seq = t->enqueue_seq;
    tree_insert(&o->tree, t);
}

void ordered_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    struct ordered *o = rq->priv;
    (void)why;
    tree_remove(&o->tree, t);
}

struct task *ordered_take(struct rq *rq, int cpu)
{
    struct ordered *o = rq->priv;
    for (struct task *t = tree_first(&o->tree); t; t = tree_next(t))
        if (task_allowed(t, cpu)) {
            tree_remove(&o->tree, t);
            return t;
        }
    return NULL;
}

int64_t ordered_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->order_key;
}

struct task *ordered_next(struct rq *rq, struct task *prev)
{
    const struct ordered *o = rq->priv;
    return prev ? tree_next(prev) : tree_first(&o->tree);
}
