#include "python/type_tuple.h"

#include <string.h>

#include "python/heap.h"
#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_slice.h"

static struct tuple_obj *tuple_alloc(struct thread *th, const struct type *cls, size_t n) {
    struct tuple_obj *t = heap_new(th, cls, (cls == &type_tuple ? sizeof *t : cls->size) + n * sizeof(value));
    t->len = n;
    return t;
}

value tuple_new(struct thread *th, const value *items, size_t n) {
    struct tuple_obj *t = tuple_alloc(th, &type_tuple, n);
    if (items && n) memcpy(t->items, items, n * sizeof *items);
    return from_obj(t);
}

value tuple_pair(struct thread *th, value a, value b) {
    struct tuple_obj *t = tuple_alloc(th, &type_tuple, 2);
    t->items[0] = a;
    t->items[1] = b;
    return from_obj(t);
}

size_t tuple_len(value t) { return tuple_of(t)->len; }
value *tuple_items(value t) { return tuple_of(t)->items; }

bool tuple_from_iterable(struct thread *th, value iterable, value *out) {
    value *items;
    size_t n;
    if (type_of(iterable) == &type_tuple) return *out = iterable, true;
    if (!iterable_items(th, iterable, &items, &n)) return false;
    charge(th, COST_item, (int64_t)n);
    return *out = tuple_new(th, items, n), true;
}

/* -- shared with lists -- */

static bool order_of_lengths(enum compare_kind k, size_t a, size_t b) {
    switch (k) {
    case CMP_lt: return a < b;
    case CMP_le: return a <= b;
    case CMP_eq: return a == b;
    case CMP_ne: return a != b;
    case CMP_gt: return a > b;
    case CMP_ge: return a >= b;
    }
    return false;
}

bool items_compare(struct thread *th, enum compare_kind k, const value *a, size_t na, const value *b, size_t nb, value *out) {
    if (na != nb && (k == CMP_eq || k == CMP_ne)) return *out = from_bool(k == CMP_ne), true;
    for (size_t i = 0; i < na && i < nb; i++) {
        bool equal;
        charge(th, COST_item, 1);
        value x = a[i], y = b[i];
        if (!object_equal(th, x, y, &equal)) return false;
        if (equal) continue;
        if (k == CMP_eq || k == CMP_ne) return *out = from_bool(k == CMP_ne), true;
        return object_compare(th, k, x, y, out);
    }
    return *out = from_bool(order_of_lengths(k, na, nb)), true;
}

/* Objects whose repr is being made, so that a list in itself shows as [...]: kept in the head's flags. */
enum { REPR_running = 1 << 30 };

bool items_repr(struct thread *th, value self, const value *items, size_t n, const char *open, const char *close, struct buf *out) {
    struct obj *o = obj_of(self);
    buf_text(out, open);
    if (o->flags & REPR_running) {
        buf_text(out, "...");
        buf_text(out, close + strlen(close) - 1);
        return true;
    }
    if (++th->depth > th->depth_max) {
        th->depth--;
        return raise_error(th, "RecursionError", "maximum recursion depth exceeded while getting the repr of an object");
    }
    o->flags |= REPR_running;
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) {
        if (i) buf_text(out, ", ");
        charge(th, COST_item, 1);
        ok = object_repr(th, items[i], out);
    }
    o->flags &= ~(uint32_t)REPR_running;
    th->depth--;
    if (ok) buf_text(out, close);
    return ok;
}

/* -- slots -- */

static void tuple_visit(struct obj *o, struct visitor *v) {
    struct tuple_obj *t = (struct tuple_obj *)o;
    v->slot(v, &t->dict);
    for (size_t i = 0; i < t->len; i++) v->slot(v, &t->items[i]);
}

static bool tuple_repr(struct thread *th, value self, struct buf *out) {
    struct tuple_obj *t = tuple_of(self);
    return items_repr(th, self, t->items, t->len, "(", t->len == 1 ? ",)" : ")", out);
}

/* xxHash as CPython uses it (Objects/tupleobject.c, tuplehash). */
static bool tuple_hash(struct thread *th, value self, uint64_t *out) {
    const uint64_t P1 = UINT64_C(11400714785074694791), P2 = UINT64_C(14029467366897019727), P5 = UINT64_C(2870177450012600261);
    struct tuple_obj *t = tuple_of(self);
    uint64_t acc = P5;
    for (size_t i = 0; i < t->len; i++) {
        uint64_t lane;
        if (!object_hash(th, t->items[i], &lane)) return false;
        acc += lane * P2;
        acc = (acc << 31) | (acc >> 33);
        acc *= P1;
    }
    acc += t->len ^ (P5 ^ UINT64_C(3527539));
    charge(th, COST_item, (int64_t)t->len);
    return *out = acc == UINT64_MAX ? UINT64_C(1546275796) : acc, true;
}

static bool tuple_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = (int64_t)tuple_of(self)->len, true;
}

static bool tuple_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    if (!is_tuple(a) || !is_tuple(b)) return *out = NOT_IMPLEMENTED, true;
    return items_compare(th, k, tuple_items(a), tuple_len(a), tuple_items(b), tuple_len(b), out);
}

static bool tuple_repeat(struct thread *th, value self, value n, value *out) {
    int64_t count;
    if (!index_get(th, n, &count)) return false;
    struct tuple_obj *t = tuple_of(self);
    if (count < 0) count = 0;
    if (count == 1 && type_of(self) == &type_tuple) return *out = self, true;
    if (t->len && !heap_fits(th, (size_t)count, t->len * sizeof(value))) return false;
    struct tuple_obj *r = tuple_alloc(th, &type_tuple, t->len * (size_t)count);
    for (size_t i = 0; i < (size_t)count; i++) memcpy(r->items + i * t->len, t->items, t->len * sizeof(value));
    charge(th, COST_item, (int64_t)r->len);
    return *out = from_obj(r), true;
}

static bool tuple_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k == BIN_add && is_tuple(a) && is_tuple(b)) {
        struct tuple_obj *x = tuple_of(a), *y = tuple_of(b), *r;
        if (y->len == 0 && type_of(a) == &type_tuple) return *out = a, true;
        if (x->len == 0 && type_of(b) == &type_tuple) return *out = b, true;
        r = tuple_alloc(th, &type_tuple, x->len + y->len);
        memcpy(r->items, x->items, x->len * sizeof(value));
        memcpy(r->items + x->len, y->items, y->len * sizeof(value));
        charge(th, COST_item, (int64_t)r->len);
        return *out = from_obj(r), true;
    }
    if (k == BIN_mul && is_tuple(a) && has_index(th, b)) return tuple_repeat(th, a, b, out);
    if (k == BIN_mul && is_tuple(b) && has_index(th, a)) return tuple_repeat(th, b, a, out);
    return true;
}

static bool tuple_getitem(struct thread *th, value self, value key, value *out) {
    struct tuple_obj *t = tuple_of(self);
    if (is_slice(key)) {
        int64_t start, step;
        size_t n;
        if (!slice_range(th, key, t->len, &start, &step, &n)) return false;
        if (n == t->len && step == 1 && type_of(self) == &type_tuple) return *out = self, true;
        struct tuple_obj *r = tuple_alloc(th, &type_tuple, n);
        for (size_t i = 0; i < n; i++) r->items[i] = t->items[start + (int64_t)i * step];
        charge(th, COST_item, (int64_t)n);
        return *out = from_obj(r), true;
    }
    if (!has_index(th, key)) return raise_error(th, "TypeError", "tuple indices must be integers or slices, not %s", type_name(key));
    size_t i;
    return sequence_index(th, key, t->len, "tuple", &i) && (*out = t->items[i], true);
}

static bool tuple_contains(struct thread *th, value self, value item, bool *out) {
    struct tuple_obj *t = tuple_of(self);
    *out = false;
    for (size_t i = 0; i < t->len && !*out; i++) {
        charge(th, COST_item, 1);
        if (!object_equal(th, t->items[i], item, out)) return false;
    }
    return true;
}

static bool tuple_iter(struct thread *th, value self, value *out) { return *out = iter_new(th, &type_tuple_iterator, self), true; }

/* -- methods -- */

static enum answer tuple_count(struct thread *th, struct call *c) {
    struct tuple_obj *t = tuple_of(c->args[0]);
    int64_t n = 0;
    for (size_t i = 0; i < t->len; i++) {
        bool equal;
        if (!object_equal(th, t->items[i], c->args[1], &equal)) return FAIL;
        n += equal;
    }
    charge(th, COST_item, (int64_t)t->len);
    return give(c, int_new(th, n));
}

static enum answer tuple_index(struct thread *th, struct call *c) {
    struct tuple_obj *t = tuple_of(c->args[0]);
    int64_t n = (int64_t)t->len, from, to;
    if (!index_get(th, c->args[2], &from)) return FAIL;
    to = n;
    if (c->args[3] != NIL && !index_get(th, c->args[3], &to)) return FAIL;
    if (from < 0) from = from + n < 0 ? 0 : from + n;
    if (to < 0) to += n;
    for (int64_t i = from; i < to && i < n; i++) {
        bool equal;
        charge(th, COST_item, 1);
        if (!object_equal(th, t->items[i], c->args[1], &equal)) return FAIL;
        if (equal) return give(c, int_new(th, i));
    }
    raise_error(th, "ValueError", "tuple.index(x): x not in tuple");
    return FAIL;
}

static enum answer tuple_newargs(struct thread *th, struct call *c) {
    value copy = tuple_new(th, tuple_items(c->args[0]), tuple_len(c->args[0]));
    return give(c, tuple_new(th, &copy, 1));
}

static const struct native tuple_methods[] = {
    {"count", "self, value, /", tuple_count, 0, "How many items equal value."},
    {"index", "self, value, start=0, stop=?, /", tuple_index, 0, "The first place of value."},
    {"__getnewargs__", "self, /", tuple_newargs, 0, "For copying and pickling."},
    {NULL, NULL, NULL, 0, NULL},
};

static enum answer tuple_make(struct thread *th, struct call *c) {
    const struct type *cls = as_type(c->args[0]);
    value *items = NULL;
    size_t n = 0;
    if (cls == &type_tuple && c->args[1] != NIL) return tuple_from_iterable(th, c->args[1], &c->result) ? DONE : FAIL;
    if (c->args[1] != NIL && !iterable_items(th, c->args[1], &items, &n)) return FAIL;
    struct tuple_obj *t = tuple_alloc(th, cls, n);
    if (n) memcpy(t->items, items, n * sizeof(value));
    charge(th, COST_item, (int64_t)n);
    return give(c, from_obj(t));
}
static const struct native tuple_make_row = {"tuple", "cls, iterable!=?, /", tuple_make, NATIVE_static, "The items of an iterable, fixed."};

const struct type type_tuple = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "tuple",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct tuple_obj),
    .dict_offset = offsetof(struct tuple_obj, dict),
    .flags = TYPE_base | TYPE_sequence | TYPE_match_self,
    .doc = "An immutable sequence.",
    .visit = tuple_visit,
    .make = &tuple_make_row,
    .repr = tuple_repr,
    .hash = tuple_hash,
    .length = tuple_length,
    .compare = tuple_compare,
    .binary = tuple_binary,
    .getitem = tuple_getitem,
    .contains = tuple_contains,
    .iter = tuple_iter,
    .methods = tuple_methods,
};
