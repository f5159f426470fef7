/* A scenario: what to run on what. A .yaml or .json file, or a bare .py file in the default world (4 cores, eevdf,
 * 4 ms tick, Python 3.11, profile `default`, seed 1). Options override the scenario, the scenario its profile. */
#ifndef GILSCOPE_SCENARIO_SCENARIO_H
#define GILSCOPE_SCENARIO_SCENARIO_H

#include "kernel/job.h"
#include "python/program.h"
#include "scenario/keys.h"
#include "scenario/params.h"
#include "scenario/profile.h"

/* An option of the command line or of the viewer's panel: the path of a key and its new value as text. */
struct override {
    const char *key; /* "machine.cores", "scheduler", ... */
    const char *value;
    const char *shown; /* how messages call it: "--cores" */
};

struct scenario_note { /* a caption of a lecture */
    sim_ns at_ns;
    const char *say;
    const char *const *focus; /* names of lanes */
    size_t focus_count;
    sim_ns zoom_ns; /* width of the picture, 0 = as it is */
};

struct scenario {
    const char *path; /* as given */
    const char *title, *about;
    struct machine machine;
    struct policy_choice scheduler;
    const char *profile;
    uint64_t seed;
    sim_ns until_ns;    /* NS_NEVER: to the end */
    int64_t events_max; /* most trace records, 0 = no limit */
    bool explain;

    /* the program; source.text is NULL when there is none */
    struct source program;
    int argc;
    const char *const *argv;
    const char *version; /* "3.11", "3.13t" */
    struct python_options python;

    struct jobs_spec jobs;
    struct scenario_note *notes;
    size_t note_count;
};

extern const struct key scenario_keys[];

/* Reads path; the arena owns everything and must outlive runs. argv: what follows `--`, sys.argv[1:]; NULL: the scenario's own. */
bool scenario_load(struct arena *a, const char *path, const struct override *overrides, size_t override_count,
                   int argc, const char *const *argv, struct scenario *out, struct diag *d);
/* The same from a YAML text in memory; src must live as long as the arena. */
bool scenario_from_source(struct arena *a, const struct source *src, const struct override *overrides,
                          size_t override_count, int argc, const char *const *argv, struct scenario *out,
                          struct diag *d);

#endif
