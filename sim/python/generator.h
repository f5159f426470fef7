/* Generators, coroutines and asynchronous generators: a frame that can leave and come back. send, throw, close and the
 * await protocol push that frame; nothing nests. Models CPython Objects/genobject.c. */
#ifndef GILSCOPE_PYTHON_GENERATOR_H
#define GILSCOPE_PYTHON_GENERATOR_H

#include "python/call.h"

enum generator_state { GEN_created, GEN_suspended, GEN_running, GEN_closed };

struct generator {
    struct obj head;
    value frame;      /* NIL when closed */
    value code, name, qualname;
    uint8_t state;
    bool fresh;       /* nobody but the instruction after its making has seen it */
    bool loop_owned;  /* only a for loop holds it: closed when the loop is left */
    bool awaited;     /* coroutine: was driven at least once */
    uint64_t birth_frame; /* of the frame it was delivered to (compared only), and its word there */
    uint32_t birth_at;
    bool agen_running; /* an asend/athrow is under way */
};
/* What __anext__, asend, athrow and aclose of an async generator return: awaited, it drives the generator. */
enum asend_kind { ASEND_send, ASEND_throw, ASEND_close };
struct asend {
    struct obj head;
    value generator, value;
    uint8_t kind, state; /* state: enum generator_state */
};
/* A value yielded by an async generator on its way to the one who awaits it. */
struct agen_wrapped {
    struct obj head;
    value value;
};
struct coroutine_await { /* coro.__await__() */
    struct obj head;
    value coroutine;
};

extern const struct type type_asend, type_agen_wrapped, type_coroutine_await;

static inline struct generator *generator_of(value v) { return (struct generator *)obj_of(v); }
static inline bool is_generator(value v) {
    return is_obj(v) && (type_of(v) == &type_generator || type_of(v) == &type_coroutine || type_of(v) == &type_async_generator);
}

value generator_new(struct thread *th, struct frame *f);
/* Resumes: v is sent in, the next yielded value goes to th->frame as deliver says (for, send, next, push). */
enum did generator_resume(struct thread *th, struct generator *g, value v, enum deliver deliver);
/* exc is raised where it stands (inside the innermost generator that it delegates to). */
enum did generator_throw(struct thread *th, struct generator *g, value exc, enum deliver deliver);
enum did generator_close(struct thread *th, struct generator *g, enum deliver deliver);
/* f, a generator's frame, leaves with a yielded value / ends with its result / ends by th->exc. */
enum did generator_yield(struct thread *th, struct frame *f, value v);
enum did generator_return(struct thread *th, struct frame *f, value v);
void generator_died(struct thread *th, struct frame *f);
/* A generator is at its end with v: what that means to th->frame, which waits for it as `deliver` says. */
enum did generator_end(struct thread *th, enum deliver deliver, value v);
/* For C code: the next value, run nested. */
enum next generator_next_nested(struct thread *th, value g, value *out);
/* The SEND instruction: receiver.send(v); the end of receiver is handled by send_done. */
enum did send_value(struct thread *th, struct frame *f, value receiver, value v);
/* f's SEND is over with result v: receiver popped, v pushed, jumps. */
enum did send_done(struct thread *th, struct frame *f, value v);
/* What awaiting v drives: delivered by push. how: GET_AWAITABLE's argument. */
enum did get_awaitable(struct thread *th, value v, int how);
enum did get_anext(struct thread *th, value aiter);
value generator_yield_from(const struct generator *g); /* what it delegates to, or NIL */

#endif
