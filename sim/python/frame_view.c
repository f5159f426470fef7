#include "python/frame_view.h"

#include "python/heap.h"
#include "python/exception.h"
#include "python/type_dict.h"
#include "python/vm.h"

struct frame_view {
    struct obj head;
    value code, globals, back;
    int32_t line, depth; /* depth -1: of a traceback */
};

static struct frame_view *view_of(value v) { return (struct frame_view *)obj_of(v); }

static const struct frame *frame_at(const struct thread *th, int64_t depth) {
    for (const struct frame *f = th->frame; f; f = f->back == NIL ? NULL : frame_back(f))
        if (f->kind == FRAME_python && !(f->code->code->flags & (CODE_hidden | CODE_native)) && depth-- == 0) return f;
    return NULL;
}

bool frame_place(struct thread *th, int64_t depth, struct frame_place *out) {
    const struct frame *f = frame_at(th, depth);
    if (!f) return false;
    *out = (struct frame_place){f->code->code, code_line(f->code, f->at), f->globals};
    return true;
}

static value view_new(struct thread *th, value code, value globals, int line, int depth) {
    struct frame_view *v = heap_new(th, &type_frame_view, sizeof *v);
    v->code = code;
    v->globals = globals;
    v->line = line;
    v->depth = depth;
    return from_obj(v);
}

value frame_view(struct thread *th, int64_t depth) {
    struct frame_place p;
    if (!frame_place(th, depth, &p)) return NIL;
    value first = NIL, last = NIL;
    for (; frame_place(th, depth, &p); depth++) {
        value v = view_new(th, vm_code_object(th->world, p.code), p.globals, p.line, (int)depth);
        if (last != NIL) view_of(last)->back = v;
        else first = v;
        last = v;
    }
    return first;
}

value frame_view_of_code(struct thread *th, const struct code *code, int line) {
    return view_new(th, vm_code_object(th->world, code), NIL, line, -1);
}

static void view_visit(struct obj *o, struct visitor *v) {
    struct frame_view *f = (struct frame_view *)o;
    v->slot(v, &f->code);
    v->slot(v, &f->globals);
    v->slot(v, &f->back);
}

static bool view_code(struct thread *th, value self, value *out) { (void)th; return *out = view_of(self)->code, true; }
static bool view_line(struct thread *th, value self, value *out) { (void)th; return *out = from_small(view_of(self)->line), true; }
static bool view_back(struct thread *th, value self, value *out) {
    (void)th;
    return *out = view_of(self)->back == NIL ? NONE : view_of(self)->back, true;
}
static bool view_globals(struct thread *th, value self, value *out) {
    *out = view_of(self)->globals == NIL ? th->process->main_globals : view_of(self)->globals;
    return true;
}
static bool view_locals(struct thread *th, value self, value *out) {
    (void)self;
    *out = NIL;
    return raise_unsupported(th, "f_locals of a frame");
}

static const struct getset view_getsets[] = {
    {"f_code", view_code, NULL, NULL}, {"f_lineno", view_line, NULL, NULL}, {"f_back", view_back, NULL, NULL},
    {"f_globals", view_globals, NULL, NULL}, {"f_locals", view_locals, NULL, NULL}, {NULL, NULL, NULL, NULL},
};
const struct type type_frame_view = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "frame", .module = "builtins", .base = &type_object,
    .size = sizeof(struct frame_view), .visit = view_visit, .getsets = view_getsets, .doc = "A frame as a program sees it.",
};
