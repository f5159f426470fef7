/* float.is_integer(), hex() and friends. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "python/type_float.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

extern const struct native float_methods[];
extern const struct getset float_getsets[];

static enum answer method_is_integer(struct thread *th, struct call *c) {
    (void)th;
    double d = float_of(c->args[0]);
    return give(c, from_bool(isfinite(d) && d == floor(d)));
}

static enum answer method_ratio(struct thread *th, struct call *c) {
    double d = float_of(c->args[0]);
    if (!isfinite(d)) {
        if (isnan(d)) raise_error(th, "ValueError", "cannot convert NaN to integer ratio");
        else raise_error(th, "OverflowError", "cannot convert Infinity to integer ratio");
        return FAIL;
    }
    int e;
    double m = frexp(d, &e);
    for (int i = 0; i < 300 && m != floor(m); i++) m *= 2, e--;
    value top, bottom = from_small(1);
    if (!int_from_double(th, m, &top)) return FAIL;
    if (e >= 0 ? !int_shift(th, top, e, &top) : !int_shift(th, bottom, -e, &bottom)) return FAIL;
    return give(c, tuple_pair(th, top, bottom));
}

static enum answer method_hex(struct thread *th, struct call *c) {
    double d = float_of(c->args[0]);
    if (!isfinite(d)) {
        struct buf b = {0};
        double_repr(d, &b);
        return give(c, str_from_buf(th, &b));
    }
    if (d == 0) return give(c, str_cstr(th, signbit(d) ? "-0x0.0p+0" : "0x0.0p+0"));
    int e;
    double m = frexp(fabs(d), &e);
    int shift = 1 - (-1021 - e > 0 ? -1021 - e : 0); /* subnormals keep the exponent -1022 */
    m = ldexp(m, shift);
    e -= shift;
    struct buf b = {0};
    buf_printf(&b, "%s0x%d.", d < 0 ? "-" : "", (int)m);
    m -= (int)m;
    for (int i = 0; i < 13; i++) {
        m *= 16;
        buf_char(&b, "0123456789abcdef"[(int)m]);
        m -= (int)m;
    }
    buf_printf(&b, "p%c%d", e < 0 ? '-' : '+', abs(e));
    return give(c, str_from_buf(th, &b));
}

static enum answer method_fromhex(struct thread *th, struct call *c) {
    size_t len;
    if (!is_str(c->args[1])) {
        raise_error(th, "TypeError", "bad argument type for built-in operation");
        return FAIL;
    }
    const char *text = str_text(c->args[1], &len);
    struct buf b = {0};
    while (len && strchr(" \t\n\r\f\v", *text)) text++, len--;
    while (len && strchr(" \t\n\r\f\v", text[len - 1])) len--;
    bool negative = len && *text == '-';
    if (len && (*text == '-' || *text == '+')) text++, len--;
    double d;
    char *end;
    if (len > 1 && text[0] == '0' && (text[1] | 32) == 'x') text += 2, len -= 2;
    bool word = len && (((text[0] | 32) == 'i') || ((text[0] | 32) == 'n'));
    buf_text(&b, word ? "" : "0x");
    buf_add(&b, text, len);
    d = strtod(b.data, &end);
    bool ok = len > 0 && *end == '\0';
    buf_fini(&b);
    if (!ok) {
        raise_error(th, "ValueError", "invalid hexadecimal floating-point string");
        return FAIL;
    }
    value v = float_new(th, negative ? -d : d);
    if (as_type(c->args[0]) == &type_float) return give(c, v);
    return object_call(th, c->args[0], &v, 1, NIL, &c->result) ? DONE : FAIL;
}

static enum answer method_trunc(struct thread *th, struct call *c) {
    return int_from_double(th, float_of(c->args[0]), &c->result) ? DONE : FAIL;
}
static enum answer method_floor(struct thread *th, struct call *c) {
    return int_from_double(th, floor(float_of(c->args[0])), &c->result) ? DONE : FAIL;
}
static enum answer method_ceil(struct thread *th, struct call *c) {
    return int_from_double(th, ceil(float_of(c->args[0])), &c->result) ? DONE : FAIL;
}
static enum answer method_self(struct thread *th, struct call *c) { return give(c, float_new(th, float_of(c->args[0]))); }
static enum answer method_abs(struct thread *th, struct call *c) { return give(c, float_new(th, fabs(float_of(c->args[0])))); }

bool double_round(struct thread *th, double d, int64_t digits, value *out) {
    if (!isfinite(d) || digits > 323) return *out = float_new(th, d), true;
    if (digits < -308) return *out = float_new(th, copysign(0.0, d)), true;
    if (digits >= 0) { /* correctly rounded decimal text, read back */
        char text[700];
        snprintf(text, sizeof text, "%.*f", (int)digits, d);
        return *out = float_new(th, strtod(text, NULL)), true;
    }
    double p = pow(10.0, (double)-digits), y = d / p, z = round(y);
    if (fabs(y - z) == 0.5) z = 2.0 * round(y / 2.0);
    z *= p;
    if (!isfinite(z)) return raise_error(th, "OverflowError", "rounded value too large to represent");
    return *out = float_new(th, z), true;
}

static enum answer method_round(struct thread *th, struct call *c) {
    double d = float_of(c->args[0]);
    int64_t digits;
    if (c->args[1] != NIL && c->args[1] != NONE) {
        if (!index_get(th, c->args[1], &digits)) return FAIL;
        return double_round(th, d, digits, &c->result) ? DONE : FAIL;
    }
    double r = round(d);
    if (fabs(d - r) == 0.5) r = 2.0 * round(d / 2.0);
    return int_from_double(th, r, &c->result) ? DONE : FAIL;
}

static enum answer method_divmod(struct thread *th, struct call *c) {
    double a = float_of(c->args[0]), b;
    if (!is_float(c->args[1]) && !is_int(c->args[1])) return give(c, NOT_IMPLEMENTED);
    if (!float_get(th, c->args[1], &b)) return FAIL;
    if (b == 0) {
        raise_error(th, "ZeroDivisionError", "float divmod()");
        return FAIL;
    }
    value q;
    if (!type_float.binary(th, BIN_floordiv, c->args[0], c->args[1], &q)) return FAIL;
    return give(c, tuple_pair(th, q, float_new(th, double_mod(a, b))));
}

const struct native float_methods[] = {
    {"is_integer", "self, /", method_is_integer, 0, "True if there is no fraction."},
    {"as_integer_ratio", "self, /", method_ratio, 0, "The exact ratio of two ints."},
    {"hex", "self, /", method_hex, 0, "Exact text in base 16."},
    {"fromhex", "cls, string, /", method_fromhex, NATIVE_class, "Reads what hex() writes."},
    {"conjugate", "self, /", method_self, 0, "self"},
    {"__float__", "self, /", method_self, 0, "float(self)"},
    {"__int__", "self, /", method_trunc, 0, "int(self)"},
    {"__trunc__", "self, /", method_trunc, 0, "Towards zero."},
    {"__floor__", "self, /", method_floor, 0, "Down."},
    {"__ceil__", "self, /", method_ceil, 0, "Up."},
    {"__abs__", "self, /", method_abs, 0, "abs(self)"},
    {"__round__", "self, ndigits=?, /", method_round, 0, "round(self, ndigits)"},
    {"__divmod__", "self, value, /", method_divmod, 0, "divmod(self, value)"},
    {NULL, NULL, NULL, 0, NULL},
};

static bool get_real(struct thread *th, value self, value *out) { return *out = float_new(th, float_of(self)), true; }
static bool get_imag(struct thread *th, value self, value *out) {
    (void)self;
    return *out = float_new(th, 0.0), true;
}
const struct getset float_getsets[] = {
    {"real", get_real, NULL, "the number itself"},
    {"imag", get_imag, NULL, "0.0"},
    {NULL, NULL, NULL, NULL},
};
