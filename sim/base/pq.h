/* The order of the world: a binary heap of (time, kind, sequence). Smaller time first; at one time
 * the smaller kind; then first in, first out. No two entries compare equal, so the order is total.
 * A kind may have an order of its own instead (pq_push_at): all its entries then bring their sequence numbers.
 * Entries can be cancelled in O(log n) through the handle that pq_push returned. */
#ifndef GILSCOPE_BASE_PQ_H
#define GILSCOPE_BASE_PQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ns.h"

struct pq_entry {
    sim_ns time;
    uint32_t kind;
    uint64_t seq;
    void *item;
    uint32_t arg;
    uint32_t handle; /* index into slots */
};

struct pq {
    struct pq_entry *heap;
    size_t count, cap;
    uint32_t *slots; /* handle -> heap index */
    size_t slots_cap;
    uint32_t *free_handles;
    size_t free_count, free_cap, slots_used;
    uint64_t next_seq;
};

#define PQ_NONE UINT32_MAX

void pq_init(struct pq *q);
void pq_fini(struct pq *q);
uint32_t pq_push(struct pq *q, sim_ns time, uint32_t kind, void *item, uint32_t arg);
/* seq: its place among the entries of this time and kind; no two may have the same. */
uint32_t pq_push_at(struct pq *q, sim_ns time, uint32_t kind, uint64_t seq, void *item, uint32_t arg);
void pq_cancel(struct pq *q, uint32_t handle); /* handle must be live */
bool pq_pop(struct pq *q, struct pq_entry *out);
static inline sim_ns pq_next_time(const struct pq *q) { return q->count ? q->heap[0].time : NS_NEVER; }

#endif
