#include "python/fuse.h"

#include "python/idiom.h"

/* Can words at..at+n be one? Not across a line (each line is told to the trace), not over a poll inside. */
static bool joinable(const struct code_obj *c, uint32_t at, uint32_t n) {
    if (at + n > c->word_count) return false;
    int line = code_line(c, at);
    for (uint32_t i = 1; i < n; i++) {
        if (code_line(c, at + i) != line || c->words[at + i].op == W_POLL || c->words[at + i].op == W_FENCE) return false;
        if (i + 1 < n && (c->words[at + i].flags & WORD_poll)) return false;
    }
    return !(c->words[at].flags & WORD_poll);
}

static bool is_source(const struct word *w) { return w->base == W_LOAD_FAST || w->base == W_LOAD_CONST; }
static int32_t source_of(const struct word *w) { return w->base == W_LOAD_FAST ? w->a : ~w->a; }
static bool is_jump_if(const struct word *w) { return w->base == W_POP_JUMP_IF_FALSE || w->base == W_POP_JUMP_IF_TRUE; }

static void join(struct code_obj *c, uint32_t at, uint32_t n, enum word_op op) {
    struct word *w = &c->words[at];
    w->op = (uint8_t)op;
    w->len = (uint8_t)n;
    w->cost = 0;
    for (uint32_t i = 0; i < n; i++) w->cost += c->words[at + i].base_cost;
}

static void set_jump(struct word *w, const struct word *jump) {
    w->target = jump->a;
    w->flags |= jump->flags & WORD_poll;
    if (jump->base == W_POP_JUMP_IF_TRUE) w->flags |= WORD_jump_if;
}

/* x % y == constant: the test of divisibility. */
static bool mod_test(const struct code_obj *c, struct word *w) {
    if (w->kind != BIN_mod || w->kind2 != CMP_eq || w->z >= 0 || !is_small(c->consts[~w->z])) return false;
    int64_t k = small_of(c->consts[~w->z]);
    if (k < 0 || k > INT32_MAX) return false;
    w->number = (int32_t)k;
    return true;
}

/* LOAD x, LOAD y and what follows. */
static bool fuse_pair(struct code_obj *c, uint32_t at) {
    struct word *w = &c->words[at];
    if (!joinable(c, at, 2) || !is_source(w) || !is_source(w + 1)) return false;
    w->x = source_of(w);
    w->y = source_of(w + 1);
    bool binary = joinable(c, at, 3) && w[2].base == W_BINARY_OP, compare = joinable(c, at, 4) && w[2].base == W_COMPARE_OP;
    if (binary) w->kind = (uint8_t)w[2].a;
    if (binary && joinable(c, at, 6) && is_source(w + 3) && w[4].base == W_COMPARE_OP && is_jump_if(w + 5)) {
        w->z = source_of(w + 3);
        w->kind2 = (uint8_t)w[4].a;
        set_jump(w, w + 5);
        join(c, at, 6, mod_test(c, w) ? W_MOD_JUMP : W_BINARY_COMPARE_JUMP);
    } else if (compare && is_jump_if(w + 3)) {
        w->kind2 = (uint8_t)w[2].a;
        set_jump(w, w + 3);
        join(c, at, 4, W_COMPARE_JUMP);
    } else if (binary && joinable(c, at, 4) && w[3].base == W_STORE_FAST) {
        w->z = w[3].a;
        join(c, at, 4, W_BINARY_STORE);
    } else if (binary) {
        join(c, at, 3, W_BINARY);
    } else {
        join(c, at, 2, W_LOAD_LOAD);
    }
    return true;
}

static void fuse_at(struct code_obj *c, uint32_t at) {
    struct word *w = &c->words[at];
    if (w->base == W_FOR_ITER && joinable(c, at, 2) && w[1].base == W_STORE_FAST) {
        w->x = w[1].a;
        join(c, at, 2, W_FOR_RANGE_STORE);
        return;
    }
    if (fuse_pair(c, at) || !is_source(w) || !joinable(c, at, 2)) return;
    w->x = source_of(w);
    if (w[1].base == W_BINARY_OP) {
        w->kind = (uint8_t)w[1].a;
        join(c, at, 2, W_TOP_BINARY);
    } else if (w[1].base == W_COMPARE_OP && joinable(c, at, 3) && is_jump_if(w + 2)) {
        w->kind2 = (uint8_t)w[1].a;
        set_jump(w, w + 2);
        join(c, at, 3, W_TOP_COMPARE_JUMP);
    } else if (is_jump_if(w + 1)) {
        set_jump(w, w + 1);
        join(c, at, 2, W_TRUTH_JUMP);
    }
}

void code_find_idioms(struct thread *th, struct code_obj *c) {
    for (int i = 0; i < c->code->insn_count; i++) {
        struct idiom m;
        if (c->code->insns[i].op != OP_FOR_ITER || !idiom_match(c->code, i, &m)) continue;
        for (int k = 0; k < m.path_len; k++) m.iteration_ps += c->words[c->starts[m.path[k]]].base_cost;
        struct idiom *kept = ARENA_NEW(th->world->arena, struct idiom);
        *kept = m;
        struct word *w = &c->words[c->starts[i]];
        w->extra = kept;
        w->op = W_IDIOM;
    }
}

/* Every word that may be reached gets its own fusing: sequences overlap freely because the tails stay. */
void code_fuse(struct code_obj *c) {
    for (uint32_t i = 0; i < c->word_count; i++) fuse_at(c, i);
}
