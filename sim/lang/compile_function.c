/* def, lambda and class. */
#include <string.h>

#include "lang/compile.h"

/* Defaults onto the stack; returns MAKE_FUNCTION's flags. */
static unsigned compile_defaults(struct compiler *c, const struct params *ps)
{
    unsigned flags = 0;
    if (ps->defaults.count) {
        compile_exprs(c, ps->defaults);
        emit_arg(c, OP_BUILD_TUPLE, ps->defaults.count);
        flags |= 1;
    }
    struct konst *names = ARENA_ARRAY(c->arena, ps->kwonly + 1, struct konst);
    int n = 0;
    for (int i = 0; i < ps->kwonly; i++) {
        if (!ps->kw_defaults.items[i])
            continue;
        const char *name = ps->items[ps->posonly + ps->positional + i].name;
        names[n++] = konst_str(name_mangle(c->pool, c->unit->scope->private_class, name));
        compile_expr(c, ps->kw_defaults.items[i]);
    }
    if (n) {
        emit_const(c, (struct konst){.kind = KONST_tuple, .items = names, .len = (size_t)n});
        emit_arg(c, OP_BUILD_CONST_KEY_MAP, n);
        flags |= 2;
    }
    return flags;
}

void compile_annotation(struct compiler *c, const struct expr *e)
{
    if (c->future_annotations) {
        emit_str(c, unparse_expr(c->arena, e));
        return;
    }
    if (e->kind == EXPR_starred) {
        compile_expr(c, e->u.value);
        emit_arg(c, OP_UNPACK_SEQUENCE, 1);
        return;
    }
    compile_expr(c, e);
}

static int annotate(struct compiler *c, const char *name, const struct expr *annotation)
{
    if (!annotation)
        return 0;
    emit_str(c, name_mangle(c->pool, c->unit->scope->private_class, name));
    compile_annotation(c, annotation);
    return 1;
}

static int annotate_param(struct compiler *c, const struct param *p)
{
    return p ? annotate(c, p->name, p->annotation) : 0;
}

static unsigned compile_annotations(struct compiler *c, const struct params *ps, const struct expr *returns)
{
    int n = 0;
    for (int i = 0; i < ps->positional; i++)
        n += annotate_param(c, &ps->items[ps->posonly + i]);
    for (int i = 0; i < ps->posonly; i++)
        n += annotate_param(c, &ps->items[i]);
    n += annotate_param(c, ps->vararg);
    for (int i = 0; i < ps->kwonly; i++)
        n += annotate_param(c, &ps->items[ps->posonly + ps->positional + i]);
    n += annotate_param(c, ps->kwarg);
    n += annotate(c, "return", returns);
    if (!n)
        return 0;
    emit_arg(c, OP_BUILD_TUPLE, n * 2);
    return 4;
}

static void set_counts(struct unit *u, const struct params *ps)
{
    u->argcount = ps->posonly + ps->positional;
    u->posonlyargcount = ps->posonly;
    u->kwonlyargcount = ps->kwonly;
    u->varargs = ps->vararg != NULL;
    u->varkeywords = ps->kwarg != NULL;
}

static int decorated_line(struct exprs decorators, const struct stmt *s)
{
    return decorators.count ? decorators.items[0]->at.line : s->at.line;
}

static void apply_decorators(struct compiler *c, struct exprs decorators)
{
    struct position before = c->unit->at;
    for (int i = decorators.count; i-- > 0;) {
        c->unit->at = decorators.items[i]->at;
        emit_call(c, 0);
    }
    c->unit->at = before;
}

void compile_function(struct compiler *c, const struct stmt *s)
{
    const struct params *ps = s->u.function.params;
    compile_exprs(c, s->u.function.decorators);
    unsigned flags = compile_defaults(c, ps);
    flags |= compile_annotations(c, ps, s->u.function.returns);
    unit_enter(c, s->scope, decorated_line(s->u.function.decorators, s));
    set_counts(c->unit, ps);
    const struct konst *doc = docstring_of(&s->u.function.body);
    konst_add(&c->unit->konsts, doc ? *doc : (struct konst){.kind = KONST_none});
    struct stmts body = s->u.function.body;
    if (doc) {
        body.items++;
        body.count--;
    }
    compile_stmts(c, &body);
    struct code *code = unit_leave(c, true);
    emit_closure(c, code, flags);
    apply_decorators(c, s->u.function.decorators);
    compile_name(c, s->u.function.name, USE_store);
}

void compile_lambda(struct compiler *c, const struct expr *e)
{
    unsigned flags = compile_defaults(c, e->u.lambda.params);
    unit_enter(c, e->scope, e->at.line);
    set_counts(c->unit, e->u.lambda.params);
    konst_add(&c->unit->konsts, (struct konst){.kind = KONST_none});
    compile_expr(c, e->u.lambda.body);
    bool generator = e->scope->is_generator;
    if (!generator)
        emit(c, OP_RETURN_VALUE);
    struct code *code = unit_leave(c, !generator);
    emit_closure(c, code, flags);
}

static struct code *compile_class_body(struct compiler *c, const struct stmt *s)
{
    unit_enter(c, s->scope, decorated_line(s->u.class_def.decorators, s));
    compile_name(c, "__name__", USE_load);
    compile_name(c, "__module__", USE_store);
    emit_str(c, c->unit->qualname);
    compile_name(c, "__qualname__", USE_store);
    compile_body(c, &s->u.class_def.body);
    unset_line(c);
    if (s->scope->needs_class_cell) {
        int cell = table_find(&c->unit->cells, "__class__", 9);
        emit_arg(c, OP_LOAD_CLOSURE, cell);
        emit_arg(c, OP_COPY, 1);
        compile_name(c, "__classcell__", USE_store);
    } else {
        emit_none(c);
    }
    emit(c, OP_RETURN_VALUE);
    return unit_leave(c, true);
}

void compile_class(struct compiler *c, const struct stmt *s)
{
    compile_exprs(c, s->u.class_def.decorators);
    struct code *code = compile_class_body(c, s);
    emit(c, OP_PUSH_NULL);
    emit(c, OP_LOAD_BUILD_CLASS);
    emit_closure(c, code, 0);
    emit_str(c, s->u.class_def.name);
    compile_arguments(c, 2, s->u.class_def.bases, s->u.class_def.keywords, s->u.class_def.keyword_count);
    apply_decorators(c, s->u.class_def.decorators);
    compile_name(c, s->u.class_def.name, USE_store);
}
