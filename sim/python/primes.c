#include "python/primes.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;

static uint64_t mul_mod(uint64_t a, uint64_t b, uint64_t n) { return (uint64_t)((wide)a * b % n); }

static uint64_t pow_mod(uint64_t base, uint64_t exponent, uint64_t n) {
    uint64_t r = 1 % n;
    for (base %= n; exponent; exponent >>= 1) {
        if (exponent & 1) r = mul_mod(r, base, n);
        base = mul_mod(base, base, n);
    }
    return r;
}

static uint64_t gcd(uint64_t a, uint64_t b) {
    while (b) {
        uint64_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static const uint64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
enum { BASES = sizeof bases / sizeof bases[0] };

/* Does base prove that n = d * 2^s + 1 is composite? */
static bool is_witness(uint64_t base, uint64_t n, uint64_t d, int s) {
    uint64_t x = pow_mod(base, d, n);
    if (x == 1 || x == n - 1) return false;
    for (int i = 1; i < s; i++) {
        x = mul_mod(x, x, n);
        if (x == n - 1) return false;
    }
    return true;
}

bool prime_is(uint64_t n) {
    if (n < 2) return false;
    for (int i = 0; i < BASES; i++)
        if (n % bases[i] == 0) return n == bases[i];
    uint64_t d = n - 1;
    int s = 0;
    for (; d % 2 == 0; d /= 2) s++;
    for (int i = 0; i < BASES; i++)
        if (is_witness(bases[i], n, d, s)) return false;
    return true;
}

/* A divisor of the odd composite n, or n itself: Brent's cycle search on x^2 + c, differences multiplied in
 * batches before each gcd. */
static uint64_t rho(uint64_t n, uint64_t c) {
    enum { BATCH = 128 };
    uint64_t x = 2, y = 2, saved = 2, product = 1, g = 1;
    for (uint64_t r = 1; g == 1; r *= 2) {
        x = y;
        for (uint64_t i = 0; i < r; i++) y = (mul_mod(y, y, n) + c) % n;
        for (uint64_t k = 0; k < r && g == 1; k += BATCH) {
            saved = y;
            for (uint64_t i = 0; i < BATCH && i < r - k; i++) {
                y = (mul_mod(y, y, n) + c) % n;
                product = mul_mod(product, x > y ? x - y : y - x, n);
            }
            g = gcd(product, n);
        }
    }
    if (g != n) return g;
    do { /* the batch jumped over the divisor: once more, one by one */
        saved = (mul_mod(saved, saved, n) + c) % n;
        g = gcd(x > saved ? x - saved : saved - x, n);
    } while (g == 1);
    return g;
}

static void factor_add(struct factors *f, uint64_t prime) {
    int at = 0;
    while (at < f->count && f->prime[at] < prime) at++;
    if (at < f->count && f->prime[at] == prime) {
        f->power[at]++;
        return;
    }
    memmove(f->prime + at + 1, f->prime + at, (size_t)(f->count - at) * sizeof *f->prime);
    memmove(f->power + at + 1, f->power + at, (size_t)(f->count - at) * sizeof *f->power);
    f->prime[at] = prime;
    f->power[at] = 1;
    f->count++;
}

static void split(struct factors *f, uint64_t n) {
    if (n == 1) return;
    if (prime_is(n)) {
        factor_add(f, n);
        return;
    }
    uint64_t d = n;
    for (uint64_t c = 1; d == n; c++) d = rho(n, c);
    split(f, d);
    split(f, n / d);
}

void prime_factors(uint64_t n, struct factors *out) {
    *out = (struct factors){0};
    for (int i = 0; i < BASES; i++)
        for (; n % bases[i] == 0; n /= bases[i]) factor_add(out, bases[i]);
    split(out, n);
}

/* The best divisor among d times products of the primes from `from` on. */
static void search(const struct factors *f, int from, uint64_t d, uint64_t at, uint64_t step, uint64_t *best) {
    if (*best && d >= *best) return; /* only grows from here */
    if (d >= at && (d - at) % step == 0) *best = d;
    for (int i = from; i < f->count; i++) {
        uint64_t e = d;
        for (int k = 0; k < f->power[i]; k++) {
            e *= f->prime[i];
            search(f, i + 1, e, at, step, best);
        }
    }
}

uint64_t prime_divisor_from(const struct factors *f, uint64_t at, uint64_t step) {
    uint64_t best = 0;
    search(f, 0, 1, at, step, &best);
    return best;
}
