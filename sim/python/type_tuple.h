/* Tuples. Models CPython Objects/tupleobject.c, its hash included. */
#ifndef GILSCOPE_PYTHON_TYPE_TUPLE_H
#define GILSCOPE_PYTHON_TYPE_TUPLE_H

#include "python/thread.h"

struct tuple_obj {
    struct obj head;
    value dict;
    size_t len;
    value items[];
};

static inline bool is_tuple(value v) { return is_obj(v) && (type_of(v) == &type_tuple || type_is_sub(type_of(v), &type_tuple)); }
static inline struct tuple_obj *tuple_of(value v) { return (struct tuple_obj *)obj_of(v); }
value tuple_pair(struct thread *th, value a, value b);
bool tuple_from_iterable(struct thread *th, value iterable, value *out);

/* Shared by list and tuple: lexicographic comparison, "[a, b]" text, and the search methods. */
bool items_compare(struct thread *th, enum compare_kind k, const value *a, size_t na, const value *b, size_t nb, value *out);
bool items_repr(struct thread *th, value self, const value *items, size_t n, const char *open, const char *close, struct buf *out);

#endif
