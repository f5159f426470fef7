/* Records as text: one aligned line for exports and goldens, one sentence for students. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "trace/trace.h"

enum field_type {
    FIELD_none,
    FIELD_unit,
    FIELD_str,
    FIELD_ns,
    FIELD_int,
    FIELD_cause,
    FIELD_cpu,
    FIELD_bool,
    FIELD_blob
};

struct field {
    const char *name;
    size_t name_len;
    enum field_type type;
};

struct event_row {
    const char *a, *b, *sentence;
};

static const struct event_row rows[] = {
#define EVENT(name, a_field, b_field, words) {a_field, b_field, words},
#include "trace/event.def"
#undef EVENT
};

static struct field field_parse(const char *spec) {
    static const char *const types[] = {"", "unit", "str", "ns", "int", "cause", "cpu", "bool", "blob"};
    struct field f = {.name = spec, .name_len = strcspn(spec, ":"), .type = FIELD_none};
    if (spec[f.name_len] != ':') return f;
    for (size_t i = 1; i < sizeof types / sizeof *types; i++)
        if (strcmp(spec + f.name_len + 1, types[i]) == 0) f.type = (enum field_type)i;
    return f;
}

void trace_time_text(sim_ns t, struct buf *out) {
    const char *sign = t < 0 ? "-" : "";
    uint64_t u = t < 0 ? (uint64_t)0 - (uint64_t)t : (uint64_t)t;
    buf_printf(out, "%s%" PRIu64 ".%06" PRIu64 " ms", sign, u / 1000000, u % 1000000);
}

const char *trace_time_short(sim_ns t, char text[NS_TEXT_MAX]) {
    static const struct {
        sim_ns ns;
        const char *name;
    } units[] = {{NS_S, "s"}, {NS_MS, "ms"}, {NS_US, "us"}};
    const char *sign = t < 0 ? "-" : "";
    uint64_t u = t < 0 ? (uint64_t)0 - (uint64_t)t : (uint64_t)t;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        uint64_t unit = (uint64_t)units[i].ns, whole = u / unit;
        if (whole == 0) continue;
        int digits = whole < 10 ? 3 : whole < 100 ? 2 : whole < 1000 ? 1 : 0;
        uint64_t scale = digits == 3 ? 1000 : digits == 2 ? 100 : digits == 1 ? 10 : 1;
        uint64_t step = unit / scale, rounded = u / step + (u % step >= (step + 1) / 2);
        if (digits == 0) snprintf(text, NS_TEXT_MAX, "%s%" PRIu64 " %s", sign, rounded, units[i].name);
        else
            snprintf(text, NS_TEXT_MAX, "%s%" PRIu64 ".%0*" PRIu64 " %s", sign, rounded / scale, digits,
                     rounded % scale, units[i].name);
        return text;
    }
    snprintf(text, NS_TEXT_MAX, "%s%" PRIu64 " ns", sign, u);
    return text;
}

/* Program output inside one line: quoted, control characters visible, cut after a screenful. */
static void output_quote(const struct trace *t, const struct record *r, struct buf *out) {
    size_t at = (size_t)r->b, n = output_len(r);
    if (at > t->output.len || n > t->output.len - at) return;
    buf_char(out, '"');
    for (size_t i = 0; i < n && i < 120; i++) {
        unsigned char c = (unsigned char)t->output.data[at + i];
        if (c == '\n') buf_text(out, "\\n");
        else if (c == '\r') buf_text(out, "\\r");
        else if (c == '\t') buf_text(out, "\\t");
        else if (c == '"' || c == '\\') buf_printf(out, "\\%c", c);
        else if (c < 32 || c == 127) buf_printf(out, "\\x%02x", c);
        else buf_char(out, (char)c);
    }
    buf_text(out, n > 120 ? "...\"" : "\"");
}

static void field_value(const struct trace *t, const struct record *r, enum field_type type, int64_t v,
                        bool prose, struct buf *out) {
    char text[NS_TEXT_MAX];
    switch (type) {
    case FIELD_none: break;
    case FIELD_unit:
        if (!prose && v == NO_UNIT) buf_char(out, '-');
        else buf_text(out, trace_unit_name(t, (uint32_t)v));
        break;
    case FIELD_str: {
        const char *s = (uint64_t)v < t->strings.count ? intern_text(&t->strings, (uint32_t)v) : "?";
        buf_printf(out, prose ? "%s" : "\"%s\"", s);
        break;
    }
    case FIELD_ns: buf_text(out, v == NS_NEVER ? "never" : ns_text(v, text)); break;
    case FIELD_int:
        if (r->event == EV_output) buf_text(out, output_stream(r) == 2 ? "stderr" : "stdout");
        else buf_printf(out, "%" PRId64, v);
        break;
    case FIELD_cause: buf_text(out, prose ? cause_words((uint32_t)v) : cause_name((uint32_t)v)); break;
    case FIELD_cpu:
        if ((uint32_t)v >= NO_CPU) buf_char(out, '-');
        else buf_printf(out, "%" PRId64, v);
        break;
    case FIELD_bool: buf_text(out, v ? "yes" : "no"); break;
    case FIELD_blob: output_quote(t, r, out); break;
    }
}

#define KEY_NONE (INT64_MAX / 8) /* from here on a key means: it has none */

void trace_key_text(const struct trace *t, const struct record *r, struct buf *out) {
    const char *name = intern_text(&t->strings, r->a), *unit = strrchr(name, '(');
    bool is_time = unit && strcmp(unit, "(ns)") == 0, fraction = unit && strcmp(unit, "(thousandths)") == 0;
    char text[NS_TEXT_MAX];
    buf_printf(out, "%.*s = ", (int)(is_time || fraction ? unit - 1 - name : (ptrdiff_t)strlen(name)), name);
    if (r->b >= KEY_NONE) {
        buf_text(out, "none");
    } else if (is_time) {
        buf_text(out, ns_text(r->b, text));
    } else if (fraction) {
        uint64_t n = r->b < 0 ? (uint64_t)0 - (uint64_t)r->b : (uint64_t)r->b, rest = n % 1000;
        int digits = 3;
        for (; digits > 0 && rest % 10 == 0; digits--) rest /= 10;
        buf_printf(out, "%s%" PRIu64, r->b < 0 ? "-" : "", n / 1000);
        if (digits > 0) buf_printf(out, ".%0*" PRIu64, digits, rest);
    } else {
        buf_printf(out, "%" PRId64, r->b);
    }
}

void trace_where_text(const struct trace *t, uint32_t where, struct buf *out) {
    if (where == 0 || where >= t->where_count) return;
    const struct where *w = &t->wheres[where];
    buf_printf(out, "%s:%d", intern_text(&t->strings, w->file), (int)w->line);
}

static void pad_to(struct buf *out, size_t from, size_t width) {
    size_t columns = 0;
    for (size_t i = from; i < out->len; i++) columns += ((unsigned char)out->data[i] & 0xC0) != 0x80;
    buf_fill(out, ' ', columns < width ? width - columns + 2 : 2);
}

/* Nice values and exit codes can be negative. */
static int64_t a_of(const struct record *r, enum field_type type) {
    return type == FIELD_int && r->event != EV_output ? (int32_t)r->a : (int64_t)r->a;
}

void trace_text_line(const struct trace *t, size_t i, struct buf *out) {
    const struct record *r = trace_at(t, i);
    if (r->event >= EVENT_COUNT) return;
    struct buf cell = {0};
    trace_time_text(r->time_ns, &cell);
    buf_fill(out, ' ', cell.len < 16 ? 16 - cell.len : 0);
    buf_text(out, cell.data);
    buf_fini(&cell);
    buf_text(out, "  ");
    size_t from = out->len;
    if (r->cpu != NO_CPU) buf_printf(out, "cpu%u", (unsigned)r->cpu);
    else buf_char(out, '-');
    pad_to(out, from, 4);
    from = out->len;
    if (r->where) trace_where_text(t, r->where, out);
    else buf_char(out, '-');
    pad_to(out, from, 20);
    from = out->len;
    buf_text(out, trace_unit_name(t, r->unit));
    pad_to(out, from, 14);
    from = out->len;
    buf_text(out, event_name((enum event)r->event));
    pad_to(out, from, 11);
    for (int k = 0; k < 2; k++) {
        struct field f = field_parse(k ? rows[r->event].b : rows[r->event].a);
        if (f.type == FIELD_none) continue;
        buf_printf(out, "%.*s=", (int)f.name_len, f.name);
        field_value(t, r, f.type, k ? r->b : a_of(r, f.type), false, out);
        buf_char(out, ' ');
    }
    while (out->len && out->data[out->len - 1] == ' ') out->data[--out->len] = '\0';
}

static bool starts(const char *s, const char *word) { return strncmp(s, word, strlen(word)) == 0; }

void trace_sentence(const struct trace *t, size_t i, struct buf *out) {
    const struct record *r = trace_at(t, i);
    if (r->event >= EVENT_COUNT) return;
    const struct event_row *row = &rows[r->event];
    for (const char *s = row->sentence; *s; s++) {
        if (*s == ']' || (*s == '[' && r->a != NO_UNIT)) continue;
        if (*s == '[') s = strchr(s, ']'); /* nothing is to be told of the outside */
        else if (starts(s, "{unit}")) buf_text(out, trace_unit_name(t, r->unit));
        else if (starts(s, "{cpu}")) field_value(t, r, FIELD_cpu, r->cpu, true, out);
        else if (starts(s, "{line}")) trace_where_text(t, r->where, out);
        else if (starts(s, "{a}"))
            field_value(t, r, field_parse(row->a).type, a_of(r, field_parse(row->a).type), true, out);
        else if (starts(s, "{b}")) field_value(t, r, field_parse(row->b).type, r->b, true, out);
        else {
            buf_char(out, *s);
            continue;
        }
        if (*s == '{') s = strchr(s, '}');
    }
}
