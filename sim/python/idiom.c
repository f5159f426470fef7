#include "python/idiom.h"

#include "python/gil.h"
#include "python/primes.h"
#include "python/process.h"

__extension__ typedef __int128 wide;

/* -- recognising: one quiet iteration executed with a symbolic stack -- */

enum symbol_kind { SYM_other, SYM_variable, SYM_local, SYM_const, SYM_rest, SYM_equal };

/* rest: `number % variable` (number >= 0) or `variable % modulus`; equal: that rest compared with `with`. */
struct symbol {
    enum symbol_kind kind;
    int number;      /* local slot; -1: the rest is of the variable */
    int64_t integer; /* const; rest: modulus */
    int64_t with;    /* equal */
    bool negated;    /* equal: != */
};

enum { STACK = 4 };

struct matcher {
    const struct code *code;
    struct idiom *out;
    struct symbol stack[STACK];
    int depth;
    int at; /* instruction */
};

static bool push(struct matcher *m, struct symbol s) {
    if (m->depth == STACK) return false;
    m->stack[m->depth++] = s;
    return true;
}

static bool push_const(struct matcher *m, int index) {
    const struct konst *k = &m->code->consts[index];
    return k->kind == KONST_int && push(m, (struct symbol){.kind = SYM_const, .integer = k->i});
}

static bool push_local(struct matcher *m, int local) {
    enum symbol_kind kind = local == m->out->variable ? SYM_variable : SYM_local;
    return push(m, (struct symbol){.kind = kind, .number = local});
}

static bool match_modulo(struct matcher *m) {
    if (m->depth < 2) return false;
    struct symbol a = m->stack[m->depth - 2], b = m->stack[m->depth - 1];
    m->depth -= 2;
    if (a.kind == SYM_local && b.kind == SYM_variable) return push(m, (struct symbol){.kind = SYM_rest, .number = a.number});
    if (a.kind == SYM_variable && b.kind == SYM_const && b.integer > 0)
        return push(m, (struct symbol){.kind = SYM_rest, .number = -1, .integer = b.integer});
    return false;
}

static bool match_compare(struct matcher *m, int kind) {
    if (m->depth < 2 || (kind != CMP_eq && kind != CMP_ne)) return false;
    struct symbol a = m->stack[m->depth - 2], b = m->stack[m->depth - 1];
    m->depth -= 2;
    if (a.kind != SYM_rest || b.kind != SYM_const) return false;
    a.kind = SYM_equal;
    a.with = b.integer;
    a.negated = kind == CMP_ne;
    return push(m, a);
}

/* Notes when this test strikes; *quiet: the truth value while it does not. */
static bool match_test(struct matcher *m, struct symbol s, bool *quiet) {
    struct idiom *out = m->out;
    if (s.kind == SYM_rest) s = (struct symbol){.kind = SYM_equal, .number = s.number, .integer = s.integer, .negated = true};
    if (s.kind != SYM_equal) return false;
    *quiet = s.negated;
    if (s.number >= 0) {
        if (s.with != 0 || (out->number >= 0 && out->number != s.number)) return false;
        out->number = s.number;
        return true;
    }
    if (out->stop_count == IDIOM_STOPS) return false;
    out->stops[out->stop_count].modulus = s.integer;
    out->stops[out->stop_count].remainder = s.with;
    out->stop_count++;
    return true;
}

static bool match_branch(struct matcher *m, const struct insn *in) {
    bool quiet;
    if (m->depth < 1 || !match_test(m, m->stack[--m->depth], &quiet)) return false;
    bool jumps = quiet == (in->op == OP_POP_JUMP_IF_TRUE);
    m->at = jumps ? in->arg : m->at + 1;
    return true;
}

/* One instruction of the quiet way; moves m->at. */
static bool match_step(struct matcher *m) {
    const struct insn *in = &m->code->insns[m->at];
    switch (in->op) {
    case OP_NOP: m->at++; return true;
    case OP_LOAD_FAST: m->at++; return push_local(m, in->arg);
    case OP_LOAD_CONST: m->at++; return push_const(m, in->arg);
    case OP_BINARY_OP: m->at++; return in->arg == BIN_mod && match_modulo(m);
    case OP_COMPARE_OP: m->at++; return match_compare(m, in->arg);
    case OP_UNARY_NOT:
        m->at++;
        if (m->depth < 1) return false;
        struct symbol *top = &m->stack[m->depth - 1];
        if (top->kind == SYM_rest) *top = (struct symbol){.kind = SYM_equal, .number = top->number, .integer = top->integer, .negated = true};
        top->negated = !top->negated;
        return top->kind == SYM_equal;
    case OP_POP_JUMP_IF_FALSE: case OP_POP_JUMP_IF_TRUE: return match_branch(m, in);
    case OP_JUMP_FORWARD: case OP_JUMP_BACKWARD: m->at = in->arg; return true;
    default: return false;
    }
}

bool idiom_match(const struct code *c, int head, struct idiom *out) {
    if (c->insns[head].op != OP_FOR_ITER || head + 1 >= c->insn_count || c->insns[head + 1].op != OP_STORE_FAST) return false;
    *out = (struct idiom){.head = head, .variable = c->insns[head + 1].arg, .number = -1};
    struct matcher m = {.code = c, .out = out, .at = head + 2};
    out->path[out->path_len++] = head;
    out->path[out->path_len++] = head + 1;
    while (m.at != head) {
        if (m.at >= c->insn_count || out->path_len == IDIOM_PATH) return false;
        out->path[out->path_len++] = m.at;
        if (!match_step(&m)) return false;
    }
    return m.depth == 0 && (out->number >= 0 || out->stop_count > 0);
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

static const struct factors *factors_of(struct idioms *cache, uint64_t n, struct factors *scratch) {
    if (!cache) {
        prime_factors(n, scratch);
        return scratch;
    }
    size_t slot = (size_t)(n * UINT64_C(0x9e3779b97f4a7c15) >> 58);
    if (cache->known[slot].n != n) {
        prime_factors(n, &cache->known[slot].factors);
        cache->known[slot].n = n;
    }
    return &cache->known[slot].factors;
}

/* The first k >= 0 with (at + k step) % modulus == remainder, at most `most`. */
static int64_t first_stop(int64_t at, int64_t step, int64_t modulus, int64_t remainder, int64_t most) {
    if (remainder < 0 || remainder >= modulus) return most;
    int64_t want = ((remainder - at) % modulus + modulus) % modulus, s = step % modulus;
    /* s k = want (mod modulus): extended Euclid gives the inverse of s / g */
    int64_t g = modulus, r = s, x0 = 0, x1 = 1;
    while (r) {
        int64_t q = g / r, t = g - q * r, x = x0 - q * x1;
        g = r;
        r = t;
        x0 = x1;
        x1 = x;
    }
    if (want % g) return most;
    int64_t period = modulus / g, inverse = (x0 % period + period) % period;
    wide k = (wide)(want / g) * inverse % period;
    return k < most ? (int64_t)k : most;
}

int64_t idiom_iterations(struct idioms *cache, const struct idiom *m, int64_t n, int64_t at, int64_t step, int64_t most) {
    if (at < 1 || step < 1 || most < 1) return 0;
    for (int i = 0; i < m->stop_count; i++) most = first_stop(at, step, m->stops[i].modulus, m->stops[i].remainder, most);
    if (m->number < 0 || most == 0) return most;
    if (n == 0) return 0;
    struct factors scratch;
    const struct factors *f = factors_of(cache, n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n, &scratch);
    uint64_t d = prime_divisor_from(f, (uint64_t)at, (uint64_t)step);
    if (d == 0) return most;
    uint64_t before = (d - (uint64_t)at) / (uint64_t)step;
    return before < (uint64_t)most ? (int64_t)before : most;
}

/* Iterations that end before the thread must look up: at its step's end, or where the next line is due. */
static int64_t affordable(const struct thread *th, const struct idiom *m, int64_t most) {
    sim_ns stop = ns_min(th->limit_ns, th->line_due_ns - (thread_now(th) - th->used_ns));
    if (m->iteration_ps == 0) return stop > th->used_ns ? most : 0;
    if (stop > INT64_MAX / 2000) return most;
    int64_t free_ps = stop * 1000 - (th->used_ns * 1000 + th->cost_ps) - 1;
    return free_ps <= 0 ? 0 : free_ps / m->iteration_ps < most ? free_ps / m->iteration_ps : most;
}

int64_t idiom_skip(struct thread *th, const struct idiom *m, value iterator, value number, value *variable) {
    struct range_iter *it = (struct range_iter *)obj_of(iterator);
    if (th->world->options->gil == GIL_ticks || it->at < 1 || it->step < 1 || it->left <= 0) return 0;
    if (m->number >= 0 && (number == NIL || !is_small(number))) return 0;
    int64_t k = affordable(th, m, it->left);
    if (k <= 1) return 0; /* not worth the search */
    k = idiom_iterations(th->world->idioms, m, m->number >= 0 ? small_of(number) : 0, it->at, it->step, k);
    if (k <= 0) return 0;
    *variable = from_small(it->at + (k - 1) * it->step);
    it->at += k * it->step;
    it->left -= k;
    int64_t ps = k * m->iteration_ps + th->cost_ps;
    th->used_ns += ps / 1000;
    th->cost_ps = ps % 1000;
    return k;
}
