/* Atoms and what follows them: names, constants, displays, comprehensions, attributes, calls, subscripts. */
#include <string.h>

#include "lang/parser.h"

static struct expr *constant(struct parser *p, enum konst_kind kind)
{
    struct expr *e = expr_new(p, EXPR_const, parse_here(p));
    e->u.konst.kind = kind;
    parse_take(p);
    return e;
}

static struct expr *fail_atom(struct parser *p)
{
    struct expr *e = expr_new(p, EXPR_const, parse_here(p));
    const struct token *t = parse_peek(p);
    if (t->kind == TOKEN_yield)
        parse_fail(p, t->at, "'yield' needs parentheses here");
    else if (token_is_keyword(t->kind) && t->kind != TOKEN_else && t->kind != TOKEN_for)
        parse_fail(p, t->at, "%s is a keyword and cannot stand in an expression here", token_text(t->kind));
    else
        parse_unexpected(p, "an expression");
    return e;
}

/* for_if_clauses: (['async'] 'for' star_targets 'in' disjunction ('if' disjunction)*)+ */
struct expr *parse_fors(struct parser *p, struct expr *comp)
{
    struct { struct comp_for *items; int count; } fors = {0};
    while (parse_at(p, TOKEN_for) || parse_at(p, TOKEN_async)) {
        struct comp_for c = {.is_async = parse_accept(p, TOKEN_async)};
        parse_expect(p, TOKEN_for);
        c.target = parse_targets(p);
        parse_expect(p, TOKEN_in);
        c.iter = parse_comp_condition(p);
        while (parse_accept(p, TOKEN_if))
            PARSE_APPEND(p, c.ifs, parse_comp_condition(p));
        PARSE_APPEND(p, fors, c);
    }
    comp->u.comp.fors = fors.items;
    comp->u.comp.for_count = fors.count;
    return comp;
}

static bool at_for(const struct parser *p)
{
    return parse_at(p, TOKEN_for) || (parse_at(p, TOKEN_async) && parse_ahead(p, 1)->kind == TOKEN_for);
}

static struct expr *comprehension(struct parser *p, enum expr_kind kind, struct expr *elt, struct expr *value)
{
    if (elt->kind == EXPR_starred)
        parse_fail(p, elt->at, "a comprehension yields one element a turn, so it cannot unpack with '*'");
    struct expr *e = expr_new(p, kind, elt->at);
    e->u.comp.elt = elt;
    e->u.comp.value = value;
    return parse_fors(p, e);
}

static struct expr *close(struct parser *p, struct expr *e, enum token_kind kind, struct position start)
{
    if (!parse_at(p, kind) && parse_in_open_bracket(p))
        parse_unexpected(p, NULL);
    if (!parse_at(p, kind) && parse_starts_expression(parse_peek(p)->kind))
        parse_fail(p, parse_here(p), "a comma or an operator is missing before %s",
                   parse_at(p, TOKEN_NAME) ? "this name" : "this expression");
    if (parse_at(p, TOKEN_assign))
        parse_fail(p, parse_here(p), "'=' is not allowed in an expression; '==' compares, ':=' assigns inside one");
    parse_expect(p, kind);
    e->at = parse_since(p, start);
    return expr_seal(p, e);
}

/* The elements after the first, up to the closing bracket. */
static struct exprs more_elements(struct parser *p, struct expr *first)
{
    struct exprs elts = {0};
    PARSE_APPEND(p, elts, first);
    while (parse_accept(p, TOKEN_comma)) {
        if (!parse_starts_expression(parse_peek(p)->kind) && !parse_at(p, TOKEN_star))
            break;
        PARSE_APPEND(p, elts, parse_star_named(p));
    }
    return elts;
}

/* tuple | group | genexp: '(' [yield_expr | star_named_expression (',' ...)* | named_expression for_if_clauses] ')' */
static struct expr *parse_paren(struct parser *p)
{
    struct position start = parse_here(p);
    parse_take(p);
    if (parse_at(p, TOKEN_rparen)) {
        struct expr *empty = expr_new(p, EXPR_tuple, start);
        return close(p, empty, TOKEN_rparen, start);
    }
    struct expr *first = parse_at(p, TOKEN_yield) ? parse_expressions_or_yield(p) : parse_star_named(p);
    if (at_for(p))
        return close(p, comprehension(p, EXPR_generator, first, NULL), TOKEN_rparen, start);
    if (parse_at(p, TOKEN_comma) && first->kind != EXPR_yield) {
        struct expr *e = expr_new(p, EXPR_tuple, start);
        e->u.elts = more_elements(p, first);
        return close(p, e, TOKEN_rparen, start);
    }
    if (first->kind == EXPR_starred)
        parse_fail(p, first->at, "'*' unpacks into a display or a call; for a tuple of one write (*x,)");
    struct position inner = first->at;
    close(p, first, TOKEN_rparen, start);
    first->at = inner;
    first->grouped = true;
    return first;
}

/* list | listcomp: '[' [star_named_expression (',' ...)* | named_expression for_if_clauses] ']' */
static struct expr *parse_list(struct parser *p)
{
    struct position start = parse_here(p);
    parse_take(p);
    struct expr *e = expr_new(p, EXPR_list, start);
    if (!parse_at(p, TOKEN_rbracket)) {
        struct expr *first = parse_star_named(p);
        if (at_for(p))
            e = comprehension(p, EXPR_list_comp, first, NULL);
        else
            e->u.elts = more_elements(p, first);
    }
    return close(p, e, TOKEN_rbracket, start);
}

/* double_starred_kvpair: '**' bitwise_or | expression ':' expression */
static void dict_item(struct parser *p, struct expr *dict, struct expr *key)
{
    struct expr *value;
    if (!key && parse_accept(p, TOKEN_power)) {
        value = parse_binary(p);
    } else {
        if (!key)
            key = parse_expression(p);
        parse_expect(p, TOKEN_colon);
        if (!parse_starts_expression(parse_peek(p)->kind))
            parse_unexpected(p, "a value after ':'");
        value = parse_expression(p);
    }
    PARSE_APPEND(p, dict->u.dict.keys, key);
    PARSE_APPEND(p, dict->u.dict.values, value);
}

/* dict: '{' [kvpair (',' kvpair)* [',']] '}';  dictcomp: '{' expression ':' expression for_if_clauses '}' */
static struct expr *parse_dict(struct parser *p, struct position start, struct expr *first)
{
    struct expr *e = expr_new(p, EXPR_dict, start);
    dict_item(p, e, first);
    if (at_for(p)) {
        if (!e->u.dict.keys.items[0])
            parse_fail(p, parse_here(p), "a dict comprehension needs key: value, '**' cannot be used in it");
        e = comprehension(p, EXPR_dict_comp, e->u.dict.keys.items[0], e->u.dict.values.items[0]);
        return close(p, e, TOKEN_rbrace, start);
    }
    while (parse_accept(p, TOKEN_comma)) {
        if (!parse_starts_expression(parse_peek(p)->kind) && !parse_at(p, TOKEN_power))
            break;
        dict_item(p, e, NULL);
    }
    return close(p, e, TOKEN_rbrace, start);
}

/* set: '{' star_named_expression (',' ...)* '}';  setcomp: '{' named_expression for_if_clauses '}' */
static struct expr *parse_brace(struct parser *p)
{
    struct position start = parse_here(p);
    parse_take(p);
    if (parse_at(p, TOKEN_rbrace))
        return close(p, expr_new(p, EXPR_dict, start), TOKEN_rbrace, start);
    if (parse_at(p, TOKEN_power))
        return parse_dict(p, start, NULL);
    struct expr *first = parse_star_named(p);
    if (parse_at(p, TOKEN_colon) && first->kind != EXPR_starred && first->kind != EXPR_named)
        return parse_dict(p, start, first);
    if (at_for(p))
        return close(p, comprehension(p, EXPR_set_comp, first, NULL), TOKEN_rbrace, start);
    struct expr *e = expr_new(p, EXPR_set, start);
    e->u.elts = more_elements(p, first);
    return close(p, e, TOKEN_rbrace, start);
}

/* atom: NAME | 'True' | 'False' | 'None' | strings | NUMBER | tuple | group | genexp | list | dict | set | '...' */
struct expr *parse_atom(struct parser *p)
{
    struct expr *e;
    switch ((int)parse_peek(p)->kind) {
    case TOKEN_NAME:
        e = expr_new(p, EXPR_name, parse_here(p));
        e->u.name = parse_take(p)->name;
        return e;
    case TOKEN_NUMBER: return parse_number(p);
    case TOKEN_STRING: return parse_strings(p);
    case TOKEN_None: return constant(p, KONST_none);
    case TOKEN_True: return constant(p, KONST_true);
    case TOKEN_False: return constant(p, KONST_false);
    case TOKEN_ellipsis: return constant(p, KONST_ellipsis);
    case TOKEN_lparen: return parse_paren(p);
    case TOKEN_lbracket: return parse_list(p);
    case TOKEN_lbrace: return parse_brace(p);
    default: return fail_atom(p);
    }
}

/* slice: [expression] ':' [expression] [':' [expression]] | named_expression | starred */
static struct expr *parse_slice(struct parser *p)
{
    struct position start = parse_here(p);
    if (parse_at(p, TOKEN_star))
        return parse_star_named(p);
    struct expr *parts[3] = {0};
    if (!parse_at(p, TOKEN_colon)) {
        struct expr *only = parse_named_expression(p);
        if (!parse_at(p, TOKEN_colon))
            return only;
        parts[0] = only;
    }
    for (int i = 1; i < 3 && parse_accept(p, TOKEN_colon); i++)
        if (parse_starts_expression(parse_peek(p)->kind))
            parts[i] = parse_expression(p);
    struct expr *e = expr_new(p, EXPR_slice, parse_since(p, start));
    e->u.slice.lower = parts[0];
    e->u.slice.upper = parts[1];
    e->u.slice.step = parts[2];
    return expr_seal(p, e);
}

/* slices: slice !',' | (slice | starred) (',' (slice | starred))* [','] */
static struct expr *parse_slices(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *first = parse_slice(p);
    if (!parse_at(p, TOKEN_comma) && first->kind != EXPR_starred)
        return first;
    struct exprs elts = {0};
    PARSE_APPEND(p, elts, first);
    while (parse_accept(p, TOKEN_comma)) {
        enum token_kind next = parse_peek(p)->kind;
        if (!parse_starts_expression(next) && next != TOKEN_star && next != TOKEN_colon)
            break;
        PARSE_APPEND(p, elts, parse_slice(p));
    }
    struct expr *e = expr_new(p, EXPR_tuple, parse_since(p, start));
    e->u.elts = elts;
    return expr_seal(p, e);
}

static void add_keyword(struct parser *p, struct keyword **list, int *count, struct keyword kw)
{
    for (int i = 0; kw.name && i < *count; i++)
        if ((*list)[i].name == kw.name)
            parse_fail(p, kw.at, "the keyword argument '%s' is given twice", kw.name);
    *list = parse_grow(p, *list, *count, sizeof **list);
    (*list)[(*count)++] = kw;
}

/* kwarg: NAME '=' expression | '**' expression */
static bool parse_kwarg(struct parser *p, struct keyword **list, int *count)
{
    struct keyword kw = {.at = parse_here(p)};
    if (parse_at(p, TOKEN_NAME) && parse_ahead(p, 1)->kind == TOKEN_assign) {
        kw.name = parse_take(p)->name;
        parse_take(p);
    } else if (!parse_accept(p, TOKEN_power)) {
        return false;
    }
    if (!parse_starts_expression(parse_peek(p)->kind))
        parse_unexpected(p, "the argument's value");
    kw.value = parse_expression(p);
    kw.at = parse_since(p, kw.at);
    add_keyword(p, list, count, kw);
    return true;
}

static void check_positional(struct parser *p, const struct expr *e, const struct keyword *kws, int count)
{
    if (!count || e->kind == EXPR_starred) {
        for (int i = 0; i < count; i++)
            if (!kws[i].name)
                parse_fail(p, e->at, "'*' arguments must come before '**' arguments");
        return;
    }
    for (int i = 0; i < count; i++)
        if (!kws[i].name)
            parse_fail(p, e->at, "a positional argument follows the '**' arguments");
    parse_fail(p, e->at, "a positional argument follows the keyword argument '%s'", kws[count - 1].name);
}

/* arguments: (['*'] named_expression | kwarg) (',' ...)* [','] ')'   (a lone generator needs no parentheses) */
void parse_arguments(struct parser *p, struct exprs *args, struct keyword **keywords, int *keyword_count)
{
    struct position open = p->tokens.items[p->pos ? p->pos - 1 : 0].at;
    while (!parse_at(p, TOKEN_rparen)) {
        if (!parse_kwarg(p, keywords, keyword_count)) {
            struct expr *e;
            if (parse_at(p, TOKEN_star)) {
                struct position start = parse_here(p);
                parse_take(p);
                struct expr *value = parse_expression(p);
                e = expr_new(p, EXPR_starred, parse_since(p, start));
                e->u.value = value;
                expr_seal(p, e);
            } else {
                e = parse_named_expression(p);
            }
            if (at_for(p)) {
                e = comprehension(p, EXPR_generator, e, NULL);
                if (args->count || *keyword_count || !parse_at(p, TOKEN_rparen))
                    parse_fail(p, e->at, "a generator expression that is not the only argument needs parentheses");
                e->at = position_join(open, parse_here(p));
                expr_seal(p, e);
            }
            if (parse_at(p, TOKEN_assign))
                parse_fail(p, e->at, "the name of a keyword argument must be a plain name, not %s", expr_describe(e));
            check_positional(p, e, *keywords, *keyword_count);
            PARSE_APPEND(p, *args, e);
        }
        if (!parse_accept(p, TOKEN_comma))
            break;
    }
    if (!parse_at(p, TOKEN_rparen) && parse_in_open_bracket(p))
        parse_unexpected(p, NULL);
    if (!parse_at(p, TOKEN_rparen) && parse_starts_expression(parse_peek(p)->kind))
        parse_fail(p, parse_here(p), "a comma is missing before this argument");
    parse_expect(p, TOKEN_rparen);
}

/* primary: atom ('.' NAME | '(' [arguments] ')' | '[' slices ']')* */
struct expr *parse_primary(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *left = parse_atom(p), *e;
    for (;;) {
        if (parse_accept(p, TOKEN_dot)) {
            e = expr_new(p, EXPR_attribute, start);
            e->u.attribute.value = left;
            e->u.attribute.name = parse_name(p, "an attribute's name");
        } else if (parse_accept(p, TOKEN_lparen)) {
            e = expr_new(p, EXPR_call, start);
            e->u.call.func = left;
            parse_arguments(p, &e->u.call.args, &e->u.call.keywords, &e->u.call.keyword_count);
        } else if (parse_accept(p, TOKEN_lbracket)) {
            if (parse_at(p, TOKEN_rbracket))
                parse_fail(p, parse_here(p), "an index or a slice is missing between the brackets");
            e = expr_new(p, EXPR_subscript, start);
            e->u.subscript.value = left;
            e->u.subscript.index = parse_slices(p);
            parse_expect(p, TOKEN_rbracket);
        } else {
            return left;
        }
        e->at = parse_since(p, start);
        left = expr_seal(p, e);
    }
}
