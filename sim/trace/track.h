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
 *   LOCK       held (unit = the holder)
 *   QUEUE      held: it is not empty (unit = who changed it last; segment_fill tells how many items)
 * While a switch cost is paid, the task is still ready and its CPU is switching. A GIL waiter that was woken
 * but has no CPU is ready; blocked on the GIL or on being replaced as its holder is gil_wait. */
enum seg_state {
    SEG_running_gil,
    SEG_running,
    SEG_gil_wait,
    SEG_ready,
    SEG_blocked,
    SEG_switching,
    SEG_held,
    SEG_requested,
    SEG_polling,
    SEG_iterating,
    SEG_step,
    SEG_waiting,
    SEG_scheduled,
    SEG_STATE_COUNT
};

struct segment {
    sim_ns start_ns, end_ns; /* end > start */
    uint32_t unit;           /* see above; NO_UNIT if none */
    uint32_t where;          /* source position at its start */
    uint16_t state;          /* enum seg_state */
    uint16_t cause;          /* enum cause */
    uint32_t first_record;   /* the record that opened it */
};

/* How a lane keeps a segment: 16 bytes. The rest is read off the record that opened it (lane_seg). */
struct seg_cell {
    sim_ns start_ns;
    uint32_t length_ns; /* SEG_LONG: it is in the lane's longs */
    uint32_t bits;      /* record << SEG_STATE_BITS | state */
};

#define CELL_BLOCK ((size_t)4096)
#define SEG_LONG       UINT32_MAX /* 4.29 s or more */
#define SEG_STATE_BITS 4
#define RECORDS_MAX    ((size_t)UINT32_MAX >> SEG_STATE_BITS) /* lanes know no later records */

struct seg_long {
    size_t index;
    sim_ns end_ns;
};

struct lane {
    enum lane_kind kind;
    uint32_t unit;   /* or the CPU number for LANE_CPU */
    uint32_t parent; /* index of the enclosing lane (process' main thread, loop), or UINT32_MAX */
    struct seg_cell **blocks; /* of CELL_BLOCK cells; a first one that is not full may be shorter */
    size_t count, cap, block_count, block_cap; /* cap: cells there is room for */
    struct seg_long *longs; /* by index */
    size_t long_count, long_cap;
};

#define NO_LANE UINT32_MAX

struct tracks {
    const struct trace *trace;
    struct lane *lanes;
    size_t count, cap;
    uint32_t *lane_of_unit; /* by unit id: its lane's index or NO_LANE */
    size_t unit_count;
    size_t process_count;
    sim_ns end_ns;
    struct seg_cell **slabs; /* what lanes' blocks but for their first are cut from */
    size_t slab_count, slab_cap, slab_used; /* used: blocks of the last one */
};

void tracks_build(struct tracks *ts, const struct trace *t);
void tracks_fini(struct tracks *ts);
/* A unit as people call it: "MainThread" in a single process; among several, a main thread bears its
 * process' name and other threads "Process-1/feeder". Written to scratch (cleared first) and returned. */
const char *unit_label(const struct tracks *ts, uint32_t unit, struct buf *scratch);
/* The process that a unit belongs to, following parents, or NO_UNIT. */
uint32_t unit_process(const struct trace *t, uint32_t unit);
/* How many items a queue holds during a segment of its lane. */
int64_t segment_fill(const struct tracks *ts, const struct segment *s);
/* A JSON string, quoted and escaped; broken UTF-8 becomes U+FFFD. */
void json_text(struct buf *out, const char *s, size_t n);
const char *seg_state_name(enum seg_state s);
const char *lane_kind_name(enum lane_kind k);
/* "CPU 0", "main", "GIL of main.py", ... : into buf, returns it. */
const char *lane_name(const struct tracks *ts, const struct lane *l, struct buf *scratch);

/* -- segments: by index, since a lane keeps less than a struct segment -- */

static inline const struct seg_cell *lane_cell(const struct lane *l, size_t i) {
    return &l->blocks[i / CELL_BLOCK][i % CELL_BLOCK];
}
static inline sim_ns lane_start(const struct lane *l, size_t i) { return lane_cell(l, i)->start_ns; }
static inline enum seg_state lane_state(const struct lane *l, size_t i) {
    return (enum seg_state)(lane_cell(l, i)->bits & ((1U << SEG_STATE_BITS) - 1));
}
sim_ns lane_long_end(const struct lane *l, size_t i);
static inline sim_ns lane_end(const struct lane *l, size_t i) {
    const struct seg_cell *c = lane_cell(l, i);
    return c->length_ns == SEG_LONG ? lane_long_end(l, i) : c->start_ns + (sim_ns)c->length_ns;
}
/* Everything about a segment. */
struct segment lane_seg(const struct tracks *ts, const struct lane *l, size_t i);
/* Whom it is about, as lane_seg tells, and no more. */
uint32_t lane_seg_unit(const struct tracks *ts, const struct lane *l, size_t i);

#define NO_SEG SIZE_MAX
/* The segment that covers t, or the last one that ended before it (then *covers is false), or NO_SEG. */
size_t lane_at(const struct lane *l, sim_ns t, bool *covers);
/* The first segment that ends after t; l->count if none does. */
size_t lane_after(const struct lane *l, sim_ns t);

#endif
