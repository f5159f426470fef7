#include "python/frame.h"

#include "python/heap.h"
#include "python/vm.h"

static void frame_visit(struct obj *o, struct visitor *v) {
    struct frame *f = (struct frame *)o;
    v->slot(v, &f->back);
    v->slot(v, &f->function);
    v->slot(v, &f->globals);
    v->slot(v, &f->names);
    v->slot(v, &f->owner);
    v->slot(v, &f->keep);
    v->slot(v, &f->kwnames);
    v->slot(v, &f->handled);
    v->slot(v, &f->caller_handled);
    uint32_t n = f->kind == FRAME_python ? f->sp : f->room;
    for (uint32_t i = 0; i < n; i++) v->slot(v, &f->slots[i]);
}

const struct type type_frame = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "frame", .module = "builtins", .base = &type_object, .size = sizeof(struct frame),
    .visit = frame_visit, .doc = "What a thread is in the middle of.",
};

struct frame *frame_new(struct thread *th, enum frame_kind kind, size_t slots) {
    struct frame *f = heap_new(th, &type_frame, sizeof *f + slots * sizeof(value));
    f->kind = (uint8_t)kind;
    f->room = (uint32_t)slots;
    return f;
}

void frame_enter(struct thread *th, struct frame *f) {
    f->back = th->frame ? from_obj(th->frame) : NIL;
    th->frame = f;
    if (f->kind == FRAME_python) th->depth++;
}

struct frame *frame_push_step(struct thread *th, const struct step *step, size_t slots, enum deliver deliver) {
    struct frame *f = frame_new(th, FRAME_step, slots);
    f->step = step;
    f->deliver = (uint8_t)deliver;
    frame_enter(th, f);
    return f;
}

void frame_free(struct thread *th, struct frame *f) { heap_free(th, f); }

enum did deliver_value(struct thread *th, enum deliver deliver, value keep, value v) {
    switch (deliver) {
    case DELIVER_push: case DELIVER_for: case DELIVER_send: case DELIVER_next: return did_value(th, v);
    case DELIVER_drop:
        if (th->frame && th->frame->kind == FRAME_step) return did_value(th, v);
        return DID_next;
    case DELIVER_init:
        th->ran_native = true;
        if (v != NONE) {
            raise_error(th, "TypeError", "__init__() should return None, not '%s'", type_name(v));
            return DID_raise;
        }
        return did_value(th, keep);
    case DELIVER_end:
        th->result = v;
        return DID_end;
    }
    UNREACHABLE();
}

enum did frame_finish(struct thread *th, struct frame *f, value v) {
    enum deliver deliver = (enum deliver)f->deliver;
    value keep = f->keep;
    th->frame = f->back == NIL ? NULL : frame_back(f);
    if (f->kind == FRAME_python) th->depth--;
    frame_free(th, f);
    return deliver_value(th, deliver, keep, v);
}
