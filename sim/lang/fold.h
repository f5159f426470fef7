/* Arithmetic on constants at compile time. Each returns false if the operation must be left to run time:
 * because it fails there, because its result would be large, or because it is not worth having here. */
#ifndef GILSCOPE_LANG_FOLD_H
#define GILSCOPE_LANG_FOLD_H

#include "lang/tree.h"

bool fold_konst_unary(struct arena *a, enum unary_kind op, const struct konst *k, struct konst *out);
bool fold_konst_binary(struct arena *a, enum binary_kind op, const struct konst *x, const struct konst *y, struct konst *out);
bool fold_konst_index(struct arena *a, const struct konst *k, const struct konst *index, struct konst *out);
bool konst_truth(const struct konst *k);

/* "..." % (a, b) with only %s, %r, %a becomes the same as an f-string. */
void fold_format(struct arena *a, struct expr *e);

#endif
