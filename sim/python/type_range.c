#include "python/type_range.h"

#include "python/heap.h"
#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_slice.h"
#include "python/type_tuple.h"

static struct range_obj *range_of(value v) { return (struct range_obj *)obj_of(v); }
static bool is_range(value v) { return is_obj(v) && type_of(v) == &type_range; }

/* max(0, ceil((stop - start) / step)) */
static bool range_length_of(struct thread *th, value start, value stop, value step, value *out) {
    int sign = int_sign(step);
    value span, q, r;
    if (is_small(start) && is_small(stop) && is_small(step)) {
        int64_t a = small_of(start), b = small_of(stop), s = small_of(step);
        uint64_t gap = s > 0 ? (b > a ? (uint64_t)b - (uint64_t)a : 0) : (a > b ? (uint64_t)a - (uint64_t)b : 0);
        uint64_t n = gap ? (gap - 1) / (s > 0 ? (uint64_t)s : (uint64_t)-s) + 1 : 0;
        if (n <= INT64_MAX) return *out = int_new(th, (int64_t)n), true;
    }
    if (int_compare(sign > 0 ? start : stop, sign > 0 ? stop : start) >= 0) return *out = from_small(0), true;
    if (!int_sub(th, stop, start, &span) || !int_divmod(th, span, step, &q, &r)) return false;
    return int_sign(r) == 0 ? (*out = q, true) : int_add(th, q, from_small(1), out);
}

bool range_new(struct thread *th, value start, value stop, value step, value *out) {
    value length;
    if (!range_length_of(th, start, stop, step, &length)) return false;
    struct range_obj *r = heap_new(th, &type_range, sizeof *r);
    *out = from_obj(r);
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = length;
    r->small = is_small(start) && is_small(stop) && is_small(step) && is_small(length);
    return true;
}

static void range_visit(struct obj *o, struct visitor *v) {
    struct range_obj *r = (struct range_obj *)o;
    v->slot(v, &r->start);
    v->slot(v, &r->stop);
    v->slot(v, &r->step);
    v->slot(v, &r->length);
}

static bool range_repr(struct thread *th, value self, struct buf *out) {
    struct range_obj *r = range_of(self);
    buf_text(out, "range(");
    if (!object_repr(th, r->start, out)) return false;
    buf_text(out, ", ");
    if (!object_repr(th, r->stop, out)) return false;
    if (r->step != from_small(1)) {
        buf_text(out, ", ");
        if (!object_repr(th, r->step, out)) return false;
    }
    buf_char(out, ')');
    return true;
}

static bool range_length(struct thread *th, value self, int64_t *out) {
    if (int_fits(range_of(self)->length, out)) return true;
    return raise_error(th, "OverflowError", "Python int too large to convert to C ssize_t");
}

static bool range_truth(struct thread *th, value self, bool *out) {
    (void)th;
    return *out = int_sign(range_of(self)->length) != 0, true;
}

/* start + i * step */
static bool range_at(struct thread *th, struct range_obj *r, value i, value *out) {
    value offset;
    return int_mul(th, i, r->step, &offset) && int_add(th, r->start, offset, out);
}

static bool range_slice(struct thread *th, struct range_obj *r, value key, value *out) {
    int64_t len, start, step;
    size_t n;
    if (!int_fits(r->length, &len)) return raise_error(th, "OverflowError", "Python int too large to convert to C ssize_t");
    if (!slice_range(th, key, (size_t)len, &start, &step, &n)) return false;
    /* the stop that CPython shows: the clipped stop of the slice, mapped */
    const struct slice_obj *s = (const struct slice_obj *)obj_of(key);
    int64_t stop = step < 0 ? -1 : len, given;
    if (s->stop != NONE) {
        value v;
        if (!int_index(th, s->stop, &v)) return false;
        if (!int_fits(v, &given)) given = int_sign(v) < 0 ? -INT64_MAX : INT64_MAX;
        if (given < 0) given += len;
        int64_t low = step < 0 ? -1 : 0, high = step < 0 ? len - 1 : len;
        stop = given < low ? low : given > high ? high : given;
    }
    value first, last, by;
    if (!range_at(th, r, int_new(th, start), &first) || !range_at(th, r, int_new(th, stop), &last)) return false;
    return int_mul(th, r->step, int_new(th, step), &by) && range_new(th, first, last, by, out);
}

static bool range_getitem(struct thread *th, value self, value key, value *out) {
    struct range_obj *r = range_of(self);
    if (is_slice(key)) return range_slice(th, r, key, out);
    if (!has_index(th, key)) return raise_error(th, "TypeError", "range indices must be integers or slices, not %s", type_name(key));
    value i;
    if (!int_index(th, key, &i)) return false;
    if (int_sign(i) < 0 && !int_add(th, i, r->length, &i)) return false;
    if (int_sign(i) < 0 || int_compare(i, r->length) >= 0) return raise_error(th, "IndexError", "range object index out of range");
    return range_at(th, r, i, out);
}

static bool range_position(struct thread *th, struct range_obj *r, value v, value *out) {
    value offset, rest;
    *out = NIL;
    if (int_sign(r->length) == 0) return true;
    if (!int_sub(th, v, r->start, &offset) || !int_divmod(th, offset, r->step, out, &rest)) return false;
    if (int_sign(rest) != 0 || int_sign(*out) < 0 || int_compare(*out, r->length) >= 0) *out = NIL;
    return true;
}

static bool range_contains(struct thread *th, value self, value item, bool *out) {
    if (is_int(item)) {
        value at;
        if (!range_position(th, range_of(self), item, &at)) return false;
        return *out = at != NIL, true;
    }
    value it, got;
    if (!object_iter(th, self, &it)) return false;
    for (*out = false; !*out;) {
        enum next n = object_next(th, it, &got);
        if (n != NEXT_value) return n == NEXT_end;
        charge(th, COST_item, 1);
        if (!object_equal(th, got, item, out)) return false;
    }
    return true;
}

static bool range_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    (void)th;
    *out = NOT_IMPLEMENTED;
    if (!is_range(a) || !is_range(b) || (k != CMP_eq && k != CMP_ne)) return true;
    struct range_obj *x = range_of(a), *y = range_of(b);
    bool equal = int_compare(x->length, y->length) == 0;
    if (equal && int_sign(x->length) != 0) {
        equal = int_compare(x->start, y->start) == 0;
        if (equal && int_compare(x->length, from_small(1)) != 0) equal = int_compare(x->step, y->step) == 0;
    }
    return *out = from_bool(equal == (k == CMP_eq)), true;
}

static bool range_hash(struct thread *th, value self, uint64_t *out) {
    struct range_obj *r = range_of(self);
    value key[3] = {r->length, NONE, NONE};
    if (int_sign(r->length) != 0) key[1] = r->start;
    if (int_compare(r->length, from_small(1)) > 0) key[2] = r->step;
    return object_hash(th, tuple_new(th, key, 3), out);
}

static value range_iterator(struct thread *th, struct range_obj *r) {
    if (r->small) {
        struct range_iter *it = heap_new(th, &type_range_iterator, sizeof *it);
        it->at = small_of(r->start);
        it->step = small_of(r->step);
        it->left = small_of(r->length);
        return from_obj(it);
    }
    return iter_new(th, &type_longrange_iterator, from_obj(r));
}

static bool range_iter_slot(struct thread *th, value self, value *out) { return *out = range_iterator(th, range_of(self)), true; }

static enum answer range_reversed(struct thread *th, struct call *c) {
    struct range_obj *r = range_of(c->args[0]);
    value last, before, step, first, back;
    if (!int_sub(th, r->length, from_small(1), &last) || !range_at(th, r, last, &first)) return FAIL;
    if (!int_sub(th, from_small(0), r->step, &step) || !int_sub(th, r->start, r->step, &before)) return FAIL;
    if (!range_new(th, first, before, step, &back)) return FAIL;
    return give(c, range_iterator(th, range_of(back)));
}

static enum answer range_count(struct thread *th, struct call *c) {
    bool has;
    return range_contains(th, c->args[0], c->args[1], &has) ? give(c, from_small(has)) : FAIL;
}

static enum answer range_index(struct thread *th, struct call *c) {
    value at = NIL;
    if (is_int(c->args[1]) && !range_position(th, range_of(c->args[0]), c->args[1], &at)) return FAIL;
    if (at != NIL) return give(c, at);
    struct buf b = {0};
    if (object_repr(th, c->args[1], &b)) raise_error(th, "ValueError", is_int(c->args[1]) ? "%s is not in range" : "sequence.index(x): x not in sequence", b.data);
    buf_fini(&b);
    return FAIL;
}

static enum answer range_make(struct thread *th, struct call *c) {
    value start = from_small(0), stop, step = from_small(1);
    if (c->args[2] == NIL) {
        if (!int_index(th, c->args[1], &stop)) return FAIL;
    } else if (!int_index(th, c->args[1], &start) || !int_index(th, c->args[2], &stop)) {
        return FAIL;
    }
    if (c->args[3] != NIL && !int_index(th, c->args[3], &step)) return FAIL;
    if (int_sign(step) == 0) {
        raise_error(th, "ValueError", "range() arg 3 must not be zero");
        return FAIL;
    }
    return range_new(th, start, stop, step, &c->result) ? DONE : FAIL;
}
static const struct native range_make_row = {"range", "cls, start, stop=?, step=?, /", range_make, NATIVE_static, "Numbers from start to stop by step."};
static const struct native range_methods[] = {
    {"count", "self, value, /", range_count, 0, "1 if value is in it, else 0."},
    {"index", "self, value, /", range_index, 0, "The place of value."},
    {"__reversed__", "self, /", range_reversed, 0, "An iterator from the end."},
    {NULL, NULL, NULL, 0, NULL},
};

static bool get_start(struct thread *th, value self, value *out) {
    (void)th;
    return *out = range_of(self)->start, true;
}
static bool get_stop(struct thread *th, value self, value *out) {
    (void)th;
    return *out = range_of(self)->stop, true;
}
static bool get_step(struct thread *th, value self, value *out) {
    (void)th;
    return *out = range_of(self)->step, true;
}
static const struct getset range_getsets[] = {
    {"start", get_start, NULL, NULL},
    {"stop", get_stop, NULL, NULL},
    {"step", get_step, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const struct type type_range = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "range",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct range_obj),
    .flags = TYPE_sequence,
    .doc = "An arithmetic progression.",
    .visit = range_visit,
    .make = &range_make_row,
    .repr = range_repr,
    .hash = range_hash,
    .truth = range_truth,
    .length = range_length,
    .compare = range_compare,
    .getitem = range_getitem,
    .contains = range_contains,
    .iter = range_iter_slot,
    .methods = range_methods,
    .getsets = range_getsets,
};

/* -- iterators -- */

static bool iterator_self(struct thread *th, value self, value *out) {
    (void)th;
    return *out = self, true;
}

static enum next range_next(struct thread *th, value self, value *out) {
    struct range_iter *it = (struct range_iter *)obj_of(self);
    (void)th;
    if (it->left <= 0) return NEXT_end;
    *out = from_small(it->at);
    it->left--;
    it->at += it->step; /* stays within 64 bits: ends are 63 bits */
    return NEXT_value;
}

static enum answer range_length_hint(struct thread *th, struct call *c) {
    return give(c, int_new(th, ((struct range_iter *)obj_of(c->args[0]))->left));
}
static const struct native range_iterator_methods[] = {
    {"__length_hint__", "self, /", range_length_hint, 0, "How many are left."},
    {NULL, NULL, NULL, 0, NULL},
};

const struct type type_range_iterator = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "range_iterator",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct range_iter),
    .iter = iterator_self,
    .next = range_next,
    .methods = range_iterator_methods,
};

static void long_visit(struct obj *o, struct visitor *v) {
    v->slot(v, &((struct iter_obj *)o)->source);
    v->slot(v, &((struct iter_obj *)o)->extra);
}

static enum next long_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = (struct iter_obj *)obj_of(self);
    value at = it->extra == NIL ? from_small(0) : it->extra;
    if (int_compare(at, range_of(it->source)->length) >= 0) return NEXT_end;
    if (!range_at(th, range_of(it->source), at, out)) return NEXT_fail;
    return int_add(th, at, from_small(1), &it->extra) ? NEXT_value : NEXT_fail;
}

const struct type type_longrange_iterator = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "longrange_iterator",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct iter_obj),
    .visit = long_visit,
    .iter = iterator_self,
    .next = long_next,
};
