/* The simulated machine: what a scenario's `machine:` key and a profile's `machine:` part describe.
 * All costs are virtual nanoseconds; all speeds are millionths (ppm) of a core at full clock, so that
 * wall time and work convert with integers only. The profile `ideal` has every cost 0. */
#ifndef GILSCOPE_KERNEL_MACHINE_H
#define GILSCOPE_KERNEL_MACHINE_H

#include <stdint.h>

#include "base/ns.h"

#define CPUS_MAX 256

struct machine {
    int cores;            /* physical cores, 1.. */
    int smt;              /* hardware threads a core; CPUs = cores * smt; siblings are c and c + cores */
    int64_t smt_ppm;      /* speed of each sibling when both are busy (1000000: no loss) */
    int64_t clock_loss_ppm; /* speed lost per additional active core (clock drop), 0 = none */
    sim_ns switch_ns;     /* context switch to another task */
    sim_ns migrate_ns;    /* cold cache: extra cost of the first run on another core */
    sim_ns wake_idle_ns;  /* a wake-up reaching an idle CPU: IPI and leaving the idle state */
    /* Idle states (drivers/cpuidle): a CPU that has idled for deep_after_ns lies in a deeper one, which takes wake_deep_ns more to leave; if
     * all of them have, so does the package, wake_package_ns more. Simplified: no ladder of states, no prediction. */
    sim_ns deep_after_ns, wake_deep_ns, wake_package_ns;
    sim_ns wake_ns;       /* a wake-up queued on a busy CPU */
    sim_ns tick_ns;       /* scheduler tick (HZ=250: 4 ms); 0 = tickless, slices end exactly */
    sim_ns rotate_ns;     /* a task that shares its core changes places with one that does not (balance.c); 0 = never */
    sim_ns timer_slack_ns; /* added to every timed wait that times out (Linux: 50 us) */
};

static inline int machine_cpus(const struct machine *m) { return m->cores * m->smt; }

#endif
