/* The instruction loop. exec_run settles `did` (what was just done to th's frames), then executes until it must stop. */
#ifndef GILSCOPE_PYTHON_EXEC_H
#define GILSCOPE_PYTHON_EXEC_H

#include "python/frame.h"
#include "python/vm.h"

enum vm_stop exec_run(struct thread *th, enum did did);

/* -- the parts that are not hot (ops_*.c): work on f->slots[..f->sp], f->at and f->ip are set, f is th->frame -- */
enum did op_binary(struct thread *th, struct frame *f, enum binary_kind kind);
enum did op_unary(struct thread *th, struct frame *f, enum opcode op);
enum did op_compare(struct thread *th, struct frame *f, enum compare_kind kind);
enum did op_contains(struct thread *th, struct frame *f, bool negate);
/* The truth of the top value: DID_next with *out, or a step that carries the instruction at f->at to its end. */
enum did op_truth(struct thread *th, struct frame *f, bool *out);
enum did op_subscr(struct thread *th, struct frame *f);
enum did op_store_subscr(struct thread *th, struct frame *f);
enum did op_delete_subscr(struct thread *th, struct frame *f);
enum did op_load_attr(struct thread *th, struct frame *f, value name);
enum did op_store_attr(struct thread *th, struct frame *f, value name, bool delete);
enum did op_load_method(struct thread *th, struct frame *f, value name);
void op_claim(struct frame *f, value v); /* f's loop is about to begin over generator v */
/* POP_TOP of a generator or coroutine: what the end of its last reference would do. */
enum did op_drop(struct thread *th, struct frame *f, value v);
enum did op_get_iter(struct thread *th, struct frame *f);
enum did op_for_iter(struct thread *th, struct frame *f);
enum did op_load_name(struct thread *th, struct frame *f, value name);
enum did op_store_name(struct thread *th, struct frame *f, value name);
enum did op_delete_name(struct thread *th, struct frame *f, value name);
enum did op_classderef(struct thread *th, struct frame *f, int32_t at);
enum did op_unset(struct thread *th, struct frame *f, int32_t local); /* raises for the unset local or cell */
enum did op_undefined(struct thread *th, value name);
enum did op_build(struct thread *th, struct frame *f, const struct word *w); /* all BUILD_*, LIST_EXTEND ... */
enum did op_unpack(struct thread *th, struct frame *f, int before, int after); /* after -1: no starred target */
enum did op_format(struct thread *th, struct frame *f, int flags);
enum did op_make_function(struct thread *th, struct frame *f, int flags);
enum did op_call(struct thread *th, struct frame *f, int32_t n);
/* Raises the TypeError of a call with * or **: "callable WHY WHATEND". */
enum did call_spread_refused(struct thread *th, value callable, const char *why, const char *what, const char *end);
enum did op_call_ex(struct thread *th, struct frame *f, bool kwargs);
enum did op_return_generator(struct thread *th, struct frame *f);
enum did op_before_with(struct thread *th, struct frame *f, bool async);
enum did op_with_except(struct thread *th, struct frame *f);
enum did op_exc_match(struct thread *th, struct frame *f);
enum did op_eg_match(struct thread *th, struct frame *f);
enum did op_raise(struct thread *th, struct frame *f, int32_t n);
enum did op_reraise(struct thread *th, struct frame *f, bool lasti);
void op_push_exc(struct thread *th, struct frame *f);
void op_pop_except(struct thread *th, struct frame *f);
enum did op_end_async_for(struct thread *th, struct frame *f);
enum did op_match(struct thread *th, struct frame *f, const struct word *w);
/* th->exc leaves frames until somebody catches it. first: a traceback entry for the innermost frame. */
enum did unwind(struct thread *th, bool first);
/* Trace lines: false = must be in sync first. */
bool line_tell(struct thread *th, const struct frame *f);

#endif
