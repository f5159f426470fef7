/* The types `type` and `object`. Models CPython Objects/typeobject.c. */
#include <string.h>

#include "python/attr.h"
#include "python/class.h"
#include "python/heap.h"
#include "python/slot_methods.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* -- type -- */

static struct class_obj *class_or_null(value v) { return is_class(as_type(v)) ? class_of(as_type(v)) : NULL; }

static bool get_name(struct thread *th, value self, value *out) {
    struct class_obj *c = class_or_null(self);
    return *out = c ? c->name : str_interned(th, as_type(self)->name), true;
}
static bool set_name(struct thread *th, value self, value item) {
    struct class_obj *c = class_or_null(self);
    size_t n;
    if (!c || item == NIL || !is_str(item)) return raise_error(th, "TypeError", "can only assign string to %s.__name__", as_type(self)->name);
    c->name = item;
    c->type.name = str_text(str_interned(th, str_text(item, &n)), &n);
    return true;
}
static bool get_qualname(struct thread *th, value self, value *out) {
    struct class_obj *c = class_or_null(self);
    return *out = c ? c->qualname : str_interned(th, as_type(self)->name), true;
}
static bool set_qualname(struct thread *th, value self, value item) {
    struct class_obj *c = class_or_null(self);
    if (!c || item == NIL || !is_str(item)) return raise_error(th, "TypeError", "can only assign string to %s.__qualname__", as_type(self)->name);
    return c->qualname = item, true;
}
static bool from_dict(struct thread *th, value self, enum name_id name, value *out) {
    struct class_obj *c = class_or_null(self);
    *out = c ? dict_get_str(c->dict, name_of(th, name)) : NIL;
    return true;
}
static bool get_module(struct thread *th, value self, value *out) {
    from_dict(th, self, NAME_module, out);
    if (*out == NIL) *out = str_interned(th, as_type(self)->module ? as_type(self)->module : "builtins");
    return true;
}
static bool set_module(struct thread *th, value self, value item) {
    struct class_obj *c = class_or_null(self);
    size_t n;
    if (!c || item == NIL) return raise_error(th, "TypeError", "cannot set '__module__' attribute of immutable type '%s'", as_type(self)->name);
    if (is_str(item)) c->type.module = str_text(str_interned(th, str_text(item, &n)), &n);
    c->module = item;
    return class_store(th, c, name_of(th, NAME_module), item);
}
static bool get_doc(struct thread *th, value self, value *out) {
    from_dict(th, self, NAME_doc, out);
    if (*out == NIL) *out = as_type(self)->doc ? str_cstr(th, as_type(self)->doc) : NONE;
    return true;
}
static bool set_doc(struct thread *th, value self, value item) {
    struct class_obj *c = class_or_null(self);
    if (!c) return raise_error(th, "TypeError", "cannot set '__doc__' attribute of immutable type '%s'", as_type(self)->name);
    return class_store(th, c, name_of(th, NAME_doc), item);
}
static bool get_mro(struct thread *th, value self, value *out) { return *out = type_mro(th, as_type(self)), true; }
static bool get_bases(struct thread *th, value self, value *out) {
    struct class_obj *c = class_or_null(self);
    value base = as_type(self)->base ? from_obj(as_type(self)->base) : NIL;
    return *out = c ? c->bases : tuple_new(th, &base, base != NIL), true;
}
static bool get_base(struct thread *th, value self, value *out) {
    (void)th;
    return *out = as_type(self)->base ? from_obj(as_type(self)->base) : NONE, true;
}

value type_namespace(struct thread *th, const struct type *t) {
    if (is_class(t)) return class_of(t)->dict;
    value d = dict_new(th);
    const struct native *w;
    for (size_t i = 0; (w = slot_method_at(t, i)); i++) dict_set_str(th, d, str_interned(th, w->name), native_method(th, w, t));
    for (const struct native *n = t->methods; n && n->name; n++) dict_set_str(th, d, str_interned(th, n->name), native_method(th, n, t));
    for (const struct getset *g = t->getsets; g && g->name; g++) {
        value name = str_interned(th, g->name);
        dict_set_str(th, d, name, type_lookup(th, t, name));
    }
    return d;
}
static bool get_dict(struct thread *th, value self, value *out) { return *out = type_namespace(th, as_type(self)), true; }

static bool get_annotations(struct thread *th, value self, value *out) {
    struct class_obj *c = class_or_null(self);
    if (!c) return raise_no_attribute(th, self, name_of(th, NAME_annotations));
    *out = dict_get_str(c->dict, name_of(th, NAME_annotations));
    if (*out == NIL) dict_set_str(th, c->dict, name_of(th, NAME_annotations), *out = dict_new(th));
    return true;
}
static bool set_annotations(struct thread *th, value self, value item) {
    struct class_obj *c = class_or_null(self);
    if (!c) return raise_error(th, "TypeError", "cannot set '__annotations__' attribute of immutable type '%s'", as_type(self)->name);
    return class_store(th, c, name_of(th, NAME_annotations), item);
}
static bool get_abstract(struct thread *th, value self, value *out) {
    from_dict(th, self, NAME_abstractmethods, out);
    return *out != NIL || raise_no_attribute(th, self, name_of(th, NAME_abstractmethods));
}
static bool set_abstract(struct thread *th, value self, value item) {
    struct class_obj *c = class_or_null(self);
    if (!c) return raise_error(th, "TypeError", "cannot set '__abstractmethods__' attribute of immutable type '%s'", as_type(self)->name);
    return class_store(th, c, name_of(th, NAME_abstractmethods), item);
}

static const struct getset type_getsets[] = {
    {"__name__", get_name, set_name, "Name."},
    {"__qualname__", get_qualname, set_qualname, "Dotted name within its module."},
    {"__module__", get_module, set_module, "Module of its definition."},
    {"__doc__", get_doc, set_doc, "Documentation."},
    {"__mro__", get_mro, NULL, "Where attributes are looked up, in order."},
    {"__bases__", get_bases, NULL, "The classes it inherits from."},
    {"__base__", get_base, NULL, "The base whose layout it extends."},
    {"__dict__", get_dict, NULL, "Namespace."},
    {"__annotations__", get_annotations, set_annotations, "Annotations of the class body."},
    {"__abstractmethods__", get_abstract, set_abstract, "Names of methods without an implementation."},
    {0},
};

static enum answer type_make(struct thread *th, struct call *c) {
    const struct type *meta = as_type(c->args[0]);
    size_t n = tuple_len(c->args[1]);
    const value *a = tuple_items(c->args[1]);
    static const char *const kinds[] = {"str", "tuple", "dict"};
    if (meta == &type_type && n != 3) return raise_error(th, "TypeError", "type() takes 1 or 3 arguments"), FAIL;
    if (n != 3) return raise_error(th, "TypeError", "type.__new__() takes exactly 3 arguments (%zu given)", n), FAIL;
    const bool fits[] = {is_str(a[0]), is_tuple(a[1]), is_dict(a[2])};
    for (int i = 0; i < 3; i++)
        if (!fits[i]) return raise_error(th, "TypeError", "type.__new__() argument %d must be %s, not %s", i + 1, kinds[i], type_name(a[i])), FAIL;
    return class_new(th, meta, a[0], a[1], a[2], c->args[2], &c->result) ? DONE : FAIL;
}

static enum answer type_init(struct thread *th, struct call *c) {
    (void)th;
    return give(c, NONE);
}
static enum answer type_mro_method(struct thread *th, struct call *c) {
    value mro = type_mro(th, as_type(c->args[0]));
    return give(c, list_new(th, tuple_items(mro), tuple_len(mro)));
}
static enum answer type_subclasses(struct thread *th, struct call *c) {
    struct class_obj *k = class_or_null(c->args[0]);
    return give(c, k ? list_new(th, list_items(k->subclasses), list_len(k->subclasses)) : list_new(th, NULL, 0));
}
static enum answer type_instancecheck(struct thread *th, struct call *c) {
    (void)th;
    return give(c, from_bool(is_a(c->args[1], as_type(c->args[0]))));
}
static enum answer type_subclasscheck(struct thread *th, struct call *c) {
    if (!is_type(c->args[1])) {
        raise_error(th, "TypeError", "issubclass() arg 1 must be a class");
        return FAIL;
    }
    return give(c, from_bool(type_is_sub(as_type(c->args[1]), as_type(c->args[0]))));
}
static enum answer type_prepare(struct thread *th, struct call *c) { return give(c, dict_new(th)); }

/* type.__call__(cls, *args, **kwargs): makes the instance whatever the metaclass says. args: class, tuple, dict or NIL */
static enum did run_type_call(struct thread *th, struct args a) {
    const value *args = a.items;
    value kwargs = a.npos > 2 ? args[2] : NIL, names = NIL, key, item, list = list_new(th, tuple_items(args[1]), tuple_len(args[1]));
    if (kwargs != NIL) {
        names = tuple_new(th, NULL, dict_len(kwargs));
        for (size_t pos = 0, i = 0; dict_next(kwargs, &pos, &key, &item); i++) {
            tuple_items(names)[i] = key;
            list_append(th, list, item);
        }
    }
    return type_call(th, as_type(args[0]), (struct args){list_items(list), tuple_len(args[1]), names}, DELIVER_push, NIL);
}
static const struct operation operation_type_call = OPERATION(run_type_call);

static enum answer type_dunder_call(struct thread *th, struct call *c) {
    (void)th;
    return tail_call(c, from_obj(&operation_type_call), c->args, c->args[2] == NIL ? 2 : 3);
}

static const struct native type_methods[] = {
    {"__init__", "self, /, *args, **kwargs", type_init, NATIVE_nopoll, "Nothing is left to do."},
    {"mro", "self, /", type_mro_method, 0, "The method resolution order as a list."},
    {"__subclasses__", "self, /", type_subclasses, 0, "Direct subclasses."},
    {"__instancecheck__", "self, instance, /", type_instancecheck, 0, "isinstance(instance, self)"},
    {"__subclasscheck__", "self, subclass, /", type_subclasscheck, 0, "issubclass(subclass, self)"},
    {"__prepare__", "cls, /, *args, **kwargs", type_prepare, NATIVE_class, "The namespace of a class body."},
    {0},
};
static const struct native type_make_row = {"type", "cls, /, *args, **kwds", type_make, 0, "A new class, or an object's type."};
static const struct native type_call_row = {"__call__", "self, /, *args, **kwargs", type_dunder_call, 0, "A new instance."};

static bool type_repr(struct thread *th, value self, struct buf *out) {
    const struct type *t = as_type(self);
    size_t n;
    (void)th;
    const char *name = is_class(t) ? str_text(class_of(t)->qualname, &n) : t->name;
    if (!t->module || strcmp(t->module, "builtins") == 0) buf_printf(out, "<class '%s'>", name);
    else buf_printf(out, "<class '%s.%s'>", t->module, name);
    return true;
}

/* X | Y in annotations and isinstance: the tuple of both. */
static bool type_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k != BIN_or || !(is_type(a) || a == NONE || is_tuple(a)) || !(is_type(b) || b == NONE || is_tuple(b))) return true;
    value list = list_new(th, NULL, 0);
    for (int side = 0; side < 2; side++) {
        value v = side ? b : a;
        if (v == NONE) v = from_obj(&type_none);
        for (size_t i = 0; i < (is_tuple(v) ? tuple_len(v) : 1); i++) list_append(th, list, is_tuple(v) ? tuple_items(v)[i] : v);
    }
    return *out = tuple_new(th, list_items(list), list_len(list)), true;
}

static void type_visit(struct obj *o, struct visitor *v) {
    struct class_obj *c = (struct class_obj *)o;
    if (!is_class(&c->type)) return;
    value base = from_obj(c->type.base);
    v->slot(v, &base);
    c->type.base = as_type(base);
    value *const all[] = {&c->name, &c->qualname, &c->module, &c->bases, &c->mro, &c->dict, &c->slots, &c->subclasses};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) v->slot(v, all[i]);
}

/* list[int], and `C[int]` of a class with __class_getitem__ (the interpreter itself runs the latter un-nested). */
static bool type_getitem(struct thread *th, value self, value key, value *out) {
    value m = type_lookup(th, as_type(self), name_of(th, NAME_class_getitem));
    if (m != NIL) {
        struct attr a;
        return attr_bind(th, m, NIL, as_type(self), &a) == FOUND_value && object_call(th, a.value, &key, 1, NIL, out);
    }
    const struct type *t = as_type(self);
    if (is_class(t) || t == &type_int || t == &type_float || t == &type_str || t == &type_bool || t == &type_bytes || t == &type_object)
        return raise_error(th, "TypeError", "type '%s' is not subscriptable", t->name);
    return *out = alias_new(th, self, key), true;
}

const struct type type_type = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "type", .module = "builtins", .base = &type_object, .size = sizeof(struct class_obj),
    .flags = TYPE_base, .visit = type_visit, .repr = type_repr, .make = &type_make_row, .call = &type_call_row, .binary = type_binary,
    .getitem = type_getitem, .methods = type_methods, .getsets = type_getsets, .doc = "The type of types.",
};

/* -- object -- */

static void object_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct instance *)o)->dict); }

static enum answer object_make(struct thread *th, struct call *c) {
    const struct type *t = as_type(c->args[0]);
    bool given = tuple_len(c->args[1]) > 0 || c->args[2] != NIL;
    if (given) {
        value new = type_lookup(th, t, name_of(th, NAME_new)), init = type_lookup(th, t, name_of(th, NAME_init));
        bool own_new = !is_native(new) || native_of(new)->owner != &type_object, own_init = !is_native(init) || native_of(init)->owner != &type_object;
        if (own_new) return raise_error(th, "TypeError", "object.__new__() takes exactly one argument (the type to instantiate)"), FAIL;
        if (!own_init) return raise_error(th, "TypeError", "%s() takes no arguments", t->name), FAIL;
    }
    return give(c, instance_new(th, t));
}

static enum answer object_init(struct thread *th, struct call *c) {
    if (tuple_len(c->args[1]) == 0 && c->args[2] == NIL) return give(c, NONE);
    const struct type *t = type_of(c->args[0]);
    value init = type_lookup(th, t, name_of(th, NAME_init));
    if (!is_native(init)) return raise_error(th, "TypeError", "object.__init__() takes exactly one argument (the instance to initialize)"), FAIL;
    return give(c, NONE);
}

static enum answer object_init_subclass(struct thread *th, struct call *c) {
    (void)th;
    return give(c, NONE);
}
static enum answer object_subclasshook(struct thread *th, struct call *c) {
    (void)th;
    return give(c, NOT_IMPLEMENTED);
}

static enum answer object_dir(struct thread *th, struct call *c) {
    value names = dict_new(th), self = c->args[0], key, item, mro = type_mro(th, is_type(self) ? as_type(self) : type_of(self));
    size_t pos;
    for (size_t i = 0; i < tuple_len(mro); i++) {
        value d = type_namespace(th, as_type(tuple_items(mro)[i]));
        for (pos = 0; dict_next(d, &pos, &key, &item);) dict_set(th, names, key, NONE);
    }
    value *dict = is_type(self) ? NULL : dict_slot(self);
    if (dict && *dict != NIL)
        for (pos = 0; dict_next(*dict, &pos, &key, &item);) dict_set(th, names, key, NONE);
    value list = list_new(th, NULL, 0);
    for (pos = 0; dict_next(names, &pos, &key, &item);) list_append(th, list, key);
    return give(c, list);
}

static const struct native object_methods[] = {
    {"__init__", "self, /, *args, **kwargs", object_init, NATIVE_nopoll, "Does nothing."},
    {"__getattribute__", "self, name, /", object_getattribute, 0, "self.name"},
    {"__setattr__", "self, name, value, /", object_set_attribute, 0, "self.name = value"},
    {"__delattr__", "self, name, /", object_delete_attribute, 0, "del self.name"},
    {"__init_subclass__", "cls, /", object_init_subclass, NATIVE_class, "Called when a class is derived."},
    {"__subclasshook__", "cls, subclass, /", object_subclasshook, NATIVE_class, "NotImplemented"},
    {"__dir__", "self, /", object_dir, 0, "Names of attributes."},
    {0},
};
static const struct native object_make_row = {"object", "cls, /, *args, **kwargs", object_make, 0, "A plain object."};

const struct type type_object = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "object", .module = "builtins", .base = NULL, .size = sizeof(struct instance),
    .dict_offset = offsetof(struct instance, dict), .flags = TYPE_base, .visit = object_visit, .make = &object_make_row, .methods = object_methods,
    .doc = "The base of everything.",
};

/* -- aliases: list[int] -- */

value alias_new(struct thread *th, value origin, value key) {
    struct alias *a = heap_new(th, &type_alias, sizeof *a);
    a->origin = origin;
    a->args = is_tuple(key) ? key : tuple_new(th, &key, 1);
    return from_obj(a);
}

static void alias_visit(struct obj *o, struct visitor *v) {
    v->slot(v, &((struct alias *)o)->origin);
    v->slot(v, &((struct alias *)o)->args);
}

static bool alias_item(struct thread *th, value v, struct buf *out) {
    if (v == ELLIPSIS) return buf_text(out, "..."), true;
    if (v == from_obj(&type_none) || v == NONE) return buf_text(out, "None"), true;
    if (!is_type(v)) return object_repr(th, v, out);
    const struct type *t = as_type(v);
    size_t n;
    if (t->module && strcmp(t->module, "builtins") != 0) buf_printf(out, "%s.", t->module);
    buf_text(out, is_class(t) ? str_text(class_of(t)->qualname, &n) : t->name);
    return true;
}

static bool alias_repr(struct thread *th, value self, struct buf *out) {
    const struct alias *a = (struct alias *)obj_of(self);
    if (!alias_item(th, a->origin, out)) return false;
    buf_char(out, '[');
    for (size_t i = 0; i < tuple_len(a->args); i++) {
        if (i) buf_text(out, ", ");
        if (!alias_item(th, tuple_items(a->args)[i], out)) return false;
    }
    buf_char(out, ']');
    return true;
}

static bool alias_getattr(struct thread *th, value self, value name, value *out) {
    const struct alias *a = (struct alias *)obj_of(self);
    if (str_is(name, "__origin__")) return *out = a->origin, true;
    if (str_is(name, "__args__")) return *out = a->args, true;
    if (name == name_of(th, NAME_mro_entries) || name == name_of(th, NAME_class)) return *out = NIL, true;
    return object_find_attr(th, a->origin, name, out);
}

static enum answer alias_call(struct thread *th, struct call *c) {
    (void)th;
    c->tail = ((struct alias *)obj_of(c->args[0]))->origin;
    c->tail_tuple = c->args[1];
    c->tail_kwargs = c->args[2];
    return TAIL;
}
static const struct native alias_call_row = {"__call__", "self, /, *args, **kwargs", alias_call, NATIVE_nopoll, "An instance of the origin."};

static bool alias_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if ((k != CMP_eq && k != CMP_ne) || !is_a(a, &type_alias) || !is_a(b, &type_alias)) return true;
    const struct alias *x = (struct alias *)obj_of(a), *y = (struct alias *)obj_of(b);
    bool same = false;
    if (x->origin == y->origin && !object_equal(th, x->args, y->args, &same)) return false;
    return *out = from_bool(same == (k == CMP_eq)), true;
}

static bool alias_getitem(struct thread *th, value self, value key, value *out) {
    return *out = alias_new(th, ((struct alias *)obj_of(self))->origin, key), true;
}

const struct type type_alias = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "GenericAlias", .module = "types", .base = &type_object, .size = sizeof(struct alias),
    .visit = alias_visit, .repr = alias_repr, .getattr = alias_getattr, .call = &alias_call_row, .compare = alias_compare, .getitem = alias_getitem,
    .doc = "A class with type arguments.",
};
