/* struct: the bits of floats; the rest is Python. Models _PyFloat_Pack8 and its like, rounding half to even. */
#include <math.h>
#include <string.h>

#include "stdlib/support.h"

static uint64_t bits_of_double(double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

/* A double as an IEEE number of two bytes. False: too large. */
static bool half_bits(double d, uint64_t *out) {
    uint64_t sign = signbit(d) ? 0x8000 : 0;
    if (isnan(d)) return *out = sign | 0x7E00, true;
    if (isinf(d)) return *out = sign | 0x7C00, true;
    int e;
    double f = frexp(fabs(d), &e); /* 0.5 <= f < 1 */
    if (f == 0) return *out = sign, true;
    int shift = e - 1 < -14 ? 24 : 11 - e; /* so that the last place is 1 */
    double scaled = ldexp(fabs(d), shift);
    uint64_t n = (uint64_t)nearbyint(scaled);
    if (e - 1 < -14) return *out = sign | n, true; /* subnormal, or the least normal number by carry */
    uint64_t bits = ((uint64_t)(e - 1 + 15) << 10) + (n - 1024);
    if (bits >= 0x7C00) return false;
    return *out = sign | bits, true;
}

static enum answer struct_float_bits(struct thread *th, struct call *c) {
    double d;
    int64_t width;
    uint64_t bits = 0;
    if (!float_get(th, c->args[0], &d) || !int_get(th, c->args[1], &width)) return FAIL;
    bool fits = true;
    if (width == 8) {
        bits = bits_of_double(d);
        uint64_t high = bits >> 32, low = bits & 0xFFFFFFFF;
        value top = int_new(th, (int64_t)high), shifted, all;
        if (!object_binary(th, BIN_lshift, top, from_small(32), &shifted) || !object_binary(th, BIN_or, shifted, int_new(th, (int64_t)low), &all)) return FAIL;
        return give(c, all);
    }
    if (width == 4) {
        float f = (float)d;
        uint32_t word;
        memcpy(&word, &f, sizeof word);
        bits = word;
        fits = isinf(d) || !isinf(f);
    } else {
        fits = half_bits(d, &bits);
    }
    if (fits) return give_int(th, c, (int64_t)bits);
    raise_error(th, "OverflowError", "float too large to pack with %c format", width == 4 ? 'f' : 'e');
    return FAIL;
}

static enum answer struct_float_from_bits(struct thread *th, struct call *c) {
    int64_t width, n;
    if (!int_get(th, c->args[1], &width)) return FAIL;
    if (width == 8) {
        value high, low;
        int64_t h, l;
        if (!object_binary(th, BIN_rshift, c->args[0], from_small(32), &high) ||
            !object_binary(th, BIN_and, c->args[0], int_new(th, 0xFFFFFFFF), &low) || !int_get(th, high, &h) || !int_get(th, low, &l))
            return FAIL;
        uint64_t bits = (uint64_t)h << 32 | (uint64_t)l;
        double d;
        memcpy(&d, &bits, sizeof d);
        return give(c, float_new(th, d));
    }
    if (!int_get(th, c->args[0], &n)) return FAIL;
    if (width == 4) {
        uint32_t word = (uint32_t)n;
        float f;
        memcpy(&f, &word, sizeof f);
        return give(c, float_new(th, (double)f));
    }
    int e = (int)(n >> 10 & 31);
    double m = (double)(n & 1023), d = e == 31 ? (m != 0 ? NAN : INFINITY) : e == 0 ? ldexp(m, -24) : ldexp(m + 1024, e - 25);
    return give(c, float_new(th, n & 0x8000 ? -d : d));
}

static const struct native functions[] = {
    {"float_bits", "x, width, /", struct_float_bits, NATIVE_hidden | NATIVE_nopoll, "The bits of a float of 2, 4 or 8 bytes."},
    {"float_from_bits", "bits, width, /", struct_float_from_bits, NATIVE_hidden | NATIVE_nopoll, "The float that the bits stand for."},
    {NULL, NULL, NULL, 0, NULL},
};
const struct module_def module_struct = {"struct", functions, NULL, NULL, "Floats as bits."};
