/* The parser: recursive descent over the token list, the grammar rule above each function.
 * Sticky: after the first error the current token is END for ever, so that every loop stops by itself and no
 * parse function checks anything; nodes made after an error are never looked at. Parse functions never
 * return NULL. */
#ifndef GILSCOPE_LANG_PARSER_H
#define GILSCOPE_LANG_PARSER_H

#include "lang/token.h"
#include "lang/tree.h"

struct parser {
    struct arena *arena;
    const struct source *src;
    const struct compile_options *options;
    struct diag *diag;
    struct name_pool *pool;
    struct token_list tokens;
    int pos;
    int depth;        /* of recursive parse functions */
    int block_depth;  /* of compound statements */
    int string_depth; /* f-strings inside f-strings */
    int function_line; /* position of the enclosing function's def, 0 outside: for messages */
    bool future_annotations;
};

bool parse_module(struct arena *a, const struct source *src, const struct compile_options *o,
                  struct name_pool *pool, struct module *out, struct diag *d);

/* parser.c: tokens and errors */
void *parse_fail(struct parser *p, struct position at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void parse_accepted(struct parser *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool parse_in_open_bracket(const struct parser *p); /* after a bracket that is never closed */
const char *parse_shown(const struct parser *p, const struct token *t);
void parse_unexpected(struct parser *p, const char *wanted);
const struct token *parse_peek(const struct parser *p);
const struct token *parse_ahead(const struct parser *p, int n);
const struct token *parse_take(struct parser *p);
bool parse_at(const struct parser *p, enum token_kind kind);
bool parse_accept(struct parser *p, enum token_kind kind);
void parse_expect(struct parser *p, enum token_kind kind);
const char *parse_name(struct parser *p, const char *what);
bool parse_enter(struct parser *p); /* one level deeper; false: too deep, an error was set */
void parse_leave(struct parser *p);
struct position parse_here(const struct parser *p);
struct position parse_since(const struct parser *p, struct position start); /* to the end of the last token */
struct position position_join(struct position from, struct position to);

/* Lists that grow while parsing: append to *items of *count pointers. */
void *parse_grow(struct parser *p, void *items, int count, size_t size);
#define PARSE_APPEND(p, list, item) \
    ((list).items = parse_grow((p), (list).items, (list).count, sizeof *(list).items), \
     (list).items[(list).count++] = (item))

/* parse_expr.c and friends */
struct expr *expr_new(struct parser *p, enum expr_kind kind, struct position at);
struct expr *expr_seal(struct parser *p, struct expr *e); /* sets the height; refuses too high trees */
struct expr *parse_expression(struct parser *p);
struct expr *parse_named_expression(struct parser *p);
struct expr *parse_binary(struct parser *p);       /* bitwise_or */
struct expr *parse_expressions(struct parser *p);  /* star_expressions: maybe a tuple */
struct expr *parse_expressions_or_yield(struct parser *p);
struct expr *parse_star_named(struct parser *p);
struct expr *parse_targets(struct parser *p);      /* of for and comprehensions */
struct expr *parse_atom(struct parser *p);
struct expr *parse_primary(struct parser *p);
struct expr *parse_strings(struct parser *p);
struct expr *parse_number(struct parser *p);
struct expr *parse_lambda(struct parser *p);
struct expr *parse_comp_condition(struct parser *p); /* disjunction: no conditional expression */
struct expr *parse_fors(struct parser *p, struct expr *comp);
bool parse_starts_expression(enum token_kind kind);
void parse_arguments(struct parser *p, struct exprs *args, struct keyword **keywords, int *keyword_count);
struct params *parse_params(struct parser *p, enum token_kind end, bool annotated);
void parse_set_use(struct parser *p, struct expr *e, enum expr_use use, const char *verb);
const char *expr_describe(const struct expr *e);

/* parse_stmt.c, parse_compound.c, parse_pattern.c */
bool parse_starts_block(const struct expr *e); /* a yield: no annotation can follow it */
void parse_statement(struct parser *p, struct stmts *out);
void parse_simple_line(struct parser *p, struct stmts *out);
bool parse_compound(struct parser *p, struct stmts *out);
struct stmt *stmt_new(struct parser *p, enum stmt_kind kind);
struct stmts parse_block(struct parser *p, const char *after, int line);
struct stmt *parse_match(struct parser *p);
bool parse_is_match(const struct parser *p);

#endif
