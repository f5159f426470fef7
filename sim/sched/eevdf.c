/* EEVDF, earliest eligible virtual deadline first: Linux 6.12 .. 6.18, kernel/sched/fair.c (avg_vruntime,
 * entity_eligible, update_deadline, pick_eevdf, place_entity, requeue_delayed_entity, reweight_eevdf), after
 * Stoica and Abdel-Wahab 1995.
 *
 *  - V is the weighted average of the vruntimes of all on the queue, the running one included. Who has had less
 *    than its share (v <= V) is eligible; tested without division: sum((v_j - v0) w_j) >= (v - v0) sum(w_j).
 *  - Each asks for a slice r; its deadline is v + r / w and is renewed when v gets there. Among the eligible the
 *    earliest deadline runs; equal ones in order of insertion, the running one last.
 *  - Lag V - v survives sleeping: a task comes back as far from V as it left (place). Who leaves with negative lag
 *    stays on the queue, delayed, until it would be picked or is woken.
 *  - With ticks, an expired deadline is noticed at the next tick or wake-up; tickless, at once.
 *
 *  - The kept lag is at most two slices. The source also allows one tick where that is more; but then two threads that
 *    pass a lock to and fro on one CPU can settle in a cycle of three ticks, which a real kernel, with its noise, was never
 *    seen to stay in (MEASURED: holds of 8 ms, two ticks; 4 ms and 56 ms for other intervals, as here).
 *
 * Simplified: no group scheduling, no PELT, no buddies; slices are compared task by task (PREEMPT_SHORT). */
#include "sched/eevdf.h"

#include "sched/fair.h"

static bool deadline_before(const struct task *a, const struct task *b)
{
    return a->vdeadline != b->vdeadline ? a->vdeadline < b->vdeadline : a->enqueue_seq < b->enqueue_seq;
}

static struct task *fair_curr(const struct rq *rq)
{
    const struct eevdf *e = rq->priv;
    struct task *t = rq->curr;
    if (t && e->classes_above && (t->attr.class == CLASS_fifo || t->attr.class == CLASS_rr))
        return NULL;
    return t;
}

static sim_ns slice_of(const struct eevdf *e, const struct task *t)
{
    return t->attr.slice_ns > 0 ? t->attr.slice_ns : e->base_slice_ns;
}

static int64_t vslice_of(const struct eevdf *e, const struct task *t) { return fair_virtual(slice_of(e, t), fair_weight(t)); }

/* -- V -- */

struct load {
    int64_t sum, weight;
};

static struct load load_now(const struct rq *rq)
{
    const struct eevdf *e = rq->priv;
    const struct task *curr = fair_curr(rq);
    struct load l = {e->sum, e->weight};
    if (curr) {
        l.sum += (curr->vruntime - e->v0) * fair_weight(curr);
        l.weight += fair_weight(curr);
    }
    return l;
}

static int64_t average(const struct rq *rq)
{
    const struct eevdf *e = rq->priv;
    struct load l = load_now(rq);
    if (l.weight == 0)
        return e->v0;
    int64_t whole = l.sum / l.weight;
    return e->v0 + whole - (l.sum % l.weight < 0 ? 1 : 0);
}

static bool eligible(const struct eevdf *e, struct load l, int64_t v) { return l.sum >= (v - e->v0) * l.weight; }

/* Moves v0 up to the smallest vruntime, so that differences to it stay small. */
static void v0_update(struct rq *rq)
{
    struct eevdf *e = rq->priv;
    const struct task *curr = fair_curr(rq);
    int64_t least;
    if (curr && e->tree.root)
        least = curr->vruntime < e->tree.root->tree_min ? curr->vruntime : e->tree.root->tree_min;
    else if (curr)
        least = curr->vruntime;
    else if (e->tree.root)
        least = e->tree.root->tree_min;
    else
        return;
    if (least > e->v0) {
        e->sum -= (least - e->v0) * e->weight;
        e->v0 = least;
    }
}

static void insert(struct eevdf *e, struct task *t)
{
    tree_insert(&e->tree, t);
    e->sum += (t->vruntime - e->v0) * fair_weight(t);
    e->weight += fair_weight(t);
}

static void take(struct eevdf *e, struct task *t)
{
    tree_remove(&e->tree, t);
    e->sum -= (t->vruntime - e->v0) * fair_weight(t);
    e->weight -= fair_weight(t);
}

/* -- lag and placing -- */

static void lag_update(struct rq *rq, struct task *t)
{
    const struct eevdf *e = rq->priv;
    sim_ns slice = 2 * slice_of(e, t);
    int64_t limit = fair_virtual(slice, fair_weight(t));
    int64_t lag = average(rq) - t->vruntime;
    t->vlag = lag > limit ? limit : lag < -limit ? -limit : lag;
}

/* It joins with the lag it had: as the queue's V will move when it joins, the lag is stretched by (W + w) / W. */
static void place(struct rq *rq, struct task *t, bool is_new)
{
    const struct eevdf *e = rq->priv;
    struct load l = load_now(rq);
    int64_t lag = 0, w = fair_weight(t);
    if (l.weight > 0 && t->vlag != 0) {
        int64_t whole = t->vlag / l.weight, rest = t->vlag % l.weight;
        lag = whole * (l.weight + w) + rest * (l.weight + w) / l.weight;
    }
    t->vruntime = average(rq) - lag;
    int64_t vslice = vslice_of(e, t);
    t->vdeadline = t->vruntime + (is_new ? vslice / 2 : vslice);
}

static void undelay(struct rq *rq, struct task *t)
{
    struct eevdf *e = rq->priv;
    lag_update(rq, t);
    if (t->vlag > 0)
        t->vlag = 0;
    take(e, t);
    t->delayed = false;
}

/* Woken while still on the queue: it keeps its place, unless its debt is paid. */
static void wake_delayed(struct rq *rq, struct task *t)
{
    lag_update(rq, t);
    take(rq->priv, t);
    t->delayed = false;
    if (t->vlag > 0) {
        t->vlag = 0;
        place(rq, t, false);
    }
    insert(rq->priv, t);
}

static void eevdf_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    struct eevdf *e = rq->priv;
    switch (why) {
    case ENQ_new:
        t->vlag = 0;
        place(rq, t, true);
        break;
    case ENQ_wake:
        if (t->delayed) {
            wake_delayed(rq, t);
            return;
        }
        place(rq, t, false);
        break;
    case ENQ_migrate: {
        int64_t left = t->vdeadline; /* relative: eevdf_dequeue */
        place(rq, t, false);
        t->vdeadline = t->vruntime + left;
        break;
    }
    case ENQ_preempted: case ENQ_slice: case ENQ_yield: case ENQ_changed: break; /* as it is */
    }
    insert(e, t);
    v0_update(rq);
}

static void eevdf_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    lag_update(rq, t);
    take(rq->priv, t);
    if (why == DEQ_migrate)
        t->vdeadline -= t->vruntime;
}

/* -- running -- */

static bool deadline_update(const struct eevdf *e, struct task *t)
{
    if (t->vruntime < t->vdeadline)
        return false;
    t->vdeadline = t->vruntime + vslice_of(e, t);
    return true;
}

static void eevdf_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    struct eevdf *e = rq->priv;
    curr->vruntime += fair_virtual(ran_ns, fair_weight(curr));
    if (deadline_update(e, curr) && e->tree.root)
        e->renewed = true;
    v0_update(rq);
}

/* The eligible task with the earliest deadline in the tree: left subtrees hold earlier ones, and tree_min tells
 * whether any of them is eligible. */
static struct task *search(const struct eevdf *e, struct load l)
{
    struct task *t = e->tree.root;
    while (t) {
        if (t->tree_left && eligible(e, l, t->tree_left->tree_min))
            t = t->tree_left;
        else if (eligible(e, l, t->vruntime))
            return t;
        else
            t = t->tree_right;
    }
    return NULL;
}

static struct task *eevdf_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct eevdf *e = rq->priv;
    struct task *t;
    (void)cpu;
    e->renewed = false;
    while ((t = search(e, load_now(rq))) && t->delayed)
        undelay(rq, t);
    e->told_sum = e->sum;
    e->told_weight = e->weight;
    if (!t)
        return NULL;
    note->rule = "eligible, with the earliest virtual deadline";
    note->key = "virtual deadline (ns)";
    take(e, t);
    t->vprot = t->vdeadline;
    return t;
}

static bool eevdf_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    struct eevdf *e = rq->priv;
    struct load l = load_now(rq);
    if (e->renewed)
        return true;
    if (curr->attr.class == CLASS_idle && woken->attr.class != CLASS_idle)
        return true;
    if (woken->attr.class == CLASS_idle || woken->attr.class == CLASS_batch)
        return false;
    bool curr_eligible = eligible(e, l, curr->vruntime);
    if (param_int(rq, EEVDF_short) && slice_of(e, woken) < slice_of(e, curr) && eligible(e, l, woken->vruntime) &&
        (woken->vdeadline < curr->vdeadline || !curr_eligible))
        curr->vprot = INT64_MIN;
    if (curr_eligible && param_int(rq, EEVDF_parity) && curr->vprot == curr->vdeadline)
        return false;
    const struct task *best = search(e, l);
    return best == woken && !(curr_eligible && curr->vdeadline < woken->vdeadline);
}

static bool eevdf_tick(struct rq *rq, struct task *curr)
{
    struct eevdf *e = rq->priv;
    (void)curr;
    return e->renewed;
}

static sim_ns eevdf_slice(struct rq *rq, struct task *t)
{
    if (rq->tick_ns > 0)
        return 0; /* eevdf_tick sees it */
    int64_t left = t->vdeadline - t->vruntime;
    return left <= 0 ? 1 : (left * fair_weight(t) + NICE_0_WEIGHT - 1) / NICE_0_WEIGHT;
}

static bool eevdf_slice_end(struct rq *rq, struct task *curr)
{
    struct eevdf *e = rq->priv;
    (void)curr;
    return e->renewed;
}

static void eevdf_blocks(struct rq *rq, struct task *curr, enum request_kind why)
{
    struct eevdf *e = rq->priv;
    struct load l = load_now(rq);
    if (why == REQ_YIELD) {
        if (eligible(e, l, curr->vruntime) && curr->vruntime < curr->vdeadline)
            curr->vruntime = curr->vdeadline; /* it gives up the rest of its request */
        curr->vdeadline = curr->vruntime + vslice_of(e, curr);
        return;
    }
    if (why == REQ_EXIT)
        return;
    lag_update(rq, curr);
    if (!param_int(rq, EEVDF_delay) || eligible(e, l, curr->vruntime))
        return;
    curr->delayed = true;
    curr->enqueue_seq = rq->seq++;
    insert(e, curr);
}

/* A new weight keeps the real lag: what is owed in wall time stays owed. */
static void eevdf_changed(struct rq *rq, struct task *t, int old_nice)
{
    struct eevdf *e = rq->priv;
    int64_t w = fair_weight(t), old = t->attr.class == CLASS_idle ? IDLE_WEIGHT : nice_weight(old_nice);
    bool in_tree = t->queued || t->delayed;
    if (w == old)
        return;
    t->weight = old;
    int64_t v = average(rq), lag = v - t->vruntime, left = t->vdeadline - v;
    if (in_tree)
        take(e, t);
    t->weight = w;
    t->vruntime = v - lag * old / w;
    t->vdeadline = v + left * old / w;
    if (in_tree)
        insert(e, t);
    else
        t->vprot = t->vdeadline;
    v0_update(rq);
}

static int64_t eevdf_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->vdeadline;
}

/* Its lag in real time at the pick; who has a negative one is not eligible. */
static const char *eevdf_detail(struct rq *rq, struct task *t, int64_t *value)
{
    const struct eevdf *e = rq->priv;
    int64_t w = e->told_weight > 0 ? e->told_weight : 1, whole = e->told_sum / w - (e->told_sum % w < 0 ? 1 : 0);
    *value = (e->v0 + whole - t->vruntime) * fair_weight(t) / NICE_0_WEIGHT;
    return *value < 0 ? "not eligible: lag (ns)" : "lag (ns)";
}

static struct task *eevdf_next(struct rq *rq, struct task *prev)
{
    const struct eevdf *e = rq->priv;
    struct task *t = prev ? tree_next(prev) : tree_first(&e->tree);
    while (t && t->delayed)
        t = tree_next(t);
    return t;
}

static bool eevdf_init(struct rq *rq, struct diag *d)
{
    struct eevdf *e = rq->priv;
    (void)d;
    e->tree.before = deadline_before;
    e->base_slice_ns = param_int(rq, EEVDF_slice) * fair_scale(rq->cpus);
    return true;
}

static const struct policy_param eevdf_params[] = {EEVDF_PARAM_ROWS, [EEVDF_PARAMS] = {0}};

const struct policy policy_eevdf = {
    .name = "eevdf",
    .models = "Linux 6.12 kernel/sched/fair.c (default since 6.6)",
    .summary = "earliest eligible virtual deadline first: fair shares by nice, lag kept over sleeps",
    .params = eevdf_params,
    .rq_size = sizeof(struct eevdf),
    .work_conserving = true,
    .classes = FAIR_CLASSES,
    .init = eevdf_init,
    .enqueue = eevdf_enqueue,
    .dequeue = eevdf_dequeue,
    .pick = eevdf_pick,
    .charge = eevdf_charge,
    .slice = eevdf_slice,
    .slice_end = eevdf_slice_end,
    .preempts = eevdf_preempts,
    .tick = eevdf_tick,
    .blocks = eevdf_blocks,
    .changed = eevdf_changed,
    .key = eevdf_key,
    .detail = eevdf_detail,
    .next = eevdf_next,
};
