/* Code made ready to run: constants and names as values, and one word an instruction with its cost and, where a
 * frequent sequence begins, that sequence fused into one dispatch. A fused word stands in place of its first instruction
 * and the words of the others stay behind it, so that jumps into the middle, tracebacks and the exception table need no care:
 * the fast way does the whole sequence and skips len words; when its guess about types fails, the word's `base` is executed alone.
 * So results, costs and polls are those of the plain instructions.
 *
 * Without a GIL the threads of a process run at the same time, and all but their locals is shared: there a FENCE word stands
 * before each instruction that may touch shared things, and a thread runs ahead of the others only up to the next one.
 *
 * Python 3.9 looks at the eval breaker between nearly all instructions: there a POLL word stands behind each of them. */
#ifndef GILSCOPE_PYTHON_LOAD_H
#define GILSCOPE_PYTHON_LOAD_H

#include "python/process.h"

/* What is dispatched on: the opcodes, then our own. */
enum word_op {
#define OPCODE(name, operand, pops, pushes, cost, polls, picture) W_##name,
#include "lang/opcode.def"
#undef OPCODE
    W_POLL,              /* Python 3.9: the eval breaker is looked at here */
    W_FENCE,             /* free-threaded: the next word touches what other threads see (load.c: is_private) */
    W_LOAD_LOAD,         /* x y: two values pushed */
    W_BINARY,            /* x op y pushed */
    W_BINARY_STORE,      /* x op y stored in a local */
    W_BINARY_COMPARE_JUMP, /* if x op y <cmp> constant: jump */
    W_MOD_JUMP,          /* if x % y == a small constant (in z's place): jump */
    W_COMPARE_JUMP,      /* if x <cmp> y: jump */
    W_TOP_BINARY,        /* top op x */
    W_TOP_COMPARE_JUMP,  /* if top <cmp> x: jump */
    W_FOR_RANGE_STORE,   /* the next number of a range into a local */
    W_LOAD_ATTR_FAST,    /* x.name pushed */
    W_TRUTH_JUMP,        /* if x: jump */
    W_IDIOM,             /* trial division over a range: see idiom.h */
};

enum word_flag { WORD_poll = 1, WORD_jump_if = 2 };

/* x and y of fused words: >= 0 a local, else ~constant. */
struct word {
    uint8_t op, base;   /* enum word_op; base: the plain instruction */
    uint8_t len;        /* words that op covers */
    uint8_t flags;      /* enum word_flag */
    uint8_t kind, kind2; /* fused: binary_kind, compare_kind */
    int32_t a;          /* the instruction's argument; jumps: word number */
    int32_t x, y, z;    /* fused operands */
    int32_t number;     /* W_MOD_JUMP: the constant */
    int32_t target;     /* fused jump: word number */
    int32_t cost, base_cost; /* picoseconds */
    uint32_t index;     /* of the instruction in code->insns */
    uint32_t hint;      /* where a name was found last time: any value is safe */
    const void *extra;  /* idiom */
};

struct code_obj {
    struct obj head;
    const struct code *code;
    value *consts, *names, *locals; /* locals: their names */
    value name, qualname, file;
    struct word *words;
    uint32_t word_count;
    uint32_t *starts;    /* word of each instruction */
    uint32_t *wheres;    /* trace positions by line - first_line, 0: not asked yet */
    int32_t line_count;
    bool loaded;
};

/* Addition, subtraction and multiplication have instructions of their own in 3.11 (BINARY_OP_ADD_INT ...). */
static inline bool binary_specialised(int kind) {
    kind = kind >= BIN_INPLACE ? kind - BIN_INPLACE : kind;
    return kind == BIN_add || kind == BIN_sub || kind == BIN_mul;
}

static inline struct code_obj *code_of(value v) { return (struct code_obj *)obj_of(v); }

/* Fills words, consts and names, when the code is first run; needs a thread because constants are objects. */
void code_load(struct thread *th, struct code_obj *c);
/* Fills what a function shows before it is called: name, qualname, file. */
void code_name(struct thread *th, struct code_obj *c);
value code_doc(struct thread *th, const struct code_obj *c); /* a function's docstring or None */
/* Source line of a word, 0 = none. */
static inline int code_line(const struct code_obj *c, uint32_t word) {
    return word < c->word_count ? c->code->positions[c->words[word].index].line : c->code->first_line;
}

enum name_id {
#define NAME(id, text) NAME_##id,
#include "python/names.def"
#undef NAME
    NAME_COUNT
};

struct module_code {
    const char *path;
    const struct code *code;
    struct module_code *next;
};

/* world->codes: what the interpreter keeps for the whole world. */
struct codes {
    value names[NAME_COUNT];
    struct module_code *modules; /* compiled so far */
    struct getset_obj *getsets; /* as objects (attr.c) */
};
struct codes *world_codes(struct world *w);
void codes_open(struct thread *th); /* before anything else: name_of works from then on */
static inline value name_of(const struct thread *th, enum name_id id) { return th->world->codes->names[id]; }

#endif
