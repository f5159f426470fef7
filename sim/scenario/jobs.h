/* The jobs of a scenario: from the keys `jobs`, `devices`, `locks` and `random` to what the kernel runs. */
#ifndef GILSCOPE_SCENARIO_JOBS_H
#define GILSCOPE_SCENARIO_JOBS_H

#include "kernel/job.h"
#include "scenario/keys.h"

#define JOBS_MAX 100000

struct jobs_context {
    struct arena *arena;
    const struct key *keys;
    int cpus;           /* of the machine: affinities must fit */
    sim_ns division_ps; /* picoseconds a trial division: `prime: N` */
    uint64_t seed;
};

bool jobs_read(const struct jobs_context *c, const struct node *root, struct jobs_spec *out, struct diag *d);

/* Where the rows of one job's keys are stored. */
struct job_keys {
    const char *name;
    sim_ns arrive_ns, cpu_ns;
    int64_t prime, repeat;
    int nice, priority, class;
    int64_t tickets;
    sim_ns slice_ns, runtime_ns, period_ns, deadline_ns;
};
struct job_io_keys {
    sim_ns every_ns, for_ns;
};
struct device_keys {
    const char *name;
    int servers;
};
struct lock_keys {
    const char *name;
    bool inheritance;
};
struct random_keys {
    int jobs;
    uint64_t seed;
    int64_t repeat;
    const char *arrive, *cpu, *io_every, *io_for, *runtime, *period, *deadline;
};

#endif
