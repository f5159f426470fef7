/* property, classmethod, staticmethod, super, and getset rows as objects. Models CPython Objects/descrobject.c and funcobject.c. */
#include "python/attr.h"
#include "python/class.h"
#include "python/heap.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* -- property -- */

static struct property *property_of(value v) { return (struct property *)obj_of(v); }
static value or_nil(value v) { return v == NONE ? NIL : v; }

static enum answer property_make(struct thread *th, struct call *c) {
    const struct type *t = as_type(c->args[0]);
    struct property *p = heap_new(th, t, t->size);
    p->get = or_nil(c->args[1]);
    p->set = or_nil(c->args[2]);
    p->delete = or_nil(c->args[3]);
    p->doc = or_nil(c->args[4]);
    if (p->doc == NIL && is_function(p->get)) p->doc = or_nil(function_of(p->get)->doc);
    return give(c, from_obj(p));
}

/* A copy with one accessor replaced: @x.setter */
static enum answer property_with(struct thread *th, struct call *c, int which) {
    const struct property *p = property_of(c->args[0]);
    const struct type *t = type_of(c->args[0]);
    struct property *q = heap_new(th, t, t->size);
    q->get = which == 0 ? c->args[1] : p->get;
    q->set = which == 1 ? c->args[1] : p->set;
    q->delete = which == 2 ? c->args[1] : p->delete;
    q->doc = p->doc;
    q->name = p->name;
    return give(c, from_obj(q));
}
static enum answer property_getter(struct thread *th, struct call *c) { return property_with(th, c, 0); }
static enum answer property_setter(struct thread *th, struct call *c) { return property_with(th, c, 1); }
static enum answer property_deleter(struct thread *th, struct call *c) { return property_with(th, c, 2); }

static enum answer property_dunder_get(struct thread *th, struct call *c) {
    struct attr a;
    value self = c->args[1] == NONE ? NIL : c->args[1];
    const struct type *t = self == NIL ? as_type(c->args[2]) : type_of(self);
    if (self == NIL) return give(c, c->args[0]);
    if (property_of(c->args[0])->get == NIL) {
        raise_error(th, "AttributeError", "property of '%s' object has no getter", t->name);
        return FAIL;
    }
    a.args[0] = self;
    return tail_call(c, property_of(c->args[0])->get, a.args, 1);
}

static bool property_getattr(struct thread *th, value self, value name, value *out) {
    const struct property *p = property_of(self);
    (void)th;
    *out = NIL;
    if (str_is(name, "fget")) *out = p->get == NIL ? NONE : p->get;
    else if (str_is(name, "fset")) *out = p->set == NIL ? NONE : p->set;
    else if (str_is(name, "fdel")) *out = p->delete == NIL ? NONE : p->delete;
    else if (str_is(name, "__doc__")) *out = p->doc == NIL ? NONE : p->doc;
    else if (str_is(name, "__isabstractmethod__") && p->get != NIL) {
        if (!object_find_attr(th, p->get, name, out)) return false;
        if (*out == NIL) *out = FALSE;
    }
    return true;
}

static void property_visit(struct obj *o, struct visitor *v) {
    struct property *p = (struct property *)o;
    v->slot(v, &p->get);
    v->slot(v, &p->set);
    v->slot(v, &p->delete);
    v->slot(v, &p->doc);
    v->slot(v, &p->name);
    v->slot(v, &p->dict);
}

static const struct native property_make_row = {"property", "cls, fget=None, fset=None, fdel=None, doc=None", property_make, 0,
                                                "A managed attribute."};
static const struct native property_methods[] = {
    {"getter", "self, fget, /", property_getter, 0, "A copy with another getter."},
    {"setter", "self, fset, /", property_setter, 0, "A copy with another setter."},
    {"deleter", "self, fdel, /", property_deleter, 0, "A copy with another deleter."},
    {"__get__", "self, instance, owner=None, /", property_dunder_get, 0, "The attribute's value."},
    {0},
};
const struct type type_property = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "property", .module = "builtins", .base = &type_object, .size = sizeof(struct property),
    .dict_offset = offsetof(struct property, dict), .flags = TYPE_base, .visit = property_visit, .make = &property_make_row,
    .getattr = property_getattr, .methods = property_methods, .doc = "A managed attribute.",
};

/* -- classmethod, staticmethod -- */

static struct wrapper *wrapper_of(value v) { return (struct wrapper *)obj_of(v); }

static enum answer wrapper_make(struct thread *th, struct call *c) {
    const struct type *t = as_type(c->args[0]);
    struct wrapper *w = heap_new(th, t, t->size);
    w->function = c->args[1];
    return give(c, from_obj(w));
}

static bool wrapper_getattr(struct thread *th, value self, value name, value *out) {
    if (name == name_of(th, NAME_func) || name == name_of(th, NAME_wrapped)) return *out = wrapper_of(self)->function, true;
    if (str_is(name, "__isabstractmethod__") || str_is(name, "__name__") || str_is(name, "__doc__") || str_is(name, "__qualname__"))
        return object_find_attr(th, wrapper_of(self)->function, name, out);
    return *out = NIL, true;
}

static void wrapper_visit(struct obj *o, struct visitor *v) {
    v->slot(v, &((struct wrapper *)o)->function);
    v->slot(v, &((struct wrapper *)o)->dict);
}

static enum answer classmethod_get(struct thread *th, struct call *c) {
    value t = c->args[2] != NONE ? c->args[2] : from_obj(type_of(c->args[1]));
    return give(c, method_new(th, wrapper_of(c->args[0])->function, t));
}
static enum answer staticmethod_get(struct thread *th, struct call *c) {
    (void)th;
    return give(c, wrapper_of(c->args[0])->function);
}

static const struct native classmethod_make_row = {"classmethod", "cls, function, /", wrapper_make, 0, "A method that gets the class."};
static const struct native staticmethod_make_row = {"staticmethod", "cls, function, /", wrapper_make, 0, "A function in a class, not bound."};
static const struct native classmethod_methods[] = {{"__get__", "self, instance, owner=None, /", classmethod_get, 0, "Bound to the class."}, {0}};
static const struct native staticmethod_methods[] = {{"__get__", "self, instance, owner=None, /", staticmethod_get, 0, "The function."}, {0}};

const struct type type_classmethod = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "classmethod", .module = "builtins", .base = &type_object, .size = sizeof(struct wrapper),
    .dict_offset = offsetof(struct wrapper, dict), .flags = TYPE_base | TYPE_dict, .visit = wrapper_visit, .make = &classmethod_make_row,
    .getattr = wrapper_getattr, .methods = classmethod_methods, .doc = "A method that gets the class.",
};
const struct type type_staticmethod = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "staticmethod", .module = "builtins", .base = &type_object, .size = sizeof(struct wrapper),
    .dict_offset = offsetof(struct wrapper, dict), .flags = TYPE_base | TYPE_dict, .visit = wrapper_visit, .make = &staticmethod_make_row,
    .getattr = wrapper_getattr, .methods = staticmethod_methods, .doc = "A function in a class, not bound.",
};

/* -- super -- */

/* super() without arguments: the calling function's first argument and its __class__ cell. */
static bool super_implied(struct thread *th, value *start, value *self) {
    const struct frame *f = th->frame;
    while (f && f->kind != FRAME_python) f = f->back == NIL ? NULL : frame_back(f);
    if (!f || f->code->code->argcount == 0) return raise_error(th, "RuntimeError", "super(): no arguments");
    const struct code *c = f->code->code;
    *self = f->slots[0];
    if (c->is_cell[0] && *self != NIL && is_obj(*self) && type_of(*self) == &type_cell) *self = cell_of(*self)->content;
    if (*self == NIL) return raise_error(th, "RuntimeError", "super(): arg[0] deleted");
    for (int i = c->local_count - c->nfrees; i < c->local_count; i++)
        if (f->code->locals[i] == name_of(th, NAME_class)) {
            *start = cell_of(f->slots[i])->content;
            if (*start == NIL) return raise_error(th, "RuntimeError", "super(): empty __class__ cell");
            return true;
        }
    return raise_error(th, "RuntimeError", "super(): __class__ cell not found");
}

static enum answer super_make(struct thread *th, struct call *c) {
    value start = c->args[1], self = c->args[2];
    if (start == NIL && !super_implied(th, &start, &self)) return FAIL;
    if (!is_type(start)) {
        raise_error(th, "TypeError", "super() argument 1 must be a type, not %s", type_name(start));
        return FAIL;
    }
    struct super *s = heap_new(th, &type_super, sizeof *s);
    s->start = start;
    s->self = self == NONE ? NIL : self;
    if (s->self != NIL) {
        bool of_class = is_type(self) && type_is_sub(as_type(self), as_type(start));
        s->self_type = of_class ? self : from_obj(type_of(self));
        if (!of_class && !type_is_sub(type_of(self), as_type(start))) {
            raise_error(th, "TypeError", "super(type, obj): obj must be an instance or subtype of type");
            return FAIL;
        }
    }
    return give(c, from_obj(s));
}

static void super_visit(struct obj *o, struct visitor *v) {
    struct super *s = (struct super *)o;
    v->slot(v, &s->start);
    v->slot(v, &s->self);
    v->slot(v, &s->self_type);
}

static bool super_repr(struct thread *th, value self, struct buf *out) {
    const struct super *s = (struct super *)obj_of(self);
    (void)th;
    buf_printf(out, "<super: <class '%s'>, <%s object>>", as_type(s->start)->name, s->self == NIL ? "NULL" : as_type(s->self_type)->name);
    return true;
}

static const struct native super_make_row = {"super", "cls, type=?, obj=None, /", super_make, 0, "Attributes of the classes after this one."};
const struct type type_super = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "super", .module = "builtins", .base = &type_object, .size = sizeof(struct super),
    .visit = super_visit, .repr = super_repr, .make = &super_make_row, .doc = "Attributes of the classes that follow in the mro.",
};

/* -- getset rows -- */

static bool getset_repr(struct thread *th, value self, struct buf *out) {
    const struct getset_obj *g = (struct getset_obj *)obj_of(self);
    (void)th;
    buf_printf(out, "<attribute '%s' of '%s' objects>", g->row->name, g->owner->name);
    return true;
}

const struct type type_getset = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "getset_descriptor", .module = "builtins", .base = &type_object,
    .size = sizeof(struct getset_obj), .repr = getset_repr, .doc = "An attribute computed in C.",
};
