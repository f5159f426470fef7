/* Named machines, as data (sim/machines, or a user's YAML file), and the `machine:` key of scenarios and profiles:
 *
 *     machine: desktop                     one by name
 *     machine: {based_on: desktop, smt: 1} one by name, changed
 *     machine: {cores: 2}                  what was there before (a profile's), changed
 *
 * A file holds `about`, one line for `gilscope list machines`, and `machine`, read by the same rules. */
#ifndef GILSCOPE_SCENARIO_MACHINE_H
#define GILSCOPE_SCENARIO_MACHINE_H

#include "kernel/machine.h"
#include "scenario/keys.h"

/* Four cores on which nothing costs anything: what a machine is before a file says otherwise. */
struct machine machine_plain(void);

/* n: the value of a `machine` key, a name or a map. Changes *m; in case of an error the diagnostic is set. */
bool machine_read(struct arena *a, const struct node *n, struct machine *m, struct diag *d);

/* about may be NULL. */
bool machine_load(struct arena *a, const char *name, const struct node *given, struct machine *m, const char **about,
                  struct diag *d);

/* Rows of a machine map; the paths begin with "machine." in scenarios, profiles and machine files. */
/* clang-format off: one row a line */
#define MACHINE_KEYS(T, field)                                                                                              \
    {"machine.based_on",    KEY_any, NULL, 1, 400, NULL, 0, "a name of `gilscope list machines`, or a file"},               \
    {"machine.cores",       KEY_int, NULL, 1, CPUS_MAX, NULL, offsetof(T, field cores), "physical cores"},                  \
    {"machine.smt",         KEY_int, NULL, 1, 8, NULL, offsetof(T, field smt), "hardware threads a core"},                  \
    {"machine.smt_speed",   KEY_ppm, NULL, 1000, 1000000, NULL, offsetof(T, field smt_ppm),                                 \
     "speed of a hardware thread whose sibling is busy"},                                                                   \
    {"machine.clock_loss",  KEY_ppm, NULL, 0, 900000, NULL, offsetof(T, field clock_loss_ppm),                              \
     "speed lost for each further active core"},                                                                            \
    {"machine.switch",      KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field switch_ns), "cost of a context switch"},         \
    {"machine.migrate",     KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field migrate_ns), "cost of a cold cache on another core"}, \
    {"machine.wake_idle",   KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field wake_idle_ns), "a wake-up that reaches an idle CPU"}, \
    {"machine.deep_after",  KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field deep_after_ns), "idle for so long, a CPU sleeps deeply"}, \
    {"machine.wake_deep",   KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field wake_deep_ns), "what a wake-up takes longer then"}, \
    {"machine.wake_package", KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field wake_package_ns),                               \
     "and longer yet when all CPUs sleep deeply"},                                                                          \
    {"machine.wake",        KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field wake_ns), "a wake-up queued on a busy CPU"},     \
    {"machine.tick",        KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field tick_ns), "scheduler tick; 0 = tickless"},       \
    {"machine.rotate",      KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field rotate_ns),                                      \
     "after so long a task that shares its core changes places with one that does not; 0 = never"},                         \
    {"machine.timer_slack", KEY_ns, NULL, 0, NS_S, NULL, offsetof(T, field timer_slack_ns), "lateness of every timed wait"}
/* clang-format on */

#endif
