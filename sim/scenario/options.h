/* Options as a table that both parses and prints help (git's parse-options). Shared by gilscope and gilscope-view.
 *
 * An option either overrides a key of the scenario (`key`), so that --cores and `machine: {cores: }` are one thing with one
 * range and one message, or is the command's own and is stored in its struct. */
#ifndef GILSCOPE_SCENARIO_OPTIONS_H
#define GILSCOPE_SCENARIO_OPTIONS_H

#include "scenario/scenario.h"

struct option {
    const char *name;  /* without -- */
    char letter;       /* -o, or 0 */
    const char *arg;   /* its argument in help, or NULL: a flag */
    const char *key;   /* of the scenario, or NULL */
    const char *fixed; /* a flag with a key: the value */
    size_t offset;     /* no key: where in the target; const char * with an argument, bool without */
    const char *help;
};

/* The options that describe the world, for every command that runs something. */
/* clang-format off: one row a line */
#define WORLD_OPTIONS                                                                                          \
    {"machine", 0, "NAME|FILE", "machine", NULL, 0, "the hardware (list machines)"},                           \
        {"cores", 0, "N", "machine.cores", NULL, 0, "physical cores"},                                         \
        {"smt", 0, "N", "machine.smt", NULL, 0, "hardware threads a core"},                                    \
        {"policy",                                                                                             \
         0,                                                                                                    \
         "NAME[,param=value...]",                                                                              \
         "scheduler",                                                                                          \
         NULL,                                                                                                 \
         0,                                                                                                    \
         "OS scheduler and its parameters (list policies)"},                                                   \
        {"python", 0, "VERSION", "python.version", NULL, 0, "3.9 3.11 3.12 3.13 3.14 3.13t 3.14t"},            \
        {"gil", 0, "KIND", "python.gil", NULL, 0, "on, off, ticks, per-interpreter"},                          \
        {"switch-interval", 0, "D", "python.switch_interval", NULL, 0, "the GIL's switch interval (5ms)"},     \
        {"profile", 0, "NAME|FILE", "profile", NULL, 0, "what things cost (list profiles)"},                   \
        {"seed", 0, "N", "seed", NULL, 0, "seed of every random stream (1)"},                                  \
        {"until", 0, "D", "limits.until", NULL, 0, "stop at this virtual time"},                               \
        {"explain", 0, NULL, "explain", "true", 0, "record who else could have been picked at each decision"}, \
    {                                                                                                          \
        "no-idioms", 0, NULL, "python.idioms", "false", 0,                                                     \
            "execute trial division instruction by instruction"                                                \
    }
/* clang-format on */

struct options {
    struct override *overrides;
    size_t override_count;
    const char **files; /* arguments that are no options */
    int file_count;
    int argc; /* what follows --; argv is NULL when there was no -- */
    const char *const *argv;
};

/* argv[0..argc): without the names of program and command. */
bool options_parse(struct arena *a, const struct option *table, int argc, char *const *argv, void *target,
                   struct options *out, struct diag *d);
struct buf;
void options_help(const struct option *table, struct buf *out);

#endif
