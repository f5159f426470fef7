/* What the compiler hands to the interpreter: code objects, immutable, shared by all processes, living in
 * the scenario's arena. Modelled on CPython 3.11's code objects (Include/cpython/code.h), with absolute jumps,
 * positions and the exception table kept as plain arrays. */
#ifndef GILSCOPE_LANG_CODE_H
#define GILSCOPE_LANG_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

enum opcode {
#define OPCODE(name, operand, pops, pushes, cost, polls, picture) OP_##name,
#include "lang/opcode.def"
#undef OPCODE
    OPCODE_COUNT
};

/* The argument of BINARY_OP. The in-place kind of k is k + BIN_INPLACE. */
enum binary_kind { BIN_add, BIN_and, BIN_floordiv, BIN_lshift, BIN_matmul, BIN_mul, BIN_mod, BIN_or, BIN_pow, BIN_rshift, BIN_sub, BIN_truediv, BIN_xor, BIN_INPLACE };
enum compare_kind { CMP_lt, CMP_le, CMP_eq, CMP_ne, CMP_gt, CMP_ge };

enum code_flag {
    CODE_varargs = 1,      /* *args is local argcount + kwonlyargcount */
    CODE_varkeywords = 2,  /* **kwargs is the one after */
    CODE_generator = 4,
    CODE_coroutine = 8,
    CODE_async_generator = 16,
    CODE_optimized = 32,   /* a function: names are fast locals */
    CODE_class_body = 64,
    CODE_module = 128,
    CODE_hidden = 256,     /* our own library: not in tracebacks; lines belong to the caller */
    CODE_native = 512,     /* stands for C code: never polls, and costs nothing but an item for each round of a loop */
};

enum konst_kind { KONST_none, KONST_true, KONST_false, KONST_ellipsis, KONST_int, KONST_bigint, KONST_float, KONST_complex, KONST_str, KONST_bytes, KONST_tuple, KONST_frozenset, KONST_code };

struct code;
struct konst {
    enum konst_kind kind;
    int64_t i;         /* int (fits 63 bits) */
    double f;          /* float; complex: the imaginary part */
    const char *text;  /* str (UTF-8), bytes; bigint: decimal digits */
    size_t len;        /* bytes of text; items of tuple and frozenset */
    const struct konst *items;
    const struct code *code;
};

struct insn {
    uint16_t op; /* enum opcode */
    int32_t arg;
};

struct position { /* 1-based lines, 0-based columns in bytes, as ast gives them; 0 line = none */
    int32_t line, end_line;
    int32_t col, end_col;
};

struct handler { /* exception table row: start <= index < end; first matching row wins (innermost first) */
    int32_t start, end, target;
    int32_t depth;  /* stack is cut to this many values before the exception is pushed */
    bool lasti;     /* push the index of the raising instruction below the exception */
};

struct code {
    const char *name, *qualname;
    const struct source *source; /* its name is the file name */
    int first_line;
    unsigned flags; /* enum code_flag */
    int argcount, posonlyargcount, kwonlyargcount; /* as in CPython: argcount counts positional-only too */
    int nlocals;           /* parameters and plain locals */
    int ncells, nfrees;    /* locals has nlocals + ncells' + nfrees names: cells that are parameters stay at their place */
    const char *const *locals; /* all "localsplus" names */
    const uint8_t *is_cell;    /* per locals entry: 1 cell, 2 free */
    int local_count;
    const char *const *names;
    int name_count;
    const struct konst *consts; /* consts[0] is the docstring or None for functions */
    int const_count;
    const struct insn *insns;
    const struct position *positions;
    int insn_count;
    const struct handler *handlers;
    int handler_count;
    int stack_size;
    int loop_depth; /* deepest loop nesting, for the verifier and the viewer */
};

struct compile_options {
    unsigned flags;        /* CODE_hidden, CODE_native for our own library */
    int minor;             /* Python 3.<minor>: syntax newer than it is refused by name */
    bool optimize_asserts; /* false: keep asserts */
};

/* Source text to module code. False: one diagnostic (syntax error, or "not supported: NAME"). */
struct code *lang_compile(struct arena *a, const struct source *src, const struct compile_options *o, struct diag *d);

/* Checks every code object below: jumps inside, stack depth consistent and never negative, operands in range.
 * For tests and fuzzing. */
bool code_verify(const struct code *c, struct diag *d);

const char *opcode_name(enum opcode op);
const char *binary_symbol(enum binary_kind k);  /* "+", "+=" */
const char *compare_symbol(enum compare_kind k);
struct buf;
/* How much the stack grows; jump: when a jump is taken (handlers: see struct handler). */
int opcode_effect(enum opcode op, int32_t arg, bool jump);
void code_disassemble(const struct code *c, struct buf *out); /* and all nested code */

#endif
