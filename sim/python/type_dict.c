#include "python/type_dict.h"

#include <string.h>

#include "python/iter.h"
#include "python/process.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* -- the table -- */

static uint64_t *hashes_of(const struct dict_obj *d) { return (uint64_t *)(void *)buffer_of(d->table)->items; }
static uint32_t *slots_of(const struct dict_obj *d) { return (uint32_t *)(void *)(hashes_of(d) + d->cap); }

static void slot_insert(struct dict_obj *d, uint64_t hash, uint32_t entry) {
    uint32_t *slots = slots_of(d);
    uint64_t i = hash & d->mask, perturb = hash;
    while (slots[i]) {
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & d->mask;
    }
    slots[i] = entry + 1;
}

/* Fresh buffers for at least `need` entries; deleted ones are squeezed out, the order stays. */
static void dict_rebuild(struct thread *th, struct dict_obj *d, uint32_t need) {
    uint32_t cap = DICT_SMALL, mask = 0;
    while (cap < need) cap *= 2;
    if (cap > DICT_SMALL) mask = cap * 2 - 1;
    struct buffer *entries = heap_values(th, (size_t)cap * 2);
    struct buffer *table = heap_bytes(th, (size_t)cap * 8 + (mask ? ((size_t)mask + 1) * 4 : 0));
    uint64_t *hashes = (uint64_t *)(void *)table->items;
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->used; i++) {
        value *e = dict_entries(d) + 2 * (size_t)i;
        if (e[0] == NIL) continue;
        entries->items[2 * (size_t)n] = e[0];
        entries->items[2 * (size_t)n + 1] = e[1];
        hashes[n++] = hashes_of(d)[i];
    }
    if (d->entries != NIL) {
        heap_free(th, buffer_of(d->entries));
        heap_free(th, buffer_of(d->table));
    }
    d->entries = from_obj(entries);
    d->table = from_obj(table);
    d->cap = cap;
    d->mask = mask;
    d->used = d->count = n;
    for (uint32_t i = 0; mask && i < n; i++) slot_insert(d, hashes[i], i);
}

enum { NOT_FOUND = -1, FAILED = -2 };

static bool both_str(value a, value b) { return is_obj(a) && is_obj(b) && type_of(a) == &type_str && type_of(b) == &type_str; }

/* Is entry i's key equal? 1, 0, or FAILED. Comparing may run Python that changes the dict: then look again (2). */
static int key_equal(struct thread *th, struct dict_obj *d, uint32_t i, value key) {
    value mine = dict_entries(d)[2 * (size_t)i];
    if (mine == key) return 1;
    if (mine == NIL || (is_small(mine) && is_small(key))) return 0;
    if (both_str(mine, key)) return str_equal(mine, key);
    value entries = d->entries;
    bool equal;
    if (!object_equal(th, mine, key, &equal)) return FAILED;
    if (d->entries != entries || i >= d->used || dict_entries(d)[2 * (size_t)i] != mine) return 2;
    return equal;
}

static int64_t dict_find(struct thread *th, struct dict_obj *d, value key, uint64_t hash) {
again:
    if (d->count == 0) return NOT_FOUND;
    if (!d->mask) {
        for (uint32_t i = 0; i < d->used; i++) {
            if (hashes_of(d)[i] != hash) continue;
            int r = key_equal(th, d, i, key);
            if (r == 1) return i;
            if (r == 2) goto again;
            if (r == FAILED) return FAILED;
        }
        return NOT_FOUND;
    }
    uint64_t at = hash & d->mask, perturb = hash;
    for (uint32_t s; (s = slots_of(d)[at]) != 0;) {
        if (hashes_of(d)[s - 1] == hash) {
            int r = key_equal(th, d, s - 1, key);
            if (r == 1) return s - 1;
            if (r == 2) goto again;
            if (r == FAILED) return FAILED;
        }
        perturb >>= 5;
        at = (at * 5 + perturb + 1) & d->mask;
    }
    return NOT_FOUND;
}

/* key is an exact str: nothing can fail, and no thread is needed. */
static int64_t find_str(struct dict_obj *d, value key) {
    if (d->count == 0) return NOT_FOUND;
    if (!d->mask) {
        value *e = dict_entries(d);
        for (uint32_t i = 0; i < d->used; i++)
            if (e[2 * (size_t)i] == key) return i;
    }
    uint64_t hash = str_hash(key), at = hash & d->mask, perturb = hash;
    if (!d->mask) {
        for (uint32_t i = 0; i < d->used; i++)
            if (hashes_of(d)[i] == hash && both_str(dict_entries(d)[2 * (size_t)i], key) && str_equal(dict_entries(d)[2 * (size_t)i], key)) return i;
        return NOT_FOUND;
    }
    for (uint32_t s; (s = slots_of(d)[at]) != 0;) {
        value mine = dict_entries(d)[2 * (size_t)(s - 1)];
        if (mine == key) return s - 1;
        if (hashes_of(d)[s - 1] == hash && both_str(mine, key) && str_equal(mine, key)) return s - 1;
        perturb >>= 5;
        at = (at * 5 + perturb + 1) & d->mask;
    }
    return NOT_FOUND;
}

static void append_entry(struct thread *th, struct dict_obj *d, value key, uint64_t hash, value item) {
    if (d->used == d->cap) dict_rebuild(th, d, d->count + d->count / 2 + 1);
    uint32_t i = d->used++;
    value *e = dict_entries(d) + 2 * (size_t)i;
    e[0] = key;
    e[1] = item;
    hashes_of(d)[i] = hash;
    d->count++;
    if (d->mask) slot_insert(d, hash, i);
}

static void remove_entry(struct dict_obj *d, int64_t i) {
    value *e = dict_entries(d) + 2 * i;
    e[0] = e[1] = NIL;
    d->count--;
    while (d->used && !d->mask && dict_entries(d)[2 * (size_t)(d->used - 1)] == NIL) d->used--;
}

/* -- for everybody -- */

value dict_new(struct thread *th) { return from_obj(heap_new(th, &type_dict, sizeof(struct dict_obj))); }
size_t dict_len(value d) { return dict_of(d)->count; }

bool dict_get(struct thread *th, value d, value key, value *out) {
    uint64_t hash;
    *out = NIL;
    if (!object_hash(th, key, &hash)) return false;
    int64_t i = dict_find(th, dict_of(d), key, hash);
    if (i == FAILED) return false;
    if (i >= 0) *out = dict_entries(dict_of(d))[2 * i + 1];
    return true;
}

bool dict_set(struct thread *th, value dict, value key, value item) {
    struct dict_obj *d = dict_of(dict);
    uint64_t hash;
    if (!object_hash(th, key, &hash)) return false;
    int64_t i = dict_find(th, d, key, hash);
    if (i == FAILED) return false;
    if (i >= 0) dict_entries(d)[2 * i + 1] = item;
    else append_entry(th, d, key, hash, item);
    return true;
}

bool dict_delete(struct thread *th, value d, value key, bool *found) {
    uint64_t hash;
    *found = false;
    if (!object_hash(th, key, &hash)) return false;
    int64_t i = dict_find(th, dict_of(d), key, hash);
    if (i == FAILED) return false;
    *found = i >= 0;
    if (*found) remove_entry(dict_of(d), i);
    return true;
}

value dict_get_str(value d, value name) {
    int64_t i = find_str(dict_of(d), name);
    return i < 0 ? NIL : dict_entries(dict_of(d))[2 * i + 1];
}

value dict_find_hint(struct dict_obj *d, value name, uint32_t *hint) {
    int64_t i = find_str(d, name);
    if (i < 0) return NIL;
    *hint = (uint32_t)i;
    return dict_entries(d)[2 * i + 1];
}

void dict_set_str(struct thread *th, value dict, value name, value item) {
    struct dict_obj *d = dict_of(dict);
    int64_t i = find_str(d, name);
    if (i >= 0) dict_entries(d)[2 * i + 1] = item;
    else append_entry(th, d, name, str_hash(name), item);
}

bool dict_delete_str(struct thread *th, value d, value name) {
    (void)th;
    int64_t i = find_str(dict_of(d), name);
    if (i >= 0) remove_entry(dict_of(d), i);
    return i >= 0;
}

bool dict_next(value dict, size_t *pos, value *key, value *item) {
    struct dict_obj *d = dict_of(dict);
    for (; *pos < d->used; (*pos)++) {
        value *e = dict_entries(d) + 2 * *pos;
        if (e[0] == NIL) continue;
        if (key) *key = e[0];
        if (item) *item = e[1];
        (*pos)++;
        return true;
    }
    return false;
}

void dict_clear(value dict) {
    struct dict_obj *d = dict_of(dict);
    d->entries = d->table = NIL;
    d->count = d->used = d->cap = d->mask = 0;
}

value dict_copy(struct thread *th, value from) {
    value to = dict_new(th);
    struct dict_obj *d = dict_of(from);
    if (d->count) {
        dict_rebuild(th, dict_of(to), d->count);
        for (uint32_t i = 0; i < d->used; i++) {
            value *e = dict_entries(d) + 2 * (size_t)i;
            if (e[0] != NIL) append_entry(th, dict_of(to), e[0], hashes_of(d)[i], e[1]);
        }
    }
    charge(th, COST_item, (int64_t)d->count);
    return to;
}

bool dict_merge(struct thread *th, value dict, value other, bool override) {
    struct dict_obj *from = dict_of(other), *d = dict_of(dict);
    if (from == d) return true;
    charge(th, COST_item, (int64_t)from->count);
    for (uint32_t i = 0; i < from->used; i++) {
        value key = dict_entries(from)[2 * (size_t)i], item = dict_entries(from)[2 * (size_t)i + 1];
        if (key == NIL) continue;
        uint64_t hash = hashes_of(from)[i];
        int64_t at = dict_find(th, d, key, hash);
        if (at == FAILED) return false;
        if (at < 0) append_entry(th, d, key, hash, item);
        else if (override) dict_entries(d)[2 * at + 1] = item;
    }
    return true;
}

static bool update_from_keys(struct thread *th, value d, value other) {
    value keys, it, key, item;
    if (!object_call_method(th, other, "keys", NULL, 0, &keys) || !object_iter(th, keys, &it)) return false;
    for (;;) {
        enum next n = object_next(th, it, &key);
        if (n != NEXT_value) return n == NEXT_end;
        charge(th, COST_item, 1);
        if (!object_getitem(th, other, key, &item) || !dict_set(th, d, key, item)) return false;
    }
}

static bool update_from_pairs(struct thread *th, value d, value other) {
    value it, pair, *items;
    size_t len;
    if (!object_iter(th, other, &it)) return false;
    for (size_t i = 0;; i++) {
        enum next n = object_next(th, it, &pair);
        if (n != NEXT_value) return n == NEXT_end;
        charge(th, COST_item, 1);
        if (!iterable_items(th, pair, &items, &len)) {
            if (!exc_matches(th, "TypeError")) return false;
            exc_take(th);
            return raise_error(th, "TypeError", "cannot convert dictionary update sequence element #%zu to a sequence", i);
        }
        if (len != 2) return raise_error(th, "ValueError", "dictionary update sequence element #%zu has length %zu; 2 is required", i, len);
        if (!dict_set(th, d, items[0], items[1])) return false;
    }
}

bool dict_update(struct thread *th, value d, value other) {
    if (type_of(other) == &type_dict) return dict_merge(th, d, other, true);
    if (is_dict(other)) {
        value m = is_class(type_of(other)) ? type_lookup_cstr(th, type_of(other), "__iter__") : NIL;
        if (m == NIL || type_of(m) == &type_native) return dict_merge(th, d, other, true);
    }
    value keys;
    if (!object_find_attr(th, other, str_interned(th, "keys"), &keys)) return false;
    return keys != NIL ? update_from_keys(th, d, other) : update_from_pairs(th, d, other);
}

bool dict_equal(struct thread *th, value a, value b, bool *out) {
    struct dict_obj *x = dict_of(a), *y = dict_of(b);
    *out = false;
    if (x->count != y->count) return true;
    for (uint32_t i = 0; i < x->used; i++) {
        value key = dict_entries(x)[2 * (size_t)i];
        if (key == NIL) continue;
        charge(th, COST_item, 1);
        int64_t at = dict_find(th, y, key, hashes_of(x)[i]);
        if (at == FAILED) return false;
        if (at == NOT_FOUND) return true;
        bool same;
        if (!object_equal(th, dict_entries(x)[2 * (size_t)i + 1], dict_entries(y)[2 * at + 1], &same)) return false;
        if (!same) return true;
    }
    return *out = true, true;
}

/* -- slots -- */

static void dict_visit(struct obj *o, struct visitor *v) {
    struct dict_obj *d = (struct dict_obj *)o;
    v->slot(v, &d->dict);
    v->slot(v, &d->entries);
    v->slot(v, &d->table);
}

enum { REPR_running = 1 << 30 };

static bool dict_repr(struct thread *th, value self, struct buf *out) {
    struct dict_obj *d = dict_of(self);
    if (d->head.flags & REPR_running) return buf_text(out, "{...}"), true;
    if (++th->depth > th->depth_max) {
        th->depth--;
        return raise_error(th, "RecursionError", "maximum recursion depth exceeded while getting the repr of an object");
    }
    d->head.flags |= REPR_running;
    buf_char(out, '{');
    bool ok = true, first = true;
    value key, item;
    for (size_t pos = 0; ok && dict_next(self, &pos, &key, &item); first = false) {
        if (!first) buf_text(out, ", ");
        charge(th, COST_item, 1);
        ok = object_repr(th, key, out);
        if (ok) buf_text(out, ": ");
        ok = ok && object_repr(th, item, out);
    }
    d->head.flags &= ~(uint32_t)REPR_running;
    th->depth--;
    buf_char(out, '}');
    return ok;
}

static bool dict_hash(struct thread *th, value self, uint64_t *out) {
    (void)out;
    return raise_error(th, "TypeError", "unhashable type: '%s'", type_name(self));
}

static bool dict_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = dict_of(self)->count, true;
}

static bool dict_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (!is_dict(a) || !is_dict(b) || (k != CMP_eq && k != CMP_ne)) return true;
    bool equal;
    if (!dict_equal(th, a, b, &equal)) return false;
    return *out = from_bool(equal == (k == CMP_eq)), true;
}

static bool dict_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k == BIN_or + BIN_INPLACE && is_dict(a)) {
        *out = a;
        return dict_update(th, a, b);
    }
    if (k != BIN_or || !is_dict(a) || !is_dict(b)) return true;
    *out = dict_copy(th, a);
    return dict_merge(th, *out, b, true);
}

static bool dict_getitem(struct thread *th, value self, value key, value *out) {
    if (!dict_get(th, self, key, out)) return false;
    if (*out != NIL) return true;
    if (type_of(self) != &type_dict) {
        value m = type_lookup_cstr(th, type_of(self), "__missing__");
        if (m != NIL) return object_call_method(th, self, "__missing__", &key, 1, out);
    }
    return raise_key_error(th, key);
}

static bool dict_setitem(struct thread *th, value self, value key, value item) {
    if (item != NIL) return dict_set(th, self, key, item);
    bool found;
    if (!dict_delete(th, self, key, &found)) return false;
    return found || raise_key_error(th, key);
}

static bool dict_contains(struct thread *th, value self, value item, bool *out) {
    value got;
    if (!dict_get(th, self, item, &got)) return false;
    return *out = got != NIL, true;
}

static bool dict_iter(struct thread *th, value self, value *out) {
    *out = iter_new(th, &type_dict_keyiterator, self);
    return true;
}

extern const struct native dict_methods[];

static enum answer dict_make(struct thread *th, struct call *c) {
    const struct type *cls = as_type(c->args[0]);
    c->result = from_obj(heap_new(th, cls, cls->size));
    if (c->args[1] != NIL && !dict_update(th, c->result, c->args[1])) return FAIL;
    if (c->args[2] != NIL && !dict_update(th, c->result, c->args[2])) return FAIL;
    return DONE;
}
static const struct native dict_make_row = {"dict", "cls, iterable!!=?, /, **kwargs", dict_make, NATIVE_static, "Keys and what they map to."};

const struct type type_dict = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "dict",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct dict_obj),
    .dict_offset = offsetof(struct dict_obj, dict),
    .flags = TYPE_base | TYPE_mapping | TYPE_match_self,
    .doc = "Keys and what they map to, in order of insertion.",
    .visit = dict_visit,
    .make = &dict_make_row,
    .repr = dict_repr,
    .hash = dict_hash,
    .length = dict_length,
    .compare = dict_compare,
    .binary = dict_binary,
    .getitem = dict_getitem,
    .setitem = dict_setitem,
    .contains = dict_contains,
    .iter = dict_iter,
    .methods = dict_methods,
};
