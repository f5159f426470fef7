/* The interpreter: programs and what they print or raise; the same virtual time and the same results whether sequences of
 * instructions are fused or not, and whether trial division is recognised or not; where each version looks at the eval breaker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gilscope.h"

static const char path[] = "/tmp/gilscope-test-vm.py";

struct setting {
    const char *key, *value;
};

/* The caller closes. */
static struct gilscope *run(const char *source, const struct setting *settings, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(source, f);
    fclose(f);
    struct gilscope *g = gilscope_open(path);
    for (size_t i = 0; i < n; i++)
        gilscope_set(g, settings[i].key, settings[i].value);
    if (!gilscope_run(g))
        fail_msg("%s", gilscope_error(g));
    return g;
}

/* -- programs -- */

struct row {
    const char *name, *source, *out;
    const char *raised; /* last line of stderr, or NULL */
};

static const struct row rows[] = {
    {"defaults", "def f(a, b=2, *c, d=4, **e): return a, b, c, d, e\nprint(f(1), f(1, 3, 5, d=6, z=7))", "(1, 2, (), 4, {}) (1, 3, (5,), 6, {'z': 7})\n", NULL},
    {"missing argument", "def f(a, b): pass\nf(1)", "", "TypeError: f() missing 1 required positional argument: 'b'"},
    {"too many", "def f(a): pass\nf(1, 2)", "", "TypeError: f() takes 1 positional argument but 2 were given"},
    {"unexpected keyword", "def f(a): pass\nf(1, z=2)", "", "TypeError: f() got an unexpected keyword argument 'z'"},
    {"operator falls to the right side", "class A:\n def __radd__(s, o): return o, 'r'\nprint(1 + A())", "(1, 'r')\n", NULL},
    {"operator nobody wants", "class A: pass\nA() + 1", "", "TypeError: unsupported operand type(s) for +: 'A' and 'int'"},
    {"loop closes its generator", "def g():\n try:\n  yield 1\n  yield 2\n finally: print('closed')\nfor v in g(): break\nprint('after')", "closed\nafter\n", NULL},
    {"a kept generator stays open", "def g():\n try:\n  yield 1\n  yield 2\n finally: print('closed')\nk = g()\nfor v in k: break\nprint('after', next(k))\nk.close()", "after 2\nclosed\n", NULL},
    {"yield from gives the value", "def a():\n x = yield 1\n return x\ndef b(): print('got', (yield from a()))\ng = b(); next(g)\ntry: g.send(5)\nexcept StopIteration: pass", "got 5\n", NULL},
    {"StopIteration inside", "def g():\n yield 1\n raise StopIteration\nlist(g())", "", "RuntimeError: generator raised StopIteration"},
    {"recursion", "def f(): f()\nf()", "", "RecursionError: maximum recursion depth exceeded"},
    {"re-raise after finally", "try:\n try: 1 / 0\n finally: print('f')\nexcept ZeroDivisionError as e: print(e)", "f\ndivision by zero\n", NULL},
    {"init must return None", "class A:\n def __init__(s): return 1\nA()", "", "TypeError: __init__() should return None, not 'int'"},
    {"mro", "class A: pass\nclass B(A): pass\nclass C(A): pass\nclass D(B, C): pass\nprint([k.__name__ for k in D.__mro__])", "['D', 'B', 'C', 'A', 'object']\n", NULL},
    {"no mro", "class A: pass\nclass B(A, object): pass\nclass C(object, A): pass", "", "order (MRO) for bases object, A"},
    {"unset local", "def f():\n print(x); x = 1\nf()", "", "UnboundLocalError: cannot access local variable 'x' where it is not associated with a value"},
    {"a program's truth", "class T:\n def __bool__(s): print('asked'); return False\nprint(not T(), bool(T() and 1), 5 if T() else 6)", "asked\nasked\nasked\nasked\nTrue False 6\n", NULL},
    {"a failing import leaves no module", "import sys\ntry: import nothing_like_this\nexcept ImportError as e: print(e, 'nothing_like_this' in sys.modules)", "No module named 'nothing_like_this' False\n", NULL},
};

static void prints_and_raises(void **state)
{
    const struct row *r = *state;
    struct gilscope *g = run(r->source, NULL, 0);
    size_t n;
    if (r->out)
        assert_string_equal(gilscope_output(g, 1, &n), r->out);
    const char *err = gilscope_output(g, 2, &n);
    if (r->raised) {
        assert_int_equal(gilscope_status(g), 3);
        assert_non_null(strstr(err, r->raised));
    } else {
        assert_string_equal(err, "");
        assert_int_equal(gilscope_status(g), 0);
    }
    gilscope_close(g);
}

/* -- fusing and idioms change nothing -- */

static const char arithmetic[] = "def f(n):\n"
                                 "    t, x = 0, 1.5\n"
                                 "    for i in range(3, n, 2):\n"
                                 "        if n % i == 0:\n"
                                 "            t += i\n"
                                 "        if i % 100 == 1:\n"
                                 "            x = x * 1.01\n"
                                 "        t = t + (i & 7)\n"
                                 "        while t > 1000000: t = t - 999999\n"
                                 "    return t, x, 'a' * 3 + 'b', 2 ** 100\n"
                                 "print(f(20001))\n"
                                 "try:\n"
                                 "    for i in range(5): [1, 2][i]\n"
                                 "except IndexError as e: print(e, i)\n";
static const char division[] = "import time\n"
                               "def f(n):\n"
                               "    for i in range(3, 200_001, 2):\n"
                               "        if n % i == 0: return i\n"
                               "        if i % 10_000 == 1: time.sleep(0)\n"
                               "    return 0\n"
                               "print(f(5_000_111_000_222_021), f(25_326_001 * 3), f(104_729 * 104_743), time.perf_counter())\n";

static void same(const char *source, const char *key, const char *version)
{
    const struct setting on[] = {{"python.version", version}, {key, "true"}}, off[] = {{"python.version", version}, {key, "false"}};
    struct gilscope *a = run(source, on, 2), *b = run(source, off, 2);
    size_t n;
    assert_string_equal(gilscope_output(a, 1, &n), gilscope_output(b, 1, &n));
    assert_true(gilscope_elapsed_ns(a) == gilscope_elapsed_ns(b));
    if (strcmp(key, "python.idioms") == 0) /* not even a line record differs */
        assert_true(gilscope_hash(a) == gilscope_hash(b));
    assert_int_equal(gilscope_status(a), 0);
    gilscope_close(a);
    gilscope_close(b);
}

static void fusing_changes_nothing(void **state)
{
    (void)state;
    static const char *const versions[] = {"3.9", "3.11", "3.12", "3.14"};
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        same(arithmetic, "python.fusing", versions[i]);
        same(division, "python.fusing", versions[i]);
    }
}

static void idioms_change_nothing(void **state)
{
    (void)state;
    same(division, "python.idioms", "3.9");
    same(division, "python.idioms", "3.11");
}

/* -- poll points: an unprotected += loses updates only where the version looks up between load and store -- */

static const char counting[] = "import threading, sys\n"
                               "sys.setswitchinterval(0.0001)\n"
                               "n = 0\n"
                               "def f():\n"
                               "    global n\n"
                               "    for _ in range(30000): n %s\n"
                               "ts = [threading.Thread(target=f) for _ in range(2)]\n"
                               "for t in ts: t.start()\n"
                               "for t in ts: t.join()\n"
                               "print(n == 60000)\n";

struct poll_row {
    const char *version, *statement;
    bool exact;
};
static const struct poll_row polls[] = {
    {"3.9", "+= 1", false},   {"3.11", "+= 1", true},         {"3.12", "+= 1", true},         {"3.13", "+= 1", true},
    {"3.14", "+= 1", true},   {"3.13t", "+= 1", false},       {"3.11", "+= int(1)", false},   {"3.14", "+= int(1)", false},
    {"3.11", "+= len('a')", true}, {"3.9", "+= len('a')", false},
};

static void polls_where_the_version_does(void **state)
{
    const struct poll_row *r = *state;
    char source[1024];
    snprintf(source, sizeof source, counting, r->statement);
    const struct setting s[] = {{"python.version", r->version}};
    struct gilscope *g = run(source, s, 1);
    size_t n;
    assert_string_equal(gilscope_output(g, 1, &n), r->exact ? "True\n" : "False\n");
    gilscope_close(g);
}

enum { ROWS = sizeof rows / sizeof rows[0], POLLS = sizeof polls / sizeof polls[0] };

int main(void)
{
    static struct CMUnitTest tests[ROWS + POLLS + 2];
    static char names[POLLS][64];
    size_t n = 0;
    for (size_t i = 0; i < ROWS; i++)
        tests[n++] = (struct CMUnitTest){.name = rows[i].name, .test_func = prints_and_raises, .initial_state = (void *)(uintptr_t)&rows[i]};
    for (size_t i = 0; i < POLLS; i++) {
        snprintf(names[i], sizeof names[i], "polls %s: n %s", polls[i].version, polls[i].statement);
        tests[n++] = (struct CMUnitTest){.name = names[i], .test_func = polls_where_the_version_does, .initial_state = (void *)(uintptr_t)&polls[i]};
    }
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(fusing_changes_nothing);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(idioms_change_nothing);
    int failed = _cmocka_run_group_tests("vm", tests, n, NULL, NULL);
    remove(path);
    return failed;
}
