#include "python/load.h"

#include <string.h>

#include "base/assert.h"
#include "lang/operand.h"
#include "python/bigint.h"
#include "python/fuse.h"
#include "python/heap.h"
#include "python/type_bytes.h"
#include "python/type_float.h"
#include "python/type_int.h"
#include "python/type_set.h"
#include "python/vm.h"

static const char *const name_texts[] = {
#define NAME(id, text) text,
#include "python/names.def"
#undef NAME
};

/* How an instruction's row in opcode.def reads here. */
enum polls { POLLS_NO, POLLS_ALL, POLLS_OLD, POLLS_CALL, POLLS_BACK, POLLS_RESUME };
static const struct {
    uint8_t cost, polls;
} rows[] = {
#define OPCODE(name, operand, pops, pushes, cost, polls, picture) {COST_##cost, POLLS_##polls},
#include "lang/opcode.def"
#undef OPCODE
};

struct codes *world_codes(struct world *w) {
    if (!w->codes) w->codes = ARENA_NEW(w->arena, struct codes);
    return w->codes;
}

void codes_open(struct thread *th) {
    struct codes *c = world_codes(th->world);
    if (c->names[0] != NIL) return;
    for (size_t i = 0; i < NAME_COUNT; i++) c->names[i] = str_interned(th, name_texts[i]);
}

static value konst_value(struct thread *th, const struct konst *k);

static value konst_tuple(struct thread *th, const struct konst *k) {
    value t = tuple_new(th, NULL, k->len);
    for (size_t i = 0; i < k->len; i++) tuple_items(t)[i] = konst_value(th, &k->items[i]);
    return t;
}

static value konst_frozenset(struct thread *th, const struct konst *k) {
    value s = set_new(th);
    for (size_t i = 0; i < k->len; i++) set_add(th, s, konst_value(th, &k->items[i]));
    return set_copy_as(th, &type_frozenset, s);
}

static value konst_bigint(struct thread *th, const struct konst *k) {
    value v = NIL;
    bool ok;
    ASSERT(int_parse(th, k->text, k->len, 10, &v, &ok) && ok);
    return v;
}

static value konst_value(struct thread *th, const struct konst *k) {
    switch (k->kind) {
    case KONST_none: return NONE;
    case KONST_true: return TRUE;
    case KONST_false: return FALSE;
    case KONST_ellipsis: return ELLIPSIS;
    case KONST_int: return int_new(th, k->i);
    case KONST_bigint: return konst_bigint(th, k);
    case KONST_float: return float_new(th, k->f);
    case KONST_complex: return complex_new(th, 0, k->f);
    case KONST_str: return strlen(k->text) == k->len ? str_interned(th, k->text) : str_new(th, k->text, k->len);
    case KONST_bytes: return bytes_new(th, k->text, k->len);
    case KONST_tuple: return konst_tuple(th, k);
    case KONST_frozenset: return konst_frozenset(th, k);
    case KONST_code: return vm_code_object(th->world, k->code);
    }
    return NONE;
}

static void values_load(struct thread *th, struct code_obj *c) {
    struct arena *a = th->world->arena;
    const struct code *code = c->code;
    heap_immortal(th, true);
    c->consts = ARENA_ARRAY(a, code->const_count + 1, value);
    for (int i = 0; i < code->const_count; i++) c->consts[i] = konst_value(th, &code->consts[i]);
    c->names = ARENA_ARRAY(a, code->name_count + 1, value);
    for (int i = 0; i < code->name_count; i++) c->names[i] = str_interned(th, code->names[i]);
    c->locals = ARENA_ARRAY(a, code->local_count + 1, value);
    for (int i = 0; i < code->local_count; i++) c->locals[i] = str_interned(th, code->locals[i]);
    heap_immortal(th, false);
}

void code_name(struct thread *th, struct code_obj *c) {
    if (c->name != NIL) return;
    codes_open(th);
    c->name = str_interned(th, c->code->name);
    c->qualname = str_interned(th, c->code->qualname);
    c->file = str_interned(th, c->code->source->name);
}

value code_doc(struct thread *th, const struct code_obj *c) {
    const struct code *code = c->code;
    if (code->const_count == 0 || code->consts[0].kind != KONST_str || !(code->flags & CODE_optimized)) return NONE;
    if (c->loaded) return c->consts[0];
    heap_immortal(th, true);
    value doc = konst_value(th, &code->consts[0]);
    heap_immortal(th, false);
    return doc;
}

static bool polls_old(const struct insn *i) { return rows[i->op].polls != POLLS_NO && rows[i->op].polls != POLLS_RESUME; }

/* Does the eval breaker get looked at by the word itself (all versions but 3.9)? */
static bool polls_now(const struct insn *in, int at) {
    switch ((enum polls)rows[in->op].polls) {
    case POLLS_NO: case POLLS_OLD: return false;
    case POLLS_ALL: case POLLS_CALL: return true;
    case POLLS_BACK: return in->arg <= at;
    case POLLS_RESUME: return in->arg <= 1;
    }
    return false;
}

/* Does it touch only the frame itself and numbers? (With other operands the executor stops before it: FENCED.) */
static bool is_private(const struct insn *in) {
    switch (in->op) {
    case OP_NOP: case OP_POP_TOP: case OP_PUSH_NULL: case OP_COPY: case OP_SWAP: case OP_LOAD_CONST: case OP_LOAD_FAST: case OP_STORE_FAST:
    case OP_DELETE_FAST: case OP_BINARY_OP: case OP_UNARY_POSITIVE: case OP_UNARY_NEGATIVE: case OP_UNARY_INVERT: case OP_UNARY_NOT:
    case OP_COMPARE_OP: case OP_IS_OP: case OP_JUMP_FORWARD: case OP_JUMP_BACKWARD: case OP_JUMP_BACKWARD_NO_INTERRUPT:
    case OP_POP_JUMP_IF_FALSE: case OP_POP_JUMP_IF_TRUE: case OP_POP_JUMP_IF_NONE: case OP_POP_JUMP_IF_NOT_NONE:
    case OP_JUMP_IF_FALSE_OR_POP: case OP_JUMP_IF_TRUE_OR_POP: case OP_GET_ITER: case OP_FOR_ITER: case OP_BUILD_TUPLE: case OP_BUILD_SLICE:
    case OP_KW_NAMES: case OP_RESUME: case OP_RETURN_VALUE: case OP_MAKE_CELL: case OP_COPY_FREE_VARS: case OP_LOAD_CLOSURE:
        return true;
    default: return false;
    }
}

/* What an instruction costs whatever its operands are. In code that stands for C only a round of a loop does. */
static int64_t insn_ps(const struct insn *in, bool silent, const int64_t *cost_ps) {
    if (silent) return in->op == OP_JUMP_BACKWARD ? cost_ps[COST_item] : 0;
    if (in->op == OP_BINARY_OP && binary_specialised(in->arg)) return cost_ps[COST_arith];
    if (in->op == OP_CALL) return cost_ps[COST_call] + in->arg * cost_ps[COST_argument];
    return cost_ps[rows[in->op].cost];
}

static void words_load(struct thread *th, struct code_obj *c) {
    const struct code *code = c->code;
    const struct python_options *o = th->world->options;
    bool silent = (code->flags & CODE_native) != 0, old = o->minor < 10;
    struct arena *a = th->world->arena;
    int words_each = silent ? 1 : 1 + (o->gil == GIL_off) + old; /* a FENCE, a POLL with each */
    c->words = ARENA_ARRAY(a, words_each * code->insn_count + 1, struct word);
    c->starts = ARENA_ARRAY(a, code->insn_count + 1, uint32_t);
    uint32_t n = 0;
    for (int i = 0; i < code->insn_count; i++) {
        const struct insn *in = &code->insns[i];
        c->starts[i] = n;
        if (o->gil == GIL_off && !silent && !is_private(in)) c->words[n++] = (struct word){.op = W_FENCE, .base = W_FENCE, .len = 1, .index = (uint32_t)i};
        int32_t cost = (int32_t)insn_ps(in, silent, o->cost_ps);
        struct word *w = &c->words[n++];
        *w = (struct word){.op = (uint8_t)in->op, .base = (uint8_t)in->op, .len = 1, .a = in->arg, .cost = cost, .base_cost = cost, .index = (uint32_t)i};
        if (!silent && polls_now(in, i)) w->flags |= WORD_poll;
        if (!silent && old && polls_old(in) && !(w->flags & WORD_poll))
            c->words[n++] = (struct word){.op = W_POLL, .base = W_POLL, .len = 1, .flags = WORD_poll, .index = (uint32_t)i};
    }
    c->starts[code->insn_count] = n;
    c->word_count = n;
    for (uint32_t i = 0; i < n; i++)
        if (c->words[i].op < OPCODE_COUNT && opcode_operand((enum opcode)c->words[i].op) == OPERAND_jump)
            c->words[i].a = (int32_t)c->starts[c->words[i].a];
}

static void lines_load(struct thread *th, struct code_obj *c) {
    int last = c->code->first_line;
    for (int i = 0; i < c->code->insn_count; i++)
        if (c->code->positions[i].line > last) last = c->code->positions[i].line;
    c->line_count = last - c->code->first_line + 1;
    c->wheres = ARENA_ARRAY(th->world->arena, c->line_count, uint32_t);
}

void code_load(struct thread *th, struct code_obj *c) {
    if (c->loaded) return;
    code_name(th, c);
    values_load(th, c);
    words_load(th, c);
    lines_load(th, c);
    if (!th->world->options->unfused) code_fuse(c);
    if (th->world->options->idioms) code_find_idioms(th, c);
    c->loaded = true;
}

value vm_code_object(struct world *w, const struct code *code) {
    struct code_obj *c = ARENA_NEW(w->arena, struct code_obj);
    c->head.type = &type_code;
    c->head.flags = OBJ_static;
    c->code = code;
    return from_obj(c);
}
