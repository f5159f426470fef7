/* An exception on its way out: frames are left until a row of some exception table takes it. */
#include "python/exception.h"
#include "python/exec.h"
#include "python/generator.h"

static const struct handler *find_handler(const struct frame *f) {
    const struct code *c = f->code->code;
    int32_t at = (int32_t)f->code->words[f->at].index;
    for (int i = 0; i < c->handler_count; i++)
        if (c->handlers[i].start <= at && at < c->handlers[i].end) return &c->handlers[i];
    return NULL;
}

/* Generators that only this loop held are closed, as the last reference's end would (nested; what they raise is lost). */
static void close_owned(struct thread *th, struct frame *f, uint32_t from) {
    for (uint32_t i = f->sp; i-- > from;) {
        value v = f->slots[i], ignored;
        if (!is_generator(v) || !generator_of(v)->loop_owned || generator_of(v)->state != GEN_suspended) continue;
        if (frame_of(generator_of(v)->frame)->code->code->handler_count == 0) continue;
        value exc = exc_take(th), told;
        if (type_of(v) == &type_async_generator) {
            told = dict_get_str(th->process->stdlib, str_interned(th, "builtins drop_agen"));
            if (told != NIL && !object_call(th, told, &v, 1, NIL, &ignored)) exc_take(th);
        } else if (!object_call_method(th, v, "close", NULL, 0, &ignored)) {
            exc_take(th);
        }
        th->exc = exc;
    }
}

static enum did caught(struct thread *th, struct frame *f, const struct handler *h) {
    uint32_t to = (uint32_t)(f->code->code->local_count + h->depth);
    close_owned(th, f, to);
    f->sp = to;
    f->kwnames = NIL;
    if (h->lasti) f->slots[f->sp++] = from_small(f->number ? f->number - 1 : (int64_t)f->at);
    f->number = 0;
    f->slots[f->sp++] = exc_take(th);
    f->ip = f->code->starts[h->target];
    return DID_frame;
}

static void drop(struct thread *th, struct frame *f) {
    th->frame = f->back == NIL ? NULL : frame_back(f);
    frame_free(th, f);
}

enum did unwind(struct thread *th, bool first) {
    bool add = first;
    for (;;) {
        struct frame *f = th->frame;
        ASSERT(f && th->exc != NIL);
        if (f->kind == FRAME_step) {
            if (f->step->raised) return f->step->raised(th, f);
            drop(th, f);
            add = true;
            continue;
        }
        if (f->kind == FRAME_native) {
            th->call_pending = false;
            th->call_args = NIL;
            drop(th, f);
            continue;
        }
        if (add) f->number = 0;
        if (add) exc_pass(th, th->exc, f->code->code, (int)f->code->words[f->at].index);
        add = true;
        const struct handler *h = find_handler(f);
        if (h) return caught(th, f, h);
        close_owned(th, f, (uint32_t)f->code->code->local_count);
        if (f->owner != NIL) {
            generator_died(th, f);
        } else {
            th->depth--;
            drop(th, f);
        }
    }
}

void vm_unwind(struct thread *th) {
    while (th->frame) {
        struct frame *f = th->frame;
        th->frame = f->back == NIL ? NULL : frame_back(f);
        if (f->kind == FRAME_python && f->owner != NIL) {
            f->back = NIL;
            generator_of(f->owner)->state = GEN_closed;
            generator_of(f->owner)->frame = NIL;
        }
        frame_free(th, f);
    }
    th->depth = 0;
    th->call_pending = false;
    th->call_args = NIL;
}

void vm_visit(struct thread *th, struct visitor *v) {
    value frame = th->frame ? from_obj(th->frame) : NIL;
    v->slot(v, &frame);
    th->frame = frame == NIL ? NULL : frame_of(frame);
    v->slot(v, &th->call_args);
    if (th->call_args != NIL) th->call.args = frame_of(th->call_args)->slots;
    for (size_t i = 0; i < CALL_KEEP; i++) v->slot(v, &th->call.keep[i]);
    v->slot(v, &th->call.result);
    v->slot(v, &th->call.tail);
    for (size_t i = 0; i < th->call.tail_count && i < 4; i++) v->slot(v, &th->call.tail_args[i]);
    v->slot(v, &th->call.tail_tuple);
    v->slot(v, &th->call.tail_kwargs);
    v->slot(v, &th->result);
    v->slot(v, &th->answers);
}
