/* The inside of a heap, shared by heap.c (allocation) and heap_mark.c (collection and cloning).
 *
 *   chunk   64 KiB, aligned to its size, so that a cell's address tells its chunk; all its cells have one size
 *   large   an object past CELL_MAX: a chunk of its own, as long as needed; its first byte is aligned likewise
 *   slab    what chunks are cut from
 *
 * A free cell has no type and links to the next one of its class. A chunk's cells become free page by page, when the free ones of
 * their class are used up: memory that is not needed is never touched. Of each class at most one chunk is open, that is, has more. */
#ifndef GILSCOPE_PYTHON_HEAP_CHUNK_H
#define GILSCOPE_PYTHON_HEAP_CHUNK_H

#include "python/heap.h"

enum {
    CHUNK_BYTES = 65536,
    CHUNK_HEAD = 64,
    CHUNK_ROOM = CHUNK_BYTES - CHUNK_HEAD,
    CELL_MAX = CHUNK_ROOM / 4,
    CLASS_COUNT = 128,
    SLAB_CHUNKS = 16,
#ifdef HARD
    COLLECT_BYTES = 4096, /* a process that uses little collects after so much */
#else
    COLLECT_BYTES = 1 << 20,
#endif
#ifdef HARD
    REFILL_BYTES = 1,
#else
    REFILL_BYTES = 4096,
#endif
    BUFFER_values = 1 << 16, /* flag of type_buffer's objects */
    GC_mark = 1,             /* obj.gc */
};

struct chunk {
    struct heap *heap;
    struct chunk *next;  /* in order of taking; or of the spare list */
    struct chunk *twin;  /* while cloning: the child's copy */
    void *large;         /* memory to free, when it holds one large object */
    size_t bytes;        /* of a large object */
    uint32_t class, cell;
    uint32_t count, room; /* cells in use or free; cells there may be */
};

struct slab {
    struct slab *next;
    void *memory;
};

struct free_cell {
    const struct type *type; /* NULL */
    struct free_cell *next;
};

struct heap {
    struct process *owner;
    struct chunk *chunks, **chunk_tail, *spare;
    struct slab *slabs;
    struct free_cell *free[CLASS_COUNT];
    struct chunk *open[CLASS_COUNT];
    size_t live, since, survived, limit, threshold_floor;
    struct obj **stack; /* marked, not yet visited */
    size_t stack_count, stack_cap;
    value **weak; /* slots that keep nothing alive, of what is marked */
    size_t weak_count, weak_cap;
};

_Static_assert(sizeof(struct chunk) <= CHUNK_HEAD, "a chunk's head has its room");

struct chunk *heap_chunk_take(struct heap *h, uint32_t class); /* appended; no cells yet */
struct chunk *heap_large_take(struct heap *h, size_t size);

static inline struct chunk *chunk_of(const void *cell) { return (struct chunk *)((uintptr_t)cell & ~(uintptr_t)(CHUNK_BYTES - 1)); }
static inline struct obj *chunk_cell(struct chunk *c, uint32_t i) { return (struct obj *)(void *)((char *)c + CHUNK_HEAD + (size_t)i * c->cell); }

static inline void cell_release(struct heap *h, const struct chunk *c, void *cell) {
    struct free_cell *f = cell;
#ifdef HARD
    for (uint32_t i = sizeof *f; i < c->cell; i++) ((unsigned char *)cell)[i] = 0xDB;
#endif
    f->type = NULL;
    f->next = h->free[c->class];
    h->free[c->class] = f;
}

#endif
