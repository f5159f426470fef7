#include "python/call.h"

#include <string.h>

#include "python/attr.h"
#include "python/class.h"
#include "python/generator.h"
#include "python/heap.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

static const char *text_of(value s) {
    size_t n;
    return str_text(s, &n);
}

/* -- binding, the whole of it -- */

/* "'a', 'b', and 'c'" */
static void names_list(const value *names, size_t n, struct buf *out) {
    for (size_t i = 0; i < n; i++) {
        if (i) buf_text(out, i + 1 < n ? ", " : n == 2 ? " and " : ", and ");
        buf_printf(out, "'%s'", text_of(names[i]));
    }
}

static bool raise_missing(struct thread *th, const struct function *fn, const char *kind, const value *names, size_t n) {
    struct buf b = {0};
    names_list(names, n, &b);
    raise_error(th, "TypeError", "%s() missing %zu required %s argument%s: %s", text_of(fn->qualname), n, kind, n == 1 ? "" : "s", b.data);
    buf_fini(&b);
    return false;
}

static bool raise_too_many(struct thread *th, const struct function *fn, size_t given, size_t kwonly_given) {
    const struct code *c = code_of(fn->code)->code;
    size_t most = (size_t)c->argcount, defaults = fn->defaults == NIL ? 0 : tuple_len(fn->defaults);
    struct buf b = {0};
    if (kwonly_given)
        buf_printf(&b, " positional argument%s (and %zu keyword-only argument%s)", given == 1 ? "" : "s", kwonly_given, kwonly_given == 1 ? "" : "s");
    const char *were = kwonly_given || given != 1 ? "were" : "was";
    if (defaults)
        raise_error(th, "TypeError", "%s() takes from %zu to %zu positional arguments but %zu%s %s given", text_of(fn->qualname), most - defaults,
                    most, given, b.data ? b.data : "", were);
    else
        raise_error(th, "TypeError", "%s() takes %zu positional argument%s but %zu%s %s given", text_of(fn->qualname), most, most == 1 ? "" : "s",
                    given, b.data ? b.data : "", were);
    buf_fini(&b);
    return false;
}

/* Keyword arguments into their slots, the rest into kwargs (NIL: there is no **kwargs). */
static bool bind_keywords(struct thread *th, struct function *fn, struct frame *f, struct args a, value kwargs) {
    const struct code_obj *c = code_of(fn->code);
    int named = c->code->argcount + c->code->kwonlyargcount;
    size_t n = tuple_len(a.kwnames);
    for (size_t i = 0; i < n; i++) {
        value name = tuple_items(a.kwnames)[i], item = a.items[a.npos + i];
        if (!is_str(name)) return raise_error(th, "TypeError", "%s() keywords must be strings", text_of(fn->qualname));
        if (!(obj_of(name)->flags & STR_interned)) name = str_intern(th, name);
        int at = c->code->posonlyargcount;
        while (at < named && c->locals[at] != name) at++;
        if (at < named) {
            if (f->slots[at] != NIL)
                return raise_error(th, "TypeError", "%s() got multiple values for argument '%s'", text_of(fn->qualname), text_of(name));
            f->slots[at] = item;
        } else if (kwargs != NIL) {
            dict_set_str(th, kwargs, name, item);
        } else {
            for (int p = 0; p < c->code->posonlyargcount; p++)
                if (c->locals[p] == name)
                    return raise_error(th, "TypeError", "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                                       text_of(fn->qualname), text_of(name));
            return raise_error(th, "TypeError", "%s() got an unexpected keyword argument '%s'", text_of(fn->qualname), text_of(name));
        }
    }
    return true;
}

/* Defaults for what is still missing; names what stays missing. */
static bool bind_defaults(struct thread *th, struct function *fn, struct frame *f) {
    const struct code_obj *c = code_of(fn->code);
    int argcount = c->code->argcount, total = argcount + c->code->kwonlyargcount;
    int defaults = fn->defaults == NIL ? 0 : (int)tuple_len(fn->defaults);
    value missing[256];
    size_t n = 0;
    for (int i = 0; i < argcount; i++) {
        if (f->slots[i] != NIL) continue;
        if (i >= argcount - defaults) f->slots[i] = tuple_items(fn->defaults)[i - (argcount - defaults)];
        else if (n < 256) missing[n++] = c->locals[i];
    }
    if (n) return raise_missing(th, fn, "positional", missing, n);
    for (int i = argcount; i < total; i++) {
        if (f->slots[i] != NIL) continue;
        if (fn->kwdefaults != NIL) f->slots[i] = dict_get_str(fn->kwdefaults, c->locals[i]);
        if (f->slots[i] == NIL && n < 256) missing[n++] = c->locals[i];
    }
    return n ? raise_missing(th, fn, "keyword-only", missing, n) : true;
}

static size_t kwonly_given(const struct code_obj *c, struct args a) {
    size_t given = 0;
    for (size_t i = 0; a.kwnames != NIL && i < tuple_len(a.kwnames); i++)
        for (int k = 0; k < c->code->kwonlyargcount; k++) given += str_equal(c->locals[c->code->argcount + k], tuple_items(a.kwnames)[i]);
    return given;
}

static bool bind_slow(struct thread *th, struct function *fn, struct frame *f, struct args a) {
    const struct code_obj *c = code_of(fn->code);
    const struct code *code = c->code;
    size_t argcount = (size_t)code->argcount, named = argcount + (size_t)code->kwonlyargcount;
    size_t positional = a.npos < argcount ? a.npos : argcount;
    values_copy(f->slots, a.items, positional);
    if (code->flags & CODE_varargs) f->slots[named++] = tuple_new(th, a.npos > positional ? a.items + positional : NULL, a.npos - positional);
    value kwargs = NIL;
    if (code->flags & CODE_varkeywords) f->slots[named] = kwargs = dict_new(th);
    if (a.kwnames != NIL && !bind_keywords(th, fn, f, a, kwargs)) return false;
    if (a.npos > argcount && !(code->flags & CODE_varargs)) return raise_too_many(th, fn, a.npos, kwonly_given(c, a));
    return bind_defaults(th, fn, f);
}

struct frame *function_frame(struct thread *th, struct function *fn, struct args a) {
    struct code_obj *c = code_of(fn->code);
    if (!c->loaded) code_load(th, c);
    const struct code *code = c->code;
    struct frame *f = frame_new(th, FRAME_python, (size_t)(code->local_count + code->stack_size) + 1);
    f->code = c;
    f->function = from_obj(fn);
    f->globals = fn->globals;
    f->sp = (uint32_t)code->local_count;
    bool plain = a.kwnames == NIL && code->kwonlyargcount == 0 && !(code->flags & (CODE_varargs | CODE_varkeywords));
    if (plain && a.npos == (size_t)code->argcount) {
        values_copy(f->slots, a.items, a.npos);
        return f;
    }
    if (bind_slow(th, fn, f, a)) return f;
    frame_free(th, f);
    return NULL;
}

bool recursion_check(struct thread *th) {
    if (th->depth < th->depth_max) return true;
    /* the handler of a RecursionError gets some room, as CPython gives it */
    int most = th->depth_max;
    th->depth_max += 50;
    raise_error(th, "RecursionError", "maximum recursion depth exceeded");
    th->depth_max = most;
    return false;
}

static enum did call_function(struct thread *th, struct function *fn, struct args a, enum deliver deliver, value keep) {
    if (!recursion_check(th)) return DID_raise;
    struct frame *f = function_frame(th, fn, a);
    if (!f) return DID_raise;
    f->deliver = (uint8_t)deliver;
    f->keep = keep;
    frame_enter(th, f);
    return DID_frame;
}

/* -- other callables -- */

enum { SMALL = 24 };

/* callable(first, *args): args on the C stack where they fit, else in a buffer. */
static enum did call_with_first(struct thread *th, value callable, value first, struct args a, enum deliver deliver, value keep) {
    size_t n = a.npos + (a.kwnames == NIL ? 0 : tuple_len(a.kwnames));
    value small[SMALL + 1];
    value *items = n <= SMALL ? small : heap_values(th, n + 1)->items;
    items[0] = first;
    values_copy(items + 1, a.items, n);
    return call_value(th, callable, (struct args){items, a.npos + 1, a.kwnames}, deliver, keep);
}

static enum did call_instance(struct thread *th, value v, struct args a, enum deliver deliver, value keep) {
    value m = type_lookup(th, type_of(v), name_of(th, NAME_call));
    if (m == NIL || m == NONE) {
        raise_error(th, "TypeError", "'%s' object is not callable", type_name(v));
        return DID_raise;
    }
    if (is_function(m)) return call_with_first(th, m, v, a, deliver, keep);
    if (is_native(m)) return native_call(th, m, v, a, deliver, keep);
    struct attr at;
    switch (attr_bind(th, m, v, type_of(v), &at)) {
    case FOUND_value: return call_value(th, at.value, a, deliver, keep);
    case FOUND_call: case FOUND_missing: raise_unsupported(th, "this kind of __call__"); return DID_raise;
    case FOUND_fail: break;
    }
    return DID_raise;
}

static const struct type *call_slot(const struct type *t) {
    while (t && !t->call) t = t->base;
    return t;
}

const struct type type_operation = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "operation", .module = "builtins", .base = &type_object,
    .size = sizeof(struct operation), .doc = "Something that only the interpreter can do.",
};

static enum did pass_go(struct thread *th, struct frame *f, value v) { return frame_finish(th, f, v); }
static const struct step step_pass = {"pass", pass_go, NULL};

void call_pass(struct thread *th, enum deliver deliver, value keep) {
    frame_push_step(th, &step_pass, 0, deliver)->keep = keep;
}

enum did call_value(struct thread *th, value callable, struct args a, enum deliver deliver, value keep) {
    if (is_small(callable)) return call_instance(th, callable, a, deliver, keep);
    const struct type *t = type_of(callable);
    if (t == &type_function) return call_function(th, function_of(callable), a, deliver, keep);
    if (t == &type_native) return native_call(th, callable, NIL, a, deliver, keep);
    if (t == &type_method) {
        struct method *m = method_of(callable);
        if (is_native(m->function)) return native_call(th, m->function, m->self, a, deliver, keep);
        return call_with_first(th, m->function, m->self, a, deliver, keep);
    }
    if (is_type(callable)) {
        value m = is_class(t) ? type_lookup(th, t, name_of(th, NAME_call)) : NIL;
        if (m != NIL && is_function(m)) return call_with_first(th, m, callable, a, deliver, keep);
        return type_call(th, as_type(callable), a, deliver, keep);
    }
    if (t == &type_operation) {
        if (deliver != DELIVER_push) call_pass(th, deliver, keep);
        return ((const struct operation *)obj_of(callable))->run(th, a);
    }
    if (t == &type_staticmethod) return call_value(th, ((struct wrapper *)obj_of(callable))->function, a, deliver, keep);
    if (!is_class(t)) {
        const struct type *owner = call_slot(t);
        if (owner) return native_call(th, native_method(th, owner->call, owner), callable, a, deliver, keep);
    }
    return call_instance(th, callable, a, deliver, keep);
}

enum did call_0(struct thread *th, value callable, enum deliver deliver) {
    return call_value(th, callable, (struct args){NULL, 0, NIL}, deliver, NIL);
}

enum did call_1(struct thread *th, value callable, value arg, enum deliver deliver) {
    return call_value(th, callable, (struct args){&arg, 1, NIL}, deliver, NIL);
}

enum did call_2(struct thread *th, value callable, value a, value b, enum deliver deliver) {
    value items[2] = {a, b};
    return call_value(th, callable, (struct args){items, 2, NIL}, deliver, NIL);
}

enum did call_spread(struct thread *th, value callable, value tuple, value kwargs, enum deliver deliver, value keep) {
    size_t n = tuple_len(tuple), nk = kwargs == NIL ? 0 : dict_len(kwargs);
    if (nk == 0) return call_value(th, callable, (struct args){tuple_items(tuple), n, NIL}, deliver, keep);
    value small[SMALL], names = tuple_new(th, NULL, nk), key, item;
    value *items = n + nk <= SMALL ? small : heap_values(th, n + nk)->items;
    values_copy(items, tuple_items(tuple), n);
    size_t pos = 0, i = 0;
    while (dict_next(kwargs, &pos, &key, &item)) {
        if (!is_str(key)) {
            raise_error(th, "TypeError", "keywords must be strings");
            return DID_raise;
        }
        tuple_items(names)[i] = key;
        items[n + i++] = item;
    }
    return call_value(th, callable, (struct args){items, n, names}, deliver, keep);
}
