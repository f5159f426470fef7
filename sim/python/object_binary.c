/* a op b: methods and slots of both sides in CPython's order (a subclass on the right goes first, in-place before
 * plain), and the messages when nobody wants it. */
#include "base/assert.h"
#include "python/object.h"
#include "python/type_bytes.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

struct operator_names {
    const char *plain, *reflected, *in_place;
};
static const struct operator_names operators[BIN_INPLACE] = {
    [BIN_add] = {"__add__", "__radd__", "__iadd__"},
    [BIN_and] = {"__and__", "__rand__", "__iand__"},
    [BIN_floordiv] = {"__floordiv__", "__rfloordiv__", "__ifloordiv__"},
    [BIN_lshift] = {"__lshift__", "__rlshift__", "__ilshift__"},
    [BIN_matmul] = {"__matmul__", "__rmatmul__", "__imatmul__"},
    [BIN_mul] = {"__mul__", "__rmul__", "__imul__"},
    [BIN_mod] = {"__mod__", "__rmod__", "__imod__"},
    [BIN_or] = {"__or__", "__ror__", "__ior__"},
    [BIN_pow] = {"__pow__", "__rpow__", "__ipow__"},
    [BIN_rshift] = {"__rshift__", "__rrshift__", "__irshift__"},
    [BIN_sub] = {"__sub__", "__rsub__", "__isub__"},
    [BIN_truediv] = {"__truediv__", "__rtruediv__", "__itruediv__"},
    [BIN_xor] = {"__xor__", "__rxor__", "__ixor__"},
};

static value program_method(struct thread *th, const struct type *t, const char *name) {
    if (!is_class(t)) return NIL;
    value m = type_lookup_cstr(th, t, name);
    return m != NIL && type_of(m) == &type_native ? NIL : m;
}

static bool call_operator(struct thread *th, value m, const char *name, value self, value other, value *out) {
    if (m == NONE) return *out = NOT_IMPLEMENTED, true;
    if (type_of(m) != &type_function) return object_call_method(th, self, name, &other, 1, out);
    value args[2] = {self, other};
    return object_call(th, m, args, 2, NIL, out);
}

static const struct type *binary_owner(const struct type *t) {
    while (t && !t->binary) t = t->base;
    return t;
}

/* One side's turn: its method, else its slot. */
static bool operator_half(struct thread *th, enum binary_kind k, value a, value b, bool right, value *out) {
    value self = right ? b : a, other = right ? a : b;
    const char *name = right ? operators[k].reflected : operators[k].plain;
    value m = program_method(th, type_of(self), name);
    *out = NOT_IMPLEMENTED;
    if (m != NIL) return call_operator(th, m, name, self, other, out);
    const struct type *owner = binary_owner(type_of(self));
    if (!owner || (right && owner == binary_owner(type_of(a)) && program_method(th, type_of(a), operators[k].plain) == NIL)) return true;
    return owner->binary(th, k, a, b, out);
}

static bool is_concat(value v) { return is_str(v) || is_list(v) || is_tuple(v) || is_byteslike(v); }

static bool raise_operands(struct thread *th, enum binary_kind k, bool in_place, value a, value b) {
    const char *ta = type_name(a), *tb = type_name(b);
    if (k == BIN_add && is_byteslike(a)) return raise_error(th, "TypeError", "can't concat %s to %s", tb, ta);
    if (k == BIN_add && is_concat(a)) {
        const char *kind = is_str(a) ? "str" : is_list(a) ? "list" : "tuple";
        return raise_error(th, "TypeError", "can only concatenate %s (not \"%s\") to %s", kind, tb, kind);
    }
    if (k == BIN_mul && (is_concat(a) || is_concat(b)))
        return raise_error(th, "TypeError", "can't multiply sequence by non-int of type '%s'", is_concat(a) ? tb : ta);
    const char *symbol = k == BIN_pow && !in_place ? "** or pow()" : binary_symbol(in_place ? k + BIN_INPLACE : k);
    return raise_error(th, "TypeError", "unsupported operand type(s) for %s: '%s' and '%s'", symbol, ta, tb);
}

bool object_binary(struct thread *th, enum binary_kind kind, value a, value b, value *out) {
    const struct type *ta = type_of(a), *tb = type_of(b);
    enum binary_kind k = kind;
    if (kind >= BIN_INPLACE) {
        k = kind - BIN_INPLACE;
        value m = program_method(th, ta, operators[k].in_place);
        *out = NOT_IMPLEMENTED;
        if (m != NIL) {
            if (!call_operator(th, m, operators[k].in_place, a, b, out)) return false;
        } else {
            const struct type *owner = binary_owner(ta);
            if (owner && !owner->binary(th, kind, a, b, out)) return false;
        }
        if (*out != NOT_IMPLEMENTED) return true;
    }
    bool right_first = false;
    if (ta != tb && is_class(tb) && type_is_sub(tb, ta)) {
        value mine = program_method(th, tb, operators[k].reflected);
        right_first = mine != NIL && mine != program_method(th, ta, operators[k].reflected);
    }
    for (int turn = 0; turn < 2; turn++) {
        bool right = (turn == 0) == right_first;
        if (right && ta == tb) continue;
        if (!operator_half(th, k, a, b, right, out)) return false;
        if (*out != NOT_IMPLEMENTED) return true;
    }
    return raise_operands(th, k, kind >= BIN_INPLACE, a, b);
}
