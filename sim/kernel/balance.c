/* Moving tasks between CPUs from the tick: Linux's kernel/sched/fair.c in small (sched_balance_rq and its active
 * balance), and the rotation that kernels with CPUs of unequal speed add to it.
 *
 * Periodic   a CPU pulls a waiting task from the busiest queue: an idle one every (CPUs) ms, a busy one every 16 times
 *            that, when the other carries 17 % more and the task fits the imbalance, whose bound halves at each failure
 * Active     a running task is pushed from a core with two busy threads to a core that idles altogether, at the fourth try
 * Rotation   all cores are busy and some carry two tasks: a pinned-down pair would run slowly for its whole life while
 *            others have a core for themselves. After machine.rotate the one that has shared its core longest and the
 *            one that has had a core alone longest change places, so that everybody gets the same share of the machine.
 *            The rule and its 16 ms are WALT's (Android's kernel/sched/walt: walt_check_for_rotation, between little
 *            and big CPUs); xnu does the same at the end of a quantum and calls it "stir the pot". Mainline Linux does
 *            not: the default is never. Policies with one shared queue have no use for it.
 *
 * Left out: PELT (load = weights of the runnable tasks), NUMA, cache-hot checks. */
#include "kernel/core.h"

static int64_t load_of(const struct cpu *c)
{
    int64_t load = c->curr && !c->put ? c->curr->weight : 0;
    for (const struct task *t = rq_next(c->rq, NULL); t; t = rq_next(c->rq, (struct task *)t))
        load += t->weight;
    return load;
}

static sim_ns balance_step(const struct kernel *k) { return k->machine.tick_ns > 0 ? k->machine.tick_ns : 4 * NS_MS; }

static sim_ns balance_interval(const struct kernel *k, const struct cpu *c)
{
    sim_ns step = balance_step(k), idle = (sim_ns)k->cpu_count * NS_MS;
    return c->curr ? ns_max(step, 16 * idle - step) : idle; /* Linux takes one jiffy off, lest it beats with the tick */
}

/* Threads of c's core that have or are about to have a task: also within an instant at which several are moved. */
static int core_load(const struct kernel *k, const struct cpu *c)
{
    int load = 0;
    for (int i = c->id % k->machine.cores; i < k->cpu_count; i += k->machine.cores)
        load += k->cpus[i].curr || k->cpus[i].rq->queued;
    return load;
}

/* Can a running task have a better place, now or after a while? Only siblings make places unequal. */
static bool uneven_places(const struct kernel *k)
{
    return k->machine.smt > 1 && k->cores_crowded > 0 &&
           (k->cores_active < k->machine.cores || (k->machine.rotate_ns > 0 && k->cores_crowded < k->cores_active));
}

void balance_arm(struct kernel *k)
{
    if (k->balance_armed || k->cpu_count < 2 || k->rq_count < 2 || (k->queued == 0 && !uneven_places(k)))
        return;
    k->balance_armed = true;
    sim_ns step = balance_step(k);
    kernel_push(k, k->now - k->now % step + step, KEV_balance, NULL, ITEM_balance);
}

/* Busy: pull when the busiest carries over 17 % more and the task fits the imbalance. */
static void balance_queues(struct kernel *k, struct cpu *c)
{
    struct task *t;
    struct cpu *busiest = place_busiest(k, c, &t);
    if (!busiest)
        return;
    if (c->curr || c->rq->queued) {
        int64_t local = load_of(c), most = load_of(busiest);
        if (100 * most <= 117 * local)
            return;
        if (t->weight >> c->balance_failed > (most - local) / 2) {
            c->balance_failed++;
            return;
        }
    }
    c->balance_failed = 0;
    place_take(k, t, c);
}

static bool pushable(const struct cpu *from, const struct cpu *to)
{
    return from->curr && !from->put && task_allowed(from->curr, to->id);
}

static void balance_active(struct kernel *k, struct cpu *c)
{
    if (k->machine.smt == 1 || core_load(k, c) > 0)
        return;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *from = &k->cpus[i];
        if (core_load(k, from) < 2 || !pushable(from, c))
            continue;
        if (++c->balance_failed <= 3)
            return;
        c->balance_failed = 0;
        place_move(k, cpu_evict(k, from, CAUSE_balanced), c);
        cpu_resched(k, from, ENQ_wake, CAUSE_balanced);
        return;
    }
}

/* Of the CPUs whose task shares (or does not share) its core: the one whose task sits there longest, and long enough;
 * nobody may wait behind it. with: its partner must be allowed to come; NULL: any. */
static struct cpu *longest_stay(struct kernel *k, bool shares, const struct cpu *with)
{
    struct cpu *found = NULL;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (!c->curr || c->put || c->rq->queued || (core_load(k, c) > 1) != shares || (with && (!pushable(c, with) || !pushable(with, c))))
            continue;
        if (k->now - c->curr->switched_in_ns >= k->machine.rotate_ns &&
            (!found || c->curr->switched_in_ns < found->curr->switched_in_ns))
            found = c;
    }
    return found;
}

static void rotate(struct kernel *k)
{
    struct cpu *slow, *fast;
    while ((slow = longest_stay(k, true, NULL)) && (fast = longest_stay(k, false, slow))) {
        struct task *a = cpu_evict(k, slow, CAUSE_rotated), *b = cpu_evict(k, fast, CAUSE_rotated);
        place_move(k, a, fast);
        place_move(k, b, slow);
    }
}

void balance_run(struct kernel *k)
{
    k->balance_armed = false;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (c->balanced_ns > k->now)
            continue;
        c->balanced_ns = k->now + balance_interval(k, c);
        if (k->queued > 0)
            balance_queues(k, c);
        balance_active(k, c);
    }
    if (k->machine.rotate_ns > 0 && k->cores_active == k->machine.cores)
        rotate(k);
    balance_arm(k);
}
