#include "export/gtrace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/rng.h"
#include "trace/track.h"

static const char magic[8] = {'g', 'i', 'l', 's', 'c', 'o', 'p', 'e'};
#define VERSION 2u

/* A forged file must not ask for more than it could fill. */
#define FILE_MAX  ((size_t)1 << 31)
#define CORES_MAX 1024

/* Over all bytes before it, eight at a time: a forged file is caught at the speed of reading it. */
static uint64_t seal_of(const unsigned char *bytes, size_t n) {
    uint64_t h = HASH_START;
    for (size_t i = 0; i < n; i += 8) {
        uint64_t word = 0;
        for (size_t k = 0; k < 8 && i + k < n; k++) word |= (uint64_t)bytes[i + k] << (8 * k);
        h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 29;
    }
    return (h ^ n) * UINT64_C(0x9E3779B97F4A7C15);
}

/* -- writing -- */

static void put_u(struct buf *b, uint64_t v) {
    unsigned char bytes[10];
    size_t n = 0;
    for (; v >= 0x80; v >>= 7) bytes[n++] = (unsigned char)(v | 0x80);
    bytes[n++] = (unsigned char)v;
    buf_add(b, bytes, n);
}

static uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0); }

static void put_s(struct buf *b, int64_t v) { put_u(b, zigzag(v)); }

static void put_text(struct buf *b, const char *s, size_t n) {
    put_u(b, n);
    buf_add(b, s, n);
}

static void put_tables(const struct trace *t, struct buf *b) {
    put_u(b, VERSION);
    put_u(b, (uint64_t)t->cores);
    put_u(b, (uint64_t)t->smt);
    put_u(b, (uint64_t)t->end_ns);
    put_u(b, (uint64_t)t->end);
    put_u(b, t->end_text);
    put_u(b, t->gil_build);
    put_u(b, t->strings.count);
    for (uint32_t i = 0; i < t->strings.count; i++)
        put_text(b, intern_text(&t->strings, i), intern_len(&t->strings, i));
    put_u(b, t->unit_count);
    for (size_t i = 0; i < t->unit_count; i++) {
        put_u(b, (uint64_t)t->units[i].kind);
        put_u(b, t->units[i].parent);
        put_u(b, t->units[i].name);
        put_s(b, t->units[i].born_ns);
    }
    put_u(b, t->where_count);
    for (size_t i = 1; i < t->where_count; i++) {
        put_u(b, t->wheres[i].file);
        put_u(b, t->wheres[i].function);
        put_s(b, t->wheres[i].line);
    }
    put_u(b, t->source_count);
    for (size_t i = 0; i < t->source_count; i++) {
        put_u(b, t->sources[i].file);
        put_text(b, t->sources[i].text, t->sources[i].len);
    }
    put_text(b, t->output.data ? t->output.data : "", t->output.len);
}

static void put_records(const struct trace *t, struct buf *b) {
    sim_ns last = 0;
    put_u(b, t->count);
    for (size_t i = 0; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        put_u(b, (uint64_t)(r->time_ns - last));
        put_u(b, r->event);
        put_u(b, r->cpu == NO_CPU ? 0 : r->cpu + 1u);
        put_u(b, r->unit);
        put_u(b, r->where);
        put_u(b, r->a);
        put_s(b, r->b);
        last = r->time_ns;
    }
}

void gtrace_write(const struct trace *t, struct buf *out) {
    struct buf b = {0};
    put_tables(t, &b);
    put_records(t, &b);
    uint64_t hash = seal_of((const unsigned char *)b.data, b.len);
    for (int i = 0; i < 8; i++) buf_char(&b, (char)(hash >> (8 * i)));
    uLongf n = compressBound((uLong)b.len);
    unsigned char *packed = mem_alloc(n + 8);
    compress2(packed, &n, (const unsigned char *)b.data, (uLong)b.len, 6);
    buf_add(out, magic, sizeof magic);
    for (int i = 0; i < 8; i++) buf_char(out, (char)((uint64_t)b.len >> (8 * i)));
    buf_add(out, packed, n);
    mem_free(packed);
    buf_fini(&b);
}

bool trace_save(const struct trace *t, const char *path, struct diag *d) {
    struct buf b = {0};
    gtrace_write(t, &b);
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(b.data, 1, b.len, f) == b.len;
    ok = f && fclose(f) == 0 && ok;
    buf_fini(&b);
    return ok || diag_plain(d, "cannot write %s: %s", path, strerror(errno));
}

/* -- reading: sticky, like the parser; after the first fault every get returns 0 -- */

struct reader {
    const unsigned char *begin, *at, *end;
    const char *fault;
};

static void fault(struct reader *r, const char *what) {
    if (!r->fault) r->fault = what;
    r->at = r->end;
}

static uint64_t get_u(struct reader *r) {
    uint64_t v = 0;
    if (r->at < r->end && *r->at < 0x80) return *r->at++; /* most numbers are small */
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (r->at == r->end) {
            fault(r, "it ends too early");
            return 0;
        }
        unsigned char c = *r->at++;
        v |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80) return v;
    }
    fault(r, "a number is too long");
    return 0;
}

static int64_t get_s(struct reader *r) {
    uint64_t v = get_u(r);
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

/* A number below limit. */
static uint32_t get_below(struct reader *r, uint64_t limit, const char *what) {
    uint64_t v = get_u(r);
    if (v < limit && v <= UINT32_MAX) return (uint32_t)v;
    fault(r, what);
    return 0;
}

/* A count of things that take at least one byte each. */
static size_t get_count(struct reader *r, const char *what) {
    uint64_t v = get_u(r);
    if (v <= (uint64_t)(r->end - r->at)) return (size_t)v;
    fault(r, what);
    return 0;
}

static const char *get_bytes(struct reader *r, size_t *n) {
    *n = get_count(r, "a text is longer than the file");
    const char *s = (const char *)r->at;
    if (!r->fault) r->at += *n;
    return s;
}

static void get_machine(struct reader *r, struct trace *t) {
    if (get_u(r) != VERSION) fault(r, "it was written by another version of gilscope");
    t->cores = (int)get_below(r, CORES_MAX, "too many cores");
    t->smt = (int)get_below(r, 65, "too many hardware threads");
    if (t->cores < 1 || t->smt < 1) fault(r, "a machine without CPUs");
    uint64_t end = get_u(r);
    if (end > INT64_MAX) fault(r, "a time is too large");
    else t->end_ns = (sim_ns)end;
    t->end = (enum trace_end)get_below(r, END_cancelled + 1u, "unknown end");
    t->end_text = get_below(r, UINT32_MAX, "unknown text");
    t->gil_build = get_below(r, 2, "not a truth value") != 0;
}

static void get_strings(struct reader *r, struct trace *t) {
    size_t n = get_count(r, "more texts than bytes");
    for (size_t i = 0; i < n && !r->fault; i++) {
        size_t len;
        const char *s = get_bytes(r, &len);
        if (!r->fault && intern_add(&t->strings, s, len) != i) fault(r, "a text is stored twice");
    }
    if (t->end_text >= t->strings.count) fault(r, "unknown text");
}

static void get_units(struct reader *r, struct trace *t) {
    size_t n = get_count(r, "more units than bytes");
    t->unit_count = 0;
    for (size_t i = 0; i < n && !r->fault; i++) {
        struct unit u = {0};
        u.kind = (enum unit_kind)get_below(r, UNIT_DEVICE + 1u, "unknown kind of unit");
        u.parent = get_below(r, i ? i : 1, "a unit is older than its parent");
        u.name = get_below(r, t->strings.count, "unknown text");
        u.born_ns = get_s(r);
        if (u.born_ns < 0) fault(r, "a unit is born before the run");
        GROW(t->units, t->unit_cap, i + 1);
        t->units[i] = u;
        t->unit_count = i + 1;
    }
    if (t->unit_count == 0 || t->units[0].kind != UNIT_OUTSIDE) fault(r, "the outside is missing");
}

static void get_wheres(struct reader *r, struct trace *t) {
    size_t n = get_count(r, "more source positions than bytes");
    for (size_t i = 1; i < n && !r->fault; i++) {
        struct where w = {0};
        w.file = get_below(r, t->strings.count, "unknown text");
        w.function = get_below(r, t->strings.count, "unknown text");
        int64_t line = get_s(r);
        if (line < INT32_MIN || line > INT32_MAX) fault(r, "a line number is too large");
        if (r->fault) return;
        const char *file = intern_text(&t->strings, w.file), *function = intern_text(&t->strings, w.function);
        if (trace_where(t, file, (int)line, function) != i) fault(r, "a source position is stored twice");
    }
}

static void get_sources(struct reader *r, struct trace *t) {
    size_t n = get_count(r, "more sources than bytes");
    for (size_t i = 0; i < n && !r->fault; i++) {
        uint32_t file = get_below(r, t->strings.count, "unknown text");
        size_t len;
        const char *s = get_bytes(r, &len);
        if (!r->fault) trace_source_add(t, intern_text(&t->strings, file), s, len);
    }
    size_t len;
    const char *s = get_bytes(r, &len);
    if (!r->fault) buf_add(&t->output, s, len);
}

/* What a record's a or b points to. */
enum target { TO_none, TO_unit, TO_text, TO_cause, TO_output };

struct targets { /* by event */
    unsigned char a[EVENT_COUNT], b[EVENT_COUNT];
};

static enum target target_of(const char *field) {
    static const struct {
        const char *type;
        enum target target;
    } rows[] = {{":unit", TO_unit}, {":str", TO_text}, {":cause", TO_cause}, {":blob", TO_output}};
    const char *type = strchr(field, ':');
    for (size_t i = 0; type && i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].type, type) == 0) return rows[i].target;
    return TO_none;
}

static struct targets targets_list(void) {
    static const char *const fields[][2] = {
#define EVENT(name, a_field, b_field, sentence) {a_field, b_field},
#include "trace/event.def"
#undef EVENT
    };
    struct targets out;
    for (size_t e = 0; e < EVENT_COUNT; e++) {
        out.a[e] = (unsigned char)target_of(fields[e][0]);
        out.b[e] = (unsigned char)target_of(fields[e][1]);
    }
    return out;
}

/* It must exist, since every reader of a trace follows it blindly. */
static void check_target(struct reader *r, const struct trace *t, const struct record *rec, enum target to,
                         uint64_t v) {
    switch (to) {
    case TO_none: break;
    case TO_unit:
        if (v >= t->unit_count) fault(r, "unknown unit");
        break;
    case TO_text:
        if (v >= t->strings.count) fault(r, "unknown text");
        break;
    case TO_cause:
        if (v >= CAUSE_COUNT) fault(r, "unknown cause");
        break;
    case TO_output:
        if (v > t->output.len || output_len(rec) > t->output.len - v)
            fault(r, "output lies outside the file");
        break;
    }
}

static void check_fields(struct reader *r, const struct trace *t, const struct targets *to,
                         const struct record *rec) {
    check_target(r, t, rec, (enum target)to->a[rec->event], rec->a);
    check_target(r, t, rec, (enum target)to->b[rec->event], (uint64_t)rec->b);
    if ((rec->event == EV_run || rec->event == EV_stop) && rec->cpu >= t->cores * t->smt)
        fault(r, "unknown CPU");
}

static void get_records(struct reader *r, struct trace *t) {
    size_t n = get_count(r, "more records than bytes");
    if (n > RECORDS_MAX) fault(r, "more records than can be looked at");
    struct targets to = targets_list();
    sim_ns last = 0;
    for (size_t i = 0; i < n && !r->fault; i++) {
        struct record rec = {0};
        uint64_t step = get_u(r);
        if (step > (uint64_t)(INT64_MAX - last)) {
            fault(r, "a time is too large");
            return;
        }
        rec.time_ns = last += (sim_ns)step;
        rec.event = (uint16_t)get_below(r, EVENT_COUNT, "unknown event");
        uint32_t cpu = get_below(r, (uint64_t)(t->cores * t->smt) + 1, "unknown CPU");
        rec.cpu = cpu ? (uint16_t)(cpu - 1) : NO_CPU;
        rec.unit = get_below(r, t->unit_count, "unknown unit");
        rec.where = get_below(r, t->where_count, "unknown source position");
        rec.a = get_below(r, (uint64_t)UINT32_MAX + 1, "a number is too large");
        rec.b = get_s(r);
        if (!r->fault) check_fields(r, t, &to, &rec);
        if (!r->fault) trace_emit(t, rec);
    }
}

static void get_seal(struct reader *r) {
    uint64_t hash = 0;
    if (r->fault || r->end - r->at != 8) {
        fault(r, "its seal is missing");
        return;
    }
    for (int i = 0; i < 8; i++) hash |= (uint64_t)r->at[i] << (8 * i);
    if (hash != seal_of(r->begin, (size_t)(r->at - r->begin))) fault(r, "its contents do not fit its seal");
}

bool gtrace_is(const char *bytes, size_t n) {
    return n >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

/* Deflate expands at most about 1,032 times, so a small file cannot claim a huge content. */
static unsigned char *unpack(const char *bytes, size_t n, uLongf *len, const char **why) {
    uint64_t size = 0;
    *why = "it ends too early";
    if (n < 16) return NULL;
    for (int i = 0; i < 8; i++) size |= (uint64_t)(unsigned char)bytes[8 + i] << (8 * i);
    *why = "its size is impossible";
    if (size > (uint64_t)n * 1100 + 1024 || size > (uint64_t)FILE_MAX * 8) return NULL;
    unsigned char *raw = mem_alloc((size_t)size + 1);
    *len = (uLongf)size;
    *why = "it is damaged";
    if (uncompress(raw, len, (const unsigned char *)bytes + 16, (uLong)(n - 16)) == Z_OK && *len == size)
        return raw;
    mem_free(raw);
    return NULL;
}

bool gtrace_read(struct trace *t, const char *name, const char *bytes, size_t n, struct diag *d) {
    memset(t, 0, sizeof *t);
    if (!gtrace_is(bytes, n)) return diag_plain(d, "%s: this is not a gilscope trace file", name);
    uLongf len = 0;
    const char *why = NULL;
    unsigned char *raw = unpack(bytes, n, &len, &why);
    if (!raw) return diag_plain(d, "%s: the trace file cannot be read: %s", name, why);
    struct reader r = {.begin = raw, .at = raw, .end = raw + len};
    trace_init(t);
    intern_fini(&t->strings); /* the file brings its own, in its own order */
    intern_init(&t->strings);
    get_machine(&r, t);
    get_strings(&r, t);
    get_units(&r, t);
    get_wheres(&r, t);
    get_sources(&r, t);
    get_records(&r, t);
    get_seal(&r);
    mem_free(raw);
    if (!r.fault) return true;
    trace_fini(t);
    return diag_plain(d, "%s: the trace file cannot be read: %s", name, r.fault);
}

bool trace_load(struct trace *t, const char *path, struct diag *d) {
    struct arena a;
    struct source s;
    arena_init(&a);
    bool ok = source_read(&a, path, FILE_MAX, &s, d) && gtrace_read(t, path, s.text, s.len, d);
    arena_fini(&a);
    return ok;
}
