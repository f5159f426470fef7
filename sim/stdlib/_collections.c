/* _collections: deque, a double-ended queue in a ring of values. Models CPython Modules/_collectionsmodule.c;
 * simplified: one ring instead of linked blocks, so rotate and append have the same cost but indexing the middle is cheap. */
#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_tuple.h"
#include "stdlib/support.h"

struct deque {
    struct obj head;
    value dict;
    value ring;     /* a buffer of values (a power of two), or NIL while empty */
    size_t first, len;
    int64_t maxlen; /* -1: unbounded */
    uint64_t state; /* changes with every insertion and removal: iterators notice */
};

struct deque_iter {
    struct obj head;
    value deque;
    int64_t at, step;
    uint64_t state;
};

static const struct type type_deque;
static const struct type type_deque_iterator;

static struct deque *deque_of(value v) { return (struct deque *)obj_of(v); }
static bool is_deque(value v) { return is_a(v, &type_deque); }
static size_t ring_size(const struct deque *d) { return d->ring == NIL ? 0 : buffer_of(d->ring)->count; }

static value *place(const struct deque *d, size_t i) {
    struct buffer *b = buffer_of(d->ring);
    return &b->items[(d->first + i) & (b->count - 1)];
}

static void grow(struct thread *th, struct deque *d) {
    size_t size = ring_size(d);
    struct buffer *ring = heap_values(th, size ? size * 2 : 8);
    for (size_t i = 0; i < d->len; i++) ring->items[i] = *place(d, i);
    if (d->ring != NIL) heap_free(th, buffer_of(d->ring));
    d->ring = from_obj(ring);
    d->first = 0;
}

static value take_left(struct deque *d) {
    value *p = place(d, 0), v = *p;
    *p = NIL;
    d->first = (d->first + 1) & (ring_size(d) - 1);
    d->len--;
    d->state++;
    return v;
}

static value take_right(struct deque *d) {
    value *p = place(d, d->len - 1), v = *p;
    *p = NIL;
    d->len--;
    d->state++;
    return v;
}

static void push_right(struct thread *th, struct deque *d, value v) {
    if (d->len == ring_size(d)) grow(th, d);
    d->len++;
    d->state++;
    *place(d, d->len - 1) = v;
    if (d->maxlen >= 0 && d->len > (size_t)d->maxlen) take_left(d);
}

static void push_left(struct thread *th, struct deque *d, value v) {
    if (d->len == ring_size(d)) grow(th, d);
    d->first = (d->first - 1) & (ring_size(d) - 1);
    d->len++;
    d->state++;
    *place(d, 0) = v;
    if (d->maxlen >= 0 && d->len > (size_t)d->maxlen) take_right(d);
}

static void drop_all(struct deque *d) {
    d->ring = NIL;
    d->first = d->len = 0;
    d->state++;
}

static bool extend(struct thread *th, struct deque *d, value iterable, bool left) {
    value list;
    if (!list_from_iterable(th, iterable, &list)) return false;
    for (size_t i = 0; i < list_len(list); i++) {
        if (left) push_left(th, d, list_items(list)[i]);
        else push_right(th, d, list_items(list)[i]);
    }
    return true;
}

static struct deque *deque_like(struct thread *th, value self) {
    struct deque *d = heap_new(th, type_of(self), type_of(self)->size);
    d->maxlen = deque_of(self)->maxlen;
    return d;
}

/* The items as a list, for what lists already know to do. */
static value as_list(struct thread *th, value self) {
    struct deque *d = deque_of(self);
    value list = list_new(th, NULL, d->len);
    for (size_t i = 0; i < d->len; i++) list_items(list)[i] = *place(d, i);
    return list;
}

/* -- methods -- */

static enum answer deque_make(struct thread *th, struct call *c) {
    const struct type *cls = as_type(c->args[0]);
    struct deque *d = heap_new(th, cls, cls->size);
    d->maxlen = -1;
    c->result = from_obj(d);
    if (c->args[2] != NONE) {
        if (!int_get(th, c->args[2], &d->maxlen)) return FAIL;
        if (d->maxlen < 0) {
            raise_error(th, "ValueError", "maxlen must be non-negative");
            return FAIL;
        }
    }
    return c->args[1] == NIL || extend(th, d, c->args[1], false) ? DONE : FAIL;
}
static const struct native deque_make_row = {"deque", "cls, iterable!=?, maxlen=None", deque_make, NATIVE_static, "A queue with two ends."};

static enum answer deque_append(struct thread *th, struct call *c) {
    push_right(th, deque_of(c->args[0]), c->args[1]);
    return give(c, NONE);
}

static enum answer deque_appendleft(struct thread *th, struct call *c) {
    push_left(th, deque_of(c->args[0]), c->args[1]);
    return give(c, NONE);
}

static enum answer empty(struct thread *th) {
    raise_error(th, "IndexError", "pop from an empty deque");
    return FAIL;
}

static enum answer deque_pop(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    return d->len ? give(c, take_right(d)) : empty(th);
}

static enum answer deque_popleft(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    return d->len ? give(c, take_left(d)) : empty(th);
}

static enum answer deque_extend(struct thread *th, struct call *c) {
    return extend(th, deque_of(c->args[0]), c->args[1], false) ? give(c, NONE) : FAIL;
}

static enum answer deque_extendleft(struct thread *th, struct call *c) {
    return extend(th, deque_of(c->args[0]), c->args[1], true) ? give(c, NONE) : FAIL;
}

static enum answer deque_clear(struct thread *th, struct call *c) {
    (void)th;
    drop_all(deque_of(c->args[0]));
    return give(c, NONE);
}

static enum answer deque_copy(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]), *copy = deque_like(th, c->args[0]);
    for (size_t i = 0; i < d->len; i++) push_right(th, copy, *place(d, i));
    return give(c, from_obj(copy));
}

static enum answer deque_rotate(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t n;
    if (!int_get(th, c->args[1], &n)) return FAIL;
    if (d->len > 1) {
        n %= (int64_t)d->len;
        charge(th, COST_item, n < 0 ? -n : n);
        for (; n > 0; n--) push_left(th, d, take_right(d));
        for (; n < 0; n++) push_right(th, d, take_left(d));
    }
    return give(c, NONE);
}

static enum answer deque_reverse(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    (void)th;
    for (size_t i = 0, j = d->len; i + 1 < j; i++) {
        value *a = place(d, i), *b = place(d, --j), v = *a;
        *a = *b;
        *b = v;
    }
    return give(c, NONE);
}

static enum answer deque_count(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t n = 0;
    for (size_t i = 0; i < d->len; i++) {
        bool equal;
        charge(th, COST_item, 1);
        if (!object_equal(th, *place(d, i), c->args[1], &equal)) return FAIL;
        n += equal;
    }
    return give(c, from_small(n));
}

/* The first index of item in [from, to), -1 when absent; false: a comparison failed. */
static bool find(struct thread *th, struct deque *d, value item, int64_t from, int64_t to, int64_t *out) {
    *out = -1;
    uint64_t state = d->state;
    for (int64_t i = from; i < to && i < (int64_t)d->len; i++) {
        bool equal;
        charge(th, COST_item, 1);
        if (!object_equal(th, *place(d, (size_t)i), item, &equal)) return false;
        if (d->state != state) return raise_error(th, "RuntimeError", "deque mutated during iteration");
        if (equal) return *out = i, true;
    }
    return true;
}

static int64_t clamp_index(int64_t i, int64_t len) {
    if (i < 0) i += len;
    return i < 0 ? 0 : i > len ? len : i;
}

static enum answer deque_index(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t from, to = INT64_MAX, at, len = (int64_t)d->len;
    if (!int_get(th, c->args[2], &from) || (c->args[3] != NIL && !int_get(th, c->args[3], &to))) return FAIL;
    if (!find(th, d, c->args[1], clamp_index(from, len), clamp_index(to, len), &at)) return FAIL;
    if (at >= 0) return give(c, from_small(at));
    struct buf text = {0};
    if (object_repr(th, c->args[1], &text)) raise_error(th, "ValueError", "%s is not in deque", text.data);
    buf_fini(&text);
    return FAIL;
}

static value delete_at(struct thread *th, struct deque *d, size_t at) {
    value gone = *place(d, at);
    for (size_t i = at; i + 1 < d->len; i++) *place(d, i) = *place(d, i + 1);
    charge(th, COST_item, (int64_t)(d->len - at));
    take_right(d);
    return gone;
}

static enum answer deque_remove(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t at;
    if (!find(th, d, c->args[1], 0, INT64_MAX, &at)) return FAIL;
    if (at < 0) {
        raise_error(th, "ValueError", "deque.remove(x): x not in deque");
        return FAIL;
    }
    delete_at(th, d, (size_t)at);
    return give(c, NONE);
}

static enum answer deque_insert(struct thread *th, struct call *c) {
    struct deque *d = deque_of(c->args[0]);
    int64_t at;
    if (!int_get(th, c->args[1], &at)) return FAIL;
    if (d->maxlen >= 0 && d->len >= (size_t)d->maxlen) {
        raise_error(th, "IndexError", "deque already at its maximum size");
        return FAIL;
    }
    at = clamp_index(at, (int64_t)d->len);
    push_right(th, d, c->args[2]);
    for (size_t i = d->len - 1; i > (size_t)at; i--) *place(d, i) = *place(d, i - 1);
    *place(d, (size_t)at) = c->args[2];
    charge(th, COST_item, (int64_t)d->len - at);
    return give(c, NONE);
}

static enum answer deque_reversed(struct thread *th, struct call *c) {
    struct deque_iter *it = heap_new(th, &type_deque_iterator, sizeof *it);
    *it = (struct deque_iter){.head = it->head, .deque = c->args[0], .at = (int64_t)deque_of(c->args[0])->len - 1, .step = -1, .state = deque_of(c->args[0])->state};
    return give(c, from_obj(it));
}

static const struct native deque_methods[] = {
    {"append", "self, item, /", deque_append, NATIVE_nopoll, "Adds an item at the right end."},
    {"appendleft", "self, item, /", deque_appendleft, 0, "Adds an item at the left end."},
    {"pop", "self, /", deque_pop, 0, "Takes the rightmost item."},
    {"popleft", "self, /", deque_popleft, 0, "Takes the leftmost item."},
    {"extend", "self, iterable!, /", deque_extend, 0, "Adds all items at the right end."},
    {"extendleft", "self, iterable!, /", deque_extendleft, 0, "Adds all items at the left end, one by one."},
    {"clear", "self, /", deque_clear, 0, "Takes all items out."},
    {"copy", "self, /", deque_copy, 0, "A shallow copy."},
    {"__copy__", "self, /", deque_copy, 0, "A shallow copy."},
    {"rotate", "self, n=1, /", deque_rotate, 0, "Moves n items from the right end to the left."},
    {"reverse", "self, /", deque_reverse, 0, "Turns the order round."},
    {"count", "self, item, /", deque_count, 0, "How many items are equal to this one."},
    {"index", "self, item, start=0, stop=?, /", deque_index, 0, "The place of the first equal item."},
    {"remove", "self, item, /", deque_remove, 0, "Takes the first equal item out."},
    {"insert", "self, index, item, /", deque_insert, 0, "Puts an item before a place."},
    {"__reversed__", "self, /", deque_reversed, 0, "An iterator from the right end."},
    {0},
};

/* -- slots -- */

static void deque_visit(struct obj *o, struct visitor *v) {
    struct deque *d = (struct deque *)o;
    v->slot(v, &d->dict);
    v->slot(v, &d->ring);
}

static bool deque_repr(struct thread *th, value self, struct buf *out) {
    struct deque *d = deque_of(self);
    value list = as_list(th, self);
    buf_printf(out, "%s(", type_of(self)->name);
    for (size_t i = 0; i < d->len; i++) /* a deque inside itself is shown as a list does it */
        if (*place(d, i) == self) list_items(list)[i] = ELLIPSIS;
    if (!object_repr(th, list, out)) return false;
    if (d->maxlen >= 0) buf_printf(out, ", maxlen=%lld", (long long)d->maxlen);
    buf_char(out, ')');
    return true;
}

static bool deque_hash(struct thread *th, value self, uint64_t *out) {
    (void)out;
    return raise_error(th, "TypeError", "unhashable type: '%s'", type_name(self));
}

static bool deque_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = (int64_t)deque_of(self)->len, true;
}

static bool deque_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    if (!is_deque(a) || !is_deque(b)) return *out = NOT_IMPLEMENTED, true;
    return object_compare(th, k, as_list(th, a), as_list(th, b), out);
}

static bool deque_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k == BIN_add + BIN_INPLACE && is_deque(a)) {
        *out = a;
        return extend(th, deque_of(a), b, false);
    }
    if (k == BIN_add && is_deque(a) && is_deque(b)) {
        struct deque *d = deque_like(th, a);
        *out = from_obj(d);
        return extend(th, d, as_list(th, a), false) && extend(th, d, as_list(th, b), false);
    }
    if (k == BIN_mul && is_deque(a)) {
        int64_t n;
        if (!int_get(th, b, &n)) return false;
        struct deque *d = deque_like(th, a);
        value items = as_list(th, a);
        for (*out = from_obj(d); n > 0; n--) extend(th, d, items, false);
    }
    return true;
}

static bool item_index(struct thread *th, value self, value key, size_t *out) {
    int64_t i, len = (int64_t)deque_of(self)->len;
    if (!has_index(th, key)) return raise_error(th, "TypeError", "sequence index must be integer, not '%s'", type_name(key));
    if (!int_get(th, key, &i)) return false;
    if (i < 0) i += len;
    if (i < 0 || i >= len) return raise_error(th, "IndexError", "deque index out of range");
    return *out = (size_t)i, true;
}

static bool deque_getitem(struct thread *th, value self, value key, value *out) {
    size_t i;
    return item_index(th, self, key, &i) && (*out = *place(deque_of(self), i), true);
}

static bool deque_setitem(struct thread *th, value self, value key, value item) {
    size_t i;
    if (!item_index(th, self, key, &i)) return false;
    if (item == NIL) delete_at(th, deque_of(self), i);
    else *place(deque_of(self), i) = item;
    return true;
}

static bool deque_contains(struct thread *th, value self, value item, bool *out) {
    int64_t at;
    return find(th, deque_of(self), item, 0, INT64_MAX, &at) && (*out = at >= 0, true);
}

static bool deque_iter(struct thread *th, value self, value *out) {
    struct deque_iter *it = heap_new(th, &type_deque_iterator, sizeof *it);
    it->deque = self;
    it->step = 1;
    it->state = deque_of(self)->state;
    return *out = from_obj(it), true;
}

static bool get_maxlen(struct thread *th, value self, value *out) {
    int64_t n = deque_of(self)->maxlen;
    return *out = n < 0 ? NONE : int_new(th, n), true;
}

static const struct getset deque_getsets[] = {
    {"maxlen", get_maxlen, NULL, "Most items kept; None: no bound."},
    {0},
};

static const struct type type_deque = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "deque",
    .module = "collections",
    .base = &type_object,
    .size = sizeof(struct deque),
    .dict_offset = offsetof(struct deque, dict),
    .flags = TYPE_base | TYPE_sequence,
    .doc = "A queue with two ends.",
    .visit = deque_visit,
    .make = &deque_make_row,
    .repr = deque_repr,
    .hash = deque_hash,
    .length = deque_length,
    .compare = deque_compare,
    .binary = deque_binary,
    .getitem = deque_getitem,
    .setitem = deque_setitem,
    .contains = deque_contains,
    .iter = deque_iter,
    .methods = deque_methods,
    .getsets = deque_getsets,
};

/* -- the iterator -- */

static void iter_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct deque_iter *)o)->deque); }

static bool iter_self(struct thread *th, value self, value *out) {
    (void)th;
    return *out = self, true;
}

static enum next iter_next(struct thread *th, value self, value *out) {
    struct deque_iter *it = (struct deque_iter *)obj_of(self);
    struct deque *d = deque_of(it->deque);
    if (d->state != it->state) {
        raise_error(th, "RuntimeError", "deque mutated during iteration");
        return NEXT_fail;
    }
    if (it->at < 0 || it->at >= (int64_t)d->len) return NEXT_end;
    *out = *place(d, (size_t)it->at);
    it->at += it->step;
    return NEXT_value;
}

static const struct type type_deque_iterator = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "_deque_iterator",
    .module = "_collections",
    .base = &type_object,
    .size = sizeof(struct deque_iter),
    .visit = iter_visit,
    .iter = iter_self,
    .next = iter_next,
};

static const struct type *const collections_types[] = {&type_deque, NULL};
const struct module_def module_collections = {.name = "_collections", .types = collections_types, .doc = "Container types in C."};
