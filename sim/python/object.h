/* The type record: everything the interpreter knows of a type. A builtin type is one const record in its own
 * file (python/type_list.c: type_list); a class of the program is a record in its process' heap (struct class_obj).
 *
 * Conventions of all functions here and in the slots:
 *  - `bool` results: false means "th->exc is set". Values returned through *out.
 *  - Garbage is collected between instructions only, never inside a native: C locals need no rooting.
 *  - Slots act on builtin layouts. Methods that a class of the program defines (`__add__`, `__len__`, ...) are found by
 *    the interpreter before slots are tried; slots inherited by such a class serve when it does not override them.
 *  - A slot that must call back into Python (list.__eq__ comparing program objects) uses the object_* functions
 *    below, which run the callback nested and to the end: it may not block there (RuntimeError). */
#ifndef GILSCOPE_PYTHON_OBJECT_H
#define GILSCOPE_PYTHON_OBJECT_H

#include "base/buf.h"
#include "lang/code.h"
#include "python/value.h"

struct native;
struct getset;

/* Called for every value slot of an object; may replace it (cloning after fork). */
struct visitor {
    void (*slot)(struct visitor *v, value *slot);
    void (*weak)(struct visitor *v, value *slot); /* one that keeps nothing alive; NULL: as slot */
};

enum type_flag {
    TYPE_base = 1,       /* programs may subclass it */
    TYPE_class = 2,      /* made by a class statement: it is a struct class_obj */
    TYPE_exception = 4,  /* BaseException and below */
    TYPE_sequence = 8,   /* match statement: sequence pattern; NOT str, bytes */
    TYPE_mapping = 16,
    TYPE_match_self = 32, /* match statement: T(x) captures the subject itself (int, str, ...) */
    TYPE_dict = 64,      /* instances have a dict at dict_offset */
    TYPE_abstract = 128, /* has unimplemented abstract methods */
    TYPE_hooks = 256,    /* the class (or a base) overrides a dunder that slots or fast paths would bypass */
};

enum next { NEXT_fail, NEXT_value, NEXT_end };

struct type {
    struct obj head;      /* type objects are values: head.type is &type_type (or a metaclass) */
    const char *name;     /* "int", "deque"; __name__ */
    const char *module;   /* "builtins", "collections"; __module__ */
    const struct type *base; /* NULL for object only */
    uint32_t size;        /* bytes of the fixed part of an instance */
    uint32_t dict_offset; /* of `value dict` in instances of subclasses; 0 = this layout has none */
    unsigned flags;
    const char *doc;

    /* memory */
    void (*visit)(struct obj *o, struct visitor *v); /* every value slot; NULL: none */
    void (*forked)(struct obj *o, struct process *child); /* in the child, after cloning: reset waiters etc. */
    void (*dropped)(struct obj *o, struct process *p);    /* garbage, before its memory is reused: no Python may run */

    /* behaviour; NULL = not supported (then the base's is used, then TypeError) */
    const struct native *make; /* T(...): args[0] is the class being instantiated */
    bool (*repr)(struct thread *th, value self, struct buf *out); /* appends UTF-8 */
    bool (*str)(struct thread *th, value self, struct buf *out);  /* NULL: repr */
    bool (*format)(struct thread *th, value self, const char *spec, size_t len, struct buf *out); /* NULL: str, empty spec only */
    bool (*hash)(struct thread *th, value self, uint64_t *out);   /* NULL: by identity number (deterministic) */
    bool (*truth)(struct thread *th, value self, bool *out);      /* NULL: length, else true */
    bool (*length)(struct thread *th, value self, int64_t *out);
    /* *out may be NOT_IMPLEMENTED. Tried on a's type then on b's, always in source order (a, b); so a slot must check both. */
    bool (*compare)(struct thread *th, enum compare_kind k, value a, value b, value *out);
    bool (*binary)(struct thread *th, enum binary_kind k, value a, value b, value *out); /* in-place kinds are tried first, then plain */
    bool (*unary)(struct thread *th, enum opcode op, value a, value *out); /* OP_UNARY_NEGATIVE, POSITIVE, INVERT */
    bool (*getitem)(struct thread *th, value self, value key, value *out);
    bool (*setitem)(struct thread *th, value self, value key, value item); /* item NIL: delete */
    bool (*contains)(struct thread *th, value self, value item, bool *out); /* NULL: iterate */
    bool (*iter)(struct thread *th, value self, value *out);
    enum next (*next)(struct thread *th, value self, value *out);
    const struct native *call;  /* calling an instance: args[0] is the instance */
    bool (*getattr)(struct thread *th, value self, value name, value *out); /* own attributes; *out = NIL when it has none of that name */
    bool (*setattr)(struct thread *th, value self, value name, value item, bool *done); /* *done = false: not mine */
    const struct native *methods; /* ended by a NULL name */
    const struct getset *getsets; /* ended by a NULL name */
};

/* An attribute computed by C: set NULL = read-only. */
struct getset {
    const char *name;
    bool (*get)(struct thread *th, value self, value *out);
    bool (*set)(struct thread *th, value self, value item); /* item NIL: delete */
    const char *doc;
};

/* A class made by the program (or by our library's Python files). */
struct class_obj {
    struct type type;
    value name, qualname, module;
    value bases;      /* tuple of types */
    value mro;        /* tuple of types, itself first, object last */
    value dict;       /* namespace */
    value slots;      /* tuple of names of __slots__ (whole mro) or NIL */
    value subclasses; /* list */
    uint32_t version; /* changes with every write to its or a base's namespace: method caches */
};

/* A plain instance of a class whose layout is object's. */
struct instance {
    struct obj head;
    value dict; /* NIL until the first attribute */
};

/* -- what every part may do with any value (python/object.c and friends) -- */

bool type_is_sub(const struct type *t, const struct type *of);
static inline bool is_a(value v, const struct type *t) { return v != NIL && (type_of(v) == t || type_is_sub(type_of(v), t)); }
static inline const struct type *as_type(value v) { return (const struct type *)obj_of(v); }
bool is_type(value v);
static inline bool is_class(const struct type *t) { return (t->flags & TYPE_class) != 0; }
/* Finds name along the mro without binding; NIL if there is none. Cached. Never fails. */
value type_lookup(struct thread *th, const struct type *t, value name);
value type_lookup_cstr(struct thread *th, const struct type *t, const char *name);
const char *type_name(value v); /* of its type: for messages */

/* Each runs the program's dunder nested when there is one. */
bool object_repr(struct thread *th, value v, struct buf *out);
bool object_str(struct thread *th, value v, struct buf *out);
bool object_format(struct thread *th, value v, const char *spec, size_t len, struct buf *out);
bool object_hash(struct thread *th, value v, uint64_t *out); /* TypeError: unhashable type */
bool object_truth(struct thread *th, value v, bool *out);
bool object_equal(struct thread *th, value a, value b, bool *out); /* identity implies equality, as containers do */
bool object_compare(struct thread *th, enum compare_kind k, value a, value b, value *out);
bool object_less(struct thread *th, value a, value b, bool *out);
bool object_binary(struct thread *th, enum binary_kind k, value a, value b, value *out);
bool object_length(struct thread *th, value v, int64_t *out);
bool object_getitem(struct thread *th, value v, value key, value *out);
bool object_setitem(struct thread *th, value v, value key, value item);
bool object_contains(struct thread *th, value container, value item, bool *out);
bool object_iter(struct thread *th, value v, value *out);
enum next object_next(struct thread *th, value iterator, value *out);
bool object_getattr(struct thread *th, value v, value name, value *out);
bool object_getattr_cstr(struct thread *th, value v, const char *name, value *out);
bool object_find_attr(struct thread *th, value v, value name, value *out); /* *out = NIL instead of AttributeError */
bool object_setattr(struct thread *th, value v, value name, value item);   /* NIL deletes */
bool object_is_callable(struct thread *th, value v);
/* Nested call, run to its end. kwargs: dict or NIL. */
bool object_call(struct thread *th, value callable, const value *args, size_t n, value kwargs, value *out);
bool object_call_method(struct thread *th, value v, const char *name, const value *args, size_t n, value *out);
/* The number that id() shows and identity hashes use: given in order of asking, per process. */
int64_t object_id(struct thread *th, value v);

extern const struct type type_object, type_type, type_none, type_bool, type_float, type_complex, type_str, type_bytes, type_bytearray,
    type_list, type_tuple, type_dict, type_set, type_frozenset, type_range, type_slice, type_ellipsis, type_not_implemented,
    type_function, type_native, type_method, type_code, type_module, type_cell, type_generator, type_coroutine, type_async_generator,
    type_property, type_classmethod, type_staticmethod, type_super;

#endif
