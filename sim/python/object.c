/* What any part may do with any value: a class' own dunder first (found through type_lookup, run nested), else the
 * slot of the type or of the nearest base that has it, else TypeError in CPython's words. */
#include "python/object.h"

#include <string.h>

#include "base/assert.h"
#include "base/rng.h"
#include "python/iter.h"
#include "python/process.h"
#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* The nearest type along base that has the slot, or NULL. */
#define OWNER(owner, first, slot)                                                                                      \
    const struct type *owner = (first);                                                                                \
    while (owner && !owner->slot) owner = owner->base

static bool is_wrapper(value m) { return m == NIL || (is_obj(m) && type_of(m) == &type_native); }

/* A method that the program's class (or a base) defines under this name; NIL when only C does. */
static value program_method(struct thread *th, const struct type *t, const char *name) {
    if (!is_class(t)) return NIL;
    value m = type_lookup_cstr(th, t, name);
    return is_wrapper(m) ? NIL : m;
}

static bool call_bound(struct thread *th, value method, const char *name, value self, const value *args, size_t n, value *out) {
    if (type_of(method) != &type_function) return object_call_method(th, self, name, args, n, out);
    value all[4];
    ASSERT(n < 4);
    all[0] = self;
    for (size_t i = 0; i < n; i++) all[i + 1] = args[i];
    return object_call(th, method, all, n + 1, NIL, out);
}

const char *type_name(value v) { return type_of(v)->name; }

/* -- text -- */

static bool text_method(struct thread *th, value v, value m, const char *name, struct buf *out) {
    value text;
    if (!call_bound(th, m, name, v, NULL, 0, &text)) return false;
    if (!is_str(text)) return raise_error(th, "TypeError", "%s returned non-string (type %s)", name, type_name(text));
    size_t len;
    const char *s = str_text(text, &len);
    buf_add(out, s, len);
    return true;
}

bool object_repr(struct thread *th, value v, struct buf *out) {
    const struct type *t = type_of(v);
    value m = program_method(th, t, "__repr__");
    if (m != NIL) return text_method(th, v, m, "__repr__", out);
    OWNER(owner, t, repr);
    if (owner) return owner->repr(th, v, out);
    buf_printf(out, "<%s object at 0x%012llx>", t->name, (unsigned long long)object_id(th, v));
    return true;
}

/* str() is the nearest of __str__ and __repr__ along the bases, a program's or C's. */
bool object_str(struct thread *th, value v, struct buf *out) {
    const struct type *t = type_of(v);
    value m = program_method(th, t, "__str__");
    if (m != NIL) return text_method(th, v, m, "__str__", out);
    OWNER(owner, t, str);
    if (owner) return owner->str(th, v, out);
    return object_repr(th, v, out);
}

bool object_format(struct thread *th, value v, const char *spec, size_t len, struct buf *out) {
    const struct type *t = type_of(v);
    value m = program_method(th, t, "__format__");
    if (m != NIL) {
        value text, arg = str_new(th, spec, len);
        if (!call_bound(th, m, "__format__", v, &arg, 1, &text)) return false;
        if (!is_str(text)) return raise_error(th, "TypeError", "__format__ must return a str, not %s", type_name(text));
        const char *s = str_text(text, &len);
        buf_add(out, s, len);
        return true;
    }
    OWNER(owner, t, format);
    if (owner && (len > 0 || !is_class(t))) return owner->format(th, v, spec, len, out);
    if (len > 0) return raise_error(th, "TypeError", "unsupported format string passed to %s.__format__", t->name);
    return object_str(th, v, out);
}

/* -- hash and truth -- */

/* Integers as CPython does: an int result is reduced by its own hash. */
static bool hash_result(struct thread *th, value h, uint64_t *out) {
    if (!is_int(h)) return raise_error(th, "TypeError", "__hash__ method should return an integer");
    int64_t i;
    *out = int_fits(h, &i) ? (uint64_t)i : int_hash(h);
    if (*out == UINT64_MAX) *out = UINT64_MAX - 1;
    return true;
}

enum { C_DEPTH_MAX = 1000 };

static bool deeper(struct thread *th, const char *in) {
    if (th->c_depth == C_DEPTH_MAX) return raise_error(th, "RecursionError", "maximum recursion depth exceeded%s", in);
    return th->c_depth++, true;
}

bool object_hash(struct thread *th, value v, uint64_t *out) {
    if (is_small(v)) return *out = int_hash(v), true;
    const struct type *t = type_of(v);
    if (t == &type_str) return *out = str_hash(v), true;
    if (is_class(t)) {
        value m = type_lookup_cstr(th, t, "__hash__");
        if (m == NONE) return raise_error(th, "TypeError", "unhashable type: '%s'", t->name);
        if (!is_wrapper(m)) {
            value h;
            return call_bound(th, m, "__hash__", v, NULL, 0, &h) && hash_result(th, h, out);
        }
    }
    OWNER(owner, t, hash);
    if (owner) {
        if (!deeper(th, "")) return false;
        bool ok = owner->hash(th, v, out);
        th->c_depth--;
        return ok;
    }
    uint64_t id = (uint64_t)object_id(th, v); /* low bits of an address are zero: CPython rotates them away */
    *out = (id >> 4) | (id << 60);
    return true;
}

bool object_truth(struct thread *th, value v, bool *out) {
    if (v == TRUE || v == FALSE) return *out = v == TRUE, true;
    if (is_small(v)) return *out = small_of(v) != 0, true;
    const struct type *t = type_of(v);
    if (is_class(t)) {
        value m = program_method(th, t, "__bool__"), r;
        if (m != NIL) {
            if (!call_bound(th, m, "__bool__", v, NULL, 0, &r)) return false;
            if (!is_bool(r)) return raise_error(th, "TypeError", "__bool__ should return bool, returned %s", type_name(r));
            return *out = r == TRUE, true;
        }
        OWNER(truthful, t, truth);
        if (!truthful && program_method(th, t, "__len__") != NIL) {
            int64_t n;
            if (!object_length(th, v, &n)) return false;
            return *out = n != 0, true;
        }
    }
    for (; t; t = t->base) {
        if (t->truth) return t->truth(th, v, out);
        if (t->length) {
            int64_t n;
            if (!object_length(th, v, &n)) return false;
            return *out = n != 0, true;
        }
    }
    return *out = true, true;
}

bool object_length(struct thread *th, value v, int64_t *out) {
    const struct type *t = type_of(v);
    value m = program_method(th, t, "__len__");
    if (m != NIL) {
        value r;
        if (!call_bound(th, m, "__len__", v, NULL, 0, &r) || !int_index(th, r, &r)) return false;
        if (!int_fits(r, out)) return raise_error(th, "OverflowError", "cannot fit 'int' into an index-sized integer");
        if (*out < 0) return raise_error(th, "ValueError", "__len__() should return >= 0");
        return true;
    }
    OWNER(owner, t, length);
    if (!owner) return raise_error(th, "TypeError", "object of type '%s' has no len()", t->name);
    return owner->length(th, v, out);
}

/* -- comparison -- */

static const char *const compare_names[] = {"__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"};
static const enum compare_kind compare_swapped[] = {CMP_gt, CMP_ge, CMP_eq, CMP_ne, CMP_lt, CMP_le};

/* a's own way to compare itself with b: method or slot. *out NOT_IMPLEMENTED when it has none. */
static bool compare_half(struct thread *th, enum compare_kind k, value self, value other, bool swapped, value *out) {
    const struct type *t = type_of(self);
    *out = NOT_IMPLEMENTED;
    enum compare_kind mine = swapped ? compare_swapped[k] : k;
    if (is_class(t)) {
        value m = program_method(th, t, compare_names[mine]);
        if (m != NIL) return call_bound(th, m, compare_names[mine], self, &other, 1, out);
        if (mine == CMP_ne && (m = program_method(th, t, "__eq__")) != NIL) {
            if (!call_bound(th, m, "__eq__", self, &other, 1, out)) return false;
            bool equal;
            if (*out == NOT_IMPLEMENTED) return true;
            if (!object_truth(th, *out, &equal)) return false;
            return *out = from_bool(!equal), true;
        }
    }
    OWNER(owner, t, compare);
    if (!owner) return true;
    return swapped ? owner->compare(th, k, other, self, out) : owner->compare(th, k, self, other, out);
}

static bool compare_any(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    const struct type *ta = type_of(a), *tb = type_of(b);
    bool right_first = ta != tb && is_class(tb) && type_is_sub(tb, ta);
    for (int turn = 0; turn < 2; turn++) {
        bool right = (turn == 0) == right_first;
        if (!(right ? compare_half(th, k, b, a, true, out) : compare_half(th, k, a, b, false, out))) return false;
        if (*out != NOT_IMPLEMENTED) return true;
    }
    if (k == CMP_eq) return *out = from_bool(a == b), true;
    if (k == CMP_ne) return *out = from_bool(a != b), true;
    return raise_error(th, "TypeError", "'%s' not supported between instances of '%s' and '%s'", compare_symbol(k),
                       ta->name, tb->name);
}

bool object_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    if (!deeper(th, " in comparison")) return false;
    bool ok = compare_any(th, k, a, b, out);
    th->c_depth--;
    return ok;
}

bool object_equal(struct thread *th, value a, value b, bool *out) {
    if (a == b) return *out = true, true;
    if (is_small(a) && is_small(b)) return *out = false, true;
    if (is_obj(a) && is_obj(b) && type_of(a) == &type_str && type_of(b) == &type_str)
        return *out = str_equal(a, b), true;
    value r;
    if (!object_compare(th, CMP_eq, a, b, &r)) return false;
    return object_truth(th, r, out);
}

bool object_less(struct thread *th, value a, value b, bool *out) {
    if (is_small(a) && is_small(b)) return *out = small_of(a) < small_of(b), true;
    if (is_obj(a) && is_obj(b) && type_of(a) == &type_str && type_of(b) == &type_str)
        return *out = str_order(a, b) < 0, true;
    value r;
    if (!object_compare(th, CMP_lt, a, b, &r)) return false;
    return object_truth(th, r, out);
}

/* -- items -- */

bool object_getitem(struct thread *th, value v, value key, value *out) {
    const struct type *t = type_of(v);
    value m = program_method(th, t, "__getitem__");
    if (m != NIL) return call_bound(th, m, "__getitem__", v, &key, 1, out);
    OWNER(owner, t, getitem);
    if (owner) return owner->getitem(th, v, key, out);
    if (is_type(v)) return raise_error(th, "TypeError", "type '%s' is not subscriptable", as_type(v)->name);
    return raise_error(th, "TypeError", "'%s' object is not subscriptable", t->name);
}

bool object_setitem(struct thread *th, value v, value key, value item) {
    const struct type *t = type_of(v);
    const char *name = item == NIL ? "__delitem__" : "__setitem__";
    value m = program_method(th, t, name);
    if (m != NIL) {
        value args[2] = {key, item}, ignored;
        return call_bound(th, m, name, v, args, item == NIL ? 1 : 2, &ignored);
    }
    OWNER(owner, t, setitem);
    if (owner) return owner->setitem(th, v, key, item);
    if (item == NIL) return raise_error(th, "TypeError", "'%s' object doesn't support item deletion", t->name);
    return raise_error(th, "TypeError", "'%s' object does not support item assignment", t->name);
}

bool object_contains(struct thread *th, value container, value item, bool *out) {
    const struct type *t = type_of(container);
    if (is_class(t)) {
        value m = program_method(th, t, "__contains__"), r;
        if (m != NIL) return call_bound(th, m, "__contains__", container, &item, 1, &r) && object_truth(th, r, out);
    }
    bool own_iter = program_method(th, t, "__iter__") != NIL;
    OWNER(owner, t, contains);
    if (owner && !own_iter) return owner->contains(th, container, item, out);
    OWNER(iterable, t, iter);
    if (!iterable && !own_iter && program_method(th, t, "__getitem__") == NIL && !t->getitem)
        return raise_error(th, "TypeError", "argument of type '%s' is not iterable", t->name);
    value it, got;
    if (!object_iter(th, container, &it)) return false;
    *out = false;
    for (;;) {
        enum next n = object_next(th, it, &got);
        if (n != NEXT_value) return n == NEXT_end;
        charge(th, COST_item, 1);
        if (!object_equal(th, got, item, out)) return false;
        if (*out) return true;
    }
}

/* -- iteration -- */

static bool has_next(struct thread *th, value v) {
    OWNER(owner, type_of(v), next);
    return owner || program_method(th, type_of(v), "__next__") != NIL;
}

bool object_iter(struct thread *th, value v, value *out) {
    const struct type *t = type_of(v);
    if (is_class(t)) {
        value m = type_lookup_cstr(th, t, "__iter__");
        if (m == NONE) return raise_error(th, "TypeError", "'%s' object is not iterable", t->name);
        if (!is_wrapper(m)) {
            if (!call_bound(th, m, "__iter__", v, NULL, 0, out)) return false;
            if (has_next(th, *out)) return true;
            return raise_error(th, "TypeError", "iter() returned non-iterator of type '%s'", type_name(*out));
        }
    }
    OWNER(owner, t, iter);
    if (owner) return owner->iter(th, v, out);
    if (program_method(th, t, "__getitem__") != NIL) return *out = iter_new(th, &type_iterator, v), true;
    OWNER(iterator, t, next);
    if (iterator) return *out = v, true;
    return raise_error(th, "TypeError", "'%s' object is not iterable", t->name);
}

enum next object_next(struct thread *th, value iterator, value *out) {
    const struct type *t = type_of(iterator);
    value m = program_method(th, t, "__next__");
    if (m != NIL) {
        if (call_bound(th, m, "__next__", iterator, NULL, 0, out)) return NEXT_value;
        if (!exc_matches(th, "StopIteration")) return NEXT_fail;
        exc_take(th);
        return NEXT_end;
    }
    OWNER(owner, t, next);
    if (owner) return thread_round(th) ? owner->next(th, iterator, out) : NEXT_fail;
    raise_error(th, "TypeError", "'%s' object is not an iterator", t->name);
    return NEXT_fail;
}

/* -- raising with a value -- */

bool raise_key_error(struct thread *th, value key) {
    value cls = dict_get_str(th->process->builtins, str_interned(th, "KeyError")), exc;
    if (!object_call(th, cls, &key, 1, NIL, &exc)) return false;
    return raise_value(th, exc);
}

/* -- identity -- */

enum { ID_shift = 1 }; /* obj.gc: bit 0 is the collector's, the rest is the number given here (so a fork's child has it too) */

/* What lies in constant memory gets its number from its name. */
static bool constant_id(value v, uint32_t *out) {
    if (v == NONE || v == TRUE || v == FALSE || v == ELLIPSIS || v == NOT_IMPLEMENTED) {
        *out = v == NONE ? 1 : v == TRUE ? 2 : v == FALSE ? 3 : v == ELLIPSIS ? 4 : 5;
        return true;
    }
    const struct obj *o = obj_of(v);
    if (!(o->flags & OBJ_static) || o->type != &type_type) return false;
    const struct type *t = as_type(v);
    uint64_t h = hash_bytes(HASH_START, t->name, strlen(t->name));
    if (t->module) h = hash_bytes(h, t->module, strlen(t->module));
    *out = (uint32_t)(h >> 20 & 0xFFFFF) + 16;
    return true;
}

int64_t object_id(struct thread *th, value v) {
    const int64_t constants = 0x55d0c0000000, shared = 0x7f2a40000000, own = 0x7f2a80000000;
    uint32_t n;
    if (is_small(v)) return constants + 0x10000000 + (small_of(v) & 0xFFFFFF) * 32;
    if (constant_id(v, &n)) return constants + (int64_t)n * 16;
    struct obj *o = obj_of(v);
    bool is_static = (o->flags & OBJ_static) != 0;
    if (o->gc >> ID_shift == 0) o->gc |= (uint32_t)(is_static ? ++th->world->static_ids : ++th->process->id_counter) << ID_shift;
    return (is_static ? shared : own) + (int64_t)(o->gc >> ID_shift) * 16;
}
