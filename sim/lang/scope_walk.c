/* Walks the tree, makes the scopes and enters every name. */
#include <string.h>

#include "lang/scope_walk.h"

static void walk_expr(struct scan *w, struct expr *e);
static void walk_stmts(struct scan *w, struct stmts list);

void scan_fail(struct scan *w, struct position at, const char *fmt, ...)
{
    if (w->diag->set)
        return;
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(w->arena, fmt, ap);
    va_end(ap);
    diag_at(w->diag, w->src, source_span(w->src, at), "%s", text);
}

static void walk_list(struct scan *w, struct exprs list)
{
    for (int i = 0; i < list.count; i++)
        if (list.items[i])
            walk_expr(w, list.items[i]);
}

static void walk_keywords(struct scan *w, const struct keyword *kws, int count)
{
    for (int i = 0; i < count; i++)
        walk_expr(w, kws[i].value);
}

static struct scope *enter(struct scan *w, enum scope_kind kind, const char *name, struct position at)
{
    struct scope *s = ARENA_NEW(w->arena, struct scope), *parent = w->scope;
    s->kind = kind;
    s->name = name;
    s->at = at;
    s->parent = parent;
    if (parent) {
        s->private_class = parent->private_class;
        int n = parent->child_count;
        if ((n & (n - 1)) == 0) {
            struct scope **more = ARENA_ARRAY(w->arena, n ? n * 2 : 1, struct scope *);
            if (n)
                memcpy(more, parent->children, (size_t)n * sizeof *more);
            parent->children = more;
        }
        parent->children[parent->child_count++] = s;
    }
    w->scope = s;
    return s;
}

static void leave(struct scan *w)
{
    w->scope = w->scope->parent;
}

static struct symbol *note(struct scan *w, struct scope *s, const char *name, unsigned flags)
{
    struct symbol *sym = scope_add(w->arena, s, name_mangle(w->pool, w->scope->private_class, name));
    sym->flags |= flags;
    return sym;
}

static void bind(struct scan *w, const char *name)
{
    note(w, w->scope, name, SYMBOL_bound);
}

/* -- functions -- */

static void add_param(struct scan *w, const struct param *p)
{
    if (p)
        note(w, w->scope, p->name, SYMBOL_param);
}

static void walk_annotation(struct scan *w, const struct param *p)
{
    if (p && p->annotation)
        walk_expr(w, p->annotation);
}

static int param_count(const struct params *ps)
{
    return ps->posonly + ps->positional + ps->kwonly;
}

static void add_params(struct scan *w, const struct params *ps)
{
    for (int i = 0; i < param_count(ps); i++)
        add_param(w, &ps->items[i]);
    add_param(w, ps->vararg);
    add_param(w, ps->kwarg);
}

static void walk_function(struct scan *w, struct stmt *s)
{
    struct params *ps = s->u.function.params;
    bind(w, s->u.function.name);
    walk_list(w, ps->defaults);
    walk_list(w, ps->kw_defaults);
    for (int i = 0; i < param_count(ps); i++)
        walk_annotation(w, &ps->items[i]);
    walk_annotation(w, ps->vararg);
    walk_annotation(w, ps->kwarg);
    if (s->u.function.returns)
        walk_expr(w, s->u.function.returns);
    walk_list(w, s->u.function.decorators);
    s->scope = enter(w, SCOPE_function, s->u.function.name, s->at);
    s->scope->is_async = s->scope->is_coroutine = s->is_async;
    add_params(w, ps);
    walk_stmts(w, s->u.function.body);
    if (s->is_async && s->scope->is_generator && s->scope->returns_value)
        scan_fail(w, s->scope->return_at, "an asynchronous generator cannot return a value");
    leave(w);
}

static void walk_class(struct scan *w, struct stmt *s)
{
    bind(w, s->u.class_def.name);
    walk_list(w, s->u.class_def.bases);
    walk_keywords(w, s->u.class_def.keywords, s->u.class_def.keyword_count);
    walk_list(w, s->u.class_def.decorators);
    s->scope = enter(w, SCOPE_class, s->u.class_def.name, s->at);
    s->scope->private_class = s->u.class_def.name;
    walk_stmts(w, s->u.class_def.body);
    leave(w);
}

static void walk_lambda(struct scan *w, struct expr *e)
{
    walk_list(w, e->u.lambda.params->defaults);
    walk_list(w, e->u.lambda.params->kw_defaults);
    e->scope = enter(w, SCOPE_lambda, "<lambda>", e->at);
    add_params(w, e->u.lambda.params);
    walk_expr(w, e->u.lambda.body);
    leave(w);
}

/* -- comprehensions -- */

static const char *comp_name(enum expr_kind kind)
{
    return kind == EXPR_list_comp ? "<listcomp>" : kind == EXPR_set_comp ? "<setcomp>" : kind == EXPR_dict_comp ? "<dictcomp>" : "<genexpr>";
}

static void walk_for(struct scan *w, struct comp_for *f, bool first)
{
    w->scope->is_coroutine |= f->is_async;
    w->scope->comp_targets++;
    walk_expr(w, f->target);
    w->scope->comp_targets--;
    if (!first) {
        w->scope->comp_iters++;
        walk_expr(w, f->iter);
        w->scope->comp_iters--;
    }
    walk_list(w, f->ifs);
}

static void walk_comp(struct scan *w, struct expr *e)
{
    w->scope->comp_iters++;
    walk_expr(w, e->u.comp.fors[0].iter); /* evaluated outside */
    w->scope->comp_iters--;
    e->scope = enter(w, SCOPE_comprehension, comp_name(e->kind), e->at);
    note(w, w->scope, name_intern_cstr(w->pool, ".0"), SYMBOL_param);
    for (int i = 0; i < e->u.comp.for_count; i++)
        walk_for(w, &e->u.comp.fors[i], i == 0);
    if (e->u.comp.value)
        walk_expr(w, e->u.comp.value);
    walk_expr(w, e->u.comp.elt);
    if (e->scope->is_generator)
        scan_fail(w, e->at, "'yield' cannot stand inside %s", e->kind == EXPR_generator ? "a generator expression" : "a comprehension");
    e->scope->is_generator = e->kind == EXPR_generator;
    bool awaits = e->scope->is_coroutine && e->kind != EXPR_generator;
    leave(w);
    if (awaits)
        w->scope->is_coroutine = true;
}

/* name := value inside a comprehension binds in the function around it. */
static void walk_named(struct scan *w, struct expr *e)
{
    const char *name = e->u.named.target->u.name;
    struct scope *s = w->scope;
    if (s->comp_iters)
        scan_fail(w, e->at, "':=' cannot be used in the iterable of a comprehension");
    for (; s->kind == SCOPE_comprehension; s = s->parent) {
        const struct symbol *sym = scope_find(s, name_mangle(w->pool, w->scope->private_class, name));
        if (sym && sym->flags & SYMBOL_iterated)
            scan_fail(w, e->at, "':=' cannot rebind the comprehension's variable '%s'", name);
    }
    walk_expr(w, e->u.named.value);
    if (s == w->scope) {
        walk_expr(w, e->u.named.target);
        return;
    }
    if (s->kind == SCOPE_class) {
        scan_fail(w, e->at, "':=' inside a comprehension cannot bind in a class body");
        return;
    }
    struct symbol *outer = note(w, s, name, s->kind == SCOPE_module ? SYMBOL_global : SYMBOL_bound);
    unsigned how = s->kind == SCOPE_module || outer->flags & SYMBOL_global ? SYMBOL_global : SYMBOL_nonlocal;
    for (struct scope *inner = w->scope; inner != s; inner = inner->parent)
        if (inner == w->scope)
            note(w, inner, name, how | SYMBOL_bound);
}

/* -- expressions -- */

static void walk_name(struct scan *w, const struct expr *e)
{
    struct scope *s = w->scope;
    if (e->use == USE_load) {
        note(w, s, e->u.name, SYMBOL_used);
        if (e->u.name == w->super && scope_is_function(s))
            note(w, s, w->class_cell, SYMBOL_used);
        return;
    }
    struct symbol *sym = note(w, s, e->u.name, SYMBOL_bound);
    if (s->comp_targets) {
        if (sym->flags & SYMBOL_nonlocal)
            scan_fail(w, e->at, "a comprehension cannot iterate with '%s', which ':=' assigns", e->u.name);
        sym->flags |= SYMBOL_iterated;
    }
}

static void check_function(struct scan *w, const struct expr *e, const char *word)
{
    struct scope *s = w->scope;
    if (!scope_is_function(s))
        scan_fail(w, e->at, "'%s' outside a function", word);
    s->is_generator = true;
    if (e->kind == EXPR_yield_from && s->is_async)
        scan_fail(w, e->at, "'yield from' cannot stand in an async function");
}

static void check_await(struct scan *w, const struct expr *e)
{
    struct scope *s = w->scope;
    while (s->kind == SCOPE_comprehension)
        s = s->parent;
    if (!scope_is_function(s))
        scan_fail(w, e->at, "'await' outside a function");
    else if (!s->is_async)
        scan_fail(w, e->at, "'await' outside an async function");
    w->scope->is_coroutine = true;
}

static void walk_expr(struct scan *w, struct expr *e)
{
    switch (e->kind) {
    case EXPR_bool_op: walk_list(w, e->u.bool_op.values); break;
    case EXPR_named: walk_named(w, e); break;
    case EXPR_binary: walk_expr(w, e->u.binary.left), walk_expr(w, e->u.binary.right); break;
    case EXPR_unary: walk_expr(w, e->u.unary.operand); break;
    case EXPR_lambda: walk_lambda(w, e); break;
    case EXPR_if: walk_expr(w, e->u.cond.test), walk_expr(w, e->u.cond.body), walk_expr(w, e->u.cond.orelse); break;
    case EXPR_dict: walk_list(w, e->u.dict.keys), walk_list(w, e->u.dict.values); break;
    case EXPR_set:
    case EXPR_list:
    case EXPR_tuple: walk_list(w, e->u.elts); break;
    case EXPR_list_comp:
    case EXPR_set_comp:
    case EXPR_dict_comp:
    case EXPR_generator: walk_comp(w, e); break;
    case EXPR_yield:
    case EXPR_yield_from:
        if (e->u.value)
            walk_expr(w, e->u.value);
        check_function(w, e, e->kind == EXPR_yield ? "yield" : "yield from");
        break;
    case EXPR_await:
        walk_expr(w, e->u.value);
        check_await(w, e);
        break;
    case EXPR_starred: walk_expr(w, e->u.value); break;
    case EXPR_compare: walk_expr(w, e->u.compare.left), walk_list(w, e->u.compare.rights); break;
    case EXPR_call:
        walk_expr(w, e->u.call.func);
        walk_list(w, e->u.call.args);
        walk_keywords(w, e->u.call.keywords, e->u.call.keyword_count);
        break;
    case EXPR_formatted:
        walk_expr(w, e->u.formatted.value);
        if (e->u.formatted.spec)
            walk_expr(w, e->u.formatted.spec);
        break;
    case EXPR_joined: walk_list(w, e->u.joined); break;
    case EXPR_attribute: walk_expr(w, e->u.attribute.value); break;
    case EXPR_subscript: walk_expr(w, e->u.subscript.value), walk_expr(w, e->u.subscript.index); break;
    case EXPR_name: walk_name(w, e); break;
    case EXPR_slice: {
        struct expr *parts[3] = {e->u.slice.lower, e->u.slice.upper, e->u.slice.step};
        walk_list(w, (struct exprs){parts, 3});
        break;
    }
    case EXPR_const: break;
    }
}

/* -- statements -- */

static void walk_declaration(struct scan *w, const struct stmt *s)
{
    bool global = s->kind == STMT_global;
    const char *word = global ? "global" : "nonlocal";
    if (!global && w->scope->kind == SCOPE_module)
        scan_fail(w, s->at, "'nonlocal' needs an enclosing function; at module level every variable is global");
    for (int i = 0; i < s->u.names.count; i++) {
        const char *name = s->u.names.items[i];
        struct symbol *sym = note(w, w->scope, name, 0);
        if (sym->flags & SYMBOL_param)
            scan_fail(w, s->at, "'%s' is a parameter and cannot be %s", name, word);
        else if (sym->flags & SYMBOL_annotated)
            scan_fail(w, s->at, "'%s' is annotated and cannot be %s", name, word);
        else if (sym->flags & SYMBOL_bound)
            scan_fail(w, s->at, "'%s' is assigned before its %s declaration", name, word);
        else if (sym->flags & SYMBOL_used)
            scan_fail(w, s->at, "'%s' is used before its %s declaration", name, word);
        else if (sym->flags & (global ? SYMBOL_nonlocal : SYMBOL_global))
            scan_fail(w, s->at, "'%s' cannot be both global and nonlocal", name);
        sym->flags |= global ? SYMBOL_global : SYMBOL_nonlocal;
        sym->declared = s->at;
        if (global) {
            struct scope *module = w->scope;
            while (module->parent)
                module = module->parent;
            note(w, module, name, SYMBOL_global); /* as in CPython: the module's own stores become STORE_GLOBAL too */
        }
    }
}

static void walk_annotated(struct scan *w, struct stmt *s)
{
    struct expr *target = s->u.ann_assign.target;
    if (target->kind == EXPR_name) {
        struct symbol *sym = note(w, w->scope, target->u.name, 0);
        if (sym->flags & (SYMBOL_global | SYMBOL_nonlocal) && w->scope->kind != SCOPE_module && s->u.ann_assign.simple)
            scan_fail(w, s->at, "'%s' is declared %s and cannot be annotated here", target->u.name,
                      sym->flags & SYMBOL_global ? "global" : "nonlocal");
        if (s->u.ann_assign.simple)
            sym->flags |= SYMBOL_annotated | SYMBOL_bound;
        else if (s->u.ann_assign.value)
            sym->flags |= SYMBOL_bound;
    } else {
        walk_expr(w, target);
    }
    walk_expr(w, s->u.ann_assign.annotation);
    if (s->u.ann_assign.value)
        walk_expr(w, s->u.ann_assign.value);
}

static void walk_import(struct scan *w, const struct stmt *s)
{
    for (int i = 0; i < s->u.import.count; i++) {
        const struct alias *alias = &s->u.import.items[i];
        const char *name = alias->asname ? alias->asname : alias->name, *dot = strchr(name, '.');
        if (strcmp(name, "*") == 0) {
            if (w->scope->kind != SCOPE_module)
                scan_fail(w, alias->at, "'import *' is allowed only at module level");
            continue;
        }
        note(w, w->scope, dot && !alias->asname ? name_intern(w->pool, name, (size_t)(dot - name)) : name, SYMBOL_bound | SYMBOL_imported);
    }
}

static void walk_pattern(struct scan *w, const struct pattern *pt)
{
    if (pt->value)
        walk_expr(w, pt->value);
    walk_list(w, pt->keys);
    for (int i = 0; i < pt->patterns.count; i++)
        walk_pattern(w, pt->patterns.items[i]);
    for (int i = 0; i < pt->keyworded.count; i++)
        walk_pattern(w, pt->keyworded.items[i]);
    if (pt->inner)
        walk_pattern(w, pt->inner);
    if (pt->name)
        bind(w, pt->name);
}

static void walk_match(struct scan *w, const struct stmt *s)
{
    walk_expr(w, s->u.match.subject);
    for (int i = 0; i < s->u.match.count; i++) {
        walk_pattern(w, s->u.match.cases[i].pattern);
        if (s->u.match.cases[i].guard)
            walk_expr(w, s->u.match.cases[i].guard);
        walk_stmts(w, s->u.match.cases[i].body);
    }
}

static void walk_try(struct scan *w, const struct stmt *s)
{
    walk_stmts(w, s->u.try_stmt.body);
    for (int i = 0; i < s->u.try_stmt.count; i++) {
        const struct except_clause *c = &s->u.try_stmt.clauses[i];
        if (c->type)
            walk_expr(w, c->type);
        if (c->name)
            bind(w, c->name);
        walk_stmts(w, c->body);
    }
    walk_stmts(w, s->u.try_stmt.orelse);
    walk_stmts(w, s->u.try_stmt.finally);
}

static void walk_with(struct scan *w, const struct stmt *s)
{
    for (int i = 0; i < s->u.with.count; i++) {
        walk_expr(w, s->u.with.items[i].manager);
        if (s->u.with.items[i].target)
            walk_expr(w, s->u.with.items[i].target);
    }
    walk_stmts(w, s->u.with.body);
}

static void walk_return(struct scan *w, const struct stmt *s)
{
    if (w->scope->kind != SCOPE_function)
        scan_fail(w, s->at, "'return' outside a function");
    if (!s->u.value)
        return;
    walk_expr(w, s->u.value);
    w->scope->returns_value = true;
    w->scope->return_at = s->at;
}

static void check_async_stmt(struct scan *w, const struct stmt *s)
{
    if (s->is_async && !(w->scope->kind == SCOPE_function && w->scope->is_async))
        scan_fail(w, s->at, "'async %s' outside an async function", s->kind == STMT_for ? "for" : "with");
}

static void walk_optional(struct scan *w, struct expr *e)
{
    if (e)
        walk_expr(w, e);
}

static void walk_stmt(struct scan *w, struct stmt *s)
{
    switch (s->kind) {
    case STMT_function: walk_function(w, s); break;
    case STMT_class: walk_class(w, s); break;
    case STMT_return: walk_return(w, s); break;
    case STMT_delete: walk_list(w, s->u.targets); break;
    case STMT_assign: walk_list(w, s->u.assign.targets), walk_expr(w, s->u.assign.value); break;
    case STMT_aug_assign: walk_expr(w, s->u.aug_assign.target), walk_expr(w, s->u.aug_assign.value); break;
    case STMT_ann_assign: walk_annotated(w, s); break;
    case STMT_for:
        check_async_stmt(w, s);
        walk_expr(w, s->u.for_loop.target), walk_expr(w, s->u.for_loop.iter);
        walk_stmts(w, s->u.for_loop.body), walk_stmts(w, s->u.for_loop.orelse);
        break;
    case STMT_while:
    case STMT_if:
        walk_expr(w, s->u.branch.test);
        walk_stmts(w, s->u.branch.body), walk_stmts(w, s->u.branch.orelse);
        break;
    case STMT_with:
        check_async_stmt(w, s);
        walk_with(w, s);
        break;
    case STMT_match: walk_match(w, s); break;
    case STMT_raise: walk_optional(w, s->u.raise.exc), walk_optional(w, s->u.raise.cause); break;
    case STMT_try: walk_try(w, s); break;
    case STMT_assert: walk_expr(w, s->u.assertion.test), walk_optional(w, s->u.assertion.message); break;
    case STMT_import:
    case STMT_import_from: walk_import(w, s); break;
    case STMT_global:
    case STMT_nonlocal: walk_declaration(w, s); break;
    case STMT_expr: walk_expr(w, s->u.value); break;
    case STMT_pass:
    case STMT_break:
    case STMT_continue: break;
    }
}

static void walk_stmts(struct scan *w, struct stmts list)
{
    for (int i = 0; i < list.count && !w->diag->set; i++)
        walk_stmt(w, list.items[i]);
}

bool scope_analyze(struct arena *a, const struct source *src, struct name_pool *pool, struct module *m, struct diag *d)
{
    struct scan w = {.arena = a, .src = src, .pool = pool, .diag = d};
    w.class_cell = name_intern_cstr(pool, "__class__");
    w.super = name_intern_cstr(pool, "super");
    m->scope = enter(&w, SCOPE_module, "<module>", (struct position){1, 1, 0, 0});
    walk_stmts(&w, m->body);
    if (!d->set)
        scope_resolve(&w, m->scope);
    return !d->set;
}
