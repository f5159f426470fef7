/* The one file that knows GMP. */
#include "python/bigint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

void bigint_set(struct bigint *b, int64_t i) {
    b->owned = NULL;
    b->sign = i > 0 ? 1 : i < 0 ? -1 : 0;
    b->one = i < 0 ? (uint64_t)0 - (uint64_t)i : (uint64_t)i;
    b->count = i != 0;
    b->limbs = &b->one;
}

void bigint_fini(struct bigint *b) {
    mem_free(b->owned);
    b->owned = NULL;
}

uint64_t bigint_bits(const struct bigint *a) {
    if (a->count == 0) return 0;
    return (uint64_t)a->count * 64 - (uint64_t)__builtin_clzll(a->limbs[a->count - 1]);
}

int bigint_compare(const struct bigint *a, const struct bigint *b) {
    if (a->sign != b->sign) return a->sign < b->sign ? -1 : 1;
    if (a->count != b->count) return (a->count < b->count ? -1 : 1) * a->sign;
    for (size_t i = a->count; i-- > 0;)
        if (a->limbs[i] != b->limbs[i]) return (a->limbs[i] < b->limbs[i] ? -1 : 1) * a->sign;
    return 0;
}

uint64_t bigint_top(const struct bigint *a, int64_t *exponent) {
    *exponent = 0;
    if (a->count == 0) return 0;
    uint64_t bits = bigint_bits(a);
    if (bits <= 64) return a->limbs[0];
    uint64_t drop = bits - 64, limb = drop / 64, part = drop % 64;
    uint64_t top = a->limbs[limb] >> part;
    bool rest = part && (a->limbs[limb] << (64 - part)) != 0;
    if (part) top |= a->limbs[limb + 1] << (64 - part);
    for (uint64_t i = 0; i < limb && !rest; i++) rest = a->limbs[i] != 0;
    *exponent = (int64_t)drop;
    return top | (rest ? 1 : 0); /* rounded to odd: one more rounding is exact */
}

#ifndef GILSCOPE_NO_GMP
#include <gmp.h>

static const __mpz_struct *view(mpz_t z, const struct bigint *b) {
    return mpz_roinit_n(z, b->limbs, (mp_size_t)b->count * (b->sign < 0 ? -1 : 1));
}

static enum bigint_status result(mpz_t z, struct bigint *out) {
    size_t n = mpz_size(z);
    *out = (struct bigint){.sign = mpz_sgn(z), .count = n};
    out->owned = mem_alloc((n ? n : 1) * sizeof(uint64_t));
    out->limbs = out->owned;
    if (n) memcpy(out->owned, mpz_limbs_read(z), n * sizeof(uint64_t));
    mpz_clear(z);
    return BIGINT_ok;
}

enum bigint_status bigint_arith(enum bigint_op op, const struct bigint *a, const struct bigint *b, struct bigint *out) {
    mpz_t za, zb, r;
    const __mpz_struct *x = view(za, a), *y = view(zb, b);
    if (op == BIGINT_mul && bigint_bits(a) + bigint_bits(b) > BIGINT_BITS_MAX) return BIGINT_huge;
    mpz_init(r);
    switch (op) {
    case BIGINT_add: mpz_add(r, x, y); break;
    case BIGINT_sub: mpz_sub(r, x, y); break;
    case BIGINT_mul: mpz_mul(r, x, y); break;
    case BIGINT_and: mpz_and(r, x, y); break;
    case BIGINT_or: mpz_ior(r, x, y); break;
    case BIGINT_xor: mpz_xor(r, x, y); break;
    }
    return result(r, out);
}

enum bigint_status bigint_divmod(const struct bigint *a, const struct bigint *b, struct bigint *q, struct bigint *r) {
    mpz_t za, zb, zq, zr;
    const __mpz_struct *x = view(za, a), *y = view(zb, b);
    mpz_init(zq);
    mpz_init(zr);
    mpz_fdiv_qr(zq, zr, x, y);
    if (q) result(zq, q);
    else mpz_clear(zq);
    if (r) result(zr, r);
    else mpz_clear(zr);
    return BIGINT_ok;
}

enum bigint_status bigint_shift(const struct bigint *a, int64_t left, struct bigint *out) {
    mpz_t za, r;
    const __mpz_struct *x = view(za, a);
    if (left > 0 && bigint_bits(a) + (uint64_t)left > BIGINT_BITS_MAX) return BIGINT_huge;
    mpz_init(r);
    if (left >= 0) mpz_mul_2exp(r, x, (mp_bitcnt_t)left);
    else mpz_fdiv_q_2exp(r, x, (mp_bitcnt_t)-left);
    return result(r, out);
}

enum bigint_status bigint_pow(const struct bigint *a, uint64_t exponent, struct bigint *out) {
    uint64_t bits = bigint_bits(a);
    if (bits > 1 && (exponent > BIGINT_BITS_MAX || (bits - 1) * exponent > BIGINT_BITS_MAX)) return BIGINT_huge;
    mpz_t za, r;
    const __mpz_struct *x = view(za, a);
    mpz_init(r);
    mpz_pow_ui(r, x, bits > 1 ? exponent : exponent == 0 ? 0 : 2 - (exponent & 1));
    return result(r, out);
}

enum bigint_status bigint_powmod(const struct bigint *a, const struct bigint *e, const struct bigint *m, struct bigint *out) {
    mpz_t za, ze, zm, r;
    const __mpz_struct *x = view(za, a), *y = view(ze, e), *z = view(zm, m);
    mpz_init(r);
    mpz_powm(r, x, y, z);
    mpz_fdiv_r(r, r, z);
    return result(r, out);
}

enum bigint_status bigint_invert(const struct bigint *a, const struct bigint *m, struct bigint *out, bool *exists) {
    mpz_t za, zm, r;
    const __mpz_struct *x = view(za, a), *z = view(zm, m);
    mpz_init(r);
    *exists = mpz_cmpabs_ui(z, 1) == 0 || mpz_invert(r, x, z) != 0;
    return result(r, out);
}

enum bigint_status bigint_gcd(const struct bigint *a, const struct bigint *b, struct bigint *out) {
    mpz_t za, zb, r;
    const __mpz_struct *x = view(za, a), *y = view(zb, b);
    mpz_init(r);
    mpz_gcd(r, x, y);
    return result(r, out);
}

enum bigint_status bigint_sqrt(const struct bigint *a, struct bigint *out) {
    mpz_t za, r;
    const __mpz_struct *x = view(za, a);
    mpz_init(r);
    mpz_sqrt(r, x);
    return result(r, out);
}

enum bigint_status bigint_text(const struct bigint *a, int base, struct buf *out) {
    mpz_t za;
    const __mpz_struct *x = view(za, a);
    char *text = mem_alloc(mpz_sizeinbase(x, base) + 3);
    mpz_get_str(text, base, x);
    buf_text(out, text);
    mem_free(text);
    return BIGINT_ok;
}

enum bigint_status bigint_parse(const char *digits, int base, struct bigint *out) {
    mpz_t r;
    mpz_init(r);
    mpz_set_str(r, digits, base);
    return result(r, out);
}

#else

#define UNUSED(x) ((void)(x))

enum bigint_status bigint_arith(enum bigint_op op, const struct bigint *a, const struct bigint *b, struct bigint *out) {
    UNUSED(op), UNUSED(a), UNUSED(b), UNUSED(out);
    return BIGINT_absent;
}
enum bigint_status bigint_divmod(const struct bigint *a, const struct bigint *b, struct bigint *q, struct bigint *r) {
    UNUSED(a), UNUSED(b), UNUSED(q), UNUSED(r);
    return BIGINT_absent;
}
enum bigint_status bigint_shift(const struct bigint *a, int64_t left, struct bigint *out) {
    UNUSED(a), UNUSED(left), UNUSED(out);
    return BIGINT_absent;
}
enum bigint_status bigint_pow(const struct bigint *a, uint64_t exponent, struct bigint *out) {
    UNUSED(a), UNUSED(exponent), UNUSED(out);
    return BIGINT_absent;
}
enum bigint_status bigint_powmod(const struct bigint *a, const struct bigint *e, const struct bigint *m, struct bigint *out) {
    UNUSED(a), UNUSED(e), UNUSED(m), UNUSED(out);
    return BIGINT_absent;
}
enum bigint_status bigint_invert(const struct bigint *a, const struct bigint *m, struct bigint *out, bool *exists) {
    UNUSED(a), UNUSED(m), UNUSED(out);
    *exists = false;
    return BIGINT_absent;
}
enum bigint_status bigint_gcd(const struct bigint *a, const struct bigint *b, struct bigint *out) {
    UNUSED(a), UNUSED(b), UNUSED(out);
    return BIGINT_absent;
}
enum bigint_status bigint_sqrt(const struct bigint *a, struct bigint *out) {
    UNUSED(a), UNUSED(out);
    return BIGINT_absent;
}
enum bigint_status bigint_text(const struct bigint *a, int base, struct buf *out) {
    UNUSED(a), UNUSED(base), UNUSED(out);
    return BIGINT_absent;
}
enum bigint_status bigint_parse(const char *digits, int base, struct bigint *out) {
    UNUSED(digits), UNUSED(base), UNUSED(out);
    return BIGINT_absent;
}
#endif
