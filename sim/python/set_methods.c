/* set.add() and friends. */
#include <string.h>

#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_set.h"
#include "python/type_tuple.h"

extern const struct native set_methods[], frozenset_methods[];

static enum answer method_init(struct thread *th, struct call *c) {
    return c->args[1] == NIL || set_update(th, c->args[0], c->args[1]) ? give(c, NONE) : FAIL;
}

static enum answer method_add(struct thread *th, struct call *c) {
    return set_add(th, c->args[0], c->args[1]) ? give(c, NONE) : FAIL;
}

static enum answer method_discard(struct thread *th, struct call *c) {
    bool found;
    return set_discard(th, c->args[0], c->args[1], &found) ? give(c, NONE) : FAIL;
}

static enum answer method_remove(struct thread *th, struct call *c) {
    bool found;
    if (!set_discard(th, c->args[0], c->args[1], &found)) return FAIL;
    if (found) return give(c, NONE);
    raise_key_error(th, c->args[1]);
    return FAIL;
}

static enum answer method_pop(struct thread *th, struct call *c) {
    struct set_obj *s = set_of(c->args[0]);
    size_t pos = s->finger & s->mask;
    if (s->used == 0) {
        raise_key_error(th, str_cstr(th, "pop from an empty set"));
        return FAIL;
    }
    if (!set_next(c->args[0], &pos, &c->result)) {
        pos = 0;
        set_next(c->args[0], &pos, &c->result);
    }
    s->finger = pos; /* the next slot */
    bool found;
    return set_discard(th, c->args[0], c->result, &found) ? DONE : FAIL;
}

static enum answer method_clear(struct thread *th, struct call *c) {
    (void)th;
    struct set_obj *s = set_of(c->args[0]);
    s->keys = s->hashes = NIL;
    s->fill = s->used = s->mask = s->finger = 0;
    return give(c, NONE);
}

static const struct type *plain_type(value v) { return is_a(v, &type_frozenset) ? &type_frozenset : &type_set; }

static enum answer method_copy(struct thread *th, struct call *c) {
    if (type_of(c->args[0]) == &type_frozenset) return give(c, c->args[0]);
    return give(c, set_copy_as(th, is_class(type_of(c->args[0])) ? plain_type(c->args[0]) : type_of(c->args[0]), c->args[0]));
}

static enum answer method_update(struct thread *th, struct call *c) {
    for (size_t i = 0; i < tuple_len(c->args[1]); i++)
        if (!set_update(th, c->args[0], tuple_items(c->args[1])[i])) return FAIL;
    return give(c, NONE);
}

/* Any iterable as a set, itself when it is one. */
static bool as_set(struct thread *th, value v, value *out) {
    if (is_anyset(v)) return *out = v, true;
    *out = set_new(th);
    return set_update(th, *out, v);
}

/* What self and an iterable share, in the iterable's order unless that is a set (as CPython goes through them). */
static bool intersect(struct thread *th, value self, value other, value *out) {
    if (is_anyset(other)) return set_binary(th, BIN_and, self, other, out);
    value it, item;
    *out = plain_type(self) == &type_set ? set_new(th) : frozenset_new(th);
    if (!object_iter(th, other, &it)) return false;
    for (;;) {
        enum next n = object_next(th, it, &item);
        if (n != NEXT_value) return n == NEXT_end;
        bool has;
        charge(th, COST_item, 1);
        if (!set_has(th, self, item, &has) || (has && !set_add(th, *out, item))) return false;
    }
}

static bool subtract(struct thread *th, value self, value other, value *out) {
    if (is_anyset(other)) return set_binary(th, BIN_sub, self, other, out);
    value it, item;
    *out = set_copy_as(th, plain_type(self), self);
    if (!object_iter(th, other, &it)) return false;
    for (;;) {
        enum next n = object_next(th, it, &item);
        if (n != NEXT_value) return n == NEXT_end;
        bool found;
        charge(th, COST_item, 1);
        if (!set_discard(th, *out, item, &found)) return false;
    }
}

static enum answer method_union(struct thread *th, struct call *c) {
    c->result = set_copy_as(th, plain_type(c->args[0]), c->args[0]);
    for (size_t i = 0; i < tuple_len(c->args[1]); i++)
        if (!set_update(th, c->result, tuple_items(c->args[1])[i])) return FAIL;
    return DONE;
}

static enum answer method_intersection(struct thread *th, struct call *c) {
    c->result = set_copy_as(th, plain_type(c->args[0]), c->args[0]);
    for (size_t i = 0; i < tuple_len(c->args[1]); i++)
        if (!intersect(th, i ? c->result : c->args[0], tuple_items(c->args[1])[i], &c->result)) return FAIL;
    return DONE;
}

static enum answer method_difference(struct thread *th, struct call *c) {
    c->result = set_copy_as(th, plain_type(c->args[0]), c->args[0]);
    for (size_t i = 0; i < tuple_len(c->args[1]); i++)
        if (!subtract(th, i ? c->result : c->args[0], tuple_items(c->args[1])[i], &c->result)) return FAIL;
    return DONE;
}

static enum answer method_symmetric(struct thread *th, struct call *c) {
    value other;
    if (!as_set(th, c->args[1], &other)) return FAIL;
    return set_binary(th, BIN_xor, c->args[0], other, &c->result) ? DONE : FAIL;
}

static enum answer update_with(struct thread *th, struct call *c, enum binary_kind k) {
    for (size_t i = 0; i < tuple_len(c->args[1]); i++) {
        value other;
        if (!as_set(th, tuple_items(c->args[1])[i], &other)) return FAIL;
        if (!set_binary(th, k + BIN_INPLACE, c->args[0], other, &other)) return FAIL;
    }
    return give(c, NONE);
}
static enum answer method_intersection_update(struct thread *th, struct call *c) { return update_with(th, c, BIN_and); }
static enum answer method_difference_update(struct thread *th, struct call *c) { return update_with(th, c, BIN_sub); }

static enum answer method_symmetric_update(struct thread *th, struct call *c) {
    value other, ignored;
    if (!as_set(th, c->args[1], &other)) return FAIL;
    return set_binary(th, BIN_xor + BIN_INPLACE, c->args[0], other, &ignored) ? give(c, NONE) : FAIL;
}

static enum answer method_isdisjoint(struct thread *th, struct call *c) {
    value both;
    return intersect(th, c->args[0], c->args[1], &both) ? give(c, from_bool(set_len(both) == 0)) : FAIL;
}

static enum answer method_issubset(struct thread *th, struct call *c) {
    value other;
    bool r;
    if (!as_set(th, c->args[1], &other) || !set_subset(th, c->args[0], other, &r)) return FAIL;
    return give(c, from_bool(r));
}

static enum answer method_issuperset(struct thread *th, struct call *c) {
    value other;
    bool r;
    if (!as_set(th, c->args[1], &other) || !set_subset(th, other, c->args[0], &r)) return FAIL;
    return give(c, from_bool(r));
}

#define READ_METHODS                                                                                                   \
    {"copy", "self, /", method_copy, 0, "A new set of the same items."},                                               \
    {"union", "self, *others", method_union, 0, "Items of any."},                                                      \
    {"intersection", "self, *others", method_intersection, 0, "Items of all."},                                        \
    {"difference", "self, *others", method_difference, 0, "Items of self that are in no other."},                      \
    {"symmetric_difference", "self, other!, /", method_symmetric, 0, "Items of exactly one."},                         \
    {"isdisjoint", "self, other!, /", method_isdisjoint, 0, "True if nothing is in both."},                            \
    {"issubset", "self, other!, /", method_issubset, 0, "True if other has all of self."},                             \
    {"issuperset", "self, other!, /", method_issuperset, 0, "True if self has all of other."}

const struct native set_methods[] = {
    {"__init__", "self, iterable!=?, /", method_init, 0, "Fills a new set."},
    {"add", "self, object, /", method_add, 0, "Adds an item."},
    {"discard", "self, object, /", method_discard, 0, "Removes an item if it is there."},
    {"remove", "self, object, /", method_remove, 0, "Removes an item; KeyError if it is not there."},
    {"pop", "self, /", method_pop, 0, "Removes and returns an item."},
    {"clear", "self, /", method_clear, 0, "Removes everything."},
    {"update", "self, *others", method_update, 0, "Adds the items of others."},
    {"intersection_update", "self, *others", method_intersection_update, 0, "Keeps what all have."},
    {"difference_update", "self, *others", method_difference_update, 0, "Removes what others have."},
    {"symmetric_difference_update", "self, other!, /", method_symmetric_update, 0, "Keeps what exactly one has."},
    READ_METHODS,
    {NULL, NULL, NULL, 0, NULL},
};

const struct native frozenset_methods[] = {
    READ_METHODS,
    {NULL, NULL, NULL, 0, NULL},
};
