/* Tokens of a Python text, as the reference manual's chapter on lexical analysis defines them: logical
 * lines (NEWLINE), blocks (INDENT, DEDENT), names, numbers, strings (prefix and quotes included, undecoded),
 * operators and keywords. The whole text is cut at once, so that the parser can look ahead as far as it needs.
 * A lexical error becomes one TOKEN_ERROR at the place where it stands, and the list ends: the parser reports
 * it only when it gets there, as CPython does. */
#ifndef GILSCOPE_LANG_TOKEN_H
#define GILSCOPE_LANG_TOKEN_H

#include "lang/code.h"

enum token_kind {
    TOKEN_END,
    TOKEN_ERROR,
    TOKEN_NEWLINE,
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
#define OPERATOR(name, text) TOKEN_##name,
#define KEYWORD(name, text) TOKEN_##name,
#include "lang/token.def"
#undef OPERATOR
#undef KEYWORD
    TOKEN_COUNT
};

struct token {
    enum token_kind kind;
    struct position at;
    const char *text; /* in the source */
    size_t len;
    const char *name; /* NAME: the text once per program, so that pointers compare */
};

/* Where a piece of source stands; the end is exclusive. Inside an f-string the piece is one expression. */
struct text_range {
    size_t start, end;
    int line, col;
    bool nested; /* an expression inside an f-string: no indentation, no logical lines */
};

/* Equal names become one pointer. */
struct name_pool {
    struct arena *arena;
    const char **table; /* open addressing, a power of two */
    size_t cap, count;
};

struct token_list {
    struct token *items;
    int count, cap;
    struct diag error;       /* what TOKEN_ERROR means */
    bool unclosed;           /* the error is a bracket that was never closed ... */
    struct position opened;  /* ... here */
};

const char *name_intern(struct name_pool *pool, const char *text, size_t len);
const char *name_intern_cstr(struct name_pool *pool, const char *text);

/* Always ends with TOKEN_END or TOKEN_ERROR. minor decides how f-strings nest. */
void lex_all(struct arena *a, const struct source *src, struct text_range range, int minor,
             struct name_pool *pool, struct token_list *out);

const char *token_text(enum token_kind kind); /* "':='", "'if'", "a name", ... for messages */
bool token_is_keyword(enum token_kind kind);
bool char_is_name_start(uint32_t code_point);
bool char_is_name_part(uint32_t code_point);

/* A position as the user counts: columns from 1, in characters. */
struct span source_span(const struct source *src, struct position at);

#endif
