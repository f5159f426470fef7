/* Constant folding on the tree, as CPython's Python/ast_opt.c does it: operations on constants, tuples of
 * constants, lists and sets that are only iterated or searched. What could grow large or fail is left alone.
 * The arithmetic itself is in fold_konst.c. */
#include <string.h>

#include "lang/compile.h"
#include "lang/fold.h"

struct folder {
    struct arena *arena;
    const struct compile_options *options;
};

static void fold_stmts(struct folder *f, struct stmts body);
static void fold_expr(struct folder *f, struct expr *e);

static void fold_list(struct folder *f, struct exprs list)
{
    for (int i = 0; i < list.count; i++)
        if (list.items[i])
            fold_expr(f, list.items[i]);
}

static void become(struct expr *e, struct konst k)
{
    e->kind = EXPR_const;
    e->u.konst = k;
}

static bool all_constant(struct exprs elts)
{
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind != EXPR_const)
            return false;
    return true;
}

static struct konst tuple_of(struct folder *f, struct exprs elts)
{
    struct konst *items = ARENA_ARRAY(f->arena, elts.count + 1, struct konst);
    for (int i = 0; i < elts.count; i++)
        items[i] = elts.items[i]->u.konst;
    return (struct konst){.kind = KONST_tuple, .items = items, .len = (size_t)elts.count};
}

/* A list or set display that is only iterated or searched needs no new object each time. */
static void fold_iterable(struct folder *f, struct expr *e)
{
    if (e->kind != EXPR_list && e->kind != EXPR_set)
        return;
    if (all_constant(e->u.elts)) {
        struct konst k = tuple_of(f, e->u.elts);
        if (e->kind == EXPR_set)
            k.kind = KONST_frozenset;
        become(e, k);
    } else if (e->kind == EXPR_list) {
        for (int i = 0; i < e->u.elts.count; i++)
            if (e->u.elts.items[i]->kind == EXPR_starred)
                return;
        e->kind = EXPR_tuple;
    }
}

static void fold_unary(struct folder *f, struct expr *e)
{
    struct expr *operand = e->u.unary.operand;
    struct konst result;
    if (operand->kind == EXPR_const) {
        if (fold_konst_unary(f->arena, e->u.unary.op, &operand->u.konst, &result))
            become(e, result);
        return;
    }
    if (e->u.unary.op != UNARY_not || operand->kind != EXPR_compare || operand->u.compare.rights.count != 1)
        return;
    int *op = &operand->u.compare.ops[0]; /* not (a is b), not (a in b) */
    if (*op != COMPARE_is && *op != COMPARE_is_not && *op != COMPARE_in && *op != COMPARE_not_in)
        return;
    *op = *op == COMPARE_is ? COMPARE_is_not : *op == COMPARE_is_not ? COMPARE_is : *op == COMPARE_in ? COMPARE_not_in : COMPARE_in;
    struct position at = operand->at;
    *e = *operand;
    e->at = at;
}

static void fold_binary(struct folder *f, struct expr *e)
{
    const struct expr *left = e->u.binary.left, *right = e->u.binary.right;
    struct konst result;
    if (e->u.binary.op == BIN_mod && left->kind == EXPR_const && left->u.konst.kind == KONST_str && right->kind == EXPR_tuple) {
        fold_format(f->arena, e);
        return;
    }
    if (left->kind == EXPR_const && right->kind == EXPR_const &&
        fold_konst_binary(f->arena, e->u.binary.op, &left->u.konst, &right->u.konst, &result))
        become(e, result);
}

static void fold_compare(struct folder *f, struct expr *e)
{
    fold_expr(f, e->u.compare.left);
    fold_list(f, e->u.compare.rights);
    int last = e->u.compare.rights.count - 1, op = e->u.compare.ops[last];
    if (op == COMPARE_in || op == COMPARE_not_in)
        fold_iterable(f, e->u.compare.rights.items[last]);
}

static void fold_subscript(struct folder *f, struct expr *e)
{
    fold_expr(f, e->u.subscript.value);
    fold_expr(f, e->u.subscript.index);
    struct konst result;
    if (e->use == USE_load && e->u.subscript.value->kind == EXPR_const && e->u.subscript.index->kind == EXPR_const &&
        fold_konst_index(f->arena, &e->u.subscript.value->u.konst, &e->u.subscript.index->u.konst, &result))
        become(e, result);
}

static void fold_comp(struct folder *f, struct expr *e)
{
    fold_expr(f, e->u.comp.elt);
    if (e->u.comp.value)
        fold_expr(f, e->u.comp.value);
    for (int i = 0; i < e->u.comp.for_count; i++) {
        fold_expr(f, e->u.comp.fors[i].target);
        fold_expr(f, e->u.comp.fors[i].iter);
        fold_list(f, e->u.comp.fors[i].ifs);
        fold_iterable(f, e->u.comp.fors[i].iter);
    }
}

static void fold_keywords(struct folder *f, const struct keyword *kws, int count)
{
    for (int i = 0; i < count; i++)
        fold_expr(f, kws[i].value);
}

static void fold_params(struct folder *f, const struct params *ps)
{
    int n = ps->posonly + ps->positional + ps->kwonly;
    fold_list(f, ps->defaults);
    fold_list(f, ps->kw_defaults);
    const struct param *stars[2] = {ps->vararg, ps->kwarg};
    for (int i = 0; i < n + 2; i++) {
        const struct param *p = i < n ? &ps->items[i] : stars[i - n];
        if (p && p->annotation)
            fold_expr(f, p->annotation);
    }
}

static void fold_name(struct folder *f, struct expr *e)
{
    if (e->use == USE_load && strcmp(e->u.name, "__debug__") == 0)
        become(e, (struct konst){.kind = f->options->optimize_asserts ? KONST_false : KONST_true});
}

static void fold_optional(struct folder *f, struct expr *e)
{
    if (e)
        fold_expr(f, e);
}

static void fold_expr(struct folder *f, struct expr *e)
{
    switch (e->kind) {
    case EXPR_bool_op: fold_list(f, e->u.bool_op.values); break;
    case EXPR_named: fold_expr(f, e->u.named.value); break;
    case EXPR_binary:
        fold_expr(f, e->u.binary.left), fold_expr(f, e->u.binary.right);
        fold_binary(f, e);
        break;
    case EXPR_unary:
        fold_expr(f, e->u.unary.operand);
        fold_unary(f, e);
        break;
    case EXPR_lambda: fold_params(f, e->u.lambda.params), fold_expr(f, e->u.lambda.body); break;
    case EXPR_if: fold_expr(f, e->u.cond.test), fold_expr(f, e->u.cond.body), fold_expr(f, e->u.cond.orelse); break;
    case EXPR_dict: fold_list(f, e->u.dict.keys), fold_list(f, e->u.dict.values); break;
    case EXPR_set:
    case EXPR_list: fold_list(f, e->u.elts); break;
    case EXPR_tuple:
        fold_list(f, e->u.elts);
        if (e->use == USE_load && all_constant(e->u.elts))
            become(e, tuple_of(f, e->u.elts));
        break;
    case EXPR_list_comp:
    case EXPR_set_comp:
    case EXPR_dict_comp:
    case EXPR_generator: fold_comp(f, e); break;
    case EXPR_await:
    case EXPR_yield:
    case EXPR_yield_from:
    case EXPR_starred: fold_optional(f, e->u.value); break;
    case EXPR_compare: fold_compare(f, e); break;
    case EXPR_call:
        fold_expr(f, e->u.call.func), fold_list(f, e->u.call.args);
        fold_keywords(f, e->u.call.keywords, e->u.call.keyword_count);
        break;
    case EXPR_formatted: fold_expr(f, e->u.formatted.value), fold_optional(f, e->u.formatted.spec); break;
    case EXPR_joined: fold_list(f, e->u.joined); break;
    case EXPR_attribute: fold_expr(f, e->u.attribute.value); break;
    case EXPR_subscript: fold_subscript(f, e); break;
    case EXPR_name: fold_name(f, e); break;
    case EXPR_slice:
        fold_optional(f, e->u.slice.lower), fold_optional(f, e->u.slice.upper), fold_optional(f, e->u.slice.step);
        break;
    case EXPR_const: break;
    }
}

static void fold_pattern(struct folder *f, struct pattern *p)
{
    fold_optional(f, p->value);
    fold_list(f, p->keys);
    for (int i = 0; i < p->patterns.count; i++)
        fold_pattern(f, p->patterns.items[i]);
    for (int i = 0; i < p->keyworded.count; i++)
        fold_pattern(f, p->keyworded.items[i]);
    if (p->inner)
        fold_pattern(f, p->inner);
}

static void fold_match(struct folder *f, const struct stmt *s)
{
    fold_expr(f, s->u.match.subject);
    for (int i = 0; i < s->u.match.count; i++) {
        fold_pattern(f, s->u.match.cases[i].pattern);
        fold_optional(f, s->u.match.cases[i].guard);
        fold_stmts(f, s->u.match.cases[i].body);
    }
}

static void fold_try(struct folder *f, const struct stmt *s)
{
    fold_stmts(f, s->u.try_stmt.body);
    for (int i = 0; i < s->u.try_stmt.count; i++) {
        fold_optional(f, s->u.try_stmt.clauses[i].type);
        fold_stmts(f, s->u.try_stmt.clauses[i].body);
    }
    fold_stmts(f, s->u.try_stmt.orelse);
    fold_stmts(f, s->u.try_stmt.finally);
}

static void fold_with(struct folder *f, const struct stmt *s)
{
    for (int i = 0; i < s->u.with.count; i++) {
        fold_expr(f, s->u.with.items[i].manager);
        fold_optional(f, s->u.with.items[i].target);
    }
    fold_stmts(f, s->u.with.body);
}

/* A docstring is a plain literal in the source: folding must not make one. */
static void fold_body(struct folder *f, struct stmts body)
{
    bool doc = docstring_of(&body) != NULL;
    fold_stmts(f, body);
    if (doc || !docstring_of(&body))
        return;
    struct expr *joined = ARENA_NEW(f->arena, struct expr), *text = body.items[0]->u.value;
    *joined = *text;
    joined->kind = EXPR_joined;
    joined->u.joined.items = ARENA_ARRAY(f->arena, 1, struct expr *);
    joined->u.joined.items[0] = text;
    joined->u.joined.count = 1;
    body.items[0]->u.value = joined;
}

static void fold_stmt(struct folder *f, struct stmt *s)
{
    switch (s->kind) {
    case STMT_function:
        fold_params(f, s->u.function.params), fold_list(f, s->u.function.decorators);
        fold_optional(f, s->u.function.returns), fold_body(f, s->u.function.body);
        break;
    case STMT_class:
        fold_list(f, s->u.class_def.bases), fold_list(f, s->u.class_def.decorators);
        fold_keywords(f, s->u.class_def.keywords, s->u.class_def.keyword_count);
        fold_body(f, s->u.class_def.body);
        break;
    case STMT_return:
    case STMT_expr: fold_optional(f, s->u.value); break;
    case STMT_delete: fold_list(f, s->u.targets); break;
    case STMT_assign: fold_list(f, s->u.assign.targets), fold_expr(f, s->u.assign.value); break;
    case STMT_aug_assign: fold_expr(f, s->u.aug_assign.target), fold_expr(f, s->u.aug_assign.value); break;
    case STMT_ann_assign:
        fold_expr(f, s->u.ann_assign.target), fold_expr(f, s->u.ann_assign.annotation);
        fold_optional(f, s->u.ann_assign.value);
        break;
    case STMT_for:
        fold_expr(f, s->u.for_loop.target), fold_expr(f, s->u.for_loop.iter);
        fold_stmts(f, s->u.for_loop.body), fold_stmts(f, s->u.for_loop.orelse);
        fold_iterable(f, s->u.for_loop.iter);
        break;
    case STMT_while:
    case STMT_if:
        fold_expr(f, s->u.branch.test);
        fold_stmts(f, s->u.branch.body), fold_stmts(f, s->u.branch.orelse);
        break;
    case STMT_with: fold_with(f, s); break;
    case STMT_match: fold_match(f, s); break;
    case STMT_raise: fold_optional(f, s->u.raise.exc), fold_optional(f, s->u.raise.cause); break;
    case STMT_try: fold_try(f, s); break;
    case STMT_assert: fold_expr(f, s->u.assertion.test), fold_optional(f, s->u.assertion.message); break;
    case STMT_import:
    case STMT_import_from:
    case STMT_global:
    case STMT_nonlocal:
    case STMT_pass:
    case STMT_break:
    case STMT_continue: break;
    }
}

static void fold_stmts(struct folder *f, struct stmts body)
{
    for (int i = 0; i < body.count; i++)
        fold_stmt(f, body.items[i]);
}

void fold_module(struct arena *a, struct module *m, const struct compile_options *o)
{
    struct folder f = {.arena = a, .options = o};
    fold_body(&f, m->body);
}
