#include "lang/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lang/bignum.h"

enum { BITS_MAX = 128, TEXT_MAX = 4096, TUPLE_MAX = 256 };

bool konst_truth(const struct konst *k)
{
    switch (k->kind) {
    case KONST_none:
    case KONST_false: return false;
    case KONST_int: return k->i != 0;
    case KONST_float:
    case KONST_complex: return k->f < 0 || k->f > 0 || isnan(k->f);
    case KONST_str:
    case KONST_bytes:
    case KONST_tuple:
    case KONST_frozenset: return k->len != 0;
    case KONST_true:
    case KONST_ellipsis:
    case KONST_bigint:
    case KONST_code: return true;
    }
    return true;
}

static bool is_int(const struct konst *k)
{
    return k->kind == KONST_int || k->kind == KONST_true || k->kind == KONST_false;
}

static bool is_integer(const struct konst *k)
{
    return is_int(k) || k->kind == KONST_bigint;
}

static int64_t int_of(const struct konst *k)
{
    return k->kind == KONST_int ? k->i : k->kind == KONST_true;
}

static bool give_int(int64_t i, struct konst *out)
{
    if (i < -(INT64_C(1) << 62) || i >= INT64_C(1) << 62)
        return false;
    *out = (struct konst){.kind = KONST_int, .i = i};
    return true;
}

static bool give_float(double f, struct konst *out)
{
    *out = (struct konst){.kind = KONST_float, .f = f};
    return true;
}

bool fold_konst_unary(struct arena *a, enum unary_kind op, const struct konst *k, struct konst *out)
{
    if (op == UNARY_not) {
        *out = (struct konst){.kind = konst_truth(k) ? KONST_false : KONST_true};
        return true;
    }
    if (k->kind == KONST_float || k->kind == KONST_complex) {
        if (op == UNARY_invert || (op == UNARY_minus && k->kind == KONST_complex))
            return false; /* -1j has a real part of -0.0, which a constant cannot hold */
        *out = *k;
        out->f = op == UNARY_minus ? -k->f : k->f;
        return true;
    }
    if (!is_integer(k))
        return false;
    struct bignum n = bignum_from_konst(a, k);
    if (op != UNARY_plus)
        n = bignum_negate(n);
    if (op == UNARY_invert) {
        struct konst minus_one = {.kind = KONST_int, .i = -1};
        n = bignum_add(a, n, bignum_from_konst(a, &minus_one));
    }
    *out = bignum_to_konst(a, n);
    return true;
}

/* -- integers -- */

static int64_t floor_div(int64_t x, int64_t y)
{
    int64_t q = x / y;
    return x % y != 0 && (x < 0) != (y < 0) ? q - 1 : q;
}

static bool fold_power(struct arena *a, const struct konst *x, const struct konst *y, struct konst *out)
{
    int64_t exponent = int_of(y);
    if (exponent < 0)
        return is_int(x) && int_of(x) != 0 && give_float(pow((double)int_of(x), (double)exponent), out);
    struct bignum base = bignum_from_konst(a, x);
    size_t bits = bignum_bits(base);
    if (bits && exponent > 0 && (exponent > BITS_MAX || bits > BITS_MAX / (size_t)exponent))
        return false;
    struct konst one = {.kind = KONST_int, .i = 1};
    struct bignum result = bignum_from_konst(a, &one);
    for (int64_t i = 0; bits && i < exponent; i++)
        result = bignum_mul(a, result, base);
    if (!bits && exponent)
        result.count = 0;
    *out = bignum_to_konst(a, result);
    return true;
}

static bool fold_small(enum binary_kind op, int64_t x, int64_t y, struct konst *out)
{
    switch ((int)op) {
    case BIN_and: return give_int(x & y, out);
    case BIN_or: return give_int(x | y, out);
    case BIN_xor: return give_int(x ^ y, out);
    case BIN_rshift: return y >= 0 && give_int(y > 62 ? (x < 0 ? -1 : 0) : floor_div(x, INT64_C(1) << y), out);
    case BIN_truediv: {
        int64_t exact = INT64_C(1) << 53;
        return y && x <= exact && x >= -exact && y <= exact && y >= -exact && give_float((double)x / (double)y, out);
    }
    default: return false;
    }
}

static bool fold_integers(struct arena *a, enum binary_kind op, const struct konst *x, const struct konst *y, struct konst *out)
{
    struct bignum m = bignum_from_konst(a, x), n = bignum_from_konst(a, y);
    switch ((int)op) {
    case BIN_add: *out = bignum_to_konst(a, bignum_add(a, m, n)); return true;
    case BIN_sub: *out = bignum_to_konst(a, bignum_add(a, m, bignum_negate(n))); return true;
    case BIN_mul:
        if (m.count && n.count && bignum_bits(m) + bignum_bits(n) > BITS_MAX)
            return false;
        *out = bignum_to_konst(a, bignum_mul(a, m, n));
        return true;
    case BIN_lshift:
        if (!is_int(y) || int_of(y) < 0 || int_of(y) > BITS_MAX || (m.count && bignum_bits(m) > BITS_MAX - (size_t)int_of(y)))
            return false;
        *out = bignum_to_konst(a, bignum_shift_left(a, m, (size_t)int_of(y)));
        return true;
    case BIN_pow: return is_int(y) && fold_power(a, x, y, out);
    case BIN_floordiv:
    case BIN_mod: {
        struct bignum quotient, rest;
        if (!n.count)
            return false;
        bignum_divide(a, m, n, &quotient, &rest);
        *out = bignum_to_konst(a, op == BIN_mod ? rest : quotient);
        return true;
    }
    default:
        if ((x->kind == KONST_true || x->kind == KONST_false) && (y->kind == KONST_true || y->kind == KONST_false) &&
            (op == BIN_and || op == BIN_or || op == BIN_xor)) {
            int64_t i = op == BIN_and ? int_of(x) & int_of(y) : op == BIN_or ? int_of(x) | int_of(y) : int_of(x) ^ int_of(y);
            *out = (struct konst){.kind = i ? KONST_true : KONST_false};
            return true;
        }
        return is_int(x) && is_int(y) && fold_small(op, int_of(x), int_of(y), out);
    }
}

/* -- floats: Python's rules for // and %: the remainder has the divisor's sign -- */

static double float_mod(double x, double y, double *quotient)
{
    double mod = fmod(x, y), div = (x - mod) / y;
    if (mod < 0 || mod > 0) {
        if ((y < 0) != (mod < 0)) {
            mod += y;
            div -= 1.0;
        }
    } else {
        mod = copysign(0.0, y);
    }
    if (div < 0 || div > 0) {
        *quotient = floor(div);
        if (div - *quotient > 0.5)
            *quotient += 1.0;
    } else {
        *quotient = copysign(0.0, x / y);
    }
    return mod;
}

static bool is_zero(double d)
{
    return !(d < 0) && !(d > 0);
}

static bool fold_floats(enum binary_kind op, double x, double y, struct konst *out)
{
    double quotient;
    switch ((int)op) {
    case BIN_add: return give_float(x + y, out);
    case BIN_sub: return give_float(x - y, out);
    case BIN_mul: return give_float(x * y, out);
    case BIN_truediv: return !is_zero(y) && give_float(x / y, out);
    case BIN_mod: return !is_zero(y) && give_float(float_mod(x, y, &quotient), out);
    case BIN_floordiv:
        if (is_zero(y))
            return false;
        float_mod(x, y, &quotient);
        return give_float(quotient, out);
    case BIN_pow: {
        double power = pow(x, y);
        if (!isfinite(power) || !isfinite(x) || !isfinite(y) || (x < 0 && floor(y) < y) || (is_zero(x) && y < 0))
            return false;
        return give_float(power, out);
    }
    default: return false;
    }
}

static bool as_float(const struct konst *k, double *out)
{
    if (k->kind == KONST_float)
        *out = k->f;
    else if (k->kind == KONST_bigint)
        *out = strtod(k->text, NULL);
    else if (is_int(k))
        *out = (double)int_of(k);
    else
        return false;
    return isfinite(*out) || k->kind == KONST_float;
}

/* -- text, bytes, tuples -- */

static bool is_text(const struct konst *k)
{
    return k->kind == KONST_str || k->kind == KONST_bytes;
}

static bool join(struct arena *a, const struct konst *x, const struct konst *y, struct konst *out)
{
    *out = (struct konst){.kind = x->kind, .len = x->len + y->len};
    if (is_text(x)) {
        char *text = arena_alloc(a, out->len + 1);
        memcpy(text, x->text, x->len);
        memcpy(text + x->len, y->text, y->len);
        out->text = text;
        return true;
    }
    struct konst *items = ARENA_ARRAY(a, out->len + 1, struct konst);
    for (size_t i = 0; i < out->len; i++)
        items[i] = i < x->len ? x->items[i] : y->items[i - x->len];
    out->items = items;
    return true;
}

static bool repeat(struct arena *a, const struct konst *k, const struct konst *times, struct konst *out)
{
    int64_t n = int_of(times);
    size_t max = is_text(k) ? TEXT_MAX : TUPLE_MAX;
    if (n < 0 || (k->len && (size_t)n > max / k->len))
        return false;
    *out = (struct konst){.kind = k->kind, .text = "", .items = NULL};
    for (int64_t i = 0; k->len && i < n; i++) {
        struct konst so_far = *out;
        join(a, &so_far, k, out);
    }
    return true;
}

bool fold_konst_binary(struct arena *a, enum binary_kind op, const struct konst *x, const struct konst *y, struct konst *out)
{
    double fx, fy;
    if (is_integer(x) && is_integer(y))
        return fold_integers(a, op, x, y, out);
    if ((x->kind == KONST_float || y->kind == KONST_float) && as_float(x, &fx) && as_float(y, &fy))
        return fold_floats(op, fx, fy, out);
    bool sequence = is_text(x) || x->kind == KONST_tuple;
    if (op == BIN_add && sequence && x->kind == y->kind)
        return join(a, x, y, out);
    if (op == BIN_mul && sequence && is_int(y))
        return repeat(a, x, y, out);
    if (op == BIN_mul && is_int(x) && (is_text(y) || y->kind == KONST_tuple))
        return repeat(a, y, x, out);
    return false;
}

/* The byte range of character `index` of a text; false: outside. */
static bool char_at(const struct konst *k, int64_t index, size_t *start, size_t *len)
{
    int64_t count = 0;
    for (size_t i = 0; i < k->len; i++)
        count += ((unsigned char)k->text[i] & 0xC0) != 0x80;
    index += index < 0 ? count : 0;
    if (index < 0 || index >= count)
        return false;
    size_t i = 0;
    for (; i < k->len; i += *len) {
        *len = 1;
        while (i + *len < k->len && ((unsigned char)k->text[i + *len] & 0xC0) == 0x80)
            ++*len;
        if (index-- == 0)
            break;
    }
    *start = i;
    return true;
}

bool fold_konst_index(struct arena *a, const struct konst *k, const struct konst *index, struct konst *out)
{
    if (!is_int(index))
        return false;
    int64_t i = int_of(index);
    if (k->kind == KONST_str) {
        size_t start = 0, len = 0;
        if (!char_at(k, i, &start, &len))
            return false;
        *out = (struct konst){.kind = KONST_str, .text = arena_copy(a, k->text + start, len), .len = len};
        return true;
    }
    i += i < 0 ? (int64_t)k->len : 0;
    if ((k->kind != KONST_bytes && k->kind != KONST_tuple) || i < 0 || (size_t)i >= k->len)
        return false;
    if (k->kind == KONST_bytes)
        return give_int((unsigned char)k->text[i], out);
    *out = k->items[i];
    return true;
}

/* -- "..." % (...) -- */

struct pieces {
    struct expr **items;
    int count;
};

static const struct position NOWHERE = {-1, -1, -1, -1}; /* shown where the value before it is */

static void add_text(struct arena *a, struct pieces *p, struct buf *text)
{
    if (!text->len)
        return;
    struct expr *e = ARENA_NEW(a, struct expr);
    e->kind = EXPR_const;
    e->at = NOWHERE;
    e->u.konst = (struct konst){.kind = KONST_str, .text = arena_copy(a, text->data, text->len), .len = text->len};
    p->items[p->count++] = e;
    buf_clear(text);
}

/* One directive after '%': s r a with optional '-', width and precision. NULL: something else. */
static const char *parse_directive(struct arena *a, const char *c, const char *end, struct expr *field, struct expr *value)
{
    bool left = false;
    while (c < end && *c == '-') {
        left = true;
        c++;
    }
    const char *digits = c;
    while (c < end && *c >= '0' && *c <= '9')
        c++;
    size_t width = (size_t)(c - digits);
    const char *dot = c;
    if (c < end && *c == '.') {
        c++;
        while (c < end && *c >= '0' && *c <= '9')
            c++;
    }
    size_t precision = (size_t)(c - dot);
    if (c >= end || (*c != 's' && *c != 'r' && *c != 'a') || width > 2 || precision > 3 || precision == 1)
        return NULL;
    if (width && *digits == '0')
        return NULL;
    field->u.formatted.value = value;
    field->u.formatted.conversion = *c;
    if (width || precision) {
        struct expr *spec = ARENA_NEW(a, struct expr);
        spec->kind = EXPR_const;
        spec->at = NOWHERE;
        const char *text = arena_printf(a, "%s%.*s%.*s", !left && width ? ">" : "", (int)width, digits, (int)precision, dot);
        spec->u.konst = (struct konst){.kind = KONST_str, .text = text, .len = strlen(text)};
        struct expr *joined = ARENA_NEW(a, struct expr);
        joined->kind = EXPR_joined;
        joined->at = NOWHERE;
        joined->u.joined.items = ARENA_ARRAY(a, 1, struct expr *);
        joined->u.joined.items[0] = spec;
        joined->u.joined.count = 1;
        field->u.formatted.spec = joined;
    }
    return c + 1;
}

void fold_format(struct arena *a, struct expr *e)
{
    const struct konst *k = &e->u.binary.left->u.konst;
    struct exprs values = e->u.binary.right->u.elts;
    for (int i = 0; i < values.count; i++)
        if (values.items[i]->kind == EXPR_starred)
            return;
    struct pieces p = {.items = ARENA_ARRAY(a, values.count * 2 + 1, struct expr *)};
    struct buf text = {0};
    const char *c = k->text, *end = c + k->len;
    int used = 0;
    bool fine = true;
    while (c < end && fine) {
        if (*c != '%') {
            buf_char(&text, *c++);
            continue;
        }
        c++;
        if (c < end && *c == '%') {
            buf_char(&text, *c++);
            continue;
        }
        fine = used < values.count;
        if (!fine)
            break;
        add_text(a, &p, &text);
        struct expr *field = ARENA_NEW(a, struct expr);
        field->kind = EXPR_formatted;
        field->at = values.items[used]->at;
        c = parse_directive(a, c, end, field, values.items[used++]);
        fine = c != NULL;
        p.items[p.count++] = field;
    }
    if (fine && used == values.count) {
        add_text(a, &p, &text);
        e->kind = EXPR_joined;
        e->u.joined = (struct exprs){p.items, p.count};
    }
    buf_fini(&text);
}
