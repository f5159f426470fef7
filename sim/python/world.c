/* What all processes of a run share because it never changes: interned names. */
#include <string.h>

#include "base/arena.h"
#include "base/rng.h"
#include "python/process.h"
#include "python/type_str.h"

#ifdef HARD
enum { FIRST_SLOTS = 2 };
#else
enum { FIRST_SLOTS = 1024 };
#endif

/* Open addressing by the text's hash; at most three quarters full. */
struct strings {
    struct str_obj **slots;
    size_t cap, count;
};

static size_t slot_of(const struct strings *s, const char *text, size_t len) {
    size_t at = (size_t)hash_bytes(HASH_START, text, len) & (s->cap - 1);
    while (s->slots[at] && (s->slots[at]->len != len || memcmp(s->slots[at]->text, text, len) != 0)) at = (at + 1) & (s->cap - 1);
    return at;
}

static void grow(struct world *w, size_t cap) {
    struct strings *s = w->strings, old = *s;
    s->slots = ARENA_ARRAY(w->arena, cap, struct str_obj *);
    s->cap = cap;
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i]) s->slots[slot_of(s, old.slots[i]->text, old.slots[i]->len)] = old.slots[i];
}

static struct str_obj *immortal_str(struct world *w, const char *text, size_t len) {
    struct str_obj *s = arena_alloc(w->arena, sizeof *s + len + 1);
    s->head = (struct obj){.type = &type_str, .flags = OBJ_static | STR_interned};
    memcpy(s->text, text, len);
    s->len = len;
    s->chars = utf8_count(text, len);
    return s;
}

value str_interned(struct thread *th, const char *utf8) {
    struct world *w = th->world;
    size_t len = strlen(utf8);
    if (!w->strings) w->strings = ARENA_NEW(w->arena, struct strings);
    if ((w->strings->count + 1) * 4 > w->strings->cap * 3) grow(w, w->strings->cap ? 2 * w->strings->cap : FIRST_SLOTS);
    size_t at = slot_of(w->strings, utf8, len);
    if (!w->strings->slots[at]) {
        w->strings->slots[at] = immortal_str(w, utf8, len);
        w->strings->count++;
    }
    return from_obj(w->strings->slots[at]);
}
