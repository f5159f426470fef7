/* "..." % args and "...".format(...). */
#include <math.h>
#include <string.h>

#include "python/format_spec.h"
#include "python/heap.h"
#include "python/type_bytes.h"
#include "python/type_dict.h"
#include "python/type_float.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* -- the % operator -- */

struct percent {
    struct thread *th;
    const char *s, *start, *end;
    value args;  /* tuple of arguments, or one */
    bool tuple;
    size_t next;
    value dict;  /* mapping, when args can be one */
    bool used_dict;
    struct buf *out;
};

static bool next_arg(struct percent *p, value *out) {
    if (p->tuple ? p->next >= tuple_len(p->args) : p->next > 0) return raise_error(p->th, "TypeError", "not enough arguments for format string");
    *out = p->tuple ? tuple_items(p->args)[p->next] : p->args;
    p->next++;
    return true;
}

struct conversion {
    bool left, plus, space, alternate, zero;
    int64_t width, precision; /* -1: none */
    char type;
};

static bool percent_number(struct percent *p, int64_t *out) {
    if (p->s < p->end && *p->s == '*') {
        value v;
        p->s++;
        if (!next_arg(p, &v)) return false;
        if (!is_int(v)) return raise_error(p->th, "TypeError", "* wants int");
        return index_get(p->th, v, out);
    }
    *out = 0;
    for (; p->s < p->end && *p->s >= '0' && *p->s <= '9'; p->s++) {
        *out = *out * 10 + (*p->s - '0');
        if (*out > INT32_MAX) return raise_error(p->th, "ValueError", "width too big");
    }
    return true;
}

static bool percent_parse(struct percent *p, struct conversion *c) {
    *c = (struct conversion){.width = -1, .precision = -1};
    for (; p->s < p->end; p->s++) {
        if (*p->s == '-') c->left = true;
        else if (*p->s == '+') c->plus = true;
        else if (*p->s == ' ') c->space = true;
        else if (*p->s == '#') c->alternate = true;
        else if (*p->s == '0') c->zero = true;
        else break;
    }
    if (!percent_number(p, &c->width)) return false;
    if (c->width < 0) {
        c->left = true;
        c->width = -c->width;
    }
    if (p->s < p->end && *p->s == '.') {
        p->s++;
        if (!percent_number(p, &c->precision)) return false;
        if (c->precision < 0) c->precision = 0;
    }
    while (p->s < p->end && (*p->s == 'h' || *p->s == 'l' || *p->s == 'L')) p->s++;
    if (p->s >= p->end) return raise_error(p->th, "ValueError", "incomplete format");
    c->type = *p->s++;
    return true;
}

static void percent_pad(struct percent *p, const struct conversion *c, const char *text, size_t len, size_t head, bool number) {
    int64_t room = c->width - (int64_t)utf8_count(text, len);
    if (room < 0) room = 0;
    if (c->left) {
        buf_add(p->out, text, len);
        buf_fill(p->out, ' ', (size_t)room);
    } else if (c->zero && number) {
        buf_add(p->out, text, head);
        buf_fill(p->out, '0', (size_t)room);
        buf_add(p->out, text + head, len - head);
    } else {
        buf_fill(p->out, ' ', (size_t)room);
        buf_add(p->out, text, len);
    }
}

static bool percent_text(struct percent *p, const struct conversion *c, value v) {
    struct buf b = {0};
    bool ok = c->type == 's' ? object_str(p->th, v, &b) : object_repr(p->th, v, &b);
    const char *text = b.data ? b.data : "";
    size_t len = b.len;
    struct buf ascii = {0};
    if (ok && c->type == 'a') {
        for (size_t i = 0; i < b.len;) {
            uint32_t cp;
            i += utf8_next(text + i, b.len - i, &cp);
            if (cp < 127) buf_char(&ascii, (char)cp);
            else buf_printf(&ascii, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
        }
        text = ascii.data ? ascii.data : "";
        len = ascii.len;
    }
    if (ok && c->precision >= 0) {
        size_t at = 0;
        uint32_t cp;
        for (int64_t i = 0; i < c->precision && at < len; i++) at += utf8_next(text + at, len - at, &cp);
        len = at;
    }
    if (ok) percent_pad(p, c, text, len, 0, false);
    buf_fini(&b);
    buf_fini(&ascii);
    return ok;
}

static bool percent_int_arg(struct percent *p, const struct conversion *c, value v, value *out) {
    bool decimal = strchr("diu", c->type) != NULL;
    if (is_int(v)) return *out = v, true;
    if (decimal && is_float(v)) return int_from_double(p->th, float_of(v), out);
    if (has_index(p->th, v)) return int_index(p->th, v, out);
    if (decimal && is_class(type_of(v)) && type_lookup_cstr(p->th, type_of(v), "__int__") != NIL)
        return object_call_method(p->th, v, "__int__", NULL, 0, out);
    if (decimal) return raise_error(p->th, "TypeError", "%%%c format: a real number is required, not %s", c->type, type_name(v));
    return raise_error(p->th, "TypeError", "%%%c format: an integer is required, not %s", c->type, type_name(v));
}

static bool percent_int(struct percent *p, const struct conversion *c, value v) {
    value i;
    if (!percent_int_arg(p, c, v, &i)) return false;
    int base = c->type == 'o' ? 8 : c->type == 'x' || c->type == 'X' ? 16 : 10;
    struct buf digits = {0}, b = {0};
    bool ok = int_text(p->th, i, base, &digits);
    if (ok) {
        bool negative = digits.data[0] == '-';
        size_t count = digits.len - negative;
        if (negative) buf_char(&b, '-');
        else if (c->plus) buf_char(&b, '+');
        else if (c->space) buf_char(&b, ' ');
        if (c->alternate && base != 10) buf_text(&b, base == 8 ? "0o" : c->type == 'X' ? "0X" : "0x");
        size_t head = b.len;
        if (c->precision > (int64_t)count) buf_fill(&b, '0', (size_t)c->precision - count);
        for (const char *d = digits.data + negative; *d; d++) buf_char(&b, c->type == 'X' && *d >= 'a' ? (char)(*d - 32) : *d);
        percent_pad(p, c, b.data, b.len, head, true);
    }
    buf_fini(&digits);
    buf_fini(&b);
    return ok;
}

static bool percent_float(struct percent *p, const struct conversion *c, value v) {
    double d;
    if (!is_float(v) && !is_int(v) && type_lookup_cstr(p->th, type_of(v), "__float__") == NIL && !has_index(p->th, v))
        return raise_error(p->th, "TypeError", "must be real number, not %s", type_name(v));
    if (!float_get(p->th, v, &d)) return false;
    struct buf b = {0};
    bool negative = signbit(d) && !isnan(d);
    if (negative) buf_char(&b, '-');
    else if (c->plus) buf_char(&b, '+');
    else if (c->space) buf_char(&b, ' ');
    size_t head = b.len;
    int precision = c->precision < 0 ? 6 : (int)c->precision;
    if ((c->type | 32) == 'g' && precision == 0) precision = 1;
    charge(p->th, COST_format_float, 1);
    double_text(fabs(d), c->type, precision, c->alternate, &b);
    percent_pad(p, c, b.data, b.len, head, true);
    buf_fini(&b);
    return true;
}

static bool percent_char(struct percent *p, const struct conversion *c, value v) {
    struct buf b = {0};
    if (is_str(v)) {
        if (str_of(v)->chars != 1) return raise_error(p->th, "TypeError", "%%c requires int or char");
        buf_add(&b, str_of(v)->text, str_of(v)->len);
    } else {
        int64_t cp;
        if (!has_index(p->th, v)) return raise_error(p->th, "TypeError", "%%c requires int or char");
        value i;
        if (!int_index(p->th, v, &i)) return false;
        if (!int_fits(i, &cp) || cp < 0 || cp > 0x10FFFF) return raise_error(p->th, "OverflowError", "%%c arg not in range(0x110000)");
        buf_utf8(&b, (uint32_t)cp);
    }
    percent_pad(p, c, b.data, b.len, 0, false);
    buf_fini(&b);
    return true;
}

static bool percent_key(struct percent *p, value *arg) {
    const char *from = ++p->s;
    for (int depth = 1; p->s < p->end; p->s++) {
        if (*p->s == '(') depth++;
        if (*p->s == ')' && --depth == 0) break;
    }
    if (p->s >= p->end) return raise_error(p->th, "ValueError", "incomplete format key");
    if (p->dict == NIL) return raise_error(p->th, "TypeError", "format requires a mapping");
    value key = str_new(p->th, from, (size_t)(p->s - from));
    p->s++;
    p->used_dict = true;
    return object_getitem(p->th, p->dict, key, arg);
}

static bool percent_one(struct percent *p) {
    value arg = NIL;
    struct conversion c;
    if (p->s < p->end && *p->s == '%') return p->s++, buf_char(p->out, '%'), true;
    if (p->s < p->end && *p->s == '(' && !percent_key(p, &arg)) return false;
    if (!percent_parse(p, &c)) return false;
    if (arg == NIL && !next_arg(p, &arg)) return false;
    if (strchr("sra", c.type)) return percent_text(p, &c, arg);
    if (strchr("diuoxX", c.type)) return percent_int(p, &c, arg);
    if (strchr("eEfFgG", c.type)) return percent_float(p, &c, arg);
    if (c.type == 'c') return percent_char(p, &c, arg);
    uint32_t cp;
    const char *at = p->s - 1;
    utf8_next(at, (size_t)(p->end - at), &cp);
    size_t index = utf8_count(p->start, (size_t)(at - p->start));
    return raise_error(p->th, "ValueError", "unsupported format character '%c' (0x%x) at index %zu", cp < 127 && cp > 31 ? (char)cp : '?', cp, index);
}

bool str_percent(struct thread *th, value format, value args, value *out) {
    size_t len;
    const char *s = str_text(format, &len);
    struct buf b = {0};
    struct percent p = {.th = th, .s = s, .start = s, .end = s + len, .args = args, .tuple = is_tuple(args), .out = &b};
    bool mapping = !p.tuple && !is_str(args) && type_lookup_cstr(th, type_of(args), "__getitem__") != NIL;
    if (mapping) p.dict = args;
    bool ok = true;
    while (ok && p.s < p.end) {
        const char *mark = memchr(p.s, '%', (size_t)(p.end - p.s));
        buf_add(&b, p.s, (size_t)((mark ? mark : p.end) - p.s));
        p.s = mark ? mark + 1 : p.end;
        if (mark) ok = percent_one(&p);
    }
    bool left = p.tuple ? p.next < tuple_len(args) : p.next == 0;
    if (ok && left && !mapping && !p.used_dict) ok = raise_error(th, "TypeError", "not all arguments converted during string formatting");
    charge(th, COST_byte, (int64_t)b.len);
    if (ok) *out = str_from_buf(th, &b);
    buf_fini(&b);
    return ok;
}

/* -- str.format -- */

struct fields {
    struct thread *th;
    value args;    /* tuple */
    value mapping; /* kwargs dict or any mapping; NIL: none */
    int64_t automatic; /* next {} number; -1: manual numbering in use */
    bool counted;
};

static bool numbering(struct fields *f, bool automatic) {
    if (automatic) {
        if (f->automatic < 0) return raise_error(f->th, "ValueError", "cannot switch from manual field specification to automatic field numbering");
        f->counted = true;
    } else {
        if (f->counted) return raise_error(f->th, "ValueError", "cannot switch from automatic field numbering to manual field specification");
        f->automatic = -1;
    }
    return true;
}

static bool all_digits(const char *s, size_t n, int64_t *out) {
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9' || *out > INT32_MAX) return false;
        *out = *out * 10 + (s[i] - '0');
    }
    return n > 0;
}

static bool field_first(struct fields *f, const char *name, size_t n, value *out) {
    int64_t index;
    if (n == 0 || all_digits(name, n, &index)) {
        if (!numbering(f, n == 0)) return false;
        if (n == 0) index = f->automatic++;
        if (f->args == NIL) return raise_error(f->th, "ValueError", "Format string contains positional fields");
        if ((size_t)index >= tuple_len(f->args))
            return raise_error(f->th, "IndexError", "Replacement index %lld out of range for positional args tuple", (long long)index);
        return *out = tuple_items(f->args)[index], true;
    }
    value key = str_new(f->th, name, n);
    if (f->mapping == NIL) return raise_key_error(f->th, key);
    return object_getitem(f->th, f->mapping, key, out);
}

/* name(.attribute | [index])* */
static bool field_value(struct fields *f, const char *name, size_t n, value *out) {
    size_t i = 0;
    int64_t index;
    while (i < n && name[i] != '.' && name[i] != '[') i++;
    if (!field_first(f, name, i, out)) return false;
    while (i < n) {
        size_t from = ++i;
        if (name[i - 1] == '.') {
            while (i < n && name[i] != '.' && name[i] != '[') i++;
            if (i == from) return raise_error(f->th, "ValueError", "Empty attribute in format string");
            if (!object_getattr(f->th, *out, str_intern(f->th, str_new(f->th, name + from, i - from)), out)) return false;
            continue;
        }
        if (name[i - 1] != '[') return raise_error(f->th, "ValueError", "Only '.' or '[' may follow ']' in format field specifier");
        while (i < n && name[i] != ']') i++;
        if (i >= n) return raise_error(f->th, "ValueError", "Missing ']' in format string");
        if (i == from) return raise_error(f->th, "ValueError", "Empty attribute in format string");
        value key = all_digits(name + from, i - from, &index) ? int_new(f->th, index) : str_new(f->th, name + from, i - from);
        if (!object_getitem(f->th, *out, key, out)) return false;
        i++;
    }
    return true;
}

static bool format_fields(struct fields *f, const char *s, size_t len, int depth, struct buf *out);

static bool one_field(struct fields *f, const char *s, size_t len, int depth, struct buf *out) {
    size_t n = 0;
    for (int bracket = 0; n < len; n++) {
        if (s[n] == '[') bracket = 1;
        if (s[n] == ']') bracket = 0;
        if (!bracket && (s[n] == '!' || s[n] == ':')) break;
        if (s[n] == '{') return raise_error(f->th, "ValueError", "unexpected '{' in field name");
    }
    value v;
    if (!field_value(f, s, n, &v)) return false;
    char conversion = 0;
    if (n < len && s[n] == '!') {
        if (n + 1 >= len) return raise_error(f->th, "ValueError", "end of string while looking for conversion specifier");
        conversion = s[n + 1];
        n += 2;
        if (n < len && s[n] != ':') return raise_error(f->th, "ValueError", "expected ':' after conversion specifier");
    }
    struct buf text = {0}, spec = {0};
    bool ok = true;
    if (conversion == 'r' || conversion == 'a') ok = object_repr(f->th, v, &text);
    else if (conversion == 's') ok = object_str(f->th, v, &text);
    else if (conversion) ok = raise_error(f->th, "ValueError", "Unknown conversion specifier %c", conversion);
    if (ok && conversion) v = str_new(f->th, text.data ? text.data : "", text.len);
    if (ok && conversion == 'a') {
        struct buf ascii = {0};
        for (size_t i = 0; i < text.len;) {
            uint32_t cp;
            i += utf8_next(text.data + i, text.len - i, &cp);
            if (cp < 127) buf_char(&ascii, (char)cp);
            else buf_printf(&ascii, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
        }
        v = str_from_buf(f->th, &ascii);
    }
    if (ok && n < len) ok = format_fields(f, s + n + 1, len - n - 1, depth + 1, &spec);
    ok = ok && object_format(f->th, v, spec.data ? spec.data : "", spec.len, out);
    buf_fini(&text);
    buf_fini(&spec);
    return ok;
}

static bool format_fields(struct fields *f, const char *s, size_t len, int depth, struct buf *out) {
    if (depth > 2) return raise_error(f->th, "ValueError", "Max string recursion exceeded");
    for (size_t i = 0; i < len;) {
        char c = s[i++];
        if (c != '{' && c != '}') {
            buf_char(out, c);
            continue;
        }
        if (i < len && s[i] == c && depth == 1) {
            buf_char(out, c);
            i++;
            continue;
        }
        if (c == '}') return raise_error(f->th, "ValueError", "Single '}' encountered in format string");
        if (i >= len) return raise_error(f->th, "ValueError", "Single '{' encountered in format string");
        size_t from = i;
        int nested = 1;
        for (; i < len; i++) {
            if (s[i] == '{') nested++;
            if (s[i] == '}' && --nested == 0) break;
        }
        if (i >= len) return raise_error(f->th, "ValueError", "expected '}' before end of string");
        if (!one_field(f, s + from, i - from, depth, out)) return false;
        i++;
    }
    return true;
}

static enum answer run_format(struct thread *th, struct call *c, value args, value mapping) {
    struct fields f = {.th = th, .args = args, .mapping = mapping};
    struct buf b = {0};
    size_t len;
    const char *s = str_text(c->args[0], &len);
    bool ok = format_fields(&f, s, len, 1, &b);
    charge(th, COST_byte, (int64_t)b.len);
    if (ok) c->result = str_from_buf(th, &b);
    buf_fini(&b);
    return ok ? DONE : FAIL;
}

enum answer str_method_format(struct thread *th, struct call *c) { return run_format(th, c, c->args[1], c->args[2]); }
enum answer str_method_format_map(struct thread *th, struct call *c) { return run_format(th, c, NIL, c->args[1]); }
