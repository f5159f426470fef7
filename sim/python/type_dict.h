/* Dictionaries: insertion-ordered, as CPython's compact dict (Objects/dictobject.c): entries in order of insertion and
 * an open-addressed index into them. Up to DICT_SMALL entries there is no index: a scan that compares addresses, then hashes.
 *
 *   entries  values: key 0, item 0, key 1, item 1 ... (key NIL: deleted)
 *   table    bytes: one 64-bit hash an entry, then (past DICT_SMALL) the slots: entry number + 1, 0 empty */
#ifndef GILSCOPE_PYTHON_TYPE_DICT_H
#define GILSCOPE_PYTHON_TYPE_DICT_H

#include "python/heap.h"
#include "python/thread.h"

enum { DICT_SMALL = 8 };

struct dict_obj {
    struct obj head;
    value dict;
    value entries, table;
    uint32_t count; /* live entries */
    uint32_t used;  /* entries in use, deleted ones included */
    uint32_t cap;   /* entries there is room for */
    uint32_t mask;  /* slots - 1; 0: no slots */
};

static inline bool is_dict(value v) { return is_obj(v) && (type_of(v) == &type_dict || type_is_sub(type_of(v), &type_dict)); }
static inline struct dict_obj *dict_of(value v) { return (struct dict_obj *)obj_of(v); }
static inline value *dict_entries(const struct dict_obj *d) { return buffer_of(d->entries)->items; }

value dict_find_hint(struct dict_obj *d, value interned_name, uint32_t *hint);
/* dict_get_str that first looks where the name was found last time: *hint is an entry number, any value is safe. */
static inline value dict_get_hinted(value dict, value interned_name, uint32_t *hint) {
    struct dict_obj *d = dict_of(dict);
    if (*hint < d->used) {
        value *e = dict_entries(d) + 2 * (size_t)*hint;
        if (e[0] == interned_name) return e[1];
    }
    return dict_find_hint(d, interned_name, hint);
}
/* Gives an interned name that is there another item, looking first where it was last time; false: it is not there. */
static inline bool dict_replace_hinted(value dict, value interned_name, value item, uint32_t *hint) {
    struct dict_obj *d = dict_of(dict);
    if (*hint >= d->used || dict_entries(d)[2 * (size_t)*hint] != interned_name)
        if (dict_find_hint(d, interned_name, hint) == NIL) return false;
    dict_entries(d)[2 * (size_t)*hint + 1] = item;
    return true;
}
void dict_clear(value d);
value dict_copy(struct thread *th, value d);
/* From a mapping (has keys) or an iterable of pairs. */
bool dict_update(struct thread *th, value d, value other);
bool dict_merge(struct thread *th, value d, value other, bool override); /* other: a dict */
bool dict_equal(struct thread *th, value a, value b, bool *out);
bool raise_key_error(struct thread *th, value key);

extern const struct type type_dict_keys, type_dict_values, type_dict_items;

#endif
