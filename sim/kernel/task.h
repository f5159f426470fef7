/* A task is what the OS schedules: one thread of one process, or a job. Its behaviour is a body.
 *
 * A body is asked to step: it computes privately for at most about budget_ns of work and returns one
 * request. The kernel alone acts on requests. The contract that makes the simulation exact:
 *
 *  - A step computes AHEAD of the clock: only what no other task can see or influence (its own heap).
 *    The kernel lets the clock and the other CPUs catch up. If the task is preempted meanwhile, the rest
 *    of the computed time is banked and is run off, without stepping, when it gets a CPU again.
 *  - Before it touches what others can see (wake, pipe, trace, spawn, shared locks) a body must be in
 *    sync: it returns REQ_SYNC, and is stepped again when the clock has reached it (synced = true, the
 *    kernel's now is exactly its own time). Synced effects are allowed until it has used any time.
 *  - budget_ns bounds how far it may look ahead; one instruction may overshoot (the overshoot is
 *    reported in used_ns like any other time). A body that cannot be influenced may ignore the budget.
 *  - REQ_BLOCK, REQ_SLEEP, REQ_YIELD and REQ_EXIT are returned in sync only, with used_ns = 0.
 *
 * A body that has woken, started or alarmed somebody in a synced step may have brought an event nearer than
 * its budget told: t->budget_ns then has shrunk, so read it again after a synced effect (or just return
 * REQ_COMPUTE with what was used). The kernel passes synced = true at every step: it steps whoever is
 * furthest behind, so that the clock stands at the task's own time whenever a step begins.
 *
 * Lookahead: `ahead_same_ns` tells how long after another running task of its own group (process) acts
 * the earliest influence on this task can come, `ahead_other_ns` the same for foreign tasks: the GIL's
 * switch interval for a multi-threaded process, NS_NEVER for a job, 0 for free-threaded siblings. A task that
 * has not stepped since it was woken counts as influencing at once, whatever the lookahead. */
#ifndef GILSCOPE_KERNEL_TASK_H
#define GILSCOPE_KERNEL_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ns.h"
#include "base/pq.h"
#include "kernel/machine.h"
#include "trace/trace.h"

struct kernel;
struct task;
struct waitq;
struct rq;

enum request_kind { REQ_COMPUTE, REQ_SYNC, REQ_BLOCK, REQ_SLEEP, REQ_YIELD, REQ_EXIT };

struct request {
    enum request_kind kind;
    sim_ns used_ns;      /* COMPUTE, SYNC: work done since the step began */
    struct waitq *on;    /* BLOCK */
    sim_ns until_ns;     /* BLOCK: absolute time-out or NS_NEVER; SLEEP: absolute wake time */
    uint32_t cause;      /* enum cause, for the trace: why it blocks */
    uint32_t object;     /* unit it blocks on, or NO_UNIT */
    int status;          /* EXIT */
};

struct body_class {
    const char *name;
    struct request (*step)(struct task *t, sim_ns budget_ns, bool synced);
    /* Called once when the task has ended or was killed, in sync. May be NULL. */
    void (*ended)(struct task *t);
    /* Source position for the trace, or 0. May be NULL. */
    uint32_t (*where)(struct task *t);
};

enum task_state { TASK_NEW, TASK_READY, TASK_RUNNING, TASK_BLOCKED, TASK_DEAD };
enum wake { WAKE_signal, WAKE_timeout, WAKE_killed };
enum sched_class { CLASS_fair, CLASS_batch, CLASS_idle, CLASS_fifo, CLASS_rr, CLASS_deadline };

/* What a scenario or the program says about how a task wants to be scheduled. */
struct sched_attr {
    int nice;              /* -20..19 */
    int priority;          /* policy `priority`, and 1..99 for fifo/rr */
    int64_t tickets;       /* lottery, stride; 0 = 100 */
    enum sched_class class;
    sim_ns slice_ns;       /* EEVDF custom slice, 0 = default */
    sim_ns runtime_ns;     /* CLASS_deadline: CBS budget a period */
    sim_ns period_ns;      /* real-time policies; 0 = not periodic */
    sim_ns deadline_ns;    /* relative; 0 = the period */
    uint64_t affinity[CPUS_MAX / 64]; /* all zero = any CPU */
};

/* Laid out by use, for a switch among 100,000 tasks finds none of them in a cache: first what every switch touches. */
struct task {
    /* identity: set at spawn, never changes */
    uint32_t unit;          /* in the trace */
    uint32_t id;            /* 1, 2, ... in order of spawning: the last tie-break everywhere */
    const struct body_class *class;
    void *self;             /* the body's own state */

    /* kernel only */
    enum task_state state;
    int cpu;                /* where it runs, or ran last */
    bool killed;
    bool pending;           /* a request waits at ahead_ns / after the bank */
    bool held;              /* has asked to end, but keeps its CPU to the slice's end (policy->whole_slice) */
    bool told_throttled;    /* what the trace was told last of its `throttled` */
    bool fresh;             /* woken, and has not stepped since */
    bool ran;               /* has had a CPU */
    bool pinned;            /* attr.affinity is not all zero */
    bool queued;
    sim_ns ahead_ns;        /* absolute: computed up to here (running) */
    sim_ns bank_ns;         /* work computed but not yet run off (not running) */
    int64_t credit_ppm;     /* work done beyond whole ns, in millionths (slow CPUs) */
    sim_ns latency_ns;      /* of its wake-up, if it gets a CPU at once */
    sim_ns switched_in_ns, ready_since_ns, exec_start_ns;
    sim_ns total_ns;        /* work done so far */
    struct rq *rq;          /* the queue it is on, or last was on */

    /* for policies (and shown by candidates): one fat record, each field named after its user */
    uint64_t enqueue_seq;   /* order of entering the queue: FIFO among equals */
    uint64_t order_seq;     /* queues ordered by one key (sched/ordered.h), among equals: enqueue_seq, kept over preemptions */
    int64_t order_key;      /* ... and the key: smaller runs first */
    struct task *rq_prev, *rq_next; /* FIFO lists */
    sim_ns burst_left_ns;   /* sjf, srtf, hrrn: of the current burst */
    sim_ns quantum_ns;      /* mlfq, rr, feedback: what is left of the quantum */
    int level;              /* mlfq, feedback */
    int inherited_priority; /* priority inheritance: best waiter's, or own */
    struct sched_attr attr;
    struct task *tree_left, *tree_right, *tree_parent; /* ordered queues */
    int64_t tree_min;       /* smallest vruntime in the subtree */
    int tree_height;
    bool delayed;           /* eevdf: blocked but still on the queue */
    bool throttled;         /* deadline: on the queue, but its budget is used up: the trace calls it blocked */
    int64_t weight;         /* fair classes: of nice */
    int64_t vruntime;       /* cfs, eevdf, stride (pass), lottery unused */
    int64_t vdeadline, vlag, vprot; /* eevdf; vdeadline also deadline: of its server */
    sim_ns level_head_ns;   /* mlfq: when it was put at the head of its level after I/O, else -1 */
    int64_t allotment;      /* mlfq: quanta left at this level */
    sim_ns burst_ns;        /* sjf, srtf, hrrn: length of the current burst; -1 = unknown (then predicted) */
    sim_ns predicted_ns, burst_ran_ns; /* sched/burst.h */
    sim_ns release_ns, abs_deadline_ns, budget_left_ns; /* real-time */

    /* the body's business */
    struct kernel *kernel;
    sim_ns ahead_same_ns, ahead_other_ns;
    sim_ns budget_ns;       /* of this step; shrinks when a synced effect brings an event nearer */
    enum wake woken;        /* how the last block ended */
    uint32_t group;         /* process: tasks of one group share memory */

    /* kernel only: blocking */
    struct request request; /* held: what it will do then */
    struct waitq *waiting_on;
    struct task *wait_prev, *wait_next;
    uint32_t timer;         /* pq handle of its time-out or arrival, or PQ_NONE */
    uint32_t waker;         /* unit that woke it */
    int status;
};

int64_t nice_weight(int nice); /* -20..19; nice 0 = 1024 */

static inline bool task_allowed(const struct task *t, int cpu)
{
    return !t->pinned || (t->attr.affinity[cpu / 64] >> (cpu % 64) & 1u) != 0;
}

#endif
