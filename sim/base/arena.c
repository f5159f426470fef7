#define _DEFAULT_SOURCE /* madvise */
#include "base/arena.h"

#include <stdbool.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include "base/assert.h"
#include "base/buf.h"

/* Tiny chunks make each object its own malloc block, so that the sanitizers see every overrun. */
#ifdef HARD
#define CHUNK_SIZE 1u
#define CHUNK_MAX  1u
#define GROW_FIRST 1u
#else
#define CHUNK_SIZE 65536u
#define CHUNK_MAX  (8u << 20)
#define GROW_FIRST 8u
#endif
#define ALIGN 16u
#define JUNK  0xA5 /* what freed memory shows in HARD builds */

struct arena_chunk {
    struct arena_chunk *next;
    size_t size, used;
    alignas(ALIGN) unsigned char bytes[];
};

/* The one place where memory can run out: no caller ever checks. */
static _Noreturn void out_of_memory(size_t size) {
    fprintf(stderr, "gilscope: out of memory (%zu bytes more were needed)\n", size);
    fflush(NULL);
    _Exit(1);
}

/* Asks for large pages inside it: without them there are more page faults and misses of the TLB, nothing else. */
static void wish_large_pages(void *p, size_t size) {
#ifdef MADV_HUGEPAGE
    size_t skip = (MEM_SLAB - (uintptr_t)p % MEM_SLAB) % MEM_SLAB;
    if (size >= skip + MEM_SLAB)
        (void)madvise((unsigned char *)p + skip, (size - skip) / MEM_SLAB * MEM_SLAB, MADV_HUGEPAGE);
#else
    (void)p, (void)size;
#endif
}

void *mem_alloc(size_t size) {
    void *p = calloc(1, size ? size : 1);
    if (!p) out_of_memory(size);
    wish_large_pages(p, size);
    return p;
}

void *mem_slab(void) {
    void *p = aligned_alloc(MEM_SLAB, MEM_SLAB);
    if (!p) out_of_memory(MEM_SLAB);
    wish_large_pages(p, MEM_SLAB);
    return p;
}

void *mem_resize(void *p, size_t size) {
    void *q = realloc(p, size ? size : 1);
    if (!q) out_of_memory(size);
    return q;
}

void mem_free(void *p) { free(p); }

void *mem_grow(void *items, size_t *cap, size_t need, size_t item_size) {
    if (need <= *cap) return items;
    size_t n = *cap ? *cap : GROW_FIRST;
    while (n < need) n = n > SIZE_MAX / 2 ? need : n * 2;
    if (n > SIZE_MAX / item_size) out_of_memory(SIZE_MAX);
    unsigned char *p = mem_resize(items, n * item_size);
    memset(p + *cap * item_size, 0, (n - *cap) * item_size);
    *cap = n;
    return p;
}

void arena_init(struct arena *a) { *a = (struct arena){0}; }

void arena_fini(struct arena *a) {
    struct arena_chunk *next;
    for (struct arena_chunk *c = a->chunks; c; c = next) {
        next = c->next;
#ifdef HARD
        memset(c->bytes, JUNK, c->size);
#endif
        free(c);
    }
    *a = (struct arena){0};
}

void arena_reset(struct arena *a) { arena_fini(a); }

/* The larger an arena is, the larger its chunks. */
static size_t chunk_size(const struct arena *a) {
    size_t size = a->used_bytes / 2;
    return size < CHUNK_SIZE ? CHUNK_SIZE : size > CHUNK_MAX ? CHUNK_MAX : size;
}

/* A chunk with room for n bytes. A big object gets one of its own behind the current one, whose rest stays in use. */
static struct arena_chunk *arena_add_chunk(struct arena *a, size_t n) {
    bool own = n > CHUNK_SIZE;
    size_t size = own ? n : chunk_size(a);
    struct arena_chunk *c = mem_alloc(sizeof *c + size);
    struct arena_chunk **at = a->chunks && own ? &a->chunks->next : &a->chunks;
    c->size = size;
    c->next = *at;
    *at = c;
    return c;
}

void *arena_alloc(struct arena *a, size_t size) {
    if (size > SIZE_MAX / 2) out_of_memory(size);
    size_t n = (size ? size + ALIGN - 1 : ALIGN) / ALIGN * ALIGN;
    struct arena_chunk *c = a->chunks;
    if (!c || c->size - c->used < n) c = arena_add_chunk(a, n);
    void *p = c->bytes + c->used;
    c->used += n;
    a->used_bytes += n;
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size) {
    if (size && count > SIZE_MAX / 2 / size) out_of_memory(SIZE_MAX);
    return arena_alloc(a, count * size);
}

char *arena_copy(struct arena *a, const char *text, size_t len) {
    char *p = arena_alloc(a, len + 1);
    if (len) memcpy(p, text, len);
    return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char *p = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return p;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) {
    struct buf b = {0};
    buf_vprintf(&b, fmt, ap);
    char *p = arena_copy(a, b.data, b.len);
    buf_fini(&b);
    return p;
}
