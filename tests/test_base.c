/* base: durations, diagnostics, buffers, arenas, strings, the event heap, random streams. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/ns.h"
#include "base/pq.h"
#include "base/rng.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void durations(void **state) {
    (void)state;
    static const struct {
        const char *text;
        sim_ns ns;
        const char *why;
    } rows[] = {
        {"5ms", 5000000, NULL},
        {"1.5s", 1500000000, NULL},
        {"250us", 250000, NULL},
        {"40ns", 40, NULL},
        {"0s", 0, NULL},
        {"0.5us", 500, NULL},
        {"1.250 ms", 1250000, NULL},
        {"3\xC2\xB5s", 3000, NULL},
        {"1.5min", 90000000000, NULL},
        {"1h", 3600000000000, NULL},
        {"9223372036s", 9223372036000000000, NULL},
        {"1.0ns", 1, NULL},
        {"9223372037s", 0, "too large"},
        {"99999999999999999999999ns", 0, "too large"},
        {"9999999h", 0, "too large"},
        {"0.5ns", 0, "finer than a nanosecond"},
        {"1.05ns", 0, "finer than a nanosecond"},
        {"1.0000000001s", 0, "finer than a nanosecond"},
        {"-5ms", 0, "negative"},
        {"5", 0, "unit missing"},
        {"5.ms", 0, "digits missing"},
        {"5m", 0, "unknown unit"},
        {"5 ms ", 0, "unknown unit"},
        {"5MS", 0, "unknown unit"},
        {"", 0, "not a number"},
        {"ms", 0, "not a number"},
        {".5ms", 0, "not a number"},
        {"1e3ms", 0, "unknown unit"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sim_ns got = -1;
        const char *why = NULL;
        bool ok = ns_parse(rows[i].text, strlen(rows[i].text), &got, &why);
        if (ok != !rows[i].why || (ok && got != rows[i].ns) || (!ok && !strstr(why, rows[i].why)))
            fail_msg("%s: got %lld, %s", rows[i].text, (long long)got, why ? why : "no complaint");
    }
}

static void durations_as_text(void **state) {
    (void)state;
    static const struct {
        sim_ns ns;
        const char *text;
    } rows[] = {
        {0, "0 ns"},
        {40, "40 ns"},
        {1000, "1 us"},
        {1500, "1.5 us"},
        {5000000, "5 ms"},
        {1250000000, "1.25 s"},
        {1000001, "1.000001 ms"},
        {-5000, "-5 us"},
        {3600000000000, "3600 s"},
        {NS_NEVER, "never"},
        {INT64_MIN, "-9223372036.854775808 s"},
    };
    char text[NS_TEXT_MAX];
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_string_equal(ns_text(rows[i].ns, text), rows[i].text);
        sim_ns back;
        const char *why;
        if (rows[i].ns >= 0 && rows[i].ns != NS_NEVER) {
            assert_true(ns_parse(text, strlen(text), &back, &why));
            assert_int_equal(back, rows[i].ns);
        }
    }
}

static void diagnostics(void **state) {
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *long_line = arena_printf(&a, "%0200d", 7);
    const struct {
        const char *text;
        struct span at;
        const char *message, *snippet;
    } rows[] = {
        {"one\n    import numpy\n", {2, 12, 5}, "f.py:2:12: bad", "    import numpy\n           ^~~~~"},
        {"x = \xC3\xA9 + 1\r\n", {1, 5, 1}, "f.py:1:5: bad", "    x = \xC3\xA9 + 1\n        ^"},
        {"a\tb\n", {1, 3, 1}, "f.py:1:3: bad", "    a\tb\n     \t^"},
        {"abc", {1, 4, 0}, "f.py:1:4: bad", "    abc\n       ^"},
        {"a\x1b[0m", {1, 1, 1}, "f.py:1:1: bad", "    a\xEF\xBF\xBD[0m\n    ^"},
        {"abc", {9, 1, 0}, "f.py:9:1: bad", NULL},
        {"abc", {0, 0, 0}, "f.py: bad", NULL},
        {long_line, {1, 200, 1}, "f.py:1:200: bad", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct diag d;
        diag_init(&d, &a);
        struct source src = {.name = "f.py", .text = rows[i].text, .len = strlen(rows[i].text)};
        assert_false(diag_at(&d, &src, rows[i].at, "%s", "bad"));
        assert_false(diag_plain(&d, "a second one is ignored"));
        assert_string_equal(d.message, rows[i].message);
        if (rows[i].text == long_line) assert_true(strlen(d.snippet) < 160 && strstr(d.snippet, "7\n"));
        else if (rows[i].snippet) assert_string_equal(d.snippet, rows[i].snippet);
        else assert_null(d.snippet);
    }
    arena_fini(&a);
}

static void near_words(void **state) {
    (void)state;
    static const char *const words[] = {"cores", "smt", "quantum", "queues", "policy"};
    static const struct {
        const char *word, *near;
    } rows[] = {
        {"core", "cores"},     {"croes", "cores"},   {"Quantum", "quantum"},
        {"quantm", "quantum"}, {"poliyc", "policy"}, {"xyz", NULL},
        {"q", NULL},           {"", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *got = nearest_word(rows[i].word, words, COUNT(words));
        if (rows[i].near) assert_string_equal(got ? got : "(none)", rows[i].near);
        else assert_null(got);
    }
}

static void files(void **state) {
    (void)state;
    struct arena a;
    arena_init(&a);
    static const struct {
        const char *path;
        size_t limit;
        const char *why;
    } rows[] = {
        {"/nonexistent/f", 100, "no such file"},
        {"/", 100, "is a directory"},
        {"/dev/zero", 100, "larger than 100 bytes"},
        {"/dev/null", 100, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct diag d;
        diag_init(&d, &a);
        struct source src;
        bool ok = source_read(&a, rows[i].path, rows[i].limit, &src, &d);
        assert_int_equal(ok, !rows[i].why);
        if (!ok && !strstr(d.message, rows[i].why)) fail_msg("%s: %s", rows[i].path, d.message);
    }
    arena_fini(&a);
}

static void utf8(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t n, taken;
        uint32_t c;
    } rows[] = {
        {"a", 1, 1, 'a'},
        {"\xC3\xA9", 2, 2, 0xE9},
        {"\xE2\x82\xAC", 3, 3, 0x20AC},
        {"\xF0\x9F\x90\x8D", 4, 4, 0x1F40D},
        {"\xC3", 1, 1, 0xFFFD},             /* cut */
        {"\xC0\x80", 2, 1, 0xFFFD},         /* overlong */
        {"\xED\xA0\x80", 3, 1, 0xFFFD},     /* surrogate */
        {"\xF4\x90\x80\x80", 4, 1, 0xFFFD}, /* past U+10FFFF */
        {"\x80", 1, 1, 0xFFFD},
        {"\xFF", 1, 1, 0xFFFD},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t c;
        assert_int_equal(utf8_decode(rows[i].bytes, rows[i].n, &c), rows[i].taken);
        assert_int_equal(c, rows[i].c);
        if (c == 0xFFFD) continue;
        struct buf b = {0};
        buf_utf8(&b, c);
        assert_int_equal(b.len, rows[i].n);
        assert_memory_equal(b.data, rows[i].bytes, b.len);
        buf_fini(&b);
    }
}

static void buffers(void **state) {
    (void)state;
    struct buf b = {0};
    buf_text(&b, "ab");
    buf_fill(&b, '-', 3);
    buf_printf(&b, "%d%300s|", 42, "x");
    assert_int_equal(b.len, 2 + 3 + 2 + 300 + 1);
    assert_int_equal(strlen(b.data), b.len);
    buf_clear(&b);
    assert_string_equal(b.data, "");
    buf_fini(&b);
}

static void arenas(void **state) {
    (void)state;
    struct arena a;
    arena_init(&a);
    static const unsigned char zero[100000];
    for (size_t size = 0; size <= sizeof zero; size = size * 3 + 1) {
        unsigned char *p = arena_alloc(&a, size), *q = arena_alloc(&a, 1);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_memory_equal(p, zero, size);
        memset(p, 0xFF, size);
        assert_int_equal(*q, 0);
    }
    assert_string_equal(arena_printf(&a, "%s-%d", "x", 7), "x-7");
    arena_reset(&a);
    assert_int_equal(a.used_bytes, 0);
    arena_fini(&a);
}

static void strings(void **state) {
    (void)state;
    struct intern p;
    intern_init(&p);
    assert_int_equal(intern_cstr(&p, ""), 0);
    char name[16];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++) {
            snprintf(name, sizeof name, "n%d", i);
            assert_int_equal(intern_cstr(&p, name), i + 1);
        }
    assert_string_equal(intern_text(&p, 500), "n499");
    uint32_t with_nul = intern_add(&p, "a\0b", 3);
    assert_int_not_equal(with_nul, intern_cstr(&p, "a"));
    assert_int_equal(intern_len(&p, with_nul), 3);
    intern_fini(&p);
}

/* Random pushes, pops and cancels against a plain list. */
static void heap_order(void **state) {
    (void)state;
    enum { N = 400 };
    static struct {
        sim_ns time;
        uint32_t kind, handle;
        bool live;
    } list[N];
    static int items[N];
    struct pq q;
    struct rng r;
    pq_init(&q);
    rng_init(&r, 1, "heap");
    size_t used = 0, live = 0;
    while (used < N || live) {
        uint64_t what = rng_below(&r, 10);
        if (what < 6 && used < N) {
            list[used].time = (sim_ns)rng_below(&r, 20);
            list[used].kind = (uint32_t)rng_below(&r, 3);
            list[used].handle = pq_push(&q, list[used].time, list[used].kind, &items[used], (uint32_t)used);
            list[used++].live = true;
            live++;
        } else if (what < 8 && live) {
            size_t i = (size_t)rng_below(&r, used);
            while (!list[i].live) i = (i + 1) % used;
            pq_cancel(&q, list[i].handle);
            list[i].live = false;
            live--;
        } else if (live) {
            size_t best = N;
            for (size_t i = 0; i < used; i++) {
                if (!list[i].live) continue;
                if (best == N || list[i].time < list[best].time ||
                    (list[i].time == list[best].time && list[i].kind < list[best].kind))
                    best = i;
            }
            assert_int_equal(pq_next_time(&q), list[best].time);
            struct pq_entry e;
            assert_true(pq_pop(&q, &e));
            assert_int_equal(e.arg, best);
            assert_ptr_equal(e.item, &items[best]);
            list[best].live = false;
            live--;
        }
    }
    struct pq_entry e;
    assert_false(pq_pop(&q, &e));
    assert_int_equal(pq_next_time(&q), NS_NEVER);
    pq_fini(&q);
}

static void random_streams(void **state) {
    (void)state;
    struct rng a, b, c;
    rng_init(&a, 1, "one");
    rng_init(&b, 1, "one");
    rng_init(&c, 1, "two");
    int same = 0;
    for (int i = 0; i < 100; i++) {
        uint64_t x = rng_u64(&a);
        assert_int_equal(x, rng_u64(&b));
        same += x == rng_u64(&c);
    }
    assert_int_equal(same, 0);
    int seen[6] = {0};
    for (int i = 0; i < 6000; i++) seen[rng_below(&a, 6)]++;
    for (int i = 0; i < 6; i++) assert_in_range(seen[i], 850, 1150);
    for (int i = 0; i < 1000; i++) {
        double u = rng_unit(&a);
        assert_true(u >= 0 && u < 1);
    }
    /* xoshiro256** from its published state {1, 2, 3, 4}: the first outputs of the reference */
    struct rng known = {{1, 2, 3, 4}};
    assert_int_equal(rng_u64(&known), 11520);
    assert_int_equal(rng_u64(&known), 0);
    assert_int_equal(rng_u64(&known), 1509978240);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations),      cmocka_unit_test(durations_as_text),
        cmocka_unit_test(diagnostics),    cmocka_unit_test(near_words),
        cmocka_unit_test(files),          cmocka_unit_test(utf8),
        cmocka_unit_test(buffers),        cmocka_unit_test(arenas),
        cmocka_unit_test(strings),        cmocka_unit_test(heap_order),
        cmocka_unit_test(random_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
