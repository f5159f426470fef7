/* The parser's hands: tokens, errors, lists; and the start rule. */
#include "lang/parser.h"

#include <string.h>

#include "base/assert.h"

static const struct token *end_token(const struct parser *p)
{
    return &p->tokens.items[p->tokens.count - 1];
}

const struct token *parse_peek(const struct parser *p)
{
    return &p->tokens.items[p->pos];
}

const struct token *parse_ahead(const struct parser *p, int n)
{
    return p->pos + n < p->tokens.count ? &p->tokens.items[p->pos + n] : end_token(p);
}

const struct token *parse_take(struct parser *p)
{
    const struct token *t = parse_peek(p);
    if (p->pos < p->tokens.count - 1)
        p->pos++;
    else if (t->kind == TOKEN_ERROR)
        parse_unexpected(p, NULL);
    return t;
}

bool parse_at(const struct parser *p, enum token_kind kind)
{
    return parse_peek(p)->kind == kind;
}

bool parse_accept(struct parser *p, enum token_kind kind)
{
    if (!parse_at(p, kind))
        return false;
    parse_take(p);
    return true;
}

/* From now on the current token is the last one, made an END. */
static void stick(struct parser *p)
{
    p->pos = p->tokens.count - 1;
    p->tokens.items[p->pos].kind = TOKEN_END;
}

void *parse_fail(struct parser *p, struct position at, const char *fmt, ...)
{
    if (!p->diag->set) {
        va_list ap;
        va_start(ap, fmt);
        const char *text = arena_vprintf(p->arena, fmt, ap);
        va_end(ap);
        diag_at(p->diag, p->src, source_span(p->src, at), "%s", text);
    }
    stick(p);
    return NULL;
}

void parse_accepted(struct parser *p, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(p->arena, fmt, ap);
    va_end(ap);
    diag_accepted(p->diag, "%s", text);
}

static void fail_with_lexer(struct parser *p)
{
    if (!p->diag->set) {
        struct arena *owner = p->diag->arena;
        *p->diag = p->tokens.error;
        p->diag->arena = owner;
    }
    stick(p);
}

/* A bracket left open makes every later line look wrong: then the bracket is what the user must hear of. */
bool parse_in_open_bracket(const struct parser *p)
{
    struct position open = p->tokens.opened, here = parse_peek(p)->at;
    return p->tokens.unclosed && (here.line > open.line || (here.line == open.line && here.col > open.col));
}

const char *parse_shown(const struct parser *p, const struct token *t)
{
    if (t->kind == TOKEN_NAME || t->kind == TOKEN_NUMBER)
        return arena_printf(p->arena, "'%.*s'", t->len < 40 ? (int)t->len : 40, t->text);
    return token_text(t->kind);
}

void parse_unexpected(struct parser *p, const char *wanted)
{
    const struct token *t = parse_peek(p);
    if (p->diag->set) {
        stick(p);
        return;
    }
    if (t->kind == TOKEN_ERROR || parse_in_open_bracket(p)) {
        fail_with_lexer(p);
        return;
    }
    const char *shown = parse_shown(p, t);
    if (t->kind == TOKEN_INDENT)
        parse_fail(p, t->at, "unexpected indentation: no block begins here");
    else if (wanted)
        parse_fail(p, t->at, "expected %s, not %s", wanted, shown);
    else
        parse_fail(p, t->at, "unexpected %s", shown);
}

void parse_expect(struct parser *p, enum token_kind kind)
{
    if (!parse_accept(p, kind))
        parse_unexpected(p, token_text(kind));
}

const char *parse_name(struct parser *p, const char *what)
{
    const struct token *t = parse_peek(p);
    if (t->kind == TOKEN_NAME)
        return parse_take(p)->name;
    if (token_is_keyword(t->kind))
        parse_fail(p, t->at, "expected %s, but %s is a keyword", what, token_text(t->kind));
    else
        parse_unexpected(p, what);
    return "";
}

bool parse_enter(struct parser *p)
{
    if (p->depth++ < TREE_HEIGHT_MAX)
        return true;
    parse_fail(p, parse_here(p), "this expression nests too deeply (more than %d levels)", TREE_HEIGHT_MAX);
    return false;
}

void parse_leave(struct parser *p)
{
    p->depth--;
}

struct position parse_here(const struct parser *p)
{
    return parse_peek(p)->at;
}

struct position position_join(struct position from, struct position to)
{
    return (struct position){from.line, to.end_line, from.col, to.end_col};
}

struct position parse_since(const struct parser *p, struct position start)
{
    return p->pos ? position_join(start, p->tokens.items[p->pos - 1].at) : start;
}

void *parse_grow(struct parser *p, void *items, int count, size_t size)
{
    if (count & (count - 1) || (count == 0 && items))
        return items; /* room up to the next power of two */
    void *more = arena_array(p->arena, count ? (size_t)count * 2 : 1, size);
    if (count)
        memcpy(more, items, (size_t)count * size);
    return more;
}

/* file: statement* END */
bool parse_module(struct arena *a, const struct source *src, const struct compile_options *o,
                  struct name_pool *pool, struct module *out, struct diag *d)
{
    struct parser p = {.arena = a, .src = src, .options = o, .diag = d, .pool = pool};
    struct text_range all = {.start = 0, .end = src->len, .line = 1};
    lex_all(a, src, all, o->minor, pool, &p.tokens);
    while (!parse_at(&p, TOKEN_END) && !d->set)
        parse_statement(&p, &out->body);
    out->future_annotations = p.future_annotations;
    return !d->set;
}
