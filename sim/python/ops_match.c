/* Pattern matching, except*'s end, and the small import instructions. */
#include "python/attr.h"
#include "python/class.h"
#include "python/exception.h"
#include "python/exec.h"
#include "python/import.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* a keys -- a keys values|None */
static enum did match_keys(struct thread *th, struct frame *f) {
    value keys = f->slots[f->sp - 1], subject = f->slots[f->sp - 2], list = list_new(th, NULL, 0), got, has;
    for (size_t i = 0; i < tuple_len(keys); i++) {
        value key = tuple_items(keys)[i];
        bool in;
        if (is_dict(subject)) {
            if (!dict_get(th, subject, key, &got)) return DID_raise;
            if (got == NIL) return did_value(th, NONE);
        } else {
            if (!object_contains(th, subject, key, &in)) return DID_raise;
            if (!in) return did_value(th, NONE);
            if (!object_getitem(th, subject, key, &got)) return DID_raise;
        }
        for (size_t k = 0; k < i; k++) {
            if (!object_equal(th, tuple_items(keys)[k], key, &in)) return DID_raise;
            struct buf b = {0};
            if (in && object_repr(th, key, &b)) {
                raise_error(th, "ValueError", "mapping pattern checks duplicate key (%s)", b.data);
                buf_fini(&b);
                return DID_raise;
            }
        }
        list_append(th, list, got);
    }
    (void)has;
    return did_value(th, tuple_new(th, list_items(list), list_len(list)));
}

static bool match_attribute(struct thread *th, value subject, value name, value list, bool *found) {
    value got;
    if (!object_find_attr(th, subject, name, &got)) return false;
    *found = got != NIL;
    if (*found) list_append(th, list, got);
    return true;
}

static bool positional_names(struct thread *th, value type, size_t n, value *names, bool *self) {
    *self = false;
    if (!object_find_attr(th, type, name_of(th, NAME_match_args), names)) return false;
    if (*names == NIL) {
        *self = (as_type(type)->flags & TYPE_match_self) != 0;
        *names = tuple_new(th, NULL, 0);
    }
    if (!is_tuple(*names)) return raise_error(th, "TypeError", "%s.__match_args__ must be a tuple (got %s)", as_type(type)->name, type_name(*names));
    size_t most = *self ? 1 : tuple_len(*names);
    if (n <= most) return true;
    return raise_error(th, "TypeError", "%s() accepts %zu positional sub-pattern%s (%zu given)", as_type(type)->name, most, most == 1 ? "" : "s", n);
}

/* subject type names -- attributes|None (n positional) */
static enum did match_class(struct thread *th, struct frame *f, size_t n) {
    f->sp -= 3;
    value subject = f->slots[f->sp], type = f->slots[f->sp + 1], names = f->slots[f->sp + 2], list = list_new(th, NULL, 0), positional;
    bool is, self, found;
    if (!is_type(type)) return raise_error(th, "TypeError", "called match pattern must be a type"), DID_raise;
    value hook = program_special(th, type, NAME_instancecheck);
    if (hook != NIL) {
        value r, args[2] = {type, subject};
        if (!object_call(th, hook, args, 2, NIL, &r) || !object_truth(th, r, &is)) return DID_raise;
    } else if (!instance_check(th, subject, type, &is)) {
        return DID_raise;
    }
    if (!is) return did_value(th, NONE);
    if (n) {
        if (!positional_names(th, type, n, &positional, &self)) return DID_raise;
        if (self) list_append(th, list, subject);
        for (size_t i = 0; !self && i < n; i++) {
            if (!match_attribute(th, subject, tuple_items(positional)[i], list, &found)) return DID_raise;
            if (!found) return did_value(th, NONE);
        }
    }
    for (size_t i = 0; i < tuple_len(names); i++) {
        if (!match_attribute(th, subject, tuple_items(names)[i], list, &found)) return DID_raise;
        if (!found) return did_value(th, NONE);
    }
    return did_value(th, tuple_new(th, list_items(list), list_len(list)));
}

enum did op_match(struct thread *th, struct frame *f, const struct word *w) {
    value v = f->sp ? f->slots[f->sp - 1] : NIL, out; /* LOAD_ASSERTION_ERROR finds an empty stack */
    int64_t n;
    switch (w->base) {
    case W_LOAD_ASSERTION_ERROR: return did_value(th, from_obj(&type_AssertionError));
    case W_IMPORT_FROM: return import_from(th, v, f->code->names[w->a], &out) ? did_value(th, out) : DID_raise;
    case W_IMPORT_STAR:
        f->sp--;
        return import_star(th, v, f->names != NIL ? f->names : f->globals) ? DID_next : DID_raise;
    case W_GET_LEN: return object_length(th, v, &n) ? did_value(th, int_new(th, n)) : DID_raise;
    case W_MATCH_MAPPING: return did_value(th, from_bool((type_of(v)->flags & TYPE_mapping) != 0));
    case W_MATCH_SEQUENCE: return did_value(th, from_bool((type_of(v)->flags & TYPE_sequence) != 0));
    case W_MATCH_KEYS: return match_keys(th, f);
    case W_MATCH_CLASS: return match_class(th, f, (size_t)w->a);
    default: /* PREP_RERAISE_STAR: orig list -- exception or None */
        f->sp -= 2;
        return exc_prepare_reraise(th, f->slots[f->sp], f->slots[f->sp + 1], &out) ? did_value(th, out) : DID_raise;
    }
}
