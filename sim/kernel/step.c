#include "kernel/core.h"

/* The earliest moment at which anything may influence t, which runs on c: events, moments of CPUs, and other
 * running tasks that have yet to compute, plus the lookahead that t claims towards them. */
static sim_ns step_bound(const struct kernel *k, const struct cpu *c, const struct task *t)
{
    sim_ns bound = ns_min(pq_next_time(&k->events), k->period_next_ns);
    bound = ns_min(bound, ns_min(c->resched_ns, ns_min(c->slice_ns, c->tick_ns)));
    for (int w = 0; w < CPU_WORDS; w++)
        for (uint64_t set = k->busy[w]; set; set &= set - 1) {
            const struct cpu *o = &k->cpus[w * 64 + bit_lowest(set)];
            if (o == c)
                continue;
            const struct task *u = o->curr;
            sim_ns ahead = u->group == t->group ? t->ahead_same_ns : t->ahead_other_ns;
            bound = ns_min(bound, ns_min(o->resched_ns, ns_min(o->slice_ns, o->tick_ns)));
            bound = ns_min(bound, ns_add(u->ahead_ns, u->pending || u->fresh ? 0 : ahead));
        }
    return bound;
}

static sim_ns step_budget(const struct kernel *k, const struct cpu *c, const struct task *t)
{
    if (t->ahead_same_ns == NS_NEVER && t->ahead_other_ns == NS_NEVER)
        return NS_NEVER;
    sim_ns wall = step_bound(k, c, t);
    if (wall == NS_NEVER)
        return NS_NEVER;
    wall = ns_max(0, wall - k->now);
    int64_t credit = t->credit_ppm;
    return c->speed_ppm == PPM ? wall : work_of_wall(wall, c->speed_ppm, &credit);
}

/* May c's task go on at once: is there nothing before its next moment? */
static bool step_next(struct kernel *k, const struct cpu *c)
{
    if (cpu_earliest(k) != c || (c->next_rank != k->rank[KEV_step] && c->next_rank != k->rank[KEV_sync]))
        return false;
    if (c->next_ns > k->o.until_ns || k->period_next_ns <= c->next_ns)
        return false;
    if (k->events.count) {
        const struct pq_entry *e = &k->events.heap[0];
        if (e->time < c->next_ns || (e->time == c->next_ns && e->kind < c->next_rank))
            return false;
    }
    return (++k->turns & 63) != 0; /* now and then the main loop looks at its limits */
}

static void task_block(struct kernel *k, struct cpu *c, struct task *t, const struct request *r)
{
    sim_ns until = r->until_ns;
    ASSERT(r->cause > CAUSE_none && r->cause < CAUSE_COUNT);
    if (k->policy->blocks) {
        cpu_charge(k, c);
        k->policy->blocks(c->rq, t, r->kind);
    }
    cpu_leave(k, c, CAUSE_blocked);
    t->state = TASK_BLOCKED;
    kernel_emit(k, t, EV_block, c->id, r->object, r->cause);
    if (r->kind == REQ_BLOCK && r->on) {
        t->waiting_on = r->on;
        t->wait_next = NULL;
        t->wait_prev = r->on->tail;
        if (r->on->tail)
            r->on->tail->wait_next = t;
        else
            r->on->head = t;
        r->on->tail = t;
        r->on->count++;
    }
    if (until != NS_NEVER)
        t->timer = kernel_push(k, ns_add(ns_max(until, k->now), k->machine.timer_slack_ns), KEV_wake, t, ITEM_timeout);
    cpu_resched(k, c, ENQ_wake, CAUSE_blocked);
}

static void task_yield(struct kernel *k, struct cpu *c, struct task *t)
{
    cpu_charge(k, c);
    if (k->policy->blocks)
        k->policy->blocks(c->rq, t, REQ_YIELD);
    cpu_resched(k, c, ENQ_yield, CAUSE_yield);
    if (c->why != ENQ_yield) {
        c->why = ENQ_yield;
        c->cause = CAUSE_yield;
    }
    cpu_put(k, c);
}

/* Keeps an ending task on its CPU to the slice's end, where the policy wants whole slices. */
static bool hold_slice(struct kernel *k, struct cpu *c, struct task *t, const struct request *r)
{
    if (t->held || !k->policy->whole_slice || !k->policy->whole_slice(c->rq) || c->slice_ns == NS_NEVER || c->slice_ns <= k->now)
        return false;
    t->held = t->pending = true;
    t->request = *r;
    int64_t credit = t->credit_ppm;
    cpu_work(k, c, work_of_wall(c->slice_ns - k->now, c->speed_ppm, &credit));
    return true;
}

/* Acts on what the body asked for. False: the step is over. */
static bool step_act(struct kernel *k, struct cpu *c, struct task *t, const struct request *r)
{
    switch (r->kind) {
    case REQ_COMPUTE:
    case REQ_SYNC:
        ASSERT(r->used_ns >= 0);
        t->pending = r->kind == REQ_SYNC;
        cpu_work(k, c, r->used_ns);
        return true;
    case REQ_BLOCK:
    case REQ_SLEEP:
        ASSERT(r->used_ns == 0);
        task_block(k, c, t, r);
        return false;
    case REQ_YIELD:
        ASSERT(r->used_ns == 0);
        task_yield(k, c, t);
        return false;
    case REQ_EXIT:
        ASSERT(r->used_ns == 0);
        if (hold_slice(k, c, t, r))
            return true;
        task_end(k, t, r->status);
        return false;
    }
    UNREACHABLE();
}

void cpu_step(struct kernel *k, struct cpu *c)
{
    struct task *t = c->curr;
    do {
        k->now = c->next_ns;
        cpu_settle(k, c);
        t->pending = false;
        if (t->killed) {
            task_end(k, t, t->status);
            return;
        }
        t->budget_ns = step_budget(k, c, t);
        k->stepping = t;
        struct request r = t->held ? t->request : t->class->step(t, t->budget_ns, true);
        k->stepping = NULL;
        t->fresh = false;
        if (!step_act(k, c, t, &r))
            return;
    } while (!k->stopped && step_next(k, c));
}
