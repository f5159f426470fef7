#include "trace/trace.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/rng.h"

/* The first chunks one by one, so that a small trace stays small; then a slab at a time. */
#define SLAB_CHUNKS (MEM_SLAB / (TRACE_CHUNK * sizeof(struct record)))

void trace_init(struct trace *t) {
    memset(t, 0, sizeof *t);
    intern_init(&t->strings);
    t->cores = 1;
    t->smt = 1;
    t->gil_build = true;
    GROW(t->wheres, t->where_cap, 1);
    memset(&t->wheres[0], 0, sizeof t->wheres[0]);
    t->where_count = 1; /* 0 = nowhere */
    GROW(t->units, t->unit_cap, 1);
    t->units[0] = (struct unit){.kind = UNIT_OUTSIDE, .name = trace_text(t, "the outside")};
    t->unit_count = 1;
}

void trace_fini(struct trace *t) {
    for (size_t i = 0; i < t->chunk_count; i += i < SLAB_CHUNKS ? 1 : SLAB_CHUNKS) mem_free(t->chunks[i]);
    for (size_t i = 0; i < t->source_count; i++) mem_free((void *)(uintptr_t)t->sources[i].text);
    mem_free(t->chunks);
    mem_free(t->units);
    mem_free(t->wheres);
    mem_free(t->where_table);
    mem_free(t->sources);
    intern_fini(&t->strings);
    buf_fini(&t->output);
    memset(t, 0, sizeof *t);
}

static void chunk_add(struct trace *t) {
    size_t n = t->chunk_count;
    GROW(t->chunks, t->chunk_cap, n + 1);
    if (n < SLAB_CHUNKS) t->chunks[n] = mem_alloc(TRACE_CHUNK * sizeof(struct record));
    else t->chunks[n] = n % SLAB_CHUNKS == 0 ? mem_slab() : t->chunks[n - 1] + TRACE_CHUNK;
    t->chunk_count++;
}

bool trace_full(const struct trace *t) { return t->limit && t->count >= t->limit; }

void trace_emit(struct trace *t, struct record r) {
    if (trace_full(t)) return;
    ASSERT(r.event < EVENT_COUNT && r.unit < t->unit_count);
    ASSERT(t->count == 0 || r.time_ns >= trace_at(t, t->count - 1)->time_ns);
    if (t->count == t->chunk_count * TRACE_CHUNK) chunk_add(t);
    t->chunks[t->count / TRACE_CHUNK][t->count % TRACE_CHUNK] = r;
    t->count++;
}

uint32_t trace_unit(struct trace *t, enum unit_kind kind, uint32_t parent, const char *name, sim_ns born_ns) {
    ASSERT(parent < t->unit_count);
    GROW(t->units, t->unit_cap, t->unit_count + 1);
    t->units[t->unit_count] =
        (struct unit){.kind = kind, .parent = parent, .name = trace_text(t, name), .born_ns = born_ns};
    return (uint32_t)t->unit_count++;
}

void trace_rename(struct trace *t, uint32_t unit, const char *name) {
    ASSERT(unit < t->unit_count);
    t->units[unit].name = trace_text(t, name);
}

uint32_t trace_text(struct trace *t, const char *text) { return intern_cstr(&t->strings, text); }

/* -- source positions: open addressing over (file, function, line), ids in order of first use -- */

static size_t where_slot(const struct trace *t, const struct where *w) {
    uint64_t h = HASH_START;
    h = hash_bytes(h, &w->file, sizeof w->file);
    h = hash_bytes(h, &w->function, sizeof w->function);
    h = hash_bytes(h, &w->line, sizeof w->line);
    size_t i = (size_t)h & (t->where_table_cap - 1);
    for (;; i = (i + 1) & (t->where_table_cap - 1)) {
        uint32_t id = t->where_table[i];
        if (id == 0) return i;
        const struct where *o = &t->wheres[id];
        if (o->file == w->file && o->function == w->function && o->line == w->line) return i;
    }
}

static void where_table_grow(struct trace *t) {
    if (t->where_table_cap >= 2 * (t->where_count + 1)) return;
    size_t cap = t->where_table_cap ? t->where_table_cap * 2 : 64;
    mem_free(t->where_table);
    t->where_table = mem_alloc(cap * sizeof *t->where_table);
    t->where_table_cap = cap;
    for (uint32_t id = 1; id < t->where_count; id++) t->where_table[where_slot(t, &t->wheres[id])] = id;
}

uint32_t trace_where(struct trace *t, const char *file, int line, const char *function) {
    struct where w = {.file = trace_text(t, file), .function = trace_text(t, function), .line = line};
    where_table_grow(t);
    size_t slot = where_slot(t, &w);
    if (t->where_table[slot] == 0) {
        GROW(t->wheres, t->where_cap, t->where_count + 1);
        t->wheres[t->where_count] = w;
        t->where_table[slot] = (uint32_t)t->where_count++;
    }
    return t->where_table[slot];
}

/* A record's `a` has 30 bits for a length; longer writes become several records. */
#define OUTPUT_PIECE ((size_t)1 << 20)

void trace_output(struct trace *t, sim_ns now, uint16_t cpu, uint32_t unit, uint32_t where, int stream,
                  const char *bytes, size_t n) {
    while (n > 0 && !trace_full(t)) {
        size_t piece = n < OUTPUT_PIECE ? n : OUTPUT_PIECE;
        trace_emit(t, (struct record){.time_ns = now,
                                      .event = EV_output,
                                      .cpu = cpu,
                                      .unit = unit,
                                      .where = where,
                                      .a = ((uint32_t)stream & 3u) | (uint32_t)piece << 2,
                                      .b = (int64_t)t->output.len});
        buf_add(&t->output, bytes, piece);
        bytes += piece;
        n -= piece;
    }
}

void trace_source_add(struct trace *t, const char *file, const char *text, size_t len) {
    uint32_t id = trace_text(t, file);
    for (size_t i = 0; i < t->source_count; i++)
        if (t->sources[i].file == id) return;
    char *copy = mem_alloc(len + 1);
    memcpy(copy, text, len);
    GROW(t->sources, t->source_cap, t->source_count + 1);
    t->sources[t->source_count++] = (struct trace_source){.file = id, .text = copy, .len = len};
}

const char *trace_unit_name(const struct trace *t, uint32_t unit) {
    return unit < t->unit_count ? intern_text(&t->strings, t->units[unit].name) : "?";
}

const char *event_name(enum event e) {
    static const char *const names[] = {
#define EVENT(name, a, b, sentence) #name,
#include "trace/event.def"
#undef EVENT
    };
    return (unsigned)e < EVENT_COUNT ? names[e] : "?";
}

const char *cause_words(uint32_t cause) {
    static const char *const words[] = {
#define CAUSE(name, text) text,
#include "trace/cause.def"
#undef CAUSE
    };
    return cause < CAUSE_COUNT ? words[cause] : "?";
}

const char *cause_name(uint32_t cause) {
    static const char *const names[] = {
#define CAUSE(name, text) #name,
#include "trace/cause.def"
#undef CAUSE
    };
    return cause < CAUSE_COUNT ? names[cause] : "?";
}

/* -- hash: every field as little-endian bytes, whatever the host's order and padding -- */

struct packed {
    unsigned char bytes[64];
    size_t n;
};

static void pack(struct packed *p, uint64_t v, size_t width) {
    for (size_t i = 0; i < width; i++) p->bytes[p->n++] = (unsigned char)(v >> (8 * i));
}

static uint64_t hash_packed(uint64_t h, const struct packed *p) { return hash_bytes(h, p->bytes, p->n); }

static uint64_t hash_text(uint64_t h, const char *text, size_t len) {
    struct packed p = {.n = 0};
    pack(&p, len, 8);
    return hash_bytes(hash_packed(h, &p), text, len);
}

uint64_t trace_hash(const struct trace *t) {
    uint64_t h = HASH_START;
    struct packed head = {.n = 0};
    pack(&head, (uint64_t)t->cores, 4);
    pack(&head, (uint64_t)t->smt, 4);
    pack(&head, (uint64_t)t->end_ns, 8);
    pack(&head, (uint64_t)t->end, 4);
    pack(&head, t->end_text, 4);
    pack(&head, t->gil_build, 1);
    pack(&head, t->count, 8);
    h = hash_packed(h, &head);
    for (size_t i = 0; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        struct packed p = {.n = 0};
        pack(&p, (uint64_t)r->time_ns, 8);
        pack(&p, r->event, 2);
        pack(&p, r->cpu, 2);
        pack(&p, r->unit, 4);
        pack(&p, r->where, 4);
        pack(&p, r->a, 4);
        pack(&p, (uint64_t)r->b, 8);
        h = hash_packed(h, &p);
    }
    for (size_t i = 0; i < t->unit_count; i++) {
        struct packed p = {.n = 0};
        pack(&p, (uint64_t)t->units[i].kind, 4);
        pack(&p, t->units[i].parent, 4);
        pack(&p, t->units[i].name, 4);
        pack(&p, (uint64_t)t->units[i].born_ns, 8);
        h = hash_packed(h, &p);
    }
    for (size_t i = 0; i < t->where_count; i++) {
        struct packed p = {.n = 0};
        pack(&p, t->wheres[i].file, 4);
        pack(&p, t->wheres[i].function, 4);
        pack(&p, (uint64_t)(uint32_t)t->wheres[i].line, 4);
        h = hash_packed(h, &p);
    }
    for (uint32_t i = 0; i < t->strings.count; i++)
        h = hash_text(h, intern_text(&t->strings, i), intern_len(&t->strings, i));
    return hash_text(h, t->output.data ? t->output.data : "", t->output.len);
}
