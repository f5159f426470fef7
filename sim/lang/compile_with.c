/* with and async with: one nested block per manager. */
#include "lang/compile.h"

/* __exit__(None, None, None), the bound method being on the stack. */
void emit_exit_call(struct compiler *c)
{
    emit_none(c);
    emit_none(c);
    emit_none(c);
    emit_call(c, 2);
}

static void emit_await(struct compiler *c, int how)
{
    emit_arg(c, OP_GET_AWAITABLE, how);
    emit_none(c);
    emit_send_loop(c, true);
}

/* The exceptional way out: __exit__ has been asked; true suppresses the exception. */
static void emit_verdict(struct compiler *c, struct block *cleanup)
{
    struct block *suppress = new_block(c);
    emit_jump(c, OP_POP_JUMP_IF_TRUE, suppress);
    emit_arg(c, OP_RERAISE, 2);
    use_block(c, cleanup);
    unset_line(c);
    emit_pop_except_reraise(c);
    use_block(c, suppress);
    emit(c, OP_POP_TOP);
    emit(c, OP_POP_BLOCK);
    emit(c, OP_POP_EXCEPT);
    emit(c, OP_POP_TOP);
    emit(c, OP_POP_TOP);
}

void compile_with(struct compiler *c, const struct stmt *s, int item)
{
    const struct with_item *it = &s->u.with.items[item];
    enum frame_kind kind = s->is_async ? FRAME_async_with : FRAME_with;
    struct block *body = new_block(c), *final = new_block(c), *exit = new_block(c), *cleanup = new_block(c);
    compile_expr(c, it->manager);
    emit(c, s->is_async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH);
    if (s->is_async)
        emit_await(c, 1);
    emit_jump(c, OP_SETUP_WITH, final);
    use_block(c, body);
    frame_push(c, (struct frame){.kind = kind, .start = body, .exit = final, .with = s});
    if (it->target)
        compile_expr(c, it->target);
    else
        emit(c, OP_POP_TOP);
    if (item + 1 < s->u.with.count)
        compile_with(c, s, item + 1);
    else
        compile_stmts(c, &s->u.with.body);
    frame_pop(c, kind);
    emit_noline(c, OP_POP_BLOCK);
    c->unit->at = s->at;
    emit_exit_call(c);
    if (s->is_async)
        emit_await(c, 2);
    emit(c, OP_POP_TOP);
    emit_jump(c, OP_JUMP, exit);
    use_block(c, final);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    emit(c, OP_WITH_EXCEPT_START);
    if (s->is_async)
        emit_await(c, 2);
    emit_verdict(c, cleanup);
    use_block(c, exit);
}
