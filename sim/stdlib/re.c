/* The matcher of re: runs a program of numbers that re.py compiles. A depth-first search with a stack of its own for what is still to be
 * tried, so neither long texts nor nested loops meet the host's stack; only look-arounds and atomic groups recurse. What CPython has in
 * Modules/_sre does the same search over another program; the order of alternatives, hence the match, is the same. */
#include <string.h>

#include "base/arena.h"
#include "python/type_bytes.h"
#include "python/type_list.h"
#include "python/unicode.h"
#include "stdlib/support.h"

/* One number each; operands follow. re.py has the same list. Jumps are absolute. */
enum { OP_match, OP_char, OP_fold, OP_any, OP_all, OP_set, OP_split, OP_jump, OP_save, OP_assert, OP_back, OP_look, OP_mark, OP_check, OP_atomic, OP_if, OP_run };
enum { AT_start, AT_line, AT_end, AT_line_end, AT_last, AT_word, AT_no_word };
enum { CAT_digit, CAT_space, CAT_word };
enum { FLAG_fold = 1, FLAG_ascii = 2 };

/* What to go back to: try pc at pos; or undo regs[reg] = pos; or give back one round of a run (from pos down to low). */
struct choice {
    enum { TRY, UNDO, SHORTER, LONGER } kind;
    int64_t pc, pos, low;
};
struct matcher {
    struct thread *th;
    const int64_t *program;
    const uint32_t *text;
    int64_t len, steps;
    int64_t *regs;
    struct choice *stack;
    size_t count, cap;
    bool ascii, failed, full; /* full: the match must reach the end */
    int depth;                /* of groups matched for themselves */
};

static void push(struct matcher *m, struct choice c) {
    GROW(m->stack, m->cap, m->count + 1);
    m->stack[m->count++] = c;
}

static bool is_word(const struct matcher *m, uint32_t c) {
    if (c < 128) return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    return !m->ascii && (unicode_is_alpha(c) || unicode_is_digit(c));
}

static bool in_category(const struct matcher *m, int64_t category, uint32_t c) {
    if (category == CAT_word) return is_word(m, c);
    if (category == CAT_digit) return c < 128 || m->ascii ? c >= '0' && c <= '9' : unicode_is_digit(c);
    return c < 128 || m->ascii ? (c >= 9 && c <= 13) || c == ' ' || (!m->ascii && c >= 28 && c <= 31) : unicode_is_space(c);
}

/* set: negated, count, then triples: 0 low high, or 1 category negated. */
static bool in_set(const struct matcher *m, const int64_t *set, uint32_t c) {
    bool in = false;
    for (int64_t i = 0; i < set[1] && !in; i++) {
        const int64_t *s = set + 2 + 3 * i;
        in = s[0] == 0 ? c >= s[1] && c <= s[2] : in_category(m, s[1], c) != (s[2] != 0);
    }
    return in != (set[0] != 0);
}

/* Does the one-character instruction at pc take c? */
static bool takes(const struct matcher *m, int64_t pc, uint32_t c) {
    const int64_t *p = m->program + pc;
    switch (p[0]) {
    case OP_char: return c == p[1];
    case OP_fold: return unicode_lower(c) == p[1] || c == p[1];
    case OP_any: return c != '\n';
    case OP_all: return true;
    default: /* OP_set: length, flags, set */
        return in_set(m, p + 3, c) || ((p[2] & FLAG_fold) && (in_set(m, p + 3, unicode_lower(c)) || in_set(m, p + 3, unicode_upper(c))));
    }
}

static bool holds(const struct matcher *m, int64_t kind, int64_t pos) {
    bool before = pos > 0 && is_word(m, m->text[pos - 1]), after = pos < m->len && is_word(m, m->text[pos]);
    switch (kind) {
    case AT_start: return pos == 0;
    case AT_line: return pos == 0 || m->text[pos - 1] == '\n';
    case AT_end: return pos == m->len || (pos == m->len - 1 && m->text[pos] == '\n');
    case AT_line_end: return pos == m->len || m->text[pos] == '\n';
    case AT_last: return pos == m->len;
    case AT_word: return before != after;
    default: return before == after;
    }
}

static void set_reg(struct matcher *m, int64_t reg, int64_t pos) {
    push(m, (struct choice){UNDO, reg, m->regs[reg], 0});
    m->regs[reg] = pos;
}

/* \n: the group's text again. */
static bool back_reference(struct matcher *m, const int64_t *p, int64_t *pos) {
    int64_t from = m->regs[2 * p[1]], to = m->regs[2 * p[1] + 1];
    if (from < 0 || to < 0 || to - from > m->len - *pos) return false;
    for (int64_t i = from; i < to; i++) {
        uint32_t a = m->text[i], b = m->text[*pos + i - from];
        if (a != b && !(p[2] && unicode_lower(a) == unicode_lower(b))) return false;
    }
    *pos += to - from;
    return true;
}

static bool search_at(struct matcher *m, int64_t pc, int64_t pos, int64_t *end);

/* A look-around or atomic group: matched for itself; what it captured stays, what it could still try does not. */
static bool inside(struct matcher *m, int64_t pc, int64_t pos, bool keep, int64_t *end) {
    size_t base = m->count;
    m->depth++;
    bool found = search_at(m, pc, pos, end);
    m->depth--;
    size_t kept = base;
    for (size_t i = base; i < m->count; i++)
        if (m->stack[i].kind == UNDO) m->stack[kept++] = m->stack[i];
    m->count = kept;
    while (!(found && keep) && m->count > base) {
        struct choice c = m->stack[--m->count];
        m->regs[c.pc] = c.pos;
    }
    return found;
}

/* item{low,high}: how far it goes. p: OP_run next low high lazy item */
static bool run_item(struct matcher *m, int64_t pc, int64_t *pos) {
    const int64_t *p = m->program + pc;
    int64_t most = p[3] < 0 || p[3] > m->len - *pos ? m->len - *pos : p[3], n = 0, wanted = p[4] ? p[2] : most;
    while (n < wanted && n < most && takes(m, pc + 5, m->text[*pos + n])) n++;
    m->steps += n / 8;
    if (n < p[2]) return false;
    if (p[4] && n < most) push(m, (struct choice){LONGER, pc, *pos + n, *pos + most});
    if (!p[4] && n > p[2]) push(m, (struct choice){SHORTER, p[1], *pos + n, *pos + p[2]});
    *pos += n;
    return true;
}

/* The next thing to try; false: nothing is left above base. */
static bool go_back(struct matcher *m, size_t base, int64_t *pc, int64_t *pos) {
    while (m->count > base) {
        struct choice *c = &m->stack[m->count - 1];
        switch (c->kind) {
        case UNDO:
            m->regs[c->pc] = c->pos;
            m->count--;
            continue;
        case TRY:
            *pc = c->pc, *pos = c->pos;
            m->count--;
            return true;
        case SHORTER:
            *pc = c->pc, *pos = --c->pos;
            if (c->pos == c->low) m->count--;
            return true;
        case LONGER:
            if (!takes(m, c->pc + 5, m->text[c->pos])) {
                m->count--;
                continue;
            }
            *pc = m->program[c->pc + 1], *pos = ++c->pos;
            if (c->pos == c->low) m->count--;
            return true;
        }
    }
    return false;
}

static bool search_at(struct matcher *m, int64_t pc, int64_t pos, int64_t *end) {
    size_t base = m->count;
    for (;;) {
        const int64_t *p = m->program + pc;
        bool ok = true;
        int64_t ignored;
        if ((++m->steps & 63) == 0 && !thread_round(m->th)) return m->failed = true, false;
        switch (p[0]) {
        case OP_match:
            ok = !m->full || m->depth || pos == m->len;
            if (ok) return *end = pos, true;
            break;
        case OP_char: case OP_fold: case OP_any: case OP_all: case OP_set:
            ok = pos < m->len && takes(m, pc, m->text[pos]);
            pos++;
            pc += p[0] == OP_set ? p[1] : p[0] == OP_char || p[0] == OP_fold ? 2 : 1;
            break;
        case OP_split:
            push(m, (struct choice){TRY, p[2], pos, 0});
            pc = p[1];
            break;
        case OP_jump: pc = p[1]; break;
        case OP_save: case OP_mark:
            set_reg(m, p[1], pos);
            pc += 2;
            break;
        case OP_check: /* a round of a loop that took nothing leaves it */
            if (m->regs[p[1]] == pos) pc = p[2];
            else pc += 3;
            break;
        case OP_assert:
            ok = holds(m, p[1], pos);
            pc += 2;
            break;
        case OP_back:
            ok = back_reference(m, p, &pos);
            pc += 3;
            break;
        case OP_look: /* next, negated, characters to go back */
            ok = p[3] <= pos && inside(m, pc + 4, pos - p[3], !p[2], &ignored);
            ok = ok != (p[2] != 0);
            pc = p[1];
            break;
        case OP_atomic:
            ok = inside(m, pc + 2, pos, true, &pos);
            pc = p[1];
            break;
        case OP_if: pc = m->regs[2 * p[1]] >= 0 && m->regs[2 * p[1] + 1] >= 0 ? pc + 3 : p[2]; break;
        default: /* OP_run */
            ok = run_item(m, pc, &pos);
            pc = p[1];
            break;
        }
        if (m->failed) return false;
        if (!ok && !go_back(m, base, &pc, &pos)) return false;
    }
}

static uint32_t *text_points(value v, int64_t *len) {
    size_t n, count = 0;
    bool bytes = is_byteslike(v);
    const char *s = bytes ? byte_view(v, &n) : str_text(v, &n);
    uint32_t *points = mem_alloc((n + 1) * sizeof *points);
    for (size_t at = 0; at < n; count++) {
        if (bytes) points[count] = (uint8_t)s[at++];
        else at += utf8_next(s + at, n - at, &points[count]);
    }
    *len = (int64_t)count;
    return points;
}

/* search(program, registers, text, from, to, how, ascii): how 0 search, 1 match, 2 fullmatch -> tuple of register values, or None. */
static enum answer re_search(struct thread *th, struct call *c) {
    int64_t registers, from, to, how, whole;
    if (!int_get(th, c->args[1], &registers) || !int_get(th, c->args[3], &from) || !int_get(th, c->args[4], &to) || !int_get(th, c->args[5], &how)) return FAIL;
    size_t words = list_len(c->args[0]);
    int64_t *program = mem_alloc((words + 1) * sizeof *program);
    for (size_t i = 0; i < words; i++) program[i] = small_of(list_items(c->args[0])[i]);
    uint32_t *text = text_points(c->args[2], &whole);
    struct matcher m = {.th = th, .program = program, .text = text, .len = to < whole ? to : whole, .ascii = c->args[6] == TRUE, .full = how == 2};
    m.regs = mem_alloc((size_t)(registers + 1) * sizeof *m.regs);
    bool found = false;
    for (int64_t at = from; at <= m.len && !found && !m.failed; at++) {
        if (how == 0 && program[0] == OP_save && program[2] == OP_char) /* a text that begins so is looked for */
            while (at < m.len && text[at] != program[3]) at++;
        for (int64_t i = 0; i < registers; i++) m.regs[i] = -1;
        m.count = 0;
        int64_t end = 0;
        found = search_at(&m, 0, at, &end);
        if (how) break;
    }
    charge(th, COST_item, m.steps);
    value out = NONE;
    if (found) {
        out = tuple_new(th, NULL, (size_t)registers);
        for (int64_t i = 0; i < registers; i++) tuple_items(out)[i] = from_small(m.regs[i]);
    }
    bool failed = m.failed;
    mem_free(program);
    mem_free(text);
    mem_free(m.regs);
    mem_free(m.stack);
    return failed ? FAIL : give(c, out);
}

static enum answer re_lower(struct thread *th, struct call *c) {
    return give_int(th, c, (int64_t)unicode_lower((uint32_t)small_of(c->args[0])));
}

static const struct native functions[] = {
    {"search", "program, registers, text, start, end, how, ascii, /", re_search, NATIVE_hidden, "Runs a compiled pattern."},
    {"lower", "point, /", re_lower, NATIVE_hidden | NATIVE_nopoll, "The small letter of a character."},
    {NULL, NULL, NULL, 0, NULL},
};
const struct module_def module_re = {"re", functions, NULL, NULL, "The matcher of regular expressions."};
