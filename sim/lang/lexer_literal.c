/* Finds the ends of string and number tokens; decoding is the parser's part. */
#include <string.h>

#include "base/buf.h"
#include "lang/lexer.h"

/* A place in the text while a string is scanned. */
struct cursor {
    size_t pos;
    int line;
    size_t line_at;
};

static char peek(const struct lexer *lx, size_t pos)
{
    return pos < lx->end ? lx->src->text[pos] : '\0';
}

static void step(const struct lexer *lx, struct cursor *c)
{
    char now = peek(lx, c->pos++);
    if (now == '\n' || (now == '\r' && peek(lx, c->pos) != '\n')) {
        c->line++;
        c->line_at = c->pos;
    }
}

static bool skip_fields(struct lexer *lx, struct cursor *c, int depth);

/* From after the opening quote to after the closing one. False: not closed. fields: skip {...} whole (3.12). */
static bool skip_string(struct lexer *lx, struct cursor *c, char quote, bool triple, bool fields, int depth)
{
    while (c->pos < lx->end) {
        char now = peek(lx, c->pos);
        if (now == quote && (!triple || (peek(lx, c->pos + 1) == quote && peek(lx, c->pos + 2) == quote))) {
            c->pos += triple ? 3 : 1;
            return true;
        }
        if (!triple && (now == '\n' || now == '\r'))
            return false;
        if (now == '\\') {
            step(lx, c);
            if (peek(lx, c->pos) == '\r' && peek(lx, c->pos + 1) == '\n')
                step(lx, c);
            if (c->pos < lx->end)
                step(lx, c);
            continue;
        }
        if (fields && now == '{') {
            if (peek(lx, c->pos + 1) == '{') {
                c->pos += 2;
                continue;
            }
            c->pos++;
            if (!skip_fields(lx, c, depth + 1))
                return false;
            continue;
        }
        step(lx, c);
    }
    return false;
}

static bool has_f(const struct lexer *lx, size_t quote_at)
{
    for (size_t i = 1; i <= 2 && quote_at >= i; i++) {
        char p = (char)(lx->src->text[quote_at - i] | 0x20);
        if (p == 'f')
            return true;
        if (p != 'r')
            return false;
    }
    return false;
}

/* A replacement field of a 3.12 f-string, from after '{' to after its '}'. */
static bool skip_fields(struct lexer *lx, struct cursor *c, int depth)
{
    int open = 0;
    if (depth > 100)
        return false;
    while (c->pos < lx->end) {
        char now = peek(lx, c->pos);
        if (now == '\'' || now == '"') {
            bool triple = peek(lx, c->pos + 1) == now && peek(lx, c->pos + 2) == now;
            bool fields = has_f(lx, c->pos);
            c->pos += triple ? 3 : 1;
            if (!skip_string(lx, c, now, triple, fields, depth + 1))
                return false;
            continue;
        }
        if (now == '(' || now == '[' || now == '{')
            open++;
        if ((now == ')' || now == ']' || now == '}') && open-- == 0) {
            c->pos++;
            return true;
        }
        step(lx, c);
    }
    return false;
}

bool lex_string(struct lexer *lx, size_t prefix_len)
{
    size_t start = lx->pos, quote_at = start + prefix_len;
    char quote = peek(lx, quote_at);
    bool triple = peek(lx, quote_at + 1) == quote && peek(lx, quote_at + 2) == quote;
    bool fields = lx->minor >= 12 && has_f(lx, quote_at) && prefix_len;
    struct cursor c = {quote_at + (triple ? 3 : 1), lx->line, lx->line_at};
    struct position at = {lx->line, lx->line, (int32_t)(start - lx->line_at), (int32_t)(c.pos - lx->line_at)};
    if (!skip_string(lx, &c, quote, triple, fields, 0)) {
        if (triple)
            return lex_error(lx, at, "this triple-quoted string is never closed (the file ends at line %d)", c.line);
        return lex_error(lx, at, "this string is not closed on its line: %c is missing", quote);
    }
    at.end_line = c.line;
    at.end_col = (int32_t)(c.pos - c.line_at);
    lex_push(lx, TOKEN_STRING, start, c.pos)->at = at;
    lx->pos = c.pos;
    lx->line = c.line;
    lx->line_at = c.line_at;
    return true;
}

/* -- numbers -- */

static bool is_digit(char c, int base)
{
    if (base == 16 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'))
        return true;
    return c >= '0' && c < '0' + (base < 10 ? base : 10);
}

/* digits with single underscores between them; false: a misplaced underscore */
static bool skip_digits(const struct lexer *lx, size_t *pos, int base)
{
    for (;;) {
        while (is_digit(peek(lx, *pos), base))
            ++*pos;
        if (peek(lx, *pos) != '_')
            return true;
        if (!is_digit(peek(lx, ++*pos), base))
            return false;
    }
}

static bool number_error(struct lexer *lx, size_t start, size_t end, const char *what)
{
    struct position at = {lx->line, lx->line, (int32_t)(start - lx->line_at), (int32_t)(end - lx->line_at)};
    return lex_error(lx, at, "%s", what);
}

static bool lex_radix(struct lexer *lx, int base, const char *what)
{
    size_t pos = lx->pos + 2;
    if (peek(lx, pos) == '_')
        pos++;
    bool digits = is_digit(peek(lx, pos), base);
    if (!skip_digits(lx, &pos, base) || !digits)
        return number_error(lx, lx->pos, pos + 1, arena_printf(lx->arena, "not a %s number", what));
    if (peek(lx, pos) >= '0' && peek(lx, pos) <= '9')
        return number_error(lx, pos, pos + 1,
                            arena_printf(lx->arena, "the digit '%c' does not occur in a %s number", peek(lx, pos), what));
    return lex_number_end(lx, pos);
}

static bool all_zero(const struct lexer *lx, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (lx->src->text[i] != '0' && lx->src->text[i] != '_')
            return false;
    return true;
}

/* A number may be followed by a keyword (1if x else y), never by a name. */
bool lex_number_end(struct lexer *lx, size_t pos)
{
    uint32_t cp = 0;
    if (pos < lx->end)
        utf8_decode(lx->src->text + pos, lx->end - pos, &cp);
    if (pos < lx->end && char_is_name_part(cp)) {
        static const char *const words[] = {"and", "else", "for", "if", "in", "is", "not", "or"};
        bool word = false;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            word |= lx->end - pos >= strlen(words[i]) && memcmp(lx->src->text + pos, words[i], strlen(words[i])) == 0;
        if (!word)
            return number_error(lx, lx->pos, pos + 1, "a name cannot begin with a digit, nor a number end with a letter");
    }
    lex_push(lx, TOKEN_NUMBER, lx->pos, pos);
    lx->pos = pos;
    return true;
}

bool lex_number(struct lexer *lx)
{
    size_t start = lx->pos, pos = start;
    char second = (char)(peek(lx, pos + 1) | 0x20);
    if (peek(lx, pos) == '0' && second == 'x')
        return lex_radix(lx, 16, "hexadecimal");
    if (peek(lx, pos) == '0' && second == 'o')
        return lex_radix(lx, 8, "octal");
    if (peek(lx, pos) == '0' && second == 'b')
        return lex_radix(lx, 2, "binary");
    bool fine = skip_digits(lx, &pos, 10), integer = true;
    size_t whole = pos;
    if (fine && peek(lx, pos) == '.') {
        integer = false;
        pos++;
        if (peek(lx, pos) != '_')
            fine = skip_digits(lx, &pos, 10);
    }
    char e = peek(lx, pos);
    if (fine && (e == 'e' || e == 'E')) {
        size_t sign = peek(lx, pos + 1) == '+' || peek(lx, pos + 1) == '-';
        if (is_digit(peek(lx, pos + 1 + sign), 10)) {
            integer = false;
            pos += 1 + sign;
            fine = skip_digits(lx, &pos, 10);
        }
    }
    if (!fine)
        return number_error(lx, start, pos, "an underscore in a number must stand between two digits");
    if (peek(lx, pos) == 'j' || peek(lx, pos) == 'J') {
        integer = false;
        pos++;
    }
    if (integer && peek(lx, start) == '0' && !all_zero(lx, start, whole))
        return number_error(lx, start, pos, "a decimal number cannot begin with 0; octal numbers are written 0o17");
    return lex_number_end(lx, pos);
}
