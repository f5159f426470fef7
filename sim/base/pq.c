#include "base/pq.h"

#include "base/arena.h"
#include "base/assert.h"

void pq_init(struct pq *q) { *q = (struct pq){0}; }

void pq_fini(struct pq *q) {
    mem_free(q->heap);
    mem_free(q->slots);
    mem_free(q->free_handles);
    *q = (struct pq){0};
}

static bool before(const struct pq_entry *a, const struct pq_entry *b) {
    if (a->time != b->time) return a->time < b->time;
    if (a->kind != b->kind) return a->kind < b->kind;
    return a->seq < b->seq;
}

static void put(struct pq *q, size_t i, struct pq_entry e) {
    q->heap[i] = e;
    q->slots[e.handle] = (uint32_t)i;
}

static void sift_up(struct pq *q, size_t i, struct pq_entry e) {
    for (; i > 0 && before(&e, &q->heap[(i - 1) / 2]); i = (i - 1) / 2) put(q, i, q->heap[(i - 1) / 2]);
    put(q, i, e);
}

static void sift_down(struct pq *q, size_t i, struct pq_entry e) {
    for (size_t child; (child = 2 * i + 1) < q->count; i = child) {
        if (child + 1 < q->count && before(&q->heap[child + 1], &q->heap[child])) child++;
        if (!before(&q->heap[child], &e)) break;
        put(q, i, q->heap[child]);
    }
    put(q, i, e);
}

uint32_t pq_push(struct pq *q, sim_ns time, uint32_t kind, void *item, uint32_t arg) {
    return pq_push_at(q, time, kind, q->next_seq++, item, arg);
}

uint32_t pq_push_at(struct pq *q, sim_ns time, uint32_t kind, uint64_t seq, void *item, uint32_t arg) {
    uint32_t handle;
    if (q->free_count) {
        handle = q->free_handles[--q->free_count];
    } else {
        ASSERT(q->slots_used < PQ_NONE);
        GROW(q->slots, q->slots_cap, q->slots_used + 1);
        handle = (uint32_t)q->slots_used++;
    }
    GROW(q->heap, q->cap, q->count + 1);
    struct pq_entry e = {
        .time = time, .kind = kind, .seq = seq, .item = item, .arg = arg, .handle = handle};
    sift_up(q, q->count++, e);
    return handle;
}

static void remove_at(struct pq *q, size_t i) {
    uint32_t handle = q->heap[i].handle;
    struct pq_entry last = q->heap[--q->count];
    if (i < q->count) {
        if (i > 0 && before(&last, &q->heap[(i - 1) / 2])) sift_up(q, i, last);
        else sift_down(q, i, last);
    }
    q->slots[handle] = PQ_NONE;
    GROW(q->free_handles, q->free_cap, q->free_count + 1);
    q->free_handles[q->free_count++] = handle;
}

void pq_cancel(struct pq *q, uint32_t handle) {
    ASSERT(handle < q->slots_used && q->slots[handle] != PQ_NONE);
    remove_at(q, q->slots[handle]);
}

bool pq_pop(struct pq *q, struct pq_entry *out) {
    if (q->count == 0) return false;
    *out = q->heap[0];
    remove_at(q, 0);
    return true;
}
