/* A program of the build: turns the files named on its command line into C, the tables of base/embed.h (their texts) and
 * lang/frozen.h (the code of those that are modules of the library). Made of the floors base and lang alone. */
#ifndef GILSCOPE_FREEZE_FREEZE_H
#define GILSCOPE_FREEZE_FREEZE_H

#include <stdio.h>

#include "base/intern.h"
#include "lang/frozen.h"

#define LIST(type) struct { type *items; size_t count, cap; }

/* The tables being filled; rows are named by their numbers. */
struct freezer {
    struct intern texts;
    LIST(uint32_t) starts; /* of each text among the bytes */
    uint32_t text_bytes;
    LIST(uint32_t) names;
    LIST(uint8_t) cells;
    LIST(struct frozen_konst) konsts;
    LIST(struct insn) insns;
    LIST(struct position) positions;
    LIST(struct handler) handlers;
    LIST(struct frozen_code) codes;
    LIST(struct frozen_module) modules;
};

void freezer_init(struct freezer *f);
void freezer_fini(struct freezer *f);
void freezer_add(struct freezer *f, const char *module, const struct code *code); /* module must outlive f */
void freezer_write(const struct freezer *f, FILE *to);

#endif
