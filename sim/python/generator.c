#include "python/generator.h"

#include "python/attr.h"
#include "python/collect.h"
#include "python/exception.h"
#include "python/frame_view.h"
#include "python/heap.h"
#include "python/type_str.h"

value generator_new(struct thread *th, struct frame *f) {
    unsigned flags = f->code->code->flags;
    const struct type *t = flags & CODE_coroutine ? &type_coroutine : flags & CODE_async_generator ? &type_async_generator : &type_generator;
    struct generator *g = heap_new(th, t, sizeof *g);
    g->frame = from_obj(f);
    g->code = from_obj(f->code);
    g->name = function_of(f->function)->name;
    g->qualname = function_of(f->function)->qualname;
    g->fresh = true;
    f->owner = from_obj(g);
    return from_obj(g);
}

static const char *kind_name(const struct generator *g) {
    const struct type *t = g->head.type;
    return t == &type_coroutine ? "coroutine" : t == &type_async_generator ? "async generator" : "generator";
}

static const struct word *word_at(const struct frame *f, uint32_t at) { return &f->code->words[at]; }

value generator_yield_from(const struct generator *g) {
    if (g->state != GEN_suspended) return NIL;
    const struct frame *f = frame_of(g->frame);
    const struct word *w = word_at(f, f->ip);
    return w->base == W_RESUME && w->a >= 2 && f->sp ? f->slots[f->sp - 1] : NIL;
}

/* -- entering -- */

static void enter(struct thread *th, struct generator *g, enum deliver deliver) {
    struct frame *f = frame_of(g->frame);
    f->deliver = (uint8_t)deliver;
    frame_enter(th, f);
    f->caller_handled = th->handled;
    if (f->handled != NIL) th->handled = f->handled;
    g->state = GEN_running;
    g->awaited = true;
}

static void leave(struct thread *th, struct frame *f) {
    th->frame = f->back == NIL ? NULL : frame_back(f);
    f->back = NIL;
    th->depth--;
    th->handled = f->caller_handled;
    f->caller_handled = NIL;
}

enum did generator_resume(struct thread *th, struct generator *g, value v, enum deliver deliver) {
    if (g->state == GEN_running) {
        raise_error(th, "ValueError", "%s already executing", kind_name(g));
        return DID_raise;
    }
    if (g->state == GEN_closed) {
        if (g->head.type == &type_coroutine) return raise_error(th, "RuntimeError", "cannot reuse already awaited coroutine"), DID_raise;
        if (g->head.type == &type_async_generator) return raise_error(th, "StopAsyncIteration", "%s", ""), DID_raise;
        return generator_end(th, deliver, NONE);
    }
    if (g->state == GEN_created && v != NONE) {
        raise_error(th, "TypeError", "can't send non-None value to a just-started %s", kind_name(g));
        return DID_raise;
    }
    if (!recursion_check(th)) return DID_raise;
    enter(th, g, deliver);
    struct frame *f = th->frame;
    f->slots[f->sp++] = v;
    return DID_frame;
}

/* -- leaving -- */

enum did send_done(struct thread *th, struct frame *f, value v) {
    const struct word *w = word_at(f, f->at);
    f->slots[f->sp - 1] = v; /* in the receiver's place */
    f->ip = (uint32_t)w->a;
    (void)th;
    return DID_frame;
}

enum did generator_end(struct thread *th, enum deliver deliver, value v) {
    struct frame *f = th->frame;
    switch (deliver) {
    case DELIVER_for:
        f->sp--; /* the iterator */
        f->ip = (uint32_t)word_at(f, f->at)->a;
        return DID_frame;
    case DELIVER_send: return send_done(th, f, v);
    case DELIVER_push: case DELIVER_next: case DELIVER_drop: case DELIVER_init: case DELIVER_end: break;
    }
    raise_stop(th, v);
    return DID_raise;
}

/* What an asend that drives f has become. */
static void asend_over(struct frame *f) {
    if (f->keep == NIL) return;
    ((struct asend *)obj_of(f->keep))->state = GEN_closed;
    generator_of(f->owner)->agen_running = false;
    f->keep = NIL;
}

enum did generator_yield(struct thread *th, struct frame *f, value v) {
    enum deliver deliver = (enum deliver)f->deliver;
    generator_of(f->owner)->state = GEN_suspended;
    leave(th, f);
    if (is_obj(v) && type_of(v) == &type_agen_wrapped) {
        bool closing = f->keep != NIL && ((struct asend *)obj_of(f->keep))->kind == ASEND_close;
        asend_over(f);
        if (closing) {
            raise_error(th, "RuntimeError", "async generator ignored GeneratorExit");
            return DID_raise;
        }
        return generator_end(th, deliver, ((struct agen_wrapped *)obj_of(v))->value);
    }
    return did_value(th, v);
}

static void close_frame(struct thread *th, struct generator *g, struct frame *f) {
    asend_over(f);
    g->state = GEN_closed;
    g->frame = NIL;
    frame_free(th, f);
}

enum did generator_return(struct thread *th, struct frame *f, value v) {
    enum deliver deliver = (enum deliver)f->deliver;
    struct generator *g = generator_of(f->owner);
    leave(th, f);
    close_frame(th, g, f);
    if (g->head.type != &type_async_generator) return generator_end(th, deliver, v);
    raise_error(th, "StopAsyncIteration", "%s", "");
    return DID_raise;
}

/* An end that is not the generator's own must not be taken for it: PEP 479. */
static void guard_stop(struct thread *th, const struct generator *g) {
    bool stop = exc_matches(th, "StopIteration");
    if (!stop && !(g->head.type == &type_async_generator && exc_matches(th, "StopAsyncIteration"))) return;
    value inner = exc_take(th);
    raise_error(th, "RuntimeError", "%s raised %s", kind_name(g), stop ? "StopIteration" : "StopAsyncIteration");
    exc_of(th->exc)->cause = exc_of(th->exc)->context = inner;
    exc_of(th->exc)->suppress = true;
}

void generator_died(struct thread *th, struct frame *f) {
    struct generator *g = generator_of(f->owner);
    guard_stop(th, g);
    leave(th, f);
    close_frame(th, g, f);
}

/* -- throw and close -- */

/* The receiver of SEND was closed; now the exception is raised where f delegates. slots: the exception */
static enum did closed_go(struct thread *th, struct frame *f, value v) {
    value exc = f->slots[0];
    (void)v;
    th->frame = frame_back(f);
    frame_free(th, f);
    raise_value(th, exc);
    return DID_raise;
}
static const struct step step_closed = {"close delegate", closed_go, NULL};

/* A delegate that is not ours was asked to send or throw: its StopIteration ends the SEND. */
static enum did sent_go(struct thread *th, struct frame *f, value v) { return frame_finish(th, f, v); }
static enum did sent_raised(struct thread *th, struct frame *f) {
    bool stop = exc_matches(th, "StopIteration");
    enum deliver deliver = (enum deliver)f->deliver;
    th->frame = frame_back(f);
    frame_free(th, f);
    if (!stop) return DID_raise;
    value v = exc_of(exc_take(th))->more[0];
    return generator_end(th, deliver, v == NIL ? NONE : v);
}
static const struct step step_sent = {"send", sent_go, sent_raised};

static enum did asend_throw(struct thread *th, struct asend *s, value exc, enum deliver deliver);

static enum did throw_delegate(struct thread *th, value to, value exc) {
    if (type_of(to) == &type_coroutine_await) to = ((struct coroutine_await *)obj_of(to))->coroutine;
    if (is_a(exc, &type_GeneratorExit)) {
        struct frame *f = frame_push_step(th, &step_closed, 1, DELIVER_push);
        f->slots[0] = exc;
        if (is_generator(to)) return generator_close(th, generator_of(to), DELIVER_push);
        value close;
        if (!object_find_attr(th, to, name_of(th, NAME_close), &close)) return DID_raise;
        return close == NIL ? did_value(th, NONE) : call_0(th, close, DELIVER_push);
    }
    if (type_of(to) == &type_asend) return asend_throw(th, (struct asend *)obj_of(to), exc, DELIVER_send);
    if (is_generator(to)) return generator_throw(th, generator_of(to), exc, DELIVER_send);
    value method;
    if (!object_find_attr(th, to, name_of(th, NAME_throw), &method)) return DID_raise;
    if (method == NIL) return raise_value(th, exc), DID_raise;
    frame_push_step(th, &step_sent, 0, DELIVER_send);
    return call_1(th, method, exc, DELIVER_push);
}

enum did generator_throw(struct thread *th, struct generator *g, value exc, enum deliver deliver) {
    if (g->state == GEN_running) return raise_error(th, "ValueError", "%s already executing", kind_name(g)), DID_raise;
    if (g->state == GEN_created) {
        struct frame *f = frame_of(g->frame);
        exc_pass(th, exc, f->code->code, 0);
        close_frame(th, g, f);
    }
    if (g->state == GEN_closed) {
        if (g->head.type == &type_coroutine && g->awaited && !is_a(exc, &type_GeneratorExit))
            return raise_error(th, "RuntimeError", "cannot reuse already awaited coroutine"), DID_raise;
        return raise_value(th, exc), DID_raise;
    }
    if (!recursion_check(th)) return DID_raise;
    value to = generator_yield_from(g);
    enter(th, g, deliver);
    struct frame *f = th->frame;
    if (to != NIL && word_at(f, f->ip - 2)->base == W_SEND) {
        f->at = f->ip - 2;
        f->ip = f->at + 1;
        return throw_delegate(th, to, exc);
    }
    f->at = f->ip - 1;
    raise_value(th, exc);
    return DID_raise;
}

static enum did close_go(struct thread *th, struct frame *f, value v) {
    const struct generator *g = generator_of(f->slots[0]);
    (void)v;
    th->frame = frame_back(f);
    raise_error(th, "RuntimeError", "%s ignored GeneratorExit", kind_name(g));
    frame_free(th, f);
    return DID_raise;
}
static enum did close_raised(struct thread *th, struct frame *f) {
    if (exc_matches(th, "GeneratorExit") || exc_matches(th, "StopIteration")) {
        exc_take(th);
        return frame_finish(th, f, NONE);
    }
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}
static const struct step step_close = {"close", close_go, close_raised};

enum did generator_close(struct thread *th, struct generator *g, enum deliver deliver) {
    if (g->state == GEN_running) return raise_error(th, "ValueError", "%s already executing", kind_name(g)), DID_raise;
    if (g->state == GEN_created) close_frame(th, g, frame_of(g->frame));
    if (g->state == GEN_closed) return deliver_value(th, deliver, NIL, NONE);
    struct frame *f = frame_push_step(th, &step_close, 1, deliver);
    f->slots[0] = from_obj(g);
    return generator_throw(th, g, exc_new(th, &type_GeneratorExit, NULL, 0), DELIVER_next);
}

/* -- asynchronous generators -- */

static enum did aclosed_go(struct thread *th, struct frame *f, value v) { return frame_finish(th, f, v); }
static enum did aclosed_raised(struct thread *th, struct frame *f) {
    enum deliver deliver = (enum deliver)f->deliver;
    th->frame = frame_back(f);
    frame_free(th, f);
    if (!exc_matches(th, "GeneratorExit") && !exc_matches(th, "StopAsyncIteration")) return DID_raise;
    exc_take(th);
    return generator_end(th, deliver, NONE);
}
static const struct step step_aclose = {"aclose", aclosed_go, aclosed_raised};

static enum did asend_begin(struct thread *th, struct asend *s) {
    struct generator *g = generator_of(s->generator);
    if (s->state == GEN_closed) {
        const char *what = s->kind == ASEND_send ? "__anext__()/asend()" : "aclose()/athrow()";
        return raise_error(th, "RuntimeError", "cannot reuse already awaited %s", what), DID_raise;
    }
    if (s->state == GEN_created && g->agen_running) {
        const char *what = s->kind == ASEND_send ? "anext" : s->kind == ASEND_throw ? "athrow" : "aclose";
        return raise_error(th, "RuntimeError", "%s(): asynchronous generator is already running", what), DID_raise;
    }
    return DID_next;
}

static enum did asend_send(struct thread *th, struct asend *s, value v, enum deliver deliver) {
    enum did did = asend_begin(th, s);
    if (did != DID_next) return did;
    struct generator *g = generator_of(s->generator);
    bool first = s->state == GEN_created;
    s->state = GEN_suspended;
    if (g->state == GEN_closed) {
        s->state = GEN_closed;
        if (s->kind == ASEND_close) return generator_end(th, deliver, NONE);
        if (s->kind == ASEND_throw) return raise_value(th, s->value), DID_raise;
        return raise_error(th, "StopAsyncIteration", "%s", ""), DID_raise;
    }
    if (first && s->kind != ASEND_send && g->state == GEN_created) {
        s->state = GEN_closed;
        close_frame(th, g, frame_of(g->frame));
        if (s->kind == ASEND_close) return generator_end(th, deliver, NONE);
        return raise_value(th, s->value), DID_raise;
    }
    if (s->kind == ASEND_close) {
        frame_push_step(th, &step_aclose, 0, deliver);
        deliver = DELIVER_next;
    }
    g->agen_running = true;
    frame_of(g->frame)->keep = from_obj(s);
    if (!first) return generator_resume(th, g, v, deliver);
    if (s->kind == ASEND_send) return generator_resume(th, g, v == NONE ? s->value : v, deliver);
    return generator_throw(th, g, s->kind == ASEND_close ? exc_new(th, &type_GeneratorExit, NULL, 0) : s->value, deliver);
}

static enum did asend_throw(struct thread *th, struct asend *s, value exc, enum deliver deliver) {
    enum did did = asend_begin(th, s);
    if (did != DID_next) return did;
    struct generator *g = generator_of(s->generator);
    if (g->state == GEN_closed || (s->state == GEN_created && (s->kind != ASEND_close || g->state == GEN_created))) { /* 3.11: a fresh aclose() throws, and is still fresh */
        s->state = GEN_closed;
        return raise_value(th, exc), DID_raise;
    }
    if (s->kind == ASEND_close) {
        frame_push_step(th, &step_aclose, 0, deliver);
        deliver = DELIVER_next;
    }
    return generator_throw(th, g, exc, deliver);
}

/* -- the await protocol -- */

enum did send_value(struct thread *th, struct frame *f, value receiver, value v) {
    (void)f;
    const struct type *t = is_obj(receiver) ? type_of(receiver) : &type_int;
    if (t == &type_generator || t == &type_coroutine) return generator_resume(th, generator_of(receiver), v, DELIVER_send);
    if (t == &type_coroutine_await)
        return generator_resume(th, generator_of(((struct coroutine_await *)obj_of(receiver))->coroutine), v, DELIVER_send);
    if (t == &type_asend) return asend_send(th, (struct asend *)obj_of(receiver), v, DELIVER_send);
    value m = program_special(th, receiver, NAME_next);
    if (v == NONE && m == NIL && collect_inside(th, receiver)) {
        frame_push_step(th, &step_sent, 0, DELIVER_send);
        return iterate_next(th, receiver, DELIVER_next);
    }
    if (v == NONE && m == NIL) {
        value got = NONE;
        switch (object_next(th, receiver, &got)) {
        case NEXT_value: return did_value(th, got);
        case NEXT_end: return send_done(th, f, NONE);
        case NEXT_fail: break;
        }
        if (!exc_matches(th, "StopIteration")) return DID_raise;
        got = exc_of(exc_take(th))->more[0];
        return send_done(th, f, got == NIL ? NONE : got);
    }
    frame_push_step(th, &step_sent, 0, DELIVER_send);
    if (v == NONE) return call_special(th, m, receiver, NULL, 0, DELIVER_push, NIL);
    value method;
    if (!object_getattr(th, receiver, name_of(th, NAME_send), &method)) return DID_raise;
    return call_1(th, method, v, DELIVER_push);
}

static enum did awaited_go(struct thread *th, struct frame *f, value v) {
    if (is_obj(v) && type_of(v) == &type_coroutine) {
        raise_error(th, "TypeError", "__await__() returned a coroutine");
        th->frame = frame_back(f);
        frame_free(th, f);
        return DID_raise;
    }
    return frame_finish(th, f, v);
}
static const struct step step_awaited = {"await", awaited_go, NULL};

enum did get_awaitable(struct thread *th, value v, int how) {
    const struct type *t = is_obj(v) ? type_of(v) : &type_int;
    if (t == &type_coroutine) {
        if (generator_of(v)->state == GEN_suspended && generator_yield_from(generator_of(v)) != NIL)
            return raise_error(th, "RuntimeError", "coroutine is being awaited already"), DID_raise;
        return did_value(th, v);
    }
    if (t == &type_asend || t == &type_coroutine_await) return did_value(th, v);
    value m = type_lookup(th, t, name_of(th, NAME_await));
    if (m == NIL || m == NONE) {
        if (how == 1 || how == 2)
            raise_error(th, "TypeError", "'async with' received an object from __a%s__ that does not implement __await__: %s", how == 1 ? "enter" : "exit", t->name);
        else
            raise_error(th, "TypeError", "object %s can't be used in 'await' expression", t->name);
        return DID_raise;
    }
    frame_push_step(th, &step_awaited, 0, DELIVER_push);
    return call_special(th, m, v, NULL, 0, DELIVER_push, NIL);
}

static value asend_new(struct thread *th, value g, enum asend_kind kind, value v) {
    struct asend *s = heap_new(th, &type_asend, sizeof *s);
    if (generator_of(g)->state == GEN_created) process_watch(th, g);
    s->generator = g;
    s->kind = (uint8_t)kind;
    s->value = v;
    return from_obj(s);
}

static enum did anext_go(struct thread *th, struct frame *f, value v) {
    if (f->stage++ == 0) return get_awaitable(th, v, 0);
    return frame_finish(th, f, v);
}
static const struct step step_anext = {"anext", anext_go, NULL};

enum did get_anext(struct thread *th, value aiter) {
    if (is_obj(aiter) && type_of(aiter) == &type_async_generator) return did_value(th, asend_new(th, aiter, ASEND_send, NONE));
    value m = type_lookup(th, type_of(aiter), name_of(th, NAME_anext));
    if (m == NIL) {
        raise_error(th, "TypeError", "'async for' requires an iterator with __anext__ method, got %s", type_name(aiter));
        return DID_raise;
    }
    frame_push_step(th, &step_anext, 0, DELIVER_push);
    return call_special(th, m, aiter, NULL, 0, DELIVER_push, NIL);
}

/* -- methods -- */

/* throw(exception) or throw(type, value): an instance. */
static bool thrown_value(struct thread *th, value type, value v, value *out) {
    if (is_exception(type)) return *out = type, true;
    if (!is_exception_type(type))
        return raise_error(th, "TypeError", "exceptions must be classes or instances deriving from BaseException, not %s", type_name(type));
    if (is_exception(v)) return *out = v, true;
    return object_call(th, type, &v, v == NIL || v == NONE ? 0 : 1, NIL, out);
}

static enum did run_send(struct thread *th, struct args args) {
    const value *a = args.items;
    value self = a[0];
    size_t n = args.npos;
    if (type_of(self) == &type_coroutine_await) self = ((struct coroutine_await *)obj_of(self))->coroutine;
    if (type_of(self) == &type_asend) return asend_send(th, (struct asend *)obj_of(self), n > 1 ? a[1] : NONE, DELIVER_next);
    return generator_resume(th, generator_of(self), n > 1 ? a[1] : NONE, DELIVER_next);
}
static enum did run_throw(struct thread *th, struct args args) {
    const value *a = args.items;
    value exc, self = a[0];
    if (!thrown_value(th, a[1], args.npos > 2 ? a[2] : NIL, &exc)) return DID_raise;
    if (type_of(self) == &type_coroutine_await) self = ((struct coroutine_await *)obj_of(self))->coroutine;
    if (type_of(self) == &type_asend) return asend_throw(th, (struct asend *)obj_of(self), exc, DELIVER_next);
    return generator_throw(th, generator_of(self), exc, DELIVER_next);
}
static enum did run_close(struct thread *th, struct args args) {
    const value *a = args.items;
    value self = a[0];
    if (type_of(self) == &type_coroutine_await) self = ((struct coroutine_await *)obj_of(self))->coroutine;
    if (type_of(self) == &type_asend) {
        ((struct asend *)obj_of(self))->state = GEN_closed;
        return did_value(th, NONE);
    }
    return generator_close(th, generator_of(self), DELIVER_push);
}
static const struct operation operation_send = OPERATION(run_send), operation_throw = OPERATION(run_throw), operation_close = OPERATION(run_close);

static enum answer method_send(struct thread *th, struct call *c) {
    (void)th;
    return tail_call(c, from_obj(&operation_send), c->args, c->nargs);
}
static enum answer method_throw(struct thread *th, struct call *c) {
    (void)th;
    return tail_call(c, from_obj(&operation_throw), c->args, c->args[2] == NONE ? 2 : 3);
}
static enum answer method_close(struct thread *th, struct call *c) {
    (void)th;
    return tail_call(c, from_obj(&operation_close), c->args, 1);
}
static enum answer method_self(struct thread *th, struct call *c) {
    (void)th;
    return give(c, c->args[0]);
}
static enum answer method_await(struct thread *th, struct call *c) {
    struct coroutine_await *w = heap_new(th, &type_coroutine_await, sizeof *w);
    w->coroutine = c->args[0];
    return give(c, from_obj(w));
}
static enum answer method_anext(struct thread *th, struct call *c) { return give(c, asend_new(th, c->args[0], ASEND_send, NONE)); }
static enum answer method_asend(struct thread *th, struct call *c) { return give(c, asend_new(th, c->args[0], ASEND_send, c->args[1])); }
static enum answer method_athrow(struct thread *th, struct call *c) {
    value exc;
    if (!thrown_value(th, c->args[1], c->args[2], &exc)) return FAIL;
    return give(c, asend_new(th, c->args[0], ASEND_throw, exc));
}
static enum answer method_aclose(struct thread *th, struct call *c) { return give(c, asend_new(th, c->args[0], ASEND_close, NONE)); }

#define DRIVING                                                                                                          \
    {"send", "self, value, /", method_send, NATIVE_nopoll, "Resumes it; the value is what its yield gives."},            \
        {"throw", "self, type, value=None, traceback=None, /", method_throw, NATIVE_nopoll, "Raises where it stands."},  \
        {"close", "self, /", method_close, NATIVE_nopoll, "Raises GeneratorExit where it stands."}

static const struct native generator_methods[] = {
    DRIVING,
    {"__next__", "self, /", method_send, NATIVE_nopoll, "Resumes it."},
    {"__iter__", "self, /", method_self, NATIVE_nopoll, "Itself."},
    {0},
};
static const struct native coroutine_methods[] = {
    DRIVING,
    {"__await__", "self, /", method_await, NATIVE_nopoll, "An iterator that drives it."},
    {0},
};
static const struct native await_methods[] = {
    DRIVING,
    {"__next__", "self, /", method_send, NATIVE_nopoll, "Resumes it."},
    {"__iter__", "self, /", method_self, NATIVE_nopoll, "Itself."},
    {"__await__", "self, /", method_self, NATIVE_nopoll, "Itself."},
    {0},
};
static const struct native async_generator_methods[] = {
    {"__aiter__", "self, /", method_self, NATIVE_nopoll, "Itself."},
    {"__anext__", "self, /", method_anext, NATIVE_nopoll, "An awaitable for its next value."},
    {"asend", "self, value, /", method_asend, NATIVE_nopoll, "An awaitable that sends a value in."},
    {"athrow", "self, type, value=None, traceback=None, /", method_athrow, NATIVE_nopoll, "An awaitable that raises inside."},
    {"aclose", "self, /", method_aclose, NATIVE_nopoll, "An awaitable that closes it."},
    {0},
};

/* -- types -- */

static void generator_visit(struct obj *o, struct visitor *v) {
    struct generator *g = (struct generator *)o;
    v->slot(v, &g->frame);
    v->slot(v, &g->name);
    v->slot(v, &g->qualname);
}

static bool generator_repr(struct thread *th, value self, struct buf *out) {
    size_t n;
    const struct type *t = type_of(self);
    const char *what = t == &type_coroutine ? "coroutine" : t == &type_async_generator ? "async_generator" : "generator";
    buf_printf(out, "<%s object %s at 0x%012llx>", what, str_text(generator_of(self)->qualname, &n), (unsigned long long)object_id(th, self));
    return true;
}

static bool generator_getattr(struct thread *th, value self, value name, value *out) {
    struct generator *g = generator_of(self);
    size_t n;
    const char *text = str_text(name, &n);
    *out = NIL;
    if (name == name_of(th, NAME_name)) *out = g->name;
    else if (name == name_of(th, NAME_qualname)) *out = g->qualname;
    else if (n > 3 && (text[0] == 'g' || text[0] == 'c' || text[0] == 'a') && text[2] == '_') {
        if (str_is(name + 0, "gi_running") || str_is(name, "cr_running") || str_is(name, "ag_running")) *out = from_bool(g->state == GEN_running || g->agen_running);
        else if (str_is(name, "gi_code") || str_is(name, "cr_code") || str_is(name, "ag_code")) *out = g->code;
        else if (str_is(name, "gi_frame") || str_is(name, "cr_frame") || str_is(name, "ag_frame")) *out = g->frame == NIL ? NONE : frame_view_of_code(th, frame_of(g->frame)->code->code, code_line(frame_of(g->frame)->code, frame_of(g->frame)->at));
        else if (str_is(name, "gi_suspended") || str_is(name, "cr_suspended")) *out = from_bool(g->state == GEN_suspended);
        else if (str_is(name, "gi_yieldfrom") || str_is(name, "cr_await") || str_is(name, "ag_await")) {
            *out = generator_yield_from(g);
            if (*out == NIL) *out = NONE;
        }
    }
    return true;
}

static bool iter_self(struct thread *th, value self, value *out) {
    (void)th;
    return *out = self, true;
}

const struct type type_generator = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "generator", .module = "builtins", .base = &type_object, .size = sizeof(struct generator),
    .visit = generator_visit, .repr = generator_repr, .getattr = generator_getattr, .iter = iter_self, .next = generator_next_nested,
    .methods = generator_methods, .doc = "A function that can leave and come back.",
};
const struct type type_coroutine = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "coroutine", .module = "builtins", .base = &type_object, .size = sizeof(struct generator),
    .visit = generator_visit, .repr = generator_repr, .getattr = generator_getattr, .methods = coroutine_methods,
    .doc = "A function that can wait.",
};
const struct type type_async_generator = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "async_generator", .module = "builtins", .base = &type_object,
    .size = sizeof(struct generator), .visit = generator_visit, .repr = generator_repr, .getattr = generator_getattr,
    .methods = async_generator_methods, .doc = "A generator that can wait.",
};

static void asend_visit(struct obj *o, struct visitor *v) {
    v->slot(v, &((struct asend *)o)->generator);
    v->slot(v, &((struct asend *)o)->value);
}
const struct type type_asend = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "async_generator_asend", .module = "builtins", .base = &type_object,
    .size = sizeof(struct asend), .visit = asend_visit, .iter = iter_self, .methods = await_methods, .doc = "Drives an asynchronous generator.",
};

static void wrapped_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct agen_wrapped *)o)->value); }
const struct type type_agen_wrapped = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "async_generator_wrapped_value", .module = "builtins", .base = &type_object,
    .size = sizeof(struct agen_wrapped), .visit = wrapped_visit, .doc = "A value on its way out of an asynchronous generator.",
};

static void await_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct coroutine_await *)o)->coroutine); }
const struct type type_coroutine_await = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "coroutine_wrapper", .module = "builtins", .base = &type_object,
    .size = sizeof(struct coroutine_await), .visit = await_visit, .iter = iter_self, .methods = await_methods, .doc = "Drives a coroutine.",
};
