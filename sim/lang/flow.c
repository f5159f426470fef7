/* Blocks and the passes over the whole graph. */
#include "lang/flow.h"

#include <string.h>

#include "base/assert.h"

struct block *block_new(struct flow *f)
{
    struct block *b = ARENA_NEW(f->arena, struct block);
    b->created = f->newest;
    b->depth = -1;
    f->newest = b;
    return b;
}

struct instr *block_add(struct flow *f, struct block *b)
{
    if (b->count == b->cap) {
        int cap = b->cap ? b->cap * 2 : 8;
        struct instr *more = ARENA_ARRAY(f->arena, cap, struct instr);
        if (b->count)
            memcpy(more, b->items, (size_t)b->count * sizeof *more);
        b->items = more;
        b->cap = cap;
    }
    b->items[b->count] = (struct instr){0};
    return &b->items[b->count++];
}

void block_insert(struct flow *f, struct block *b, int at, struct instr in)
{
    block_add(f, b);
    memmove(b->items + at + 1, b->items + at, (size_t)(b->count - 1 - at) * sizeof *b->items);
    b->items[at] = in;
}

bool instr_is_jump(const struct instr *in)
{
    switch (in->op) {
    case OP_JUMP:
    case OP_JUMP_NO_INTERRUPT:
    case OP_JUMP_FORWARD:
    case OP_JUMP_BACKWARD:
    case OP_JUMP_BACKWARD_NO_INTERRUPT:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
    case OP_FOR_ITER:
    case OP_SEND: return true;
    default: return false;
    }
}

bool instr_is_setup(const struct instr *in)
{
    return in->op == OP_SETUP_FINALLY || in->op == OP_SETUP_CLEANUP || in->op == OP_SETUP_WITH;
}

static struct instr *last_of(const struct block *b)
{
    return b->count ? &b->items[b->count - 1] : NULL;
}

static bool is_plain_jump(const struct instr *in)
{
    return in->op == OP_JUMP || in->op == OP_JUMP_NO_INTERRUPT;
}

static bool is_exit(const struct instr *in)
{
    return in->op == OP_RETURN_VALUE || in->op == OP_RAISE_VARARGS || in->op == OP_RERAISE;
}

static struct block *first_filled(struct block *b)
{
    while (b && !b->count)
        b = b->next;
    return b;
}

/* Marks how each block ends; jumps skip empty blocks. */
void flow_normalize(struct flow *f)
{
    for (struct block *b = f->newest; b; b = b->created) {
        for (int i = 0; i < b->count; i++) {
            struct instr *in = &b->items[i];
            if (is_exit(in))
                b->exits = b->no_fallthrough = true;
            if (in->op == OP_JUMP || in->op == OP_JUMP_NO_INTERRUPT)
                b->no_fallthrough = true;
            if (instr_is_jump(in)) {
                ASSERT(i == b->count - 1);
                in->target = first_filled(in->target);
                ASSERT(in->target);
            }
        }
    }
}

static bool is_lineless_exit(const struct block *b)
{
    if (!b->exits)
        return false;
    for (int i = 0; i < b->count; i++)
        if (b->items[i].at.line >= 0)
            return false;
    return true;
}

enum { EXIT_COPY_MAX = 4 };

/* A jump to a short block that leaves the function, with no line of its own, becomes a copy of that block. */
void flow_copy_small_exits(struct flow *f)
{
    for (struct block *b = f->newest; b; b = b->created) {
        struct instr *last = last_of(b);
        if (!last || last->op != OP_JUMP || !is_lineless_exit(last->target) || last->target->count > EXIT_COPY_MAX)
            continue;
        const struct block *from = last->target;
        last->op = OP_NOP;
        last->target = NULL;
        for (int i = 0; i < from->count; i++)
            *block_add(f, b) = from->items[i];
        b->exits = true;
    }
}

/* -- reachability -- */

struct work { /* blocks to visit */
    struct block **items;
    int count;
};

static struct work work_start(struct flow *f)
{
    int blocks = 0;
    for (struct block *b = f->newest; b; b = b->created) {
        blocks++;
        b->visited = false;
    }
    struct work w = {.items = ARENA_ARRAY(f->arena, blocks + 1, struct block *)};
    w.items[w.count++] = f->entry;
    f->entry->visited = true;
    return w;
}

static bool work_push(struct work *w, struct block *b)
{
    if (b->visited)
        return false;
    b->visited = true;
    w->items[w->count++] = b;
    return true;
}

static void mark_reachable(struct flow *f)
{
    struct work w = work_start(f);
    f->entry->predecessors = 1;
    while (w.count) {
        struct block *b = w.items[--w.count];
        if (b->next && !b->no_fallthrough) {
            work_push(&w, b->next);
            b->next->predecessors++;
        }
        for (int i = 0; i < b->count; i++) {
            struct instr *in = &b->items[i];
            if (!instr_is_jump(in) && !instr_is_setup(in))
                continue;
            work_push(&w, in->target);
            in->target->predecessors++;
        }
    }
}

static void drop_empty_blocks(struct flow *f)
{
    for (struct block *b = f->entry; b; b = b->next)
        b->next = first_filled(b->next);
    for (struct block *b = f->entry; b; b = b->next)
        for (int i = 0; i < b->count; i++)
            if (instr_is_jump(&b->items[i]) || instr_is_setup(&b->items[i]))
                b->items[i].target = first_filled(b->items[i].target);
}

void flow_optimize(struct flow *f)
{
    for (struct block *b = f->entry; b; b = b->next) {
        flow_optimize_block(f, b);
        flow_clean_block(b, NO_LINE);
    }
    flow_copy_small_exits(f);
    mark_reachable(f);
    for (struct block *b = f->entry; b; b = b->next) {
        if (!b->predecessors) {
            b->count = 0;
            b->no_fallthrough = false;
        }
    }
    struct block *before = NULL;
    for (struct block *b = f->entry; b; b = b->next) {
        flow_clean_block(b, before && before->count ? last_of(before)->at.line : NO_LINE);
        before = b->no_fallthrough ? NULL : b;
    }
    drop_empty_blocks(f);
    bool dropped = false;
    for (struct block *b = f->entry; b; b = b->next) {
        struct instr *last = last_of(b);
        if (last && is_plain_jump(last) && last->target == b->next) {
            b->no_fallthrough = false;
            last->op = OP_NOP;
            last->target = NULL;
            flow_clean_block(b, NO_LINE);
            dropped = true;
        }
    }
    if (dropped)
        drop_empty_blocks(f);
}

/* -- lines -- */

/* An exit without a line of its own belongs to whoever jumps there: each jump gets its copy. */
static void copy_lineless_exits(struct flow *f)
{
    for (struct block *b = f->newest; b; b = b->created) {
        struct instr *last = last_of(b);
        if (!last || !instr_is_jump(last))
            continue;
        struct block *target = last->target;
        if (!is_lineless_exit(target) || target->predecessors <= 1)
            continue;
        struct block *copy = block_new(f);
        for (int i = 0; i < target->count; i++)
            *block_add(f, copy) = target->items[i];
        copy->items[0].at = last->at;
        copy->exits = copy->no_fallthrough = true;
        last->target = copy;
        target->predecessors--;
        copy->predecessors = 1;
        copy->next = target->next;
        target->next = copy;
    }
    for (struct block *b = f->entry; b; b = b->next)
        b->next = first_filled(b->next);
    for (struct block *b = f->entry; b; b = b->next)
        if (!b->no_fallthrough && b->next && b->count && is_lineless_exit(b->next))
            b->next->items[0].at = last_of(b)->at;
}

static void spread_lines(struct flow *f)
{
    for (struct block *b = f->entry; b; b = b->next) {
        if (!b->count)
            continue;
        struct position at = {.line = NO_LINE};
        for (int i = 0; i < b->count; i++) {
            if (b->items[i].at.line < 0)
                b->items[i].at = at;
            else
                at = b->items[i].at;
        }
        if (!b->no_fallthrough && b->next && b->next->predecessors == 1 && b->next->items[0].at.line < 0)
            b->next->items[0].at = at;
        struct instr *last = last_of(b);
        if (instr_is_jump(last) && last->target->predecessors == 1 && last->target->items[0].at.line < 0)
            last->target->items[0].at = at;
    }
}

void flow_finish_lines(struct flow *f)
{
    copy_lineless_exits(f);
    spread_lines(f);
    int line = f->first_line;
    for (struct block *b = f->entry; b; b = b->next) {
        struct instr *last = last_of(b);
        if (last && last->at.line >= 0)
            line = last->at.line;
        else if (last && last->op == OP_RETURN_VALUE)
            for (int i = 0; i < b->count; i++)
                b->items[i].at = (struct position){line, line, -1, -1};
    }
}

/* -- stack depth -- */

static int effect_of(const struct instr *in, bool jump)
{
    switch (in->op) {
    case OP_SETUP_FINALLY: return jump ? 1 : 0;
    case OP_SETUP_CLEANUP: return jump ? 2 : 0;
    case OP_SETUP_WITH: return jump ? 1 : 0;
    case OP_POP_BLOCK:
    case OP_JUMP:
    case OP_JUMP_NO_INTERRUPT: return 0;
    default: return opcode_effect((enum opcode)in->op, in->arg, jump);
    }
}

static void reach(struct work *w, struct block *b, int depth)
{
    if (b->depth < 0)
        b->depth = depth;
    work_push(w, b);
}

int flow_stack_depth(struct flow *f)
{
    struct work w = work_start(f);
    int max = 0;
    f->entry->depth = 0;
    while (w.count) {
        struct block *b = w.items[--w.count];
        int depth = b->depth;
        for (int i = 0; i < b->count; i++) {
            const struct instr *in = &b->items[i];
            if (instr_is_jump(in) || instr_is_setup(in)) {
                int there = depth + effect_of(in, true);
                max = there > max ? there : max;
                reach(&w, in->target, there);
            }
            depth += effect_of(in, false);
            if (depth < 0)
                return -1;
            max = depth > max ? depth : max;
        }
        if (b->next && !b->no_fallthrough)
            reach(&w, b->next, depth);
    }
    return max;
}

/* -- exception handlers -- */

static void pass_handlers(struct flow *f, struct work *w, struct block *to, struct block **stack, int count)
{
    if (!work_push(w, to))
        return;
    to->handlers = ARENA_ARRAY(f->arena, count ? count : 1, struct block *);
    to->handler_count = count;
    if (count)
        memcpy(to->handlers, stack, (size_t)count * sizeof *stack);
}

/* Each instruction learns its innermost handler; SETUP_* and POP_BLOCK have then done their work. */
void flow_label_handlers(struct flow *f)
{
    enum { STACK_MAX = 64 };
    struct work w = work_start(f);
    while (w.count) {
        struct block *b = w.items[--w.count];
        struct block *stack[STACK_MAX];
        int count = b->handler_count;
        if (count)
            memcpy(stack, b->handlers, (size_t)count * sizeof *stack);
        for (int i = 0; i < b->count; i++) {
            struct instr *in = &b->items[i];
            bool bracket = instr_is_setup(in) || in->op == OP_POP_BLOCK;
            in->handler = count && !bracket ? stack[count - 1] : NULL;
            if (instr_is_setup(in)) {
                pass_handlers(f, &w, in->target, stack, count);
                ASSERT(count < STACK_MAX);
                stack[count++] = in->target;
                in->target->keeps_lasti |= in->op != OP_SETUP_FINALLY;
            } else if (in->op == OP_POP_BLOCK) {
                ASSERT(count > 0);
                count--;
            } else if (instr_is_jump(in)) {
                pass_handlers(f, &w, in->target, stack, count);
            }
        }
        if (b->next && !b->no_fallthrough)
            pass_handlers(f, &w, b->next, stack, count);
    }
    for (struct block *b = f->entry; b; b = b->next) {
        for (int i = 0; i < b->count; i++) {
            if (instr_is_setup(&b->items[i]) || b->items[i].op == OP_POP_BLOCK) {
                b->items[i].op = OP_NOP;
                b->items[i].target = NULL;
            }
        }
        flow_clean_block(b, NO_LINE);
    }
}

void flow_direct_jumps(struct flow *f)
{
    for (struct block *b = f->entry; b; b = b->next)
        b->visited = false;
    for (struct block *b = f->entry; b; b = b->next) {
        b->visited = true;
        struct instr *last = last_of(b);
        if (!last || !is_plain_jump(last))
            continue;
        bool back = last->target->visited;
        if (last->op == OP_JUMP)
            last->op = back ? OP_JUMP_BACKWARD : OP_JUMP_FORWARD;
        else
            last->op = back ? OP_JUMP_BACKWARD_NO_INTERRUPT : OP_JUMP_FORWARD;
    }
}
