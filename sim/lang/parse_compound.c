/* Compound statements: a header ending in ':' and a block. */
#include <string.h>

#include "lang/parser.h"

/* block: NEWLINE INDENT statement+ DEDENT | simple_stmts */
struct stmts parse_block(struct parser *p, const char *after, int line)
{
    struct stmts body = {0};
    if (!parse_at(p, TOKEN_colon) && !p->diag->set) {
        if (parse_at(p, TOKEN_NEWLINE))
            parse_fail(p, parse_here(p), "':' is missing at the end of %s", after);
        else if (parse_at(p, TOKEN_assign))
            parse_fail(p, parse_here(p), "'=' cannot stand here; '==' compares, ':=' assigns inside an expression");
        else
            parse_unexpected(p, arena_printf(p->arena, "':' after %s", after));
    }
    parse_accept(p, TOKEN_colon);
    if (!parse_accept(p, TOKEN_NEWLINE)) {
        parse_simple_line(p, &body);
        return body;
    }
    if (!parse_accept(p, TOKEN_INDENT)) {
        if (!parse_at(p, TOKEN_ERROR))
            parse_fail(p, parse_here(p), "expected an indented block after %s on line %d", after, line);
        else
            parse_unexpected(p, NULL);
        return body;
    }
    if (p->block_depth++ > 100)
        parse_fail(p, parse_here(p), "blocks nest more than 100 deep");
    while (!parse_accept(p, TOKEN_DEDENT) && !parse_at(p, TOKEN_END))
        parse_statement(p, &body);
    p->block_depth--;
    return body;
}

static struct stmts optional_else(struct parser *p, const char *after)
{
    struct stmts none = {0};
    int line = parse_here(p).line;
    return parse_accept(p, TOKEN_else) ? parse_block(p, after, line) : none;
}

/* A compound statement ends where its last statement does. */
static void end_with(struct stmt *s, const struct stmts *body)
{
    if (body->count)
        s->at = position_join(s->at, body->items[body->count - 1]->at);
}

/* if_stmt: 'if' named_expression ':' block ('elif' named_expression ':' block)* ['else' ':' block] */
static struct stmt *parse_if(struct parser *p)
{
    struct stmt *first = NULL, *last = NULL;
    struct { struct stmt **items; int count; } chain = {0};
    do {
        struct stmt *s = stmt_new(p, STMT_if);
        bool elif = parse_at(p, TOKEN_elif);
        parse_take(p);
        s->u.branch.test = parse_named_expression(p);
        s->u.branch.body = parse_block(p, elif ? "'elif'" : "'if'", s->at.line);
        end_with(s, &s->u.branch.body);
        if (last)
            PARSE_APPEND(p, last->u.branch.orelse, s);
        else
            first = s;
        PARSE_APPEND(p, chain, s);
        last = s;
        if (chain.count > TREE_HEIGHT_MAX)
            parse_fail(p, s->at, "more than %d 'elif' branches", TREE_HEIGHT_MAX);
    } while (parse_at(p, TOKEN_elif));
    struct stmts orelse = optional_else(p, "'else'");
    if (orelse.count)
        last->u.branch.orelse = orelse;
    for (int i = chain.count; i-- > 0;)
        end_with(chain.items[i], &chain.items[i]->u.branch.orelse);
    return first;
}

/* while_stmt: 'while' named_expression ':' block ['else' ':' block] */
static struct stmt *parse_while(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_while);
    parse_take(p);
    s->u.branch.test = parse_named_expression(p);
    s->u.branch.body = parse_block(p, "'while'", s->at.line);
    s->u.branch.orelse = optional_else(p, "'else'");
    end_with(s, &s->u.branch.body);
    end_with(s, &s->u.branch.orelse);
    return s;
}

/* for_stmt: 'for' star_targets 'in' star_expressions ':' block ['else' ':' block] */
static struct stmt *parse_for(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_for);
    parse_take(p);
    s->u.for_loop.target = parse_targets(p);
    if (s->u.for_loop.target->kind == EXPR_starred)
        parse_fail(p, s->u.for_loop.target->at, "a starred target must be in a tuple or list");
    parse_expect(p, TOKEN_in);
    s->u.for_loop.iter = parse_expressions(p);
    if (s->u.for_loop.iter->kind == EXPR_starred)
        parse_fail(p, s->u.for_loop.iter->at, "a starred expression cannot stand alone; for a tuple of one write *x,");
    s->u.for_loop.body = parse_block(p, "'for'", s->at.line);
    s->u.for_loop.orelse = optional_else(p, "'else'");
    end_with(s, &s->u.for_loop.body);
    end_with(s, &s->u.for_loop.orelse);
    return s;
}

/* -- with -- */

/* From '(' to its ')': the index of the token after it, relative to now. */
static int after_paren(const struct parser *p)
{
    int depth = 0;
    for (int i = 0;; i++) {
        enum token_kind k = parse_ahead(p, i)->kind;
        if (k == TOKEN_lparen || k == TOKEN_lbracket || k == TOKEN_lbrace)
            depth++;
        else if (k == TOKEN_rparen || k == TOKEN_rbracket || k == TOKEN_rbrace)
            depth--;
        if (depth == 0 || k == TOKEN_END || k == TOKEN_ERROR)
            return i + 1;
    }
}

/* True if '(' opens a list of items, not one parenthesised expression: it closes before ':', and what is in
 * it could not be a tuple, or could be both (then items win). */
static bool paren_holds_items(const struct parser *p)
{
    int after = after_paren(p), depth = 0;
    if (parse_ahead(p, after)->kind != TOKEN_colon)
        return false;
    for (int i = 0; i < after; i++) {
        enum token_kind k = parse_ahead(p, i)->kind;
        if (k == TOKEN_rparen || k == TOKEN_rbracket || k == TOKEN_rbrace)
            depth--;
        if (depth == 1 && k == TOKEN_as)
            return true;
        if (depth == 1 && (k == TOKEN_walrus || k == TOKEN_yield || k == TOKEN_for || k == TOKEN_lambda))
            return false;
        bool starts = i > 0 && (parse_ahead(p, i - 1)->kind == TOKEN_lparen || parse_ahead(p, i - 1)->kind == TOKEN_comma);
        if (depth == 1 && k == TOKEN_star && starts)
            return false;
        if (k == TOKEN_lparen || k == TOKEN_lbracket || k == TOKEN_lbrace)
            depth++;
    }
    return after > 2; /* not () */
}

/* with_item: expression ['as' star_target] */
static struct with_item parse_item(struct parser *p)
{
    struct with_item item = {.manager = parse_expression(p)};
    if (parse_accept(p, TOKEN_as)) {
        item.target = parse_primary(p);
        parse_set_use(p, item.target, USE_store, "assign to");
    }
    return item;
}

/* with_stmt: 'with' ('(' with_item (',' with_item)* [','] ')' | with_item (',' with_item)*) ':' block */
static struct stmt *parse_with(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_with);
    struct { struct with_item *items; int count; } list = {0};
    parse_take(p);
    bool paren = parse_at(p, TOKEN_lparen) && paren_holds_items(p);
    if (paren)
        parse_take(p);
    do {
        if (paren && parse_at(p, TOKEN_rparen))
            break;
        PARSE_APPEND(p, list, parse_item(p));
    } while (parse_accept(p, TOKEN_comma));
    if (paren)
        parse_expect(p, TOKEN_rparen);
    s->u.with.items = list.items;
    s->u.with.count = list.count;
    s->u.with.body = parse_block(p, "'with'", s->at.line);
    end_with(s, &s->u.with.body);
    return s;
}

/* -- try -- */

/* except_block: 'except' ['*'] [expression ['as' NAME]] ':' block */
static void parse_clause(struct parser *p, struct stmt *s)
{
    struct except_clause c = {.at = parse_here(p)};
    parse_take(p);
    bool star = parse_accept(p, TOKEN_star);
    if (s->u.try_stmt.count && star != s->u.try_stmt.star)
        parse_fail(p, c.at, "one try statement cannot have both 'except' and 'except*'");
    s->u.try_stmt.star = star;
    if (!parse_at(p, TOKEN_colon)) {
        c.type = parse_expression(p);
        if (parse_at(p, TOKEN_comma))
            parse_fail(p, parse_here(p), "several exception types need parentheses: except (A, B):");
        if (parse_accept(p, TOKEN_as))
            c.name = parse_name(p, "a name after 'as'");
    } else if (star) {
        parse_fail(p, parse_here(p), "'except*' needs an exception type");
    }
    int n = s->u.try_stmt.count;
    if (n && !s->u.try_stmt.clauses[n - 1].type)
        parse_fail(p, s->u.try_stmt.clauses[n - 1].at, "a bare 'except:' must be the last clause");
    c.body = parse_block(p, star ? "'except*'" : "'except'", c.at.line);
    if (c.body.count)
        c.at = position_join(c.at, c.body.items[c.body.count - 1]->at);
    s->at = position_join(s->at, c.at);
    s->u.try_stmt.clauses = parse_grow(p, s->u.try_stmt.clauses, n, sizeof c);
    s->u.try_stmt.clauses[s->u.try_stmt.count++] = c;
}

/* try_stmt: 'try' ':' block (except_block+ ['else' ':' block])? ['finally' ':' block] */
static struct stmt *parse_try(struct parser *p)
{
    struct stmt *s = stmt_new(p, STMT_try);
    parse_take(p);
    s->u.try_stmt.body = parse_block(p, "'try'", s->at.line);
    while (parse_at(p, TOKEN_except))
        parse_clause(p, s);
    if (s->u.try_stmt.count)
        s->u.try_stmt.orelse = optional_else(p, "'else'");
    int line = parse_here(p).line;
    bool finally = parse_accept(p, TOKEN_finally);
    if (finally)
        s->u.try_stmt.finally = parse_block(p, "'finally'", line);
    if (!finally && !s->u.try_stmt.count)
        parse_unexpected(p, "an 'except' or 'finally' block");
    end_with(s, &s->u.try_stmt.orelse);
    end_with(s, &s->u.try_stmt.finally);
    return s;
}

/* -- def and class -- */

static void refuse_type_params(struct parser *p)
{
    if (!parse_at(p, TOKEN_lbracket))
        return;
    if (p->options->minor < 12)
        parse_fail(p, parse_here(p), "type parameters are new in Python 3.12 (this run is Python 3.%d)", p->options->minor);
    else
        parse_fail(p, parse_here(p), "not supported: type parameters");
}

/* function_def: 'def' NAME '(' [parameters] ')' ['->' expression] ':' block */
static struct stmt *parse_def(struct parser *p, struct exprs decorators)
{
    struct stmt *s = stmt_new(p, STMT_function);
    parse_take(p);
    s->u.function.decorators = decorators;
    s->u.function.name = parse_name(p, "the function's name");
    refuse_type_params(p);
    parse_expect(p, TOKEN_lparen);
    s->u.function.params = parse_params(p, TOKEN_rparen, true);
    parse_expect(p, TOKEN_rparen);
    if (parse_accept(p, TOKEN_arrow))
        s->u.function.returns = parse_expression(p);
    s->u.function.body = parse_block(p, "the function's header", s->at.line);
    end_with(s, &s->u.function.body);
    return s;
}

/* class_def: 'class' NAME ['(' [arguments] ')'] ':' block */
static struct stmt *parse_class(struct parser *p, struct exprs decorators)
{
    struct stmt *s = stmt_new(p, STMT_class);
    parse_take(p);
    s->u.class_def.decorators = decorators;
    s->u.class_def.name = parse_name(p, "the class's name");
    refuse_type_params(p);
    if (parse_accept(p, TOKEN_lparen))
        parse_arguments(p, &s->u.class_def.bases, &s->u.class_def.keywords, &s->u.class_def.keyword_count);
    s->u.class_def.body = parse_block(p, "the class's header", s->at.line);
    end_with(s, &s->u.class_def.body);
    return s;
}

/* async_stmt: 'async' (function_def | with_stmt | for_stmt) */
static struct stmt *parse_async(struct parser *p, struct exprs decorators)
{
    struct position start = parse_here(p);
    parse_take(p);
    struct stmt *s;
    if (parse_at(p, TOKEN_def)) {
        s = parse_def(p, decorators);
    } else if (parse_at(p, TOKEN_with) && !decorators.count) {
        s = parse_with(p);
    } else if (parse_at(p, TOKEN_for) && !decorators.count) {
        s = parse_for(p);
    } else {
        s = stmt_new(p, STMT_pass);
        parse_unexpected(p, decorators.count ? "'def' after 'async'" : "'def', 'with' or 'for' after 'async'");
    }
    s->is_async = true;
    s->at = position_join(start, s->at);
    return s;
}

/* decorated: ('@' named_expression NEWLINE)+ (class_def | function_def) */
static struct stmt *parse_decorated(struct parser *p)
{
    struct exprs decorators = {0};
    while (parse_accept(p, TOKEN_at)) {
        PARSE_APPEND(p, decorators, parse_named_expression(p));
        parse_expect(p, TOKEN_NEWLINE);
    }
    if (parse_at(p, TOKEN_class))
        return parse_class(p, decorators);
    if (parse_at(p, TOKEN_async))
        return parse_async(p, decorators);
    if (!parse_at(p, TOKEN_def))
        parse_unexpected(p, "'def' or 'class' after a decorator");
    return parse_def(p, decorators);
}

/* compound_stmt: if | while | for | with | try | function_def | class_def | async | decorated | match */
bool parse_compound(struct parser *p, struct stmts *out)
{
    struct exprs none = {0};
    struct stmt *s;
    switch ((int)parse_peek(p)->kind) {
    case TOKEN_if: s = parse_if(p); break;
    case TOKEN_while: s = parse_while(p); break;
    case TOKEN_for: s = parse_for(p); break;
    case TOKEN_with: s = parse_with(p); break;
    case TOKEN_try: s = parse_try(p); break;
    case TOKEN_def: s = parse_def(p, none); break;
    case TOKEN_class: s = parse_class(p, none); break;
    case TOKEN_async: s = parse_async(p, none); break;
    case TOKEN_at: s = parse_decorated(p); break;
    case TOKEN_elif:
    case TOKEN_else:
    case TOKEN_except:
    case TOKEN_finally:
        s = stmt_new(p, STMT_pass);
        parse_fail(p, s->at, "%s has no block that it could belong to", token_text(parse_peek(p)->kind));
        break;
    default:
        if (!parse_is_match(p))
            return false;
        s = parse_match(p);
        break;
    }
    PARSE_APPEND(p, *out, s);
    return true;
}
