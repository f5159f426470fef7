#include "python/type_set.h"

#include <string.h>

#include "python/iter.h"
#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* The table follows CPython 3.11 setobject.c: set_add_entry, set_insert_clean, set_table_resize, set_merge. */
enum { SET_MIN = 8, PROBES = 9 };

static const struct obj dummy_object = {.type = &type_none, .flags = OBJ_static};
#define SET_DUMMY from_obj(&dummy_object)

static value *keys_of(const struct set_obj *s) { return buffer_of(s->keys)->items; }
static uint64_t *hashes_of(const struct set_obj *s) { return (uint64_t *)(void *)buffer_of(s->hashes)->items; }

static void table_init(struct thread *th, struct set_obj *s, uint64_t slots) {
    s->keys = from_obj(heap_values(th, slots));
    s->hashes = from_obj(heap_bytes(th, slots * 8));
    s->mask = slots - 1;
    s->fill = s->used = 0;
}

static void insert_clean(struct set_obj *s, value key, uint64_t hash) {
    uint64_t i = hash & s->mask, perturb = hash;
    for (;;) {
        uint64_t probes = i + PROBES <= s->mask ? PROBES : 0;
        for (uint64_t k = i; k <= i + probes; k++) {
            if (keys_of(s)[k] != NIL) continue;
            keys_of(s)[k] = key;
            hashes_of(s)[k] = hash;
            s->fill++;
            s->used++;
            return;
        }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & s->mask;
    }
}

static void set_resize(struct thread *th, struct set_obj *s, uint64_t need) {
    uint64_t slots = SET_MIN;
    while (slots <= need) slots <<= 1;
    if (slots == SET_MIN && s->keys != NIL && s->mask == SET_MIN - 1 && s->fill == s->used) return;
    struct set_obj old = *s;
    table_init(th, s, slots);
    if (old.keys == NIL) return;
    for (uint64_t i = 0; i <= old.mask; i++)
        if (keys_of(&old)[i] != NIL && keys_of(&old)[i] != SET_DUMMY) insert_clean(s, keys_of(&old)[i], hashes_of(&old)[i]);
    heap_free(th, buffer_of(old.keys));
    heap_free(th, buffer_of(old.hashes));
}

/* The slot holding key, else where it would go (*found false): the last deleted slot on the way, else the free one.
 * False: a comparison failed. */
static bool lookup(struct thread *th, struct set_obj *s, value key, uint64_t hash, uint64_t *slot, bool *found) {
again:;
    uint64_t i = hash & s->mask, perturb = hash, deleted = UINT64_MAX;
    for (;;) {
        uint64_t probes = i + PROBES <= s->mask ? PROBES : 0;
        for (uint64_t k = i; k <= i + probes; k++) {
            value mine = keys_of(s)[k];
            if (mine == NIL) return *slot = deleted != UINT64_MAX ? deleted : k, *found = false, true;
            if (mine == SET_DUMMY) deleted = k;
            if (mine == SET_DUMMY || hashes_of(s)[k] != hash) continue;
            bool equal;
            value keys = s->keys;
            if (!object_equal(th, mine, key, &equal)) return false;
            if (s->keys != keys || keys_of(s)[k] != mine) goto again;
            if (equal) return *slot = k, *found = true, true;
        }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & s->mask;
    }
}

static bool add_entry(struct thread *th, struct set_obj *s, value key, uint64_t hash) {
    uint64_t slot;
    bool found;
    if (s->keys == NIL) table_init(th, s, SET_MIN);
    if (!lookup(th, s, key, hash, &slot, &found)) return false;
    if (found) return true;
    bool fresh = keys_of(s)[slot] == NIL;
    keys_of(s)[slot] = key;
    hashes_of(s)[slot] = hash;
    s->fill += fresh;
    s->used++;
    if (fresh && s->fill * 5 >= s->mask * 3) set_resize(th, s, s->used > 50000 ? s->used * 2 : s->used * 4);
    return true;
}

/* A set used as a key of a set lookup stands for its frozen equal. */
static bool hash_key(struct thread *th, value key, uint64_t *out) {
    if (is_set(key) && !is_class(type_of(key))) return type_frozenset.hash(th, key, out);
    return object_hash(th, key, out);
}

static bool has_entry(struct thread *th, struct set_obj *s, value key, uint64_t hash, bool *out) {
    uint64_t slot;
    *out = false;
    return s->used == 0 || lookup(th, s, key, hash, &slot, out);
}

static bool discard_entry(struct thread *th, struct set_obj *s, value key, uint64_t hash, bool *found) {
    uint64_t slot;
    *found = false;
    if (s->used == 0) return true;
    if (!lookup(th, s, key, hash, &slot, found)) return false;
    if (!*found) return true;
    keys_of(s)[slot] = SET_DUMMY;
    hashes_of(s)[slot] = UINT64_MAX;
    s->used--;
    return true;
}

static bool entry_next(const struct set_obj *s, size_t *pos, value *key, uint64_t *hash) {
    if (s->keys == NIL) return false;
    for (; *pos <= s->mask; (*pos)++) {
        value k = keys_of(s)[*pos];
        if (k == NIL || k == SET_DUMMY) continue;
        *key = k;
        if (hash) *hash = hashes_of(s)[*pos];
        (*pos)++;
        return true;
    }
    return false;
}

/* -- for everybody -- */

static value make_set(struct thread *th, const struct type *type) {
    struct set_obj *s = heap_new(th, type, type->size);
    return from_obj(s);
}
value set_new(struct thread *th) { return make_set(th, &type_set); }
value frozenset_new(struct thread *th) { return make_set(th, &type_frozenset); }
size_t set_len(value s) { return set_of(s)->used; }

bool set_add(struct thread *th, value s, value item) {
    uint64_t hash;
    return object_hash(th, item, &hash) && add_entry(th, set_of(s), item, hash);
}

bool set_has(struct thread *th, value s, value item, bool *out) {
    uint64_t hash;
    return hash_key(th, item, &hash) && has_entry(th, set_of(s), item, hash, out);
}

bool set_discard(struct thread *th, value s, value item, bool *found) {
    uint64_t hash;
    return hash_key(th, item, &hash) && discard_entry(th, set_of(s), item, hash, found);
}

bool set_next(value s, size_t *pos, value *item) { return entry_next(set_of(s), pos, item, NULL); }

static bool set_merge(struct thread *th, struct set_obj *s, struct set_obj *other) {
    if (s == other || other->used == 0) return true;
    if (s->keys == NIL) table_init(th, s, SET_MIN);
    charge(th, COST_item, (int64_t)other->used);
    if ((s->fill + other->used) * 5 >= s->mask * 3) set_resize(th, s, (s->used + other->used) * 2);
    if (s->fill == 0 && s->mask == other->mask && other->fill == other->used) { /* the same table */
        memcpy(keys_of(s), keys_of(other), (other->mask + 1) * sizeof(value));
        memcpy(hashes_of(s), hashes_of(other), (other->mask + 1) * sizeof(uint64_t));
        s->fill = s->used = other->used;
        return true;
    }
    bool clean = s->fill == 0;
    value key;
    uint64_t hash;
    for (size_t pos = 0; entry_next(other, &pos, &key, &hash);) {
        if (clean) insert_clean(s, key, hash);
        else if (!add_entry(th, s, key, hash)) return false;
    }
    return true;
}

bool set_update(struct thread *th, value v, value iterable) {
    struct set_obj *s = set_of(v);
    if (is_anyset(iterable)) return set_merge(th, s, set_of(iterable));
    if (s->keys == NIL) table_init(th, s, SET_MIN);
    if (type_of(iterable) == &type_dict) {
        uint64_t n = dict_len(iterable);
        if ((s->fill + n) * 5 >= s->mask * 3) set_resize(th, s, (s->used + n) * 2);
    }
    value it, item;
    if (!object_iter(th, iterable, &it)) return false;
    for (;;) {
        enum next n = object_next(th, it, &item);
        if (n != NEXT_value) return n == NEXT_end;
        charge(th, COST_item, 1);
        if (!set_add(th, v, item)) return false;
    }
}

value set_copy_as(struct thread *th, const struct type *type, value s) {
    value r = make_set(th, type);
    set_merge(th, set_of(r), set_of(s));
    return r;
}

bool set_subset(struct thread *th, value a, value b, bool *out) {
    value key;
    uint64_t hash;
    *out = set_len(a) <= set_len(b);
    for (size_t pos = 0; *out && entry_next(set_of(a), &pos, &key, &hash);) {
        charge(th, COST_item, 1);
        if (!has_entry(th, set_of(b), key, hash, out)) return false;
    }
    return true;
}

/* -- operators; results take the type of a (plain set or frozenset) -- */

static const struct type *plain_type(value v) { return is_a(v, &type_frozenset) ? &type_frozenset : &type_set; }

static bool set_and(struct thread *th, value a, value b, value *out) {
    *out = make_set(th, plain_type(a));
    value small = b, big = a, key;
    uint64_t hash;
    if (set_len(b) > set_len(a)) small = a, big = b;
    for (size_t pos = 0; entry_next(set_of(small), &pos, &key, &hash);) {
        bool has;
        charge(th, COST_item, 1);
        if (!has_entry(th, set_of(big), key, hash, &has) || (has && !add_entry(th, set_of(*out), key, hash))) return false;
    }
    return true;
}

static bool set_remove_all(struct thread *th, value from, value other) {
    value key;
    uint64_t hash;
    for (size_t pos = 0; entry_next(set_of(other), &pos, &key, &hash);) {
        bool found;
        charge(th, COST_item, 1);
        if (!discard_entry(th, set_of(from), key, hash, &found)) return false;
    }
    return true;
}

static bool set_sub(struct thread *th, value a, value b, value *out) {
    if (set_len(a) >> 2 > set_len(b)) {
        *out = set_copy_as(th, plain_type(a), a);
        return set_remove_all(th, *out, b);
    }
    *out = make_set(th, plain_type(a));
    value key;
    uint64_t hash;
    for (size_t pos = 0; entry_next(set_of(a), &pos, &key, &hash);) {
        bool has;
        charge(th, COST_item, 1);
        if (!has_entry(th, set_of(b), key, hash, &has) || (!has && !add_entry(th, set_of(*out), key, hash))) return false;
    }
    return true;
}

/* Puts into s what is in exactly one of s and other. */
static bool set_toggle(struct thread *th, value s, value other) {
    value key;
    uint64_t hash;
    for (size_t pos = 0; entry_next(set_of(other), &pos, &key, &hash);) {
        bool found;
        charge(th, COST_item, 1);
        if (!discard_entry(th, set_of(s), key, hash, &found) || (!found && !add_entry(th, set_of(s), key, hash))) return false;
    }
    return true;
}

static bool set_take(value to, value from) {
    struct set_obj *s = set_of(to), *f = set_of(from);
    s->keys = f->keys;
    s->hashes = f->hashes;
    s->mask = f->mask;
    s->fill = f->fill;
    s->used = f->used;
    f->keys = f->hashes = NIL;
    f->fill = f->used = f->mask = 0;
    return true;
}

static bool in_place(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    value r;
    *out = a;
    switch (k) {
    case BIN_or: return set_merge(th, set_of(a), set_of(b));
    case BIN_and: return set_and(th, a, b, &r) && set_take(a, r);
    case BIN_sub:
        if (a == b) return set_take(a, set_new(th));
        return set_remove_all(th, a, b);
    case BIN_xor:
        if (a == b) return set_take(a, set_new(th));
        return set_toggle(th, a, b);
    case BIN_add: case BIN_floordiv: case BIN_lshift: case BIN_matmul: case BIN_mul: case BIN_mod: case BIN_pow:
    case BIN_rshift: case BIN_truediv: case BIN_INPLACE: break;
    }
    return *out = NOT_IMPLEMENTED, true;
}

bool set_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (!is_anyset(a) || !is_anyset(b)) return true;
    if (k > BIN_INPLACE || k == BIN_INPLACE) return is_set(a) ? in_place(th, k - BIN_INPLACE, a, b, out) : true;
    if (k == BIN_and) return set_and(th, a, b, out);
    if (k == BIN_sub) return set_sub(th, a, b, out);
    if (k == BIN_or) {
        *out = set_copy_as(th, plain_type(a), a);
        return set_merge(th, set_of(*out), set_of(b));
    }
    if (k == BIN_xor) {
        *out = set_copy_as(th, plain_type(a), b);
        return set_toggle(th, *out, a);
    }
    return true;
}

/* -- slots -- */

static void set_visit(struct obj *o, struct visitor *v) {
    struct set_obj *s = (struct set_obj *)o;
    v->slot(v, &s->dict);
    v->slot(v, &s->keys);
    v->slot(v, &s->hashes);
}

static bool set_repr(struct thread *th, value self, struct buf *out) {
    struct set_obj *s = set_of(self);
    bool plain = type_of(self) == &type_set;
    if (s->used == 0) return buf_printf(out, "%s()", type_name(self)), true;
    value list = list_new(th, NULL, 0), key;
    for (size_t pos = 0; set_next(self, &pos, &key);) list_append(th, list, key);
    if (!plain) buf_printf(out, "%s(", type_name(self));
    if (!items_repr(th, list, list_items(list), list_len(list), "{", "}", out)) return false;
    if (!plain) buf_char(out, ')');
    return true;
}

static bool set_hash(struct thread *th, value self, uint64_t *out) {
    (void)out;
    return raise_error(th, "TypeError", "unhashable type: '%s'", type_name(self));
}

static uint64_t shuffle(uint64_t h) { return ((h ^ UINT64_C(89869747)) ^ (h << 16)) * UINT64_C(3644798167); }

static bool frozenset_hash(struct thread *th, value self, uint64_t *out) {
    (void)th;
    struct set_obj *s = set_of(self);
    if (s->hash) return *out = s->hash, true;
    uint64_t h = 0, entry;
    value key;
    for (size_t pos = 0; entry_next(s, &pos, &key, &entry);) h ^= shuffle(entry);
    h ^= (s->used + 1) * UINT64_C(1927868237);
    h ^= (h >> 11) ^ (h >> 25);
    h = h * 69069 + UINT64_C(907133923);
    if (h == UINT64_MAX) h = 590923713;
    if (is_a(self, &type_frozenset)) s->hash = h;
    return *out = h, true;
}

static bool set_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = (int64_t)set_len(self), true;
}

static bool set_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (!is_anyset(a) || !is_anyset(b)) return true;
    bool swapped = k == CMP_gt || k == CMP_ge, equal_sizes = set_len(a) == set_len(b), r;
    if (!set_subset(th, swapped ? b : a, swapped ? a : b, &r)) return false;
    if (k == CMP_eq || k == CMP_ne) r = (r && equal_sizes) == (k == CMP_eq);
    if (k == CMP_lt || k == CMP_gt) r = r && !equal_sizes;
    return *out = from_bool(r), true;
}

static bool set_contains(struct thread *th, value self, value item, bool *out) { return set_has(th, self, item, out); }
static bool set_iter(struct thread *th, value self, value *out) { return *out = iter_new(th, &type_set_iterator, self), true; }

extern const struct native set_methods[], frozenset_methods[];

static enum answer set_make(struct thread *th, struct call *c) {
    const struct type *cls = as_type(c->args[0]);
    if (cls == &type_frozenset && c->args[1] != NIL && type_of(c->args[1]) == &type_frozenset) return give(c, c->args[1]);
    c->result = make_set(th, cls);
    return c->args[1] == NIL || set_update(th, c->result, c->args[1]) ? DONE : FAIL;
}
static const struct native set_make_row = {"set", "cls, iterable!=?, /", set_make, NATIVE_static, "The distinct items of an iterable."};
static const struct native frozenset_make_row = {"frozenset", "cls, iterable!=?, /", set_make, NATIVE_static, "The distinct items of an iterable, fixed."};

#define SET_TYPE(id, hash_slot)                                                                                        \
    const struct type type_##id = {                                                                                    \
        .head = {.type = &type_type, .flags = OBJ_static},                                                             \
        .name = #id,                                                                                                   \
        .module = "builtins",                                                                                          \
        .base = &type_object,                                                                                          \
        .size = sizeof(struct set_obj),                                                                                \
        .dict_offset = offsetof(struct set_obj, dict),                                                                 \
        .flags = TYPE_base | TYPE_match_self,                                                                          \
        .doc = "An unordered collection of distinct items.",                                                           \
        .visit = set_visit,                                                                                            \
        .make = &id##_make_row,                                                                                        \
        .repr = set_repr,                                                                                              \
        .hash = hash_slot,                                                                                             \
        .length = set_length,                                                                                          \
        .compare = set_compare,                                                                                        \
        .binary = set_binary,                                                                                          \
        .contains = set_contains,                                                                                      \
        .iter = set_iter,                                                                                              \
        .methods = id##_methods,                                                                                       \
    }
SET_TYPE(set, set_hash);
SET_TYPE(frozenset, frozenset_hash);
