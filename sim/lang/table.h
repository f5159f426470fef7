/* Keys (any bytes) to the order of their first use: names, constants and variables of one code object. */
#ifndef GILSCOPE_LANG_TABLE_H
#define GILSCOPE_LANG_TABLE_H

#include "base/arena.h"

struct table_key {
    const char *bytes;
    size_t len;
};

struct table {
    struct table_key *keys;
    int count, cap;
    int *slots; /* index + 1 */
    size_t slot_cap;
};

int table_find(const struct table *t, const char *bytes, size_t len); /* -1: absent */
int table_add(struct arena *a, struct table *t, const char *bytes, size_t len); /* the key is copied */

#endif
