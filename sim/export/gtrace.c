#include "export/gtrace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "export/gtrace_pull.h"
#include "trace/track.h"

#define VERSION   2u
#define CORES_MAX 1024

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
    struct seal seal;
    seal_init(&seal);
    seal_add(&seal, (const unsigned char *)b.data, b.len);
    for (int i = 0; i < 8; i++) buf_char(&b, (char)(seal_value(&seal) >> (8 * i)));
    uLongf n = compressBound((uLong)b.len);
    unsigned char *packed = mem_alloc(n + 8);
    compress2(packed, &n, (const unsigned char *)b.data, (uLong)b.len, 6);
    buf_add(out, GTRACE_MAGIC, 8);
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

/* -- reading -- */

static void get_machine(struct pull *p, struct trace *t) {
    if (pull_u(p) != VERSION) pull_fault(p, "it was written by another version of gilscope");
    t->cores = (int)pull_below(p, CORES_MAX, "too many cores");
    t->smt = (int)pull_below(p, 65, "too many hardware threads");
    if (t->cores < 1 || t->smt < 1) pull_fault(p, "a machine without CPUs");
    uint64_t end = pull_u(p);
    if (end > INT64_MAX) pull_fault(p, "a time is too large");
    else t->end_ns = (sim_ns)end;
    t->end = (enum trace_end)pull_below(p, END_cancelled + 1u, "unknown end");
    t->end_text = pull_below(p, UINT32_MAX, "unknown text");
    t->gil_build = pull_below(p, 2, "not a truth value") != 0;
}

static void get_strings(struct pull *p, struct trace *t) {
    size_t n = pull_count(p, "more texts than bytes");
    for (size_t i = 0; i < n && !p->fault; i++) {
        size_t len;
        const char *s = pull_bytes(p, &len);
        if (!p->fault && intern_add(&t->strings, s, len) != i) pull_fault(p, "a text is stored twice");
    }
    if (t->end_text >= t->strings.count) pull_fault(p, "unknown text");
}

static void get_units(struct pull *p, struct trace *t) {
    size_t n = pull_count(p, "more units than bytes");
    t->unit_count = 0;
    for (size_t i = 0; i < n && !p->fault; i++) {
        struct unit u = {0};
        u.kind = (enum unit_kind)pull_below(p, UNIT_DEVICE + 1u, "unknown kind of unit");
        u.parent = pull_below(p, i ? i : 1, "a unit is older than its parent");
        u.name = pull_below(p, t->strings.count, "unknown text");
        u.born_ns = pull_s(p);
        if (u.born_ns < 0) pull_fault(p, "a unit is born before the run");
        GROW(t->units, t->unit_cap, i + 1);
        t->units[i] = u;
        t->unit_count = i + 1;
    }
    if (t->unit_count == 0 || t->units[0].kind != UNIT_OUTSIDE) pull_fault(p, "the outside is missing");
}

static void get_wheres(struct pull *p, struct trace *t) {
    size_t n = pull_count(p, "more source positions than bytes");
    for (size_t i = 1; i < n && !p->fault; i++) {
        struct where w = {0};
        w.file = pull_below(p, t->strings.count, "unknown text");
        w.function = pull_below(p, t->strings.count, "unknown text");
        int64_t line = pull_s(p);
        if (line < INT32_MIN || line > INT32_MAX) pull_fault(p, "a line number is too large");
        if (p->fault) return;
        const char *file = intern_text(&t->strings, w.file), *function = intern_text(&t->strings, w.function);
        if (trace_where(t, file, (int)line, function) != i) pull_fault(p, "a source position is stored twice");
    }
}

static void get_sources(struct pull *p, struct trace *t) {
    size_t n = pull_count(p, "more sources than bytes");
    for (size_t i = 0; i < n && !p->fault; i++) {
        uint32_t file = pull_below(p, t->strings.count, "unknown text");
        size_t len;
        const char *s = pull_bytes(p, &len);
        if (!p->fault) trace_source_add(t, intern_text(&t->strings, file), s, len);
    }
    size_t len;
    const char *s = pull_bytes(p, &len);
    if (!p->fault) buf_add(&t->output, s, len);
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
static void check_target(struct pull *p, const struct trace *t, const struct record *rec, enum target to,
                         uint64_t v) {
    switch (to) {
    case TO_none: break;
    case TO_unit:
        if (v >= t->unit_count) pull_fault(p, "unknown unit");
        break;
    case TO_text:
        if (v >= t->strings.count) pull_fault(p, "unknown text");
        break;
    case TO_cause:
        if (v >= CAUSE_COUNT) pull_fault(p, "unknown cause");
        break;
    case TO_output:
        if (v > t->output.len || output_len(rec) > t->output.len - v)
            pull_fault(p, "output lies outside the file");
        break;
    }
}

static void check_fields(struct pull *p, const struct trace *t, const struct targets *to,
                         const struct record *rec) {
    check_target(p, t, rec, (enum target)to->a[rec->event], rec->a);
    check_target(p, t, rec, (enum target)to->b[rec->event], (uint64_t)rec->b);
    if ((rec->event == EV_run || rec->event == EV_stop) && rec->cpu >= t->cores * t->smt)
        pull_fault(p, "unknown CPU");
}

/* One record after one at *last, each number with its own message. */
static bool get_record(struct pull *p, const struct trace *t, sim_ns *last, struct record *rec) {
    uint64_t step = pull_u(p);
    if (step > (uint64_t)(INT64_MAX - *last)) {
        pull_fault(p, "a time is too large");
        return false;
    }
    rec->time_ns = *last += (sim_ns)step;
    rec->event = (uint16_t)pull_below(p, EVENT_COUNT, "unknown event");
    uint32_t cpu = pull_below(p, (uint64_t)(t->cores * t->smt) + 1, "unknown CPU");
    rec->cpu = cpu ? (uint16_t)(cpu - 1) : NO_CPU;
    rec->unit = pull_below(p, t->unit_count, "unknown unit");
    rec->where = pull_below(p, t->where_count, "unknown source position");
    rec->a = pull_below(p, (uint64_t)UINT32_MAX + 1, "a number is too large");
    rec->b = pull_s(p);
    return !p->fault;
}

/* A record's seven numbers take at most this. */
#define RECORD_BYTES 70u

static inline const unsigned char *near_u(const unsigned char *at, uint64_t *v) {
    uint64_t n = *at & 0x7F;
    for (unsigned shift = 7; *at++ & 0x80; shift += 7) {
        if (shift > 63) return NULL;
        n |= (uint64_t)(*at & 0x7F) << shift;
    }
    *v = n;
    return at;
}

/* The same at the speed of a large file, where all of it is there already and all is well. Else nothing is pulled,
 * and get_record tells what is wrong. */
static bool get_record_near(struct pull *p, const struct trace *t, sim_ns *last, struct record *rec) {
    uint64_t v[7];
    const unsigned char *at = p->at;
    for (int i = 0; i < 7; i++)
        if ((at = near_u(at, &v[i])) == NULL) return false;
    if (v[0] > (uint64_t)(INT64_MAX - *last) || v[1] >= EVENT_COUNT || v[2] > (uint64_t)(t->cores * t->smt) ||
        v[3] >= t->unit_count || v[4] >= t->where_count || v[5] > UINT32_MAX)
        return false;
    *rec = (struct record){.time_ns = *last += (sim_ns)v[0],
                           .event = (uint16_t)v[1],
                           .cpu = v[2] ? (uint16_t)(v[2] - 1) : NO_CPU,
                           .unit = (uint32_t)v[3],
                           .where = (uint32_t)v[4],
                           .a = (uint32_t)v[5],
                           .b = (int64_t)(v[6] >> 1) ^ -(int64_t)(v[6] & 1)};
    p->at = at;
    return true;
}

static void get_records(struct pull *p, struct trace *t) {
    size_t n = pull_count(p, "more records than bytes");
    if (n > RECORDS_MAX) pull_fault(p, "more records than can be looked at");
    struct targets to = targets_list();
    sim_ns last = 0;
    for (size_t i = 0; i < n && !p->fault; i++) {
        struct record rec = {0};
        bool got = pull_has(p, RECORD_BYTES) && get_record_near(p, t, &last, &rec);
        if (!got && !get_record(p, t, &last, &rec)) return;
        check_fields(p, t, &to, &rec);
        if (!p->fault) trace_emit(t, rec);
    }
}

bool gtrace_is(const char *bytes, size_t n) {
    return n >= sizeof GTRACE_MAGIC - 1 && memcmp(bytes, GTRACE_MAGIC, sizeof GTRACE_MAGIC - 1) == 0;
}

bool gtrace_read(struct trace *t, const char *name, const char *bytes, size_t n, struct diag *d) {
    struct pull p;
    memset(t, 0, sizeof *t);
    if (!gtrace_is(bytes, n)) return diag_plain(d, "%s: this is not a gilscope trace file", name);
    pull_init(&p, (const unsigned char *)bytes, n);
    trace_init(t);
    intern_fini(&t->strings); /* the file brings its own, in its own order */
    intern_init(&t->strings);
    get_machine(&p, t);
    get_strings(&p, t);
    get_units(&p, t);
    get_wheres(&p, t);
    get_sources(&p, t);
    get_records(&p, t);
    pull_seal(&p);
    const char *fault = p.fault;
    pull_fini(&p);
    if (!fault) return true;
    trace_fini(t);
    return diag_plain(d, "%s: the trace file cannot be read: %s", name, fault);
}

bool trace_load(struct trace *t, const char *path, struct diag *d) {
    struct arena a;
    struct source s;
    arena_init(&a);
    bool ok = source_read(&a, path, GTRACE_MAX, &s, d) && gtrace_read(t, path, s.text, s.len, d);
    arena_fini(&a);
    return ok;
}
