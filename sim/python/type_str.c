#include "python/type_str.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/rng.h"
#include "python/call.h"
#include "python/format_spec.h"
#include "python/heap.h"
#include "python/iter.h"
#include "python/process.h"
#include "python/type_bytes.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_slice.h"
#include "python/unicode.h"

/* -- UTF-8 -- */

size_t utf8_count(const char *text, size_t len) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

size_t utf8_next(const char *s, size_t n, uint32_t *cp) {
    unsigned char c = (unsigned char)s[0];
    if (c < 0x80) return *cp = c, 1;
    if (c == 0xED && n >= 3) { /* surrogates, which strict UTF-8 refuses */
        *cp = 0xD000u | (uint32_t)((unsigned char)s[1] & 0x3F) << 6 | ((unsigned char)s[2] & 0x3F);
        return 3;
    }
    return utf8_decode(s, n, cp);
}

size_t str_offset(const struct str_obj *s, size_t index) {
    if (str_ascii(s)) return index;
    size_t at = 0;
    while (index-- > 0) {
        at++;
        while (at < s->len && ((unsigned char)s->text[at] & 0xC0) == 0x80) at++;
    }
    return at;
}

/* -- making -- */

static struct str_obj *str_alloc(struct thread *th, const struct type *cls, size_t len) {
    struct str_obj *s = heap_new(th, cls, (cls == &type_str ? sizeof *s : cls->size) + len + 1);
    s->len = len;
    return s;
}

value str_new(struct thread *th, const char *utf8, size_t len) {
    if (len == 0) return str_interned(th, "");
    if (len == 1 && (unsigned char)utf8[0] < 0x80) return str_char(th, (unsigned char)utf8[0]);
    struct str_obj *s = str_alloc(th, &type_str, len);
    memcpy(s->text, utf8, len);
    s->chars = utf8_count(utf8, len);
    return from_obj(s);
}

value str_cstr(struct thread *th, const char *utf8) { return str_new(th, utf8, strlen(utf8)); }

value str_from_buf(struct thread *th, struct buf *b) {
    value v = str_new(th, b->data ? b->data : "", b->len);
    buf_fini(b);
    return v;
}

value str_format(struct thread *th, const char *fmt, ...) {
    struct buf b = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    return str_from_buf(th, &b);
}

value str_slice_bytes(struct thread *th, value s, size_t from, size_t to) {
    struct str_obj *o = str_of(s);
    if (from == 0 && to == o->len && type_of(s) == &type_str) return s;
    return to <= from ? str_interned(th, "") : str_new(th, o->text + from, to - from);
}

const char *str_text(value s, size_t *len) {
    struct str_obj *o = str_of(s);
    if (len) *len = o->len;
    return o->text;
}

bool str_is(value v, const char *text) { return is_str(v) && strcmp(str_of(v)->text, text) == 0 && str_of(v)->len == strlen(text); }

/* -- interned: the world's, immortal -- */

struct strings {
    struct str_obj **table;
    size_t count, cap;
    value ascii[128]; /* one-character strings */
};

static uint64_t text_hash(const char *text, size_t len) {
    uint64_t h = hash_bytes(HASH_START, text, len);
    h ^= h >> 29;
    h &= ((uint64_t)1 << 61) - 1; /* a small int, whatever asks for it */
    return h ? h : 1;
}

static struct strings *strings_of(struct world *w) {
    if (w->strings) return w->strings;
    struct strings *t = ARENA_NEW(w->arena, struct strings);
    t->cap = 1024;
    t->table = ARENA_ARRAY(w->arena, t->cap, struct str_obj *);
    return w->strings = t;
}

static void strings_grow(struct world *w, struct strings *t) {
    struct str_obj **old = t->table;
    size_t cap = t->cap;
    t->cap *= 2;
    t->table = ARENA_ARRAY(w->arena, t->cap, struct str_obj *);
    for (size_t i = 0; i < cap; i++) {
        if (!old[i]) continue;
        size_t at = old[i]->hash & (t->cap - 1);
        while (t->table[at]) at = (at + 1) & (t->cap - 1);
        t->table[at] = old[i];
    }
}

static value intern(struct world *w, const char *text, size_t len, uint64_t h) {
    struct strings *t = strings_of(w);
    size_t at = h & (t->cap - 1);
    for (; t->table[at]; at = (at + 1) & (t->cap - 1)) {
        struct str_obj *s = t->table[at];
        if (s->hash == h && s->len == len && memcmp(s->text, text, len) == 0) return from_obj(s);
    }
    struct str_obj *s = arena_alloc(w->arena, sizeof *s + len + 1);
    s->head.type = &type_str;
    s->head.flags = OBJ_static | STR_interned;
    s->hash = h;
    s->len = len;
    s->chars = utf8_count(text, len);
    memcpy(s->text, text, len);
    t->table[at] = s;
    if (++t->count * 2 > t->cap) strings_grow(w, t);
    return from_obj(s);
}

value str_interned(struct thread *th, const char *utf8) {
    size_t len = strlen(utf8);
    return intern(th->world, utf8, len, text_hash(utf8, len));
}

value str_intern(struct thread *th, value s) {
    struct str_obj *o = str_of(s);
    if (o->head.flags & STR_interned) return s;
    return intern(th->world, o->text, o->len, str_hash(s));
}

value str_char(struct thread *th, uint32_t cp) {
    char text[5] = {0};
    if (cp < 0x80) {
        struct strings *t = strings_of(th->world);
        text[0] = (char)cp;
        if (t->ascii[cp] == NIL) t->ascii[cp] = intern(th->world, text, 1, text_hash(text, 1));
        return t->ascii[cp];
    }
    struct buf b = {0};
    buf_utf8(&b, cp);
    value v = str_new(th, b.data, b.len);
    buf_fini(&b);
    return v;
}

uint64_t str_hash(value v) {
    struct str_obj *s = str_of(v);
    if (!s->hash) s->hash = text_hash(s->text, s->len);
    return s->hash;
}

bool str_equal(value a, value b) {
    struct str_obj *x = str_of(a), *y = str_of(b);
    return x == y || (x->len == y->len && (!x->hash || !y->hash || x->hash == y->hash) && memcmp(x->text, y->text, x->len) == 0);
}

/* Order of UTF-8 bytes is the order of code points. */
int str_order(value a, value b) {
    struct str_obj *x = str_of(a), *y = str_of(b);
    size_t n = x->len < y->len ? x->len : y->len;
    int d = memcmp(x->text, y->text, n);
    return d ? d : x->len < y->len ? -1 : x->len > y->len;
}

/* -- repr -- */

void text_repr(const char *text, size_t len, bool ascii, struct buf *out) {
    bool single = memchr(text, '\'', len) != NULL, dbl = memchr(text, '"', len) != NULL;
    char quote = single && !dbl ? '"' : '\'';
    buf_char(out, quote);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = utf8_next(text + i, len - i, &cp);
        if (cp == (unsigned char)quote || cp == '\\') {
            buf_char(out, '\\');
            buf_char(out, (char)cp);
        } else if (cp == '\n' || cp == '\r' || cp == '\t') {
            buf_text(out, cp == '\n' ? "\\n" : cp == '\r' ? "\\r" : "\\t");
        } else if (cp < 32 || cp == 127) {
            buf_printf(out, "\\x%02x", cp);
        } else if (cp < 127 || (!ascii && unicode_is_printable(cp))) {
            buf_add(out, text + i, n);
        } else {
            buf_printf(out, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
        }
        i += n;
    }
    buf_char(out, quote);
}

static bool str_repr(struct thread *th, value self, struct buf *out) {
    text_repr(str_of(self)->text, str_of(self)->len, false, out);
    charge(th, COST_byte, (int64_t)str_of(self)->len);
    return true;
}

static bool str_str(struct thread *th, value self, struct buf *out) {
    (void)th;
    buf_add(out, str_of(self)->text, str_of(self)->len);
    return true;
}

static bool str_format_slot(struct thread *th, value self, const char *spec, size_t len, struct buf *out) {
    if (len == 0) return object_str(th, self, out);
    struct format_spec f;
    return format_spec_parse(th, spec, len, type_name(self), &f) && format_text(th, str_of(self)->text, str_of(self)->len, &f, out);
}

/* -- operators -- */

static bool str_hash_slot(struct thread *th, value self, uint64_t *out) {
    (void)th;
    return *out = str_hash(self), true;
}

static bool str_length(struct thread *th, value self, int64_t *out) {
    (void)th;
    return *out = (int64_t)str_of(self)->chars, true;
}

static bool str_compare(struct thread *th, enum compare_kind k, value a, value b, value *out) {
    (void)th;
    *out = NOT_IMPLEMENTED;
    if (!is_str(a) || !is_str(b)) return true;
    int d = k == CMP_eq || k == CMP_ne ? !str_equal(a, b) : str_order(a, b);
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

static bool str_concat(struct thread *th, value a, value b, value *out) {
    struct str_obj *x = str_of(a), *y = str_of(b);
    if (x->len == 0 && type_of(b) == &type_str) return *out = b, true;
    if (y->len == 0 && type_of(a) == &type_str) return *out = a, true;
    struct str_obj *s = str_alloc(th, &type_str, x->len + y->len);
    memcpy(s->text, x->text, x->len);
    memcpy(s->text + x->len, y->text, y->len);
    s->chars = x->chars + y->chars;
    charge(th, COST_byte, (int64_t)y->len);
    return *out = from_obj(s), true;
}

static bool str_repeat(struct thread *th, value a, value n, value *out) {
    int64_t count;
    value i;
    if (!int_index(th, n, &i)) return false;
    if (!int_fits(i, &count)) {
        if (int_sign(i) > 0) return raise_error(th, "OverflowError", "cannot fit 'int' into an index-sized integer");
        count = 0;
    }
    struct str_obj *x = str_of(a);
    if (count <= 0 || x->len == 0) return *out = str_interned(th, ""), true;
    if (!heap_fits(th, (size_t)count, x->len)) return false;
    if (count == 1 && type_of(a) == &type_str) return *out = a, true;
    struct str_obj *s = str_alloc(th, &type_str, x->len * (size_t)count);
    for (int64_t k = 0; k < count; k++) memcpy(s->text + (size_t)k * x->len, x->text, x->len);
    s->chars = x->chars * (size_t)count;
    charge(th, COST_byte, (int64_t)s->len);
    return *out = from_obj(s), true;
}

static bool str_binary(struct thread *th, enum binary_kind k, value a, value b, value *out) {
    *out = NOT_IMPLEMENTED;
    if (k == BIN_add) return is_str(a) && is_str(b) ? str_concat(th, a, b, out) : true;
    if (k == BIN_mul) {
        if (is_str(a) && has_index(th, b)) return str_repeat(th, a, b, out);
        if (is_str(b) && has_index(th, a)) return str_repeat(th, b, a, out);
        return true;
    }
    if (k == BIN_mod && is_str(a)) return str_percent(th, a, b, out);
    return true;
}

static bool str_slice(struct thread *th, value self, value key, value *out) {
    struct str_obj *s = str_of(self);
    int64_t start, step;
    size_t n;
    if (!slice_range(th, key, s->chars, &start, &step, &n)) return false;
    charge(th, COST_byte, (int64_t)n);
    if (step == 1) {
        if (n == 0) return *out = str_interned(th, ""), true;
        size_t from = str_offset(s, (size_t)start), to = str_ascii(s) ? from + n : str_offset(s, (size_t)start + n);
        return *out = str_slice_bytes(th, self, from, to), true;
    }
    struct buf b = {0};
    if (str_ascii(s)) {
        for (size_t i = 0; i < n; i++) buf_char(&b, s->text[start + (int64_t)i * step]);
    } else {
        size_t *at = mem_alloc((s->chars + 1) * sizeof *at);
        for (size_t i = 0, c = 0; i <= s->len; i++)
            if (i == s->len || ((unsigned char)s->text[i] & 0xC0) != 0x80) at[c++] = i;
        for (size_t i = 0; i < n; i++) {
            size_t c = (size_t)(start + (int64_t)i * step);
            buf_add(&b, s->text + at[c], at[c + 1] - at[c]);
        }
        mem_free(at);
    }
    return *out = str_from_buf(th, &b), true;
}

static bool str_getitem(struct thread *th, value self, value key, value *out) {
    struct str_obj *s = str_of(self);
    if (is_slice(key)) return str_slice(th, self, key, out);
    if (!has_index(th, key)) return raise_error(th, "TypeError", "string indices must be integers, not '%s'", type_name(key));
    size_t i;
    if (!sequence_index(th, key, s->chars, "string", &i)) return false;
    uint32_t cp;
    size_t at = str_offset(s, i);
    utf8_next(s->text + at, s->len - at, &cp);
    return *out = str_char(th, cp), true;
}

static bool str_contains(struct thread *th, value self, value item, bool *out) {
    if (!is_str(item)) return raise_error(th, "TypeError", "'in <string>' requires string as left operand, not %s", type_name(item));
    struct str_obj *s = str_of(self), *w = str_of(item);
    *out = text_find(s->text, s->len, w->text, w->len, 0) != SIZE_MAX;
    charge(th, COST_byte, (int64_t)s->len);
    return true;
}

static bool str_iter(struct thread *th, value self, value *out) { return *out = iter_new(th, &type_str_iterator, self), true; }

static void str_visit(struct obj *o, struct visitor *v) { v->slot(v, &((struct str_obj *)o)->dict); }

static bool make_text(struct thread *th, struct call *c, struct buf *b) {
    if (c->args[2] == NIL && c->args[3] == NIL) return object_str(th, c->args[1], b);
    for (int i = 2; i <= 3; i++)
        if (c->args[i] != NIL && !is_str(c->args[i]))
            return raise_error(th, "TypeError", "str() argument '%s' must be str, not %s", i == 2 ? "encoding" : "errors", type_name(c->args[i]));
    if (!is_byteslike(c->args[1])) {
        if (is_str(c->args[1])) return raise_error(th, "TypeError", "decoding str is not supported");
        return raise_error(th, "TypeError", "decoding to str: need a bytes-like object, %s found", type_name(c->args[1]));
    }
    size_t n;
    const char *bytes = byte_view(c->args[1], &n);
    value text;
    if (!bytes_decode(th, bytes, n, c->args[2] == NIL ? "utf-8" : str_text(c->args[2], NULL), c->args[3] == NIL ? "strict" : str_text(c->args[3], NULL), &text)) return false;
    buf_add(b, str_of(text)->text, str_of(text)->len);
    return true;
}

static enum answer str_make(struct thread *th, struct call *c) {
    const struct type *cls = as_type(c->args[0]);
    if (cls == &type_str && c->args[1] != NIL && c->args[2] == NIL && c->args[3] == NIL && type_of(c->args[1]) == &type_str)
        return give(c, c->args[1]);
    if (cls == &type_str && c->args[1] != NIL && c->args[2] == NIL && c->args[3] == NIL && text_is_program(th, c->args[1]))
        return tail_call(c, from_obj(&operation_text), &c->args[1], 1);
    struct buf b = {0};
    if (c->args[1] != NIL && !make_text(th, c, &b)) {
        buf_fini(&b);
        return FAIL;
    }
    charge(th, COST_byte, (int64_t)b.len);
    if (cls == &type_str) return give(c, str_from_buf(th, &b));
    struct str_obj *s = str_alloc(th, cls, b.len);
    if (b.len) memcpy(s->text, b.data, b.len);
    s->chars = utf8_count(s->text, b.len);
    buf_fini(&b);
    return give(c, from_obj(s));
}
static const struct native str_make_row = {"str", "cls, object=?, encoding=?, errors=?", str_make, NATIVE_static, "The text of an object."};

const struct type type_str = {
    .head = {.type = &type_type, .flags = OBJ_static},
    .name = "str",
    .module = "builtins",
    .base = &type_object,
    .size = sizeof(struct str_obj),
    .dict_offset = offsetof(struct str_obj, dict),
    .flags = TYPE_base | TYPE_match_self,
    .doc = "Text.",
    .visit = str_visit,
    .make = &str_make_row,
    .repr = str_repr,
    .str = str_str,
    .format = str_format_slot,
    .hash = str_hash_slot,
    .length = str_length,
    .compare = str_compare,
    .binary = str_binary,
    .getitem = str_getitem,
    .contains = str_contains,
    .iter = str_iter,
    .methods = str_methods,
};
