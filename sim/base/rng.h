/* Named random streams (xoshiro256**, seeded by splitmix64 of seed and name): a new draw in one
 * place never shifts another. Integer draws only; rng_unit is for user-visible random.random(). */
#ifndef GILSCOPE_BASE_RNG_H
#define GILSCOPE_BASE_RNG_H

#include <stdint.h>

struct rng {
    uint64_t s[4];
};

void rng_init(struct rng *r, uint64_t seed, const char *stream);
uint64_t rng_u64(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t n); /* 0 <= x < n, unbiased; n > 0 */
double rng_unit(struct rng *r);                /* [0, 1), 53 bits */

/* FNV-1a, for tables and the trace hash: feed bytes, start with HASH_START. */
#define HASH_START UINT64_C(14695981039346656037)
uint64_t hash_bytes(uint64_t h, const void *bytes, unsigned long n);

#endif
