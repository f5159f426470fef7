/* An ordered tree of waiting tasks, linked through the tasks themselves: AVL, O(log n), each node telling the
 * smallest vruntime below it (what EEVDF searches by; free for the others). The order must be total: let it end in
 * enqueue_seq, so that equal keys stand in order of insertion. Zeroed but for `before` = empty. */
#ifndef GILSCOPE_SCHED_TREE_H
#define GILSCOPE_SCHED_TREE_H

#include "kernel/task.h"

typedef bool tree_before(const struct task *a, const struct task *b);

struct tree {
    struct task *root, *first;
    tree_before *before;
};

void tree_insert(struct tree *tree, struct task *t);
void tree_remove(struct tree *tree, struct task *t);
static inline struct task *tree_first(const struct tree *tree) { return tree->first; }
struct task *tree_next(const struct task *t); /* in order; NULL after the last */

#endif
