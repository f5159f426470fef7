/* A profile: what things cost on one machine with one Python, as data (sim/profiles, or a user's YAML file).
 *
 *     about: ...                 one line for `gilscope list profiles`
 *     based_on: default          start from another profile (one level)
 *     scale: 93/35               multiply its costs
 *     machine: {cores: ...}      the keys of a scenario's machine
 *     poll_ms: true              epoll's time-outs are rounded up to whole milliseconds, as on Linux
 *     costs: {binary: 15.6ns}    the rows of python/cost.def, as durations
 *     versions: {3.13t: {binary: 26ns}}   costs that differ for one Python version */
#ifndef GILSCOPE_SCENARIO_PROFILE_H
#define GILSCOPE_SCENARIO_PROFILE_H

#include "kernel/machine.h"
#include "python/process.h"
#include "scenario/keys.h"

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

/* Rows of a machine map; the paths begin with "machine." in scenarios and profiles. */
/* clang-format off: one row a line */
#define MACHINE_KEYS(T, field)                                                                               \
    {"machine.cores", KEY_int, NULL, 1, CPUS_MAX, NULL, offsetof(T, field cores), "physical cores"},         \
        {"machine.smt", KEY_int, NULL, 1, 8, NULL, offsetof(T, field smt), "hardware threads a core"},       \
        {"machine.smt_speed",                                                                                \
         KEY_ppm,                                                                                            \
         NULL,                                                                                               \
         1000,                                                                                               \
         1000000,                                                                                            \
         NULL,                                                                                               \
         offsetof(T, field smt_ppm),                                                                         \
         "speed of a hardware thread whose sibling is busy"},                                                \
        {"machine.clock_loss",                                                                               \
         KEY_ppm,                                                                                            \
         NULL,                                                                                               \
         0,                                                                                                  \
         900000,                                                                                             \
         NULL,                                                                                               \
         offsetof(T, field clock_loss_ppm),                                                                  \
         "speed lost for each further active core"},                                                         \
        {"machine.switch",          KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field switch_ns),               \
         "cost of a context switch"},                                                                        \
        {"machine.migrate",                                                                                  \
         KEY_ns,                                                                                             \
         NULL,                                                                                               \
         0,                                                                                                  \
         NS_S,                                                                                               \
         NULL,                                                                                               \
         offsetof(T, field migrate_ns),                                                                      \
         "cost of a cold cache on another core"},                                                            \
        {"machine.wake_idle",                                                                                \
         KEY_ns,                                                                                             \
         NULL,                                                                                               \
         0,                                                                                                  \
         NS_S,                                                                                               \
         NULL,                                                                                               \
         offsetof(T, field wake_idle_ns),                                                                    \
         "a wake-up that reaches an idle CPU"},                                                              \
        {"machine.deep_after",                                                                               \
         KEY_ns,                                                                                             \
         NULL,                                                                                               \
         0,                                                                                                  \
         NS_S,                                                                                               \
         NULL,                                                                                               \
         offsetof(T, field deep_after_ns),                                                                   \
         "idle for so long, a CPU sleeps deeply"},                                                           \
        {"machine.wake_deep",                                                                                \
         KEY_ns,                                                                                             \
         NULL,                                                                                               \
         0,                                                                                                  \
         NS_S,                                                                                               \
         NULL,                                                                                               \
         offsetof(T, field wake_deep_ns),                                                                    \
         "what a wake-up takes longer then"},                                                                \
        {"machine.wake_package",                                                                             \
         KEY_ns,                                                                                             \
         NULL,                                                                                               \
         0,                                                                                                  \
         NS_S,                                                                                               \
         NULL,                                                                                               \
         offsetof(T, field wake_package_ns),                                                                 \
         "and longer yet when all CPUs sleep deeply"},                                                       \
        {"machine.wake",                                                                                     \
         KEY_ns,                                                                                             \
         NULL,                                                                                               \
         0,                                                                                                  \
         NS_S,                                                                                               \
         NULL,                                                                                               \
         offsetof(T, field wake_ns),                                                                         \
         "a wake-up queued on a busy CPU"},                                                                  \
        {"machine.tick",                                                                                     \
         KEY_ns,                                                                                             \
         NULL,                                                                                               \
         0,                                                                                                  \
         NS_S,                                                                                               \
         NULL,                                                                                               \
         offsetof(T, field tick_ns),                                                                         \
         "scheduler tick; 0 = tickless"},                                                                    \
        {"machine.rotate",          KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field rotate_ns),               \
         "a task that shares its core changes places with one that does not; 0 = never"},                    \
    {                                                                                                        \
        "machine.timer_slack", KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field timer_slack_ns),               \
            "lateness of every timed wait"                                                                   \
    }
/* clang-format on */

#endif
