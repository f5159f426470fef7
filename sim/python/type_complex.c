#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "python/format_spec.h"
#include "python/heap.h"
#include "python/type_float.h"
#include "python/type_int.h"
#include "python/type_str.h"

static bool is_complex(value v) { return is_a(v, &type_complex); }
static struct complex_obj *complex_of(value v) { return (struct complex_obj *)obj_of(v); }

value complex_new(struct thread *th, double re, double im) {
    struct complex_obj *z = heap_new(th, &type_complex, sizeof *z);
    z->re = re;
    z->im = im;
    return from_obj(z);
}

static void part_text(double d, struct buf *out) {
    struct buf b = {0};
    double_repr(d, &b);
    if (b.len > 2 && strcmp(b.data + b.len - 2, ".0") == 0) b.len -= 2;
    buf_add(out, b.data, b.len);
    buf_fini(&b);
}

static bool complex_repr(struct thread *th, value self, struct buf *out) {
    struct complex_obj *z = complex_of(self);
    charge(th, COST_format_float, 2);
    if (z->re == 0 && !signbit(z->re)) {
        part_text(z->im, out);
        buf_char(out, 'j');
        return true;
    }
    buf_char(out, '(');
    part_text(z->re, out);
    if (!signbit(z->im) || isnan(z->im)) buf_char(out, '+');
    part_text(z->im, out);
    buf_text(out, "j)");
    return true;
}

static bool operand(struct thread *th, value v, double *re, double *im, bool *ok) {
    *ok = true;
    *im = 0;
    if (is_complex(v)) {
        *re = complex_of(v)->re;
        *im = complex_of(v)->im;
        return true;
    }
    *ok = is_float(v) || is_int(v);
    return !*ok || float_get(th, v, re);
}

static bool divide(struct thread *th, double a, double b, double c, double d, value *out) {
    if (c == 0 && d == 0) return raise_error(th, "ZeroDivisionError", "complex division by zero");
    if (fabs(c) >= fabs(d)) {
        double r = d / c, n = c + d * r;
        return *out = complex_new(th, (a + b * r) / n, (b - a * r) / n), true;
    }
    double r = c / d, n = c * r + d;
    return *out = complex_new(th, (a * r + b) / n, (b * r - a) / n), true;
}

static bool power(struct thread *th, double a, double b, double c, double d, value *out) {
    if (c == 0 && d == 0) return *out = complex_new(th, 1, 0), true;
    if (a == 0 && b == 0) {
        if (d != 0 || c < 0) return raise_error(th, "ZeroDivisionError", "0.0 to a negative or complex power");
        return *out = complex_new(th, 0, 0), true;
    }
    if (d == 0 && c == floor(c) && fabs(c) <= 100) { /* small whole powers by multiplication */
        double re = 1, im = 0, x = a, y = b;
        for (int n = (int)fabs(c); n; n >>= 1) {
            double t;
            if (n & 1) t = re * x - im * y, im = re * y + im * x, re = t;
            t = x * x - y * y, y = 2 * x * y, x = t;
        }
        if (c >= 0) return *out = complex_new(th, re, im), true;
        return divide(th, 1, 0, re, im, out);
    }
    double r = hypot(a, b), angle = atan2(b, a), len = pow(r, c), at = angle * c;
    if (d != 0) {
        len *= exp(-angle * d);
        at += d * log(r);
    }
    return *out = complex_new(th, len * cos(at), len * sin(at)), true;
}

static bool complex_binary(struct thread *th, enum binary_kind k, value x, value y, value *out) {
    double a, b, c, d;
    bool ok;
    *out = NOT_IMPLEMENTED;
    if (k != BIN_add && k != BIN_sub && k != BIN_mul && k != BIN_truediv && k != BIN_pow) return true;
    if (!operand(th, x, &a, &b, &ok)) return false;
    if (!ok) return true;
    if (!operand(th, y, &c, &d, &ok)) return false;
    if (!ok) return true;
    if (k == BIN_add) return *out = complex_new(th, a + c, b + d), true;
    if (k == BIN_sub) return *out = complex_new(th, a - c, b - d), true;
    if (k == BIN_mul) return *out = complex_new(th, a * c - b * d, a * d + b * c), true;
    if (k == BIN_truediv) return divide(th, a, b, c, d, out);
    return power(th, a, b, c, d, out);
}

static bool complex_unary(struct thread *th, enum opcode op, value v, value *out) {
    struct complex_obj *z = complex_of(v);
    if (op == OP_UNARY_INVERT) return raise_error(th, "TypeError", "bad operand type for unary ~: 'complex'");
    double s = op == OP_UNARY_NEGATIVE ? -1.0 : 1.0;
    return *out = complex_new(th, s * z->re, s * z->im), true;
}

static bool complex_compare(struct thread *th, enum compare_kind k, value x, value y, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k != CMP_eq && k != CMP_ne) return true;
    value z = is_complex(x) ? x : y, other = is_complex(x) ? y : x;
    bool equal;
    if (is_complex(other)) {
        equal = complex_of(z)->re == complex_of(other)->re && complex_of(z)->im == complex_of(other)->im;
    } else if (is_int(other) || is_float(other)) {
        if (!object_equal(th, float_new(th, complex_of(z)->re), other, &equal)) return false;
        equal = equal && complex_of(z)->im == 0;
    } else {
        return true;
    }
    return *out = from_bool(equal == (k == CMP_eq)), true;
}

static bool complex_hash(struct thread *th, value self, uint64_t *out) {
    (void)th;
    uint64_t h = double_hash(complex_of(self)->re) + 1000003 * double_hash(complex_of(self)->im);
    return *out = h == UINT64_MAX ? UINT64_MAX - 1 : h, true;
}

static bool complex_truth(struct thread *th, value self, bool *out) {
    (void)th;
    return *out = complex_of(self)->re != 0 || complex_of(self)->im != 0, true;
}

static bool complex_format(struct thread *th, value self, const char *spec, size_t len, struct buf *out) {
    struct format_spec f;
    if (len == 0) return object_str(th, self, out);
    return format_spec_parse(th, spec, len, type_name(self), &f) && format_complex(th, complex_of(self)->re, complex_of(self)->im, &f, out);
}

static void complex_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct complex_obj *)o)->dict); }

/* "1+2j", "(3-j)", "4", "j": the split is at the last sign that is not an exponent's. */
static bool parse(const char *s, size_t len, double *re, double *im) {
    while (len && strchr(" \t\n\r\f\v", *s)) s++, len--;
    while (len && strchr(" \t\n\r\f\v", s[len - 1])) len--;
    if (len > 1 && *s == '(' && s[len - 1] == ')') return parse(s + 1, len - 2, re, im);
    *re = *im = 0;
    if (len == 0) return false;
    if ((s[len - 1] | 32) != 'j') return double_parse(s, len, re);
    size_t split = len - 1;
    while (split > 0 && !((s[split] == '+' || s[split] == '-') && (split == 0 || (s[split - 1] | 32) != 'e'))) split--;
    size_t n = len - 1 - split;
    const char *p = s + split;
    if (n == 0 || (n == 1 && (*p == '+' || *p == '-'))) *im = n && *p == '-' ? -1 : 1;
    else if (!double_parse(p, n, im)) return false;
    return split == 0 || double_parse(s, split, re);
}

static enum answer complex_make(struct thread *th, struct call *c) {
    double re = 0, im = 0, re2 = 0, im2 = 0;
    bool ok;
    value v = c->args[1];
    if (v != NIL && is_str(v)) {
        size_t len;
        const char *text = str_text(v, &len);
        if (c->args[2] != NIL || !parse(text, len, &re, &im)) {
            if (c->args[2] != NIL) raise_error(th, "TypeError", "complex() can't take second arg if first is a string");
            else raise_error(th, "ValueError", "complex() arg is a malformed string");
            return FAIL;
        }
    } else if (v != NIL) {
        if (!operand(th, v, &re, &im, &ok)) return FAIL;
        if (!ok && type_lookup_cstr(th, type_of(v), "__complex__") != NIL) {
            if (!object_call_method(th, v, "__complex__", NULL, 0, &v)) return FAIL;
            if (!operand(th, v, &re, &im, &ok)) return FAIL;
        }
        if (!ok && (type_lookup_cstr(th, type_of(v), "__float__") != NIL || has_index(th, v))) {
            ok = true;
            if (!float_get(th, v, &re)) return FAIL;
        }
        if (!ok) {
            raise_error(th, "TypeError", "complex() first argument must be a string or a number, not '%s'", type_name(v));
            return FAIL;
        }
    }
    if (c->args[2] != NIL) {
        if (!operand(th, c->args[2], &re2, &im2, &ok)) return FAIL;
        if (is_str(c->args[2])) return raise_error(th, "TypeError", "complex() second arg can't be a string"), FAIL;
        if (!ok) {
            raise_error(th, "TypeError", "complex() second argument must be a number, not '%s'", type_name(c->args[2]));
            return FAIL;
        }
        bool whole = v != NIL && is_complex(v);
        re -= im2;
        im = whole ? im + re2 : re2;
    }
    struct complex_obj *z = heap_new(th, as_type(c->args[0]), as_type(c->args[0])->size);
    z->re = re;
    z->im = im;
    return give(c, from_obj(z));
}
static const struct native complex_make_row = {"complex", "cls, real=?, imag=?", complex_make, NATIVE_static, "real + imag*1j"};

static enum answer method_conjugate(struct thread *th, struct call *c) {
    return give(c, complex_new(th, complex_of(c->args[0])->re, -complex_of(c->args[0])->im));
}
static enum answer method_abs(struct thread *th, struct call *c) {
    return give(c, float_new(th, hypot(complex_of(c->args[0])->re, complex_of(c->args[0])->im)));
}
static enum answer method_self(struct thread *th, struct call *c) {
    return give(c, complex_new(th, complex_of(c->args[0])->re, complex_of(c->args[0])->im));
}
static const struct native complex_methods[] = {
    {"conjugate", "self, /", method_conjugate, 0, "Mirrored at the real axis."},
    {"__abs__", "self, /", method_abs, 0, "abs(self)"},
    {"__complex__", "self, /", method_self, 0, "complex(self)"},
    {NULL, NULL, NULL, 0, NULL},
};
static bool get_real(struct thread *th, value self, value *out) { return *out = float_new(th, complex_of(self)->re), true; }
static bool get_imag(struct thread *th, value self, value *out) { return *out = float_new(th, complex_of(self)->im), true; }
static const struct getset complex_getsets[] = {
    {"real", get_real, NULL, "real part"},
    {"imag", get_imag, NULL, "imaginary part"},
    {NULL, NULL, NULL, NULL},
};

const struct type type_complex = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "complex",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct complex_obj),
    .dict_offset = offsetof(struct complex_obj, dict),
    .flags = TYPE_base,
    .doc = "Complex numbers.",
    .visit = complex_visit,
    .make = &complex_make_row,
    .repr = complex_repr,
    .format = complex_format,
    .hash = complex_hash,
    .truth = complex_truth,
    .compare = complex_compare,
    .binary = complex_binary,
    .unary = complex_unary,
    .methods = complex_methods,
    .getsets = complex_getsets,
};
