/* The format-spec mini language: [[fill]align][sign][z][#][0][width][grouping][.precision][type], shared by format(), f-strings,
 * str.format and (for numbers) the % operator. Models CPython Python/formatter_unicode.c. */
#ifndef GILSCOPE_PYTHON_FORMAT_SPEC_H
#define GILSCOPE_PYTHON_FORMAT_SPEC_H

#include "python/thread.h"

struct format_spec {
    uint32_t fill;   /* code point */
    char align;      /* < > = ^ or 0: not given */
    char sign;       /* + - space or 0 */
    bool alternate;  /* # */
    bool zero;       /* 0 before the width */
    bool no_neg_zero; /* z */
    char grouping;   /* , _ or 0 */
    int64_t width;   /* -1: none */
    int64_t precision; /* -1: none */
    char type;       /* 0: none */
};

/* ValueError naming what is wrong, in CPython's words; type_name is the formatted object's type. */
bool format_spec_parse(struct thread *th, const char *spec, size_t len, const char *type_name, struct format_spec *out);
bool format_text(struct thread *th, const char *text, size_t len, const struct format_spec *f, struct buf *out);
bool format_int(struct thread *th, value i, const struct format_spec *f, struct buf *out);
bool format_double(struct thread *th, double d, const struct format_spec *f, struct buf *out);
bool format_complex(struct thread *th, double re, double im, const struct format_spec *f, struct buf *out);
/* d by a printf-like letter (e E f F g G r): sign and digits only, no padding. */
void double_text(double d, char letter, int precision, bool alternate, struct buf *out);

#endif
