/* Parameters of functions and lambdas, and the check of what may be assigned to. */
#include <string.h>

#include "lang/parser.h"

struct param_state {
    struct params *out;
    struct { struct param *items; int count; } list;
    enum { PLAIN, KEYWORD_ONLY, AFTER_KWARG } stage;
    bool annotated;
};

static void check_new(struct parser *p, const struct param_state *s, const struct param *param)
{
    bool twice = (s->out->vararg && s->out->vararg->name == param->name) ||
                 (s->out->kwarg && s->out->kwarg->name == param->name);
    for (int i = 0; i < s->list.count; i++)
        twice |= s->list.items[i].name == param->name;
    if (twice)
        parse_fail(p, param->at, "two parameters have the name '%s'", param->name);
    if (strcmp(param->name, "__debug__") == 0)
        parse_fail(p, param->at, "cannot assign to __debug__");
}

/* param: NAME [':' expression] */
static struct param parse_param(struct parser *p, const struct param_state *s, bool star)
{
    struct param param = {.at = parse_here(p)};
    param.name = parse_name(p, "a parameter's name");
    check_new(p, s, &param);
    if (s->annotated && parse_accept(p, TOKEN_colon))
        param.annotation = star && parse_at(p, TOKEN_star) ? parse_star_named(p) : parse_expression(p);
    param.at = parse_since(p, param.at);
    return param;
}

static struct param *keep(struct parser *p, struct param param)
{
    struct param *kept = ARENA_NEW(p->arena, struct param);
    *kept = param;
    return kept;
}

static void parse_plain(struct parser *p, struct param_state *s)
{
    struct param param = parse_param(p, s, false);
    struct expr *value = NULL;
    if (parse_accept(p, TOKEN_assign))
        value = parse_expression(p);
    if (s->stage == KEYWORD_ONLY) {
        s->out->kwonly++;
        PARSE_APPEND(p, s->out->kw_defaults, value);
    } else {
        s->out->positional++;
        if (value)
            PARSE_APPEND(p, s->out->defaults, value);
        else if (s->out->defaults.count)
            parse_fail(p, param.at, "the parameter '%s' needs a default, because one before it has one", param.name);
    }
    PARSE_APPEND(p, s->list, param);
}

static void parse_slash(struct parser *p, struct param_state *s)
{
    struct position at = parse_here(p);
    parse_take(p);
    if (s->stage != PLAIN)
        parse_fail(p, at, "'/' must come before '*'");
    else if (s->out->posonly)
        parse_fail(p, at, "'/' may stand only once");
    else if (!s->list.count)
        parse_fail(p, at, "at least one parameter must come before '/'");
    s->out->posonly = s->list.count;
    s->out->positional = 0;
}

static void parse_star(struct parser *p, struct param_state *s, enum token_kind end)
{
    struct position at = parse_here(p);
    parse_take(p);
    if (s->stage != PLAIN)
        parse_fail(p, at, "'*' may stand only once");
    s->stage = KEYWORD_ONLY;
    if (parse_at(p, TOKEN_NAME)) {
        s->out->vararg = keep(p, parse_param(p, s, true));
        if (parse_at(p, TOKEN_assign))
            parse_fail(p, parse_here(p), "the '*' parameter cannot have a default");
    } else if (!parse_at(p, TOKEN_comma) || parse_ahead(p, 1)->kind == end || parse_ahead(p, 1)->kind == TOKEN_power) {
        parse_fail(p, at, "named parameters must follow a bare '*'");
    }
}

/* parameters: any of  a, b=1, /, c, *args, d, e=2, **kwargs  in this order, up to the token end */
struct params *parse_params(struct parser *p, enum token_kind end, bool annotated)
{
    struct param_state s = {.out = ARENA_NEW(p->arena, struct params), .annotated = annotated};
    while (!parse_at(p, end)) {
        if (s.stage == AFTER_KWARG)
            parse_fail(p, parse_here(p), "no parameter may follow the '**' parameter");
        if (parse_at(p, TOKEN_slash)) {
            parse_slash(p, &s);
        } else if (parse_at(p, TOKEN_star)) {
            parse_star(p, &s, end);
        } else if (parse_accept(p, TOKEN_power)) {
            s.out->kwarg = keep(p, parse_param(p, &s, false));
            s.stage = AFTER_KWARG;
            if (parse_at(p, TOKEN_assign))
                parse_fail(p, parse_here(p), "the '**' parameter cannot have a default");
        } else if (parse_at(p, TOKEN_lparen)) {
            parse_fail(p, parse_here(p), "a parameter must be a name; parentheses are not allowed here");
        } else {
            parse_plain(p, &s);
        }
        if (!parse_accept(p, TOKEN_comma))
            break;
    }
    s.out->items = s.list.items;
    return s.out;
}

/* lambdef: 'lambda' [parameters] ':' expression */
struct expr *parse_lambda(struct parser *p)
{
    struct position start = parse_here(p);
    parse_expect(p, TOKEN_lambda);
    struct params *params = parse_params(p, TOKEN_colon, false);
    parse_expect(p, TOKEN_colon);
    struct expr *body = parse_expression(p);
    struct expr *e = expr_new(p, EXPR_lambda, parse_since(p, start));
    e->u.lambda.params = params;
    e->u.lambda.body = body;
    return expr_seal(p, e);
}

/* -- what may be assigned to -- */

const char *expr_describe(const struct expr *e)
{
    switch (e->kind) {
    case EXPR_bool_op:
    case EXPR_binary:
    case EXPR_unary: return "an expression with an operator";
    case EXPR_named: return "a ':=' expression";
    case EXPR_lambda: return "a lambda";
    case EXPR_if: return "a conditional expression";
    case EXPR_dict: return "a dict display";
    case EXPR_set: return "a set display";
    case EXPR_list: return "a list";
    case EXPR_tuple: return "a tuple";
    case EXPR_list_comp: return "a list comprehension";
    case EXPR_set_comp: return "a set comprehension";
    case EXPR_dict_comp: return "a dict comprehension";
    case EXPR_generator: return "a generator expression";
    case EXPR_await: return "an await expression";
    case EXPR_yield:
    case EXPR_yield_from: return "a yield expression";
    case EXPR_compare: return "a comparison";
    case EXPR_call: return "a function call";
    case EXPR_formatted:
    case EXPR_joined: return "an f-string";
    case EXPR_const:
        switch ((int)e->u.konst.kind) {
        case KONST_none: return "None";
        case KONST_true: return "True";
        case KONST_false: return "False";
        case KONST_ellipsis: return "'...'";
        default: return "a literal";
        }
    case EXPR_attribute: return "an attribute";
    case EXPR_subscript: return "a subscript";
    case EXPR_starred: return "a starred expression";
    case EXPR_name: return "a name";
    case EXPR_slice: return "a slice";
    }
    return "this";
}

static void set_elements(struct parser *p, struct expr *e, enum expr_use use, const char *verb)
{
    int stars = 0;
    for (int i = 0; i < e->u.elts.count; i++) {
        struct expr *elt = e->u.elts.items[i];
        if (elt->kind == EXPR_starred && use == USE_store && ++stars > 1)
            parse_fail(p, elt->at, "two starred targets in one assignment: only one can take the rest");
        parse_set_use(p, elt, use, verb);
    }
}

void parse_set_use(struct parser *p, struct expr *e, enum expr_use use, const char *verb)
{
    e->use = use;
    switch ((int)e->kind) {
    case EXPR_name:
        if (strcmp(e->u.name, "__debug__") == 0)
            parse_fail(p, e->at, "cannot %s __debug__", verb);
        return;
    case EXPR_attribute:
    case EXPR_subscript: return;
    case EXPR_starred:
        if (use == USE_store) {
            parse_set_use(p, e->u.value, use, verb);
            return;
        }
        break;
    case EXPR_list:
    case EXPR_tuple: set_elements(p, e, use, verb); return;
    default: break;
    }
    parse_fail(p, e->at, "cannot %s %s", verb, expr_describe(e));
    if (e->kind == EXPR_compare)
        parse_accepted(p, "a name, an attribute, a subscript, or a tuple or list of them ('==' compares)");
    else
        parse_accepted(p, "a name, an attribute, a subscript, or a tuple or list of them");
}
