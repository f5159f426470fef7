/* Code objects to tables. */
#include "freeze/freeze.h"

#include <string.h>

#include "base/arena.h"

#define ROOM(list, n) GROW((list).items, (list).cap, (list).count + (n))
#define ADD(list, ...) (ROOM(list, 1), (list).items[(list).count++] = (__VA_ARGS__))
#define ADD_ALL(list, rows, n) \
    for (size_t row_ = 0; row_ < (size_t)(n); row_++) ADD(list, (rows)[row_])

/* The byte where the text begins; equal texts lie there once. */
static uint32_t add_text(struct freezer *f, const char *text, size_t len) {
    uint32_t id = intern_add(&f->texts, text, len);
    if (id == f->starts.count) {
        ADD(f->starts, f->text_bytes);
        f->text_bytes += (uint32_t)len + 1;
    }
    return f->starts.items[id];
}

void freezer_init(struct freezer *f) {
    *f = (struct freezer){0};
    intern_init(&f->texts); /* text 0 is "" */
    ADD(f->starts, 0);
    f->text_bytes = 1;
}

void freezer_fini(struct freezer *f) {
    intern_fini(&f->texts);
    mem_free(f->starts.items);
    mem_free(f->names.items);
    mem_free(f->cells.items);
    mem_free(f->konsts.items);
    mem_free(f->insns.items);
    mem_free(f->positions.items);
    mem_free(f->handlers.items);
    mem_free(f->codes.items);
    mem_free(f->modules.items);
}

static uint32_t add_code(struct freezer *f, const struct code *c);

/* The rows of one list lie together: they are reserved first, and those of what they hold follow. */
static uint32_t add_konsts(struct freezer *f, const struct konst *list, size_t count) {
    uint32_t first = (uint32_t)f->konsts.count;
    ROOM(f->konsts, count);
    f->konsts.count += count;
    for (size_t i = 0; i < count; i++) {
        const struct konst *k = &list[i];
        struct frozen_konst row = {.kind = (int32_t)k->kind, .len = (uint32_t)k->len};
        switch (k->kind) {
        case KONST_none: case KONST_true: case KONST_false: case KONST_ellipsis: break;
        case KONST_int: memcpy(&row.bits, &k->i, sizeof row.bits); break;
        case KONST_float: case KONST_complex: memcpy(&row.bits, &k->f, sizeof row.bits); break;
        case KONST_str: case KONST_bytes: case KONST_bigint: row.at = add_text(f, k->text, k->len); break;
        case KONST_tuple: case KONST_frozenset: row.at = add_konsts(f, k->items, k->len); break;
        case KONST_code: row.at = add_code(f, k->code); break;
        }
        f->konsts.items[first + i] = row;
    }
    return first;
}

static uint32_t add_names(struct freezer *f, const char *const *list, int count) {
    uint32_t first = (uint32_t)f->names.count;
    for (int i = 0; i < count; i++) ADD(f->names, add_text(f, list[i], strlen(list[i])));
    return first;
}

static uint32_t add_code(struct freezer *f, const struct code *c) {
    struct frozen_code row = {
        .name = add_text(f, c->name, strlen(c->name)), .qualname = add_text(f, c->qualname, strlen(c->qualname)),
        .first_line = c->first_line, .flags = c->flags,
        .argcount = c->argcount, .posonlyargcount = c->posonlyargcount, .kwonlyargcount = c->kwonlyargcount,
        .nlocals = c->nlocals, .ncells = c->ncells, .nfrees = c->nfrees,
        .stack_size = c->stack_size, .loop_depth = c->loop_depth,
        .local_count = c->local_count, .name_count = c->name_count, .const_count = c->const_count,
        .insn_count = c->insn_count, .handler_count = c->handler_count,
        .locals = add_names(f, c->locals, c->local_count), .names = add_names(f, c->names, c->name_count),
        .cells = (uint32_t)f->cells.count, .insns = (uint32_t)f->insns.count, .handlers = (uint32_t)f->handlers.count,
    };
    ADD_ALL(f->cells, c->is_cell, c->local_count);
    ADD_ALL(f->insns, c->insns, c->insn_count);
    ADD_ALL(f->positions, c->positions, c->insn_count);
    ADD_ALL(f->handlers, c->handlers, c->handler_count);
    row.consts = add_konsts(f, c->consts, (size_t)c->const_count);
    ADD(f->codes, row);
    return (uint32_t)f->codes.count - 1;
}

void freezer_add(struct freezer *f, const char *module, const struct code *code) {
    uint32_t row = add_code(f, code);
    ADD(f->modules, (struct frozen_module){module, row});
}
