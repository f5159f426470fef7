/* The Python half of the library, compiled when gilscope is built: an import of our own costs no lexing, parsing and compiling.
 * sim/freeze writes the tables, frozen_thaw makes of them exactly what lang_compile gives (tests/test_frozen.c compares every
 * module). Models CPython's frozen modules (Python/frozen.c, Tools/build/freeze_modules.py).
 *
 * Nothing in the tables is a pointer, only numbers of rows: so they stay read-only pages of the program file, without a relocation.
 * Instructions, positions, handlers and cell marks are used where they lie; what holds pointers is made anew for each world. */
#ifndef GILSCOPE_LANG_FROZEN_H
#define GILSCOPE_LANG_FROZEN_H

#include "lang/code.h"

struct frozen_konst {
    int32_t kind;  /* enum konst_kind */
    uint32_t at;   /* text: byte of texts; tuple, frozenset: row of konsts; code: row of codes */
    uint32_t len;  /* as in struct konst */
    uint64_t bits; /* of i, or of f */
};

struct frozen_code {
    uint32_t name, qualname; /* bytes of texts */
    int32_t first_line;
    uint32_t flags;
    int32_t argcount, posonlyargcount, kwonlyargcount;
    int32_t nlocals, ncells, nfrees;
    int32_t stack_size, loop_depth;
    int32_t local_count, name_count, const_count, insn_count, handler_count;
    uint32_t locals, names; /* rows of names */
    uint32_t cells;         /* row of cells */
    uint32_t consts;        /* row of konsts */
    uint32_t insns;         /* row of insns and positions */
    uint32_t handlers;      /* row of handlers */
};

struct frozen_module {
    const char *name; /* "asyncio.tasks"; NULL ends the table */
    uint32_t code;    /* row of codes */
};

extern const char frozen_texts[];      /* each NUL-terminated */
extern const uint32_t frozen_names[];  /* bytes of texts */
extern const uint8_t frozen_cells[];
extern const struct frozen_konst frozen_konsts[];
extern const struct insn frozen_insns[];
extern const struct position frozen_positions[];
extern const struct handler frozen_handlers[];
extern const struct frozen_code frozen_codes[];
extern const struct frozen_module frozen_modules[];

/* How the library is compiled; a file with the first line "# gilscope: native" stands for what CPython has in C. */
struct compile_options library_options(const struct source *src);
/* The code of a module, in the arena; src is what it was compiled from. NULL: no such module. */
const struct code *frozen_thaw(struct arena *a, const char *module, const struct source *src);

#endif
