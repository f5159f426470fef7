/* Lists: a growing buffer of values. Models CPython Objects/listobject.c; grows as it does (an eighth more and six). */
#ifndef GILSCOPE_PYTHON_TYPE_LIST_H
#define GILSCOPE_PYTHON_TYPE_LIST_H

#include "python/heap.h"
#include "python/thread.h"

struct list_obj {
    struct obj head;
    value dict;
    value items; /* a buffer of values, or NIL while empty */
    size_t len;
};

static inline bool is_list(value v) { return is_obj(v) && (type_of(v) == &type_list || type_is_sub(type_of(v), &type_list)); }
static inline struct list_obj *list_of(value v) { return (struct list_obj *)obj_of(v); }
static inline size_t list_room(const struct list_obj *l) { return l->items == NIL ? 0 : buffer_of(l->items)->count; }

void list_reserve(struct thread *th, struct list_obj *l, size_t cap);
void list_insert_at(struct thread *th, value list, size_t at, value item);
void list_remove_at(value list, size_t at);
bool list_extend(struct thread *th, value list, value iterable); /* builtin iterables; a generator runs nested */
/* Any iterable as items: a list's or tuple's own array (valid until it changes), else a fresh list's. */
bool iterable_items(struct thread *th, value iterable, value **items, size_t *n);
bool list_from_iterable(struct thread *th, value iterable, value *out);
/* Stable; key may be NIL. Comparisons and keys of programs run nested. */
bool list_sort(struct thread *th, value list, value key, bool reverse);
/* The same with keys made already (a list of as many): they are sorted too. */
bool list_sort_by(struct thread *th, value list, value keys, bool reverse);

#endif
