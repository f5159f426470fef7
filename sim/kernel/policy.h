/* The seam of OS scheduling: one algorithm, one file in sim/sched/, one const record.
 *
 * The kernel owns task states, the clock, timers, placement and the trace, so no policy can forget
 * them; a policy orders runnable tasks and says when the running one has had enough. Hook names are
 * moments in a task's life. Only enqueue and pick are mandatory; a NULL hook has the stated meaning.
 *
 * A policy may touch its own rq's private part and the "for policies" fields of tasks, nothing else.
 * All comparisons end in a total order (enqueue_seq or id), so that a run is deterministic.
 *
 * The smallest policy keeps its tasks in rq->fifo (kernel/fifo.h) and names two hooks: enqueue and pick.
 *
 * When things happen at one instant (kernel.h, enum kernel_event): `enqueue` follows the order of those events;
 * the running task that must leave is enqueued at its slice's end or, when it is preempted, just before
 * the pick; `pick` comes when everything else at that instant is done. */
#ifndef GILSCOPE_KERNEL_POLICY_H
#define GILSCOPE_KERNEL_POLICY_H

#include "base/diag.h"
#include "base/rng.h"
#include "kernel/fifo.h"
#include "kernel/task.h"

enum param_kind { PARAM_ns, PARAM_int, PARAM_bool, PARAM_ns_list, PARAM_int_list, PARAM_choice };

struct policy_param {
    const char *name;
    enum param_kind kind;
    const char *fallback; /* as the user would write it */
    int64_t min, max;     /* range of the value or of each item */
    const char *choices;  /* PARAM_choice: "a b c" */
    const char *help;
};

/* A parameter's value: ns, int, bool and choice (index) in items[0]; lists in items[0..count). */
struct param_value {
    const int64_t *items;
    size_t count;
};

enum enqueue_why { ENQ_new, ENQ_wake, ENQ_preempted, ENQ_slice, ENQ_yield, ENQ_migrate, ENQ_changed };
enum dequeue_why { DEQ_picked, DEQ_migrate, DEQ_killed, DEQ_changed };

/* One run queue: per CPU, or one for all CPUs (policy flag shared_queue). */
struct rq {
    struct kernel *kernel;
    const struct policy *policy;
    const struct param_value *params; /* in the order of policy->params */
    int cpu;                          /* -1 for a shared queue */
    int cpus;                         /* CPUs of the machine (tunables scale with it) */
    sim_ns tick_ns;
    size_t queued;                    /* waiting tasks; kept by the kernel */
    struct task *curr;                /* running on this rq's CPU (per-CPU queues), or NULL; kept by the kernel */
    uint64_t seq;                     /* next enqueue_seq; the kernel stamps tasks */
    struct rng *rng;                  /* stream of this policy */
    struct fifo fifo;                 /* for policies with one plain queue */
    void *priv;                       /* policy->rq_size zeroed bytes */
};

/* What pick answers beside the task: the rule, told to students. Static text. */
struct pick_note {
    const struct task *prev; /* who ran here just before, and is on the queue again; or NULL */
    uint32_t cause;        /* why prev leaves, when it is none of the kernel's reasons: enum cause */
    const char *rule;      /* "smallest vruntime", "next in FIFO order", ... */
    const char *key;       /* name of the key shown for candidates, or NULL: no candidates told. "laxity (ns)" is a time,
                              "ratio (thousandths)" a fraction */
};

struct policy {
    const char *name;
    const char *models;  /* which book or source: "OSTEP ch. 7", "Linux 6.12 kernel/sched/fair.c" */
    const char *summary; /* one line */
    const struct policy_param *params; /* ended by a NULL name; may be NULL */
    size_t rq_size;
    bool shared_queue;    /* one queue feeds every CPU (textbook global scheduling) */
    bool work_conserving; /* promises that no CPU idles while its queue holds work */
    unsigned classes;     /* those that tasks may change to while they live: bits of enum sched_class; per-CPU queues only */
    bool ends_first;      /* at one instant ends of bursts and slices come before the periodic moment, arrivals and
                             completions (OSTEP's mlfq.py); false: after them (Stallings, Linux) */

    /* Do the parameters fit each other? False: d tells, and blame holds the indices of the two that do not, the likelier
     * mistake first. Asked when they are read, so that the message can point at one, and before init. NULL: they do. */
    bool (*fits)(const struct param_value *params, size_t blame[2], struct diag *d);
    /* Prepares rq->priv. NULL: nothing to do. */
    bool (*init)(struct rq *rq, struct diag *d);
    /* Mandatory: the task waits for a CPU from now on. now = kernel_now. */
    void (*enqueue)(struct rq *rq, struct task *t, enum enqueue_why why);
    /* Mandatory: takes the next task for `cpu` off the queue, or NULL. Tasks whose affinity forbids cpu are skipped. */
    struct task *(*pick)(struct rq *rq, int cpu, struct pick_note *note);
    /* Takes a given waiting task off (migration, change). NULL: it is in rq->fifo. */
    void (*dequeue)(struct rq *rq, struct task *t, enum dequeue_why why);
    /* curr has run for ran_ns since the last charge (called at ticks, wake-ups, and when it stops). NULL: no accounting. */
    void (*charge)(struct rq *rq, struct task *curr, sim_ns ran_ns);
    /* A task that ends inside its slice keeps the CPU to the slice's end (OSTEP's lottery.py). NULL: no. */
    bool (*whole_slice)(struct rq *rq);
    /* At switch-in (with per-CPU queues also when a task joins, tickless): how long it may still run before slice_end is asked; 0 or NULL: until it blocks. In tick mode the end is noticed at the next tick. */
    sim_ns (*slice)(struct rq *rq, struct task *t);
    /* Its slice ended: true = it must leave the CPU if anybody waits (and is enqueued with ENQ_slice). NULL: true. */
    bool (*slice_end)(struct rq *rq, struct task *curr);
    /* A task was enqueued: should it replace curr now? NULL: never. For shared queues the kernel asks about the
     * worst running task, see `worse`. */
    bool (*preempts)(struct rq *rq, struct task *woken, struct task *curr);
    /* Shared queues with preemption: is running task a a better victim than b? NULL: the longest running. */
    bool (*worse)(struct rq *rq, struct task *a, struct task *b);
    /* Scheduler tick while curr runs (already charged): true = reschedule. NULL: never. */
    bool (*tick)(struct rq *rq, struct task *curr);
    /* curr leaves the CPU because it blocks, exits or yields (already charged). NULL: nothing. */
    void (*blocks)(struct rq *rq, struct task *curr, enum request_kind why);
    /* Its nice value, priority or inherited priority has changed. queued tasks: NULL means that it is dequeued and
     * enqueued again (DEQ_changed, ENQ_changed); running ones (t == rq->curr, charged): NULL means nothing to do. */
    void (*changed)(struct rq *rq, struct task *t, int old_nice);
    /* Is a more urgent than b? For locks: who gets it next, and what an owner inherits. NULL: never. */
    bool (*outranks)(struct rq *rq, const struct task *a, const struct task *b);
    /* Tells the key of a candidate (for `why`): vruntime, level, laxity at now ... NULL: none. */
    int64_t (*key)(struct rq *rq, struct task *t);
    /* What else decided about a candidate (eligibility, budget), right after a pick: the name of a second key, like
     * pick_note.key, and its value. NULL, or answers NULL: nothing. */
    const char *(*detail)(struct rq *rq, struct task *t, int64_t *value);
    /* A policy's own periodic moment (MLFQ's boost, ageing): interval from params, 0 = none; happens before
     * everything else at that instant (see ends_first). All running tasks have been put back on their queues just
     * before (ENQ_preempted), so that it sees every runnable one, but for those whose burst or slice ends at this very
     * instant (it ends first); every CPU picks afterwards, mostly the same task.
     * NULL periodic: the picking alone is wanted (LLF). */
    sim_ns (*period)(struct rq *rq);
    void (*periodic)(struct rq *rq);
    /* Waiting tasks in a stable order, for candidates, balancing and tests: NULL after the last. prev = NULL starts.
     * NULL: rq->fifo. */
    struct task *(*next)(struct rq *rq, struct task *prev);
    /* Admission, asked by the scenario before the run, for each job in order: may it join those before? *load_ppm adds
     * up over them, from 0. False: *why tells what is wrong. NULL: all may. */
    bool (*admits)(const struct param_value *params, int cpus, const struct sched_attr *a, int64_t *load_ppm, const char **why);
};

static inline int64_t param_int(const struct rq *rq, size_t i) { return rq->params[i].items[0]; }

/* For alarms of policies (throttling ends, budgets come back): the CPUs of this queue pick again at this instant. */
void rq_resched(struct rq *rq);
/* The same for t, throttled until now: it may run again. */
void rq_replenished(struct rq *rq, struct task *t);

extern const struct policy *const policies[]; /* sched/table.c, ended by NULL */
const struct policy *policy_find(const char *name);

#endif
