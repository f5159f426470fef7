/* The way back from bytes to objects. Bytes come from pickle.c of the same run: what does not fit is an UnpicklingError all the same. */
#include <string.h>

#include "python/attr.h"
#include "python/class.h"
#include "python/exception.h"
#include "python/pickle.h"
#include "python/pickle_code.h"
#include "python/process.h"
#include "python/type_bytes.h"
#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_set.h"
#include "python/type_str.h"
#include "python/type_tuple.h"
#include "python/vm.h"

struct unpickler {
    struct thread *th;
    const char *at, *end;
    value seen; /* list, by number */
    int depth;
};

static bool load(struct unpickler *u, value *out);

static bool broken(struct unpickler *u) { return raise_error(u->th, "EOFError", "Ran out of input"); }

static bool take(struct unpickler *u, int bytes, uint64_t *out) {
    *out = 0;
    if (u->end - u->at < bytes) return broken(u);
    for (int i = 0; i < bytes; i++) *out |= (uint64_t)(unsigned char)*u->at++ << (8 * i);
    return true;
}

static bool take_bytes(struct unpickler *u, int length_bytes, const char **bytes, size_t *n) {
    uint64_t len;
    *bytes = "";
    *n = 0;
    if (!take(u, length_bytes, &len)) return false;
    if (len > (uint64_t)(u->end - u->at)) return broken(u);
    *bytes = u->at;
    *n = (size_t)len;
    u->at += len;
    return true;
}

static size_t number(struct unpickler *u, value v) {
    list_append(u->th, u->seen, v);
    return list_len(u->seen) - 1;
}

static bool load_int(struct unpickler *u, int bytes, value *out) {
    uint64_t n;
    if (!take(u, bytes, &n)) return false;
    return *out = int_new(u->th, bytes == 4 ? (int64_t)(int32_t)(uint32_t)n : (int64_t)n), true;
}

static bool load_long(struct unpickler *u, value *out) {
    const char *digits;
    size_t n;
    bool ok = false;
    if (!take_bytes(u, 4, &digits, &n)) return false;
    return (int_parse(u->th, digits, n, 16, out, &ok) && ok) || (u->th->exc == NIL ? broken(u) : false);
}

static bool load_float(struct unpickler *u, value *out) {
    uint64_t bits;
    double d;
    if (!take(u, 8, &bits)) return false;
    memcpy(&d, &bits, sizeof d);
    return *out = float_new(u->th, d), true;
}

static bool load_str(struct unpickler *u, int length_bytes, bool text, value *out) {
    const char *bytes;
    size_t n;
    if (!take_bytes(u, length_bytes, &bytes, &n)) return false;
    *out = text ? str_new(u->th, bytes, n) : bytes_new(u->th, bytes, n);
    if (u->at++ >= u->end) return broken(u);
    return number(u, *out), true;
}

static bool load_values(struct unpickler *u, uint64_t n, value list) {
    value item;
    for (uint64_t i = 0; i < n; i++) {
        if (!load(u, &item)) return false;
        list_append(u->th, list, item);
    }
    return true;
}

static bool load_tuple(struct unpickler *u, uint64_t n, value *out) {
    if (n > (uint64_t)(u->end - u->at)) return broken(u);
    *out = tuple_new(u->th, NULL, (size_t)n);
    for (uint64_t i = 0; i < n; i++) tuple_items(*out)[i] = NONE;
    number(u, *out);
    for (uint64_t i = 0; i < n; i++)
        if (!load(u, &tuple_items(*out)[i])) return false;
    return true;
}

static bool load_pairs(struct unpickler *u, uint64_t n, value dict) {
    value key, item;
    for (uint64_t i = 0; i < n; i++)
        if (!load(u, &key) || !load(u, &item) || !dict_set(u->th, dict, is_str(key) ? str_intern(u->th, key) : key, item)) return false;
    return true;
}

static bool load_members(struct unpickler *u, uint64_t n, value set) {
    value item;
    for (uint64_t i = 0; i < n; i++)
        if (!load(u, &item) || !set_add(u->th, set, item)) return false;
    return true;
}

static bool load_frozenset(struct unpickler *u, uint64_t n, value *out) {
    value items = set_new(u->th);
    if (!load_members(u, n, items)) return false;
    *out = set_copy_as(u->th, &type_frozenset, items);
    return number(u, *out), true;
}

static bool load_seen(struct unpickler *u, int bytes, value *out) {
    uint64_t i;
    if (!take(u, bytes, &i)) return false;
    if (i >= list_len(u->seen)) return broken(u);
    return *out = list_items(u->seen)[i], true;
}

static bool load_global(struct unpickler *u, value *out) {
    struct thread *th = u->th;
    value module, qualname;
    size_t len;
    if (!load(u, &module) || !load(u, &qualname)) return false;
    if (u->at++ >= u->end || !is_str(module) || !is_str(qualname)) return broken(u);
    value name = str_intern(th, module), m = dict_get_str(th->process->modules, name);
    if (m == NIL && !vm_import(th, name, &m)) return false;
    m = dict_get_str(th->process->modules, name);
    struct buf part = {0};
    *out = m;
    bool ok = m != NIL;
    for (const char *s = str_text(qualname, &len); ok && *s;) {
        const char *dot = strchr(s, '.');
        size_t n = dot ? (size_t)(dot - s) : strlen(s);
        buf_clear(&part);
        buf_add(&part, s, n);
        value found;
        ok = object_find_attr(th, *out, str_interned(th, part.data), &found);
        if (ok && found == NIL) ok = raise_error(th, "AttributeError", "Can't get attribute '%s' on <module '%s'>", str_text(qualname, &len), str_text(module, &len));
        *out = found;
        s += n + (dot != NULL);
    }
    buf_fini(&part);
    return ok && (number(u, *out), true);
}

/* -- instances -- */

/* Called when bytes tell something other than a dict for an instance's attributes. */
static bool set_state(struct unpickler *u, value v, value state) {
    struct thread *th = u->th;
    value ignored, method = type_lookup_cstr(th, type_of(v), "__setstate__");
    if (method != NIL) return object_call_method(th, v, "__setstate__", &state, 1, &ignored);
    if (state == NONE) return true;
    value *dict = dict_slot(v);
    if (!dict || !is_dict(state)) return raise_error(th, "TypeError", "%s: its state is no dictionary and there is no __setstate__", type_name(v));
    if (*dict == NIL) *dict = dict_new(th);
    size_t pos = 0;
    value key, item;
    while (dict_next(state, &pos, &key, &item))
        if (!dict_set(th, *dict, is_str(key) ? str_intern(th, key) : key, item)) return false;
    return true;
}

static bool load_class(struct unpickler *u, value *class) { return load(u, class) && (is_type(*class) || broken(u)); }

static bool skip(struct unpickler *u, int n) {
    uint64_t ignored;
    return take(u, n, &ignored);
}

static bool load_instance(struct unpickler *u, value *out) {
    value class, state;
    if (!skip(u, 3)) return false;
    size_t at = number(u, NONE);
    if (!load_class(u, &class)) return false;
    *out = instance_new(u->th, as_type(class));
    list_items(u->seen)[at] = *out;
    return load(u, &state) && set_state(u, *out, state);
}

static value tuple_as(struct thread *th, const struct type *t, value items) {
    size_t n = tuple_len(items);
    struct tuple_obj *o = heap_new(th, t, sizeof *o + n * sizeof(value));
    o->len = n;
    memcpy(o->items, tuple_items(items), n * sizeof(value));
    return from_obj(o);
}

/* cls.__new__(cls[, builtin value]), C's own. */
static bool make_as(struct thread *th, value class, value content, value *out) {
    const struct type *layout = as_type(class);
    while (is_class(layout)) layout = layout->base;
    value make = from_obj(layout), args[2] = {class, content}, new;
    if (!object_getattr_cstr(th, make, "__new__", &new)) return false;
    return object_call(th, new, args, content == NIL ? 1 : 2, NIL, out);
}

static bool load_items(struct unpickler *u, value *out) {
    struct thread *th = u->th;
    value class, content, state;
    uint64_t n;
    if (!skip(u, 3) || !load_class(u, &class)) return false;
    const struct type *t = as_type(class);
    bool list = type_is_sub(t, &type_list), dict = type_is_sub(t, &type_dict), set = type_is_sub(t, &type_set);
    if (list || dict || set) {
        if (!make_as(th, class, NIL, out)) return false;
        number(u, *out);
        if (!skip(u, 1) || !take(u, 3, &n)) return false;
        if (!(list ? load_values(u, n, *out) : dict ? load_pairs(u, n, *out) : load_members(u, n, *out))) return false;
    } else {
        if (!load(u, &content)) return false;
        if (type_is_sub(t, &type_tuple)) *out = tuple_as(th, t, content);
        else if (!make_as(th, class, content, out)) return false;
        number(u, *out);
    }
    return load(u, &state) && (state == NONE || set_state(u, *out, state));
}

static bool load_reduce(struct unpickler *u, value *out) {
    struct thread *th = u->th;
    value callable, args, state, list, dict, ignored;
    if (!skip(u, 1) || !load(u, &callable) || !load(u, &args)) return false;
    if (!is_tuple(args)) return broken(u);
    if (!object_call(th, callable, tuple_items(args), tuple_len(args), NIL, out)) return false;
    number(u, *out);
    if (!load(u, &state) || !load(u, &list) || !load(u, &dict)) return false;
    if (state != NONE && !set_state(u, *out, state)) return false;
    for (size_t i = 0; list != NONE && i < list_len(list); i++)
        if (!object_call_method(th, *out, "append", &list_items(list)[i], 1, &ignored)) return false;
    for (size_t i = 0; dict != NONE && i < list_len(dict); i++) {
        value pair = list_items(dict)[i];
        if (!object_setitem(th, *out, tuple_items(pair)[0], tuple_items(pair)[1])) return false;
    }
    return true;
}

static bool load_counted(struct unpickler *u, enum pickle_code code, value *out) {
    uint64_t n;
    if (!take(u, 3, &n)) return false;
    if (code == PICK_tuple) return load_tuple(u, n, out);
    if (code == PICK_frozenset) return load_frozenset(u, n, out);
    *out = code == PICK_list ? list_new(u->th, NULL, 0) : code == PICK_dict ? dict_new(u->th) : set_new(u->th);
    number(u, *out);
    return code == PICK_list ? load_values(u, n, *out) : code == PICK_dict ? load_pairs(u, n, *out) : load_members(u, n, *out);
}

static bool load_code(struct unpickler *u, enum pickle_code code, value *out) {
    const char *bytes;
    size_t n;
    switch (code) {
    case PICK_none: return *out = NONE, true;
    case PICK_true: return *out = TRUE, true;
    case PICK_false: return *out = FALSE, true;
    case PICK_ellipsis: return *out = ELLIPSIS, true;
    case PICK_not_implemented: return *out = NOT_IMPLEMENTED, true;
    case PICK_int1: return load_int(u, 1, out);
    case PICK_int2: return load_int(u, 2, out);
    case PICK_int4: return load_int(u, 4, out);
    case PICK_long: return load_long(u, out);
    case PICK_float: return load_float(u, out);
    case PICK_str1: return load_str(u, 1, true, out);
    case PICK_str4: return load_str(u, 4, true, out);
    case PICK_bytes1: return load_str(u, 1, false, out);
    case PICK_bytes4: return load_str(u, 4, false, out);
    case PICK_bytearray:
        if (!take_bytes(u, 4, &bytes, &n)) return false;
        return *out = bytearray_new(u->th, bytes, n), number(u, *out), true;
    case PICK_tuple0: return *out = tuple_new(u->th, NULL, 0), true;
    case PICK_tuple1: case PICK_tuple2: case PICK_tuple3: return skip(u, 1) && load_tuple(u, (uint64_t)(code - PICK_tuple1 + 1), out);
    case PICK_tuple: case PICK_list: case PICK_dict: case PICK_set: case PICK_frozenset: return load_counted(u, code, out);
    case PICK_seen1: return load_seen(u, 1, out);
    case PICK_seen4: return load_seen(u, 4, out);
    case PICK_global: return load_global(u, out);
    case PICK_instance: case PICK_state: return load_instance(u, out);
    case PICK_items: return load_items(u, out);
    case PICK_reduce: return load_reduce(u, out);
    }
    return broken(u);
}

static bool load(struct unpickler *u, value *out) {
    uint64_t code;
    if (!take(u, 1, &code)) return false;
    if (u->depth > PICKLE_DEPTH_MAX) return raise_error(u->th, "RecursionError", "maximum recursion depth exceeded while unpickling an object");
    u->depth++;
    bool ok = load_code(u, (enum pickle_code)code, out);
    u->depth--;
    return ok;
}

bool pickle_loads(struct thread *th, const char *bytes, size_t n, value *out) {
    struct unpickler u = {.th = th, .at = bytes, .end = bytes + n, .seen = list_new(th, NULL, 0)};
    charge(th, COST_unpickle, 1);
    charge(th, COST_pickle_byte, (int64_t)n);
    if (n < PICKLE_HEAD + 1) return broken(&u);
    u.at += PICKLE_HEAD;
    return load(&u, out);
}
