/* Real-time classes above the fair one: Linux kernel/sched/rt.c (SCHED_FIFO, SCHED_RR) over eevdf.c.
 *
 *  - The highest priority (1..99) runs, per CPU; equal ones first come first served. Any of them goes before fair tasks.
 *  - SCHED_RR has a quantum: used up, to the tail of its priority. Who is preempted stays at the head, with the rest.
 *  - Throttling: once real-time tasks have had `runtime` of the current `period` on a CPU and fair tasks wait there,
 *    these run until the period ends (6.12's fair server; before that, rt tasks stopped even beside an idle CPU).
 *
 * Simplified: no pushing and pulling of real-time tasks beyond idle CPUs; inheritance among real-time tasks only. */
#include "sched/eevdf.h"
#include "sched/fair.h"

#define PRIORITIES 100

enum { RT_quantum = EEVDF_PARAMS, RT_runtime, RT_period };

static const struct policy_param rt_params[] = {
    EEVDF_PARAM_ROWS,
    [RT_quantum] = {"rr_quantum", PARAM_ns, "100ms", 1000, NS_S * 3600, NULL, "time slice of SCHED_RR tasks"},
    [RT_runtime] = {"rt_runtime", PARAM_ns, "950ms", 0, NS_S * 3600, NULL, "what real-time tasks get of a period while fair ones wait"},
    [RT_period] = {"rt_period", PARAM_ns, "1s", 1000, NS_S * 3600, NULL, "period of throttling"},
    {0},
};

struct rt {
    struct eevdf fair;   /* first: eevdf's hooks take the private part as theirs */
    struct fifo queues[PRIORITIES];
    uint64_t filled[2];  /* bit of each priority whose queue is not empty */
    size_t waiting;      /* real-time tasks in the queues */
    int64_t window;      /* number of the current period */
    sim_ns used_ns;      /* by real-time tasks in it */
    bool told_fair;      /* the last pick was among the fair tasks */
    bool alarm;          /* the end of the window will be looked at */
};

static bool is_rt(const struct task *t) { return t->attr.class == CLASS_fifo || t->attr.class == CLASS_rr; }

static int priority_of(const struct task *t)
{
    int p = t->inherited_priority;
    return p < 1 ? 1 : p > PRIORITIES - 1 ? PRIORITIES - 1 : p;
}

static int highest(const struct rt *r)
{
    if (r->filled[1])
        return 127 - __builtin_clzll(r->filled[1]);
    return r->filled[0] ? 63 - __builtin_clzll(r->filled[0]) : -1;
}

static size_t fair_waiting(const struct rq *rq)
{
    const struct rt *r = rq->priv;
    return rq->queued - r->waiting;
}

static bool throttled(struct rq *rq)
{
    struct rt *r = rq->priv;
    int64_t window = kernel_now(rq->kernel) / param_int(rq, RT_period);
    if (window != r->window) {
        r->window = window;
        r->used_ns = 0;
    }
    return r->used_ns >= param_int(rq, RT_runtime);
}

static void window_ends(struct kernel *k, void *arg)
{
    struct rq *rq = arg;
    struct rt *r = rq->priv;
    (void)k;
    r->alarm = false;
    if (r->waiting > 0)
        rq_resched(rq);
}

static void alarm_set(struct rq *rq)
{
    struct rt *r = rq->priv;
    if (r->alarm)
        return;
    r->alarm = true;
    kernel_at(rq->kernel, (r->window + 1) * param_int(rq, RT_period), window_ends, rq);
}

/* -- the queues -- */

static void rt_push(struct rt *r, struct task *t, bool at_head)
{
    int p = priority_of(t);
    t->level = p; /* the queue it is on: its inherited priority may change meanwhile */
    if (at_head)
        fifo_push_head(&r->queues[p], t);
    else
        fifo_push_tail(&r->queues[p], t);
    r->filled[p / 64] |= UINT64_C(1) << (p % 64);
    r->waiting++;
}

static void rt_take(struct rt *r, struct task *t)
{
    int p = t->level;
    fifo_remove(&r->queues[p], t);
    if (!r->queues[p].head)
        r->filled[p / 64] &= ~(UINT64_C(1) << (p % 64));
    r->waiting--;
}

static void rt_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    if (!is_rt(t)) {
        policy_eevdf.enqueue(rq, t, why);
        return;
    }
    if (t->quantum_ns <= 0 || why == ENQ_new)
        t->quantum_ns = param_int(rq, RT_quantum);
    rt_push(rq->priv, t, why == ENQ_preempted);
}

static void rt_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    if (is_rt(t))
        rt_take(rq->priv, t);
    else
        policy_eevdf.dequeue(rq, t, why);
}

static struct task *rt_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct rt *r = rq->priv;
    int p = highest(r);
    r->told_fair = true;
    if (p >= 0 && throttled(rq) && fair_waiting(rq) > 0) {
        struct task *t = policy_eevdf.pick(rq, cpu, note);
        if (t) {
            note->rule = "real-time tasks are throttled until the period ends";
            note->key = "real-time priority (fair: virtual deadline)";
            note->cause = note->prev && is_rt(note->prev) ? CAUSE_rt_throttled : CAUSE_none;
            alarm_set(rq);
            return t;
        }
    }
    if (p < 0)
        return policy_eevdf.pick(rq, cpu, note);
    struct task *t = r->queues[p].head;
    rt_take(r, t);
    r->told_fair = false;
    note->rule = "highest real-time priority";
    note->key = "real-time priority";
    return t;
}

/* -- running -- */

static void rt_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    struct rt *r = rq->priv;
    if (!is_rt(curr)) {
        policy_eevdf.charge(rq, curr, ran_ns);
        return;
    }
    (void)throttled(rq); /* opens the current window */
    sim_ns into = kernel_now(rq->kernel) - r->window * param_int(rq, RT_period);
    r->used_ns += ns_min(ran_ns, into);
    if (curr->attr.class == CLASS_rr)
        curr->quantum_ns -= ran_ns;
}

static bool quantum_over(const struct rt *r, const struct task *t)
{
    return t->attr.class == CLASS_rr && t->quantum_ns <= 0 && highest(r) >= priority_of(t);
}

static bool rt_tick(struct rq *rq, struct task *curr)
{
    struct rt *r = rq->priv;
    if (!is_rt(curr))
        return policy_eevdf.tick(rq, curr) || (r->waiting > 0 && !throttled(rq));
    if (curr->attr.class == CLASS_rr && curr->quantum_ns <= 0 && !quantum_over(r, curr))
        curr->quantum_ns = param_int(rq, RT_quantum); /* alone at its priority */
    return quantum_over(r, curr) || (throttled(rq) && fair_waiting(rq) > 0);
}

static sim_ns rt_slice(struct rq *rq, struct task *t)
{
    const struct rt *r = rq->priv;
    if (!is_rt(t))
        return policy_eevdf.slice(rq, t);
    if (rq->tick_ns > 0)
        return 0;
    sim_ns left = t->attr.class == CLASS_rr ? ns_max(1, t->quantum_ns) : 0;
    if (fair_waiting(rq) == 0)
        return left;
    sim_ns room = ns_max(1, param_int(rq, RT_runtime) - (throttled(rq) ? 0 : r->used_ns));
    return left ? ns_min(left, room) : room;
}

static bool rt_slice_end(struct rq *rq, struct task *curr)
{
    return is_rt(curr) ? rt_tick(rq, curr) : policy_eevdf.slice_end(rq, curr);
}

static bool rt_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    if (!is_rt(woken) && !is_rt(curr))
        return policy_eevdf.preempts(rq, woken, curr);
    bool stopped = throttled(rq);
    if (!is_rt(woken))
        return stopped;
    if (!is_rt(curr))
        return !stopped;
    return priority_of(woken) > priority_of(curr);
}

static void rt_blocks(struct rq *rq, struct task *curr, enum request_kind why)
{
    if (!is_rt(curr))
        policy_eevdf.blocks(rq, curr, why);
}

static void rt_changed(struct rq *rq, struct task *t, int old_nice)
{
    if (!is_rt(t)) {
        policy_eevdf.changed(rq, t, old_nice);
    } else if (t->queued) {
        rt_take(rq->priv, t);
        rt_push(rq->priv, t, false);
    }
}

static bool rt_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    (void)rq;
    return is_rt(a) && is_rt(b) && priority_of(a) > priority_of(b);
}

/* Among fair tasks real-time ones (throttled) have no deadline; among real-time ones fair tasks count as 0. */
static int64_t rt_key(struct rq *rq, struct task *t)
{
    const struct rt *r = rq->priv;
    if (r->told_fair)
        return is_rt(t) ? INT64_MAX / 4 : policy_eevdf.key(rq, t);
    return is_rt(t) ? priority_of(t) : 0;
}

static const char *rt_detail(struct rq *rq, struct task *t, int64_t *value)
{
    const struct rt *r = rq->priv;
    return r->told_fair && !is_rt(t) ? policy_eevdf.detail(rq, t, value) : NULL;
}

static struct task *rt_next(struct rq *rq, struct task *prev)
{
    const struct rt *r = rq->priv;
    if (prev && !is_rt(prev))
        return policy_eevdf.next(rq, prev);
    if (prev && prev->rq_next)
        return prev->rq_next;
    for (int p = prev ? prev->level - 1 : PRIORITIES - 1; p > 0; p--)
        if (r->queues[p].head)
            return r->queues[p].head;
    return policy_eevdf.next(rq, NULL);
}

static bool rt_fits(const struct param_value *params, size_t blame[2], struct diag *d)
{
    blame[0] = RT_runtime;
    blame[1] = RT_period;
    return params[RT_runtime].items[0] <= params[RT_period].items[0] || diag_plain(d, "rt_runtime must not exceed rt_period");
}

static bool rt_init(struct rq *rq, struct diag *d)
{
    struct rt *r = rq->priv;
    r->fair.classes_above = true;
    return policy_eevdf.init(rq, d);
}

extern const struct policy policy_rt;
const struct policy policy_rt = {
    .name = "rt",
    .models = "Linux 6.12 kernel/sched/rt.c over fair.c",
    .summary = "SCHED_FIFO and SCHED_RR above eevdf, throttled to 95 % while fair tasks wait",
    .params = rt_params,
    .rq_size = sizeof(struct rt),
    .work_conserving = true,
    .classes = FAIR_CLASSES | 1u << CLASS_fifo | 1u << CLASS_rr,
    .fits = rt_fits,
    .init = rt_init,
    .enqueue = rt_enqueue,
    .dequeue = rt_dequeue,
    .pick = rt_pick,
    .charge = rt_charge,
    .slice = rt_slice,
    .slice_end = rt_slice_end,
    .preempts = rt_preempts,
    .tick = rt_tick,
    .blocks = rt_blocks,
    .changed = rt_changed,
    .outranks = rt_outranks,
    .key = rt_key,
    .detail = rt_detail,
    .next = rt_next,
};
