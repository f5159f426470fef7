/* dict.get() and friends, and the views keys(), values(), items(). */
#include <string.h>

#include "python/iter.h"
#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_set.h"
#include "python/type_tuple.h"

extern const struct native dict_methods[];

/* A view is a box for its dict. */
struct view_obj {
    struct obj head;
    value dict;
};
static value view_dict(value v) { return ((struct view_obj *)obj_of(v))->dict; }

static enum answer view_new(struct thread *th, struct call *c, const struct type *type) {
    struct view_obj *v = heap_new(th, type, sizeof *v);
    v->dict = c->args[0];
    return give(c, from_obj(v));
}
static enum answer method_keys(struct thread *th, struct call *c) { return view_new(th, c, &type_dict_keys); }
static enum answer method_values(struct thread *th, struct call *c) { return view_new(th, c, &type_dict_values); }
static enum answer method_items(struct thread *th, struct call *c) { return view_new(th, c, &type_dict_items); }

static enum answer method_init(struct thread *th, struct call *c) {
    if (c->args[1] != NIL && !dict_update(th, c->args[0], c->args[1])) return FAIL;
    if (c->args[2] != NIL && !dict_update(th, c->args[0], c->args[2])) return FAIL;
    return give(c, NONE);
}

static enum answer method_get(struct thread *th, struct call *c) {
    value v;
    if (!dict_get(th, c->args[0], c->args[1], &v)) return FAIL;
    return give(c, v == NIL ? c->args[2] : v);
}

static enum answer method_setdefault(struct thread *th, struct call *c) {
    value v;
    if (!dict_get(th, c->args[0], c->args[1], &v)) return FAIL;
    if (v != NIL) return give(c, v);
    return dict_set(th, c->args[0], c->args[1], c->args[2]) ? give(c, c->args[2]) : FAIL;
}

static enum answer method_pop(struct thread *th, struct call *c) {
    value v;
    bool found;
    if (!dict_get(th, c->args[0], c->args[1], &v)) return FAIL;
    if (v == NIL) {
        if (c->args[2] != NIL) return give(c, c->args[2]);
        raise_key_error(th, c->args[1]);
        return FAIL;
    }
    return dict_delete(th, c->args[0], c->args[1], &found) ? give(c, v) : FAIL;
}

static enum answer method_popitem(struct thread *th, struct call *c) {
    struct dict_obj *d = dict_of(c->args[0]);
    while (d->used && dict_entries(d)[2 * (size_t)(d->used - 1)] == NIL) d->used--;
    if (d->count == 0) {
        raise_key_error(th, str_cstr(th, "popitem(): dictionary is empty"));
        return FAIL;
    }
    value *e = dict_entries(d) + 2 * (size_t)(d->used - 1), key = e[0];
    c->result = tuple_pair(th, e[0], e[1]);
    bool found;
    return dict_delete(th, c->args[0], key, &found) ? DONE : FAIL;
}

static enum answer method_update(struct thread *th, struct call *c) {
    if (c->args[1] != NIL && !dict_update(th, c->args[0], c->args[1])) return FAIL;
    if (c->args[2] != NIL && !dict_update(th, c->args[0], c->args[2])) return FAIL;
    return give(c, NONE);
}

static enum answer method_clear(struct thread *th, struct call *c) {
    (void)th;
    dict_clear(c->args[0]);
    return give(c, NONE);
}

static enum answer method_copy(struct thread *th, struct call *c) { return give(c, dict_copy(th, c->args[0])); }

static enum answer method_fromkeys(struct thread *th, struct call *c) {
    value it, key, d;
    const struct type *cls = as_type(c->args[0]);
    if (cls == &type_dict) d = dict_new(th);
    else if (!object_call(th, c->args[0], NULL, 0, NIL, &d)) return FAIL;
    if (!object_iter(th, c->args[1], &it)) return FAIL;
    for (;;) {
        enum next n = object_next(th, it, &key);
        if (n == NEXT_end) return give(c, d);
        if (n == NEXT_fail) return FAIL;
        charge(th, COST_item, 1);
        if (!(cls == &type_dict ? dict_set(th, d, key, c->args[2]) : object_setitem(th, d, key, c->args[2]))) return FAIL;
    }
}

static value reverse_iterator(struct thread *th, const struct type *type, value dict) {
    value it = iter_new(th, type, dict);
    ((struct iter_obj *)obj_of(it))->at = (int64_t)dict_of(dict)->used - 1;
    return it;
}
static enum answer method_reversed(struct thread *th, struct call *c) {
    return give(c, reverse_iterator(th, &type_dict_reversekeyiterator, c->args[0]));
}

const struct native dict_methods[] = {
    {"__init__", "self, iterable!!=?, /, **kwargs", method_init, 0, "Fills a new dict."},
    {"keys", "self, /", method_keys, 0, "A view of the keys."},
    {"values", "self, /", method_values, 0, "A view of the values."},
    {"items", "self, /", method_items, 0, "A view of (key, value) pairs."},
    {"get", "self, key, default=None, /", method_get, 0, "The value of key, or default."},
    {"setdefault", "self, key, default=None, /", method_setdefault, 0, "The value of key, set to default if missing."},
    {"pop", "self, key, default=?, /", method_pop, 0, "Removes key and returns its value."},
    {"popitem", "self, /", method_popitem, 0, "Removes and returns the last pair."},
    {"update", "self, iterable!!=?, /, **kwargs", method_update, 0, "Takes over the pairs of another mapping."},
    {"clear", "self, /", method_clear, 0, "Removes everything."},
    {"copy", "self, /", method_copy, 0, "A new dict of the same pairs."},
    {"fromkeys", "cls, iterable!, value=None, /", method_fromkeys, NATIVE_class, "A dict of these keys with one value."},
    {"__reversed__", "self, /", method_reversed, 0, "Keys from the last."},
    {NULL, NULL, NULL, 0, NULL},
};

/* -- views -- */

static void view_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct view_obj *)o)->dict); }

static bool view_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = (int64_t)dict_len(view_dict(self)), true;
}

static bool view_repr(struct thread *th, value self, struct buf *out) {
    value list = list_new(th, NULL, 0), it, item;
    if (!object_iter(th, self, &it)) return false;
    while (object_next(th, it, &item) == NEXT_value) list_append(th, list, item);
    buf_text(out, type_name(self));
    buf_char(out, '(');
    if (!object_repr(th, list, out)) return false;
    buf_char(out, ')');
    return true;
}

static bool keys_iter(struct thread *th, value self, value *out) {
    return *out = iter_new(th, &type_dict_keyiterator, view_dict(self)), true;
}
static bool values_iter(struct thread *th, value self, value *out) {
    return *out = iter_new(th, &type_dict_valueiterator, view_dict(self)), true;
}
static bool items_iter(struct thread *th, value self, value *out) {
    return *out = iter_new(th, &type_dict_itemiterator, view_dict(self)), true;
}

static bool keys_contains(struct thread *th, value self, value item, bool *out) {
    value got;
    if (!dict_get(th, view_dict(self), item, &got)) return false;
    return *out = got != NIL, true;
}

static bool items_contains(struct thread *th, value self, value item, bool *out) {
    value got;
    *out = false;
    if (!is_tuple(item) || tuple_len(item) != 2) return true;
    if (!dict_get(th, view_dict(self), tuple_items(item)[0], &got)) return false;
    return got == NIL || object_equal(th, got, tuple_items(item)[1], out);
}

/* keys() and items() are sets to & | - ^ and comparisons. */
static bool as_set(struct thread *th, value v, value *out) {
    *out = set_new(th);
    return set_update(th, *out, v);
}
static bool is_set_view(value v) { return is_obj(v) && (type_of(v) == &type_dict_keys || type_of(v) == &type_dict_items); }

static bool view_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k != BIN_and && k != BIN_or && k != BIN_sub && k != BIN_xor) return true;
    if (!is_set_view(a) && !is_set_view(b)) return true;
    if (k == BIN_and && is_set_view(a) && !is_anyset(b)) { /* walks the other one: its order */
        value it, item;
        *out = set_new(th);
        if (!object_iter(th, b, &it)) return false;
        for (;;) {
            enum next n = object_next(th, it, &item);
            if (n != NEXT_value) return n == NEXT_end;
            bool has;
            if (!object_contains(th, a, item, &has) || (has && !set_add(th, *out, item))) return false;
        }
    }
    value x, y;
    if (!as_set(th, a, &x) || !as_set(th, b, &y)) return false;
    return set_binary(th, k, x, y, out);
}

static bool view_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (!(is_set_view(a) || is_anyset(a)) || !(is_set_view(b) || is_anyset(b))) return true;
    value x, y;
    if (!as_set(th, a, &x) || !as_set(th, b, &y)) return false;
    return object_compare(th, k, x, y, out);
}

static enum answer view_isdisjoint(struct thread *th, struct call *c) {
    value it, item;
    if (!object_iter(th, c->args[1], &it)) return FAIL;
    for (;;) {
        enum next n = object_next(th, it, &item);
        if (n != NEXT_value) return n == NEXT_end ? give(c, TRUE) : FAIL;
        bool has;
        if (!object_contains(th, c->args[0], item, &has)) return FAIL;
        if (has) return give(c, FALSE);
    }
}
static enum answer keys_reversed(struct thread *th, struct call *c) {
    return give(c, reverse_iterator(th, &type_dict_reversekeyiterator, view_dict(c->args[0])));
}
static enum answer values_reversed(struct thread *th, struct call *c) {
    return give(c, reverse_iterator(th, &type_dict_reversevalueiterator, view_dict(c->args[0])));
}
static enum answer items_reversed(struct thread *th, struct call *c) {
    return give(c, reverse_iterator(th, &type_dict_reverseitemiterator, view_dict(c->args[0])));
}

static bool view_hash(struct thread *th, value self, uint64_t *out) {
    (void)out;
    return raise_error(th, "TypeError", "unhashable type: '%s'", type_name(self));
}
static bool view_mapping(struct thread *th, value self, value *out) {
    (void)th;
    return *out = view_dict(self), true;
}
static const struct getset view_getsets[] = {{"mapping", view_mapping, NULL, "the dict"}, {NULL, NULL, NULL, NULL}};

#define VIEW_METHODS(what)                                                                                             \
    static const struct native what##_methods[] = {                                                                    \
        {"isdisjoint", "self, other!, /", view_isdisjoint, 0, "True if nothing is in both."},                          \
        {"__reversed__", "self, /", what##_reversed, 0, "From the last."},                                             \
        {NULL, NULL, NULL, 0, NULL},                                                                                   \
    };
VIEW_METHODS(keys)
VIEW_METHODS(items)
static const struct native values_methods[] = {
    {"__reversed__", "self, /", values_reversed, 0, "From the last."},
    {NULL, NULL, NULL, 0, NULL},
};

const struct type type_dict_keys = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "dict_keys",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct view_obj),
    .visit = view_visit,
    .repr = view_repr,
    .hash = view_hash,
    .length = view_length,
    .compare = view_compare,
    .binary = view_binary,
    .contains = keys_contains,
    .iter = keys_iter,
    .methods = keys_methods,
    .getsets = view_getsets,
};
const struct type type_dict_values = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "dict_values",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct view_obj),
    .visit = view_visit,
    .repr = view_repr,
    .length = view_length,
    .iter = values_iter,
    .methods = values_methods,
    .getsets = view_getsets,
};
const struct type type_dict_items = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "dict_items",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct view_obj),
    .visit = view_visit,
    .repr = view_repr,
    .hash = view_hash,
    .length = view_length,
    .compare = view_compare,
    .binary = view_binary,
    .contains = items_contains,
    .iter = items_iter,
    .methods = items_methods,
    .getsets = view_getsets,
};
