#include "base/rng.h"

#include <string.h>

#include "base/assert.h"

uint64_t hash_bytes(uint64_t h, const void *bytes, unsigned long n) {
    const unsigned char *p = bytes;
    for (unsigned long i = 0; i < n; i++) h = (h ^ p[i]) * UINT64_C(1099511628211);
    return h;
}

/* splitmix64 (Steele, Lea, Flood 2014): spreads any seed over the whole state. */
static uint64_t splitmix(uint64_t *x) {
    uint64_t z = *x += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

void rng_init(struct rng *r, uint64_t seed, const char *stream) {
    uint64_t x = splitmix(&seed) ^ hash_bytes(HASH_START, stream, strlen(stream));
    for (int i = 0; i < 4; i++) r->s[i] = splitmix(&x);
}

static uint64_t rotl(uint64_t x, int k) { return x << k | x >> (64 - k); }

/* xoshiro256** 1.0 (Blackman, Vigna 2018) */
uint64_t rng_u64(struct rng *r) {
    uint64_t *s = r->s, result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

uint64_t rng_below(struct rng *r, uint64_t n) {
    ASSERT(n > 0);
    uint64_t biased = (UINT64_MAX - n + 1) % n; /* 2^64 mod n: so many low draws are refused */
    uint64_t x;
    do x = rng_u64(r);
    while (x < biased);
    return x % n;
}

double rng_unit(struct rng *r) { return (double)(rng_u64(r) >> 11) * 0x1p-53; }
