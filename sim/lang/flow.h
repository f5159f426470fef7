/* Code in the making: blocks of instructions that jump to blocks, and the passes over them.
 * The passes and their order are those of CPython 3.11's Python/compile.c (its assemble() and optimize_cfg()),
 * retold, because which NOPs stay, which jumps are copied and where lines land decides costs and polls. */
#ifndef GILSCOPE_LANG_FLOW_H
#define GILSCOPE_LANG_FLOW_H

#include "lang/code.h"

/* Instructions that exist only before assembly. SETUP_* and POP_BLOCK bracket what a handler covers. */
enum pseudo_op {
    OP_SETUP_FINALLY = OPCODE_COUNT, /* handler gets the exception */
    OP_SETUP_CLEANUP,                /* handler gets lasti and the exception */
    OP_SETUP_WITH,                   /* the same, below the result of __enter__ */
    OP_POP_BLOCK,
    OP_JUMP,
    OP_JUMP_NO_INTERRUPT,
};

enum { NO_LINE = -1 }; /* position.line of artificial instructions */

struct block;
struct instr {
    int op; /* enum opcode or pseudo_op */
    int32_t arg;
    struct block *target;
    struct position at;
    struct block *handler; /* known after flow_label_handlers */
};

struct block {
    struct block *next;    /* in the order of the code */
    struct block *created; /* the block created before */
    struct instr *items;
    int count, cap;
    int predecessors;
    int depth; /* of the stack at entry, -1 unknown */
    int index; /* of the first instruction in the code */
    bool returns, exits, no_fallthrough, visited, keeps_lasti;
    struct block **handlers; /* stack of handlers at entry, while they are labelled */
    int handler_count;
};

struct konst_pool; /* compile.h */
struct flow {
    struct arena *arena;
    struct block *entry;
    struct block *newest; /* chain of `created` */
    struct konst_pool *pool;
    int first_line;
};

struct block *block_new(struct flow *f);
struct instr *block_add(struct flow *f, struct block *b);
void block_insert(struct flow *f, struct block *b, int at, struct instr in);
bool instr_is_jump(const struct instr *in);  /* pseudo-jumps too, SETUP_* not */
bool instr_is_setup(const struct instr *in);

void flow_normalize(struct flow *f);
void flow_copy_small_exits(struct flow *f);
void flow_optimize(struct flow *f);
void flow_finish_lines(struct flow *f);
int flow_stack_depth(struct flow *f); /* fills depth of blocks; the maximum, or -1 if the code is broken */
void flow_label_handlers(struct flow *f);
void flow_direct_jumps(struct flow *f); /* JUMP to forward or backward */

/* flow_peephole.c */
void flow_optimize_block(struct flow *f, struct block *b);
void flow_clean_block(struct block *b, int previous_line);

#endif
