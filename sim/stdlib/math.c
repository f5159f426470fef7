/* math: integer functions exact at any size, the others through the C library. */
#include <math.h>

#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "stdlib/support.h"

#define PI 3.14159265358979323846
#define E 2.71828182845904523536
#define LN_2 0.69314718055994530942

typedef double unary(double);

static enum answer domain_error(struct thread *th) {
    raise_error(th, "ValueError", "math domain error");
    return FAIL;
}

static enum answer give_float(struct thread *th, struct call *c, double d) { return give(c, float_new(th, d)); }

/* One-argument functions: NaN out of a number is a domain error, infinity out of a finite one an overflow. */
static enum answer call_unary(struct thread *th, struct call *c, unary *f, bool overflows) {
    double x;
    if (!float_get(th, c->args[0], &x)) return FAIL;
    double r = f(x);
    if (isnan(r) && !isnan(x)) return domain_error(th);
    if (isinf(r) && isfinite(x)) {
        if (!overflows) return domain_error(th);
        raise_error(th, "OverflowError", "math range error");
        return FAIL;
    }
    return give_float(th, c, r);
}

#define UNARY(name, f, overflows) \
    static enum answer math_##name(struct thread *th, struct call *c) { return call_unary(th, c, f, overflows); }
UNARY(sqrt, sqrt, true)
UNARY(cbrt, cbrt, true)
UNARY(exp, exp, true)
UNARY(exp2, exp2, true)
UNARY(expm1, expm1, true)
UNARY(log1p, log1p, false)
UNARY(sin, sin, false)
UNARY(cos, cos, false)
UNARY(tan, tan, false)
UNARY(asin, asin, false)
UNARY(acos, acos, false)
UNARY(atan, atan, false)
UNARY(sinh, sinh, true)
UNARY(cosh, cosh, true)
UNARY(tanh, tanh, false)
UNARY(asinh, asinh, false)
UNARY(acosh, acosh, false)
UNARY(atanh, atanh, false)
UNARY(fabs, fabs, false)
UNARY(erf, erf, false)
UNARY(erfc, erfc, false)
UNARY(gamma, tgamma, true)
UNARY(lgamma, lgamma, true)

/* log of an int of any size: m * 2^e with m a double. */
static bool log_parts(struct thread *th, value v, double *mantissa, int64_t *exponent) {
    *exponent = 0;
    if (!is_int(v)) return float_get(th, v, mantissa);
    if (int_sign(v) > 0) {
        value bits, top = v;
        int64_t n;
        if (!object_call_method(th, v, "bit_length", NULL, 0, &bits) || !int_get(th, bits, &n)) return false;
        if (n > 1000) {
            *exponent = n - 64;
            if (!int_shift(th, v, -*exponent, &top)) return false;
        }
        return int_double(th, top, mantissa);
    }
    return *mantissa = (double)int_sign(v), true;
}

static bool logarithm(struct thread *th, value v, double (*f)(double), double of_two, double *out) {
    double m;
    int64_t e;
    if (!log_parts(th, v, &m, &e)) return false;
    if (m <= 0.0) return raise_error(th, "ValueError", "math domain error");
    *out = f(m) + (e ? (double)e * of_two : 0.0);
    return true;
}

static enum answer math_log(struct thread *th, struct call *c) {
    double x, base;
    if (!logarithm(th, c->args[0], log, LN_2, &x)) return FAIL;
    if (c->args[1] == NIL) return give_float(th, c, x);
    if (!logarithm(th, c->args[1], log, LN_2, &base)) return FAIL;
    if (base == 0.0) {
        raise_error(th, "ZeroDivisionError", "float division by zero");
        return FAIL;
    }
    return give_float(th, c, x / base);
}

static enum answer math_log2(struct thread *th, struct call *c) {
    double x;
    return logarithm(th, c->args[0], log2, 1.0, &x) ? give_float(th, c, x) : FAIL;
}

static enum answer math_log10(struct thread *th, struct call *c) {
    double x;
    return logarithm(th, c->args[0], log10, 0.301029995663981195213738894724493026768, &x) ? give_float(th, c, x) : FAIL;
}

static enum answer math_pow(struct thread *th, struct call *c) {
    double x, y;
    if (!float_get(th, c->args[0], &x) || !float_get(th, c->args[1], &y)) return FAIL;
    double r = pow(x, y);
    if (isnan(r) && !isnan(x) && !isnan(y)) return domain_error(th);
    if (isinf(r) && isfinite(x) && isfinite(y)) {
        if (x == 0.0) return domain_error(th);
        raise_error(th, "OverflowError", "math range error");
        return FAIL;
    }
    return give_float(th, c, r);
}

static enum answer math_fmod(struct thread *th, struct call *c) {
    double x, y;
    if (!float_get(th, c->args[0], &x) || !float_get(th, c->args[1], &y)) return FAIL;
    double r = fmod(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(th) : give_float(th, c, r);
}

static enum answer math_remainder(struct thread *th, struct call *c) {
    double x, y;
    if (!float_get(th, c->args[0], &x) || !float_get(th, c->args[1], &y)) return FAIL;
    double r = remainder(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(th) : give_float(th, c, r);
}

static enum answer math_atan2(struct thread *th, struct call *c) {
    double y, x;
    if (!float_get(th, c->args[0], &y) || !float_get(th, c->args[1], &x)) return FAIL;
    return give_float(th, c, atan2(y, x));
}

static enum answer math_copysign(struct thread *th, struct call *c) {
    double x, y;
    if (!float_get(th, c->args[0], &x) || !float_get(th, c->args[1], &y)) return FAIL;
    return give_float(th, c, copysign(x, y));
}

static enum answer math_ldexp(struct thread *th, struct call *c) {
    double x;
    int64_t e;
    if (!float_get(th, c->args[0], &x) || !int_get(th, c->args[1], &e)) return FAIL;
    double r = ldexp(x, e > 5000 ? 5000 : e < -5000 ? -5000 : (int)e);
    if (isinf(r) && isfinite(x)) {
        raise_error(th, "OverflowError", "math range error");
        return FAIL;
    }
    return give_float(th, c, r);
}

static enum answer give_pair(struct thread *th, struct call *c, value a, value b) {
    return give(c, tuple_new(th, (value[]){a, b}, 2));
}

static enum answer math_frexp(struct thread *th, struct call *c) {
    double x;
    int e = 0;
    if (!float_get(th, c->args[0], &x)) return FAIL;
    double m = isfinite(x) ? frexp(x, &e) : x;
    return give_pair(th, c, float_new(th, m), from_small(e));
}

static enum answer math_modf(struct thread *th, struct call *c) {
    double x, whole;
    if (!float_get(th, c->args[0], &x)) return FAIL;
    double part = modf(x, &whole);
    return give_pair(th, c, float_new(th, part), float_new(th, whole));
}

static enum answer math_hypot(struct thread *th, struct call *c) {
    double r = 0;
    for (size_t i = 0; i < tuple_len(c->args[0]); i++) {
        double x;
        if (!float_get(th, tuple_items(c->args[0])[i], &x)) return FAIL;
        r = hypot(r, x);
    }
    return give_float(th, c, r);
}

static enum answer math_dist(struct thread *th, struct call *c) {
    value *p, *q;
    size_t np, nq;
    double r = 0;
    if (!iterable_items(th, c->args[0], &p, &np) || !iterable_items(th, c->args[1], &q, &nq)) return FAIL;
    if (np != nq) {
        raise_error(th, "ValueError", "both points must have the same number of dimensions");
        return FAIL;
    }
    for (size_t i = 0; i < np; i++) {
        double a, b;
        if (!float_get(th, p[i], &a) || !float_get(th, q[i], &b)) return FAIL;
        r = hypot(r, a - b);
    }
    return give_float(th, c, r);
}

/* -- rounding to ints -- */

static enum answer rounded(struct thread *th, struct call *c, unary *f, const char *dunder) {
    value v = c->args[0];
    if (is_int(v)) return give(c, int_plain(th, v));
    if (is_class(type_of(v)) && type_lookup_cstr(th, type_of(v), dunder) != NIL)
        return object_call_method(th, v, dunder, NULL, 0, &c->result) ? DONE : FAIL;
    double x;
    return float_get(th, v, &x) && int_from_double(th, f(x), &c->result) ? DONE : FAIL;
}

static enum answer math_floor(struct thread *th, struct call *c) { return rounded(th, c, floor, "__floor__"); }
static enum answer math_ceil(struct thread *th, struct call *c) { return rounded(th, c, ceil, "__ceil__"); }
static enum answer math_trunc(struct thread *th, struct call *c) { return rounded(th, c, trunc, "__trunc__"); }

/* -- integers -- */

static enum answer math_isqrt(struct thread *th, struct call *c) {
    value n, x, y, q, r;
    if (!int_index(th, c->args[0], &n)) return FAIL;
    if (int_sign(n) < 0) {
        raise_error(th, "ValueError", "isqrt() argument must be nonnegative");
        return FAIL;
    }
    if (is_small(n)) {
        int64_t v = small_of(n), s = (int64_t)sqrt((double)v);
        while (s * s > v) s--;
        while ((s + 1) * (s + 1) <= v) s++;
        return give(c, from_small(s));
    }
    value bits;
    int64_t len;
    if (!object_call_method(th, n, "bit_length", NULL, 0, &bits) || !int_get(th, bits, &len)) return FAIL;
    if (!int_shift(th, from_small(1), (len + 1) / 2, &x)) return FAIL; /* above the root: Newton falls to it */
    for (;;) {
        if (!int_divmod(th, n, x, &q, &r) || !int_add(th, x, q, &y) || !int_shift(th, y, -1, &y)) return FAIL;
        if (int_compare(y, x) >= 0) return give(c, x);
        x = y;
    }
}

static bool gcd_of(struct thread *th, value a, value b, value *out) {
    value q, r;
    while (int_sign(b) != 0) {
        if (!int_divmod(th, a, b, &q, &r)) return false;
        a = b;
        b = r;
    }
    return int_sign(a) < 0 ? int_sub(th, from_small(0), a, out) : (*out = a, true);
}

static enum answer math_gcd(struct thread *th, struct call *c) {
    value g = from_small(0), n;
    for (size_t i = 0; i < tuple_len(c->args[0]); i++)
        if (!int_index(th, tuple_items(c->args[0])[i], &n) || !gcd_of(th, g, n, &g)) return FAIL;
    return give(c, g);
}

static enum answer math_lcm(struct thread *th, struct call *c) {
    value m = from_small(1), n, g, q, r;
    for (size_t i = 0; i < tuple_len(c->args[0]); i++) {
        if (!int_index(th, tuple_items(c->args[0])[i], &n)) return FAIL;
        if (int_sign(n) == 0) return give(c, from_small(0));
        if (!gcd_of(th, m, n, &g) || !int_divmod(th, n, g, &q, &r) || !int_mul(th, m, q, &m)) return FAIL;
        if (int_sign(m) < 0 && !int_sub(th, from_small(0), m, &m)) return FAIL;
    }
    return give(c, m);
}

/* The product lo * (lo + 1) * ... * hi, halved so that the factors stay of like size. */
static bool product(struct thread *th, int64_t lo, int64_t hi, value *out) {
    if (lo > hi) return *out = from_small(1), true;
    if (lo == hi) return *out = from_small(lo), true;
    value a, b;
    int64_t mid = lo + (hi - lo) / 2;
    return product(th, lo, mid, &a) && product(th, mid + 1, hi, &b) && int_mul(th, a, b, out);
}

static bool count_arg(struct thread *th, value v, const char *negative, int64_t *out) {
    value n;
    if (!int_index(th, v, &n) || !int_get(th, n, out)) return false;
    return *out >= 0 || raise_error(th, "ValueError", "%s", negative);
}

static enum answer math_factorial(struct thread *th, struct call *c) {
    int64_t n;
    if (!count_arg(th, c->args[0], "factorial() not defined for negative values", &n)) return FAIL;
    if (n > 1000000) {
        raise_unsupported(th, "factorial() of more than 1000000");
        return FAIL;
    }
    return product(th, 2, n, &c->result) ? DONE : FAIL;
}

static enum answer math_perm(struct thread *th, struct call *c) {
    int64_t n, k;
    if (!count_arg(th, c->args[0], "n must be a non-negative integer", &n)) return FAIL;
    k = n;
    if (c->args[1] != NONE && !count_arg(th, c->args[1], "k must be a non-negative integer", &k)) return FAIL;
    if (k > n) return give(c, from_small(0));
    return product(th, n - k + 1, n, &c->result) ? DONE : FAIL;
}

static enum answer math_comb(struct thread *th, struct call *c) {
    int64_t n, k;
    value top, bottom, r;
    if (!count_arg(th, c->args[0], "n must be a non-negative integer", &n)) return FAIL;
    if (!count_arg(th, c->args[1], "k must be a non-negative integer", &k)) return FAIL;
    if (k > n) return give(c, from_small(0));
    if (k > n - k) k = n - k;
    if (!product(th, n - k + 1, n, &top) || !product(th, 2, k, &bottom)) return FAIL;
    return int_divmod(th, top, bottom, &c->result, &r) ? DONE : FAIL;
}

/* -- sums -- */

/* Shewchuk's exact partial sums: the result is the correctly rounded one whatever the order. */
static enum answer math_fsum(struct thread *th, struct call *c) {
    value *items;
    size_t n, used = 0, cap = 0;
    if (!iterable_items(th, c->args[0], &items, &n)) return FAIL;
    double *partials = NULL, special = 0.0;
    charge(th, COST_item, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        double x;
        if (!float_get(th, items[i], &x)) {
            mem_free(partials);
            return FAIL;
        }
        if (!isfinite(x)) {
            special += x;
            continue;
        }
        size_t kept = 0;
        for (size_t j = 0; j < used; j++) {
            double y = partials[j];
            if (fabs(x) < fabs(y)) {
                double t = x;
                x = y;
                y = t;
            }
            double high = x + y, low = y - (high - x);
            if (low != 0.0) partials[kept++] = low;
            x = high;
        }
        GROW(partials, cap, kept + 1);
        partials[kept] = x;
        used = kept + 1;
    }
    double sum = 0.0, low = 0.0;
    size_t at = used;
    if (at) sum = partials[--at];
    while (at && low == 0.0) {
        double x = sum, y = partials[--at];
        sum = x + y;
        low = y - (sum - x);
    }
    if (at && ((low < 0.0 && partials[at - 1] < 0.0) || (low > 0.0 && partials[at - 1] > 0.0))) {
        double y = low * 2.0, x = sum + y; /* half-way cases: round as all the bits below say */
        if (y == x - sum) sum = x;
    }
    mem_free(partials);
    return give_float(th, c, special != 0.0 || isnan(special) ? special : sum);
}

static enum answer math_prod(struct thread *th, struct call *c) {
    value *items, r = c->args[1];
    size_t n;
    if (!iterable_items(th, c->args[0], &items, &n)) return FAIL;
    charge(th, COST_item, (int64_t)n);
    for (size_t i = 0; i < n; i++)
        if (!object_binary(th, BIN_mul, r, items[i], &r)) return FAIL;
    return give(c, r);
}

/* -- predicates and the rest -- */

static enum answer math_isnan(struct thread *th, struct call *c) {
    double x;
    return float_get(th, c->args[0], &x) ? give(c, from_bool(isnan(x))) : FAIL;
}

static enum answer math_isinf(struct thread *th, struct call *c) {
    double x;
    return float_get(th, c->args[0], &x) ? give(c, from_bool(isinf(x))) : FAIL;
}

static enum answer math_isfinite(struct thread *th, struct call *c) {
    double x;
    return float_get(th, c->args[0], &x) ? give(c, from_bool(isfinite(x))) : FAIL;
}

static enum answer math_isclose(struct thread *th, struct call *c) {
    double a, b, rel, abs_tol;
    if (!float_get(th, c->args[0], &a) || !float_get(th, c->args[1], &b)) return FAIL;
    if (!float_get(th, c->args[2], &rel) || !float_get(th, c->args[3], &abs_tol)) return FAIL;
    if (rel < 0.0 || abs_tol < 0.0) {
        raise_error(th, "ValueError", "tolerances must be non-negative");
        return FAIL;
    }
    if (a == b) return give(c, TRUE);
    if (isinf(a) || isinf(b)) return give(c, FALSE);
    double diff = fabs(b - a);
    return give(c, from_bool(diff <= fabs(rel * b) || diff <= fabs(rel * a) || diff <= abs_tol));
}

static enum answer math_degrees(struct thread *th, struct call *c) {
    double x;
    return float_get(th, c->args[0], &x) ? give_float(th, c, x * (180.0 / PI)) : FAIL;
}

static enum answer math_radians(struct thread *th, struct call *c) {
    double x;
    return float_get(th, c->args[0], &x) ? give_float(th, c, x * (PI / 180.0)) : FAIL;
}

static enum answer math_nextafter(struct thread *th, struct call *c) {
    double x, y;
    return float_get(th, c->args[0], &x) && float_get(th, c->args[1], &y) ? give_float(th, c, nextafter(x, y)) : FAIL;
}

static enum answer math_ulp(struct thread *th, struct call *c) {
    double x;
    if (!float_get(th, c->args[0], &x)) return FAIL;
    x = fabs(x);
    if (!isfinite(x)) return give_float(th, c, x);
    double up = nextafter(x, INFINITY);
    return give_float(th, c, isinf(up) ? x - nextafter(x, 0.0) : up - x);
}

static const struct native math_functions[] = {
    {"sqrt", "x, /", math_sqrt, 0, "Square root."},
    {"cbrt", "x, /", math_cbrt, 0, "Cube root."},
    {"exp", "x, /", math_exp, 0, "e to the power x."},
    {"exp2", "x, /", math_exp2, 0, "2 to the power x."},
    {"expm1", "x, /", math_expm1, 0, "exp(x) - 1, exact near 0."},
    {"log", "x, base=?, /", math_log, 0, "Logarithm, natural unless a base is given."},
    {"log2", "x, /", math_log2, 0, "Logarithm to base 2."},
    {"log10", "x, /", math_log10, 0, "Logarithm to base 10."},
    {"log1p", "x, /", math_log1p, 0, "log(1 + x), exact near 0."},
    {"pow", "x, y, /", math_pow, 0, "x to the power y, as floats."},
    {"fmod", "x, y, /", math_fmod, 0, "C's remainder: the sign of x."},
    {"remainder", "x, y, /", math_remainder, 0, "IEEE remainder: nearest multiple."},
    {"sin", "x, /", math_sin, 0, "Sine."},
    {"cos", "x, /", math_cos, 0, "Cosine."},
    {"tan", "x, /", math_tan, 0, "Tangent."},
    {"asin", "x, /", math_asin, 0, "Arc sine."},
    {"acos", "x, /", math_acos, 0, "Arc cosine."},
    {"atan", "x, /", math_atan, 0, "Arc tangent."},
    {"atan2", "y, x, /", math_atan2, 0, "The angle of the point (x, y)."},
    {"sinh", "x, /", math_sinh, 0, "Hyperbolic sine."},
    {"cosh", "x, /", math_cosh, 0, "Hyperbolic cosine."},
    {"tanh", "x, /", math_tanh, 0, "Hyperbolic tangent."},
    {"asinh", "x, /", math_asinh, 0, "Inverse hyperbolic sine."},
    {"acosh", "x, /", math_acosh, 0, "Inverse hyperbolic cosine."},
    {"atanh", "x, /", math_atanh, 0, "Inverse hyperbolic tangent."},
    {"fabs", "x, /", math_fabs, 0, "Absolute value, as a float."},
    {"erf", "x, /", math_erf, 0, "Error function."},
    {"erfc", "x, /", math_erfc, 0, "1 - erf(x)."},
    {"gamma", "x, /", math_gamma, 0, "Gamma function."},
    {"lgamma", "x, /", math_lgamma, 0, "Logarithm of the gamma function's absolute value."},
    {"copysign", "x, y, /", math_copysign, 0, "The size of x with the sign of y."},
    {"ldexp", "x, i, /", math_ldexp, 0, "x * 2**i."},
    {"frexp", "x, /", math_frexp, 0, "Mantissa and exponent."},
    {"modf", "x, /", math_modf, 0, "Fractional and whole part."},
    {"hypot", "*coordinates", math_hypot, 0, "Distance from the origin."},
    {"dist", "p!, q!, /", math_dist, 0, "Distance of two points."},
    {"floor", "x, /", math_floor, 0, "The largest int not above x."},
    {"ceil", "x, /", math_ceil, 0, "The smallest int not below x."},
    {"trunc", "x, /", math_trunc, 0, "x without its fraction."},
    {"isqrt", "n, /", math_isqrt, 0, "The largest int whose square is not above n."},
    {"gcd", "*integers", math_gcd, 0, "Greatest common divisor."},
    {"lcm", "*integers", math_lcm, 0, "Least common multiple."},
    {"factorial", "n, /", math_factorial, 0, "1 * 2 * ... * n."},
    {"perm", "n, k=None, /", math_perm, 0, "Ways to choose and order k of n."},
    {"comb", "n, k, /", math_comb, 0, "Ways to choose k of n."},
    {"fsum", "seq!, /", math_fsum, 0, "The exactly rounded sum of floats."},
    {"prod", "iterable!, /, *, start=1", math_prod, 0, "The product of all items."},
    {"isnan", "x, /", math_isnan, 0, "Is it not a number?"},
    {"isinf", "x, /", math_isinf, 0, "Is it an infinity?"},
    {"isfinite", "x, /", math_isfinite, 0, "Is it an ordinary number?"},
    {"isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", math_isclose, 0, "Are they nearly equal?"},
    {"degrees", "x, /", math_degrees, 0, "Radians to degrees."},
    {"radians", "x, /", math_radians, 0, "Degrees to radians."},
    {"nextafter", "x, y, /", math_nextafter, 0, "The next float after x towards y."},
    {"ulp", "x, /", math_ulp, 0, "The value of x's last bit."},
    {0},
};

static bool get_pi(struct thread *th, value *out) { return *out = float_new(th, PI), true; }
static bool get_e(struct thread *th, value *out) { return *out = float_new(th, E), true; }
static bool get_tau(struct thread *th, value *out) { return *out = float_new(th, 2.0 * PI), true; }
static bool get_inf(struct thread *th, value *out) { return *out = float_new(th, (double)INFINITY), true; }
static bool get_nan(struct thread *th, value *out) { return *out = float_new(th, (double)NAN), true; }

static const struct constant math_constants[] = {{"pi", get_pi}, {"e", get_e}, {"tau", get_tau}, {"inf", get_inf}, {"nan", get_nan}, {0}};

const struct module_def module_math = {.name = "math", .functions = math_functions, .constants = math_constants, .doc = "Mathematical functions."};
