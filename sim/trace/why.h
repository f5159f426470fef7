/* Why is it so at this moment? Told from the trace alone, in sentences: what runs on a CPU, since when, by which
 * rule it was picked and who else could have been; for a task that does not run, what it waits for and who holds
 * that, along the whole chain of holders. "At T" means: when everything that happened at T is done.
 *
 * Runners-up and their keys are in the trace only when it was made with `explain`. */
#ifndef GILSCOPE_TRACE_WHY_H
#define GILSCOPE_TRACE_WHY_H

#include "trace/track.h"

/* What each unit and each CPU did last up to a moment. */
struct why {
    const struct tracks *ts;
    sim_ns at_ns;
    size_t end;             /* records from here on come after the moment */
    struct why_unit *units; /* by unit id */
    struct why_cpu *cpus;
    size_t cpu_count;
    bool explained; /* there are candidates in the trace */
};

void why_open(struct why *w, const struct tracks *ts, sim_ns at_ns);
void why_close(struct why *w);
void why_cpu(const struct why *w, size_t cpu, struct buf *out);
void why_unit(const struct why *w, uint32_t unit, struct buf *out);

#endif
