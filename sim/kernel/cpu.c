#include "kernel/core.h"

/* -- work and wall time: a CPU at speed s does s millionths of a ns of work in a ns -- */

sim_ns work_of_wall(sim_ns wall_ns, int64_t speed_ppm, int64_t *credit_ppm)
{
    int64_t part = wall_ns % PPM * speed_ppm + *credit_ppm;
    *credit_ppm = part % PPM;
    return wall_ns / PPM * speed_ppm + part / PPM;
}

/* The least wall time in which, with the credit, the work gets done. */
sim_ns wall_of_work(sim_ns work_ns, int64_t speed_ppm, int64_t credit_ppm)
{
    if (work_ns == 0)
        return 0;
    sim_ns whole = work_ns / speed_ppm, part = work_ns % speed_ppm;
    if (whole >= NS_NEVER / PPM - PPM)
        return NS_NEVER;
    sim_ns rest = part * PPM - credit_ppm;
    return whole * PPM + (rest > 0 ? (rest + speed_ppm - 1) / speed_ppm : -(-rest / speed_ppm));
}

/* -- moments -- */

static inline bool moment_before(const struct moment *a, const struct moment *b)
{
    return a->at_ns != b->at_ns ? a->at_ns < b->at_ns : a->order < b->order;
}

/* Up the tree, until a node keeps its winner. */
static void winner_update(struct kernel *k, const struct cpu *c)
{
    struct moment *nodes = k->winners, best = {c->next_ns, (uint64_t)c->next_rank << 32 | (uint32_t)c->id};
    int i = k->leaves + c->id;
    nodes[i] = best;
    for (; i > 1; i /= 2) {
        const struct moment *other = &nodes[i ^ 1], *up = &nodes[i / 2];
        if (moment_before(other, &best))
            best = *other;
        if (up->at_ns == best.at_ns && up->order == best.order)
            break;
        nodes[i / 2] = best;
    }
}

static void consider(sim_ns *next_ns, uint32_t *next_rank, sim_ns at_ns, uint32_t rank)
{
    if (at_ns < *next_ns || (at_ns == *next_ns && rank < *next_rank)) {
        *next_ns = at_ns;
        *next_rank = rank;
    }
}

struct cpu *cpu_earliest(struct kernel *k)
{
    if (k->moved) {
        winner_update(k, k->moved);
        k->moved = NULL;
    }
    return &k->cpus[(uint32_t)k->winners[1].order];
}

void cpu_refresh(struct kernel *k, struct cpu *c)
{
    const struct task *t = c->curr;
    sim_ns next_ns = c->resched_ns;
    uint32_t next_rank = k->rank[KEV_resched];
    if (t && !c->put) {
        consider(&next_ns, &next_rank, t->ahead_ns, t->pending ? k->rank[KEV_sync] : k->rank[KEV_step]);
        consider(&next_ns, &next_rank, c->slice_ns, k->rank[KEV_slice]);
        consider(&next_ns, &next_rank, c->tick_ns, k->rank[KEV_tick]);
    }
    if (k->stepping && k->stepping != t)
        k->stepping->budget_ns = ns_min(k->stepping->budget_ns, next_ns - ns_min(next_ns, k->now));
    if (next_ns == c->next_ns && next_rank == c->next_rank)
        return;
    if (k->moved && k->moved != c)
        winner_update(k, k->moved);
    k->moved = c;
    c->next_ns = next_ns;
    c->next_rank = next_rank;
}

void cpu_mark(struct kernel *k, struct cpu *c)
{
    bool waiting = c->rq->cpu >= 0 && c->rq->queued > 0;
    bool idle = !c->curr && !c->claimed && !waiting;
    if (idle && !bit_get(k->idle, c->id))
        c->idle_since_ns = k->now;
    bit_set(k->idle, c->id, idle);
    bit_set(k->busy, c->id, c->curr != NULL);
}

void cpu_resched(struct kernel *k, struct cpu *c, enum enqueue_why why, uint32_t cause)
{
    if (c->resched_ns == k->now)
        return; /* the first reason stands */
    c->why = why;
    c->cause = cause;
    c->resched_ns = k->now;
    cpu_refresh(k, c);
}

void rq_resched(struct rq *rq)
{
    struct kernel *k = rq->kernel;
    for (int i = 0; i < k->cpu_count; i++)
        if (k->cpus[i].rq == rq)
            cpu_resched(k, &k->cpus[i], ENQ_preempted, CAUSE_preempted);
}

/* -- accounting -- */

void cpu_settle(struct kernel *k, struct cpu *c)
{
    struct task *t = c->curr;
    sim_ns wall = k->now - c->seg_start_ns, done = wall;
    if (wall <= 0)
        return;
    if (c->speed_ppm != PPM || t->credit_ppm)
        done = work_of_wall(wall, c->speed_ppm, &t->credit_ppm);
    done = ns_min(done, c->seg_work_ns);
    c->seg_work_ns -= done;
    c->seg_start_ns = k->now;
    t->total_ns += done;
    if (t->burst_left_ns > 0)
        t->burst_left_ns = ns_max(0, t->burst_left_ns - done);
}

static void ahead_update(struct cpu *c)
{
    struct task *t = c->curr;
    sim_ns wall = c->speed_ppm == PPM && !t->credit_ppm ? c->seg_work_ns : wall_of_work(c->seg_work_ns, c->speed_ppm, t->credit_ppm);
    t->ahead_ns = ns_add(c->seg_start_ns, wall);
}

void cpu_work(struct kernel *k, struct cpu *c, sim_ns work_ns)
{
    c->seg_work_ns = ns_add(c->seg_work_ns, work_ns);
    ahead_update(c);
    cpu_refresh(k, c);
}

void cpu_charge(struct kernel *k, struct cpu *c)
{
    struct task *t = c->curr;
    if (c->put)
        return; /* done when it was put back */
    cpu_settle(k, c);
    sim_ns ran = k->now - t->exec_start_ns;
    if (ran <= 0)
        return;
    t->exec_start_ns = k->now;
    if (k->policy->charge)
        k->policy->charge(c->rq, t, ran);
}

/* -- speeds: SMT siblings share a core, and the clock drops with every active core -- */

static int64_t speed_now(const struct kernel *k, const struct cpu *c)
{
    int threads = k->core_busy[c->id % k->machine.cores];
    int64_t speed = PPM - k->machine.clock_loss_ppm * (k->cores_active > 1 ? k->cores_active - 1 : 0);
    if (threads == 2)
        speed = speed * k->machine.smt_ppm / PPM;
    else if (threads > 2) /* the core does no more than with two */
        speed = speed * (2 * k->machine.smt_ppm) / ((int64_t)threads * PPM);
    return speed > 0 ? speed : 1;
}

static void speeds_update(struct kernel *k)
{
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        int64_t speed = speed_now(k, c);
        if (speed == c->speed_ppm)
            continue;
        if (c->curr) {
            cpu_settle(k, c);
            c->speed_ppm = speed;
            ahead_update(c);
            cpu_refresh(k, c);
        }
        c->speed_ppm = speed;
    }
}

static void active_change(struct kernel *k, struct cpu *c, bool active)
{
    if (c->active == active)
        return;
    c->active = active;
    int *threads = &k->core_busy[c->id % k->machine.cores];
    *threads += active ? 1 : -1;
    if (*threads == (active ? 1 : 0))
        k->cores_active += active ? 1 : -1;
    if (*threads == (active ? 2 : 1))
        k->cores_crowded += active ? 1 : -1;
    if (k->uneven)
        speeds_update(k);
    balance_arm(k);
}

/* -- slices and ticks -- */

static sim_ns tick_after(sim_ns t, sim_ns tick_ns) { return ns_add(t - t % tick_ns, tick_ns); }

void cpu_slice_arm(struct kernel *k, struct cpu *c)
{
    c->slice_ns = NS_NEVER;
    if (!k->policy->slice || !c->curr)
        return;
    sim_ns len = k->policy->slice(c->rq, c->curr), tick = k->machine.tick_ns;
    if (len <= 0)
        return;
    c->slice_ns = ns_add(ns_max(k->now, c->runs_at_ns), len);
    if (tick > 0 && c->slice_ns != NS_NEVER)
        c->slice_ns = tick_after(c->slice_ns - 1, tick);
}

void cpu_tick_arm(struct kernel *k, struct cpu *c)
{
    if (k->machine.tick_ns <= 0 || !k->policy->tick || !c->curr || c->tick_ns != NS_NEVER)
        return;
    c->tick_ns = tick_after(k->now, k->machine.tick_ns);
}

void cpu_slice_end(struct kernel *k, struct cpu *c)
{
    cpu_charge(k, c);
    c->slice_ns = NS_NEVER;
    if (!k->policy->slice_end || k->policy->slice_end(c->rq, c->curr)) {
        cpu_resched(k, c, ENQ_slice, CAUSE_slice);
        c->why = ENQ_slice; /* used up is used up, also where somebody preempts it at this very instant */
        c->cause = CAUSE_slice;
        cpu_put(k, c);
    } else {
        cpu_slice_arm(k, c);
    }
    cpu_refresh(k, c);
}

void cpu_tick(struct kernel *k, struct cpu *c)
{
    c->tick_ns = tick_after(k->now, k->machine.tick_ns);
    cpu_charge(k, c);
    if (k->policy->tick(c->rq, c->curr))
        cpu_resched(k, c, ENQ_slice, CAUSE_slice);
    cpu_refresh(k, c);
}

/* -- switching -- */

void cpu_put(struct kernel *k, struct cpu *c)
{
    if (c->put)
        return;
    cpu_charge(k, c);
    c->put = true;
    if (c->rq->cpu >= 0)
        c->rq->curr = NULL;
    rq_enqueue(k, c->rq, c->curr, c->why);
    cpu_refresh(k, c);
}

/* Without looking at the moments of c: somebody else comes, or the caller does. */
static void leave(struct kernel *k, struct cpu *c, uint32_t cause)
{
    struct task *t = c->curr;
    cpu_charge(k, c);
    t->bank_ns = c->seg_work_ns;
    t->state = TASK_READY;
    t->ready_since_ns = k->now;
    t->latency_ns = 0;
    kernel_emit(k, t, EV_stop, c->id, t->throttled ? CAUSE_blocked : cause, ns_max(0, k->now - c->runs_at_ns));
    if (t->throttled)
        throttle_tell(k, t);
    c->last = t;
    c->curr = NULL;
    c->put = false;
    c->slice_ns = c->tick_ns = NS_NEVER;
    if (c->rq->cpu >= 0)
        c->rq->curr = NULL;
}

void cpu_leave(struct kernel *k, struct cpu *c, uint32_t cause)
{
    leave(k, c, cause);
    cpu_mark(k, c);
    cpu_refresh(k, c);
}

static void tell_candidate(struct kernel *k, struct cpu *c, struct task *t, const char *key)
{
    int64_t value = 0;
    kernel_emit(k, t, EV_candidate, c->id, kernel_rule(k, key), k->policy->key(c->rq, t));
    const char *detail = k->policy->detail ? k->policy->detail(c->rq, t, &value) : NULL;
    if (detail)
        kernel_emit(k, t, EV_candidate, c->id, kernel_rule(k, detail), value);
}

/* The one that was picked, then the runners-up: those that still wait, in the policy's order. */
static void tell_candidates(struct kernel *k, struct cpu *c, struct task *picked, const struct pick_note *note)
{
    if (!k->o.explain || !note->key || !k->policy->key)
        return;
    int told = 0;
    tell_candidate(k, c, picked, note->key);
    for (struct task *t = rq_next(c->rq, NULL); t && told < CANDIDATES_MAX; t = rq_next(c->rq, t)) {
        if (t->throttled)
            continue;
        tell_candidate(k, c, t, note->key);
        told++;
    }
}

static sim_ns switch_cost(const struct kernel *k, const struct cpu *c, const struct task *t)
{
    const struct machine *m = &k->machine;
    sim_ns cost = c->last == t ? 0 : m->switch_ns;
    if (t->ran && t->cpu % m->cores != c->id % m->cores)
        cost += m->migrate_ns;
    return cost + ns_max(0, t->ready_since_ns + t->latency_ns - k->now);
}

static void cpu_enter(struct kernel *k, struct cpu *c, struct task *t, const struct pick_note *note)
{
    sim_ns cost = switch_cost(k, c, t);
    if (c->rq->cpu < 0 && t->ran && t->cpu != c->id)
        kernel_emit(k, t, EV_migrate, c->id, (uint32_t)t->cpu, c->id);
    tell_candidates(k, c, t, note);
    c->curr = t;
    if (c->rq->cpu >= 0)
        c->rq->curr = t;
    t->state = TASK_RUNNING;
    t->cpu = c->id;
    t->ran = true;
    t->switched_in_ns = k->now;
    c->runs_at_ns = c->seg_start_ns = t->exec_start_ns = k->now + cost;
    c->seg_work_ns = t->bank_ns;
    t->bank_ns = 0;
    kernel_emit(k, t, EV_run, c->id, kernel_rule(k, note->rule), cost);
    active_change(k, c, true);
    ahead_update(c);
    cpu_mark(k, c);
    cpu_slice_arm(k, c);
    cpu_tick_arm(k, c);
    cpu_refresh(k, c);
}

/* It was put back and picked again: it never left. */
static void cpu_keep(struct kernel *k, struct cpu *c)
{
    c->put = false;
    c->resched_ns = NS_NEVER;
    if (c->rq->cpu >= 0)
        c->rq->curr = c->curr;
    cpu_slice_arm(k, c);
    cpu_tick_arm(k, c);
    cpu_refresh(k, c);
}

static struct task *pick_from_queue(struct kernel *k, struct cpu *c, struct pick_note *note)
{
    struct task *t;
    while ((t = k->policy->pick(c->rq, c->id, note))) {
        rq_dequeue(k, t, DEQ_picked);
        if (t->state != TASK_RUNNING || t == c->curr)
            return t;
        cpu_keep(k, &k->cpus[t->cpu]); /* shared queue: another CPU has put it back; it may stay there */
    }
    return NULL;
}

/* Takes the running task off CPU and queue, to be moved. */
struct task *cpu_evict(struct kernel *k, struct cpu *c, uint32_t cause)
{
    struct task *t = c->curr;
    c->why = ENQ_preempted;
    cpu_put(k, c);
    rq_dequeue(k, t, DEQ_migrate);
    cpu_leave(k, c, cause);
    return t;
}

/* One queue for all CPUs, but not everybody may use every CPU: who was sent away may be the best elsewhere, and a CPU
 * that counted on somebody may have taken another. */
static void pinned_settle(struct kernel *k, struct task *prev)
{
    if (prev && prev->queued)
        shared_offer(k, prev);
    shared_settle(k);
}

void cpu_pick(struct kernel *k, struct cpu *c)
{
    if (c->curr && !task_allowed(c->curr, c->id)) { /* its affinity was changed while it ran here */
        struct task *t = cpu_evict(k, c, CAUSE_preempted);
        place_move(k, t, c->rq->cpu >= 0 ? place_new(k, t) : NULL);
    }
    struct task *prev = c->curr;
    c->resched_ns = NS_NEVER;
    c->claimed = false;
    if (prev)
        cpu_put(k, c); /* also when nobody waits: the pick may tidy the queue (eevdf's delayed tasks) */
    struct pick_note note = {.rule = "the only one that waits", .prev = prev};
    struct task *next = pick_from_queue(k, c, &note);
    if (!next && c->rq->cpu >= 0 && k->queued > 0)
        next = place_pull(k, c, &note);
    if (prev && next != prev)
        leave(k, c, note.cause ? note.cause : c->cause);
    if (next && next == prev) {
        if (k->o.explain && c->rq->queued > 0) {
            tell_candidates(k, c, next, &note);
            kernel_emit(k, next, EV_keep, c->id, kernel_rule(k, note.rule), 0);
        }
        cpu_keep(k, c);
    } else if (next) {
        cpu_enter(k, c, next, &note);
    } else {
        active_change(k, c, false);
        cpu_mark(k, c);
        cpu_refresh(k, c);
    }
    if (k->pinned && c->rq->cpu < 0)
        pinned_settle(k, prev);
}
