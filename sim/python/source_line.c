#include "python/source_line.h"

#include <string.h>

#include "lang/compile.h"
#include "lang/parser.h"

struct text {
    const char *at;
    size_t len;
};

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

static bool find_line(const struct source *src, int line, struct text *out) {
    const char *s = src->text, *end = s + src->len;
    for (; line > 1; line--) {
        s = memchr(s, '\n', (size_t)(end - s));
        if (!s) return false;
        s++;
    }
    if (line < 1 || s >= end) return false;
    const char *stop = memchr(s, '\n', (size_t)(end - s));
    if (!stop) stop = end;
    if (stop > s && stop[-1] == '\r') stop--;
    *out = (struct text){s, (size_t)(stop - s)};
    return true;
}

const char *source_line_text(const struct source *src, int64_t line, size_t *len) {
    struct text t;
    if (line < 1 || line > INT32_MAX || !find_line(src, (int)line, &t)) return NULL;
    *len = t.len;
    return t.at;
}

static size_t characters(struct text t, size_t bytes) {
    size_t n = 0;
    for (size_t i = 0; i < bytes && i < t.len; i++) n += ((unsigned char)t.at[i] & 0xC0) != 0x80;
    return n;
}

/* The expression alone in a text of its own; NULL when it is no single expression statement. */
static const struct expr *parse_segment(struct arena *a, struct text segment) {
    struct source *src = ARENA_NEW(a, struct source);
    *src = (struct source){"<segment>", arena_copy(a, segment.at, segment.len), segment.len};
    struct compile_options *o = ARENA_NEW(a, struct compile_options);
    *o = (struct compile_options){.minor = 14};
    struct name_pool pool = {.arena = a};
    struct module m = {0};
    struct diag d;
    diag_init(&d, a);
    if (!parse_module(a, src, o, &pool, &m, &d) || m.body.count != 1 || m.body.items[0]->kind != STMT_expr) return NULL;
    return m.body.items[0]->u.value;
}

/* Positions leave out an expression's own parentheses. */
static bool is_between(char c) { return is_blank(c) || c == '(' || c == ')'; }

/* Which bytes of the segment bear the `^`; false: all of it. */
static bool find_anchors(struct text segment, const struct expr *e, size_t *from, size_t *to) {
    if (e->kind == EXPR_subscript) {
        *from = (size_t)e->u.subscript.value->at.end_col;
        while (*from < segment.len && is_between(segment.at[*from])) ++*from;
        *to = (size_t)e->u.subscript.index->at.end_col + 1;
        return true;
    }
    if (e->kind != EXPR_binary) return false;
    size_t stop = (size_t)e->u.binary.right->at.col;
    for (size_t i = (size_t)e->u.binary.left->at.end_col; i < stop && i < segment.len; i++) {
        if (is_between(segment.at[i])) continue;
        *from = i;
        *to = i + 1;
        if (i + 1 < stop && !is_blank(segment.at[i + 1])) ++*to;
        return true;
    }
    return false;
}

static void add_marks(struct text line, size_t indent, struct position at, struct buf *out) {
    size_t start = (size_t)at.col, end = (size_t)at.end_col, from = 0, to = 0;
    bool anchored = false;
    if (at.end_line == at.line) {
        if (end > line.len) end = line.len;
        if (start > end) return;
        struct arena a;
        arena_init(&a);
        struct text segment = {line.at + start, end - start};
        const struct expr *e = parse_segment(&a, segment);
        anchored = e && find_anchors(segment, e, &from, &to);
        arena_fini(&a);
    } else {
        end = line.len;
        while (end > 0 && is_blank(line.at[end - 1])) end--;
    }
    if (!anchored && end - start == line.len - indent) return;
    size_t first = characters(line, start), last = characters(line, end), skip = characters(line, indent);
    from = characters(line, start + from);
    to = characters(line, start + to);
    buf_fill(out, ' ', 4 + first - skip);
    for (size_t i = first; i < last; i++) buf_char(out, !anchored || (i >= from && i < to) ? '^' : '~');
    buf_char(out, '\n');
}

void source_line_add(const struct source *src, int number, struct position at, bool marks, struct buf *out) {
    struct text line;
    if (!src || !find_line(src, number, &line)) return;
    size_t indent = 0;
    while (indent < line.len && is_blank(line.at[indent])) indent++;
    buf_text(out, "    ");
    size_t end = line.len;
    while (end > indent && is_blank(line.at[end - 1])) end--;
    buf_add(out, line.at + indent, end - indent);
    buf_char(out, '\n');
    if (marks && at.line == number && at.col >= 0 && at.end_col >= 0 && (size_t)at.col >= indent) add_marks(line, indent, at, out);
}
