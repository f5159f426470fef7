/* The world at one instant, read off the trace: the source position of every unit and the terminal's screen.
 * Opening passes over all records once and leaves a checkpoint now and then; every move starts from the nearest
 * one, or from where it is. */
#ifndef GILSCOPE_PAINT_MOMENT_H
#define GILSCOPE_PAINT_MOMENT_H

#include "trace/track.h"

struct output_mark { /* one EV_output */
    uint32_t record;
    sim_ns time_ns;
};

struct moments {
    const struct trace *trace;
    uint32_t *where;        /* by unit: its source position at the current instant */
    size_t upto;            /* records applied: [0, upto) */
    uint32_t **checkpoints; /* where[] before record i * check_every */
    size_t checkpoint_count, checkpoint_cap, check_every;
    struct output_mark *outputs;
    size_t output_count, output_cap;
};

void moments_init(struct moments *m, const struct trace *t);
void moments_fini(struct moments *m);
/* All records with time <= at are applied afterwards. */
void moments_seek(struct moments *m, sim_ns at);
/* Index of the first record with time > at (or >= at). */
size_t record_after(const struct trace *t, sim_ns at);
size_t record_from(const struct trace *t, sim_ns at);

/* The terminal: lines of cells after all output up to an instant. \r returns, \t goes to multiples of 8,
 * \b steps back; other controls are shown as nothing; CSI sequences are skipped, but for "erase line". */
struct term_line {
    struct buf text;  /* UTF-8 */
    struct buf marks; /* one byte a code point: 1 = stderr */
};

struct terminal {
    struct term_line *lines;
    size_t count, cap;
};

#define TERM_LINES 400u
void terminal_replay(struct terminal *term, const struct moments *m, sim_ns at);
void terminal_fini(struct terminal *term);

#endif
