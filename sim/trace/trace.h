/* The trace: everything that happened, and the only source of every picture, table, export and
 * explanation. Append-only 32-byte records in time order; texts are interned; units (CPUs are plain
 * numbers) have a name, a kind and a parent. The bytes that simulated programs wrote are kept beside.
 *
 * Same scenario + same seed = the same records, byte for byte: trace_hash covers them all. */
#ifndef GILSCOPE_TRACE_TRACE_H
#define GILSCOPE_TRACE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/ns.h"

enum event {
#define EVENT(name, a, b, sentence) EV_##name,
#include "trace/event.def"
#undef EVENT
    EVENT_COUNT
};

enum cause {
#define CAUSE(name, words) CAUSE_##name,
#include "trace/cause.def"
#undef CAUSE
    CAUSE_COUNT
};

#define NO_CPU  UINT16_MAX
#define NO_UNIT 0u /* unit 0 is "the outside": the scenario, the hardware clock */

struct record {
    sim_ns time_ns;
    uint16_t event; /* enum event */
    uint16_t cpu;
    uint32_t unit;
    uint32_t where; /* trace_where: file, line and function; 0 = none */
    uint32_t a;
    int64_t b;
};

enum unit_kind {
    UNIT_OUTSIDE,
    UNIT_JOB,
    UNIT_PROCESS,
    UNIT_THREAD,
    UNIT_GIL,
    UNIT_LOOP,
    UNIT_COROUTINE,
    UNIT_LOCK,
    UNIT_QUEUE,
    UNIT_DEVICE
};

struct unit {
    enum unit_kind kind;
    uint32_t
        parent; /* a thread's, GIL's, lock's process; a loop's thread; a coroutine's loop; NO_UNIT for top ones */
    uint32_t name; /* interned; may be renamed while the run goes on: the last name stands */
    sim_ns born_ns;
};

struct where {
    uint32_t file, function; /* interned */
    int32_t line;
};

/* A source text shown beside the timeline. */
struct trace_source {
    uint32_t file; /* interned name */
    const char *text;
    size_t len;
};

enum trace_end { END_running, END_ok, END_failed, END_deadlock, END_until, END_limit, END_cancelled };

#define TRACE_CHUNK 4096u
struct trace {
    struct record **chunks; /* TRACE_CHUNK records each */
    size_t count, chunk_count, chunk_cap;
    size_t limit; /* most records kept; 0 = no limit. Reached: trace_full() */
    struct unit *units;
    size_t unit_count, unit_cap;
    struct where *wheres;
    size_t where_count, where_cap;
    uint32_t *where_table;
    size_t where_table_cap;
    struct intern strings;
    struct buf output; /* stdout and stderr bytes of all processes, in order of writing */
    struct trace_source *sources;
    size_t source_count, source_cap;
    int cores, smt;
    sim_ns end_ns;
    enum trace_end end;
    uint32_t end_text; /* interned: a sentence on why the run ended, "" when it just did */
    bool gil_build;    /* false: free-threaded, so "running" needs no GIL */
};

void trace_init(struct trace *t);
void trace_fini(struct trace *t);

/* Appends; times must not go back (ASSERT). Costs no malloc but a chunk now and then. */
void trace_emit(struct trace *t, struct record r);
bool trace_full(const struct trace *t);

uint32_t trace_unit(struct trace *t, enum unit_kind kind, uint32_t parent, const char *name, sim_ns born_ns);
void trace_rename(struct trace *t, uint32_t unit, const char *name);
uint32_t trace_where(struct trace *t, const char *file, int line, const char *function);
uint32_t trace_text(struct trace *t, const char *text);
/* Keeps a copy of the bytes and emits EV_output (a = stream | len << 2, b = offset). */
void trace_output(struct trace *t, sim_ns now, uint16_t cpu, uint32_t unit, uint32_t where, int stream,
                  const char *bytes, size_t n);
void trace_source_add(struct trace *t, const char *file, const char *text, size_t len); /* copies */

static inline const struct record *trace_at(const struct trace *t, size_t i) {
    return &t->chunks[i / TRACE_CHUNK][i % TRACE_CHUNK];
}
const char *trace_unit_name(const struct trace *t, uint32_t unit);
const char *event_name(enum event e);
const char *cause_words(uint32_t cause);
const char *cause_name(uint32_t cause); /* the row's name: "gil_switch" */
static inline int output_stream(const struct record *r) { return (int)(r->a & 3); }
static inline size_t output_len(const struct record *r) { return r->a >> 2; }

/* Over every record, unit, text and output byte, field by field. */
uint64_t trace_hash(const struct trace *t);

/* "12.345678 ms": exact to the nanosecond. */
void trace_time_text(sim_ns t, struct buf *out);
/* "12.35 ms", "3.004 s", "950 ns": rounded to four digits, for people. */
const char *trace_time_short(sim_ns t, char text[NS_TEXT_MAX]);
/* "spinner.py:12"; nothing for where 0. */
void trace_where_text(const struct trace *t, uint32_t where, struct buf *out);

/* One record as a line of text: "12.345678 ms  cpu0  spinner_thread.py:12  main  gil_take  gil=GIL switched=yes". */
void trace_text_line(const struct trace *t, size_t i, struct buf *out);
/* A candidate's key: "laxity = 3 ms". Where there is none: "deadline = none". */
void trace_key_text(const struct trace *t, const struct record *r, struct buf *out);
/* The sentence of event.def with everything filled in. */
void trace_sentence(const struct trace *t, size_t i, struct buf *out);

#endif
