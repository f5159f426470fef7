/* Calls. */
#include "lang/compile.h"

/* Keywords between from and to, all named, as one dict. */
static void compile_keyword_dict(struct compiler *c, const struct keyword *kws, int from, int to)
{
    int n = to - from;
    bool big = n * 2 > STACK_USE_MAX;
    if (n > 1 && !big) {
        struct konst *names = ARENA_ARRAY(c->arena, n, struct konst);
        for (int i = from; i < to; i++) {
            names[i - from] = konst_str(kws[i].name);
            compile_expr(c, kws[i].value);
        }
        emit_const(c, (struct konst){.kind = KONST_tuple, .items = names, .len = (size_t)n});
        emit_arg(c, OP_BUILD_CONST_KEY_MAP, n);
        return;
    }
    if (big)
        emit_arg(c, OP_BUILD_MAP, 0);
    for (int i = from; i < to; i++) {
        emit_str(c, kws[i].name);
        compile_expr(c, kws[i].value);
        if (big) {
            struct position before = c->unit->at;
            unset_line(c);
            emit_arg(c, OP_MAP_ADD, 1);
            c->unit->at = before;
        }
    }
    if (!big)
        emit_arg(c, OP_BUILD_MAP, n);
}

static void merge_keywords(struct compiler *c, const struct keyword *kws, int from, int to, bool *have)
{
    if (from == to)
        return;
    compile_keyword_dict(c, kws, from, to);
    if (*have)
        emit_arg(c, OP_DICT_MERGE, 1);
    *have = true;
}

/* f(*args, **kwargs): one tuple (or any iterable), one dict. */
static void compile_unpacked_call(struct compiler *c, int pushed, struct exprs args, const struct keyword *kws, int kw_count)
{
    if (!pushed && args.count == 1 && args.items[0]->kind == EXPR_starred)
        compile_expr(c, args.items[0]->u.value);
    else
        compile_elements(c, args, pushed, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true);
    bool have = false;
    int seen = 0;
    for (int i = 0; i < kw_count; i++) {
        if (kws[i].name) {
            seen++;
            continue;
        }
        merge_keywords(c, kws, i - seen, i, &have);
        seen = 0;
        if (!have)
            emit_arg(c, OP_BUILD_MAP, 0);
        have = true;
        compile_expr(c, kws[i].value);
        emit_arg(c, OP_DICT_MERGE, 1);
    }
    merge_keywords(c, kws, kw_count - seen, kw_count, &have);
    emit_arg(c, OP_CALL_FUNCTION_EX, kw_count > 0);
}

static bool plain_arguments(struct exprs args, const struct keyword *kws, int kw_count)
{
    for (int i = 0; i < args.count; i++)
        if (args.items[i]->kind == EXPR_starred)
            return false;
    for (int i = 0; i < kw_count; i++)
        if (!kws[i].name)
            return false;
    return true;
}

static void emit_keyword_names(struct compiler *c, const struct keyword *kws, int count)
{
    struct konst *names = ARENA_ARRAY(c->arena, count, struct konst);
    for (int i = 0; i < count; i++)
        names[i] = konst_str(kws[i].name);
    struct konst tuple = {.kind = KONST_tuple, .items = names, .len = (size_t)count};
    emit_arg(c, OP_KW_NAMES, konst_add(&c->unit->konsts, tuple));
}

/* Arguments and the call; the callable and `pushed` arguments are on the stack. */
void compile_arguments(struct compiler *c, int pushed, struct exprs args, const struct keyword *kws, int kw_count)
{
    if (args.count + kw_count * 2 > STACK_USE_MAX || !plain_arguments(args, kws, kw_count)) {
        compile_unpacked_call(c, pushed, args, kws, kw_count);
        return;
    }
    compile_exprs(c, args);
    for (int i = 0; i < kw_count; i++)
        compile_expr(c, kws[i].value);
    if (kw_count)
        emit_keyword_names(c, kws, kw_count);
    emit_call(c, pushed + args.count + kw_count);
}

/* module.function(...) is an attribute and a call: there is no method to bind. */
static bool is_imported(const struct compiler *c, const struct expr *e)
{
    if (e->kind != EXPR_name)
        return false;
    const struct symbol *sym = scope_find(c->top, e->u.name);
    return sym && sym->flags & SYMBOL_imported;
}

/* The call of a method on a later line begins at the method's name. */
static void set_call_start(struct compiler *c, const struct expr *method)
{
    struct position end = c->unit->at;
    set_attribute_start(c, method);
    c->unit->at.end_line = end.end_line;
    c->unit->at.end_col = end.end_col;
}

/* object.method(...): no bound method is made. */
static bool compile_method_call(struct compiler *c, const struct expr *e)
{
    const struct expr *method = e->u.call.func;
    struct exprs args = e->u.call.args;
    int kws = e->u.call.keyword_count;
    if (method->kind != EXPR_attribute || method->use != USE_load)
        return false;
    if (is_imported(c, method->u.attribute.value))
        return false;
    if (args.count + kws + (kws != 0) >= STACK_USE_MAX || !plain_arguments(args, e->u.call.keywords, kws))
        return false;
    compile_expr(c, method->u.attribute.value);
    c->unit->at = method->at;
    set_attribute_start(c, method);
    emit_named(c, OP_LOAD_METHOD, method->u.attribute.name);
    compile_exprs(c, args);
    for (int i = 0; i < kws; i++)
        compile_expr(c, e->u.call.keywords[i].value);
    if (kws)
        emit_keyword_names(c, e->u.call.keywords, kws);
    c->unit->at = e->at;
    set_call_start(c, method);
    emit_call(c, args.count + kws);
    return true;
}

void compile_call(struct compiler *c, const struct expr *e)
{
    if (compile_method_call(c, e))
        return;
    c->unit->at = e->u.call.func->at;
    emit(c, OP_PUSH_NULL);
    compile_expr(c, e->u.call.func);
    c->unit->at = e->at;
    compile_arguments(c, 0, e->u.call.args, e->u.call.keywords, e->u.call.keyword_count);
}
