/* Arithmetic on integers past 63 bits: a small interface, so that one file only (bigint_gmp.c) knows GMP.
 * Built with -DGILSCOPE_NO_GMP every operation answers BIGINT_absent (OverflowError "gilscope was built without GMP").
 * Results are malloc-backed: fini them. */
#ifndef GILSCOPE_PYTHON_BIGINT_H
#define GILSCOPE_PYTHON_BIGINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

struct bigint {
    int sign; /* -1, 0, 1 */
    size_t count;
    const uint64_t *limbs; /* least significant first, no leading zeros */
    uint64_t one;          /* room for a one-limb number */
    void *owned;           /* what bigint_fini frees */
};

enum bigint_status { BIGINT_ok, BIGINT_absent, BIGINT_huge };

/* Past this many bits a result is refused (BIGINT_huge: MemoryError). */
#define BIGINT_BITS_MAX ((uint64_t)1 << 32)

enum bigint_op { BIGINT_add, BIGINT_sub, BIGINT_mul, BIGINT_and, BIGINT_or, BIGINT_xor };

enum bigint_status bigint_arith(enum bigint_op op, const struct bigint *a, const struct bigint *b, struct bigint *out);
/* Floor division; b is not 0. Either result may be NULL. */
enum bigint_status bigint_divmod(const struct bigint *a, const struct bigint *b, struct bigint *q, struct bigint *r);
enum bigint_status bigint_shift(const struct bigint *a, int64_t left, struct bigint *out); /* right shifts floor */
enum bigint_status bigint_pow(const struct bigint *a, uint64_t exponent, struct bigint *out);
/* a**e mod m for e >= 0, m != 0, result with m's sign. */
enum bigint_status bigint_powmod(const struct bigint *a, const struct bigint *e, const struct bigint *m, struct bigint *out);
/* The inverse of a modulo m; *exists false when there is none. */
enum bigint_status bigint_invert(const struct bigint *a, const struct bigint *m, struct bigint *out, bool *exists);
enum bigint_status bigint_gcd(const struct bigint *a, const struct bigint *b, struct bigint *out);
enum bigint_status bigint_sqrt(const struct bigint *a, struct bigint *out); /* floor; a >= 0 */
enum bigint_status bigint_text(const struct bigint *a, int base, struct buf *out); /* with "-" */
/* digits: only digits of the base, NUL-terminated. */
enum bigint_status bigint_parse(const char *digits, int base, struct bigint *out);
/* |a| as top 64 bits rounded to odd and an exponent: value = m * 2**e; for exact conversion to double. */
uint64_t bigint_top(const struct bigint *a, int64_t *exponent);
int bigint_compare(const struct bigint *a, const struct bigint *b);
uint64_t bigint_bits(const struct bigint *a); /* of |a| */
void bigint_set(struct bigint *b, int64_t i);
void bigint_fini(struct bigint *b);

#endif
