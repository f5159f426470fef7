/* Collecting a generator or an iterator of the program into a list, at Python speed: its frames run like any others,
 * may block and be preempted. For natives' `name!` parameters and for instructions that take any iterable. */
#ifndef GILSCOPE_PYTHON_COLLECT_H
#define GILSCOPE_PYTHON_COLLECT_H

#include "python/call.h"

/* Does iterating over v run code of the program? */
bool collect_wanted(struct thread *th, value v);
/* A zip, enumerate, reversed or old-protocol iterator with code of the program inside: it is asked by steps of its own (collect.c). */
bool collect_inside(struct thread *th, value v);
bool collect_argument(struct thread *th, const struct native_param *p, value v); /* must v be collected for parameter p? */
bool collect_needed(struct thread *th, const struct signature *s, const value *args);
/* The list of (at most `most`, -1: all) items goes to th->frame. */
enum did collect_start(struct thread *th, value iterable, int32_t most, enum deliver deliver);
/* One more item of any iterator to th->frame (a step): DID_raise with StopIteration at the end. */
enum did iterate_next(struct thread *th, value iterator, enum deliver deliver);
extern const struct operation operation_next; /* the same, for tail calls */
enum did iterate_begin(struct thread *th, value iterable, enum deliver deliver); /* iter(iterable) */
/* native_call.c: the list for the parameter that was collected. */
void native_collected(struct frame *f, value list);

#endif
