/* CFS, the completely fair scheduler: Linux 2.6.23 .. 6.5, kernel/sched/fair.c as of 6.1 (sched_slice, place_entity,
 * check_preempt_tick, wakeup_preempt_entity, pick_next_entity).
 *
 *  - Who has the smallest vruntime runs; nice sets how fast vruntime passes. Equal ones in order of insertion.
 *  - In one period (latency, or runnable tasks x min_granularity when there are many) everybody runs once, for a
 *    slice by weight. Looked at when ticks come: every real slice is a number of ticks. Tickless: exactly.
 *  - Who wakes gets at most half a latency of credit, and preempts when it is behind by more than wakeup_granularity.
 *  - A new task starts one slice late (START_DEBIT).
 *
 * Simplified: of the buddies only `next` (the preemptor is picked) and `skip` (sched_yield); no groups, no PELT. */
#include "sched/fair.h"
#include "sched/tree.h"

enum { PARAM_latency, PARAM_granularity, PARAM_wakeup, PARAM_gentle };

static const struct policy_param cfs_params[] = {
    [PARAM_latency] = {"latency", PARAM_ns, "6ms", 1000, NS_S, NULL, "period in which every task runs, on one CPU; times 1 + log2(CPUs) on more"},
    [PARAM_granularity] = {"min_granularity", PARAM_ns, "750us", 1000, NS_S, NULL, "shortest slice (scaled likewise)"},
    [PARAM_wakeup] = {"wakeup_granularity", PARAM_ns, "1ms", 0, NS_S, NULL, "how far behind a woken task must be to preempt (scaled likewise)"},
    [PARAM_gentle] = {"gentle_sleepers", PARAM_bool, "true", 0, 1, NULL, "sleepers get half a latency of credit, not a whole one"},
    {0},
};

struct cfs {
    struct tree tree;
    int64_t min_vruntime; /* never goes back */
    int64_t weight;       /* of the waiting tasks */
    sim_ns latency_ns, granularity_ns, wakeup_ns;
    struct task *next, *skip; /* buddies, on the queue */
    sim_ns picked_ns;     /* how long curr has run since its pick */
};

static bool vruntime_before(const struct task *a, const struct task *b)
{
    return a->vruntime != b->vruntime ? a->vruntime < b->vruntime : a->enqueue_seq < b->enqueue_seq;
}

/* -- slices -- */

static sim_ns period_for(const struct cfs *c, size_t tasks)
{
    size_t most = (size_t)((c->latency_ns + c->granularity_ns - 1) / c->granularity_ns);
    return tasks <= most ? c->latency_ns : (sim_ns)tasks * c->granularity_ns;
}

/* t's slice among `tasks` runnable ones of weight `weight`, both with t. */
static sim_ns slice_for(const struct cfs *c, const struct task *t, size_t tasks, int64_t weight)
{
    return ns_max(c->granularity_ns, period_for(c, tasks) * fair_weight(t) / weight);
}

static sim_ns slice_running(struct rq *rq, const struct task *t)
{
    const struct cfs *c = rq->priv;
    return slice_for(c, t, rq->queued + 1, c->weight + fair_weight(t));
}

/* -- the clock of the queue -- */

static void min_update(struct rq *rq)
{
    struct cfs *c = rq->priv;
    const struct task *first = tree_first(&c->tree);
    int64_t least;
    if (rq->curr && first)
        least = rq->curr->vruntime < first->vruntime ? rq->curr->vruntime : first->vruntime;
    else if (rq->curr || first)
        least = rq->curr ? rq->curr->vruntime : first->vruntime;
    else
        return;
    if (least > c->min_vruntime)
        c->min_vruntime = least;
}

static void place_woken(struct rq *rq, struct task *t)
{
    const struct cfs *c = rq->priv;
    sim_ns credit = t->attr.class == CLASS_idle ? c->granularity_ns : c->latency_ns;
    if (param_int(rq, PARAM_gentle))
        credit /= 2;
    int64_t least = c->min_vruntime - credit;
    if (t->vruntime < least)
        t->vruntime = least;
}

static void cfs_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    struct cfs *c = rq->priv;
    int64_t w = fair_weight(t);
    switch (why) {
    case ENQ_new: {
        size_t tasks = rq->queued + (rq->curr ? 2 : 1);
        int64_t all = c->weight + w + (rq->curr ? fair_weight(rq->curr) : 0);
        int64_t start = c->min_vruntime + fair_virtual(slice_for(c, t, tasks, all), w);
        t->vruntime = rq->curr && rq->curr->vruntime > start ? rq->curr->vruntime : start;
        break;
    }
    case ENQ_wake:
        if (t->rq != rq) { /* woken on another CPU: old and new queue count from different origins */
            const struct cfs *old = t->rq->priv;
            t->vruntime += c->min_vruntime - old->min_vruntime;
        }
        place_woken(rq, t);
        break;
    case ENQ_migrate: t->vruntime += c->min_vruntime; break; /* relative: cfs_dequeue */
    case ENQ_yield: c->skip = t; break;
    case ENQ_preempted: case ENQ_slice: case ENQ_changed: break;
    }
    tree_insert(&c->tree, t);
    c->weight += w;
    min_update(rq);
}

static void take(struct cfs *c, struct task *t)
{
    tree_remove(&c->tree, t);
    c->weight -= fair_weight(t);
    if (c->next == t)
        c->next = NULL;
    if (c->skip == t)
        c->skip = NULL;
}

static void cfs_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    struct cfs *c = rq->priv;
    take(c, t);
    if (why == DEQ_migrate)
        t->vruntime -= c->min_vruntime;
}

static int64_t wakeup_gran(const struct cfs *c, const struct task *t) { return fair_virtual(c->wakeup_ns, fair_weight(t)); }

/* May `t` go instead of the leftmost? Not when that is further behind than a wake-up granularity. */
static bool close_to(const struct cfs *c, const struct task *t, const struct task *first)
{
    return t->vruntime - first->vruntime <= wakeup_gran(c, first);
}

static struct task *cfs_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct cfs *c = rq->priv;
    struct task *first = tree_first(&c->tree), *t = first;
    (void)cpu;
    if (!t)
        return NULL;
    note->rule = "smallest vruntime";
    note->key = "vruntime (ns)";
    if (t == c->skip) {
        struct task *second = tree_next(t);
        if (second && close_to(c, second, first)) {
            t = second;
            note->rule = "smallest vruntime but for the one that yielded";
        }
    }
    if (c->next && c->next != t && close_to(c, c->next, first)) {
        t = c->next;
        note->rule = "it was woken far enough behind to preempt";
    }
    c->skip = NULL;
    take(c, t);
    c->picked_ns = 0;
    return t;
}

static void cfs_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    struct cfs *c = rq->priv;
    curr->vruntime += fair_virtual(ran_ns, fair_weight(curr));
    c->picked_ns += ran_ns;
    min_update(rq);
}

static bool cfs_tick(struct rq *rq, struct task *curr)
{
    const struct cfs *c = rq->priv;
    const struct task *first = tree_first(&c->tree);
    if (!first)
        return false;
    sim_ns slice = slice_running(rq, curr);
    if (c->picked_ns > slice)
        return true;
    return c->picked_ns >= c->granularity_ns && curr->vruntime - first->vruntime > slice;
}

static sim_ns cfs_slice(struct rq *rq, struct task *t)
{
    const struct cfs *c = rq->priv;
    return rq->tick_ns > 0 ? 0 : ns_max(1, slice_running(rq, t) - c->picked_ns);
}

/* Others may have come or gone since the slice was set. */
static bool cfs_slice_end(struct rq *rq, struct task *curr)
{
    const struct cfs *c = rq->priv;
    return c->picked_ns >= slice_running(rq, curr);
}

static bool cfs_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    struct cfs *c = rq->priv;
    bool idle = curr->attr.class == CLASS_idle;
    if (idle && woken->attr.class != CLASS_idle) {
        c->next = woken;
        return true;
    }
    if (woken->attr.class == CLASS_idle || woken->attr.class == CLASS_batch)
        return false;
    int64_t behind = curr->vruntime - woken->vruntime;
    if (behind <= 0 || behind <= wakeup_gran(c, woken))
        return false;
    c->next = woken;
    return true;
}

static void cfs_changed(struct rq *rq, struct task *t, int old_nice)
{
    struct cfs *c = rq->priv;
    if (t->queued)
        c->weight += fair_weight(t) - (t->attr.class == CLASS_idle ? IDLE_WEIGHT : nice_weight(old_nice));
}

static int64_t cfs_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->vruntime;
}

static struct task *cfs_next(struct rq *rq, struct task *prev)
{
    const struct cfs *c = rq->priv;
    return prev ? tree_next(prev) : tree_first(&c->tree);
}

static bool cfs_fits(const struct param_value *params, size_t blame[2], struct diag *d)
{
    blame[0] = PARAM_granularity;
    blame[1] = PARAM_latency;
    return params[PARAM_granularity].items[0] <= params[PARAM_latency].items[0] ||
           diag_plain(d, "min_granularity must not exceed latency");
}

static bool cfs_init(struct rq *rq, struct diag *d)
{
    struct cfs *c = rq->priv;
    int64_t f = fair_scale(rq->cpus);
    (void)d;
    c->tree.before = vruntime_before;
    c->latency_ns = param_int(rq, PARAM_latency) * f;
    c->granularity_ns = param_int(rq, PARAM_granularity) * f;
    c->wakeup_ns = param_int(rq, PARAM_wakeup) * f;
    return true;
}

extern const struct policy policy_cfs;
const struct policy policy_cfs = {
    .name = "cfs",
    .models = "Linux 6.1 kernel/sched/fair.c (2.6.23 to 6.5)",
    .summary = "completely fair scheduler: smallest vruntime first, slices by weight in one latency",
    .params = cfs_params,
    .rq_size = sizeof(struct cfs),
    .work_conserving = true,
    .classes = FAIR_CLASSES,
    .fits = cfs_fits,
    .init = cfs_init,
    .enqueue = cfs_enqueue,
    .dequeue = cfs_dequeue,
    .pick = cfs_pick,
    .charge = cfs_charge,
    .slice = cfs_slice,
    .slice_end = cfs_slice_end,
    .preempts = cfs_preempts,
    .tick = cfs_tick,
    .changed = cfs_changed,
    .key = cfs_key,
    .next = cfs_next,
};
