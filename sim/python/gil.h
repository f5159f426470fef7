/* The global interpreter lock. Models CPython 3.11 Python/ceval_gil.h (3.12+: ceval_gil.c) in five points:
 *
 *  - It is a flag `locked` guarded by a mutex and a condition, not a mutex held for long.
 *  - A thread that wants it waits on the condition for at most one switch interval at a time.
 *  - If such a wait ends by time-out and nobody switched meanwhile (switch_number unchanged), it sets the drop request.
 *  - The holder looks at the request only where its version looks at the eval breaker; then it drops the GIL, signals one
 *    waiter, and (forced switching) waits until another thread has taken it.
 *  - A free GIL goes to whoever gets there first; a woken waiter may find it taken, and then waits a new full interval.
 *
 * Everything waits on the simulated kernel, so the GIL competes for CPUs like everything else.
 * Kinds: on; off (free-threaded: take and drop return at once); ticks (<= 3.1: every 100 instructions the holder releases and
 * at once re-takes, no forced switching); per-interpreter (3.12: as on, one each sub-interpreter). */
#ifndef GILSCOPE_PYTHON_GIL_H
#define GILSCOPE_PYTHON_GIL_H

#include "kernel/kernel.h"

struct thread;

struct gil {
    bool locked;
    struct thread *holder;      /* while locked */
    struct thread *last_holder;
    uint64_t switch_number;
    bool drop_request;          /* <= 3.12: one word per interpreter; 3.13+: thread->drop_request of the holder */
    struct waitq cond;          /* threads waiting for the GIL */
    struct waitq switch_cond;   /* the dropper waiting to be replaced */
    uint32_t unit;
};

/* Is the eval breaker of this thread set? It cannot change while a step computes, so the interpreter asks once. Ticks: always
 * true beside other threads; then each poll counts a tick (gil_polled). */
bool gil_breaker(const struct thread *th);
/* Must polls be looked at in this step (gil_polled)? When the breaker is set; and where instructions cost nothing, so that a loop
 * without end comes back to the kernel though no time passes. */
bool gil_watch(const struct thread *th);

/* -- for thread.c: the moves of the protocol, in sync only; the state machine around them is thread_step -- */
struct process;
void gil_init(struct process *p);
bool gil_absent(const struct process *p); /* free-threaded: nothing to take */
bool gil_ticks(const struct process *p);
bool gil_try_take(struct thread *th);     /* false: it is locked */
void gil_want(struct thread *th);         /* before each timed wait on cond */
void gil_waited(struct thread *th);       /* after it: sets the request when it was in vain */
bool gil_drop(struct thread *th, bool forced); /* true: forced switching, wait on switch_cond until last_holder is another */
void gil_abandon(struct thread *th);      /* a killed holder's */

#endif
