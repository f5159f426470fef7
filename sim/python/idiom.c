#include "python/idiom.h"

#include "base/arena.h"
#include "python/primes.h"
#include "python/process.h"

/* -- recognising: symbolic execution of one quiet iteration -- */

enum symbol_kind { SYMBOL_variable, SYMBOL_local, SYMBOL_number, SYMBOL_divided, SYMBOL_residue, SYMBOL_test };

/* divided: local % variable; residue: variable % modulus; test: strikes (struck: when true) if divided or residue == remainder. */
struct symbol {
    enum symbol_kind kind;
    int local;         /* local, divided */
    int64_t number;    /* number; modulus of a residue */
    int64_t remainder; /* test */
    bool of_divided, struck;
};

enum { STACK = 8 };
struct matcher {
    const struct code *code;
    struct idiom *m;
    struct symbol stack[STACK];
    int depth;
};

static bool push(struct matcher *x, struct symbol s) {
    if (x->depth == STACK) return false;
    x->stack[x->depth++] = s;
    return true;
}

static struct symbol *pop(struct matcher *x) { return x->depth ? &x->stack[--x->depth] : NULL; }

static bool match_local(struct matcher *x, int local) {
    if (x->code->is_cell[local]) return false;
    if (local == x->m->variable) return push(x, (struct symbol){.kind = SYMBOL_variable});
    return push(x, (struct symbol){.kind = SYMBOL_local, .local = local});
}

static bool match_modulo(struct matcher *x) {
    const struct symbol *b = pop(x), *a = pop(x);
    if (!a || !b) return false;
    if (a->kind == SYMBOL_local && b->kind == SYMBOL_variable)
        return push(x, (struct symbol){.kind = SYMBOL_divided, .local = a->local});
    if (a->kind == SYMBOL_variable && b->kind == SYMBOL_number && b->number > 0)
        return push(x, (struct symbol){.kind = SYMBOL_residue, .number = b->number});
    return false;
}

static bool push_test(struct matcher *x, struct symbol left, int64_t remainder, bool struck) {
    bool divided = left.kind == SYMBOL_divided;
    if (!divided && left.kind != SYMBOL_residue) return false;
    if (divided && remainder != 0) return false;
    if (divided && x->m->number >= 0 && x->m->number != left.local) return false;
    return push(x, (struct symbol){.kind = SYMBOL_test, .local = left.local, .number = left.number, .remainder = remainder, .of_divided = divided, .struck = struck});
}

static bool match_compare(struct matcher *x, int kind) {
    const struct symbol *b = pop(x), *a = pop(x);
    if (!a || !b || (kind != CMP_eq && kind != CMP_ne)) return false;
    if (b->kind == SYMBOL_number) return push_test(x, *a, b->number, kind == CMP_eq);
    return a->kind == SYMBOL_number && push_test(x, *b, a->number, kind == CMP_eq);
}

/* A bare remainder as condition is a test of not being zero. */
static bool pop_test(struct matcher *x, struct symbol *out) {
    if (x->depth && x->stack[x->depth - 1].kind != SYMBOL_test) {
        struct symbol bare = *pop(x);
        if (!push_test(x, bare, 0, false)) return false;
    }
    if (!x->depth) return false;
    *out = *pop(x);
    return true;
}

/* Takes the test up among those that end the quiet iterations. */
static bool keep_test(struct matcher *x, const struct symbol *t) {
    struct idiom *m = x->m;
    if (t->of_divided) {
        m->number = t->local;
        return true;
    }
    if (m->stop_count == IDIOM_STOPS) return false;
    m->stops[m->stop_count].modulus = t->number;
    m->stops[m->stop_count++].remainder = t->remainder;
    return true;
}

/* One instruction; *at becomes the next one's index. */
static bool match_insn(struct matcher *x, int *at) {
    const struct insn *in = &x->code->insns[*at];
    struct symbol t;
    ++*at;
    switch (in->op) {
    case OP_NOP: return true;
    case OP_LOAD_FAST: return match_local(x, in->arg);
    case OP_LOAD_CONST:
        return x->code->consts[in->arg].kind == KONST_int && push(x, (struct symbol){.kind = SYMBOL_number, .number = x->code->consts[in->arg].i});
    case OP_BINARY_OP: return in->arg == BIN_mod && match_modulo(x);
    case OP_COMPARE_OP: return match_compare(x, in->arg);
    case OP_UNARY_NOT:
        if (!pop_test(x, &t)) return false;
        t.struck = !t.struck;
        return push(x, t);
    case OP_POP_JUMP_IF_FALSE: case OP_POP_JUMP_IF_TRUE:
        if (!pop_test(x, &t) || !keep_test(x, &t)) return false;
        if ((in->op == OP_POP_JUMP_IF_TRUE) != t.struck) *at = in->arg; /* quiet: the condition is the opposite of struck */
        return true;
    case OP_JUMP_FORWARD: case OP_JUMP_BACKWARD: *at = in->arg; return true;
    default: return false;
    }
}

bool idiom_match(const struct code *c, int head, struct idiom *out) {
    struct matcher x = {.code = c, .m = out};
    if (c->insns[head].op != OP_FOR_ITER || head + 2 >= c->insn_count || c->insns[head + 1].op != OP_STORE_FAST) return false;
    *out = (struct idiom){.head = head, .variable = c->insns[head + 1].arg, .number = -1, .path = {head, head + 1}, .path_len = 2};
    if (c->is_cell[out->variable]) return false;
    for (int at = head + 2; at != head;) {
        if (at >= c->insn_count || out->path_len == IDIOM_PATH) return false;
        out->path[out->path_len++] = at;
        if (!match_insn(&x, &at)) return false;
    }
    return x.depth == 0 && (out->number >= 0 || out->stop_count > 0);
}

/* -- counting -- */

enum { CACHE = 64 };
struct idioms {
    struct {
        uint64_t n;
        struct factors factors;
    } known[CACHE];
};

struct idioms *idioms_open(struct arena *a) { return ARENA_NEW(a, struct idioms); }

static const struct factors *factors_of(struct idioms *cache, uint64_t n, struct factors *room) {
    if (!cache) {
        prime_factors(n, room);
        return room;
    }
    uint64_t at = (n ^ n >> 17) % CACHE;
    if (cache->known[at].n != n) {
        prime_factors(n, &cache->known[at].factors);
        cache->known[at].n = n;
    }
    return &cache->known[at].factors;
}

/* The inverse of a modulo m, gcd(a, m) = 1. */
static int64_t inverse(int64_t a, int64_t m) {
    int64_t r0 = m, r1 = a % m, t0 = 0, t1 = 1;
    while (r1) {
        int64_t q = r0 / r1, r = r0 - q * r1, t = t0 - q * t1;
        r0 = r1;
        r1 = r;
        t0 = t1;
        t1 = t;
    }
    return t0 < 0 ? t0 + m : t0;
}

static int64_t gcd(int64_t a, int64_t b) { return b ? gcd(b, a % b) : a; }

/* The smallest k >= 0 with (at + k * step) % modulus == remainder, or `most`. */
static int64_t until_residue(int64_t at, int64_t step, int64_t modulus, int64_t remainder, int64_t most) {
    if (remainder < 0 || remainder >= modulus) return most;
    int64_t g = gcd(step, modulus), want = (remainder - at % modulus + modulus) % modulus;
    if (want % g) return most;
    int64_t m = modulus / g;
    if (m == 1) return 0;
    int64_t k = (int64_t)((__extension__ (unsigned __int128)(uint64_t)(want / g) * (uint64_t)inverse(step / g % m, m)) % (uint64_t)m);
    return k < most ? k : most;
}

int64_t idiom_iterations(struct idioms *cache, const struct idiom *m, int64_t n, int64_t at, int64_t step, int64_t most) {
    if (at <= 0 || step <= 0 || most <= 0) return 0;
    for (int i = 0; i < m->stop_count; i++) most = until_residue(at, step, m->stops[i].modulus, m->stops[i].remainder, most);
    if (m->number < 0) return most;
    if (n <= 0) return 0;
    struct factors room;
    uint64_t d = prime_divisor_from(factors_of(cache, (uint64_t)n, &room), (uint64_t)at, (uint64_t)step);
    if (d == 0) return most;
    int64_t k = ((int64_t)d - at) / step;
    return k < most ? k : most;
}

/* -- running -- */

/* Iterations after which plain execution would still not have looked up. */
static int64_t iterations_in_time(const struct thread *th, const struct idiom *m, int64_t most) {
    sim_ns limit = ns_min(th->limit_ns, th->line_due_ns - (thread_now(th) - th->used_ns));
    if (limit <= 0) return 0;
    if (m->iteration_ps == 0) return most;
    if (limit > INT64_MAX / 2000) return most;
    int64_t left = limit * 1000 - (th->used_ns * 1000 + th->cost_ps);
    if (left <= 0) return 0;
    int64_t k = (left - 1) / m->iteration_ps;
    return k < most ? k : most;
}

int64_t idiom_skip(struct thread *th, const struct idiom *m, value iterator, value number, value *variable) {
    struct range_iter *it = (struct range_iter *)obj_of(iterator);
    if (m->number >= 0 && !is_small(number)) return 0;
    int64_t most = iterations_in_time(th, m, it->left);
    if (most < 2) return 0; /* not worth it */
    int64_t k = idiom_iterations(th->world->idioms, m, m->number >= 0 ? small_of(number) : 0, it->at, it->step, most);
    if (k == 0) return 0;
    it->at += k * it->step;
    it->left -= k;
    *variable = from_small(it->at - it->step);
    int64_t ps = k * m->iteration_ps + th->cost_ps; /* fits: bounded by the budget */
    th->used_ns += ps / 1000;
    th->cost_ps = ps % 1000;
    return k;
}
