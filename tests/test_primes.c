/* Number theory against a plain sieve, against known factors (coreutils' factor), and against trial division. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "python/idiom.h"
#include "python/primes.h"

enum { SIEVE = 200000 };

static void against_sieve(void **state) {
    (void)state;
    char *composite = calloc(SIEVE, 1);
    assert_non_null(composite);
    for (uint64_t p = 2; p < SIEVE; p++) {
        if (!composite[p])
            for (uint64_t k = p * p; k < SIEVE; k += p) composite[k] = 1;
        if (prime_is(p) != !composite[p]) fail_msg("%llu", (unsigned long long)p);
    }
    assert_false(prime_is(0) || prime_is(1));
    free(composite);
}

static void known_factors(void **state) {
    (void)state;
    static const struct {
        uint64_t n, primes[8];
    } rows[] = {
        {9999999999999917u, {9999999999999917u}},
        {9999999999999999u, {3, 3, 11, 17, 73, 101, 137, 5882353}},
        {18446744073709551557u, {18446744073709551557u}},
        {18446744073709551615u, {3, 5, 17, 257, 641, 65537, 6700417}},
        {3215031751u, {151, 751, 28351}},                    /* strong pseudoprime to 2, 3, 5, 7 */
        {3825123056546413051u, {149491, 747451, 34233211}},  /* ... to the first nine primes */
        {18446743979220271189u, {4294967279u, 4294967291u}},
        {4611686014132420609u, {2147483647, 2147483647}},
        {1000036000099u, {1000003, 1000033}},
        {7777777536340681u, {88191709, 88191709}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct factors f;
        uint64_t product = 1;
        prime_factors(rows[i].n, &f);
        int k = 0;
        for (int j = 0; j < f.count; j++)
            for (int p = 0; p < f.power[j]; p++, k++) {
                assert_true(prime_is(f.prime[j]));
                assert_int_equal(f.prime[j], rows[i].primes[k]);
                product *= f.prime[j];
            }
        assert_int_equal(product, rows[i].n);
        assert_true(k == 8 || rows[i].primes[k] == 0);
    }
}

/* Any idiom, any start and step: as many quiet iterations as plain execution has. */
static int64_t plainly(const struct idiom *m, int64_t n, int64_t at, int64_t step, int64_t most) {
    for (int64_t k = 0; k < most; k++, at += step) {
        if (m->number >= 0 && n % at == 0) return k;
        for (int i = 0; i < m->stop_count; i++)
            if (at % m->stops[i].modulus == m->stops[i].remainder) return k;
    }
    return most;
}

static void against_trial_division(void **state) {
    (void)state;
    struct rng r;
    rng_init(&r, 1, "test_primes");
    struct arena arena;
    arena_init(&arena);
    struct idioms *cache = idioms_open(&arena);
    for (int i = 0; i < 20000; i++) {
        struct idiom m = {.number = rng_below(&r, 8) ? 0 : -1, .stop_count = (int)rng_below(&r, 3)};
        for (int k = 0; k < m.stop_count; k++) {
            m.stops[k].modulus = 1 + (int64_t)rng_below(&r, 500);
            m.stops[k].remainder = (int64_t)rng_below(&r, (uint64_t)m.stops[k].modulus + 3) - 1;
        }
        int64_t n = 1 + (int64_t)rng_below(&r, i % 2 ? 5000 : 100000000), at = 1 + (int64_t)rng_below(&r, 300), step = 1 + (int64_t)rng_below(&r, 12);
        int64_t got = idiom_iterations(i % 3 ? cache : NULL, &m, n, at, step, 700), want = plainly(&m, n, at, step, 700);
        if (got != want) fail_msg("n %lld from %lld by %lld: %lld, wanted %lld", (long long)n, (long long)at, (long long)step, (long long)got, (long long)want);
    }
    arena_fini(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_sieve), cmocka_unit_test(known_factors), cmocka_unit_test(against_trial_division)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
