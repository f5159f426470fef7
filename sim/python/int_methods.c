/* int.bit_length(), to_bytes() and friends. */
#include <string.h>

#include "base/arena.h"
#include "python/heap.h"
#include "python/type_bytes.h"
#include "python/type_float.h"
#include "python/type_int.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

extern const struct native int_methods[];
extern const struct getset int_getsets[];

static enum answer method_bit_length(struct thread *th, struct call *c) {
    struct bigint b;
    int_view(c->args[0], &b);
    return give(c, int_new(th, (int64_t)bigint_bits(&b)));
}

static enum answer method_bit_count(struct thread *th, struct call *c) {
    struct bigint b;
    int_view(c->args[0], &b);
    int64_t n = 0;
    for (size_t i = 0; i < b.count; i++) n += __builtin_popcountll(b.limbs[i]);
    return give(c, int_new(th, n));
}

static bool byteorder_little(struct thread *th, value v, bool *little) {
    if (is_str(v) && (str_is(v, "little") || str_is(v, "big"))) return *little = str_is(v, "little"), true;
    if (!is_str(v)) return raise_error(th, "TypeError", "byteorder must be str, not %s", type_name(v));
    return raise_error(th, "ValueError", "byteorder must be either 'little' or 'big'");
}

static bool bytes_of_int(struct thread *th, value self, unsigned char *out, size_t n, bool little, bool is_signed) {
    struct bigint b;
    int_view(self, &b);
    if (b.sign < 0 && !is_signed) return raise_error(th, "OverflowError", "can't convert negative int to unsigned");
    unsigned carry = 1; /* two's complement: invert and add one */
    for (size_t i = 0; i < n; i++) {
        unsigned byte = i / 8 < b.count ? (unsigned)(b.limbs[i / 8] >> (i % 8 * 8)) & 255 : 0;
        if (b.sign < 0) {
            byte = (~byte & 255) + carry;
            carry = byte >> 8;
        }
        out[little ? i : n - 1 - i] = (unsigned char)byte;
    }
    uint64_t bits = bigint_bits(&b);
    if (is_signed && b.sign < 0) { /* -2**(k-1) fits k bits */
        bool power = true;
        for (size_t i = 0; i < b.count; i++) power = power && (i + 1 < b.count ? b.limbs[i] == 0 : (b.limbs[i] & (b.limbs[i] - 1)) == 0);
        if (power) bits--;
    }
    uint64_t room = (uint64_t)n * 8;
    if (b.sign != 0 && bits + (is_signed ? 1 : 0) > room) return raise_error(th, "OverflowError", "int too big to convert");
    return true;
}

static enum answer method_to_bytes(struct thread *th, struct call *c) {
    int64_t n;
    bool little, is_signed;
    if (!index_get(th, c->args[1], &n) || !byteorder_little(th, c->args[2], &little) || !object_truth(th, c->args[3], &is_signed)) return FAIL;
    if (n < 0) {
        raise_error(th, "ValueError", "length argument must be non-negative");
        return FAIL;
    }
    value r = bytes_new(th, NULL, (size_t)n);
    if (!bytes_of_int(th, c->args[0], (unsigned char *)((struct bytes_obj *)obj_of(r))->bytes, (size_t)n, little, is_signed)) return FAIL;
    charge(th, COST_byte, n);
    return give(c, r);
}

static value int_of_bytes(struct thread *th, const unsigned char *s, size_t n, bool little, bool is_signed) {
    size_t limbs = n / 8 + 1;
    uint64_t *m = mem_alloc(limbs * sizeof *m);
    for (size_t i = 0; i < n; i++) m[i / 8] |= (uint64_t)s[little ? i : n - 1 - i] << (i % 8 * 8);
    bool negative = is_signed && n && (s[little ? n - 1 : 0] & 128);
    if (negative) {
        bool carry = true;
        for (size_t i = 0; i < limbs; i++) {
            uint64_t used = i < n / 8 ? UINT64_MAX : n % 8 ? ((uint64_t)1 << (n % 8 * 8)) - 1 : 0;
            m[i] = (~m[i] & used) + carry;
            carry = carry && m[i] == 0;
            m[i] &= i < n / 8 ? UINT64_MAX : used;
        }
    }
    while (limbs && m[limbs - 1] == 0) limbs--;
    struct bigint b = {.sign = limbs == 0 ? 0 : negative ? -1 : 1, .count = limbs, .limbs = m};
    value r = int_from(th, &b);
    mem_free(m);
    return r;
}

static enum answer method_from_bytes(struct thread *th, struct call *c) {
    bool little, is_signed;
    if (!byteorder_little(th, c->args[2], &little) || !object_truth(th, c->args[3], &is_signed)) return FAIL;
    struct buf b = {0};
    size_t n;
    const char *s;
    if (is_byteslike(c->args[1])) {
        s = byte_view(c->args[1], &n);
    } else {
        value *items;
        if (is_str(c->args[1])) return raise_error(th, "TypeError", "cannot convert 'str' object to bytes"), FAIL;
        if (!iterable_items(th, c->args[1], &items, &n)) return FAIL;
        for (size_t i = 0; i < n; i++) {
            int64_t byte;
            if (!index_get(th, items[i], &byte)) return buf_fini(&b), FAIL;
            if (byte < 0 || byte > 255) {
                buf_fini(&b);
                raise_error(th, "ValueError", "bytes must be in range(0, 256)");
                return FAIL;
            }
            buf_char(&b, (char)byte);
        }
        s = b.data ? b.data : "";
    }
    value r = int_of_bytes(th, (const unsigned char *)s, n, little, is_signed);
    buf_fini(&b);
    if (as_type(c->args[0]) == &type_int) return give(c, r);
    return object_call(th, c->args[0], &r, 1, NIL, &c->result) ? DONE : FAIL;
}

static enum answer method_ratio(struct thread *th, struct call *c) {
    return give(c, tuple_pair(th, int_plain(th, c->args[0]), from_small(1)));
}

static enum answer method_self(struct thread *th, struct call *c) { return give(c, int_plain(th, c->args[0])); }

static enum answer method_is_integer(struct thread *th, struct call *c) {
    (void)th;
    return give(c, TRUE);
}

static enum answer method_float(struct thread *th, struct call *c) {
    double d;
    return int_double(th, c->args[0], &d) ? give(c, float_new(th, d)) : FAIL;
}

static enum answer method_abs(struct thread *th, struct call *c) {
    if (int_sign(c->args[0]) >= 0) return give(c, int_plain(th, c->args[0]));
    return int_sub(th, from_small(0), c->args[0], &c->result) ? DONE : FAIL;
}

/* round(i, -n): to a multiple of 10**n, ties to even. */
static enum answer method_round(struct thread *th, struct call *c) {
    value v = int_plain(th, c->args[0]), n, power, half, r, q, twice;
    if (c->args[1] == NIL || c->args[1] == NONE) return give(c, v);
    if (!int_index(th, c->args[1], &n)) return FAIL;
    if (int_sign(n) >= 0) return give(c, v);
    if (!int_sub(th, from_small(0), n, &n) || !int_pow(th, from_small(10), n, &power)) return FAIL;
    if (!int_divmod(th, v, power, &q, &r) || !int_add(th, r, r, &twice)) return FAIL;
    int order = int_compare(twice, power);
    value odd, two = from_small(2);
    if (!int_divmod(th, q, two, &half, &odd)) return FAIL;
    if (order > 0 || (order == 0 && int_sign(odd) != 0)) {
        if (!int_add(th, q, from_small(1), &q)) return FAIL;
    }
    return int_mul(th, q, power, &c->result) ? DONE : FAIL;
}

static enum answer method_divmod(struct thread *th, struct call *c) {
    if (!is_int(c->args[1])) return give(c, NOT_IMPLEMENTED);
    value q, r;
    if (!int_divmod(th, c->args[0], c->args[1], &q, &r)) return FAIL;
    return give(c, tuple_pair(th, q, r));
}

const struct native int_methods[] = {
    {"bit_length", "self, /", method_bit_length, NATIVE_nopoll, "Number of bits needed for the magnitude."},
    {"bit_count", "self, /", method_bit_count, NATIVE_nopoll, "Number of ones in the magnitude."},
    {"to_bytes", "self, /, length=1, byteorder='big', *, signed=False", method_to_bytes, 0, "The number as bytes."},
    {"from_bytes", "cls, /, bytes, byteorder='big', *, signed=False", method_from_bytes, NATIVE_class, "The number that bytes represent."},
    {"as_integer_ratio", "self, /", method_ratio, 0, "(self, 1)"},
    {"conjugate", "self, /", method_self, 0, "self"},
    {"is_integer", "self, /", method_is_integer, 0, "True"},
    {"__int__", "self, /", method_self, 0, "int(self)"},
    {"__index__", "self, /", method_self, 0, "self, as an index"},
    {"__trunc__", "self, /", method_self, 0, "self"},
    {"__floor__", "self, /", method_self, 0, "self"},
    {"__ceil__", "self, /", method_self, 0, "self"},
    {"__float__", "self, /", method_float, 0, "float(self)"},
    {"__abs__", "self, /", method_abs, 0, "abs(self)"},
    {"__round__", "self, ndigits=?, /", method_round, 0, "round(self, ndigits)"},
    {"__divmod__", "self, value, /", method_divmod, 0, "divmod(self, value)"},
    {NULL, NULL, NULL, 0, NULL},
};

static bool get_self(struct thread *th, value self, value *out) { return *out = int_plain(th, self), true; }
static bool get_one(struct thread *th, value self, value *out) {
    (void)th, (void)self;
    return *out = from_small(1), true;
}
static bool get_zero(struct thread *th, value self, value *out) {
    (void)th, (void)self;
    return *out = from_small(0), true;
}

const struct getset int_getsets[] = {
    {"real", get_self, NULL, "the number itself"},
    {"imag", get_zero, NULL, "0"},
    {"numerator", get_self, NULL, "the number itself"},
    {"denominator", get_one, NULL, "1"},
    {NULL, NULL, NULL, NULL},
};
