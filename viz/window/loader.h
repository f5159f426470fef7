/* From a file and options to a run that can be looked at: simulates a scenario, or reads a .gtrace. Used at
 * the start, for pictures, and when the viewer runs again with another machine or another file. */
#ifndef GILSCOPE_WINDOW_LOADER_H
#define GILSCOPE_WINDOW_LOADER_H

#include "paint/view.h"
#include "scenario/options.h"
#include "scenario/run.h"

struct loaded {
    struct run run;
    struct note *notes; /* in the loader's arena */
    size_t note_count;
    bool failed; /* the simulated program failed; the trace is there all the same */
    bool from_file;
    const char *policy; /* in the arena; NULL: not known (a trace) */
    /* What the world was made of, as one would write it, "" where unknown: shown where it can be changed. */
    char cores[12], smt[12], version[12], gil[20], interval[NS_TEXT_MAX], profile[32], seed[24];
    struct arena arena; /* scenario and notes */
};

/* extra: overrides on top of the options', later ones win. False: the reason is in *why (text for people). */
bool loader_open(struct loaded *out, const char *path, const struct options *o, const struct override *extra,
                 size_t extra_count, const struct run_watcher *watcher, struct buf *why);
void loader_close(struct loaded *l);
/* Moves it to memory of its own, since parts of it point at each other. */
struct loaded *loaded_keep(struct loaded *from);

#endif
