#include <string.h>

#include "kernel/core.h"

/* -- becoming ready -- */

/* A task has joined a queue: does a CPU have to look? Charges the running one first, so that keys are of now. */
void preempt_check(struct kernel *k, struct cpu *c, struct task *t)
{
    if (!c->curr) {
        cpu_resched(k, c, ENQ_wake, CAUSE_preempted);
        return;
    }
    if (c->put || c->resched_ns == k->now || !k->policy->preempts)
        return;
    if (k->policy->preempts(c->rq, t, c->curr))
        cpu_resched(k, c, ENQ_preempted, CAUSE_preempted);
}

/* How long an idle CPU takes to answer: the deeper it sleeps, the longer. */
static sim_ns idle_latency(const struct kernel *k, const struct cpu *c)
{
    const struct machine *m = &k->machine;
    sim_ns latency = m->wake_idle_ns, since = c->idle_since_ns;
    if (k->now - since < m->deep_after_ns)
        return latency;
    latency += m->wake_deep_ns;
    if (m->wake_package_ns == 0)
        return latency;
    for (int w = 0; w < CPU_WORDS; w++)
        if (k->busy[w])
            return latency;
    for (int i = 0; i < k->cpu_count; i++)
        since = ns_max(since, k->cpus[i].idle_since_ns);
    return k->now - since < m->deep_after_ns ? latency : latency + m->wake_package_ns;
}

static struct cpu *idle_for(struct kernel *k, const struct task *t)
{
    if (bit_get(k->idle, t->cpu) && task_allowed(t, t->cpu))
        return &k->cpus[t->cpu];
    for (int w = 0; w < CPU_WORDS; w++)
        for (uint64_t set = k->idle[w]; set; set &= set - 1) {
            int cpu = w * 64 + bit_lowest(set);
            if (task_allowed(t, cpu))
                return &k->cpus[cpu];
        }
    return NULL;
}

/* Shared queue, no CPU idle: the running task that the policy would rather lose. */
static struct cpu *worst_for(struct kernel *k, const struct task *t)
{
    struct cpu *worst = NULL;
    for (int i = 0; i < k->cpu_count; i++) {
        struct cpu *c = &k->cpus[i];
        if (!c->curr || c->put || c->resched_ns == k->now || !task_allowed(t, i))
            continue;
        cpu_charge(k, c);
        bool take = !worst;
        if (worst && k->policy->worse)
            take = k->policy->worse(c->rq, c->curr, worst->curr);
        else if (worst)
            take = c->curr->switched_in_ns < worst->curr->switched_in_ns;
        if (take)
            worst = c;
    }
    return worst;
}

static void claim(struct kernel *k, struct cpu *c)
{
    c->claimed = true;
    cpu_mark(k, c);
    cpu_resched(k, c, ENQ_wake, CAUSE_preempted);
}

void shared_offer(struct kernel *k, struct task *t)
{
    struct cpu *c = idle_for(k, t);
    if (c)
        claim(k, c);
    else if (k->policy->preempts && (c = worst_for(k, t)))
        preempt_check(k, c, t);
}

void shared_check(struct kernel *k, struct task *t)
{
    const struct cpu *c = idle_for(k, t);
    t->latency_ns = c ? idle_latency(k, c) : k->machine.wake_ns;
    shared_offer(k, t);
}

void shared_settle(struct kernel *k)
{
    struct rq *rq = &k->rqs[0];
    if (rq->queued == 0)
        return;
    for (int i = 0; i < k->cpu_count; i++)
        if (k->cpus[i].resched_ns == k->now)
            return;
    for (struct task *t = rq_next(rq, NULL); t; t = rq_next(rq, t)) {
        struct cpu *c = idle_for(k, t);
        if (!c || c->settled_ns == k->now) /* the policy may have refused it just now: once an instant is enough */
            continue;
        c->settled_ns = k->now;
        claim(k, c);
        return;
    }
}

void task_ready(struct kernel *k, struct task *t, enum enqueue_why why, uint32_t waker, uint32_t cause)
{
    struct rq *rq = &k->rqs[0];
    struct cpu *c = NULL;
    if (rq->cpu >= 0) {
        c = why == ENQ_new ? place_new(k, t) : place_wake(k, t);
        rq = c->rq;
        t->latency_ns = bit_get(k->idle, c->id) ? idle_latency(k, c) : k->machine.wake_ns;
        if (t->ran && t->cpu != c->id)
            kernel_emit(k, t, EV_migrate, c->id, (uint32_t)t->cpu, c->id);
        if (c->curr && !c->put)
            cpu_charge(k, c);
    }
    t->state = TASK_READY;
    t->ready_since_ns = k->now;
    t->waker = waker;
    t->fresh = true;
    kernel_emit(k, t, EV_ready, c ? c->id : -1, waker, cause);
    rq_enqueue(k, rq, t, why);
    if (c) {
        preempt_check(k, c, t);
        if (c->curr && !c->put && k->machine.tick_ns == 0)
            cpu_slice_arm(k, c);
        balance_arm(k);
        cpu_refresh(k, c);
    } else {
        shared_check(k, t);
    }
}

void task_arrive(struct kernel *k, struct task *t)
{
    kernel_emit(k, t, EV_spawn, t->waker == NO_UNIT ? -1 : t->cpu, t->waker, 0);
    task_ready(k, t, ENQ_new, t->waker, t->waker == NO_UNIT ? CAUSE_arrived : CAUSE_created);
}

/* -- waking -- */

void task_unlink(struct task *t)
{
    struct waitq *q = t->waiting_on;
    if (!q)
        return;
    if (t->wait_prev)
        t->wait_prev->wait_next = t->wait_next;
    else
        q->head = t->wait_next;
    if (t->wait_next)
        t->wait_next->wait_prev = t->wait_prev;
    else
        q->tail = t->wait_prev;
    t->wait_prev = t->wait_next = NULL;
    t->waiting_on = NULL;
    q->count--;
}

static void wake(struct kernel *k, struct task *t, enum wake how, uint32_t waker, uint32_t cause)
{
    ASSERT(t->state == TASK_BLOCKED);
    task_unlink(t);
    if (t->timer != PQ_NONE) {
        pq_cancel(&k->events, t->timer);
        t->timer = PQ_NONE;
    }
    t->woken = how;
    task_ready(k, t, ENQ_wake, waker, cause);
}

size_t waitq_wake(struct kernel *k, struct waitq *q, size_t n, struct task *by)
{
    size_t woken = 0;
    for (; woken < n && q->head; woken++)
        wake(k, q->head, WAKE_signal, by ? by->unit : NO_UNIT, by ? CAUSE_signalled : CAUSE_io_done);
    return woken;
}

void task_wake(struct kernel *k, struct task *t, struct task *by)
{
    if (t && t->state == TASK_BLOCKED)
        wake(k, t, WAKE_signal, by ? by->unit : NO_UNIT, by ? CAUSE_signalled : CAUSE_io_done);
}

void task_wake_cause(struct kernel *k, struct task *t, uint32_t cause)
{
    if (t->state == TASK_BLOCKED)
        wake(k, t, WAKE_signal, NO_UNIT, cause);
}

void task_timeout(struct kernel *k, struct task *t) { wake(k, t, WAKE_timeout, NO_UNIT, CAUSE_timeout); }

void task_kill(struct kernel *k, struct task *t, int status, struct task *by)
{
    if (t->state == TASK_DEAD || t->killed)
        return;
    t->killed = true;
    t->status = status;
    if (t->state == TASK_BLOCKED)
        wake(k, t, WAKE_killed, by ? by->unit : NO_UNIT, CAUSE_killed);
}

void task_end(struct kernel *k, struct task *t, int status)
{
    struct cpu *c = &k->cpus[t->cpu];
    ASSERT(c->curr == t && !t->queued);
    cpu_charge(k, c);
    if (k->policy->blocks)
        k->policy->blocks(c->rq, t, REQ_EXIT);
    cpu_leave(k, c, t->killed ? CAUSE_killed : CAUSE_exited);
    t->state = TASK_DEAD;
    t->status = status;
    kernel_emit(k, t, EV_exit, c->id, (uint32_t)status, 0);
    k->tasks[t->id - 1] = NULL;
    k->live--;
    if (c->last == t)
        c->last = NULL;
    cpu_resched(k, c, ENQ_wake, CAUSE_exited);
    if (t->class->ended)
        t->class->ended(t);
}

/* -- changes -- */

static void changed(struct kernel *k, struct task *t, int old_nice)
{
    struct rq *rq = t->rq;
    if (t->queued && k->policy->changed) {
        k->policy->changed(rq, t, old_nice);
    } else if (t->queued) {
        rq_dequeue(k, t, DEQ_changed);
        rq_enqueue(k, rq, t, ENQ_changed);
    } else if (k->policy->changed) {
        k->policy->changed(rq, t, old_nice);
    }
}

static void task_requeue(struct kernel *k, struct task *t, int old_nice)
{
    if (t->state == TASK_NEW || t->state == TASK_BLOCKED) {
        if (t->delayed && k->policy->changed)
            k->policy->changed(t->rq, t, old_nice);
        return;
    }
    struct cpu *c = &k->cpus[t->cpu];
    if (t->state == TASK_RUNNING && !t->queued) {
        cpu_charge(k, c);
        if (k->policy->changed)
            k->policy->changed(c->rq, t, old_nice);
        cpu_slice_arm(k, c);
        if (c->rq->queued && k->policy->preempts)
            cpu_resched(k, c, ENQ_preempted, CAUSE_preempted);
        cpu_refresh(k, c);
        return;
    }
    changed(k, t, old_nice);
    if (t->rq->cpu >= 0) {
        c = &k->cpus[t->rq->cpu];
        if (c->curr && !c->put)
            cpu_charge(k, c);
        preempt_check(k, c, t);
    } else if (t->state == TASK_READY) {
        shared_check(k, t);
    }
}

void task_changed(struct kernel *k, struct task *t) { task_requeue(k, t, t->attr.nice); }

void task_set_nice(struct kernel *k, struct task *t, int nice)
{
    int old = t->attr.nice;
    nice = nice < -20 ? -20 : nice > 19 ? 19 : nice;
    if (t->state == TASK_DEAD || nice == old)
        return;
    struct cpu *c = t->state == TASK_RUNNING ? &k->cpus[t->cpu] : t->rq && t->rq->cpu >= 0 ? &k->cpus[t->rq->cpu] : NULL;
    kernel_emit(k, t, EV_nice, t->state == TASK_RUNNING ? t->cpu : -1, (uint32_t)old, nice);
    if (c && c->curr && !c->put)
        cpu_charge(k, c); /* at the old weight; and who runs where it waits, as the new weight takes effect at this moment */
    t->attr.nice = nice;
    t->weight = nice_weight(nice);
    task_requeue(k, t, old);
}

void task_set_affinity(struct kernel *k, struct task *t, const uint64_t mask[CPUS_MAX / 64])
{
    memcpy(t->attr.affinity, mask, sizeof t->attr.affinity);
    t->pinned = false;
    bool any = false;
    for (int i = 0; i < CPUS_MAX / 64; i++)
        t->pinned |= mask[i] != 0;
    for (int i = 0; i < k->cpu_count; i++)
        any |= task_allowed(t, i);
    ASSERT(any);
    k->pinned |= t->pinned;
    if (t->state == TASK_READY && t->rq->cpu < 0) {
        shared_offer(k, t);
    } else if (t->state == TASK_READY && t->rq->cpu >= 0 && !task_allowed(t, t->rq->cpu)) {
        rq_dequeue(k, t, DEQ_migrate);
        place_move(k, t, place_new(k, t));
    } else if (t->state == TASK_RUNNING && !task_allowed(t, t->cpu)) {
        cpu_resched(k, &k->cpus[t->cpu], ENQ_preempted, CAUSE_preempted); /* cpu_pick sends it away */
    }
}

bool kernel_outranks(const struct kernel *k, const struct task *a, const struct task *b)
{
    return k->policy->outranks && k->policy->outranks(&k->rqs[0], a, b);
}

/* -- for bodies -- */

void task_trace(struct task *t, enum event e, uint32_t a, int64_t b)
{
    kernel_emit(t->kernel, t, e, t->state == TASK_RUNNING ? t->cpu : -1, a, b);
}

static struct alarm *alarm_new(struct kernel *k, kernel_fn *fn, void *arg)
{
    struct alarm *a = k->free_alarms;
    if (a)
        k->free_alarms = a->next_free;
    else
        a = ARENA_NEW(k->arena, struct alarm);
    *a = (struct alarm){.fn = fn, .arg = arg};
    return a;
}

void kernel_at(struct kernel *k, sim_ns at_ns, kernel_fn *fn, void *arg)
{
    kernel_push(k, at_ns, KEV_wake, alarm_new(k, fn, arg), ITEM_alarm);
}

void kernel_at_release(struct kernel *k, sim_ns at_ns, const struct task *t, kernel_fn *fn, void *arg)
{
    ASSERT(at_ns >= k->now);
    if (k->stepping)
        k->stepping->budget_ns = ns_min(k->stepping->budget_ns, at_ns - k->now);
    pq_push_at(&k->events, at_ns, k->rank[KEV_release], t->id, alarm_new(k, fn, arg), ITEM_alarm);
}

void kernel_watch(struct kernel *k, sim_ns at_ns, kernel_fn *fn, void *arg)
{
    ASSERT(at_ns >= k->now); /* nobody is influenced: no budget shrinks */
    k->watches++;
    pq_push(&k->events, at_ns, k->rank[KEV_watch], alarm_new(k, fn, arg), ITEM_watch);
}
