/* The door of the python floor: start a program in a kernel. */
#ifndef GILSCOPE_PYTHON_PROGRAM_H
#define GILSCOPE_PYTHON_PROGRAM_H

#include "python/process.h"

struct program_spec {
    const struct source *source; /* the .py file */
    const char *path;            /* as given: __file__, argv[0] */
    int argc;
    const char *const *argv;     /* the arguments after the file */
};

/* Compiles the program and everything it imports where that can be known, refuses what is not supported (diag), and
 * spawns the main process' main thread. NULL: d is set. Memory comes from `run`; spec must outlive the run. */
struct world *program_start(struct arena *run, struct kernel *k, const struct python_options *o, const struct program_spec *spec, struct diag *d);
/* After kernel_run: frees heaps. exit status: 0, or what sys.exit asked, 1 after an uncaught exception. */
int program_status(const struct world *w);
/* When nothing can happen any more: writes EV_deadlock records; answers with lines for trace->end_text, or NULL. The
 * kernel's `stuck` hook. */
const char *program_stuck(struct kernel *k, void *world);
void program_fini(struct world *w);

/* A fresh interpreter: builtins are made and the main module is about to run on p's main thread, which has no task yet. stage: enum
 * program_stage (thread_end.h). False: a user error, in world->diag. */
bool program_begin(struct process *p, int stage);

/* Versions known to --python. */
#define PYTHON_VERSIONS "3.9 3.11 3.12 3.13 3.14 3.13t 3.14t"
bool python_version_parse(const char *text, int *minor, bool *free_threaded);

#endif
