/* Source text to tokens. Layout of a line: indentation, then tokens; brackets join lines. */
#include "lang/token.h"

#include <string.h>

#include "base/buf.h"
#include "lang/lexer.h"

static bool fail(struct lexer *lx, size_t pos, int line, size_t line_at, const char *message)
{
    struct position at = {line, line, (int32_t)(pos - line_at), (int32_t)(pos - line_at) + 1};
    return lex_error(lx, at, "%s", message);
}

bool lex_error(struct lexer *lx, struct position at, const char *fmt, ...)
{
    if (lx->failed)
        return false;
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(lx->arena, fmt, ap);
    va_end(ap);
    diag_init(&lx->out->error, lx->arena);
    diag_at(&lx->out->error, lx->src, source_span(lx->src, at), "%s", text);
    lx->failed = true;
    return false;
}

static int32_t column(const struct lexer *lx, size_t pos)
{
    return (int32_t)(pos - lx->line_at);
}

struct token *lex_push(struct lexer *lx, enum token_kind kind, size_t start, size_t end)
{
    struct token_list *l = lx->out;
    if (l->count == l->cap) {
        int cap = l->cap ? l->cap * 2 : 256;
        struct token *items = ARENA_ARRAY(lx->arena, cap, struct token);
        if (l->count)
            memcpy(items, l->items, (size_t)l->count * sizeof *items);
        l->items = items;
        l->cap = cap;
    }
    struct token *t = &l->items[l->count++];
    *t = (struct token){.kind = kind,
                        .at = {lx->line, lx->line, column(lx, start), column(lx, end)},
                        .text = lx->src->text + start,
                        .len = end - start};
    return t;
}

static char at(const struct lexer *lx, size_t i)
{
    return lx->pos + i < lx->end ? lx->src->text[lx->pos + i] : '\0';
}

/* "\n", "\r\n" and "\r" end a line: the number of bytes, 0 if none here. */
static size_t newline_here(const struct lexer *lx)
{
    if (at(lx, 0) == '\n')
        return 1;
    if (at(lx, 0) == '\r' && lx->pos < lx->end)
        return at(lx, 1) == '\n' ? 2 : 1;
    return 0;
}

static void take_newline(struct lexer *lx)
{
    lx->pos += newline_here(lx);
    lx->line++;
    lx->line_at = lx->pos;
}

static void skip_comment(struct lexer *lx)
{
    while (lx->pos < lx->end && !newline_here(lx))
        lx->pos++;
}

/* -- indentation -- */

/* Tabs go to the next multiple of 8; a second measure with tabs of 1 finds lines whose order depends on that. */
static void measure(struct lexer *lx, struct indent *in)
{
    *in = (struct indent){0};
    for (;; lx->pos++) {
        char c = at(lx, 0);
        if (c == ' ')
            in->width++, in->alt++;
        else if (c == '\t')
            in->width = (in->width / 8 + 1) * 8, in->alt++;
        else if (c == '\f')
            *in = (struct indent){0};
        else
            return;
    }
}

static bool tabs_error(struct lexer *lx)
{
    return fail(lx, lx->line_at, lx->line, lx->line_at,
                "this line mixes tabs and spaces so that its indentation is ambiguous; indent with spaces only");
}

static bool indent_to(struct lexer *lx, struct indent in)
{
    struct indent top = lx->indents[lx->indent_count - 1];
    if (in.width == top.width)
        return in.alt == top.alt || tabs_error(lx);
    if (in.width > top.width) {
        if (in.alt <= top.alt)
            return tabs_error(lx);
        if (lx->indent_count == LEX_INDENTS)
            return fail(lx, lx->pos, lx->line, lx->line_at, "blocks nest more than 100 deep");
        lx->indents[lx->indent_count++] = in;
        lex_push(lx, TOKEN_INDENT, lx->line_at, lx->pos);
        return true;
    }
    while (lx->indent_count > 1 && lx->indents[lx->indent_count - 1].width > in.width) {
        lx->indent_count--;
        lex_push(lx, TOKEN_DEDENT, lx->pos, lx->pos);
    }
    top = lx->indents[lx->indent_count - 1];
    if (top.width != in.width)
        return fail(lx, lx->pos, lx->line, lx->line_at, "this line is indented less than its block, but matches no outer block");
    return top.alt == in.alt || tabs_error(lx);
}

/* At the start of a line: skips blank and comment lines, then settles the indentation. */
static bool start_line(struct lexer *lx)
{
    for (;;) {
        struct indent in;
        measure(lx, &in);
        if (at(lx, 0) == '#')
            skip_comment(lx);
        if (newline_here(lx)) {
            take_newline(lx);
            continue;
        }
        if (lx->pos >= lx->end)
            return true;
        return indent_to(lx, in);
    }
}

/* -- names, numbers, operators -- */

static size_t name_length(const struct lexer *lx)
{
    size_t i = 0;
    while (lx->pos + i < lx->end) {
        uint32_t cp;
        size_t n = utf8_decode(lx->src->text + lx->pos + i, lx->end - lx->pos - i, &cp);
        if (i ? !char_is_name_part(cp) : !char_is_name_start(cp))
            break;
        i += n;
    }
    return i;
}

static enum token_kind keyword(const char *text, size_t len)
{
    static const struct {
        const char *text;
        enum token_kind kind;
    } words[] = {
#define OPERATOR(name, text)
#define KEYWORD(name, text) {text, TOKEN_##name},
#include "lang/token.def"
#undef OPERATOR
#undef KEYWORD
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].text[0] == text[0] && strlen(words[i].text) == len && memcmp(words[i].text, text, len) == 0)
            return words[i].kind;
    return TOKEN_NAME;
}

/* True if text[0..len) is a string prefix: any of r b u f, rb, br, rf, fr in any case. */
static bool is_prefix(const char *text, size_t len)
{
    char low[3] = {0};
    if (len > 2)
        return false;
    for (size_t i = 0; i < len; i++)
        low[i] = (char)(text[i] | 0x20);
    static const char *const prefixes[] = {"", "r", "b", "u", "f", "rb", "br", "rf", "fr"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strcmp(low, prefixes[i]) == 0)
            return true;
    return false;
}

static bool lex_word(struct lexer *lx)
{
    size_t len = name_length(lx), start = lx->pos;
    char next = at(lx, len);
    if ((next == '\'' || next == '"') && is_prefix(lx->src->text + start, len))
        return lex_string(lx, len);
    lx->pos += len;
    enum token_kind kind = keyword(lx->src->text + start, len);
    struct token *t = lex_push(lx, kind, start, lx->pos);
    t->name = name_intern(lx->pool, t->text, t->len);
    return true;
}

static bool lex_operator(struct lexer *lx)
{
    static const struct {
        const char *text;
        enum token_kind kind;
    } ops[] = {
#define OPERATOR(name, text) {text, TOKEN_##name},
#define KEYWORD(name, text)
#include "lang/token.def"
#undef OPERATOR
#undef KEYWORD
    };
    size_t best = 0, len = 0;
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        size_t n = strlen(ops[i].text);
        if (n > len && n <= lx->end - lx->pos && memcmp(ops[i].text, lx->src->text + lx->pos, n) == 0)
            best = i, len = n;
    }
    size_t start = lx->pos;
    if (!len)
        return lex_stray(lx);
    lx->pos += len;
    lex_push(lx, ops[best].kind, start, lx->pos);
    return lex_bracket(lx, ops[best].kind);
}

bool lex_stray(struct lexer *lx)
{
    uint32_t cp;
    size_t n = utf8_decode(lx->src->text + lx->pos, lx->end - lx->pos, &cp);
    struct position here = {lx->line, lx->line, column(lx, lx->pos), column(lx, lx->pos + n)};
    if (cp == 0)
        return lex_error(lx, here, "the text holds a null byte, so it is not Python source");
    if (cp == 0xFFFD && n == 1)
        return lex_error(lx, here, "invalid UTF-8: byte 0x%02x", (unsigned char)lx->src->text[lx->pos]);
    if (cp == '?' || cp == '$' || cp == '`')
        return lex_error(lx, here, "'%c' has no meaning in Python", (char)cp);
    if (cp < 0x20 || cp == 0x7F || (cp >= 0x80 && cp < 0xA1))
        return lex_error(lx, here, "invalid character U+%04X (not printable)", cp);
    return lex_error(lx, here, "invalid character '%.*s' (U+%04X)", (int)n, lx->src->text + lx->pos, cp);
}

static enum token_kind partner(enum token_kind close)
{
    return close == TOKEN_rparen ? TOKEN_lparen : close == TOKEN_rbracket ? TOKEN_lbracket : TOKEN_lbrace;
}

bool lex_bracket(struct lexer *lx, enum token_kind kind)
{
    struct token *t = &lx->out->items[lx->out->count - 1];
    if (kind == TOKEN_lparen || kind == TOKEN_lbracket || kind == TOKEN_lbrace) {
        if (lx->bracket_count == LEX_BRACKETS)
            return lex_error(lx, t->at, "brackets nest more than %d deep", LEX_BRACKETS);
        lx->brackets[lx->bracket_count++] = (struct bracket){kind, t->at};
    }
    if (kind != TOKEN_rparen && kind != TOKEN_rbracket && kind != TOKEN_rbrace)
        return true;
    if (lx->bracket_count == 0 || lx->brackets[lx->bracket_count - 1].kind != partner(kind))
        lx->out->count--; /* the parser must meet the error, not the bracket */
    if (lx->bracket_count == 0)
        return lex_error(lx, t->at, "unmatched %s", token_text(kind));
    struct bracket b = lx->brackets[--lx->bracket_count];
    if (b.kind == partner(kind))
        return true;
    if (b.at.line != t->at.line)
        return lex_error(lx, t->at, "%s does not close %s of line %d", token_text(kind), token_text(b.kind), (int)b.at.line);
    return lex_error(lx, t->at, "%s does not close %s", token_text(kind), token_text(b.kind));
}

/* -- the loop -- */

static bool continuation(struct lexer *lx)
{
    size_t slash = lx->pos++;
    if (!newline_here(lx))
        return fail(lx, slash, lx->line, lx->line_at,
                    "a backslash outside a string must be the last character of its line");
    take_newline(lx);
    if (lx->pos >= lx->end && !lx->nested)
        return fail(lx, lx->pos, lx->line, lx->line_at, "the file ends after a line continuation");
    return true;
}

static bool lex_token(struct lexer *lx)
{
    char c = at(lx, 0);
    if (newline_here(lx)) {
        if (!lx->nested && lx->bracket_count == 0) {
            lex_push(lx, TOKEN_NEWLINE, lx->pos, lx->pos + 1);
            lx->fresh_line = true;
        }
        take_newline(lx);
        return true;
    }
    if (c == ' ' || c == '\t' || c == '\f') {
        lx->pos++;
        return true;
    }
    if (c == '#') {
        skip_comment(lx);
        return true;
    }
    if (c == '\\')
        return continuation(lx);
    if (c == '\'' || c == '"')
        return lex_string(lx, 0);
    if ((c >= '0' && c <= '9') || (c == '.' && at(lx, 1) >= '0' && at(lx, 1) <= '9'))
        return lex_number(lx);
    uint32_t cp;
    utf8_decode(lx->src->text + lx->pos, lx->end - lx->pos, &cp);
    return char_is_name_start(cp) ? lex_word(lx) : lex_operator(lx);
}

static void finish(struct lexer *lx)
{
    if (!lx->failed && lx->bracket_count) {
        struct bracket b = lx->brackets[lx->bracket_count - 1];
        lex_error(lx, b.at, "%s was never closed", token_text(b.kind));
        lx->out->unclosed = true;
        lx->out->opened = b.at;
    }
    if (lx->failed) {
        lex_push(lx, TOKEN_ERROR, lx->pos, lx->pos);
        return;
    }
    if (!lx->nested) {
        int n = lx->out->count;
        if (n && lx->out->items[n - 1].kind != TOKEN_NEWLINE && lx->out->items[n - 1].kind != TOKEN_DEDENT)
            lex_push(lx, TOKEN_NEWLINE, lx->pos, lx->pos);
        while (lx->indent_count-- > 1)
            lex_push(lx, TOKEN_DEDENT, lx->pos, lx->pos);
    }
    lex_push(lx, TOKEN_END, lx->pos, lx->pos);
}

void lex_all(struct arena *a, const struct source *src, struct text_range range, int minor,
             struct name_pool *pool, struct token_list *out)
{
    struct lexer lx = {
        .arena = a, .src = src, .pool = pool, .out = out, .minor = minor, .nested = range.nested,
        .pos = range.start, .end = range.end, .line = range.line, .line_at = range.start - (size_t)range.col,
        .indent_count = 1, .fresh_line = !range.nested,
    };
    if (range.start == 0 && src->len >= 3 && memcmp(src->text, "\xEF\xBB\xBF", 3) == 0)
        lx.pos = lx.line_at = 3;
    while (!lx.failed && lx.pos < lx.end) {
        if (lx.fresh_line) {
            lx.fresh_line = false;
            start_line(&lx);
        } else {
            lex_token(&lx);
        }
    }
    finish(&lx);
}
