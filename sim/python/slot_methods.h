/* The dunder methods of builtin types: list.__len__, dict.__setitem__, int.__add__ ... They are wrappers of the type's slots, so that
 * super().__setitem__(k, v) and operator-like uses find what CPython has; type_lookup asks here after methods and getsets.
 *
 * A mutable container also has an "__init__" row in its methods: an instance of a subclass is then made empty (make
 * without arguments) and filled by __init__, as CPython does; types without that row take all arguments in make. */
#ifndef GILSCOPE_PYTHON_SLOT_METHODS_H
#define GILSCOPE_PYTHON_SLOT_METHODS_H

#include "python/native.h"

/* The wrapper named `name` if t itself (a builtin type, not its bases) has that slot; else NULL. */
const struct native *slot_method(const struct type *t, const char *name);
/* All of them, in order, for dir(): i counts up until NULL. */
const struct native *slot_method_at(const struct type *t, size_t i);

#endif
