/* f-strings: text with {expression!conversion:spec} fields, the spec itself an f-string of one level.
 * Up to 3.11 the quotes of the string may not come back inside a field, nor a backslash or a comment;
 * from 3.12 on they may (the lexer then already knows where the string ends). */
#include <string.h>

#include "lang/parse_string.h"

static void flush_text(struct joiner *j)
{
    if (!j->text.len)
        return;
    struct expr *e = expr_new(j->parser, EXPR_const, j->whole);
    e->u.konst = (struct konst){.kind = KONST_str, .len = j->text.len,
                                .text = arena_copy(j->parser->arena, j->text.data, j->text.len)};
    PARSE_APPEND(j->parser, j->values, e);
    buf_clear(&j->text);
}

struct exprs joiner_finish(struct joiner *j)
{
    flush_text(j);
    return j->values;
}

static bool old_style(const struct parser *p)
{
    return p->options->minor < 12;
}

/* Skips a string inside a field: from its opening quote to after the closing one. */
static const char *skip_quotes(struct parser *p, const struct literal *s, const char *c)
{
    char q = *c;
    bool triple = c + 2 < s->end && c[1] == q && c[2] == q;
    const char *open = c;
    c += triple ? 3 : 1;
    while (c < s->end) {
        if (*c == '\\' && !old_style(p))
            c++;
        else if (*c == q && (!triple || (c + 2 < s->end && c[1] == q && c[2] == q)))
            return c + (triple ? 3 : 1);
        c++;
    }
    parse_fail(p, literal_position(s, open, 1), "a string inside this f-string field is not closed");
    return s->end;
}

/* Where the field's expression ends: before '!', ':', '=' or '}' outside brackets and strings. */
static const char *expression_end(struct parser *p, const struct literal *s, const char *c)
{
    char open[200];
    int depth = 0;
    while (c < s->end) {
        if (*c == '\\' && old_style(p)) {
            parse_fail(p, literal_position(s, c, 1), "the expression part of an f-string cannot include a backslash before Python 3.12");
            return s->end;
        }
        if (*c == '#' && old_style(p)) {
            parse_fail(p, literal_position(s, c, 1), "the expression part of an f-string cannot include '#' before Python 3.12");
            return s->end;
        }
        if (*c == '\'' || *c == '"') {
            c = skip_quotes(p, s, c);
            continue;
        }
        if (*c == '(' || *c == '[' || *c == '{') {
            if (depth == (int)sizeof open) {
                parse_fail(p, literal_position(s, c, 1), "brackets nest more than %d deep", depth);
                return s->end;
            }
            open[depth++] = *c;
        } else if (depth && (*c == ')' || *c == ']' || *c == '}')) {
            depth--;
        } else if (!depth) {
            if (*c == '}' || *c == ':' || *c == ')' || *c == ']')
                return c;
            if (*c == '!' && c[1] != '=')
                return c;
            if (*c == '=' && c[1] != '=' && !strchr("=!<>", c[-1]))
                return c;
            if (strchr("=!<>", *c) && c[1] == '=')
                c++;
        }
        c++;
    }
    parse_fail(p, literal_position(s, c, 1), "this f-string field is not closed: '}' is missing");
    return s->end;
}

/* The expression between two places of the source, parsed as if in parentheses. */
static struct expr *parse_piece(struct parser *p, const struct literal *s, const char *from, const char *to)
{
    struct parser inner = *p;
    inner.tokens = (struct token_list){0};
    inner.pos = 0;
    struct position at = literal_position(s, from, 0);
    struct text_range range = {.start = (size_t)(from - p->src->text), .end = (size_t)(to - p->src->text),
                               .line = at.line, .col = at.col, .nested = true};
    lex_all(p->arena, p->src, range, p->options->minor, p->pool, &inner.tokens);
    if (inner.tokens.items[0].kind == TOKEN_END) {
        parse_fail(p, literal_position(s, from - 1, 1), "an f-string field needs an expression between its braces");
        return expr_new(p, EXPR_const, at);
    }
    struct expr *e = parse_expressions_or_yield(&inner);
    if (parse_at(&inner, TOKEN_walrus) || parse_at(&inner, TOKEN_lambda))
        parse_fail(&inner, parse_here(&inner), "this needs parentheses inside an f-string field");
    else if (!parse_at(&inner, TOKEN_END))
        parse_unexpected(&inner, "an operator, '!', ':' or '}'");
    if (p->diag->set)
        parse_fail(p, at, "f-string"); /* sticks; the message is already there */
    return e;
}

static void pieces(struct joiner *j, const struct literal *s, const char **at, int depth);

static struct expr *parse_spec(struct joiner *j, const struct literal *s, const char **c, int depth)
{
    struct parser *p = j->parser;
    struct joiner spec = {.parser = p, .whole = j->whole};
    pieces(&spec, s, c, depth + 1);
    struct expr *e = expr_new(p, EXPR_joined, s->at);
    e->u.joined = joiner_finish(&spec);
    if (e->u.joined.count == 1 && e->u.joined.items[0]->kind == EXPR_const)
        e->u.joined.items[0]->at = s->at; /* plain text: its own literal's position, as in CPython */
    buf_fini(&spec.text);
    return expr_seal(p, e);
}

static int parse_conversion(struct parser *p, const struct literal *s, const char **c)
{
    if (**c != '!' || *c >= s->end)
        return 0;
    char kind = *++*c;
    if ((kind == 's' || kind == 'r' || kind == 'a') && (*c)[1] && strchr(":}", (*c)[1])) {
        ++*c;
        return kind;
    }
    parse_fail(p, literal_position(s, *c, 1), "after '!' a field takes 's', 'r' or 'a'");
    return 0;
}

/* replacement_field: '{' expression ['='] ['!' conversion] [':' spec] '}';  c is after '{' */
static const char *parse_field(struct joiner *j, const struct literal *s, const char *c, int depth)
{
    struct parser *p = j->parser;
    const char *open = c;
    if (depth > (old_style(p) ? 3 : 40)) {
        parse_fail(p, literal_position(s, c - 1, 1), "f-string fields nest too deeply");
        return s->end;
    }
    const char *end = expression_end(p, s, c);
    bool equals = end < s->end && *end == '=';
    if (p->diag->set)
        return s->end;
    struct expr *value = parse_piece(p, s, c, end);
    c = end;
    if (equals) {
        c++;
        while (c < s->end && (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\r' || *c == '\f'))
            c++;
        buf_add(&j->text, open, (size_t)(c - open));
    }
    flush_text(j);
    struct expr *e = expr_new(p, EXPR_formatted, j->whole);
    e->u.formatted.value = value;
    e->u.formatted.conversion = parse_conversion(p, s, &c);
    if (c < s->end && *c == ':') {
        c++;
        e->u.formatted.spec = parse_spec(j, s, &c, depth);
    } else if (equals && !e->u.formatted.conversion) {
        e->u.formatted.conversion = 'r';
    }
    if (c >= s->end || *c != '}') {
        parse_fail(p, literal_position(s, c < s->end ? c : open - 1, 1), "this f-string field is not closed: '}' is missing");
        return s->end;
    }
    PARSE_APPEND(p, j->values, expr_seal(p, e));
    return c + 1;
}

/* Where a run of plain text ends: at a brace or the end. Backslashes hide nothing but \N{...}. */
static const char *text_end(const struct literal *s, const char *c, bool spec)
{
    while (c < s->end && *c != '{' && *c != '}') {
        if (*c == '\\' && !s->raw && c + 1 < s->end && c[1] != '{' && c[1] != '}')
            c++;
        c++;
        if (!spec && c < s->end && c[-1] == 'N' && c[-2] == '\\' && *c == '{' && !s->raw)
            break;
    }
    return c;
}

/* fstring_middle: (text | '{{' | '}}' | field)*; inside a spec it ends at '}'. */
static void pieces(struct joiner *j, const struct literal *s, const char **at, int depth)
{
    const char *c = *at;
    while (c < s->end && !j->parser->diag->set) {
        const char *stop = text_end(s, c, depth > 0);
        literal_decode(j->parser, s, c, stop, &j->text);
        c = stop;
        if (c >= s->end)
            break;
        if (depth == 0 && c + 1 < s->end && c[1] == *c) {
            buf_char(&j->text, *c);
            c += 2;
        } else if (*c == '{') {
            c = parse_field(j, s, c + 1, depth + 1);
        } else if (depth) {
            break;
        } else {
            parse_fail(j->parser, literal_position(s, c, 1), "a single '}' in an f-string: write '}}' for the character");
        }
    }
    *at = c;
}

void fstring_add(struct joiner *j, const struct literal *s)
{
    struct parser *p = j->parser;
    if (p->string_depth > 20) {
        parse_fail(p, s->at, "f-strings nest too deeply");
        return;
    }
    p->string_depth++;
    const char *c = s->body;
    pieces(j, s, &c, 0);
    p->string_depth--;
}
