#include "stdlib/_io.h"

#include <string.h>

enum { BUFFER = 8192 }; /* TextIOWrapper's chunk and BufferedWriter's buffer */

struct stream {
    struct obj head;
    value dict;
    int number;
};

static const struct type type_stream;

bool is_text_stream(value v) { return is_obj(v) && type_of(v) == &type_stream; }

value io_stream(struct thread *th, int stream) {
    const char *name = stream == 1 ? "io stdout" : "io stderr";
    value v = state_get(th, name);
    if (v != NIL) return v;
    struct stream *s = heap_new(th, &type_stream, sizeof *s);
    s->number = stream;
    state_set(th, name, from_obj(s));
    return from_obj(s);
}

value io_standard(struct thread *th, const char *name) {
    value sys = dict_get_str(th->process->modules, str_interned(th, "sys")), out;
    if (sys == NIL) return io_stream(th, strcmp(name, "stderr") == 0 ? 2 : 1);
    return object_find_attr(th, sys, str_interned(th, name), &out) ? out : NIL;
}

bool io_write(struct thread *th, value file, const char *text, size_t len, bool flush) {
    struct process *p = th->process;
    int number = ((struct stream *)obj_of(file))->number;
    struct buf *b = &p->out[number - 1];
    if (len) buf_add(b, text, len);
    charge(th, COST_byte, (int64_t)len);
    bool lines = number == 2 || p->stdout_line_buffered;
    if (b->len && (flush || b->len >= BUFFER || (lines && memchr(b->data, '\n', b->len)))) {
        process_flush(th, number);
        return true;
    }
    return false;
}

static enum answer stream_write(struct thread *th, struct call *c) {
    size_t len;
    if (c->phase == 0) {
        if (!is_str(c->args[1])) {
            raise_error(th, "TypeError", "write() argument must be str, not %s", type_name(c->args[1]));
            return FAIL;
        }
        const char *text = str_text(c->args[1], &len);
        if (io_write(th, c->args[0], text, len, false) && release_gil(th, c, cost_ns(th, COST_write)) == AGAIN) return AGAIN;
    }
    return give_int(th, c, (int64_t)str_of(c->args[1])->chars);
}

static enum answer stream_flush(struct thread *th, struct call *c) {
    if (c->phase == 0 && io_write(th, c->args[0], NULL, 0, true) && release_gil(th, c, cost_ns(th, COST_write)) == AGAIN) return AGAIN;
    return give_none(c);
}

static enum answer stream_isatty(struct thread *th, struct call *c) { (void)th; return give_bool(c, false); }
static enum answer stream_fileno(struct thread *th, struct call *c) { return give_int(th, c, ((struct stream *)obj_of(c->args[0]))->number); }
static enum answer stream_yes(struct thread *th, struct call *c) { (void)th; return give_bool(c, true); }
static enum answer stream_no(struct thread *th, struct call *c) { (void)th; return give_bool(c, false); }

/* reconfigure(line_buffering=...) is the one knob that shows in a simulation. */
static enum answer stream_reconfigure(struct thread *th, struct call *c) {
    bool on;
    if (c->args[1] != NONE && ((struct stream *)obj_of(c->args[0]))->number == 1) {
        if (!object_truth(th, c->args[1], &on)) return FAIL;
        th->process->stdout_line_buffered = on;
    }
    return give_none(c);
}

static enum answer stream_close(struct thread *th, struct call *c) { (void)th; return give_none(c); }

static bool stream_repr(struct thread *th, value self, struct buf *out) {
    (void)th;
    buf_printf(out, "<_io.TextIOWrapper name='<%s>' mode='w' encoding='utf-8'>", ((struct stream *)obj_of(self))->number == 1 ? "stdout" : "stderr");
    return true;
}
static bool stream_encoding(struct thread *th, value self, value *out) { (void)self; return *out = str_cstr(th, "utf-8"), true; }
static bool stream_errors(struct thread *th, value self, value *out) {
    return *out = str_cstr(th, ((struct stream *)obj_of(self))->number == 1 ? "strict" : "backslashreplace"), true;
}
static bool stream_name(struct thread *th, value self, value *out) {
    return *out = str_cstr(th, ((struct stream *)obj_of(self))->number == 1 ? "<stdout>" : "<stderr>"), true;
}
static bool stream_mode(struct thread *th, value self, value *out) { (void)self; return *out = str_cstr(th, "w"), true; }
static bool stream_closed(struct thread *th, value self, value *out) { (void)self; (void)th; return *out = FALSE, true; }
static bool stream_line_buffering(struct thread *th, value self, value *out) {
    return *out = from_bool(((struct stream *)obj_of(self))->number == 2 || th->process->stdout_line_buffered), true;
}

static void stream_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct stream *)o)->dict); }

static const struct native stream_methods[] = {
    {"write", "self, text, /", stream_write, 0, "Text into the stream; returns the number of characters."},
    {"flush", "self, /", stream_flush, 0, "Writes the buffer out."},
    {"isatty", "self, /", stream_isatty, 0, "False."},
    {"fileno", "self, /", stream_fileno, 0, "1 or 2."},
    {"writable", "self, /", stream_yes, 0, "True."},
    {"readable", "self, /", stream_no, 0, "False."},
    {"seekable", "self, /", stream_no, 0, "False."},
    {"close", "self, /", stream_close, 0, "Does nothing."},
    {"reconfigure", "self, line_buffering=None", stream_reconfigure, 0, "Turns line buffering on or off."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct getset stream_getsets[] = {
    {"encoding", stream_encoding, NULL, NULL}, {"errors", stream_errors, NULL, NULL}, {"name", stream_name, NULL, NULL},
    {"mode", stream_mode, NULL, NULL}, {"closed", stream_closed, NULL, NULL}, {"line_buffering", stream_line_buffering, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const struct type type_stream = {
    .head = TYPE_HEAD, .name = "TextIOWrapper", .module = "_io", .base = &type_object, .size = sizeof(struct stream), .visit = stream_visit,
    .repr = stream_repr, .methods = stream_methods, .getsets = stream_getsets,
};

static const struct type *const types[] = {&type_stream, NULL};
const struct module_def module_io = {"_io", NULL, types, NULL, "Streams."};
