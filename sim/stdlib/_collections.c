/* deque: a ring of values. Models CPython Modules/_collectionsmodule.c (blocks of 64 there). */
#include <string.h>

#include "python/exception.h"
#include "python/heap.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "stdlib/support.h"

struct deque {
    struct obj head;
    value dict;
    value ring; /* buffer of values, a power of two long, or NIL */
    size_t first, len;
    int64_t maxlen; /* -1: none */
    uint64_t version; /* changes with every change */
};
struct deque_iter {
    struct obj head;
    value deque;
    size_t at;
    uint64_t version;
    bool reverse;
};

static const struct type type_deque, type_deque_iter, type_deque_reverse;

static struct deque *deque_of(value v) { return (struct deque *)obj_of(v); }
static size_t room(const struct deque *d) { return d->ring == NIL ? 0 : buffer_of(d->ring)->count; }
static value *at(const struct deque *d, size_t i) { return &buffer_of(d->ring)->items[(d->first + i) & (room(d) - 1)]; }

static void grow(struct thread *th, struct deque *d) {
    size_t n = room(d);
    if (d->len < n) return;
    struct buffer *ring = heap_values(th, n ? 2 * n : 8);
    for (size_t i = 0; i < d->len; i++) ring->items[i] = *at(d, i);
    if (n) heap_free(th, buffer_of(d->ring));
    d->ring = from_obj(ring);
    d->first = 0;
}

static value pop_left(struct deque *d) {
    value *slot = at(d, 0), v = *slot;
    *slot = NIL;
    d->first = (d->first + 1) & (room(d) - 1);
    d->len--;
    d->version++;
    return v;
}
static value pop_right(struct deque *d) {
    value *slot = at(d, d->len - 1), v = *slot;
    *slot = NIL;
    d->len--;
    d->version++;
    return v;
}
static void push_right(struct thread *th, struct deque *d, value v) {
    if (d->maxlen == 0) return;
    if (d->maxlen > 0 && d->len == (size_t)d->maxlen) pop_left(d);
    grow(th, d);
    *at(d, d->len) = v;
    d->len++;
    d->version++;
}
static void push_left(struct thread *th, struct deque *d, value v) {
    if (d->maxlen == 0) return;
    if (d->maxlen > 0 && d->len == (size_t)d->maxlen) pop_right(d);
    grow(th, d);
    d->first = (d->first + room(d) - 1) & (room(d) - 1);
    *at(d, 0) = v;
    d->len++;
    d->version++;
}
static void clear(struct deque *d) {
    d->ring = NIL;
    d->first = d->len = 0;
    d->version++;
}

static bool extend(struct thread *th, struct deque *d, value iterable, bool left) {
    value it, item;
    if (iterable == from_obj(d) && !list_from_iterable(th, iterable, &iterable)) return false;
    if (!object_iter(th, iterable, &it)) return false;
    for (;;) {
        enum next n = object_next(th, it, &item);
        if (n == NEXT_fail) return false;
        if (n == NEXT_end) return true;
        charge(th, COST_item, 1);
        if (left) push_left(th, d, item);
        else push_right(th, d, item);
    }
}

static enum answer deque_make(struct thread *th, struct call *c) {
    const struct type *t = as_type(c->args[0]);
    struct deque *d = heap_new(th, t, t->size);
    d->maxlen = -1;
    return give(c, from_obj(d));
}

static enum answer deque_init(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t maxlen = -1;
    if (c->args[2] != NONE) {
        if (!int_get(th, c->args[2], &maxlen)) return FAIL;
        if (maxlen < 0) {
            raise_error(th, "ValueError", "maxlen must be non-negative");
            return FAIL;
        }
    }
    clear(d);
    d->maxlen = maxlen;
    return c->args[1] == NIL || extend(th, d, c->args[1], false) ? give_none(c) : FAIL;
}

static struct deque *like(struct thread *th, const struct deque *d) {
    struct deque *new = heap_new(th, &type_deque, sizeof *new);
    new->maxlen = d->maxlen;
    return new;
}

static enum answer deque_append(struct thread *th, struct call *c) { push_right(th, deque_of(c->args[0]), c->args[1]); return give_none(c); }
static enum answer deque_appendleft(struct thread *th, struct call *c) { push_left(th, deque_of(c->args[0]), c->args[1]); return give_none(c); }
static enum answer pop(struct thread *th, struct call *c, bool left) {
    struct deque *d = deque_of(c->args[0]);
    if (d->len == 0) {
        raise_error(th, "IndexError", "pop from an empty deque");
        return FAIL;
    }
    return give(c, left ? pop_left(d) : pop_right(d));
}
static enum answer deque_pop(struct thread *th, struct call *c) { return pop(th, c, false); }
static enum answer deque_popleft(struct thread *th, struct call *c) { return pop(th, c, true); }
static enum answer deque_extend(struct thread *th, struct call *c) { return extend(th, deque_of(c->args[0]), c->args[1], false) ? give_none(c) : FAIL; }
static enum answer deque_extendleft(struct thread *th, struct call *c) { return extend(th, deque_of(c->args[0]), c->args[1], true) ? give_none(c) : FAIL; }
static enum answer deque_clear(struct thread *th, struct call *c) { (void)th; clear(deque_of(c->args[0])); return give_none(c); }

static enum answer deque_copy(struct thread *th, struct call *c) {
    const struct deque *d = deque_of(c->args[0]);
    struct deque *new = like(th, d);
    for (size_t i = 0; i < d->len; i++) push_right(th, new, *at(d, i));
    return give(c, from_obj(new));
}

static enum answer deque_rotate(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t n;
    if (!int_get(th, c->args[1], &n)) return FAIL;
    if (d->len > 1) {
        n %= (int64_t)d->len;
        charge(th, COST_item, n < 0 ? -n : n);
        for (; n > 0; n--) push_left(th, d, pop_right(d));
        for (; n < 0; n++) push_right(th, d, pop_left(d));
    }
    return give_none(c);
}

static enum answer deque_reverse(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    for (size_t i = 0, j = d->len; i + 1 < j; i++, j--) {
        value t = *at(d, i);
        *at(d, i) = *at(d, j - 1);
        *at(d, j - 1) = t;
    }
    d->version++;
    charge(th, COST_item, (int64_t)d->len);
    return give_none(c);
}

/* Position of item in [from, to), -1: none, -2: raised. */
static int64_t find(struct thread *th, const struct deque *d, value item, size_t from, size_t to) {
    for (size_t i = from; i < to && i < d->len; i++) {
        bool equal;
        uint64_t version = d->version;
        charge(th, COST_item, 1);
        if (!object_equal(th, *at(d, i), item, &equal)) return -2;
        if (equal) return (int64_t)i;
        if (version != d->version) {
            raise_error(th, "RuntimeError", "deque mutated during iteration");
            return -2;
        }
    }
    return -1;
}

static void remove_at(struct deque *d, size_t i) {
    for (; i + 1 < d->len; i++) *at(d, i) = *at(d, i + 1);
    pop_right(d);
}

static enum answer deque_remove(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t i = find(th, d, c->args[1], 0, d->len);
    if (i == -1) {
        struct buf b = {0};
        object_repr(th, c->args[1], &b);
        raise_error(th, "ValueError", version_at_least(th, 11) ? "%s is not in deque" : "deque.remove(x): x not in deque", b.data ? b.data : "");
        buf_fini(&b);
    }
    if (i < 0) return FAIL;
    remove_at(d, (size_t)i);
    return give_none(c);
}

static bool clip(struct thread *th, value v, size_t len, size_t fallback, size_t *out) {
    int64_t i;
    *out = fallback;
    if (v == NIL) return true;
    if (!index_get(th, v, &i)) return false;
    if (i < 0) i += (int64_t)len;
    *out = i < 0 ? 0 : (size_t)i > len ? len : (size_t)i;
    return true;
}

static enum answer deque_index(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    size_t from, to;
    if (!clip(th, c->args[2], d->len, 0, &from) || !clip(th, c->args[3], d->len, d->len, &to)) return FAIL;
    int64_t i = find(th, d, c->args[1], from, to);
    if (i >= 0) return give_int(th, c, i);
    if (i == -1) {
        struct buf b = {0};
        object_repr(th, c->args[1], &b);
        raise_error(th, "ValueError", "%s is not in deque", b.data ? b.data : "");
        buf_fini(&b);
    }
    return FAIL;
}

static enum answer deque_count(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t n = 0, i = -1;
    while ((i = find(th, d, c->args[1], (size_t)(i + 1), d->len)) >= 0) n++;
    return i == -2 ? FAIL : give_int(th, c, n);
}

static enum answer deque_insert(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    size_t i;
    if (d->maxlen >= 0 && d->len >= (size_t)d->maxlen) {
        raise_error(th, "IndexError", "deque already at its maximum size");
        return FAIL;
    }
    if (!clip(th, c->args[1], d->len, 0, &i)) return FAIL;
    push_right(th, d, c->args[2]);
    for (size_t k = d->len - 1; k > i; k--) *at(d, k) = *at(d, k - 1);
    *at(d, i) = c->args[2];
    return give_none(c);
}

/* -- slots -- */

static bool deque_length(struct thread *th, value self, int64_t *out) { (void)th; return *out = (int64_t)deque_of(self)->len, true; }

static bool position(struct thread *th, const struct deque *d, value key, size_t *out) {
    int64_t i;
    if (!has_index(th, key)) return raise_error(th, "TypeError", "sequence index must be integer, not '%s'", type_name(key));
    if (!index_get(th, key, &i)) return false;
    if (i < 0) i += (int64_t)d->len;
    if (i < 0 || (size_t)i >= d->len) return raise_error(th, "IndexError", "deque index out of range");
    *out = (size_t)i;
    return true;
}
static bool deque_getitem(struct thread *th, value self, value key, value *out) {
    size_t i;
    if (!position(th, deque_of(self), key, &i)) return false;
    return *out = *at(deque_of(self), i), true;
}
static bool deque_setitem(struct thread *th, value self, value key, value item) {
    struct deque *d = deque_of(self);
    size_t i;
    if (!position(th, d, key, &i)) return false;
    if (item == NIL) remove_at(d, i);
    else *at(d, i) = item;
    return true;
}
static bool deque_contains(struct thread *th, value self, value item, bool *out) {
    int64_t i = find(th, deque_of(self), item, 0, deque_of(self)->len);
    return *out = i >= 0, i != -2;
}

static value as_list(struct thread *th, const struct deque *d) {
    value list = list_new(th, NULL, 0);
    for (size_t i = 0; i < d->len; i++) list_append(th, list, *at(d, i));
    return list;
}

static bool deque_repr(struct thread *th, value self, struct buf *out) {
    const struct deque *d = deque_of(self);
    buf_printf(out, "%s(", type_of(self)->name);
    if (!object_repr(th, as_list(th, d), out)) return false;
    if (d->maxlen >= 0) buf_printf(out, ", maxlen=%lld", (long long)d->maxlen);
    buf_char(out, ')');
    return true;
}

static bool deque_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    if (!is_a(a, &type_deque) || !is_a(b, &type_deque)) return *out = NOT_IMPLEMENTED, true;
    return object_compare(th, k, as_list(th, deque_of(a)), as_list(th, deque_of(b)), out);
}

static bool deque_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    bool inplace = k >= BIN_INPLACE;
    enum binary_kind plain = inplace ? (enum binary_kind)(k - BIN_INPLACE) : k;
    *out = NOT_IMPLEMENTED;
    if (plain == BIN_add && is_a(a, &type_deque) && (inplace || is_a(b, &type_deque))) {
        struct deque *d = inplace ? deque_of(a) : like(th, deque_of(a));
        if (!inplace && !extend(th, d, a, false)) return false;
        return *out = from_obj(d), extend(th, d, b, false);
    }
    if (plain == BIN_mul && (is_a(a, &type_deque) ? is_int(b) : is_int(a))) {
        value list, times = is_a(a, &type_deque) ? b : a, self = is_a(a, &type_deque) ? a : b;
        if (!object_binary(th, BIN_mul, as_list(th, deque_of(self)), times, &list)) return false;
        struct deque *d = inplace ? deque_of(self) : like(th, deque_of(self));
        if (inplace) clear(d);
        return *out = from_obj(d), extend(th, d, list, false);
    }
    return true;
}

static void deque_visit(struct obj *o, struct visitor *v) {
    struct deque *d = (struct deque *)o;
    v->slot(v, &d->dict);
    v->slot(v, &d->ring);
}
static bool deque_maxlen(struct thread *th, value self, value *out) {
    int64_t n = deque_of(self)->maxlen;
    return *out = n < 0 ? NONE : int_new(th, n), true;
}

/* -- iterators -- */

static value iter_over(struct thread *th, value self, bool reverse) {
    struct deque_iter *it = heap_new(th, reverse ? &type_deque_reverse : &type_deque_iter, sizeof *it);
    it->deque = self;
    it->version = deque_of(self)->version;
    it->reverse = reverse;
    return from_obj(it);
}
static bool deque_iter(struct thread *th, value self, value *out) { return *out = iter_over(th, self, false), true; }
static enum answer deque_reversed(struct thread *th, struct call *c) { return give(c, iter_over(th, c->args[0], true)); }
static bool same_iter(struct thread *th, value self, value *out) { (void)th; return *out = self, true; }
static enum next deque_iter_next(struct thread *th, value self, value *out) {
    struct deque_iter *it = (struct deque_iter *)obj_of(self);
    if (it->deque == NIL) return NEXT_end;
    const struct deque *d = deque_of(it->deque);
    if (it->version != d->version) {
        it->deque = NIL;
        raise_error(th, "RuntimeError", "deque mutated during iteration");
        return NEXT_fail;
    }
    if (it->at >= d->len) {
        it->deque = NIL;
        return NEXT_end;
    }
    *out = *at(d, it->reverse ? d->len - 1 - it->at : it->at);
    it->at++;
    return NEXT_value;
}
static void deque_iter_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct deque_iter *)o)->deque); }

static const struct type type_deque_iter = {
    .head = TYPE_HEAD, .name = "_deque_iterator", .module = "_collections", .base = &type_object, .size = sizeof(struct deque_iter),
    .visit = deque_iter_visit, .iter = same_iter, .next = deque_iter_next,
};
static const struct type type_deque_reverse = {
    .head = TYPE_HEAD, .name = "_deque_reverse_iterator", .module = "_collections", .base = &type_object, .size = sizeof(struct deque_iter),
    .visit = deque_iter_visit, .iter = same_iter, .next = deque_iter_next,
};

static const struct native deque_methods[] = {
    {"__init__", "self, iterable!=?, maxlen=None", deque_init, 0, "Fills it."},
    {"append", "self, item, /", deque_append, 0, "Adds at the right end."},
    {"appendleft", "self, item, /", deque_appendleft, 0, "Adds at the left end."},
    {"pop", "self, /", deque_pop, 0, "Takes the rightmost item."},
    {"popleft", "self, /", deque_popleft, 0, "Takes the leftmost item."},
    {"extend", "self, iterable!, /", deque_extend, 0, "Adds items at the right."},
    {"extendleft", "self, iterable!, /", deque_extendleft, 0, "Adds items at the left, one after the other."},
    {"clear", "self, /", deque_clear, 0, "Removes all."},
    {"copy", "self, /", deque_copy, 0, "A shallow copy."},
    {"__copy__", "self, /", deque_copy, 0, "A shallow copy."},
    {"rotate", "self, n=1, /", deque_rotate, 0, "Moves n items from right to left."},
    {"reverse", "self, /", deque_reverse, 0, "Turns the order around."},
    {"remove", "self, value, /", deque_remove, 0, "Removes the first equal item."},
    {"index", "self, value, start=?, stop=?, /", deque_index, 0, "Where the first equal item is."},
    {"count", "self, value, /", deque_count, 0, "How many are equal."},
    {"insert", "self, index, value, /", deque_insert, 0, "Puts an item before an index."},
    {"__reversed__", "self, /", deque_reversed, 0, "From right to left."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct getset deque_getsets[] = {{"maxlen", deque_maxlen, NULL, "The bound, or None."}, {NULL, NULL, NULL, NULL}};
static const struct native deque_make_row = {"deque", "cls, *args, **kwargs", deque_make, 0, "A double-ended queue."};
static const struct type type_deque = {
    .head = TYPE_HEAD, .name = "deque", .module = "collections", .base = &type_object, .size = sizeof(struct deque),
    .dict_offset = offsetof(struct deque, dict), .flags = TYPE_base | TYPE_sequence, .visit = deque_visit, .make = &deque_make_row,
    .repr = deque_repr, .length = deque_length, .getitem = deque_getitem, .setitem = deque_setitem, .contains = deque_contains,
    .iter = deque_iter, .compare = deque_compare, .binary = deque_binary, .methods = deque_methods, .getsets = deque_getsets,
};

static const struct type *const types[] = {&type_deque, NULL};
extern const struct module_def module_collections;
const struct module_def module_collections = {"_collections", NULL, types, NULL, "Containers in C."};
