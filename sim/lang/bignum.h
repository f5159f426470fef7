/* Integers of any size, for literals and constant folding only (programs compute in sim/python).
 * A result leaves as KONST_int when it fits 63 bits (-2^62 <= x < 2^62), else as KONST_bigint in decimal. */
#ifndef GILSCOPE_LANG_BIGNUM_H
#define GILSCOPE_LANG_BIGNUM_H

#include "lang/code.h"

struct bignum {
    bool negative; /* never of zero */
    uint32_t *limbs; /* least first, no leading zeros */
    size_t count;
};

struct bignum bignum_from_konst(struct arena *a, const struct konst *k); /* int, bigint, true, false */
struct konst bignum_to_konst(struct arena *a, struct bignum n);
struct bignum bignum_parse(struct arena *a, const char *digits, size_t len, unsigned base); /* '_' skipped */
struct bignum bignum_add(struct arena *a, struct bignum x, struct bignum y);
struct bignum bignum_mul(struct arena *a, struct bignum x, struct bignum y);
struct bignum bignum_negate(struct bignum x);
struct bignum bignum_shift_left(struct arena *a, struct bignum x, size_t bits);
/* Division toward minus infinity, as Python's // and %; y is not 0. */
void bignum_divide(struct arena *a, struct bignum x, struct bignum y, struct bignum *quotient, struct bignum *rest);
size_t bignum_bits(struct bignum x);

#endif
