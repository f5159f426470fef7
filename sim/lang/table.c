#include "lang/table.h"

#include <string.h>

#include "base/rng.h"

static size_t slot_of(const struct table *t, const char *bytes, size_t len)
{
    size_t at = (size_t)hash_bytes(HASH_START, bytes, len) & (t->slot_cap - 1);
    for (; t->slots[at]; at = (at + 1) & (t->slot_cap - 1)) {
        struct table_key k = t->keys[t->slots[at] - 1];
        if (k.len == len && memcmp(k.bytes, bytes, len) == 0)
            break;
    }
    return at;
}

int table_find(const struct table *t, const char *bytes, size_t len)
{
    return t->slot_cap ? t->slots[slot_of(t, bytes, len)] - 1 : -1;
}

static void grow(struct arena *a, struct table *t)
{
    int cap = t->cap ? t->cap * 2 : 8;
    struct table_key *keys = ARENA_ARRAY(a, cap, struct table_key);
    if (t->count)
        memcpy(keys, t->keys, (size_t)t->count * sizeof *keys);
    t->keys = keys;
    t->cap = cap;
    t->slot_cap = (size_t)cap * 2;
    t->slots = ARENA_ARRAY(a, t->slot_cap, int);
    for (int i = 0; i < t->count; i++)
        t->slots[slot_of(t, keys[i].bytes, keys[i].len)] = i + 1;
}

int table_add(struct arena *a, struct table *t, const char *bytes, size_t len)
{
    int known = table_find(t, bytes, len);
    if (known >= 0)
        return known;
    if (t->count == t->cap)
        grow(a, t);
    size_t at = slot_of(t, bytes, len);
    t->keys[t->count] = (struct table_key){arena_copy(a, bytes, len), len};
    t->slots[at] = ++t->count;
    return t->count - 1;
}
