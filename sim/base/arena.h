/* Arenas by lifetime: everything of a scenario, of a run or of a command is freed at once.
 * An allocating function takes the arena as its first argument; that is the whole ownership rule.
 * Allocation never returns NULL: out of memory ends the program with a message (error kind 4).
 * Memory comes zeroed, aligned to 16 bytes; HARD builds use tiny chunks and junk-fill what is freed. */
#ifndef GILSCOPE_BASE_ARENA_H
#define GILSCOPE_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;
struct arena {
    struct arena_chunk *chunks; /* newest first */
    size_t used_bytes;          /* handed out since init or reset */
};

void arena_init(struct arena *a);
void arena_fini(struct arena *a);
void arena_reset(struct arena *a); /* frees all, ready for use again */

void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size);   /* checks the product for overflow */
char *arena_copy(struct arena *a, const char *text, size_t len); /* NUL added */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (size_t)(n), sizeof(type)))

/* malloc-backed memory for the few things that grow and shrink (trace, Python heaps, tables).
 * Never NULL. mem_grow returns an array of at least need items, doubling *cap. */
#define MEM_SLAB ((size_t)2 << 20)
void *mem_alloc(size_t size); /* zeroed */
void *mem_slab(void);        /* MEM_SLAB bytes, not zeroed; one huge page where the system has them: much faster to fill */
void *mem_resize(void *p, size_t size);
void mem_free(void *p);
void *mem_grow(void *items, size_t *cap, size_t need, size_t item_size);
#define GROW(items, cap, need) ((items) = mem_grow((items), &(cap), (need), sizeof *(items)))

#endif
