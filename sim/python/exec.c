#include "python/exec.h"

#include <string.h>

#include "python/attr.h"
#include "python/class.h"
#include "python/collect.h"
#include "python/generator.h"
#include "python/heap.h"
#include "python/idiom.h"
#include "python/import.h"
#include "python/replay.h"
#include "python/type_dict.h"
#include "python/type_float.h"
#include "python/type_list.h"
#include "python/type_range.h"
#include "python/type_tuple.h"

/* -- time: the loop counts picoseconds down; th->used_ns and th->cost_ps are brought up to date whenever others look -- */

/* A line that does not change for so long is looked at more and more rarely. */
enum { SINGLES_MAX = 20000, SINGLES_AGAIN = 64 };
struct clock {
    int64_t limit_ps;   /* used time at which the loop must look up */
    sim_ns start_ns;    /* virtual time at which the step began */
    bool nested;
    bool hidden;        /* in a frame of our library: no line of the program can change */
    int singles;        /* instructions executed one by one in search of a new line */
};

static int64_t used_ps(const struct thread *th) { return th->used_ns * 1000 + th->cost_ps; }

static int64_t clock_left(struct clock *c, struct thread *th) {
    if (c->nested) {
        c->limit_ps = INT64_MAX / 2;
    } else {
        sim_ns stop = th->limit_ns, due = th->line_due_ns - c->start_ns;
        if (due < stop && !c->hidden) stop = due;
        if (stop < 0) stop = 0;
        c->limit_ps = stop > INT64_MAX / 2000 ? INT64_MAX / 2 : stop * 1000;
    }
    return c->limit_ps - used_ps(th);
}

static void clock_flush(const struct clock *c, struct thread *th, int64_t left) {
    int64_t used = c->limit_ps - left;
    th->used_ns = used / 1000;
    th->cost_ps = used % 1000;
}

static bool at_fence(const struct clock *c, const struct thread *th, int64_t left) {
    int64_t used = c->limit_ps - left;
    return th->fence_ns != NS_NEVER && !c->nested && used > 0 && used / 1000 >= th->fence_ns;
}

/* -- small numbers -- */

static inline bool small_binary(unsigned kind, value va, value vb, value *out) {
    int64_t a = small_of(va), b = small_of(vb), r;
    switch (kind) {
    case BIN_add: case BIN_add + BIN_INPLACE: r = a + b; break; /* 63 bits each: no overflow of 64 */
    case BIN_sub: case BIN_sub + BIN_INPLACE: r = a - b; break;
    case BIN_mul: case BIN_mul + BIN_INPLACE:
        if (__builtin_mul_overflow(a, b, &r)) return false;
        break;
    case BIN_mod: case BIN_mod + BIN_INPLACE:
        if (b == 0) return false;
        if (((uint64_t)a | (uint64_t)b) >> 32 == 0) {
            r = (int64_t)((uint32_t)a % (uint32_t)b);
        } else {
            r = a % b;
            if (r != 0 && (r ^ b) < 0) r += b;
        }
        break;
    case BIN_floordiv: case BIN_floordiv + BIN_INPLACE:
        if (b == 0 || b == -1) return false;
        r = a / b;
        if (a % b != 0 && (a ^ b) < 0) r--;
        break;
    case BIN_and: case BIN_and + BIN_INPLACE: r = a & b; break;
    case BIN_or: case BIN_or + BIN_INPLACE: r = a | b; break;
    case BIN_xor: case BIN_xor + BIN_INPLACE: r = a ^ b; break;
    default: return false;
    }
    if (!fits_small(r)) return false;
    *out = from_small(r);
    return true;
}

/* Tagging keeps the order. */
static inline bool small_compare(unsigned kind, value va, value vb) {
    int64_t a = (int64_t)va, b = (int64_t)vb;
    switch (kind) {
    case CMP_lt: return a < b;
    case CMP_le: return a <= b;
    case CMP_eq: return a == b;
    case CMP_ne: return a != b;
    case CMP_gt: return a > b;
    default: return a >= b;
    }
}

static inline bool float_binary(struct thread *th, unsigned kind, value va, value vb, value *out) {
    double a = float_of(va), b = float_of(vb), r;
    switch (kind) {
    case BIN_add: case BIN_add + BIN_INPLACE: r = a + b; break;
    case BIN_sub: case BIN_sub + BIN_INPLACE: r = a - b; break;
    case BIN_mul: case BIN_mul + BIN_INPLACE: r = a * b; break;
    case BIN_truediv: case BIN_truediv + BIN_INPLACE:
        if (b == 0) return false;
        r = a / b;
        break;
    default: return false;
    }
    *out = float_new(th, r);
    return true;
}

/* What two floats cost less than the word has charged. */
static inline int64_t float_rebate(const struct thread *th, const struct word *w, int kind) {
    const int64_t *cost = th->world->options->cost_ps;
    return w->cost ? cost[binary_specialised(kind) ? COST_arith : COST_binary] - cost[COST_arith_float] : 0;
}

static inline bool both_small(value a, value b) { return (a & b & 1) != 0; }
static inline bool exact_float(value v) { return is_obj(v) && type_of(v) == &type_float; }

/* A range or list iterator's next value, the frequent cases. */
static inline bool range_next(value it, value *out) {
    struct range_iter *r = (struct range_iter *)obj_of(it);
    if (r->left <= 0) return false;
    r->left--;
    *out = from_small(r->at);
    r->at += r->step;
    return true;
}

static value load_global(struct frame *f, struct word *w, value name, value builtins) {
    value v = dict_get_hinted(f->globals, name, &w->hint);
    if (v != NIL) return v;
    uint32_t hint = (uint32_t)w->x;
    v = dict_get_hinted(builtins, name, &hint);
    w->x = (int32_t)hint;
    return v;
}

static void collect_garbage(struct thread *th) {
    heap_collect(th->process->heap);
    method_cache_clear(th->process);
}

/* False: MemoryError raised. */
static bool relieve(struct thread *th) {
    collect_garbage(th);
    return !heap_over_limit(th->process->heap) || raise_error(th, "MemoryError", "%s", "");
}

/* -- the loop -- */

#define PUSH(v) (*sp++ = (v))
#define SOURCE(k) ((k) >= 0 ? slots[k] : consts[~(k)])
#define SAVE() (f->at = (uint32_t)(w - words), f->ip = f->at + 1, f->sp = (uint32_t)(sp - slots))
#define FLUSH() clock_flush(&clock, th, left)
#define RELOAD() (left = clock_left(&clock, th))
#define BEGIN() (th->redo = w->base, th->answers != NIL || th->again ? replay_begin(th) : (void)0)
/* A part that is not hot: everything it looks at is brought up to date before. */
#define SLOW(call)           \
    do {                     \
        SAVE();              \
        FLUSH();             \
        BEGIN();             \
        did = (call);        \
        goto acted;          \
    } while (0)
/* As SLOW, but in a free-threaded world it waits until the others have caught up: the operands may be shared. */
#define FENCED(call)                                              \
    do {                                                          \
        if (at_fence(&clock, th, left + w->base_cost)) {          \
            left += w->base_cost;                                 \
            f->at = f->ip = (uint32_t)(w - words);                \
            f->sp = (uint32_t)(sp - slots);                       \
            FLUSH();                                              \
            STOP(VM_budget);                                      \
        }                                                         \
        SLOW(call);                                               \
    } while (0)
#define STOP(why)            \
    do {                     \
        stop = (why);        \
        goto out;            \
    } while (0)
#define POLLED(next)                                        \
    if (breaker && (w->flags & WORD_poll) && gil_polled(th)) { \
        f->at = (uint32_t)(w - words);                      \
        f->ip = (uint32_t)(next);                           \
        f->sp = (uint32_t)(sp - slots);                     \
        FLUSH();                                            \
        STOP(VM_polled);                                    \
    }
/* The guess of a fused word was wrong: its first instruction alone. */
#define PLAIN()                                             \
    do {                                                    \
        left += w->cost - w->base_cost;                     \
        op = w->base;                                       \
        goto dispatch;                                      \
    } while (0)
#define JUMP(to) (ip = words + (to))

enum vm_stop exec_run(struct thread *th, enum did did) {
    struct clock clock = {.start_ns = thread_now(th) - th->used_ns, .nested = th->nested > 0};
    bool breaker = !clock.nested && gil_watch(th);
    struct frame *f = NULL;
    struct word *words = NULL, *ip = NULL, *w;
    const value *consts = NULL;
    value *slots = NULL, *sp = NULL;
    value v = NIL, a, b;
    bool truth;
    unsigned op;
    unsigned backs = 0;
    enum vm_stop stop = VM_budget;
    int64_t left = clock_left(&clock, th);
    if (th->poll_due && !clock.nested) {
        th->poll_due = false;
        if (breaker && gil_polled(th)) STOP(VM_polled);
    }
    goto settle;

acted: /* an operation of frame f has ended with `did` */
    th->redo = REDO_never;
    if (th->stopped) did = replay_instruction(th, f, (uint32_t)(sp - slots));
    RELOAD();
    if (did == DID_next) {
        sp = slots + f->sp;
        ip = w + 1;
        if (!th->process->pressed) goto next;
        f->ip = (uint32_t)(ip - words);
        did = DID_frame;
    }
settle:
    for (;;) {
        switch (did) {
        case DID_value:
            f = th->frame;
            if (f->kind == FRAME_step) {
                did = f->step->go(th, f, th->result);
                continue;
            }
            if (f->kind == FRAME_native) {
                native_collected(f, th->result);
                did = native_resume(th, f);
                continue;
            }
            f->slots[f->sp++] = th->result;
            break;
        case DID_raise: case DID_reraise:
            if (th->over) STOP(VM_budget);
            did = unwind(th, did == DID_raise);
            continue;
        case DID_sync: STOP(VM_sync);
        case DID_blocked: STOP(VM_blocked);
        case DID_end: STOP(th->exc == NIL ? VM_done : VM_raised);
        case DID_next: case DID_frame: break;
        }
        break;
    }
    f = th->frame;
    words = f->code->words;
    consts = f->code->consts;
    slots = f->slots;
    sp = slots + f->sp;
    ip = words + f->ip;
    clock.hidden = (f->code->code->flags & (CODE_hidden | CODE_native)) != 0;
    RELOAD();
    if (th->forgive_ps) {
        left += th->forgive_ps;
        th->forgive_ps = 0;
    }
    w = words + f->at;
    if (th->process->pressed) {
        if (th->over) STOP(VM_budget);
        if (!clock.nested && !relieve(th)) {
            did = DID_raise;
            goto settle;
        }
    }
    if (th->ran_native) {
        th->ran_native = false;
        if (did == DID_value && (w->flags & WORD_poll) && (w->base == W_CALL || w->base == W_CALL_FUNCTION_EX)) {
            if (breaker && gil_polled(th)) STOP(VM_polled);
            if (!breaker && !clock.nested && th->used_ns > 0 && th->used_ns >= th->limit_ns) {
                th->poll_due = true; /* a long C call: whether it was asked to let go is known when its time has passed */
                STOP(VM_budget);
            }
        }
    }
next:
    for (;;) {
        if (left <= 0) {
            f->at = f->ip = (uint32_t)(ip - words);
            f->sp = (uint32_t)(sp - slots);
            FLUSH();
            if (!clock.nested) {
                if (th->used_ns >= th->limit_ns && th->used_ns > 0) STOP(VM_budget);
                sim_ns now_ns = clock.start_ns + th->used_ns;
                if (!clock.hidden && now_ns >= th->line_due_ns) {
                    uint32_t told = th->line_count;
                    if (!line_tell(th, f)) STOP(VM_sync);
                    if (th->line_count != told) clock.singles = 0;
                    if (now_ns >= th->line_due_ns && ++clock.singles > SINGLES_MAX) {
                        clock.singles = SINGLES_MAX - SINGLES_AGAIN;
                        th->line_due_ns = now_ns + (th->line_step_ns > NS_US ? th->line_step_ns : NS_US);
                    }
                }
            }
            RELOAD();
        }
        w = ip;
        left -= w->cost;
        op = w->op;
    dispatch:
        switch ((enum word_op)op) {
        case W_NOP: case W_KW_NAMES: case W_SETUP_ANNOTATIONS:
            if (op == W_KW_NAMES) f->kwnames = consts[w->a];
            if (op == W_SETUP_ANNOTATIONS) SLOW(op_build(th, f, w));
            ip = w + 1;
            continue;
        case W_POLL:
            ip = w + 1;
            POLLED(ip - words)
            continue;
        case W_FENCE:
            ip = w + 1;
            if (at_fence(&clock, th, left)) {
                f->at = f->ip = (uint32_t)(ip - words);
                f->sp = (uint32_t)(sp - slots);
                FLUSH();
                STOP(VM_budget);
            }
            continue;
        case W_RESUME:
            ip = w + 1;
            POLLED(ip - words)
            continue;

        /* the stack */
        case W_POP_TOP:
            v = *--sp;
            ip = w + 1;
            if (is_generator(v)) SLOW(op_drop(th, f, v));
            continue;
        case W_PUSH_NULL: PUSH(NIL); ip = w + 1; continue;
        case W_COPY: v = sp[-w->a]; PUSH(v); ip = w + 1; continue;
        case W_SWAP:
            v = sp[-1];
            sp[-1] = sp[-w->a];
            sp[-w->a] = v;
            ip = w + 1;
            continue;
        case W_LOAD_CONST: PUSH(consts[w->a]); ip = w + 1; continue;
        case W_LOAD_FAST:
            v = slots[w->a];
            if (v == NIL) SLOW(op_unset(th, f, w->a));
            PUSH(v);
            ip = w + 1;
            continue;
        case W_STORE_FAST: slots[w->a] = *--sp; ip = w + 1; continue;
        case W_DELETE_FAST:
            if (slots[w->a] == NIL) SLOW(op_unset(th, f, w->a));
            slots[w->a] = NIL;
            ip = w + 1;
            continue;
        case W_LOAD_LOAD:
            a = SOURCE(w->x);
            b = SOURCE(w->y);
            if (a == NIL || b == NIL) PLAIN();
            PUSH(a);
            PUSH(b);
            ip = w + 2;
            continue;

        /* names */
        case W_LOAD_GLOBAL:
            v = load_global(f, w, f->code->names[w->a], th->process->builtins);
            if (v == NIL) SLOW(op_undefined(th, f->code->names[w->a]));
            PUSH(v);
            ip = w + 1;
            continue;
        case W_STORE_GLOBAL:
            v = *--sp;
            if (!dict_replace_hinted(f->globals, f->code->names[w->a], v, &w->hint)) dict_set_str(th, f->globals, f->code->names[w->a], v);
            ip = w + 1;
            continue;
        case W_DELETE_GLOBAL:
            if (!dict_delete_str(th, f->globals, f->code->names[w->a])) SLOW(op_undefined(th, f->code->names[w->a]));
            ip = w + 1;
            continue;
        case W_LOAD_NAME: /* in the body of a module names are globals */
            if (f->names == f->globals) {
                v = load_global(f, w, f->code->names[w->a], th->process->builtins);
                if (v != NIL) {
                    PUSH(v);
                    ip = w + 1;
                    continue;
                }
            }
            SLOW(op_load_name(th, f, f->code->names[w->a]));
        case W_STORE_NAME:
            if (f->names == f->globals && dict_replace_hinted(f->globals, f->code->names[w->a], sp[-1], &w->hint)) {
                sp--;
                ip = w + 1;
                continue;
            }
            SLOW(op_store_name(th, f, f->code->names[w->a]));
        case W_DELETE_NAME: SLOW(op_delete_name(th, f, f->code->names[w->a]));
        case W_MAKE_CELL: slots[w->a] = cell_new(th, slots[w->a]); ip = w + 1; continue;
        case W_COPY_FREE_VARS: {
            int n = w->a, to = f->code->code->local_count - n;
            for (int i = 0; i < n; i++) slots[to + i] = tuple_items(function_of(f->function)->closure)[i];
            ip = w + 1;
            continue;
        }
        case W_LOAD_CLOSURE: PUSH(slots[w->a]); ip = w + 1; continue;
        case W_LOAD_DEREF:
            v = cell_of(slots[w->a])->content;
            if (v == NIL) SLOW(op_unset(th, f, w->a));
            PUSH(v);
            ip = w + 1;
            continue;
        case W_STORE_DEREF: cell_of(slots[w->a])->content = *--sp; ip = w + 1; continue;
        case W_DELETE_DEREF:
            if (cell_of(slots[w->a])->content == NIL) SLOW(op_unset(th, f, w->a));
            cell_of(slots[w->a])->content = NIL;
            ip = w + 1;
            continue;
        case W_LOAD_CLASSDEREF: SLOW(op_classderef(th, f, w->a));

        /* attributes and items */
        case W_LOAD_ATTR: case W_LOAD_ATTR_FAST: SLOW(op_load_attr(th, f, f->code->names[w->a]));
        case W_STORE_ATTR: SLOW(op_store_attr(th, f, f->code->names[w->a], false));
        case W_DELETE_ATTR: SLOW(op_store_attr(th, f, f->code->names[w->a], true));
        case W_LOAD_METHOD: SLOW(op_load_method(th, f, f->code->names[w->a]));
        case W_BINARY_SUBSCR:
            a = sp[-2];
            b = sp[-1];
            if (is_small(b) && is_obj(a) && type_of(a) == &type_list) {
                int64_t i = small_of(b), n = (int64_t)list_of(a)->len;
                if (i < 0) i += n;
                if (i >= 0 && i < n) {
                    sp--;
                    sp[-1] = list_items(a)[i];
                    ip = w + 1;
                    continue;
                }
            }
            SLOW(op_subscr(th, f));
        case W_STORE_SUBSCR:
            a = sp[-2];
            b = sp[-1];
            if (is_small(b) && is_obj(a) && type_of(a) == &type_list) {
                int64_t i = small_of(b), n = (int64_t)list_of(a)->len;
                if (i < 0) i += n;
                if (i >= 0 && i < n) {
                    list_items(a)[i] = sp[-3];
                    sp -= 3;
                    ip = w + 1;
                    continue;
                }
            }
            SLOW(op_store_subscr(th, f));
        case W_DELETE_SUBSCR: SLOW(op_delete_subscr(th, f));

        /* arithmetic */
        case W_BINARY:
            a = SOURCE(w->x);
            b = SOURCE(w->y);
            if (both_small(a, b) && small_binary(w->kind, a, b, &v)) {
                PUSH(v);
                ip = w + 3;
                continue;
            }
            if (exact_float(a) && exact_float(b) && float_binary(th, w->kind, a, b, &v)) {
                left += float_rebate(th, w, w->kind);
                PUSH(v);
                ip = w + 3;
                continue;
            }
            PLAIN();
        case W_BINARY_STORE:
            a = SOURCE(w->x);
            b = SOURCE(w->y);
            if (both_small(a, b) && small_binary(w->kind, a, b, &v)) {
                slots[w->z] = v;
                ip = w + 4;
                continue;
            }
            if (exact_float(a) && exact_float(b) && float_binary(th, w->kind, a, b, &v)) {
                left += float_rebate(th, w, w->kind);
                slots[w->z] = v;
                ip = w + 4;
                continue;
            }
            PLAIN();
        case W_BINARY_COMPARE_JUMP:
            a = SOURCE(w->x);
            b = SOURCE(w->y);
            if (both_small(a, b) && is_small(SOURCE(w->z)) && small_binary(w->kind, a, b, &v)) {
                truth = small_compare(w->kind2, v, SOURCE(w->z));
                goto fused_jump;
            }
            PLAIN();
        case W_MOD_JUMP: /* x % y == constant, positive numbers */
            a = SOURCE(w->x);
            b = SOURCE(w->y);
            if (both_small(a, b) && (int64_t)a > 0 && (int64_t)b > 1) {
                uint64_t m = (uint64_t)a >> 1, n = (uint64_t)b >> 1;
                m = (m | n) >> 32 ? m % n : (uint32_t)m % (uint32_t)n;
                ip = w + 6;
                if ((m == (uint64_t)(uint32_t)w->number) == ((w->flags & WORD_jump_if) != 0)) {
                    JUMP(w->target);
                    POLLED(ip - words)
                }
                continue;
            }
            PLAIN();
        case W_COMPARE_JUMP:
            a = SOURCE(w->x);
            b = SOURCE(w->y);
            if (both_small(a, b)) {
                truth = small_compare(w->kind2, a, b);
                goto fused_jump;
            }
            PLAIN();
        case W_TOP_COMPARE_JUMP:
            a = sp[-1];
            b = SOURCE(w->x);
            if (both_small(a, b)) {
                sp--;
                truth = small_compare(w->kind2, a, b);
                goto fused_jump;
            }
            PLAIN();
        case W_TRUTH_JUMP:
            v = SOURCE(w->x);
            if (v == TRUE) truth = true;
            else if (v == FALSE || v == NONE) truth = false;
            else if (is_small(v)) truth = v != from_small(0);
            else PLAIN();
        fused_jump:
            ip = w + w->len;
            if (truth == ((w->flags & WORD_jump_if) != 0)) {
                JUMP(w->target);
                POLLED(ip - words)
            }
            continue;
        case W_TOP_BINARY:
            a = sp[-1];
            b = SOURCE(w->x);
            if (both_small(a, b) && small_binary(w->kind, a, b, &v)) {
                sp[-1] = v;
                ip = w + 2;
                continue;
            }
            if (exact_float(a) && exact_float(b) && float_binary(th, w->kind, a, b, &v)) {
                left += float_rebate(th, w, w->kind);
                sp[-1] = v;
                ip = w + 2;
                continue;
            }
            PLAIN();
        case W_BINARY_OP:
            a = sp[-2];
            b = sp[-1];
            if (both_small(a, b) && small_binary((unsigned)w->a, a, b, &v)) {
                sp--;
                sp[-1] = v;
                ip = w + 1;
                continue;
            }
            if (exact_float(a) && exact_float(b) && float_binary(th, (unsigned)w->a, a, b, &v)) {
                left += float_rebate(th, w, w->a);
                sp--;
                sp[-1] = v;
                ip = w + 1;
                continue;
            }
            FENCED(op_binary(th, f, (enum binary_kind)w->a));
        case W_UNARY_POSITIVE: FENCED(op_unary(th, f, OP_UNARY_POSITIVE));
        case W_UNARY_NEGATIVE: FENCED(op_unary(th, f, OP_UNARY_NEGATIVE));
        case W_UNARY_INVERT: FENCED(op_unary(th, f, OP_UNARY_INVERT));
        case W_COMPARE_OP:
            a = sp[-2];
            b = sp[-1];
            if (both_small(a, b)) {
                sp--;
                sp[-1] = from_bool(small_compare((unsigned)w->a, a, b));
                ip = w + 1;
                continue;
            }
            FENCED(op_compare(th, f, (enum compare_kind)w->a));
        case W_IS_OP:
            sp--;
            sp[-1] = from_bool((sp[-1] == sp[0]) != (w->a != 0));
            ip = w + 1;
            continue;
        case W_CONTAINS_OP: SLOW(op_contains(th, f, w->a != 0));

        /* jumps */
        case W_JUMP_FORWARD: JUMP(w->a); continue;
        case W_JUMP_BACKWARD: case W_JUMP_BACKWARD_NO_INTERRUPT:
            JUMP(w->a);
            POLLED(ip - words)
            if ((++backs & 63) == 0) {
                bool round = clock.nested || (backs & 1023) == 0; /* our library's own loops cost nothing, nested ones do not stop */
                bool full = !clock.nested && heap_wants_collection(th->process->heap);
                if (!round && !full) continue;
                f->at = f->ip = (uint32_t)(ip - words);
                f->sp = (uint32_t)(sp - slots);
                FLUSH();
                if (round) th->rounds += clock.nested ? 64 : 1024;
                if ((round && !thread_goes_on(th)) || (full && !relieve(th))) {
                    did = DID_raise;
                    goto settle;
                }
            }
            continue;
        case W_UNARY_NOT: case W_POP_JUMP_IF_FALSE: case W_POP_JUMP_IF_TRUE: case W_JUMP_IF_FALSE_OR_POP: case W_JUMP_IF_TRUE_OR_POP:
            v = sp[-1];
            if (v == TRUE) {
                truth = true;
            } else if (v == FALSE || v == NONE) {
                truth = false;
            } else if (is_small(v)) {
                truth = v != from_small(0);
            } else {
                SAVE();
                FLUSH();
                BEGIN();
                did = op_truth(th, f, &truth);
                if (did != DID_next) goto acted;
                th->redo = REDO_never;
                RELOAD();
            }
            ip = w + 1;
            if (op == W_UNARY_NOT) {
                sp[-1] = from_bool(!truth);
            } else if (op == W_POP_JUMP_IF_FALSE || op == W_POP_JUMP_IF_TRUE) {
                sp--;
                if (truth == (op == W_POP_JUMP_IF_TRUE)) {
                    JUMP(w->a);
                    POLLED(ip - words)
                }
            } else if (truth == (op == W_JUMP_IF_TRUE_OR_POP)) {
                JUMP(w->a);
            } else {
                sp--;
            }
            continue;
        case W_POP_JUMP_IF_NONE: case W_POP_JUMP_IF_NOT_NONE:
            v = *--sp;
            ip = w + 1;
            if ((v == NONE) == (op == W_POP_JUMP_IF_NONE)) {
                JUMP(w->a);
                POLLED(ip - words)
            }
            continue;

        /* iteration */
        case W_GET_ITER: SLOW(op_get_iter(th, f));
        case W_GET_YIELD_FROM_ITER:
            ip = w + 1;
            v = sp[-1];
            if (is_obj(v) && (type_of(v) == &type_generator || type_of(v) == &type_coroutine)) continue;
            SLOW(op_get_iter(th, f));
        case W_IDIOM:
            v = sp[-1];
            if (!clock.nested && is_obj(v) && type_of(v) == &type_range_iterator && !gil_breaker(th)) {
                const struct idiom *m = w->extra;
                left += w->cost; /* idiom_skip charges whole iterations only */
                FLUSH();
                idiom_skip(th, m, v, m->number >= 0 ? slots[m->number] : NIL, &slots[m->variable]);
                RELOAD();
                left -= w->cost;
            }
            /* fall through */
        case W_FOR_RANGE_STORE:
            v = sp[-1];
            if (w->len == 2 && is_obj(v) && type_of(v) == &type_range_iterator) {
                if (range_next(v, &slots[w->x])) {
                    ip = w + 2;
                    continue;
                }
            }
            PLAIN();
        case W_FOR_ITER:
            v = sp[-1];
            if (is_obj(v)) {
                const struct type *t = type_of(v);
                if (t == &type_range_iterator) {
                    if (range_next(v, sp)) {
                        sp++;
                        ip = w + 1;
                    } else {
                        sp--;
                        JUMP(w->a);
                    }
                    continue;
                }
            }
            FENCED(op_for_iter(th, f));

        /* building */
        case W_BUILD_SLICE: case W_BUILD_TUPLE: case W_BUILD_LIST: case W_BUILD_SET: case W_BUILD_MAP: case W_BUILD_CONST_KEY_MAP:
        case W_BUILD_STRING: case W_LIST_TO_TUPLE: case W_LIST_EXTEND: case W_SET_UPDATE: case W_DICT_UPDATE: case W_DICT_MERGE:
        case W_SET_ADD: case W_MAP_ADD:
            SLOW(op_build(th, f, w));
        case W_LIST_APPEND:
            v = *--sp;
            list_append(th, sp[-w->a], v);
            ip = w + 1;
            continue;
        case W_UNPACK_SEQUENCE: SLOW(op_unpack(th, f, w->a, -1));
        case W_UNPACK_EX: SLOW(op_unpack(th, f, w->a & 0xff, w->a >> 8));
        case W_FORMAT_VALUE: SLOW(op_format(th, f, w->a));
        case W_MAKE_FUNCTION: SLOW(op_make_function(th, f, w->a));
        case W_LOAD_BUILD_CLASS: PUSH(from_obj(&operation_build_class)); ip = w + 1; continue;

        /* calls */
        case W_CALL:
            a = sp[-w->a - 2];
            if (is_native(a) && (native_of(a)->native->flags & NATIVE_special) && w->cost)
                left += w->cost - th->world->options->cost_ps[COST_call_append];
            SLOW(op_call(th, f, w->a));
        case W_CALL_FUNCTION_EX: SLOW(op_call_ex(th, f, (w->a & 1) != 0));
        case W_RETURN_VALUE:
            v = *--sp;
            SAVE();
            FLUSH();
            did = f->owner != NIL ? generator_return(th, f, v) : frame_finish(th, f, v);
            if (!clock.nested && heap_wants_collection(th->process->heap) && did == DID_value && th->frame->kind == FRAME_python) {
                th->frame->slots[th->frame->sp++] = th->result;
                collect_garbage(th);
                th->frame->sp--;
            }
            goto settle;
        case W_RETURN_GENERATOR: SLOW(op_return_generator(th, f));
        case W_YIELD_VALUE:
            v = *--sp;
            SAVE();
            FLUSH();
            did = generator_yield(th, f, v);
            goto settle;
        case W_ASYNC_GEN_WRAP: {
            struct agen_wrapped *wrapped = heap_new(th, &type_agen_wrapped, sizeof *wrapped);
            wrapped->value = sp[-1];
            sp[-1] = from_obj(wrapped);
            ip = w + 1;
            continue;
        }
        case W_SEND:
            v = *--sp;
            SLOW(send_value(th, f, sp[-1], v));
        case W_GET_AWAITABLE:
            v = *--sp;
            SLOW(get_awaitable(th, v, w->a));
        case W_GET_AITER: {
            v = *--sp;
            if (is_obj(v) && type_of(v) == &type_async_generator) {
                SAVE();
                op_claim(f, v);
            }
            value m = type_lookup(th, type_of(v), name_of(th, NAME_aiter));
            if (m == NIL) {
                SAVE();
                FLUSH();
                raise_error(th, "TypeError", "'async for' requires an object with __aiter__ method, got %s", type_name(v));
                did = DID_raise;
                goto settle;
            }
            SLOW(call_special(th, m, v, NULL, 0, DELIVER_push, NIL));
        }
        case W_GET_ANEXT: SLOW(get_anext(th, sp[-1]));
        case W_END_ASYNC_FOR: SLOW(op_end_async_for(th, f));

        /* with, exceptions */
        case W_BEFORE_WITH: SLOW(op_before_with(th, f, false));
        case W_BEFORE_ASYNC_WITH: SLOW(op_before_with(th, f, true));
        case W_WITH_EXCEPT_START: SLOW(op_with_except(th, f));
        case W_PUSH_EXC_INFO:
            SAVE();
            op_push_exc(th, f);
            sp = slots + f->sp;
            ip = w + 1;
            continue;
        case W_POP_EXCEPT:
            SAVE();
            op_pop_except(th, f);
            sp = slots + f->sp;
            ip = w + 1;
            continue;
        case W_CHECK_EXC_MATCH: SLOW(op_exc_match(th, f));
        case W_CHECK_EG_MATCH: SLOW(op_eg_match(th, f));
        case W_PREP_RERAISE_STAR: SLOW(op_match(th, f, w));
        case W_RERAISE: SLOW(op_reraise(th, f, w->a != 0));
        case W_RAISE_VARARGS: SLOW(op_raise(th, f, w->a));
        case W_LOAD_ASSERTION_ERROR: SLOW(op_match(th, f, w));

        /* import, match */
        case W_IMPORT_NAME:
            sp -= 2;
            SLOW(import_name(th, f->globals, f->code->names[w->a], sp[1], small_of(sp[0])));
        case W_IMPORT_FROM: case W_IMPORT_STAR: case W_GET_LEN: case W_MATCH_MAPPING: case W_MATCH_SEQUENCE: case W_MATCH_KEYS: case W_MATCH_CLASS:
            SLOW(op_match(th, f, w));
        default: __builtin_unreachable(); /* lets the compiler leave out the range check */
        }
    }

out:
    return stop;
}

enum vm_stop vm_run(struct thread *th) {
    struct frame *f = th->frame;
    if (th->exc != NIL) return exec_run(th, DID_reraise);
    if (f->kind == FRAME_native) return exec_run(th, native_resume(th, f));
    if (f->kind == FRAME_step) return exec_run(th, f->step->go(th, f, NIL));
    return exec_run(th, DID_frame);
}
