#include "python/exception.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "python/process.h"
#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/type_tuple.h"
#include "python/frame_view.h"

/* -- which type -- */

#define EXC(name, base, kind, getsets, methods) extern const struct type type_##name;
#include "python/exception.def"
#undef EXC

const struct type *const exception_types[] = {
#define EXC(name, base, kind, getsets, methods) &type_##name,
#include "python/exception.def"
#undef EXC
    NULL,
};

static const enum exc_kind kinds[] = {
#define EXC(name, base, kind, getsets, methods) EXCK_##kind,
#include "python/exception.def"
#undef EXC
};

enum exc_kind exc_kind_of(const struct type *t) {
    while (is_class(t)) t = t->base;
    for (size_t i = 0; exception_types[i]; i++)
        if (exception_types[i] == t) return kinds[i];
    return EXCK_plain;
}

const struct type *exception_type(const char *name) {
    for (size_t i = 0; exception_types[i]; i++)
        if (strcmp(exception_types[i]->name, name) == 0) return exception_types[i];
    return strcmp(name, "IOError") == 0 || strcmp(name, "EnvironmentError") == 0 ? &type_OSError : NULL;
}

/* -- making -- */

static value or_none(value v) { return v == NIL ? NONE : v; }

/* Keywords that a builtin exception takes: "name path". They go to more[first], more[first + 1]. */
static bool take_keywords(struct thread *th, struct exc_obj *e, value kwargs, const char *const *names, int first) {
    size_t pos = 0;
    value key, item;
    if (kwargs == NIL) return true;
    while (dict_next(kwargs, &pos, &key, &item)) {
        int at = -1;
        for (int i = 0; names && names[i]; i++)
            if (str_is(key, names[i])) at = first + i;
        if (at < 0) {
            size_t n;
            if (!names) return raise_error(th, "TypeError", "%s() takes no keyword arguments", e->head.type->name);
            return raise_error(th, "TypeError", "'%s' is an invalid keyword argument for %s()", str_text(key, &n), e->head.type->name);
        }
        e->more[at] = item;
    }
    return true;
}

static void fill_os(struct thread *th, struct exc_obj *e) {
    size_t n = tuple_len(e->args);
    const value *a = tuple_items(e->args);
    if (n < 2 || n > 5) return;
    e->more[0] = a[0];
    e->more[1] = a[1];
    if (n >= 3) e->more[2] = a[2];
    if (n == 5) e->more[4] = a[4];
    if (n >= 3) e->args = tuple_new(th, a, 2);
}

static bool fill_unicode(struct thread *th, struct exc_obj *e, int first) {
    int need = EXC_MORE - first;
    if ((int)tuple_len(e->args) != need)
        return raise_error(th, "TypeError", "function takes exactly %d arguments (%zu given)", need, tuple_len(e->args));
    for (int i = 0; i < need; i++) e->more[first + i] = tuple_items(e->args)[i];
    return true;
}

/* What the class keeps beside args. */
static bool exc_fill(struct thread *th, struct exc_obj *e, value kwargs) {
    static const char *const import_names[] = {"name", "path", NULL}, *const name_names[] = {"name", NULL}, *const attribute_names[] = {"name", "obj", NULL};
    size_t n = tuple_len(e->args);
    const value *a = tuple_items(e->args);
    switch (exc_kind_of(e->head.type)) {
    case EXCK_plain: case EXCK_key: break;
    case EXCK_stop: e->more[0] = n ? a[0] : NIL; break;
    case EXCK_exit: e->more[0] = n == 0 ? NIL : n == 1 ? a[0] : e->args; break;
    case EXCK_import: e->more[0] = n == 1 ? a[0] : NIL; return take_keywords(th, e, kwargs, import_names, 1);
    case EXCK_name: return take_keywords(th, e, kwargs, name_names, 0);
    case EXCK_attribute: return take_keywords(th, e, kwargs, attribute_names, 0);
    case EXCK_os: fill_os(th, e); break;
    case EXCK_unicode: return take_keywords(th, e, kwargs, NULL, 0) && fill_unicode(th, e, 0);
    case EXCK_translate: return take_keywords(th, e, kwargs, NULL, 0) && fill_unicode(th, e, 1);
    case EXCK_syntax:
        e->more[0] = n ? a[0] : NIL;
        e->more[1] = n == 2 ? a[1] : NIL;
        break;
    case EXCK_group: break; /* done when made */
    }
    return take_keywords(th, e, kwargs, NULL, 0);
}

static const struct {
    int number;
    const struct type *type;
} os_types[] = {
    {1, &type_PermissionError}, {2, &type_FileNotFoundError}, {3, &type_ProcessLookupError}, {4, &type_InterruptedError}, {10, &type_ChildProcessError},
    {11, &type_BlockingIOError}, {13, &type_PermissionError}, {17, &type_FileExistsError}, {20, &type_NotADirectoryError}, {21, &type_IsADirectoryError},
    {32, &type_BrokenPipeError}, {103, &type_ConnectionAbortedError}, {104, &type_ConnectionResetError}, {108, &type_BrokenPipeError},
    {110, &type_TimeoutError}, {111, &type_ConnectionRefusedError}, {114, &type_BlockingIOError}, {115, &type_BlockingIOError},
};

static const struct type *os_type(const struct type *t, value args) {
    int64_t number;
    if (t != &type_OSError || tuple_len(args) < 2 || !is_int(tuple_items(args)[0]) || !int_fits(tuple_items(args)[0], &number)) return t;
    for (size_t i = 0; i < sizeof os_types / sizeof os_types[0]; i++)
        if (os_types[i].number == number) return os_types[i].type;
    return t;
}

static struct exc_obj *exc_make(struct thread *th, const struct type *t, value args) {
    struct exc_obj *e = heap_new(th, t, t->size);
    e->args = args;
    return e;
}

static enum answer base_make(struct thread *th, struct call *c) {
    const struct type *t = os_type(as_type(c->args[0]), c->args[1]);
    value exceptions = NIL;
    bool group = exc_kind_of(t) == EXCK_group;
    if (group && !exc_group_fill(th, &t, c->args[1], &exceptions)) return FAIL;
    struct exc_obj *e = exc_make(th, t, c->args[1]);
    if (group) {
        e->more[0] = tuple_items(e->args)[0];
        e->more[1] = exceptions;
    }
    /* A program's class may have an __init__ with its own parameters: those are checked there. */
    if (!is_class(t)) {
        if (!exc_fill(th, e, c->args[2])) return FAIL;
    } else if (exc_kind_of(t) == EXCK_os) {
        fill_os(th, e);
    }
    return give(c, from_obj(e));
}

static enum answer base_init(struct thread *th, struct call *c) {
    struct exc_obj *e = exc_of(c->args[0]);
    if (!is_class(e->head.type)) return give(c, NONE); /* base_make has done it */
    if (exc_kind_of(e->head.type) != EXCK_group) e->args = c->args[1];
    return exc_fill(th, e, c->args[2]) ? give(c, NONE) : FAIL;
}

value exc_new(struct thread *th, const struct type *type, const value *args, size_t n) {
    struct exc_obj *e = exc_make(th, type, tuple_new(th, args, n));
    bool ok = exc_fill(th, e, NIL);
    ASSERT(ok);
    return from_obj(e);
}

/* -- raising -- */

void exc_chain(value exc, value handled) {
    if (handled == NIL || handled == exc) return;
    for (struct exc_obj *o = exc_of(handled); o->context != NIL; o = exc_of(o->context))
        if (o->context == exc) {
            o->context = NIL;
            break;
        }
    exc_of(exc)->context = handled;
}

bool raise_value(struct thread *th, value exception) {
    th->exc = exception;
    exc_chain(exception, th->handled);
    return false;
}

bool raise_args(struct thread *th, const struct type *type, const value *args, size_t n) { return raise_value(th, exc_new(th, type, args, n)); }

static bool raise_text(struct thread *th, const struct type *type, const char *fmt, va_list ap) {
    struct buf b = {0};
    buf_vprintf(&b, fmt, ap);
    value text = b.len ? str_new(th, b.data, b.len) : NIL;
    buf_fini(&b);
    return raise_args(th, type, &text, text != NIL);
}

bool raise_error(struct thread *th, const char *type, const char *fmt, ...) {
    const struct type *t = exception_type(type);
    ASSERT(t);
    va_list ap;
    va_start(ap, fmt);
    raise_text(th, t, fmt, ap);
    va_end(ap);
    return false;
}

bool raise_unsupported(struct thread *th, const char *fmt, ...) {
    struct buf b = {0};
    buf_text(&b, "gilscope does not support ");
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    value text = str_from_buf(th, &b);
    return raise_args(th, &type_NotImplementedError, &text, 1);
}

bool raise_stop(struct thread *th, value result) { return raise_args(th, &type_StopIteration, &result, result != NONE); }

bool raise_os(struct thread *th, int number, const char *filename) {
    value args[3] = {from_small(number), str_cstr(th, strerror(number)), filename ? str_cstr(th, filename) : NIL};
    size_t n = filename ? 3 : 2;
    return raise_args(th, os_type(&type_OSError, tuple_new(th, args, n)), args, n);
}

bool raise_attribute(struct thread *th, value object, value name, const char *text) {
    value arg = str_cstr(th, text), exc = exc_new(th, &type_AttributeError, &arg, 1);
    exc_of(exc)->more[0] = name;
    exc_of(exc)->more[1] = object;
    return raise_value(th, exc);
}

bool raise_name(struct thread *th, const char *type, value name, const char *text) {
    value arg = str_cstr(th, text), exc = exc_new(th, exception_type(type), &arg, 1);
    exc_of(exc)->more[0] = name;
    return raise_value(th, exc);
}

bool exc_matches(struct thread *th, const char *type) { return th->exc != NIL && is_a(th->exc, exception_type(type)); }

value exc_take(struct thread *th) {
    value exc = th->exc;
    th->exc = NIL;
    return exc;
}

/* -- tracebacks -- */

static void tell_raise(struct thread *th, value exc, const struct code *code) {
    if (code->flags & (CODE_hidden | CODE_native)) return;
    if (is_a(exc, &type_StopIteration) || is_a(exc, &type_StopAsyncIteration) || is_a(exc, &type_GeneratorExit)) return;
    thread_trace(th, EV_raise, trace_text(th->world->trace, type_name(exc)), 0);
}

void exc_pass(struct thread *th, value exc, const struct code *code, int insn) {
    struct exc_obj *e = exc_of(exc);
    if (e->traceback == NIL && !th->nested) tell_raise(th, exc, code);
    struct traceback *tb = heap_new(th, &type_traceback, sizeof *tb);
    tb->next = e->traceback;
    tb->code = code;
    tb->insn = insn;
    tb->line = insn >= 0 && insn < code->insn_count ? code->positions[insn].line : code->first_line;
    e->traceback = from_obj(tb);
}

value exc_tb(value exc) { return or_none(exc_of(exc)->traceback); }

static void traceback_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct traceback *)o)->next); }
static bool tb_get_next(struct thread *th, value self, value *out) { (void)th; return *out = or_none(((struct traceback *)obj_of(self))->next), true; }
static bool tb_get_line(struct thread *th, value self, value *out) { (void)th; return *out = from_small(((struct traceback *)obj_of(self))->line), true; }
static bool tb_get_lasti(struct thread *th, value self, value *out) { (void)th; return *out = from_small(2 * ((struct traceback *)obj_of(self))->insn), true; }
static bool tb_get_frame(struct thread *th, value self, value *out) {
    const struct traceback *tb = (const struct traceback *)obj_of(self);
    return *out = frame_view_of_code(th, tb->code, tb->line), true;
}
static const struct getset traceback_getsets[] = {
    {"tb_next", tb_get_next, NULL, NULL}, {"tb_lineno", tb_get_line, NULL, NULL}, {"tb_lasti", tb_get_lasti, NULL, NULL},
    {"tb_frame", tb_get_frame, NULL, NULL}, {NULL, NULL, NULL, NULL},
};
const struct type type_traceback = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "traceback", .module = "builtins", .base = &type_object,
    .size = sizeof(struct traceback), .visit = traceback_visit, .getsets = traceback_getsets, .doc = "The frames that an exception has passed.",
};

/* -- attributes -- */

#define MORE(name, i)                                                                                                              \
    static bool name##_get(struct thread *th, value self, value *out) { (void)th; return *out = or_none(exc_of(self)->more[i]), true; } \
    static bool name##_set(struct thread *th, value self, value item) { (void)th; return exc_of(self)->more[i] = item, true; }
MORE(more0, 0)
MORE(more1, 1)
MORE(more2, 2)
MORE(more3, 3)
MORE(more4, 4)
#undef MORE

static const struct getset stop_getsets[] = {{"value", more0_get, more0_set, NULL}, {NULL, NULL, NULL, NULL}};
static const struct getset exit_getsets[] = {{"code", more0_get, more0_set, NULL}, {NULL, NULL, NULL, NULL}};
static const struct getset import_getsets[] = {{"msg", more0_get, more0_set, NULL}, {"name", more1_get, more1_set, NULL}, {"path", more2_get, more2_set, NULL}, {NULL, NULL, NULL, NULL}};
static const struct getset os_getsets[] = {{"errno", more0_get, more0_set, NULL}, {"strerror", more1_get, more1_set, NULL}, {"filename", more2_get, more2_set, NULL}, {"filename2", more4_get, more4_set, NULL}, {NULL, NULL, NULL, NULL}};
static const struct getset name_getsets[] = {{"name", more0_get, more0_set, NULL}, {NULL, NULL, NULL, NULL}};
static const struct getset attribute_getsets[] = {{"name", more0_get, more0_set, NULL}, {"obj", more1_get, more1_set, NULL}, {NULL, NULL, NULL, NULL}};
static const struct getset unicode_getsets[] = {{"encoding", more0_get, more0_set, NULL}, {"object", more1_get, more1_set, NULL}, {"start", more2_get, more2_set, NULL}, {"end", more3_get, more3_set, NULL}, {"reason", more4_get, more4_set, NULL}, {NULL, NULL, NULL, NULL}};
static const struct getset group_getsets[] = {{"message", more0_get, NULL, NULL}, {"exceptions", more1_get, NULL, NULL}, {NULL, NULL, NULL, NULL}};

static bool syntax_detail(struct thread *th, value self, size_t i, value *out) {
    value info = exc_of(self)->more[1];
    (void)th;
    *out = info != NIL && is_tuple(info) && i < tuple_len(info) ? tuple_items(info)[i] : NONE;
    return true;
}
static bool syntax_filename(struct thread *th, value self, value *out) { return syntax_detail(th, self, 0, out); }
static bool syntax_lineno(struct thread *th, value self, value *out) { return syntax_detail(th, self, 1, out); }
static bool syntax_offset(struct thread *th, value self, value *out) { return syntax_detail(th, self, 2, out); }
static bool syntax_text(struct thread *th, value self, value *out) { return syntax_detail(th, self, 3, out); }
static const struct getset syntax_getsets[] = {{"msg", more0_get, more0_set, NULL}, {"filename", syntax_filename, NULL, NULL}, {"lineno", syntax_lineno, NULL, NULL}, {"offset", syntax_offset, NULL, NULL}, {"text", syntax_text, NULL, NULL}, {NULL, NULL, NULL, NULL}};

static bool args_get(struct thread *th, value self, value *out) { (void)th; return *out = exc_of(self)->args, true; }
static bool args_set(struct thread *th, value self, value item) {
    if (item == NIL) return raise_error(th, "TypeError", "args may not be deleted");
    return tuple_from_iterable(th, item, &exc_of(self)->args);
}
static bool tb_get(struct thread *th, value self, value *out) { (void)th; return *out = exc_tb(self), true; }
static bool tb_set(struct thread *th, value self, value item) {
    if (item == NIL) return raise_error(th, "TypeError", "__traceback__ may not be deleted");
    if (item != NONE && !is_a(item, &type_traceback)) return raise_error(th, "TypeError", "__traceback__ must be a traceback or None");
    exc_of(self)->traceback = item == NONE ? NIL : item;
    return true;
}
static bool link_set(struct thread *th, value *slot, value item, const char *what) {
    if (item == NIL) return raise_error(th, "TypeError", "%s may not be deleted", what);
    if (item != NONE && !is_exception(item)) return raise_error(th, "TypeError", "exception %s must be None or derive from BaseException", what);
    return *slot = item == NONE ? NIL : item, true;
}
static bool cause_get(struct thread *th, value self, value *out) { (void)th; return *out = or_none(exc_of(self)->cause), true; }
static bool cause_set(struct thread *th, value self, value item) {
    exc_of(self)->suppress = true;
    return link_set(th, &exc_of(self)->cause, item, "cause");
}
static bool context_get(struct thread *th, value self, value *out) { (void)th; return *out = or_none(exc_of(self)->context), true; }
static bool context_set(struct thread *th, value self, value item) { return link_set(th, &exc_of(self)->context, item, "context"); }
static bool suppress_get(struct thread *th, value self, value *out) { (void)th; return *out = from_bool(exc_of(self)->suppress), true; }
static bool suppress_set(struct thread *th, value self, value item) { return item == NIL ? raise_error(th, "TypeError", "can't delete numeric/char attribute") : object_truth(th, item, &exc_of(self)->suppress); }

static const struct getset base_getsets[] = {
    {"args", args_get, args_set, NULL}, {"__traceback__", tb_get, tb_set, NULL}, {"__cause__", cause_get, cause_set, NULL},
    {"__context__", context_get, context_set, NULL}, {"__suppress_context__", suppress_get, suppress_set, NULL}, {NULL, NULL, NULL, NULL},
};

/* -- methods -- */

static enum answer base_with_traceback(struct thread *th, struct call *c) { return tb_set(th, c->args[0], c->args[1]) ? give(c, c->args[0]) : FAIL; }

static enum answer base_add_note(struct thread *th, struct call *c) {
    struct exc_obj *e = exc_of(c->args[0]);
    value name = str_interned(th, "__notes__");
    if (!is_str(c->args[1])) return raise_error(th, "TypeError", "note must be a str, not '%s'", type_name(c->args[1])) ? DONE : FAIL;
    if (e->dict == NIL) e->dict = dict_new(th);
    value notes = dict_get_str(e->dict, name);
    if (notes == NIL) dict_set_str(th, e->dict, name, notes = list_new(th, NULL, 0));
    if (!is_a(notes, &type_list)) return raise_error(th, "TypeError", "Cannot add note: __notes__ is not a list") ? DONE : FAIL;
    list_append(th, notes, c->args[1]);
    return give(c, NONE);
}

static const struct native base_methods[] = {
    {"__init__", "self, /, *args, **kwargs", base_init, NATIVE_nopoll, "Sets args."},
    {"with_traceback", "self, tb, /", base_with_traceback, 0, "Sets __traceback__ and returns the exception."},
    {"add_note", "self, note, /", base_add_note, 0, "Adds a line that is printed below the exception."},
    {NULL, NULL, NULL, 0, NULL},
};

/* -- the types -- */

static void exc_visit(struct obj *o, struct visitor *v) {
    struct exc_obj *e = (struct exc_obj *)o;
    value *const one[] = {&e->dict, &e->args, &e->traceback, &e->cause, &e->context};
    for (size_t i = 0; i < sizeof one / sizeof one[0]; i++) v->slot(v, one[i]);
    for (size_t i = 0; i < EXC_MORE; i++) v->slot(v, &e->more[i]);
}

static const struct native base_make_row = {"__new__", "cls, /, *args, **kwargs", base_make, 0, "A new exception."};

#define EXC(id, parent, kind, getset_rows, method_rows)                                                                             \
    const struct type type_##id = {                                                                                                 \
        .head = {.type = &type_type, .flags = OBJ_static}, .name = #id, .module = "builtins", .base = &type_##parent,               \
        .size = sizeof(struct exc_obj), .dict_offset = offsetof(struct exc_obj, dict), .flags = TYPE_base | TYPE_exception | TYPE_dict, \
        .visit = exc_visit, .make = &base_make_row, .repr = exception_repr, .str = exception_str, .methods = method_rows, .getsets = getset_rows, \
    };
#include "python/exception.def"
#undef EXC
