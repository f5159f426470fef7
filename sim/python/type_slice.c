#include "python/type_slice.h"

#include "python/heap.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

value slice_new(struct thread *th, value start, value stop, value step) {
    struct slice_obj *s = heap_new(th, &type_slice, sizeof *s);
    s->start = start;
    s->stop = stop;
    s->step = step;
    return from_obj(s);
}

/* A slice's end as int64, clipped to what any sequence can hold. */
static bool slice_end(struct thread *th, value v, int64_t *out) {
    value i;
    if (!has_index(th, v)) return raise_error(th, "TypeError", "slice indices must be integers or None or have an __index__ method");
    if (!int_index(th, v, &i)) return false;
    if (!int_fits(i, out)) *out = int_sign(i) < 0 ? -INT64_MAX : INT64_MAX;
    if (*out < -INT64_MAX) *out = -INT64_MAX;
    return true;
}

static int64_t clip(int64_t i, int64_t len, int64_t low, int64_t high) {
    if (i < 0) i += len;
    return i < low ? low : i > high ? high : i;
}

bool slice_range(struct thread *th, value slice, size_t len, int64_t *start, int64_t *step, size_t *count) {
    const struct slice_obj *s = (const struct slice_obj *)obj_of(slice);
    int64_t n = (int64_t)len, stop;
    *step = 1;
    if (s->step != NONE && !slice_end(th, s->step, step)) return false;
    if (*step == 0) return raise_error(th, "ValueError", "slice step cannot be zero");
    bool back = *step < 0;
    int64_t low = back ? -1 : 0, high = back ? n - 1 : n;
    *start = back ? high : low;
    stop = back ? low : high;
    int64_t i;
    if (s->start != NONE) {
        if (!slice_end(th, s->start, &i)) return false;
        *start = clip(i, n, low, high);
    }
    if (s->stop != NONE) {
        if (!slice_end(th, s->stop, &i)) return false;
        stop = clip(i, n, low, high);
    }
    if (back) *count = *start > stop ? (size_t)((*start - stop - 1) / -*step + 1) : 0;
    else *count = *start < stop ? (size_t)((stop - *start - 1) / *step + 1) : 0;
    return true;
}

bool sequence_index(struct thread *th, value key, size_t len, const char *what, size_t *out) {
    int64_t i;
    if (!index_get(th, key, &i)) return false;
    if (i < 0) i += (int64_t)len;
    if (i < 0 || i >= (int64_t)len) return raise_error(th, "IndexError", "%s index out of range", what);
    *out = (size_t)i;
    return true;
}

static void slice_visit(struct obj *o, struct visitor *v) {
    struct slice_obj *s = (struct slice_obj *)o;
    v->slot(v, &s->start);
    v->slot(v, &s->stop);
    v->slot(v, &s->step);
}

static bool slice_repr(struct thread *th, value self, struct buf *out) {
    const struct slice_obj *s = (const struct slice_obj *)obj_of(self);
    buf_text(out, "slice(");
    if (!object_repr(th, s->start, out)) return false;
    buf_text(out, ", ");
    if (!object_repr(th, s->stop, out)) return false;
    buf_text(out, ", ");
    if (!object_repr(th, s->step, out)) return false;
    buf_char(out, ')');
    return true;
}

static bool slice_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    if (!is_slice(a) || !is_slice(b)) return *out = NOT_IMPLEMENTED, true;
    const struct slice_obj *x = (const struct slice_obj *)obj_of(a), *y = (const struct slice_obj *)obj_of(b);
    return items_compare(th, k, &x->start, 3, &y->start, 3, out);
}

static bool slice_hash(struct thread *th, value self, uint64_t *out) {
    (void)self, (void)out;
    return raise_error(th, "TypeError", "unhashable type: 'slice'");
}

static bool get_start(struct thread *th, value self, value *out) {
    (void)th;
    return *out = ((struct slice_obj *)obj_of(self))->start, true;
}
static bool get_stop(struct thread *th, value self, value *out) {
    (void)th;
    return *out = ((struct slice_obj *)obj_of(self))->stop, true;
}
static bool get_step(struct thread *th, value self, value *out) {
    (void)th;
    return *out = ((struct slice_obj *)obj_of(self))->step, true;
}
static const struct getset slice_getsets[] = {
    {"start", get_start, NULL, NULL},
    {"stop", get_stop, NULL, NULL},
    {"step", get_step, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static enum answer slice_indices(struct thread *th, struct call *c) {
    const struct slice_obj *s = (const struct slice_obj *)obj_of(c->args[0]);
    int64_t len, start, step;
    size_t n;
    if (!index_get(th, c->args[1], &len)) return FAIL;
    if (len < 0) {
        raise_error(th, "ValueError", "length should not be negative");
        return FAIL;
    }
    if (!slice_range(th, c->args[0], (size_t)len, &start, &step, &n)) return FAIL;
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? len - 1 : len, stop = step < 0 ? low : high, i;
    if (s->stop != NONE) {
        if (!slice_end(th, s->stop, &i)) return FAIL;
        stop = clip(i, len, low, high);
    }
    value items[3] = {int_new(th, start), int_new(th, stop), int_new(th, step)};
    return give(c, tuple_new(th, items, 3));
}

static enum answer slice_make(struct thread *th, struct call *c) {
    if (c->args[2] == NIL) return give(c, slice_new(th, NONE, c->args[1], NONE));
    return give(c, slice_new(th, c->args[1], c->args[2], c->args[3]));
}
static const struct native slice_make_row = {"slice", "cls, start, stop=?, step=None, /", slice_make, NATIVE_static, "What a[start:stop:step] passes."};
static const struct native slice_methods[] = {
    {"indices", "self, len, /", slice_indices, 0, "(start, stop, step) for a sequence of that length."},
    {NULL, NULL, NULL, 0, NULL},
};

const struct type type_slice = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "slice",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct slice_obj),
    .doc = "start, stop and step of a subscript.",
    .visit = slice_visit,
    .make = &slice_make_row,
    .repr = slice_repr,
    .hash = slice_hash,
    .compare = slice_compare,
    .methods = slice_methods,
    .getsets = slice_getsets,
};
