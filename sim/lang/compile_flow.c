/* Branches, loops, and leaving blocks by return, break and continue. */
#include "base/assert.h"
#include "lang/compile.h"

void compile_if(struct compiler *c, const struct stmt *s)
{
    bool has_else = s->u.branch.orelse.count > 0;
    struct block *end = new_block(c), *other = has_else ? new_block(c) : end;
    compile_jump_if(c, s->u.branch.test, other, WHEN_FALSE);
    compile_stmts(c, &s->u.branch.body);
    if (has_else) {
        emit_jump_noline(c, end);
        use_block(c, other);
        compile_stmts(c, &s->u.branch.orelse);
    }
    use_block(c, end);
}

static void loop_enter(struct compiler *c, struct frame f)
{
    struct unit *u = c->unit;
    frame_push(c, f);
    if (++u->loop_depth > u->loop_depth_max)
        u->loop_depth_max = u->loop_depth;
}

static void loop_leave(struct compiler *c, enum frame_kind kind)
{
    frame_pop(c, kind);
    c->unit->loop_depth--;
}

/* The test stands twice: before the loop and, jumping back, after the body. */
void compile_while(struct compiler *c, const struct stmt *s)
{
    struct block *loop = new_block(c), *body = new_block(c), *other = new_block(c), *end = new_block(c);
    use_block(c, loop);
    loop_enter(c, (struct frame){.kind = FRAME_while, .start = loop, .exit = end});
    compile_jump_if(c, s->u.branch.test, other, WHEN_FALSE);
    use_block(c, body);
    compile_stmts(c, &s->u.branch.body);
    c->unit->at = s->at;
    compile_jump_if(c, s->u.branch.test, body, WHEN_TRUE);
    loop_leave(c, FRAME_while);
    use_block(c, other);
    compile_stmts(c, &s->u.branch.orelse);
    use_block(c, end);
}

static void compile_async_for(struct compiler *c, const struct stmt *s)
{
    struct block *start = new_block(c), *except = new_block(c), *end = new_block(c);
    compile_expr(c, s->u.for_loop.iter);
    emit(c, OP_GET_AITER);
    use_block(c, start);
    loop_enter(c, (struct frame){.kind = FRAME_for, .start = start, .exit = end});
    emit_jump(c, OP_SETUP_FINALLY, except);
    emit(c, OP_GET_ANEXT);
    emit_none(c);
    emit_send_loop(c, true);
    emit(c, OP_POP_BLOCK);
    compile_expr(c, s->u.for_loop.target);
    compile_stmts(c, &s->u.for_loop.body);
    unset_line(c);
    emit_jump(c, OP_JUMP, start);
    loop_leave(c, FRAME_for);
    use_block(c, except);
    c->unit->at = s->u.for_loop.iter->at;
    emit(c, OP_END_ASYNC_FOR);
    compile_stmts(c, &s->u.for_loop.orelse);
    use_block(c, end);
}

void compile_for(struct compiler *c, const struct stmt *s)
{
    if (s->is_async) {
        compile_async_for(c, s);
        return;
    }
    struct block *start = new_block(c), *body = new_block(c), *cleanup = new_block(c), *end = new_block(c);
    loop_enter(c, (struct frame){.kind = FRAME_for, .start = start, .exit = end});
    compile_expr(c, s->u.for_loop.iter);
    emit(c, OP_GET_ITER);
    use_block(c, start);
    emit_jump(c, OP_FOR_ITER, cleanup);
    use_block(c, body);
    compile_expr(c, s->u.for_loop.target);
    compile_stmts(c, &s->u.for_loop.body);
    unset_line(c);
    emit_jump(c, OP_JUMP, start);
    use_block(c, cleanup);
    loop_leave(c, FRAME_for);
    compile_stmts(c, &s->u.for_loop.orelse);
    use_block(c, end);
}

/* -- leaving -- */

static void swap_if(struct compiler *c, bool keep_top)
{
    if (keep_top)
        emit_arg(c, OP_SWAP, 2);
}

static void unwind_with(struct compiler *c, const struct frame *f, bool keep_top)
{
    c->unit->at = f->with->at;
    emit(c, OP_POP_BLOCK);
    swap_if(c, keep_top);
    emit_exit_call(c);
    if (f->kind == FRAME_async_with) {
        emit_arg(c, OP_GET_AWAITABLE, 2);
        emit_none(c);
        emit_send_loop(c, true);
    }
    emit(c, OP_POP_TOP);
    unset_line(c);
}

/* Undoes one frame; keep_top: the value being returned stays on top of the stack. */
static void unwind(struct compiler *c, const struct frame *f, bool keep_top)
{
    switch (f->kind) {
    case FRAME_while:
    case FRAME_handler:
    case FRAME_group_handler: return;
    case FRAME_for:
        swap_if(c, keep_top);
        emit(c, OP_POP_TOP);
        return;
    case FRAME_try: emit(c, OP_POP_BLOCK); return;
    case FRAME_finally_try:
        emit(c, OP_POP_BLOCK);
        if (keep_top)
            frame_push(c, (struct frame){.kind = FRAME_pop_value});
        compile_stmts(c, f->finally);
        if (keep_top)
            frame_pop(c, FRAME_pop_value);
        unset_line(c);
        return;
    case FRAME_finally_end:
        swap_if(c, keep_top);
        emit(c, OP_POP_TOP);
        swap_if(c, keep_top);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_EXCEPT);
        return;
    case FRAME_with:
    case FRAME_async_with: unwind_with(c, f, keep_top); return;
    case FRAME_handler_cleanup:
        if (f->name)
            emit(c, OP_POP_BLOCK);
        swap_if(c, keep_top);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_EXCEPT);
        if (f->name) {
            emit_none(c);
            compile_name(c, f->name, USE_store);
            compile_name(c, f->name, USE_delete);
        }
        return;
    case FRAME_pop_value:
        swap_if(c, keep_top);
        emit(c, OP_POP_TOP);
        return;
    }
}

/* Undoes frames from the innermost outward, to the first loop if `to_loop`, and returns that loop. While a
 * frame is being undone it does not exist: a return in its finally body must not meet it again. */
static const struct frame *unwind_frames(struct compiler *c, bool keep_top, bool to_loop)
{
    struct unit *u = c->unit;
    int count = u->frame_count;
    struct frame saved[FRAME_MAX];
    const struct frame *loop = NULL;
    for (int i = 0; i < count; i++)
        saved[i] = u->frames[i];
    while (u->frame_count && !loop) {
        const struct frame *top = &u->frames[u->frame_count - 1];
        if (top->kind == FRAME_group_handler)
            compile_fail(c, u->at, "'break', 'continue' and 'return' cannot leave an 'except*' block");
        if (to_loop && (top->kind == FRAME_while || top->kind == FRAME_for)) {
            loop = top;
            break;
        }
        u->frame_count--;
        struct frame copy = *top;
        unwind(c, &copy, keep_top);
    }
    for (int i = 0; i < count; i++)
        u->frames[i] = saved[i];
    u->frame_count = count;
    return loop;
}

void compile_return(struct compiler *c, const struct stmt *s)
{
    const struct expr *value = s->u.value;
    bool computed = value && value->kind != EXPR_const;
    if (computed) {
        compile_expr(c, value);
    } else if (value) {
        c->unit->at = value->at;
        emit(c, OP_NOP);
    }
    if (!value || value->at.line != s->at.line) {
        c->unit->at = s->at;
        emit(c, OP_NOP);
    }
    unwind_frames(c, computed, false);
    if (!value)
        emit_none(c);
    else if (!computed)
        emit_const(c, value->u.konst);
    emit(c, OP_RETURN_VALUE);
}

void compile_break(struct compiler *c, const struct stmt *s)
{
    emit(c, OP_NOP);
    const struct frame *loop = unwind_frames(c, false, true);
    if (!loop) {
        compile_fail(c, s->at, "'break' outside a loop");
        return;
    }
    unwind(c, loop, false);
    emit_jump(c, OP_JUMP, loop->exit);
}

void compile_continue(struct compiler *c, const struct stmt *s)
{
    emit(c, OP_NOP);
    const struct frame *loop = unwind_frames(c, false, true);
    if (!loop) {
        compile_fail(c, s->at, "'continue' outside a loop");
        return;
    }
    emit_jump(c, OP_JUMP, loop->start);
}
