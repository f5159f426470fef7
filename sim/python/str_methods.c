/* str.split() and friends: searching, splitting, stripping, padding. */
#include <string.h>

#include "python/heap.h"
#include "python/str_case.h"
#include "python/type_bytes.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"
#include "python/unicode.h"

static enum answer fail(bool raised) {
    (void)raised;
    return FAIL;
}

/* -- searching: start and end are code points, the search is on bytes -- */

static bool bound(struct thread *th, value v, size_t chars, size_t missing, size_t *out) {
    int64_t i;
    if (v == NIL || v == NONE) return *out = missing, true;
    value n;
    if (!has_index(th, v)) return raise_error(th, "TypeError", "slice indices must be integers or None or have an __index__ method");
    if (!int_index(th, v, &n)) return false;
    if (!int_fits(n, &i)) i = int_sign(n) < 0 ? -INT64_MAX : INT64_MAX;
    if (i < 0) i = i + (int64_t)chars < 0 ? 0 : i + (int64_t)chars;
    *out = i > (int64_t)chars ? chars + 1 : (size_t)i;
    return true;
}

/* The searched bytes [from, to) of self; *possible false when start lies behind the end. */
static bool window(struct thread *th, struct call *c, int start, size_t *from, size_t *to, bool *possible) {
    struct str_obj *s = str_of(c->args[0]);
    size_t a, b;
    if (!bound(th, c->args[start], s->chars, 0, &a) || !bound(th, c->args[start + 1], s->chars, s->chars, &b)) return false;
    if (b > s->chars) b = s->chars;
    *possible = a <= b;
    if (!*possible) a = b;
    *from = str_offset(s, a);
    *to = b == s->chars ? s->len : str_offset(s, b);
    return true;
}

static bool find(struct thread *th, struct call *c, bool last, int64_t *out) {
    struct str_obj *s = str_of(c->args[0]), *w;
    size_t from, to;
    bool possible;
    if (!window(th, c, 2, &from, &to, &possible)) return false;
    w = str_of(c->args[1]);
    charge(th, COST_byte, (int64_t)(to - from));
    size_t at = SIZE_MAX;
    if (possible) at = last ? text_rfind(s->text + from, to - from, w->text, w->len) : text_find(s->text + from, to - from, w->text, w->len, 0);
    *out = at == SIZE_MAX ? -1 : str_ascii(s) ? (int64_t)(at + from) : (int64_t)utf8_count(s->text, at + from);
    return true;
}

static enum answer do_find(struct thread *th, struct call *c, bool last, bool must) {
    int64_t at;
    if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "must be str, not %s", type_name(c->args[1])));
    if (!find(th, c, last, &at)) return FAIL;
    if (at < 0 && must) return fail(raise_error(th, "ValueError", "substring not found"));
    return give(c, int_new(th, at));
}
static enum answer method_find(struct thread *th, struct call *c) { return do_find(th, c, false, false); }
static enum answer method_rfind(struct thread *th, struct call *c) { return do_find(th, c, true, false); }
static enum answer method_index(struct thread *th, struct call *c) { return do_find(th, c, false, true); }
static enum answer method_rindex(struct thread *th, struct call *c) { return do_find(th, c, true, true); }

static enum answer method_count(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]), *w;
    size_t from, to;
    bool possible;
    if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "must be str, not %s", type_name(c->args[1])));
    if (!window(th, c, 2, &from, &to, &possible)) return FAIL;
    w = str_of(c->args[1]);
    charge(th, COST_byte, (int64_t)(to - from));
    if (!possible) return give(c, from_small(0));
    if (w->len == 0) return give(c, int_new(th, (int64_t)utf8_count(s->text + from, to - from) + 1));
    int64_t n = 0;
    for (size_t at = from; (at = text_find(s->text, to, w->text, w->len, at)) != SIZE_MAX; at += w->len) n++;
    return give(c, int_new(th, n));
}

static enum answer affix(struct thread *th, struct call *c, bool end, const char *name) {
    struct str_obj *s = str_of(c->args[0]);
    size_t from, to, n = 1;
    bool possible;
    value *words = &c->args[1];
    if (is_tuple(c->args[1])) {
        words = tuple_items(c->args[1]);
        n = tuple_len(c->args[1]);
    } else if (!is_str(c->args[1])) {
        return fail(raise_error(th, "TypeError", "%s first arg must be str or a tuple of str, not %s", name, type_name(c->args[1])));
    }
    if (!window(th, c, 2, &from, &to, &possible)) return FAIL;
    for (size_t i = 0; i < n; i++) {
        if (!is_str(words[i])) return fail(raise_error(th, "TypeError", "tuple for %s must only contain str, not %s", name, type_name(words[i])));
        struct str_obj *w = str_of(words[i]);
        if (possible && w->len <= to - from && memcmp(s->text + (end ? to - w->len : from), w->text, w->len) == 0) return give(c, TRUE);
    }
    return give(c, FALSE);
}
static enum answer method_startswith(struct thread *th, struct call *c) { return affix(th, c, false, "startswith"); }
static enum answer method_endswith(struct thread *th, struct call *c) { return affix(th, c, true, "endswith"); }

static enum answer method_replace(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]);
    int64_t count;
    for (int i = 1; i <= 2; i++)
        if (!is_str(c->args[i])) return fail(raise_error(th, "TypeError", "replace() argument %d must be str, not %s", i, type_name(c->args[i])));
    if (!index_get(th, c->args[3], &count)) return FAIL;
    struct str_obj *old = str_of(c->args[1]), *new = str_of(c->args[2]);
    if (count < 0) count = INT64_MAX;
    struct buf b = {0};
    size_t at = 0;
    if (old->len == 0) {
        for (; count > 0; count--) {
            buf_add(&b, new->text, new->len);
            if (at >= s->len) break;
            uint32_t cp;
            size_t n = utf8_next(s->text + at, s->len - at, &cp);
            buf_add(&b, s->text + at, n);
            at += n;
        }
    } else {
        for (size_t found; count > 0 && (found = text_find(s->text, s->len, old->text, old->len, at)) != SIZE_MAX; count--) {
            buf_add(&b, s->text + at, found - at);
            buf_add(&b, new->text, new->len);
            at = found + old->len;
        }
    }
    if (at < s->len) buf_add(&b, s->text + at, s->len - at);
    charge(th, COST_byte, (int64_t)(s->len + b.len));
    return give(c, str_from_buf(th, &b));
}

/* -- splitting -- */

static size_t space_at(const char *s, size_t len) {
    uint32_t cp;
    size_t n = utf8_next(s, len, &cp);
    return unicode_is_space(cp) ? n : 0;
}

/* Start of the code point that ends before `at`. */
static size_t before(const char *s, size_t at) {
    do at--;
    while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
    return at;
}

static void split_spaces(struct thread *th, value self, int64_t max, value list) {
    struct str_obj *s = str_of(self);
    size_t i = 0, n;
    for (;;) {
        while (i < s->len && (n = space_at(s->text + i, s->len - i)) != 0) i += n;
        if (i >= s->len) return;
        size_t from = i;
        if (max-- == 0) {
            list_append(th, list, str_new(th, s->text + from, s->len - from));
            return;
        }
        while (i < s->len && !space_at(s->text + i, s->len - i)) {
            uint32_t cp;
            i += utf8_next(s->text + i, s->len - i, &cp);
        }
        list_append(th, list, str_new(th, s->text + from, i - from));
    }
}

static void rsplit_spaces(struct thread *th, value self, int64_t max, value list) {
    struct str_obj *s = str_of(self);
    size_t i = s->len;
    for (;;) {
        while (i > 0 && space_at(s->text + before(s->text, i), s->len)) i = before(s->text, i);
        if (i == 0) return;
        size_t to = i;
        if (max-- == 0) {
            list_append(th, list, str_new(th, s->text, to));
            return;
        }
        while (i > 0 && !space_at(s->text + before(s->text, i), s->len)) i = before(s->text, i);
        list_append(th, list, str_new(th, s->text + i, to - i));
    }
}

static void reverse_list(value list) {
    value *items = list_items(list);
    for (size_t i = 0, n = list_len(list); i < n / 2; i++) {
        value t = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = t;
    }
}

static enum answer do_split(struct thread *th, struct call *c, bool right) {
    struct str_obj *s = str_of(c->args[0]);
    int64_t max;
    if (!index_get(th, c->args[2], &max)) return FAIL;
    if (max < 0) max = INT64_MAX;
    value list = list_new(th, NULL, 0);
    charge(th, COST_byte, (int64_t)s->len);
    c->result = list;
    if (c->args[1] == NONE) {
        if (right) rsplit_spaces(th, c->args[0], max, list);
        else split_spaces(th, c->args[0], max, list);
    } else {
        if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "must be str or None, not %s", type_name(c->args[1])));
        struct str_obj *w = str_of(c->args[1]);
        if (w->len == 0) return fail(raise_error(th, "ValueError", "empty separator"));
        size_t from = 0, to = s->len, at;
        if (right) {
            for (; max > 0 && (at = text_rfind(s->text, to, w->text, w->len)) != SIZE_MAX; max--) {
                list_append(th, list, str_new(th, s->text + at + w->len, to - at - w->len));
                to = at;
            }
            list_append(th, list, str_new(th, s->text, to));
        } else {
            for (; max > 0 && (at = text_find(s->text, s->len, w->text, w->len, from)) != SIZE_MAX; max--) {
                list_append(th, list, str_new(th, s->text + from, at - from));
                from = at + w->len;
            }
            list_append(th, list, str_new(th, s->text + from, s->len - from));
        }
    }
    charge(th, COST_item, (int64_t)list_len(list));
    if (right) reverse_list(list);
    return DONE;
}
static enum answer method_split(struct thread *th, struct call *c) { return do_split(th, c, false); }
static enum answer method_rsplit(struct thread *th, struct call *c) { return do_split(th, c, true); }

static size_t line_end(const char *s, size_t len) {
    uint32_t cp;
    size_t n = utf8_next(s, len, &cp);
    if (cp == '\r' && len > 1 && s[1] == '\n') return 2;
    bool end = cp == '\n' || cp == '\r' || cp == 11 || cp == 12 || (cp >= 28 && cp <= 30) || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
    return end ? n : 0;
}

static enum answer method_splitlines(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]);
    bool keep;
    if (!object_truth(th, c->args[1], &keep)) return FAIL;
    value list = list_new(th, NULL, 0);
    for (size_t from = 0, i = 0; from < s->len; from = i) {
        size_t n = 0;
        while (i < s->len && (n = line_end(s->text + i, s->len - i)) == 0) i++;
        list_append(th, list, str_new(th, s->text + from, i - from + (keep ? n : 0)));
        i += n;
    }
    charge(th, COST_byte, (int64_t)s->len);
    return give(c, list);
}

static enum answer do_partition(struct thread *th, struct call *c, bool right) {
    struct str_obj *s = str_of(c->args[0]), *w;
    if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "must be str, not %s", type_name(c->args[1])));
    w = str_of(c->args[1]);
    if (w->len == 0) return fail(raise_error(th, "ValueError", "empty separator"));
    size_t at = right ? text_rfind(s->text, s->len, w->text, w->len) : text_find(s->text, s->len, w->text, w->len, 0);
    value none = str_interned(th, ""), parts[3] = {none, none, none};
    if (at == SIZE_MAX) {
        parts[right ? 2 : 0] = str_slice_bytes(th, c->args[0], 0, s->len);
    } else {
        parts[0] = str_new(th, s->text, at);
        parts[1] = c->args[1];
        parts[2] = str_new(th, s->text + at + w->len, s->len - at - w->len);
    }
    charge(th, COST_byte, (int64_t)s->len);
    return give(c, tuple_new(th, parts, 3));
}
static enum answer method_partition(struct thread *th, struct call *c) { return do_partition(th, c, false); }
static enum answer method_rpartition(struct thread *th, struct call *c) { return do_partition(th, c, true); }

static enum answer method_join(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]);
    value *items;
    size_t n;
    if (!iterable_items(th, c->args[1], &items, &n)) {
        if (!exc_matches(th, "TypeError")) return FAIL;
        if (type_lookup_cstr(th, type_of(c->args[1]), "__iter__") != NIL) return FAIL;
        exc_take(th);
        return fail(raise_error(th, "TypeError", "can only join an iterable"));
    }
    if (n == 1 && is_obj(items[0]) && type_of(items[0]) == &type_str) return give(c, items[0]);
    struct buf b = {0};
    for (size_t i = 0; i < n; i++) {
        if (!is_str(items[i])) {
            buf_fini(&b);
            return fail(raise_error(th, "TypeError", "sequence item %zu: expected str instance, %s found", i, type_name(items[i])));
        }
        if (i) buf_add(&b, s->text, s->len);
        buf_add(&b, str_of(items[i])->text, str_of(items[i])->len);
    }
    charge(th, COST_item, (int64_t)n);
    charge(th, COST_byte, (int64_t)b.len);
    return give(c, str_from_buf(th, &b));
}

/* -- stripping -- */

static bool stripped(const char *s, size_t len, struct str_obj *chars) {
    if (!chars) return space_at(s, len) != 0;
    uint32_t cp;
    size_t n = utf8_next(s, len, &cp);
    return text_find(chars->text, chars->len, s, n, 0) != SIZE_MAX;
}

static enum answer do_strip(struct thread *th, struct call *c, bool left, bool right, const char *name) {
    struct str_obj *s = str_of(c->args[0]), *chars = NULL;
    if (c->args[1] != NONE) {
        if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "%s arg must be None or str", name));
        chars = str_of(c->args[1]);
    }
    size_t from = 0, to = s->len;
    while (left && from < to && stripped(s->text + from, to - from, chars)) {
        uint32_t cp;
        from += utf8_next(s->text + from, to - from, &cp);
    }
    while (right && to > from && stripped(s->text + before(s->text, to), to - before(s->text, to), chars)) to = before(s->text, to);
    charge(th, COST_byte, (int64_t)(to - from));
    return give(c, str_slice_bytes(th, c->args[0], from, to));
}
static enum answer method_strip(struct thread *th, struct call *c) { return do_strip(th, c, true, true, "strip"); }
static enum answer method_lstrip(struct thread *th, struct call *c) { return do_strip(th, c, true, false, "lstrip"); }
static enum answer method_rstrip(struct thread *th, struct call *c) { return do_strip(th, c, false, true, "rstrip"); }

static enum answer method_removeprefix(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]);
    if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "removeprefix() argument must be str, not %s", type_name(c->args[1])));
    struct str_obj *w = str_of(c->args[1]);
    bool has = w->len <= s->len && memcmp(s->text, w->text, w->len) == 0;
    return give(c, str_slice_bytes(th, c->args[0], has ? w->len : 0, s->len));
}
static enum answer method_removesuffix(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]);
    if (!is_str(c->args[1])) return fail(raise_error(th, "TypeError", "removesuffix() argument must be str, not %s", type_name(c->args[1])));
    struct str_obj *w = str_of(c->args[1]);
    bool has = w->len <= s->len && memcmp(s->text + s->len - w->len, w->text, w->len) == 0;
    return give(c, str_slice_bytes(th, c->args[0], 0, s->len - (has ? w->len : 0)));
}

/* -- padding -- */

static enum answer do_pad(struct thread *th, struct call *c, char align, const char *name) {
    struct str_obj *s = str_of(c->args[0]);
    int64_t width;
    if (!index_get(th, c->args[1], &width)) return FAIL;
    if (!is_str(c->args[2])) return fail(raise_error(th, "TypeError", "The fill character must be a unicode character, not %s", type_name(c->args[2])));
    struct str_obj *f = str_of(c->args[2]);
    (void)name;
    if (f->chars != 1) return fail(raise_error(th, "TypeError", "The fill character must be exactly one character long"));
    int64_t room = width - (int64_t)s->chars;
    if (room <= 0) return give(c, str_slice_bytes(th, c->args[0], 0, s->len));
    int64_t left = align == '<' ? 0 : align == '>' ? room : room / 2 + (room & width & 1);
    struct buf b = {0};
    for (int64_t i = 0; i < left; i++) buf_add(&b, f->text, f->len);
    buf_add(&b, s->text, s->len);
    for (int64_t i = left; i < room; i++) buf_add(&b, f->text, f->len);
    charge(th, COST_byte, (int64_t)b.len);
    return give(c, str_from_buf(th, &b));
}
static enum answer method_ljust(struct thread *th, struct call *c) { return do_pad(th, c, '<', "ljust"); }
static enum answer method_rjust(struct thread *th, struct call *c) { return do_pad(th, c, '>', "rjust"); }
static enum answer method_center(struct thread *th, struct call *c) { return do_pad(th, c, '^', "center"); }

static enum answer method_zfill(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]);
    int64_t width;
    if (!index_get(th, c->args[1], &width)) return FAIL;
    if (width <= (int64_t)s->chars) return give(c, str_slice_bytes(th, c->args[0], 0, s->len));
    struct buf b = {0};
    bool sign = s->len && (s->text[0] == '+' || s->text[0] == '-');
    if (sign) buf_char(&b, s->text[0]);
    buf_fill(&b, '0', (size_t)width - s->chars);
    buf_add(&b, s->text + sign, s->len - sign);
    return give(c, str_from_buf(th, &b));
}

static enum answer method_expandtabs(struct thread *th, struct call *c) {
    struct str_obj *s = str_of(c->args[0]);
    int64_t size, column = 0;
    if (!index_get(th, c->args[1], &size)) return FAIL;
    struct buf b = {0};
    for (size_t i = 0; i < s->len; i++) {
        char ch = s->text[i];
        if (ch == '\t') {
            int64_t n = size > 0 ? size - column % size : 0;
            buf_fill(&b, ' ', (size_t)n);
            column += n;
            continue;
        }
        buf_char(&b, ch);
        if (ch == '\n' || ch == '\r') column = 0;
        else if (((unsigned char)ch & 0xC0) != 0x80) column++;
    }
    return give(c, str_from_buf(th, &b));
}

static enum answer method_encode(struct thread *th, struct call *c) {
    for (int i = 1; i <= 2; i++)
        if (!is_str(c->args[i])) return fail(raise_error(th, "TypeError", "encode() argument '%s' must be str, not %s", i == 1 ? "encoding" : "errors", type_name(c->args[i])));
    return str_encode(th, c->args[0], str_text(c->args[1], NULL), str_text(c->args[2], NULL), &c->result) ? DONE : FAIL;
}

const struct native str_methods[] = {
    {"find", "self, sub, start=?, end=?, /", method_find, 0, "The lowest index of sub, or -1."},
    {"rfind", "self, sub, start=?, end=?, /", method_rfind, 0, "The highest index of sub, or -1."},
    {"index", "self, sub, start=?, end=?, /", method_index, 0, "Like find, but ValueError."},
    {"rindex", "self, sub, start=?, end=?, /", method_rindex, 0, "Like rfind, but ValueError."},
    {"count", "self, sub, start=?, end=?, /", method_count, 0, "How often sub occurs without overlap."},
    {"startswith", "self, prefix, start=?, end=?, /", method_startswith, 0, "True if it begins so."},
    {"endswith", "self, suffix, start=?, end=?, /", method_endswith, 0, "True if it ends so."},
    {"replace", "self, old, new, count=-1, /", method_replace, 0, "A copy with old replaced by new."},
    {"split", "self, /, sep=None, maxsplit=-1", method_split, 0, "The words between separators."},
    {"rsplit", "self, /, sep=None, maxsplit=-1", method_rsplit, 0, "Like split, from the end."},
    {"splitlines", "self, /, keepends=False", method_splitlines, 0, "The lines."},
    {"partition", "self, sep, /", method_partition, 0, "(before, sep, after) at the first sep."},
    {"rpartition", "self, sep, /", method_rpartition, 0, "(before, sep, after) at the last sep."},
    {"join", "self, iterable!, /", method_join, 0, "The strings with self between them."},
    {"strip", "self, chars=None, /", method_strip, 0, "Without white space (or chars) at both ends."},
    {"lstrip", "self, chars=None, /", method_lstrip, 0, "Without it at the start."},
    {"rstrip", "self, chars=None, /", method_rstrip, 0, "Without it at the end."},
    {"removeprefix", "self, prefix, /", method_removeprefix, 0, "Without the prefix if it is there."},
    {"removesuffix", "self, suffix, /", method_removesuffix, 0, "Without the suffix if it is there."},
    {"ljust", "self, width, fillchar=' ', /", method_ljust, 0, "Padded at the right."},
    {"rjust", "self, width, fillchar=' ', /", method_rjust, 0, "Padded at the left."},
    {"center", "self, width, fillchar=' ', /", method_center, 0, "Padded at both ends."},
    {"zfill", "self, width, /", method_zfill, 0, "Padded with zeros after the sign."},
    {"expandtabs", "self, /, tabsize=8", method_expandtabs, 0, "Tabs become spaces."},
    {"encode", "self, /, encoding='utf-8', errors='strict'", method_encode, 0, "The text as bytes."},
    {"format", "self, /, *args, **kwargs", str_method_format, 0, "Fills the {} fields."},
    {"format_map", "self, mapping, /", str_method_format_map, 0, "Fills the {} fields from a mapping."},
    {"upper", "self, /", str_method_upper, 0, "In capitals."},
    {"lower", "self, /", str_method_lower, 0, "In small letters."},
    {"casefold", "self, /", str_method_casefold, 0, "For comparing without case."},
    {"title", "self, /", str_method_title, 0, "Words capitalised."},
    {"capitalize", "self, /", str_method_capitalize, 0, "First letter a capital, the rest small."},
    {"swapcase", "self, /", str_method_swapcase, 0, "Capitals and small letters exchanged."},
    {"isalpha", "self, /", str_method_isalpha, 0, "Only letters."},
    {"isdigit", "self, /", str_method_isdigit, 0, "Only digits."},
    {"isdecimal", "self, /", str_method_isdecimal, 0, "Only decimal digits."},
    {"isnumeric", "self, /", str_method_isnumeric, 0, "Only numeric characters."},
    {"isalnum", "self, /", str_method_isalnum, 0, "Only letters and numbers."},
    {"isspace", "self, /", str_method_isspace, 0, "Only white space."},
    {"isupper", "self, /", str_method_isupper, 0, "All cased characters are capitals."},
    {"islower", "self, /", str_method_islower, 0, "All cased characters are small."},
    {"istitle", "self, /", str_method_istitle, 0, "Titlecased."},
    {"isidentifier", "self, /", str_method_isidentifier, 0, "A valid name."},
    {"isprintable", "self, /", str_method_isprintable, 0, "Nothing that repr would escape."},
    {"isascii", "self, /", str_method_isascii, 0, "Only ASCII."},
    {"translate", "self, table, /", str_method_translate, 0, "Each character mapped through a table."},
    {"maketrans", "x, y=?, z=?, /", str_method_maketrans, NATIVE_static, "A table for translate."},
    {NULL, NULL, NULL, 0, NULL},
};
