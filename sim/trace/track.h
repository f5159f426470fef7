/* Lanes: the trace as rows of back-to-back segments, ready to be drawn, exported or summed.
 *
 * Built once from a finished trace in one pass. Every exporter, the report, the text timeline and the
 * viewer read lanes, so they cannot disagree. Lane order: CPUs by number; then each process in order of
 * birth: its threads, its GIL, its event loops with their coroutines, its locks and queues; then jobs. */
#ifndef GILSCOPE_TRACE_TRACK_H
#define GILSCOPE_TRACE_TRACK_H

#include "trace/trace.h"

enum lane_kind { LANE_CPU, LANE_TASK, LANE_GIL, LANE_LOOP, LANE_COROUTINE, LANE_LOCK, LANE_QUEUE };

/* What a segment says, by lane:
 *   CPU        running (unit = the task) or switching (cost before a task runs); gaps are idle
 *   TASK       running_gil, running, gil_wait, ready, blocked (reason = cause, unit = object)
 *   GIL        held (unit = the holder), requested (held, and a drop request is pending)
 *   LOOP       polling, iterating; step (unit = the coroutine driven)
 *   COROUTINE  running, waiting, scheduled (in the ready queue)
 *   LOCK       held (unit = the holder) */
enum seg_state { SEG_running_gil, SEG_running, SEG_gil_wait, SEG_ready, SEG_blocked, SEG_switching, SEG_held, SEG_requested, SEG_polling, SEG_iterating, SEG_step, SEG_waiting, SEG_scheduled, SEG_STATE_COUNT };

struct segment {
    sim_ns start_ns, end_ns; /* end > start */
    uint32_t unit;           /* see above; NO_UNIT if none */
    uint32_t where;          /* source position at its start */
    uint16_t state;          /* enum seg_state */
    uint16_t cause;          /* enum cause */
    uint32_t first_record;   /* the record that opened it */
};

struct lane {
    enum lane_kind kind;
    uint32_t unit; /* or the CPU number for LANE_CPU */
    uint32_t parent; /* index of the enclosing lane (process' main thread, loop), or UINT32_MAX */
    struct segment *segs;
    size_t count, cap;
};

struct tracks {
    const struct trace *trace;
    struct lane *lanes;
    size_t count, cap;
};

void tracks_build(struct tracks *ts, const struct trace *t);
void tracks_fini(struct tracks *ts);
const char *seg_state_name(enum seg_state s);
const char *lane_kind_name(enum lane_kind k);
/* "CPU 0", "main", "GIL of main.py", ... : into buf, returns it. */
const char *lane_name(const struct tracks *ts, const struct lane *l, struct buf *scratch);
/* The segment that covers t, or the last one that ended before it (then *covers is false), or NULL. */
const struct segment *lane_at(const struct lane *l, sim_ns t, bool *covers);

#endif
