/* Changing a task's scheduling class while it lives: sched_setscheduler, as __sched_setscheduler in Linux's kernel/sched/core.c
 * does it: off the queue, changed, on again. What the fair class owes a task it keeps while the task is away, as over a sleep. */
#include "kernel/core.h"

bool kernel_has_class(const struct kernel *k, enum sched_class class) {
    return (k->policy->classes >> class & 1u) != 0;
}

static bool real_time(const struct task *t) {
    return t->attr.class == CLASS_fifo || t->attr.class == CLASS_rr;
}

static void change(struct task *t, enum sched_class class, int priority) {
    t->attr.class = class;
    t->attr.priority = t->inherited_priority = priority;
    t->quantum_ns = 0; /* a new one */
}

/* A running task is on no queue: the policy sees it put back, moved and taken again, all at once. */
static void change_running(struct kernel *k, struct task *t, enum sched_class class, int priority) {
    struct cpu *c = &k->cpus[t->cpu];
    struct rq *rq = c->rq;
    cpu_charge(k, c);
    rq->curr = NULL;
    k->policy->enqueue(rq, t, ENQ_preempted);
    k->policy->dequeue(rq, t, DEQ_migrate);
    bool comes_back = real_time(t);
    change(t, class, priority);
    k->policy->enqueue(rq, t, comes_back ? ENQ_wake : ENQ_migrate);
    k->policy->dequeue(rq, t, DEQ_changed);
    rq->curr = t;
    cpu_slice_arm(k, c);
    cpu_resched(k, c, ENQ_preempted, CAUSE_preempted);
    cpu_refresh(k, c);
}

static void change_queued(struct kernel *k, struct task *t, enum sched_class class, int priority) {
    struct rq *rq = t->rq;
    struct cpu *c = &k->cpus[rq->cpu];
    if (c->curr && !c->put) cpu_charge(k, c);
    rq_dequeue(k, t, DEQ_migrate);
    bool comes_back = real_time(t);
    change(t, class, priority);
    rq_enqueue(k, rq, t, comes_back ? ENQ_wake : ENQ_migrate);
    if (t->state == TASK_READY) preempt_check(k, c, t);
}

void task_set_class(struct kernel *k, struct task *t, enum sched_class class, int priority) {
    static const char *const names[] = {"SCHED_OTHER", "SCHED_BATCH", "SCHED_IDLE",
                                        "SCHED_FIFO",  "SCHED_RR",    "SCHED_DEADLINE"};
    if (t->state == TASK_DEAD || (t->attr.class == class && t->attr.priority == priority)) return;
    ASSERT(kernel_has_class(k, class) && k->policy->dequeue && k->rqs[0].cpu >= 0);
    kernel_emit(k, t, EV_class, t->state == TASK_RUNNING ? t->cpu : -1, trace_text(k->trace, names[class]),
                priority);
    if (t->queued) {
        change_queued(k, t, class, priority);
    } else if (t->state == TASK_RUNNING) {
        change_running(k, t, class, priority);
    } else {
        if (t->delayed) { /* blocked, but still on the fair queue */
            k->policy->dequeue(t->rq, t, DEQ_migrate);
            t->delayed = false;
        }
        change(t, class, priority);
    }
}
