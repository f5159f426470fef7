/* What cfs and eevdf share: weights, the conversion of wall time to virtual time, scaling by CPUs.
 * Models Linux kernel/sched/fair.c (calc_delta_fair, get_update_sysctl_factor). Division is exact and rounds down;
 * Linux multiplies by a rounded inverse. */
#ifndef GILSCOPE_SCHED_FAIR_H
#define GILSCOPE_SCHED_FAIR_H

#include "kernel/policy.h"

#define NICE_0_WEIGHT 1024
#define IDLE_WEIGHT 3
#define FAIR_CLASSES (1u << CLASS_fair | 1u << CLASS_batch | 1u << CLASS_idle)

static inline int64_t fair_weight(const struct task *t)
{
    return t->attr.class == CLASS_idle ? IDLE_WEIGHT : t->weight;
}

/* Virtual time that passes for weight w while ns pass on the wall. */
static inline int64_t fair_virtual(sim_ns ns, int64_t w) { return w == NICE_0_WEIGHT ? ns : ns * NICE_0_WEIGHT / w; }

/* 1 + floor(log2(CPUs)), at most 8 CPUs counting: tunables grow with the machine. */
static inline int64_t fair_scale(int cpus)
{
    int64_t f = 1;
    for (int n = cpus < 8 ? cpus : 8; n >= 2; n /= 2)
        f++;
    return f;
}

#endif
