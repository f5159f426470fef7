/* queue.SimpleQueue: an unbounded FIFO whose put never blocks. Models Modules/_queuemodule.c. Up to 3.12 a sleeping getter is only
 * woken and looks again (a running thread may have taken the item); since 3.13 the item is handed to the first sleeper. */
#include <string.h>

#include "python/exception.h"
#include "python/heap.h"
#include "python/type_list.h"
#include "stdlib/support.h"

struct simple_queue {
    struct obj head;
    value dict;
    value items; /* list; items before `first` are taken */
    size_t first;
    struct waitq sleepers;
    uint32_t unit;
};

static struct simple_queue *queue_of(value v) { return (struct simple_queue *)obj_of(v); }
static size_t queue_len(const struct simple_queue *q) { return list_len(q->items) - q->first; }

static uint32_t queue_unit(struct thread *th, struct simple_queue *q) {
    if (q->unit == NO_UNIT) q->unit = unit_numbered(th, UNIT_QUEUE, "SimpleQueue");
    return q->unit;
}

static value queue_take(struct thread *th, struct simple_queue *q) {
    value v = list_items(q->items)[q->first];
    list_items(q->items)[q->first++] = NONE;
    if (q->first == list_len(q->items)) {
        q->items = list_new(th, NULL, 0);
        q->first = 0;
    } else if (q->first >= 32 && q->first * 2 > list_len(q->items)) {
        q->items = list_new(th, list_items(q->items) + q->first, queue_len(q));
        q->first = 0;
    }
    return v;
}

static enum answer queue_make(struct thread *th, struct call *c) {
    const struct type *t = as_type(c->args[0]);
    struct simple_queue *q = heap_new(th, t, t->size);
    q->items = list_new(th, NULL, 0);
    return give(c, from_obj(q));
}

static enum answer queue_put(struct thread *th, struct call *c) {
    struct simple_queue *q = queue_of(c->args[0]);
    struct task *first = q->sleepers.head;
    if (first && version_at_least(th, 13)) {
        struct thread *getter = first->self;
        getter->call.keep[0] = c->args[1];
        emit_at(th, EV_put, th->unit, queue_unit(th, q), 0);
    } else {
        list_append(th, q->items, c->args[1]);
        emit_at(th, EV_put, th->unit, queue_unit(th, q), (int64_t)queue_len(q));
    }
    charge(th, waitq_wake(th->world->kernel, &q->sleepers, 1, th->task) ? COST_futex : COST_lock, 1);
    return give_none(c);
}

static enum answer queue_empty_error(struct thread *th) {
    value type = state_get(th, "queue Empty");
    if (type == NIL) {
        raise_error(th, "RuntimeError", "queue.Empty");
        return FAIL;
    }
    value exc;
    if (object_call(th, type, NULL, 0, NIL, &exc)) raise_value(th, exc);
    return FAIL;
}

static enum answer get(struct thread *th, struct call *c, bool block, value timeout) {
    struct simple_queue *q = queue_of(c->args[0]);
    enum cost cost = c->phase ? COST_futex : COST_lock; /* paid when it is over: before a wait no time may pass */
    if (c->keep[0] != NIL) {
        emit_at(th, EV_get, th->unit, queue_unit(th, q), (int64_t)queue_len(q));
        charge(th, cost, 1);
        return give(c, c->keep[0]);
    }
    if (queue_len(q)) {
        value v = queue_take(th, q);
        emit_at(th, EV_get, th->unit, queue_unit(th, q), (int64_t)queue_len(q));
        charge(th, cost, 1);
        return give(c, v);
    }
    if (!block || (c->phase && c->woken == WAKE_timeout)) return queue_empty_error(th);
    if (c->phase == 0) {
        double d = 0;
        if (timeout != NONE && !float_get(th, timeout, &d)) return FAIL;
        if (d < 0) {
            raise_error(th, "ValueError", "'timeout' must be a non-negative number");
            return FAIL;
        }
        sim_ns until = NS_NEVER;
        if (timeout != NONE && !deadline_get(th, timeout, &until)) return FAIL;
        if (until <= thread_now(th)) return queue_empty_error(th);
        c->state[0] = until;
    }
    return wait_on(c, &q->sleepers, c->state[0], CAUSE_queue, queue_unit(th, q));
}

static enum answer queue_get(struct thread *th, struct call *c) {
    bool block;
    if (!object_truth(th, c->args[1], &block)) return FAIL;
    return get(th, c, block, c->args[2]);
}
static enum answer queue_get_nowait(struct thread *th, struct call *c) { return get(th, c, false, NONE); }
static enum answer queue_empty(struct thread *th, struct call *c) { (void)th; return give_bool(c, queue_len(queue_of(c->args[0])) == 0); }
static enum answer queue_qsize(struct thread *th, struct call *c) { return give_int(th, c, (int64_t)queue_len(queue_of(c->args[0]))); }
static enum answer queue_class_getitem(struct thread *th, struct call *c) { (void)th; return give(c, c->args[0]); }

static void queue_visit(struct obj *o, struct visitor *v) {
    struct simple_queue *q = (struct simple_queue *)o;
    v->slot(v, &q->dict);
    v->slot(v, &q->items);
}
static void queue_forked(struct obj *o, struct process *child) {
    (void)child;
    struct simple_queue *q = (struct simple_queue *)o;
    memset(&q->sleepers, 0, sizeof q->sleepers);
    q->unit = NO_UNIT;
}

static enum answer queue_register(struct thread *th, struct call *c) {
    state_set(th, "queue Empty", c->args[0]);
    return give_none(c);
}

static const struct native methods[] = {
    {"put", "self, item, block=True, timeout=None", queue_put, NATIVE_sync, "Adds an item; never blocks."},
    {"put_nowait", "self, item", queue_put, NATIVE_sync, "put"},
    {"get", "self, block=True, timeout=None", queue_get, NATIVE_sync, "Takes the oldest item; waits for one if block."},
    {"get_nowait", "self, /", queue_get_nowait, NATIVE_sync, "get(False)"},
    {"empty", "self, /", queue_empty, NATIVE_sync, "Is it empty?"},
    {"qsize", "self, /", queue_qsize, NATIVE_sync, "The number of items."},
    {"__class_getitem__", "cls, item, /", queue_class_getitem, NATIVE_class, "SimpleQueue[int]"},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct native make_row = {"SimpleQueue", "cls", queue_make, 0, "An unbounded FIFO queue."};
static const struct type type_simple_queue = {
    .head = TYPE_HEAD, .name = "SimpleQueue", .module = "_queue", .base = &type_object, .size = sizeof(struct simple_queue),
    .dict_offset = offsetof(struct simple_queue, dict), .flags = TYPE_base, .visit = queue_visit, .forked = queue_forked, .make = &make_row, .methods = methods,
};
static const struct native functions[] = {{"_register", "empty, /", queue_register, NATIVE_hidden, ""}, {NULL, NULL, NULL, 0, NULL}};
static const struct type *const types[] = {&type_simple_queue, NULL};
const struct module_def module_queue = {"_queue", functions, types, NULL, "SimpleQueue."};
