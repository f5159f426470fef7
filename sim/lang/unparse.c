/* An expression as text again: annotations under `from __future__ import annotations` are strings, in the
 * normal form that Python gives them (spaces around operators, parentheses only where needed). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lang/compile.h"

enum level { /* binds tighter when higher */
    ANY, TUPLE, TEST, OR, AND, NOT, COMPARE, BIT_OR, BIT_XOR, BIT_AND, SHIFT, SUM, TERM, FACTOR, POWER, AWAIT, ATOM
};

static void show(struct buf *b, const struct expr *e, enum level level);

static void show_list(struct buf *b, struct exprs list)
{
    for (int i = 0; i < list.count; i++) {
        buf_text(b, i ? ", " : "");
        show(b, list.items[i], TEST);
    }
}

static void show_text(struct buf *b, const struct konst *k)
{
    char quote = memchr(k->text, '\'', k->len) && !memchr(k->text, '"', k->len) ? '"' : '\'';
    buf_text(b, k->kind == KONST_bytes ? "b" : "");
    buf_char(b, quote);
    for (size_t i = 0; i < k->len; i++) {
        unsigned char c = (unsigned char)k->text[i];
        if (c == '\\' || c == (unsigned char)quote)
            buf_printf(b, "\\%c", c);
        else if (c == '\n' || c == '\t' || c == '\r')
            buf_printf(b, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
        else if (c < 0x20 || c == 0x7F || (k->kind == KONST_bytes && c >= 0x80))
            buf_printf(b, "\\x%02x", c);
        else
            buf_char(b, (char)c);
    }
    buf_char(b, quote);
}

static void show_float(struct buf *b, double f)
{
    char text[40];
    for (int digits = 1; digits <= 17; digits++) { /* the shortest that reads back the same */
        snprintf(text, sizeof text, "%.*g", digits, f);
        double back = strtod(text, NULL);
        if (!(back < f) && !(back > f))
            break;
    }
    buf_text(b, text);
    if (!strpbrk(text, ".en"))
        buf_text(b, ".0");
}

static void show_konst(struct buf *b, const struct konst *k)
{
    switch (k->kind) {
    case KONST_none: buf_text(b, "None"); break;
    case KONST_true: buf_text(b, "True"); break;
    case KONST_false: buf_text(b, "False"); break;
    case KONST_ellipsis: buf_text(b, "..."); break;
    case KONST_int: buf_printf(b, "%" PRId64, k->i); break;
    case KONST_bigint: buf_add(b, k->text, k->len); break;
    case KONST_float: show_float(b, k->f); break;
    case KONST_complex: show_float(b, k->f); buf_char(b, 'j'); break;
    case KONST_str:
    case KONST_bytes: show_text(b, k); break;
    case KONST_tuple:
    case KONST_frozenset:
        buf_char(b, '(');
        for (size_t i = 0; i < k->len; i++) {
            buf_text(b, i ? ", " : "");
            show_konst(b, &k->items[i]);
        }
        buf_text(b, k->len == 1 ? ",)" : ")");
        break;
    case KONST_code: break;
    }
}

static enum level level_of(enum binary_kind op)
{
    switch ((int)op) {
    case BIN_or: return BIT_OR;
    case BIN_xor: return BIT_XOR;
    case BIN_and: return BIT_AND;
    case BIN_lshift:
    case BIN_rshift: return SHIFT;
    case BIN_add:
    case BIN_sub: return SUM;
    case BIN_pow: return POWER;
    default: return TERM;
    }
}

static void open_at(struct buf *b, enum level level, enum level own)
{
    if (level > own)
        buf_char(b, '(');
}

static void close_at(struct buf *b, enum level level, enum level own)
{
    if (level > own)
        buf_char(b, ')');
}

static void show_binary(struct buf *b, const struct expr *e, enum level level)
{
    enum level own = level_of(e->u.binary.op);
    bool right = e->u.binary.op == BIN_pow;
    open_at(b, level, own);
    show(b, e->u.binary.left, right ? own + 1 : own);
    buf_printf(b, " %s ", binary_symbol(e->u.binary.op));
    show(b, e->u.binary.right, right ? own : own + 1);
    close_at(b, level, own);
}

static void show_unary(struct buf *b, const struct expr *e, enum level level)
{
    static const char *const symbols[] = {"not ", "+", "-", "~"};
    enum level own = e->u.unary.op == UNARY_not ? NOT : FACTOR;
    open_at(b, level, own);
    buf_text(b, symbols[e->u.unary.op]);
    show(b, e->u.unary.operand, own);
    close_at(b, level, own);
}

static void show_compare(struct buf *b, const struct expr *e, enum level level)
{
    static const char *const words[] = {"is", "is not", "in", "not in"};
    open_at(b, level, COMPARE);
    show(b, e->u.compare.left, COMPARE + 1);
    for (int i = 0; i < e->u.compare.rights.count; i++) {
        int op = e->u.compare.ops[i];
        buf_printf(b, " %s ", op >= COMPARE_is ? words[op - COMPARE_is] : compare_symbol((enum compare_kind)op));
        show(b, e->u.compare.rights.items[i], COMPARE + 1);
    }
    close_at(b, level, COMPARE);
}

static void show_bool(struct buf *b, const struct expr *e, enum level level)
{
    enum level own = e->u.bool_op.is_or ? OR : AND;
    open_at(b, level, own);
    for (int i = 0; i < e->u.bool_op.values.count; i++) {
        if (i)
            buf_text(b, own == OR ? " or " : " and ");
        show(b, e->u.bool_op.values.items[i], own + 1);
    }
    close_at(b, level, own);
}

static void show_call(struct buf *b, const struct expr *e)
{
    show(b, e->u.call.func, ATOM);
    buf_char(b, '(');
    show_list(b, e->u.call.args);
    for (int i = 0; i < e->u.call.keyword_count; i++) {
        const struct keyword *kw = &e->u.call.keywords[i];
        buf_text(b, i || e->u.call.args.count ? ", " : "");
        if (kw->name)
            buf_printf(b, "%s=", kw->name);
        else
            buf_text(b, "**");
        show(b, kw->value, TEST);
    }
    buf_char(b, ')');
}

static void show_param(struct buf *b, const char *before, const struct param *p, const struct expr *value)
{
    if (b->data[b->len - 1] != ' ')
        buf_text(b, ", ");
    buf_printf(b, "%s%s", before, p ? p->name : "");
    if (value) {
        buf_char(b, '=');
        show(b, value, TEST);
    }
}

static void show_lambda(struct buf *b, const struct expr *e, enum level level)
{
    const struct params *ps = e->u.lambda.params;
    int plain = ps->posonly + ps->positional;
    open_at(b, level, TEST);
    buf_text(b, "lambda ");
    for (int i = 0; i < plain; i++) {
        int def = i - (plain - ps->defaults.count);
        show_param(b, "", &ps->items[i], def >= 0 ? ps->defaults.items[def] : NULL);
        if (i + 1 == ps->posonly)
            show_param(b, "/", NULL, NULL);
    }
    if (ps->vararg || ps->kwonly)
        show_param(b, "*", ps->vararg, NULL);
    for (int i = 0; i < ps->kwonly; i++)
        show_param(b, "", &ps->items[plain + i], ps->kw_defaults.items[i]);
    if (ps->kwarg)
        show_param(b, "**", ps->kwarg, NULL);
    if (b->data[b->len - 1] == ' ')
        b->data[--b->len] = '\0';
    buf_text(b, ": ");
    show(b, e->u.lambda.body, TEST);
    close_at(b, level, TEST);
}

static void show_comp(struct buf *b, const struct expr *e)
{
    const char *brackets = e->kind == EXPR_list_comp ? "[]" : e->kind == EXPR_generator ? "()" : "{}";
    buf_char(b, brackets[0]);
    show(b, e->u.comp.elt, TEST);
    if (e->kind == EXPR_dict_comp) {
        buf_text(b, ": ");
        show(b, e->u.comp.value, TEST);
    }
    for (int i = 0; i < e->u.comp.for_count; i++) {
        const struct comp_for *f = &e->u.comp.fors[i];
        buf_text(b, f->is_async ? " async for " : " for ");
        show(b, f->target, TUPLE);
        buf_text(b, " in ");
        show(b, f->iter, OR);
        for (int k = 0; k < f->ifs.count; k++) {
            buf_text(b, " if ");
            show(b, f->ifs.items[k], OR);
        }
    }
    buf_char(b, brackets[1]);
}

static void show_dict(struct buf *b, const struct expr *e)
{
    buf_char(b, '{');
    for (int i = 0; i < e->u.dict.values.count; i++) {
        buf_text(b, i ? ", " : "");
        if (e->u.dict.keys.items[i]) {
            show(b, e->u.dict.keys.items[i], TEST);
            buf_text(b, ": ");
            show(b, e->u.dict.values.items[i], TEST);
        } else {
            buf_text(b, "**");
            show(b, e->u.dict.values.items[i], BIT_OR);
        }
    }
    buf_char(b, '}');
}

static void show_tuple(struct buf *b, const struct expr *e, enum level level)
{
    if (!e->u.elts.count) {
        buf_text(b, "()");
        return;
    }
    open_at(b, level, TUPLE);
    show_list(b, e->u.elts);
    buf_text(b, e->u.elts.count == 1 ? "," : "");
    close_at(b, level, TUPLE);
}

static void show_slice(struct buf *b, const struct expr *e)
{
    if (e->u.slice.lower)
        show(b, e->u.slice.lower, TEST);
    buf_char(b, ':');
    if (e->u.slice.upper)
        show(b, e->u.slice.upper, TEST);
    if (e->u.slice.step) {
        buf_char(b, ':');
        show(b, e->u.slice.step, TEST);
    }
}

static void show_field_text(struct buf *b, const struct expr *e)
{
    if (e->kind == EXPR_const) {
        for (size_t i = 0; i < e->u.konst.len; i++) {
            char c = e->u.konst.text[i];
            if (c == '{' || c == '}')
                buf_char(b, c);
            buf_char(b, c);
        }
    } else if (e->kind == EXPR_joined) {
        for (int i = 0; i < e->u.joined.count; i++)
            show_field_text(b, e->u.joined.items[i]);
    } else {
        buf_char(b, '{');
        show(b, e->u.formatted.value, TEST + 1);
        if (e->u.formatted.conversion)
            buf_printf(b, "!%c", e->u.formatted.conversion);
        if (e->u.formatted.spec) {
            buf_char(b, ':');
            show_field_text(b, e->u.formatted.spec);
        }
        buf_char(b, '}');
    }
}

static void show_joined(struct buf *b, const struct expr *e)
{
    struct buf text = {0};
    show_field_text(&text, e);
    struct konst k = {.kind = KONST_str, .text = text.data ? text.data : "", .len = text.len};
    buf_char(b, 'f');
    show_text(b, &k);
    buf_fini(&text);
}

static void show_word(struct buf *b, const char *word, const struct expr *e, enum level level)
{
    enum level own = e->kind == EXPR_await ? AWAIT : TEST;
    open_at(b, level, own);
    buf_text(b, word);
    if (e->u.value) {
        buf_char(b, ' ');
        show(b, e->u.value, own == AWAIT ? ATOM : TEST);
    }
    close_at(b, level, own);
}

static void show(struct buf *b, const struct expr *e, enum level level)
{
    switch (e->kind) {
    case EXPR_bool_op: show_bool(b, e, level); break;
    case EXPR_named:
        open_at(b, level, ANY);
        show(b, e->u.named.target, ATOM);
        buf_text(b, " := ");
        show(b, e->u.named.value, ATOM);
        close_at(b, level, ANY);
        break;
    case EXPR_binary: show_binary(b, e, level); break;
    case EXPR_unary: show_unary(b, e, level); break;
    case EXPR_lambda: show_lambda(b, e, level); break;
    case EXPR_if:
        open_at(b, level, TEST);
        show(b, e->u.cond.body, TEST + 1);
        buf_text(b, " if ");
        show(b, e->u.cond.test, TEST + 1);
        buf_text(b, " else ");
        show(b, e->u.cond.orelse, TEST);
        close_at(b, level, TEST);
        break;
    case EXPR_dict: show_dict(b, e); break;
    case EXPR_set:
        buf_char(b, '{');
        show_list(b, e->u.elts);
        buf_char(b, '}');
        break;
    case EXPR_list:
        buf_char(b, '[');
        show_list(b, e->u.elts);
        buf_char(b, ']');
        break;
    case EXPR_tuple: show_tuple(b, e, level); break;
    case EXPR_list_comp:
    case EXPR_set_comp:
    case EXPR_dict_comp:
    case EXPR_generator: show_comp(b, e); break;
    case EXPR_await: show_word(b, "await", e, level); break;
    case EXPR_yield: show_word(b, "yield", e, level); break;
    case EXPR_yield_from: show_word(b, "yield from", e, level); break;
    case EXPR_compare: show_compare(b, e, level); break;
    case EXPR_call: show_call(b, e); break;
    case EXPR_formatted:
    case EXPR_joined: show_joined(b, e); break;
    case EXPR_const: show_konst(b, &e->u.konst); break;
    case EXPR_attribute: {
        const struct expr *value = e->u.attribute.value;
        show(b, value, ATOM);
        bool number = value->kind == EXPR_const && (value->u.konst.kind == KONST_int || value->u.konst.kind == KONST_bigint);
        buf_printf(b, "%s%s", number ? " ." : ".", e->u.attribute.name);
        break;
    }
    case EXPR_subscript:
        show(b, e->u.subscript.value, ATOM);
        buf_char(b, '[');
        if (e->u.subscript.index->kind == EXPR_const && e->u.subscript.index->u.konst.kind == KONST_tuple &&
            e->u.subscript.index->u.konst.len > 1) {
            const struct konst *k = &e->u.subscript.index->u.konst;
            for (size_t i = 0; i < k->len; i++) {
                buf_text(b, i ? ", " : "");
                show_konst(b, &k->items[i]);
            }
        } else {
            show(b, e->u.subscript.index, TUPLE);
        }
        buf_char(b, ']');
        break;
    case EXPR_starred:
        buf_char(b, '*');
        show(b, e->u.value, BIT_OR);
        break;
    case EXPR_name: buf_text(b, e->u.name); break;
    case EXPR_slice: show_slice(b, e); break;
    }
}

const char *unparse_expr(struct arena *a, const struct expr *e)
{
    struct buf b = {0};
    show(&b, e, TEST);
    const char *text = arena_copy(a, b.data ? b.data : "", b.len);
    buf_fini(&b);
    return text;
}
