/* match statements and their patterns. `match`, `case` and `_` are names everywhere else. */
#include <string.h>

#include "lang/parser.h"

static bool at_word(const struct token *t, const char *word)
{
    return t->kind == TOKEN_NAME && strcmp(t->name, word) == 0;
}

/* A line that begins with `match`, ends with ':' and has an indented `case` below. */
bool parse_is_match(const struct parser *p)
{
    if (!at_word(parse_peek(p), "match"))
        return false;
    int i = 1;
    while (parse_ahead(p, i)->kind != TOKEN_NEWLINE && parse_ahead(p, i)->kind != TOKEN_END &&
           parse_ahead(p, i)->kind != TOKEN_ERROR)
        i++;
    return parse_ahead(p, i - 1)->kind == TOKEN_colon && i > 2 && parse_ahead(p, i)->kind == TOKEN_NEWLINE &&
           parse_ahead(p, i + 1)->kind == TOKEN_INDENT && at_word(parse_ahead(p, i + 2), "case");
}

static struct pattern *pattern_new(struct parser *p, enum pattern_kind kind, struct position at)
{
    struct pattern *pt = ARENA_NEW(p->arena, struct pattern);
    pt->kind = kind;
    pt->at = at;
    return pt;
}

static struct pattern *parse_pattern(struct parser *p);
static struct pattern *parse_open_pattern(struct parser *p);

static const char *capture_name(struct parser *p)
{
    const struct token *t = parse_peek(p);
    const char *name = parse_name(p, "a name");
    return t->kind == TOKEN_NAME && strcmp(name, "_") == 0 ? NULL : name;
}

/* signed_number ['+'|'-' NUMBER], strings: everything a literal pattern may be */
static struct expr *parse_literal(struct parser *p)
{
    struct position start = parse_here(p);
    if (parse_at(p, TOKEN_STRING)) {
        struct expr *text = parse_strings(p);
        if (text->kind == EXPR_joined)
            parse_fail(p, text->at, "a pattern cannot be an f-string");
        return text;
    }
    bool negative = parse_accept(p, TOKEN_minus);
    if (!parse_at(p, TOKEN_NUMBER))
        parse_unexpected(p, "a number");
    if (p->diag->set)
        return expr_new(p, EXPR_const, start);
    struct expr *e = parse_number(p);
    if (negative) {
        struct expr *minus = expr_new(p, EXPR_unary, parse_since(p, start));
        minus->u.unary.op = UNARY_minus;
        minus->u.unary.operand = e;
        e = expr_seal(p, minus);
    }
    if (!parse_at(p, TOKEN_plus) && !parse_at(p, TOKEN_minus))
        return e;
    bool plus = parse_take(p)->kind == TOKEN_plus;
    struct position at = parse_here(p);
    struct expr *imaginary = parse_at(p, TOKEN_NUMBER) ? parse_number(p) : expr_new(p, EXPR_const, at);
    if (imaginary->u.konst.kind != KONST_complex)
        parse_fail(p, at, "only a complex number such as 1+2j may have a sign inside a pattern");
    struct expr *sum = expr_new(p, EXPR_binary, parse_since(p, start));
    sum->u.binary.op = plus ? BIN_add : BIN_sub;
    sum->u.binary.left = e;
    sum->u.binary.right = imaginary;
    return expr_seal(p, sum);
}

/* name_or_attr: NAME ('.' NAME)* */
static struct expr *parse_dotted(struct parser *p)
{
    struct position start = parse_here(p);
    struct expr *e = expr_new(p, EXPR_name, start);
    e->u.name = parse_name(p, "a name");
    while (parse_accept(p, TOKEN_dot)) {
        struct expr *attribute = expr_new(p, EXPR_attribute, start);
        attribute->u.attribute.value = e;
        attribute->u.attribute.name = parse_name(p, "an attribute's name");
        attribute->at = parse_since(p, start);
        e = expr_seal(p, attribute);
    }
    return e;
}

/* class_pattern: name_or_attr '(' [pattern (',' pattern)*] [NAME '=' pattern (',' ...)*] ')' */
static struct pattern *parse_class_pattern(struct parser *p, struct expr *cls)
{
    struct pattern *pt = pattern_new(p, PATTERN_class, cls->at);
    pt->value = cls;
    parse_expect(p, TOKEN_lparen);
    while (!parse_at(p, TOKEN_rparen)) {
        if (parse_at(p, TOKEN_NAME) && parse_ahead(p, 1)->kind == TOKEN_assign) {
            struct position at = parse_here(p);
            const char *name = parse_take(p)->name;
            for (int i = 0; i < pt->attributes.count; i++)
                if (pt->attributes.items[i] == name)
                    parse_fail(p, at, "the attribute '%s' stands twice in this class pattern", name);
            parse_take(p);
            PARSE_APPEND(p, pt->attributes, name);
            PARSE_APPEND(p, pt->keyworded, parse_pattern(p));
        } else {
            if (pt->attributes.count)
                parse_fail(p, parse_here(p), "positional patterns must come before keyword patterns");
            PARSE_APPEND(p, pt->patterns, parse_pattern(p));
        }
        if (!parse_accept(p, TOKEN_comma))
            break;
    }
    parse_expect(p, TOKEN_rparen);
    pt->at = parse_since(p, cls->at);
    return pt;
}

/* key_value_pattern: (literal | attr) ':' pattern;  '**' NAME */
static void parse_map_item(struct parser *p, struct pattern *map)
{
    if (parse_accept(p, TOKEN_power)) {
        struct position at = parse_here(p);
        if (map->name)
            parse_fail(p, at, "a mapping pattern has only one '**' name");
        map->name = capture_name(p);
        if (!map->name)
            parse_fail(p, at, "'**_' is not allowed: a mapping pattern ignores other keys anyway");
        return;
    }
    if (map->name)
        parse_fail(p, parse_here(p), "the '**' name must be last in a mapping pattern");
    struct expr *key;
    if (parse_at(p, TOKEN_NAME)) {
        key = parse_dotted(p);
        if (key->kind == EXPR_name)
            parse_fail(p, key->at, "a mapping pattern's key is a literal or a dotted name");
    } else if (parse_at(p, TOKEN_None) || parse_at(p, TOKEN_True) || parse_at(p, TOKEN_False)) {
        key = parse_atom(p);
    } else {
        key = parse_literal(p);
    }
    parse_expect(p, TOKEN_colon);
    PARSE_APPEND(p, map->keys, key);
    PARSE_APPEND(p, map->patterns, parse_pattern(p));
}

/* mapping_pattern: '{' [item (',' item)* [',']] '}' */
static struct pattern *parse_mapping(struct parser *p)
{
    struct pattern *pt = pattern_new(p, PATTERN_mapping, parse_here(p));
    parse_take(p);
    while (!parse_at(p, TOKEN_rbrace)) {
        parse_map_item(p, pt);
        if (!parse_accept(p, TOKEN_comma))
            break;
    }
    parse_expect(p, TOKEN_rbrace);
    pt->at = parse_since(p, pt->at);
    return pt;
}

/* maybe_star_pattern: '*' NAME | pattern */
static struct pattern *parse_maybe_star(struct parser *p)
{
    struct position start = parse_here(p);
    if (!parse_accept(p, TOKEN_star))
        return parse_pattern(p);
    struct pattern *pt = pattern_new(p, PATTERN_star, start);
    pt->name = capture_name(p);
    pt->at = parse_since(p, start);
    return pt;
}

/* sequence_pattern: '[' ... ']' | '(' ... ')';  group_pattern: '(' pattern ')' */
static struct pattern *parse_bracketed(struct parser *p)
{
    struct position start = parse_here(p);
    bool paren = parse_take(p)->kind == TOKEN_lparen;
    enum token_kind end = paren ? TOKEN_rparen : TOKEN_rbracket;
    struct pattern *pt = pattern_new(p, PATTERN_sequence, start);
    bool comma = false;
    while (!parse_at(p, end)) {
        PARSE_APPEND(p, pt->patterns, parse_maybe_star(p));
        if (!parse_accept(p, TOKEN_comma))
            break;
        comma = true;
    }
    parse_expect(p, end);
    pt->at = parse_since(p, start);
    if (paren && !comma && pt->patterns.count == 1 && pt->patterns.items[0]->kind != PATTERN_star)
        return pt->patterns.items[0];
    return pt;
}

static struct pattern *value_pattern(struct parser *p, enum pattern_kind kind, struct expr *value)
{
    struct pattern *pt = pattern_new(p, kind, value->at);
    pt->value = value;
    return pt;
}

/* closed_pattern: literal | capture | wildcard | value | group | sequence | mapping | class */
static struct pattern *parse_closed(struct parser *p)
{
    struct position start = parse_here(p);
    switch ((int)parse_peek(p)->kind) {
    case TOKEN_None:
    case TOKEN_True:
    case TOKEN_False: return value_pattern(p, PATTERN_singleton, parse_atom(p));
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_minus: return value_pattern(p, PATTERN_value, parse_literal(p));
    case TOKEN_lparen:
    case TOKEN_lbracket: return parse_bracketed(p);
    case TOKEN_lbrace: return parse_mapping(p);
    case TOKEN_NAME: break;
    default: parse_unexpected(p, "a pattern"); return pattern_new(p, PATTERN_as, start);
    }
    enum token_kind next = parse_ahead(p, 1)->kind;
    if (next == TOKEN_dot || next == TOKEN_lparen) {
        struct expr *name = parse_dotted(p);
        if (parse_at(p, TOKEN_lparen))
            return parse_class_pattern(p, name);
        return value_pattern(p, PATTERN_value, name);
    }
    struct pattern *pt = pattern_new(p, PATTERN_as, start);
    pt->name = capture_name(p);
    return pt;
}

/* or_pattern: closed_pattern ('|' closed_pattern)* */
static struct pattern *parse_or(struct parser *p)
{
    struct position start = parse_here(p);
    struct pattern *first = parse_closed(p);
    if (!parse_at(p, TOKEN_bar))
        return first;
    struct pattern *pt = pattern_new(p, PATTERN_or, start);
    PARSE_APPEND(p, pt->patterns, first);
    while (parse_accept(p, TOKEN_bar))
        PARSE_APPEND(p, pt->patterns, parse_closed(p));
    pt->at = parse_since(p, start);
    return pt;
}

/* pattern: or_pattern ['as' NAME] */
static struct pattern *parse_pattern(struct parser *p)
{
    struct position start = parse_here(p);
    if (!parse_enter(p))
        return pattern_new(p, PATTERN_as, start);
    struct pattern *pt = parse_or(p);
    if (parse_accept(p, TOKEN_as)) {
        struct pattern *as = pattern_new(p, PATTERN_as, start);
        struct position at = parse_here(p);
        as->inner = pt;
        as->name = capture_name(p);
        if (!as->name)
            parse_fail(p, at, "'_' captures nothing, so it cannot follow 'as'");
        as->at = parse_since(p, start);
        pt = as;
    }
    parse_leave(p);
    return pt;
}

/* patterns: maybe_star_pattern ',' [maybe_star_pattern (',' ...)*] | pattern */
static struct pattern *parse_open_pattern(struct parser *p)
{
    struct position start = parse_here(p);
    struct pattern *first = parse_maybe_star(p);
    if (!parse_at(p, TOKEN_comma) && first->kind != PATTERN_star)
        return first;
    if (!parse_at(p, TOKEN_comma))
        parse_fail(p, first->at, "a starred pattern must be in a sequence; for one alone write *name,");
    struct pattern *pt = pattern_new(p, PATTERN_sequence, start);
    PARSE_APPEND(p, pt->patterns, first);
    while (parse_accept(p, TOKEN_comma)) {
        if (parse_at(p, TOKEN_colon) || parse_at(p, TOKEN_if))
            break;
        PARSE_APPEND(p, pt->patterns, parse_maybe_star(p));
    }
    pt->at = parse_since(p, start);
    return pt;
}

/* case_block: 'case' patterns ['if' named_expression] ':' block */
static struct match_case parse_case(struct parser *p)
{
    struct match_case c = {0};
    int line = parse_here(p).line;
    if (!at_word(parse_peek(p), "case"))
        parse_unexpected(p, "'case'");
    parse_take(p);
    c.pattern = parse_open_pattern(p);
    if (parse_accept(p, TOKEN_if))
        c.guard = parse_named_expression(p);
    c.body = parse_block(p, "'case'", line);
    return c;
}

/* match_stmt: 'match' subject ':' NEWLINE INDENT case_block+ DEDENT */
struct stmt *parse_match(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_match);
    struct { struct match_case *items; int count; } cases = {0};
    parse_take(p);
    struct position start = parse_here(p);
    struct expr *subject = parse_star_named(p);
    if (parse_at(p, TOKEN_comma)) {
        struct expr *tuple = expr_new(p, EXPR_tuple, start);
        PARSE_APPEND(p, tuple->u.elts, subject);
        while (parse_accept(p, TOKEN_comma) && !parse_at(p, TOKEN_colon))
            PARSE_APPEND(p, tuple->u.elts, parse_star_named(p));
        tuple->at = parse_since(p, start);
        subject = expr_seal(p, tuple);
    } else if (subject->kind == EXPR_starred) {
        parse_fail(p, subject->at, "a starred expression cannot stand alone; for a tuple of one write *x,");
    }
    s->u.match.subject = subject;
    parse_expect(p, TOKEN_colon);
    parse_expect(p, TOKEN_NEWLINE);
    parse_expect(p, TOKEN_INDENT);
    while (!parse_accept(p, TOKEN_DEDENT) && !parse_at(p, TOKEN_END))
        PARSE_APPEND(p, cases, parse_case(p));
    s->u.match.cases = cases.items;
    s->u.match.count = cases.count;
    if (cases.count) {
        struct stmts body = cases.items[cases.count - 1].body;
        if (body.count)
            s->at = position_join(s->at, body.items[body.count - 1]->at);
    }
    return s;
}
