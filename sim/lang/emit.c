/* Adding instructions, constants and names to the code being made. */
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "lang/compile.h"

void compile_fail(struct compiler *c, struct position at, const char *fmt, ...)
{
    if (c->diag->set)
        return;
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(c->arena, fmt, ap);
    va_end(ap);
    diag_at(c->diag, c->src, source_span(c->src, at), "%s", text);
}

struct block *new_block(struct compiler *c)
{
    return block_new(&c->unit->flow);
}

void use_block(struct compiler *c, struct block *b)
{
    c->unit->current->next = b;
    c->unit->current = b;
}

static bool ends_block(const struct instr *in)
{
    return instr_is_jump(in) || in->op == OP_RETURN_VALUE || in->op == OP_RAISE_VARARGS || in->op == OP_RERAISE;
}

static struct instr *add(struct compiler *c, int op)
{
    struct block *b = c->unit->current;
    if (b->count && ends_block(&b->items[b->count - 1]))
        use_block(c, new_block(c));
    b = c->unit->current;
    struct instr *in = block_add(&c->unit->flow, b);
    in->op = op;
    in->at = c->unit->at;
    b->returns |= op == OP_RETURN_VALUE;
    return in;
}

void emit(struct compiler *c, int op)
{
    add(c, op);
}

void emit_arg(struct compiler *c, int op, int32_t arg)
{
    add(c, op)->arg = arg;
}

void unset_line(struct compiler *c)
{
    c->unit->at = (struct position){NO_LINE, NO_LINE, -1, -1};
}

void emit_noline(struct compiler *c, int op)
{
    struct instr *in = add(c, op);
    in->at = (struct position){NO_LINE, NO_LINE, -1, -1};
}

void emit_jump(struct compiler *c, int op, struct block *target)
{
    add(c, op)->target = target;
}

void emit_jump_noline(struct compiler *c, struct block *target)
{
    struct instr *in = add(c, OP_JUMP);
    in->target = target;
    in->at = (struct position){NO_LINE, NO_LINE, -1, -1};
}

/* -- constants -- */

static void key_of(struct konst_pool *p, struct buf *key, const struct konst *k)
{
    buf_char(key, (char)('A' + (int)k->kind));
    switch (k->kind) {
    case KONST_none:
    case KONST_true:
    case KONST_false:
    case KONST_ellipsis: break;
    case KONST_int: buf_add(key, &k->i, sizeof k->i); break;
    case KONST_float:
    case KONST_complex: buf_add(key, &k->f, sizeof k->f); break;
    case KONST_bigint:
    case KONST_str:
    case KONST_bytes:
        buf_add(key, &k->len, sizeof k->len);
        buf_add(key, k->text, k->len);
        break;
    case KONST_tuple:
    case KONST_frozenset:
        buf_add(key, &k->len, sizeof k->len);
        for (size_t i = 0; i < k->len; i++)
            key_of(p, key, &k->items[i]);
        break;
    case KONST_code:
        p->code_count++;
        buf_add(key, &p->code_count, sizeof p->code_count);
        break;
    }
}

int konst_add(struct konst_pool *p, struct konst k)
{
    struct buf key = {0};
    key_of(p, &key, &k);
    int index = table_add(p->arena, &p->table, key.data, key.len);
    buf_fini(&key);
    if (index < p->count)
        return index;
    if (p->count == p->cap) {
        int cap = p->cap ? p->cap * 2 : 8;
        struct konst *more = ARENA_ARRAY(p->arena, cap, struct konst);
        if (p->count)
            memcpy(more, p->items, (size_t)p->count * sizeof *more);
        p->items = more;
        p->cap = cap;
    }
    p->items[p->count] = k;
    return p->count++;
}

struct konst konst_str(const char *text)
{
    return (struct konst){.kind = KONST_str, .text = text, .len = strlen(text)};
}

struct konst konst_tuple(struct arena *a, const struct konst *items, int count)
{
    struct konst *copy = ARENA_ARRAY(a, count ? count : 1, struct konst);
    if (count)
        memcpy(copy, items, (size_t)count * sizeof *copy);
    return (struct konst){.kind = KONST_tuple, .items = copy, .len = (size_t)count};
}

void emit_const(struct compiler *c, struct konst k)
{
    emit_arg(c, OP_LOAD_CONST, konst_add(&c->unit->konsts, k));
}

void emit_none(struct compiler *c)
{
    emit_const(c, (struct konst){.kind = KONST_none});
}

void emit_int(struct compiler *c, int64_t i)
{
    emit_const(c, (struct konst){.kind = KONST_int, .i = i});
}

void emit_str(struct compiler *c, const char *text)
{
    emit_const(c, konst_str(text));
}

/* -- names -- */

static const char *mangle(const struct compiler *c, const char *name)
{
    return name_mangle(c->pool, c->unit->scope->private_class, name);
}

void emit_named(struct compiler *c, int op, const char *name)
{
    name = mangle(c, name);
    emit_arg(c, op, table_add(c->arena, &c->unit->names, name, strlen(name)));
}

static int32_t deref_index(const struct unit *u, const char *name, enum binding binding)
{
    int index = table_find(binding == BINDING_cell ? &u->cells : &u->frees, name, strlen(name));
    ASSERT(index >= 0);
    return binding == BINDING_cell ? index : index + u->cells.count;
}

void compile_name(struct compiler *c, const char *name, enum expr_use use)
{
    static const int ops[4][3] = { /* [where][use] */
        {OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST},
        {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF},
        {OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL},
        {OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME},
    };
    struct unit *u = c->unit;
    name = mangle(c, name_intern_cstr(c->pool, name));
    const struct symbol *sym = scope_find(u->scope, name);
    enum binding binding = sym ? sym->binding : BINDING_name;
    size_t len = strlen(name);
    switch (binding) {
    case BINDING_fast: emit_arg(c, ops[0][use], table_add(c->arena, &u->vars, name, len)); return;
    case BINDING_cell:
    case BINDING_free: {
        int op = use == USE_load && u->scope->kind == SCOPE_class ? OP_LOAD_CLASSDEREF : ops[1][use];
        emit_arg(c, op, deref_index(u, name, binding));
        return;
    }
    case BINDING_global_explicit: emit_named(c, ops[2][use], name); return;
    case BINDING_global_implicit:
        emit_named(c, ops[scope_is_function(u->scope) ? 2 : 3][use], name);
        return;
    case BINDING_name: emit_named(c, ops[3][use], name); return;
    }
}

/* -- small sequences -- */

void emit_call(struct compiler *c, int32_t count)
{
    emit_arg(c, OP_CALL, count);
}

/* Drives the iterator below the top until it is done: await and yield from. */
void emit_send_loop(struct compiler *c, bool await)
{
    struct block *send = new_block(c), *resume = new_block(c), *done = new_block(c);
    use_block(c, send);
    emit_jump(c, OP_SEND, done);
    use_block(c, resume);
    emit(c, OP_YIELD_VALUE);
    emit_arg(c, OP_RESUME, await ? 3 : 2);
    emit_jump(c, OP_JUMP_NO_INTERRUPT, send);
    use_block(c, done);
}

void emit_yield(struct compiler *c)
{
    if (c->unit->scope->is_generator && c->unit->scope->is_coroutine)
        emit(c, OP_ASYNC_GEN_WRAP);
    emit(c, OP_YIELD_VALUE);
    emit_arg(c, OP_RESUME, 1);
}

void frame_push(struct compiler *c, struct frame f)
{
    struct unit *u = c->unit;
    if (u->frame_count == FRAME_MAX) {
        compile_fail(c, u->at, "more than %d nested loops, try and with blocks in one function", FRAME_MAX);
        u->frame_count--; /* keeps pushes and pops in step; the code is never used */
    }
    u->frames[u->frame_count++] = f;
}

void frame_pop(struct compiler *c, enum frame_kind kind)
{
    struct unit *u = c->unit;
    if (c->diag->set && !u->frame_count)
        return;
    ASSERT(u->frame_count > 0);
    ASSERT(c->diag->set || u->frames[u->frame_count - 1].kind == kind);
    u->frame_count--;
}
