/* Number theory on 64 bits, exact and deterministic: Miller-Rabin with the first twelve primes as bases (proved
 * sufficient below 3.3e24, Sorenson and Webster 2015), Pollard's rho in Brent's form with fixed parameters. */
#ifndef GILSCOPE_PYTHON_PRIMES_H
#define GILSCOPE_PYTHON_PRIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PRIMES_FACTORS_MAX = 16 }; /* 64 bits hold at most 15 different primes */

struct factors {
    int count;
    uint64_t prime[PRIMES_FACTORS_MAX]; /* ascending */
    int power[PRIMES_FACTORS_MAX];
};

bool prime_is(uint64_t n);
void prime_factors(uint64_t n, struct factors *out); /* n >= 1 */
/* The smallest divisor d >= at of n with d = at + k * step, k >= 0; 0 if there is none. at, step >= 1. */
uint64_t prime_divisor_from(const struct factors *f, uint64_t at, uint64_t step);

#endif
