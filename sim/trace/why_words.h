/* Private to why.c and why_words.c: what the answers are made of. Indices of records are plus one: 0 = none. A decision is a
 * run, or a keep (picked again, so that it never left), with its candidates just before it. */
#ifndef GILSCOPE_TRACE_WHY_WORDS_H
#define GILSCOPE_TRACE_WHY_WORDS_H

#include "trace/why.h"

/* What a unit did last. */
struct why_unit {
    size_t spawn, ready, run, stop, block, exit; /* what the task did last */
    size_t state;                                /* the one of these that says what it does now */
    size_t coroutine;                            /* step, step_end, coro_wait, coro_wake */
    size_t taken;                                /* a lock or GIL: the record that took it; 0 = free */
    size_t level;                                /* where a multi-level queue last moved it */
};

struct why_cpu {
    size_t run, stop; /* run: what runs now, else 0 */
    size_t keep;      /* when it was last picked again since, or 0 */
    size_t left;      /* the stop before that */
};

static inline const struct record *why_record(const struct why *w, size_t i) {
    return trace_at(w->ts->trace, i - 1);
}

void say_unit(const struct why *w, uint32_t unit, struct buf *out);
void say_time(sim_ns t, struct buf *out);
void say_since(const struct why *w, sim_ns since, struct buf *out); /* " since 3 ms (for 2 ms)" */
void say_place(const struct why *w, uint32_t where, struct buf *out);
/* How it became ready: "woken by B", "arrived". */
void say_waker(const struct why *w, size_t ready, struct buf *out);

const char *why_rule(const struct why *w, size_t decision);
/* Was something told about this unit when this was decided? */
bool why_candidate(const struct why *w, size_t decision, uint32_t unit);
/* ... and what: "virtual deadline = 5 ms, lag = 200 us", each with `before` in front. */
void say_keys(const struct why *w, size_t decision, uint32_t unit, const char *before, struct buf *out);
void say_pick(const struct why *w, size_t run, struct buf *out);
void say_keep(const struct why *w, size_t keep, struct buf *out); /* nothing for 0 */

/* A way to be blocked that needs no "blocked on": "asleep"; or NULL. */
const char *why_state(int64_t cause);
/* Why it left its CPU, and for whom: "preempted by B (priority = 1; A: priority = 2)". */
void say_stop(const struct why *w, size_t stop, struct buf *out);

#endif
