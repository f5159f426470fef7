/* Classes: the class statement, type(name, bases, namespace), method resolution order (C3), instantiation.
 * Models CPython Objects/typeobject.c (type_new, mro_implementation, type_call) and Python/bltinmodule.c (__build_class__). */
#ifndef GILSCOPE_PYTHON_CLASS_H
#define GILSCOPE_PYTHON_CLASS_H

#include "python/call.h"

static inline struct class_obj *class_of(const struct type *t) { return (struct class_obj *)(uintptr_t)t; }

/* A new class; meta: &type_type or a metaclass. Runs __set_name__ and __init_subclass__ (nested). */
bool class_new(struct thread *th, const struct type *meta, value name, value bases, value namespace, value kwargs, value *out);
/* The mro of any type as a tuple (made anew for builtin types). */
value type_mro(struct thread *th, const struct type *t);
value type_namespace(struct thread *th, const struct type *t); /* class: its dict; builtin: a fresh dict of its methods */
/* A write to a class' namespace: caches and flags follow. */
bool class_store(struct thread *th, struct class_obj *c, value name, value item);
extern const struct operation operation_build_class; /* what LOAD_BUILD_CLASS pushes */
/* list[int]: an alias that calls and inherits as its origin. */
struct alias {
    struct obj head;
    value origin, args; /* args: tuple */
};
extern const struct type type_alias;
value alias_new(struct thread *th, value origin, value key);
/* An instance of t without calling anything; t's layout is object's or an own one of a class. */
value instance_new(struct thread *th, const struct type *t);
bool instance_check(struct thread *th, value v, value cls, bool *out); /* plain isinstance, no hooks; cls may be a tuple */

#endif
