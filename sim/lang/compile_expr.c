/* Expressions to instructions. */
#include <string.h>

#include "base/assert.h"
#include "lang/compile.h"

void compile_exprs(struct compiler *c, struct exprs list)
{
    for (int i = 0; i < list.count; i++)
        compile_expr(c, list.items[i]);
}

/* An attribute on a later line than its object's start is shown where its name stands. */
void set_attribute_start(struct compiler *c, const struct expr *attribute)
{
    struct position at = attribute->at;
    if (at.line == at.end_line)
        return;
    int len = (int)strlen(attribute->u.attribute.name);
    c->unit->at.line = at.end_line;
    if (len <= at.end_col) {
        c->unit->at.col = at.end_col - len;
        c->unit->at.end_col = at.end_col;
    } else {
        c->unit->at.col = c->unit->at.end_col = -1;
    }
    if (c->unit->at.end_line < at.end_line)
        c->unit->at.end_line = at.end_line;
}

static void emit_compare(struct compiler *c, int op)
{
    if (op == COMPARE_is || op == COMPARE_is_not)
        emit_arg(c, OP_IS_OP, op == COMPARE_is_not);
    else if (op == COMPARE_in || op == COMPARE_not_in)
        emit_arg(c, OP_CONTAINS_OP, op == COMPARE_not_in);
    else
        emit_arg(c, OP_COMPARE_OP, op);
}

/* a < b < c: each middle operand is kept for the next comparison. */
static void compile_compare_chain(struct compiler *c, const struct expr *e, int jump, struct block *cleanup)
{
    int last = e->u.compare.rights.count - 1;
    compile_expr(c, e->u.compare.left);
    for (int i = 0; i < last; i++) {
        compile_expr(c, e->u.compare.rights.items[i]);
        emit_arg(c, OP_SWAP, 2);
        emit_arg(c, OP_COPY, 2);
        emit_compare(c, e->u.compare.ops[i]);
        emit_jump(c, jump, cleanup);
    }
    compile_expr(c, e->u.compare.rights.items[last]);
    emit_compare(c, e->u.compare.ops[last]);
}

static void compile_compare(struct compiler *c, const struct expr *e)
{
    if (e->u.compare.rights.count == 1) {
        compile_expr(c, e->u.compare.left);
        compile_expr(c, e->u.compare.rights.items[0]);
        emit_compare(c, e->u.compare.ops[0]);
        return;
    }
    struct block *cleanup = new_block(c), *end = new_block(c);
    compile_compare_chain(c, e, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    emit_jump_noline(c, end);
    use_block(c, cleanup);
    emit_arg(c, OP_SWAP, 2);
    emit(c, OP_POP_TOP);
    use_block(c, end);
}

static void jump_if_bool(struct compiler *c, const struct expr *e, struct block *target, bool when)
{
    struct exprs values = e->u.bool_op.values;
    bool stop = e->u.bool_op.is_or; /* the value that decides early */
    struct block *early = stop == when ? target : new_block(c);
    for (int i = 0; i < values.count - 1; i++)
        compile_jump_if(c, values.items[i], early, stop);
    compile_jump_if(c, values.items[values.count - 1], target, when);
    if (early != target)
        use_block(c, early);
}

static void jump_if_conditional(struct compiler *c, const struct expr *e, struct block *target, bool when)
{
    struct block *end = new_block(c), *other = new_block(c);
    compile_jump_if(c, e->u.cond.test, other, WHEN_FALSE);
    compile_jump_if(c, e->u.cond.body, target, when);
    emit_jump_noline(c, end);
    use_block(c, other);
    compile_jump_if(c, e->u.cond.orelse, target, when);
    use_block(c, end);
}

static void jump_if_chain(struct compiler *c, const struct expr *e, struct block *target, bool when)
{
    struct block *cleanup = new_block(c), *end = new_block(c);
    compile_compare_chain(c, e, OP_POP_JUMP_IF_FALSE, cleanup);
    emit_jump(c, when ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
    emit_jump_noline(c, end);
    use_block(c, cleanup);
    emit(c, OP_POP_TOP);
    if (!when)
        emit_jump_noline(c, target);
    use_block(c, end);
}

/* Jumps to target when e's truth is `when`, without making a bool of and, or, not, if-else. */
void compile_jump_if(struct compiler *c, const struct expr *e, struct block *target, bool when)
{
    if (e->kind == EXPR_compare)
        c->unit->at = e->at; /* and so the jump has the comparison's position, not the statement's */
    if (e->kind == EXPR_unary && e->u.unary.op == UNARY_not) {
        compile_jump_if(c, e->u.unary.operand, target, !when);
    } else if (e->kind == EXPR_bool_op) {
        jump_if_bool(c, e, target, when);
    } else if (e->kind == EXPR_if) {
        jump_if_conditional(c, e, target, when);
    } else if (e->kind == EXPR_compare && e->u.compare.rights.count > 1) {
        jump_if_chain(c, e, target, when);
    } else {
        compile_expr(c, e);
        emit_jump(c, when ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, target);
    }
}

static void compile_bool(struct compiler *c, const struct expr *e)
{
    struct block *end = new_block(c);
    struct exprs values = e->u.bool_op.values;
    for (int i = 0; i < values.count - 1; i++) {
        compile_expr(c, values.items[i]);
        emit_jump(c, e->u.bool_op.is_or ? OP_JUMP_IF_TRUE_OR_POP : OP_JUMP_IF_FALSE_OR_POP, end);
    }
    compile_expr(c, values.items[values.count - 1]);
    use_block(c, end);
}

static void compile_conditional(struct compiler *c, const struct expr *e)
{
    struct block *end = new_block(c), *other = new_block(c);
    compile_jump_if(c, e->u.cond.test, other, WHEN_FALSE);
    compile_expr(c, e->u.cond.body);
    emit_jump_noline(c, end);
    use_block(c, other);
    compile_expr(c, e->u.cond.orelse);
    use_block(c, end);
}

static void compile_joined(struct compiler *c, const struct expr *e)
{
    int n = e->u.joined.count;
    if (n <= STACK_USE_MAX) {
        compile_exprs(c, e->u.joined);
        if (n != 1)
            emit_arg(c, OP_BUILD_STRING, n);
        return;
    }
    emit_str(c, "");
    emit_named(c, OP_LOAD_METHOD, "join");
    emit_arg(c, OP_BUILD_LIST, 0);
    for (int i = 0; i < n; i++) {
        compile_expr(c, e->u.joined.items[i]);
        emit_arg(c, OP_LIST_APPEND, 1);
    }
    emit_call(c, 1);
}

static void compile_formatted(struct compiler *c, const struct expr *e)
{
    int conversion = e->u.formatted.conversion;
    int flags = conversion == 's' ? 1 : conversion == 'r' ? 2 : conversion == 'a' ? 3 : 0;
    compile_expr(c, e->u.formatted.value);
    if (e->u.formatted.spec) {
        compile_expr(c, e->u.formatted.spec);
        flags |= 4;
    }
    emit_arg(c, OP_FORMAT_VALUE, flags);
}

static void compile_attribute(struct compiler *c, const struct expr *e)
{
    static const int ops[] = {OP_LOAD_ATTR, OP_STORE_ATTR, OP_DELETE_ATTR};
    compile_expr(c, e->u.attribute.value);
    c->unit->at = e->at;
    set_attribute_start(c, e);
    emit_named(c, ops[e->use], e->u.attribute.name);
}

static void compile_subscript(struct compiler *c, const struct expr *e)
{
    static const int ops[] = {OP_BINARY_SUBSCR, OP_STORE_SUBSCR, OP_DELETE_SUBSCR};
    compile_expr(c, e->u.subscript.value);
    compile_expr(c, e->u.subscript.index);
    emit(c, ops[e->use]);
}

static void compile_part(struct compiler *c, const struct expr *e)
{
    if (e)
        compile_expr(c, e);
    else
        emit_none(c);
}

static void compile_slice(struct compiler *c, const struct expr *e)
{
    compile_part(c, e->u.slice.lower);
    compile_part(c, e->u.slice.upper);
    if (e->u.slice.step)
        compile_expr(c, e->u.slice.step);
    emit_arg(c, OP_BUILD_SLICE, e->u.slice.step ? 3 : 2);
}

static void compile_unary(struct compiler *c, const struct expr *e)
{
    static const int ops[] = {OP_UNARY_NOT, OP_UNARY_POSITIVE, OP_UNARY_NEGATIVE, OP_UNARY_INVERT};
    compile_expr(c, e->u.unary.operand);
    emit(c, ops[e->u.unary.op]);
}

static void compile_await(struct compiler *c, const struct expr *e)
{
    compile_expr(c, e->u.value);
    if (e->kind == EXPR_await)
        emit_arg(c, OP_GET_AWAITABLE, 0);
    else
        emit(c, OP_GET_YIELD_FROM_ITER);
    emit_none(c);
    emit_send_loop(c, e->kind == EXPR_await);
}

static void compile_sequence(struct compiler *c, const struct expr *e)
{
    if (e->use == USE_store)
        compile_unpack(c, e);
    else if (e->use == USE_delete)
        compile_exprs(c, e->u.elts);
    else if (e->kind == EXPR_tuple)
        compile_elements(c, e->u.elts, 0, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true);
    else
        compile_elements(c, e->u.elts, 0, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, false);
}

static void compile_kind(struct compiler *c, const struct expr *e)
{
    switch (e->kind) {
    case EXPR_bool_op: compile_bool(c, e); break;
    case EXPR_named:
        compile_expr(c, e->u.named.value);
        emit_arg(c, OP_COPY, 1);
        compile_expr(c, e->u.named.target);
        break;
    case EXPR_binary:
        compile_expr(c, e->u.binary.left);
        compile_expr(c, e->u.binary.right);
        emit_arg(c, OP_BINARY_OP, (int32_t)e->u.binary.op);
        break;
    case EXPR_unary: compile_unary(c, e); break;
    case EXPR_lambda: compile_lambda(c, e); break;
    case EXPR_if: compile_conditional(c, e); break;
    case EXPR_dict: compile_dict(c, e); break;
    case EXPR_set: compile_elements(c, e->u.elts, 0, OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, false); break;
    case EXPR_list:
    case EXPR_tuple: compile_sequence(c, e); break;
    case EXPR_list_comp:
    case EXPR_set_comp:
    case EXPR_dict_comp:
    case EXPR_generator: compile_comprehension(c, e); break;
    case EXPR_await:
    case EXPR_yield_from: compile_await(c, e); break;
    case EXPR_yield:
        compile_part(c, e->u.value);
        emit_yield(c);
        break;
    case EXPR_compare: compile_compare(c, e); break;
    case EXPR_call: compile_call(c, e); break;
    case EXPR_formatted: compile_formatted(c, e); break;
    case EXPR_joined: compile_joined(c, e); break;
    case EXPR_const: emit_const(c, e->u.konst); break;
    case EXPR_attribute: compile_attribute(c, e); break;
    case EXPR_subscript: compile_subscript(c, e); break;
    case EXPR_starred: compile_fail(c, e->at, "a starred expression cannot stand here"); break;
    case EXPR_name: compile_name(c, e->u.name, e->use); break;
    case EXPR_slice: compile_slice(c, e); break;
    }
}

void compile_expr(struct compiler *c, const struct expr *e)
{
    struct position before = c->unit->at;
    c->unit->at = e->at;
    compile_kind(c, e);
    c->unit->at = before;
}
