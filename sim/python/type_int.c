#include "python/type_int.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "python/format_spec.h"
#include "python/heap.h"
#include "python/type_bytes.h"
#include "python/type_float.h"
#include "python/type_str.h"

enum { DIGITS_MAX = 4300 }; /* sys.int_info.default_max_str_digits */

/* -- __index__ -- */

bool has_index(struct thread *th, value v) {
    if (is_int(v)) return true;
    return is_class(type_of(v)) && type_lookup_cstr(th, type_of(v), "__index__") != NIL;
}

bool int_index(struct thread *th, value v, value *out) {
    if (is_int(v)) return *out = int_plain(th, v), true;
    if (!has_index(th, v)) return raise_error(th, "TypeError", "'%s' object cannot be interpreted as an integer", type_name(v));
    if (!object_call_method(th, v, "__index__", NULL, 0, out)) return false;
    if (!is_int(*out)) return raise_error(th, "TypeError", "__index__ returned non-int (type %s)", type_name(*out));
    *out = int_plain(th, *out);
    return true;
}

bool index_get(struct thread *th, value v, int64_t *out) {
    if (is_small(v)) return *out = small_of(v), true;
    value i;
    if (!int_index(th, v, &i)) return false;
    if (int_fits(i, out)) return true;
    return raise_error(th, "IndexError", "cannot fit '%s' into an index-sized integer", type_name(v));
}

bool int_get(struct thread *th, value v, int64_t *out) {
    value i;
    if (is_small(v)) return *out = small_of(v), true;
    if (!int_index(th, v, &i)) return false;
    if (int_fits(i, out)) return true;
    return raise_error(th, "OverflowError", "Python int too large to convert to C %s", "long");
}

/* -- text -- */

static void small_text(int64_t i, int base, struct buf *out) {
    char text[66], *p = text + sizeof text;
    uint64_t m = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    do *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[m % (unsigned)base];
    while (m /= (unsigned)base);
    if (i < 0) *--p = '-';
    buf_add(out, p, (size_t)(text + sizeof text - p));
}

bool int_text(struct thread *th, value v, int base, struct buf *out) {
    int64_t i;
    charge(th, COST_format_int, 1);
    if (int_fits(v, &i)) return small_text(i, base, out), true;
    struct bigint b;
    int_view(v, &b);
    size_t before = out->len;
    bool power = (base & (base - 1)) == 0;
    if (!power && (double)(bigint_bits(&b) - 1) * 0.30103 > DIGITS_MAX + 10) goto too_long;
    if (bigint_text(&b, base, out) != BIGINT_ok) return raise_error(th, "OverflowError", "gilscope was built without GMP");
    charge(th, COST_digit, (int64_t)(power ? b.count : b.count * b.count));
    if (power || out->len - before - (b.sign < 0) <= DIGITS_MAX) return true;
    out->len = before;
too_long:
    return raise_error(th, "ValueError", "Exceeds the limit (%d digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
                       DIGITS_MAX);
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Copies the digits of a literal without prefix and underscores; false when the syntax is wrong. */
static bool clean_digits(const char *s, const char *end, int *base, struct buf *digits) {
    bool under = true; /* an underscore may not come first, except after a prefix */
    if (end - s >= 2 && s[0] == '0') {
        int prefix = s[1] == 'x' || s[1] == 'X' ? 16 : s[1] == 'o' || s[1] == 'O' ? 8 : s[1] == 'b' || s[1] == 'B' ? 2 : 0;
        if (prefix && (*base == 0 || *base == prefix)) {
            *base = prefix;
            s += 2;
            under = false;
        }
    }
    bool zeros_only = false;
    if (*base == 0) {
        *base = 10;
        zeros_only = s < end && *s == '0';
    }
    if (s >= end) return false;
    for (; s < end; s++) {
        if (*s == '_') {
            if (under) return false;
            under = true;
            continue;
        }
        int d = digit_of(*s);
        if (d >= *base || (zeros_only && d != 0)) return false;
        under = false;
        buf_char(digits, *s);
    }
    return !under;
}

bool int_parse(struct thread *th, const char *text, size_t len, int base, value *out, bool *ok) {
    const char *s = text, *end = text + len;
    *ok = false;
    while (s < end && is_space(*s)) s++;
    while (end > s && is_space(end[-1])) end--;
    bool negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+')) s++;
    struct buf digits = {0};
    if (!clean_digits(s, end, &base, &digits)) {
        buf_fini(&digits);
        return true;
    }
    *ok = true;
    int64_t i = 0;
    bool fits = true;
    for (const char *p = digits.data; *p && fits; p++)
        fits = !__builtin_mul_overflow(i, (int64_t)base, &i) && !__builtin_add_overflow(i, (int64_t)digit_of(*p), &i);
    bool good = true;
    struct bigint b;
    if (fits) {
        *out = int_new(th, negative ? -i : i);
    } else if (digits.len > DIGITS_MAX && (base & (base - 1)) != 0) {
        good = raise_error(th, "ValueError", "Exceeds the limit (%d digits) for integer string conversion: value has %zu digits; use sys.set_int_max_str_digits() to increase the limit",
                           DIGITS_MAX, digits.len);
    } else if (bigint_parse(digits.data, base, &b) != BIGINT_ok) {
        good = raise_error(th, "OverflowError", "gilscope was built without GMP");
    } else {
        charge(th, COST_digit, (int64_t)(b.count * b.count));
        if (negative) b.sign = -1;
        *out = int_from(th, &b);
        bigint_fini(&b);
    }
    buf_fini(&digits);
    return good;
}

/* -- int(x, base) -- */

static bool parse_text(struct thread *th, value v, int base, value *out) {
    size_t len;
    const char *text;
    if (is_str(v)) text = str_text(v, &len);
    else text = byte_view(v, &len);
    bool ok;
    if (!int_parse(th, text, len, base, out, &ok)) return false;
    if (ok) return true;
    struct buf b = {0};
    object_repr(th, v, &b);
    if (b.len > 200) b.len = 200, b.data[200] = '\0';
    raise_error(th, "ValueError", "invalid literal for int() with base %d: %s", base, b.data);
    buf_fini(&b);
    return false;
}

static bool convert(struct thread *th, value v, value *out) {
    if (is_int(v) && !is_class(type_of(v))) return *out = int_plain(th, v), true;
    if (is_float(v)) return int_from_double(th, float_of(v), out);
    if (is_class(type_of(v))) {
        static const char *const ways[] = {"__int__", "__index__", "__trunc__"};
        for (int i = 0; i < 3; i++) {
            value m = type_lookup_cstr(th, type_of(v), ways[i]);
            if (m == NIL || type_of(m) == &type_native) continue;
            if (!object_call_method(th, v, ways[i], NULL, 0, out)) return false;
            if (!is_int(*out)) return raise_error(th, "TypeError", "%s returned non-int (type %s)", ways[i], type_name(*out));
            return *out = int_plain(th, *out), true;
        }
    }
    if (is_int(v)) return *out = int_plain(th, v), true;
    if (is_str(v) || is_byteslike(v)) return parse_text(th, v, 10, out);
    value m = type_lookup_cstr(th, type_of(v), "__int__");
    if (m != NIL) return object_call_method(th, v, "__int__", NULL, 0, out);
    return raise_error(th, "TypeError", "int() argument must be a string, a bytes-like object or a real number, not '%s'", type_name(v));
}

static enum answer int_make(struct thread *th, struct call *c) {
    value v = from_small(0);
    int64_t base = 10;
    if (c->args[2] != NIL) {
        if (!index_get(th, c->args[2], &base)) return FAIL;
        if (base != 0 && (base < 2 || base > 36)) {
            raise_error(th, "ValueError", "int() base must be >= 2 and <= 36, or 0");
            return FAIL;
        }
        if (c->args[1] == NIL) {
            raise_error(th, "TypeError", "int() missing string argument");
            return FAIL;
        }
        if (!is_str(c->args[1]) && !is_byteslike(c->args[1])) {
            raise_error(th, "TypeError", "int() can't convert non-string with explicit base");
            return FAIL;
        }
        if (!parse_text(th, c->args[1], (int)base, &v)) return FAIL;
    } else if (c->args[1] != NIL && !convert(th, c->args[1], &v)) {
        return FAIL;
    }
    const struct type *cls = as_type(c->args[0]);
    if (cls == &type_int) return give(c, v);
    struct bigint b;
    int_view(v, &b);
    return give(c, int_from_as(th, cls, &b));
}

/* -- slots -- */

static void int_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct int_obj *)o)->dict); }

static bool int_repr(struct thread *th, value self, struct buf *out) { return int_text(th, self, 10, out); }

static bool int_format(struct thread *th, value self, const char *spec, size_t len, struct buf *out) {
    if (len == 0) return object_str(th, self, out);
    struct format_spec f;
    if (!format_spec_parse(th, spec, len, type_name(self), &f)) return false;
    if (f.type && strchr("eEfFgG%", f.type)) {
        double d;
        return int_double(th, self, &d) && format_double(th, d, &f, out);
    }
    return format_int(th, self, &f, out);
}

static bool int_hash_slot(struct thread *th, value self, uint64_t *out) {
    (void)th;
    return *out = int_hash(self), true;
}

static bool int_truth(struct thread *th, value self, bool *out) {
    (void)th;
    return *out = int_sign(self) != 0, true;
}

static bool compare_result(enum compare_kind k, int order) {
    switch (k) {
    case CMP_lt: return order < 0;
    case CMP_le: return order <= 0;
    case CMP_eq: return order == 0;
    case CMP_ne: return order != 0;
    case CMP_gt: return order > 0;
    case CMP_ge: return order >= 0;
    }
    return false;
}

static bool int_compare_slot(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    (void)th;
    *out = is_int(a) && is_int(b) ? from_bool(compare_result(k, int_compare(a, b))) : NOT_IMPLEMENTED;
    return true;
}

static bool shift(struct thread *th, value a, value b, bool left, value *out) {
    int64_t n;
    if (int_sign(b) < 0) return raise_error(th, "ValueError", "negative shift count");
    if (!int_fits(b, &n)) {
        if (left && int_sign(a) != 0) return raise_error(th, "OverflowError", "too many digits in integer");
        return *out = from_small(!left && int_sign(a) < 0 ? -1 : 0), true;
    }
    return int_shift(th, a, left ? n : -n, out);
}

static bool bitwise(struct thread *th, enum bigint_op op, value a, value b, value *out) {
    int64_t x, y;
    if (int_fits(a, &x) && int_fits(b, &y)) {
        *out = int_new(th, op == BIGINT_and ? x & y : op == BIGINT_or ? x | y : x ^ y);
        return true;
    }
    struct bigint u, v, r;
    int_view(a, &u);
    int_view(b, &v);
    charge(th, COST_digit, (int64_t)(u.count + v.count));
    if (bigint_arith(op, &u, &v, &r) != BIGINT_ok) return raise_error(th, "OverflowError", "gilscope was built without GMP");
    *out = int_from(th, &r);
    bigint_fini(&r);
    return true;
}

/* The true quotient, correctly rounded: 66 bits of the integer quotient, a sticky bit, one rounding. */
static bool true_divide(struct thread *th, value a, value b, value *out) {
    int64_t x, y;
    if (int_sign(b) == 0) return raise_error(th, "ZeroDivisionError", "division by zero");
    const int64_t exact = (int64_t)1 << 53;
    if (int_fits(a, &x) && int_fits(b, &y) && x >= -exact && x <= exact && y >= -exact && y <= exact)
        return *out = float_new(th, (double)x / (double)y), true;
    if (int_sign(a) == 0) return *out = float_new(th, int_sign(b) < 0 ? -0.0 : 0.0), true;
    struct bigint u, v;
    int_view(a, &u);
    int_view(b, &v);
    bool negative = u.sign != v.sign;
    int64_t scale = (int64_t)bigint_bits(&v) - (int64_t)bigint_bits(&u) + 66;
    if (scale > 1150) scale = 1150; /* below the smallest double anyway */
    value ua = a, q, r;
    if (int_sign(a) < 0 && !int_sub(th, from_small(0), a, &ua)) return false;
    value vb = b;
    if (int_sign(b) < 0 && !int_sub(th, from_small(0), b, &vb)) return false;
    if (scale >= 0 ? !int_shift(th, ua, scale, &ua) : !int_shift(th, vb, -scale, &vb)) return false;
    if (!int_divmod(th, ua, vb, &q, &r)) return false;
    struct bigint w;
    int_view(q, &w);
    int64_t e;
    uint64_t top = bigint_top(&w, &e) | (int_sign(r) != 0);
    int64_t power = e - scale;
    int64_t bits = top ? 64 - __builtin_clzll(top) : 0;
    int64_t lost = -1074 - power; /* subnormal: round once, at the last bit that exists */
    if (bits - lost < 53 && lost > 0) {
        if (lost > 63) top = 0, lost = 0;
        uint64_t half = lost ? (uint64_t)1 << (lost - 1) : 0, rest = lost ? top & (half * 2 - 1) : 0;
        top = lost ? top >> lost : top;
        if (lost && (rest > half || (rest == half && (top & 1)))) top++;
        power += lost;
    }
    double d = power > 1100 ? INFINITY : ldexp((double)top, (int)power);
    if (isinf(d)) return raise_error(th, "OverflowError", "integer division result too large for a float");
    return *out = float_new(th, negative ? -d : d), true;
}

static bool int_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (!is_int(a) || !is_int(b)) return true;
    switch (k) {
    case BIN_add: return int_add(th, a, b, out);
    case BIN_sub: return int_sub(th, a, b, out);
    case BIN_mul: return int_mul(th, a, b, out);
    case BIN_floordiv:
        if (int_sign(b) == 0) return raise_error(th, "ZeroDivisionError", "integer division or modulo by zero");
        return int_divmod(th, a, b, out, NULL);
    case BIN_mod:
        if (int_sign(b) == 0) return raise_error(th, "ZeroDivisionError", "integer modulo by zero");
        return int_divmod(th, a, b, NULL, out);
    case BIN_truediv: return true_divide(th, a, b, out);
    case BIN_pow: return int_pow(th, a, b, out);
    case BIN_and: return bitwise(th, BIGINT_and, a, b, out);
    case BIN_or: return bitwise(th, BIGINT_or, a, b, out);
    case BIN_xor: return bitwise(th, BIGINT_xor, a, b, out);
    case BIN_lshift: return shift(th, a, b, true, out);
    case BIN_rshift: return shift(th, a, b, false, out);
    case BIN_matmul:
    case BIN_INPLACE: return true;
    }
    return true; /* in-place kinds */
}

static bool int_unary(struct thread *th, enum opcode op, value a, value *out) {
    if (op == OP_UNARY_POSITIVE) return *out = int_plain(th, a), true;
    if (op == OP_UNARY_NEGATIVE) return int_sub(th, from_small(0), a, out);
    return int_sub(th, from_small(-1), a, out); /* ~a = -1 - a */
}

extern const struct native int_methods[];
extern const struct getset int_getsets[];

static const struct native int_make_row = {"int", "cls, x=?, /, base=?", int_make, NATIVE_static, "An integer from a number or text."};

const struct type type_int = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "int",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct int_obj),
    .dict_offset = offsetof(struct int_obj, dict),
    .flags = TYPE_base | TYPE_match_self,
    .doc = "Integers of any size.",
    .visit = int_visit,
    .make = &int_make_row,
    .repr = int_repr,
    .format = int_format,
    .hash = int_hash_slot,
    .truth = int_truth,
    .compare = int_compare_slot,
    .binary = int_binary,
    .unary = int_unary,
    .methods = int_methods,
    .getsets = int_getsets,
};
