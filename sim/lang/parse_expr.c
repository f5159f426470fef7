/* Expressions, from the loosest binding down to the unary operators. */
#include <string.h>

#include "lang/parser.h"

struct expr *expr_new(struct parser *p, enum expr_kind kind, struct position at)
{
    struct expr *e = ARENA_NEW(p->arena, struct expr);
    e->kind = kind;
    e->at = at;
    e->height = 1;
    return e;
}

static struct expr *higher(struct parser *p, struct expr *e, const struct expr *child)
{
    if (child && child->height >= e->height)
        e->height = child->height + 1;
    if (e->height > TREE_HEIGHT_MAX)
        parse_fail(p, e->at, "this expression nests too deeply (more than %d levels)", TREE_HEIGHT_MAX);
    return e;
}

static void higher_list(struct parser *p, struct expr *e, struct exprs list)
{
    for (int i = 0; i < list.count; i++)
        higher(p, e, list.items[i]);
}

/* Only the chains that loops build can be high without recursion in the parser; the rest is bounded by
 * parse_enter, but its height must still be passed upward. */
struct expr *expr_seal(struct parser *p, struct expr *e)
{
    switch (e->kind) {
    case EXPR_bool_op: higher_list(p, e, e->u.bool_op.values); break;
    case EXPR_named: higher(p, e, e->u.named.value); break;
    case EXPR_binary: higher(p, higher(p, e, e->u.binary.left), e->u.binary.right); break;
    case EXPR_unary: higher(p, e, e->u.unary.operand); break;
    case EXPR_lambda:
        higher(p, e, e->u.lambda.body);
        higher_list(p, e, e->u.lambda.params->defaults), higher_list(p, e, e->u.lambda.params->kw_defaults);
        break;
    case EXPR_if: higher(p, higher(p, higher(p, e, e->u.cond.test), e->u.cond.body), e->u.cond.orelse); break;
    case EXPR_dict: higher_list(p, e, e->u.dict.keys), higher_list(p, e, e->u.dict.values); break;
    case EXPR_set:
    case EXPR_list:
    case EXPR_tuple: higher_list(p, e, e->u.elts); break;
    case EXPR_list_comp:
    case EXPR_set_comp:
    case EXPR_dict_comp:
    case EXPR_generator:
        higher(p, higher(p, e, e->u.comp.elt), e->u.comp.value);
        for (int i = 0; i < e->u.comp.for_count; i++) {
            higher(p, higher(p, e, e->u.comp.fors[i].iter), e->u.comp.fors[i].target);
            higher_list(p, e, e->u.comp.fors[i].ifs);
        }
        break;
    case EXPR_await:
    case EXPR_yield:
    case EXPR_yield_from:
    case EXPR_starred: higher(p, e, e->u.value); break;
    case EXPR_compare: higher(p, e, e->u.compare.left), higher_list(p, e, e->u.compare.rights); break;
    case EXPR_call:
        higher(p, e, e->u.call.func), higher_list(p, e, e->u.call.args);
        for (int i = 0; i < e->u.call.keyword_count; i++)
            higher(p, e, e->u.call.keywords[i].value);
        break;
    case EXPR_formatted: higher(p, higher(p, e, e->u.formatted.value), e->u.formatted.spec); break;
    case EXPR_joined: higher_list(p, e, e->u.joined); break;
    case EXPR_attribute: higher(p, e, e->u.attribute.value); break;
    case EXPR_subscript: higher(p, higher(p, e, e->u.subscript.value), e->u.subscript.index); break;
    case EXPR_slice: higher(p, higher(p, higher(p, e, e->u.slice.lower), e->u.slice.upper), e->u.slice.step); break;
    case EXPR_const:
    case EXPR_name: break;
    }
    return e;
}

bool parse_starts_expression(enum token_kind kind)
{
    static const bool starts[TOKEN_COUNT] = {
        [TOKEN_NAME] = true, [TOKEN_NUMBER] = true, [TOKEN_STRING] = true, [TOKEN_lparen] = true,
        [TOKEN_lbracket] = true, [TOKEN_lbrace] = true, [TOKEN_plus] = true, [TOKEN_minus] = true,
        [TOKEN_tilde] = true, [TOKEN_ellipsis] = true, [TOKEN_False] = true, [TOKEN_None] = true,
        [TOKEN_True] = true, [TOKEN_await] = true, [TOKEN_lambda] = true, [TOKEN_not] = true,
    };
    return starts[kind];
}

/* await_primary: 'await' primary | primary */
static struct expr *parse_await(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *left;
    if (parse_accept(p, TOKEN_await)) {
        struct expr *value = parse_primary(p);
        left = expr_new(p, EXPR_await, parse_since(p, start));
        left->u.value = value;
        expr_seal(p, left);
    } else {
        left = parse_primary(p);
    }
    return left;
}

/* unary: ('+' | '-' | '~') unary | power;   power: await_primary ['**' unary] */
static struct expr *parse_unary(struct parser *p)
{
    struct position start = parse_here(p);
    if (!parse_enter(p))
        return expr_new(p, EXPR_const, start);
    struct expr *e;
    enum token_kind kind = parse_peek(p)->kind;
    if (kind == TOKEN_plus || kind == TOKEN_minus || kind == TOKEN_tilde) {
        parse_take(p);
        struct expr *operand = parse_unary(p);
        e = expr_new(p, EXPR_unary, parse_since(p, start));
        e->u.unary.op = kind == TOKEN_plus ? UNARY_plus : kind == TOKEN_minus ? UNARY_minus : UNARY_invert;
        e->u.unary.operand = operand;
    } else {
        e = parse_await(p);
        if (parse_accept(p, TOKEN_power)) {
            struct expr *left = e, *right = parse_unary(p);
            e = expr_new(p, EXPR_binary, parse_since(p, start));
            e->u.binary.op = BIN_pow;
            e->u.binary.left = left;
            e->u.binary.right = right;
        }
    }
    parse_leave(p);
    return expr_seal(p, e);
}

struct priority {
    int level; /* binds tighter when higher; 0: not a binary operator */
    enum binary_kind op;
};

static struct priority binary_priority(enum token_kind kind)
{
    static const struct priority table[TOKEN_COUNT] = {
        [TOKEN_bar] = {1, BIN_or},       [TOKEN_caret] = {2, BIN_xor},   [TOKEN_amper] = {3, BIN_and},
        [TOKEN_lshift] = {4, BIN_lshift}, [TOKEN_rshift] = {4, BIN_rshift},
        [TOKEN_plus] = {5, BIN_add},     [TOKEN_minus] = {5, BIN_sub},
        [TOKEN_star] = {6, BIN_mul},     [TOKEN_slash] = {6, BIN_truediv}, [TOKEN_floordiv] = {6, BIN_floordiv},
        [TOKEN_percent] = {6, BIN_mod},  [TOKEN_at] = {6, BIN_matmul},
    };
    return table[kind];
}

/* bitwise_or and everything tighter: operands joined by the table above, all left-associative */
static struct expr *parse_level(struct parser *p, int above)
{
    struct position start = parse_here(p);
    struct expr *left = parse_unary(p);
    for (;;) {
        struct priority pr = binary_priority(parse_peek(p)->kind);
        if (pr.level <= above)
            return left;
        parse_take(p);
        struct expr *right = parse_level(p, pr.level);
        struct expr *e = expr_new(p, EXPR_binary, parse_since(p, start));
        e->u.binary.op = pr.op;
        e->u.binary.left = left;
        e->u.binary.right = right;
        left = expr_seal(p, e);
    }
}

struct expr *parse_binary(struct parser *p)
{
    return parse_level(p, 0);
}

/* One comparison operator, or -1. */
static int take_comparison(struct parser *p)
{
    switch ((int)parse_peek(p)->kind) {
    case TOKEN_lt: parse_take(p); return CMP_lt;
    case TOKEN_gt: parse_take(p); return CMP_gt;
    case TOKEN_le: parse_take(p); return CMP_le;
    case TOKEN_ge: parse_take(p); return CMP_ge;
    case TOKEN_eq: parse_take(p); return CMP_eq;
    case TOKEN_ne: parse_take(p); return CMP_ne;
    case TOKEN_in: parse_take(p); return COMPARE_in;
    case TOKEN_is:
        parse_take(p);
        return parse_accept(p, TOKEN_not) ? COMPARE_is_not : COMPARE_is;
    case TOKEN_not:
        if (parse_ahead(p, 1)->kind != TOKEN_in)
            return -1;
        parse_take(p), parse_take(p);
        return COMPARE_not_in;
    default: return -1;
    }
}

/* comparison: bitwise_or (('==' | '!=' | '<' | ... | 'not' 'in' | 'is' 'not') bitwise_or)* */
static struct expr *parse_comparison(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *left = parse_binary(p);
    struct { int *items; int count; } ops = {0};
    struct exprs rights = {0};
    for (int op; (op = take_comparison(p)) >= 0;) {
        PARSE_APPEND(p, ops, op);
        PARSE_APPEND(p, rights, parse_binary(p));
    }
    if (!rights.count)
        return left;
    struct expr *e = expr_new(p, EXPR_compare, parse_since(p, start));
    e->u.compare.left = left;
    e->u.compare.ops = ops.items;
    e->u.compare.rights = rights;
    return expr_seal(p, e);
}

/* inversion: 'not' inversion | comparison */
static struct expr *parse_inversion(struct parser *p)
{
    struct position start = parse_here(p);
    if (!parse_at(p, TOKEN_not))
        return parse_comparison(p);
    if (!parse_enter(p))
        return expr_new(p, EXPR_const, start);
    parse_take(p);
    struct expr *operand = parse_inversion(p);
    struct expr *e = expr_new(p, EXPR_unary, parse_since(p, start));
    e->u.unary.op = UNARY_not;
    e->u.unary.operand = operand;
    parse_leave(p);
    return expr_seal(p, e);
}

static struct expr *parse_bool(struct parser *p, bool is_or)
{
    struct position start = parse_here(p);
    enum token_kind word = is_or ? TOKEN_or : TOKEN_and;
    struct expr *first = is_or ? parse_bool(p, false) : parse_inversion(p);
    if (!parse_at(p, word))
        return first;
    struct exprs values = {0};
    PARSE_APPEND(p, values, first);
    while (parse_accept(p, word))
        PARSE_APPEND(p, values, is_or ? parse_bool(p, false) : parse_inversion(p));
    struct expr *e = expr_new(p, EXPR_bool_op, parse_since(p, start));
    e->u.bool_op.is_or = is_or;
    e->u.bool_op.values = values;
    return expr_seal(p, e);
}

struct expr *parse_comp_condition(struct parser *p)
{
    if (!parse_at(p, TOKEN_lambda))
        return parse_bool(p, true);
    return parse_expression(p);
}

/* expression: disjunction ['if' disjunction 'else' expression] | lambdef */
struct expr *parse_expression(struct parser *p)
{
    struct position start = parse_here(p);
    if (!parse_enter(p))
        return expr_new(p, EXPR_const, start);
    struct expr *e = parse_at(p, TOKEN_lambda) ? parse_lambda(p) : parse_bool(p, true);
    if (e->kind != EXPR_lambda || e->grouped) {
        if (parse_accept(p, TOKEN_if)) {
            struct expr *body = e, *test = parse_bool(p, true);
            if (!parse_at(p, TOKEN_else))
                parse_unexpected(p, "'else' (a conditional expression is: value if test else other)");
            parse_take(p);
            struct expr *orelse = parse_expression(p);
            e = expr_new(p, EXPR_if, parse_since(p, start));
            e->u.cond.test = test;
            e->u.cond.body = body;
            e->u.cond.orelse = orelse;
        }
    }
    parse_leave(p);
    return expr_seal(p, e);
}

/* named_expression: NAME ':=' expression | expression */
struct expr *parse_named_expression(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *left = parse_expression(p);
    if (!parse_at(p, TOKEN_walrus))
        return left;
    if (left->kind != EXPR_name || left->grouped)
        parse_fail(p, left->at, "':=' assigns to a plain name only, not to %s", expr_describe(left));
    parse_take(p);
    parse_set_use(p, left, USE_store, "assign to");
    struct expr *value = parse_expression(p);
    struct expr *e = expr_new(p, EXPR_named, parse_since(p, start));
    e->u.named.target = left;
    e->u.named.value = value;
    return expr_seal(p, e);
}

/* star_named_expression: '*' bitwise_or | named_expression */
struct expr *parse_star_named(struct parser *p)
{
    struct position start = parse_here(p);
    if (!parse_accept(p, TOKEN_star))
        return parse_named_expression(p);
    struct expr *value = parse_binary(p);
    struct expr *e = expr_new(p, EXPR_starred, parse_since(p, start));
    e->u.value = value;
    return expr_seal(p, e);
}

static struct expr *parse_star_expression(struct parser *p)
{
    return parse_at(p, TOKEN_star) ? parse_star_named(p) : parse_expression(p);
}

/* star_expressions: star_expression (',' star_expression)* [','] */
struct expr *parse_expressions(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *first = parse_star_expression(p);
    if (!parse_at(p, TOKEN_comma))
        return first;
    struct exprs elts = {0};
    PARSE_APPEND(p, elts, first);
    while (parse_accept(p, TOKEN_comma)) {
        enum token_kind next = parse_peek(p)->kind;
        if (!parse_starts_expression(next) && next != TOKEN_star)
            break;
        PARSE_APPEND(p, elts, parse_star_expression(p));
    }
    struct expr *e = expr_new(p, EXPR_tuple, parse_since(p, start));
    e->u.elts = elts;
    return expr_seal(p, e);
}

/* yield_expr: 'yield' 'from' expression | 'yield' [star_expressions] */
static struct expr *parse_yield(struct parser *p)
{
    struct position start = parse_here(p);
    parse_expect(p, TOKEN_yield);
    bool from = parse_accept(p, TOKEN_from);
    struct expr *value = NULL;
    if (from)
        value = parse_expression(p);
    else if (parse_starts_expression(parse_peek(p)->kind) || parse_at(p, TOKEN_star))
        value = parse_expressions(p);
    struct expr *e = expr_new(p, from ? EXPR_yield_from : EXPR_yield, parse_since(p, start));
    e->u.value = value;
    return expr_seal(p, e);
}

struct expr *parse_expressions_or_yield(struct parser *p)
{
    return parse_at(p, TOKEN_yield) ? parse_yield(p) : parse_expressions(p);
}

/* star_targets: star_target (',' star_target)* [',']   (no 'in' inside, so operators above it only) */
struct expr *parse_targets(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *first = parse_at(p, TOKEN_star) ? parse_star_named(p) : parse_binary(p);
    if (parse_at(p, TOKEN_comma)) {
        struct exprs elts = {0};
        PARSE_APPEND(p, elts, first);
        while (parse_accept(p, TOKEN_comma)) {
            if (parse_at(p, TOKEN_star))
                PARSE_APPEND(p, elts, parse_star_named(p));
            else if (parse_starts_expression(parse_peek(p)->kind))
                PARSE_APPEND(p, elts, parse_binary(p));
            else
                break;
        }
        first = expr_new(p, EXPR_tuple, parse_since(p, start));
        first->u.elts = elts;
        expr_seal(p, first);
    }
    parse_set_use(p, first, USE_store, "assign to");
    return first;
}
