#include "base/intern.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/rng.h"

void intern_init(struct intern *p) {
    *p = (struct intern){0};
    intern_add(p, "", 0);
}

void intern_fini(struct intern *p) {
    for (size_t i = 0; i < p->count; i++) mem_free(p->texts[i]);
    mem_free(p->texts);
    mem_free(p->lens);
    mem_free(p->table);
    *p = (struct intern){0};
}

/* Slots hold id + 1; 0 is free. Linear probing, at most half full. Returns the text's slot or a free one. */
static size_t intern_slot(const struct intern *p, const char *text, size_t len) {
    size_t mask = p->table_cap - 1, i = (size_t)hash_bytes(HASH_START, text, len) & mask;
    for (; p->table[i]; i = (i + 1) & mask) {
        uint32_t id = p->table[i] - 1;
        if (p->lens[id] == len && memcmp(p->texts[id], text, len) == 0) break;
    }
    return i;
}

static void intern_rehash(struct intern *p, size_t cap) {
    mem_free(p->table);
    p->table = mem_alloc(cap * sizeof *p->table);
    p->table_cap = cap;
    for (size_t id = 0; id < p->count; id++)
        p->table[intern_slot(p, p->texts[id], p->lens[id])] = (uint32_t)id + 1;
}

uint32_t intern_add(struct intern *p, const char *text, size_t len) {
    if ((p->count + 1) * 2 > p->table_cap) intern_rehash(p, p->table_cap ? p->table_cap * 2 : 16);
    if (!text) text = "";
    size_t slot = intern_slot(p, text, len);
    if (p->table[slot]) return p->table[slot] - 1;
    ASSERT(p->count < UINT32_MAX - 1);
    GROW(p->texts, p->cap, p->count + 1);
    GROW(p->lens, p->lens_cap, p->count + 1);
    char *copy = mem_alloc(len + 1);
    memcpy(copy, text, len);
    p->texts[p->count] = copy;
    p->lens[p->count] = len;
    p->table[slot] = (uint32_t)++p->count;
    return (uint32_t)p->count - 1;
}

uint32_t intern_cstr(struct intern *p, const char *text) { return intern_add(p, text, strlen(text)); }

const char *intern_text(const struct intern *p, uint32_t id) {
    ASSERT(id < p->count);
    return p->texts[id];
}

size_t intern_len(const struct intern *p, uint32_t id) {
    ASSERT(id < p->count);
    return p->lens[id];
}
