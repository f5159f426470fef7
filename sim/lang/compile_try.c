/* try statements: zero-cost on the straight path; handlers begin with the exception on the stack. */
#include "lang/compile.h"

/* What runs when a handler itself fails: drop the exception being handled, raise the new one. */
void emit_pop_except_reraise(struct compiler *c)
{
    emit_arg(c, OP_COPY, 3);
    emit(c, OP_POP_EXCEPT);
    emit_arg(c, OP_RERAISE, 1);
}

/* name = None; del name */
static void emit_forget(struct compiler *c, const char *name)
{
    if (!name)
        return;
    emit_none(c);
    compile_name(c, name, USE_store);
    compile_name(c, name, USE_delete);
}

static void compile_named_clause(struct compiler *c, const struct except_clause *clause, struct block *end)
{
    struct block *body = new_block(c), *cleanup = new_block(c);
    compile_name(c, clause->name, USE_store);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    use_block(c, body);
    frame_push(c, (struct frame){.kind = FRAME_handler_cleanup, .start = body, .name = clause->name});
    compile_stmts(c, &clause->body);
    frame_pop(c, FRAME_handler_cleanup);
    unset_line(c);
    emit(c, OP_POP_BLOCK);
    emit(c, OP_POP_BLOCK);
    emit(c, OP_POP_EXCEPT);
    emit_forget(c, clause->name);
    emit_jump(c, OP_JUMP, end);
    use_block(c, cleanup);
    unset_line(c);
    emit_forget(c, clause->name);
    emit_arg(c, OP_RERAISE, 1);
}

static void compile_clause(struct compiler *c, const struct except_clause *clause, struct block *end)
{
    struct block *next = new_block(c);
    c->unit->at = clause->at;
    if (clause->type) {
        compile_expr(c, clause->type);
        emit(c, OP_CHECK_EXC_MATCH);
        emit_jump(c, OP_POP_JUMP_IF_FALSE, next);
    }
    if (clause->name) {
        compile_named_clause(c, clause, end);
    } else {
        struct block *body = new_block(c);
        emit(c, OP_POP_TOP);
        use_block(c, body);
        frame_push(c, (struct frame){.kind = FRAME_handler_cleanup, .start = body});
        compile_stmts(c, &clause->body);
        frame_pop(c, FRAME_handler_cleanup);
        unset_line(c);
        emit(c, OP_POP_BLOCK);
        emit(c, OP_POP_EXCEPT);
        emit_jump(c, OP_JUMP, end);
    }
    use_block(c, next);
}

static void compile_try_except(struct compiler *c, const struct stmt *s)
{
    struct block *body = new_block(c), *except = new_block(c), *end = new_block(c), *cleanup = new_block(c);
    emit_jump(c, OP_SETUP_FINALLY, except);
    use_block(c, body);
    frame_push(c, (struct frame){.kind = FRAME_try, .start = body});
    compile_stmts(c, &s->u.try_stmt.body);
    frame_pop(c, FRAME_try);
    emit_noline(c, OP_POP_BLOCK);
    compile_stmts(c, &s->u.try_stmt.orelse);
    emit_jump_noline(c, end);
    use_block(c, except);
    unset_line(c);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    frame_push(c, (struct frame){.kind = FRAME_handler});
    for (int i = 0; i < s->u.try_stmt.count; i++)
        compile_clause(c, &s->u.try_stmt.clauses[i], end);
    unset_line(c);
    frame_pop(c, FRAME_handler);
    emit_arg(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_reraise(c);
    use_block(c, end);
}

/* One except* clause: takes its part of the group, leaves the rest for the next one.
 * Stack: previous exception, original group, list of new exceptions, rest. */
static void compile_star_clause(struct compiler *c, const struct except_clause *clause, bool first, bool last, struct block *reraise)
{
    struct block *match = new_block(c), *body = new_block(c), *cleanup = new_block(c), *next = new_block(c);
    c->unit->at = clause->at;
    if (first) {
        emit_arg(c, OP_COPY, 1);
        emit_arg(c, OP_BUILD_LIST, 0);
        emit_arg(c, OP_SWAP, 2);
    }
    compile_expr(c, clause->type);
    emit(c, OP_CHECK_EG_MATCH);
    emit_arg(c, OP_COPY, 1);
    emit_jump(c, OP_POP_JUMP_IF_NOT_NONE, match);
    emit(c, OP_POP_TOP);
    emit_jump(c, OP_JUMP, next);
    use_block(c, match);
    if (clause->name)
        compile_name(c, clause->name, USE_store);
    else
        emit(c, OP_POP_TOP);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    use_block(c, body);
    frame_push(c, (struct frame){.kind = FRAME_handler_cleanup, .start = body, .name = clause->name});
    compile_stmts(c, &clause->body);
    frame_pop(c, FRAME_handler_cleanup);
    unset_line(c);
    emit(c, OP_POP_BLOCK);
    emit_forget(c, clause->name);
    emit_jump(c, OP_JUMP, next);
    use_block(c, cleanup);
    unset_line(c);
    emit_forget(c, clause->name);
    emit_arg(c, OP_LIST_APPEND, 3);
    emit(c, OP_POP_TOP);
    emit_jump(c, OP_JUMP, next);
    use_block(c, next);
    if (last) {
        emit_arg(c, OP_LIST_APPEND, 1);
        emit_jump(c, OP_JUMP, reraise);
    }
}

static void compile_star_end(struct compiler *c, struct block *end, struct block *cleanup)
{
    struct block *reraise = new_block(c);
    emit(c, OP_PREP_RERAISE_STAR);
    emit_arg(c, OP_COPY, 1);
    emit_jump(c, OP_POP_JUMP_IF_NOT_NONE, reraise);
    emit(c, OP_POP_TOP);
    emit(c, OP_POP_BLOCK);
    emit(c, OP_POP_EXCEPT);
    emit_jump(c, OP_JUMP, end);
    use_block(c, reraise);
    emit(c, OP_POP_BLOCK);
    emit_arg(c, OP_SWAP, 2);
    emit(c, OP_POP_EXCEPT);
    emit_arg(c, OP_RERAISE, 0);
    use_block(c, cleanup);
    emit_pop_except_reraise(c);
}

static void compile_try_star(struct compiler *c, const struct stmt *s)
{
    struct block *body = new_block(c), *except = new_block(c), *orelse = new_block(c), *end = new_block(c);
    struct block *cleanup = new_block(c), *reraise = new_block(c);
    emit_jump(c, OP_SETUP_FINALLY, except);
    use_block(c, body);
    frame_push(c, (struct frame){.kind = FRAME_try, .start = body});
    compile_stmts(c, &s->u.try_stmt.body);
    frame_pop(c, FRAME_try);
    emit_noline(c, OP_POP_BLOCK);
    emit_jump_noline(c, orelse);
    use_block(c, except);
    unset_line(c);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    frame_push(c, (struct frame){.kind = FRAME_group_handler});
    int n = s->u.try_stmt.count;
    for (int i = 0; i < n; i++)
        compile_star_clause(c, &s->u.try_stmt.clauses[i], i == 0, i == n - 1, reraise);
    unset_line(c);
    frame_pop(c, FRAME_group_handler);
    use_block(c, reraise);
    compile_star_end(c, end, cleanup);
    use_block(c, orelse);
    compile_stmts(c, &s->u.try_stmt.orelse);
    use_block(c, end);
}

static void compile_protected(struct compiler *c, const struct stmt *s)
{
    if (s->u.try_stmt.star)
        compile_try_star(c, s);
    else
        compile_try_except(c, s);
}

/* The finally body stands twice: after the straight path and as handler (and again for each way out). */
static void compile_try_finally(struct compiler *c, const struct stmt *s)
{
    const struct stmts *finally = &s->u.try_stmt.finally;
    struct block *body = new_block(c), *end = new_block(c), *exit = new_block(c), *cleanup = new_block(c);
    emit_jump(c, OP_SETUP_FINALLY, end);
    use_block(c, body);
    frame_push(c, (struct frame){.kind = FRAME_finally_try, .start = body, .exit = end, .finally = finally});
    if (s->u.try_stmt.count)
        compile_protected(c, s);
    else
        compile_stmts(c, &s->u.try_stmt.body);
    emit_noline(c, OP_POP_BLOCK);
    frame_pop(c, FRAME_finally_try);
    compile_stmts(c, finally);
    emit_jump_noline(c, exit);
    use_block(c, end);
    unset_line(c);
    emit_jump(c, OP_SETUP_CLEANUP, cleanup);
    emit(c, OP_PUSH_EXC_INFO);
    frame_push(c, (struct frame){.kind = FRAME_finally_end, .start = end});
    compile_stmts(c, finally);
    emit_arg(c, OP_RERAISE, 0);
    frame_pop(c, FRAME_finally_end);
    use_block(c, cleanup);
    emit_pop_except_reraise(c);
    use_block(c, exit);
}

void compile_try(struct compiler *c, const struct stmt *s)
{
    if (s->u.try_stmt.finally.count)
        compile_try_finally(c, s);
    else
        compile_protected(c, s);
}
