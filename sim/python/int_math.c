/* Integer arithmetic: 64-bit where the operands and the result allow, else bigint.h. */
#include <math.h>
#include <string.h>

#include "python/heap.h"
#include "python/type_float.h"
#include "python/type_int.h"

void int_view(value v, struct bigint *view) {
    if (is_small(v) || is_bool(v)) {
        bigint_set(view, is_small(v) ? small_of(v) : v == TRUE);
        return;
    }
    const struct int_obj *o = (const struct int_obj *)obj_of(v);
    *view = (struct bigint){.sign = o->sign, .count = o->count, .limbs = o->limbs};
}

value int_from_as(struct thread *th, const struct type *cls, const struct bigint *b) {
    struct int_obj *o = heap_new(th, cls, (cls == &type_int ? sizeof *o : cls->size) + b->count * sizeof(uint64_t));
    o->sign = b->sign;
    o->count = (uint32_t)b->count;
    if (b->count) memcpy(o->limbs, b->limbs, b->count * sizeof(uint64_t));
    return from_obj(o);
}

static bool view_fits(const struct bigint *b, int64_t *out) {
    if (b->count > 1) return false;
    uint64_t m = b->count ? b->limbs[0] : 0;
    if (m > (uint64_t)INT64_MAX + (b->sign < 0)) return false;
    *out = b->sign < 0 ? (int64_t)(0 - m) : (int64_t)m;
    return true;
}

value int_from(struct thread *th, const struct bigint *b) {
    int64_t i;
    if (view_fits(b, &i) && fits_small(i)) return from_small(i);
    return int_from_as(th, &type_int, b);
}

value int_new(struct thread *th, int64_t i) {
    if (fits_small(i)) return from_small(i);
    struct bigint b;
    bigint_set(&b, i);
    return int_from_as(th, &type_int, &b);
}

bool int_fits(value v, int64_t *out) {
    if (is_small(v)) return *out = small_of(v), true;
    struct bigint b;
    int_view(v, &b);
    return view_fits(&b, out);
}

value int_plain(struct thread *th, value v) {
    if (is_small(v) || type_of(v) == &type_int) return v;
    struct bigint b;
    int_view(v, &b);
    return int_from(th, &b);
}

int int_sign(value v) {
    struct bigint b;
    int_view(v, &b);
    return b.sign;
}

/* What a bigint operation answered, as a value. */
static bool answer(struct thread *th, enum bigint_status s, struct bigint *b, value *out) {
    if (s == BIGINT_absent) return raise_error(th, "OverflowError", "gilscope was built without GMP");
    if (s == BIGINT_huge) return raise_error(th, "MemoryError", "%s", "");
    *out = int_from(th, b);
    bigint_fini(b);
    return true;
}

static bool arith(struct thread *th, enum bigint_op op, value a, value b, value *out) {
    struct bigint x, y, r;
    int_view(a, &x);
    int_view(b, &y);
    charge(th, COST_digit, op == BIGINT_mul ? (int64_t)(x.count * y.count) : (int64_t)(x.count > y.count ? x.count : y.count));
    return answer(th, bigint_arith(op, &x, &y, &r), &r, out);
}

bool int_add(struct thread *th, value a, value b, value *out) {
    int64_t x, y, r;
    if (int_fits(a, &x) && int_fits(b, &y) && !__builtin_add_overflow(x, y, &r)) return *out = int_new(th, r), true;
    return arith(th, BIGINT_add, a, b, out);
}

bool int_sub(struct thread *th, value a, value b, value *out) {
    int64_t x, y, r;
    if (int_fits(a, &x) && int_fits(b, &y) && !__builtin_sub_overflow(x, y, &r)) return *out = int_new(th, r), true;
    return arith(th, BIGINT_sub, a, b, out);
}

bool int_mul(struct thread *th, value a, value b, value *out) {
    int64_t x, y, r;
    if (int_fits(a, &x) && int_fits(b, &y) && !__builtin_mul_overflow(x, y, &r)) return *out = int_new(th, r), true;
    return arith(th, BIGINT_mul, a, b, out);
}

bool int_divmod(struct thread *th, value a, value b, value *quotient, value *remainder) {
    if (int_sign(b) == 0) return raise_error(th, "ZeroDivisionError", "integer %s by zero", quotient ? "division or modulo" : "modulo");
    int64_t x, y;
    if (int_fits(a, &x) && int_fits(b, &y) && !(x == INT64_MIN && y == -1)) {
        int64_t q = x / y, r = x % y;
        if (r != 0 && (r < 0) != (y < 0)) q--, r += y;
        if (quotient) *quotient = int_new(th, q);
        if (remainder) *remainder = int_new(th, r);
        return true;
    }
    struct bigint u, v, q, r;
    int_view(a, &u);
    int_view(b, &v);
    charge(th, COST_digit, (int64_t)(v.count * (u.count >= v.count ? u.count - v.count + 1 : 1)));
    enum bigint_status s = bigint_divmod(&u, &v, &q, &r);
    if (s != BIGINT_ok) return answer(th, s, &q, quotient);
    if (quotient) *quotient = int_from(th, &q);
    if (remainder) *remainder = int_from(th, &r);
    bigint_fini(&q);
    bigint_fini(&r);
    return true;
}

bool int_pow(struct thread *th, value a, value b, value *out) {
    struct bigint x, e, r;
    int_view(a, &x);
    int_view(b, &e);
    if (e.sign < 0) {
        double base, exponent;
        if (x.sign == 0) return raise_error(th, "ZeroDivisionError", "0.0 cannot be raised to a negative power");
        if (!int_double(th, a, &base) || !int_double(th, b, &exponent)) return false;
        return *out = float_new(th, pow(base, exponent)), true;
    }
    if (e.count > 1 && (x.count > 1 || (x.count == 1 && x.limbs[0] > 1))) return answer(th, BIGINT_huge, &r, out);
    uint64_t n = e.count ? e.limbs[0] : 0;
    int64_t base, product = 1;
    bool fits = int_fits(a, &base);
    for (uint64_t k = n; fits && k; k >>= 1) {
        if ((k & 1) && __builtin_mul_overflow(product, base, &product)) fits = false;
        if (k > 1 && __builtin_mul_overflow(base, base, &base)) fits = false;
    }
    if (fits) return *out = int_new(th, product), true;
    enum bigint_status s = bigint_pow(&x, n, &r);
    if (s == BIGINT_ok) charge(th, COST_digit, (int64_t)(r.count * (r.count < 64 ? r.count : 64)));
    return answer(th, s, &r, out);
}

bool int_powmod(struct thread *th, value a, value b, value m, value *out) {
    struct bigint x, e, mod, r;
    int_view(a, &x);
    int_view(b, &e);
    int_view(m, &mod);
    if (mod.sign == 0) return raise_error(th, "ValueError", "pow() 3rd argument cannot be 0");
    value positive, inverse;
    if (e.sign < 0) {
        bool exists;
        enum bigint_status s = bigint_invert(&x, &mod, &r, &exists);
        if (!answer(th, s, &r, &inverse)) return false;
        if (!exists) return raise_error(th, "ValueError", "base is not invertible for the given modulus");
        return int_sub(th, from_small(0), b, &positive) && int_powmod(th, inverse, positive, m, out);
    }
    charge(th, COST_digit, (int64_t)(bigint_bits(&e) * mod.count * mod.count * 2));
    return answer(th, bigint_powmod(&x, &e, &mod, &r), &r, out);
}

bool int_shift(struct thread *th, value a, int64_t left, value *out) {
    int64_t x;
    if (int_fits(a, &x)) {
        if (x == 0) return *out = from_small(0), true;
        if (left <= 0) return *out = int_new(th, left <= -63 ? (x < 0 ? -1 : 0) : x >> -left), true;
        if (left < 62 && x >= -((int64_t)1 << (62 - left)) && x < (int64_t)1 << (62 - left))
            return *out = int_new(th, x * ((int64_t)1 << left)), true;
    }
    struct bigint b, r;
    int_view(a, &b);
    if (left < 0 && (uint64_t)-left > bigint_bits(&b)) return *out = from_small(b.sign < 0 ? -1 : 0), true;
    charge(th, COST_digit, (int64_t)b.count + (left > 0 ? left / 64 : 0));
    return answer(th, bigint_shift(&b, left, &r), &r, out);
}

int int_compare(value a, value b) {
    if (is_small(a) && is_small(b)) return small_of(a) < small_of(b) ? -1 : small_of(a) > small_of(b);
    struct bigint x, y;
    int_view(a, &x);
    int_view(b, &y);
    return bigint_compare(&x, &y);
}

/* -- and doubles -- */

bool int_double(struct thread *th, value v, double *out) {
    int64_t i;
    if (int_fits(v, &i)) return *out = (double)i, true;
    struct bigint b;
    int_view(v, &b);
    int64_t e;
    uint64_t top = bigint_top(&b, &e);
    double d = e > 2000 ? INFINITY : ldexp((double)top, (int)e);
    if (isinf(d)) return raise_error(th, "OverflowError", "int too large to convert to float");
    return *out = b.sign < 0 ? -d : d, true;
}

bool int_from_double(struct thread *th, double d, value *out) {
    if (isnan(d)) return raise_error(th, "ValueError", "cannot convert float NaN to integer");
    if (isinf(d)) return raise_error(th, "OverflowError", "cannot convert float infinity to integer");
    d = trunc(d);
    if (fabs(d) < 4611686018427387904.0) return *out = from_small((int64_t)d), true;
    int e;
    double m = frexp(d, &e); /* 0.5 <= |m| < 1; d = m * 2**e with e >= 63 */
    struct bigint b;
    bigint_set(&b, (int64_t)ldexp(m, 62));
    return int_shift(th, int_from(th, &b), e - 62, out);
}

int int_compare_double(value i, double d) {
    int64_t small;
    if (isinf(d)) return d > 0 ? -1 : 1;
    if (int_fits(i, &small) && small >= -((int64_t)1 << 53) && small <= (int64_t)1 << 53) {
        double x = (double)small;
        return x < d ? -1 : x > d;
    }
    struct bigint b;
    int_view(i, &b);
    int sign = d > 0 ? 1 : d < 0 ? -1 : 0;
    if (b.sign != sign) return b.sign < sign ? -1 : 1;
    int e;
    frexp(d, &e);
    int64_t bits = (int64_t)bigint_bits(&b);
    if (bits != e) return (bits < e ? -1 : 1) * sign; /* same sign, e bits before the point; both past 2**53 */
    double whole = trunc(d); /* equals d: past 2**53 there is no fraction */
    int64_t exponent;
    uint64_t top = bigint_top(&b, &exponent);
    int de;
    double m = frexp(fabs(whole), &de);
    uint64_t dm = (uint64_t)ldexp(m, 64 > de ? de : 64);
    if (top != dm) return (top < dm ? -1 : 1) * sign;
    return 0;
}

/* CPython's numeric hash: the value modulo 2**61 - 1, with its sign. */
uint64_t int_hash(value v) {
    const uint64_t P = ((uint64_t)1 << 61) - 1;
    if (is_small(v)) {
        int64_t i = small_of(v);
        uint64_t m = (uint64_t)(i < 0 ? -i : i) % P;
        if (i < 0) m = 0 - m;
        return m == UINT64_MAX ? UINT64_MAX - 1 : m;
    }
    struct bigint b;
    int_view(v, &b);
    uint64_t h = 0;
    for (size_t i = b.count; i-- > 0;) { /* h = h * 2**64 + limb; 2**64 = 8 mod P */
        h = ((h << 3) & P) | (h >> 58);
        uint64_t limb = b.limbs[i];
        h += (limb & P) + (limb >> 61);
        h = (h & P) + (h >> 61);
        if (h >= P) h -= P;
    }
    if (b.sign < 0) h = 0 - h;
    return h == UINT64_MAX ? UINT64_MAX - 1 : h;
}
