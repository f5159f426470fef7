#include "python/primes.h"

#include <string.h>

/* -- Montgomery's product: numbers modulo an odd n are kept times 2**64, so that no division is needed -- */

__extension__ typedef unsigned __int128 wide;

struct modulus {
    uint64_t n, inverse; /* n * inverse == 1 modulo 2**64 */
    uint64_t one, scale; /* 2**64 and 2**128 modulo n */
};

static struct modulus modulus_of(uint64_t n) {
    uint64_t inverse = n; /* right in the lowest 3 bits; each round doubles them */
    for (int i = 0; i < 5; i++) inverse *= 2 - n * inverse;
    uint64_t one = (UINT64_MAX % n + 1) % n;
    return (struct modulus){n, inverse, one, (uint64_t)((wide)one * one % n)};
}

static uint64_t mul_mod(uint64_t a, uint64_t b, const struct modulus *m) {
    wide product = (wide)a * b;
    uint64_t high = (uint64_t)(product >> 64), less = (uint64_t)((wide)((uint64_t)product * m->inverse) * m->n >> 64);
    return high >= less ? high - less : high - less + m->n;
}

static uint64_t number_mod(uint64_t a, const struct modulus *m) { return mul_mod(a % m->n, m->scale, m); }

static uint64_t pow_mod(uint64_t a, uint64_t e, const struct modulus *m) {
    uint64_t r = m->one;
    for (; e; e >>= 1, a = mul_mod(a, a, m))
        if (e & 1) r = mul_mod(r, a, m);
    return r;
}

static const uint64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
enum { BASES = sizeof bases / sizeof bases[0] };

/* Does `a` prove that n = d * 2**s + 1 is composite? */
static bool is_witness(uint64_t a, const struct modulus *m, uint64_t d, int s) {
    uint64_t x = pow_mod(number_mod(a, m), d, m), minus_one = m->n - m->one;
    if (x == m->one || x == minus_one) return false;
    for (int i = 1; i < s; i++) {
        x = mul_mod(x, x, m);
        if (x == minus_one) return false;
    }
    return true;
}

bool prime_is(uint64_t n) {
    if (n < 2) return false;
    for (int i = 0; i < BASES; i++)
        if (n % bases[i] == 0) return n == bases[i];
    struct modulus m = modulus_of(n);
    uint64_t d = n - 1;
    int s = 0;
    for (; (d & 1) == 0; d >>= 1) s++;
    for (int i = 0; i < BASES; i++)
        if (is_witness(bases[i], &m, d, s)) return false;
    return true;
}

static uint64_t gcd(uint64_t a, uint64_t b) {
    while (b) {
        uint64_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static uint64_t rho_step(uint64_t x, uint64_t c, const struct modulus *m) {
    x = mul_mod(x, x, m);
    return x >= m->n - c ? x - (m->n - c) : x + c;
}

/* Brent's rho on x -> x*x + c: a divisor of the odd composite n, or n when this c fails. Products of 128 differences share one gcd. */
static uint64_t rho(uint64_t n, uint64_t c) {
    enum { BATCH = 128 };
    struct modulus m = modulus_of(n);
    uint64_t y = number_mod(2, &m), x = y, saved = y, product = m.one, g = 1;
    c = number_mod(c, &m);
    for (uint64_t r = 1; g == 1; r *= 2) {
        x = y;
        for (uint64_t i = 0; i < r; i++) y = rho_step(y, c, &m);
        for (uint64_t k = 0; k < r && g == 1; k += BATCH) {
            saved = y;
            for (uint64_t i = 0; i < BATCH && i < r - k; i++) {
                y = rho_step(y, c, &m);
                product = mul_mod(product, x > y ? x - y : y - x, &m);
            }
            g = gcd(product, n);
        }
    }
    if (g != n) return g;
    do {
        saved = rho_step(saved, c, &m);
        g = gcd(x > saved ? x - saved : saved - x, n);
    } while (g == 1);
    return g;
}

static void factor_add(struct factors *f, uint64_t p) {
    int i = 0;
    while (i < f->count && f->prime[i] < p) i++;
    if (i == f->count || f->prime[i] != p) {
        memmove(&f->prime[i + 1], &f->prime[i], (size_t)(f->count - i) * sizeof f->prime[0]);
        memmove(&f->power[i + 1], &f->power[i], (size_t)(f->count - i) * sizeof f->power[0]);
        f->prime[i] = p;
        f->power[i] = 0;
        f->count++;
    }
    f->power[i]++;
}

static void split(uint64_t n, struct factors *f) {
    if (n == 1) return;
    if (prime_is(n)) {
        factor_add(f, n);
        return;
    }
    uint64_t d = n;
    for (uint64_t c = 1; d == n; c++) d = rho(n, c);
    split(d, f);
    split(n / d, f);
}

void prime_factors(uint64_t n, struct factors *out) {
    *out = (struct factors){0};
    for (uint64_t p = 2; p < 256 && p * p <= n; p += p == 2 ? 1 : 2)
        while (n % p == 0) {
            factor_add(out, p);
            n /= p;
        }
    split(n, out);
}

struct search {
    const struct factors *f;
    uint64_t at, step, best;
};

/* All products of prime powers, depth first; past the best found so far there is nothing to look for. */
static void search_from(struct search *s, int i, uint64_t d) {
    if (s->best && d >= s->best) return;
    if (i == s->f->count) {
        if (d >= s->at && (d - s->at) % s->step == 0) s->best = d;
        return;
    }
    for (int k = 0;; k++) {
        search_from(s, i + 1, d);
        if (k == s->f->power[i] || (s->best && d > s->best / s->f->prime[i])) return;
        d *= s->f->prime[i];
    }
}

uint64_t prime_divisor_from(const struct factors *f, uint64_t at, uint64_t step) {
    struct search s = {.f = f, .at = at, .step = step};
    search_from(&s, 0, 1);
    return s.best;
}
