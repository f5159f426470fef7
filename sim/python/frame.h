/* Frames: what a thread is in the middle of, innermost first, linked by `back`. They live in the process' heap, so that a
 * thread can stop between any two instructions. Three kinds:
 *
 *   python  executes the words of a code object; slots are its locals, then its value stack
 *   native  a C function that waits to be in sync, has answered AGAIN, or whose arguments are being collected; slots: arguments
 *   step    an operation of the interpreter that called a method of a program's class and goes on with its result:
 *           a binary operator that may have to try the other side, a class statement, an import ...
 *
 * Whoever finishes hands its value to `back` as its `deliver` says. Models CPython's _PyInterpreterFrame; step frames
 * stand for what CPython keeps on the C stack. */
#ifndef GILSCOPE_PYTHON_FRAME_H
#define GILSCOPE_PYTHON_FRAME_H

#include "base/assert.h"
#include "python/load.h"

enum frame_kind { FRAME_python, FRAME_native, FRAME_step };

/* What becomes of a finished frame's value. */
enum deliver {
    DELIVER_push,  /* pushed on back's stack, or given to back's step */
    DELIVER_drop,  /* forgotten: statements like a[i] = x */
    DELIVER_init,  /* must be None; `keep` (the new instance) is pushed */
    DELIVER_end,   /* the outermost of a run: th->result */
    DELIVER_for,   /* generator in a for loop: its end ends the loop */
    DELIVER_send,  /* generator under yield from / await: its end is the value of SEND */
    DELIVER_next,  /* generator called by next() or send(): its end raises StopIteration */
};

/* What an operation has done. */
enum did {
    DID_next,    /* all; nothing to push */
    DID_value,   /* th->result is its value: hand it to th->frame */
    DID_frame,   /* another frame is innermost now, or this one stands elsewhere: go on there */
    DID_raise,   /* th->exc is set */
    DID_reraise, /* th->exc is set, and has passed this frame already */
    DID_sync,    /* must be in sync with the world first */
    DID_blocked, /* a native waits: th->call */
    DID_end,     /* the outermost frame has ended: th->result */
};

struct frame;
struct step {
    const char *name;
    enum did (*go)(struct thread *th, struct frame *f, value v); /* with the value it waited for */
    enum did (*raised)(struct thread *th, struct frame *f);      /* th->exc is set; NULL: goes on outward */
};

struct frame {
    struct obj head;
    value back;              /* NIL: the outermost */
    const struct code_obj *code; /* python; immortal */
    const struct step *step; /* step */
    value function;          /* python: function (closure); native: the native object */
    value globals;
    value names;             /* namespace of a module or class body, or NIL */
    value owner;             /* its generator, or NIL */
    value keep;
    value kwnames;           /* of the next CALL, or NIL */
    value handled;           /* generators: the exception handled inside */
    value caller_handled;    /* generators: th->handled of who resumed it */
    uint32_t at, ip, sp, room; /* word being executed, next word, used and available slots */
    uint8_t kind, deliver, started, stage;
    int32_t number;          /* step: its own; python: word of the first raise while RERAISE runs, + 1 */
    value slots[];
};

extern const struct type type_frame;

static inline struct frame *frame_of(value v) { return (struct frame *)obj_of(v); }
static inline struct frame *frame_back(const struct frame *f) { return frame_of(f->back); }

struct frame *frame_new(struct thread *th, enum frame_kind kind, size_t slots); /* not linked in */
/* A step frame on top, `deliver` to the frame below it. */
struct frame *frame_push_step(struct thread *th, const struct step *step, size_t slots, enum deliver deliver);
void frame_enter(struct thread *th, struct frame *f); /* f becomes innermost */
void frame_free(struct thread *th, struct frame *f);
/* f (innermost) ends with v. */
enum did frame_finish(struct thread *th, struct frame *f, value v);
/* A value that needed no frame is delivered to th->frame. */
enum did deliver_value(struct thread *th, enum deliver deliver, value keep, value v);
static inline enum did did_value(struct thread *th, value v) { return th->result = v, DID_value; }

#endif
