#include "python/class.h"

#include <string.h>

#include "python/attr.h"
#include "python/exception.h"
#include "python/heap.h"
#include "python/replay.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

static const char *text_of(value s) {
    size_t n;
    return str_text(s, &n);
}

/* -- method resolution order -- */

value type_mro(struct thread *th, const struct type *t) {
    if (is_class(t)) return class_of(t)->mro;
    value chain[32];
    size_t n = 0;
    for (; t && n < 32; t = t->base) chain[n++] = from_obj(t);
    return tuple_new(th, chain, n);
}

/* Is v in the tail of any of the lists? */
static bool in_a_tail(value v, const value *lists, const size_t *at, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t k = at[i] + 1; k < tuple_len(lists[i]); k++)
            if (tuple_items(lists[i])[k] == v) return true;
    return false;
}

static bool raise_mro(struct thread *th, value bases) {
    struct buf b = {0};
    for (size_t i = 0; i < tuple_len(bases); i++) buf_printf(&b, "%s%s", i ? ", " : "", as_type(tuple_items(bases)[i])->name);
    raise_error(th, "TypeError", "Cannot create a consistent method resolution\norder (MRO) for bases %s", b.data ? b.data : "");
    buf_fini(&b);
    return false;
}

enum { BASES_MAX = 32 };

/* C3: the first head that is in no tail, again and again. */
static bool mro_make(struct thread *th, value self, value bases, value *out) {
    value lists[BASES_MAX + 1], result = list_new(th, &self, 1);
    size_t at[BASES_MAX + 1] = {0}, n = tuple_len(bases);
    if (n > BASES_MAX) return raise_error(th, "TypeError", "gilscope: more than %d base classes", BASES_MAX);
    for (size_t i = 0; i < n; i++) lists[i] = type_mro(th, as_type(tuple_items(bases)[i]));
    lists[n] = bases;
    for (;;) {
        value head = NIL;
        bool left = false;
        for (size_t i = 0; i <= n && head == NIL; i++) {
            if (at[i] >= tuple_len(lists[i])) continue;
            left = true;
            value candidate = tuple_items(lists[i])[at[i]];
            if (!in_a_tail(candidate, lists, at, n + 1)) head = candidate;
        }
        if (head == NIL && left) return raise_mro(th, bases);
        if (head == NIL) return *out = tuple_new(th, list_items(result), list_len(result)), true;
        list_append(th, result, head);
        for (size_t i = 0; i <= n; i++)
            if (at[i] < tuple_len(lists[i]) && tuple_items(lists[i])[at[i]] == head) at[i]++;
    }
}

/* -- making a class -- */

static const struct type *layout_of(const struct type *t) {
    while (is_class(t)) t = t->base;
    return t;
}

/* The base whose instances' layout ours extends. */
static bool best_base(struct thread *th, value bases, const struct type **out) {
    *out = NULL;
    for (size_t i = 0; i < tuple_len(bases); i++) {
        value b = tuple_items(bases)[i];
        if (!is_type(b)) return raise_error(th, "TypeError", "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases");
        const struct type *t = as_type(b), *l = layout_of(t);
        if (!is_class(t) && !(t->flags & TYPE_base)) return raise_error(th, "TypeError", "type '%s' is not an acceptable base type", t->name);
        for (size_t k = 0; k < i; k++)
            if (tuple_items(bases)[k] == b) return raise_error(th, "TypeError", "duplicate base class %s", t->name);
        const struct type *best = *out ? layout_of(*out) : NULL;
        bool both_exceptions = best && (best->flags & l->flags & TYPE_exception);
        if (!best || (best != l && type_is_sub(l, best))) *out = t;
        else if (!type_is_sub(best, l) && !both_exceptions) return raise_error(th, "TypeError", "multiple bases have instance lay-out conflict");
    }
    return true;
}

static bool best_meta(struct thread *th, const struct type *meta, value bases, const struct type **out) {
    *out = meta;
    for (size_t i = 0; i < tuple_len(bases); i++) {
        const struct type *m = type_of(tuple_items(bases)[i]);
        if (type_is_sub(*out, m)) continue;
        if (!type_is_sub(m, *out))
            return raise_error(th, "TypeError", "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases");
        *out = m;
    }
    return true;
}

/* Dunders that neither slots nor fast paths know of do not count. */
static bool is_hook(const char *name, size_t len) {
    static const char *const plain[] = {"__init__", "__new__", "__module__", "__qualname__", "__doc__", "__dict__", "__annotations__", "__slots__",
                                        "__init_subclass__", "__class_getitem__", "__set_name__", "__match_args__", "__orig_bases__", "__parameters__",
                                        "__weakref__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__abstractmethods__", "__name__", "__wrapped__"};
    if (len < 5 || memcmp(name, "__", 2) != 0 || memcmp(name + len - 2, "__", 2) != 0) return false;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (strcmp(plain[i], name) == 0) return false;
    return true;
}

static void set_flags(struct class_obj *c) {
    size_t pos = 0, len;
    value key, item;
    while (dict_next(c->dict, &pos, &key, &item)) {
        const char *name = is_str(key) ? str_text(key, &len) : NULL;
        if (name && is_hook(name, len)) c->type.flags |= TYPE_hooks;
    }
    for (size_t i = 1; i < tuple_len(c->mro); i++)
        if (is_class(as_type(tuple_items(c->mro)[i]))) c->type.flags |= as_type(tuple_items(c->mro)[i])->flags & TYPE_hooks;
}

/* __slots__ of the whole mro, or NIL when some class of it has a __dict__. */
static bool slots_make(struct thread *th, struct class_obj *c) {
    value own = dict_get_str(c->dict, name_of(th, NAME_slots)), all = list_new(th, NULL, 0), *items;
    c->slots = NIL;
    if (own == NIL) return true;
    for (size_t i = 1; i < tuple_len(c->mro); i++) {
        const struct type *t = as_type(tuple_items(c->mro)[i]);
        if (t == &type_object) continue;
        if (!is_class(t)) {
            if (t->flags & TYPE_dict) return true;
            continue;
        }
        if (class_of(t)->slots == NIL) return true;
        for (size_t k = 0; k < tuple_len(class_of(t)->slots); k++) list_append(th, all, tuple_items(class_of(t)->slots)[k]);
    }
    size_t n;
    if (is_str(own)) {
        list_append(th, all, own);
    } else {
        value it, got;
        if (!object_iter(th, own, &it)) return false;
        enum next more;
        while ((more = object_next(th, it, &got)) == NEXT_value) list_append(th, all, got);
        if (more == NEXT_fail) return false;
    }
    items = list_items(all);
    n = list_len(all);
    for (size_t i = 0; i < n; i++)
        if (str_is(items[i], "__dict__")) return true;
    c->slots = tuple_new(th, items, n);
    return true;
}

static void wrap(struct thread *th, struct class_obj *c, enum name_id name, const struct type *as) {
    value f = dict_get_str(c->dict, name_of(th, name));
    if (f == NIL || !is_function(f)) return;
    struct wrapper *w = heap_new(th, as, as->size);
    w->function = f;
    dict_set_str(th, c->dict, name_of(th, name), from_obj(w));
}

static void namespace_take(struct thread *th, struct class_obj *c, value namespace) {
    c->dict = dict_new(th);
    dict_merge(th, c->dict, namespace, true);
    value q = dict_get_str(c->dict, name_of(th, NAME_qualname));
    c->qualname = q == NIL ? c->name : q;
    if (q != NIL) dict_delete_str(th, c->dict, name_of(th, NAME_qualname));
    value cell = dict_get_str(c->dict, name_of(th, NAME_classcell));
    if (cell != NIL) {
        dict_delete_str(th, c->dict, name_of(th, NAME_classcell));
        if (is_obj(cell) && type_of(cell) == &type_cell) cell_of(cell)->content = from_obj(c);
    }
    c->module = dict_get_str(c->dict, name_of(th, NAME_module));
    if (c->module == NIL) {
        const struct frame *f = th->frame;
        while (f && f->kind != FRAME_python) f = f->back == NIL ? NULL : frame_back(f);
        c->module = f ? dict_get_str(f->globals, name_of(th, NAME_name)) : NIL;
        if (c->module != NIL) dict_set_str(th, c->dict, name_of(th, NAME_module), c->module);
    }
    if (dict_get_str(c->dict, name_of(th, NAME_doc)) == NIL) dict_set_str(th, c->dict, name_of(th, NAME_doc), NONE);
    if (dict_get_str(c->dict, name_of(th, NAME_eq)) != NIL && dict_get_str(c->dict, name_of(th, NAME_hash)) == NIL)
        dict_set_str(th, c->dict, name_of(th, NAME_hash), NONE);
    wrap(th, c, NAME_new, &type_staticmethod);
    wrap(th, c, NAME_init_subclass, &type_classmethod);
    wrap(th, c, NAME_class_getitem, &type_classmethod);
}

/* Texts of the type record must outlive moves of the heap (fork): they are the world's. */
static const char *world_text(struct thread *th, value s) {
    size_t n;
    if (s == NIL || !is_str(s)) return "builtins";
    const char *text = str_text(s, &n);
    return (obj_of(s)->flags & OBJ_static) ? text : str_text(str_interned(th, text), &n);
}

static bool call_set_names(struct thread *th, struct class_obj *c) {
    size_t pos = 0;
    value key, item, ignored;
    while (dict_next(c->dict, &pos, &key, &item)) {
        if (!is_obj(item)) continue;
        if (type_is_sub(type_of(item), &type_property) && ((struct property *)obj_of(item))->name == NIL) ((struct property *)obj_of(item))->name = key;
        if (!is_class(type_of(item))) continue;
        value m = type_lookup(th, type_of(item), name_of(th, NAME_set_name));
        value args[3] = {item, from_obj(c), key};
        if (m != NIL && !object_call(th, m, args, 3, NIL, &ignored)) return false;
    }
    return true;
}

static bool call_init_subclass(struct thread *th, struct class_obj *c, value kwargs) {
    for (size_t i = 1; i < tuple_len(c->mro); i++) {
        const struct type *t = as_type(tuple_items(c->mro)[i]);
        value m = is_class(t) ? dict_get_str(class_of(t)->dict, name_of(th, NAME_init_subclass)) : NIL, ignored;
        if (m == NIL) continue;
        struct attr a;
        return attr_bind(th, m, NIL, &c->type, &a) == FOUND_value && object_call(th, a.value, NULL, 0, kwargs, &ignored);
    }
    if (kwargs != NIL && dict_len(kwargs)) return raise_error(th, "TypeError", "%s.__init_subclass__() takes no keyword arguments", c->type.name);
    return true;
}

static bool class_make(struct thread *th, const struct type *meta, value name, value bases, value namespace, value *out) {
    value object = from_obj(&type_object);
    if (!is_str(name)) return raise_error(th, "TypeError", "type.__new__() argument 1 must be str, not %s", type_name(name));
    if (!is_dict(namespace)) return raise_error(th, "TypeError", "type.__new__() argument 3 must be dict, not %s", type_name(namespace));
    if (tuple_len(bases) == 0) bases = tuple_new(th, &object, 1);
    const struct type *base;
    if (!best_base(th, bases, &base) || !best_meta(th, meta, bases, &meta)) return false;
    struct class_obj *c = heap_new(th, meta, meta->size > sizeof *c ? meta->size : sizeof *c);
    const struct type *layout = layout_of(base);
    unsigned inherited = TYPE_exception | TYPE_sequence | TYPE_mapping | TYPE_match_self | TYPE_dict;
    c->type.base = base;
    c->type.size = layout->size;
    c->type.dict_offset = layout->dict_offset;
    c->type.visit = layout->visit;
    c->type.forked = layout->forked;
    c->type.dropped = layout->dropped;
    c->type.flags = TYPE_class | TYPE_base | (base->flags & inherited) | (layout->dict_offset ? TYPE_dict : 0);
    c->name = name;
    c->bases = bases;
    namespace_take(th, c, namespace);
    c->type.name = world_text(th, c->name);
    c->type.module = world_text(th, c->module);
    if (!mro_make(th, from_obj(c), bases, &c->mro) || !slots_make(th, c)) return false;
    set_flags(c);
    c->subclasses = list_new(th, NULL, 0);
    for (size_t i = 0; i < tuple_len(bases); i++) {
        const struct type *b = as_type(tuple_items(bases)[i]);
        if (is_class(b)) list_append(th, class_of(b)->subclasses, from_obj(c));
    }
    method_cache_clear(th->process);
    *out = from_obj(c);
    return true;
}

bool class_new(struct thread *th, const struct type *meta, value name, value bases, value namespace, value kwargs, value *out) {
    bool ok;
    if (!replay_answered(th, NONE, &ok, out)) ok = class_make(th, meta, name, bases, namespace, out) && replay_note(th, NONE, *out);
    return ok && call_set_names(th, class_of(as_type(*out))) && call_init_subclass(th, class_of(as_type(*out)), kwargs);
}

bool class_store(struct thread *th, struct class_obj *c, value name, value item) {
    size_t len;
    const char *text = str_text(name, &len);
    if (item == NIL) {
        if (!dict_delete_str(th, c->dict, name)) return raise_no_attribute(th, from_obj(c), name);
    } else {
        dict_set_str(th, c->dict, name, item);
    }
    method_cache_clear(th->process);
    if (name == name_of(th, NAME_abstractmethods)) {
        bool any = false;
        if (item != NIL && !object_truth(th, item, &any)) return false;
        c->type.flags = any ? c->type.flags | TYPE_abstract : c->type.flags & ~(unsigned)TYPE_abstract;
    }
    if (is_hook(text, len)) {
        c->type.flags |= TYPE_hooks;
        for (size_t i = 0; i < list_len(c->subclasses); i++) set_flags(class_of(as_type(list_items(c->subclasses)[i])));
    }
    return true;
}

/* -- instances -- */

value instance_new(struct thread *th, const struct type *t) { return from_obj(heap_new(th, t, t->size)); }

static bool raise_abstract(struct thread *th, const struct type *t) {
    value set = type_lookup(th, t, name_of(th, NAME_abstractmethods)), names = list_new(th, NULL, 0), it, got;
    if (set == NIL || !object_iter(th, set, &it)) return raise_error(th, "TypeError", "Can't instantiate abstract class %s", t->name);
    while (object_next(th, it, &got) == NEXT_value) list_append(th, names, got);
    size_t n = list_len(names);
    value *items = list_items(names);
    for (size_t i = 1; i < n; i++) /* by name */
        for (size_t k = i; k > 0 && str_order(items[k], items[k - 1]) < 0; k--) {
            value swap = items[k];
            items[k] = items[k - 1];
            items[k - 1] = swap;
        }
    bool quoted = th->world->options->minor >= 12;
    struct buf b = {0};
    for (size_t i = 0; i < n; i++) buf_printf(&b, quoted ? "%s'%s'" : "%s%s", i ? ", " : "", text_of(items[i]));
    raise_error(th, "TypeError", quoted ? "Can't instantiate abstract class %s without an implementation for abstract method%s %s"
                                        : "Can't instantiate abstract class %s with abstract method%s %s", t->name, n == 1 ? "" : "s", b.data ? b.data : "");
    buf_fini(&b);
    return false;
}

/* The second half of T(...): __init__ of the fresh instance. `deliver` is push. */
static enum did init_call(struct thread *th, const struct type *t, value instance, struct args a) {
    if (!is_a(instance, t)) return did_value(th, instance);
    const struct type *it = type_of(instance);
    value m = type_lookup(th, it, name_of(th, NAME_init));
    bool given = a.npos || a.kwnames != NIL;
    if (m == NIL || (is_native(m) && native_of(m)->owner == &type_object)) {
        value make = type_lookup(th, it, name_of(th, NAME_new));
        if (given && is_native(make) && native_of(make)->owner == &type_object) {
            raise_error(th, "TypeError", "%s() takes no arguments", t->name);
            return DID_raise;
        }
        th->ran_native = true;
        return did_value(th, instance);
    }
    if (is_native(m)) return native_call(th, m, instance, a, DELIVER_init, instance);
    size_t n = a.npos + (a.kwnames == NIL ? 0 : tuple_len(a.kwnames));
    value small[16], *items = n < 16 ? small : heap_values(th, n + 1)->items;
    items[0] = instance;
    values_copy(items + 1, a.items, n);
    if (is_function(m)) return call_value(th, m, (struct args){items, a.npos + 1, a.kwnames}, DELIVER_init, instance);
    struct attr at;
    if (attr_bind(th, m, instance, it, &at) != FOUND_value) return DID_raise;
    return call_value(th, at.value, a, DELIVER_init, instance);
}

/* __new__ of the program (or one that took time) has made the instance. slots: class, kwnames, arguments. */
static enum did new_go(struct thread *th, struct frame *f, value v) {
    if (f->stage == 1) return frame_finish(th, f, v);
    f->stage = 1;
    size_t kw = f->slots[1] == NIL ? 0 : tuple_len(f->slots[1]);
    return init_call(th, as_type(f->slots[0]), v, (struct args){f->slots + 2, f->room - 2 - kw, f->slots[1]});
}
static const struct step step_new = {"new", new_go, NULL};

static enum did call_new(struct thread *th, value new, const struct type *t, struct args a, bool with_args) {
    size_t n = a.npos + (a.kwnames == NIL ? 0 : tuple_len(a.kwnames));
    struct frame *f = frame_push_step(th, &step_new, n + 2, DELIVER_push);
    f->slots[0] = from_obj(t);
    f->slots[1] = a.kwnames;
    values_copy(f->slots + 2, a.items, n);
    struct attr at;
    if (attr_bind(th, new, NIL, t, &at) != FOUND_value) return DID_raise;
    if (!with_args) return call_1(th, at.value, from_obj(t), DELIVER_push);
    value small[16], *items = n < 16 ? small : heap_values(th, n + 1)->items;
    items[0] = from_obj(t);
    values_copy(items + 1, a.items, n);
    return call_value(th, at.value, (struct args){items, a.npos + 1, a.kwnames}, DELIVER_push, NIL);
}

static enum did call_builtin_type(struct thread *th, const struct type *t, struct args a, enum deliver deliver, value keep) {
    const struct type *owner = t;
    while (owner && !owner->make) owner = owner->base;
    if (!owner || (owner == &type_object && t != &type_object)) {
        raise_error(th, "TypeError", "cannot create '%s' instances", t->name);
        return DID_raise;
    }
    return native_call(th, native_method(th, owner->make, owner), from_obj(t), a, deliver, keep);
}

/* Containers are made empty and filled by __init__ (slot_methods.h); exceptions and classes take their arguments at once. */
static bool made_empty(struct thread *th, const struct type *owner) {
    if (owner == &type_type || owner == &type_object || (owner->flags & TYPE_exception)) return false;
    value init = type_lookup(th, owner, name_of(th, NAME_init));
    return is_native(init) && native_of(init)->owner != &type_object;
}

enum did type_call(struct thread *th, const struct type *t, struct args a, enum deliver deliver, value keep) {
    if (t == &type_type && a.npos == 1 && a.kwnames == NIL) return deliver_value(th, deliver, keep, from_obj(type_of(a.items[0])));
    if (!is_class(t)) return call_builtin_type(th, t, a, deliver, keep);
    if (t->flags & TYPE_abstract) return raise_abstract(th, t), DID_raise;
    if (deliver != DELIVER_push) call_pass(th, deliver, keep);
    value new = type_lookup(th, t, name_of(th, NAME_new));
    if (!is_native(new)) return call_new(th, new, t, a, true);
    const struct type *owner = native_of(new)->owner;
    if (owner == &type_object) {
        charge(th, COST_object, 1);
        return init_call(th, t, instance_new(th, t), a);
    }
    return call_new(th, new, t, a, !made_empty(th, owner));
}

bool instance_check(struct thread *th, value v, value cls, bool *out) {
    *out = false;
    if (is_tuple(cls)) {
        for (size_t i = 0; i < tuple_len(cls) && !*out; i++)
            if (!instance_check(th, v, tuple_items(cls)[i], out)) return false;
        return true;
    }
    if (!is_type(cls)) return raise_error(th, "TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
    return *out = is_a(v, as_type(cls)), true;
}
