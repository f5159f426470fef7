/* Blocks to a code object: prefix instructions, passes, final indexes, exception table. */
#include <string.h>

#include "base/assert.h"
#include "lang/compile.h"

/* Where cell or free variable i lives among the locals: a parameter's cell stays at its parameter. */
static int32_t *deref_places(struct compiler *c, const struct unit *u, int *local_count)
{
    int n = u->cells.count + u->frees.count;
    int32_t *places = ARENA_ARRAY(c->arena, n + 1, int32_t);
    int next = u->vars.count;
    for (int i = 0; i < u->cells.count; i++) {
        int var = table_find(&u->vars, u->cells.keys[i].bytes, u->cells.keys[i].len);
        places[i] = var >= 0 ? var : next++;
    }
    for (int i = u->cells.count; i < n; i++)
        places[i] = next++;
    *local_count = next;
    return places;
}

static void place_derefs(struct unit *u, const int32_t *places)
{
    for (struct block *b = u->flow.newest; b; b = b->created) {
        for (int i = 0; i < b->count; i++) {
            switch (b->items[i].op) {
            case OP_LOAD_DEREF:
            case OP_STORE_DEREF:
            case OP_DELETE_DEREF:
            case OP_LOAD_CLASSDEREF:
            case OP_LOAD_CLOSURE: b->items[i].arg = places[b->items[i].arg]; break;
            default: break;
            }
        }
    }
}

static bool is_resumable(const struct unit *u)
{
    const struct scope *s = u->scope;
    return s->is_generator || (s->is_coroutine && (s->is_async || s->kind == SCOPE_comprehension));
}

static void insert(struct unit *u, int at, int op, int32_t arg, int line)
{
    struct instr in = {.op = op, .arg = arg, .at = {line, line, -1, -1}};
    block_insert(&u->flow, u->flow.entry, at, in);
}

/* COPY_FREE_VARS, MAKE_CELL (in the order of the locals), RETURN_GENERATOR, POP_TOP, then RESUME. */
static void insert_prefix(struct compiler *c, struct unit *u, const int32_t *places, int local_count)
{
    if (is_resumable(u)) {
        insert(u, 0, OP_RETURN_GENERATOR, 0, u->first_line);
        insert(u, 1, OP_POP_TOP, 0, u->first_line);
    }
    bool *is_cell = ARENA_ARRAY(c->arena, local_count + 1, bool);
    for (int i = 0; i < u->cells.count; i++)
        is_cell[places[i]] = true;
    for (int local = 0, at = 0; local < local_count; local++)
        if (is_cell[local])
            insert(u, at++, OP_MAKE_CELL, local, NO_LINE);
    if (u->frees.count)
        insert(u, 0, OP_COPY_FREE_VARS, u->frees.count, NO_LINE);
}

static int number_blocks(struct unit *u)
{
    int count = 0;
    for (struct block *b = u->flow.entry; b; b = b->next) {
        b->index = count;
        count += b->count;
    }
    return count;
}

static void write_insns(struct compiler *c, struct unit *u, struct code *code)
{
    struct insn *insns = ARENA_ARRAY(c->arena, code->insn_count + 1, struct insn);
    struct position *positions = ARENA_ARRAY(c->arena, code->insn_count + 1, struct position);
    int n = 0;
    for (struct block *b = u->flow.entry; b; b = b->next) {
        for (int i = 0; i < b->count; i++, n++) {
            const struct instr *in = &b->items[i];
            ASSERT(in->op < OPCODE_COUNT);
            insns[n] = (struct insn){(uint16_t)in->op, instr_is_jump(in) ? in->target->index : in->arg};
            positions[n] = in->at.line > 0 ? in->at : (struct position){0, 0, -1, -1};
        }
    }
    code->insns = insns;
    code->positions = positions;
}

/* One row for each run of instructions with the same handler. */
static void write_handlers(struct compiler *c, struct unit *u, struct code *code)
{
    struct handler *rows = ARENA_ARRAY(c->arena, code->insn_count + 1, struct handler);
    const struct block *now = NULL;
    int n = 0, index = 0;
    for (struct block *b = u->flow.entry; b; b = b->next) {
        for (int i = 0; i < b->count; i++, index++) {
            const struct block *h = b->items[i].handler;
            if (h != now && h)
                rows[n++] = (struct handler){.start = index, .target = h->index, .lasti = h->keeps_lasti,
                                             .depth = h->depth - 1 - h->keeps_lasti};
            if (h)
                rows[n - 1].end = index + 1;
            now = h;
        }
    }
    code->handlers = rows;
    code->handler_count = n;
}

static const char *const *texts(struct compiler *c, const struct table *t)
{
    const char **list = ARENA_ARRAY(c->arena, t->count + 1, const char *);
    for (int i = 0; i < t->count; i++)
        list[i] = name_intern(c->pool, t->keys[i].bytes, t->keys[i].len);
    return list;
}

static void write_locals(struct compiler *c, struct unit *u, struct code *code, const int32_t *places, int count)
{
    const char **names = ARENA_ARRAY(c->arena, count + 1, const char *);
    uint8_t *is_cell = ARENA_ARRAY(c->arena, count + 1, uint8_t);
    for (int i = 0; i < u->vars.count; i++)
        names[i] = u->vars.keys[i].bytes;
    for (int i = 0; i < u->cells.count; i++) {
        names[places[i]] = u->cells.keys[i].bytes;
        is_cell[places[i]] = 1;
    }
    for (int i = 0; i < u->frees.count; i++) {
        names[places[u->cells.count + i]] = u->frees.keys[i].bytes;
        is_cell[places[u->cells.count + i]] = 2;
    }
    for (int i = 0; i < count; i++)
        names[i] = name_intern_cstr(c->pool, names[i]);
    code->locals = names;
    code->is_cell = is_cell;
    code->local_count = count;
    code->nlocals = u->vars.count;
    code->ncells = u->cells.count;
    code->nfrees = u->frees.count;
}

/* Constants that folding left unused at the end are dropped; the first is the docstring and stays. */
static int used_constants(const struct unit *u)
{
    int last = 0;
    for (const struct block *b = u->flow.entry; b; b = b->next)
        for (int i = 0; i < b->count; i++)
            if ((b->items[i].op == OP_LOAD_CONST || b->items[i].op == OP_KW_NAMES) && b->items[i].arg > last)
                last = b->items[i].arg;
    return last + 1 < u->konsts.count ? last + 1 : u->konsts.count;
}

static unsigned flags_of(const struct compiler *c, const struct unit *u)
{
    const struct scope *s = u->scope;
    unsigned flags = c->options->flags;
    if (scope_is_function(s)) {
        flags |= CODE_optimized;
        if (s->is_generator)
            flags |= s->is_coroutine ? CODE_async_generator : CODE_generator;
        else if (is_resumable(u))
            flags |= CODE_coroutine;
    }
    if (s->kind == SCOPE_class)
        flags |= CODE_class_body;
    if (s->kind == SCOPE_module)
        flags |= CODE_module;
    return flags | (u->varargs ? CODE_varargs : 0) | (u->varkeywords ? CODE_varkeywords : 0);
}

struct code *assemble(struct compiler *c, struct unit *u)
{
    struct code *code = ARENA_NEW(c->arena, struct code);
    struct flow *f = &u->flow;
    int local_count;
    flow_normalize(f);
    flow_copy_small_exits(f);
    int32_t *places = deref_places(c, u, &local_count);
    place_derefs(u, places);
    insert_prefix(c, u, places, local_count);
    flow_optimize(f);
    flow_finish_lines(f);
    int depth = flow_stack_depth(f);
    ASSERT(depth >= 0);
    flow_label_handlers(f);
    flow_direct_jumps(f);
    code->name = u->name;
    code->qualname = u->qualname;
    code->source = c->src;
    code->first_line = u->first_line;
    code->flags = flags_of(c, u);
    code->argcount = u->argcount;
    code->posonlyargcount = u->posonlyargcount;
    code->kwonlyargcount = u->kwonlyargcount;
    code->stack_size = depth;
    code->loop_depth = u->loop_depth_max;
    code->insn_count = number_blocks(u);
    write_insns(c, u, code);
    write_handlers(c, u, code);
    write_locals(c, u, code, places, local_count);
    code->names = texts(c, &u->names);
    code->name_count = u->names.count;
    code->const_count = used_constants(u);
    code->consts = u->konsts.items;
    return code;
}
