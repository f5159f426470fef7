/* bytes and bytearray: layouts, making, slots. Methods are in bytes_methods.c. */
#include "python/heap.h"
#include "python/type_bytes.h"

#include <string.h>

#include "base/rng.h"
#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_slice.h"
#include "python/type_str.h"
#include "python/unicode.h"

static struct bytes_obj *bytes_of(value v) { return (struct bytes_obj *)obj_of(v); }
static struct bytearray_obj *array_of(value v) { return (struct bytearray_obj *)obj_of(v); }
static bool is_array(value v) { return is_a(v, &type_bytearray); }

bool is_byteslike(value v) { return is_a(v, &type_bytes) || is_a(v, &type_bytearray); }

const char *byte_view(value v, size_t *len) {
    if (is_array(v)) {
        struct bytearray_obj *a = array_of(v);
        *len = a->len;
        return a->data == NIL ? "" : (const char *)buffer_of(a->data)->items;
    }
    *len = bytes_of(v)->len;
    return bytes_of(v)->bytes;
}

static value bytes_as(struct thread *th, const struct type *cls, const char *bytes, size_t len) {
    struct bytes_obj *b = heap_new(th, cls, (cls == &type_bytes ? sizeof *b : cls->size) + len + 1);
    b->len = len;
    if (bytes && len) memcpy(b->bytes, bytes, len);
    return from_obj(b);
}

value bytes_new(struct thread *th, const char *bytes, size_t len) { return bytes_as(th, &type_bytes, bytes, len); }

/* Room for len bytes, at least; what is there stays. */
static char *array_room(struct thread *th, struct bytearray_obj *a, size_t len) {
    size_t room = a->data == NIL ? 0 : buffer_of(a->data)->count;
    if (len > room) {
        struct buffer *grown = heap_bytes(th, len + len / 8 + 8);
        if (a->len) memcpy(grown->items, buffer_of(a->data)->items, a->len);
        a->data = from_obj(grown);
    }
    return a->data == NIL ? NULL : (char *)buffer_of(a->data)->items;
}

void bytearray_splice(struct thread *th, struct bytearray_obj *a, size_t from, size_t n, const char *bytes, size_t count) {
    size_t tail = a->len - from - n;
    char *all = array_room(th, a, from + count + tail);
    if (all) memmove(all + from + count, all + from + n, tail);
    if (count) memcpy(all + from, bytes, count);
    a->len = from + count + tail;
}

static value array_as(struct thread *th, const struct type *cls, const char *bytes, size_t len) {
    struct bytearray_obj *a = heap_new(th, cls, cls->size);
    bytearray_splice(th, a, 0, 0, bytes, len);
    return from_obj(a);
}

value bytearray_new(struct thread *th, const char *bytes, size_t len) { return array_as(th, &type_bytearray, bytes, len); }

/* -- what bytes() and bytearray() accept -- */

bool byte_of(struct thread *th, value v, bool array, char *out) {
    int64_t i;
    value n;
    if (!int_index(th, v, &n)) return false;
    if (!int_fits(n, &i) || i < 0 || i > 255) return raise_error(th, "ValueError", array ? "byte must be in range(0, 256)" : "bytes must be in range(0, 256)");
    return *out = (char)i, true;
}

bool bytes_source(struct thread *th, value v, value encoding, value errors, const char *name, struct buf *b) {
    size_t len;
    for (int i = 0; i < 2; i++) {
        value text = i ? errors : encoding;
        if (text != NIL && !is_str(text)) return raise_error(th, "TypeError", "%s() argument '%s' must be str, not %s", name, i ? "errors" : "encoding", type_name(text));
    }
    if (v == NIL) return true;
    if (is_str(v)) {
        value encoded;
        if (encoding == NIL) return raise_error(th, "TypeError", "string argument without an encoding");
        if (!str_encode(th, v, str_text(encoding, NULL), errors == NIL ? "strict" : str_text(errors, NULL), &encoded)) return false;
        const char *s = byte_view(encoded, &len);
        return buf_add(b, s, len), true;
    }
    if (encoding != NIL) return raise_error(th, "TypeError", "encoding without a string argument");
    if (is_byteslike(v)) {
        const char *s = byte_view(v, &len);
        return buf_add(b, s, len), true;
    }
    if (has_index(th, v)) {
        int64_t n;
        if (!index_get(th, v, &n)) return false;
        if (n < 0) return raise_error(th, "ValueError", "negative count");
        if (!heap_fits(th, (size_t)n, 1)) return false;
        return buf_fill(b, '\0', (size_t)n), true;
    }
    if (is_class(type_of(v)) && type_lookup_cstr(th, type_of(v), "__bytes__") != NIL) {
        value r;
        if (!object_call_method(th, v, "__bytes__", NULL, 0, &r)) return false;
        if (!is_byteslike(r)) return raise_error(th, "TypeError", "__bytes__ returned non-bytes (type %s)", type_name(r));
        const char *s = byte_view(r, &len);
        return buf_add(b, s, len), true;
    }
    value *items;
    if (!iterable_items(th, v, &items, &len)) {
        if (type_lookup_cstr(th, type_of(v), "__iter__") != NIL || !exc_matches(th, "TypeError")) return false;
        exc_take(th);
        return raise_error(th, "TypeError", "cannot convert '%s' object to %s", type_name(v), name);
    }
    for (size_t i = 0; i < len; i++) {
        char byte;
        if (!byte_of(th, items[i], name[4] == 'a', &byte)) return false;
        buf_char(b, byte);
    }
    return true;
}

static enum answer make(struct thread *th, struct call *c, bool array) {
    struct buf b = {0};
    const struct type *cls = as_type(c->args[0]);
    bool ok = bytes_source(th, c->args[1], c->args[2], c->args[3], array ? "bytearray" : "bytes", &b);
    charge(th, COST_byte, (int64_t)b.len);
    if (ok) c->result = array ? array_as(th, cls, b.data, b.len) : bytes_as(th, cls, b.data, b.len);
    buf_fini(&b);
    return ok ? DONE : FAIL;
}
static enum answer bytes_make(struct thread *th, struct call *c) { return make(th, c, false); }
static enum answer bytearray_make(struct thread *th, struct call *c) { return make(th, c, true); }

/* -- slots -- */

static void bytes_text(const char *s, size_t len, struct buf *out) {
    char quote = memchr(s, '\'', len) && !memchr(s, '"', len) ? '"' : '\'';
    buf_char(out, 'b');
    buf_char(out, quote);
    for (size_t i = 0; i < len; i++) {
        unsigned char ch = (unsigned char)s[i];
        if (ch == (unsigned char)quote || ch == '\\') buf_printf(out, "\\%c", ch);
        else if (ch == '\n') buf_text(out, "\\n");
        else if (ch == '\r') buf_text(out, "\\r");
        else if (ch == '\t') buf_text(out, "\\t");
        else if (ch < 32 || ch >= 127) buf_printf(out, "\\x%02x", ch);
        else buf_char(out, (char)ch);
    }
    buf_char(out, quote);
}

static bool bytes_repr(struct thread *th, value self, struct buf *out) {
    size_t len;
    const char *s = byte_view(self, &len);
    charge(th, COST_byte, (int64_t)len);
    if (is_array(self)) buf_printf(out, "%s(", type_name(self));
    bytes_text(s, len, out);
    if (is_array(self)) buf_char(out, ')');
    return true;
}

static bool bytes_hash(struct thread *th, value self, uint64_t *out) {
    if (is_array(self)) return raise_error(th, "TypeError", "unhashable type: '%s'", type_name(self));
    struct bytes_obj *b = bytes_of(self);
    if (!b->hash) {
        b->hash = hash_bytes(HASH_START, b->bytes, b->len);
        b->hash = (b->hash ^ b->hash >> 29) & (((uint64_t)1 << 61) - 1);
        if (!b->hash) b->hash = 1;
    }
    return *out = b->hash, true;
}

static bool bytes_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    size_t len;
    byte_view(self, &len);
    return *out = (int64_t)len, true;
}

static bool bytes_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    (void)th;
    *out = NOT_IMPLEMENTED;
    if (!is_byteslike(a) || !is_byteslike(b)) return true;
    size_t na, nb;
    const char *x = byte_view(a, &na), *y = byte_view(b, &nb);
    int d = memcmp(x, y, na < nb ? na : nb);
    if (d == 0) d = na < nb ? -1 : na > nb;
    bool r = false;
    switch (k) {
    case CMP_lt: r = d < 0; break;
    case CMP_le: r = d <= 0; break;
    case CMP_eq: r = d == 0; break;
    case CMP_ne: r = d != 0; break;
    case CMP_gt: r = d > 0; break;
    case CMP_ge: r = d >= 0; break;
    }
    return *out = from_bool(r), true;
}

static value same_kind(struct thread *th, value like, const char *s, size_t len) {
    return is_array(like) ? bytearray_new(th, s, len) : bytes_new(th, s, len);
}

static bool bytes_repeat(struct thread *th, value self, value n, bool in_place, value *out) {
    int64_t count;
    size_t len;
    if (!index_get(th, n, &count)) return false;
    const char *s = byte_view(self, &len);
    if (count < 0) count = 0;
    if (len && !heap_fits(th, (size_t)count, len)) return false;
    struct buf b = {0};
    for (int64_t i = 0; i < count; i++) buf_add(&b, s, len);
    charge(th, COST_byte, (int64_t)b.len);
    if (in_place) {
        *out = self;
        bytearray_splice(th, array_of(self), 0, array_of(self)->len, b.data, b.len);
    } else {
        *out = same_kind(th, self, b.data, b.len);
    }
    buf_fini(&b);
    return true;
}

static bool bytes_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    size_t na, nb;
    if (k == BIN_add && is_byteslike(a) && is_byteslike(b)) {
        struct buf t = {0};
        const char *x = byte_view(a, &na), *y = byte_view(b, &nb);
        buf_add(&t, x, na);
        buf_add(&t, y, nb);
        charge(th, COST_byte, (int64_t)t.len);
        *out = same_kind(th, a, t.data, t.len);
        buf_fini(&t);
        return true;
    }
    if (k == BIN_add + BIN_INPLACE && is_array(a) && is_byteslike(b)) {
        struct buf t = {0};
        const char *y = byte_view(b, &nb);
        buf_add(&t, y, nb);
        bytearray_splice(th, array_of(a), array_of(a)->len, 0, t.data, nb);
        buf_fini(&t);
        return *out = a, true;
    }
    if (k == BIN_mul + BIN_INPLACE && is_array(a) && has_index(th, b)) return bytes_repeat(th, a, b, true, out);
    if (k == BIN_mul && is_byteslike(a) && has_index(th, b)) return bytes_repeat(th, a, b, false, out);
    if (k == BIN_mul && is_byteslike(b) && has_index(th, a)) return bytes_repeat(th, b, a, false, out);
    if (k == BIN_mod && is_byteslike(a)) { /* through text: latin-1 keeps every byte */
        value text, args = b;
        const char *x = byte_view(a, &na);
        if (!bytes_decode(th, x, na, "latin-1", "strict", &text)) return false;
        if (is_byteslike(b)) return raise_unsupported(th, "%% formatting of bytes into bytes");
        return str_percent(th, text, args, &text) && str_encode(th, text, "latin-1", "strict", out);
    }
    return true;
}

static bool bytes_getitem(struct thread *th, value self, value key, value *out) {
    size_t len, i;
    const char *s = byte_view(self, &len);
    if (is_slice(key)) {
        int64_t start, step;
        size_t n;
        if (!slice_range(th, key, len, &start, &step, &n)) return false;
        struct buf b = {0};
        for (size_t j = 0; j < n; j++) buf_char(&b, s[start + (int64_t)j * step]);
        charge(th, COST_byte, (int64_t)n);
        *out = same_kind(th, self, b.data, b.len);
        buf_fini(&b);
        return true;
    }
    const char *what = is_array(self) ? "bytearray" : "byte";
    if (!has_index(th, key)) return raise_error(th, "TypeError", "%s indices must be integers or slices, not %s", what, type_name(key));
    if (!sequence_index(th, key, len, is_array(self) ? "bytearray" : "", &i)) {
        if (is_array(self)) return false;
        exc_take(th);
        return raise_error(th, "IndexError", "index out of range");
    }
    return *out = from_small((unsigned char)s[i]), true;
}

static bool array_set_slice(struct thread *th, value self, value key, value item) {
    struct bytearray_obj *a = array_of(self);
    int64_t start, step;
    size_t n, count = 0;
    struct buf b = {0};
    if (item != NIL) {
        if (has_index(th, item)) return raise_error(th, "TypeError", "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        if (!bytes_source(th, item, NIL, NIL, "bytearray", &b)) return buf_fini(&b), false;
        count = b.len;
    }
    bool ok = slice_range(th, key, a->len, &start, &step, &n);
    if (ok && step == 1) {
        bytearray_splice(th, a, (size_t)start, n, b.data, count);
    } else if (ok && item == NIL) {
        for (size_t j = 0; j < n; j++) {
            size_t at = (size_t)(start + (int64_t)(step > 0 ? n - 1 - j : j) * step);
            bytearray_splice(th, a, at, 1, NULL, 0);
        }
    } else if (ok && count != n) {
        ok = raise_error(th, "ValueError", "attempt to assign bytes of size %zu to extended slice of size %zu", count, n);
    } else if (ok) {
        for (size_t j = 0; j < n; j++) ((char *)buffer_of(a->data)->items)[start + (int64_t)j * step] = b.data[j];
    }
    buf_fini(&b);
    return ok;
}

static bool bytearray_setitem(struct thread *th, value self, value key, value item) {
    struct bytearray_obj *a = array_of(self);
    size_t i;
    char byte;
    if (is_slice(key)) return array_set_slice(th, self, key, item);
    if (!has_index(th, key)) return raise_error(th, "TypeError", "bytearray indices must be integers or slices, not %s", type_name(key));
    if (!sequence_index(th, key, a->len, "bytearray", &i)) return false;
    if (item == NIL) return bytearray_splice(th, a, i, 1, NULL, 0), true;
    if (!byte_of(th, item, true, &byte)) return false;
    ((char *)buffer_of(a->data)->items)[i] = byte;
    return true;
}

static bool bytes_contains(struct thread *th, value self, value item, bool *out) {
    size_t len, n;
    const char *s = byte_view(self, &len);
    charge(th, COST_byte, (int64_t)len);
    if (is_byteslike(item)) {
        const char *w = byte_view(item, &n);
        return *out = text_find(s, len, w, n, 0) != SIZE_MAX, true;
    }
    char byte;
    if (!has_index(th, item)) return raise_error(th, "TypeError", "a bytes-like object is required, not '%s'", type_name(item));
    if (!byte_of(th, item, true, &byte)) return false;
    return *out = len && memchr(s, byte, len) != NULL, true;
}

static bool bytes_iter(struct thread *th, value self, value *out) {
    *out = iter_new(th, is_array(self) ? &type_bytearray_iterator : &type_bytes_iterator, self);
    return true;
}

static void bytes_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct bytes_obj *)o)->dict); }
static void bytearray_visit(struct obj *o, struct visitor *v) {
    v->slot(v, &((struct bytearray_obj *)o)->dict);
    v->slot(v, &((struct bytearray_obj *)o)->data);
}

static const struct native bytes_make_row = {"bytes", "cls, source!=?, encoding=?, errors=?", bytes_make, NATIVE_static, "Immutable bytes."};
static const struct native bytearray_make_row = {"bytearray", "cls, source!=?, encoding=?, errors=?", bytearray_make, NATIVE_static, "Bytes that can change."};

const struct type type_bytes = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "bytes",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct bytes_obj),
    .dict_offset = offsetof(struct bytes_obj, dict),
    .flags = TYPE_base | TYPE_match_self,
    .doc = "Immutable bytes.",
    .visit = bytes_visit,
    .make = &bytes_make_row,
    .repr = bytes_repr,
    .hash = bytes_hash,
    .length = bytes_length,
    .compare = bytes_compare,
    .binary = bytes_binary,
    .getitem = bytes_getitem,
    .contains = bytes_contains,
    .iter = bytes_iter,
    .methods = bytes_methods,
};

const struct type type_bytearray = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "bytearray",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct bytearray_obj),
    .dict_offset = offsetof(struct bytearray_obj, dict),
    .flags = TYPE_base | TYPE_match_self,
    .doc = "Bytes that can change.",
    .visit = bytearray_visit,
    .make = &bytearray_make_row,
    .repr = bytes_repr,
    .hash = bytes_hash,
    .length = bytes_length,
    .compare = bytes_compare,
    .binary = bytes_binary,
    .getitem = bytes_getitem,
    .setitem = bytearray_setitem,
    .contains = bytes_contains,
    .iter = bytes_iter,
    .methods = bytearray_methods,
};
