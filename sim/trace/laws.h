/* The laws that every trace obeys; checked in every test, every fuzz run and by `gilscope check`.
 *
 *   1 time never goes back                      5 no CPU idles while its queue holds work (policies that promise it)
 *   2 a task is in one place                    6 every block has a cause, every wake a waker
 *   3 a CPU runs one task                       7 charged = run: the time on CPUs adds up
 *   4 at most one holder of a GIL               8 what runs Python under a GIL build holds its GIL */
#ifndef GILSCOPE_TRACE_LAWS_H
#define GILSCOPE_TRACE_LAWS_H

#include "trace/track.h"

struct laws_options {
    bool work_conserving; /* the policy promises law 5 */
    bool shared_queue;    /* one queue feeds all CPUs: law 5 is for the machine */
    bool pinned;          /* affinities: a shared queue may hold work that the idle CPU may not run */
    sim_ns wake_slack_ns; /* how long the machine may take to put a woken task on an idle CPU */
};

/* True when all hold; else the first broken one is told in *why, with virtual time and unit. */
bool laws_hold(const struct trace *t, const struct laws_options *o, struct buf *why);

#endif
