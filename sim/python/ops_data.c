/* Operators on values that are not small numbers. Where a class of the program defines the operator, a step frame tries one side, then the
 * other; everything else is the builtin types' slots. */
#include <string.h>

#include "python/attr.h"
#include "python/class.h"
#include "python/collect.h"
#include "python/exec.h"
#include "python/exception.h"
#include "python/type_dict.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

static bool has_hooks(value v) { return is_class(type_of(v)) && (type_of(v)->flags & TYPE_hooks); }

static enum did did_bool(struct thread *th, bool b) { return did_value(th, from_bool(b)); }

/* -- a op b -- */

enum { SLOT_a, SLOT_b, SLOTS };

static const struct type *binary_owner(const struct type *t) {
    while (t && !t->binary) t = t->base;
    return t;
}

/* One side: its program method is called, or its builtin slot asked. DID_next: it does not want. */
static enum did binary_side(struct thread *th, struct frame *f, enum binary_kind k, bool right) {
    value a = f->slots[SLOT_a], b = f->slots[SLOT_b], self = right ? b : a, other = right ? a : b, out;
    value m = program_special(th, self, (enum name_id)((right ? NAME_op_radd : NAME_op_add) + (int)k));
    if (m == NONE) return DID_next;
    if (m != NIL) return call_special(th, m, self, &other, 1, DELIVER_push, NIL);
    const struct type *owner = binary_owner(type_of(self));
    if (!owner) return DID_next;
    if (!owner->binary(th, k, a, b, &out)) return DID_raise;
    return out == NOT_IMPLEMENTED ? DID_next : did_value(th, out);
}

static bool right_first(struct thread *th, value a, value b, enum binary_kind k) {
    const struct type *ta = type_of(a), *tb = type_of(b);
    if (ta == tb || !is_class(tb) || !type_is_sub(tb, ta)) return false;
    value name = name_of(th, (enum name_id)(NAME_op_radd + (int)k)), mine = type_lookup(th, tb, name);
    return mine != NIL && mine != type_lookup(th, ta, name);
}

/* stage: 0 in-place, 1 first side, 2 second side, 3 nobody. */
static enum did binary_next(struct thread *th, struct frame *f) {
    enum binary_kind kind = (enum binary_kind)f->number, k = kind >= BIN_INPLACE ? kind - BIN_INPLACE : kind;
    value a = f->slots[SLOT_a], b = f->slots[SLOT_b];
    if (f->stage == 0 && kind >= BIN_INPLACE) {
        f->stage = 1;
        value m = program_special(th, a, (enum name_id)(NAME_op_iadd + (int)k)), out;
        if (m != NIL && m != NONE) return call_special(th, m, a, &b, 1, DELIVER_push, NIL);
        const struct type *owner = binary_owner(type_of(a));
        if (owner) {
            if (!owner->binary(th, kind, a, b, &out)) return DID_raise;
            if (out != NOT_IMPLEMENTED) return frame_finish(th, f, out);
        }
    }
    if (f->stage == 0) f->stage = 1;
    while (f->stage <= 2) {
        bool right = (f->stage == 1) == right_first(th, a, b, k);
        f->stage++;
        if (right && type_of(a) == type_of(b)) continue;
        enum did did = binary_side(th, f, k, right);
        if (did == DID_value && th->frame == f) return frame_finish(th, f, th->result);
        if (did != DID_next) return did;
    }
    raise_error(th, "TypeError", "unsupported operand type(s) for %s: '%s' and '%s'", kind == BIN_pow ? "** or pow()" : binary_symbol(kind), type_name(a), type_name(b));
    return DID_raise;
}

static enum did binary_go(struct thread *th, struct frame *f, value v) {
    return v == NOT_IMPLEMENTED ? binary_next(th, f) : frame_finish(th, f, v);
}
static const struct step step_binary = {"binary", binary_go, NULL};

static bool program_operator(struct thread *th, value v, enum binary_kind k, bool in_place, bool right) {
    if (!has_hooks(v)) return false;
    if (right) return program_special(th, v, (enum name_id)(NAME_op_radd + (int)k)) != NIL;
    return program_special(th, v, (enum name_id)(NAME_op_add + (int)k)) != NIL || (in_place && program_special(th, v, (enum name_id)(NAME_op_iadd + (int)k)) != NIL);
}

enum did op_binary(struct thread *th, struct frame *f, enum binary_kind kind) {
    if (kind == BIN_INPLACE + BIN_add && is_list(f->slots[f->sp - 2]) && collect_wanted(th, f->slots[f->sp - 1])) {
        f->ip = f->at; /* again, when it has been collected */
        return collect_start(th, f->slots[--f->sp], -1, DELIVER_push);
    }
    value b = f->slots[--f->sp], a = f->slots[--f->sp], out;
    bool in_place = kind >= BIN_INPLACE;
    enum binary_kind k = in_place ? kind - BIN_INPLACE : kind;
    if (!program_operator(th, a, k, in_place, false) && !program_operator(th, b, k, false, true))
        return object_binary(th, kind, a, b, &out) ? did_value(th, out) : DID_raise;
    struct frame *s = frame_push_step(th, &step_binary, SLOTS, DELIVER_push);
    s->slots[SLOT_a] = a;
    s->slots[SLOT_b] = b;
    s->number = (int32_t)kind;
    return binary_next(th, s);
}

/* -- unary -- */

enum did op_unary(struct thread *th, struct frame *f, enum opcode op) {
    value v = f->slots[--f->sp], out;
    enum name_id name = op == OP_UNARY_NEGATIVE ? NAME_neg : op == OP_UNARY_POSITIVE ? NAME_pos : NAME_invert;
    value m = program_special(th, v, name);
    if (m != NIL) return call_special(th, m, v, NULL, 0, DELIVER_push, NIL);
    for (const struct type *t = type_of(v); t; t = t->base)
        if (t->unary) return t->unary(th, op, v, &out) ? did_value(th, out) : DID_raise;
    raise_error(th, "TypeError", "bad operand type for unary %c: '%s'", op == OP_UNARY_NEGATIVE ? '-' : op == OP_UNARY_POSITIVE ? '+' : '~', type_name(v));
    return DID_raise;
}

/* -- comparison -- */

static const enum compare_kind swapped[] = {CMP_gt, CMP_ge, CMP_eq, CMP_ne, CMP_lt, CMP_le};

/* keep TRUE while __eq__ stands in for __ne__. */
static enum did compare_side(struct thread *th, struct frame *f, enum compare_kind k, bool right) {
    value a = f->slots[SLOT_a], b = f->slots[SLOT_b], self = right ? b : a, other = right ? a : b, out;
    enum compare_kind mine = right ? swapped[k] : k;
    value m = program_special(th, self, (enum name_id)(NAME_lt + (int)mine));
    f->function = NIL;
    if (m == NONE) return DID_next;
    if (m == NIL && mine == CMP_ne && (m = program_special(th, self, NAME_eq)) != NIL) f->function = TRUE;
    if (m != NIL) return call_special(th, m, self, &other, 1, DELIVER_push, NIL);
    for (const struct type *t = type_of(self); t; t = t->base)
        if (t->compare) {
            if (!t->compare(th, k, a, b, &out)) return DID_raise;
            return out == NOT_IMPLEMENTED ? DID_next : did_value(th, out);
        }
    return DID_next;
}

static enum did compare_next(struct thread *th, struct frame *f) {
    enum compare_kind k = (enum compare_kind)f->number;
    value a = f->slots[SLOT_a], b = f->slots[SLOT_b];
    const struct type *ta = type_of(a), *tb = type_of(b);
    bool first_right = ta != tb && is_class(tb) && type_is_sub(tb, ta);
    while (f->stage < 2) {
        bool right = (f->stage == 0) == first_right;
        f->stage++;
        enum did did = compare_side(th, f, k, right);
        if (did == DID_value && th->frame == f) return frame_finish(th, f, th->result);
        if (did != DID_next) return did;
    }
    if (k == CMP_eq || k == CMP_ne) return frame_finish(th, f, from_bool((a == b) == (k == CMP_eq)));
    raise_error(th, "TypeError", "'%s' not supported between instances of '%s' and '%s'", compare_symbol(k), ta->name, tb->name);
    return DID_raise;
}

static enum did compare_go(struct thread *th, struct frame *f, value v) {
    bool truth;
    if (v == NOT_IMPLEMENTED) return compare_next(th, f);
    if (f->function != TRUE) return frame_finish(th, f, v);
    if (!object_truth(th, v, &truth)) return DID_raise;
    return frame_finish(th, f, from_bool(!truth));
}
static const struct step step_compare = {"compare", compare_go, NULL};

static bool program_compares(struct thread *th, value v, enum compare_kind k) {
    if (!has_hooks(v)) return false;
    return program_special(th, v, (enum name_id)(NAME_lt + (int)k)) != NIL || (k == CMP_ne && program_special(th, v, NAME_eq) != NIL);
}

enum did op_compare(struct thread *th, struct frame *f, enum compare_kind k) {
    value b = f->slots[--f->sp], a = f->slots[--f->sp], out;
    if (!program_compares(th, a, k) && !program_compares(th, b, swapped[k]))
        return object_compare(th, k, a, b, &out) ? did_value(th, out) : DID_raise;
    struct frame *s = frame_push_step(th, &step_compare, SLOTS, DELIVER_push);
    s->slots[SLOT_a] = a;
    s->slots[SLOT_b] = b;
    s->number = (int32_t)k;
    return compare_next(th, s);
}

/* -- truth: the step ends the instruction that asked, as its kind says -- */

static enum did truth_end(struct thread *th, struct frame *step, bool truth) {
    struct frame *f = frame_back(step);
    const struct word *w = &f->code->words[f->at];
    th->frame = f;
    frame_free(th, step);
    bool jump = false;
    switch (w->base) {
    case W_UNARY_NOT: f->slots[f->sp - 1] = from_bool(!truth); break;
    case W_POP_JUMP_IF_TRUE: case W_POP_JUMP_IF_FALSE:
        f->sp--;
        jump = truth == (w->base == W_POP_JUMP_IF_TRUE);
        break;
    default:
        jump = truth == (w->base == W_JUMP_IF_TRUE_OR_POP);
        if (!jump) f->sp--;
        break;
    }
    f->ip = jump ? (uint32_t)w->a : f->at + 1;
    return DID_frame;
}

static enum did truth_go(struct thread *th, struct frame *f, value v) {
    if (f->number == NAME_bool && v != TRUE && v != FALSE) {
        raise_error(th, "TypeError", "__bool__ should return bool, returned %s", type_name(v));
        return DID_raise;
    }
    int64_t n = v == TRUE;
    if (f->number == NAME_len && !int_get(th, v, &n)) return DID_raise;
    if (n < 0) {
        raise_error(th, "ValueError", "__len__() should return >= 0");
        return DID_raise;
    }
    return truth_end(th, f, n != 0);
}
static const struct step step_truth = {"truth", truth_go, NULL};

enum did op_truth(struct thread *th, struct frame *f, bool *out) {
    value v = f->slots[f->sp - 1], m = NIL;
    enum name_id name = NAME_bool;
    if (has_hooks(v)) {
        m = program_special(th, v, NAME_bool);
        if (m == NIL && type_lookup(th, type_of(v), name_of(th, NAME_bool)) == NIL) m = program_special(th, v, name = NAME_len);
    }
    if (m == NIL) return object_truth(th, v, out) ? DID_next : DID_raise;
    struct frame *s = frame_push_step(th, &step_truth, 0, DELIVER_push);
    s->number = (int32_t)name;
    return call_special(th, m, v, NULL, 0, DELIVER_push, NIL);
}

/* -- in -- */

enum { SLOT_item, SLOT_iterator };

/* stage 0: the answer of __contains__; 1: the iterator; 2: an item. number: negated. */
static enum did contains_go(struct thread *th, struct frame *f, value v) {
    bool same;
    if (f->stage == 0) return object_truth(th, v, &same) ? frame_finish(th, f, from_bool(same != (f->number != 0))) : DID_raise;
    if (f->stage == 1) {
        f->slots[SLOT_iterator] = v;
        f->stage = 2;
    } else {
        if (!object_equal(th, v, f->slots[SLOT_item], &same)) return DID_raise;
        if (same) return frame_finish(th, f, from_bool(f->number == 0));
    }
    return iterate_next(th, f->slots[SLOT_iterator], DELIVER_next);
}
static enum did contains_raised(struct thread *th, struct frame *f) {
    if (f->stage == 2 && exc_matches(th, "StopIteration")) {
        exc_take(th);
        return frame_finish(th, f, from_bool(f->number != 0));
    }
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}
static const struct step step_contains = {"contains", contains_go, contains_raised};

enum did op_contains(struct thread *th, struct frame *f, bool negate) {
    value container = f->slots[--f->sp], item = f->slots[--f->sp];
    value m = program_special(th, container, NAME_contains);
    bool r;
    if (m == NIL && !collect_wanted(th, container)) return object_contains(th, container, item, &r) ? did_bool(th, r != negate) : DID_raise;
    if (m == NONE) {
        raise_error(th, "TypeError", "'%s' object is not a container", type_name(container));
        return DID_raise;
    }
    struct frame *s = frame_push_step(th, &step_contains, 2, DELIVER_push);
    s->number = negate;
    s->slots[SLOT_item] = item;
    if (m != NIL) return call_special(th, m, container, &item, 1, DELIVER_push, NIL);
    s->stage = 1;
    return iterate_begin(th, container, DELIVER_push);
}

/* -- a[i] -- */

enum did op_subscr(struct thread *th, struct frame *f) {
    value key = f->slots[--f->sp], v = f->slots[--f->sp], out;
    value m = program_special(th, v, NAME_getitem);
    if (m != NIL) return call_special(th, m, v, &key, 1, DELIVER_push, NIL);
    if (is_type(v)) {
        value g = type_lookup(th, as_type(v), name_of(th, NAME_class_getitem));
        struct attr a;
        if (g != NIL) return attr_bind(th, g, NIL, as_type(v), &a) == FOUND_value ? call_1(th, a.value, key, DELIVER_push) : DID_raise;
    }
    if (is_class(type_of(v)) && is_dict(v)) { /* a subclass of dict with __missing__ */
        value missing = type_lookup(th, type_of(v), name_of(th, NAME_missing));
        if (missing != NIL && !is_native(missing)) {
            if (!dict_get(th, v, key, &out)) return DID_raise;
            return out != NIL ? did_value(th, out) : call_special(th, missing, v, &key, 1, DELIVER_push, NIL);
        }
    }
    if (is_dict(v) && !(f->code->code->flags & CODE_native)) charge(th, COST_dict_get, 1);
    return object_getitem(th, v, key, &out) ? did_value(th, out) : DID_raise;
}

enum did op_store_subscr(struct thread *th, struct frame *f) {
    f->sp -= 3;
    const value *s = f->slots + f->sp;
    value m = program_special(th, s[1], NAME_setitem), args[2] = {s[2], s[0]};
    if (m != NIL) return call_special(th, m, s[1], args, 2, DELIVER_drop, NIL);
    if (is_dict(s[1]) && !(f->code->code->flags & CODE_native)) charge(th, COST_dict_set, 1);
    return object_setitem(th, s[1], s[2], s[0]) ? DID_next : DID_raise;
}

enum did op_delete_subscr(struct thread *th, struct frame *f) {
    value key = f->slots[--f->sp], v = f->slots[--f->sp];
    value m = program_special(th, v, NAME_delitem);
    if (m != NIL) return call_special(th, m, v, &key, 1, DELIVER_drop, NIL);
    return object_setitem(th, v, key, NIL) ? DID_next : DID_raise;
}
