/* Displays, unpacking and comprehensions. */
#include "base/assert.h"
#include "lang/compile.h"

static bool all_constant(struct exprs list, int from, int to)
{
    for (int i = from; i < to; i++)
        if (!list.items[i] || list.items[i]->kind != EXPR_const)
            return false;
    return true;
}

static struct konst constants(struct compiler *c, struct exprs list, int from, int to)
{
    struct konst *items = ARENA_ARRAY(c->arena, to - from + 1, struct konst);
    for (int i = from; i < to; i++)
        items[i - from] = list.items[i]->u.konst;
    return (struct konst){.kind = KONST_tuple, .items = items, .len = (size_t)(to - from)};
}

static void constant_elements(struct compiler *c, struct exprs elts, int pushed, int build, int add, int extend, bool tuple)
{
    struct konst folded = constants(c, elts, 0, elts.count);
    if (tuple && !pushed) {
        emit_const(c, folded);
        return;
    }
    if (add == OP_SET_ADD)
        folded.kind = KONST_frozenset;
    emit_arg(c, build, pushed);
    emit_const(c, folded);
    emit_arg(c, extend, 1);
    if (tuple)
        emit(c, OP_LIST_TO_TUPLE);
}

/* [a, *b, c] and the like; pushed values are already on the stack and come first. */
void compile_elements(struct compiler *c, struct exprs elts, int pushed, int build, int add, int extend, bool tuple)
{
    int n = elts.count;
    if (n > 2 && all_constant(elts, 0, n)) {
        constant_elements(c, elts, pushed, build, add, extend, tuple);
        return;
    }
    bool big = n + pushed > STACK_USE_MAX, star = false, built = false;
    for (int i = 0; i < n; i++)
        star |= elts.items[i]->kind == EXPR_starred;
    if (!star && !big) {
        compile_exprs(c, elts);
        emit_arg(c, tuple ? OP_BUILD_TUPLE : build, n + pushed);
        return;
    }
    if (big) {
        emit_arg(c, build, pushed);
        built = true;
    }
    for (int i = 0; i < n; i++) {
        const struct expr *e = elts.items[i];
        if (e->kind == EXPR_starred) {
            if (!built)
                emit_arg(c, build, i + pushed);
            built = true;
            compile_expr(c, e->u.value);
            emit_arg(c, extend, 1);
        } else {
            compile_expr(c, e);
            if (built)
                emit_arg(c, add, 1);
        }
    }
    ASSERT(built);
    if (tuple)
        emit(c, OP_LIST_TO_TUPLE);
}

/* a, *b, c = ... */
void compile_unpack(struct compiler *c, const struct expr *e)
{
    struct exprs elts = e->u.elts;
    int star = -1;
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == EXPR_starred)
            star = i;
    if (star > 255)
        compile_fail(c, e->at, "more than 255 targets before the starred one");
    if (star >= 0)
        emit_arg(c, OP_UNPACK_EX, star | (elts.count - star - 1) << 8);
    else
        emit_arg(c, OP_UNPACK_SEQUENCE, elts.count);
    for (int i = 0; i < elts.count; i++)
        compile_expr(c, i == star ? elts.items[i]->u.value : elts.items[i]);
}

static void compile_items(struct compiler *c, const struct expr *e, int from, int to)
{
    struct exprs keys = e->u.dict.keys, values = e->u.dict.values;
    int n = to - from;
    bool big = n * 2 > STACK_USE_MAX;
    if (n > 1 && !big && all_constant(keys, from, to)) {
        for (int i = from; i < to; i++)
            compile_expr(c, values.items[i]);
        emit_const(c, constants(c, keys, from, to));
        emit_arg(c, OP_BUILD_CONST_KEY_MAP, n);
        return;
    }
    if (big)
        emit_arg(c, OP_BUILD_MAP, 0);
    for (int i = from; i < to; i++) {
        compile_expr(c, keys.items[i]);
        compile_expr(c, values.items[i]);
        if (big)
            emit_arg(c, OP_MAP_ADD, 1);
    }
    if (!big)
        emit_arg(c, OP_BUILD_MAP, n);
}

struct dict_progress {
    bool have; /* a dict is on the stack */
    int waiting; /* items not yet emitted */
};

static void flush_items(struct compiler *c, const struct expr *e, struct dict_progress *d, int from, int to)
{
    if (from < to) {
        compile_items(c, e, from, to);
        if (d->have)
            emit_arg(c, OP_DICT_UPDATE, 1);
        d->have = true;
    }
    d->waiting = 0;
}

void compile_dict(struct compiler *c, const struct expr *e)
{
    struct dict_progress d = {0};
    int n = e->u.dict.values.count;
    for (int i = 0; i < n; i++) {
        if (!e->u.dict.keys.items[i]) {
            flush_items(c, e, &d, i - d.waiting, i);
            if (!d.have)
                emit_arg(c, OP_BUILD_MAP, 0);
            d.have = true;
            compile_expr(c, e->u.dict.values.items[i]);
            emit_arg(c, OP_DICT_UPDATE, 1);
        } else if (d.waiting * 2 > STACK_USE_MAX) {
            flush_items(c, e, &d, i - d.waiting, i + 1);
        } else {
            d.waiting++;
        }
    }
    flush_items(c, e, &d, n - d.waiting, n);
    if (!d.have)
        emit_arg(c, OP_BUILD_MAP, 0);
}

/* -- comprehensions -- */

static void compile_result(struct compiler *c, const struct expr *e, int depth)
{
    compile_expr(c, e->u.comp.elt);
    switch ((int)e->kind) {
    case EXPR_generator:
        emit_yield(c);
        emit(c, OP_POP_TOP);
        break;
    case EXPR_list_comp: emit_arg(c, OP_LIST_APPEND, depth + 1); break;
    case EXPR_set_comp: emit_arg(c, OP_SET_ADD, depth + 1); break;
    default:
        compile_expr(c, e->u.comp.value);
        emit_arg(c, OP_MAP_ADD, depth + 1);
        break;
    }
}

static void compile_fors(struct compiler *c, const struct expr *e, int index, int depth);

static void compile_for_inside(struct compiler *c, const struct expr *e, int index, int depth, struct block *skip)
{
    const struct comp_for *f = &e->u.comp.fors[index];
    compile_expr(c, f->target);
    for (int i = 0; i < f->ifs.count; i++)
        compile_jump_if(c, f->ifs.items[i], skip, WHEN_FALSE);
    if (index + 1 < e->u.comp.for_count)
        compile_fors(c, e, index + 1, depth);
    else
        compile_result(c, e, depth);
    use_block(c, skip);
}

/* `for y in [x]`: the value itself, no loop. NULL if the iterable is something else. */
static const struct expr *single_element(const struct expr *iter)
{
    if ((iter->kind != EXPR_list && iter->kind != EXPR_tuple) || iter->u.elts.count != 1)
        return NULL;
    return iter->u.elts.items[0]->kind == EXPR_starred ? NULL : iter->u.elts.items[0];
}

static void compile_sync_for(struct compiler *c, const struct expr *e, int index, int depth)
{
    const struct comp_for *f = &e->u.comp.fors[index];
    struct block *start = new_block(c), *skip = new_block(c), *end = new_block(c);
    const struct expr *single = index ? single_element(f->iter) : NULL;
    if (index == 0) {
        emit_arg(c, OP_LOAD_FAST, 0);
    } else if (single) {
        compile_expr(c, single);
    } else {
        compile_expr(c, f->iter);
        emit(c, OP_GET_ITER);
    }
    if (!single) {
        depth++;
        use_block(c, start);
        emit_jump(c, OP_FOR_ITER, end);
    }
    compile_for_inside(c, e, index, depth, skip);
    if (!single) {
        emit_jump(c, OP_JUMP, start);
        use_block(c, end);
    }
}

static void compile_async_comp_for(struct compiler *c, const struct expr *e, int index, int depth)
{
    const struct comp_for *f = &e->u.comp.fors[index];
    struct block *start = new_block(c), *except = new_block(c), *skip = new_block(c);
    if (index == 0) {
        emit_arg(c, OP_LOAD_FAST, 0);
    } else {
        compile_expr(c, f->iter);
        emit(c, OP_GET_AITER);
    }
    use_block(c, start);
    emit_jump(c, OP_SETUP_FINALLY, except);
    emit(c, OP_GET_ANEXT);
    emit_none(c);
    emit_send_loop(c, true);
    emit(c, OP_POP_BLOCK);
    compile_for_inside(c, e, index, depth + 1, skip);
    emit_jump(c, OP_JUMP, start);
    use_block(c, except);
    emit(c, OP_END_ASYNC_FOR);
}

static void compile_fors(struct compiler *c, const struct expr *e, int index, int depth)
{
    c->unit->loop_depth++;
    if (c->unit->loop_depth > c->unit->loop_depth_max)
        c->unit->loop_depth_max = c->unit->loop_depth;
    if (e->u.comp.fors[index].is_async)
        compile_async_comp_for(c, e, index, depth);
    else
        compile_sync_for(c, e, index, depth);
    c->unit->loop_depth--;
}

void compile_comprehension(struct compiler *c, const struct expr *e)
{
    bool generator = e->kind == EXPR_generator, async = e->scope->is_coroutine;
    const struct scope *outer = c->unit->scope;
    if (async && !generator && !outer->is_async && outer->kind != SCOPE_comprehension)
        compile_fail(c, e->at, "an asynchronous comprehension outside an async function");
    unit_enter(c, e->scope, e->at.line);
    c->unit->argcount = 1;
    c->unit->at = e->at;
    if (!generator)
        emit_arg(c, e->kind == EXPR_list_comp ? OP_BUILD_LIST : e->kind == EXPR_set_comp ? OP_BUILD_SET : OP_BUILD_MAP, 0);
    compile_fors(c, e, 0, 0);
    if (!generator)
        emit(c, OP_RETURN_VALUE);
    struct code *code = unit_leave(c, true);
    emit_closure(c, code, 0);
    compile_expr(c, e->u.comp.fors[0].iter);
    emit(c, e->u.comp.fors[0].is_async ? OP_GET_AITER : OP_GET_ITER);
    emit_call(c, 0);
    if (async && !generator) {
        emit_arg(c, OP_GET_AWAITABLE, 0);
        emit_none(c);
        emit_send_loop(c, true);
    }
}
