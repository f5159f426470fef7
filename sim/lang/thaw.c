/* Frozen tables to code objects. */
#include <string.h>

#include "lang/frozen.h"

struct thaw {
    struct arena *arena;
    const struct source *src;
};

static const struct code *thaw_code(const struct thaw *t, uint32_t row);

static const struct konst *thaw_konsts(const struct thaw *t, uint32_t row, size_t count) {
    struct konst *list = ARENA_ARRAY(t->arena, count + 1, struct konst);
    for (size_t i = 0; i < count; i++) {
        const struct frozen_konst *f = &frozen_konsts[row + i];
        struct konst *k = &list[i];
        k->kind = (enum konst_kind)f->kind;
        switch (k->kind) {
        case KONST_none: case KONST_true: case KONST_false: case KONST_ellipsis: break;
        case KONST_int: memcpy(&k->i, &f->bits, sizeof k->i); break;
        case KONST_float: case KONST_complex: memcpy(&k->f, &f->bits, sizeof k->f); break;
        case KONST_str: case KONST_bytes: case KONST_bigint:
            k->text = frozen_texts + f->at;
            k->len = f->len;
            break;
        case KONST_tuple: case KONST_frozenset:
            k->items = thaw_konsts(t, f->at, f->len);
            k->len = f->len;
            break;
        case KONST_code: k->code = thaw_code(t, f->at); break;
        }
    }
    return list;
}

static const char *const *thaw_names(const struct thaw *t, uint32_t row, int count) {
    const char **list = ARENA_ARRAY(t->arena, count + 1, const char *);
    for (int i = 0; i < count; i++) list[i] = frozen_texts + frozen_names[row + (uint32_t)i];
    return list;
}

static const struct code *thaw_code(const struct thaw *t, uint32_t row) {
    const struct frozen_code *f = &frozen_codes[row];
    struct code *c = ARENA_NEW(t->arena, struct code);
    *c = (struct code){
        .name = frozen_texts + f->name, .qualname = frozen_texts + f->qualname, .source = t->src,
        .first_line = f->first_line, .flags = f->flags,
        .argcount = f->argcount, .posonlyargcount = f->posonlyargcount, .kwonlyargcount = f->kwonlyargcount,
        .nlocals = f->nlocals, .ncells = f->ncells, .nfrees = f->nfrees,
        .locals = thaw_names(t, f->locals, f->local_count), .is_cell = frozen_cells + f->cells, .local_count = f->local_count,
        .names = thaw_names(t, f->names, f->name_count), .name_count = f->name_count,
        .consts = thaw_konsts(t, f->consts, (size_t)f->const_count), .const_count = f->const_count,
        .insns = frozen_insns + f->insns, .positions = frozen_positions + f->insns, .insn_count = f->insn_count,
        .handlers = frozen_handlers + f->handlers, .handler_count = f->handler_count,
        .stack_size = f->stack_size, .loop_depth = f->loop_depth,
    };
    return c;
}

const struct code *frozen_thaw(struct arena *a, const char *module, const struct source *src) {
    struct thaw t = {a, src};
    for (const struct frozen_module *m = frozen_modules; m->name; m++)
        if (strcmp(m->name, module) == 0) return thaw_code(&t, m->code);
    return NULL;
}
