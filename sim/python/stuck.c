/* Why nothing can happen any more: every blocked thread, what it waits for, since when and at which line, and the circle
 * thread -> lock -> owner -> ... when there is one. Who holds a lock is read from the trace, so that every kind of lock
 * (threading's, multiprocessing's, asyncio's) is told alike. */
#include "base/arena.h"
#include "python/program.h"
#include "python/thread_end.h"
#include "python/vm.h"

struct waiter {
    uint32_t unit, object, next; /* next: the thread that it waits for, or NO_UNIT */
    uint32_t where;
    sim_ns since_ns;
    uint32_t cause;
};

struct inquest {
    struct world *world;
    struct waiter *waiters;
    size_t count, cap;
};

/* The thread behind a unit: a coroutine runs in its loop's thread, a process is its main thread. */
static uint32_t thread_of(const struct world *w, uint32_t unit) {
    const struct trace *t = w->trace;
    for (int i = 0; i < 8 && unit != NO_UNIT; i++) {
        const struct unit *u = &t->units[unit];
        if (u->kind == UNIT_THREAD) return unit;
        if (u->kind == UNIT_PROCESS) {
            for (const struct process *p = w->processes; p; p = p->next)
                if (p->unit == unit) return p->main_thread ? p->main_thread->unit : NO_UNIT;
            return NO_UNIT;
        }
        unit = u->parent;
    }
    return NO_UNIT;
}

/* Who acquired it last, unless it was released since. */
static uint32_t holder_of(const struct trace *t, uint32_t lock) {
    for (size_t i = t->count; i-- > 0;) {
        const struct record *r = trace_at(t, i);
        if (r->a != lock) continue;
        if (r->event == EV_acquire) return r->unit;
        if (r->event == EV_release) return NO_UNIT;
    }
    return NO_UNIT;
}

/* Its last block: when, on what, why. */
static void read_block(const struct trace *t, struct waiter *w) {
    for (size_t i = t->count; i-- > 0;) {
        const struct record *r = trace_at(t, i);
        if (r->event != EV_block || r->unit != w->unit) continue;
        w->since_ns = r->time_ns;
        w->object = r->a;
        w->cause = (uint32_t)r->b;
        return;
    }
}

static uint32_t awaited_thread(const struct world *w, uint32_t object) {
    if (object == NO_UNIT) return NO_UNIT;
    enum unit_kind kind = w->trace->units[object].kind;
    if (kind == UNIT_THREAD || kind == UNIT_PROCESS) return thread_of(w, object);
    return thread_of(w, holder_of(w->trace, object));
}

static void find_waiters(struct inquest *q, struct kernel *k) {
    for (struct task *t = kernel_each_task(k, NULL); t; t = kernel_each_task(k, t)) {
        if (t->class != &thread_body || t->state != TASK_BLOCKED) continue;
        GROW(q->waiters, q->cap, q->count + 1);
        struct waiter *w = &q->waiters[q->count++];
        *w = (struct waiter){.unit = t->unit, .where = vm_where(t->self)};
        read_block(q->world->trace, w);
        w->next = awaited_thread(q->world, w->object);
    }
}

static const struct waiter *waiter_of(const struct inquest *q, uint32_t unit) {
    for (size_t i = 0; i < q->count && unit != NO_UNIT; i++)
        if (q->waiters[i].unit == unit) return &q->waiters[i];
    return NULL;
}

/* Somebody on a circle, or NULL. */
static const struct waiter *find_circle(const struct inquest *q) {
    for (size_t i = 0; i < q->count; i++) {
        const struct waiter *w = &q->waiters[i];
        for (size_t steps = 0; w && steps <= q->count; steps++) {
            w = waiter_of(q, w->next);
            if (w == &q->waiters[i]) return w;
        }
    }
    return NULL;
}

static void tell_waiter(const struct inquest *q, const struct waiter *w, struct buf *out) {
    const struct trace *t = q->world->trace;
    const char *comma = w->object == NO_UNIT ? "" : ", ", *object = w->object == NO_UNIT ? "" : trace_unit_name(t, w->object);
    buf_printf(out, "\n  %s waits for %s%s%s", trace_unit_name(t, w->unit), cause_words(w->cause), comma, object);
    if (w->where) {
        buf_text(out, " at ");
        trace_where_text(t, w->where, out);
        buf_printf(out, " in %s", intern_text(&t->strings, t->wheres[w->where].function));
    }
    buf_text(out, " since ");
    trace_time_text(w->since_ns, out);
    if (w->next != NO_UNIT && t->units[w->object].kind != UNIT_THREAD) buf_printf(out, "; held by %s", trace_unit_name(t, w->next));
}

static void tell_circle(const struct inquest *q, const struct waiter *first, struct buf *out) {
    struct trace *t = q->world->trace;
    const struct waiter *w = first;
    buf_printf(out, "\na circle: %s", trace_unit_name(t, w->unit));
    do {
        if (w->object != NO_UNIT && w->object != w->next) buf_printf(out, " -> %s", trace_unit_name(t, w->object));
        buf_printf(out, " -> %s", trace_unit_name(t, w->next));
        trace_emit(t, (struct record){.time_ns = kernel_now(q->world->kernel), .event = EV_deadlock, .cpu = NO_CPU, .unit = w->unit, .where = w->where, .a = w->next, .b = w->object});
        w = waiter_of(q, w->next);
    } while (w != first);
}

const char *program_stuck(struct kernel *k, void *world) {
    struct inquest q = {.world = world};
    find_waiters(&q, k);
    if (q.count == 0) return NULL;
    struct buf b = {0};
    const struct waiter *circle = find_circle(&q);
    for (size_t i = 0; i < q.count; i++) tell_waiter(&q, &q.waiters[i], &b);
    if (circle) tell_circle(&q, circle, &b);
    const char *text = arena_copy(q.world->arena, b.data, b.len);
    buf_fini(&b);
    mem_free(q.waiters);
    return text;
}
