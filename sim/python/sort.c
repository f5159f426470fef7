/* list.sort: a stable merge sort over natural runs. Small runs are extended by binary insertion to 32, as CPython's
 * listsort does, so that the number of comparisons (which is charged) is near to its. */
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "python/type_list.h"

struct sorter {
    struct thread *th;
    value *keys, *items; /* items NULL: the keys are the items */
    value *tmp_keys, *tmp_items;
    bool failed;
};

static bool less(struct sorter *s, value a, value b) {
    bool r = false;
    charge(s->th, COST_item, 1);
    if (!s->failed && !object_less(s->th, a, b, &r)) s->failed = true;
    return r && !s->failed;
}

static void move(struct sorter *s, size_t to, size_t from, size_t n) {
    memmove(s->keys + to, s->keys + from, n * sizeof(value));
    if (s->items) memmove(s->items + to, s->items + from, n * sizeof(value));
}

static void reverse_run(value *v, size_t from, size_t to) {
    while (v && from + 1 < to) {
        value t = v[from];
        v[from++] = v[--to];
        v[to] = t;
    }
}

/* Length of the run at `from`; a strictly descending one is turned around. */
static size_t count_run(struct sorter *s, size_t from, size_t to) {
    size_t i = from + 1;
    if (i >= to) return to - from;
    if (less(s, s->keys[i], s->keys[i - 1])) {
        for (i++; i < to && less(s, s->keys[i], s->keys[i - 1]); i++) continue;
        reverse_run(s->keys, from, i);
        reverse_run(s->items, from, i);
    } else {
        for (i++; i < to && !less(s, s->keys[i], s->keys[i - 1]) && !s->failed; i++) continue;
    }
    return i - from;
}

static void insertion(struct sorter *s, size_t from, size_t sorted, size_t to) {
    for (size_t i = sorted; i < to && !s->failed; i++) {
        value key = s->keys[i], item = s->items ? s->items[i] : NIL;
        size_t low = from, high = i;
        while (low < high) {
            size_t mid = low + (high - low) / 2;
            if (less(s, key, s->keys[mid])) high = mid;
            else low = mid + 1;
        }
        move(s, low + 1, low, i - low);
        s->keys[low] = key;
        if (s->items) s->items[low] = item;
    }
}

static void merge(struct sorter *s, size_t from, size_t mid, size_t to) {
    size_t n = mid - from, i = 0, j = mid, k = from;
    if (!less(s, s->keys[mid], s->keys[mid - 1])) return; /* in order already */
    memcpy(s->tmp_keys, s->keys + from, n * sizeof(value));
    if (s->items) memcpy(s->tmp_items, s->items + from, n * sizeof(value));
    while (i < n) {
        bool right = j < to && less(s, s->keys[j], s->tmp_keys[i]);
        s->keys[k] = right ? s->keys[j] : s->tmp_keys[i];
        if (s->items) s->items[k] = right ? s->items[j] : s->tmp_items[i];
        k++;
        if (right) j++;
        else i++;
    }
}

static void sort_range(struct sorter *s, size_t from, size_t to) {
    if (to - from < 2 || s->failed) return;
    if (to - from <= 32) {
        size_t run = count_run(s, from, to);
        insertion(s, from, from + run, to);
        return;
    }
    size_t mid = from + (to - from) / 2;
    sort_range(s, from, mid);
    sort_range(s, mid, to);
    if (!s->failed) merge(s, from, mid, to);
}

static void sort_all(struct sorter *s, size_t n) {
    size_t run = count_run(s, 0, n);
    if (run == n) return;
    s->tmp_keys = mem_alloc((n / 2 + 1) * sizeof(value));
    if (s->items) s->tmp_items = mem_alloc((n / 2 + 1) * sizeof(value));
    sort_range(s, 0, n);
    mem_free(s->tmp_keys);
    mem_free(s->tmp_items);
}

static value *copy_of(const value *v, size_t n) {
    return v ? memcpy(mem_alloc(n * sizeof(value)), v, n * sizeof(value)) : NULL;
}

/* A callback has stopped (replay.h): all begins again from this order. */
static void put_back(value *v, value *copy, size_t n, bool stopped) {
    if (stopped && v) memcpy(v, copy, n * sizeof(value));
    mem_free(copy);
}

/* Sorts keys, and items alike (NULL: the keys are the items). */
static bool sort_pairs(struct thread *th, value *keys, value *items, size_t n, bool reverse) {
    struct sorter s = {.th = th, .keys = keys, .items = items};
    value *old_keys = copy_of(keys, n), *old_items = copy_of(items, n);
    for (int turn = 0; turn < 2; turn++) {
        if (reverse && !s.failed) { /* turned around before and after, equal items keep their order */
            reverse_run(keys, 0, n);
            reverse_run(items, 0, n);
        }
        if (turn == 0) sort_all(&s, n);
    }
    put_back(keys, old_keys, n, th->stopped);
    put_back(items, old_items, n, th->stopped);
    return !s.failed;
}

bool list_sort_by(struct thread *th, value list, value keys, bool reverse) {
    ASSERT(list_len(list) == list_len(keys));
    return list_len(list) == 0 || sort_pairs(th, list_items(keys), list_items(list), list_len(list), reverse);
}

bool list_sort(struct thread *th, value list, value key, bool reverse) {
    struct list_obj *l = list_of(list);
    size_t n = l->len;
    if (n == 0) return true;
    value held = l->items; /* the list is empty while it sorts: changes by callbacks are seen */
    value *items = buffer_of(held)->items;
    l->items = NIL;
    l->len = 0;
    bool ok = true;
    if (key != NIL) {
        value *keys = mem_alloc(n * sizeof(value));
        for (size_t i = 0; i < n && ok; i++) ok = object_call(th, key, &items[i], 1, NIL, &keys[i]);
        ok = ok && sort_pairs(th, keys, items, n, reverse);
        mem_free(keys);
    } else {
        ok = sort_pairs(th, items, NULL, n, reverse);
    }
    bool changed = l->items != NIL;
    l->items = held;
    l->len = n;
    return ok && (!changed || raise_error(th, "ValueError", "list modified during sort"));
}
