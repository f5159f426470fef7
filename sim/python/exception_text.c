/* str() and repr() of exceptions. */
#include "python/exception.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

static bool add_str(struct thread *th, value v, struct buf *out) { return v == NIL ? (buf_text(out, "None"), true) : object_str(th, v, out); }
static bool add_repr(struct thread *th, value v, struct buf *out) { return v == NIL ? (buf_text(out, "None"), true) : object_repr(th, v, out); }

static bool plain_str(struct thread *th, const struct exc_obj *e, struct buf *out) {
    size_t n = tuple_len(e->args);
    if (n == 0) return true;
    return n == 1 ? object_str(th, tuple_items(e->args)[0], out) : object_repr(th, e->args, out);
}

static bool os_str(struct thread *th, const struct exc_obj *e, struct buf *out) {
    if (e->more[0] == NIL && e->more[1] == NIL) return plain_str(th, e, out);
    buf_text(out, "[Errno ");
    if (!add_str(th, e->more[0], out)) return false;
    buf_text(out, "] ");
    if (!add_str(th, e->more[1], out)) return false;
    if (e->more[2] == NIL) return true;
    buf_text(out, ": ");
    if (!add_repr(th, e->more[2], out)) return false;
    if (e->more[4] == NIL) return true;
    buf_text(out, " -> ");
    return add_repr(th, e->more[4], out);
}

static bool group_str(struct thread *th, const struct exc_obj *e, struct buf *out) {
    size_t n = tuple_len(e->more[1]);
    if (!add_str(th, e->more[0], out)) return false;
    buf_printf(out, " (%zu sub-exception%s)", n, n == 1 ? "" : "s");
    return true;
}

static bool syntax_str(struct thread *th, const struct exc_obj *e, struct buf *out) {
    value info = e->more[1];
    if (!add_str(th, e->more[0], out)) return false;
    if (info == NIL || !is_tuple(info) || tuple_len(info) < 2) return true;
    value file = tuple_items(info)[0], line = tuple_items(info)[1];
    size_t n;
    if (is_str(file)) buf_printf(out, " (%s, line ", str_text(file, &n));
    else buf_text(out, " (line ");
    if (!object_str(th, line, out)) return false;
    buf_char(out, ')');
    return true;
}

/* "'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)" */
static bool unicode_str(struct thread *th, const struct exc_obj *e, struct buf *out) {
    int64_t start, end;
    bool encode = is_a(e->more[1], &type_str);
    if (!int_get(th, e->more[2], &start) || !int_get(th, e->more[3], &end)) return false;
    if (e->more[0] != NIL) {
        buf_char(out, '\'');
        if (!add_str(th, e->more[0], out)) return false;
        buf_printf(out, "' codec can't %s ", encode ? "encode" : "decode");
    } else {
        buf_text(out, "can't translate ");
    }
    value at;
    if (end != start + 1) {
        buf_printf(out, "%s in position %lld-%lld: ", encode ? "characters" : "bytes", (long long)start, (long long)end - 1);
    } else {
        if (!object_getitem(th, e->more[1], from_small(start), &at)) return false;
        if (encode) {
            size_t len;
            const char *text = str_text(at, &len);
            uint32_t cp;
            utf8_next(text, len, &cp);
            buf_text(out, "character '");
            buf_printf(out, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)cp);
            buf_printf(out, "' in position %lld: ", (long long)start);
        } else {
            int64_t byte;
            if (!int_get(th, at, &byte)) return false;
            buf_printf(out, "byte 0x%02x in position %lld: ", (unsigned)byte, (long long)start);
        }
    }
    return add_str(th, e->more[4], out);
}

bool exception_str(struct thread *th, value self, struct buf *out) {
    const struct exc_obj *e = exc_of(self);
    switch (exc_kind_of(e->head.type)) {
    case EXCK_key: return tuple_len(e->args) == 1 ? object_repr(th, tuple_items(e->args)[0], out) : plain_str(th, e, out);
    case EXCK_os: return os_str(th, e, out);
    case EXCK_import: return e->more[0] != NIL && is_str(e->more[0]) ? object_str(th, e->more[0], out) : plain_str(th, e, out);
    case EXCK_unicode: case EXCK_translate: return e->more[1] == NIL ? true : unicode_str(th, e, out);
    case EXCK_syntax: return syntax_str(th, e, out);
    case EXCK_group: return group_str(th, e, out);
    case EXCK_plain: case EXCK_stop: case EXCK_exit: case EXCK_name: case EXCK_attribute: break;
    }
    return plain_str(th, e, out);
}

bool exception_repr(struct thread *th, value self, struct buf *out) {
    const struct exc_obj *e = exc_of(self);
    buf_text(out, e->head.type->name);
    if (tuple_len(e->args) != 1) return object_repr(th, e->args, out);
    buf_char(out, '(');
    if (!object_repr(th, tuple_items(e->args)[0], out)) return false;
    buf_char(out, ')');
    return true;
}
