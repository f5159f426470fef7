/* Locks and threads. Models CPython 3.11 Modules/_threadmodule.c over Python/thread_pthread.h. */
#include "stdlib/_thread.h"

#include <string.h>

#include "python/exception.h"
#include "python/function.h"

#define HANDOVER_NS 1000000 /* PyMutex: TIME_TO_BE_FAIR_NS */

static struct lock *lock_of(value v) { return (struct lock *)obj_of(v); }

static uint32_t lock_unit(struct thread *th, struct lock *l) {
    if (l->unit == NO_UNIT) l->unit = unit_numbered(th, UNIT_LOCK, l->reentrant ? "RLock" : "Lock");
    return l->unit;
}

static void lock_took(struct thread *th, struct lock *l, bool waited) {
    l->locked = true;
    l->owner = th->ident;
    l->count = 1;
    if (!l->quiet) emit_at(th, EV_acquire, th->unit, lock_unit(th, l), waited);
}

/* The kernel's side of sem_wait: in sync, before the GIL is taken again. c->state[1]: got it. */
static bool lock_retry(struct thread *th, struct call *c) {
    struct lock *l = lock_of(c->args[0]);
    if (l->heir == th->task) l->heir = NULL;
    else if (l->locked) return th->task->woken != WAKE_signal;
    l->locked = true;
    c->state[1] = 1;
    return true;
}

static bool hands_over(const struct thread *th) {
    return th->world->options->minor >= 14 || (th->world->options->minor == 13 && th->world->options->free_threaded);
}

/* until_ns: NS_NEVER for ever, 0 not at all. */
static enum answer lock_wait(struct thread *th, struct call *c, struct lock *l, sim_ns until_ns) {
    c->state[0] = until_ns;
    c->state[1] = 0;
    if (c->phase == 0) c->state[2] = thread_now(th);
    enum answer answer = wait_on(c, &l->sleepers, until_ns, l->cause, l->quiet ? l->unit : lock_unit(th, l));
    c->wait.retry = lock_retry;
    return answer;
}

/* Woken: 1 = has the lock, 0 = time-out, -1 = has to wait again. */
static int lock_woken(struct thread *th, struct call *c, struct lock *l) {
    if (c->state[1]) return 1;
    if (l->heir == th->task) return l->heir = NULL, 1;
    if (!l->locked) return 1;
    return c->woken == WAKE_timeout ? 0 : -1;
}

static bool acquire_args(struct thread *th, struct call *c, bool *blocking, sim_ns *until) {
    double seconds;
    if (!object_truth(th, c->args[1], blocking)) return false;
    if (!float_get(th, c->args[2], &seconds)) return false;
    *until = NS_NEVER;
    if (seconds == -1) return true;
    if (!*blocking) return raise_error(th, "ValueError", "can't specify a timeout for a non-blocking call");
    if (seconds < 0) return raise_error(th, "ValueError", version_at_least(th, 13) ? "timeout value must be a non-negative number" : "timeout value must be positive");
    if (seconds > 9.2e9) return raise_error(th, "OverflowError", "timeout value is too large");
    return deadline_get(th, c->args[2], until);
}

static enum answer lock_acquire(struct thread *th, struct call *c) {
    struct lock *l = lock_of(c->args[0]);
    bool blocking;
    sim_ns until;
    if (c->phase > 0) {
        int got = lock_woken(th, c, l);
        if (got < 0) return lock_wait(th, c, l, c->state[0]);
        if (got) lock_took(th, l, true);
        charge(th, got ? COST_futex : COST_lock_timeout, 1);
        return give_bool(c, got);
    }
    if (!acquire_args(th, c, &blocking, &until)) return FAIL;
    if (l->reentrant && l->locked && l->owner == th->ident) {
        l->count++;
        charge(th, COST_lock, 1);
        return give_bool(c, true);
    }
    if (!l->locked) {
        lock_took(th, l, false);
        charge(th, COST_lock, 1);
        return give_bool(c, true);
    }
    if (!blocking || until <= thread_now(th)) return charge(th, COST_lock, 1), give_bool(c, false);
    return lock_wait(th, c, l, until);
}

static void lock_free(struct thread *th, struct lock *l) {
    if (!l->quiet) emit_at(th, EV_release, th->unit, lock_unit(th, l), 0);
    l->count = 0;
    l->owner = 0;
    struct task *first = l->sleepers.head;
    if (first && hands_over(th)) {
        const struct thread *waiter = first->self;
        if (kernel_now(th->world->kernel) - waiter->call.state[2] >= HANDOVER_NS) {
            l->heir = first;
            waitq_wake(th->world->kernel, &l->sleepers, 1, th->task);
            return;
        }
    }
    l->locked = false;
    waitq_wake(th->world->kernel, &l->sleepers, 1, th->task);
}

static enum answer lock_release(struct thread *th, struct call *c) {
    struct lock *l = lock_of(c->args[0]);
    if (!l->locked) {
        raise_error(th, "RuntimeError", "release unlocked lock");
        return FAIL;
    }
    bool sleepers = l->sleepers.head != NULL;
    lock_free(th, l);
    charge(th, sleepers ? COST_futex : COST_lock, 1);
    return give_none(c);
}

static enum answer rlock_release(struct thread *th, struct call *c) {
    struct lock *l = lock_of(c->args[0]);
    if (!l->locked || l->owner != th->ident) {
        raise_error(th, "RuntimeError", "cannot release un-acquired lock");
        return FAIL;
    }
    if (--l->count > 0) return charge(th, COST_lock, 1), give_none(c);
    return lock_release(th, c);
}

static enum answer lock_enter(struct thread *th, struct call *c) {
    value args[3] = {c->args[0], TRUE, from_small(-1)}, *kept = c->args;
    c->args = args;
    enum answer answer = lock_acquire(th, c);
    c->args = kept;
    return answer;
}
static enum answer lock_exit(struct thread *th, struct call *c) { return lock_release(th, c); }
static enum answer rlock_exit(struct thread *th, struct call *c) { return rlock_release(th, c); }
static enum answer lock_locked(struct thread *th, struct call *c) { (void)th; return give_bool(c, lock_of(c->args[0])->locked); }

/* For Condition: give the lock up whatever its depth, and take it back. */
static enum answer rlock_is_owned(struct thread *th, struct call *c) {
    const struct lock *l = lock_of(c->args[0]);
    return give_bool(c, l->locked && l->owner == th->ident);
}
static enum answer rlock_release_save(struct thread *th, struct call *c) {
    struct lock *l = lock_of(c->args[0]);
    if (!l->locked) {
        raise_error(th, "RuntimeError", "cannot release un-acquired lock");
        return FAIL;
    }
    value state = tuple_pair(th, int_new(th, l->count), int_new(th, l->owner));
    lock_free(th, l);
    charge(th, COST_lock, 1);
    return give(c, state);
}
static enum answer rlock_acquire_restore(struct thread *th, struct call *c) {
    struct lock *l = lock_of(c->args[0]);
    bool waited = c->phase > 0;
    if (waited) {
        if (lock_woken(th, c, l) <= 0) return lock_wait(th, c, l, NS_NEVER);
    } else if (l->locked) {
        return lock_wait(th, c, l, NS_NEVER);
    }
    int64_t count;
    if (!int_get(th, tuple_items(c->args[1])[0], &count)) return FAIL;
    lock_took(th, l, waited);
    l->count = count;
    charge(th, COST_lock, 1);
    return give_none(c);
}
static enum answer rlock_recursion_count(struct thread *th, struct call *c) {
    const struct lock *l = lock_of(c->args[0]);
    return give_int(th, c, l->owner == th->ident ? l->count : 0);
}
/* After fork: as new. */
static enum answer lock_at_fork(struct thread *th, struct call *c) {
    (void)th;
    struct lock *l = lock_of(c->args[0]);
    l->locked = false;
    l->count = l->owner = 0;
    return give_none(c);
}

static bool lock_repr(struct thread *th, value self, struct buf *out) {
    const struct lock *l = lock_of(self);
    buf_printf(out, "<%s _thread.lock", l->locked ? "locked" : "unlocked");
    address_text(th, self, out);
    buf_text(out, ">");
    return true;
}

static bool rlock_repr(struct thread *th, value self, struct buf *out) {
    const struct lock *l = lock_of(self);
    buf_printf(out, "<%s _thread.RLock object owner=%lld count=%lld at 0x%012llx>", l->locked ? "locked" : "unlocked", (long long)l->owner,
               (long long)l->count, (unsigned long long)object_id(th, self));
    return true;
}

static void lock_forked(struct obj *o, struct process *child) {
    (void)child;
    struct lock *l = (struct lock *)o;
    memset(&l->sleepers, 0, sizeof l->sleepers);
    l->heir = NULL;
    if (!l->quiet) l->unit = NO_UNIT; /* the child's lock is another one */
}

static struct lock *lock_new(struct thread *th, const struct type *type, bool reentrant) {
    struct lock *l = heap_new(th, type, type->size);
    l->reentrant = reentrant;
    l->cause = CAUSE_lock;
    return l;
}

static enum answer rlock_make(struct thread *th, struct call *c) {
    struct lock *l = heap_new(th, as_type(c->args[0]), as_type(c->args[0])->size);
    l->reentrant = true;
    l->cause = CAUSE_lock;
    return give(c, from_obj(l));
}
static enum answer lock_make(struct thread *th, struct call *c) { return give(c, from_obj(lock_new(th, &type_lock, false))); }

static const struct native lock_methods[] = {
    {"acquire", "self, blocking=True, timeout=-1", lock_acquire, NATIVE_sync, "Takes the lock; waits for it if blocking."},
    {"release", "self, /", lock_release, NATIVE_sync, "Frees the lock; any thread may."},
    {"locked", "self, /", lock_locked, NATIVE_sync, "Is it taken?"},
    {"acquire_lock", "self, blocking=True, timeout=-1", lock_acquire, NATIVE_sync, "acquire"},
    {"release_lock", "self, /", lock_release, NATIVE_sync, "release"},
    {"locked_lock", "self, /", lock_locked, NATIVE_sync, "locked"},
    {"__enter__", "self, /", lock_enter, NATIVE_sync, "acquire()"},
    {"__exit__", "self, *args", lock_exit, NATIVE_sync, "release()"},
    {"_at_fork_reinit", "self, /", lock_at_fork, NATIVE_sync, "As new, in a forked child."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct native rlock_methods[] = {
    {"acquire", "self, blocking=True, timeout=-1", lock_acquire, NATIVE_sync, "Takes the lock once more; waits if another thread has it."},
    {"release", "self, /", rlock_release, NATIVE_sync, "Gives one level back; only the owner may."},
    {"locked", "self, /", lock_locked, NATIVE_sync, "Is it taken?"},
    {"__enter__", "self, /", lock_enter, NATIVE_sync, "acquire()"},
    {"__exit__", "self, *args", rlock_exit, NATIVE_sync, "release()"},
    {"_is_owned", "self, /", rlock_is_owned, NATIVE_sync, "Is it mine?"},
    {"_release_save", "self, /", rlock_release_save, NATIVE_sync, "For Condition."},
    {"_acquire_restore", "self, state, /", rlock_acquire_restore, NATIVE_sync, "For Condition."},
    {"_recursion_count", "self, /", rlock_recursion_count, NATIVE_sync, "For Condition."},
    {"_at_fork_reinit", "self, /", lock_at_fork, NATIVE_sync, "As new, in a forked child."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct native lock_make_row = {"lock", "cls", lock_make, 0, "A new free lock."};
static const struct native rlock_make_row = {"RLock", "cls", rlock_make, 0, "A new free lock that its owner may take again."};

const struct type type_lock = {
    .head = TYPE_HEAD, .name = "lock", .module = "_thread", .base = &type_object, .size = sizeof(struct lock), .forked = lock_forked,
    .make = &lock_make_row, .repr = lock_repr, .methods = lock_methods,
};
const struct type type_rlock = {
    .head = TYPE_HEAD, .name = "RLock", .module = "_thread", .base = &type_object, .size = sizeof(struct lock), .flags = TYPE_base,
    .forked = lock_forked, .make = &rlock_make_row, .repr = rlock_repr, .methods = rlock_methods,
};

/* -- functions -- */

static enum answer thread_allocate_lock(struct thread *th, struct call *c) { return give(c, from_obj(lock_new(th, &type_lock, false))); }

/* A lock inside something bigger: waiting for it shows as waiting for `unit`. */
static enum answer thread_inner_lock(struct thread *th, struct call *c) {
    int64_t unit;
    if (!int_get(th, c->args[0], &unit)) return FAIL;
    struct lock *l = lock_new(th, &type_lock, false);
    l->quiet = true;
    l->unit = (uint32_t)unit;
    if (str_is(c->args[1], "semaphore")) l->cause = CAUSE_semaphore;
    if (str_is(c->args[1], "queue")) l->cause = CAUSE_queue;
    if (str_is(c->args[1], "barrier")) l->cause = CAUSE_barrier;
    return give(c, from_obj(l));
}

static struct thread *thread_by_ident(const struct process *p, int64_t ident) {
    for (struct thread *t = p->threads; t; t = t->next)
        if (t->ident == ident && !t->ended) return t;
    return NULL;
}

static enum answer thread_start_new(struct thread *th, struct call *c) {
    value args = c->args[1], kwargs = c->args[2];
    if (!object_is_callable(th, c->args[0])) {
        raise_error(th, "TypeError", "first arg must be callable");
        return FAIL;
    }
    if (!is_tuple(args)) {
        raise_error(th, "TypeError", "2nd arg must be a tuple");
        return FAIL;
    }
    if (kwargs != NIL && !is_dict(kwargs)) {
        raise_error(th, "TypeError", "optional 3rd arg must be a dictionary");
        return FAIL;
    }
    struct buf b = {0};
    if (c->args[3] != NONE && is_str(c->args[3])) buf_text(&b, text_of(c->args[3]));
    else buf_printf(&b, "thread-%llu", (unsigned long long)th->process->thread_counter + 1);
    struct thread *new = thread_start(th->process, c->args[0], args, kwargs, th, COST_thread_start, b.data);
    buf_fini(&b);
    if (!new) {
        if (th->exc == NIL) raise_error(th, "RuntimeError", "can't start new thread");
        return FAIL;
    }
    bool daemon;
    if (!object_truth(th, c->args[4], &daemon)) return FAIL;
    new->daemon = daemon;
    charge(th, COST_thread_create, 1);
    return give_int(th, c, new->ident);
}

static enum answer thread_get_ident(struct thread *th, struct call *c) { return give_int(th, c, th->ident); }
static enum answer thread_native_id(struct thread *th, struct call *c) { return give_int(th, c, th->tid); }
static enum answer thread_count(struct thread *th, struct call *c) { return give_int(th, c, th->process->thread_count - 1); }
static enum answer thread_alive(struct thread *th, struct call *c) {
    int64_t ident;
    if (!int_get(th, c->args[0], &ident)) return FAIL;
    return give_bool(c, thread_by_ident(th->process, ident) != NULL);
}

/* _join(ident, timeout=None): True when the thread has ended. */
static enum answer thread_join(struct thread *th, struct call *c) {
    int64_t ident;
    sim_ns until;
    if (!int_get(th, c->args[0], &ident)) return FAIL;
    struct thread *t = thread_by_ident(th->process, ident);
    if (!t) {
        charge(th, COST_thread_join, 1);
        return give_bool(c, true);
    }
    if (c->phase > 0) {
        if (c->woken == WAKE_timeout) return give_bool(c, false);
        return wait_on(c, &t->done, c->state[0], CAUSE_join, t->unit);
    }
    if (!deadline_get(th, c->args[1], &until)) return FAIL;
    if (until <= thread_now(th)) return give_bool(c, false);
    c->state[0] = until;
    return wait_on(c, &t->done, until, CAUSE_join, t->unit);
}

static enum answer thread_exit(struct thread *th, struct call *c) {
    (void)c;
    raise_args(th, &type_SystemExit, NULL, 0);
    return FAIL;
}
static enum answer thread_stack_size(struct thread *th, struct call *c) { return give_int(th, c, 0); }
static enum answer thread_interrupt_main(struct thread *th, struct call *c) {
    (void)c;
    raise_unsupported(th, "_thread.interrupt_main(): signals");
    return FAIL;
}
/* The name of the thread's lane. */
static enum answer thread_set_name(struct thread *th, struct call *c) {
    int64_t ident;
    if (!int_get(th, c->args[0], &ident)) return FAIL;
    const struct thread *t = thread_by_ident(th->process, ident);
    if (t) trace_rename(th->world->trace, t->unit, text_of(c->args[1]));
    return give_none(c);
}
static enum answer thread_set_daemon(struct thread *th, struct call *c) {
    th->daemon = c->args[0] == TRUE;
    return give_none(c);
}

static const struct native functions[] = {
    {"allocate_lock", "", thread_allocate_lock, 0, "A new free lock."},
    {"allocate", "", thread_allocate_lock, 0, "allocate_lock"},
    {"start_new_thread", "function, args, kwargs=?, name=None, daemon=True, /", thread_start_new, NATIVE_sync, "Starts a thread; returns its ident."},
    {"start_new", "function, args, kwargs=?, name=None, daemon=True, /", thread_start_new, NATIVE_sync, "start_new_thread"},
    {"get_ident", "", thread_get_ident, 0, "A number for the current thread."},
    {"get_native_id", "", thread_native_id, 0, "The kernel's number for the current thread."},
    {"_count", "", thread_count, NATIVE_sync, "Threads that were started and have not ended."},
    {"exit", "", thread_exit, 0, "Raises SystemExit."},
    {"exit_thread", "", thread_exit, 0, "exit"},
    {"stack_size", "size=0, /", thread_stack_size, 0, "0: the system's default."},
    {"interrupt_main", "signum=2, /", thread_interrupt_main, 0, "Refused."},
    {"_inner_lock", "unit, cause='lock', /", thread_inner_lock, NATIVE_hidden | NATIVE_nopoll, ""},
    {"_alive", "ident, /", thread_alive, NATIVE_hidden | NATIVE_sync, ""},
    {"_join", "ident, timeout=None, /", thread_join, NATIVE_hidden | NATIVE_sync, ""},
    {"_set_name", "ident, name, /", thread_set_name, NATIVE_hidden | NATIVE_sync, ""},
    {"_set_daemon", "daemon, /", thread_set_daemon, NATIVE_hidden, ""},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct type *const types[] = {&type_lock, &type_rlock, NULL};
static bool constant_lock_type(struct thread *th, value *out) { (void)th; return *out = from_obj(&type_lock), true; }
static bool constant_error(struct thread *th, value *out) { (void)th; return *out = from_obj(&type_RuntimeError), true; }
static bool constant_timeout_max(struct thread *th, value *out) { return *out = float_new(th, 9223372036.0), true; }
static const struct constant constants[] = {
    {"LockType", constant_lock_type}, {"error", constant_error}, {"TIMEOUT_MAX", constant_timeout_max}, {NULL, NULL}};
const struct module_def module_thread = {"_thread", functions, types, constants, "Threads and locks, the low-level way."};
