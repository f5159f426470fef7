/* Why nothing can happen any more: every blocked thread and every coroutine that its loop will not drive again, what they
 * wait for, since when and at which line, and each circle thread -> lock -> owner -> ... there is. Who holds a lock is read
 * from the trace, so that every kind of lock (threading's, multiprocessing's, asyncio's) is told alike. */
#include "base/arena.h"
#include "python/program.h"
#include "python/thread_end.h"
#include "python/vm.h"
#include "trace/track.h"

#define TOLD_MAX 40

struct waiter {
    uint32_t unit, object, next; /* next: who it waits for, or NO_UNIT */
    uint32_t where;
    sim_ns since_ns;
    uint32_t cause; /* CAUSE_none: a coroutine */
    size_t mark;    /* walk that came by, from 1 */
    bool in_circle;
};

/* What the trace tells of a unit. */
struct known {
    size_t waits;         /* the record by which it began to wait, plus 1; 0: it does not */
    uint32_t holder;      /* of a lock */
    int64_t depth;        /* how many times */
    size_t waiter;        /* index plus 1 */
};

struct inquest {
    struct world *world;
    struct known *known;
    struct waiter *waiters;
    size_t count, cap;
    size_t processes;
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

/* -- reading the trace -- */

static void read_lock(struct known *lock, const struct record *r) {
    if (r->event == EV_acquire) {
        lock->depth = lock->holder == r->unit ? lock->depth + 1 : 1;
        lock->holder = r->unit;
    } else if (lock->holder != r->unit || --lock->depth <= 0) {
        lock->holder = NO_UNIT;
        lock->depth = 0;
    }
}

static void read_record(struct inquest *q, const struct record *r, size_t i) {
    struct known *k = &q->known[r->unit];
    if (r->event == EV_block || r->event == EV_coro_wait) k->waits = i + 1;
    else if (r->event == EV_coro_wake || r->event == EV_step || (r->event == EV_step_end && r->b)) k->waits = 0;
    else if (r->event == EV_acquire || r->event == EV_release) read_lock(&q->known[r->a], r);
}

/* Whom one waits for that waits for object: itself, if it is somebody, or who holds it. */
static uint32_t awaited(const struct inquest *q, uint32_t object) {
    if (object == NO_UNIT) return NO_UNIT;
    enum unit_kind kind = q->world->trace->units[object].kind;
    if (kind == UNIT_THREAD || kind == UNIT_PROCESS) return thread_of(q->world, object);
    return kind == UNIT_COROUTINE ? object : q->known[object].holder;
}

static void add_waiter(struct inquest *q, uint32_t unit, uint32_t where) {
    struct known *k = &q->known[unit];
    const struct record *r = trace_at(q->world->trace, k->waits - 1);
    uint32_t cause = r->event == EV_block ? (uint32_t)r->b : CAUSE_none;
    GROW(q->waiters, q->cap, q->count + 1);
    q->waiters[q->count++] = (struct waiter){
        .unit = unit, .object = r->a, .next = awaited(q, r->a), .where = where, .since_ns = r->time_ns, .cause = cause};
    k->waiter = q->count;
}

static void find_waiters(struct inquest *q, struct kernel *kernel) {
    const struct trace *t = q->world->trace;
    for (struct task *task = kernel_each_task(kernel, NULL); task; task = kernel_each_task(kernel, task))
        if (task->class == &thread_body && task->state == TASK_BLOCKED && q->known[task->unit].waits)
            add_waiter(q, task->unit, vm_where(task->self));
    for (uint32_t u = 1; u < t->unit_count; u++) {
        if (t->units[u].kind != UNIT_COROUTINE || !q->known[u].waits) continue;
        uint32_t thread = thread_of(q->world, u);
        if (thread != NO_UNIT && q->known[thread].waiter) add_waiter(q, u, trace_at(t, q->known[u].waits - 1)->where);
    }
}

static struct waiter *waiter_of(const struct inquest *q, uint32_t unit) {
    size_t i = unit == NO_UNIT ? 0 : q->known[unit].waiter;
    return i ? &q->waiters[i - 1] : NULL;
}

/* -- telling -- */

/* As unit_label does it: among several processes a main thread bears its process' name. */
static void tell_name(const struct inquest *q, uint32_t unit, struct buf *out) {
    const struct trace *t = q->world->trace;
    uint32_t process = unit_process(t, unit);
    if (q->processes > 1 && t->units[unit].kind == UNIT_THREAD) {
        buf_text(out, trace_unit_name(t, process));
        if (thread_of(q->world, process) == unit) return;
        buf_char(out, '/');
    }
    buf_text(out, trace_unit_name(t, unit));
}

static void tell_object(const struct inquest *q, const struct waiter *w, struct buf *out) {
    if (w->cause != CAUSE_none) {
        buf_printf(out, " waits for %s", cause_words(w->cause));
        if (w->object != NO_UNIT) buf_text(out, ", ");
    } else {
        buf_text(out, w->object == NO_UNIT ? " awaits what nobody will finish" : " awaits ");
    }
    if (w->object != NO_UNIT) tell_name(q, w->object, out);
}

static void tell_waiter(const struct inquest *q, const struct waiter *w, struct buf *out) {
    const struct trace *t = q->world->trace;
    buf_text(out, "\n  ");
    tell_name(q, w->unit, out);
    tell_object(q, w, out);
    if (w->where) {
        buf_text(out, " at ");
        trace_where_text(t, w->where, out);
        buf_printf(out, " in %s", intern_text(&t->strings, t->wheres[w->where].function));
    }
    buf_text(out, " since ");
    trace_time_text(w->since_ns, out);
    if (w->next == NO_UNIT || w->object == w->next || t->units[w->object].kind == UNIT_PROCESS) return;
    buf_text(out, "; held by ");
    tell_name(q, w->next, out);
}

static void tell_circle(const struct inquest *q, struct waiter *first, struct buf *out) {
    struct trace *t = q->world->trace;
    struct waiter *w = first;
    buf_text(out, "\na circle: ");
    tell_name(q, w->unit, out);
    do {
        w->in_circle = true;
        if (w->object != NO_UNIT && w->object != w->next && t->units[w->object].kind != UNIT_PROCESS) {
            buf_text(out, " -> ");
            tell_name(q, w->object, out);
        }
        buf_text(out, " -> ");
        tell_name(q, w->next, out);
        trace_emit(t, (struct record){.time_ns = kernel_now(q->world->kernel), .event = EV_deadlock, .cpu = NO_CPU, .unit = w->unit, .where = w->where, .a = w->next, .b = w->object});
        w = waiter_of(q, w->next);
    } while (w != first);
}

/* Each walk follows who waits for whom, to the end or to where a walk has been: its own way closes a circle. */
static void tell_circles(const struct inquest *q, struct buf *out) {
    for (size_t i = 0; i < q->count; i++) {
        struct waiter *w = &q->waiters[i];
        for (; w && !w->mark; w = waiter_of(q, w->next)) w->mark = i + 1;
        if (w && w->mark == i + 1 && !w->in_circle) tell_circle(q, w, out);
    }
}

static void inquest_hold(struct inquest *q, struct kernel *k, struct buf *out) {
    const struct trace *t = q->world->trace;
    q->known = mem_alloc(t->unit_count * sizeof *q->known);
    for (uint32_t u = 0; u < t->unit_count; u++) q->processes += t->units[u].kind == UNIT_PROCESS;
    for (size_t i = 0; i < t->count; i++) read_record(q, trace_at(t, i), i);
    find_waiters(q, k);
    for (size_t i = 0; i < q->count && i < TOLD_MAX; i++) tell_waiter(q, &q->waiters[i], out);
    if (q->count > TOLD_MAX) buf_printf(out, "\n  ... and %zu more", q->count - TOLD_MAX);
    tell_circles(q, out);
    mem_free(q->known);
    mem_free(q->waiters);
}

const char *program_stuck(struct kernel *k, void *world) {
    struct inquest q = {.world = world};
    struct buf b = {0};
    inquest_hold(&q, k, &b);
    const char *text = b.len ? arena_copy(q.world->arena, b.data, b.len) : NULL;
    buf_fini(&b);
    return text;
}
