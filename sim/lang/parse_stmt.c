/* Simple statements: one line, separated by ';'. */
#include <string.h>

#include "lang/parser.h"

struct stmt *stmt_new(struct parser *p, enum stmt_kind kind)
{
    struct stmt *s = ARENA_NEW(p->arena, struct stmt);
    s->kind = kind;
    s->at = parse_here(p);
    return s;
}

static struct stmt *end(struct parser *p, struct stmt *s)
{
    s->at = parse_since(p, s->at);
    return s;
}

/* augassign: '+=' | '-=' | ...; -1 if none */
static int augmented(enum token_kind kind)
{
    static const signed char table[TOKEN_COUNT] = {
        [TOKEN_plus_assign] = BIN_add + 1,       [TOKEN_minus_assign] = BIN_sub + 1,
        [TOKEN_star_assign] = BIN_mul + 1,       [TOKEN_slash_assign] = BIN_truediv + 1,
        [TOKEN_percent_assign] = BIN_mod + 1,    [TOKEN_at_assign] = BIN_matmul + 1,
        [TOKEN_amper_assign] = BIN_and + 1,      [TOKEN_bar_assign] = BIN_or + 1,
        [TOKEN_caret_assign] = BIN_xor + 1,      [TOKEN_power_assign] = BIN_pow + 1,
        [TOKEN_floordiv_assign] = BIN_floordiv + 1, [TOKEN_lshift_assign] = BIN_lshift + 1,
        [TOKEN_rshift_assign] = BIN_rshift + 1,
    };
    return table[kind] - 1;
}

static struct stmt *parse_augmented(struct parser *p, struct stmt *s, struct expr *target, int op)
{
    parse_take(p);
    if (target->kind != EXPR_name && target->kind != EXPR_attribute && target->kind != EXPR_subscript) {
        parse_fail(p, target->at, "an augmented assignment changes one variable, not %s", expr_describe(target));
        parse_accepted(p, "a name, an attribute or a subscript");
    }
    parse_set_use(p, target, USE_store, "assign to");
    s->kind = STMT_aug_assign;
    s->u.aug_assign.target = target;
    s->u.aug_assign.op = (enum binary_kind)op;
    s->u.aug_assign.value = parse_expressions_or_yield(p);
    return end(p, s);
}

/* annotated: target ':' expression ['=' (star_expressions | yield_expr)] */
static struct stmt *parse_annotated(struct parser *p, struct stmt *s, struct expr *target)
{
    parse_take(p);
    if (target->kind != EXPR_name && target->kind != EXPR_attribute && target->kind != EXPR_subscript) {
        parse_fail(p, target->at, "only a single name, attribute or subscript can be annotated, not %s", expr_describe(target));
    }
    parse_set_use(p, target, USE_store, "assign to");
    s->kind = STMT_ann_assign;
    s->u.ann_assign.target = target;
    s->u.ann_assign.simple = target->kind == EXPR_name && !target->grouped;
    s->u.ann_assign.annotation = parse_expression(p);
    if (parse_accept(p, TOKEN_assign))
        s->u.ann_assign.value = parse_expressions_or_yield(p);
    return end(p, s);
}

/* What the user probably meant when two things stand beside each other: print x, exec "...". */
static void fail_juxtaposed(struct parser *p, const struct expr *e)
{
    const struct token *t = parse_peek(p);
    if (e->kind == EXPR_name && t->at.line == e->at.line && parse_starts_expression(t->kind)) {
        if (strcmp(e->u.name, "print") == 0 || strcmp(e->u.name, "exec") == 0)
            parse_fail(p, e->at, "missing parentheses: %s(...) is a function call", e->u.name);
        else
            parse_fail(p, t->at, "unexpected %s after the name '%s'", parse_shown(p, t), e->u.name);
    }
}

/* assignment: (star_targets '=')+ value | target augassign value | annotated;  star_expressions */
static struct stmt *parse_expression_statement(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_expr);
    struct expr *e = parse_expressions_or_yield(p);
    int op = augmented(parse_peek(p)->kind);
    if (op >= 0)
        return parse_augmented(p, s, e, op);
    if (parse_at(p, TOKEN_colon) && !parse_starts_block(e))
        return parse_annotated(p, s, e);
    if (!parse_at(p, TOKEN_assign)) {
        if (parse_at(p, TOKEN_walrus))
            parse_fail(p, parse_here(p), "':=' at the top of a statement needs parentheses; a plain assignment is written with '='");
        if (e->kind == EXPR_starred)
            parse_fail(p, e->at, "a starred expression cannot stand alone");
        if (!parse_at(p, TOKEN_NEWLINE) && !parse_at(p, TOKEN_semicolon))
            fail_juxtaposed(p, e);
        s->u.value = e;
        return end(p, s);
    }
    s->kind = STMT_assign;
    while (parse_accept(p, TOKEN_assign)) {
        if (e->kind == EXPR_starred)
            parse_fail(p, e->at, "a starred target must be in a tuple or list, as in *a, = values");
        parse_set_use(p, e, USE_store, "assign to");
        PARSE_APPEND(p, s->u.assign.targets, e);
        e = parse_expressions_or_yield(p);
    }
    if (augmented(parse_peek(p)->kind) >= 0)
        parse_fail(p, parse_here(p), "an augmented assignment cannot be chained with '='");
    if (e->kind == EXPR_starred)
        parse_fail(p, e->at, "a starred expression cannot stand alone; for a tuple of one write *x,");
    s->u.assign.value = e;
    return end(p, s);
}

bool parse_starts_block(const struct expr *e)
{
    return e->kind == EXPR_yield || e->kind == EXPR_yield_from;
}

/* return_stmt: 'return' [star_expressions] */
static struct stmt *parse_return(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_return);
    parse_take(p);
    if (parse_starts_expression(parse_peek(p)->kind) || parse_at(p, TOKEN_star)) {
        s->u.value = parse_expressions(p);
        if (s->u.value->kind == EXPR_starred)
            parse_fail(p, s->u.value->at, "a starred expression cannot stand alone; for a tuple of one write *x,");
    }
    return end(p, s);
}

/* raise_stmt: 'raise' [expression ['from' expression]] */
static struct stmt *parse_raise(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_raise);
    parse_take(p);
    if (parse_starts_expression(parse_peek(p)->kind)) {
        s->u.raise.exc = parse_expression(p);
        if (parse_accept(p, TOKEN_from))
            s->u.raise.cause = parse_expression(p);
    }
    return end(p, s);
}

/* assert_stmt: 'assert' expression [',' expression] */
static struct stmt *parse_assert(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_assert);
    parse_take(p);
    s->u.assertion.test = parse_expression(p);
    if (parse_accept(p, TOKEN_comma))
        s->u.assertion.message = parse_expression(p);
    return end(p, s);
}

/* global_stmt: 'global' NAME (',' NAME)*;  nonlocal_stmt the same */
static struct stmt *parse_names(struct parser *p, enum stmt_kind kind)
{
    struct stmt *s = stmt_new(p, kind);
    parse_take(p);
    do
        PARSE_APPEND(p, s->u.names, parse_name(p, "a variable's name"));
    while (parse_accept(p, TOKEN_comma));
    return end(p, s);
}

/* del_stmt: 'del' del_target (',' del_target)* [','] */
static struct stmt *parse_del(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_delete);
    parse_take(p);
    do {
        if (!parse_starts_expression(parse_peek(p)->kind)) {
            if (!s->u.targets.count)
                parse_unexpected(p, "what to delete");
            break;
        }
        struct expr *e = parse_expression(p);
        parse_set_use(p, e, USE_delete, "delete");
        PARSE_APPEND(p, s->u.targets, e);
    } while (parse_accept(p, TOKEN_comma));
    return end(p, s);
}

/* dotted_name: NAME ('.' NAME)* */
static const char *dotted_name(struct parser *p)
{
    const char *name = parse_name(p, "a module's name");
    while (parse_accept(p, TOKEN_dot)) {
        const char *part = parse_name(p, "a module's name");
        const char *joined = arena_printf(p->arena, "%s.%s", name, part);
        name = name_intern_cstr(p->pool, joined);
    }
    return name;
}

static const char *optional_as(struct parser *p)
{
    return parse_accept(p, TOKEN_as) ? parse_name(p, "a name after 'as'") : NULL;
}

static void add_alias(struct parser *p, struct stmt *s, struct alias alias)
{
    alias.at = parse_since(p, alias.at);
    s->u.import.items = parse_grow(p, s->u.import.items, s->u.import.count, sizeof alias);
    s->u.import.items[s->u.import.count++] = alias;
}

/* import_name: 'import' dotted_name ['as' NAME] (',' ...)* */
static struct stmt *parse_import(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_import);
    parse_take(p);
    do {
        struct alias alias = {.at = parse_here(p)};
        alias.name = dotted_name(p);
        alias.asname = optional_as(p);
        add_alias(p, s, alias);
    } while (parse_accept(p, TOKEN_comma));
    if (parse_at(p, TOKEN_from))
        parse_fail(p, parse_here(p), "write: from module import name");
    return end(p, s);
}

static void check_future(struct parser *p, const struct stmt *s)
{
    static const char *const known[] = {"nested_scopes", "generators", "division", "absolute_import", "with_statement",
                                        "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations"};
    for (int i = 0; i < s->u.import.count; i++) {
        const struct alias *alias = &s->u.import.items[i];
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            found |= strcmp(known[k], alias->name) == 0;
        if (!found)
            parse_fail(p, alias->at, "__future__ has no feature '%s'", alias->name);
        p->future_annotations |= strcmp(alias->name, "annotations") == 0;
    }
}

static void import_names(struct parser *p, struct stmt *s)
{
    bool paren = parse_accept(p, TOKEN_lparen);
    do {
        if (paren && parse_at(p, TOKEN_rparen) && s->u.import.count)
            break;
        struct alias alias = {.at = parse_here(p)};
        alias.name = parse_name(p, "a name to import");
        alias.asname = optional_as(p);
        add_alias(p, s, alias);
        if (!paren && parse_at(p, TOKEN_comma) && parse_ahead(p, 1)->kind == TOKEN_NEWLINE)
            parse_fail(p, parse_here(p), "a trailing comma is allowed only in parentheses here");
    } while (parse_accept(p, TOKEN_comma));
    if (paren)
        parse_expect(p, TOKEN_rparen);
}

/* import_from: 'from' ('.' | '...')* [dotted_name] 'import' ('*' | '(' names [','] ')' | names) */
static struct stmt *parse_from(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_import_from);
    parse_take(p);
    while (parse_at(p, TOKEN_dot) || parse_at(p, TOKEN_ellipsis))
        s->u.import.level += parse_take(p)->kind == TOKEN_dot ? 1 : 3;
    if (!parse_at(p, TOKEN_import) || !s->u.import.level)
        s->u.import.module = dotted_name(p);
    parse_expect(p, TOKEN_import);
    if (parse_at(p, TOKEN_star)) {
        struct alias all = {.name = "*", .at = parse_here(p)};
        parse_take(p);
        add_alias(p, s, all);
    } else {
        import_names(p, s);
    }
    if (s->u.import.module && !s->u.import.level && strcmp(s->u.import.module, "__future__") == 0)
        check_future(p, s);
    return end(p, s);
}

static struct stmt *parse_word(struct parser *p, enum stmt_kind kind)
{
    struct stmt *s = stmt_new(p, kind);
    parse_take(p);
    return s;
}

static void refuse_type_statement(struct parser *p)
{
    const struct token *word = parse_peek(p);
    if (word->kind != TOKEN_NAME || strcmp(word->name, "type") != 0 || parse_ahead(p, 1)->kind != TOKEN_NAME)
        return;
    if (p->options->minor < 12)
        parse_fail(p, word->at, "the 'type' statement is new in Python 3.12 (this run is Python 3.%d)", p->options->minor);
    else
        parse_fail(p, word->at, "not supported: the 'type' statement");
}

static struct stmt *parse_simple(struct parser *p)
{
    switch ((int)parse_peek(p)->kind) {
    case TOKEN_return: return parse_return(p);
    case TOKEN_import: return parse_import(p);
    case TOKEN_from: return parse_from(p);
    case TOKEN_raise: return parse_raise(p);
    case TOKEN_pass: return parse_word(p, STMT_pass);
    case TOKEN_del: return parse_del(p);
    case TOKEN_assert: return parse_assert(p);
    case TOKEN_break: return parse_word(p, STMT_break);
    case TOKEN_continue: return parse_word(p, STMT_continue);
    case TOKEN_global: return parse_names(p, STMT_global);
    case TOKEN_nonlocal: return parse_names(p, STMT_nonlocal);
    default: refuse_type_statement(p); return parse_expression_statement(p);
    }
}

/* simple_stmts: simple_stmt (';' simple_stmt)* [';'] NEWLINE */
void parse_simple_line(struct parser *p, struct stmts *out)
{
    do {
        if (parse_at(p, TOKEN_NEWLINE))
            break;
        PARSE_APPEND(p, *out, parse_simple(p));
    } while (parse_accept(p, TOKEN_semicolon));
    if (parse_at(p, TOKEN_assign))
        parse_fail(p, parse_here(p), "'=' cannot stand here; '==' compares");
    if (!parse_accept(p, TOKEN_NEWLINE) && !p->diag->set)
        parse_unexpected(p, "the end of the statement");
}

/* statement: compound_stmt | simple_stmts */
void parse_statement(struct parser *p, struct stmts *out)
{
    if (!parse_compound(p, out))
        parse_simple_line(p, out);
}
