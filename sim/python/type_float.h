/* Floats and complex numbers: C doubles. Text is the shortest that reads back (repr), as CPython's. */
#ifndef GILSCOPE_PYTHON_TYPE_FLOAT_H
#define GILSCOPE_PYTHON_TYPE_FLOAT_H

#include "python/thread.h"

struct float_obj {
    struct obj head;
    value dict;
    double d;
};
struct complex_obj {
    struct obj head;
    value dict;
    double re, im;
};

static inline bool is_float(value v) { return is_obj(v) && (type_of(v) == &type_float || type_is_sub(type_of(v), &type_float)); }
static inline double float_of(value v) { return ((struct float_obj *)obj_of(v))->d; }

value complex_new(struct thread *th, double re, double im);
void double_repr(double d, struct buf *out);                 /* "1.0", "1e+16", "nan" */
bool double_parse(const char *text, size_t len, double *out); /* Python's float() syntax */
uint64_t double_hash(double d);
double double_mod(double a, double b); /* Python's %: sign of b; b is not 0 */
bool double_round(struct thread *th, double d, int64_t digits, value *out); /* round(d, digits) */

#endif
