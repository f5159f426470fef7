/* Highest response ratio next: Stallings 9.2, Silberschatz' exercises. Not preemptive; picks the task with the
 * largest (waited + length) / length, equal ones in order of arrival. Long jobs cannot starve: their ratio grows.
 *
 * Ratios grow at different speeds, so no fixed order serves: the waiting tasks play a kinetic tournament. Each match knows its
 * winner and the time at which a loser below it overtakes (two straight lines cross once), and is played again only then or when
 * one of its two sides changes: O(log n) a change, O(log^2 n) amortised a pick. */
#include "base/arena.h"
#include "kernel/kernel.h"
#include "sched/burst.h"
#include "sched/ordered.h"

struct match {
    struct task *winner; /* NULL: nobody on this side */
    sim_ns until_ns;     /* from then on somebody else may win, here or below */
};

struct hrrn {
    struct ordered by_length; /* for the runners-up */
    struct match *matches;    /* [1] is the final; task id plays from leaf size + id */
    uint32_t size;
};

__extension__ typedef __int128 wide;

/* waited/length of a above that of b, exactly. */
static bool ratio_above(sim_ns waited_a, sim_ns length_a, sim_ns waited_b, sim_ns length_b)
{
    return (wide)waited_a * length_b > (wide)waited_b * length_a;
}

static sim_ns length_of(const struct task *t) { return ns_max(1, burst_length(t)); }
static sim_ns waited(const struct rq *rq, const struct task *t) { return kernel_now(rq->kernel) - t->ready_since_ns; }

static bool better(const struct rq *rq, const struct task *a, const struct task *b)
{
    sim_ns wa = waited(rq, a), wb = waited(rq, b);
    if (ratio_above(wa, length_of(a), wb, length_of(b)))
        return true;
    return !ratio_above(wb, length_of(b), wa, length_of(a)) && a->order_seq < b->order_seq;
}

/* The first time at which `behind` is the better one: (t - its arrival) / its length grows faster only if it is shorter. */
static sim_ns overtakes_ns(const struct task *ahead, const struct task *behind)
{
    sim_ns la = length_of(ahead), lb = length_of(behind);
    if (lb >= la)
        return NS_NEVER;
    wide gap = (wide)behind->ready_since_ns * la - (wide)ahead->ready_since_ns * lb, equal_ns = gap / (la - lb);
    bool at_once = gap % (la - lb) == 0 && behind->order_seq < ahead->order_seq;
    return equal_ns >= NS_NEVER ? NS_NEVER : (sim_ns)equal_ns + !at_once;
}

/* False: the match ended as before. */
static bool play(struct rq *rq, uint32_t i)
{
    struct hrrn *h = rq->priv;
    struct match a = h->matches[2 * i], b = h->matches[2 * i + 1], result = a.winner ? a : b;
    if (a.winner && b.winner) {
        bool b_wins = better(rq, b.winner, a.winner);
        const struct task *ahead = b_wins ? b.winner : a.winner, *behind = b_wins ? a.winner : b.winner;
        result = b_wins ? b : a;
        result.until_ns = ns_min(overtakes_ns(ahead, behind), ns_min(a.until_ns, b.until_ns));
    }
    struct match *m = &h->matches[i];
    bool changed = m->winner != result.winner || m->until_ns != result.until_ns;
    *m = result;
    return changed;
}

static void leaf_set(struct rq *rq, uint32_t id, struct task *t)
{
    struct hrrn *h = rq->priv;
    h->matches[h->size + id] = (struct match){t, NS_NEVER};
    for (uint32_t i = (h->size + id) / 2; i > 0 && play(rq, i); i /= 2)
        ;
}

/* Plays again what time has changed below match i. */
static void catch_up(struct rq *rq, uint32_t i)
{
    const struct hrrn *h = rq->priv;
    if (h->matches[i].until_ns > kernel_now(rq->kernel))
        return;
    catch_up(rq, 2 * i);
    catch_up(rq, 2 * i + 1);
    play(rq, i);
}

static void grow(struct rq *rq, uint32_t id)
{
    struct hrrn *h = rq->priv;
    const struct match *old = h->matches;
    uint32_t old_size = h->size;
    if (id < old_size)
        return;
    for (h->size = old_size ? old_size : 64; h->size <= id;)
        h->size *= 2;
    h->matches = ARENA_ARRAY(kernel_arena(rq->kernel), 2 * h->size, struct match);
    for (uint32_t i = 0; i < 2 * h->size; i++)
        h->matches[i].until_ns = NS_NEVER;
    for (uint32_t i = 0; i < old_size; i++)
        h->matches[h->size + i] = old[old_size + i];
    for (uint32_t i = h->size - 1; i > 0; i--)
        play(rq, i);
}

static void hrrn_enqueue(struct rq *rq, struct task *t, enum enqueue_why why)
{
    ordered_enqueue(rq, t, length_of(t), why);
    grow(rq, t->id);
    leaf_set(rq, t->id, t);
}

static void hrrn_dequeue(struct rq *rq, struct task *t, enum dequeue_why why)
{
    ordered_dequeue(rq, t, why);
    leaf_set(rq, t->id, NULL);
}

/* The final's winner; where affinity keeps it away, the best of those that may come. */
static struct task *best_for(struct rq *rq, int cpu)
{
    const struct hrrn *h = rq->priv;
    if (!h->by_length.tree.root)
        return NULL;
    catch_up(rq, 1);
    struct task *best = h->matches[1].winner;
    if (task_allowed(best, cpu))
        return best;
    best = NULL;
    for (struct task *t = ordered_next(rq, NULL); t; t = ordered_next(rq, t))
        if (task_allowed(t, cpu) && (!best || better(rq, t, best)))
            best = t;
    return best;
}

static struct task *hrrn_pick(struct rq *rq, int cpu, struct pick_note *note)
{
    struct task *best = best_for(rq, cpu);
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
