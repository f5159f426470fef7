/* Code as text, one instruction a line, in the manner of dis:
 *
 *     code <module> (spinner.py:1) stack 4
 *       1    0 RESUME          0
 *       2    1 LOAD_CONST      0 (0)
 *     handlers
 *       4..9 -> 12 depth 0 lasti
 */
#include <inttypes.h>

#include "base/buf.h"
#include "lang/code.h"
#include "lang/operand.h"

static void show_text(struct buf *out, const struct konst *k)
{
    buf_char(out, '\'');
    for (size_t i = 0; i < k->len; i++) {
        unsigned char c = (unsigned char)k->text[i];
        if (c == '\\' || c == '\'')
            buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F || (c >= 0x80 && k->kind == KONST_bytes))
            buf_printf(out, "\\x%02x", c);
        else
            buf_char(out, (char)c);
    }
    buf_char(out, '\'');
}

static void show_konst(struct buf *out, const struct konst *k)
{
    switch (k->kind) {
    case KONST_none: buf_text(out, "None"); break;
    case KONST_true: buf_text(out, "True"); break;
    case KONST_false: buf_text(out, "False"); break;
    case KONST_ellipsis: buf_text(out, "Ellipsis"); break;
    case KONST_int: buf_printf(out, "%" PRId64, k->i); break;
    case KONST_bigint: buf_add(out, k->text, k->len); break;
    case KONST_float: buf_printf(out, "%.17g", k->f); break;
    case KONST_complex: buf_printf(out, "%.17gj", k->f); break;
    case KONST_bytes: buf_char(out, 'b'); show_text(out, k); break;
    case KONST_str: show_text(out, k); break;
    case KONST_tuple:
    case KONST_frozenset:
        buf_text(out, k->kind == KONST_tuple ? "(" : "frozenset({");
        for (size_t i = 0; i < k->len; i++) {
            buf_text(out, i ? ", " : "");
            show_konst(out, &k->items[i]);
        }
        buf_text(out, k->kind == KONST_frozenset ? "})" : k->len == 1 ? ",)" : ")");
        break;
    case KONST_code: buf_printf(out, "<code %s>", k->code->qualname); break;
    }
}

static void show_operand(const struct code *c, struct insn in, struct buf *out)
{
    switch (opcode_operand((enum opcode)in.op)) {
    case OPERAND_none: return;
    case OPERAND_const:
        buf_printf(out, " %d (", in.arg);
        show_konst(out, &c->consts[in.arg]);
        buf_char(out, ')');
        return;
    case OPERAND_name: buf_printf(out, " %d (%s)", in.arg, c->names[in.arg]); return;
    case OPERAND_local: buf_printf(out, " %d (%s)", in.arg, c->locals[in.arg]); return;
    case OPERAND_jump: buf_printf(out, " to %d", in.arg); return;
    case OPERAND_kind:
        if (in.op == OP_BINARY_OP)
            buf_printf(out, " %d (%s)", in.arg, binary_symbol((enum binary_kind)in.arg));
        else if (in.op == OP_COMPARE_OP)
            buf_printf(out, " %d (%s)", in.arg, compare_symbol((enum compare_kind)in.arg));
        else
            buf_printf(out, " %d", in.arg);
        return;
    case OPERAND_count:
    case OPERAND_flags: buf_printf(out, " %d", in.arg); return;
    }
}

static void show_code(const struct code *c, struct buf *out)
{
    buf_printf(out, "code %s (%s:%d) stack %d\n", c->qualname, c->source ? c->source->name : "?", c->first_line, c->stack_size);
    int line = -1;
    for (int i = 0; i < c->insn_count; i++) {
        if (c->positions[i].line != line && c->positions[i].line > 0)
            buf_printf(out, "%5d", c->positions[i].line);
        else
            buf_text(out, "     ");
        line = c->positions[i].line;
        buf_printf(out, " %4d %s", i, opcode_name((enum opcode)c->insns[i].op));
        show_operand(c, c->insns[i], out);
        buf_char(out, '\n');
    }
    if (c->handler_count)
        buf_text(out, "handlers\n");
    for (int i = 0; i < c->handler_count; i++) {
        const struct handler *h = &c->handlers[i];
        buf_printf(out, "  %d..%d -> %d depth %d%s\n", h->start, h->end, h->target, h->depth, h->lasti ? " lasti" : "");
    }
}

void code_disassemble(const struct code *c, struct buf *out)
{
    show_code(c, out);
    for (int i = 0; i < c->const_count; i++) {
        if (c->consts[i].kind != KONST_code)
            continue;
        buf_char(out, '\n');
        code_disassemble(c->consts[i].code, out);
    }
}
