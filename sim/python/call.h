/* Calling anything: binds arguments and pushes a frame, or runs C code at once. Python code calling Python code never
 * recurses in C. Models CPython Objects/call.c (vectorcall) and initialize_locals of Python/ceval.c. */
#ifndef GILSCOPE_PYTHON_CALL_H
#define GILSCOPE_PYTHON_CALL_H

#include "python/frame.h"
#include "python/function.h"

/* args: npos positional values, then one for each name in the tuple kwnames (NIL: none). */
struct args {
    const value *items;
    size_t npos;
    value kwnames;
};

/* n values; from may be NULL when n is 0. */
static inline void values_copy(value *to, const value *from, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = from[i];
}

/* The result goes to th->frame as `deliver` (and keep) say; DID_value when it was there at once. */
enum did call_value(struct thread *th, value callable, struct args a, enum deliver deliver, value keep);
enum did call_0(struct thread *th, value callable, enum deliver deliver);
enum did call_1(struct thread *th, value callable, value arg, enum deliver deliver);
enum did call_2(struct thread *th, value callable, value a, value b, enum deliver deliver);
/* callable(*tuple, **dict); kwargs may be NIL. */
enum did call_spread(struct thread *th, value callable, value tuple, value kwargs, enum deliver deliver, value keep);

/* What C functions tail-call when the interpreter itself must act: push a generator's frame, make an instance ... It always
 * delivers by push. */
struct operation {
    struct obj head;
    const char *name;
    enum did (*run)(struct thread *th, struct args a);
};
extern const struct type type_operation;
#define OPERATION(fn) {{&type_operation, 0, OBJ_static}, #fn, fn}

/* str(v) where the text comes from a method of the program: un-nested. */
bool text_is_program(struct thread *th, value v);
extern const struct operation operation_text;

/* A step frame that only hands its value on: turns `deliver` into push for what comes on top of it. */
void call_pass(struct thread *th, enum deliver deliver, value keep);

/* -- pieces -- */
/* A frame of the function with its arguments bound, not yet linked in; NULL: raised. */
struct frame *function_frame(struct thread *th, struct function *fn, struct args a);
/* native_call.c: owner_arg: prepended as first argument when not NIL. */
enum did native_call(struct thread *th, value native, value first, struct args a, enum deliver deliver, value keep);
/* Goes on with the native frame on top: in sync now, or woken. */
enum did native_resume(struct thread *th, struct frame *f);
/* class.c: T(*args). */
enum did type_call(struct thread *th, const struct type *t, struct args a, enum deliver deliver, value keep);
bool recursion_check(struct thread *th); /* RecursionError */

#endif
