/* The heap under random graphs: what can be reached survives with its contents, the rest is freed, a clone is the same graph elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "python/heap.h"
#include "python/process.h"

enum { ROOTS = 40, EDGES = 4, FIRST = 2 };

struct scene {
    struct arena arena;
    struct world world;
    struct process process;
    struct thread thread;
    struct rng rng;
};

static void open_scene(struct scene *s, const char *name) {
    *s = (struct scene){0};
    arena_init(&s->arena);
    s->world.arena = &s->arena;
    s->process.world = &s->world;
    s->thread.process = &s->process;
    s->thread.world = &s->world;
    s->process.heap = heap_open(&s->process, 0);
    rng_init(&s->rng, 7, name);
    s->process.roots = from_obj(heap_values(&s->thread, ROOTS));
}

static void close_scene(struct scene *s) {
    heap_close(s->process.heap);
    arena_fini(&s->arena);
}

/* A node: its number, that number times 3 (to see damage), edges; as large as chance will have it, now and then larger than a chunk. */
static value node_new(struct scene *s, int64_t number) {
    uint64_t sort = rng_below(&s->rng, 100);
    size_t extra = (size_t)rng_below(&s->rng, sort == 0 ? 20000 : sort < 10 ? 900 : 12);
    struct buffer *b = heap_values(&s->thread, FIRST + EDGES + extra);
    for (size_t i = 0; i < extra; i++) assert_true(b->items[FIRST + EDGES + i] == NIL);
    b->items[0] = from_small(number);
    b->items[1] = from_small(number * 3);
    return from_obj(b);
}

static value *root(struct scene *s, size_t i) { return &buffer_of(s->process.roots)->items[i]; }

/* A random walk from a random root. */
static value some_node(struct scene *s) {
    value v = *root(s, (size_t)rng_below(&s->rng, ROOTS));
    for (uint64_t steps = rng_below(&s->rng, 6); v != NIL && steps; steps--) {
        value next = buffer_of(v)->items[FIRST + rng_below(&s->rng, EDGES)];
        if (next != NIL) v = next;
    }
    return v;
}

static void churn(struct scene *s, int64_t *number, int count) {
    for (int i = 0; i < count; i++) {
        value node = node_new(s, ++*number), other = some_node(s);
        for (int e = 0; e < EDGES; e++)
            if (rng_below(&s->rng, 2)) buffer_of(node)->items[FIRST + e] = some_node(s);
        if (other != NIL && rng_below(&s->rng, 3)) buffer_of(other)->items[FIRST + rng_below(&s->rng, EDGES)] = node;
        else *root(s, (size_t)rng_below(&s->rng, ROOTS)) = rng_below(&s->rng, 4) ? node : NIL;
    }
}

/* The graph as text: each node's number and its edges' numbers in the order of a walk; also checks the contents. */
enum { NODES = 70000 };
struct walk {
    value seen[NODES];
    size_t count;
    size_t order[NODES]; /* by the node's number; 0: not met */
};

static uint64_t graph_hash(value roots, size_t *nodes) {
    struct walk *w = calloc(1, sizeof *w);
    assert_non_null(w);
    uint64_t h = HASH_START;
    w->seen[w->count++] = roots;
    for (size_t at = 0; at < w->count; at++) {
        const struct buffer *b = buffer_of(w->seen[at]);
        bool is_root = at == 0;
        if (!is_root) {
            assert_true(is_small(b->items[0]));
            assert_int_equal(small_of(b->items[1]), small_of(b->items[0]) * 3);
            h = hash_bytes(h, &b->items[0], sizeof(value));
        }
        for (size_t i = is_root ? 0 : FIRST; i < (is_root ? (size_t)ROOTS : (size_t)(FIRST + EDGES)); i++) {
            size_t k = SIZE_MAX;
            if (b->items[i] != NIL) {
                size_t *order = &w->order[small_of(buffer_of(b->items[i])->items[0])];
                if (*order == 0) {
                    *order = w->count;
                    w->seen[w->count++] = b->items[i];
                }
                k = *order;
                assert_true(w->seen[k] == b->items[i]);
            }
            h = hash_bytes(h, &k, sizeof k);
        }
    }
    *nodes = w->count;
    free(w);
    return h;
}

static void collects(void **state) {
    (void)state;
    struct scene s;
    int64_t number = 0;
    open_scene(&s, "collects");
    size_t largest = 0;
    for (int round = 0; round < 60; round++) {
        churn(&s, &number, 300);
        size_t before, after;
        uint64_t h = graph_hash(s.process.roots, &before);
        heap_collect(s.process.heap);
        assert_int_equal(graph_hash(s.process.roots, &after), h);
        assert_int_equal(before, after);
        if (heap_live_bytes(s.process.heap) > largest) largest = heap_live_bytes(s.process.heap);
    }
    memset(root(&s, 0), 0, ROOTS * sizeof(value));
    heap_collect(s.process.heap);
    assert_true(heap_live_bytes(s.process.heap) < 1024); /* the roots alone */
    assert_true(largest > 10000);
    close_scene(&s);
}

static void clones(void **state) {
    (void)state;
    struct scene s;
    int64_t number = 0;
    open_scene(&s, "clones");
    for (int round = 0; round < 20; round++) {
        churn(&s, &number, 500);
        struct process child = {.world = &s.world};
        child.heap = heap_clone(s.process.heap, &child);
        child.roots = heap_rebase(s.process.heap, s.process.roots);
        heap_clone_done(s.process.heap);
        size_t a, b;
        uint64_t h = graph_hash(s.process.roots, &a);
        assert_true(child.roots != s.process.roots);
        assert_int_equal(graph_hash(child.roots, &b), h);
        assert_int_equal(a, b);
        assert_true(heap_live_bytes(child.heap) <= heap_live_bytes(s.process.heap)); /* garbage stays behind */
        memset(buffer_of(child.roots)->items, 0, ROOTS * sizeof(value)); /* what the child does is its own business */
        heap_collect(child.heap);
        assert_int_equal(graph_hash(s.process.roots, &a), h);
        heap_close(child.heap);
        heap_collect(s.process.heap);
        assert_int_equal(graph_hash(s.process.roots, &b), h);
    }
    close_scene(&s);
}

static void frees(void **state) {
    (void)state;
    struct scene s;
    open_scene(&s, "frees");
    size_t start = heap_live_bytes(s.process.heap);
    static const size_t sizes[] = {0, 1, 16, 1000, 1024, 1025, 16000, 16368, 16369, 70000, 1000000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buffer *b = heap_bytes(&s.thread, sizes[i]), *other = heap_bytes(&s.thread, sizes[i]);
        memset(b->items, 0xAA, sizes[i]);
        assert_int_equal((uintptr_t)b % 16, 0);
        heap_free(&s.thread, b);
        b = heap_bytes(&s.thread, sizes[i]); /* used again, and clean */
        for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(((unsigned char *)b->items)[k], 0);
        heap_free(&s.thread, b);
        heap_free(&s.thread, other);
        assert_int_equal(heap_live_bytes(s.process.heap), start);
    }
    heap_immortal(&s.thread, true);
    struct buffer *b = heap_bytes(&s.thread, 100);
    heap_immortal(&s.thread, false);
    assert_true(b->head.flags & OBJ_static);
    heap_free(&s.thread, b); /* nothing happens */
    assert_int_equal(heap_live_bytes(s.process.heap), start);
    close_scene(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(collects), cmocka_unit_test(clones), cmocka_unit_test(frees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
