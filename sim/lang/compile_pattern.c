/* match. A pattern finds its subject on top of the stack and consumes it; what it captures stays below until
 * the whole pattern has matched. On failure it jumps to the entry of a ladder of POP_TOPs that removes exactly
 * what is on the stack at that moment. */
#include <string.h>

#include "lang/compile.h"

struct matching {
    const char **stores; /* captured names; their values are on the stack, the last on top */
    int store_count, store_cap;
    bool allow_irrefutable; /* a pattern that always matches may stand here */
    struct block **fail_pop; /* [n]: pops n values, then fails */
    int fail_count;
    int on_top; /* values above the captures that must be kept */
};

static void match_pattern(struct compiler *c, const struct pattern *p, struct matching *m);

static void add_store(struct compiler *c, struct matching *m, const char *name)
{
    if (m->store_count == m->store_cap) {
        int cap = m->store_cap ? m->store_cap * 2 : 4;
        const char **more = ARENA_ARRAY(c->arena, cap, const char *);
        for (int i = 0; i < m->store_count; i++)
            more[i] = m->stores[i];
        m->stores = more;
        m->store_cap = cap;
    }
    m->stores[m->store_count++] = name;
}

static int find_store(const struct matching *m, const char *name)
{
    for (int i = 0; i < m->store_count; i++)
        if (m->stores[i] == name)
            return i;
    return -1;
}

static void ensure_ladder(struct compiler *c, struct matching *m, int n)
{
    if (n < m->fail_count)
        return;
    struct block **more = ARENA_ARRAY(c->arena, n + 1, struct block *);
    for (int i = 0; i < m->fail_count; i++)
        more[i] = m->fail_pop[i];
    for (int i = m->fail_count; i <= n; i++)
        more[i] = new_block(c);
    m->fail_pop = more;
    m->fail_count = n + 1;
}

static void jump_to_fail(struct compiler *c, struct matching *m, int op)
{
    int pops = m->on_top + m->store_count;
    ensure_ladder(c, m, pops);
    emit_jump(c, op, m->fail_pop[pops]);
}

static void emit_ladder(struct compiler *c, struct matching *m)
{
    if (!m->fail_count) {
        use_block(c, new_block(c));
        return;
    }
    for (int i = m->fail_count - 1; i > 0; i--) {
        use_block(c, m->fail_pop[i]);
        emit(c, OP_POP_TOP);
    }
    use_block(c, m->fail_pop[0]);
    m->fail_count = 0;
}

/* Moves the top below the count - 1 values under it. */
static void rotate(struct compiler *c, int count)
{
    for (; count > 1; count--)
        emit_arg(c, OP_SWAP, count);
}

static void capture(struct compiler *c, const struct pattern *p, const char *name, struct matching *m)
{
    if (!name) {
        emit(c, OP_POP_TOP);
        return;
    }
    if (find_store(m, name) >= 0)
        compile_fail(c, p->at, "the pattern binds '%s' twice", name);
    rotate(c, m->on_top + m->store_count + 1);
    add_store(c, m, name);
}

static bool is_wildcard(const struct pattern *p)
{
    return p->kind == PATTERN_as && !p->name && !p->inner;
}

static void match_sub(struct compiler *c, const struct pattern *p, struct matching *m)
{
    bool before = m->allow_irrefutable;
    m->allow_irrefutable = true;
    match_pattern(c, p, m);
    m->allow_irrefutable = before;
}

static void match_as(struct compiler *c, const struct pattern *p, struct matching *m)
{
    if (!p->inner) {
        if (!m->allow_irrefutable && p->name)
            compile_fail(c, p->at, "the name '%s' matches everything, so the patterns after it are never tried", p->name);
        else if (!m->allow_irrefutable)
            compile_fail(c, p->at, "'_' matches everything, so the patterns after it are never tried");
        capture(c, p, p->name, m);
        return;
    }
    m->on_top++;
    emit_arg(c, OP_COPY, 1);
    match_pattern(c, p->inner, m);
    m->on_top--;
    capture(c, p, p->name, m);
}

/* -- sequences -- */

static void check_length(struct compiler *c, struct matching *m, int64_t size, int how)
{
    emit(c, OP_GET_LEN);
    emit_int(c, size);
    emit_arg(c, OP_COMPARE_OP, how);
    jump_to_fail(c, m, OP_POP_JUMP_IF_FALSE);
}

static void unpack_sequence(struct compiler *c, const struct pattern *p, int star, struct matching *m)
{
    int n = p->patterns.count;
    if (star >= 0)
        emit_arg(c, OP_UNPACK_EX, star | (n - star - 1) << 8);
    else
        emit_arg(c, OP_UNPACK_SEQUENCE, n);
    m->on_top += n;
    for (int i = 0; i < n; i++) {
        m->on_top--;
        match_sub(c, p->patterns.items[i], m);
    }
}

/* With *_ in it: only the elements that a pattern looks at are fetched. */
static void index_sequence(struct compiler *c, const struct pattern *p, int star, struct matching *m)
{
    int n = p->patterns.count;
    m->on_top++;
    for (int i = 0; i < n; i++) {
        const struct pattern *sub = p->patterns.items[i];
        if (i == star || is_wildcard(sub))
            continue;
        emit_arg(c, OP_COPY, 1);
        if (i < star) {
            emit_int(c, i);
        } else {
            emit(c, OP_GET_LEN);
            emit_int(c, n - i);
            emit_arg(c, OP_BINARY_OP, BIN_sub);
        }
        emit(c, OP_BINARY_SUBSCR);
        match_sub(c, sub, m);
    }
    m->on_top--;
    emit(c, OP_POP_TOP);
}

static void match_sequence(struct compiler *c, const struct pattern *p, struct matching *m)
{
    int n = p->patterns.count, star = -1;
    bool only_wildcards = true, star_wildcard = false;
    for (int i = 0; i < n; i++) {
        const struct pattern *sub = p->patterns.items[i];
        if (sub->kind == PATTERN_star) {
            if (star >= 0)
                compile_fail(c, sub->at, "a sequence pattern has only one starred name");
            star = i;
            star_wildcard = !sub->name;
            only_wildcards &= star_wildcard;
        } else {
            only_wildcards &= is_wildcard(sub);
        }
    }
    if (star > 255)
        compile_fail(c, p->at, "more than 255 patterns before the starred one");
    m->on_top++;
    emit(c, OP_MATCH_SEQUENCE);
    jump_to_fail(c, m, OP_POP_JUMP_IF_FALSE);
    if (star < 0)
        check_length(c, m, n, CMP_eq);
    else if (n > 1)
        check_length(c, m, n - 1, CMP_ge);
    m->on_top--;
    if (only_wildcards)
        emit(c, OP_POP_TOP);
    else if (star_wildcard)
        index_sequence(c, p, star, m);
    else
        unpack_sequence(c, p, star, m);
}

/* -- mappings -- */

static bool same_konst(const struct konst *a, const struct konst *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == KONST_str || a->kind == KONST_bytes || a->kind == KONST_bigint)
        return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
    return a->i == b->i && !(a->f < b->f) && !(a->f > b->f);
}

static void check_keys(struct compiler *c, const struct pattern *p)
{
    for (int i = 0; i < p->keys.count; i++)
        for (int k = 0; k < i && p->keys.items[i]->kind == EXPR_const; k++)
            if (p->keys.items[k]->kind == EXPR_const && same_konst(&p->keys.items[i]->u.konst, &p->keys.items[k]->u.konst))
                compile_fail(c, p->keys.items[i]->at, "the mapping pattern has the same key twice");
}

/* **rest: a copy of the mapping without the keys that the pattern named. */
static void bind_rest(struct compiler *c, const struct pattern *p, struct matching *m)
{
    int n = p->keys.count;
    emit_arg(c, OP_BUILD_MAP, 0);
    emit_arg(c, OP_SWAP, 3);
    emit_arg(c, OP_DICT_UPDATE, 2);
    emit_arg(c, OP_UNPACK_SEQUENCE, n);
    for (; n; n--) {
        emit_arg(c, OP_COPY, 1 + n);
        emit_arg(c, OP_SWAP, 2);
        emit(c, OP_DELETE_SUBSCR);
    }
    capture(c, p, p->name, m);
}

static void emit_fail_if_none(struct compiler *c, struct matching *m)
{
    emit_arg(c, OP_COPY, 1);
    emit_none(c);
    emit_arg(c, OP_IS_OP, 1);
    jump_to_fail(c, m, OP_POP_JUMP_IF_FALSE);
}

static void match_mapping(struct compiler *c, const struct pattern *p, struct matching *m)
{
    int n = p->keys.count;
    check_keys(c, p);
    m->on_top++;
    emit(c, OP_MATCH_MAPPING);
    jump_to_fail(c, m, OP_POP_JUMP_IF_FALSE);
    if (!n && !p->name) {
        m->on_top--;
        emit(c, OP_POP_TOP);
        return;
    }
    if (n)
        check_length(c, m, n, CMP_ge);
    compile_exprs(c, p->keys);
    emit_arg(c, OP_BUILD_TUPLE, n);
    emit(c, OP_MATCH_KEYS);
    m->on_top += 2;
    emit_fail_if_none(c, m);
    emit_arg(c, OP_UNPACK_SEQUENCE, n);
    m->on_top += n - 1;
    for (int i = 0; i < n; i++) {
        m->on_top--;
        match_sub(c, p->patterns.items[i], m);
    }
    m->on_top -= 2;
    if (p->name) {
        bind_rest(c, p, m);
    } else {
        emit(c, OP_POP_TOP);
        emit(c, OP_POP_TOP);
    }
}

/* -- classes and alternatives -- */

static void match_class(struct compiler *c, const struct pattern *p, struct matching *m)
{
    int positional = p->patterns.count, named = p->attributes.count;
    struct konst *names = ARENA_ARRAY(c->arena, named + 1, struct konst);
    for (int i = 0; i < named; i++)
        names[i] = konst_str(p->attributes.items[i]);
    compile_expr(c, p->value);
    emit_const(c, (struct konst){.kind = KONST_tuple, .items = names, .len = (size_t)named});
    emit_arg(c, OP_MATCH_CLASS, positional);
    m->on_top++;
    emit_fail_if_none(c, m);
    emit_arg(c, OP_UNPACK_SEQUENCE, positional + named);
    m->on_top += positional + named - 1;
    for (int i = 0; i < positional + named; i++) {
        const struct pattern *sub = i < positional ? p->patterns.items[i] : p->keyworded.items[i - positional];
        m->on_top--;
        if (is_wildcard(sub))
            emit(c, OP_POP_TOP);
        else
            match_sub(c, sub, m);
    }
}

/* Brings the captures of an alternative into the first alternative's order, names and stack alike. */
static void reorder(struct compiler *c, const struct pattern *p, const struct matching *control, struct matching *m)
{
    int n = control->store_count;
    if (m->store_count != n) {
        compile_fail(c, p->at, "the alternatives of a pattern must bind the same names");
        return;
    }
    for (int want = n - 1; want >= 0; want--) {
        int have = find_store(m, control->stores[want]);
        if (have < 0) {
            compile_fail(c, p->at, "the alternatives of a pattern must bind the same names");
            return;
        }
        if (have == want)
            continue;
        /* the first have + 1 of want + 1 names move to the end, keeping their order */
        const char **moved = ARENA_ARRAY(c->arena, want + 1, const char *);
        for (int i = 0; i <= want; i++)
            moved[i] = m->stores[(i + have + 1) % (want + 1)];
        for (int i = 0; i <= want; i++)
            m->stores[i] = moved[i];
        for (int i = 0; i <= have; i++)
            rotate(c, want + 1);
    }
}

static void match_or(struct compiler *c, const struct pattern *p, struct matching *m)
{
    struct block *end = new_block(c);
    struct matching outer = *m, control = {0};
    int n = p->patterns.count;
    for (int i = 0; i < n; i++) {
        const struct pattern *alt = p->patterns.items[i];
        struct matching one = {.allow_irrefutable = i == n - 1 && outer.allow_irrefutable};
        c->unit->at = alt->at;
        emit_arg(c, OP_COPY, 1);
        match_pattern(c, alt, &one);
        if (i == 0)
            control = one;
        else
            reorder(c, alt, &control, &one);
        emit_jump(c, OP_JUMP, end);
        emit_ladder(c, &one);
    }
    *m = outer;
    emit(c, OP_POP_TOP);
    jump_to_fail(c, m, OP_JUMP);
    use_block(c, end);
    int depth = control.store_count + 1 + m->on_top + m->store_count;
    for (int i = 0; i < control.store_count; i++) {
        rotate(c, depth);
        if (find_store(m, control.stores[i]) >= 0)
            compile_fail(c, p->at, "the pattern binds '%s' twice", control.stores[i]);
        add_store(c, m, control.stores[i]);
    }
    emit(c, OP_POP_TOP);
}

static void match_pattern(struct compiler *c, const struct pattern *p, struct matching *m)
{
    c->unit->at = p->at;
    switch (p->kind) {
    case PATTERN_value:
        compile_expr(c, p->value);
        emit_arg(c, OP_COMPARE_OP, CMP_eq);
        jump_to_fail(c, m, OP_POP_JUMP_IF_FALSE);
        break;
    case PATTERN_singleton:
        emit_const(c, p->value->u.konst);
        emit_arg(c, OP_IS_OP, 0);
        jump_to_fail(c, m, OP_POP_JUMP_IF_FALSE);
        break;
    case PATTERN_sequence: match_sequence(c, p, m); break;
    case PATTERN_mapping: match_mapping(c, p, m); break;
    case PATTERN_class: match_class(c, p, m); break;
    case PATTERN_star: capture(c, p, p->name, m); break;
    case PATTERN_as: match_as(c, p, m); break;
    case PATTERN_or: match_or(c, p, m); break;
    }
}

static void compile_case(struct compiler *c, const struct match_case *mc, bool last_test, bool last, struct block *end)
{
    struct matching m = {.allow_irrefutable = mc->guard || last};
    c->unit->at = mc->pattern->at;
    if (!last_test)
        emit_arg(c, OP_COPY, 1);
    match_pattern(c, mc->pattern, &m);
    for (int i = 0; i < m.store_count; i++)
        compile_name(c, m.stores[i], USE_store);
    if (mc->guard) {
        ensure_ladder(c, &m, 0);
        compile_jump_if(c, mc->guard, m.fail_pop[0], WHEN_FALSE);
    }
    if (!last_test)
        emit(c, OP_POP_TOP);
    compile_stmts(c, &mc->body);
    emit_jump(c, OP_JUMP, end);
    c->unit->at = mc->pattern->at;
    emit_ladder(c, &m);
}

void compile_match(struct compiler *c, const struct stmt *s)
{
    int n = s->u.match.count;
    const struct match_case *last = &s->u.match.cases[n - 1];
    bool has_default = n > 1 && is_wildcard(last->pattern);
    struct block *end = new_block(c);
    compile_expr(c, s->u.match.subject);
    for (int i = 0; i < n - has_default; i++)
        compile_case(c, &s->u.match.cases[i], i == n - has_default - 1, i == n - 1, end);
    if (has_default) {
        c->unit->at = last->pattern->at;
        emit(c, OP_NOP);
        if (last->guard)
            compile_jump_if(c, last->guard, end, WHEN_FALSE);
        compile_stmts(c, &last->body);
    }
    use_block(c, end);
}
