#include "python/str_case.h"

#include <string.h>

#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/unicode.h"

/* -- case -- */

static void put_upper(struct buf *b, uint32_t cp) {
    if (cp == 0xDF) buf_text(b, "SS");
    else if (cp == 0x149) buf_text(b, "\xCA\xBCN");
    else if (cp == 0xFB01) buf_text(b, "FI");
    else if (cp == 0xFB02) buf_text(b, "FL");
    else buf_utf8(b, unicode_upper(cp));
}

static void put_title(struct buf *b, uint32_t cp) {
    if (cp == 0xDF) buf_text(b, "Ss");
    else if (cp == 0xFB01) buf_text(b, "Fi");
    else if (cp == 0xFB02) buf_text(b, "Fl");
    else buf_utf8(b, unicode_upper(cp));
}

static void put_lower(struct buf *b, uint32_t cp) {
    if (cp == 0x130) buf_text(b, "i\xCC\x87");
    else buf_utf8(b, unicode_lower(cp));
}

static bool cased(uint32_t cp) { return unicode_is_upper(cp) || unicode_is_lower(cp); }

/* A capital sigma at the end of a word becomes the final form. */
static bool final_sigma(const char *s, size_t len, size_t at, size_t n, bool after_letter) {
    uint32_t next;
    if (!after_letter) return false;
    if (at + n >= len) return true;
    utf8_next(s + at + n, len - at - n, &next);
    return !cased(next);
}

enum mapping { UPPER, LOWER, FOLD, TITLE, CAPITAL, SWAP };

static enum answer map_case(struct thread *th, struct call *c, enum mapping how) {
    size_t len;
    const char *s = str_text(c->args[0], &len);
    struct buf b = {0};
    bool in_word = false;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = utf8_next(s + i, len - i, &cp);
        enum mapping m = how;
        if (how == TITLE) m = in_word ? LOWER : TITLE;
        else if (how == CAPITAL) m = i ? LOWER : TITLE;
        else if (how == SWAP) m = unicode_is_upper(cp) ? LOWER : unicode_is_lower(cp) ? UPPER : FOLD;
        if (how == SWAP && m == FOLD) buf_add(&b, s + i, n);
        else if (m == UPPER) put_upper(&b, cp);
        else if (m == TITLE) put_title(&b, cp);
        else if (m == FOLD && (cp == 0xDF || cp == 0x1E9E)) buf_text(&b, "ss");
        else if (m == FOLD && cp == 0x3C2) buf_utf8(&b, 0x3C3);
        else if (m == FOLD && cp == 0xB5) buf_utf8(&b, 0x3BC);
        else if (m == FOLD && cp == 0x17F) buf_char(&b, 's');
        else if (m == LOWER && cp == 0x3A3 && final_sigma(s, len, i, n, in_word)) buf_utf8(&b, 0x3C2);
        else put_lower(&b, cp);
        in_word = cased(cp);
        i += n;
    }
    charge(th, COST_byte, (int64_t)len);
    return give(c, str_from_buf(th, &b));
}

enum answer str_method_upper(struct thread *th, struct call *c) { return map_case(th, c, UPPER); }
enum answer str_method_lower(struct thread *th, struct call *c) { return map_case(th, c, LOWER); }
enum answer str_method_casefold(struct thread *th, struct call *c) { return map_case(th, c, FOLD); }
enum answer str_method_title(struct thread *th, struct call *c) { return map_case(th, c, TITLE); }
enum answer str_method_capitalize(struct thread *th, struct call *c) { return map_case(th, c, CAPITAL); }
enum answer str_method_swapcase(struct thread *th, struct call *c) { return map_case(th, c, SWAP); }

/* -- classes -- */

static enum answer all_are(struct thread *th, struct call *c, bool (*is)(uint32_t), bool when_empty) {
    size_t len;
    const char *s = str_text(c->args[0], &len);
    if (len == 0) return give(c, from_bool(when_empty));
    charge(th, COST_byte, (int64_t)len);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += utf8_next(s + i, len - i, &cp);
        if (!is(cp)) return give(c, FALSE);
    }
    return give(c, TRUE);
}

static bool is_alnum(uint32_t cp) { return unicode_is_alpha(cp) || unicode_is_numeric(cp); }
static bool is_ascii(uint32_t cp) { return cp < 128; }

enum answer str_method_isalpha(struct thread *th, struct call *c) { return all_are(th, c, unicode_is_alpha, false); }
enum answer str_method_isdigit(struct thread *th, struct call *c) { return all_are(th, c, unicode_is_digit, false); }
enum answer str_method_isdecimal(struct thread *th, struct call *c) { return all_are(th, c, unicode_is_decimal, false); }
enum answer str_method_isnumeric(struct thread *th, struct call *c) { return all_are(th, c, unicode_is_numeric, false); }
enum answer str_method_isalnum(struct thread *th, struct call *c) { return all_are(th, c, is_alnum, false); }
enum answer str_method_isspace(struct thread *th, struct call *c) { return all_are(th, c, unicode_is_space, false); }
enum answer str_method_isprintable(struct thread *th, struct call *c) { return all_are(th, c, unicode_is_printable, true); }
enum answer str_method_isascii(struct thread *th, struct call *c) { return all_are(th, c, is_ascii, true); }

static enum answer one_case(struct call *c, bool (*good)(uint32_t), bool (*bad)(uint32_t)) {
    size_t len;
    const char *s = str_text(c->args[0], &len);
    bool any = false;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += utf8_next(s + i, len - i, &cp);
        if (bad(cp)) return give(c, FALSE);
        any = any || good(cp);
    }
    return give(c, from_bool(any));
}

enum answer str_method_isupper(struct thread *th, struct call *c) {
    (void)th;
    return one_case(c, unicode_is_upper, unicode_is_lower);
}
enum answer str_method_islower(struct thread *th, struct call *c) {
    (void)th;
    return one_case(c, unicode_is_lower, unicode_is_upper);
}

enum answer str_method_istitle(struct thread *th, struct call *c) {
    (void)th;
    size_t len;
    const char *s = str_text(c->args[0], &len);
    bool any = false, in_word = false;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += utf8_next(s + i, len - i, &cp);
        bool upper = unicode_is_upper(cp), lower = unicode_is_lower(cp);
        if ((upper && in_word) || (lower && !in_word)) return give(c, FALSE);
        in_word = upper || lower;
        any = any || in_word;
    }
    return give(c, from_bool(any));
}

enum answer str_method_isidentifier(struct thread *th, struct call *c) {
    (void)th;
    size_t len;
    const char *s = str_text(c->args[0], &len);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = utf8_next(s + i, len - i, &cp);
        if (cp != '_' && !unicode_is_alpha(cp) && !(i > 0 && unicode_is_decimal(cp))) return give(c, FALSE);
        i += n;
    }
    return give(c, from_bool(len > 0));
}

/* -- translate -- */

enum answer str_method_translate(struct thread *th, struct call *c) {
    size_t len;
    const char *s = str_text(c->args[0], &len);
    struct buf b = {0};
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t n = utf8_next(s + i, len - i, &cp);
        value to;
        if (!object_getitem(th, c->args[1], from_small(cp), &to)) {
            if (!exc_matches(th, "LookupError")) return buf_fini(&b), FAIL;
            exc_take(th);
            buf_add(&b, s + i, n);
        } else if (is_int(to)) {
            int64_t code;
            if (!int_fits(to, &code) || code < 0 || code > 0x10FFFF) {
                buf_fini(&b);
                raise_error(th, "ValueError", "character mapping must be in range(0x110000)");
                return FAIL;
            }
            buf_utf8(&b, (uint32_t)code);
        } else if (is_str(to)) {
            buf_add(&b, str_of(to)->text, str_of(to)->len);
        } else if (to != NONE) {
            buf_fini(&b);
            raise_error(th, "TypeError", "character mapping must return integer, None or str");
            return FAIL;
        }
        i += n;
    }
    charge(th, COST_byte, (int64_t)len * 4);
    return give(c, str_from_buf(th, &b));
}

static bool map_dict(struct thread *th, value from, value to) {
    value key, item;
    for (size_t pos = 0; dict_next(from, &pos, &key, &item);) {
        if (is_str(key)) {
            if (str_of(key)->chars != 1) return raise_error(th, "ValueError", "string keys in translate table must be of length 1");
            uint32_t cp;
            utf8_next(str_of(key)->text, str_of(key)->len, &cp);
            key = from_small(cp);
        } else if (!is_int(key)) {
            return raise_error(th, "TypeError", "keys in translate table must be strings or integers");
        }
        if (!dict_set(th, to, key, item)) return false;
    }
    return true;
}

enum answer str_method_maketrans(struct thread *th, struct call *c) {
    value d = dict_new(th), x = c->args[0], y = c->args[1], z = c->args[2];
    if (y == NIL) {
        if (!is_dict(x)) {
            raise_error(th, "TypeError", "if you give only one argument to maketrans it must be a dict");
            return FAIL;
        }
        return map_dict(th, x, d) ? give(c, d) : FAIL;
    }
    if (!is_str(x) || !is_str(y)) {
        raise_error(th, "TypeError", "first maketrans argument must be a string if there is a second argument");
        return FAIL;
    }
    if (str_of(x)->chars != str_of(y)->chars) {
        raise_error(th, "ValueError", "the first two maketrans arguments must have equal length");
        return FAIL;
    }
    if (z != NIL && !is_str(z)) {
        raise_error(th, "TypeError", "maketrans() argument 3 must be str, not %s", type_name(z));
        return FAIL;
    }
    uint32_t a, b;
    for (size_t i = 0, j = 0; i < str_of(x)->len;) {
        i += utf8_next(str_of(x)->text + i, str_of(x)->len - i, &a);
        j += utf8_next(str_of(y)->text + j, str_of(y)->len - j, &b);
        if (!dict_set(th, d, from_small(a), from_small(b))) return FAIL;
    }
    for (size_t i = 0; z != NIL && i < str_of(z)->len;) {
        i += utf8_next(str_of(z)->text + i, str_of(z)->len - i, &a);
        if (!dict_set(th, d, from_small(a), NONE)) return FAIL;
    }
    return give(c, d);
}
