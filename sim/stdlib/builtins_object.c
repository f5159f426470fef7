/* Functions about an object: its text, attributes, type. Special methods of the program's classes are called in frames of
 * their own, through builtins.py where the result must be looked at. */
#include <string.h>

#include "python/attr.h"
#include "python/class.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/vm.h"
#include "stdlib/builtins.h"

enum answer builtin_repr(struct thread *th, struct call *c) {
    value special = program_special(th, c->args[0], NAME_repr);
    if (special != NIL && !is_native(special)) return helper(th, c, "repr", (value[]){special, c->args[0]}, 2);
    struct buf b = {0};
    if (!object_repr(th, c->args[0], &b)) return buf_fini(&b), FAIL;
    charge(th, COST_byte, (int64_t)b.len);
    return give(c, str_from_buf(th, &b));
}

enum answer builtin_ascii(struct thread *th, struct call *c) {
    struct buf b = {0}, out = {0};
    if (!object_repr(th, c->args[0], &b)) return buf_fini(&b), FAIL;
    for (size_t i = 0; i < b.len;) {
        uint32_t cp;
        i += utf8_next(b.data + i, b.len - i, &cp);
        if (cp < 0x80) buf_char(&out, (char)cp);
        else buf_printf(&out, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)cp);
    }
    buf_fini(&b);
    return give(c, str_from_buf(th, &out));
}

enum answer builtin_format(struct thread *th, struct call *c) {
    if (!is_str(c->args[1])) {
        raise_error(th, "TypeError", "format() argument 2 must be str, not %s", type_name(c->args[1]));
        return FAIL;
    }
    value special = program_special(th, c->args[0], NAME_format);
    if (special != NIL) return tail_call(c, special, c->args, 2);
    size_t len;
    const char *spec = str_text(c->args[1], &len);
    struct buf b = {0};
    if (!object_format(th, c->args[0], spec, len, &b)) return buf_fini(&b), FAIL;
    charge(th, COST_byte, (int64_t)b.len);
    return give(c, str_from_buf(th, &b));
}

enum answer builtin_len(struct thread *th, struct call *c) {
    int64_t n;
    value special = program_special(th, c->args[0], NAME_len);
    if (special != NIL && !is_native(special)) return helper(th, c, "len", (value[]){special, c->args[0]}, 2);
    return object_length(th, c->args[0], &n) ? give_int(th, c, n) : FAIL;
}

enum answer builtin_hash(struct thread *th, struct call *c) {
    uint64_t h;
    return object_hash(th, c->args[0], &h) ? give_int(th, c, (int64_t)h) : FAIL;
}

enum answer builtin_id(struct thread *th, struct call *c) { return give_int(th, c, object_id(th, c->args[0])); }

enum answer builtin_callable(struct thread *th, struct call *c) { return give_bool(c, object_is_callable(th, c->args[0])); }

/* -- attributes -- */

static bool name_arg(struct thread *th, value name, const char *what, value *out) {
    if (!is_str(name)) {
        if (version_at_least(th, 11))
            return raise_error(th, "TypeError", "attribute name must be string, not '%s'", type_name(name));
        return raise_error(th, "TypeError", "%s(): attribute name must be string", what);
    }
    *out = str_intern(th, name);
    return true;
}

enum answer builtin_getattr(struct thread *th, struct call *c) {
    struct attr a = {0};
    value name, fallback = c->args[2];
    if (!name_arg(th, c->args[1], "getattr", &name)) return FAIL;
    charge(th, COST_attr, 1);
    switch (attr_find(th, c->args[0], name, &a)) {
    case FOUND_value: return give(c, a.value);
    case FOUND_missing:
        if (fallback != NIL) return give(c, fallback);
        raise_no_attribute(th, c->args[0], name);
        return FAIL;
    case FOUND_call:
        if (fallback == NIL) return tail_call(c, a.callable, a.args, a.n);
        return helper(th, c, "getattr", (value[]){a.callable, tuple_new(th, a.args, a.n), fallback}, 3);
    case FOUND_fail: break;
    }
    if (fallback == NIL || !exc_matches(th, "AttributeError")) return FAIL;
    exc_take(th);
    return give(c, fallback);
}

enum answer builtin_hasattr(struct thread *th, struct call *c) {
    struct attr a = {0};
    value name;
    if (!name_arg(th, c->args[1], "hasattr", &name)) return FAIL;
    charge(th, COST_attr, 1);
    switch (attr_find(th, c->args[0], name, &a)) {
    case FOUND_value: return give_bool(c, true);
    case FOUND_missing: return give_bool(c, false);
    case FOUND_call: return helper(th, c, "hasattr", (value[]){a.callable, tuple_new(th, a.args, a.n)}, 2);
    case FOUND_fail: break;
    }
    if (!exc_matches(th, "AttributeError")) return FAIL;
    exc_take(th);
    return give_bool(c, false);
}

static enum answer store(struct thread *th, struct call *c, value name, value item) {
    struct attr a = {0};
    charge(th, COST_attrset, 1);
    switch (attr_store(th, c->args[0], name, item, &a)) {
    case FOUND_call: return tail_call(c, a.callable, a.args, a.n);
    case FOUND_missing: raise_no_attribute(th, c->args[0], name); return FAIL;
    case FOUND_fail: return FAIL;
    case FOUND_value: break;
    }
    return give_none(c);
}

enum answer builtin_setattr(struct thread *th, struct call *c) {
    value name;
    return name_arg(th, c->args[1], "setattr", &name) ? store(th, c, name, c->args[2]) : FAIL;
}

enum answer builtin_delattr(struct thread *th, struct call *c) {
    value name;
    return name_arg(th, c->args[1], "delattr", &name) ? store(th, c, name, NIL) : FAIL;
}

/* -- types -- */

/* The class (or each of a tuple) may say itself what its instances are. */
static bool asks_class(struct thread *th, value cls, enum name_id hook, bool *hooked) {
    if (is_tuple(cls)) {
        for (size_t i = 0; i < tuple_len(cls) && !*hooked; i++)
            if (!asks_class(th, tuple_items(cls)[i], hook, hooked)) return false;
        return true;
    }
    *hooked = program_special(th, cls, hook) != NIL;
    return true;
}

static bool union_args(struct thread *th, value cls, value *args) {
    return object_find_attr(th, cls, str_interned(th, "__args__"), args);
}

enum answer builtin_isinstance(struct thread *th, struct call *c) {
    bool hooked = false, yes;
    value v = c->args[0], cls = c->args[1], args;
    if (type_of(v) == (is_type(cls) ? as_type(cls) : NULL)) return give_bool(c, true);
    if (!asks_class(th, cls, NAME_instancecheck, &hooked)) return FAIL;
    if (hooked) return helper(th, c, "isinstance", c->args, 2);
    if (!is_type(cls) && !is_tuple(cls) && strcmp(type_name(cls), "UnionType") == 0) {
        if (!union_args(th, cls, &args)) return FAIL;
        if (args != NIL) cls = args;
    }
    return instance_check(th, v, cls, &yes) ? give_bool(c, yes) : FAIL;
}

static bool subclass_check(struct thread *th, value sub, value cls, bool *out) {
    value args;
    if (is_tuple(cls)) {
        *out = false;
        for (size_t i = 0; i < tuple_len(cls) && !*out; i++)
            if (!subclass_check(th, sub, tuple_items(cls)[i], out)) return false;
        return true;
    }
    if (is_type(cls)) return *out = type_is_sub(as_type(sub), as_type(cls)), true;
    if (strcmp(type_name(cls), "UnionType") == 0 && union_args(th, cls, &args) && args != NIL) return subclass_check(th, sub, args, out);
    return raise_error(th, "TypeError", "issubclass() arg 2 must be a class, a tuple of classes, or a union");
}

enum answer builtin_issubclass(struct thread *th, struct call *c) {
    bool hooked = false, yes;
    if (!asks_class(th, c->args[1], NAME_subclasscheck, &hooked)) return FAIL;
    if (hooked) return helper(th, c, "issubclass", c->args, 2);
    if (!is_type(c->args[0])) {
        raise_error(th, "TypeError", "issubclass() arg 1 must be a class");
        return FAIL;
    }
    return subclass_check(th, c->args[0], c->args[1], &yes) ? give_bool(c, yes) : FAIL;
}

/* -- namespaces -- */

static struct frame *calling_frame(struct thread *th) {
    struct frame *f = th->frame;
    while (f && f->kind != FRAME_python) f = f->back == NIL ? NULL : frame_back(f);
    return f;
}

static value frame_locals(struct thread *th, const struct frame *f) {
    if (f->names != NIL) return f->names;
    const struct code *code = f->code->code;
    if (!(code->flags & CODE_optimized)) return f->globals;
    value d = dict_new(th);
    for (int i = 0; i < code->local_count; i++) {
        value v = f->slots[i];
        if (code->is_cell[i] && v != NIL && type_of(v) == &type_cell) v = cell_of(v)->content;
        if (v != NIL && f->code->locals[i] != NIL && *text_of(f->code->locals[i]) != '.') dict_set_str(th, d, f->code->locals[i], v);
    }
    return d;
}

enum answer builtin_globals(struct thread *th, struct call *c) {
    const struct frame *f = calling_frame(th);
    return give(c, f ? f->globals : th->process->main_globals);
}

enum answer builtin_locals(struct thread *th, struct call *c) {
    const struct frame *f = calling_frame(th);
    return give(c, f ? frame_locals(th, f) : th->process->main_globals);
}

enum answer builtin_vars(struct thread *th, struct call *c) {
    value out;
    if (c->args[0] == NIL) return builtin_locals(th, c);
    if (!object_find_attr(th, c->args[0], name_of(th, NAME_dict), &out)) return FAIL;
    if (out != NIL) return give(c, out);
    raise_error(th, "TypeError", "vars() argument must have __dict__ attribute");
    return FAIL;
}

/* Names of a namespace into an ordered set (a dict with None). */
static bool add_names(struct thread *th, value names, value namespace) {
    size_t pos = 0;
    value key, item;
    while (dict_next(namespace, &pos, &key, &item))
        if (is_str(key) && !dict_set(th, names, key, NONE)) return false;
    return true;
}

static bool add_type_names(struct thread *th, value names, const struct type *t) {
    value mro = type_mro(th, t);
    for (size_t i = 0; i < tuple_len(mro); i++)
        if (!add_names(th, names, type_namespace(th, as_type(tuple_items(mro)[i])))) return false;
    return true;
}

static enum answer give_sorted(struct thread *th, struct call *c, value names) {
    value list = list_new(th, NULL, 0), key, item;
    size_t pos = 0;
    while (dict_next(names, &pos, &key, &item)) list_append(th, list, key);
    return list_sort(th, list, NIL, false) ? give(c, list) : FAIL;
}

enum answer builtin_dir(struct thread *th, struct call *c) {
    value v = c->args[0], names = dict_new(th);
    if (v == NIL) {
        const struct frame *f = calling_frame(th);
        if (!f || !add_names(th, names, frame_locals(th, f))) return FAIL;
        return give_sorted(th, c, names);
    }
    value special = type_lookup_cstr(th, type_of(v), "__dir__");
    if (special != NIL && is_function(special)) return helper(th, c, "dir", (value[]){special, v}, 2);
    if (is_type(v)) return add_type_names(th, names, as_type(v)) ? give_sorted(th, c, names) : FAIL;
    if (is_a(v, &type_module)) return add_names(th, names, module_of(v)->dict) ? give_sorted(th, c, names) : FAIL;
    value *dict = dict_slot(v);
    if (dict && *dict != NIL && !add_names(th, names, *dict)) return FAIL;
    return add_type_names(th, names, type_of(v)) ? give_sorted(th, c, names) : FAIL;
}

enum answer builtin_import(struct thread *th, struct call *c) {
    value out;
    if (!is_str(c->args[0])) {
        raise_error(th, "TypeError", "__import__() argument 1 must be str, not %s", type_name(c->args[0]));
        return FAIL;
    }
    return vm_import(th, c->args[0], &out) ? give(c, out) : FAIL;
}
