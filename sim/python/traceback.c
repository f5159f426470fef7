/* Exceptions as text, as CPython 3.11's interpreter prints them (Python/pythonrun.c, Python/traceback.c): tracebacks, causes and
 * contexts, notes, groups as trees. Frames of our own library are left out. */
#include <string.h>

#include "base/arena.h"
#include "python/exception.h"
#include "python/process.h"
#include "python/source_line.h"
#include "python/suggest.h"
#include "python/type_dict.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"
#include "python/vm.h"

enum { GROUP_WIDTH = 15, GROUP_DEPTH = 10, CHAIN_MAX = 1000, SAME_MAX = 3 };

/* Text goes out line by line behind a margin that shows the depth in the tree of groups. */
struct printer {
    struct thread *th;
    struct buf *out;
    int depth;
    bool need_close;
    bool marks;
    bool alone;  /* causes and contexts are left out */
    value *seen; /* all exceptions met so far: none is told twice as somebody's cause */
    size_t seen_count, seen_cap;
};

static void margin(struct printer *p, char bar) {
    if (p->depth == 0) return;
    buf_fill(p->out, ' ', 2 * (size_t)p->depth);
    buf_char(p->out, bar);
    buf_char(p->out, ' ');
}

static void emit(struct printer *p, const char *text, size_t len, char bar) {
    while (len > 0) {
        const char *newline = memchr(text, '\n', len);
        size_t n = newline ? (size_t)(newline - text) + 1 : len;
        margin(p, bar);
        buf_add(p->out, text, n);
        text += n;
        len -= n;
    }
}

static void emit_buf(struct printer *p, struct buf *b) {
    emit(p, b->data, b->len, '|');
    buf_fini(b);
}

static void emit_text(struct printer *p, const char *text) { emit(p, text, strlen(text), '|'); }

/* -- frames -- */

static const struct traceback *tb_of(value v) { return v == NIL ? NULL : (const struct traceback *)obj_of(v); }

static const struct traceback *shown(const struct traceback *tb) {
    while (tb && (tb->code->flags & CODE_hidden)) tb = tb_of(tb->next);
    return tb;
}

static bool same_place(const struct traceback *a, const struct traceback *b) {
    return a && b && a->line == b->line && a->code->source == b->code->source && strcmp(a->code->name, b->code->name) == 0;
}

static void frame_add(const struct printer *p, const struct traceback *tb, struct buf *out) {
    const struct code *c = tb->code;
    struct position at = {0};
    if (tb->insn >= 0 && tb->insn < c->insn_count) at = c->positions[tb->insn];
    buf_printf(out, "  File \"%s\", line %d, in %s\n", c->source->name, (int)tb->line, c->name);
    source_line_add(c->source, tb->line, at, p->marks, out);
}

static void repeated_add(int count, struct buf *out) {
    if (count <= SAME_MAX) return;
    count -= SAME_MAX;
    buf_printf(out, "  [Previous line repeated %d more time%s]\n", count, count > 1 ? "s" : "");
}

static void frames_add(const struct printer *p, const struct traceback *tb, struct buf *out) {
    const struct traceback *last = NULL;
    int count = 0;
    for (tb = shown(tb); tb; tb = shown(tb_of(tb->next))) {
        if (!same_place(tb, last)) {
            repeated_add(count, out);
            count = 0;
            last = tb;
        }
        if (++count <= SAME_MAX) frame_add(p, tb, out);
    }
    repeated_add(count, out);
}

/* -- the last line and the notes -- */

static void add_lines(const char *text, size_t len, struct buf *out) {
    buf_add(out, text, len);
    buf_char(out, '\n');
}

static void type_add(const struct type *t, struct buf *out) {
    const char *module = t->module, *name = t->name;
    size_t n;
    if (is_class(t)) {
        const struct class_obj *c = (const struct class_obj *)t;
        if (c->qualname != NIL && is_str(c->qualname)) name = str_text(c->qualname, &n);
    }
    if (module && strcmp(module, "builtins") != 0 && strcmp(module, "__main__") != 0) buf_printf(out, "%s.", module);
    buf_text(out, name);
}

void vm_exception_line(struct thread *th, value exc, struct buf *out) {
    struct buf text = {0};
    value saved = th->exc;
    th->exc = NIL;
    type_add(type_of(exc), out);
    if (!object_str(th, exc, &text)) {
        exc_take(th);
        buf_clear(&text);
        buf_text(&text, "<exception str() failed>");
    }
    if (text.len) {
        buf_text(out, ": ");
        buf_add(out, text.data, text.len);
    }
    buf_fini(&text);
    th->exc = saved;
}

static void notes_add(struct thread *th, value exc, struct buf *out) {
    value dict = exc_of(exc)->dict, notes = dict == NIL ? NIL : dict_get_str(dict, str_interned(th, "__notes__"));
    size_t len;
    if (notes == NIL || notes == NONE) return;
    if (!is_list(notes) && !is_tuple(notes)) {
        if (!object_repr(th, notes, out)) exc_take(th);
        buf_char(out, '\n');
        return;
    }
    size_t n = is_list(notes) ? list_len(notes) : tuple_len(notes);
    for (size_t i = 0; i < n; i++) {
        value note = is_list(notes) ? list_items(notes)[i] : tuple_items(notes)[i];
        if (is_str(note)) {
            const char *text = str_text(note, &len);
            add_lines(text, len, out);
            continue;
        }
        if (!object_str(th, note, out)) {
            exc_take(th);
            buf_text(out, "<note str() failed>");
        }
        buf_char(out, '\n');
    }
}

static void last_lines(struct printer *p, value exc) {
    struct buf b = {0};
    vm_exception_line(p->th, exc, &b);
    suggest_hint(p->th, exc, &b);
    buf_char(&b, '\n');
    notes_add(p->th, exc, &b);
    emit_buf(p, &b);
}

/* -- one exception, a group, a chain -- */

static void print_chain(struct printer *p, value exc);

static void print_stack(struct printer *p, value exc, const char *heading, char bar) {
    const struct traceback *tb = tb_of(exc_of(exc)->traceback);
    if (!tb) return;
    emit(p, heading, strlen(heading), bar);
    struct buf b = {0};
    frames_add(p, tb, &b);
    emit_buf(p, &b);
}

static void print_member(struct printer *p, value exceptions, size_t i, size_t shown_count) {
    size_t total = tuple_len(exceptions);
    bool last = i + 1 == shown_count, cut = i >= GROUP_WIDTH;
    if (last) p->need_close = true;
    buf_fill(p->out, ' ', 2 * (size_t)p->depth);
    buf_text(p->out, i == 0 ? "+-" : "  ");
    if (cut) buf_text(p->out, "+---------------- ... ----------------\n");
    else buf_printf(p->out, "+---------------- %zu ----------------\n", i + 1);
    p->depth++;
    if (cut) {
        struct buf b = {0};
        size_t more = total - GROUP_WIDTH;
        buf_printf(&b, "and %zu more exception%s\n", more, more > 1 ? "s" : "");
        emit_buf(p, &b);
    } else {
        print_chain(p, tuple_items(exceptions)[i]);
    }
    if (last && p->need_close) {
        buf_fill(p->out, ' ', 2 * (size_t)p->depth);
        buf_text(p->out, "+------------------------------------\n");
        p->need_close = false;
    }
    p->depth--;
}

static void print_group(struct printer *p, value exc) {
    bool top = p->depth == 0;
    if (p->depth > GROUP_DEPTH) {
        struct buf b = {0};
        buf_printf(&b, "... (max_group_depth is %d)\n", GROUP_DEPTH);
        emit_buf(p, &b);
        return;
    }
    if (top) p->depth = 1;
    print_stack(p, exc, "Exception Group Traceback (most recent call last):\n", top ? '+' : '|');
    last_lines(p, exc);
    value exceptions = exc_of(exc)->more[1];
    size_t n = tuple_len(exceptions), most = n <= GROUP_WIDTH ? n : GROUP_WIDTH + 1;
    p->need_close = false;
    for (size_t i = 0; i < most; i++) print_member(p, exceptions, i, most);
    if (top) p->depth = 0;
}

static void print_one(struct printer *p, value exc) {
    if (is_a(exc, &type_BaseExceptionGroup)) {
        print_group(p, exc);
        return;
    }
    print_stack(p, exc, "Traceback (most recent call last):\n", '|');
    last_lines(p, exc);
}

/* What came before it: its cause, else its context. */
static value before(value exc, const char **words) {
    const struct exc_obj *e = exc_of(exc);
    if (e->cause != NIL) {
        *words = "\nThe above exception was the direct cause of the following exception:\n\n";
        return e->cause;
    }
    *words = "\nDuring handling of the above exception, another exception occurred:\n\n";
    return e->suppress ? NIL : e->context;
}

static bool was_seen(const struct printer *p, value exc) {
    for (size_t i = 0; i < p->seen_count; i++)
        if (p->seen[i] == exc) return true;
    return false;
}

/* Oldest first. */
static void print_chain(struct printer *p, value exc) {
    size_t first = p->seen_count, n = 0;
    const char *words;
    while (exc != NIL && n < CHAIN_MAX && (n == 0 || !was_seen(p, exc))) {
        GROW(p->seen, p->seen_cap, p->seen_count + 1);
        p->seen[p->seen_count++] = exc;
        n++;
        exc = p->alone ? NIL : before(exc, &words);
    }
    for (size_t i = n; i-- > 0;) {
        value one = p->seen[first + i];
        if (i + 1 < n) {
            before(one, &words);
            emit_text(p, words);
        }
        print_one(p, one);
    }
}

void vm_traceback(struct thread *th, value exc, bool chain, struct buf *out) {
    struct printer p = {.th = th, .out = out, .marks = th->world->options->minor >= 11, .alone = !chain};
    value saved = th->exc;
    th->exc = NIL;
    print_chain(&p, exc);
    mem_free(p.seen);
    th->exc = saved;
}
