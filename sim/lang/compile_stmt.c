/* Statements: bodies, assignments, imports and the other simple ones. */
#include <string.h>

#include "lang/compile.h"

const struct konst *docstring_of(const struct stmts *body)
{
    if (!body->count || body->items[0]->kind != STMT_expr)
        return NULL;
    const struct expr *e = body->items[0]->u.value;
    return e->kind == EXPR_const && e->u.konst.kind == KONST_str ? &e->u.konst : NULL;
}

static bool has_annotations(const struct stmts *body);

static bool stmt_has_annotations(const struct stmt *s)
{
    bool found = false;
    switch ((int)s->kind) {
    case STMT_ann_assign: return true;
    case STMT_for: return has_annotations(&s->u.for_loop.body) || has_annotations(&s->u.for_loop.orelse);
    case STMT_while:
    case STMT_if: return has_annotations(&s->u.branch.body) || has_annotations(&s->u.branch.orelse);
    case STMT_with: return has_annotations(&s->u.with.body);
    case STMT_match:
        for (int i = 0; i < s->u.match.count; i++)
            found |= has_annotations(&s->u.match.cases[i].body);
        return found;
    case STMT_try:
        for (int i = 0; i < s->u.try_stmt.count; i++)
            found |= has_annotations(&s->u.try_stmt.clauses[i].body);
        return found || has_annotations(&s->u.try_stmt.body) || has_annotations(&s->u.try_stmt.orelse) ||
               has_annotations(&s->u.try_stmt.finally);
    default: return false;
    }
}

static bool has_annotations(const struct stmts *body)
{
    for (int i = 0; i < body->count; i++)
        if (stmt_has_annotations(body->items[i]))
            return true;
    return false;
}

void compile_stmts(struct compiler *c, const struct stmts *body)
{
    for (int i = 0; i < body->count; i++)
        compile_stmt(c, body->items[i]);
}

/* The body of a module or class: annotations and docstring go to its namespace. */
void compile_body(struct compiler *c, const struct stmts *body)
{
    if (c->unit->scope->kind == SCOPE_module && body->count)
        c->unit->at = body->items[0]->at;
    if (has_annotations(body))
        emit(c, OP_SETUP_ANNOTATIONS);
    struct stmts rest = *body;
    if (docstring_of(body)) {
        compile_expr(c, body->items[0]->u.value);
        unset_line(c);
        compile_name(c, "__doc__", USE_store);
        rest.items++;
        rest.count--;
    }
    compile_stmts(c, &rest);
}

static void compile_assign(struct compiler *c, const struct stmt *s)
{
    int n = s->u.assign.targets.count;
    compile_expr(c, s->u.assign.value);
    for (int i = 0; i < n; i++) {
        if (i + 1 < n)
            emit_arg(c, OP_COPY, 1);
        compile_expr(c, s->u.assign.targets.items[i]);
    }
}

static void load_aug_target(struct compiler *c, const struct expr *e)
{
    if (e->kind == EXPR_attribute) {
        compile_expr(c, e->u.attribute.value);
        emit_arg(c, OP_COPY, 1);
        set_attribute_start(c, e);
        emit_named(c, OP_LOAD_ATTR, e->u.attribute.name);
    } else if (e->kind == EXPR_subscript) {
        compile_expr(c, e->u.subscript.value);
        compile_expr(c, e->u.subscript.index);
        emit_arg(c, OP_COPY, 2);
        emit_arg(c, OP_COPY, 2);
        emit(c, OP_BINARY_SUBSCR);
    } else {
        compile_name(c, e->u.name, USE_load);
    }
}

static void compile_aug_assign(struct compiler *c, const struct stmt *s)
{
    const struct expr *e = s->u.aug_assign.target;
    c->unit->at = e->at;
    load_aug_target(c, e);
    c->unit->at = s->at;
    compile_expr(c, s->u.aug_assign.value);
    emit_arg(c, OP_BINARY_OP, (int32_t)s->u.aug_assign.op + BIN_INPLACE);
    c->unit->at = e->at;
    if (e->kind == EXPR_attribute) {
        set_attribute_start(c, e);
        emit_arg(c, OP_SWAP, 2);
        emit_named(c, OP_STORE_ATTR, e->u.attribute.name);
    } else if (e->kind == EXPR_subscript) {
        emit_arg(c, OP_SWAP, 3);
        emit_arg(c, OP_SWAP, 2);
        emit(c, OP_STORE_SUBSCR);
    } else {
        compile_name(c, e->u.name, USE_store);
    }
}

static void compile_for_effect(struct compiler *c, const struct expr *e)
{
    if (!e)
        return;
    compile_expr(c, e);
    emit(c, OP_POP_TOP);
}

static void check_index_parts(struct compiler *c, const struct expr *e)
{
    if (e->kind == EXPR_slice) {
        compile_for_effect(c, e->u.slice.lower);
        compile_for_effect(c, e->u.slice.upper);
        compile_for_effect(c, e->u.slice.step);
    } else if (e->kind == EXPR_tuple) {
        for (int i = 0; i < e->u.elts.count; i++)
            check_index_parts(c, e->u.elts.items[i]);
    } else {
        compile_for_effect(c, e);
    }
}

static void compile_ann_assign(struct compiler *c, const struct stmt *s)
{
    const struct expr *target = s->u.ann_assign.target, *value = s->u.ann_assign.value;
    bool by_name = !scope_is_function(c->unit->scope);
    if (value) {
        compile_expr(c, value);
        compile_expr(c, target);
    }
    if (target->kind == EXPR_name) {
        if (s->u.ann_assign.simple && by_name) {
            compile_annotation(c, s->u.ann_assign.annotation);
            emit_named(c, OP_LOAD_NAME, "__annotations__");
            emit_str(c, name_mangle(c->pool, c->unit->scope->private_class, target->u.name));
            emit(c, OP_STORE_SUBSCR);
        }
    } else if (!value && target->kind == EXPR_attribute) {
        compile_for_effect(c, target->u.attribute.value);
    } else if (!value && target->kind == EXPR_subscript) {
        compile_for_effect(c, target->u.subscript.value);
        check_index_parts(c, target->u.subscript.index);
    }
    if (!s->u.ann_assign.simple && by_name && !c->future_annotations)
        compile_for_effect(c, s->u.ann_assign.annotation);
}

static void compile_assert(struct compiler *c, const struct stmt *s)
{
    if (c->options->optimize_asserts)
        return;
    struct block *end = new_block(c);
    compile_jump_if(c, s->u.assertion.test, end, WHEN_TRUE);
    emit(c, OP_LOAD_ASSERTION_ERROR);
    if (s->u.assertion.message) {
        compile_expr(c, s->u.assertion.message);
        emit_call(c, 0);
    }
    emit_arg(c, OP_RAISE_VARARGS, 1);
    use_block(c, end);
}

static void compile_raise(struct compiler *c, const struct stmt *s)
{
    int n = 0;
    if (s->u.raise.exc) {
        compile_expr(c, s->u.raise.exc);
        n++;
        if (s->u.raise.cause) {
            compile_expr(c, s->u.raise.cause);
            n++;
        }
    }
    emit_arg(c, OP_RAISE_VARARGS, n);
}

/* -- imports -- */

/* import a.b.c as d: walk down from a. */
static void compile_import_as(struct compiler *c, const struct alias *alias)
{
    const char *dot = strchr(alias->name, '.');
    if (dot) {
        for (;;) {
            const char *next = strchr(dot + 1, '.');
            size_t len = next ? (size_t)(next - dot - 1) : strlen(dot + 1);
            emit_named(c, OP_IMPORT_FROM, name_intern(c->pool, dot + 1, len));
            if (!next)
                break;
            emit_arg(c, OP_SWAP, 2);
            emit(c, OP_POP_TOP);
            dot = next;
        }
        compile_name(c, alias->asname, USE_store);
        emit(c, OP_POP_TOP);
        return;
    }
    compile_name(c, alias->asname, USE_store);
}

static void compile_import(struct compiler *c, const struct stmt *s)
{
    for (int i = 0; i < s->u.import.count; i++) {
        const struct alias *alias = &s->u.import.items[i];
        emit_int(c, 0);
        emit_none(c);
        emit_named(c, OP_IMPORT_NAME, alias->name);
        if (alias->asname) {
            compile_import_as(c, alias);
            continue;
        }
        size_t first = strcspn(alias->name, ".");
        compile_name(c, name_intern(c->pool, alias->name, first), USE_store);
    }
}

static void compile_import_from(struct compiler *c, const struct stmt *s)
{
    int n = s->u.import.count;
    struct konst *names = ARENA_ARRAY(c->arena, n, struct konst);
    for (int i = 0; i < n; i++)
        names[i] = konst_str(s->u.import.items[i].name);
    emit_int(c, s->u.import.level);
    emit_const(c, (struct konst){.kind = KONST_tuple, .items = names, .len = (size_t)n});
    emit_named(c, OP_IMPORT_NAME, s->u.import.module ? s->u.import.module : name_intern_cstr(c->pool, ""));
    for (int i = 0; i < n; i++) {
        const struct alias *alias = &s->u.import.items[i];
        if (strcmp(alias->name, "*") == 0) {
            emit(c, OP_IMPORT_STAR);
            return;
        }
        emit_named(c, OP_IMPORT_FROM, alias->name);
        compile_name(c, alias->asname ? alias->asname : alias->name, USE_store);
    }
    emit(c, OP_POP_TOP);
}

static void compile_expr_statement(struct compiler *c, const struct stmt *s)
{
    if (s->u.value->kind == EXPR_const) {
        emit(c, OP_NOP);
        return;
    }
    compile_expr(c, s->u.value);
    unset_line(c);
    emit(c, OP_POP_TOP);
}

void compile_stmt(struct compiler *c, const struct stmt *s)
{
    c->unit->at = s->at;
    if (c->diag->set)
        return;
    switch (s->kind) {
    case STMT_function: compile_function(c, s); break;
    case STMT_class: compile_class(c, s); break;
    case STMT_return: compile_return(c, s); break;
    case STMT_delete: compile_exprs(c, s->u.targets); break;
    case STMT_assign: compile_assign(c, s); break;
    case STMT_aug_assign: compile_aug_assign(c, s); break;
    case STMT_ann_assign: compile_ann_assign(c, s); break;
    case STMT_for: compile_for(c, s); break;
    case STMT_while: compile_while(c, s); break;
    case STMT_if: compile_if(c, s); break;
    case STMT_with: compile_with(c, s, 0); break;
    case STMT_match: compile_match(c, s); break;
    case STMT_raise: compile_raise(c, s); break;
    case STMT_try: compile_try(c, s); break;
    case STMT_assert: compile_assert(c, s); break;
    case STMT_import: compile_import(c, s); break;
    case STMT_import_from: compile_import_from(c, s); break;
    case STMT_global:
    case STMT_nonlocal: break;
    case STMT_expr: compile_expr_statement(c, s); break;
    case STMT_pass: emit(c, OP_NOP); break;
    case STMT_break: compile_break(c, s); break;
    case STMT_continue: compile_continue(c, s); break;
    }
}
