/* The ordered tree under random insertions and removals: order, balance, smallest vruntime of each subtree, first task. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "sched/tree.h"

#define TASKS 64

static bool key_before(const struct task *a, const struct task *b) {
    return a->order_key != b->order_key ? a->order_key < b->order_key : a->id < b->id;
}

/* Returns the height. */
static int check(const struct task *t, const struct task *parent, size_t *count) {
    if (!t) return 0;
    assert_ptr_equal(t->tree_parent, parent);
    int left = check(t->tree_left, t, count), right = check(t->tree_right, t, count);
    int64_t least = t->vruntime;
    if (t->tree_left && t->tree_left->tree_min < least) least = t->tree_left->tree_min;
    if (t->tree_right && t->tree_right->tree_min < least) least = t->tree_right->tree_min;
    assert_int_equal(t->tree_min, least);
    assert_in_range(left - right + 1, 0, 2);
    assert_int_equal(t->tree_height, 1 + (left > right ? left : right));
    ++*count;
    return t->tree_height;
}

static void check_tree(const struct tree *tree, const bool *in, const struct task *tasks) {
    size_t count = 0, walked = 0, want = 0;
    const struct task *before = NULL;
    check(tree->root, NULL, &count);
    for (const struct task *t = tree_first(tree); t; t = tree_next(t)) {
        assert_true(!before || key_before(before, t));
        assert_true(in[t - tasks]);
        before = t;
        walked++;
    }
    for (size_t i = 0; i < TASKS; i++) want += in[i];
    assert_int_equal(count, want);
    assert_int_equal(walked, want);
}

static void random_tree(void **state) {
    static struct task tasks[TASKS];
    bool in[TASKS] = {false};
    struct tree tree = {.before = key_before};
    struct rng r;
    (void)state;
    rng_init(&r, 1, "tree");
    for (int step = 0; step < 20000; step++) {
        size_t few = step / 1000 % 2 ? TASKS : 9,
               i = (size_t)rng_below(&r, few); /* small ones and large ones */
        if (in[i]) {
            tree_remove(&tree, &tasks[i]);
        } else {
            tasks[i].id = (uint32_t)i + 1;
            tasks[i].order_key = (int64_t)rng_below(&r, 40);
            tasks[i].vruntime = (int64_t)rng_below(&r, 12); /* often equal */
            tree_insert(&tree, &tasks[i]);
        }
        in[i] = !in[i];
        check_tree(&tree, in, tasks);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_tree)};
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
