/* A process: address space, interpreter state, GIL and standard streams. fork copies it; spawn starts a fresh one.
 * Models CPython's PyInterpreterState of one OS process. The world is what all processes of a run share. */
#ifndef GILSCOPE_PYTHON_PROCESS_H
#define GILSCOPE_PYTHON_PROCESS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/rng.h"
#include "python/gil.h"
#include "python/heap.h"
#include "python/thread.h"

enum gil_kind { GIL_on, GIL_off, GIL_ticks, GIL_per_interpreter };

struct python_options {
    int minor;              /* 9, 11, 12, 13, 14 */
    bool free_threaded;     /* 3.13t, 3.14t */
    enum gil_kind gil;
    sim_ns switch_interval_ns; /* 5 ms; GIL_ticks: unused */
    int64_t ticks;          /* GIL_ticks: instructions between checks (100) */
    int64_t cost_ps[COST_COUNT]; /* picoseconds a unit */
    bool epoll_ms;          /* poll time-outs are rounded up to whole ms (Linux epoll_wait); false on `ideal` */
    bool idioms;            /* recognise trial division */
    bool unfused;           /* every instruction is dispatched alone */
    size_t memory_limit;    /* bytes of one process' heap */
    uint64_t seed;
    int cpu_count;          /* os.cpu_count() */
    struct sched_attr attr; /* of the main thread; threads and children inherit their starter's */
};

struct world {
    struct kernel *kernel;
    struct trace *trace;
    struct arena *arena;    /* run's lifetime: shared immortal objects, code */
    const struct python_options *options;
    struct diag *diag;      /* user errors found while running (a syntax error in an imported file) */
    struct strings *strings; /* interned, immortal (str_interned) */
    struct natives *natives; /* native_object cache */
    struct codes *codes;     /* compiled modules by path: compiled once, shared */
    struct idioms *idioms;   /* divisors found so far (idiom.h) */
    int immortal;            /* heap_immortal: depth */
    struct process *processes; /* in order of birth */
    int64_t next_pid;
    int64_t static_ids;     /* object_id of what is shared and immortal */
    const char *main_path, *main_dir; /* of the program */
    const struct source *main_source;
    const struct code *main_code;
    int argc;
    const char *const *argv; /* sys.argv */
    int exit_status;        /* of the main process */
    bool failed;            /* main ended by an uncaught exception */
};

struct file; /* stdlib/_io.c: a text stream's buffer */
struct process {
    struct world *world;
    struct process *next;
    struct process *parent;
    struct heap *heap;
    bool pressed;           /* the interpreter looks up after this operation: large objects, or the run ends (thread.over) */
    struct gil gil;
    uint32_t unit, group;
    int64_t pid;
    const char *start_method; /* how it began: "main", "fork", "spawn", "forkserver" */
    bool forkserver;          /* has started its fork server */
    char *name;             /* "Process-1" */

    value modules;          /* sys.modules: dict by name */
    value builtins;         /* dict */
    value main_globals;     /* dict of __main__ */
    value roots;            /* list: whatever natives must keep alive (library state) */
    value stdlib;           /* dict: state of C modules by name */
    value watched;          /* list, or NIL: what the library wants to know the end of (heap_reached) */
    bool asking;            /* watched is no root now */

    struct thread *threads; /* in order of birth; ended ones leave */
    struct thread *main_thread;
    int thread_count;       /* alive */
    uint64_t thread_counter; /* idents given so far */
    int seeds_given;        /* to random, by the scenario's seed */
    int64_t id_counter;     /* object_id */

    struct buf out[2];      /* buffered stdout, stderr text not yet written */
    bool stdout_line_buffered;
    sim_ns switch_interval_ns; /* sys.setswitchinterval */
    int exit_status;
    bool over;              /* has ended */
    bool finalizing;
    struct waitq ended;     /* waiters for its end */
    struct method_cache *methods;
    value passing[2];       /* what a fork hands to the child */
    struct buf deferred_output; /* see thread_output */
};

struct process *process_open(struct world *w, struct process *parent, const char *name);
/* fork(2) seen by multiprocessing: a copy of p's memory whose only thread runs target(*args). th is the caller, in sync.
 * Values are those of the parent; returns the child. */
struct process *process_fork(struct thread *th, value target, value args, const char *name);
/* A fresh interpreter: re-imports the main module as __mp_main__, then runs the pickled callable. */
struct process *process_spawn(struct thread *th, const char *pickled, size_t n, const char *name);
/* Ends the calling thread's process now (os._exit): kills its other threads; nothing is flushed. In sync. The native that calls it
 * should answer AGAIN with an empty wait: the thread never comes back. */
void process_exit(struct thread *th, int status);
/* The signal's way: from another process. */
void process_kill(struct process *p, int signal, struct thread *by);
void process_watch(struct thread *th, value v); /* v's end is asked for: it is kept alive until then */
void process_visit_roots(struct process *p, struct visitor *v);
void process_flush(struct thread *th, int stream); /* writes buffered text out; in sync, or deferred */
void process_set_switch_interval(struct process *p, sim_ns interval_ns); /* takes effect at the next wait */
/* Its last thread has ended: wakes who waits for that, frees its memory. */
void process_close(struct process *p, struct task *by);

#endif
