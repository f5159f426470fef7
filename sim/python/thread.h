/* A Python thread: the body of a task. It runs bytecode when it holds its process' GIL and its task has a CPU.
 *
 * thread_step (thread.c) is a small state machine: take the GIL, run the interpreter (vm.h) until it must stop, act on
 * why it stopped (block, drop, sync, end), again. Models CPython's PyThreadState and the loops around
 * Python/ceval_gil.h take_gil and drop_gil. */
#ifndef GILSCOPE_PYTHON_THREAD_H
#define GILSCOPE_PYTHON_THREAD_H

#include "base/diag.h"
#include "kernel/kernel.h"
#include "python/native.h"

enum cost {
#define COST(name, what) COST_##name,
#include "python/cost.def"
#undef COST
    COST_COUNT
};

enum thread_mode {
    THREAD_starting,   /* costs of the new OS thread / process, without the GIL */
    THREAD_want_gil,   /* take_gil, first look */
    THREAD_gil_wait,   /* blocked on the GIL's condition */
    THREAD_running,    /* holds the GIL, executes */
    THREAD_dropping,   /* eval breaker: drop the GIL, be replaced */
    THREAD_switch_wait, /* forced switching: waits until somebody took it */
    THREAD_blocking,   /* about to leave the GIL for a blocking call */
    THREAD_blocked,    /* in a blocking call, without the GIL */
    THREAD_ending,     /* its outermost call is over */
    THREAD_exiting,
    THREAD_over,
};

struct frame;
struct thread {
    struct process *process;
    struct world *world;
    struct task *task;
    uint32_t unit;
    int64_t ident;         /* threading.get_ident() */
    int64_t tid;           /* the kernel's number, as gettid() has it: of one series with the pids, and the main thread's is the pid */
    enum thread_mode mode;
    struct thread *next;   /* process' list, in order of birth */

    /* the interpreter's */
    struct frame *frame;   /* innermost, NULL when nothing runs */
    int depth, depth_max;  /* recursion: RecursionError past depth_max (1000) */
    value exc;             /* exception being raised, NIL = none */
    value handled;         /* innermost exception being handled (sys.exc_info), NIL = none */
    value result;          /* of the outermost call, when it is over */
    struct call call;      /* a native that answered AGAIN */
    value call_args;       /* its args, kept alive: a buffer */
    bool call_pending;
    int c_depth;           /* comparisons and hashes inside each other: RecursionError before the host's stack ends */
    int nested;            /* > 0: inside a nested run; see replay.h for what follows */
    int stuck;             /* nested runs whose operation cannot be done again: what is inside must not block */
    value answers;         /* of the callbacks of the operation at this level, or NIL */
    uint32_t answered;     /* how far they have been asked for again */
    uint8_t redo;          /* enum word_op or REDO_*: the operation at this level */
    bool again;            /* the next operation is the one that has been answered */
    bool stopped_sync;
    struct frame *stopped, *stopped_base; /* a callback has stopped: its innermost and its base frame, until the operation knows */
    int64_t forgive_ps;    /* the next instruction has been paid already */
    bool ran_native;       /* the last call ran C code: the eval breaker is looked at after it */

    /* time */
    sim_ns used_ns;        /* virtual time used in this step */
    sim_ns limit_ns;       /* of this step */
    sim_ns fence_ns;       /* free-threaded: after so much of this step nothing shared is touched any more; else NS_NEVER */
    bool synced;           /* and used_ns == 0: in sync with the world */
    int64_t cost_ps;       /* fraction of a ns not yet in used_ns */

    /* GIL */
    bool poll_due;         /* the eval breaker is looked at first, at the next step */
    bool drop_request;     /* 3.13+: the request is the holder's own */
    uint64_t saved_switch; /* switch_number when its wait began */
    bool told_wait;        /* EV_gil_wait was emitted for this wait */
    bool replace;          /* dropped it at a request: goes on only when another has taken it */
    int64_t ticks_left;    /* GIL_ticks: polls until the next check */
    bool dying;            /* process_exit was called */
    sim_ns owed_ns;        /* charged by a native that blocked: paid after the wake-up; or before the start: paid with it */
    enum cost startup;     /* of a new thread */
    int64_t laps;          /* polls at one instant */
    int64_t turns;         /* steps at one instant, against endless loops that cost nothing */
    int64_t rounds;        /* of loops since they last cost something (thread_round) */
    sim_ns rounds_ns;      /* used_ns when they last cost something */
    bool over;             /* the run ends within what it computes now: it never comes back */

    /* trace */
    uint32_t where;        /* last position told */
    sim_ns line_due_ns;    /* next EV_line not before */
    sim_ns line_step_ns;   /* grows, so that long runs stay small */
    uint32_t line_count;
    uint32_t step_unit;    /* coroutine unit being driven, or NO_UNIT */

    /* threading module */
    value target;          /* callable to run, with args (tuple) and kwargs (dict) */
    value args, kwargs;
    value py_thread;       /* its threading.Thread object, or NIL */
    value context;         /* its contextvars.Context, or NIL */
    struct waitq done;     /* joiners */
    bool is_main, daemon, ended;
    bool raised;           /* its outermost call ended by th->exc */
    int stage;             /* program.c: what the main thread does next */
    struct buf parcel;     /* spawn: the pickled callable */

    /* told when in sync again */
    struct deferred *deferred;
    size_t deferred_count, deferred_cap;
    struct buf deferred_text;
};

/* At a poll of a watched step (gil_watch): must the loop stop with VM_polled? Ticks are counted here. */
bool gil_polled(struct thread *th);

/* A thread of p without a task: for building a process before anything runs. */
struct thread *thread_new(struct process *p, const char *name);
/* A new thread of p running target(*args, **kwargs); parent: who starts it (NULL: the outside). In sync. */
struct thread *thread_start(struct process *p, value target, value args, value kwargs, struct thread *parent, enum cost startup, const char *name);

/* -- for natives and the interpreter -- */
/* Virtual time of this thread: the clock plus what this step has used. */
sim_ns thread_now(const struct thread *th);
/* Charges units times the cost to the thread; nothing inside native-flavoured library code unless `always`. */
void charge(struct thread *th, enum cost c, int64_t units);
void charge_ns(struct thread *th, sim_ns ns);
/* Once a round of a loop in C whose length the program chooses. False: the call cannot go on, something is raised: the run ends
 * before the call would (--until, cancelled, an endless loop that costs nothing), or the process needs far too much memory. */
bool thread_goes_on(struct thread *th);
static inline bool thread_round(struct thread *th) { return (++th->rounds & 1023) != 0 || thread_goes_on(th); }
static inline bool in_sync(const struct thread *th) { return th->synced && th->used_ns == 0; }
/* Emits at this instant (in sync), or as soon as the thread is in sync again. */
void thread_trace(struct thread *th, enum event e, uint32_t a, int64_t b);
void thread_trace_at(struct thread *th, enum event e, uint32_t a, int64_t b, uint32_t where); /* where it is already known */
/* Bytes written by this thread reach the outside: stream 1 or 2. Queued until in sync. */
void thread_output(struct thread *th, int stream, const char *bytes, size_t n);

/* -- raising; all return false so that callers can `return raise(...)`. type: a builtin exception's name. */
bool raise_error(struct thread *th, const char *type, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool raise_value(struct thread *th, value exception);
/* Names what gilscope does not model: NotImplementedError "gilscope does not support ...". */
bool raise_unsupported(struct thread *th, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool exc_matches(struct thread *th, const char *type); /* th->exc is an instance of the builtin exception */
value exc_take(struct thread *th); /* th->exc, cleared */

/* -- frequent makers and readers (python/types) -- */
value str_new(struct thread *th, const char *utf8, size_t len);
value str_cstr(struct thread *th, const char *utf8);
value str_format(struct thread *th, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
value str_interned(struct thread *th, const char *utf8); /* shared and immortal: names */
const char *str_text(value s, size_t *len); /* UTF-8, NUL-terminated; v must be a str (or subclass) */
bool str_is(value v, const char *text);
value int_new(struct thread *th, int64_t i); /* any int64; a big one when past 63 bits */
bool int_get(struct thread *th, value v, int64_t *out); /* int, bool, __index__; OverflowError, TypeError */
value float_new(struct thread *th, double d);
bool float_get(struct thread *th, value v, double *out); /* float, int, bool, __float__ */
bool seconds_get(struct thread *th, value v, sim_ns *out); /* a time-out in seconds, exact rounding up; None = NS_NEVER; negative = 0 */
value tuple_new(struct thread *th, const value *items, size_t n); /* items NULL: all NIL, to be filled before anybody looks */
size_t tuple_len(value t);
value *tuple_items(value t);
value list_new(struct thread *th, const value *items, size_t n);
void list_append(struct thread *th, value list, value item);
size_t list_len(value l);
value *list_items(value l);
value dict_new(struct thread *th);
/* Insertion-ordered. *out = NIL when absent. Fails only when hashing or comparing fails. */
bool dict_get(struct thread *th, value d, value key, value *out);
bool dict_set(struct thread *th, value d, value key, value item);
bool dict_delete(struct thread *th, value d, value key, bool *found);
value dict_get_str(value d, value interned_name);              /* never fails; NIL when absent */
void dict_set_str(struct thread *th, value d, value interned_name, value item);
bool dict_delete_str(struct thread *th, value d, value interned_name);
size_t dict_len(value d);
bool dict_next(value d, size_t *pos, value *key, value *item); /* *pos = 0 first; false at the end */
value set_new(struct thread *th);
bool set_add(struct thread *th, value s, value item);
bool set_next(value s, size_t *pos, value *item);
size_t set_len(value s);

#endif
