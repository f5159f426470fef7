/* Highest response ratio next: Stallings 9.2, Silberschatz' exercises. Not preemptive; picks the task with the
 * largest (waited + length) / length, equal ones in order of arrival. Long jobs cannot starve: their ratio grows.
 *
 * Ratios grow at different speeds, so no fixed order serves. The waiting tasks lie in a tree by length; among
 * tasks of one length the longest waiting is the best, and the search walks from the shortest length on, stopping where
 * even the longest wait of all could not win any more. */
#include "sched/burst.h"
#include "sched/ordered.h"
#include "kernel/kernel.h"

struct hrrn {
    struct ordered by_length;
    struct fifo by_arrival; /* the head has waited longest */
};

__extension__ typedef __int128 wide;

/* waited/length of a above that of b, exactly. */
static bool ratio_above(sim_ns waited_a, sim_ns length_a, sim_ns waited_b, sim_ns length_b)
{
    return (wide)waited_a * length_b > (wide)waited_b * length_a;
}

static sim_ns length_of(const struct task *t) { return ns_max(1, burst_length(t)); }
static sim_ns waited(const struct rq *rq, const struct task *t) { return kernel_now(rq->kernel) - t->ready_since_ns; }

static void hrrn_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    struct hrrn *h = rq->priv;
    ordered_enqueue(rq, t, length_of(t), why);
    fifo_push_tail(&h->by_arrival, t);
}

static void hrrn_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    struct hrrn *h = rq->priv;
    ordered_dequeue(rq, t, why);
    fifo_remove(&h->by_arrival, t);
}

static bool better(const struct rq *rq, const struct task *a, const struct task *b)
{
    sim_ns wa = waited(rq, a), wb = waited(rq, b);
    if (ratio_above(wa, length_of(a), wb, length_of(b)))
        return true;
    return !ratio_above(wb, length_of(b), wa, length_of(a)) && a->order_seq < b->order_seq;
}

static struct task *hrrn_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct hrrn *h = rq->priv;
    struct task *best = NULL;
    if (!h->by_arrival.head)
        return NULL;
    sim_ns longest = waited(rq, h->by_arrival.head);
    for (struct task *t = tree_first(&h->by_length.tree); t; t = tree_next(t)) {
        if (best && ratio_above(waited(rq, best), length_of(best), longest, length_of(t)))
            break; /* from here on all are longer, and none has waited more */
        if (task_allowed(t, cpu) && (!best || better(rq, t, best)))
            best = t;
    }
    note->rule = "highest response ratio (waited + length) / length";
    note->key = "response ratio (thousandths)";
    if (best)
        hrrn_dequeue(rq, best, DEQ_picked);
    return best;
}

static int64_t hrrn_key(struct rq *rq, struct task *t)
{
    return (int64_t)((((wide)waited(rq, t) + length_of(t)) * 2000 + length_of(t)) / (2 * length_of(t))); /* rounded */
}

extern const struct policy policy_hrrn;
const struct policy policy_hrrn = {
    .name = "hrrn",
    .models = "Stallings 9.2 HRRN",
    .summary = "highest response ratio next: short jobs first, but waiting counts",
    .rq_size = sizeof(struct hrrn),
    .shared_queue = true,
    .work_conserving = true,
    .init = ordered_init,
    .enqueue = hrrn_enqueue,
    .pick = hrrn_pick,
    .dequeue = hrrn_dequeue,
    .charge = burst_charge,
    .blocks = burst_blocks,
    .key = hrrn_key,
    .next = ordered_next,
};
