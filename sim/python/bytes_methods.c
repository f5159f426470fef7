/* The methods of bytes and bytearray. What searches and cuts works on bytes; what it gives has self's kind. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "python/type_bytes.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"
#include "python/unicode.h"

static bool is_array(value v) { return is_a(v, &type_bytearray); }
static struct bytearray_obj *array_of(value v) { return (struct bytearray_obj *)obj_of(v); }

static enum answer fail(bool raised) {
    (void)raised;
    return FAIL;
}

static value same_kind(struct thread *th, value like, const char *s, size_t len) {
    return is_array(like) ? bytearray_new(th, s, len) : bytes_new(th, s, len);
}

static bool want_bytes(struct thread *th, value v, const char **s, size_t *n) {
    *s = "";
    *n = 0;
    if (!is_byteslike(v)) return raise_error(th, "TypeError", "a bytes-like object is required, not '%s'", type_name(v));
    *s = byte_view(v, n);
    return true;
}

/* -- searching -- */

struct search {
    const char *s, *w;
    size_t from, to, n;
    char byte;
    bool possible;
};

static bool bound(struct thread *th, value v, size_t len, size_t missing, size_t *out) {
    int64_t i;
    if (v == NIL || v == NONE) return *out = missing, true;
    if (!index_get(th, v, &i)) return false;
    if (i < 0) i = i + (int64_t)len < 0 ? 0 : i + (int64_t)len;
    return *out = i > (int64_t)len ? len + 1 : (size_t)i, true;
}

static bool search_begin(struct thread *th, struct call *c, struct search *x) {
    size_t len;
    x->s = byte_view(c->args[0], &len);
    if (is_byteslike(c->args[1])) {
        x->w = byte_view(c->args[1], &x->n);
    } else {
        if (!has_index(th, c->args[1])) return raise_error(th, "TypeError", "argument should be integer or bytes-like object, not '%s'", type_name(c->args[1]));
        if (!byte_of(th, c->args[1], true, &x->byte)) return false;
        x->w = &x->byte;
        x->n = 1;
    }
    if (!bound(th, c->args[2], len, 0, &x->from) || !bound(th, c->args[3], len, len, &x->to)) return false;
    if (x->to > len) x->to = len;
    x->possible = x->from <= x->to;
    if (!x->possible) x->from = x->to;
    charge(th, COST_byte, (int64_t)(x->to - x->from));
    return true;
}

static enum answer do_find(struct thread *th, struct call *c, bool last, bool must) {
    struct search x;
    if (!search_begin(th, c, &x)) return FAIL;
    size_t at = SIZE_MAX;
    if (x.possible) at = last ? text_rfind(x.s + x.from, x.to - x.from, x.w, x.n) : text_find(x.s + x.from, x.to - x.from, x.w, x.n, 0);
    if (at == SIZE_MAX && must) return fail(raise_error(th, "ValueError", is_array(c->args[0]) ? "subsection not found" : "subsection not found"));
    return give(c, int_new(th, at == SIZE_MAX ? -1 : (int64_t)(at + x.from)));
}
static enum answer method_find(struct thread *th, struct call *c) { return do_find(th, c, false, false); }
static enum answer method_rfind(struct thread *th, struct call *c) { return do_find(th, c, true, false); }
static enum answer method_index(struct thread *th, struct call *c) { return do_find(th, c, false, true); }
static enum answer method_rindex(struct thread *th, struct call *c) { return do_find(th, c, true, true); }

static enum answer method_count(struct thread *th, struct call *c) {
    struct search x;
    if (!search_begin(th, c, &x)) return FAIL;
    int64_t n = 0;
    if (!x.possible) return give(c, from_small(0));
    if (x.n == 0) return give(c, int_new(th, (int64_t)(x.to - x.from) + 1));
    for (size_t at = x.from; (at = text_find(x.s, x.to, x.w, x.n, at)) != SIZE_MAX; at += x.n) n++;
    return give(c, int_new(th, n));
}

static enum answer affix(struct thread *th, struct call *c, bool end) {
    size_t len, n = 1, from, to, k;
    const char *s = byte_view(c->args[0], &len), *w;
    value *words = &c->args[1];
    if (is_tuple(c->args[1])) {
        words = tuple_items(c->args[1]);
        n = tuple_len(c->args[1]);
    } else if (!is_byteslike(c->args[1])) {
        return fail(raise_error(th, "TypeError", "%s first arg must be bytes or a tuple of bytes, not %s", end ? "endswith" : "startswith", type_name(c->args[1])));
    }
    if (!bound(th, c->args[2], len, 0, &from) || !bound(th, c->args[3], len, len, &to)) return FAIL;
    if (to > len) to = len;
    for (size_t i = 0; i < n; i++) {
        if (!want_bytes(th, words[i], &w, &k)) return FAIL;
        if (from <= to && k <= to - from && memcmp(s + (end ? to - k : from), w, k) == 0) return give(c, TRUE);
    }
    return give(c, FALSE);
}
static enum answer method_startswith(struct thread *th, struct call *c) { return affix(th, c, false); }
static enum answer method_endswith(struct thread *th, struct call *c) { return affix(th, c, true); }

static enum answer method_replace(struct thread *th, struct call *c) {
    size_t len, no, nn, at = 0;
    const char *s = byte_view(c->args[0], &len), *old, *new;
    int64_t count;
    if (!want_bytes(th, c->args[1], &old, &no) || !want_bytes(th, c->args[2], &new, &nn) || !index_get(th, c->args[3], &count)) return FAIL;
    if (count < 0) count = INT64_MAX;
    struct buf b = {0};
    if (no == 0) {
        for (; count > 0; count--) {
            buf_add(&b, new, nn);
            if (at >= len) break;
            buf_char(&b, s[at++]);
        }
    } else {
        for (size_t found; count > 0 && (found = text_find(s, len, old, no, at)) != SIZE_MAX; count--) {
            buf_add(&b, s + at, found - at);
            buf_add(&b, new, nn);
            at = found + no;
        }
    }
    if (at < len) buf_add(&b, s + at, len - at);
    charge(th, COST_byte, (int64_t)(len + b.len));
    c->result = same_kind(th, c->args[0], b.data, b.len);
    buf_fini(&b);
    return DONE;
}

/* -- splitting and stripping -- */

static bool space(char ch) { return ch == ' ' || (ch >= 9 && ch <= 13); }

static void split_spaces(struct thread *th, value self, int64_t max, bool right, value list) {
    size_t len, from = 0, to;
    const char *s = byte_view(self, &len);
    to = len;
    for (;;) {
        while (!right && from < to && space(s[from])) from++;
        while (right && to > from && space(s[to - 1])) to--;
        if (from >= to) return;
        if (max-- == 0) { /* the rest keeps its outer white space */
            list_append(th, list, same_kind(th, self, s + from, to - from));
            return;
        }
        size_t i = right ? to : from;
        if (right) {
            while (i > from && !space(s[i - 1])) i--;
            list_append(th, list, same_kind(th, self, s + i, to - i));
            to = i;
        } else {
            while (i < to && !space(s[i])) i++;
            list_append(th, list, same_kind(th, self, s + from, i - from));
            from = i;
        }
    }
}

static enum answer do_split(struct thread *th, struct call *c, bool right) {
    size_t len, n, at;
    const char *s = byte_view(c->args[0], &len), *w;
    int64_t max;
    if (!index_get(th, c->args[2], &max)) return FAIL;
    if (max < 0) max = INT64_MAX;
    value list = list_new(th, NULL, 0);
    charge(th, COST_byte, (int64_t)len);
    if (c->args[1] == NONE) {
        split_spaces(th, c->args[0], max, right, list);
    } else {
        if (!want_bytes(th, c->args[1], &w, &n)) return FAIL;
        if (n == 0) return fail(raise_error(th, "ValueError", "empty separator"));
        size_t from = 0, to = len;
        for (; max > 0 && (at = right ? text_rfind(s, to, w, n) : text_find(s, len, w, n, from)) != SIZE_MAX; max--) {
            if (right) list_append(th, list, same_kind(th, c->args[0], s + at + n, to - at - n)), to = at;
            else list_append(th, list, same_kind(th, c->args[0], s + from, at - from)), from = at + n;
        }
        list_append(th, list, same_kind(th, c->args[0], s + from, to - from));
    }
    value *items = list_items(list);
    for (size_t i = 0, k = list_len(list); right && i < k / 2; i++) {
        value t = items[i];
        items[i] = items[k - 1 - i];
        items[k - 1 - i] = t;
    }
    return give(c, list);
}
static enum answer method_split(struct thread *th, struct call *c) { return do_split(th, c, false); }
static enum answer method_rsplit(struct thread *th, struct call *c) { return do_split(th, c, true); }

static enum answer method_splitlines(struct thread *th, struct call *c) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    bool keep;
    if (!object_truth(th, c->args[1], &keep)) return FAIL;
    value list = list_new(th, NULL, 0);
    for (size_t from = 0, i = 0; from < len; from = i) {
        while (i < len && s[i] != '\n' && s[i] != '\r') i++;
        size_t n = i >= len ? 0 : s[i] == '\r' && i + 1 < len && s[i + 1] == '\n' ? 2 : 1;
        list_append(th, list, same_kind(th, c->args[0], s + from, i - from + (keep ? n : 0)));
        i += n;
    }
    return give(c, list);
}

static enum answer do_partition(struct thread *th, struct call *c, bool right) {
    size_t len, n;
    const char *s = byte_view(c->args[0], &len), *w;
    if (!want_bytes(th, c->args[1], &w, &n)) return FAIL;
    if (n == 0) return fail(raise_error(th, "ValueError", "empty separator"));
    size_t at = right ? text_rfind(s, len, w, n) : text_find(s, len, w, n, 0);
    value parts[3];
    for (int i = 0; i < 3; i++) parts[i] = same_kind(th, c->args[0], NULL, 0);
    if (at == SIZE_MAX) {
        parts[right ? 2 : 0] = same_kind(th, c->args[0], s, len);
    } else {
        parts[0] = same_kind(th, c->args[0], s, at);
        parts[1] = same_kind(th, c->args[0], w, n);
        parts[2] = same_kind(th, c->args[0], s + at + n, len - at - n);
    }
    return give(c, tuple_new(th, parts, 3));
}
static enum answer method_partition(struct thread *th, struct call *c) { return do_partition(th, c, false); }
static enum answer method_rpartition(struct thread *th, struct call *c) { return do_partition(th, c, true); }

static enum answer method_join(struct thread *th, struct call *c) {
    size_t len, n, k;
    const char *s = byte_view(c->args[0], &len);
    value *items;
    if (!iterable_items(th, c->args[1], &items, &n)) return FAIL;
    struct buf b = {0};
    for (size_t i = 0; i < n; i++) {
        if (!is_byteslike(items[i])) {
            buf_fini(&b);
            return fail(raise_error(th, "TypeError", "sequence item %zu: expected a bytes-like object, %s found", i, type_name(items[i])));
        }
        if (i) buf_add(&b, s, len);
        const char *item = byte_view(items[i], &k);
        buf_add(&b, item, k);
    }
    charge(th, COST_byte, (int64_t)b.len);
    c->result = same_kind(th, c->args[0], b.data, b.len);
    buf_fini(&b);
    return DONE;
}

static enum answer do_strip(struct thread *th, struct call *c, bool left, bool right) {
    size_t len, n = 0, from = 0;
    const char *s = byte_view(c->args[0], &len), *w = NULL;
    if (c->args[1] != NONE && !want_bytes(th, c->args[1], &w, &n)) return FAIL;
    while (left && from < len && (w ? n && memchr(w, s[from], n) != NULL : space(s[from]))) from++;
    while (right && len > from && (w ? n && memchr(w, s[len - 1], n) != NULL : space(s[len - 1]))) len--;
    return give(c, same_kind(th, c->args[0], s + from, len - from));
}
static enum answer method_strip(struct thread *th, struct call *c) { return do_strip(th, c, true, true); }
static enum answer method_lstrip(struct thread *th, struct call *c) { return do_strip(th, c, true, false); }
static enum answer method_rstrip(struct thread *th, struct call *c) { return do_strip(th, c, false, true); }

static enum answer do_remove(struct thread *th, struct call *c, bool end) {
    size_t len, n;
    const char *s = byte_view(c->args[0], &len), *w;
    if (!want_bytes(th, c->args[1], &w, &n)) return FAIL;
    bool has = n <= len && memcmp(end ? s + len - n : s, w, n) == 0;
    return give(c, same_kind(th, c->args[0], s + (has && !end ? n : 0), len - (has ? n : 0)));
}
static enum answer method_removeprefix(struct thread *th, struct call *c) { return do_remove(th, c, false); }
static enum answer method_removesuffix(struct thread *th, struct call *c) { return do_remove(th, c, true); }

static enum answer do_pad(struct thread *th, struct call *c, char align) {
    size_t len, n = 1;
    const char *s = byte_view(c->args[0], &len), *fill = " ";
    int64_t width;
    if (!index_get(th, c->args[1], &width)) return FAIL;
    if (c->args[2] != NIL && !want_bytes(th, c->args[2], &fill, &n)) return FAIL;
    int64_t room = width - (int64_t)len, left;
    if (n != 1) return fail(raise_error(th, "TypeError", "the fill character must be a byte string of length 1"));
    if (room < 0) room = 0;
    left = align == '<' ? 0 : align == '>' ? room : room / 2 + (room & width & 1);
    struct buf b = {0};
    buf_fill(&b, *fill, (size_t)left);
    buf_add(&b, s, len);
    buf_fill(&b, *fill, (size_t)(room - left));
    c->result = same_kind(th, c->args[0], b.data, b.len);
    buf_fini(&b);
    return DONE;
}
static enum answer method_ljust(struct thread *th, struct call *c) { return do_pad(th, c, '<'); }
static enum answer method_rjust(struct thread *th, struct call *c) { return do_pad(th, c, '>'); }
static enum answer method_center(struct thread *th, struct call *c) { return do_pad(th, c, '^'); }

static enum answer method_zfill(struct thread *th, struct call *c) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    int64_t width;
    if (!index_get(th, c->args[1], &width)) return FAIL;
    struct buf b = {0};
    bool sign = len && (s[0] == '+' || s[0] == '-');
    if (sign) buf_char(&b, s[0]);
    if (width > (int64_t)len) buf_fill(&b, '0', (size_t)width - len);
    buf_add(&b, s + sign, len - sign);
    c->result = same_kind(th, c->args[0], b.data, b.len);
    buf_fini(&b);
    return DONE;
}

/* -- text -- */

static enum answer method_decode(struct thread *th, struct call *c) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    for (int i = 1; i <= 2; i++)
        if (!is_str(c->args[i])) return fail(raise_error(th, "TypeError", "decode() argument '%s' must be str, not %s", i == 1 ? "encoding" : "errors", type_name(c->args[i])));
    return bytes_decode(th, s, len, str_text(c->args[1], NULL), str_text(c->args[2], NULL), &c->result) ? DONE : FAIL;
}

static enum answer method_hex(struct thread *th, struct call *c) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    int64_t group;
    if (!index_get(th, c->args[2], &group)) return FAIL;
    if (c->args[1] != NIL && !is_str(c->args[1]) && !is_byteslike(c->args[1])) return fail(raise_error(th, "TypeError", "sep must be str or bytes."));
    struct buf b = {0};
    for (size_t i = 0; i < len; i++) {
        size_t size = (size_t)(group < 0 ? -group : group);
        size_t at = group < 0 ? i : len - i;
        if (i && c->args[1] != NIL && size && at % size == 0) {
            const char *sep = is_str(c->args[1]) ? str_text(c->args[1], NULL) : byte_view(c->args[1], &(size_t){0});
            buf_char(&b, *sep);
        }
        buf_printf(&b, "%02x", (unsigned char)s[i]);
    }
    return give(c, str_from_buf(th, &b));
}

static enum answer method_fromhex(struct thread *th, struct call *c) {
    if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "fromhex() argument must be str, not %s", type_name(c->args[1])));
    size_t len;
    const char *s = str_text(c->args[1], &len);
    struct buf b = {0};
    for (size_t i = 0; i < len; i++) {
        if (space(s[i])) continue;
        if (!isxdigit((unsigned char)s[i]) || i + 1 >= len || !isxdigit((unsigned char)s[i + 1])) {
            buf_fini(&b);
            return fail(raise_error(th, "ValueError", "non-hexadecimal number found in fromhex() arg at position %zu", isxdigit((unsigned char)s[i]) ? i + 1 : i));
        }
        unsigned byte;
        sscanf(s + i, "%2x", &byte);
        buf_char(&b, (char)byte);
        i++;
    }
    bool array = type_is_sub(as_type(c->args[0]), &type_bytearray);
    c->result = array ? bytearray_new(th, b.data, b.len) : bytes_new(th, b.data, b.len);
    buf_fini(&b);
    return DONE;
}

static enum answer map_bytes(struct thread *th, struct call *c, int (*map)(int, int)) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    struct buf b = {0};
    int before = 0;
    for (size_t i = 0; i < len; i++) {
        int ch = (unsigned char)s[i];
        buf_char(&b, (char)(ch < 128 ? map(ch, before) : ch));
        before = ch < 128 ? ch : 0;
    }
    c->result = same_kind(th, c->args[0], b.data, b.len);
    buf_fini(&b);
    return DONE;
}
static int to_upper(int ch, int before) { return (void)before, toupper(ch); }
static int to_lower(int ch, int before) { return (void)before, tolower(ch); }
static int to_swap(int ch, int before) { return (void)before, isupper(ch) ? tolower(ch) : toupper(ch); }
static int to_title(int ch, int before) { return isalpha(before) ? tolower(ch) : toupper(ch); }
static int to_capital(int ch, int before) { return before ? tolower(ch) : toupper(ch); }
static enum answer method_upper(struct thread *th, struct call *c) { return map_bytes(th, c, to_upper); }
static enum answer method_lower(struct thread *th, struct call *c) { return map_bytes(th, c, to_lower); }
static enum answer method_swapcase(struct thread *th, struct call *c) { return map_bytes(th, c, to_swap); }
static enum answer method_title(struct thread *th, struct call *c) { return map_bytes(th, c, to_title); }
static enum answer method_capitalize(struct thread *th, struct call *c) { return map_bytes(th, c, to_capital); }

static enum answer all_are(struct call *c, int (*is)(int)) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] > 127 || !is(s[i])) return give(c, FALSE);
    return give(c, from_bool(len > 0));
}
#define CLASS(name)                                                                                                    \
    static enum answer method_##name(struct thread *th, struct call *c) {                                              \
        (void)th;                                                                                                      \
        return all_are(c, name);                                                                                       \
    }
CLASS(isalpha) CLASS(isdigit) CLASS(isalnum) CLASS(isspace)

static enum answer one_case(struct call *c, int (*good)(int), int (*bad)(int)) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    bool any = false;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)s[i] > 127) continue;
        if (bad(s[i])) return give(c, FALSE);
        any = any || good(s[i]);
    }
    return give(c, from_bool(any));
}
static enum answer method_isupper(struct thread *th, struct call *c) {
    (void)th;
    return one_case(c, isupper, islower);
}
static enum answer method_islower(struct thread *th, struct call *c) {
    (void)th;
    return one_case(c, islower, isupper);
}
static enum answer method_isascii(struct thread *th, struct call *c) {
    (void)th;
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] > 127) return give(c, FALSE);
    return give(c, TRUE);
}

static enum answer method_translate(struct thread *th, struct call *c) {
    size_t len, n = 0, gone = 0;
    const char *s = byte_view(c->args[0], &len), *table = NULL, *drop = "";
    if (c->args[1] != NONE && !want_bytes(th, c->args[1], &table, &n)) return FAIL;
    if (table && n != 256) return fail(raise_error(th, "ValueError", "translation table must be 256 characters long"));
    if (c->args[2] != NIL && !want_bytes(th, c->args[2], &drop, &gone)) return FAIL;
    struct buf b = {0};
    for (size_t i = 0; i < len; i++)
        if (!gone || !memchr(drop, s[i], gone)) buf_char(&b, table ? table[(unsigned char)s[i]] : s[i]);
    c->result = same_kind(th, c->args[0], b.data, b.len);
    buf_fini(&b);
    return DONE;
}

static enum answer method_maketrans(struct thread *th, struct call *c) {
    size_t n, m;
    const char *x, *y;
    char table[256];
    if (!want_bytes(th, c->args[0], &x, &n) || !want_bytes(th, c->args[1], &y, &m)) return FAIL;
    if (n != m) return fail(raise_error(th, "ValueError", "maketrans arguments must have same length"));
    for (int i = 0; i < 256; i++) table[i] = (char)i;
    for (size_t i = 0; i < n; i++) table[(unsigned char)x[i]] = y[i];
    return give(c, bytes_new(th, table, 256));
}

/* -- what only bytearray can -- */

static enum answer array_init(struct thread *th, struct call *c) {
    struct buf b = {0};
    bool ok = bytes_source(th, c->args[1], c->args[2], c->args[3], "bytearray", &b);
    if (ok) bytearray_splice(th, array_of(c->args[0]), 0, array_of(c->args[0])->len, b.data, b.len);
    buf_fini(&b);
    return ok ? give(c, NONE) : FAIL;
}
static enum answer array_append(struct thread *th, struct call *c) {
    char byte;
    if (!byte_of(th, c->args[1], true, &byte)) return FAIL;
    bytearray_splice(th, array_of(c->args[0]), array_of(c->args[0])->len, 0, &byte, 1);
    return give(c, NONE);
}
static enum answer array_extend(struct thread *th, struct call *c) {
    struct buf b = {0};
    bool ok = bytes_source(th, c->args[1], NIL, NIL, "bytearray", &b);
    if (ok) bytearray_splice(th, array_of(c->args[0]), array_of(c->args[0])->len, 0, b.data, b.len);
    buf_fini(&b);
    return ok ? give(c, NONE) : FAIL;
}
static enum answer array_insert(struct thread *th, struct call *c) {
    struct bytearray_obj *a = array_of(c->args[0]);
    int64_t at, n = (int64_t)a->len;
    char byte;
    if (!index_get(th, c->args[1], &at) || !byte_of(th, c->args[2], true, &byte)) return FAIL;
    if (at < 0) at = at + n < 0 ? 0 : at + n;
    bytearray_splice(th, a, (size_t)(at > n ? n : at), 0, &byte, 1);
    return give(c, NONE);
}
static enum answer array_pop(struct thread *th, struct call *c) {
    struct bytearray_obj *a = array_of(c->args[0]);
    int64_t at;
    if (!index_get(th, c->args[1], &at)) return FAIL;
    if (at < 0) at += (int64_t)a->len;
    if (a->len == 0 || at < 0 || at >= (int64_t)a->len) {
        raise_error(th, "IndexError", a->len ? "pop index out of range" : "pop from empty bytearray");
        return FAIL;
    }
    c->result = from_small(((unsigned char *)buffer_of(a->data)->items)[at]);
    bytearray_splice(th, a, (size_t)at, 1, NULL, 0);
    return DONE;
}
static enum answer array_remove(struct thread *th, struct call *c) {
    struct bytearray_obj *a = array_of(c->args[0]);
    char byte;
    if (!byte_of(th, c->args[1], true, &byte)) return FAIL;
    const char *all = a->len ? (const char *)buffer_of(a->data)->items : "", *p = a->len ? memchr(all, byte, a->len) : NULL;
    if (!p) {
        raise_error(th, "ValueError", "value not found in bytearray");
        return FAIL;
    }
    bytearray_splice(th, a, (size_t)(p - all), 1, NULL, 0);
    return give(c, NONE);
}
static enum answer array_clear(struct thread *th, struct call *c) {
    (void)th;
    array_of(c->args[0])->len = 0;
    return give(c, NONE);
}
static enum answer array_reverse(struct thread *th, struct call *c) {
    (void)th;
    struct bytearray_obj *a = array_of(c->args[0]);
    char *s = a->len ? (char *)buffer_of(a->data)->items : NULL;
    for (size_t i = 0; i < a->len / 2; i++) {
        char t = s[i];
        s[i] = s[a->len - 1 - i];
        s[a->len - 1 - i] = t;
    }
    return give(c, NONE);
}
static enum answer array_copy(struct thread *th, struct call *c) {
    size_t len;
    const char *s = byte_view(c->args[0], &len);
    return give(c, bytearray_new(th, s, len));
}

#define ARRAY_ROWS                                                                                                     \
    {"__init__", "self, source=?, encoding=?, errors=?", array_init, 0, "Fills a new bytearray."},                     \
    {"append", "self, item, /", array_append, 0, "Adds a byte."},                                                      \
    {"extend", "self, iterable!, /", array_extend, 0, "Adds bytes."},                                                  \
    {"insert", "self, index, item, /", array_insert, 0, "Puts a byte before an index."},                               \
    {"pop", "self, index=-1, /", array_pop, 0, "Removes and returns a byte."},                                         \
    {"remove", "self, value, /", array_remove, 0, "Removes the first such byte."},                                     \
    {"clear", "self, /", array_clear, 0, "Removes everything."},                                                       \
    {"reverse", "self, /", array_reverse, 0, "Turns the order around."},                                               \
    {"copy", "self, /", array_copy, 0, "A copy."}

#define SHARED_ROWS                                                                                                    \
    {"find", "self, sub, start=?, end=?, /", method_find, 0, "The lowest index of sub, or -1."},                       \
    {"rfind", "self, sub, start=?, end=?, /", method_rfind, 0, "The highest index of sub, or -1."},                    \
    {"index", "self, sub, start=?, end=?, /", method_index, 0, "Like find, but ValueError."},                          \
    {"rindex", "self, sub, start=?, end=?, /", method_rindex, 0, "Like rfind, but ValueError."},                       \
    {"count", "self, sub, start=?, end=?, /", method_count, 0, "How often sub occurs without overlap."},               \
    {"startswith", "self, prefix, start=?, end=?, /", method_startswith, 0, "True if it begins so."},                  \
    {"endswith", "self, suffix, start=?, end=?, /", method_endswith, 0, "True if it ends so."},                        \
    {"replace", "self, old, new, count=-1, /", method_replace, 0, "A copy with old replaced by new."},                 \
    {"split", "self, /, sep=None, maxsplit=-1", method_split, 0, "The parts between separators."},                     \
    {"rsplit", "self, /, sep=None, maxsplit=-1", method_rsplit, 0, "Like split, from the end."},                       \
    {"splitlines", "self, /, keepends=False", method_splitlines, 0, "The lines."},                                     \
    {"partition", "self, sep, /", method_partition, 0, "(before, sep, after) at the first sep."},                      \
    {"rpartition", "self, sep, /", method_rpartition, 0, "(before, sep, after) at the last sep."},                     \
    {"join", "self, iterable!, /", method_join, 0, "The parts with self between them."},                               \
    {"strip", "self, bytes=None, /", method_strip, 0, "Without white space (or bytes) at both ends."},                 \
    {"lstrip", "self, bytes=None, /", method_lstrip, 0, "Without it at the start."},                                   \
    {"rstrip", "self, bytes=None, /", method_rstrip, 0, "Without it at the end."},                                     \
    {"removeprefix", "self, prefix, /", method_removeprefix, 0, "Without the prefix if it is there."},                 \
    {"removesuffix", "self, suffix, /", method_removesuffix, 0, "Without the suffix if it is there."},                 \
    {"ljust", "self, width, fillchar=?, /", method_ljust, 0, "Padded at the right."},                                  \
    {"rjust", "self, width, fillchar=?, /", method_rjust, 0, "Padded at the left."},                                   \
    {"center", "self, width, fillchar=?, /", method_center, 0, "Padded at both ends."},                                \
    {"zfill", "self, width, /", method_zfill, 0, "Padded with zeros after the sign."},                                 \
    {"decode", "self, /, encoding='utf-8', errors='strict'", method_decode, 0, "The bytes as text."},                  \
    {"hex", "self, sep=?, bytes_per_sep=1", method_hex, 0, "Two hexadecimal digits a byte."},                          \
    {"fromhex", "cls, string, /", method_fromhex, NATIVE_class, "Reads what hex() writes."},                           \
    {"upper", "self, /", method_upper, 0, "ASCII letters as capitals."},                                               \
    {"lower", "self, /", method_lower, 0, "ASCII letters small."},                                                     \
    {"swapcase", "self, /", method_swapcase, 0, "Case exchanged."},                                                    \
    {"title", "self, /", method_title, 0, "Words capitalised."},                                                       \
    {"capitalize", "self, /", method_capitalize, 0, "First letter a capital."},                                        \
    {"isalpha", "self, /", method_isalpha, 0, "Only ASCII letters."},                                                  \
    {"isdigit", "self, /", method_isdigit, 0, "Only ASCII digits."},                                                   \
    {"isalnum", "self, /", method_isalnum, 0, "Only ASCII letters and digits."},                                       \
    {"isspace", "self, /", method_isspace, 0, "Only white space."},                                                    \
    {"isupper", "self, /", method_isupper, 0, "No small letters, some capitals."},                                     \
    {"islower", "self, /", method_islower, 0, "No capitals, some small letters."},                                     \
    {"isascii", "self, /", method_isascii, 0, "Only ASCII."},                                                          \
    {"translate", "self, table, /, delete=?", method_translate, 0, "Each byte mapped through a table."},               \
    {"maketrans", "frm, to, /", method_maketrans, NATIVE_static, "A table for translate."},                            \
    {NULL, NULL, NULL, 0, NULL},

const struct native bytes_methods[] = {SHARED_ROWS};
const struct native bytearray_methods[] = {ARRAY_ROWS, SHARED_ROWS};
