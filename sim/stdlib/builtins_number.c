#include <math.h>
#include <string.h>

#include "python/attr.h"
#include "python/type_float.h"
#include "python/type_int.h"
#include "stdlib/builtins.h"

enum answer builtin_ord(struct thread *th, struct call *c) {
    value v = c->args[0];
    size_t chars;
    if (!is_str(v)) {
        raise_error(th, "TypeError", "ord() expected string of length 1, but %s found", type_name(v));
        return FAIL;
    }
    const struct str_obj *s = str_of(v);
    chars = s->chars;
    if (chars != 1) {
        raise_error(th, "TypeError", "ord() expected a character, but string of length %zu found", chars);
        return FAIL;
    }
    uint32_t cp;
    utf8_next(s->text, s->len, &cp);
    return give_int(th, c, cp);
}

enum answer builtin_chr(struct thread *th, struct call *c) {
    int64_t i;
    if (!int_get(th, c->args[0], &i)) return FAIL;
    if (i < 0 || i > 0x10ffff) {
        raise_error(th, "ValueError", "chr() arg not in range(0x110000)");
        return FAIL;
    }
    return give(c, str_char(th, (uint32_t)i));
}

static enum answer in_base(struct thread *th, struct call *c, int base, const char *prefix) {
    value i;
    if (!int_index(th, c->args[0], &i)) return FAIL;
    struct buf digits = {0}, b = {0};
    if (!int_text(th, i, base, &digits)) return FAIL;
    const char *text = digits.data;
    if (*text == '-') {
        buf_text(&b, "-");
        text++;
    }
    buf_text(&b, prefix);
    buf_text(&b, text);
    buf_fini(&digits);
    return give(c, str_from_buf(th, &b));
}

enum answer builtin_hex(struct thread *th, struct call *c) { return in_base(th, c, 16, "0x"); }
enum answer builtin_oct(struct thread *th, struct call *c) { return in_base(th, c, 8, "0o"); }
enum answer builtin_bin(struct thread *th, struct call *c) { return in_base(th, c, 2, "0b"); }

/* self.<name>(args...): of the program's class, or TypeError with the given text. */
static enum answer by_method(struct thread *th, struct call *c, const char *name, const value *args, size_t n, const char *otherwise) {
    value method = type_lookup_cstr(th, type_of(args[0]), name);
    if (method == NIL) {
        raise_error(th, "TypeError", otherwise, type_name(args[0]));
        return FAIL;
    }
    return tail_call(c, method, args, n);
}

enum answer builtin_abs(struct thread *th, struct call *c) {
    value v = c->args[0], out;
    if (is_int(v)) {
        value plain = int_plain(th, v);
        if (int_sign(plain) >= 0) return give(c, plain);
        return int_sub(th, from_small(0), plain, &out) ? give(c, out) : FAIL;
    }
    if (is_float(v)) return give(c, float_new(th, fabs(float_of(v))));
    if (is_a(v, &type_complex)) {
        const struct complex_obj *z = (const struct complex_obj *)obj_of(v);
        return give(c, float_new(th, hypot(z->re, z->im)));
    }
    return by_method(th, c, "__abs__", &v, 1, "bad operand type for abs(): '%s'");
}

/* To a multiple of 10**digits, halves to even. */
static bool round_int(struct thread *th, value i, int64_t digits, value *out) {
    value unit, half, q, r, twice;
    if (digits <= 0) return *out = i, true;
    if (!int_pow(th, from_small(10), from_small(digits), &unit)) return false;
    if (!int_divmod(th, i, unit, &q, &r) || !int_add(th, r, r, &twice)) return false;
    int order = int_compare(twice, unit);
    int64_t odd = 0;
    value two_q, low;
    if (!int_divmod(th, q, from_small(2), &two_q, &low)) return false;
    odd = small_of(low);
    half = order > 0 || (order == 0 && odd) ? from_small(1) : from_small(0);
    return int_add(th, q, half, &q) && int_mul(th, q, unit, out);
}

enum answer builtin_round(struct thread *th, struct call *c) {
    value v = c->args[0], digits = c->args[1], out;
    int64_t n = 0;
    if (is_int(v)) {
        if (digits != NONE && !index_get(th, digits, &n)) return FAIL;
        return round_int(th, int_plain(th, v), -n, &out) ? give(c, out) : FAIL;
    }
    if (is_float(v)) {
        if (digits == NONE) return int_from_double(th, nearbyint(float_of(v)), &out) ? give(c, out) : FAIL;
        if (!index_get(th, digits, &n)) return FAIL;
        return double_round(th, float_of(v), n, &out) ? give(c, out) : FAIL;
    }
    return by_method(th, c, "__round__", (value[]){v, digits}, digits == NONE ? 1 : 2, "type %s doesn't define __round__ method");
}

enum answer builtin_divmod(struct thread *th, struct call *c) {
    value a = c->args[0], b = c->args[1], q, r;
    if (is_int(a) && is_int(b)) {
        if (int_sign(b) == 0) {
            raise_error(th, "ZeroDivisionError", version_at_least(th, 14) ? "division by zero" : "integer division or modulo by zero");
            return FAIL;
        }
        return int_divmod(th, int_plain(th, a), int_plain(th, b), &q, &r) ? give(c, tuple_pair(th, q, r)) : FAIL;
    }
    bool numbers = (is_int(a) || is_float(a)) && (is_int(b) || is_float(b));
    if (numbers) {
        double divisor;
        if (!float_get(th, b, &divisor)) return FAIL;
        if (divisor == 0) return raise_error(th, "ZeroDivisionError", "float divmod()"), FAIL;
        if (!object_binary(th, BIN_floordiv, a, b, &q) || !object_binary(th, BIN_mod, a, b, &r)) return FAIL;
        return give(c, tuple_pair(th, q, r));
    }
    value m = type_lookup_cstr(th, type_of(a), "__divmod__");
    if (m != NIL && !((is_int(a) || is_float(a)) && type_of(m) == &type_native)) return tail_call(c, m, c->args, 2);
    m = type_lookup_cstr(th, type_of(b), "__rdivmod__");
    if (m != NIL) return tail_call(c, m, (value[]){b, a}, 2);
    raise_error(th, "TypeError", "unsupported operand type(s) for divmod(): '%s' and '%s'", type_name(a), type_name(b));
    return FAIL;
}

enum answer builtin_pow(struct thread *th, struct call *c) {
    value out;
    if (c->args[2] == NONE) return object_binary(th, BIN_pow, c->args[0], c->args[1], &out) ? give(c, out) : FAIL;
    if (!is_int(c->args[0]) || !is_int(c->args[1]) || !is_int(c->args[2])) {
        value m = type_lookup_cstr(th, type_of(c->args[0]), "__pow__");
        if (m != NIL && is_class(type_of(c->args[0]))) return tail_call(c, m, c->args, 3);
        raise_error(th, "TypeError", "pow() 3rd argument not allowed unless all arguments are integers");
        return FAIL;
    }
    return int_powmod(th, int_plain(th, c->args[0]), int_plain(th, c->args[1]), int_plain(th, c->args[2]), &out) ? give(c, out) : FAIL;
}

/* -- sum: small ints and floats run in C numbers, as CPython's fast paths do -- */

struct total {
    value v;        /* what is not in the fast forms */
    int64_t i;
    double f, compensation;
    enum { TOTAL_value, TOTAL_int, TOTAL_float } form;
};

static value total_value(struct thread *th, const struct total *t) {
    if (t->form == TOTAL_int) return int_new(th, t->i);
    if (t->form == TOTAL_float) return float_new(th, t->compensation != 0 && isfinite(t->compensation) ? t->f + t->compensation : t->f);
    return t->v;
}

static void total_add_float(struct thread *th, struct total *t, double x) {
    if (!version_at_least(th, 12)) {
        t->f += x;
        return;
    }
    double sum = t->f + x; /* Neumaier's compensated sum, since 3.12 */
    t->compensation += fabs(t->f) >= fabs(x) ? (t->f - sum) + x : (x - sum) + t->f;
    t->f = sum;
}

static bool total_add(struct thread *th, struct total *t, value item) {
    int64_t i, sum;
    if (t->form == TOTAL_int) {
        if ((is_small(item) || item == TRUE || item == FALSE) && int_fits(item, &i) && !__builtin_add_overflow(t->i, i, &sum)) {
            t->i = sum;
            return true;
        }
        if (is_obj(item) && type_of(item) == &type_float) {
            *t = (struct total){.form = TOTAL_float, .f = (double)t->i};
            total_add_float(th, t, float_of(item));
            return true;
        }
    } else if (t->form == TOTAL_float) {
        if (is_obj(item) && type_of(item) == &type_float) return total_add_float(th, t, float_of(item)), true;
        if (is_small(item)) return t->f += (double)small_of(item), true;
    }
    value so_far = total_value(th, t);
    t->form = TOTAL_value;
    return object_binary(th, BIN_add, so_far, item, &t->v);
}

enum answer builtin_sum(struct thread *th, struct call *c) {
    value start = c->args[1], it, item;
    if (is_str(start)) {
        raise_error(th, "TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
        return FAIL;
    }
    struct total t = {.v = start};
    if (is_small(start)) t = (struct total){.form = TOTAL_int, .i = small_of(start)};
    else if (is_obj(start) && type_of(start) == &type_float) t = (struct total){.form = TOTAL_float, .f = float_of(start)};
    if (!object_iter(th, c->args[0], &it)) return FAIL;
    for (;;) {
        enum next n = object_next(th, it, &item);
        if (n == NEXT_fail) return FAIL;
        if (n == NEXT_end) return give(c, total_value(th, &t));
        charge(th, COST_item, 1);
        if (!total_add(th, &t, item)) return FAIL;
    }
}
