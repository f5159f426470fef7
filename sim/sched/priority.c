/* Priority scheduling: Silberschatz 5.3.4, Stallings 9.2. Preemptive or not; equal priorities first come, first
 * served, or round robin when a slice is given. With ageing a task gains one step for each interval that it waits: as all
 * waiting tasks gain alike, their order never changes while they wait, and one fixed key does (priority in
 * intervals + the time at which the wait began); a preemptive queue is looked at again every interval.
 * Locks with inheritance lend the waiter's priority to the owner (task->inherited_priority). */
#include "kernel/kernel.h"
#include "sched/ordered.h"

enum { PRIO_preemptive, PRIO_lower_is_higher, PRIO_slice, PRIO_ageing };

static const struct policy_param priority_params[] = {
    [PRIO_preemptive] = {"preemptive", PARAM_bool, "true", 0, 1, NULL, "a more urgent task takes the CPU at once"},
    [PRIO_lower_is_higher] = {"lower_is_higher", PARAM_bool, "true", 0, 1, NULL, "smaller numbers are more urgent"},
    [PRIO_slice] = {"slice", PARAM_ns, "0ns", 0, NS_S * 3600, NULL, "round robin among equals with this slice; 0: first come, first served"},
    [PRIO_ageing] = {"ageing", PARAM_ns, "0ns", 0, NS_S * 3600, NULL, "one step more urgent for each such interval of waiting; 0: none"},
    {0},
};

/* Smaller is more urgent, whatever the scenario counts. */
static int64_t rank(const struct rq *rq, const struct task *t)
{
    return param_int(rq, PRIO_lower_is_higher) ? t->inherited_priority : -(int64_t)t->inherited_priority;
}

static void priority_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    int64_t ageing = param_int(rq, PRIO_ageing), key = rank(rq, t);
    ordered_enqueue(rq, t, ageing > 0 ? key * ageing + kernel_now(rq->kernel) : key, why);
}

static struct task *priority_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    note->rule = param_int(rq, PRIO_ageing) > 0 ? "most urgent, waiting counted" : "most urgent priority";
    note->key = param_int(rq, PRIO_ageing) > 0 ? "priority with age (thousandths)" : "priority";
    return ordered_take(rq, cpu);
}

static bool priority_preempts(struct rq *rq, struct task *woken, struct task *curr)
{
    return param_int(rq, PRIO_preemptive) && rank(rq, woken) < rank(rq, curr);
}

static bool priority_worse(struct rq *rq, struct task *a, struct task *b) { return rank(rq, a) > rank(rq, b); }

static bool priority_outranks(struct rq *rq, const struct task *a, const struct task *b)
{
    return rank(rq, a) < rank(rq, b);
}

static sim_ns priority_slice(struct rq *rq, struct task *t)
{
    (void)t;
    return param_int(rq, PRIO_slice);
}

static sim_ns priority_period(struct rq *rq) { return param_int(rq, PRIO_preemptive) ? param_int(rq, PRIO_ageing) : 0; }

/* With ageing: as urgent as a task of this priority that comes now. */
static int64_t priority_key(struct rq *rq, struct task *t)
{
    int64_t ageing = param_int(rq, PRIO_ageing);
    if (ageing <= 0)
        return t->inherited_priority;
    int64_t aged = (t->order_key - kernel_now(rq->kernel)) / ageing * 1000 + (t->order_key - kernel_now(rq->kernel)) % ageing * 1000 / ageing;
    return param_int(rq, PRIO_lower_is_higher) ? aged : -aged;
}

extern const struct policy policy_priority;
const struct policy policy_priority = {
    .name = "priority",
    .models = "Silberschatz 5.3.4; Stallings 9.2",
    .summary = "the most urgent priority, with optional preemption, slice and ageing",
    .params = priority_params,
    .rq_size = sizeof(struct ordered),
    .shared_queue = true,
    .work_conserving = true,
    .init = ordered_init,
    .enqueue = priority_enqueue,
    .pick = priority_pick,
    .dequeue = ordered_dequeue,
    .slice = priority_slice,
    .preempts = priority_preempts,
    .worse = priority_worse,
    .outranks = priority_outranks,
    .key = priority_key,
    .period = priority_period,
    .next = ordered_next,
};
