#include "python/type_float.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "python/format_spec.h"
#include "python/heap.h"
#include "python/type_bytes.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

value float_new(struct thread *th, double d) {
    struct float_obj *f = heap_new(th, &type_float, sizeof *f);
    f->d = d;
    return from_obj(f);
}

bool float_get(struct thread *th, value v, double *out) {
    if (is_float(v)) return *out = float_of(v), true;
    if (is_int(v)) return int_double(th, v, out);
    const struct type *t = type_of(v);
    if (type_lookup_cstr(th, t, "__float__") != NIL) {
        value f;
        if (!object_call_method(th, v, "__float__", NULL, 0, &f)) return false;
        if (!is_float(f)) return raise_error(th, "TypeError", "%s.__float__ returned non-float (type %s)", t->name, type_name(f));
        return *out = float_of(f), true;
    }
    if (has_index(th, v)) {
        value i;
        return int_index(th, v, &i) && int_double(th, i, out);
    }
    return raise_error(th, "TypeError", "must be real number, not %s", t->name);
}

/* Seconds to ns, rounded away from zero (Python/pytime.c _PyTime_ROUND_TIMEOUT). */
bool seconds_get(struct thread *th, value v, sim_ns *out) {
    double d;
    int64_t i;
    if (v == NONE) return *out = NS_NEVER, true;
    if (is_int(v)) {
        if (!int_fits(v, &i) || i > NS_NEVER / NS_S) return raise_error(th, "OverflowError", "timestamp too large to convert to C _PyTime_t");
        return *out = i < 0 ? 0 : i * NS_S, true;
    }
    if (!float_get(th, v, &d)) return false;
    if (isnan(d)) return raise_error(th, "ValueError", "Invalid value NaN (not a number)");
    if (d <= 0) return *out = 0, true;
    d = ceil(d * 1e9);
    if (d >= 9.2e18) return raise_error(th, "OverflowError", "timestamp too large to convert to C _PyTime_t");
    return *out = (sim_ns)d, true;
}

/* -- text -- */

/* d.ddde+XX one unit in the last place further from zero; false when the digits overflow. */
static bool next_decimal(char *text) {
    for (char *p = strchr(text, 'e') - 1; p >= text; p--) {
        if (*p == '.') continue;
        if (*p != '9') return ++*p, true;
        *p = '0';
    }
    return false;
}

/* The fewest significant digits that read back: d.ddde+XX in text. At a power of two the interval that reads back
 * is longer above than below, so the nearest 16 digits may fail where the next ones do not. */
static void shortest(double d, char text[40]) {
    int from = fabs(d) < 2.3e-308 ? 0 : 14;
    for (int p = from; p <= 16; p++) {
        snprintf(text, 40, "%.*e", p, d);
        if (p == 16 || strtod(text, NULL) == d) return;
        if (p == 15 && next_decimal(text) && strtod(text, NULL) == d) return;
    }
}

/* digits (no point) and decimal exponent of the shortest form. */
static int shortest_digits(double d, char digits[24], int *exponent) {
    char text[40];
    shortest(fabs(d), text);
    char *e = strchr(text, 'e');
    *exponent = atoi(e + 1);
    int n = 0;
    for (char *p = text; p < e; p++)
        if (*p != '.') digits[n++] = *p;
    while (n > 1 && digits[n - 1] == '0') n--;
    digits[n] = '\0';
    return n;
}

void double_repr(double d, struct buf *out) { double_text(d, 'r', 0, false, out); }

static void repr_text(double d, struct buf *out) {
    char digits[24];
    int e, n = shortest_digits(d, digits, &e);
    if (signbit(d)) buf_char(out, '-');
    if (e < -4 || e >= 16) {
        buf_char(out, digits[0]);
        if (n > 1) buf_char(out, '.');
        buf_add(out, digits + 1, (size_t)n - 1);
        buf_printf(out, "e%c%02d", e < 0 ? '-' : '+', abs(e));
    } else if (e < 0) {
        buf_text(out, "0.");
        buf_fill(out, '0', (size_t)(-e - 1));
        buf_text(out, digits);
    } else {
        for (int i = 0; i <= e; i++) buf_char(out, i < n ? digits[i] : '0');
        buf_char(out, '.');
        buf_text(out, n > e + 1 ? digits + e + 1 : "0");
    }
}

void double_text(double d, char letter, int precision, bool alternate, struct buf *out) {
    bool upper = letter >= 'A' && letter <= 'Z';
    if (isnan(d)) {
        buf_text(out, upper ? "NAN" : "nan");
    } else if (isinf(d)) {
        buf_text(out, d < 0 ? (upper ? "-INF" : "-inf") : upper ? "INF" : "inf");
    } else if (letter == 'r') {
        repr_text(d, out);
    } else {
        char fmt[8];
        snprintf(fmt, sizeof fmt, "%%%s.*%c", alternate ? "#" : "", letter);
        int n = snprintf(NULL, 0, fmt, precision, d);
        size_t at = out->len;
        buf_fill(out, ' ', (size_t)n);
        char *copy = mem_alloc((size_t)n + 1);
        snprintf(copy, (size_t)n + 1, fmt, precision, d);
        memcpy(out->data + at, copy, (size_t)n);
        mem_free(copy);
    }
}

static bool word_at(const char *s, const char *end, const char *word) {
    size_t n = strlen(word);
    if ((size_t)(end - s) != n) return false;
    for (size_t i = 0; i < n; i++)
        if ((s[i] | 32) != word[i]) return false;
    return true;
}

/* digits with single underscores between them; returns past the last. */
static const char *digits_part(const char *s, const char *end, struct buf *clean, bool *bad) {
    bool digit = false;
    for (; s < end; s++) {
        if (*s >= '0' && *s <= '9') {
            buf_char(clean, *s);
            digit = true;
        } else if (*s == '_' && digit && s + 1 < end && s[1] >= '0' && s[1] <= '9') {
            digit = false;
        } else {
            break;
        }
    }
    if (s < end && *s == '_') *bad = true;
    return s;
}

static bool number_syntax(const char *s, const char *end, struct buf *clean) {
    bool bad = false;
    if (s < end && (*s == '+' || *s == '-')) buf_char(clean, *s++);
    size_t before = clean->len;
    s = digits_part(s, end, clean, &bad);
    size_t digits = clean->len - before;
    if (s < end && *s == '.') {
        buf_char(clean, *s++);
        before = clean->len;
        s = digits_part(s, end, clean, &bad);
        digits += clean->len - before;
    }
    if (digits == 0 || bad) return false;
    if (s < end && (*s | 32) == 'e') {
        buf_char(clean, *s++);
        if (s < end && (*s == '+' || *s == '-')) buf_char(clean, *s++);
        before = clean->len;
        s = digits_part(s, end, clean, &bad);
        if (clean->len == before || bad) return false;
    }
    return s == end;
}

bool double_parse(const char *text, size_t len, double *out) {
    const char *s = text, *end = text + len;
    while (s < end && isspace((unsigned char)*s)) s++;
    while (end > s && isspace((unsigned char)end[-1])) end--;
    const char *word = s < end && (*s == '+' || *s == '-') ? s + 1 : s;
    double sign = s < end && *s == '-' ? -1.0 : 1.0;
    if (word_at(word, end, "inf") || word_at(word, end, "infinity")) return *out = sign * INFINITY, true;
    if (word_at(word, end, "nan")) return *out = copysign(NAN, sign), true;
    struct buf clean = {0};
    bool ok = number_syntax(s, end, &clean);
    if (ok) *out = strtod(clean.data, NULL);
    buf_fini(&clean);
    return ok;
}

/* -- arithmetic -- */

double double_mod(double a, double b) {
    double m = fmod(a, b);
    if (m != 0) return (b < 0) != (m < 0) ? m + b : m;
    return copysign(0.0, b);
}

static double floor_div(double a, double b) {
    double m = fmod(a, b), q = (a - m) / b;
    if (m != 0 && (b < 0) != (m < 0)) q -= 1.0;
    if (q == 0) return copysign(0.0, a / b);
    double f = floor(q);
    return q - f > 0.5 ? f + 1.0 : f;
}

static bool float_power(struct thread *th, double a, double b, value *out) {
    if (a == 0 && b < 0) return raise_error(th, "ZeroDivisionError", "0.0 cannot be raised to a negative power");
    if (a < 0 && isfinite(a) && isfinite(b) && b != floor(b)) {
        double r = pow(-a, b), angle = b * 3.14159265358979323846;
        return *out = complex_new(th, r * cos(angle), r * sin(angle)), true;
    }
    double r = pow(a, b);
    if (isinf(r) && isfinite(a) && isfinite(b)) return raise_error(th, "OverflowError", "(34, 'Numerical result out of range')");
    return *out = float_new(th, r), true;
}

static bool operand(struct thread *th, value v, double *out, bool *ok) {
    *ok = is_float(v) || is_int(v);
    if (!*ok) return true;
    return is_float(v) ? (*out = float_of(v), true) : int_double(th, v, out);
}

static bool float_binary(struct thread *th, enum binary_kind k, value va, value vb, value *out) {
    double a, b;
    bool ok;
    *out = NOT_IMPLEMENTED;
    if (k >= BIN_INPLACE) return true;
    if (!operand(th, va, &a, &ok)) return false;
    if (!ok) return true;
    if (!operand(th, vb, &b, &ok)) return false;
    if (!ok) return true;
    switch (k) {
    case BIN_add: return *out = float_new(th, a + b), true;
    case BIN_sub: return *out = float_new(th, a - b), true;
    case BIN_mul: return *out = float_new(th, a * b), true;
    case BIN_truediv:
        if (b == 0) return raise_error(th, "ZeroDivisionError", "float division by zero");
        return *out = float_new(th, a / b), true;
    case BIN_floordiv:
        if (b == 0) return raise_error(th, "ZeroDivisionError", "float floor division by zero");
        return *out = float_new(th, floor_div(a, b)), true;
    case BIN_mod:
        if (b == 0) return raise_error(th, "ZeroDivisionError", "float modulo");
        return *out = float_new(th, double_mod(a, b)), true;
    case BIN_pow: return float_power(th, a, b, out);
    case BIN_and: case BIN_or: case BIN_xor: case BIN_lshift: case BIN_rshift: case BIN_matmul: case BIN_INPLACE: break;
    }
    return true;
}

static bool float_unary(struct thread *th, enum opcode op, value a, value *out) {
    if (op == OP_UNARY_INVERT) return raise_error(th, "TypeError", "bad operand type for unary ~: '%s'", type_name(a));
    return *out = float_new(th, op == OP_UNARY_NEGATIVE ? -float_of(a) : float_of(a)), true;
}

static bool float_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    (void)th;
    *out = NOT_IMPLEMENTED;
    if (!(is_float(a) || is_int(a)) || !(is_float(b) || is_int(b))) return true;
    bool nan = (is_float(a) && isnan(float_of(a))) || (is_float(b) && isnan(float_of(b)));
    if (nan) return *out = from_bool(k == CMP_ne), true;
    int order;
    if (is_int(a) && is_int(b)) order = int_compare(a, b);
    else if (is_int(a)) order = int_compare_double(a, float_of(b));
    else if (is_int(b)) order = -int_compare_double(b, float_of(a));
    else order = float_of(a) < float_of(b) ? -1 : float_of(a) > float_of(b);
    bool r = false;
    switch (k) {
    case CMP_lt: r = order < 0; break;
    case CMP_le: r = order <= 0; break;
    case CMP_eq: r = order == 0; break;
    case CMP_ne: r = order != 0; break;
    case CMP_gt: r = order > 0; break;
    case CMP_ge: r = order >= 0; break;
    }
    return *out = from_bool(r), true;
}

/* The value modulo 2**61 - 1, 28 bits of the mantissa at a time (Python/pyhash.c _Py_HashDouble). */
uint64_t double_hash(double d) {
    const uint64_t P = ((uint64_t)1 << 61) - 1;
    if (isinf(d)) return d > 0 ? 314159 : (uint64_t)-314159;
    int e;
    double m = frexp(fabs(d), &e);
    uint64_t h = 0;
    while (m != 0) {
        h = ((h << 28) & P) | h >> 33;
        m *= 268435456.0;
        e -= 28;
        uint64_t y = (uint64_t)m;
        m -= (double)y;
        h += y;
        if (h >= P) h -= P;
    }
    e = e >= 0 ? e % 61 : 60 - (-1 - e) % 61;
    h = ((h << e) & P) | h >> (61 - e);
    if (d < 0) h = 0 - h;
    return h == UINT64_MAX ? UINT64_MAX - 1 : h;
}

/* -- slots -- */

static void float_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct float_obj *)o)->dict); }

static bool float_repr(struct thread *th, value self, struct buf *out) {
    charge(th, COST_format_float, 1);
    return double_repr(float_of(self), out), true;
}

static bool float_format(struct thread *th, value self, const char *spec, size_t len, struct buf *out) {
    struct format_spec f;
    if (len == 0) return object_str(th, self, out);
    return format_spec_parse(th, spec, len, type_name(self), &f) && format_double(th, float_of(self), &f, out);
}

static bool float_hash(struct thread *th, value self, uint64_t *out) {
    double d = float_of(self);
    if (isnan(d)) return *out = (uint64_t)object_id(th, self) >> 4, true;
    return *out = double_hash(d), true;
}

static bool float_truth(struct thread *th, value self, bool *out) {
    (void)th;
    return *out = float_of(self) != 0, true;
}

extern const struct native float_methods[];
extern const struct getset float_getsets[];

static bool parse_text(struct thread *th, value v, double *out) {
    size_t len;
    const char *text = is_str(v) ? str_text(v, &len) : byte_view(v, &len);
    if (double_parse(text, len, out)) return true;
    struct buf b = {0};
    if (object_repr(th, v, &b)) raise_error(th, "ValueError", "could not convert string to float: %s", b.data);
    buf_fini(&b);
    return false;
}

static enum answer float_make(struct thread *th, struct call *c) {
    const struct type *cls = as_type(c->args[0]);
    double d = 0;
    value v = c->args[1];
    if (v != NIL) {
        if (cls == &type_float && type_of(v) == &type_float) return give(c, v);
        if (is_str(v) || is_byteslike(v)) {
            if (!parse_text(th, v, &d)) return FAIL;
        } else if (!is_float(v) && !is_int(v) && type_lookup_cstr(th, type_of(v), "__float__") == NIL && !has_index(th, v)) {
            raise_error(th, "TypeError", "float() argument must be a string or a real number, not '%s'", type_name(v));
            return FAIL;
        } else if (!float_get(th, v, &d)) {
            return FAIL;
        }
    }
    struct float_obj *f = heap_new(th, cls, cls->size);
    f->d = d;
    return give(c, from_obj(f));
}
static const struct native float_make_row = {"float", "cls, x=?, /", float_make, NATIVE_static, "A floating-point number."};

const struct type type_float = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "float",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct float_obj),
    .dict_offset = offsetof(struct float_obj, dict),
    .flags = TYPE_base | TYPE_match_self,
    .doc = "Numbers with a binary point.",
    .visit = float_visit,
    .make = &float_make_row,
    .repr = float_repr,
    .format = float_format,
    .hash = float_hash,
    .truth = float_truth,
    .compare = float_compare,
    .binary = float_binary,
    .unary = float_unary,
    .methods = float_methods,
    .getsets = float_getsets,
};
