#include "stdlib/builtins.h"

#include "base/assert.h"
#include "python/exception.h"
#include "python/function.h"
#include "python/iter.h"
#include "python/type_list.h"

enum answer helper(struct thread *th, struct call *c, const char *name, const value *args, size_t n) {
    struct buf b = {0};
    buf_printf(&b, "builtins %s", name);
    value f = state_get(th, b.data);
    buf_fini(&b);
    ASSERT(f != NIL);
    return tail_call(c, f, args, n);
}

static enum answer builtins_register(struct thread *th, struct call *c) {
    struct buf b = {0};
    buf_printf(&b, "builtins %s", text_of(c->args[0]));
    state_set(th, b.data, c->args[1]);
    buf_fini(&b);
    return give_none(c);
}

static enum answer builtins_sort_by(struct thread *th, struct call *c) {
    bool reverse;
    if (!object_truth(th, c->args[2], &reverse) || !list_sort_by(th, c->args[0], c->args[1], reverse)) return FAIL;
    return give_none(c);
}

/* exec, eval, compile ...: running text that is made while the program runs would need the compiler inside the simulated process. */
static enum answer builtin_refused(struct thread *th, struct call *c) {
    raise_unsupported(th, "%s()", native_of(c->self_fn)->native->name);
    return FAIL;
}

static const struct native functions[] = {
    {"_sort_by", "items, keys, reverse, /", builtins_sort_by, NATIVE_hidden, "Sorts a list by keys made already."},
    {"_register", "name, function, /", builtins_register, NATIVE_hidden, "builtins.py leaves its helpers."},
    {"print", "*args, sep=None, end=None, file=None, flush=False", builtin_print, 0, "Writes the arguments' text to a stream, sys.stdout by default."},
    {"input", "prompt='', /", builtin_input, 0, "Refused: the simulated machine has no keyboard."},
    {"open", "*args, **kwargs", builtin_open, 0, "Refused: the simulated machine has no disk."},
    {"repr", "obj, /", builtin_repr, 0, "The canonical text of an object."},
    {"ascii", "obj, /", builtin_ascii, 0, "repr with everything past ASCII escaped."},
    {"format", "value, format_spec='', /", builtin_format, 0, "value.__format__(format_spec)"},
    {"len", "obj, /", builtin_len, NATIVE_nopoll, "The number of items."},
    {"hash", "obj, /", builtin_hash, 0, "The hash value."},
    {"id", "obj, /", builtin_id, 0, "A number that no other living object has."},
    {"callable", "obj, /", builtin_callable, 0, "Can it be called?"},
    {"getattr", "object, name, default=?, /", builtin_getattr, 0, "An attribute by name."},
    {"setattr", "obj, name, value, /", builtin_setattr, 0, "Sets an attribute."},
    {"delattr", "obj, name, /", builtin_delattr, 0, "Deletes an attribute."},
    {"hasattr", "obj, name, /", builtin_hasattr, 0, "Is there such an attribute?"},
    {"isinstance", "obj, class_or_tuple, /", builtin_isinstance, NATIVE_nopoll, "Is it an instance of a class, or of one of several?"},
    {"issubclass", "cls, class_or_tuple, /", builtin_issubclass, 0, "Is it a subclass?"},
    {"vars", "object=?, /", builtin_vars, 0, "The attributes of an object; without argument, locals()."},
    {"dir", "object=?, /", builtin_dir, 0, "The names of an object's attributes."},
    {"globals", "", builtin_globals, 0, "The module's namespace."},
    {"locals", "", builtin_locals, 0, "A function's variables (a copy), or the namespace."},
    {"__import__", "name, globals=None, locals=None, fromlist=(), level=0", builtin_import, 0, "Imports a module."},
    {"ord", "c, /", builtin_ord, 0, "The code point of a character."},
    {"chr", "i, /", builtin_chr, 0, "The character of a code point."},
    {"hex", "number, /", builtin_hex, 0, "Hexadecimal text."},
    {"oct", "number, /", builtin_oct, 0, "Octal text."},
    {"bin", "number, /", builtin_bin, 0, "Binary text."},
    {"abs", "x, /", builtin_abs, 0, "The absolute value."},
    {"round", "number, ndigits=None", builtin_round, 0, "Rounds, halves to even."},
    {"divmod", "x, y, /", builtin_divmod, 0, "(x // y, x % y)"},
    {"pow", "base, exp, mod=None", builtin_pow, 0, "base ** exp, modulo mod."},
    {"sum", "iterable!, /, start=0", builtin_sum, 0, "start plus all items."},
    {"min", "*args, key=None, default=?", builtin_min, 0, "The smallest."},
    {"max", "*args, key=None, default=?", builtin_max, 0, "The largest."},
    {"sorted", "iterable!, /, *, key=None, reverse=False", builtin_sorted, 0, "A new list in order."},
    {"iter", "object, sentinel=?, /", builtin_iter, 0, "An iterator."},
    {"next", "iterator, default=?, /", builtin_next, 0, "The next item."},
    {"any", "iterable, /", builtin_any, 0, "Is one item true?"},
    {"all", "iterable, /", builtin_all, 0, "Are all items true?"},
    {"exec", "*args, **kwargs", builtin_refused, 0, "Refused."},
    {"eval", "*args, **kwargs", builtin_refused, 0, "Refused."},
    {"compile", "*args, **kwargs", builtin_refused, 0, "Refused."},
    {"breakpoint", "*args, **kwargs", builtin_refused, 0, "Refused."},
    {"help", "*args", builtin_refused, 0, "Refused."},
    {"memoryview", "object", builtin_refused, 0, "Refused."},
    {NULL, NULL, NULL, 0, NULL},
};

static const struct type *const types[] = {
    &type_object, &type_type, &type_bool, &type_int, &type_float, &type_complex, &type_str, &type_bytes, &type_bytearray, &type_list,
    &type_tuple, &type_dict, &type_set, &type_frozenset, &type_range, &type_slice, &type_property, &type_classmethod, &type_staticmethod,
    &type_super, &type_enumerate, &type_zip, &type_reversed, NULL,
};

static bool constant_not_implemented(struct thread *th, value *out) { (void)th; return *out = NOT_IMPLEMENTED, true; }
static bool constant_ellipsis(struct thread *th, value *out) { (void)th; return *out = ELLIPSIS, true; }
static bool constant_debug(struct thread *th, value *out) { (void)th; return *out = TRUE, true; }
static bool constant_os_error(struct thread *th, value *out) { (void)th; return *out = from_obj(&type_OSError), true; }

static const struct constant constants[] = {
    {"NotImplemented", constant_not_implemented}, {"Ellipsis", constant_ellipsis}, {"__debug__", constant_debug}, {"IOError", constant_os_error},
    {"EnvironmentError", constant_os_error}, {NULL, NULL},
};

const struct module_def module_builtins = {"builtins", functions, types, constants, "Names that every module sees."};
