#include "python/iter.h"

#include <string.h>

#include "python/heap.h"
#include "python/type_bytes.h"
#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_set.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

static struct iter_obj *iter_of(value v) { return (struct iter_obj *)obj_of(v); }

value iter_new(struct thread *th, const struct type *type, value source) {
    struct iter_obj *it = heap_new(th, type, sizeof *it);
    it->source = source;
    if (is_dict(source)) it->expect = (int64_t)dict_len(source);
    else if (is_anyset(source)) it->expect = (int64_t)set_len(source);
    return from_obj(it);
}

value callable_iterator_new(struct thread *th, value callable, value sentinel) {
    value v = iter_new(th, &type_callable_iterator, callable);
    iter_of(v)->extra = sentinel;
    return v;
}

static void iter_visit(struct obj *o, struct visitor *v) {
    v->slot(v, &((struct iter_obj *)o)->source);
    v->slot(v, &((struct iter_obj *)o)->extra);
}

static bool iter_self(struct thread *th, value self, value *out) {
    (void)th;
    return *out = self, true;
}

static enum next finished(struct iter_obj *it) {
    it->source = NIL;
    return NEXT_end;
}

/* -- sequences -- */

static enum next list_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    (void)th;
    if (it->source == NIL) return NEXT_end;
    if ((size_t)it->at >= list_len(it->source)) return finished(it);
    *out = list_items(it->source)[it->at++];
    return NEXT_value;
}

static enum next list_reverse_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    (void)th;
    if (it->source == NIL) return NEXT_end;
    if (it->at < 0 || (size_t)it->at >= list_len(it->source)) return finished(it);
    *out = list_items(it->source)[it->at--];
    return NEXT_value;
}

static enum next tuple_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    (void)th;
    if (it->source == NIL) return NEXT_end;
    if ((size_t)it->at >= tuple_len(it->source)) return finished(it);
    *out = tuple_items(it->source)[it->at++];
    return NEXT_value;
}

static enum next str_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    if (it->source == NIL) return NEXT_end;
    struct str_obj *s = str_of(it->source);
    if ((size_t)it->at >= s->len) return finished(it);
    uint32_t cp;
    it->at += (int64_t)utf8_next(s->text + it->at, s->len - (size_t)it->at, &cp);
    *out = str_char(th, cp);
    return NEXT_value;
}

static enum next bytes_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    (void)th;
    if (it->source == NIL) return NEXT_end;
    size_t len;
    const char *bytes = byte_view(it->source, &len);
    if ((size_t)it->at >= len) return finished(it);
    *out = from_small((unsigned char)bytes[it->at++]);
    return NEXT_value;
}

/* -- sets and dicts: changing their size meanwhile is an error -- */

static enum next set_iter_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    if (it->source == NIL) return NEXT_end;
    if (it->expect != (int64_t)set_len(it->source)) {
        it->expect = -1;
        raise_error(th, "RuntimeError", "Set changed size during iteration");
        return NEXT_fail;
    }
    size_t pos = (size_t)it->at;
    bool more = set_next(it->source, &pos, out);
    it->at = (int64_t)pos;
    return more ? NEXT_value : finished(it);
}

static bool dict_unchanged(struct thread *th, struct iter_obj *it) {
    if (it->expect == (int64_t)dict_len(it->source)) return true;
    it->expect = -1;
    return raise_error(th, "RuntimeError", "dictionary changed size during iteration");
}

enum dict_part { KEYS, VALUES, ITEMS };

static value dict_part(struct thread *th, enum dict_part part, value key, value item) {
    return part == KEYS ? key : part == VALUES ? item : tuple_pair(th, key, item);
}

static enum next dict_iter_next(struct thread *th, value self, enum dict_part part, value *out) {
    struct iter_obj *it = iter_of(self);
    value key, item;
    if (it->source == NIL) return NEXT_end;
    if (!dict_unchanged(th, it)) return NEXT_fail;
    size_t pos = (size_t)it->at;
    if (!dict_next(it->source, &pos, &key, &item)) return finished(it);
    it->at = (int64_t)pos;
    *out = dict_part(th, part, key, item);
    return NEXT_value;
}

static enum next dict_reverse_next(struct thread *th, value self, enum dict_part part, value *out) {
    struct iter_obj *it = iter_of(self);
    if (it->source == NIL) return NEXT_end;
    if (!dict_unchanged(th, it)) return NEXT_fail;
    struct dict_obj *d = dict_of(it->source);
    for (; it->at >= 0; it->at--) {
        if ((uint64_t)it->at >= d->used) continue;
        value *e = dict_entries(d) + 2 * it->at;
        if (e[0] == NIL) continue;
        *out = dict_part(th, part, e[0], e[1]);
        it->at--;
        return NEXT_value;
    }
    return finished(it);
}

static enum next keys_next(struct thread *th, value self, value *out) { return dict_iter_next(th, self, KEYS, out); }
static enum next values_next(struct thread *th, value self, value *out) { return dict_iter_next(th, self, VALUES, out); }
static enum next items_next(struct thread *th, value self, value *out) { return dict_iter_next(th, self, ITEMS, out); }
static enum next rkeys_next(struct thread *th, value self, value *out) { return dict_reverse_next(th, self, KEYS, out); }
static enum next rvalues_next(struct thread *th, value self, value *out) { return dict_reverse_next(th, self, VALUES, out); }
static enum next ritems_next(struct thread *th, value self, value *out) { return dict_reverse_next(th, self, ITEMS, out); }

/* -- the old protocol, callables -- */

static enum next old_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    if (it->source == NIL) return NEXT_end;
    if (object_getitem(th, it->source, from_small(it->at), out)) return it->at++, NEXT_value;
    if (!exc_matches(th, "IndexError") && !exc_matches(th, "StopIteration")) return NEXT_fail;
    exc_take(th);
    return finished(it);
}

static enum next callable_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    bool equal;
    if (it->source == NIL) return NEXT_end;
    if (!object_call(th, it->source, NULL, 0, NIL, out)) {
        if (!exc_matches(th, "StopIteration")) return NEXT_fail;
        exc_take(th);
        return finished(it);
    }
    if (!object_equal(th, *out, it->extra, &equal)) return NEXT_fail;
    return equal ? finished(it) : NEXT_value;
}

/* -- enumerate, zip, reversed -- */

static enum next enumerate_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    value item, at = it->extra;
    enum next n = object_next(th, it->source, &item);
    if (n != NEXT_value) return n;
    if (!int_add(th, at, from_small(1), &it->extra)) return NEXT_fail;
    *out = tuple_pair(th, at, item);
    return NEXT_value;
}

static enum answer enumerate_make(struct thread *th, struct call *c) {
    value it = iter_new(th, as_type(c->args[0]), NIL), start;
    if (!object_iter(th, c->args[1], &iter_of(it)->source) || !int_index(th, c->args[2], &start)) return FAIL;
    iter_of(it)->extra = start;
    return give(c, it);
}
static const struct native enumerate_make_row = {"enumerate", "cls, iterable, start=0", enumerate_make, NATIVE_static, "Pairs of a count and an item."};

enum next zip_uneven(struct thread *th, const char *how, size_t i) {
    if (i == 1) raise_error(th, "ValueError", "zip() argument 2 is %s than argument 1", how);
    else raise_error(th, "ValueError", "zip() argument %zu is %s than arguments 1-%zu", i + 1, how, i);
    return NEXT_fail;
}

static enum next zip_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    size_t n = tuple_len(it->extra);
    if (n == 0 || it->expect < 0) return NEXT_end;
    value row = tuple_new(th, NULL, n);
    for (size_t i = 0; i < n; i++) {
        enum next r = object_next(th, tuple_items(it->extra)[i], &tuple_items(row)[i]);
        if (r == NEXT_fail) return r;
        if (r == NEXT_value) continue;
        it->expect = -1;
        if (it->source == NIL) return NEXT_end;
        /* strict: the first that is shorter, or the first still going after the first ended */
        if (i > 0) return zip_uneven(th, "shorter", i);
        for (i = 1; i < n; i++) {
            value extra;
            r = object_next(th, tuple_items(it->extra)[i], &extra);
            if (r == NEXT_fail) return r;
            if (r == NEXT_end) continue;
            return zip_uneven(th, "longer", i);
        }
        return NEXT_end;
    }
    *out = row;
    return NEXT_value;
}

static enum answer zip_make(struct thread *th, struct call *c) {
    value it = iter_new(th, as_type(c->args[0]), NIL);
    size_t n = tuple_len(c->args[1]);
    bool strict;
    if (!object_truth(th, c->args[2], &strict)) return FAIL;
    iter_of(it)->extra = tuple_new(th, NULL, n);
    iter_of(it)->source = strict ? TRUE : NIL;
    for (size_t i = 0; i < n; i++) {
        value v = tuple_items(c->args[1])[i];
        if (object_iter(th, v, &tuple_items(iter_of(it)->extra)[i])) continue;
        if (!exc_matches(th, "TypeError")) return FAIL;
        exc_take(th);
        raise_error(th, "TypeError", "'%s' object is not iterable", type_name(v));
        return FAIL;
    }
    return give(c, it);
}
static const struct native zip_make_row = {"zip", "cls, *iterables, strict=False", zip_make, NATIVE_static, "Tuples of one item from each."};

static enum next reversed_next(struct thread *th, value self, value *out) {
    struct iter_obj *it = iter_of(self);
    if (it->source == NIL || it->at < 0) return NEXT_end;
    if (object_getitem(th, it->source, from_small(it->at), out)) return it->at--, NEXT_value;
    if (!exc_matches(th, "IndexError") && !exc_matches(th, "StopIteration")) return NEXT_fail;
    exc_take(th);
    return finished(it);
}

static enum answer reversed_make(struct thread *th, struct call *c) {
    value v = c->args[1];
    int64_t n;
    value m = type_lookup_cstr(th, type_of(v), "__reversed__");
    if (m == NONE) {
        raise_error(th, "TypeError", "'%s' object is not reversible", type_name(v));
        return FAIL;
    }
    if (m != NIL) return object_call_method(th, v, "__reversed__", NULL, 0, &c->result) ? DONE : FAIL;
    if (is_anyset(v) || type_lookup_cstr(th, type_of(v), "__getitem__") == NIL) {
        raise_error(th, "TypeError", "'%s' object is not reversible", type_name(v));
        return FAIL;
    }
    if (!object_length(th, v, &n)) return FAIL;
    value it = iter_new(th, as_type(c->args[0]), v);
    iter_of(it)->at = n - 1;
    return give(c, it);
}
static const struct native reversed_make_row = {"reversed", "cls, sequence, /", reversed_make, NATIVE_static, "The items from the last to the first."};

static enum answer iter_length_hint(struct thread *th, struct call *c) {
    struct iter_obj *it = iter_of(c->args[0]);
    int64_t n = 0;
    if (it->source != NIL && !object_length(th, it->source, &n)) return FAIL;
    return give(c, int_new(th, n > it->at ? n - it->at : 0));
}
static const struct native hint_methods[] = {
    {"__length_hint__", "self, /", iter_length_hint, 0, "How many are left."},
    {NULL, NULL, NULL, 0, NULL},
};

#define ITERATOR(id, text, next_slot, make_row, rows, more)                                                            \
    const struct type type_##id = {                                                                                    \
        .head = {.type = &type_type, .flags = OBJ_static},                                                             \
        .name = text,                                                                                                  \
        .module = "builtins",                                                                                          \
        .base = &type_object,                                                                                          \
        .size = sizeof(struct iter_obj),                                                                               \
        .flags = more,                                                                                                 \
        .visit = iter_visit,                                                                                           \
        .make = make_row,                                                                                              \
        .iter = iter_self,                                                                                             \
        .next = next_slot,                                                                                             \
        .methods = rows,                                                                                               \
    }
ITERATOR(list_iterator, "list_iterator", list_next, NULL, hint_methods, 0);
ITERATOR(list_reverseiterator, "list_reverseiterator", list_reverse_next, NULL, NULL, 0);
ITERATOR(tuple_iterator, "tuple_iterator", tuple_next, NULL, hint_methods, 0);
ITERATOR(str_iterator, "str_ascii_iterator", str_next, NULL, NULL, 0);
ITERATOR(bytes_iterator, "bytes_iterator", bytes_next, NULL, NULL, 0);
ITERATOR(bytearray_iterator, "bytearray_iterator", bytes_next, NULL, NULL, 0);
ITERATOR(set_iterator, "set_iterator", set_iter_next, NULL, NULL, 0);
ITERATOR(dict_keyiterator, "dict_keyiterator", keys_next, NULL, NULL, 0);
ITERATOR(dict_valueiterator, "dict_valueiterator", values_next, NULL, NULL, 0);
ITERATOR(dict_itemiterator, "dict_itemiterator", items_next, NULL, NULL, 0);
ITERATOR(dict_reversekeyiterator, "dict_reversekeyiterator", rkeys_next, NULL, NULL, 0);
ITERATOR(dict_reversevalueiterator, "dict_reversevalueiterator", rvalues_next, NULL, NULL, 0);
ITERATOR(dict_reverseitemiterator, "dict_reverseitemiterator", ritems_next, NULL, NULL, 0);
ITERATOR(iterator, "iterator", old_next, NULL, NULL, 0);
ITERATOR(callable_iterator, "callable_iterator", callable_next, NULL, NULL, 0);
ITERATOR(enumerate, "enumerate", enumerate_next, &enumerate_make_row, NULL, TYPE_base);
ITERATOR(zip, "zip", zip_next, &zip_make_row, NULL, TYPE_base);
ITERATOR(reversed, "reversed", reversed_next, &reversed_make_row, NULL, TYPE_base);
