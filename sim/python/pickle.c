#include "python/pickle.h"

#include <string.h>

#include "base/arena.h"
#include "python/attr.h"
#include "python/class.h"
#include "python/exception.h"
#include "python/function.h"
#include "python/pickle_code.h"
#include "python/process.h"
#include "python/type_bytes.h"
#include "python/type_dict.h"
#include "python/type_float.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_range.h"
#include "python/type_set.h"
#include "python/type_slice.h"
#include "python/type_str.h"
#include "python/type_tuple.h"
#include "python/vm.h"

/* What was met, by identity: slots of an open-addressed table, whose order never shows. */
struct seen {
    value object;
    uint32_t number;
};

struct pickler {
    struct thread *th;
    struct buf *out;
    struct seen *slots;
    size_t cap;
    uint32_t count;
    int depth;
};

static bool dump(struct pickler *p, value v);

/* -- what was met before -- */

static struct seen *seen_slot(const struct pickler *p, value v) {
    size_t at = (size_t)(v >> 4) * 0x9E3779B1u & (p->cap - 1);
    while (p->slots[at].object != NIL && p->slots[at].object != v) at = (at + 1) & (p->cap - 1);
    return &p->slots[at];
}

static void number(struct pickler *p, value v) {
    if ((size_t)p->count * 2 >= p->cap) {
        struct pickler bigger = *p;
        bigger.cap = p->cap ? 2 * p->cap : 64;
        bigger.slots = mem_alloc(bigger.cap * sizeof *bigger.slots);
        for (size_t i = 0; i < p->cap; i++)
            if (p->slots[i].object != NIL) *seen_slot(&bigger, p->slots[i].object) = p->slots[i];
        mem_free(p->slots);
        *p = bigger;
    }
    struct seen *s = seen_slot(p, v);
    s->object = v;
    s->number = p->count++;
}

static void put(struct pickler *p, char code, uint64_t n, int bytes) {
    buf_char(p->out, code);
    for (int i = 0; i < bytes; i++) buf_char(p->out, (char)(n >> (8 * i)));
}

static bool dump_seen(struct pickler *p, value v) {
    const struct seen *s = p->cap ? seen_slot(p, v) : NULL;
    if (!s || s->object == NIL) return false;
    if (s->number < 256) put(p, PICK_seen1, s->number, 1);
    else put(p, PICK_seen4, s->number, 4);
    return true;
}

/* -- errors -- */

static bool raise_pickling(struct thread *th, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static bool raise_pickling(struct thread *th, const char *fmt, ...) {
    struct buf b = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    value text = str_from_buf(th, &b), module, class, exc;
    if (!vm_import(th, str_interned(th, "pickle"), &module) || !object_getattr_cstr(th, module, "PicklingError", &class)) return false;
    return object_call(th, class, &text, 1, NIL, &exc) && raise_value(th, exc);
}

static bool raise_unpicklable(struct thread *th, value v) {
    const struct type *t = type_of(v);
    bool plain = !t->module || strcmp(t->module, "builtins") == 0;
    return raise_error(th, "TypeError", "cannot pickle '%s%s%s' object", plain ? "" : t->module, plain ? "" : ".", t->name);
}

static const char *text_of(value s) {
    size_t n;
    return str_text(s, &n);
}

/* -- plain data -- */

static void dump_int(struct pickler *p, value v) {
    int64_t i;
    bool fits = int_fits(v, &i);
    if (fits && i >= 0 && i < 256) put(p, PICK_int1, (uint64_t)i, 1);
    else if (fits && i >= 0 && i < 65536) put(p, PICK_int2, (uint64_t)i, 2);
    else if (fits && i >= INT32_MIN && i <= INT32_MAX) put(p, PICK_int4, (uint64_t)i, 4);
    else {
        struct bigint view;
        struct buf digits = {0};
        int_view(v, &view);
        bigint_text(&view, 16, &digits);
        put(p, PICK_long, digits.len, 4);
        buf_add(p->out, digits.data, digits.len);
        buf_fini(&digits);
    }
}

static void dump_float(struct pickler *p, double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    put(p, PICK_float, bits, 8);
}

static void dump_bytes(struct pickler *p, value v, const char *bytes, size_t n, char small, char large) {
    if (dump_seen(p, v)) return;
    if (n < 256) put(p, small, n, 1);
    else put(p, large, n, 4);
    buf_add(p->out, bytes, n);
    buf_char(p->out, 0); /* MEMOIZE */
    number(p, v);
}

static void dump_str(struct pickler *p, value v) {
    size_t n;
    const char *text = str_text(v, &n);
    dump_bytes(p, v, text, n, PICK_str1, PICK_str4);
}

static bool begin_items(struct pickler *p, char code, size_t n) {
    if (n > PICKLE_LENGTH_MAX) return raise_error(p->th, "OverflowError", "too many items to pickle");
    put(p, code, n, 3);
    return true;
}

static bool dump_values(struct pickler *p, const value *items, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!dump(p, items[i])) return false;
    return true;
}

static bool dump_list(struct pickler *p, value v, size_t n) {
    if (!begin_items(p, PICK_list, n)) return false;
    for (size_t i = 0; i < n && i < list_len(v); i++)
        if (!dump(p, list_items(v)[i])) return false;
    return true;
}

static bool dump_dict(struct pickler *p, value v) {
    size_t pos = 0;
    value key, item;
    if (!begin_items(p, PICK_dict, dict_len(v))) return false;
    while (dict_next(v, &pos, &key, &item))
        if (!dump(p, key) || !dump(p, item)) return false;
    return true;
}

static bool dump_set(struct pickler *p, value v, char code) {
    size_t pos = 0;
    value item;
    if (!begin_items(p, code, set_len(v))) return false;
    while (set_next(v, &pos, &item))
        if (!dump(p, item)) return false;
    return true;
}

/* -- by name -- */

static bool find_named(struct thread *th, value module, const char *qualname, value *out) {
    struct buf part = {0};
    *out = module;
    for (const char *s = qualname; *s && *out != NIL;) {
        const char *dot = strchr(s, '.');
        size_t n = dot ? (size_t)(dot - s) : strlen(s);
        buf_clear(&part);
        buf_add(&part, s, n);
        if (!object_find_attr(th, *out, str_interned(th, part.data), out)) {
            exc_take(th);
            *out = NIL;
        }
        s += n + (dot != NULL);
    }
    buf_fini(&part);
    return *out != NIL;
}

static bool dump_named(struct pickler *p, value v, value module, value qualname) {
    struct thread *th = p->th;
    value found, m = is_str(module) ? dict_get_str(th->process->modules, str_interned(th, text_of(module))) : NIL;
    struct buf shown = {0};
    if (strstr(text_of(qualname), "<locals>")) return raise_error(th, "AttributeError", "Can't pickle local object '%s'", text_of(qualname));
    if (m == NIL) m = dict_get_str(th->process->modules, str_interned(th, "__main__"));
    bool there = m != NIL && find_named(th, m, text_of(qualname), &found);
    if (!there || found != v) {
        if (!object_repr(th, v, &shown)) return buf_fini(&shown), false;
        const char *name = is_str(module) ? text_of(module) : "__main__";
        if (!there) raise_pickling(th, "Can't pickle %s: attribute lookup %s on %s failed", shown.data, text_of(qualname), name);
        else raise_pickling(th, "Can't pickle %s: it's not the same object as %s.%s", shown.data, name, text_of(qualname));
        buf_fini(&shown);
        return false;
    }
    buf_char(p->out, PICK_global);
    dump_str(p, is_str(module) ? module : str_interned(th, "__main__"));
    dump_str(p, qualname);
    buf_char(p->out, 0);
    number(p, v);
    return true;
}

static bool dump_type(struct pickler *p, value v) {
    const struct type *t = as_type(v);
    if (is_class(t)) return dump_named(p, v, class_of(t)->module, class_of(t)->qualname);
    return dump_named(p, v, str_interned(p->th, t->module ? t->module : "builtins"), str_interned(p->th, t->name));
}

/* -- instances -- */

static bool dump_reduce(struct pickler *p, value v, value callable, value args, value state, value list, value dict) {
    put(p, PICK_reduce, 0, 1);
    if (!dump(p, callable) || !dump(p, args)) return false;
    number(p, v);
    return dump(p, state) && dump(p, list) && dump(p, dict);
}

static bool as_list(struct thread *th, value iterator, value *out) {
    if (iterator == NIL || iterator == NONE) return *out = NONE, true;
    return list_from_iterable(th, iterator, out);
}

static bool dump_reduced(struct pickler *p, value v, value r) {
    value parts[5] = {NONE, NONE, NONE, NONE, NONE};
    struct thread *th = p->th;
    if (is_str(r)) return dump_named(p, v, str_interned(th, "__main__"), r);
    if (!is_tuple(r) || tuple_len(r) < 2 || tuple_len(r) > 5) return raise_pickling(th, "tuple returned by __reduce__ must contain 2 through 6 elements");
    for (size_t i = 0; i < tuple_len(r); i++) parts[i] = tuple_items(r)[i];
    if (!is_tuple(parts[1])) return raise_pickling(th, "second item of the tuple returned by __reduce__ must be a tuple");
    return as_list(th, parts[3], &parts[3]) && as_list(th, parts[4], &parts[4]) && dump_reduce(p, v, parts[0], parts[1], parts[2], parts[3], parts[4]);
}

/* A method that the class or its C type has for this; object's own do not count. */
static bool has_own(struct thread *th, const struct type *t, const char *name) {
    value m = type_lookup_cstr(th, t, name);
    return m != NIL && !(is_native(m) && native_of(m)->owner == &type_object);
}

static bool dump_exception(struct pickler *p, value v) {
    const struct exc_obj *e = exc_of(v);
    value args = e->args;
    if (exc_kind_of(e->head.type) == EXCK_os && e->more[2] != NIL && tuple_len(args) == 2) {
        value all[3] = {tuple_items(args)[0], tuple_items(args)[1], e->more[2]};
        args = tuple_new(p->th, all, 3);
    }
    return dump_reduce(p, v, from_obj(e->head.type), args, e->dict == NIL ? NONE : e->dict, NONE, NONE);
}

/* The instance's state: its dict; what __slots__ holds is there too. */
static bool dump_state(struct pickler *p, value v) {
    const value *dict = dict_slot(v);
    return dump(p, dict && *dict != NIL ? *dict : NONE);
}

static bool dump_instance(struct pickler *p, value v) {
    struct thread *th = p->th;
    const struct type *t = type_of(v);
    if (has_own(th, t, "__getstate__")) {
        value state;
        if (!object_call_method(th, v, "__getstate__", NULL, 0, &state)) return false;
        put(p, PICK_state, 0, 3);
        number(p, v);
        return dump(p, from_obj(t)) && dump(p, state);
    }
    put(p, PICK_instance, 0, 3);
    number(p, v);
    return dump(p, from_obj(t)) && dump_state(p, v);
}

/* A program's class with a builtin layout: the builtin value goes first, then the instance's dict. */
static bool dump_with_items(struct pickler *p, value v, const struct type *layout) {
    put(p, PICK_items, 0, 3);
    if (!dump(p, from_obj(type_of(v)))) return false;
    if (layout == &type_tuple) {
        p->count++; /* the other side numbers the bare tuple */
        if (!begin_items(p, PICK_tuple, tuple_len(v)) || !dump_values(p, tuple_items(v), tuple_len(v))) return false;
    } else if (layout == &type_int) {
        dump_int(p, v);
    } else if (layout == &type_float) {
        dump_float(p, float_of(v));
    } else if (layout == &type_str) {
        size_t n;
        const char *text = str_text(v, &n);
        dump_str(p, str_new(p->th, text, n));
    } else {
        number(p, v);
        bool ok = layout == &type_list ? dump_list(p, v, list_len(v)) : layout == &type_dict ? dump_dict(p, v) : dump_set(p, v, PICK_set);
        return ok && dump_state(p, v);
    }
    number(p, v);
    return dump_state(p, v);
}

static bool dump_object(struct pickler *p, value v) {
    struct thread *th = p->th;
    const struct type *t = type_of(v), *layout = t;
    while (is_class(layout)) layout = layout->base;
    value r, protocol = from_small(4);
    if (is_type(v)) return dump_type(p, v);
    if (is_function(v)) return dump_named(p, v, function_of(v)->module, function_of(v)->qualname);
    if (is_native(v) && !native_of(v)->owner) return dump_named(p, v, str_interned(th, native_of(v)->module), str_interned(th, native_of(v)->native->name));
    if (is_method(v)) {
        value getter = dict_get_str(th->process->builtins, str_interned(th, "getattr")), name;
        if (!object_getattr_cstr(th, v, "__name__", &name)) return false;
        return dump_reduce(p, v, getter, tuple_pair(th, method_of(v)->self, name), NONE, NONE, NONE);
    }
    if (has_own(th, t, "__reduce_ex__")) return object_call_method(th, v, "__reduce_ex__", &protocol, 1, &r) && dump_reduced(p, v, r);
    if (has_own(th, t, "__reduce__")) return object_call_method(th, v, "__reduce__", NULL, 0, &r) && dump_reduced(p, v, r);
    if (is_exception(v)) return dump_exception(p, v);
    if (layout == &type_object && is_class(t)) return dump_instance(p, v);
    if (is_class(t) && (layout == &type_tuple || layout == &type_int || layout == &type_float || layout == &type_str || layout == &type_list || layout == &type_dict || layout == &type_set))
        return dump_with_items(p, v, layout);
    if (t == &type_object) return dump_reduce(p, v, from_obj(t), tuple_new(th, NULL, 0), NONE, NONE, NONE);
    if (t == &type_range) {
        const struct range_obj *o = (const struct range_obj *)obj_of(v);
        value all[3] = {o->start, o->stop, o->step};
        return dump_reduce(p, v, from_obj(t), tuple_new(th, all, 3), NONE, NONE, NONE);
    }
    if (t == &type_slice) {
        const struct slice_obj *o = (const struct slice_obj *)obj_of(v);
        value all[3] = {o->start, o->stop, o->step};
        return dump_reduce(p, v, from_obj(t), tuple_new(th, all, 3), NONE, NONE, NONE);
    }
    if (t == &type_complex) {
        const struct complex_obj *o = (const struct complex_obj *)obj_of(v);
        return dump_reduce(p, v, from_obj(t), tuple_pair(th, float_new(th, o->re), float_new(th, o->im)), NONE, NONE, NONE);
    }
    return raise_unpicklable(th, v);
}

static bool dump_container(struct pickler *p, value v, const struct type *t) {
    size_t n;
    if (t == &type_list) return number(p, v), dump_list(p, v, list_len(v));
    if (t == &type_dict) return number(p, v), dump_dict(p, v);
    if (t == &type_set) return number(p, v), dump_set(p, v, PICK_set);
    if (t == &type_frozenset) {
        bool ok = dump_set(p, v, PICK_frozenset);
        number(p, v);
        return ok;
    }
    if (t == &type_bytearray) {
        const char *bytes = byte_view(v, &n);
        put(p, PICK_bytearray, n, 4);
        buf_add(p->out, bytes, n);
        return number(p, v), true;
    }
    if (t != &type_tuple) return dump_object(p, v);
    n = tuple_len(v);
    if (n == 0) return put(p, PICK_tuple0, 0, 0), true;
    if (n <= 3) put(p, (char)(PICK_tuple1 + n - 1), 0, 1);
    else if (!begin_items(p, PICK_tuple, n)) return false;
    return number(p, v), dump_values(p, tuple_items(v), n);
}

static bool dump_word(struct pickler *p, value v) {
    static const struct {
        const struct obj *object;
        char code;
    } words[] = {{&none_object, PICK_none}, {&true_object, PICK_true}, {&false_object, PICK_false}, {&ellipsis_object, PICK_ellipsis}, {&not_implemented_object, PICK_not_implemented}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (v == from_obj(words[i].object)) return put(p, words[i].code, 0, 0), true;
    return false;
}

static bool dump(struct pickler *p, value v) {
    if (is_small(v)) return dump_int(p, v), true;
    const struct type *t = type_of(v);
    if (dump_word(p, v)) return true;
    if (t == &type_int) return dump_int(p, v), true;
    if (t == &type_float) return dump_float(p, float_of(v)), true;
    if (t == &type_str) return dump_str(p, v), true;
    if (t == &type_bytes) {
        size_t n;
        const char *bytes = byte_view(v, &n);
        return dump_bytes(p, v, bytes, n, PICK_bytes1, PICK_bytes4), true;
    }
    if (dump_seen(p, v)) return true;
    if (p->depth >= PICKLE_DEPTH_MAX) return raise_error(p->th, "RecursionError", "maximum recursion depth exceeded while pickling an object");
    p->depth++;
    bool ok = dump_container(p, v, t);
    p->depth--;
    return ok;
}

bool pickle_dumps(struct thread *th, value v, struct buf *out) {
    struct pickler p = {.th = th, .out = out};
    size_t start = out->len;
    buf_text(out, "\x80\x04\x95");
    buf_fill(out, 0, 8);
    bool ok = dump(&p, v);
    buf_char(out, '.');
    for (size_t i = 0, n = out->len - start - PICKLE_HEAD; i < 8; i++) out->data[start + 3 + i] = (char)(n >> (8 * i));
    mem_free(p.slots);
    charge(th, COST_pickle, 1);
    charge(th, COST_pickle_byte, (int64_t)(out->len - start));
    return ok;
}
