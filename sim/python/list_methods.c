/* list.append() and friends. */
#include <string.h>

#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_list.h"

extern const struct native list_methods[];

static enum answer method_init(struct thread *th, struct call *c) {
    struct list_obj *l = list_of(c->args[0]);
    l->items = NIL;
    l->len = 0;
    return c->args[1] == NIL || list_extend(th, c->args[0], c->args[1]) ? give(c, NONE) : FAIL;
}

static enum answer method_append(struct thread *th, struct call *c) {
    list_append(th, c->args[0], c->args[1]);
    return give(c, NONE);
}

static enum answer method_extend(struct thread *th, struct call *c) {
    return list_extend(th, c->args[0], c->args[1]) ? give(c, NONE) : FAIL;
}

static enum answer method_insert(struct thread *th, struct call *c) {
    int64_t at, n = (int64_t)list_len(c->args[0]);
    if (!index_get(th, c->args[1], &at)) return FAIL;
    if (at < 0) at = at + n < 0 ? 0 : at + n;
    if (at > n) at = n;
    list_insert_at(th, c->args[0], (size_t)at, c->args[2]);
    charge(th, COST_item, (n - at) / 16); /* a memmove */
    return give(c, NONE);
}

static enum answer method_pop(struct thread *th, struct call *c) {
    int64_t at, n = (int64_t)list_len(c->args[0]);
    if (!index_get(th, c->args[1], &at)) return FAIL;
    if (n == 0) {
        raise_error(th, "IndexError", "pop from empty list");
        return FAIL;
    }
    if (at < 0) at += n;
    if (at < 0 || at >= n) {
        raise_error(th, "IndexError", "pop index out of range");
        return FAIL;
    }
    c->result = list_items(c->args[0])[at];
    list_remove_at(c->args[0], (size_t)at);
    charge(th, COST_item, (n - at) / 16);
    return DONE;
}

/* The first place of item in [from, to), or -1; false: a comparison failed. */
static bool find(struct thread *th, value list, value item, int64_t from, int64_t to, int64_t *out) {
    *out = -1;
    for (int64_t i = from; i < to && i < (int64_t)list_len(list); i++) {
        bool equal;
        charge(th, COST_item, 1);
        if (!object_equal(th, list_items(list)[i], item, &equal)) return false;
        if (equal) return *out = i, true;
    }
    return true;
}

static enum answer method_remove(struct thread *th, struct call *c) {
    int64_t at;
    if (!find(th, c->args[0], c->args[1], 0, INT64_MAX, &at)) return FAIL;
    if (at < 0) {
        raise_error(th, "ValueError", "list.remove(x): x not in list");
        return FAIL;
    }
    list_remove_at(c->args[0], (size_t)at);
    return give(c, NONE);
}

static enum answer method_index(struct thread *th, struct call *c) {
    int64_t n = (int64_t)list_len(c->args[0]), from, to = INT64_MAX, at;
    if (!index_get(th, c->args[2], &from) || (c->args[3] != NIL && !index_get(th, c->args[3], &to))) return FAIL;
    if (from < 0) from = from + n < 0 ? 0 : from + n;
    if (to < 0) to += n;
    if (!find(th, c->args[0], c->args[1], from, to, &at)) return FAIL;
    if (at >= 0) return give(c, int_new(th, at));
    struct buf b = {0};
    if (object_repr(th, c->args[1], &b)) raise_error(th, "ValueError", "%s is not in list", b.data);
    buf_fini(&b);
    return FAIL;
}

static enum answer method_count(struct thread *th, struct call *c) {
    int64_t n = 0;
    for (size_t i = 0; i < list_len(c->args[0]); i++) {
        bool equal;
        if (!object_equal(th, list_items(c->args[0])[i], c->args[1], &equal)) return FAIL;
        n += equal;
    }
    charge(th, COST_item, (int64_t)list_len(c->args[0]));
    return give(c, int_new(th, n));
}

static enum answer method_clear(struct thread *th, struct call *c) {
    (void)th;
    list_of(c->args[0])->items = NIL;
    list_of(c->args[0])->len = 0;
    return give(c, NONE);
}

static enum answer method_copy(struct thread *th, struct call *c) {
    charge(th, COST_item, (int64_t)list_len(c->args[0]));
    return give(c, list_new(th, list_items(c->args[0]), list_len(c->args[0])));
}

static enum answer method_reverse(struct thread *th, struct call *c) {
    value *items = list_items(c->args[0]);
    size_t n = list_len(c->args[0]);
    for (size_t i = 0; i < n / 2; i++) {
        value v = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = v;
    }
    charge(th, COST_item, (int64_t)n);
    return give(c, NONE);
}

static enum answer method_sort(struct thread *th, struct call *c) {
    bool reverse;
    if (!object_truth(th, c->args[2], &reverse)) return FAIL;
    return list_sort(th, c->args[0], c->args[1] == NONE ? NIL : c->args[1], reverse) ? give(c, NONE) : FAIL;
}

static enum answer method_reversed(struct thread *th, struct call *c) {
    value it = iter_new(th, &type_list_reverseiterator, c->args[0]);
    ((struct iter_obj *)obj_of(it))->at = (int64_t)list_len(c->args[0]) - 1;
    return give(c, it);
}

const struct native list_methods[] = {
    {"__init__", "self, iterable!=?, /", method_init, 0, "Fills a new list."},
    {"append", "self, object, /", method_append, NATIVE_nopoll | NATIVE_special, "Adds an item at the end."},
    {"extend", "self, iterable!, /", method_extend, 0, "Adds every item of an iterable."},
    {"insert", "self, index, object, /", method_insert, 0, "Puts an item before an index."},
    {"pop", "self, index=-1, /", method_pop, 0, "Removes and returns an item."},
    {"remove", "self, value, /", method_remove, 0, "Removes the first equal item."},
    {"index", "self, value, start=0, stop=?, /", method_index, 0, "The first place of value."},
    {"count", "self, value, /", method_count, 0, "How many items equal value."},
    {"clear", "self, /", method_clear, 0, "Removes everything."},
    {"copy", "self, /", method_copy, 0, "A new list of the same items."},
    {"reverse", "self, /", method_reverse, 0, "Turns the order around."},
    {"sort", "self, /, *, key=None, reverse=False", method_sort, 0, "Sorts in place; equal items keep their order."},
    {"__reversed__", "self, /", method_reversed, 0, "An iterator from the end."},
    {NULL, NULL, NULL, 0, NULL},
};
