/* Improvements inside one block. */
#include <string.h>

#include "base/assert.h"
#include "lang/compile.h"

static void to_nop(struct instr *in)
{
    in->op = OP_NOP;
    in->target = NULL;
    in->arg = 0;
}

/* A NOP stays only where it is the sole instruction of its line. */
void flow_clean_block(struct block *b, int previous_line)
{
    int kept = 0;
    for (int i = 0; i < b->count; i++) {
        int line = b->items[i].at.line;
        if (b->items[i].op == OP_NOP) {
            if (line < 0 || previous_line == line)
                continue;
            if (i + 1 < b->count) {
                int next_line = b->items[i + 1].at.line;
                if (next_line < 0)
                    b->items[i + 1].at = b->items[i].at;
                if (next_line < 0 || next_line == line)
                    continue;
            } else {
                const struct block *next = b->next;
                while (next && !next->count)
                    next = next->next;
                if (next && next->items[0].at.line == line)
                    continue;
            }
        }
        if (kept != i)
            b->items[kept] = b->items[i];
        kept++;
        previous_line = line;
    }
    b->count = kept;
}

/* -- SWAP -- */

/* A run of SWAPs becomes the shortest run with the same effect. Returns the index of the run's last one. */
static int shorten_swaps(struct flow *f, struct block *b, int at)
{
    struct instr *run = b->items + at;
    int depth = run->arg, len = 1;
    bool more = false;
    for (; at + len < b->count; len++) {
        if (run[len].op == OP_SWAP) {
            depth = run[len].arg > depth ? run[len].arg : depth;
            more = true;
        } else if (run[len].op != OP_NOP) {
            break;
        }
    }
    if (!more)
        return at;
    int *stack = ARENA_ARRAY(f->arena, depth, int);
    for (int i = 0; i < depth; i++)
        stack[i] = i;
    for (int i = 0; i < len; i++) {
        if (run[i].op != OP_SWAP)
            continue;
        int top = stack[0];
        stack[0] = stack[run[i].arg - 1];
        stack[run[i].arg - 1] = top;
    }
    enum { DONE = -1 };
    int free_slot = len - 1; /* each cycle, undone backwards, from the end of the run */
    for (int i = 0; i < depth; i++) {
        if (stack[i] == DONE || stack[i] == i)
            continue;
        for (int j = i;;) {
            if (j) {
                run[free_slot].op = OP_SWAP;
                run[free_slot--].arg = j + 1;
            }
            if (stack[j] == DONE)
                break;
            int next = stack[j];
            stack[j] = DONE;
            j = next;
        }
    }
    while (free_slot >= 0)
        to_nop(&run[free_slot--]);
    return at + len - 1;
}

static bool takes_top(int op)
{
    return op == OP_STORE_FAST || op == OP_POP_TOP;
}

static int next_taker(const struct block *b, int i, int line)
{
    while (++i < b->count) {
        if (line >= 0 && b->items[i].at.line != line)
            return -1;
        if (b->items[i].op == OP_NOP)
            continue;
        return takes_top(b->items[i].op) ? i : -1;
    }
    return -1;
}

static int stored_local(const struct instr *in)
{
    return in->op == OP_STORE_FAST ? in->arg : -1;
}

/* Exchanging two stores must not change which value a variable ends with. */
static bool exchange_is_safe(const struct block *b, int j, int k)
{
    int first = stored_local(&b->items[j]), second = stored_local(&b->items[k]);
    if (first < 0 && second < 0)
        return true;
    if (first == second)
        return false;
    for (int i = j + 1; i < k; i++) {
        int local = stored_local(&b->items[i]);
        if (local >= 0 && (local == first || local == second))
            return false;
    }
    return true;
}

/* SWAP 2, STORE a, STORE b is STORE b, STORE a: the swaps at i and before it, done at compile time. */
static void apply_swaps(struct block *b, int i)
{
    for (; i >= 0; i--) {
        if (b->items[i].op != OP_SWAP) {
            if (b->items[i].op == OP_NOP || takes_top(b->items[i].op))
                continue;
            return;
        }
        int j = next_taker(b, i, -1), k = j;
        if (j < 0)
            return;
        int line = b->items[j].at.line;
        for (int n = b->items[i].arg - 1; n > 0; n--) {
            k = next_taker(b, k, line);
            if (k < 0)
                return;
        }
        if (!exchange_is_safe(b, j, k))
            return;
        to_nop(&b->items[i]);
        struct instr in = b->items[j];
        b->items[j] = b->items[k];
        b->items[k] = in;
    }
}

/* -- constants -- */

/* LOAD_CONST and what uses it. */
static void use_constant(struct flow *f, struct block *b, int i)
{
    struct instr *in = &b->items[i];
    if (i + 1 >= b->count)
        return;
    struct instr *next = &b->items[i + 1];
    const struct konst *k = &f->pool->items[in->arg];
    switch (next->op) {
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE: {
        bool jumps = konst_truth(k) == (next->op == OP_POP_JUMP_IF_TRUE);
        to_nop(in);
        if (jumps) {
            next->op = OP_JUMP;
            b->no_fallthrough = true;
        } else {
            to_nop(next);
        }
        break;
    }
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        if (konst_truth(k) == (next->op == OP_JUMP_IF_TRUE_OR_POP)) {
            next->op = OP_JUMP;
            b->no_fallthrough = true;
        } else {
            to_nop(in);
            to_nop(next);
        }
        break;
    case OP_IS_OP: {
        struct instr *jump = i + 2 < b->count ? &b->items[i + 2] : NULL;
        if (k->kind != KONST_none || !jump || (jump->op != OP_POP_JUMP_IF_FALSE && jump->op != OP_POP_JUMP_IF_TRUE))
            break;
        bool on_none = (jump->op == OP_POP_JUMP_IF_TRUE) != (next->arg != 0);
        to_nop(in);
        to_nop(next);
        jump->op = on_none ? OP_POP_JUMP_IF_NONE : OP_POP_JUMP_IF_NOT_NONE;
        break;
    }
    default: break;
    }
}

/* LOAD_CONST n times, BUILD_TUPLE n: one constant. */
static void fold_tuple(struct flow *f, struct block *b, int i)
{
    int n = b->items[i].arg;
    for (int k = i - n; k < i; k++)
        if (b->items[k].op != OP_LOAD_CONST)
            return;
    struct konst *items = ARENA_ARRAY(f->arena, n ? n : 1, struct konst);
    for (int k = 0; k < n; k++)
        items[k] = f->pool->items[b->items[i - n + k].arg];
    struct konst tuple = {.kind = KONST_tuple, .items = items, .len = (size_t)n};
    for (int k = i - n; k < i; k++)
        to_nop(&b->items[k]);
    b->items[i].op = OP_LOAD_CONST;
    b->items[i].arg = konst_add(f->pool, tuple);
}

static void build_tuple(struct flow *f, struct block *b, int i)
{
    struct instr *in = &b->items[i], *next = i + 1 < b->count ? in + 1 : NULL;
    if (next && next->op == OP_UNPACK_SEQUENCE && next->arg == in->arg) {
        if (in->arg == 1) {
            to_nop(in);
            to_nop(next);
            return;
        }
        if (in->arg == 2 || in->arg == 3) {
            next->op = OP_SWAP;
            to_nop(in);
            return;
        }
    }
    if (i >= in->arg)
        fold_tuple(f, b, i);
}

/* -- jumps to jumps -- */

static bool thread(struct instr *in, const struct instr *target, int op)
{
    if (in->at.line != target->at.line || in->target == target->target)
        return false;
    in->target = target->target;
    in->op = op;
    return true;
}

/* `a and b` tested at once: JUMP_IF_x_OR_POP onto another test. True: look at it again. */
static bool thread_or_pop(struct instr *in, const struct instr *target)
{
    bool if_false = in->op == OP_JUMP_IF_FALSE_OR_POP;
    int same_pop = if_false ? OP_POP_JUMP_IF_FALSE : OP_POP_JUMP_IF_TRUE;
    int other_pop = if_false ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE;
    int other_keep = if_false ? OP_JUMP_IF_TRUE_OR_POP : OP_JUMP_IF_FALSE_OR_POP;
    if (target->op == same_pop)
        return thread(in, target, same_pop);
    if (target->op == OP_JUMP || target->op == in->op)
        return thread(in, target, in->op);
    if ((target->op == other_pop || target->op == other_keep) && in->at.line == target->at.line) {
        ASSERT(in->target->next);
        in->op = same_pop;
        in->target = in->target->next;
        return true;
    }
    return false;
}

static bool thread_jump(struct block *b, int i)
{
    struct instr *in = &b->items[i];
    while (!in->target->count)
        in->target = in->target->next;
    const struct instr *target = &in->target->items[0];
    switch (in->op) {
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: return thread_or_pop(in, target);
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE: return target->op == OP_JUMP && thread(in, target, in->op);
    case OP_JUMP:
        if (target->op == OP_JUMP)
            return thread(in, target, OP_JUMP);
        return target->op == OP_JUMP_NO_INTERRUPT && thread(in, target, OP_JUMP);
    case OP_JUMP_NO_INTERRUPT:
        return (target->op == OP_JUMP || target->op == OP_JUMP_NO_INTERRUPT) && thread(in, target, target->op);
    default: return false;
    }
}

void flow_optimize_block(struct flow *f, struct block *b)
{
    for (int i = 0; i < b->count; i++) {
        switch (b->items[i].op) {
        case OP_LOAD_CONST: use_constant(f, b, i); break;
        case OP_BUILD_TUPLE: build_tuple(f, b, i); break;
        case OP_SWAP:
            if (b->items[i].arg == 1) {
                to_nop(&b->items[i]);
                break;
            }
            i = shorten_swaps(f, b, i);
            apply_swaps(b, i);
            break;
        default:
            if (instr_is_jump(&b->items[i]) && thread_jump(b, i))
                i--;
            break;
        }
    }
}
