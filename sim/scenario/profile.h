/* A profile: what things cost on one machine with one Python, as data (sim/profiles, or a user's YAML file).
 *
 *     about: ...                 one line for `gilscope list profiles`
 *     based_on: default          start from another profile (one level)
 *     scale: 93/35               multiply its costs
 *     machine: linux             its machine, as a scenario says it: a name or a map (machine.h)
 *     poll_ms: true              epoll's time-outs are rounded up to whole milliseconds, as on Linux
 *     costs: {binary: 15.6ns}    the rows of python/cost.def, as durations
 *     versions: {3.13t: {binary: 26ns}}   costs that differ for one Python version */
#ifndef GILSCOPE_SCENARIO_PROFILE_H
#define GILSCOPE_SCENARIO_PROFILE_H

#include "python/process.h"
#include "scenario/machine.h"

struct profile {
    const char *name;
    const char *about;
    struct machine machine;
    int64_t cost_ps[COST_COUNT];
    bool poll_ms;
};

/* name: an embedded profile, or a path that ends in .yaml, .yml or .json. version: as in --python. given: the node
 * that named it, for messages, or NULL. */
bool profile_load(struct arena *a, const char *name, const char *version, const struct node *given,
                  struct profile *out, struct diag *d);

#endif
