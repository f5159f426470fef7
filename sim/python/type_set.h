/* Sets and frozen sets: an open-addressed table whose order is the order of iteration, so it follows CPython 3.11's
 * Objects/setobject.c in hashes, probing (LINEAR_PROBES 9) and growth: a set of small ints prints in the same order. */
#ifndef GILSCOPE_PYTHON_TYPE_SET_H
#define GILSCOPE_PYTHON_TYPE_SET_H

#include "python/heap.h"
#include "python/thread.h"

struct set_obj {
    struct obj head;
    value dict;
    value keys;   /* values: NIL unused, SET_DUMMY deleted */
    value hashes; /* bytes: one 64-bit hash a slot */
    uint64_t mask, fill, used, finger;
    uint64_t hash; /* of a frozenset; 0: not yet computed */
};

static inline bool is_set(value v) { return is_a(v, &type_set); }
static inline bool is_anyset(value v) { return is_a(v, &type_set) || is_a(v, &type_frozenset); }
static inline struct set_obj *set_of(value v) { return (struct set_obj *)obj_of(v); }

value frozenset_new(struct thread *th);
bool set_has(struct thread *th, value s, value item, bool *out);
bool set_discard(struct thread *th, value s, value item, bool *found);
bool set_update(struct thread *th, value s, value iterable);
bool set_binary(struct thread *th, enum binary_kind k, value a, value b, value *out); /* a, b: sets; also for dict views */
value set_copy_as(struct thread *th, const struct type *type, value s);
bool set_subset(struct thread *th, value a, value b, bool *out);

#endif
