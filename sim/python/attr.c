#include "python/attr.h"

#include <string.h>

#include "python/class.h"
#include "python/exception.h"
#include "python/heap.h"
#include "python/slot_methods.h"
#include "python/suggest.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* -- look-up along the mro, cached by (type, name); what was found before the last change counts no more -- */

enum { CACHE = 1024 };
struct method_cache {
    const struct process *owner; /* after fork the child must not use the parent's */
    uint64_t changes;            /* + 1 */
    struct {
        const struct type *type;
        value name, found;
        uint64_t changes;
    } entries[CACHE];
};

void method_cache_clear(struct process *p) {
    if (p->methods && p->methods->owner == p) p->methods->changes++;
}

static struct method_cache *cache_of(struct process *p) {
    if (!p->methods || p->methods->owner != p) {
        p->methods = ARENA_NEW(p->world->arena, struct method_cache);
        p->methods->owner = p;
        p->methods->changes = 1;
    }
    return p->methods;
}

static value getset_object(struct thread *th, const struct getset *row, const struct type *owner) {
    struct codes *codes = world_codes(th->world);
    for (struct getset_obj *g = codes->getsets; g; g = g->next)
        if (g->row == row && g->owner == owner) return from_obj(g);
    struct getset_obj *g = ARENA_NEW(th->world->arena, struct getset_obj);
    *g = (struct getset_obj){.head = {.type = &type_getset, .flags = OBJ_static}, .row = row, .owner = owner, .next = codes->getsets};
    codes->getsets = g;
    return from_obj(g);
}

/* What a builtin type itself has of that name. */
static value builtin_own(struct thread *th, const struct type *t, const char *name) {
    for (const struct native *n = t->methods; n && n->name; n++)
        if (strcmp(n->name, name) == 0) return native_method(th, n, t);
    for (const struct getset *g = t->getsets; g && g->name; g++)
        if (strcmp(g->name, name) == 0) return getset_object(th, g, t);
    const struct native *n = slot_method(t, name);
    return n ? native_method(th, n, t) : NIL;
}

static value lookup_own(struct thread *th, const struct type *t, value name, const char *text) {
    return is_class(t) ? dict_get_str(class_of(t)->dict, name) : builtin_own(th, t, text);
}

static value lookup_slow(struct thread *th, const struct type *t, value name) {
    size_t len;
    const char *text = str_text(name, &len);
    value found = NIL;
    if (is_class(t)) {
        value mro = class_of(t)->mro;
        for (size_t i = 0; i < tuple_len(mro) && found == NIL; i++) found = lookup_own(th, as_type(tuple_items(mro)[i]), name, text);
        return found;
    }
    for (; t && found == NIL; t = t->base) found = builtin_own(th, t, text);
    return found;
}

value type_lookup(struct thread *th, const struct type *t, value name) {
    if (!(obj_of(name)->flags & STR_interned)) name = str_intern(th, name);
    struct method_cache *c = cache_of(th->process);
    size_t at = (((uintptr_t)t >> 4) * 31 + (name >> 4)) % CACHE;
    if (c->entries[at].type == t && c->entries[at].name == name && c->entries[at].changes == c->changes) return c->entries[at].found;
    value found = lookup_slow(th, t, name);
    c->entries[at].changes = c->changes;
    c->entries[at].type = t;
    c->entries[at].name = name;
    c->entries[at].found = found;
    return found;
}

value type_lookup_cstr(struct thread *th, const struct type *t, const char *name) { return type_lookup(th, t, str_interned(th, name)); }

bool type_is_sub(const struct type *t, const struct type *of) {
    if (t == of) return true;
    if (is_class(t)) {
        value mro = class_of(t)->mro;
        if (mro == NIL) return false;
        for (size_t i = 0; i < tuple_len(mro); i++)
            if (as_type(tuple_items(mro)[i]) == of) return true;
    }
    for (const struct type *b = t; b && !is_class(t); b = b->base)
        if (b == of) return true;
    return of == &type_BaseExceptionGroup && type_is_sub(t, &type_ExceptionGroup); /* its second base */
}

bool is_type(value v) {
    if (!is_obj(v)) return false;
    const struct type *t = type_of(v);
    return t == &type_type || (is_class(t) && type_is_sub(t, &type_type));
}


/* -- special methods -- */

value program_special(struct thread *th, value v, enum name_id name) {
    const struct type *t = type_of(v);
    if (!is_class(t) || !(t->flags & TYPE_hooks)) return NIL;
    value m = type_lookup(th, t, name_of(th, name));
    return m == NIL || is_native(m) ? NIL : m;
}

value special_lookup(struct thread *th, value v, enum name_id name) {
    const struct type *t = type_of(v);
    value m = type_lookup(th, t, name_of(th, name));
    struct attr a;
    if (m == NIL || m == NONE) return NIL;
    return attr_bind(th, m, v, t, &a) == FOUND_value ? a.value : NIL;
}

enum did call_special(struct thread *th, value m, value self, const value *args, size_t n, enum deliver deliver, value keep) {
    if (is_native(m) && native_of(m)->owner) return native_call(th, m, self, (struct args){args, n, NIL}, deliver, keep);
    if (is_function(m)) {
        value items[4] = {self};
        for (size_t i = 0; i < n && i < 3; i++) items[i + 1] = args[i];
        return call_value(th, m, (struct args){items, n + 1, NIL}, deliver, keep);
    }
    struct attr a;
    if (m == NONE) {
        raise_error(th, "TypeError", "'NoneType' object is not callable");
        return DID_raise;
    }
    switch (attr_bind(th, m, self, type_of(self), &a)) {
    case FOUND_value: return call_value(th, a.value, (struct args){args, n, NIL}, deliver, keep);
    case FOUND_call: case FOUND_missing: raise_unsupported(th, "a special method behind a __get__ of the program"); break;
    case FOUND_fail: break;
    }
    return DID_raise;
}

/* -- descriptors -- */

static value program_hook(struct thread *th, value descriptor, enum name_id name) {
    const struct type *t = is_obj(descriptor) ? type_of(descriptor) : &type_int;
    if (!is_class(t)) return NIL;
    value m = type_lookup(th, t, name_of(th, name));
    return m == NIL || is_native(m) ? NIL : m;
}

static bool is_data(struct thread *th, value d) {
    if (!is_obj(d)) return false;
    const struct type *t = type_of(d);
    if (t == &type_property || t == &type_getset || type_is_sub(t, &type_property)) return true;
    return is_class(t) && (program_hook(th, d, NAME_set) != NIL || program_hook(th, d, NAME_delete) != NIL);
}

static enum found found_value(struct attr *out, value v) {
    out->value = v;
    return FOUND_value;
}

static enum found found_call(struct attr *out, value callable, size_t n, value a, value b, value c) {
    *out = (struct attr){.callable = callable, .n = n, .args = {a, b, c}};
    return FOUND_call;
}

static enum found property_get(struct thread *th, value d, value self, const struct type *t, struct attr *out) {
    struct property *p = (struct property *)obj_of(d);
    if (self == NIL) return found_value(out, d);
    if (p->get != NIL) return found_call(out, p->get, 1, self, NIL, NIL);
    size_t n;
    if (p->name == NIL) raise_error(th, "AttributeError", "unreadable attribute");
    else raise_error(th, "AttributeError", "property '%s' of '%s' object has no getter", str_text(p->name, &n), t->name);
    return FOUND_fail;
}

/* self NIL: looked up on the class t itself. */
enum found attr_bind(struct thread *th, value d, value self, const struct type *t, struct attr *out) {
    if (!is_obj(d)) return found_value(out, d);
    const struct type *dt = type_of(d);
    if (dt == &type_function) return found_value(out, self == NIL ? d : method_new(th, d, self));
    if (dt == &type_native) {
        const struct native_obj *n = native_of(d);
        if (!n->owner || n->native == n->owner->make || (n->native->flags & NATIVE_static)) return found_value(out, d);
        if (n->native->flags & NATIVE_class) return found_value(out, method_new(th, d, from_obj(t)));
        return found_value(out, self == NIL ? d : method_new(th, d, self));
    }
    if (dt == &type_property) return property_get(th, d, self, t, out);
    if (dt == &type_getset) {
        if (self == NIL) return found_value(out, d);
        const struct getset_obj *g = (struct getset_obj *)obj_of(d);
        return g->row->get(th, self, &out->value) ? FOUND_value : FOUND_fail;
    }
    if (dt == &type_staticmethod || dt == &type_classmethod) {
        value f = ((struct wrapper *)obj_of(d))->function;
        if (dt == &type_staticmethod) return found_value(out, f);
        if (is_function(f) || is_native(f)) return found_value(out, method_new(th, f, from_obj(t)));
        return attr_bind(th, f, from_obj(t), type_of(from_obj(t)), out);
    }
    if (!is_class(dt)) return found_value(out, d);
    value get = program_hook(th, d, NAME_get);
    if (get != NIL) return found_call(out, get, 3, d, self == NIL ? NONE : self, from_obj(t));
    if (type_is_sub(dt, &type_property)) return property_get(th, d, self, t, out);
    if (type_is_sub(dt, &type_staticmethod)) return found_value(out, ((struct wrapper *)obj_of(d))->function);
    if (type_is_sub(dt, &type_classmethod)) return found_value(out, method_new(th, ((struct wrapper *)obj_of(d))->function, from_obj(t)));
    return found_value(out, d);
}

/* -- finding -- */

value *dict_slot(value v) {
    if (!is_obj(v)) return NULL;
    const struct type *t = type_of(v);
    if (!(t->flags & TYPE_dict) || !t->dict_offset) return NULL;
    return (value *)((char *)obj_of(v) + t->dict_offset);
}

static bool own_getattr(struct thread *th, value v, value name, value *out) {
    *out = NIL;
    for (const struct type *t = type_of(v); t; t = t->base)
        if (t->getattr) {
            if (!t->getattr(th, v, name, out)) return false;
            if (*out != NIL) return true;
        }
    return true;
}

/* PyObject_GenericGetAttr */
static enum found instance_find(struct thread *th, value v, value name, struct attr *out) {
    const struct type *t = type_of(v);
    value d = type_lookup(th, t, name);
    if (d != NIL && is_data(th, d)) return attr_bind(th, d, v, t, out);
    value *dict = dict_slot(v);
    if (dict && *dict != NIL && (out->value = dict_get_str(*dict, name)) != NIL) return FOUND_value;
    if (name == name_of(th, NAME_class)) return found_value(out, from_obj(t));
    bool slotted = is_class(t) && class_of(t)->slots != NIL; /* it has a dict for its slots, which nobody sees */
    if (name == name_of(th, NAME_dict) && dict && t != &type_module && !slotted) {
        if (*dict == NIL) *dict = dict_new(th);
        return found_value(out, *dict);
    }
    if (!own_getattr(th, v, name, &out->value)) return FOUND_fail;
    if (out->value != NIL) return FOUND_value;
    if (d != NIL) return attr_bind(th, d, v, t, out);
    if (name == name_of(th, NAME_doc)) return found_value(out, t->doc && !is_class(t) ? str_cstr(th, t->doc) : NONE);
    return FOUND_missing;
}

static enum found type_find(struct thread *th, value v, value name, struct attr *out) {
    const struct type *t = as_type(v), *meta = type_of(v);
    value m = type_lookup(th, meta, name);
    if (m != NIL && is_data(th, m)) return attr_bind(th, m, v, meta, out);
    value d = type_lookup(th, t, name);
    if (d != NIL) return attr_bind(th, d, NIL, t, out);
    if (name == name_of(th, NAME_class)) return found_value(out, from_obj(meta));
    return m == NIL ? FOUND_missing : attr_bind(th, m, v, meta, out);
}

static enum found super_find(struct thread *th, value v, value name, struct attr *out) {
    struct super *s = (struct super *)obj_of(v);
    if (s->self == NIL || name == name_of(th, NAME_class)) return instance_find(th, v, name, out);
    const struct type *st = as_type(s->self_type);
    value mro = type_mro(th, st);
    size_t i = 0, len;
    while (i < tuple_len(mro) && tuple_items(mro)[i] != s->start) i++;
    const char *text = str_text(name, &len);
    for (i++; i < tuple_len(mro); i++) {
        value d = lookup_own(th, as_type(tuple_items(mro)[i]), name, text);
        if (d != NIL) return attr_bind(th, d, s->self == s->self_type ? NIL : s->self, st, out);
    }
    return FOUND_missing;
}

static enum found generic_find(struct thread *th, value v, value name, struct attr *out) {
    if (is_obj(v) && type_of(v) == &type_super) return super_find(th, v, name, out);
    return is_type(v) ? type_find(th, v, name, out) : instance_find(th, v, name, out);
}

enum found attr_find(struct thread *th, value v, value name, struct attr *out) {
    if (!(obj_of(name)->flags & STR_interned)) name = str_intern(th, name);
    const struct type *t = type_of(v);
    bool hooks = is_class(t) && (t->flags & TYPE_hooks);
    if (hooks) {
        value m = program_special(th, v, NAME_getattribute);
        if (m != NIL) return found_call(out, m, 2, v, name, NIL);
    }
    enum found r = generic_find(th, v, name, out);
    if (r != FOUND_missing) return r;
    if (hooks) {
        value m = program_special(th, v, NAME_getattr);
        if (m != NIL) return found_call(out, m, 2, v, name, NIL);
    }
    if (t == &type_module) {
        value m = dict_get_str(module_of(v)->dict, name_of(th, NAME_getattr));
        if (name == name_of(th, NAME_dict)) return found_value(out, module_of(v)->dict);
        if (m != NIL) return found_call(out, m, 1, name, NIL, NIL);
    }
    return FOUND_missing;
}

enum found attr_method(struct thread *th, value v, value name, value *method, value *self, struct attr *out) {
    const struct type *t = type_of(v);
    *self = NIL;
    bool plain = !is_type(v) && t != &type_super && t != &type_module && !(is_class(t) && program_special(th, v, NAME_getattribute) != NIL);
    if (plain) {
        value d = type_lookup(th, t, name);
        bool binds = d != NIL && (is_function(d) || (is_native(d) && native_of(d)->owner && native_of(d)->native != native_of(d)->owner->make &&
                                                     !(native_of(d)->native->flags & (NATIVE_static | NATIVE_class))));
        value *dict = dict_slot(v);
        if (binds && !(dict && *dict != NIL && dict_get_str(*dict, name) != NIL)) {
            *method = d;
            *self = v;
            return FOUND_value;
        }
    }
    enum found r = attr_find(th, v, name, out);
    *method = out->value;
    return r;
}

bool raise_no_attribute(struct thread *th, value v, value name) {
    size_t n;
    const char *text = str_text(name, &n);
    value message;
    const char *owner;
    if (lacks_attribute(th, v, text, &owner)) message = str_format(th, "gilscope does not support %s.%s", owner, text);
    else if (is_type(v)) message = str_format(th, "type object '%s' has no attribute '%s'", as_type(v)->name, text);
    else if (is_obj(v) && type_of(v) == &type_module) message = str_format(th, "module '%s' has no attribute '%s'", str_text(module_of(v)->name, &n), text);
    else message = str_format(th, "'%s' object has no attribute '%s'", type_name(v), text);
    return raise_attribute(th, v, name, str_text(message, &n));
}

/* -- storing -- */

static enum found fail(bool ignored) { return (void)ignored, FOUND_fail; }

static enum found property_store(struct thread *th, value d, value self, value item, struct attr *out) {
    struct property *p = (struct property *)obj_of(d);
    value f = item == NIL ? p->delete : p->set;
    if (f != NIL) return found_call(out, f, item == NIL ? 1 : 2, self, item, NIL);
    size_t n;
    const char *what = item == NIL ? "deleter" : "setter";
    if (th->world->options->minor < 11 || p->name == NIL) return fail(raise_error(th, "AttributeError", item == NIL ? "can't delete attribute" : "can't set attribute"));
    return fail(raise_error(th, "AttributeError", "property '%s' of '%s' object has no %s", str_text(p->name, &n), type_name(self), what));
}

static enum found data_store(struct thread *th, value d, value v, value name, value item, struct attr *out) {
    const struct type *dt = type_of(d);
    size_t n;
    if (dt == &type_getset) {
        const struct getset_obj *g = (struct getset_obj *)obj_of(d);
        if (g->row->set) return g->row->set(th, v, item) ? FOUND_value : FOUND_fail;
        return fail(raise_error(th, "AttributeError", "attribute '%s' of '%s' objects is not writable", str_text(name, &n), g->owner->name));
    }
    if (is_class(dt)) {
        value m = program_hook(th, d, item == NIL ? NAME_delete : NAME_set);
        if (m != NIL) return found_call(out, m, item == NIL ? 2 : 3, d, v, item);
    }
    if (type_is_sub(dt, &type_property)) return property_store(th, d, v, item, out);
    return fail(raise_error(th, "AttributeError", item == NIL ? "__delete__" : "__set__"));
}

static bool slots_allow(const struct type *t, value name) {
    if (!is_class(t) || class_of(t)->slots == NIL) return true;
    value s = class_of(t)->slots;
    for (size_t i = 0; i < tuple_len(s); i++)
        if (str_equal(tuple_items(s)[i], name)) return true;
    return false;
}

static enum found instance_store(struct thread *th, value v, value name, value item, struct attr *out) {
    const struct type *t = type_of(v);
    value d = type_lookup(th, t, name);
    if (d != NIL && is_data(th, d)) return data_store(th, d, v, name, item, out);
    for (const struct type *s = t; s; s = s->base) {
        bool done = false;
        if (s->setattr && !s->setattr(th, v, name, item, &done)) return FOUND_fail;
        if (done) return FOUND_value;
    }
    value *dict = dict_slot(v);
    size_t n;
    const char *text = str_text(name, &n);
    if (dict && name == name_of(th, NAME_dict) && item != NIL && is_dict(item)) return *dict = item, FOUND_value;
    if (name == name_of(th, NAME_class)) return fail(raise_unsupported(th, "assigning to __class__"));
    if (!dict || !slots_allow(t, name)) {
        if (d != NIL) return fail(raise_error(th, "AttributeError", "'%s' object attribute '%s' is read-only", t->name, text));
        return raise_no_attribute(th, v, name) ? FOUND_fail : FOUND_fail;
    }
    if (item == NIL) return *dict != NIL && dict_delete_str(th, *dict, name) ? FOUND_value : fail(raise_no_attribute(th, v, name));
    if (*dict == NIL) *dict = dict_new(th);
    dict_set_str(th, *dict, name, item);
    return FOUND_value;
}

static enum found generic_store(struct thread *th, value v, value name, value item, struct attr *out) {
    if (!is_type(v)) return instance_store(th, v, name, item, out);
    value m = type_lookup(th, type_of(v), name);
    if (m != NIL && is_data(th, m)) return data_store(th, m, v, name, item, out);
    size_t n;
    if (!is_class(as_type(v)))
        return fail(raise_error(th, "TypeError", "cannot set '%s' attribute of immutable type '%s'", str_text(name, &n), as_type(v)->name));
    return class_store(th, class_of(as_type(v)), name, item) ? FOUND_value : FOUND_fail;
}

enum found attr_store(struct thread *th, value v, value name, value item, struct attr *out) {
    if (!(obj_of(name)->flags & STR_interned)) name = str_intern(th, name);
    value m = program_special(th, v, item == NIL ? NAME_delattr : NAME_setattr);
    if (m != NIL) return found_call(out, m, item == NIL ? 2 : 3, v, name, item);
    return generic_store(th, v, name, item, out);
}

/* -- object.__getattribute__, __setattr__, __delattr__: the generic ways, for classes that override them -- */

enum answer object_getattribute(struct thread *th, struct call *c) {
    struct attr a;
    value name = str_intern(th, c->args[1]);
    switch (generic_find(th, c->args[0], name, &a)) {
    case FOUND_value: return give(c, a.value);
    case FOUND_call: return tail_call(c, a.callable, a.args, a.n);
    case FOUND_missing: raise_no_attribute(th, c->args[0], name); break;
    case FOUND_fail: break;
    }
    return FAIL;
}

static enum answer store_native(struct thread *th, struct call *c, value item) {
    struct attr a;
    switch (generic_store(th, c->args[0], str_intern(th, c->args[1]), item, &a)) {
    case FOUND_value: return give(c, NONE);
    case FOUND_call: return tail_call(c, a.callable, a.args, a.n);
    case FOUND_missing: case FOUND_fail: break;
    }
    return FAIL;
}

enum answer object_set_attribute(struct thread *th, struct call *c) { return store_native(th, c, c->args[2]); }
enum answer object_delete_attribute(struct thread *th, struct call *c) { return store_native(th, c, NIL); }

/* -- nested forms for C code -- */

bool object_find_attr(struct thread *th, value v, value name, value *out) {
    struct attr a;
    *out = NIL;
    switch (attr_find(th, v, name, &a)) {
    case FOUND_value: return *out = a.value, true;
    case FOUND_missing: return true;
    case FOUND_call:
        if (object_call(th, a.callable, a.args, a.n, NIL, out)) return true;
        *out = NIL;
        if (!exc_matches(th, "AttributeError")) return false;
        exc_take(th);
        return true;
    case FOUND_fail:
        if (!exc_matches(th, "AttributeError")) return false;
        exc_take(th);
        return true;
    }
    return false;
}

bool object_getattr(struct thread *th, value v, value name, value *out) {
    struct attr a;
    switch (attr_find(th, v, name, &a)) {
    case FOUND_value: return *out = a.value, true;
    case FOUND_missing: return raise_no_attribute(th, v, name);
    case FOUND_call: return object_call(th, a.callable, a.args, a.n, NIL, out);
    case FOUND_fail: break;
    }
    return false;
}

bool object_getattr_cstr(struct thread *th, value v, const char *name, value *out) {
    return object_getattr(th, v, str_interned(th, name), out);
}

bool object_setattr(struct thread *th, value v, value name, value item) {
    struct attr a;
    value ignored;
    switch (attr_store(th, v, name, item, &a)) {
    case FOUND_value: return true;
    case FOUND_call: return object_call(th, a.callable, a.args, a.n, NIL, &ignored);
    case FOUND_missing: case FOUND_fail: break;
    }
    return false;
}

bool object_is_callable(struct thread *th, value v) {
    if (!is_obj(v)) return false;
    if (is_function(v) || is_native(v) || is_method(v) || is_type(v)) return true;
    return type_of(v) == &type_staticmethod || type_lookup(th, type_of(v), name_of(th, NAME_call)) != NIL;
}
