/* weakref: a box that does not keep its content alive. The collector empties boxes whose content only boxes hold (heap_mark.c). */
#include "python/heap.h"
#include "python/process.h"
#include "stdlib/support.h"

struct box {
    struct obj head;
    value content; /* NIL: gone */
};

static struct box *box_of(value v) { return (struct box *)obj_of(v); }

static void box_visit(struct obj *o, struct visitor *v) {
    struct box *b = (struct box *)o;
    if (v->weak) v->weak(v, &b->content);
    else v->slot(v, &b->content);
}

static enum answer box_make(struct thread *th, struct call *c) {
    struct box *b = heap_new(th, as_type(c->args[0]), sizeof *b);
    b->content = c->args[1];
    return give(c, from_obj(b));
}

static enum answer box_get(struct thread *th, struct call *c) {
    (void)th;
    value v = box_of(c->args[0])->content;
    return give(c, v == NIL ? NONE : v);
}

static enum answer weakref_collect(struct thread *th, struct call *c) {
    th->process->pressed = true; /* before the next instruction */
    return give_none(c);
}

static const struct native box_methods[] = {
    {"get", "self, /", box_get, NATIVE_hidden | NATIVE_nopoll, "The content, or None when it is gone."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct native box_make_row = {"box", "cls, content, /", box_make, NATIVE_hidden | NATIVE_nopoll, "A box with its content."};
static const struct type type_box = {
    .head = TYPE_HEAD, .name = "box", .module = "_weakref", .base = &type_object, .size = sizeof(struct box),
    .visit = box_visit, .make = &box_make_row, .methods = box_methods,
};
static const struct native functions[] = {
    {"collect", "", weakref_collect, NATIVE_hidden | NATIVE_nopoll, "Garbage is collected before the next instruction."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct type *const types[] = {&type_box, NULL};
const struct module_def module_weakref = {"weakref", functions, types, NULL, "Boxes that do not keep alive."};
