/* A process' memory: cells in 64 KiB chunks by size class (large objects in chunks of their own), freed by
 * mark and sweep. Non-moving. A collection runs only at safe points (between instructions), when what was allocated
 * since the last one exceeds what survived it; so a program that churns objects for minutes stays small.
 * Buffers that objects own (list items, dict tables, text) are cells too (heap_bytes), so that everything of a process is
 * in its chunks: fork copies the chunks and re-bases every value through the same `visit` slots that marking uses.
 *
 * Simplified against CPython: no reference counts (their cost is part of the profile's instruction costs), so __del__ does
 * not run, weak references are emptied by a collection, and generators abandoned in a for loop are closed at the loop's end, not by a count. */
#ifndef GILSCOPE_PYTHON_HEAP_H
#define GILSCOPE_PYTHON_HEAP_H

#include "python/object.h"

struct heap;

struct heap *heap_open(struct process *owner, size_t limit_bytes);
void heap_close(struct heap *h);
void heap_drop_all(struct heap *h); /* the process ends: every object's `dropped` (open pipe ends) */
/* A zeroed object of `size` bytes (>= sizeof(struct obj)) with its type set. Never NULL: over the limit the flag
 * is raised, and the thread gets a MemoryError at its next safe point. */
void *heap_new(struct thread *th, const struct type *type, size_t size);
/* A zeroed plain buffer cell, an object of type_buffer: `values` true: it holds values (visited), false: bytes.
 * The owner keeps the pointer as a value slot (from_obj) and must visit it. */
struct buffer {
    struct obj head;
    uint64_t count; /* values, or bytes */
    value items[];  /* or bytes */
};
struct buffer *heap_values(struct thread *th, size_t count);
struct buffer *heap_bytes(struct thread *th, size_t bytes);
static inline struct buffer *buffer_of(value v) { return (struct buffer *)obj_of(v); }
/* While on, new objects and buffers come from the world's arena, static and shared by all processes: constants of code. Nests. */
void heap_immortal(struct thread *th, bool on);
/* May count * item_bytes be asked for at all? False: MemoryError raised. For sizes that a program chooses (list repetition, bytes(n),
 * joined texts): ask before heap_values and heap_bytes. */
bool heap_fits(struct thread *th, size_t count, size_t item_bytes);
/* Frees a cell at once; the caller is its only user (frames, outgrown buffers). */
void heap_free(struct thread *th, void *object);

bool heap_wants_collection(const struct heap *h);
bool heap_over_limit(const struct heap *h);
bool heap_far_over(const struct heap *h); /* where nothing can be collected: garbage may be half of it */
void heap_collect(struct heap *h); /* safe points only; roots come from process_visit_roots */
/* Is each of the process' watched objects reached from anywhere else? Frees nothing, so any time will do; what only C code holds at the
 * moment counts as not reached. */
void heap_reached(struct heap *h, bool *reached);
/* Every object of type t, in the order of the cells. */
void heap_each(struct heap *h, const struct type *t, void (*found)(void *arg, value v), void *arg);
size_t heap_live_bytes(const struct heap *h);
/* The child's heap after fork: a copy of every cell, re-based. heap_rebase maps a value of the parent to the child's. */
struct heap *heap_clone(struct heap *h, struct process *child);
value heap_rebase(const struct heap *parent, value v); /* valid until the parent's next allocation */
void heap_clone_done(struct heap *parent);

extern const struct type type_buffer;

#endif
