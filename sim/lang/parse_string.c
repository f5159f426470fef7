/* String and number tokens to constants; adjacent strings join. f-strings are in parse_fstring.c. */
#include "lang/parse_string.h"

#include <stdlib.h>
#include <string.h>

#include "lang/bignum.h"

struct literal string_literal(const struct token *t)
{
    struct literal s = {.token = t, .body = t->text, .at = t->at};
    for (; *s.body != '\'' && *s.body != '"'; s.body++) {
        char c = (char)(*s.body | 0x20);
        s.raw |= c == 'r';
        s.bytes |= c == 'b';
        s.formatted |= c == 'f';
    }
    s.triple = t->len >= (size_t)(s.body - t->text) + 6 && s.body[1] == s.body[0] && s.body[2] == s.body[0];
    s.body += s.triple ? 3 : 1;
    s.end = t->text + t->len - (s.triple ? 3 : 1);
    return s;
}

/* The position of one byte of a literal's text. */
struct position literal_position(const struct literal *s, const char *where, int width)
{
    int line = s->at.line, col = s->at.col;
    for (const char *c = s->token->text; c < where; c++) {
        col++;
        if (*c == '\n' || (*c == '\r' && c[1] != '\n')) {
            line++;
            col = 0;
        }
    }
    return (struct position){line, line, col, col + width};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \xHH \uHHHH \UHHHHHHHH: from after the letter; returns where it ends. */
static const char *hex_escape(struct parser *p, const struct literal *s, const char *c, int digits, struct buf *out)
{
    uint32_t value = 0;
    const char *start = c;
    for (int i = 0; i < digits; i++, c++) {
        int digit = c < s->end ? hex_digit(*c) : -1;
        if (digit < 0) {
            parse_fail(p, literal_position(s, start - 2, (int)(c - start) + 2),
                       "the escape '\\%c' needs %d hexadecimal digits", start[-1], digits);
            return s->end;
        }
        value = value << 4 | (uint32_t)digit;
    }
    if (value > 0x10FFFF)
        parse_fail(p, literal_position(s, start - 2, digits + 2), "no character has a code above U+10FFFF");
    if (s->bytes)
        buf_char(out, (char)value);
    else
        buf_utf8(out, value);
    return c;
}

static const char *octal_escape(const struct literal *s, const char *c, struct buf *out)
{
    unsigned value = 0;
    for (int i = 0; i < 3 && c < s->end && *c >= '0' && *c <= '7'; i++)
        value = value * 8 + (unsigned)(*c++ - '0');
    if (s->bytes)
        buf_char(out, (char)value);
    else
        buf_utf8(out, value);
    return c;
}

static char plain_escape(char c)
{
    switch (c) {
    case '\\': case '\'': case '"': return c;
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return 0;
    }
}

/* c is after the backslash. An unknown escape keeps its backslash, as in Python. */
static const char *escape(struct parser *p, const struct literal *s, const char *c, struct buf *out)
{
    if (plain_escape(*c)) {
        buf_char(out, plain_escape(*c));
        return c + 1;
    }
    if (*c == '\n')
        return c + 1;
    if (*c == '\r')
        return c + (c[1] == '\n' ? 2 : 1);
    if (*c >= '0' && *c <= '7')
        return octal_escape(s, c, out);
    if (*c == 'x')
        return hex_escape(p, s, c + 1, 2, out);
    if (!s->bytes && (*c == 'u' || *c == 'U'))
        return hex_escape(p, s, c + 1, *c == 'u' ? 4 : 8, out);
    if (!s->bytes && *c == 'N') {
        parse_fail(p, literal_position(s, c - 1, 2), "the escape \\N{...} is not supported: gilscope has no table of character names");
        parse_accepted(p, "the character itself, or \\u with its four hexadecimal digits");
        return s->end;
    }
    buf_char(out, '\\');
    return c;
}

/* Appends text[from..to) of the literal, decoded. Line ends become "\n", as in every Python text. */
void literal_decode(struct parser *p, const struct literal *s, const char *from, const char *to, struct buf *out)
{
    for (const char *c = from; c < to;) {
        if (*c == '\\' && !s->raw) {
            if (c + 1 >= to) { /* only before a field of an f-string: a lone backslash */
                buf_char(out, *c++);
                continue;
            }
            c = escape(p, s, c + 1, out);
        } else if (*c == '\r') {
            buf_char(out, '\n');
            c += c[1] == '\n' ? 2 : 1;
        } else {
            if (s->bytes && (unsigned char)*c >= 0x80) {
                parse_fail(p, literal_position(s, c, 1), "bytes can only hold ASCII characters and escapes");
                return;
            }
            buf_char(out, *c++);
        }
    }
}

static bool check_utf8(struct parser *p, const struct literal *s)
{
    for (const char *c = s->body; c < s->end;) {
        uint32_t cp;
        size_t n = utf8_decode(c, (size_t)(s->end - c), &cp);
        if (cp == 0xFFFD && n == 1)
            return parse_fail(p, literal_position(s, c, 1), "invalid UTF-8: byte 0x%02x", (unsigned char)*c);
        if (cp == 0)
            return parse_fail(p, literal_position(s, c, 1), "the text holds a null byte, so it is not Python source");
        c += n;
    }
    return true;
}

/* strings: (STRING | fstring)+ */
struct expr *parse_strings(struct parser *p)
{
    struct position start = parse_here(p);
    int last = 0;
    while (parse_ahead(p, last + 1)->kind == TOKEN_STRING)
        last++;
    struct position whole = position_join(start, parse_ahead(p, last)->at);
    struct joiner j = {.parser = p, .whole = whole};
    bool bytes = false, formatted = false;
    for (int i = 0; parse_at(p, TOKEN_STRING); i++) {
        struct literal s = string_literal(parse_take(p));
        if (i && s.bytes != bytes)
            parse_fail(p, s.at, "bytes and text cannot be joined; give both strings a b prefix, or neither");
        bytes = s.bytes;
        formatted |= s.formatted;
        if (!check_utf8(p, &s))
            break;
        if (s.formatted)
            fstring_add(&j, &s);
        else
            literal_decode(p, &s, s.body, s.end, &j.text);
    }
    struct expr *e = expr_new(p, formatted ? EXPR_joined : EXPR_const, parse_since(p, start));
    if (formatted) {
        e->u.joined = joiner_finish(&j);
    } else {
        e->u.konst = (struct konst){.kind = bytes ? KONST_bytes : KONST_str, .len = j.text.len,
                                    .text = arena_copy(p->arena, j.text.data ? j.text.data : "", j.text.len)};
    }
    buf_fini(&j.text);
    return expr_seal(p, e);
}

/* -- numbers -- */

static struct konst parse_float(struct parser *p, const struct token *t)
{
    char *digits = arena_alloc(p->arena, t->len + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->len; i++)
        if (t->text[i] != '_')
            digits[n++] = t->text[i];
    bool imaginary = (digits[n - 1] | 0x20) == 'j';
    return (struct konst){.kind = imaginary ? KONST_complex : KONST_float, .f = strtod(digits, NULL)};
}

enum { DIGITS_MAX = 4300 }; /* sys.int_info.str_digits_check_threshold's friend: CPython's default limit */

static struct konst parse_integer(struct parser *p, const struct token *t)
{
    unsigned base = 10;
    size_t skip = 0;
    if (t->len > 1 && t->text[0] == '0') {
        char c = (char)(t->text[1] | 0x20);
        base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 10;
        skip = base == 10 ? 0 : 2;
    }
    if (t->len > DIGITS_MAX * (base == 10 ? 1 : 4)) {
        parse_fail(p, t->at, "this number has more than %d digits", DIGITS_MAX);
        return (struct konst){0};
    }
    return bignum_to_konst(p->arena, bignum_parse(p->arena, t->text + skip, t->len - skip, base));
}

struct expr *parse_number(struct parser *p)
{
    const struct token *t = parse_take(p);
    struct expr *e = expr_new(p, EXPR_const, t->at);
    bool real = false, radix = t->len > 1 && t->text[0] == '0' && strchr("xXoObB", t->text[1]);
    for (size_t i = 0; i < t->len && !radix; i++)
        real |= strchr(".eEjJ", t->text[i]) != NULL;
    e->u.konst = real ? parse_float(p, t) : parse_integer(p, t);
    return e;
}
