/* The lexer's state, shared by its two files (lexer.c: lines and words; lexer_literal.c: strings, numbers). */
#ifndef GILSCOPE_LANG_LEXER_H
#define GILSCOPE_LANG_LEXER_H

#include "lang/token.h"

enum { LEX_INDENTS = 101, LEX_BRACKETS = 200 };

struct indent {
    int width, alt; /* with tabs of 8 and of 1 */
};

struct bracket {
    enum token_kind kind;
    struct position at;
};

struct lexer {
    struct arena *arena;
    const struct source *src;
    struct name_pool *pool;
    struct token_list *out;
    int minor;
    bool nested, failed, fresh_line;
    size_t pos, end;
    int line;
    size_t line_at; /* offset of the current line's first byte */
    struct indent indents[LEX_INDENTS];
    int indent_count;
    struct bracket brackets[LEX_BRACKETS];
    int bracket_count;
};

bool lex_error(struct lexer *lx, struct position at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct token *lex_push(struct lexer *lx, enum token_kind kind, size_t start, size_t end);
bool lex_number_end(struct lexer *lx, size_t pos);
bool lex_string(struct lexer *lx, size_t prefix_len);
bool lex_number(struct lexer *lx);
bool lex_stray(struct lexer *lx);
bool lex_bracket(struct lexer *lx, enum token_kind kind);

#endif
