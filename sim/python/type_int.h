/* Integers. A small one is the value word itself (63 bits); everything past that, and every instance of a subclass of
 * int, is an int_obj: sign and magnitude in 64-bit limbs, least significant first, no leading zero limbs.
 * An int_obj of type int never holds a number that fits a small one, so equal ints of type int have one form each.
 *
 * Models CPython Objects/longobject.c (30-bit digits there); arithmetic past 63 bits is bigint.h's. */
#ifndef GILSCOPE_PYTHON_TYPE_INT_H
#define GILSCOPE_PYTHON_TYPE_INT_H

#include "python/bigint.h"
#include "python/thread.h"

struct int_obj {
    struct obj head;
    value dict;
    int32_t sign; /* -1, 0, 1 */
    uint32_t count;
    uint64_t limbs[];
};

static inline bool is_bool(value v) { return v == TRUE || v == FALSE; }
/* int, bool or an instance of a subclass. */
static inline bool is_int(value v) { return is_small(v) || is_bool(v) || (is_obj(v) && (type_of(v) == &type_int || type_is_sub(type_of(v), &type_int))); }

/* Reads any int without allocating. The view borrows v's limbs, or its own `one`: do not copy it. */
void int_view(value v, struct bigint *view);
value int_from(struct thread *th, const struct bigint *b);                          /* shortest form */
value int_from_as(struct thread *th, const struct type *cls, const struct bigint *b); /* of a subclass */
bool int_fits(value v, int64_t *out);  /* v is an int; false when past 64 bits */
value int_plain(struct thread *th, value v); /* bool and subclasses become int */
int int_sign(value v);

/* v.__index__() as a plain int; TypeError "'str' object cannot be interpreted as an integer". */
bool int_index(struct thread *th, value v, value *out);
/* For indices into sequences: an int64; IndexError "cannot fit 'int' into an index-sized integer". */
bool index_get(struct thread *th, value v, int64_t *out);
bool has_index(struct thread *th, value v);

/* Digits in a base 2..36, lower case, no prefix. Checks sys.int_max_str_digits for bases that are no power of two. */
bool int_text(struct thread *th, value v, int base, struct buf *out);
/* Python's int(text, base) syntax; *ok false when it is none (nothing raised). False: raised (too many digits). */
bool int_parse(struct thread *th, const char *text, size_t len, int base, value *out, bool *ok);

bool int_double(struct thread *th, value v, double *out); /* OverflowError when too large */
bool int_from_double(struct thread *th, double d, value *out); /* truncates; ValueError, OverflowError */
int int_compare_double(value i, double d); /* exact; d is not a NaN */
uint64_t int_hash(value v);

bool int_add(struct thread *th, value a, value b, value *out);
bool int_sub(struct thread *th, value a, value b, value *out);
bool int_mul(struct thread *th, value a, value b, value *out);
bool int_divmod(struct thread *th, value a, value b, value *quotient, value *remainder); /* floor */
bool int_pow(struct thread *th, value a, value b, value *out);          /* float for negative exponents */
bool int_powmod(struct thread *th, value a, value b, value m, value *out);
int int_compare(value a, value b);
bool int_shift(struct thread *th, value a, int64_t left, value *out); /* negative: right */

#endif
