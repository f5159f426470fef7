#include "python/format_spec.h"

#include <math.h>
#include <string.h>

#include "python/heap.h"
#include "python/type_float.h"
#include "python/type_int.h"
#include "python/type_str.h"

/* -- parsing -- */

static bool is_align(char c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static bool parse_number(struct thread *th, const char **s, const char *end, int64_t *out) {
    if (*s >= end || **s < '0' || **s > '9') return true;
    *out = 0;
    for (; *s < end && **s >= '0' && **s <= '9'; (*s)++) {
        *out = *out * 10 + (**s - '0');
        if (*out > INT32_MAX) return raise_error(th, "ValueError", "Too many decimal digits in format string");
    }
    return true;
}

static bool parse_grouping(struct thread *th, const char **s, const char *end, char *out) {
    if (*s < end && **s == ',') *out = *(*s)++;
    if (*s < end && **s == '_') {
        if (*out) return raise_error(th, "ValueError", "Cannot specify both ',' and '_'.");
        *out = *(*s)++;
    }
    if (*s < end && **s == ',') {
        if (*out == '_') return raise_error(th, "ValueError", "Cannot specify both ',' and '_'.");
        return raise_error(th, "ValueError", "Cannot specify ',' with ','.");
    }
    return true;
}

bool format_spec_parse(struct thread *th, const char *spec, size_t len, const char *type_name, struct format_spec *out) {
    const char *s = spec, *end = spec + len;
    *out = (struct format_spec){.fill = ' ', .width = -1, .precision = -1};
    uint32_t fill;
    size_t n = len ? utf8_next(s, len, &fill) : 0;
    bool fill_given = false;
    if (len > n && is_align(s[n])) {
        out->fill = fill;
        out->align = s[n];
        fill_given = true;
        s += n + 1;
    } else if (len && is_align(*s)) {
        out->align = *s++;
    }
    if (s < end && (*s == '+' || *s == '-' || *s == ' ')) out->sign = *s++;
    if (s < end && *s == 'z') out->no_neg_zero = true, s++;
    if (s < end && *s == '#') out->alternate = true, s++;
    if (s < end && *s == '0') {
        out->zero = true;
        s++;
        if (!fill_given) out->fill = '0';
    }
    if (!parse_number(th, &s, end, &out->width) || !parse_grouping(th, &s, end, &out->grouping)) return false;
    if (s < end && *s == '.') {
        s++;
        if (!parse_number(th, &s, end, &out->precision)) return false;
        if (out->precision < 0) return raise_error(th, "ValueError", "Format specifier missing precision");
    }
    if (end - s > 1)
        return raise_error(th, "ValueError", "Invalid format specifier '%.*s' for object of type '%s'", (int)len, spec, type_name);
    if (s < end) out->type = *s;
    if (out->grouping && out->type && !strchr("defgEG%F", out->type) && !(out->grouping == '_' && strchr("boxX", out->type)))
        return raise_error(th, "ValueError", "Cannot specify '%c' with '%c'.", out->grouping, out->type);
    return true;
}

static bool unknown_type(struct thread *th, char type, const char *name) {
    return raise_error(th, "ValueError", "Unknown format code '%c' for object of type '%s'", type, name);
}

/* -- padding -- */

static void fill_with(struct buf *out, uint32_t fill, int64_t n) {
    for (; n > 0; n--) buf_utf8(out, fill);
}

static void pad(const char *text, size_t len, size_t chars, char align, const struct format_spec *f, struct buf *out) {
    int64_t room = f->width - (int64_t)chars, left = 0;
    if (room < 0) room = 0;
    if (align == '>') left = room;
    else if (align == '^') left = room / 2;
    fill_with(out, f->fill, left);
    buf_add(out, text, len);
    fill_with(out, f->fill, room - left);
}

bool format_text(struct thread *th, const char *text, size_t len, const struct format_spec *f, struct buf *out) {
    if (f->type && f->type != 's') return unknown_type(th, f->type, "str");
    if (f->grouping) return raise_error(th, "ValueError", "Cannot specify '%c' with 's'.", f->grouping);
    if (f->sign) return raise_error(th, "ValueError", f->sign == ' ' ? "Space not allowed in string format specifier" : "Sign not allowed in string format specifier");
    if (f->no_neg_zero) return raise_error(th, "ValueError", "Negative zero coercion (z) not allowed in string format specifier");
    if (f->alternate) return raise_error(th, "ValueError", "Alternate form (#) not allowed in string format specifier");
    if (f->align == '=') return raise_error(th, "ValueError", "'=' alignment not allowed in string format specifier");
    size_t chars = utf8_count(text, len);
    if (f->precision >= 0 && (size_t)f->precision < chars) {
        size_t at = 0;
        for (int64_t i = 0; i < f->precision; i++) {
            uint32_t cp;
            at += utf8_next(text + at, len - at, &cp);
        }
        len = at;
        chars = (size_t)f->precision;
    }
    pad(text, len, chars, f->align ? f->align : '<', f, out);
    charge(th, COST_byte, (int64_t)len + (f->width > 0 ? f->width : 0));
    return true;
}

/* -- numbers: [sign][prefix][digits with separators][rest], padded -- */

struct number {
    char sign;          /* 0: none */
    const char *prefix; /* "0x" ... */
    const char *digits; /* the whole part */
    size_t count;
    const char *rest; /* point, fraction, exponent, % */
    size_t rest_len;
};

/* digits with a separator every `group`, at least min_width characters wide by leading zeros. */
static void group_digits(const char *digits, size_t count, char separator, size_t group, size_t min_width, struct buf *out) {
    size_t n = count;
    if (min_width > 0)
        while (n + (separator ? (n - 1) / group : 0) < min_width) n++;
    for (size_t i = 0; i < n; i++) {
        if (separator && i > 0 && (n - i) % group == 0) buf_char(out, separator);
        buf_char(out, i < n - count ? '0' : digits[i - (n - count)]);
    }
}

static void put_number(const struct number *x, const struct format_spec *f, size_t group, struct buf *out) {
    struct buf b = {0};
    char align = f->align ? f->align : f->zero ? '=' : '>';
    if (x->sign) buf_char(&b, x->sign);
    buf_text(&b, x->prefix);
    size_t head = b.len, min_width = 0;
    bool zero_fill = f->fill == '0' && align == '=';
    if (zero_fill && f->width > (int64_t)(head + x->rest_len)) min_width = (size_t)f->width - head - x->rest_len;
    group_digits(x->digits, x->count, f->grouping, group, min_width, &b);
    buf_add(&b, x->rest, x->rest_len);
    if (align == '=') {
        buf_add(out, b.data, head);
        fill_with(out, f->fill, f->width - (int64_t)utf8_count(b.data ? b.data : "", b.len));
        buf_add(out, b.data ? b.data + head : "", b.len - head);
    } else {
        pad(b.data ? b.data : "", b.len, b.len, align, f, out);
    }
    buf_fini(&b);
}

static char sign_of(bool negative, char option) { return negative ? '-' : option == '+' || option == ' ' ? option : 0; }

bool format_int(struct thread *th, value i, const struct format_spec *f, struct buf *out) {
    char type = f->type ? f->type : 'd';
    int base = type == 'b' ? 2 : type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
    if (!strchr("bcdoxXn", type)) return unknown_type(th, type, is_bool(i) ? "bool" : type_name(i));
    if (f->precision >= 0) return raise_error(th, "ValueError", "Precision not allowed in integer format specifier");
    if (f->no_neg_zero) return raise_error(th, "ValueError", "Negative zero coercion (z) not allowed in integer format specifier");
    if (type == 'c') {
        int64_t cp;
        if (f->sign) return raise_error(th, "ValueError", "Sign not allowed with integer format specifier 'c'");
        if (f->alternate) return raise_error(th, "ValueError", "Alternate form (#) not allowed with integer format specifier 'c'");
        if (!int_fits(i, &cp)) return raise_error(th, "OverflowError", "Python int too large to convert to C long");
        if (cp < 0 || cp > 0x10FFFF) return raise_error(th, "OverflowError", "%%c arg not in range(0x110000)");
        struct buf b = {0};
        buf_utf8(&b, (uint32_t)cp);
        pad(b.data, b.len, 1, !f->align || f->align == '=' ? '>' : f->align, f, out);
        buf_fini(&b);
        return true;
    }
    struct buf b = {0};
    if (!int_text(th, i, base, &b)) return buf_fini(&b), false;
    bool negative = b.data[0] == '-';
    if (type == 'X')
        for (size_t k = 0; k < b.len; k++)
            if (b.data[k] >= 'a') b.data[k] = (char)(b.data[k] - 32);
    struct number x = {sign_of(negative, f->sign), "", b.data + negative, b.len - negative, "", 0};
    if (f->alternate && base != 10) x.prefix = base == 2 ? "0b" : base == 8 ? "0o" : type == 'X' ? "0X" : "0x";
    put_number(&x, f, base == 10 ? 3 : 4, out);
    charge(th, COST_byte, (int64_t)b.len);
    buf_fini(&b);
    return true;
}

/* No type, no precision: repr; "#" wants a point. */
static void repr_magnitude(double d, bool alternate, struct buf *b) {
    struct buf r = {0};
    double_text(fabs(d), 'r', 0, false, &r);
    char *e = strchr(r.data, 'e');
    size_t digits = e ? (size_t)(e - r.data) : r.len;
    buf_add(b, r.data, digits);
    if (e && alternate && !memchr(r.data, '.', digits)) buf_char(b, '.');
    if (e) buf_text(b, e);
    buf_fini(&r);
}

/* No type but a precision: like g, with a digit after the point, and an exponent already where that digit would be too many. */
static void plain_magnitude(double d, int precision, bool alternate, struct buf *b) {
    struct buf e = {0};
    double_text(fabs(d), 'e', precision - 1, alternate, &e);
    char *mark = isfinite(d) ? strchr(e.data, 'e') : NULL;
    int exponent = 0;
    for (const char *p = mark ? mark + 2 : ""; *p; p++) exponent = exponent * 10 + (*p - '0');
    if (mark && mark[1] == '+' && exponent == precision - 1) {
        char *end = mark;
        if (!alternate && memchr(e.data, '.', (size_t)(mark - e.data))) {
            while (end[-1] == '0') end--;
            if (end[-1] == '.') end--;
        }
        buf_add(b, e.data, (size_t)(end - e.data));
        buf_text(b, mark);
    } else {
        size_t at = b->len;
        double_text(fabs(d), 'g', precision, alternate, b);
        if (isfinite(d) && !strpbrk(b->data + at, ".e")) buf_text(b, ".0");
    }
    buf_fini(&e);
}

/* Appends |d| in the form of type. */
static void magnitude(double d, const struct format_spec *f, struct buf *b) {
    int precision = f->precision > 100000 ? 100000 : (int)f->precision;
    char type = f->type;
    if (type == 'n') type = 'g';
    if (type == 0) {
        if (precision < 0) repr_magnitude(d, f->alternate, b);
        else plain_magnitude(d, precision ? precision : 1, f->alternate, b);
        return;
    }
    if (precision < 0) precision = 6;
    if ((type == 'g' || type == 'G') && precision == 0) precision = 1;
    double_text(fabs(d), type == '%' ? 'f' : type, precision, f->alternate, b);
}

static bool all_zero(const struct buf *b) {
    for (size_t i = 0; i < b->len && b->data[i] != 'e' && b->data[i] != 'E'; i++)
        if (b->data[i] >= '1' && b->data[i] <= '9') return false;
    return true;
}

bool format_double(struct thread *th, double d, const struct format_spec *f, struct buf *out) {
    if (f->type && !strchr("eEfFgGn%", f->type)) return unknown_type(th, f->type, "float");
    if (f->precision > INT32_MAX - 1) return raise_error(th, "ValueError", "precision too big");
    charge(th, COST_format_float, 1);
    struct buf b = {0};
    magnitude(f->type == '%' ? d * 100 : d, f, &b);
    bool negative = signbit(d) && !isnan(d);
    if (f->no_neg_zero && negative && isfinite(d) && all_zero(&b)) negative = false;
    if (f->type == '%') buf_char(&b, '%');
    size_t digits = 0;
    while (digits < b.len && b.data[digits] >= '0' && b.data[digits] <= '9') digits++;
    struct number x = {sign_of(negative, f->sign), "", b.data, digits, b.data + digits, b.len - digits};
    if (digits == 0) { /* inf, nan: never grouped */
        struct format_spec plain = *f;
        plain.grouping = 0;
        x.digits = "", x.count = 0;
        put_number(&x, &plain, 3, out);
    } else {
        put_number(&x, f, 3, out);
    }
    buf_fini(&b);
    return true;
}

bool format_complex(struct thread *th, double re, double im, const struct format_spec *f, struct buf *out) {
    if (f->zero) return raise_error(th, "ValueError", "Zero padding is not allowed in complex format specifier");
    if (f->align == '=') return raise_error(th, "ValueError", "'=' alignment flag is not allowed in complex format specifier");
    if (f->type && !strchr("eEfFgGn", f->type)) return unknown_type(th, f->type, "complex");
    struct buf b = {0};
    struct format_spec part = *f;
    part.width = -1;
    part.align = 0;
    bool brackets = f->type == 0;
    bool no_real = brackets && re == 0 && !signbit(re);
    if (brackets && f->precision < 0) part.type = 'r';
    bool ok = true;
    for (int i = no_real ? 1 : 0; i < 2 && ok; i++) {
        if (i == 0 && brackets) buf_char(&b, '(');
        part.sign = i == 1 && !no_real ? '+' : f->sign;
        if (part.type == 'r') { /* repr without a trailing .0 */
            struct buf t = {0};
            double_text(fabs(i ? im : re), 'r', 0, false, &t);
            if (t.len > 2 && strcmp(t.data + t.len - 2, ".0") == 0) t.len -= 2;
            char sign = sign_of(signbit(i ? im : re) != 0, part.sign);
            if (sign) buf_char(&b, sign);
            buf_add(&b, t.data, t.len);
            buf_fini(&t);
        } else {
            if (!part.type) part.type = 'g';
            ok = format_double(th, i ? im : re, &part, &b);
        }
    }
    buf_char(&b, 'j');
    if (brackets && !no_real) buf_char(&b, ')');
    if (ok) pad(b.data, b.len, b.len, f->align ? f->align : '>', f, out);
    buf_fini(&b);
    return ok;
}
