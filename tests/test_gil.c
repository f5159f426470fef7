/* The GIL as it shows: hold times, convoys, lost updates, long C calls; and trial division with and without the idiom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gilscope.h"

static const char path[] = "/tmp/gilscope-test-gil.py";

struct setting {
    const char *key, *value;
};

/* Runs the text under at most two settings; the world is the caller's to close. */
static struct gilscope *run(const char *text, struct setting a, struct setting b) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    struct gilscope *g = gilscope_open(path);
    if (a.key) gilscope_set(g, a.key, a.value);
    if (b.key) gilscope_set(g, b.key, b.value);
    if (!gilscope_run(g)) fail_msg("%s", gilscope_error(g));
    remove(path);
    return g;
}

static int64_t number_after(const char *json, const char *first, const char *second) {
    const char *at = strstr(json, first);
    assert_non_null(at);
    at = strstr(at, second);
    assert_non_null(at);
    return strtoll(at + strlen(second) + 2, NULL, 10);
}

#define HOGS                                                          \
    "import threading\n"                                              \
    "def hog(n):\n"                                                   \
    "    for i in range(n):\n"                                        \
    "        pass\n"                                                  \
    "ts = [threading.Thread(target=hog, args=(COUNT,)) for _ in range(2)]\n" \
    "for t in ts: t.start()\n"                                        \
    "for t in ts: t.join()\n"

static void hold_times(void **state) {
    (void)state;
    static const struct {
        struct setting a, b;
        int64_t least_ns, most_ns;
    } rows[] = {
        {{"machine.cores", "2"}, {NULL, NULL}, 5000000, 5300000},
        {{"machine.cores", "1"}, {NULL, NULL}, 7800000, 8200000},
        {{"machine.cores", "2"}, {"python.switch_interval", "50ms"}, 50000000, 50300000},
        {{"machine.cores", "2"}, {"python.switch_interval", "500us"}, 500000, 700000},
        {{"machine.cores", "2"}, {"python.version", "3.13"}, 5000000, 5300000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct gilscope *g = run("COUNT = 20_000_000\n" HOGS, rows[i].a, rows[i].b);
        const char *json = gilscope_json(g);
        int64_t median = number_after(json, "\"hold_ns\"", "\"median\"");
        int64_t holds = number_after(json, "\"gils\"", "\"holds\""), switches = number_after(json, "\"gils\"", "\"switches\"");
        if (median < rows[i].least_ns || median > rows[i].most_ns) fail_msg("row %zu: median hold %lld ns", i, (long long)median);
        assert_true(switches >= holds - 1); /* strict alternation */
        assert_int_equal(gilscope_status(g), 0);
        gilscope_close(g);
    }
}

static void convoy(void **state) {
    (void)state;
    struct gilscope *g = run("import threading, time\n"
                             "stop = False\n"
                             "def hog():\n"
                             "    while not stop:\n"
                             "        pass\n"
                             "threading.Thread(target=hog).start()\n"
                             "late = []\n"
                             "for _ in range(21):\n"
                             "    t = time.perf_counter()\n"
                             "    time.sleep(0.001)\n"
                             "    late.append(time.perf_counter() - t - 0.001)\n"
                             "stop = True\n"
                             "late.sort()\n"
                             "print(int(late[10] * 1e6))\n",
                             (struct setting){"machine.cores", "2"}, (struct setting){NULL, NULL});
    long late_us = strtol(gilscope_output(g, 1, NULL), NULL, 10);
    assert_in_range(late_us, 5000, 5400);
    gilscope_close(g);
}

static void lost_updates(void **state) {
    (void)state;
    static const struct {
        const char *version, *statement;
        bool lost;
    } rows[] = {
        {"3.11", "n += 1", false}, {"3.12", "n += 1", false},   {"3.13", "n += 1", false},  {"3.14", "n += 1", false},
        {"3.9", "n += 1", true},   {"3.11", "n += one()", true}, {"3.13t", "n += 1", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "import threading, sys\n"
                 "sys.setswitchinterval(1e-5)\n"
                 "n = 0\n"
                 "def one(): return 1\n"
                 "def work():\n"
                 "    global n\n"
                 "    for _ in range(30000):\n"
                 "        %s\n"
                 "ts = [threading.Thread(target=work) for _ in range(2)]\n"
                 "for t in ts: t.start()\n"
                 "for t in ts: t.join()\n"
                 "print(n)\n",
                 rows[i].statement);
        struct gilscope *g = run(text, (struct setting){"python.version", rows[i].version}, (struct setting){"machine.cores", "2"});
        long n = strtol(gilscope_output(g, 1, NULL), NULL, 10);
        if (rows[i].lost != (n != 60000)) fail_msg("%s under %s: %ld", rows[i].statement, rows[i].version, n);
        gilscope_close(g);
    }
}

/* A long call in C cannot be interrupted: the other thread's next line waits for its end. */
static void long_call(void **state) {
    (void)state;
    struct gilscope *g = run("import threading, time\n"
                             "gap = 0\n"
                             "stop = False\n"
                             "def spin():\n"
                             "    global gap\n"
                             "    last = time.perf_counter()\n"
                             "    while not stop:\n"
                             "        now = time.perf_counter()\n"
                             "        gap = max(gap, now - last)\n"
                             "        last = now\n"
                             "t = threading.Thread(target=spin)\n"
                             "t.start()\n"
                             "a = time.perf_counter()\n"
                             "sum(range(2_000_000))\n"
                             "alone = time.perf_counter() - a\n"
                             "stop = True\n"
                             "t.join()\n"
                             "print(gap > 0.010, gap <= alone)\n",
                             (struct setting){"machine.cores", "2"}, (struct setting){NULL, NULL});
    assert_string_equal(gilscope_output(g, 1, NULL), "True True\n");
    gilscope_close(g);
}

/* The same trace, byte for byte, whether trial division is skipped or executed; also while two threads take turns. */
static void idioms(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "        if n % i == 0:\n            return i\n",
        "        if not n % i:\n            return i\n        if i % 1000 == 1:\n            time.sleep(0)\n",
        "        if n % i != 0:\n            continue\n        return i\n",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "import threading, time\n"
                 "def divisor(n, step):\n"
                 "    for i in range(3, 60000, step):\n%s"
                 "    return None\n"
                 "def work(ns):\n"
                 "    for n in ns:\n"
                 "        print(n, divisor(n, 2), divisor(n, 1), time.perf_counter_ns())\n"
                 "ts = [threading.Thread(target=work, args=(ns,)) for ns in ([1000036000099, 3, 1], [2147483647, 2**61 - 1, 49999 * 50021])]\n"
                 "for t in ts: t.start()\n"
                 "for t in ts: t.join()\n",
                 bodies[i]);
        struct gilscope *with = run(text, (struct setting){"python.idioms", "true"}, (struct setting){"machine.cores", "2"});
        struct gilscope *without = run(text, (struct setting){"python.idioms", "false"}, (struct setting){"machine.cores", "2"});
        assert_string_equal(gilscope_output(with, 1, NULL), gilscope_output(without, 1, NULL));
        assert_int_equal(gilscope_elapsed_ns(with), gilscope_elapsed_ns(without));
        assert_int_equal(gilscope_hash(with), gilscope_hash(without));
        gilscope_close(with);
        gilscope_close(without);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hold_times), cmocka_unit_test(convoy), cmocka_unit_test(lost_updates),
        cmocka_unit_test(long_call),  cmocka_unit_test(idioms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
