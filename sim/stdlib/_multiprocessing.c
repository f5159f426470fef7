/* What multiprocessing stands on: semaphores, pipe ends and memory that processes share, fork, waiting for children.
 * Shared things live in the world, not in a process' heap; the objects here are one process' handles (file descriptors). A handle is
 * duplicated by fork and closed when it is garbage or its process ends, so that readers see the end of file when they should.
 * Models Modules/_multiprocessing/semaphore.c and what Lib/multiprocessing/connection.py does with read(2) and write(2). */

#include <string.h>

#include "python/exception.h"
#include "python/heap.h"
#include "python/type_bytes.h"
#include "python/type_list.h"
#include "kernel/pipe.h"
#include "stdlib/support.h"

/* -- semaphores -- */

struct semaphore { /* shared */
    int64_t value, max;
    struct waitq sleepers;
    uint32_t unit;
};
struct semlock { /* a process' handle */
    struct obj head;
    struct semaphore *sem;
    int64_t count, owner;
    bool recursive;
};

static struct semlock *semlock_of(value v) { return (struct semlock *)obj_of(v); }

static bool semlock_mine(const struct thread *th, const struct semlock *l) { return l->count > 0 && l->owner == th->ident; }

static void semlock_took(struct thread *th, struct semlock *l, bool waited) {
    l->count++;
    l->owner = th->ident;
    if (l->sem->max == 1) emit_at(th, EV_acquire, th->unit, l->sem->unit, waited);
}

static bool semlock_retry(struct thread *th, struct call *c) {
    struct semaphore *s = semlock_of(c->args[0])->sem;
    if (s->value == 0) return th->task->woken != WAKE_signal;
    s->value--;
    c->state[1] = 1;
    return true;
}

static enum answer semlock_wait(struct call *c, struct semlock *l, sim_ns until_ns) {
    enum answer answer = wait_on(c, &l->sem->sleepers, until_ns, l->sem->max == 1 ? CAUSE_lock : CAUSE_semaphore, l->sem->unit);
    c->state[0] = until_ns;
    c->wait.retry = semlock_retry;
    return answer;
}

static enum answer semlock_acquire(struct thread *th, struct call *c) {
    struct semlock *l = semlock_of(c->args[0]);
    bool block;
    if (c->phase > 0) {
        bool got = c->state[1] != 0;
        if (got) semlock_took(th, l, true);
        charge(th, got ? COST_futex : COST_lock_timeout, 1);
        return give_bool(c, got);
    }
    if (!object_truth(th, c->args[1], &block)) return FAIL;
    if (l->recursive && semlock_mine(th, l)) {
        l->count++;
        return give_bool(c, true);
    }
    if (l->sem->value > 0) {
        l->sem->value--;
        semlock_took(th, l, false);
        charge(th, COST_semaphore, 1);
        return give_bool(c, true);
    }
    sim_ns until = NS_NEVER;
    if (block && c->args[2] != NONE) {
        sim_ns delay;
        if (!seconds_get(th, c->args[2], &delay)) return FAIL;
        if (delay != NS_NEVER) until = thread_now(th) + delay;
    }
    if (!block || until <= thread_now(th)) return charge(th, COST_semaphore, 1), give_bool(c, false);
    return semlock_wait(c, l, until);
}

static enum answer semlock_release(struct thread *th, struct call *c) {
    struct semlock *l = semlock_of(c->args[0]);
    if (l->recursive) {
        if (!semlock_mine(th, l)) {
            raise_error(th, "AssertionError", "attempt to release recursive lock not owned by thread");
            return FAIL;
        }
        if (l->count > 1) {
            l->count--;
            return give_none(c);
        }
    } else if (l->sem->value >= l->sem->max) {
        raise_error(th, "ValueError", "semaphore or lock released too many times");
        return FAIL;
    }
    l->sem->value++;
    l->count--;
    if (l->sem->max == 1) emit_at(th, EV_release, th->unit, l->sem->unit, 0);
    bool woke = waitq_wake(th->world->kernel, &l->sem->sleepers, 1, th->task) > 0;
    charge(th, woke ? COST_futex : COST_semaphore, 1);
    return give_none(c);
}

static enum answer semlock_enter(struct thread *th, struct call *c) {
    value args[3] = {c->args[0], TRUE, NONE}, *kept = c->args;
    c->args = args;
    enum answer answer = semlock_acquire(th, c);
    c->args = kept;
    return answer;
}
static enum answer semlock_value(struct thread *th, struct call *c) { return give_int(th, c, semlock_of(c->args[0])->sem->value); }
static enum answer semlock_is_zero(struct thread *th, struct call *c) { (void)th; return give_bool(c, semlock_of(c->args[0])->sem->value == 0); }
static enum answer semlock_is_mine(struct thread *th, struct call *c) { return give_bool(c, semlock_mine(th, semlock_of(c->args[0]))); }
static enum answer semlock_count(struct thread *th, struct call *c) { return give_int(th, c, semlock_of(c->args[0])->count); }

static void semlock_forked(struct obj *o, struct process *child) {
    (void)child;
    ((struct semlock *)o)->count = 0;
}

/* A handle as numbers, for another process of this world: spawn passes it in the child's parcel. */
static enum answer semlock_handle(struct thread *th, struct call *c) {
    struct semlock *l = semlock_of(c->args[0]);
    value items[2] = {int_new(th, (int64_t)(intptr_t)l->sem), from_bool(l->recursive)};
    return give(c, tuple_new(th, items, 2));
}

static const struct native semlock_methods[] = {
    {"acquire", "self, block=True, timeout=None", semlock_acquire, NATIVE_sync, "Takes one; waits if there is none."},
    {"release", "self, /", semlock_release, NATIVE_sync, "Gives one back."},
    {"__enter__", "self, /", semlock_enter, NATIVE_sync, "acquire()"},
    {"__exit__", "self, *args", semlock_release, NATIVE_sync, "release()"},
    {"_get_value", "self, /", semlock_value, NATIVE_sync, "How many are free."},
    {"_is_zero", "self, /", semlock_is_zero, NATIVE_sync, "Is none free?"},
    {"_is_mine", "self, /", semlock_is_mine, NATIVE_sync, "Does this thread hold it?"},
    {"_count", "self, /", semlock_count, NATIVE_sync, "How often this process has it."},
    {"_handle", "self, /", semlock_handle, NATIVE_hidden | NATIVE_sync, ""},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct type type_semlock = {
    .head = TYPE_HEAD, .name = "SemLock", .module = "_multiprocessing", .base = &type_object, .size = sizeof(struct semlock),
    .forked = semlock_forked, .methods = semlock_methods,
};

static value semlock_new(struct thread *th, struct semaphore *s, bool recursive) {
    struct semlock *l = heap_new(th, &type_semlock, sizeof *l);
    l->sem = s;
    l->recursive = recursive;
    return from_obj(l);
}

/* semlock(kind, value, max, recursive) */
static enum answer mp_semlock(struct thread *th, struct call *c) {
    struct semaphore *s = ARENA_NEW(th->world->arena, struct semaphore);
    if (!int_get(th, c->args[1], &s->value) || !int_get(th, c->args[2], &s->max)) return FAIL;
    s->unit = unit_numbered(th, UNIT_LOCK, text_of(c->args[0]));
    return give(c, semlock_new(th, s, c->args[3] == TRUE));
}
static enum answer mp_semlock_from(struct thread *th, struct call *c) {
    int64_t address;
    if (!int_get(th, c->args[0], &address)) return FAIL;
    return give(c, semlock_new(th, (struct semaphore *)(intptr_t)address, c->args[1] == TRUE));
}

/* -- pipe ends -- */

struct poller { /* in the heap of the one who waits on several pipes at once */
    struct obj head;
    struct waitq sleepers;
};
struct watch {
    struct waitq *sleepers;
    struct watch *next;
};
struct channel { /* shared */
    struct pipe *pipe;
    struct watch *watches, *spare;
};
struct end { /* a process' handle of one side */
    struct obj head;
    struct channel *channel;
    bool writer, closed;
};

static struct end *end_of(value v) { return (struct end *)obj_of(v); }

static void channel_stir(struct kernel *k, struct channel *ch, struct task *by) {
    for (struct watch *w = ch->watches; w; w = w->next) waitq_wake(k, w->sleepers, SIZE_MAX, by);
}

static void end_shut(struct kernel *k, struct end *e, struct task *by) {
    if (e->closed) return;
    e->closed = true;
    if (e->writer) pipe_close_write(k, e->channel->pipe, by);
    else pipe_close_read(k, e->channel->pipe, by);
    channel_stir(k, e->channel, by);
}

static void end_forked(struct obj *o, struct process *child) {
    (void)child;
    struct end *e = (struct end *)o;
    if (e->closed) return;
    if (e->writer) e->channel->pipe->writers++;
    else e->channel->pipe->readers++;
}
static void end_dropped(struct obj *o, struct process *p) { end_shut(p->world->kernel, (struct end *)o, NULL); }

static bool end_open(struct thread *th, const struct end *e) {
    return !e->closed || raise_error(th, "OSError", "handle is closed");
}

/* write(2) until all is in the pipe. state[0]: bytes written; state[1]: all are. */
static enum answer end_write(struct thread *th, struct call *c) {
    struct end *e = end_of(c->args[0]);
    struct pipe *p = e->channel->pipe;
    struct kernel *k = th->world->kernel;
    size_t len;
    if (c->state[1]) return give_none(c);
    if (!end_open(th, e)) return FAIL;
    if (!is_byteslike(c->args[1])) {
        raise_error(th, "TypeError", "a bytes-like object is required, not '%s'", type_name(c->args[1]));
        return FAIL;
    }
    const char *bytes = byte_view(c->args[1], &len);
    while ((size_t)c->state[0] < len) {
        if (p->readers == 0) return raise_os(th, 32, NULL), FAIL;
        size_t n = pipe_write(k, p, bytes + c->state[0], len - (size_t)c->state[0], th->task);
        if (n == 0) return wait_on(c, &p->can_write, NS_NEVER, CAUSE_pipe_write, p->unit);
        c->state[0] += (int64_t)n;
        channel_stir(k, e->channel, th->task);
    }
    emit_at(th, EV_put, th->unit, p->unit, (int64_t)pipe_used(p));
    c->state[1] = 1;
    return release_gil(th, c, cost_ns(th, COST_pipe)) == AGAIN ? AGAIN : give_none(c);
}

/* One message: four bytes of length, then the body. keep[0]: bytes so far; state[0]: they are all. */
static enum answer end_read(struct thread *th, struct call *c) {
    struct end *e = end_of(c->args[0]);
    struct pipe *p = e->channel->pipe;
    if (c->state[0]) return give(c, c->keep[0]);
    if (!end_open(th, e)) return FAIL;
    if (c->keep[0] == NIL) c->keep[0] = bytearray_new(th, "", 0);
    char chunk[4096];
    for (;;) {
        size_t have, want;
        const unsigned char *sofar = (const unsigned char *)byte_view(c->keep[0], &have);
        want = 4;
        if (have >= 4) want += (size_t)sofar[0] << 24 | (size_t)sofar[1] << 16 | (size_t)sofar[2] << 8 | sofar[3];
        if (have >= 4 && have == want) break;
        size_t n = pipe_read(th->world->kernel, p, chunk, want - have < sizeof chunk ? want - have : sizeof chunk, th->task);
        if (n == 0) {
            if (p->writers > 0) return wait_on(c, &p->can_read, NS_NEVER, CAUSE_pipe_read, p->unit);
            if (have == 0) raise_error(th, "EOFError", "%s", "");
            else raise_error(th, "OSError", "got end of file during message");
            return FAIL;
        }
        struct buf b = {0};
        buf_add(&b, sofar, have);
        buf_add(&b, chunk, n);
        c->keep[0] = bytearray_new(th, b.data, b.len);
        buf_fini(&b);
    }
    size_t len;
    const char *all = byte_view(c->keep[0], &len);
    c->keep[0] = bytes_new(th, all + 4, len - 4);
    c->state[0] = 1;
    emit_at(th, EV_get, th->unit, p->unit, (int64_t)pipe_used(p));
    return release_gil(th, c, cost_ns(th, COST_pipe)) == AGAIN ? AGAIN : give(c, c->keep[0]);
}

static enum answer end_close(struct thread *th, struct call *c) {
    end_shut(th->world->kernel, end_of(c->args[0]), th->task);
    return give_none(c);
}
static bool readable(const struct end *e) { return pipe_used(e->channel->pipe) > 0 || e->channel->pipe->writers == 0; }
static enum answer end_readable(struct thread *th, struct call *c) { (void)th; return give_bool(c, readable(end_of(c->args[0]))); }
static bool end_is_closed(struct thread *th, value self, value *out) { (void)th; return *out = from_bool(end_of(self)->closed), true; }

/* The descriptor is duplicated for who will get it. */
static enum answer end_handle(struct thread *th, struct call *c) {
    struct end *e = end_of(c->args[0]);
    if (!end_open(th, e)) return FAIL;
    end_forked((struct obj *)e, th->process);
    value items[2] = {int_new(th, (int64_t)(intptr_t)e->channel), from_bool(e->writer)};
    return give(c, tuple_new(th, items, 2));
}
static enum answer end_name(struct thread *th, struct call *c) {
    trace_rename(th->world->trace, end_of(c->args[0])->channel->pipe->unit, text_of(c->args[1]));
    return give_none(c);
}
static enum answer end_unit(struct thread *th, struct call *c) { return give_int(th, c, end_of(c->args[0])->channel->pipe->unit); }

static const struct native end_methods[] = {
    {"write", "self, data, /", end_write, NATIVE_sync, "All bytes into the pipe."},
    {"read_message", "self, /", end_read, NATIVE_sync, "The next message."},
    {"readable", "self, /", end_readable, NATIVE_sync, "Would a read not block?"},
    {"close", "self, /", end_close, NATIVE_sync, "Closes this handle."},
    {"_handle", "self, /", end_handle, NATIVE_hidden | NATIVE_sync, ""},
    {"_name", "self, name, /", end_name, NATIVE_hidden, ""},
    {"_unit", "self, /", end_unit, NATIVE_hidden, ""},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct getset end_getsets[] = {{"closed", end_is_closed, NULL, NULL}, {NULL, NULL, NULL, NULL}};
static const struct type type_end = {
    .head = TYPE_HEAD, .name = "PipeEnd", .module = "_multiprocessing", .base = &type_object, .size = sizeof(struct end), .forked = end_forked,
    .dropped = end_dropped, .methods = end_methods, .getsets = end_getsets,
};

static value end_new(struct thread *th, struct channel *ch, bool writer) {
    struct end *e = heap_new(th, &type_end, sizeof *e);
    e->channel = ch;
    e->writer = writer;
    return from_obj(e);
}

/* pipe(): (reader, writer) */
static enum answer mp_pipe(struct thread *th, struct call *c) {
    struct channel *ch = ARENA_NEW(th->world->arena, struct channel);
    ch->pipe = pipe_open(th->world->kernel, unit_numbered(th, UNIT_QUEUE, text_of(c->args[0])));
    ch->pipe->readers = ch->pipe->writers = 1;
    return give(c, tuple_pair(th, end_new(th, ch, false), end_new(th, ch, true)));
}
static enum answer mp_end_from(struct thread *th, struct call *c) {
    int64_t address;
    if (!int_get(th, c->args[0], &address)) return FAIL;
    return give(c, end_new(th, (struct channel *)(intptr_t)address, c->args[1] == TRUE));
}

/* -- waiting on several pipes: poll(2) -- */

static void poller_forked(struct obj *o, struct process *child) {
    (void)child;
    memset(&((struct poller *)o)->sleepers, 0, sizeof(struct waitq));
}
static const struct type type_poller = {
    .head = TYPE_HEAD, .name = "poller", .module = "_multiprocessing", .base = &type_object, .size = sizeof(struct poller), .forked = poller_forked,
};

static void watch_add(struct thread *th, struct channel *ch, struct waitq *q) {
    struct watch *w = ch->spare;
    if (w) ch->spare = w->next;
    else w = ARENA_NEW(th->world->arena, struct watch);
    *w = (struct watch){q, ch->watches};
    ch->watches = w;
}
static void watch_remove(struct channel *ch, const struct waitq *q) {
    for (struct watch **at = &ch->watches; *at; at = &(*at)->next)
        if ((*at)->sleepers == q) {
            struct watch *w = *at;
            *at = w->next;
            w->next = ch->spare;
            ch->spare = w;
            return;
        }
}

static value ready_ends(struct thread *th, value ends) {
    value ready = list_new(th, NULL, 0);
    for (size_t i = 0; i < list_len(ends); i++)
        if (readable(end_of(list_items(ends)[i]))) list_append(th, ready, list_items(ends)[i]);
    return ready;
}

/* wait(ends, timeout): the list of those that can be read. */
static enum answer mp_wait(struct thread *th, struct call *c) {
    value ends = c->args[0], ready = ready_ends(th, ends);
    sim_ns until = c->state[0];
    if (c->phase == 0) {
        for (size_t i = 0; i < list_len(ends); i++)
            if (!end_open(th, end_of(list_items(ends)[i]))) return FAIL;
        if (!deadline_get(th, c->args[1], &until)) return FAIL;
        c->state[0] = until;
        c->keep[0] = from_obj(heap_new(th, &type_poller, sizeof(struct poller)));
    }
    struct waitq *q = &((struct poller *)obj_of(c->keep[0]))->sleepers;
    if (c->phase > 0)
        for (size_t i = 0; i < list_len(ends); i++) watch_remove(end_of(list_items(ends)[i])->channel, q);
    if (list_len(ready) || until <= thread_now(th)) {
        charge(th, COST_futex, 1);
        return give(c, ready);
    }
    for (size_t i = 0; i < list_len(ends); i++) watch_add(th, end_of(list_items(ends)[i])->channel, q);
    return wait_on(c, q, until, CAUSE_pipe_read, list_len(ends) ? end_of(list_items(ends)[0])->channel->pipe->unit : NO_UNIT);
}

/* -- shared memory -- */

struct shared { /* a process' handle */
    struct obj head;
    int64_t *cells; /* doubles are kept bit by bit */
    size_t count;
    char code;
};

static bool shared_index(struct thread *th, const struct shared *s, value key, size_t *out) {
    int64_t i;
    if (!int_get(th, key, &i)) return false;
    if (i < 0 || (size_t)i >= s->count) return raise_error(th, "IndexError", "invalid index");
    return *out = (size_t)i, true;
}
static enum answer shared_get(struct thread *th, struct call *c) {
    const struct shared *s = (const struct shared *)obj_of(c->args[0]);
    size_t i = 0;
    double d;
    if (!shared_index(th, s, c->args[1], &i)) return FAIL;
    if (s->code != 'd' && s->code != 'f') return give_int(th, c, s->cells[i]);
    memcpy(&d, &s->cells[i], sizeof d);
    return give(c, float_new(th, d));
}
static int64_t wrapped(char code, int64_t v) {
    switch (code) {
    case 'b': return (int8_t)v;
    case 'B': case 'c': return (uint8_t)v;
    case 'h': return (int16_t)v;
    case 'H': return (uint16_t)v;
    case 'i': return (int32_t)v;
    case 'I': return (uint32_t)v;
    default: return v;
    }
}
static enum answer shared_set(struct thread *th, struct call *c) {
    struct shared *s = (struct shared *)obj_of(c->args[0]);
    size_t i = 0;
    double d;
    int64_t v;
    if (!shared_index(th, s, c->args[1], &i)) return FAIL;
    if (s->code == 'd' || s->code == 'f') {
        if (!float_get(th, c->args[2], &d)) return FAIL;
        if (s->code == 'f') d = (double)(float)d;
        memcpy(&s->cells[i], &d, sizeof d);
    } else {
        if (!int_get(th, c->args[2], &v)) return FAIL;
        s->cells[i] = wrapped(s->code, v);
    }
    return give_none(c);
}
static bool shared_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = (int64_t)((struct shared *)obj_of(self))->count, true;
}
static enum answer shared_handle(struct thread *th, struct call *c) {
    const struct shared *s = (const struct shared *)obj_of(c->args[0]);
    value items[3] = {int_new(th, (int64_t)(intptr_t)s->cells), int_new(th, (int64_t)s->count), str_new(th, &s->code, 1)};
    return give(c, tuple_new(th, items, 3));
}
static const struct native shared_methods[] = {
    {"get", "self, index, /", shared_get, NATIVE_sync, "A cell."},
    {"set", "self, index, value, /", shared_set, NATIVE_sync, "Sets a cell."},
    {"_handle", "self, /", shared_handle, NATIVE_hidden, ""},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct type type_shared = {
    .head = TYPE_HEAD, .name = "SharedMemory", .module = "_multiprocessing", .base = &type_object, .size = sizeof(struct shared),
    .length = shared_length, .methods = shared_methods,
};

static value shared_new(struct thread *th, int64_t *cells, int64_t count, char code) {
    struct shared *s = heap_new(th, &type_shared, sizeof *s);
    s->cells = cells;
    s->count = (size_t)count;
    s->code = code;
    return from_obj(s);
}
static enum answer mp_shared(struct thread *th, struct call *c) {
    int64_t n;
    if (!int_get(th, c->args[1], &n)) return FAIL;
    if (n < 0 || n > 1 << 24) {
        raise_error(th, "ValueError", "bad size of shared memory");
        return FAIL;
    }
    int64_t *cells = arena_alloc(th->world->arena, ((size_t)n + 1) * sizeof *cells);
    memset(cells, 0, ((size_t)n + 1) * sizeof *cells);
    return give(c, shared_new(th, cells, n, *text_of(c->args[0])));
}
static enum answer mp_shared_from(struct thread *th, struct call *c) {
    int64_t address, n;
    if (!int_get(th, c->args[0], &address) || !int_get(th, c->args[1], &n)) return FAIL;
    return give(c, shared_new(th, (int64_t *)(intptr_t)address, n, *text_of(c->args[2])));
}

/* -- processes -- */

static enum answer mp_fork(struct thread *th, struct call *c) {
    const struct process *child = process_fork(th, c->args[0], c->args[1], text_of(c->args[2]));
    if (!child) {
        if (th->exc == NIL) raise_os(th, 11, NULL);
        return FAIL;
    }
    charge(th, COST_fork, 1);
    return give_int(th, c, child->pid);
}

static enum answer mp_spawn(struct thread *th, struct call *c) {
    size_t len;
    const char *bytes = byte_view(c->args[0], &len);
    struct process *child = process_spawn(th, bytes, len, text_of(c->args[1]));
    if (!child) {
        if (th->exc == NIL) raise_os(th, 11, NULL);
        return FAIL;
    }
    bool server = str_is(c->args[2], "forkserver");
    child->start_method = server ? "forkserver" : "spawn";
    if (server) {
        child->main_thread->startup = COST_forkserver_child;
        if (!th->process->forkserver) child->main_thread->owed_ns = cost_ns(th, COST_forkserver);
        th->process->forkserver = true;
    }
    charge(th, server ? COST_forkserver_request : COST_fork, 1);
    return give_int(th, c, child->pid);
}

static struct process *child_by_pid(struct thread *th, int64_t pid) {
    for (struct process *p = th->world->processes; p; p = p->next)
        if (p->pid == pid) return p;
    return NULL;
}

/* waitpid(pid, timeout): the exit code, None while it runs. */
static enum answer mp_waitpid(struct thread *th, struct call *c) {
    int64_t pid;
    sim_ns until = c->state[0];
    if (!int_get(th, c->args[0], &pid)) return FAIL;
    struct process *p = child_by_pid(th, pid);
    if (!p) return raise_os(th, 10, NULL), FAIL;
    if (p->over && p->thread_count == 0) {
        charge(th, COST_waitpid, 1);
        return give_int(th, c, p->exit_status);
    }
    if (c->phase == 0) {
        if (!deadline_get(th, c->args[1], &until)) return FAIL;
        c->state[0] = until;
    }
    if (until <= thread_now(th)) {
        charge(th, COST_futex, 1);
        return give_none(c);
    }
    return wait_on(c, &p->ended, until, CAUSE_waitpid, p->unit);
}

static enum answer mp_rename(struct thread *th, struct call *c) {
    trace_rename(th->world->trace, th->process->unit, text_of(c->args[0]));
    return give_none(c);
}

static const struct native functions[] = {
    {"semlock", "kind, value, max, recursive, /", mp_semlock, NATIVE_hidden, "A new semaphore."},
    {"_semlock_from", "address, recursive, /", mp_semlock_from, NATIVE_hidden, ""},
    {"pipe", "name, /", mp_pipe, NATIVE_hidden | NATIVE_sync, "A new pipe: its reading and its writing end."},
    {"_end_from", "address, writer, /", mp_end_from, NATIVE_hidden, ""},
    {"wait", "ends, timeout=None, /", mp_wait, NATIVE_hidden | NATIVE_sync, "Waits until one of several ends can be read."},
    {"shared", "code, count, /", mp_shared, NATIVE_hidden, "New shared memory."},
    {"_shared_from", "address, count, code, /", mp_shared_from, NATIVE_hidden, ""},
    {"fork", "target, args, name, /", mp_fork, NATIVE_hidden | NATIVE_sync, "A child that runs target(*args) in a copy of this process."},
    {"spawn", "parcel, name, method, /", mp_spawn, NATIVE_hidden | NATIVE_sync, "A child with a fresh interpreter."},
    {"waitpid", "pid, timeout=None, /", mp_waitpid, NATIVE_hidden | NATIVE_sync, "Waits for a child's end."},
    {"_rename", "name, /", mp_rename, NATIVE_hidden | NATIVE_sync, ""},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct type *const types[] = {&type_semlock, NULL};
const struct module_def module_multiprocessing = {"_multiprocessing", functions, types, NULL, "What processes share."};
