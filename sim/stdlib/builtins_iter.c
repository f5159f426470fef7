/* Functions over iterables. Where the program's own code would have to be called for each item (a key, a generator), they go on
 * in builtins.py, so that it runs in frames of its own. */
#include <string.h>

#include "python/attr.h"
#include "python/collect.h"
#include "python/exception.h"
#include "python/generator.h"
#include "python/iter.h"
#include "python/type_list.h"
#include "stdlib/builtins.h"

static enum answer extreme(struct thread *th, struct call *c, enum compare_kind wanted, const char *name) {
    value args = c->args[0], key = c->args[1], fallback = c->args[2], *items;
    size_t n = tuple_len(args);
    if (n == 0) {
        raise_error(th, "TypeError", "%s expected at least 1 argument, got 0", name);
        return FAIL;
    }
    if (n > 1 && fallback != NIL) {
        raise_error(th, "TypeError", "Cannot specify a default for %s() with multiple positional arguments", name);
        return FAIL;
    }
    value iterable = n > 1 ? args : tuple_items(args)[0];
    if (key != NONE || (n == 1 && collect_wanted(th, iterable))) {
        value state = fallback == NIL ? tuple_new(th, NULL, 0) : tuple_new(th, &fallback, 1);
        return helper(th, c, name, (value[]){iterable, key, state}, 3);
    }
    if (!iterable_items(th, iterable, &items, &n)) return FAIL;
    if (n == 0) {
        if (fallback != NIL) return give(c, fallback);
        raise_error(th, "ValueError", version_at_least(th, 12) ? "%s() iterable argument is empty" : "%s() arg is an empty sequence", name);
        return FAIL;
    }
    value best = items[0];
    for (size_t i = 1; i < n; i++) {
        value r;
        bool better;
        if (!object_compare(th, wanted, items[i], best, &r) || !object_truth(th, r, &better)) return FAIL;
        if (better) best = items[i];
    }
    charge(th, COST_item, (int64_t)n);
    return give(c, best);
}

enum answer builtin_min(struct thread *th, struct call *c) { return extreme(th, c, CMP_lt, "min"); }
enum answer builtin_max(struct thread *th, struct call *c) { return extreme(th, c, CMP_gt, "max"); }

enum answer builtin_sorted(struct thread *th, struct call *c) {
    value list;
    bool reverse;
    if (!object_truth(th, c->args[2], &reverse) || !list_from_iterable(th, c->args[0], &list)) return FAIL;
    charge(th, COST_item, (int64_t)list_len(list));
    if (c->args[1] != NONE) return helper(th, c, "sorted", (value[]){list, c->args[1], from_bool(reverse)}, 3);
    return list_sort(th, list, NIL, reverse) ? give(c, list) : FAIL;
}

static enum did run_iter(struct thread *th, struct args a) { return iterate_begin(th, a.items[0], DELIVER_push); }
static const struct operation operation_iter = OPERATION(run_iter);

enum answer builtin_iter(struct thread *th, struct call *c) {
    value out;
    if (c->args[1] != NIL) {
        if (!object_is_callable(th, c->args[0])) {
            raise_error(th, "TypeError", "iter(v, w): v must be callable");
            return FAIL;
        }
        return helper(th, c, "iter", c->args, 2); /* un-nested: iter(q.get, None) blocks */
    }
    value special = program_special(th, c->args[0], NAME_iter);
    if (special != NIL && special != NONE) return tail_call(c, from_obj(&operation_iter), c->args, 1);
    return object_iter(th, c->args[0], &out) ? give(c, out) : FAIL;
}

enum answer builtin_next(struct thread *th, struct call *c) {
    value it = c->args[0], out;
    value special = type_of(it) == &type_generator ? type_lookup(th, &type_generator, name_of(th, NAME_next)) : program_special(th, it, NAME_next);
    if (special != NIL) {
        if (c->args[1] != NIL) return helper(th, c, "next", (value[]){special, it, c->args[1]}, 3);
        return tail_call(c, special, &it, 1);
    }
    if (collect_inside(th, it)) {
        if (c->args[1] != NIL) return helper(th, c, "next", (value[]){from_obj(&operation_next), it, c->args[1]}, 3);
        return tail_call(c, from_obj(&operation_next), &it, 1);
    }
    switch (object_next(th, it, &out)) {
    case NEXT_value: return give(c, out);
    case NEXT_fail: return FAIL;
    case NEXT_end: break;
    }
    if (c->args[1] != NIL) return give(c, c->args[1]);
    raise_stop(th, NONE);
    return FAIL;
}

static enum answer search(struct thread *th, struct call *c, bool wanted, const char *name) {
    value it, item;
    if (collect_wanted(th, c->args[0])) return helper(th, c, name, c->args, 1);
    if (!object_iter(th, c->args[0], &it)) return FAIL;
    for (;;) {
        bool truth;
        enum next n = object_next(th, it, &item);
        if (n == NEXT_fail) return FAIL;
        if (n == NEXT_end) return give_bool(c, !wanted);
        charge(th, COST_item, 1);
        if (!object_truth(th, item, &truth)) return FAIL;
        if (truth == wanted) return give_bool(c, wanted);
    }
}

enum answer builtin_any(struct thread *th, struct call *c) { return search(th, c, true, "any"); }
enum answer builtin_all(struct thread *th, struct call *c) { return search(th, c, false, "all"); }
