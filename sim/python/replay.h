/* Callbacks that must wait. C code (a comparison inside list.sort, a hash inside dict) calls the program's code nested, on the host's
 * stack, and such a run can neither block nor get in sync with the world. When it has to, the C code is given up: it
 * fails outward to the instruction or native that began it (the operation), the frames of the callback stay alive on the heap
 * with a step frame "answer" below them, and the thread stops as for any other call. When the callback's value comes, the operation
 * is executed again from its start, and every callback that it already had is answered from a list instead of being run.
 *
 * CPython keeps the C stack instead; the program sees the same. Invariants:
 *   - an operation that is done again asks the same callbacks in the same order, and has changed nothing before the last of them,
 *     or changes it to the same again. Instructions: the list in replay.c; natives: all in their first phase that do not carry
 *     NATIVE_once; steps never. Elsewhere (thread->stuck > 0) a callback that would block raises RuntimeError, as told there.
 *   - what an operation charges while it is answered from the list was charged the first time and costs nothing. */
#ifndef GILSCOPE_PYTHON_REPLAY_H
#define GILSCOPE_PYTHON_REPLAY_H

#include "python/frame.h"
#include "python/vm.h"

/* What is being done at this level of nesting; beside them an instruction (enum word_op). */
enum { REDO_never = 255, REDO_native = 254 };

/* An operation begins: forgets the answers of the one before, unless it is the one that is done again. */
void replay_begin(struct thread *th);
/* May a callback that runs now stop? sync: not to block, but to get in sync: not too often, every stop does the operation again. */
bool replay_may_stop(const struct thread *th, bool sync);
/* Answered from the list? True: *ok and *out are the call's. */
bool replay_answered(struct thread *th, value callable, bool *ok, value *out);

/* What an operation makes and shows to callbacks must be the same when it is done again: noted as if it were a callback's value,
 * asked for with replay_answered. Always true. */
bool replay_note(struct thread *th, value callable, value made);

/* A nested run, around exec_run: its base frame; then its end. False: it raised, or stopped and the C code has to give up. */
struct nest {
    value answers;
    uint32_t answered;
    uint8_t redo;
    bool again, stuck, pending;
    value callable;
    struct frame *base;
};
void nest_begin(struct thread *th, struct nest *n, value callable);
bool nest_end(struct thread *th, struct nest *n, enum vm_stop stop, value *out);

/* The operation has given up (th->stopped): instruction w of f, with sp as it was before; or native frame f. */
enum did replay_instruction(struct thread *th, struct frame *f, uint32_t sp);
enum did replay_native(struct thread *th, struct frame *f);

#endif
