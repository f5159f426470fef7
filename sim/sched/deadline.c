/* SCHED_DEADLINE: Linux kernel/sched/deadline.c, after Abeni and Buttazzo 1998 (constant bandwidth server).
 *
 *  - A task of class deadline reserves `runtime` in each `period`. The nearest deadline of such a server runs, on all
 *    CPUs together (global EDF). A server's deadline is not the job's: it only tells how fast the budget may be used.
 *  - Budget: counts down while the task runs. Used up, the task is throttled, even beside an idle CPU, until its period ends:
 *    then the deadline moves on by a period and the budget by a runtime.
 *  - At a wake-up the old budget and deadline are kept, unless the deadline has passed or the budget is more than its share
 *    of the time to the deadline: then budget and deadline begin anew from now.
 *  - Admission: the reserved shares may add up to `bandwidth` per cent of all CPUs, not more.
 *  - Tasks of other classes take turns behind all that have budget.
 *
 * Simplified: with ticks an overrun is noticed at the next tick (Linux without HRTICK_DL) and paid back from the next budget;
 * no reclaiming (GRUB); a lock's owner inherits nothing; the late round of a job is no sched_yield: its budget is kept. */
#include "kernel/kernel.h"
#include "sched/ordered.h"

enum { DL_bandwidth, DL_slice };

static const struct policy_param deadline_params[] = {
    [DL_bandwidth] = {"bandwidth", PARAM_int, "95", 1, 100, NULL, "per cent of all CPUs that may be reserved"},
    [DL_slice] = {"slice", PARAM_ns, "4ms", 1, NS_S * 3600, NULL, "time slice of tasks without a reservation"},
    {0},
};

#define NO_DEADLINE (INT64_MAX / 4)

struct deadline {
    struct ordered queue; /* first: its hooks take the private part as theirs */
    struct fifo throttled;
};

static bool reserved(const struct task *t) { return t->attr.class == CLASS_deadline && t->attr.period_ns > 0; }
static int64_t urgency(const struct task *t) { return reserved(t) ? t->vdeadline : NO_DEADLINE; }

static sim_ns relative_ns(const struct task *t)
{
    return t->attr.deadline_ns > 0 ? t->attr.deadline_ns : t->attr.period_ns;
}

static sim_ns period_end(const struct task *t) { return t->vdeadline - relative_ns(t) + t->attr.period_ns; }

/* budget / (time to the deadline) > runtime / deadline, without overflow: times are halved until they fit. */
static bool too_dense(const struct task *t, sim_ns now)
{
    sim_ns a = t->budget_left_ns, b = relative_ns(t), c = t->attr.runtime_ns, d = t->vdeadline - now;
    while (a > INT32_MAX || b > INT32_MAX || c > INT32_MAX || d > INT32_MAX) {
        a /= 2;
        b /= 2;
        c /= 2;
        d /= 2;
    }
    return a * b > c * d;
}

static void begin_anew(struct task *t, sim_ns now)
{
    t->vdeadline = ns_add(now, relative_ns(t));
    t->budget_left_ns = t->attr.runtime_ns;
}

static void replenish(struct task *t, sim_ns now)
{
    while (t->budget_left_ns <= 0) {
        t->vdeadline = ns_add(t->vdeadline, t->attr.period_ns);
        t->budget_left_ns += t->attr.runtime_ns;
    }
    if (t->vdeadline <= now)
        begin_anew(t, now);
}

static void period_begins(struct kernel *k, void *arg)
{
    struct task *t = arg;
    if (!t->throttled || period_end(t) > kernel_now(k))
        return; /* it has been taken off meanwhile, or waits for a later period */
    struct deadline *q = t->rq->priv;
    fifo_remove(&q->throttled, t);
    t->throttled = false;
    replenish(t, kernel_now(k));
    ordered_enqueue(t->rq, t, urgency(t), ENQ_wake);
    rq_replenished(t->rq, t);
}

static void throttle(struct rq *rq, struct task *t)
{
    struct deadline *q = rq->priv;
    t->throttled = true;
    t->order_seq = t->enqueue_seq;
    fifo_push_tail(&q->throttled, t);
    kernel_at(rq->kernel, period_end(t), period_begins, t);
}

static void deadline_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    sim_ns now = kernel_now(rq->kernel);
    if (reserved(t)) {
        bool wakes = why == ENQ_new || why == ENQ_wake;
        if (why == ENQ_new || (wakes && (t->vdeadline <= now || too_dense(t, now))))
            begin_anew(t, now);
        if (t->budget_left_ns <= 0 && period_end(t) > now) {
            throttle(rq, t);
            return;
        }
        if (t->budget_left_ns <= 0)
            replenish(t, now);
    }
    ordered_enqueue(rq, t, urgency(t), why);
}

static void deadline_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    struct deadline *q = rq->priv;
    if (!t->throttled) {
        ordered_dequeue(rq, t, why);
        return;
    }
    fifo_remove(&q->throttled, t);
    t->throttled = false;
}

static struct task *deadline_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct task *t = ordered_take(rq, cpu);
    note->rule = t && !reserved(t) ? "no reservation has budget left: next in the round" : "nearest deadline of those with budget";
    note->key = "server deadline (ns)";
    return t;
}

static void deadline_charge(struct rq *rq, struct task *curr, sim_ns ran_ns)
{
    (void)rq;
    if (reserved(curr))
        curr->budget_left_ns -= ran_ns;
}

static sim_ns deadline_slice(struct rq *rq, struct task *t)
{
    return reserved(t) ? ns_max(1, t->budget_left_ns) : param_int(rq, DL_slice);
}

static bool deadline_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    (void)rq;
    return !woken->throttled && urgency(woken) < urgency(curr);
}

static bool deadline_worse(struct rq *rq, struct task *a, struct task *b)
{
    (void)rq;
    return urgency(a) > urgency(b);
}

static bool deadline_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    (void)rq;
    return urgency(a) < urgency(b);
}

static int64_t deadline_key(struct rq *rq, struct task *t)
{
    (void)rq;
    return t->throttled ? NO_DEADLINE : urgency(t);
}

static const char *deadline_detail(struct rq *rq, struct task *t, int64_t *value)
{
    (void)rq;
    *value = t->budget_left_ns;
    return reserved(t) ? "budget left (ns)" : NULL;
}

static struct task *deadline_next(struct rq *rq, struct task *prev)
{
    struct deadline *q = rq->priv;
    if (prev && prev->throttled)
        return prev->rq_next;
    struct task *t = ordered_next(rq, prev);
    return t ? t : q->throttled.head;
}

static bool deadline_admits(const struct param_value *params, int cpus, const struct sched_attr *a, int64_t *load_ppm, const char **why)
{
    if (a->class != CLASS_deadline)
        return true;
    sim_ns runtime = a->runtime_ns, period = a->period_ns;
    while (runtime > INT32_MAX) {
        runtime /= 2;
        period /= 2;
    }
    *load_ppm += runtime * 1000000 / ns_max(1, period);
    *why = "the reserved runtimes would exceed `bandwidth` per cent of all CPUs (95 if not given)";
    return *load_ppm <= params[DL_bandwidth].items[0] * 10000 * cpus;
}

extern const struct policy policy_deadline;
const struct policy policy_deadline = {
    .name = "deadline",
    .models = "Linux 6.12 kernel/sched/deadline.c; Abeni and Buttazzo 1998",
    .summary = "SCHED_DEADLINE: runtime in every period is reserved, and no more is given (global EDF, CBS)",
    .params = deadline_params,
    .rq_size = sizeof(struct deadline),
    .shared_queue = true,
    .work_conserving = false, /* a throttled task leaves its CPU idle */
    .init = ordered_init,
    .enqueue = deadline_enqueue,
    .pick = deadline_pick,
    .dequeue = deadline_dequeue,
    .charge = deadline_charge,
    .slice = deadline_slice,
    .preempts = deadline_preempts,
    .worse = deadline_worse,
    .outranks = deadline_outranks,
    .key = deadline_key,
    .detail = deadline_detail,
    .next = deadline_next,
    .admits = deadline_admits,
};
