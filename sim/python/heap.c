#include "python/heap.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "python/heap_chunk.h"
#include "python/process.h"

/* -- chunks -- */

static struct chunk *align_chunk(void *memory) {
    return (struct chunk *)(((uintptr_t)memory + CHUNK_BYTES - 1) & ~(uintptr_t)(CHUNK_BYTES - 1));
}

/* A chunk is a slice of a slab of several, so that aligning wastes little. Untouched memory costs nothing. */
static struct chunk *chunk_take(struct heap *h) {
    if (!h->spare) {
        struct slab *s = mem_alloc(sizeof *s);
        s->memory = mem_alloc(CHUNK_BYTES * (SLAB_CHUNKS + 1));
        s->next = h->slabs;
        h->slabs = s;
        char *first = (char *)align_chunk(s->memory);
        for (size_t i = SLAB_CHUNKS; i-- > 0;) {
            struct chunk *c = (struct chunk *)(void *)(first + i * CHUNK_BYTES);
            c->next = h->spare;
            h->spare = c;
        }
    }
    struct chunk *c = h->spare;
    h->spare = c->next;
    *c = (struct chunk){.heap = h};
    return c;
}

static void chunk_append(struct heap *h, struct chunk *c) {
    *h->chunk_tail = c;
    h->chunk_tail = &c->next;
}

static uint32_t size_class(size_t size) {
    if (size <= 1024) return (uint32_t)((size + 15) / 16);
    return 64 + (uint32_t)(CHUNK_ROOM / ((size + 15) & ~(size_t)15)); /* cells are whole 16 bytes */
}

static uint32_t class_cell(uint32_t class) {
    if (class <= 64) return class * 16;
    return (uint32_t)(CHUNK_ROOM / (class - 64)) & ~15u;
}

struct chunk *heap_chunk_take(struct heap *h, uint32_t class) {
    struct chunk *c = chunk_take(h);
    c->class = class;
    c->cell = class_cell(class);
    c->room = (uint32_t)(CHUNK_ROOM / c->cell);
    chunk_append(h, c);
    return c;
}

static void class_refill(struct heap *h, uint32_t class) {
    struct chunk *c = h->open[class];
    if (!c) c = h->open[class] = heap_chunk_take(h, class);
    uint32_t first = c->count, more = REFILL_BYTES / c->cell + 1;
    c->count = c->room - first < more ? c->room : first + more;
    if (c->count == c->room) h->open[class] = NULL;
    for (uint32_t i = c->count; i-- > first;) cell_release(h, c, chunk_cell(c, i));
}

struct chunk *heap_large_take(struct heap *h, size_t size) {
    void *memory = mem_alloc(CHUNK_HEAD + size + CHUNK_BYTES);
    struct chunk *c = align_chunk(memory);
    *c = (struct chunk){.heap = h, .large = memory, .cell = (uint32_t)((size + 15) & ~(size_t)15), .count = 1, .room = 1, .bytes = size};
    chunk_append(h, c);
    return c;
}

/* -- opening and closing -- */

struct heap *heap_open(struct process *owner, size_t limit_bytes) {
    struct heap *h = mem_alloc(sizeof *h);
    h->owner = owner;
    h->limit = limit_bytes;
    h->threshold_floor = COLLECT_BYTES;
    h->chunk_tail = &h->chunks;
    return h;
}

void heap_close(struct heap *h) {
    struct chunk *next;
    for (struct chunk *c = h->chunks; c; c = next) {
        next = c->next;
        if (c->large) mem_free(c->large);
    }
    struct slab *following;
    for (struct slab *s = h->slabs; s; s = following) {
        following = s->next;
        mem_free(s->memory);
        mem_free(s);
    }
    mem_free(h->stack);
    mem_free(h->weak);
    mem_free(h);
}

/* -- allocation -- */

static void *immortal_new(struct world *w, const struct type *type, size_t size) {
    struct obj *o = arena_alloc(w->arena, size);
    o->type = type;
    o->flags = OBJ_static;
    return o;
}

void *heap_new(struct thread *th, const struct type *type, size_t size) {
    if (th->world->immortal) return immortal_new(th->world, type, size);
    struct heap *h = th->process->heap;
    struct obj *o;
    size_t taken;
    if (size <= CELL_MAX) {
        uint32_t class = size_class(size);
        if (!h->free[class]) class_refill(h, class);
        struct free_cell *cell = h->free[class];
        h->free[class] = cell->next;
        memset(cell, 0, size);
        o = (struct obj *)cell;
        taken = class_cell(class);
    } else {
        o = chunk_cell(heap_large_take(h, size), 0);
        taken = size;
        if (h->since + size >= h->threshold_floor + h->survived) h->owner->pressed = true;
    }
    h->live += taken;
    h->since += taken;
    o->type = type;
    return o;
}

static struct buffer *buffer_new(struct thread *th, size_t count, size_t bytes) {
    struct buffer *b = heap_new(th, &type_buffer, sizeof *b + bytes);
    b->count = count;
    return b;
}

struct buffer *heap_values(struct thread *th, size_t count) {
    struct buffer *b = buffer_new(th, count, count * sizeof(value));
    b->head.flags |= BUFFER_values;
    return b;
}

struct buffer *heap_bytes(struct thread *th, size_t bytes) { return buffer_new(th, bytes, bytes); }

bool heap_fits(struct thread *th, size_t count, size_t item_bytes) {
    const struct heap *h = th->process->heap;
    bool fits = count <= (SIZE_MAX / 4) / item_bytes;
    if (fits && (h->limit == 0 || (count * item_bytes <= h->limit && h->live + count * item_bytes <= 2 * h->limit))) return true;
    return raise_error(th, "MemoryError", "%s", "");
}

void heap_immortal(struct thread *th, bool on) { th->world->immortal += on ? 1 : -1; }

static void large_free(struct heap *h, struct chunk *gone) {
    struct chunk **at = &h->chunks;
    while (*at != gone) at = &(*at)->next;
    *at = gone->next;
    if (h->chunk_tail == &gone->next) h->chunk_tail = at;
    h->live -= gone->bytes;
    mem_free(gone->large);
}

void heap_free(struct thread *th, void *object) {
    struct obj *o = object;
    if (o->flags & OBJ_static) return;
    struct chunk *c = chunk_of(o);
    struct heap *h = th->process->heap;
    ASSERT(c->heap == h);
    if (c->large) {
        large_free(h, c);
        return;
    }
    h->live -= c->cell;
    cell_release(h, c, o);
}

bool heap_wants_collection(const struct heap *h) { return h->since >= h->threshold_floor + h->survived; }
bool heap_over_limit(const struct heap *h) { return h->limit != 0 && h->live > h->limit; }
bool heap_far_over(const struct heap *h) { return h->limit != 0 && h->live > 2 * h->limit; }
size_t heap_live_bytes(const struct heap *h) { return h->live; }

/* -- buffers -- */

static void buffer_visit(struct obj *o, struct visitor *v) {
    struct buffer *b = (struct buffer *)o;
    if (!(o->flags & BUFFER_values)) return;
    for (uint64_t i = 0; i < b->count; i++) v->slot(v, &b->items[i]);
}

const struct type type_buffer = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "buffer", .module = "builtins", .base = &type_object,
    .size = sizeof(struct buffer), .visit = buffer_visit, .doc = "Memory of an object; never seen by programs.",
};
