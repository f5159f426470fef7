/* Exception groups: making them, split, subgroup, derive, and what except* needs. Models CPython 3.11
 * Objects/exceptions.c (BaseExceptionGroup_new, exceptiongroup_split_recursive, _PyExc_PrepReraiseStar). */
#include "python/exception.h"
#include "python/type_dict.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

static bool is_group(value v) { return is_a(v, &type_BaseExceptionGroup); }
static value members(value group) { return exc_of(group)->more[1]; }

/* -- making -- */

bool exc_group_fill(struct thread *th, const struct type **type, value args, value *exceptions) {
    if (tuple_len(args) != 2)
        return raise_error(th, "TypeError", "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", tuple_len(args));
    value message = tuple_items(args)[0], sequence = tuple_items(args)[1];
    if (!is_str(message)) return raise_error(th, "TypeError", "argument 1 must be str, not %s", type_name(message));
    if (!is_list(sequence) && !is_tuple(sequence)) return raise_error(th, "TypeError", "second argument (exceptions) must be a sequence");
    if (!tuple_from_iterable(th, sequence, exceptions)) return false;
    size_t n = tuple_len(*exceptions);
    bool plain = true;
    if (n == 0) return raise_error(th, "ValueError", "second argument (exceptions) must be a non-empty sequence");
    for (size_t i = 0; i < n; i++) {
        value e = tuple_items(*exceptions)[i];
        if (!is_exception(e)) return raise_error(th, "ValueError", "Item %zu of second argument (exceptions) is not an exception", i);
        plain = plain && is_a(e, &type_Exception);
    }
    if (*type == &type_BaseExceptionGroup && plain) *type = &type_ExceptionGroup;
    if (plain || !type_is_sub(*type, &type_Exception)) return true;
    if (*type == &type_ExceptionGroup) return raise_error(th, "TypeError", "Cannot nest BaseExceptions in an ExceptionGroup");
    return raise_error(th, "TypeError", "Cannot nest BaseExceptions in '%s'", (*type)->name);
}

value exc_group_new(struct thread *th, const struct type *type, value message, value exceptions) {
    if (!type) {
        type = &type_ExceptionGroup;
        for (size_t i = 0; i < tuple_len(exceptions); i++)
            if (!is_a(tuple_items(exceptions)[i], &type_Exception)) type = &type_BaseExceptionGroup;
    }
    struct exc_obj *e = heap_new(th, type, type->size);
    e->args = tuple_pair(th, message, list_new(th, tuple_items(exceptions), tuple_len(exceptions)));
    e->more[0] = message;
    e->more[1] = exceptions;
    return from_obj(e);
}

/* A group like orig around other exceptions; NONE when there are none. A program's derive() is asked, nested. */
static bool derive(struct thread *th, value orig, value list, value *out) {
    *out = NONE;
    if (list_len(list) == 0) return true;
    struct exc_obj *from = exc_of(orig);
    if (is_class(from->head.type)) {
        if (!object_call_method(th, orig, "derive", &list, 1, out)) return false;
        if (!is_group(*out)) return raise_error(th, "TypeError", "derive must return an instance of BaseExceptionGroup");
    } else {
        *out = exc_group_new(th, NULL, from->more[0], tuple_new(th, list_items(list), list_len(list)));
    }
    struct exc_obj *to = exc_of(*out);
    to->traceback = from->traceback;
    to->context = from->context;
    to->cause = from->cause;
    to->suppress = from->suppress;
    value name = str_interned(th, "__notes__"), notes = from->dict == NIL ? NIL : dict_get_str(from->dict, name);
    if (notes == NIL || !is_list(notes)) return true;
    if (to->dict == NIL) to->dict = dict_new(th);
    dict_set_str(th, to->dict, name, list_new(th, list_items(notes), list_len(notes)));
    return true;
}

/* -- conditions -- */

enum condition_kind { BY_type, BY_call, BY_leaves };
struct condition {
    enum condition_kind kind;
    value what; /* type or tuple; callable; list of exceptions (by identity) */
};

static bool matches_type(value exc, value type) {
    if (!is_tuple(type)) return is_a(exc, as_type(type));
    for (size_t i = 0; i < tuple_len(type); i++)
        if (matches_type(exc, tuple_items(type)[i])) return true;
    return false;
}

static bool check(struct thread *th, const struct condition *c, value exc, bool *yes) {
    value r;
    switch (c->kind) {
    case BY_type: return *yes = matches_type(exc, c->what), true;
    case BY_call: return object_call(th, c->what, &exc, 1, NIL, &r) && object_truth(th, r, yes);
    case BY_leaves:
        *yes = false;
        for (size_t i = 0; i < list_len(c->what) && !is_group(exc); i++) *yes = *yes || list_items(c->what)[i] == exc;
        return true;
    }
    return true;
}

static bool split(struct thread *th, const struct condition *c, value exc, value *match, value *rest) {
    bool yes = false;
    *match = *rest = NONE;
    if (!check(th, c, exc, &yes)) return false;
    if (yes) return *match = exc, true;
    if (!is_group(exc)) return *rest = exc, true;
    value in = list_new(th, NULL, 0), out = list_new(th, NULL, 0);
    for (size_t i = 0; i < tuple_len(members(exc)); i++) {
        value m, r;
        if (!split(th, c, tuple_items(members(exc))[i], &m, &r)) return false;
        if (m != NONE) list_append(th, in, m);
        if (r != NONE) list_append(th, out, r);
    }
    return derive(th, exc, in, match) && derive(th, exc, out, rest);
}

/* -- except* -- */

bool exc_split(struct thread *th, value exc, value type, value *match, value *rest) {
    for (size_t i = 0; i < (is_tuple(type) ? tuple_len(type) : 1); i++) {
        value t = is_tuple(type) ? tuple_items(type)[i] : type;
        if (is_exception_type(t) && type_is_sub(as_type(t), &type_BaseExceptionGroup))
            return raise_error(th, "TypeError", "catching ExceptionGroup with except* is not allowed. Use except instead.");
    }
    struct condition c = {BY_type, type};
    if (!split(th, &c, exc, match, rest)) return false;
    if (*match != NONE && !is_group(*match)) {
        *match = exc_group_new(th, NULL, str_interned(th, ""), tuple_new(th, match, 1));
        exc_of(*match)->traceback = exc_of(exc)->traceback;
    }
    return true;
}

static value notes_of(struct thread *th, value exc) { return exc_of(exc)->dict == NIL ? NIL : dict_get_str(exc_of(exc)->dict, str_interned(th, "__notes__")); }

/* Was it re-raised by a bare raise (or is it the unhandled rest), or raised anew? */
static bool is_part_of(struct thread *th, value e, value orig) {
    const struct exc_obj *a = exc_of(e), *b = exc_of(orig);
    if (!is_group(e)) return false;
    bool same_notes = (notes_of(th, e) == NIL) == (notes_of(th, orig) == NIL);
    return same_notes && a->traceback == b->traceback && a->cause == b->cause && a->context == b->context;
}

static void collect_leaves(struct thread *th, value exc, value list) {
    if (!is_group(exc)) {
        list_append(th, list, exc);
        return;
    }
    for (size_t i = 0; i < tuple_len(members(exc)); i++) collect_leaves(th, tuple_items(members(exc))[i], list);
}

bool exc_prepare_reraise(struct thread *th, value orig, value list, value *out) {
    *out = NONE;
    value raised = list_new(th, NULL, 0), leaves = list_new(th, NULL, 0);
    for (size_t i = 0; i < list_len(list); i++) {
        value e = list_items(list)[i];
        if (e == NONE) continue;
        if (!is_group(orig)) return *out = e, true; /* it had been wrapped: one clause ran at most */
        if (is_part_of(th, e, orig)) collect_leaves(th, e, leaves);
        else list_append(th, raised, e);
    }
    value rest = NONE, ignored;
    struct condition c = {BY_leaves, leaves};
    if (list_len(leaves) && !split(th, &c, orig, &rest, &ignored)) return false;
    if (list_len(raised) == 0) return *out = rest, true;
    if (rest != NONE) list_append(th, raised, rest);
    if (list_len(raised) == 1) return *out = list_items(raised)[0], true;
    *out = exc_group_new(th, NULL, str_interned(th, ""), tuple_new(th, list_items(raised), list_len(raised)));
    return true;
}

/* -- methods -- */

static bool condition_of(struct thread *th, value v, struct condition *c) {
    bool types = is_exception_type(v);
    if (is_tuple(v)) {
        types = true;
        for (size_t i = 0; i < tuple_len(v); i++) types = types && is_exception_type(tuple_items(v)[i]);
    }
    *c = (struct condition){types ? BY_type : BY_call, v};
    return types || is_a(v, &type_function) || object_is_callable(th, v) || raise_error(th, "TypeError", "expected a function, exception type or tuple of exception types");
}

static enum answer group_split(struct thread *th, struct call *c) {
    struct condition condition;
    value match, rest;
    if (!condition_of(th, c->args[1], &condition) || !split(th, &condition, c->args[0], &match, &rest)) return FAIL;
    return give(c, tuple_pair(th, match, rest));
}
static enum answer group_subgroup(struct thread *th, struct call *c) {
    struct condition condition;
    value match, rest;
    if (!condition_of(th, c->args[1], &condition) || !split(th, &condition, c->args[0], &match, &rest)) return FAIL;
    return give(c, match);
}
static enum answer group_derive(struct thread *th, struct call *c) {
    value args = tuple_pair(th, exc_of(c->args[0])->more[0], c->args[1]), exceptions;
    const struct type *type = &type_BaseExceptionGroup;
    if (!exc_group_fill(th, &type, args, &exceptions)) return FAIL;
    return give(c, exc_group_new(th, type, tuple_items(args)[0], exceptions));
}

const struct native exc_group_methods[] = {
    {"split", "self, condition, /", group_split, 0, "(the part that matches, the rest)"},
    {"subgroup", "self, condition, /", group_subgroup, 0, "The part that matches, or None."},
    {"derive", "self, excs, /", group_derive, 0, "A group with this message around other exceptions."},
    {NULL, NULL, NULL, 0, NULL},
};
