#include "python/type_list.h"

#include <string.h>

#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_slice.h"
#include "python/type_tuple.h"

/* -- building -- */

void list_reserve(struct thread *th, struct list_obj *l, size_t cap) {
    size_t room = list_room(l);
    if (cap <= room) return;
    struct buffer *grown = heap_values(th, cap);
    if (l->items != NIL) {
        struct buffer *old = buffer_of(l->items);
        memcpy(grown->items, old->items, l->len * sizeof(value));
        heap_free(th, old);
    }
    l->items = from_obj(grown);
}

static void make_room(struct thread *th, struct list_obj *l, size_t need) {
    if (need > list_room(l)) list_reserve(th, l, (need + (need >> 3) + 6) & ~(size_t)3);
}

value list_new(struct thread *th, const value *items, size_t n) {
    struct list_obj *l = heap_new(th, &type_list, sizeof *l);
    if (n) {
        list_reserve(th, l, n);
        if (items) memcpy(buffer_of(l->items)->items, items, n * sizeof(value));
        l->len = n;
    }
    return from_obj(l);
}

void list_append(struct thread *th, value list, value item) {
    struct list_obj *l = list_of(list);
    if (l->len == list_room(l)) make_room(th, l, l->len + 1);
    buffer_of(l->items)->items[l->len++] = item;
}

size_t list_len(value l) { return list_of(l)->len; }
value *list_items(value l) { return list_of(l)->items == NIL ? NULL : buffer_of(list_of(l)->items)->items; }

/* Items past len are NIL, so that marking sees no stale values. */
static void list_cut(struct list_obj *l, size_t len) {
    value *items = list_items(from_obj(l));
    for (size_t i = len; i < l->len; i++) items[i] = NIL;
    l->len = len;
}

void list_insert_at(struct thread *th, value list, size_t at, value item) {
    struct list_obj *l = list_of(list);
    make_room(th, l, l->len + 1);
    value *items = list_items(list);
    memmove(items + at + 1, items + at, (l->len - at) * sizeof(value));
    items[at] = item;
    l->len++;
}

void list_remove_at(value list, size_t at) {
    struct list_obj *l = list_of(list);
    value *items = list_items(list);
    memmove(items + at, items + at + 1, (l->len - at - 1) * sizeof(value));
    items[--l->len] = NIL;
}

bool list_from_iterable(struct thread *th, value iterable, value *out) {
    *out = list_new(th, NULL, 0);
    return list_extend(th, *out, iterable);
}

bool iterable_items(struct thread *th, value iterable, value **items, size_t *n) {
    const struct type *t = type_of(iterable);
    if (t == &type_list || t == &type_tuple) {
        *items = t == &type_list ? list_items(iterable) : tuple_items(iterable);
        *n = t == &type_list ? list_len(iterable) : tuple_len(iterable);
        return true;
    }
    value list;
    if (!list_from_iterable(th, iterable, &list)) return false;
    *items = list_items(list);
    *n = list_len(list);
    return true;
}

bool list_extend(struct thread *th, value list, value iterable) {
    const struct type *t = type_of(iterable);
    struct list_obj *l = list_of(list);
    if (t == &type_list || t == &type_tuple) {
        size_t n = t == &type_list ? list_len(iterable) : tuple_len(iterable);
        if (n == 0) return true;
        make_room(th, l, l->len + n);
        const value *items = t == &type_list ? list_items(iterable) : tuple_items(iterable); /* after: it may be itself */
        memcpy(list_items(list) + l->len, items, n * sizeof(value));
        l->len += n;
        charge(th, COST_item, (int64_t)n);
        return true;
    }
    value it, item;
    size_t before = l->len;
    if (!object_iter(th, iterable, &it)) return false;
    for (;;) {
        enum next n = object_next(th, it, &item);
        if (th->stopped) l->len = before; /* it will be done again */
        if (n != NEXT_value) return n == NEXT_end;
        charge(th, COST_item, 1);
        list_append(th, list, item);
    }
}

/* -- slots -- */

static void list_visit(struct obj *o, struct visitor *v) {
    struct list_obj *l = (struct list_obj *)o;
    v->slot(v, &l->dict);
    v->slot(v, &l->items);
}

static bool list_repr(struct thread *th, value self, struct buf *out) {
    return items_repr(th, self, list_items(self), list_len(self), "[", "]", out);
}

static bool list_hash(struct thread *th, value self, uint64_t *out) {
    (void)out;
    return raise_error(th, "TypeError", "unhashable type: '%s'", type_name(self));
}

static bool list_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = (int64_t)list_len(self), true;
}

static bool list_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    if (!is_list(a) || !is_list(b)) return *out = NOT_IMPLEMENTED, true;
    return items_compare(th, k, list_items(a), list_len(a), list_items(b), list_len(b), out);
}

static bool list_repeat(struct thread *th, value self, value n, value *out) {
    int64_t count;
    if (!index_get(th, n, &count)) return false;
    size_t len = list_len(self);
    if (count < 0) count = 0;
    if (len && !heap_fits(th, (size_t)count, len * sizeof(value))) return false;
    *out = list_new(th, NULL, len * (size_t)count);
    for (size_t i = 0; i < (size_t)count && len; i++) memcpy(list_items(*out) + i * len, list_items(self), len * sizeof(value));
    charge(th, COST_item, (int64_t)len * count);
    return true;
}

static bool list_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k == BIN_add && is_list(a) && is_list(b)) {
        *out = list_new(th, NULL, list_len(a) + list_len(b));
        if (list_len(a)) memcpy(list_items(*out), list_items(a), list_len(a) * sizeof(value));
        if (list_len(b)) memcpy(list_items(*out) + list_len(a), list_items(b), list_len(b) * sizeof(value));
        charge(th, COST_item, (int64_t)list_len(*out));
        return true;
    }
    if (k == BIN_add + BIN_INPLACE && is_list(a)) {
        *out = a;
        return list_extend(th, a, b);
    }
    if (k == BIN_mul + BIN_INPLACE && is_list(a) && has_index(th, b)) {
        value r;
        if (!list_repeat(th, a, b, &r)) return false;
        list_of(a)->items = list_of(r)->items;
        list_of(a)->len = list_of(r)->len;
        list_of(r)->items = NIL;
        list_of(r)->len = 0;
        return *out = a, true;
    }
    if (k == BIN_mul && is_list(a) && has_index(th, b)) return list_repeat(th, a, b, out);
    if (k == BIN_mul && is_list(b) && has_index(th, a)) return list_repeat(th, b, a, out);
    return true;
}

static bool list_getitem(struct thread *th, value self, value key, value *out) {
    size_t len = list_len(self);
    if (is_small(key)) {
        int64_t i = small_of(key);
        if (i < 0) i += (int64_t)len;
        if (i >= 0 && i < (int64_t)len) return *out = list_items(self)[i], true;
    }
    if (is_slice(key)) {
        int64_t start, step;
        size_t n;
        if (!slice_range(th, key, len, &start, &step, &n)) return false;
        *out = list_new(th, NULL, n);
        value *to = list_items(*out), *from = list_items(self);
        for (size_t i = 0; i < n; i++) to[i] = from[start + (int64_t)i * step];
        charge(th, COST_item, (int64_t)n);
        return true;
    }
    if (!has_index(th, key)) return raise_error(th, "TypeError", "list indices must be integers or slices, not %s", type_name(key));
    size_t i;
    return sequence_index(th, key, len, "list", &i) && (*out = list_items(self)[i], true);
}

/* self[start:start+n] = items */
static void list_splice(struct thread *th, value self, size_t start, size_t n, const value *items, size_t count) {
    struct list_obj *l = list_of(self);
    size_t tail = l->len - start - n, len = start + count + tail;
    make_room(th, l, len);
    value *all = list_items(self);
    if (all) memmove(all + start + count, all + start + n, tail * sizeof(value));
    if (count) memcpy(all + start, items, count * sizeof(value));
    if (len < l->len) list_cut(l, len);
    l->len = len;
}

static bool list_delete_slice(struct thread *th, value self, int64_t start, int64_t step, size_t n) {
    if (n == 0) return true;
    if (step < 0) {
        start += (int64_t)(n - 1) * step;
        step = -step;
    }
    value *items = list_items(self);
    size_t len = list_len(self), to = (size_t)start;
    for (size_t i = (size_t)start, gone = 0; i < len; i++) {
        if (gone < n && i == (size_t)start + gone * (size_t)step) gone++;
        else items[to++] = items[i];
    }
    list_cut(list_of(self), to);
    charge(th, COST_item, (int64_t)(len - (size_t)start));
    return true;
}

static bool list_set_slice(struct thread *th, value self, value key, value item) {
    int64_t start, step;
    size_t n, count;
    value *items, list;
    if (!slice_range(th, key, list_len(self), &start, &step, &n)) return false;
    if (item == NIL) return list_delete_slice(th, self, start, step, n);
    value it;
    if (type_of(item) != &type_list && type_of(item) != &type_tuple && !object_iter(th, item, &it)) {
        exc_take(th);
        return raise_error(th, "TypeError", step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice");
    }
    if (!list_from_iterable(th, item, &list)) return false; /* a copy: it may be self */
    items = list_items(list);
    count = list_len(list);
    if (!slice_range(th, key, list_len(self), &start, &step, &n)) return false;
    if (step == 1) return list_splice(th, self, (size_t)start, n, items, count), true;
    if (count != n)
        return raise_error(th, "ValueError", "attempt to assign sequence of size %zu to extended slice of size %zu", count, n);
    for (size_t i = 0; i < n; i++) list_items(self)[start + (int64_t)i * step] = items[i];
    return true;
}

static bool list_setitem(struct thread *th, value self, value key, value item) {
    if (is_slice(key)) return list_set_slice(th, self, key, item);
    if (!has_index(th, key)) return raise_error(th, "TypeError", "list indices must be integers or slices, not %s", type_name(key));
    size_t i;
    if (!sequence_index(th, key, list_len(self), "list assignment", &i)) return false;
    if (item == NIL) {
        charge(th, COST_item, (int64_t)(list_len(self) - i) / 16);
        return list_remove_at(self, i), true;
    }
    return list_items(self)[i] = item, true;
}

static bool list_contains(struct thread *th, value self, value item, bool *out) {
    *out = false;
    for (size_t i = 0; i < list_len(self) && !*out; i++) {
        charge(th, COST_item, 1);
        if (!object_equal(th, list_items(self)[i], item, out)) return false;
    }
    return true;
}

static bool list_iter(struct thread *th, value self, value *out) { return *out = iter_new(th, &type_list_iterator, self), true; }

extern const struct native list_methods[];

static enum answer list_make(struct thread *th, struct call *c) {
    const struct type *cls = as_type(c->args[0]);
    c->result = from_obj(heap_new(th, cls, cls->size));
    return c->args[1] == NIL || list_extend(th, c->result, c->args[1]) ? DONE : FAIL;
}
static const struct native list_make_row = {"list", "cls, iterable!=?, /", list_make, NATIVE_static, "The items of an iterable in a new list."};

const struct type type_list = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "list",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct list_obj),
    .dict_offset = offsetof(struct list_obj, dict),
    .flags = TYPE_base | TYPE_sequence | TYPE_match_self,
    .doc = "A sequence that grows and shrinks.",
    .visit = list_visit,
    .make = &list_make_row,
    .repr = list_repr,
    .hash = list_hash,
    .length = list_length,
    .compare = list_compare,
    .binary = list_binary,
    .getitem = list_getitem,
    .setitem = list_setitem,
    .contains = list_contains,
    .iter = list_iter,
    .methods = list_methods,
};
