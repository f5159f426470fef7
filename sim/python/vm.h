/* The bytecode interpreter: frames on the process' heap, preemptible after every instruction, so that a thread
 * can stop anywhere and its state can be copied, shown and resumed. No C recursion for Python calls.
 *
 * vm_run executes until it must stop, adding each instruction's cost to th->used_ns. Models Python/ceval.c
 * _PyEval_EvalFrameDefault; simplified: no inline caches; frequent sequences are fused at load (python/load.c)
 * into one dispatch that charges and polls like the sequence. */
#ifndef GILSCOPE_PYTHON_VM_H
#define GILSCOPE_PYTHON_VM_H

#include "python/process.h"

enum vm_stop {
    VM_budget,  /* th->used_ns >= th->limit_ns */
    VM_sync,    /* the next thing must be done in sync: run again when th->synced */
    VM_blocked, /* th->call.wait: block, then run again (the native continues with phase + 1) */
    VM_polled,  /* the eval breaker is set, at a point where this version looks at it */
    VM_done,    /* the outermost call returned th->result */
    VM_raised,  /* ... or raised th->exc */
};

enum vm_stop vm_run(struct thread *th);
/* Prepares th to call target(*args, **kwargs) as its outermost call. */
bool vm_begin(struct thread *th, value target, value args, value kwargs);
void vm_visit(struct thread *th, struct visitor *v); /* everything the thread's frames and call hold */
/* Current source position for the trace: innermost frame that is not hidden. 0 when there is none. */
uint32_t vm_where(struct thread *th);
/* The same of what a suspended coroutine awaits: the innermost await of the program itself. */
uint32_t vm_where_suspended(struct thread *th, value coroutine);
/* Drops all frames (the thread is killed). */
void vm_unwind(struct thread *th);

/* A module's code as a value, compiled once a world. False: world->diag is set (user error) or th->exc. */
bool vm_import(struct thread *th, value name, value *out); /* nested; the IMPORT_NAME instruction itself runs module bodies un-nested */
value vm_code_object(struct world *w, const struct code *code);

/* Text of an exception as CPython prints it (traceback, cause, context, notes, groups), without hidden frames. */
void vm_traceback(struct thread *th, value exc, bool chain, struct buf *out); /* chain: with what came before it */
void vm_exception_line(struct thread *th, value exc, struct buf *out); /* "ValueError: text" */

#endif
