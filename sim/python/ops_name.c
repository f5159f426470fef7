/* Names, cells and attributes, where they are not found at first sight. */
#include "python/attr.h"
#include "python/exec.h"
#include "python/exception.h"
#include "python/suggest.h"
#include "python/type_dict.h"
#include "python/type_str.h"

static const char *text_of(value s) {
    size_t n;
    return str_text(s, &n);
}

enum did op_undefined(struct thread *th, value name) {
    bool lacks = python_has("builtins", text_of(name));
    value text = str_format(th, lacks ? "gilscope does not support %s" : "name '%s' is not defined", text_of(name));
    raise_name(th, "NameError", name, text_of(text));
    if (!lacks && th->frame && th->frame->kind == FRAME_python) exc_of(th->exc)->more[1] = suggest_name(th, th->frame, name);
    return DID_raise;
}

enum did op_unset(struct thread *th, struct frame *f, int32_t local) {
    value name = f->code->locals[local], text;
    bool old = th->world->options->minor < 11, is_free = f->code->code->is_cell[local] == 2;
    if (is_free && old) text = str_format(th, "free variable '%s' referenced before assignment in enclosing scope", text_of(name));
    else if (is_free) text = str_format(th, "cannot access free variable '%s' where it is not associated with a value in enclosing scope", text_of(name));
    else if (old) text = str_format(th, "local variable '%s' referenced before assignment", text_of(name));
    else text = str_format(th, "cannot access local variable '%s' where it is not associated with a value", text_of(name));
    raise_name(th, is_free ? "NameError" : "UnboundLocalError", name, text_of(text));
    return DID_raise;
}

/* Namespaces are dicts; a metaclass may prepare a subclass of dict with __setitem__ (enum). */
enum did op_load_name(struct thread *th, struct frame *f, value name) {
    value v = NIL, m = f->names == NIL ? NIL : program_special(th, f->names, NAME_getitem);
    if (m != NIL) {
        if (!object_contains(th, f->names, name, &(bool){false})) return DID_raise;
        if (!dict_get(th, f->names, name, &v)) return DID_raise;
    } else if (f->names != NIL) {
        v = dict_get_str(f->names, name);
    }
    if (v == NIL) v = dict_get_str(f->globals, name);
    if (v == NIL) v = dict_get_str(th->process->builtins, name);
    return v == NIL ? op_undefined(th, name) : did_value(th, v);
}

enum did op_store_name(struct thread *th, struct frame *f, value name) {
    value v = f->slots[--f->sp], m = program_special(th, f->names, NAME_setitem), args[2] = {name, v};
    if (m != NIL) return call_special(th, m, f->names, args, 2, DELIVER_drop, NIL);
    dict_set_str(th, f->names, name, v);
    return DID_next;
}

enum did op_delete_name(struct thread *th, struct frame *f, value name) {
    value m = program_special(th, f->names, NAME_delitem);
    if (m != NIL) return call_special(th, m, f->names, &name, 1, DELIVER_drop, NIL);
    return dict_delete_str(th, f->names, name) ? DID_next : op_undefined(th, name);
}

enum did op_classderef(struct thread *th, struct frame *f, int32_t at) {
    value v = f->names == NIL ? NIL : dict_get_str(f->names, f->code->locals[at]);
    if (v == NIL) v = cell_of(f->slots[at])->content;
    return v == NIL ? op_unset(th, f, at) : did_value(th, v);
}

/* -- attributes -- */

enum { SLOT_object, SLOT_name, SLOTS };

/* A getter of the program raised AttributeError: __getattr__ has the last word. */
static enum did getattr_go(struct thread *th, struct frame *f, value v) { return frame_finish(th, f, v); }
static enum did getattr_raised(struct thread *th, struct frame *f) {
    if (f->stage++ == 0 && exc_matches(th, "AttributeError")) {
        value m = program_special(th, f->slots[SLOT_object], NAME_getattr);
        exc_take(th);
        return call_special(th, m, f->slots[SLOT_object], &f->slots[SLOT_name], 1, DELIVER_push, NIL);
    }
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}
static const struct step step_getattr = {"getattr", getattr_go, getattr_raised};

static enum did attr_call(struct thread *th, value v, value name, const struct attr *a) {
    value m = program_special(th, v, NAME_getattr);
    if (m != NIL && a->callable != m) {
        struct frame *s = frame_push_step(th, &step_getattr, SLOTS, DELIVER_push);
        s->slots[SLOT_object] = v;
        s->slots[SLOT_name] = name;
    }
    return call_value(th, a->callable, (struct args){a->args, a->n, NIL}, DELIVER_push, NIL);
}

enum did op_load_attr(struct thread *th, struct frame *f, value name) {
    value v = f->slots[--f->sp];
    struct attr a;
    switch (attr_find(th, v, name, &a)) {
    case FOUND_value: return did_value(th, a.value);
    case FOUND_call: return attr_call(th, v, name, &a);
    case FOUND_missing: raise_no_attribute(th, v, name); break;
    case FOUND_fail: break;
    }
    return DID_raise;
}

enum did op_load_method(struct thread *th, struct frame *f, value name) {
    value v = f->slots[f->sp - 1], method, self;
    struct attr a;
    switch (attr_method(th, v, name, &method, &self, &a)) {
    case FOUND_value:
        f->slots[f->sp - 1] = self == NIL ? NIL : method;
        f->slots[f->sp++] = self == NIL ? method : self;
        return DID_next;
    case FOUND_call:
        f->slots[f->sp - 1] = NIL;
        return attr_call(th, v, name, &a);
    case FOUND_missing: raise_no_attribute(th, v, name); break;
    case FOUND_fail: break;
    }
    return DID_raise;
}

enum did op_store_attr(struct thread *th, struct frame *f, value name, bool delete) {
    value v = f->slots[--f->sp], item = delete ? NIL : f->slots[--f->sp];
    struct attr a;
    switch (attr_store(th, v, name, item, &a)) {
    case FOUND_value: return DID_next;
    case FOUND_call: return call_value(th, a.callable, (struct args){a.args, a.n, NIL}, DELIVER_drop, NIL);
    case FOUND_missing: case FOUND_fail: break;
    }
    return DID_raise;
}
