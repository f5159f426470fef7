/* Functions, bound methods, cells, native functions and modules as objects. Models CPython Objects/funcobject.c,
 * classobject.c, cellobject.c, methodobject.c, moduleobject.c. */
#ifndef GILSCOPE_PYTHON_FUNCTION_H
#define GILSCOPE_PYTHON_FUNCTION_H

#include "python/load.h"

struct function {
    struct obj head;
    value code, globals;
    value defaults;   /* tuple or NIL */
    value kwdefaults; /* dict or NIL */
    value closure;    /* tuple of cells or NIL */
    value name, qualname, module, doc;
    value annotations; /* dict, tuple of pairs, or NIL */
    value dict;
};
struct method {
    struct obj head;
    value function, self;
};
struct cell {
    struct obj head;
    value content; /* NIL: empty */
};
struct module {
    struct obj head;
    value name, dict;
};

/* One parameter of a native's signature. */
struct native_param {
    const char *name;
    value interned;
    value fallback;  /* default; NIL with `has_default`: missing */
    bool has_default, drain;
    bool pairs; /* drains, but a mapping arrives as it is */
};
struct signature {
    struct native_param *params;
    int count;       /* all, *args and **kwargs included */
    int positional;  /* that may be given by position */
    int positional_only;
    int required;    /* of the positional ones */
    int args_at, kwargs_at; /* index or -1 */
    bool drains;
    bool simple;     /* positional-only-like fast binding: no *args, **kwargs, keyword-only, drains */
};
struct native_obj {
    struct obj head;
    const struct native *native;
    const char *module;
    const struct type *owner; /* a method of this type; NULL: a function of a module */
    struct signature *signature;
    struct native_obj *next; /* in its hash chain */
};

static inline struct function *function_of(value v) { return (struct function *)obj_of(v); }
static inline struct method *method_of(value v) { return (struct method *)obj_of(v); }
static inline struct cell *cell_of(value v) { return (struct cell *)obj_of(v); }
static inline struct module *module_of(value v) { return (struct module *)obj_of(v); }
static inline struct native_obj *native_of(value v) { return (struct native_obj *)obj_of(v); }
static inline bool is_function(value v) { return is_obj(v) && type_of(v) == &type_function; }
static inline bool is_native(value v) { return is_obj(v) && type_of(v) == &type_native; }
static inline bool is_method(value v) { return is_obj(v) && type_of(v) == &type_method; }

value function_new(struct thread *th, value code, value globals);
value method_new(struct thread *th, value function, value self);
value cell_new(struct thread *th, value content);
value module_new(struct thread *th, value name);
/* As native_object, for a row of a type's methods. */
value native_method(struct thread *th, const struct native *n, const struct type *owner);
const struct signature *native_signature(struct thread *th, struct native_obj *n);
/* The name that messages and reprs show for any callable. */
const char *callable_name(value v);
/* As messages about a call with * or ** show it: module.qualname(), or the object's text where it has no name. */
bool callable_show(struct thread *th, value v, struct buf *b);

#endif
