/* The class statement: __build_class__(body, name, *bases, metaclass=M, **kwargs). A step frame goes from __prepare__ to the body
 * to the call of the metaclass. Models CPython Python/bltinmodule.c builtin___build_class__. */
#include <string.h>

#include "python/attr.h"
#include "python/class.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

enum { SLOT_body, SLOT_name, SLOT_bases, SLOT_kwargs, SLOT_meta, SLOT_namespace, SLOT_original, SLOTS };
enum stage { STAGE_prepare, STAGE_body, STAGE_call };

static enum did run_body(struct thread *th, struct frame *f, value namespace) {
    f->stage = STAGE_body;
    f->slots[SLOT_namespace] = namespace;
    if (f->slots[SLOT_original] != NIL && !object_setitem(th, namespace, name_of(th, NAME_orig_bases), f->slots[SLOT_original])) return DID_raise;
    struct frame *body = function_frame(th, function_of(f->slots[SLOT_body]), (struct args){NULL, 0, NIL});
    if (!body) return DID_raise;
    body->names = namespace;
    frame_enter(th, body);
    return DID_frame;
}

static enum did call_meta(struct thread *th, struct frame *f) {
    f->stage = STAGE_call;
    value args[3] = {f->slots[SLOT_name], f->slots[SLOT_bases], f->slots[SLOT_namespace]};
    return call_spread(th, f->slots[SLOT_meta], tuple_new(th, args, 3), f->slots[SLOT_kwargs], DELIVER_push, NIL);
}

static enum did build_go(struct thread *th, struct frame *f, value v) {
    switch ((enum stage)f->stage) {
    case STAGE_prepare: return run_body(th, f, v);
    case STAGE_body: return call_meta(th, f);
    case STAGE_call: return frame_finish(th, f, v);
    }
    return DID_raise;
}
static const struct step step_build = {"class", build_go, NULL};

/* Bases that are no classes (aliases, typing constructs) stand for others. */
static bool resolve_bases(struct thread *th, const value *items, size_t n, value *bases, value *original) {
    value list = list_new(th, NULL, 0);
    bool changed = false;
    for (size_t i = 0; i < n; i++) {
        value b = items[i], entries;
        if (is_type(b)) {
            list_append(th, list, b);
            continue;
        }
        if (is_obj(b) && type_of(b) == &type_alias) {
            list_append(th, list, ((struct alias *)obj_of(b))->origin);
            changed = true;
            continue;
        }
        value m = type_lookup(th, type_of(b), name_of(th, NAME_mro_entries));
        if (m == NIL) {
            list_append(th, list, b);
            continue;
        }
        value all = tuple_new(th, items, n);
        if (!object_call_method(th, b, "__mro_entries__", &all, 1, &entries)) return false;
        if (!is_tuple(entries)) return raise_error(th, "TypeError", "__mro_entries__ must return a tuple");
        for (size_t k = 0; k < tuple_len(entries); k++) list_append(th, list, tuple_items(entries)[k]);
        changed = true;
    }
    *original = changed ? tuple_new(th, items, n) : NIL;
    *bases = tuple_new(th, list_items(list), list_len(list));
    return true;
}

/* The most derived metaclass among the given one and those of the bases. */
static value choose_meta(value meta, value bases) {
    for (size_t i = 0; i < tuple_len(bases); i++) {
        const struct type *m = type_of(tuple_items(bases)[i]);
        if (is_type(meta) && type_is_sub(m, as_type(meta))) meta = from_obj(m);
    }
    return meta;
}

static enum did run_build_class(struct thread *th, struct args a) {
    value bases = NIL, original = NIL, kwargs = NIL, meta = NIL;
    if (!resolve_bases(th, a.items + 2, a.npos - 2, &bases, &original)) return DID_raise;
    for (size_t i = 0; a.kwnames != NIL && i < tuple_len(a.kwnames); i++) {
        value key = tuple_items(a.kwnames)[i], item = a.items[a.npos + i];
        if (str_equal(key, name_of(th, NAME_metaclass))) {
            meta = item;
            continue;
        }
        if (kwargs == NIL) kwargs = dict_new(th);
        dict_set_str(th, kwargs, str_intern(th, key), item);
    }
    if (meta == NIL) meta = tuple_len(bases) ? from_obj(type_of(tuple_items(bases)[0])) : from_obj(&type_type);
    meta = choose_meta(meta, bases);
    struct frame *f = frame_push_step(th, &step_build, SLOTS, DELIVER_push);
    f->slots[SLOT_body] = a.items[0];
    f->slots[SLOT_name] = a.items[1];
    f->slots[SLOT_bases] = bases;
    f->slots[SLOT_kwargs] = kwargs;
    f->slots[SLOT_meta] = meta;
    f->slots[SLOT_original] = original;
    value prepare = NIL;
    if (is_type(meta) && is_class(as_type(meta)) && type_lookup(th, as_type(meta), name_of(th, NAME_prepare)) != NIL &&
        !object_getattr(th, meta, name_of(th, NAME_prepare), &prepare))
        return DID_raise;
    if (prepare == NIL) return run_body(th, f, dict_new(th));
    value args[2] = {a.items[1], bases};
    return call_spread(th, prepare, tuple_new(th, args, 2), kwargs, DELIVER_push, NIL);
}

const struct operation operation_build_class = OPERATION(run_build_class);
