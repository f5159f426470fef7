#include "sched/tree.h"

static int height(const struct task *t) { return t ? t->tree_height : 0; }

static void update(struct task *t)
{
    int left = height(t->tree_left), right = height(t->tree_right);
    t->tree_height = 1 + (left > right ? left : right);
    t->tree_min = t->vruntime;
    if (t->tree_left && t->tree_left->tree_min < t->tree_min)
        t->tree_min = t->tree_left->tree_min;
    if (t->tree_right && t->tree_right->tree_min < t->tree_min)
        t->tree_min = t->tree_right->tree_min;
}

/* Puts `by` where `old` hangs. */
static void replace(struct tree *tree, struct task *old, struct task *by)
{
    struct task *up = old->tree_parent;
    if (!up)
        tree->root = by;
    else if (up->tree_left == old)
        up->tree_left = by;
    else
        up->tree_right = by;
    if (by)
        by->tree_parent = up;
}

/*   t            r
 *  / \          / \
 * a   r   ->   t   c
 *    / \      / \
 *   b   c    a   b    */
static struct task *rotate_left(struct tree *tree, struct task *t)
{
    struct task *r = t->tree_right;
    replace(tree, t, r);
    t->tree_right = r->tree_left;
    if (t->tree_right)
        t->tree_right->tree_parent = t;
    r->tree_left = t;
    t->tree_parent = r;
    update(t);
    update(r);
    return r;
}

static struct task *rotate_right(struct tree *tree, struct task *t)
{
    struct task *l = t->tree_left;
    replace(tree, t, l);
    t->tree_left = l->tree_right;
    if (t->tree_left)
        t->tree_left->tree_parent = t;
    l->tree_right = t;
    t->tree_parent = l;
    update(t);
    update(l);
    return l;
}

static struct task *balance(struct tree *tree, struct task *t)
{
    int lean = height(t->tree_left) - height(t->tree_right);
    if (lean > 1) {
        if (height(t->tree_left->tree_left) < height(t->tree_left->tree_right))
            rotate_left(tree, t->tree_left);
        return rotate_right(tree, t);
    }
    if (lean < -1) {
        if (height(t->tree_right->tree_right) < height(t->tree_right->tree_left))
            rotate_right(tree, t->tree_right);
        return rotate_left(tree, t);
    }
    update(t);
    return t;
}

/* Up from t, until a subtree tells its parent what it told before. */
static void balance_upward(struct tree *tree, struct task *t)
{
    for (; t; t = t->tree_parent) {
        int before = t->tree_height;
        sim_ns before_ns = t->tree_min;
        t = balance(tree, t);
        if (t->tree_height == before && t->tree_min == before_ns)
            break;
    }
}

void tree_insert(struct tree *tree, struct task *t)
{
    struct task *up = NULL, **link = &tree->root;
    bool first = true;
    while (*link) {
        up = *link;
        bool left = tree->before(t, up);
        first &= left;
        link = left ? &up->tree_left : &up->tree_right;
    }
    *link = t;
    if (first)
        tree->first = t;
    t->tree_left = t->tree_right = NULL;
    t->tree_parent = up;
    update(t);
    balance_upward(tree, up);
}

void tree_remove(struct tree *tree, struct task *t)
{
    struct task *from = t->tree_parent, *heir = NULL;
    if (tree->first == t)
        tree->first = tree_next(t);
    if (t->tree_left && t->tree_right) {
        heir = t->tree_right;
        while (heir->tree_left)
            heir = heir->tree_left;
        from = heir->tree_parent == t ? heir : heir->tree_parent;
        replace(tree, heir, heir->tree_right);
        replace(tree, t, heir);
        heir->tree_left = t->tree_left;
        heir->tree_left->tree_parent = heir;
        heir->tree_right = t->tree_right;
        if (heir->tree_right)
            heir->tree_right->tree_parent = heir;
        heir->tree_height = t->tree_height; /* what its new parent was told */
        heir->tree_min = t->tree_min;
    } else {
        replace(tree, t, t->tree_left ? t->tree_left : t->tree_right);
    }
    balance_upward(tree, from);
    if (heir)
        balance_upward(tree, heir); /* t has left this subtree, also where nothing changed below */
    t->tree_left = t->tree_right = t->tree_parent = NULL;
}

struct task *tree_next(const struct task *t)
{
    if (t->tree_right) {
        struct task *n = t->tree_right;
        while (n->tree_left)
            n = n->tree_left;
        return n;
    }
    const struct task *child = t;
    struct task *up = t->tree_parent;
    while (up && up->tree_right == child) {
        child = up;
        up = up->tree_parent;
    }
    return up;
}
