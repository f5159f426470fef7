/* lang_dump FILE: the code of a program in the form that lang_dis.py reads. Built by lang_dis.sh. */
#include <stdio.h>

#include "lang/code.h"

static void dump(const struct code *c)
{
    printf("CODE %s %d\n", c->qualname, c->first_line);
    for (int i = 0; i < c->insn_count; i++) {
        struct position p = c->positions[i];
        printf("I %s %d %d %d %d %d\n", opcode_name((enum opcode)c->insns[i].op), c->insns[i].arg, p.line, p.end_line, p.col, p.end_col);
    }
    for (int i = 0; i < c->handler_count; i++) {
        const struct handler *h = &c->handlers[i];
        printf("H %d %d %d %d %d\n", h->start, h->end, h->target, h->depth, h->lasti);
    }
    printf("S %d\n", c->stack_size);
    for (int i = 0; i < c->local_count; i++)
        printf("L %s %d\n", c->locals[i], c->is_cell[i]);
    for (int i = 0; i < c->name_count; i++)
        printf("N %s\n", c->names[i]);
    for (int i = 0; i < c->const_count; i++)
        printf("K %d\n", (int)c->consts[i].kind);
    for (int i = 0; i < c->const_count; i++)
        if (c->consts[i].kind == KONST_code)
            dump(c->consts[i].code);
}

int main(int argc, char **argv)
{
    struct arena a;
    struct diag d;
    struct source src;
    struct compile_options o = {.minor = 11};
    arena_init(&a);
    diag_init(&d, &a);
    const char *path = argv[argc - 1];
    struct code *c = source_read(&a, path, (size_t)1 << 26, &src, &d) ? lang_compile(&a, &src, &o, &d) : NULL;
    if (!c || !code_verify(c, &d)) {
        diag_print(&d, stderr);
        arena_fini(&a);
        return 1;
    }
    printf("FILE %s\n", path);
    dump(c);
    arena_fini(&a);
    return 0;
}
