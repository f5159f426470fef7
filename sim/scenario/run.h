/* Runs a scenario: machine, policy, jobs and program into a kernel; a trace comes out. */
#ifndef GILSCOPE_SCENARIO_RUN_H
#define GILSCOPE_SCENARIO_RUN_H

#include "scenario/scenario.h"
#include "trace/laws.h"

struct run_watcher {
    /* Asked now and then while the run goes on (the trace grows); true stops it (END_cancelled). May be NULL. */
    bool (*progress)(void *arg, const struct trace *t);
    void *arg;
};

struct run_result {
    int status;               /* exit status of the main Python process; 0 for jobs */
    bool failed;              /* the simulated program failed: exception, nonzero exit, deadlock, a limit */
    struct laws_options laws; /* what the trace must obey */
};

/* t must be initialised. False: d is set and nothing useful ran. */
bool scenario_run(const struct scenario *s, struct trace *t, const struct run_watcher *w,
                  struct run_result *out, struct diag *d);

#endif
