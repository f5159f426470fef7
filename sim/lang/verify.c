/* Follows every path through the code and checks that it can be executed: what the interpreter then need not
 * check at each instruction. A failure is the compiler's mistake, never the user's. */
#include "lang/operand.h"

struct check {
    const struct code *code;
    struct diag *diag;
    int32_t *depth; /* of the stack before each instruction, -1: not reached */
    int *todo;
    int todo_count;
};

static bool bad(struct check *k, int at, const char *what)
{
    const struct code *c = k->code;
    return diag_plain(k->diag, "broken code in %s at %d (%s): %s", c->qualname, at,
                      at < c->insn_count && c->insns[at].op < OPCODE_COUNT ? opcode_name((enum opcode)c->insns[at].op) : "?", what);
}

static bool operand_fits(const struct code *c, struct insn in)
{
    switch (opcode_operand((enum opcode)in.op)) {
    case OPERAND_none: return true;
    case OPERAND_const: return in.arg >= 0 && in.arg < c->const_count;
    case OPERAND_name: return in.arg >= 0 && in.arg < c->name_count;
    case OPERAND_local: return in.arg >= 0 && in.arg < c->local_count;
    case OPERAND_jump: return in.arg >= 0 && in.arg < c->insn_count;
    case OPERAND_kind: return in.arg >= 0 && in.arg < 2 * BIN_INPLACE;
    case OPERAND_count:
    case OPERAND_flags: return in.arg >= 0;
    }
    return false;
}

static bool reach(struct check *k, int from, int to, int depth)
{
    if (to < 0 || to >= k->code->insn_count)
        return bad(k, from, "control leaves the code");
    if (k->depth[to] < 0) {
        k->depth[to] = depth;
        k->todo[k->todo_count++] = to;
    }
    return k->depth[to] == depth || bad(k, to, "two paths meet with different stack depths");
}

static bool reach_handler(struct check *k, int at, int depth)
{
    for (int i = 0; i < k->code->handler_count; i++) {
        const struct handler *h = &k->code->handlers[i];
        if (at < h->start || at >= h->end)
            continue;
        if (h->depth < 0 || depth < h->depth)
            return bad(k, at, "its handler needs a deeper stack");
        return reach(k, at, h->target, h->depth + 1 + h->lasti);
    }
    return true;
}

static bool ends(int op)
{
    return op == OP_RETURN_VALUE || op == OP_RAISE_VARARGS || op == OP_RERAISE;
}

static bool always_jumps(int op)
{
    return op == OP_JUMP_FORWARD || op == OP_JUMP_BACKWARD || op == OP_JUMP_BACKWARD_NO_INTERRUPT;
}

static bool step(struct check *k, int at)
{
    struct insn in = k->code->insns[at];
    int depth = k->depth[at];
    if (in.op >= OPCODE_COUNT)
        return bad(k, at, "no such instruction");
    enum opcode op = (enum opcode)in.op;
    if (!operand_fits(k->code, in))
        return bad(k, at, "argument out of range");
    if (depth < opcode_pops(op, in.arg))
        return bad(k, at, "the stack is too short");
    int after = depth + opcode_effect(op, in.arg, false);
    if (after > k->code->stack_size)
        return bad(k, at, "the stack is larger than stack_size");
    if (!reach_handler(k, at, depth))
        return false;
    if (ends(in.op))
        return true;
    if (opcode_operand(op) == OPERAND_jump && !reach(k, at, in.arg, depth + opcode_effect(op, in.arg, true)))
        return false;
    return always_jumps(in.op) || reach(k, at, at + 1, after);
}

static bool check_code(const struct code *c, struct arena *a, struct diag *d)
{
    struct check k = {.code = c, .diag = d};
    k.depth = ARENA_ARRAY(a, c->insn_count + 1, int32_t);
    k.todo = ARENA_ARRAY(a, c->insn_count + 1, int);
    for (int i = 0; i < c->insn_count; i++)
        k.depth[i] = -1;
    if (!reach(&k, 0, 0, 0))
        return false;
    while (k.todo_count)
        if (!step(&k, k.todo[--k.todo_count]))
            return false;
    return true; /* what no path reaches may stay: CPython leaves some, too */
}

static bool check_all(const struct code *c, struct arena *a, struct diag *d)
{
    if (!check_code(c, a, d))
        return false;
    for (int i = 0; i < c->const_count; i++)
        if (c->consts[i].kind == KONST_code && !check_all(c->consts[i].code, a, d))
            return false;
    return true;
}

bool code_verify(const struct code *c, struct diag *d)
{
    struct arena scratch;
    arena_init(&scratch);
    bool fine = check_all(c, &scratch, d);
    arena_fini(&scratch);
    return fine;
}
