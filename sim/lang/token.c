/* Names of tokens, the pool of names, and positions as users count them. */
#include "lang/token.h"

#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/rng.h"

const char *token_text(enum token_kind kind)
{
    static const char *const texts[TOKEN_COUNT] = {
        [TOKEN_END] = "the end of the file",
        [TOKEN_ERROR] = "an error",
        [TOKEN_NEWLINE] = "the end of the line",
        [TOKEN_INDENT] = "an indented block",
        [TOKEN_DEDENT] = "the end of the block",
        [TOKEN_NAME] = "a name",
        [TOKEN_NUMBER] = "a number",
        [TOKEN_STRING] = "a string",
#define OPERATOR(name, text) [TOKEN_##name] = "'" text "'",
#define KEYWORD(name, text) [TOKEN_##name] = "'" text "'",
#include "lang/token.def"
#undef OPERATOR
#undef KEYWORD
    };
    ASSERT(kind < TOKEN_COUNT);
    return texts[kind];
}

bool token_is_keyword(enum token_kind kind)
{
    return kind >= TOKEN_False && kind <= TOKEN_yield;
}

static void pool_place(const char **table, size_t cap, const char *name)
{
    size_t at = (size_t)hash_bytes(HASH_START, name, strlen(name)) & (cap - 1);
    while (table[at])
        at = (at + 1) & (cap - 1);
    table[at] = name;
}

static void pool_grow(struct name_pool *pool)
{
    size_t cap = pool->cap ? pool->cap * 2 : 64;
    const char **table = ARENA_ARRAY(pool->arena, cap, const char *);
    for (size_t i = 0; i < pool->cap; i++)
        if (pool->table[i])
            pool_place(table, cap, pool->table[i]);
    pool->table = table;
    pool->cap = cap;
}

const char *name_intern(struct name_pool *pool, const char *text, size_t len)
{
    if (pool->count * 2 >= pool->cap)
        pool_grow(pool);
    size_t at = (size_t)hash_bytes(HASH_START, text, len) & (pool->cap - 1);
    for (; pool->table[at]; at = (at + 1) & (pool->cap - 1))
        if (strncmp(pool->table[at], text, len) == 0 && pool->table[at][len] == '\0')
            return pool->table[at];
    pool->count++;
    return pool->table[at] = arena_copy(pool->arena, text, len);
}

const char *name_intern_cstr(struct name_pool *pool, const char *text)
{
    return name_intern(pool, text, strlen(text));
}

static size_t line_start(const struct source *src, int line)
{
    size_t i = 0;
    for (int at = 1; at < line && i < src->len; i++) {
        if (src->text[i] == '\n' || (src->text[i] == '\r' && src->text[i + 1] != '\n'))
            at++;
    }
    return i;
}

static int count_chars(const char *text, size_t n)
{
    int chars = 0;
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            chars++;
    return chars;
}

struct span source_span(const struct source *src, struct position at)
{
    size_t start = line_start(src, at.line);
    if (start == 0 && src->len >= 3 && memcmp(src->text, "\xEF\xBB\xBF", 3) == 0)
        start = 3;
    size_t rest = src->len - start;
    size_t col = at.col > 0 ? (size_t)at.col : 0;
    size_t before = col < rest ? col : rest;
    struct span s = {.line = at.line, .col = 1 + count_chars(src->text + start, before)};
    if (at.end_line == at.line && at.end_col > at.col) {
        size_t wide = (size_t)(at.end_col - at.col);
        s.width = count_chars(src->text + start + before, wide < rest - before ? wide : rest - before);
    }
    return s;
}
