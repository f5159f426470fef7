/* What the two halves of string parsing share: one literal token, and the f-string being joined. */
#ifndef GILSCOPE_LANG_PARSE_STRING_H
#define GILSCOPE_LANG_PARSE_STRING_H

#include "base/buf.h"
#include "lang/parser.h"

struct literal {
    const struct token *token;
    const char *body, *end; /* between the quotes */
    struct position at;
    bool raw, bytes, formatted, triple;
};

struct joiner { /* text so far and finished pieces */
    struct parser *parser;
    struct buf text;
    struct exprs values;
    struct position whole; /* of all the joined literals: every piece has it */
};

struct literal string_literal(const struct token *t);
struct position literal_position(const struct literal *s, const char *where, int width);
void literal_decode(struct parser *p, const struct literal *s, const char *from, const char *to, struct buf *out);
void fstring_add(struct joiner *j, const struct literal *s);
struct exprs joiner_finish(struct joiner *j);

#endif
