/* The compiler: small programs against their code (each equal to CPython 3.11's, see lang_dis.sh), wrong ones
 * against their diagnostic, and limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "lang/code.h"

struct row {
    const char *program, *expected;
};

static const struct row programs[] = {
    {"x = 1 + 2\n",
     "code <module> (t.py:1) stack 1\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_CONST 0 (3)\n"
     "         2 STORE_NAME 0 (x)\n"
     "         3 LOAD_CONST 1 (None)\n"
     "         4 RETURN_VALUE\n"},
    {"for i in r:\n    f(i)\n",
     "code <module> (t.py:1) stack 4\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (r)\n"
     "         2 GET_ITER\n"
     "         3 FOR_ITER to 11\n"
     "         4 STORE_NAME 1 (i)\n"
     "    2    5 PUSH_NULL\n"
     "         6 LOAD_NAME 2 (f)\n"
     "         7 LOAD_NAME 1 (i)\n"
     "         8 CALL 1\n"
     "         9 POP_TOP\n"
     "        10 JUMP_BACKWARD to 3\n"
     "    1   11 LOAD_CONST 0 (None)\n"
     "        12 RETURN_VALUE\n"},
    {"while a < b:\n    a += 1\n",
     "code <module> (t.py:1) stack 2\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (a)\n"
     "         2 LOAD_NAME 1 (b)\n"
     "         3 COMPARE_OP 0 (<)\n"
     "         4 POP_JUMP_IF_FALSE to 15\n"
     "    2    5 LOAD_NAME 0 (a)\n"
     "         6 LOAD_CONST 0 (1)\n"
     "         7 BINARY_OP 13 (+=)\n"
     "         8 STORE_NAME 0 (a)\n"
     "    1    9 LOAD_NAME 0 (a)\n"
     "        10 LOAD_NAME 1 (b)\n"
     "        11 COMPARE_OP 0 (<)\n"
     "        12 POP_JUMP_IF_TRUE to 5\n"
     "        13 LOAD_CONST 1 (None)\n"
     "        14 RETURN_VALUE\n"
     "        15 LOAD_CONST 1 (None)\n"
     "        16 RETURN_VALUE\n"},
    {"def f(a, *b, c=1, **d):\n    'doc'\n    return a\n",
     "code <module> (t.py:1) stack 2\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_CONST 0 (1)\n"
     "         2 LOAD_CONST 1 (('c',))\n"
     "         3 BUILD_CONST_KEY_MAP 1\n"
     "         4 LOAD_CONST 2 (<code f>)\n"
     "         5 MAKE_FUNCTION 2\n"
     "         6 STORE_NAME 0 (f)\n"
     "         7 LOAD_CONST 3 (None)\n"
     "         8 RETURN_VALUE\n"
     "\n"
     "code f (t.py:1) stack 1\n"
     "    1    0 RESUME 0\n"
     "    3    1 LOAD_FAST 0 (a)\n"
     "         2 RETURN_VALUE\n"},
    {"def f(x):\n    return lambda: x\n",
     "code <module> (t.py:1) stack 1\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_CONST 0 (<code f>)\n"
     "         2 MAKE_FUNCTION 0\n"
     "         3 STORE_NAME 0 (f)\n"
     "         4 LOAD_CONST 1 (None)\n"
     "         5 RETURN_VALUE\n"
     "\n"
     "code f (t.py:1) stack 2\n"
     "         0 MAKE_CELL 0 (x)\n"
     "    1    1 RESUME 0\n"
     "    2    2 LOAD_CLOSURE 0 (x)\n"
     "         3 BUILD_TUPLE 1\n"
     "         4 LOAD_CONST 1 (<code f.<locals>.<lambda>>)\n"
     "         5 MAKE_FUNCTION 8\n"
     "         6 RETURN_VALUE\n"
     "\n"
     "code f.<locals>.<lambda> (t.py:2) stack 1\n"
     "         0 COPY_FREE_VARS 1\n"
     "    2    1 RESUME 0\n"
     "         2 LOAD_DEREF 0 (x)\n"
     "         3 RETURN_VALUE\n"},
    {"class C(B):\n    x = 1\n    def m(self): return super().m()\n",
     "code <module> (t.py:1) stack 5\n"
     "         0 RESUME 0\n"
     "    1    1 PUSH_NULL\n"
     "         2 LOAD_BUILD_CLASS\n"
     "         3 LOAD_CONST 0 (<code C>)\n"
     "         4 MAKE_FUNCTION 0\n"
     "         5 LOAD_CONST 1 ('C')\n"
     "         6 LOAD_NAME 0 (B)\n"
     "         7 CALL 3\n"
     "         8 STORE_NAME 1 (C)\n"
     "         9 LOAD_CONST 2 (None)\n"
     "        10 RETURN_VALUE\n"
     "\n"
     "code C (t.py:1) stack 2\n"
     "         0 MAKE_CELL 0 (__class__)\n"
     "    1    1 RESUME 0\n"
     "         2 LOAD_NAME 0 (__name__)\n"
     "         3 STORE_NAME 1 (__module__)\n"
     "         4 LOAD_CONST 0 ('C')\n"
     "         5 STORE_NAME 2 (__qualname__)\n"
     "    2    6 LOAD_CONST 1 (1)\n"
     "         7 STORE_NAME 3 (x)\n"
     "    3    8 LOAD_CLOSURE 0 (__class__)\n"
     "         9 BUILD_TUPLE 1\n"
     "        10 LOAD_CONST 2 (<code C.m>)\n"
     "        11 MAKE_FUNCTION 8\n"
     "        12 STORE_NAME 4 (m)\n"
     "        13 LOAD_CLOSURE 0 (__class__)\n"
     "        14 COPY 1\n"
     "        15 STORE_NAME 5 (__classcell__)\n"
     "        16 RETURN_VALUE\n"
     "\n"
     "code C.m (t.py:3) stack 2\n"
     "         0 COPY_FREE_VARS 1\n"
     "    3    1 RESUME 0\n"
     "         2 PUSH_NULL\n"
     "         3 LOAD_GLOBAL 0 (super)\n"
     "         4 CALL 0\n"
     "         5 LOAD_METHOD 1 (m)\n"
     "         6 CALL 0\n"
     "         7 RETURN_VALUE\n"},
    {"try:\n    a\nexcept E as e:\n    b\nfinally:\n    c\n",
     "code <module> (t.py:1) stack 4\n"
     "         0 RESUME 0\n"
     "    1    1 NOP\n"
     "    2    2 LOAD_NAME 0 (a)\n"
     "         3 POP_TOP\n"
     "         4 JUMP_FORWARD to 25\n"
     "         5 PUSH_EXC_INFO\n"
     "    3    6 LOAD_NAME 1 (E)\n"
     "         7 CHECK_EXC_MATCH\n"
     "         8 POP_JUMP_IF_FALSE to 21\n"
     "         9 STORE_NAME 2 (e)\n"
     "    4   10 LOAD_NAME 3 (b)\n"
     "        11 POP_TOP\n"
     "        12 POP_EXCEPT\n"
     "        13 LOAD_CONST 0 (None)\n"
     "        14 STORE_NAME 2 (e)\n"
     "        15 DELETE_NAME 2 (e)\n"
     "        16 JUMP_FORWARD to 25\n"
     "        17 LOAD_CONST 0 (None)\n"
     "        18 STORE_NAME 2 (e)\n"
     "        19 DELETE_NAME 2 (e)\n"
     "        20 RERAISE 1\n"
     "    3   21 RERAISE 0\n"
     "        22 COPY 3\n"
     "        23 POP_EXCEPT\n"
     "        24 RERAISE 1\n"
     "    6   25 LOAD_NAME 4 (c)\n"
     "        26 POP_TOP\n"
     "        27 LOAD_CONST 0 (None)\n"
     "        28 RETURN_VALUE\n"
     "        29 PUSH_EXC_INFO\n"
     "    6   30 LOAD_NAME 4 (c)\n"
     "        31 POP_TOP\n"
     "        32 RERAISE 0\n"
     "        33 COPY 3\n"
     "        34 POP_EXCEPT\n"
     "        35 RERAISE 1\n"
     "handlers\n"
     "  2..4 -> 5 depth 0\n"
     "  4..5 -> 29 depth 0\n"
     "  5..10 -> 22 depth 1 lasti\n"
     "  10..12 -> 17 depth 1 lasti\n"
     "  12..17 -> 29 depth 0\n"
     "  17..22 -> 22 depth 1 lasti\n"
     "  22..25 -> 29 depth 0\n"
     "  29..33 -> 33 depth 1 lasti\n"},
    {"with a as b:\n    c\n",
     "code <module> (t.py:1) stack 6\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (a)\n"
     "         2 BEFORE_WITH\n"
     "         3 STORE_NAME 1 (b)\n"
     "    2    4 LOAD_NAME 2 (c)\n"
     "         5 POP_TOP\n"
     "    1    6 LOAD_CONST 0 (None)\n"
     "         7 LOAD_CONST 0 (None)\n"
     "         8 LOAD_CONST 0 (None)\n"
     "         9 CALL 2\n"
     "        10 POP_TOP\n"
     "        11 LOAD_CONST 0 (None)\n"
     "        12 RETURN_VALUE\n"
     "        13 PUSH_EXC_INFO\n"
     "        14 WITH_EXCEPT_START\n"
     "        15 POP_JUMP_IF_TRUE to 20\n"
     "        16 RERAISE 2\n"
     "        17 COPY 3\n"
     "        18 POP_EXCEPT\n"
     "        19 RERAISE 1\n"
     "    1   20 POP_TOP\n"
     "        21 POP_EXCEPT\n"
     "        22 POP_TOP\n"
     "        23 POP_TOP\n"
     "        24 LOAD_CONST 0 (None)\n"
     "        25 RETURN_VALUE\n"
     "handlers\n"
     "  3..6 -> 13 depth 1 lasti\n"
     "  13..17 -> 17 depth 3 lasti\n"
     "  20..21 -> 17 depth 3 lasti\n"},
    {"def g():\n    x = yield 1\n    yield from x\n",
     "code <module> (t.py:1) stack 1\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_CONST 0 (<code g>)\n"
     "         2 MAKE_FUNCTION 0\n"
     "         3 STORE_NAME 0 (g)\n"
     "         4 LOAD_CONST 1 (None)\n"
     "         5 RETURN_VALUE\n"
     "\n"
     "code g (t.py:1) stack 2\n"
     "    1    0 RETURN_GENERATOR\n"
     "         1 POP_TOP\n"
     "         2 RESUME 0\n"
     "    2    3 LOAD_CONST 1 (1)\n"
     "         4 YIELD_VALUE\n"
     "         5 RESUME 1\n"
     "         6 STORE_FAST 0 (x)\n"
     "    3    7 LOAD_FAST 0 (x)\n"
     "         8 GET_YIELD_FROM_ITER\n"
     "         9 LOAD_CONST 0 (None)\n"
     "        10 SEND to 14\n"
     "        11 YIELD_VALUE\n"
     "        12 RESUME 2\n"
     "        13 JUMP_BACKWARD_NO_INTERRUPT to 10\n"
     "        14 POP_TOP\n"
     "        15 LOAD_CONST 0 (None)\n"
     "        16 RETURN_VALUE\n"},
    {"async def f():\n    await a\n",
     "code <module> (t.py:1) stack 1\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_CONST 0 (<code f>)\n"
     "         2 MAKE_FUNCTION 0\n"
     "         3 STORE_NAME 0 (f)\n"
     "         4 LOAD_CONST 1 (None)\n"
     "         5 RETURN_VALUE\n"
     "\n"
     "code f (t.py:1) stack 2\n"
     "    1    0 RETURN_GENERATOR\n"
     "         1 POP_TOP\n"
     "         2 RESUME 0\n"
     "    2    3 LOAD_GLOBAL 0 (a)\n"
     "         4 GET_AWAITABLE 0\n"
     "         5 LOAD_CONST 0 (None)\n"
     "         6 SEND to 10\n"
     "         7 YIELD_VALUE\n"
     "         8 RESUME 3\n"
     "         9 JUMP_BACKWARD_NO_INTERRUPT to 6\n"
     "        10 POP_TOP\n"
     "        11 LOAD_CONST 0 (None)\n"
     "        12 RETURN_VALUE\n"},
    {"p = f'{a!r:>{w}}b{c}'\n",
     "code <module> (t.py:1) stack 3\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (a)\n"
     "         2 LOAD_CONST 0 ('>')\n"
     "         3 LOAD_NAME 1 (w)\n"
     "         4 FORMAT_VALUE 0\n"
     "         5 BUILD_STRING 2\n"
     "         6 FORMAT_VALUE 6\n"
     "         7 LOAD_CONST 1 ('b')\n"
     "         8 LOAD_NAME 2 (c)\n"
     "         9 FORMAT_VALUE 0\n"
     "        10 BUILD_STRING 3\n"
     "        11 STORE_NAME 3 (p)\n"
     "        12 LOAD_CONST 2 (None)\n"
     "        13 RETURN_VALUE\n"},
    {"y = [i for i in z if i]\n",
     "code <module> (t.py:1) stack 2\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_CONST 0 (<code <listcomp>>)\n"
     "         2 MAKE_FUNCTION 0\n"
     "         3 LOAD_NAME 0 (z)\n"
     "         4 GET_ITER\n"
     "         5 CALL 0\n"
     "         6 STORE_NAME 1 (y)\n"
     "         7 LOAD_CONST 1 (None)\n"
     "         8 RETURN_VALUE\n"
     "\n"
     "code <listcomp> (t.py:1) stack 3\n"
     "    1    0 RESUME 0\n"
     "         1 BUILD_LIST 0\n"
     "         2 LOAD_FAST 0 (.0)\n"
     "         3 FOR_ITER to 10\n"
     "         4 STORE_FAST 1 (i)\n"
     "         5 LOAD_FAST 1 (i)\n"
     "         6 POP_JUMP_IF_FALSE to 3\n"
     "         7 LOAD_FAST 1 (i)\n"
     "         8 LIST_APPEND 2\n"
     "         9 JUMP_BACKWARD to 3\n"
     "        10 RETURN_VALUE\n"},
    {"a, b = b, a\n",
     "code <module> (t.py:1) stack 2\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (b)\n"
     "         2 LOAD_NAME 1 (a)\n"
     "         3 SWAP 2\n"
     "         4 STORE_NAME 1 (a)\n"
     "         5 STORE_NAME 0 (b)\n"
     "         6 LOAD_CONST 0 (None)\n"
     "         7 RETURN_VALUE\n"},
    {"if a is None or not b: c\n",
     "code <module> (t.py:1) stack 1\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (a)\n"
     "         2 POP_JUMP_IF_NONE to 5\n"
     "         3 LOAD_NAME 1 (b)\n"
     "         4 POP_JUMP_IF_TRUE to 9\n"
     "         5 LOAD_NAME 2 (c)\n"
     "         6 POP_TOP\n"
     "         7 LOAD_CONST 0 (None)\n"
     "         8 RETURN_VALUE\n"
     "         9 LOAD_CONST 0 (None)\n"
     "        10 RETURN_VALUE\n"},
    {"f(*a, k=1, **b)\n",
     "code <module> (t.py:1) stack 5\n"
     "         0 RESUME 0\n"
     "    1    1 PUSH_NULL\n"
     "         2 LOAD_NAME 0 (f)\n"
     "         3 LOAD_NAME 1 (a)\n"
     "         4 LOAD_CONST 0 ('k')\n"
     "         5 LOAD_CONST 1 (1)\n"
     "         6 BUILD_MAP 1\n"
     "         7 LOAD_NAME 2 (b)\n"
     "         8 DICT_MERGE 1\n"
     "         9 CALL_FUNCTION_EX 1\n"
     "        10 POP_TOP\n"
     "        11 LOAD_CONST 2 (None)\n"
     "        12 RETURN_VALUE\n"},
    {"match x:\n    case [1, y]: z\n    case _: w\n",
     "code <module> (t.py:1) stack 3\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (x)\n"
     "    2    2 MATCH_SEQUENCE\n"
     "         3 POP_JUMP_IF_FALSE to 17\n"
     "         4 GET_LEN\n"
     "         5 LOAD_CONST 0 (2)\n"
     "         6 COMPARE_OP 2 (==)\n"
     "         7 POP_JUMP_IF_FALSE to 17\n"
     "         8 UNPACK_SEQUENCE 2\n"
     "         9 LOAD_CONST 1 (1)\n"
     "        10 COMPARE_OP 2 (==)\n"
     "        11 POP_JUMP_IF_FALSE to 17\n"
     "        12 STORE_NAME 1 (y)\n"
     "        13 LOAD_NAME 2 (z)\n"
     "        14 POP_TOP\n"
     "        15 LOAD_CONST 2 (None)\n"
     "        16 RETURN_VALUE\n"
     "        17 POP_TOP\n"
     "    3   18 LOAD_NAME 3 (w)\n"
     "        19 POP_TOP\n"
     "        20 LOAD_CONST 2 (None)\n"
     "        21 RETURN_VALUE\n"},
    {"q = a < b < c\n",
     "code <module> (t.py:1) stack 3\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_NAME 0 (a)\n"
     "         2 LOAD_NAME 1 (b)\n"
     "         3 SWAP 2\n"
     "         4 COPY 2\n"
     "         5 COMPARE_OP 0 (<)\n"
     "         6 JUMP_IF_FALSE_OR_POP to 10\n"
     "         7 LOAD_NAME 2 (c)\n"
     "         8 COMPARE_OP 0 (<)\n"
     "         9 JUMP_FORWARD to 12\n"
     "        10 SWAP 2\n"
     "        11 POP_TOP\n"
     "        12 STORE_NAME 3 (q)\n"
     "        13 LOAD_CONST 0 (None)\n"
     "        14 RETURN_VALUE\n"},
    {"import a.b as c\nfrom d import e\n",
     "code <module> (t.py:1) stack 2\n"
     "         0 RESUME 0\n"
     "    1    1 LOAD_CONST 0 (0)\n"
     "         2 LOAD_CONST 1 (None)\n"
     "         3 IMPORT_NAME 0 (a.b)\n"
     "         4 IMPORT_FROM 1 (b)\n"
     "         5 STORE_NAME 2 (c)\n"
     "         6 POP_TOP\n"
     "    2    7 LOAD_CONST 0 (0)\n"
     "         8 LOAD_CONST 2 (('e',))\n"
     "         9 IMPORT_NAME 3 (d)\n"
     "        10 IMPORT_FROM 4 (e)\n"
     "        11 STORE_NAME 4 (e)\n"
     "        12 POP_TOP\n"
     "        13 LOAD_CONST 1 (None)\n"
     "        14 RETURN_VALUE\n"},
};

static const struct row errors[] = {
    {"x = (1,\ny = 2\n", "t.py:1:5: '(' was never closed"},
    {"if x:\ny\n", "t.py:2:1: expected an indented block after 'if' on line 1"},
    {"if x:\n        y\n	z\n", "t.py:3:1: this line mixes tabs and spaces so that its indentation is ambiguous; indent with spaces only"},
    {"s = 'abc\n", "t.py:1:5: this string is not closed on its line: ' is missing"},
    {"return 1\n", "t.py:1:1: 'return' outside a function"},
    {"def f():\n    await x\n", "t.py:2:5: 'await' outside an async function"},
    {"1 = x\n", "t.py:1:1: cannot assign to a literal"},
    {"f() = 1\n", "t.py:1:1: cannot assign to a function call"},
    {"def f(a, a): pass\n", "t.py:1:10: two parameters have the name 'a'"},
    {"def f():\n    nonlocal q\n", "t.py:2:5: no enclosing function binds 'q', so it cannot be nonlocal"},
    {"x = $\n", "t.py:1:5: '$' has no meaning in Python"},
    {"f(a=1, a=2)\n", "t.py:1:8: the keyword argument 'a' is given twice"},
    {"break\n", "t.py:1:1: 'break' outside a loop"},
    {"def f():\n    x = 1\n    global x\n", "t.py:3:5: 'x' is assigned before its global declaration"},
    {"x = 08\n", "t.py:1:5: a decimal number cannot begin with 0; octal numbers are written 0o17"},
    {"f'{a'\n", "t.py:1:5: this f-string field is not closed: '}' is missing"},
    {"f'{}'\n", "t.py:1:3: an f-string field needs an expression between its braces"},
    {"a b\n", "t.py:1:3: unexpected 'b' after the name 'a'"},
    {"print 1\n", "t.py:1:1: missing parentheses: print(...) is a function call"},
    {"if x = 1: pass\n", "t.py:1:6: '=' cannot stand here; '==' compares, ':=' assigns inside an expression"},
    {"type X = int\n", "t.py:1:1: the 'type' statement is new in Python 3.12 (this run is Python 3.11)"},
    {"def f[T](): pass\n", "t.py:1:6: type parameters are new in Python 3.12 (this run is Python 3.11)"},
    {"try: pass\n", "t.py:2:1: expected an 'except' or 'finally' block, not the end of the file"},
    {"f(a=1, b)\n", "t.py:1:8: a positional argument follows the keyword argument 'a'"},
    {"class C:\n    return\n", "t.py:2:5: 'return' outside a function"},
    {"x = '\\N{BULLET}'\n", "t.py:1:6: the escape \\N{...} is not supported: gilscope has no table of character names"},
    {"match x:\n    case a: pass\n    case b: pass\n", "t.py:2:10: the name 'a' matches everything, so the patterns after it are never tried"},
    {"async def f():\n    yield 1\n    return 2\n", "t.py:3:5: an asynchronous generator cannot return a value"},
    {"from __future__ import braces\n", "t.py:1:24: __future__ has no feature 'braces'"},
    {"*a\n", "t.py:1:1: a starred expression cannot stand alone"},
    {"x: int = y = 2\n", "t.py:1:12: '=' cannot stand here; '==' compares"},
    {"  x\n", "t.py:1:1: unexpected indentation: no block begins here"},
    {"a]\n", "t.py:1:2: unmatched ']'"},
    {"def f(*): pass\n", "t.py:1:7: named parameters must follow a bare '*'"},
    {"(a, b) += 1\n", "t.py:1:1: an augmented assignment changes one variable, not a tuple"},
    {"x = yield\n", "t.py:1:5: 'yield' outside a function"},
    {"b'é'\n", "t.py:1:3: bytes can only hold ASCII characters and escapes"},
    {"del f()\n", "t.py:1:5: cannot delete a function call"},
};

static struct code *compile(struct arena *a, const char *text, size_t len, struct diag *d)
{
    struct source *src = ARENA_NEW(a, struct source);
    struct compile_options o = {.minor = 11};
    *src = (struct source){.name = "t.py", .text = text, .len = len};
    diag_init(d, a);
    return lang_compile(a, src, &o, d);
}

static void test_programs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct arena a;
        struct diag d;
        struct buf text = {0};
        arena_init(&a);
        struct code *c = compile(&a, programs[i].program, strlen(programs[i].program), &d);
        assert_non_null(c);
        assert_true(code_verify(c, &d));
        code_disassemble(c, &text);
        assert_string_equal(text.data, programs[i].expected);
        buf_fini(&text);
        arena_fini(&a);
    }
}

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        struct arena a;
        struct diag d;
        arena_init(&a);
        assert_null(compile(&a, errors[i].program, strlen(errors[i].program), &d));
        assert_string_equal(d.message, errors[i].expected);
        arena_fini(&a);
    }
}

/* A unit repeated many times between head and tail: refused or compiled, never a crash. */
static void test_deep(void **state)
{
    static const struct { const char *head, *unit, *tail; bool fine; } rows[] = {
        {"x = ", "(", "", false}, {"x = ", "-", "1", false}, {"x = ", "not ", "1", false}, {"x = a", " + a", "", false},
        {"x = a", ".b", "", false}, {"x = ", "lambda: ", "1", false}, {"x = ", "a if b else ", "1", false},
        {"x = [", "a, ", "]", true}, {"", "x = 1\n", "", true}, {"x = a", " and a", "", true}, {"x = a", "[0]", "", false},
        {"if a: b\n", "elif a: b\n", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        struct diag d;
        struct buf text = {0};
        arena_init(&a);
        buf_text(&text, rows[i].head);
        for (int k = 0; k < 100000; k++)
            buf_text(&text, rows[i].unit);
        buf_text(&text, rows[i].tail);
        buf_char(&text, '\n');
        struct code *c = compile(&a, text.data, text.len, &d);
        assert_int_equal(c != NULL, rows[i].fine);
        assert_int_equal(d.set, !rows[i].fine);
        buf_fini(&text);
        arena_fini(&a);
    }
}

static void test_null_byte(void **state)
{
    struct arena a;
    struct diag d;
    (void)state;
    arena_init(&a);
    assert_null(compile(&a, "x = 1\0\n", 7, &d));
    assert_string_equal(d.message, "t.py:1:6: the text holds a null byte, so it is not Python source");
    arena_fini(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_programs),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_deep),
        cmocka_unit_test(test_null_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
