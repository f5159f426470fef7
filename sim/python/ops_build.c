/* Building containers, texts and functions; taking containers apart. */
#include <string.h>

#include "python/attr.h"
#include "python/collect.h"
#include "python/exec.h"
#include "python/exception.h"
#include "python/type_dict.h"
#include "python/type_list.h"
#include "python/type_set.h"
#include "python/type_slice.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* The instruction is executed again when its top operand has been collected into a list. */
static enum did again_with_list(struct thread *th, struct frame *f, int32_t most) {
    f->ip = f->at;
    return collect_start(th, f->slots[--f->sp], most, DELIVER_push);
}

static enum did build_map(struct thread *th, const value *s, size_t n) {
    value d = dict_new(th);
    for (size_t i = 0; i < n; i++)
        if (!dict_set(th, d, s[2 * i], s[2 * i + 1])) return DID_raise;
    return did_value(th, d);
}

static enum did build_set(struct thread *th, const value *s, size_t n) {
    value set = set_new(th);
    for (size_t i = 0; i < n; i++)
        if (!set_add(th, set, s[i])) return DID_raise;
    return did_value(th, set);
}

static enum did build_const_map(struct thread *th, const value *s, size_t n) {
    value d = dict_new(th), keys = s[n];
    for (size_t i = 0; i < n; i++)
        if (!dict_set(th, d, tuple_items(keys)[i], s[i])) return DID_raise;
    return did_value(th, d);
}

static enum did build_string(struct thread *th, const value *s, size_t n) {
    struct buf b = {0};
    for (size_t i = 0; i < n; i++) {
        size_t len;
        const char *text = str_text(s[i], &len);
        buf_add(&b, text, len);
    }
    value v = str_from_buf(th, &b);
    buf_fini(&b);
    return did_value(th, v);
}

static enum did extend_list(struct thread *th, struct frame *f, int32_t depth) {
    value v = f->slots[f->sp - 1];
    if (collect_wanted(th, v)) return again_with_list(th, f, -1);
    f->sp--;
    value list = f->slots[f->sp - (uint32_t)depth];
    if (list_extend(th, list, v)) return DID_next;
    if (exc_matches(th, "TypeError") && !is_class(type_of(v)) && (!is_obj(v) || (!type_of(v)->iter && !type_of(v)->next && !type_of(v)->getitem))) {
        exc_take(th);
        raise_error(th, "TypeError", "Value after * must be an iterable, not %s", type_name(v));
    }
    return DID_raise;
}

static enum did update_set(struct thread *th, struct frame *f, int32_t depth) {
    value v = f->slots[f->sp - 1], it, got;
    if (collect_wanted(th, v)) return again_with_list(th, f, -1);
    f->sp--;
    value set = f->slots[f->sp - (uint32_t)depth];
    if (!object_iter(th, v, &it)) return DID_raise;
    enum next more;
    while ((more = object_next(th, it, &got)) == NEXT_value)
        if (!set_add(th, set, got)) return DID_raise;
    return more == NEXT_end ? DID_next : DID_raise;
}

static bool is_mapping(struct thread *th, value v) {
    return is_obj(v) && (is_dict(v) || type_lookup(th, type_of(v), name_of(th, NAME_keys)) != NIL);
}

/* merge: into the keyword arguments of a call, where a name must not come twice. */
static enum did update_dict(struct thread *th, struct frame *f, int32_t depth, bool merge) {
    value v = f->slots[--f->sp], d = f->slots[f->sp - (uint32_t)depth], key, item, had;
    if (!is_mapping(th, v)) {
        if (merge) return call_spread_refused(th, f->slots[f->sp - (uint32_t)depth - 2], "argument after ** must be a mapping, not", type_name(v), "");
        raise_error(th, "TypeError", "'%s' object is not a mapping", type_name(v));
        return DID_raise;
    }
    if (!merge) return dict_update(th, d, v) ? DID_next : DID_raise;
    value flat = v;
    if (!is_dict(v) && (flat = dict_new(th), !dict_update(th, flat, v))) return DID_raise;
    size_t pos = 0, n;
    while (dict_next(flat, &pos, &key, &item)) {
        if (!dict_get(th, d, key, &had)) return DID_raise;
        if (had != NIL)
            return call_spread_refused(th, f->slots[f->sp - (uint32_t)depth - 2], "got multiple values for keyword argument '", is_str(key) ? str_text(key, &n) : "?", "'");
        if (!dict_set(th, d, key, item)) return DID_raise;
    }
    return DID_next;
}

enum did op_build(struct thread *th, struct frame *f, const struct word *w) {
    size_t n = (size_t)w->a;
    value v, key;
    switch (w->base) {
    case W_BUILD_TUPLE:
        f->sp -= (uint32_t)n;
        return did_value(th, tuple_new(th, n ? f->slots + f->sp : NULL, n));
    case W_BUILD_LIST:
        f->sp -= (uint32_t)n;
        return did_value(th, list_new(th, n ? f->slots + f->sp : NULL, n));
    case W_BUILD_SET:
        f->sp -= (uint32_t)n;
        return build_set(th, f->slots + f->sp, n);
    case W_BUILD_MAP:
        f->sp -= 2 * (uint32_t)n;
        return build_map(th, f->slots + f->sp, n);
    case W_BUILD_CONST_KEY_MAP:
        f->sp -= (uint32_t)n + 1;
        return build_const_map(th, f->slots + f->sp, n);
    case W_BUILD_STRING:
        f->sp -= (uint32_t)n;
        return build_string(th, f->slots + f->sp, n);
    case W_BUILD_SLICE:
        f->sp -= (uint32_t)n;
        return did_value(th, slice_new(th, f->slots[f->sp], f->slots[f->sp + 1], n == 3 ? f->slots[f->sp + 2] : NONE));
    case W_LIST_TO_TUPLE:
        v = f->slots[--f->sp];
        return did_value(th, tuple_new(th, list_items(v), list_len(v)));
    case W_LIST_EXTEND: return extend_list(th, f, w->a);
    case W_SET_UPDATE: return update_set(th, f, w->a);
    case W_DICT_UPDATE: return update_dict(th, f, w->a, false);
    case W_DICT_MERGE: return update_dict(th, f, w->a, true);
    case W_SET_ADD:
        v = f->slots[--f->sp];
        return set_add(th, f->slots[f->sp - (uint32_t)n], v) ? DID_next : DID_raise;
    case W_MAP_ADD:
        v = f->slots[--f->sp];
        key = f->slots[--f->sp];
        return dict_set(th, f->slots[f->sp - (uint32_t)n], key, v) ? DID_next : DID_raise;
    default: /* SETUP_ANNOTATIONS */
        if (dict_get_str(f->names, name_of(th, NAME_annotations)) == NIL) dict_set_str(th, f->names, name_of(th, NAME_annotations), dict_new(th));
        return DID_next;
    }
}

/* -- a, b = v; a, *b, c = v -- */

static enum did unpack_items(struct thread *th, struct frame *f, const value *items, size_t n, int before, int after) {
    size_t least = (size_t)before + (size_t)(after < 0 ? 0 : after);
    if (after < 0 && n > least) return raise_error(th, "ValueError", "too many values to unpack (expected %d)", before), DID_raise;
    if (n < least) {
        if (after < 0) raise_error(th, "ValueError", "not enough values to unpack (expected %d, got %zu)", before, n);
        else raise_error(th, "ValueError", "not enough values to unpack (expected at least %zu, got %zu)", least, n);
        return DID_raise;
    }
    uint32_t sp = f->sp;
    if (after >= 0) {
        value rest = list_new(th, items + before, n - least);
        for (int i = 0; i < after; i++) f->slots[sp++] = items[n - 1 - (size_t)i];
        f->slots[sp++] = rest;
    }
    for (int i = before - 1; i >= 0; i--) f->slots[sp++] = items[i];
    f->sp = sp;
    return DID_next;
}

enum did op_unpack(struct thread *th, struct frame *f, int before, int after) {
    value v = f->slots[f->sp - 1], it, got, list;
    if (is_obj(v) && (type_of(v) == &type_tuple || type_of(v) == &type_list)) {
        f->sp--;
        bool tuple = type_of(v) == &type_tuple;
        return unpack_items(th, f, tuple ? tuple_items(v) : list_items(v), tuple ? tuple_len(v) : list_len(v), before, after);
    }
    if (collect_wanted(th, v)) return again_with_list(th, f, after < 0 ? before + 1 : -1);
    f->sp--;
    if (!object_iter(th, v, &it)) {
        if (exc_matches(th, "TypeError") && !is_class(type_of(v))) {
            exc_take(th);
            raise_error(th, "TypeError", "cannot unpack non-iterable %s object", type_name(v));
        }
        return DID_raise;
    }
    list = list_new(th, NULL, 0);
    enum next more = NEXT_value;
    while ((after >= 0 || list_len(list) <= (size_t)before) && (more = object_next(th, it, &got)) == NEXT_value) list_append(th, list, got);
    if (more == NEXT_fail) return DID_raise;
    return unpack_items(th, f, list_items(list), list_len(list), before, after);
}

/* -- f-strings -- */

enum { SLOT_spec, SLOTS };

static enum did format_end(struct thread *th, value v, value spec) {
    struct buf b = {0};
    size_t n = 0;
    const char *text = spec == NIL ? "" : str_text(spec, &n);
    bool ok = object_format(th, v, text, n, &b);
    value out = ok ? str_from_buf(th, &b) : NIL;
    buf_fini(&b);
    return ok ? did_value(th, out) : DID_raise;
}

/* The text of a program's __str__, __repr__ or __format__ has come; a conversion still has its spec to apply. */
static enum did format_go(struct thread *th, struct frame *f, value v) {
    static const char *const names[] = {"__format__", "__str__", "__repr__"};
    if (!is_str(v)) {
        const char *name = names[f->number];
        if (f->number == 0) raise_error(th, "TypeError", "%s must return a str, not %s", name, type_name(v));
        else raise_error(th, "TypeError", "%s returned non-string (type %s)", name, type_name(v));
        return DID_raise;
    }
    value spec = f->slots[SLOT_spec];
    size_t n = 0;
    if (spec == NIL || (str_text(spec, &n), n == 0)) return frame_finish(th, f, v);
    enum did did = format_end(th, v, spec);
    return did == DID_value ? frame_finish(th, f, th->result) : did;
}
static const struct step step_format = {"format", format_go, NULL};

static enum did format_call(struct thread *th, value m, value v, int which, const value *args, size_t nargs, value spec) {
    struct frame *s = frame_push_step(th, &step_format, SLOTS, DELIVER_push);
    s->slots[SLOT_spec] = spec;
    s->number = which;
    return call_special(th, m, v, args, nargs, DELIVER_push, NIL);
}

/* str(v) of a program's class. */
static enum did run_text(struct thread *th, struct args a) {
    value v = a.items[0], m = program_special(th, v, NAME_str);
    bool is_str_method = m != NIL;
    if (!is_str_method) m = program_special(th, v, NAME_repr);
    return format_call(th, m, v, is_str_method ? 1 : 2, NULL, 0, NIL);
}
const struct operation operation_text = OPERATION(run_text);

bool text_is_program(struct thread *th, value v) {
    if (program_special(th, v, NAME_str) != NIL) return true;
    if (program_special(th, v, NAME_repr) == NIL) return false;
    const struct type *t = type_of(v);
    while (is_class(t)) t = t->base; /* exceptions, strings: their builtin str does not ask the program's repr */
    return t == &type_object;
}

/* ascii(): everything past 126 escaped. */
static void text_ascii(const char *text, size_t len, struct buf *out) {
    for (size_t at = 0; at < len;) {
        uint32_t cp;
        at += utf8_next(text + at, len - at, &cp);
        if (cp < 127) buf_char(out, (char)cp);
        else buf_printf(out, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
    }
}

enum did op_format(struct thread *th, struct frame *f, int flags) {
    value spec = flags & 4 ? f->slots[--f->sp] : NIL, v = f->slots[--f->sp], m;
    int conversion = flags & 3;
    size_t n = 0;
    bool plain = spec == NIL || (str_text(spec, &n), n == 0);
    if (conversion == 0) {
        if (plain && is_obj(v) && type_of(v) == &type_str) return did_value(th, v);
        value text = spec == NIL ? str_interned(th, "") : spec;
        if ((m = program_special(th, v, NAME_format)) != NIL) return format_call(th, m, v, 0, &text, 1, NIL);
        if (plain && (m = program_special(th, v, NAME_str)) != NIL) return format_call(th, m, v, 1, NULL, 0, NIL);
        return format_end(th, v, spec);
    }
    if (conversion == 1 && (m = program_special(th, v, NAME_str)) != NIL) return format_call(th, m, v, 1, NULL, 0, spec);
    if (conversion == 2 && (m = program_special(th, v, NAME_repr)) != NIL) return format_call(th, m, v, 2, NULL, 0, spec);
    struct buf b = {0}, ascii = {0};
    bool ok = conversion == 1 ? object_str(th, v, &b) : object_repr(th, v, &b);
    if (ok && conversion == 3) {
        text_ascii(b.data ? b.data : "", b.len, &ascii);
        struct buf swap = b;
        b = ascii;
        ascii = swap;
    }
    value text = ok ? str_from_buf(th, &b) : NIL;
    buf_fini(&b);
    buf_fini(&ascii);
    if (!ok) return DID_raise;
    return plain ? did_value(th, text) : format_end(th, text, spec);
}

/* -- functions -- */

enum did op_make_function(struct thread *th, struct frame *f, int flags) {
    value code = f->slots[--f->sp];
    value fn = function_new(th, code, f->globals);
    struct function *fo = function_of(fn);
    if (flags & 8) fo->closure = f->slots[--f->sp];
    if (flags & 4) fo->annotations = f->slots[--f->sp];
    if (flags & 2) fo->kwdefaults = f->slots[--f->sp];
    if (flags & 1) fo->defaults = f->slots[--f->sp];
    return did_value(th, fn);
}
