#include "python/slot_methods.h"

#include <stddef.h>
#include <string.h>

#include "python/type_int.h"
#include "python/type_str.h"

/* The builtin layout below a value's class: the slots that a wrapper stands for. */
static const struct type *layout_of(value self) {
    const struct type *t = type_of(self);
    while (is_class(t)) t = t->base;
    return t;
}

#define OWNER(owner, self, slot)                                                                                       \
    const struct type *owner = layout_of(self);                                                                        \
    while (owner && !owner->slot) owner = owner->base

static enum answer give_text(struct thread *th, struct call *c, bool ok, struct buf *b) {
    if (ok) c->result = str_from_buf(th, b);
    buf_fini(b);
    return ok ? DONE : FAIL;
}

static enum answer wrap_repr(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], repr);
    struct buf b = {0};
    if (!t) {
        const struct type *cls = type_of(c->args[0]);
        buf_printf(&b, "<%s.%s object at 0x%012llx>", cls->module ? cls->module : "builtins", cls->name,
                   (unsigned long long)object_id(th, c->args[0]));
    }
    return give_text(th, c, !t || t->repr(th, c->args[0], &b), &b);
}

static enum answer wrap_str(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], str);
    struct buf b = {0};
    return give_text(th, c, t ? t->str(th, c->args[0], &b) : object_repr(th, c->args[0], &b), &b);
}

static enum answer wrap_format(struct thread *th, struct call *c) {
    if (!is_str(c->args[1])) {
        raise_error(th, "TypeError", "__format__() argument must be str, not %s", type_name(c->args[1]));
        return FAIL;
    }
    size_t len;
    const char *spec = str_text(c->args[1], &len);
    OWNER(t, c->args[0], format);
    struct buf b = {0};
    bool ok;
    if (t) ok = t->format(th, c->args[0], spec, len, &b);
    else if (len == 0) ok = object_str(th, c->args[0], &b);
    else ok = raise_error(th, "TypeError", "unsupported format string passed to %s.__format__", type_name(c->args[0]));
    return give_text(th, c, ok, &b);
}

static enum answer wrap_hash(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], hash);
    uint64_t h;
    if (t) {
        if (!t->hash(th, c->args[0], &h)) return FAIL;
    } else {
        uint64_t id = (uint64_t)object_id(th, c->args[0]);
        h = (id >> 4) | (id << 60);
    }
    return give(c, int_new(th, (int64_t)h));
}

static enum answer wrap_bool(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], truth);
    bool r = false;
    return t && t->truth(th, c->args[0], &r) ? give(c, from_bool(r)) : FAIL;
}

static enum answer wrap_len(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], length);
    int64_t n = 0;
    return t && t->length(th, c->args[0], &n) ? give(c, int_new(th, n)) : FAIL;
}

static enum answer wrap_getitem(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], getitem);
    return t && t->getitem(th, c->args[0], c->args[1], &c->result) ? DONE : FAIL;
}

static enum answer wrap_setitem(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], setitem);
    return t && t->setitem(th, c->args[0], c->args[1], c->args[2]) ? give(c, NONE) : FAIL;
}

static enum answer wrap_delitem(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], setitem);
    return t && t->setitem(th, c->args[0], c->args[1], NIL) ? give(c, NONE) : FAIL;
}

static enum answer wrap_contains(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], contains);
    bool r = false;
    return t && t->contains(th, c->args[0], c->args[1], &r) ? give(c, from_bool(r)) : FAIL;
}

static enum answer wrap_iter(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], iter);
    return t && t->iter(th, c->args[0], &c->result) ? DONE : FAIL;
}

static enum answer wrap_next(struct thread *th, struct call *c) {
    OWNER(t, c->args[0], next);
    enum next n = t ? t->next(th, c->args[0], &c->result) : NEXT_fail;
    if (n == NEXT_end) raise_error(th, "StopIteration", "%s", "");
    return n == NEXT_value ? DONE : FAIL;
}

static enum answer wrap_compare(struct thread *th, struct call *c, enum compare_kind k) {
    OWNER(t, c->args[0], compare);
    if (t) return t->compare(th, k, c->args[0], c->args[1], &c->result) ? DONE : FAIL;
    if (k == CMP_eq) return give(c, c->args[0] == c->args[1] ? TRUE : NOT_IMPLEMENTED);
    if (k != CMP_ne) return give(c, NOT_IMPLEMENTED);
    value r; /* object.__ne__ is the opposite of __eq__ */
    if (!object_call_method(th, c->args[0], "__eq__", &c->args[1], 1, &r)) return FAIL;
    if (r == NOT_IMPLEMENTED) return give(c, r);
    bool equal;
    return object_truth(th, r, &equal) ? give(c, from_bool(!equal)) : FAIL;
}

static enum answer wrap_binary(struct thread *th, struct call *c, enum binary_kind k, bool reflected) {
    OWNER(t, c->args[0], binary);
    value a = c->args[reflected ? 1 : 0], b = c->args[reflected ? 0 : 1];
    c->result = NOT_IMPLEMENTED;
    return !t || t->binary(th, k, a, b, &c->result) ? DONE : FAIL;
}

static enum answer wrap_unary(struct thread *th, struct call *c, enum opcode op) {
    OWNER(t, c->args[0], unary);
    return t && t->unary(th, op, c->args[0], &c->result) ? DONE : FAIL;
}

#define COMPARE(k)                                                                                                     \
    static enum answer wrap_##k(struct thread *th, struct call *c) { return wrap_compare(th, c, CMP_##k); }
COMPARE(lt) COMPARE(le) COMPARE(eq) COMPARE(ne) COMPARE(gt) COMPARE(ge)

#define BINARY(k)                                                                                                      \
    static enum answer wrap_##k(struct thread *th, struct call *c) { return wrap_binary(th, c, BIN_##k, false); }      \
    static enum answer wrap_r##k(struct thread *th, struct call *c) { return wrap_binary(th, c, BIN_##k, true); }      \
    static enum answer wrap_i##k(struct thread *th, struct call *c) {                                                  \
        return wrap_binary(th, c, BIN_##k + BIN_INPLACE, false);                                                       \
    }
BINARY(add) BINARY(and) BINARY(floordiv) BINARY(lshift) BINARY(matmul) BINARY(mul) BINARY(mod) BINARY(or) BINARY(pow)
BINARY(rshift) BINARY(sub) BINARY(truediv) BINARY(xor)

static enum answer wrap_neg(struct thread *th, struct call *c) { return wrap_unary(th, c, OP_UNARY_NEGATIVE); }
static enum answer wrap_pos(struct thread *th, struct call *c) { return wrap_unary(th, c, OP_UNARY_POSITIVE); }
static enum answer wrap_invert(struct thread *th, struct call *c) { return wrap_unary(th, c, OP_UNARY_INVERT); }

struct wrapper {
    size_t slot; /* its place in struct type */
    bool object_too; /* type object has it without a slot */
    struct native row;
};
#define ROW(slot, name, signature, fn, doc) {offsetof(struct type, slot), false, {name, signature, fn, NATIVE_nopoll, doc}}
#define ROW_OBJECT(slot, name, signature, fn, doc) {offsetof(struct type, slot), true, {name, signature, fn, NATIVE_nopoll, doc}}
#define ROWS_BINARY(k)                                                                                                 \
    ROW(binary, "__" #k "__", "self, value, /", wrap_##k, "self op value"),                                            \
        ROW(binary, "__r" #k "__", "self, value, /", wrap_r##k, "value op self"),                                      \
        ROW(binary, "__i" #k "__", "self, value, /", wrap_i##k, "self op= value")

static const struct wrapper wrappers[] = {
    ROW_OBJECT(repr, "__repr__", "self, /", wrap_repr, "repr(self)"),
    ROW_OBJECT(str, "__str__", "self, /", wrap_str, "str(self)"),
    ROW_OBJECT(format, "__format__", "self, format_spec, /", wrap_format, "format(self, format_spec)"),
    ROW_OBJECT(hash, "__hash__", "self, /", wrap_hash, "hash(self)"),
    ROW_OBJECT(compare, "__eq__", "self, value, /", wrap_eq, "self == value"),
    ROW_OBJECT(compare, "__ne__", "self, value, /", wrap_ne, "self != value"),
    ROW_OBJECT(compare, "__lt__", "self, value, /", wrap_lt, "self < value"),
    ROW_OBJECT(compare, "__le__", "self, value, /", wrap_le, "self <= value"),
    ROW_OBJECT(compare, "__gt__", "self, value, /", wrap_gt, "self > value"),
    ROW_OBJECT(compare, "__ge__", "self, value, /", wrap_ge, "self >= value"),
    ROW(truth, "__bool__", "self, /", wrap_bool, "True if self is true"),
    ROW(length, "__len__", "self, /", wrap_len, "len(self)"),
    ROW(getitem, "__getitem__", "self, key, /", wrap_getitem, "self[key]"),
    ROW(setitem, "__setitem__", "self, key, value, /", wrap_setitem, "self[key] = value"),
    ROW(setitem, "__delitem__", "self, key, /", wrap_delitem, "del self[key]"),
    ROW(contains, "__contains__", "self, key, /", wrap_contains, "key in self"),
    ROW(iter, "__iter__", "self, /", wrap_iter, "iter(self)"),
    ROW(next, "__next__", "self, /", wrap_next, "next(self)"),
    ROWS_BINARY(add), ROWS_BINARY(and), ROWS_BINARY(floordiv), ROWS_BINARY(lshift), ROWS_BINARY(matmul),
    ROWS_BINARY(mul), ROWS_BINARY(mod), ROWS_BINARY(or), ROWS_BINARY(pow), ROWS_BINARY(rshift), ROWS_BINARY(sub),
    ROWS_BINARY(truediv), ROWS_BINARY(xor),
    ROW(unary, "__neg__", "self, /", wrap_neg, "-self"),
    ROW(unary, "__pos__", "self, /", wrap_pos, "+self"),
    ROW(unary, "__invert__", "self, /", wrap_invert, "~self"),
};
enum { WRAPPERS = sizeof wrappers / sizeof wrappers[0] };

/* Names of CPython's list that a type with the slot still lacks: sequences know only + and *, sets no arithmetic ... */
static bool binary_fits(const struct type *t, const char *name) {
    if (strncmp(name, "__", 2) != 0) return false;
    const char *base = name + 2;
    static const char *const sequence[] = {"add__", "mul__", "rmul__", NULL};
    static const char *const mutable_sequence[] = {"add__", "mul__", "rmul__", "iadd__", "imul__", NULL};
    static const char *const text[] = {"add__", "mul__", "rmul__", "mod__", "rmod__", NULL};
    static const char *const set_ops[] = {"and__", "or__", "sub__", "xor__", "rand__", "ror__", "rsub__", "rxor__", NULL};
    static const char *const set_all[] = {"and__", "or__", "sub__", "xor__", "rand__", "ror__", "rsub__", "rxor__", "iand__", "ior__", "isub__", "ixor__", NULL};
    static const char *const dict_ops[] = {"or__", "ror__", "ior__", NULL};
    const char *const *fits = NULL;
    if (t == &type_tuple) fits = sequence;
    else if (t == &type_list || t == &type_bytearray) fits = mutable_sequence;
    else if (t == &type_str || t == &type_bytes) fits = text;
    else if (t == &type_set) fits = set_all;
    else if (t == &type_frozenset) fits = set_ops;
    else if (t == &type_dict) fits = dict_ops;
    if (!fits) return base[0] != 'i' || strcmp(base, "invert__") == 0;
    for (; *fits; fits++)
        if (strcmp(*fits, base) == 0) return true;
    return false;
}

static bool has_slot(const struct type *t, const struct wrapper *w) {
    if (w->object_too && t == &type_object) return true;
    uintptr_t p;
    memcpy(&p, (const char *)t + w->slot, sizeof p);
    if (!p) return false;
    return w->slot != offsetof(struct type, binary) || binary_fits(t, w->row.name);
}

const struct native *slot_method(const struct type *t, const char *name) {
    if (name[0] != '_' || name[1] != '_') return NULL;
    if (strcmp(name, "__new__") == 0) return t->make;
    if (strcmp(name, "__call__") == 0) return t->call;
    for (size_t i = 0; i < WRAPPERS; i++)
        if (strcmp(wrappers[i].row.name, name) == 0) return has_slot(t, &wrappers[i]) ? &wrappers[i].row : NULL;
    return NULL;
}

const struct native *slot_method_at(const struct type *t, size_t i) {
    for (size_t k = 0; k < WRAPPERS; k++)
        if (has_slot(t, &wrappers[k]) && i-- == 0) return &wrappers[k].row;
    return NULL;
}
