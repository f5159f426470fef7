/* The kernel of the simulated machine: clock, event queue, CPUs, tasks and the requests of their bodies.
 *
 * One total order of events: (time, kind, sequence), kinds as in enum kernel_event. The main loop always
 * serves whatever is earliest: the next event, or the running task that is furthest behind, which may then
 * step up to its lookahead (task.h). Models: Linux's core scheduler (kernel/sched/core.c: schedule,
 * try_to_wake_up, sched_tick) and futexes; simplified: no interrupts, no priorities among wake-ups. */
#ifndef GILSCOPE_KERNEL_KERNEL_H
#define GILSCOPE_KERNEL_KERNEL_H

#include "base/arena.h"
#include "base/diag.h"
#include "kernel/machine.h"
#include "kernel/policy.h"
#include "kernel/task.h"
#include "trace/trace.h"

/* What happens first at one instant, and why. Policies with `ends_first` have the rows marked * at the top.
 * Among equals: CPU moments by CPU number, releases by task, the others in the order in which they were registered. */
enum kernel_event {
    KEV_period,   /* the policy's own moment (boost, ageing): sees the queues as they were just before */
    KEV_arrive,   /* new tasks: a new arrival enters the queue before the job preempted at that instant (Stallings) */
    KEV_release,  /* periods that begin, in the order in which the tasks were made, whoever ended its last round first */
    KEV_wake,     /* I/O completions, alarms and time-outs, in the order in which they were asked for */
    KEV_sync,     /* * a running task acts: one that ends its burst exactly at its slice's end finishes ... */
    KEV_slice,    /* * ... instead of going to the tail */
    KEV_tick,     /* * accounting sees all of the above */
    KEV_resched,  /* CPUs pick, when everything that is ready at this instant is known */
    KEV_balance,  /* looks at settled queues */
    KEV_step,     /* bodies compute ahead: events at this very instant may still preempt them */
    KEV_watch,    /* looks at what this instant has brought: who ends at its deadline does not miss it */
    KEV_COUNT
};

struct kernel_options {
    const struct machine *machine;
    const struct policy *policy;
    const struct param_value *params; /* as many as the policy has */
    uint64_t seed;
    sim_ns until_ns;         /* NS_NEVER: run to the end */
    bool explain;            /* record candidates at each decision */
    bool (*cancelled)(void *arg); /* asked now and then by kernel_run; may be NULL */
    void *cancel_arg;
    /* Called once when nothing can happen any more though tasks are blocked, before the end is recorded: may emit
     * EV_deadlock for the wait-for cycle and answers with lines for trace->end_text (each begins with its newline), or
     * NULL. May be NULL. */
    const char *(*stuck)(struct kernel *k, void *arg);
    void *stuck_arg; /* more can be added: kernel_on_stuck */
};

/* Memory comes from `run`; the trace is written to t. Returns NULL with a diagnostic when parameters do not fit. */
struct kernel *kernel_init(struct arena *run, const struct kernel_options *o, struct trace *t, struct diag *d);
void kernel_fini(struct kernel *k);

sim_ns kernel_now(const struct kernel *k);
struct trace *kernel_trace(struct kernel *k);
const struct machine *kernel_machine(const struct kernel *k);
struct arena *kernel_arena(struct kernel *k);
bool kernel_pinned(const struct kernel *k); /* some task is, or was, bound to CPUs */

/* A new task, ready at at_ns (>= now; placed like a fork). parent: unit of who started it. */
struct task *kernel_spawn(struct kernel *k, const struct body_class *class, void *self, uint32_t unit, uint32_t group,
                          const struct sched_attr *attr, struct task *parent, sim_ns at_ns);

/* One more to ask when the world is stuck (jobs, each Python process); asked in order, all are told. */
typedef const char *kernel_stuck_fn(struct kernel *k, void *arg);
void kernel_on_stuck(struct kernel *k, kernel_stuck_fn *fn, void *arg);

/* Runs until no task is left, nothing can happen any more (deadlock), the time limit, a limit or cancel.
 * Sets trace->end, end_ns, end_text. Live blocked tasks remain for inspection (kernel_each_task). */
void kernel_run(struct kernel *k);
void kernel_stop(struct kernel *k, enum trace_end end, const char *text); /* from a body, in sync: ends the run now */
/* For a body that computes for long in one step: when the run ends, and whether the user wants it to end (then it is stopped). */
sim_ns kernel_until(const struct kernel *k);
bool kernel_cancelled(struct kernel *k);

/* Every task ever spawned that is not dead, in order of id: prev = NULL starts. */
struct task *kernel_each_task(struct kernel *k, struct task *prev);

/* -- for bodies, in sync only -- */

/* Wait queues: FIFO of blocked tasks. A futex, a semaphore's sleepers, a pipe's readers. Zeroed = empty. */
struct waitq {
    struct task *head, *tail;
    size_t count;
};
/* Wakes the first n waiters; returns how many there were. by: the waking task (NULL: the outside). */
size_t waitq_wake(struct kernel *k, struct waitq *q, size_t n, struct task *by);
/* Wakes this waiting task out of turn (NULL-safe if it does not wait). */
void task_wake(struct kernel *k, struct task *t, struct task *by);
/* The same in the outside's name: CAUSE_io_done, CAUSE_released. */
void task_wake_cause(struct kernel *k, struct task *t, uint32_t cause);
/* Kills: it ends with status when next in sync (a waiting one is woken for that); ended() is called. */
void task_kill(struct kernel *k, struct task *t, int status, struct task *by);
void task_set_nice(struct kernel *k, struct task *t, int nice);
/* Another class (sched_setscheduler): one of those that the policy has, see kernel_has_class. */
void task_set_class(struct kernel *k, struct task *t, enum sched_class class, int priority);
bool kernel_has_class(const struct kernel *k, enum sched_class class);
void task_set_affinity(struct kernel *k, struct task *t, const uint64_t mask[CPUS_MAX / 64]);

/* Emits a record at now for t, with its CPU and source position filled in. */
void task_trace(struct task *t, enum event e, uint32_t a, int64_t b);

/* The policy was told something new about t (inherited priority): its place in the queue is found again. */
void task_changed(struct kernel *k, struct task *t);
/* Is a more urgent than b under this policy? */
bool kernel_outranks(const struct kernel *k, const struct task *a, const struct task *b);

/* Runs fn(arg) at the given time, in the outside's name (I/O devices, alarms). */
typedef void kernel_fn(struct kernel *k, void *arg);
void kernel_at(struct kernel *k, sim_ns at_ns, kernel_fn *fn, void *arg);
/* The same for the release of t; each task waits for one at most. */
void kernel_at_release(struct kernel *k, sim_ns at_ns, const struct task *t, kernel_fn *fn, void *arg);
/* Looks on at the end of that instant: fn may only trace and watch again. A world where nothing else is left is stuck. */
void kernel_watch(struct kernel *k, sim_ns at_ns, kernel_fn *fn, void *arg);

#endif
