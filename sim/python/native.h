/* Functions in C. A table of rows is a module's functions or a type's methods; the signature text is what the
 * interpreter binds arguments by, what error messages and help print, and the only place where arity is stated.
 *
 *   { "acquire", "self, blocking=True, timeout=-1", lock_acquire, NATIVE_sync, "Takes the lock; waits ..." }
 *
 * Signature: parameters separated by ", "; defaults are None True False, ints, floats, 'text', () or `?` (missing: NIL);
 * "/" and "*" as in Python; "*args" arrives as a tuple, "**kwargs" as a dict (or NIL when empty). A "!" after a name
 * (`iterable!`) drains: a generator or program-defined iterator arrives as a list, collected by the interpreter
 * before the call at Python speed ("!!": but a mapping of the program arrives as it is), so that its frames can block and be preempted like any others.
 *
 * A native runs atomically at one instant and charges what it costs; the time passes after it, uninterruptible by the GIL
 * (that is what a long C call is). Answers:
 *   FAIL   th->exc is set
 *   DONE   c->result
 *   AGAIN  c->wait says what to wait for; the interpreter drops the GIL, blocks the task, takes the GIL again and calls the same
 *          function with c->phase + 1 and c->woken. Keep what must survive in c->keep (values) and c->state (numbers).
 *   TAIL   call c->tail (a Python callable) with c->tail_args instead; its result is mine. (Callbacks at Python speed.) */
#ifndef GILSCOPE_PYTHON_NATIVE_H
#define GILSCOPE_PYTHON_NATIVE_H

#include "base/ns.h"
#include "kernel/kernel.h"
#include "python/object.h"

enum answer { FAIL, DONE, AGAIN, TAIL };

/* What a blocked native waits for. */
struct call;

struct wait {
    struct waitq *on;     /* NULL: only sleep */
    sim_ns until_ns;      /* absolute, NS_NEVER = no time-out */
    uint32_t cause;       /* enum cause */
    uint32_t object;      /* unit */
    bool keep_gil;        /* a system call that does not release the GIL */
    bool release;         /* not a block at all but a short system call: drop the GIL, compute run_ns on the CPU, take it again */
    sim_ns run_ns;
    /* May be NULL. Called in sync when the task has been woken, BEFORE the GIL is taken again (what sem_wait and read(2) do
     * inside the kernel): true = got it (or timed out), go on; false = somebody else was quicker, block again with the same wait. */
    bool (*retry)(struct thread *th, struct call *c);
};

#define CALL_KEEP 4
struct call {
    value *args;    /* bound: one per parameter of the signature */
    size_t nargs;   /* number of parameters */
    value self_fn;  /* the function object called (its module: native_module) */
    value result;
    int phase;      /* 0, then 1, 2 ... after each AGAIN */
    enum wake woken;
    struct wait wait;
    value keep[CALL_KEEP];
    int64_t state[CALL_KEEP];
    value tail;
    value tail_args[4];
    size_t tail_count;
    value tail_tuple;  /* more or unknown number of arguments: a tuple (then tail_count is ignored), or NIL */
    value tail_kwargs; /* dict or NIL */
};

typedef enum answer native_fn(struct thread *th, struct call *c);

enum native_flag {
    NATIVE_sync = 1,    /* must run in sync with the world (wakes, pipes, trace, shared locks, spawning) */
    NATIVE_nopoll = 2,  /* its CALL does not look at the eval breaker (len, isinstance, list.append ...) */
    NATIVE_class = 4,   /* a classmethod: args[0] is the class */
    NATIVE_static = 8,  /* a staticmethod */
    NATIVE_hidden = 16, /* not for programs: our own library's */
    NATIVE_once = 64,   /* must not be done again after a callback has blocked (replay.h): makes something that callbacks see */
    NATIVE_special = 32, /* called as a method it is an instruction of its own, as list.append in 3.11 */
};

struct native {
    const char *name;
    const char *signature;
    native_fn *fn;
    unsigned flags;
    const char *doc;
};

/* A module in C: one table row in stdlib/module.def. */
struct constant {
    const char *name;
    bool (*get)(struct thread *th, value *out);
};
struct module_def {
    const char *name; /* dotted */
    const struct native *functions;       /* ended by a NULL name; may be NULL */
    const struct type *const *types;      /* ended by NULL; may be NULL */
    const struct constant *constants;     /* ended by a NULL name; may be NULL */
    const char *doc;
};

/* Implemented by stdlib (modules.c): the table, and the embedded Python text of a module; NULL when unknown. A name may
 * have both: then the C part is importable by our library as "_c_<name>". */
const struct module_def *module_find(const char *name);
const char *module_source(const char *name, size_t *len, bool *is_package);
const char *const *module_names(struct arena *a, size_t *count); /* what programs may import, in order */

value native_object(struct thread *th, const struct native *n, const char *module); /* shared, immortal */
const char *native_module(value fn);

/* -- helpers for natives -- */
enum answer give(struct call *c, value v); /* c->result = v; DONE */
enum answer wait_on(struct call *c, struct waitq *q, sim_ns until_ns, enum cause cause, uint32_t object); /* AGAIN */
enum answer tail_call(struct call *c, value callable, const value *args, size_t n); /* n <= 4; TAIL */

#endif
