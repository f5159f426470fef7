/* What the modules in C share: reading arguments, units and records of the trace, giving up the GIL for a system call. */
#ifndef GILSCOPE_STDLIB_SUPPORT_H
#define GILSCOPE_STDLIB_SUPPORT_H

#include "python/process.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

#define TYPE_HEAD {.type = &type_type, .flags = OBJ_static}

const char *text_of(value str);

/* -- trace; in sync (nested calls may be early by what the step has used) -- */
void emit_at(struct thread *th, enum event e, uint32_t unit, uint32_t a, int64_t b);
void emit_from(struct thread *th, enum event e, uint32_t unit, uint32_t a, int64_t b, uint32_t where); /* not the line of the caller */
/* In the name of the coroutine being driven, or else of the thread. */
void emit_here(struct thread *th, enum event e, uint32_t a, int64_t b);
uint32_t unit_here(const struct thread *th);
/* "Lock-1", "Lock-2" ...: numbered by kind within the process. */
uint32_t unit_numbered(struct thread *th, enum unit_kind kind, const char *name);

/* -- blocking -- */
/* A short system call done: the GIL is given up while run_ns of it pass on the CPU. Answers AGAIN when somebody else could
 * want the GIL; then answer in the next phase. Else the time is charged and *c is left for the caller to answer: DONE. */
enum answer release_gil(struct thread *th, struct call *c, sim_ns run_ns);
sim_ns cost_ns(const struct thread *th, enum cost cost);
/* timeout argument of acquire-like functions to an absolute time: -1 or None: NS_NEVER. */
bool deadline_get(struct thread *th, value timeout, sim_ns *until_ns);
/* State that a module keeps for its process: p->stdlib[name], NIL when absent. */
value state_get(struct thread *th, const char *name);
void state_set(struct thread *th, const char *name, value v);

enum answer give_none(struct call *c);
enum answer give_bool(struct call *c, bool b);
enum answer give_int(struct thread *th, struct call *c, int64_t i);
bool version_at_least(const struct thread *th, int minor);
/* "<_thread.lock object at 0x7f...>" ends: " object at 0x000000000001". */
void address_text(struct thread *th, value v, struct buf *out);

#endif
