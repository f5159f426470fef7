/* Tables to C. */
#include <inttypes.h>

#include "freeze/freeze.h"

#define WRITE(to, list, type, name, row) \
    do { \
        fprintf(to, "const %s frozen_%s[] = {\n", type, name); \
        for (size_t i = 0; i < (list).count; i++) write_##row(to, &(list).items[i]); \
        fprintf(to, "%s};\n", (list).count ? "" : "{0}"); \
    } while (0)

static void write_number(FILE *to, const uint32_t *n) { fprintf(to, "%" PRIu32 ",\n", *n); }

static void write_cell(FILE *to, const uint8_t *c) { fprintf(to, "%d,\n", *c); }

static void write_konst(FILE *to, const struct frozen_konst *k) {
    fprintf(to, "{%" PRId32 ",%" PRIu32 ",%" PRIu32 ",UINT64_C(%" PRIu64 ")},\n", k->kind, k->at, k->len, k->bits);
}

static void write_insn(FILE *to, const struct insn *in) { fprintf(to, "{OP_%s,%" PRId32 "},\n", opcode_name((enum opcode)in->op), in->arg); }

static void write_position(FILE *to, const struct position *p) {
    fprintf(to, "{%" PRId32 ",%" PRId32 ",%" PRId32 ",%" PRId32 "},\n", p->line, p->end_line, p->col, p->end_col);
}

static void write_handler(FILE *to, const struct handler *h) {
    fprintf(to, "{%" PRId32 ",%" PRId32 ",%" PRId32 ",%" PRId32 ",%d},\n", h->start, h->end, h->target, h->depth, h->lasti);
}

static void write_code(FILE *to, const struct frozen_code *c) {
    fprintf(to,
            "{.name=%u,.qualname=%u,.first_line=%d,.flags=%u,.argcount=%d,.posonlyargcount=%d,.kwonlyargcount=%d,"
            ".nlocals=%d,.ncells=%d,.nfrees=%d,.stack_size=%d,.loop_depth=%d,",
            (unsigned)c->name, (unsigned)c->qualname, (int)c->first_line, (unsigned)c->flags, (int)c->argcount,
            (int)c->posonlyargcount, (int)c->kwonlyargcount, (int)c->nlocals, (int)c->ncells, (int)c->nfrees,
            (int)c->stack_size, (int)c->loop_depth);
    fprintf(to,
            ".local_count=%d,.name_count=%d,.const_count=%d,.insn_count=%d,.handler_count=%d,"
            ".locals=%u,.names=%u,.cells=%u,.consts=%u,.insns=%u,.handlers=%u},\n",
            (int)c->local_count, (int)c->name_count, (int)c->const_count, (int)c->insn_count, (int)c->handler_count,
            (unsigned)c->locals, (unsigned)c->names, (unsigned)c->cells, (unsigned)c->consts, (unsigned)c->insns,
            (unsigned)c->handlers);
}

static void write_texts(FILE *to, const struct intern *texts) {
    fprintf(to, "const char frozen_texts[] = {\n");
    for (uint32_t id = 0; id < texts->count; id++) {
        const char *text = intern_text(texts, id);
        for (size_t i = 0; i < intern_len(texts, id); i++) fprintf(to, "%d,", (signed char)text[i]);
        fprintf(to, "0,\n");
    }
    fprintf(to, "};\n");
}

void freezer_write(const struct freezer *f, FILE *to) {
    fprintf(to, "#include \"lang/frozen.h\"\n");
    write_texts(to, &f->texts);
    WRITE(to, f->names, "uint32_t", "names", number);
    WRITE(to, f->cells, "uint8_t", "cells", cell);
    WRITE(to, f->konsts, "struct frozen_konst", "konsts", konst);
    WRITE(to, f->insns, "struct insn", "insns", insn);
    WRITE(to, f->positions, "struct position", "positions", position);
    WRITE(to, f->handlers, "struct handler", "handlers", handler);
    WRITE(to, f->codes, "struct frozen_code", "codes", code);
    fprintf(to, "const struct frozen_module frozen_modules[] = {\n");
    for (size_t i = 0; i < f->modules.count; i++)
        fprintf(to, "    {\"%s\", %u},\n", f->modules.items[i].name, (unsigned)f->modules.items[i].code);
    fprintf(to, "    {0},\n};\n");
}
