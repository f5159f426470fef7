#include "python/function.h"

#include <string.h>

#include "python/attr.h"
#include "python/heap.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* -- functions -- */

value function_new(struct thread *th, value code, value globals) {
    struct code_obj *c = code_of(code);
    code_name(th, c);
    struct function *f = heap_new(th, &type_function, sizeof *f);
    f->code = code;
    f->globals = globals;
    f->name = c->name;
    f->qualname = c->qualname;
    f->module = globals == NIL ? NONE : dict_get_str(globals, name_of(th, NAME_name));
    f->doc = code_doc(th, c);
    return from_obj(f);
}

static void function_visit(struct obj *o, struct visitor *v) {
    struct function *f = (struct function *)o;
    value *const all[] = {&f->code, &f->globals, &f->defaults, &f->kwdefaults, &f->closure, &f->name, &f->qualname,
                          &f->module, &f->doc, &f->annotations, &f->dict};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) v->slot(v, all[i]);
}

static bool function_repr(struct thread *th, value self, struct buf *out) {
    size_t n;
    buf_printf(out, "<function %s at 0x%012llx>", str_text(function_of(self)->qualname, &n),
               (unsigned long long)object_id(th, self));
    return true;
}

/* Annotations arrive as the dict that MAKE_FUNCTION was given, or as a tuple name, value, name, value ... */
static bool annotations_get(struct thread *th, value self, value *out) {
    struct function *f = function_of(self);
    if (f->annotations == NIL) f->annotations = dict_new(th);
    if (is_tuple(f->annotations)) {
        value d = dict_new(th);
        for (size_t i = 0; i + 1 < tuple_len(f->annotations); i += 2)
            dict_set_str(th, d, tuple_items(f->annotations)[i], tuple_items(f->annotations)[i + 1]);
        f->annotations = d;
    }
    return *out = f->annotations, true;
}

#define GETTER(field, none)                                                                                              \
    static bool field##_get(struct thread *th, value self, value *out) {                                                \
        (void)th;                                                                                                       \
        value v = function_of(self)->field;                                                                             \
        return *out = v == NIL ? (none) : v, true;                                                                      \
    }
#define FIELD(field, none)                                                                                              \
    GETTER(field, none)                                                                                                 \
    static bool field##_set(struct thread *th, value self, value item) {                                                \
        (void)th;                                                                                                       \
        function_of(self)->field = item == NONE && (none) == NONE ? NIL : item == NIL ? NIL : item;                     \
        return true;                                                                                                    \
    }
FIELD(defaults, NONE)
FIELD(kwdefaults, NONE)
FIELD(name, NONE)
FIELD(qualname, NONE)
FIELD(module, NONE)
FIELD(doc, NONE)
FIELD(code, NONE)
GETTER(globals, NONE)
GETTER(closure, NONE)

static bool annotations_set(struct thread *th, value self, value item) {
    (void)th;
    function_of(self)->annotations = item;
    return true;
}

static bool function_dict_get(struct thread *th, value self, value *out) {
    struct function *f = function_of(self);
    if (f->dict == NIL) f->dict = dict_new(th);
    return *out = f->dict, true;
}

static const struct getset function_getsets[] = {
    {"__defaults__", defaults_get, defaults_set, "Defaults of positional parameters."},
    {"__kwdefaults__", kwdefaults_get, kwdefaults_set, "Defaults of keyword-only parameters."},
    {"__name__", name_get, name_set, "Name."},
    {"__qualname__", qualname_get, qualname_set, "Dotted name within its module."},
    {"__module__", module_get, module_set, "Module it was defined in."},
    {"__doc__", doc_get, doc_set, "Documentation."},
    {"__code__", code_get, code_set, "Code object."},
    {"__globals__", globals_get, NULL, "Global names."},
    {"__closure__", closure_get, NULL, "Cells of free variables."},
    {"__annotations__", annotations_get, annotations_set, "Annotations of parameters."},
    {"__dict__", function_dict_get, NULL, "Attributes."},
    {0},
};

static enum answer function_get(struct thread *th, struct call *c) {
    return give(c, c->args[1] == NONE ? c->args[0] : method_new(th, c->args[0], c->args[1]));
}
static const struct native function_methods[] = {{"__get__", "self, instance, owner=None, /", function_get, 0, "Bound to an instance."}, {0}};

const struct type type_function = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "function", .module = "builtins", .base = &type_object, .size = sizeof(struct function),
    .dict_offset = offsetof(struct function, dict), .flags = TYPE_dict, .visit = function_visit, .repr = function_repr,
    .methods = function_methods, .getsets = function_getsets, .doc = "A function of the program.",
};

/* -- methods -- */

value method_new(struct thread *th, value function, value self) {
    struct method *m = heap_new(th, &type_method, sizeof *m);
    m->function = function;
    m->self = self;
    return from_obj(m);
}

static void method_visit(struct obj *o, struct visitor *v) {
    struct method *m = (struct method *)o;
    v->slot(v, &m->function);
    v->slot(v, &m->self);
}

static bool method_repr(struct thread *th, value self, struct buf *out) {
    struct method *m = method_of(self);
    if (is_native(m->function)) {
        buf_printf(out, "<built-in method %s of %s object at 0x%012llx>", native_of(m->function)->native->name, type_name(m->self),
                   (unsigned long long)object_id(th, m->self));
        return true;
    }
    buf_printf(out, "<bound method %s of ", callable_name(m->function));
    if (!object_repr(th, m->self, out)) return false;
    buf_char(out, '>');
    return true;
}

static bool method_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    (void)th;
    if (!is_method(a) || !is_method(b) || (k != CMP_eq && k != CMP_ne)) return *out = NOT_IMPLEMENTED, true;
    bool same = method_of(a)->function == method_of(b)->function && method_of(a)->self == method_of(b)->self;
    return *out = from_bool(same == (k == CMP_eq)), true;
}

static bool method_hash(struct thread *th, value self, uint64_t *out) {
    *out = (uint64_t)object_id(th, method_of(self)->self) * 31 + (uint64_t)object_id(th, method_of(self)->function);
    return true;
}

static bool method_getattr(struct thread *th, value self, value name, value *out) {
    struct method *m = method_of(self);
    if (name == name_of(th, NAME_self)) return *out = m->self, true;
    if (name == name_of(th, NAME_func)) return *out = m->function, true;
    if (str_is(name, "__name__") || str_is(name, "__qualname__") || str_is(name, "__doc__") || str_is(name, "__module__") ||
        is_function(m->function))
        return object_find_attr(th, m->function, name, out);
    return *out = NIL, true;
}

const struct type type_method = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "method", .module = "builtins", .base = &type_object, .size = sizeof(struct method),
    .visit = method_visit, .repr = method_repr, .compare = method_compare, .hash = method_hash, .getattr = method_getattr,
    .doc = "A function bound to an object.",
};

/* -- cells -- */

value cell_new(struct thread *th, value content) {
    struct cell *c = heap_new(th, &type_cell, sizeof *c);
    c->content = content;
    return from_obj(c);
}

static void cell_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct cell *)o)->content); }

static bool cell_getattr(struct thread *th, value self, value name, value *out) {
    *out = NIL;
    if (!str_is(name, "cell_contents")) return true;
    if (cell_of(self)->content == NIL) return raise_error(th, "ValueError", "Cell is empty");
    return *out = cell_of(self)->content, true;
}

const struct type type_cell = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "cell", .module = "builtins", .base = &type_object, .size = sizeof(struct cell),
    .visit = cell_visit, .getattr = cell_getattr, .doc = "A variable shared with inner functions.",
};

/* -- code -- */

static bool code_getattr(struct thread *th, value self, value name, value *out) {
    struct code_obj *c = code_of(self);
    code_load(th, c);
    *out = NIL;
    if (str_is(name, "co_name")) *out = c->name;
    else if (str_is(name, "co_qualname")) *out = c->qualname;
    else if (str_is(name, "co_filename")) *out = c->file;
    else if (str_is(name, "co_firstlineno")) *out = int_new(th, c->code->first_line);
    else if (str_is(name, "co_argcount")) *out = int_new(th, c->code->argcount);
    else if (str_is(name, "co_posonlyargcount")) *out = int_new(th, c->code->posonlyargcount);
    else if (str_is(name, "co_kwonlyargcount")) *out = int_new(th, c->code->kwonlyargcount);
    else if (str_is(name, "co_nlocals")) *out = int_new(th, c->code->nlocals);
    else if (str_is(name, "co_varnames")) *out = tuple_new(th, c->locals, (size_t)c->code->nlocals);
    else if (str_is(name, "co_names")) *out = tuple_new(th, c->names, (size_t)c->code->name_count);
    else if (str_is(name, "co_flags")) {
        unsigned f = c->code->flags;
        *out = int_new(th, (f & CODE_optimized ? 3 : 0) | (f & CODE_varargs ? 4 : 0) | (f & CODE_varkeywords ? 8 : 0) |
                               (f & CODE_generator ? 32 : 0) | (f & CODE_coroutine ? 128 : 0) | (f & CODE_async_generator ? 512 : 0));
    }
    return true;
}

static bool code_repr(struct thread *th, value self, struct buf *out) {
    const struct code_obj *c = code_of(self);
    buf_printf(out, "<code object %s at 0x%012llx, file \"%s\", line %d>", c->code->name, (unsigned long long)object_id(th, self),
               c->code->source->name, c->code->first_line);
    return true;
}

const struct type type_code = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "code", .module = "builtins", .base = &type_object, .size = sizeof(struct code_obj),
    .getattr = code_getattr, .repr = code_repr, .doc = "Compiled code.",
};

/* -- modules -- */

value module_new(struct thread *th, value name) {
    struct module *m = heap_new(th, &type_module, sizeof *m);
    m->name = name;
    m->dict = dict_new(th);
    dict_set_str(th, m->dict, name_of(th, NAME_name), name);
    dict_set_str(th, m->dict, name_of(th, NAME_doc), NONE);
    return from_obj(m);
}

static void module_visit(struct obj *o, struct visitor *v) {
    struct module *m = (struct module *)o;
    v->slot(v, &m->name);
    v->slot(v, &m->dict);
}

static bool module_repr(struct thread *th, value self, struct buf *out) {
    size_t n;
    const char *name = str_text(module_of(self)->name, &n);
    value file = dict_get_str(module_of(self)->dict, name_of(th, NAME_file));
    if (file == NIL || !is_str(file)) buf_printf(out, "<module '%s' (built-in)>", name);
    else buf_printf(out, "<module '%s' from '%s'>", name, str_text(file, &n));
    return true;
}

static enum answer module_make(struct thread *th, struct call *c) {
    value m = module_new(th, c->args[1]);
    dict_set_str(th, module_of(m)->dict, name_of(th, NAME_doc), c->args[2]);
    return give(c, m);
}
static const struct native module_make_row = {"__new__", "cls, name, doc=None", module_make, 0, "A new, empty module."};

const struct type type_module = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "module", .module = "builtins", .base = &type_object, .size = sizeof(struct module),
    .dict_offset = offsetof(struct module, dict), .flags = TYPE_dict, .visit = module_visit, .repr = module_repr, .make = &module_make_row,
    .doc = "A module.",
};

bool callable_show(struct thread *th, value v, struct buf *b) {
    if (is_method(v)) v = method_of(v)->function;
    if (!is_function(v) && !is_native(v) && !is_type(v)) return object_str(th, v, b);
    const char *module = is_native(v) ? native_of(v)->module : is_type(v) ? as_type(v)->module : NULL;
    if (is_function(v) && is_str(function_of(v)->module)) module = str_text(function_of(v)->module, NULL);
    const struct type *owner = is_native(v) ? native_of(v)->owner : NULL;
    if (module && strcmp(module, "builtins") != 0) buf_printf(b, "%s.", module);
    if (owner) buf_printf(b, "%s.", owner->name);
    buf_printf(b, "%s()", callable_name(v));
    return true;
}

const char *callable_name(value v) {
    size_t n;
    if (is_function(v)) return str_text(function_of(v)->qualname, &n);
    if (is_native(v)) return native_of(v)->native->name;
    if (is_method(v)) return callable_name(method_of(v)->function);
    if (is_type(v)) return as_type(v)->name;
    return type_name(v);
}
