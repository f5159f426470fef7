/* Attributes: look-up along the mro with a cache, descriptors, and what to do when that means calling Python.
 * Models CPython Objects/object.c (_PyObject_GenericGetAttrWithDict), typeobject.c (type_getattro, super_getattro)
 * and descrobject.c. */
#ifndef GILSCOPE_PYTHON_ATTR_H
#define GILSCOPE_PYTHON_ATTR_H

#include "python/call.h"

enum found { FOUND_fail, FOUND_missing, FOUND_value, FOUND_call };

/* FOUND_call: attribute = callable(args[0..n)). */
struct attr {
    value value;
    value callable, args[3];
    size_t n;
};
/* Does not raise AttributeError: FOUND_missing (raise_no_attribute words it). FOUND_fail: th->exc. */
enum found attr_find(struct thread *th, value v, value name, struct attr *out);
/* The method `name` for a call: *method and *self (NIL when already bound or a plain attribute: then *method is the callable). */
enum found attr_method(struct thread *th, value v, value name, value *method, value *self, struct attr *out);
/* FOUND_value: done. FOUND_call: call it and forget the result. item NIL: delete. */
enum found attr_store(struct thread *th, value v, value name, value item, struct attr *out);
bool raise_no_attribute(struct thread *th, value v, value name);

/* A special method looked up on the type, bound to v: FOUND_missing, FOUND_value (out->value is the callable, self in args[0] when n = 1). */
value special_lookup(struct thread *th, value v, enum name_id name);
/* The program's own definition of a special method on v's class; NIL when there is none or it is a builtin type's. */
value program_special(struct thread *th, value v, enum name_id name);
/* Binds what type_lookup found to an instance: functions and natives become methods, descriptors are asked. */
enum found attr_bind(struct thread *th, value descriptor, value self, const struct type *t, struct attr *out);
/* Calls special method m (as found on the type) of self with args. */
enum did call_special(struct thread *th, value m, value self, const value *args, size_t n, enum deliver deliver, value keep);

/* object.__getattribute__, __setattr__, __delattr__ (natives of type object) */
enum answer object_getattribute(struct thread *th, struct call *c);
enum answer object_set_attribute(struct thread *th, struct call *c);
enum answer object_delete_attribute(struct thread *th, struct call *c);

void method_cache_clear(struct process *p); /* a class changed, or memory was collected */
value *dict_slot(value v); /* where the instance dict is; NULL: has none */

struct property {
    struct obj head;
    value get, set, delete, doc, name;
    value dict;
};
struct wrapper { /* classmethod, staticmethod */
    struct obj head;
    value function, dict;
};
struct super {
    struct obj head;
    value start, self; /* type, object or type; self NIL: unbound */
    value self_type;   /* whose mro is walked */
};
struct getset_obj { /* a getset row as a class attribute */
    struct obj head;
    const struct getset *row;
    const struct type *owner;
    struct getset_obj *next;
};
extern const struct type type_getset;

#endif
