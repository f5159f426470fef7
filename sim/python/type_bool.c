/* True and False, None, Ellipsis and NotImplemented: one static object each. */
#include <string.h>

#include "python/type_int.h"
#include "python/type_str.h"

const struct obj true_object = {.type = &type_bool, .flags = OBJ_static};
const struct obj false_object = {.type = &type_bool, .flags = OBJ_static};
const struct obj none_object = {.type = &type_none, .flags = OBJ_static};
const struct obj ellipsis_object = {.type = &type_ellipsis, .flags = OBJ_static};
const struct obj not_implemented_object = {.type = &type_not_implemented, .flags = OBJ_static};

static bool bool_repr(struct thread *th, value self, struct buf *out) {
    (void)th;
    buf_text(out, self == TRUE ? "True" : "False");
    return true;
}

static bool bool_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    if (is_bool(a) && is_bool(b)) {
        bool x = a == TRUE, y = b == TRUE;
        if (k == BIN_and) return *out = from_bool(x && y), true;
        if (k == BIN_or) return *out = from_bool(x || y), true;
        if (k == BIN_xor) return *out = from_bool(x != y), true;
    }
    return type_int.binary(th, k, a, b, out);
}

static enum answer bool_make(struct thread *th, struct call *c) {
    bool b = false;
    if (c->args[1] != NIL && !object_truth(th, c->args[1], &b)) return FAIL;
    return give(c, from_bool(b));
}
static const struct native bool_make_row = {"bool", "cls, x=?, /", bool_make, NATIVE_static | NATIVE_nopoll, "The truth of x."};

const struct type type_bool = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "bool",
    .module = "builtins",
    .base = &type_int,
    .size = sizeof(struct obj),
    .flags = TYPE_match_self,
    .doc = "True and False.",
    .make = &bool_make_row,
    .visit = NULL,
    .repr = bool_repr,
    .binary = bool_binary,
};

static bool none_repr(struct thread *th, value self, struct buf *out) {
    (void)th, (void)self;
    buf_text(out, "None");
    return true;
}
/* Fixed numbers, so that no order depends on addresses. */
static uint64_t hash_of_constant(value v) { return v == NONE ? 0xfca86420 : v == ELLIPSIS ? 0xe111 : 0x2011; }

static bool none_truth(struct thread *th, value self, bool *out) {
    (void)th, (void)self;
    return *out = false, true;
}
static bool none_hash(struct thread *th, value self, uint64_t *out) {
    (void)th;
    return *out = hash_of_constant(self), true;
}
static bool ellipsis_repr(struct thread *th, value self, struct buf *out) {
    (void)th, (void)self;
    buf_text(out, "Ellipsis");
    return true;
}
static bool not_implemented_repr(struct thread *th, value self, struct buf *out) {
    (void)th, (void)self;
    buf_text(out, "NotImplemented");
    return true;
}

#define CONSTANT_MAKE(what, constant, type_text)                                                                       \
    static enum answer what##_make(struct thread *th, struct call *c) {                                                \
        (void)th;                                                                                                      \
        return give(c, constant);                                                                                      \
    }                                                                                                                  \
    static const struct native what##_make_row = {type_text, "cls, /", what##_make, NATIVE_static, "The only instance."};
CONSTANT_MAKE(none, NONE, "NoneType")
CONSTANT_MAKE(ellipsis, ELLIPSIS, "ellipsis")
CONSTANT_MAKE(not_implemented, NOT_IMPLEMENTED, "NotImplementedType")

#define CONSTANT_TYPE(id, what, text)                                                                                  \
    const struct type type_##id = {                                                                                    \
        .head = {.type = &type_type, .flags = OBJ_static},                                                             \
        .name = text,                                                                                                  \
        .module = "builtins",                                                                                          \
        .base = &type_object,                                                                                          \
        .size = sizeof(struct obj),                                                                                    \
        .make = &what##_make_row,                                                                                      \
        .repr = what##_repr,
CONSTANT_TYPE(none, none, "NoneType")
    .truth = none_truth, .hash = none_hash,
};
CONSTANT_TYPE(ellipsis, ellipsis, "ellipsis")
    .hash = none_hash,
};
CONSTANT_TYPE(not_implemented, not_implemented, "NotImplementedType")
    .hash = none_hash,
};
