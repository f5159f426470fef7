/* Which cells are alive: marking from the process' roots, sweeping the rest; and the child's copy after fork. */
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "python/heap_chunk.h"
#include "python/process.h"

/* -- marking -- */

struct marker {
    struct visitor visitor;
    struct heap *heap;
};

static void mark(struct heap *h, struct obj *o) {
    if ((o->flags & OBJ_static) || (o->gc & GC_mark)) return;
    o->gc |= GC_mark;
    GROW(h->stack, h->stack_cap, h->stack_count + 1);
    h->stack[h->stack_count++] = o;
}

static void mark_slot(struct visitor *v, value *slot) {
    if (is_obj(*slot)) mark(((struct marker *)v)->heap, obj_of(*slot));
}

static void mark_weak(struct visitor *v, value *slot) {
    struct heap *h = ((struct marker *)v)->heap;
    if (!is_obj(*slot) || (obj_of(*slot)->flags & OBJ_static)) return;
    GROW(h->weak, h->weak_cap, h->weak_count + 1);
    h->weak[h->weak_count++] = slot;
}

static void mark_all(struct marker *m) {
    struct heap *h = m->heap;
    while (h->stack_count) {
        struct obj *o = h->stack[--h->stack_count];
        if (is_class(o->type)) mark(h, (struct obj *)(uintptr_t)&o->type->head);
        if (o->type->visit) o->type->visit(o, &m->visitor);
    }
}

static void mark_from_roots(struct heap *h) {
    struct marker m = {.visitor = {.slot = mark_slot, .weak = mark_weak}, .heap = h};
    h->weak_count = 0;
    process_visit_roots(h->owner, &m.visitor);
    mark_all(&m);
}

static void mark_roots(struct heap *h) {
    mark_from_roots(h);
    for (size_t i = 0; i < h->weak_count; i++)
        if (!(obj_of(*h->weak[i])->gc & GC_mark)) *h->weak[i] = NIL;
}

/* -- sweeping -- */

static bool is_garbage(const struct obj *o) { return o->type && !(o->gc & GC_mark); }

/* Before anything is freed, so that the hooks see whole objects. */
static void drop_garbage(struct heap *h) {
    for (struct chunk *c = h->chunks; c; c = c->next)
        for (uint32_t i = 0; i < c->count; i++) {
            struct obj *o = chunk_cell(c, i);
            if (is_garbage(o) && o->type->dropped) o->type->dropped(o, h->owner);
        }
}

void heap_drop_all(struct heap *h) {
    for (struct chunk *c = h->chunks; c; c = c->next)
        for (uint32_t i = 0; i < c->count; i++) {
            struct obj *o = chunk_cell(c, i);
            if (o->type && o->type->dropped) o->type->dropped(o, h->owner);
        }
}

/* Frees what is not marked, unmarks the rest; answers whether the chunk is empty now. Free cells are linked again. */
static bool chunk_sweep(struct heap *h, struct chunk *c) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < c->count; i++) used += (chunk_cell(c, i)->gc & GC_mark) && chunk_cell(c, i)->type;
    if (used == 0) return true;
    h->live += c->large ? c->bytes : (size_t)used * c->cell;
    if (c->count < c->room) h->open[c->class] = c;
    for (uint32_t i = c->count; i-- > 0;) {
        struct obj *o = chunk_cell(c, i);
        if (o->type && (o->gc & GC_mark)) o->gc &= ~(uint32_t)GC_mark;
        else cell_release(h, c, o);
    }
    return false;
}

static void chunk_give_back(struct heap *h, struct chunk *c) {
    if (c->large) {
        mem_free(c->large);
        return;
    }
    c->next = h->spare;
    h->spare = c;
}

static void sweep(struct heap *h) {
    memset(h->free, 0, sizeof h->free);
    memset(h->open, 0, sizeof h->open);
    h->live = 0;
    struct chunk **at = &h->chunks;
    while (*at) {
        struct chunk *c = *at;
        if (chunk_sweep(h, c)) {
            *at = c->next;
            chunk_give_back(h, c);
        } else {
            at = &c->next;
        }
    }
    h->chunk_tail = at;
    h->since = 0;
    h->survived = h->live;
}

void heap_collect(struct heap *h) {
    h->owner->pressed = false;
    mark_roots(h);
    drop_garbage(h);
    sweep(h);
}

/* -- fork: chunks are copied whole, then every value of what is alive moves to the copy -- */

struct rebaser {
    struct visitor visitor;
    const struct heap *parent;
};

value heap_rebase(const struct heap *parent, value v) {
    if (!is_obj(v) || (obj_of(v)->flags & OBJ_static)) return v;
    const struct chunk *c = chunk_of(obj_of(v));
    ASSERT(c->heap == parent && c->twin);
    return from_obj((char *)c->twin + ((char *)obj_of(v) - (const char *)c));
}

static void rebase_slot(struct visitor *v, value *slot) { *slot = heap_rebase(((struct rebaser *)v)->parent, *slot); }

static struct chunk *chunk_copy(struct heap *h, const struct chunk *c) {
    struct chunk *copy;
    if (c->large) {
        copy = heap_large_take(h, c->bytes);
        memcpy(chunk_cell(copy, 0), (const char *)c + CHUNK_HEAD, c->bytes);
    } else {
        copy = heap_chunk_take(h, c->class);
        copy->count = c->count;
        memcpy(chunk_cell(copy, 0), (const char *)c + CHUNK_HEAD, (size_t)c->count * c->cell);
    }
    return copy;
}

static void chunk_rebase(struct chunk *c, struct rebaser *r) {
    for (uint32_t i = 0; i < c->count; i++) {
        struct obj *o = chunk_cell(c, i);
        if (is_garbage(o) || !o->type) continue;
        value type = from_obj(o->type);
        rebase_slot(&r->visitor, &type);
        o->type = as_type(type);
        if (o->type->visit) o->type->visit(o, &r->visitor);
    }
}

static void run_forked_hooks(struct heap *h) {
    for (struct chunk *c = h->chunks; c; c = c->next)
        for (uint32_t i = 0; i < c->count; i++) {
            struct obj *o = chunk_cell(c, i);
            if (o->type && o->type->forked) o->type->forked(o, h->owner);
        }
}

static void unmark(struct heap *h) {
    for (struct chunk *c = h->chunks; c; c = c->next)
        for (uint32_t i = 0; i < c->count; i++)
            if (chunk_cell(c, i)->type) chunk_cell(c, i)->gc &= ~(uint32_t)GC_mark;
}

struct heap *heap_clone(struct heap *h, struct process *child) {
    struct heap *copy = heap_open(child, h->limit);
    mark_roots(h);
    for (struct chunk *c = h->chunks; c; c = c->next) c->twin = chunk_copy(copy, c);
    struct rebaser r = {.visitor = {.slot = rebase_slot}, .parent = h};
    for (struct chunk *c = copy->chunks; c; c = c->next) chunk_rebase(c, &r);
    sweep(copy); /* what was garbage in the parent is free in the child, without any hook */
    unmark(h);
    run_forked_hooks(copy);
    return copy;
}

void heap_reached(struct heap *h, bool *reached) {
    value list = h->owner->watched;
    h->owner->asking = true;
    mark_from_roots(h);
    h->owner->asking = false;
    for (size_t i = 0; i < list_len(list); i++) reached[i] = is_obj(list_items(list)[i]) && (obj_of(list_items(list)[i])->gc & GC_mark);
    unmark(h);
}

void heap_each(struct heap *h, const struct type *t, void (*found)(void *arg, value v), void *arg) {
    for (struct chunk *c = h->chunks; c; c = c->next)
        for (uint32_t i = 0; i < c->count; i++)
            if (chunk_cell(c, i)->type == t) found(arg, from_obj(chunk_cell(c, i)));
}

void heap_clone_done(struct heap *parent) {
    for (struct chunk *c = parent->chunks; c; c = c->next) c->twin = NULL;
}
