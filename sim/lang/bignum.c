#include "lang/bignum.h"

#include <inttypes.h>
#include <string.h>

static struct bignum make(struct arena *a, size_t count)
{
    return (struct bignum){.limbs = ARENA_ARRAY(a, count ? count : 1, uint32_t), .count = count};
}

static struct bignum trim(struct bignum n)
{
    while (n.count && n.limbs[n.count - 1] == 0)
        n.count--;
    if (!n.count)
        n.negative = false;
    return n;
}

static void mul_add_small(struct bignum *n, uint32_t factor, uint32_t carry_in)
{
    uint64_t carry = carry_in;
    for (size_t i = 0; i < n->count; i++) {
        carry += (uint64_t)n->limbs[i] * factor;
        n->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry)
        n->limbs[n->count++] = (uint32_t)carry;
}

static unsigned digit_value(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
}

struct bignum bignum_parse(struct arena *a, const char *digits, size_t len, unsigned base)
{
    struct bignum n = make(a, len / 8 + len % 8 + 2); /* at most 4 bits a digit */
    n.count = 0;
    for (size_t i = 0; i < len; i++)
        if (digits[i] != '_')
            mul_add_small(&n, base, digit_value(digits[i]));
    return trim(n);
}

struct bignum bignum_from_konst(struct arena *a, const struct konst *k)
{
    if (k->kind == KONST_bigint) {
        bool negative = k->text[0] == '-';
        struct bignum n = bignum_parse(a, k->text + negative, k->len - negative, 10);
        n.negative = negative;
        return n;
    }
    int64_t v = k->kind == KONST_true ? 1 : k->kind == KONST_int ? k->i : 0;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    struct bignum n = make(a, 2);
    n.limbs[0] = (uint32_t)u;
    n.limbs[1] = (uint32_t)(u >> 32);
    n.negative = v < 0;
    return trim(n);
}

static uint32_t divide_small(struct bignum *n, uint32_t by)
{
    uint64_t rest = 0;
    for (size_t i = n->count; i-- > 0;) {
        rest = rest << 32 | n->limbs[i];
        n->limbs[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    *n = trim(*n);
    return (uint32_t)rest;
}

static struct konst to_decimal(struct arena *a, struct bignum n)
{
    struct bignum left = make(a, n.count);
    memcpy(left.limbs, n.limbs, n.count * sizeof *n.limbs);
    size_t cap = n.count * 10 + 12, at = cap;
    char *text = arena_alloc(a, cap + 1);
    while (left.count) {
        uint32_t part = divide_small(&left, 1000000000);
        for (int i = 0; i < 9; i++, part /= 10)
            text[--at] = (char)('0' + part % 10);
    }
    while (text[at] == '0')
        at++;
    if (n.negative)
        text[--at] = '-';
    return (struct konst){.kind = KONST_bigint, .text = text + at, .len = cap - at};
}

struct konst bignum_to_konst(struct arena *a, struct bignum n)
{
    uint64_t low = n.count ? n.limbs[0] : 0;
    if (n.count > 1)
        low |= (uint64_t)n.limbs[1] << 32;
    uint64_t limit = UINT64_C(1) << 62;
    if (n.count <= 2 && (low < limit || (n.negative && low == limit)))
        return (struct konst){.kind = KONST_int, .i = n.negative ? -(int64_t)low : (int64_t)low};
    return to_decimal(a, n);
}

size_t bignum_bits(struct bignum x)
{
    if (!x.count)
        return 0;
    size_t bits = (x.count - 1) * 32;
    for (uint32_t top = x.limbs[x.count - 1]; top; top >>= 1)
        bits++;
    return bits;
}

struct bignum bignum_negate(struct bignum x)
{
    x.negative = x.count && !x.negative;
    return x;
}

static int compare(struct bignum x, struct bignum y)
{
    if (x.count != y.count)
        return x.count < y.count ? -1 : 1;
    for (size_t i = x.count; i-- > 0;)
        if (x.limbs[i] != y.limbs[i])
            return x.limbs[i] < y.limbs[i] ? -1 : 1;
    return 0;
}

static struct bignum add_sizes(struct arena *a, struct bignum big, struct bignum small)
{
    struct bignum r = make(a, big.count + 1);
    uint64_t carry = 0;
    for (size_t i = 0; i < r.count; i++) {
        carry += (i < big.count ? big.limbs[i] : 0);
        carry += (i < small.count ? small.limbs[i] : 0);
        r.limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return r;
}

static struct bignum subtract_sizes(struct arena *a, struct bignum big, struct bignum small)
{
    struct bignum r = make(a, big.count);
    uint64_t borrow = 0;
    for (size_t i = 0; i < r.count; i++) {
        uint64_t take = borrow + (i < small.count ? small.limbs[i] : 0);
        borrow = big.limbs[i] < take;
        r.limbs[i] = (uint32_t)(big.limbs[i] - take);
    }
    return r;
}

struct bignum bignum_add(struct arena *a, struct bignum x, struct bignum y)
{
    if (compare(x, y) < 0) {
        struct bignum swap = x;
        x = y;
        y = swap;
    }
    struct bignum r = x.negative == y.negative ? add_sizes(a, x, y) : subtract_sizes(a, x, y);
    r.negative = x.negative;
    return trim(r);
}

struct bignum bignum_mul(struct arena *a, struct bignum x, struct bignum y)
{
    struct bignum r = make(a, x.count + y.count);
    for (size_t i = 0; i < x.count; i++) {
        uint64_t carry = 0;
        for (size_t j = 0; j < y.count || carry; j++) {
            carry += r.limbs[i + j] + (j < y.count ? (uint64_t)x.limbs[i] * y.limbs[j] : 0);
            r.limbs[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    r.negative = x.negative != y.negative;
    return trim(r);
}

struct bignum bignum_shift_left(struct arena *a, struct bignum x, size_t bits)
{
    struct bignum r = make(a, x.count + bits / 32 + 1);
    for (size_t i = 0; i < x.count; i++) {
        uint64_t wide = (uint64_t)x.limbs[i] << (bits % 32);
        r.limbs[i + bits / 32] |= (uint32_t)wide;
        r.limbs[i + bits / 32 + 1] |= (uint32_t)(wide >> 32);
    }
    r.negative = x.negative;
    return trim(r);
}

static void shift_in(struct bignum *n, uint32_t bit)
{
    for (size_t i = 0; i < n->count; i++) {
        uint32_t out = n->limbs[i] >> 31;
        n->limbs[i] = n->limbs[i] << 1 | bit;
        bit = out;
    }
    if (bit)
        n->limbs[n->count++] = bit;
}

static void subtract_in_place(struct bignum *n, struct bignum small)
{
    uint64_t borrow = 0;
    for (size_t i = 0; i < n->count; i++) {
        uint64_t take = borrow + (i < small.count ? small.limbs[i] : 0);
        borrow = n->limbs[i] < take;
        n->limbs[i] = (uint32_t)(n->limbs[i] - take);
    }
    *n = trim(*n);
}

void bignum_divide(struct arena *a, struct bignum x, struct bignum y, struct bignum *quotient, struct bignum *rest)
{
    struct bignum q = make(a, x.count), r = make(a, y.count + 1);
    r.count = 0;
    for (size_t i = bignum_bits(x); i-- > 0;) { /* bit by bit: constants are short */
        shift_in(&r, x.limbs[i / 32] >> (i % 32) & 1);
        if (compare(r, y) >= 0) {
            subtract_in_place(&r, y);
            q.limbs[i / 32] |= UINT32_C(1) << (i % 32);
        }
    }
    q = trim(q);
    if (x.negative != y.negative) {
        if (r.count) {
            uint32_t one_limb = 1;
            q = add_sizes(a, q, (struct bignum){.limbs = &one_limb, .count = 1});
            q = trim(q);
            r = trim(subtract_sizes(a, y, r));
        }
        q = bignum_negate(q);
    }
    r.negative = r.count && y.negative;
    *quotient = q;
    *rest = r;
}
