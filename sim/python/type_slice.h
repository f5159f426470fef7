/* Slices and what every sequence does with them. Models CPython Objects/sliceobject.c. */
#ifndef GILSCOPE_PYTHON_TYPE_SLICE_H
#define GILSCOPE_PYTHON_TYPE_SLICE_H

#include "python/thread.h"

struct slice_obj {
    struct obj head;
    value start, stop, step;
};

static inline bool is_slice(value v) { return is_obj(v) && type_of(v) == &type_slice; }
value slice_new(struct thread *th, value start, value stop, value step);
/* Clipped to a sequence of len items: count items from *start, each *step further. */
bool slice_range(struct thread *th, value slice, size_t len, int64_t *start, int64_t *step, size_t *count);
/* key as an index into len items, negative ones from the end; IndexError "<what> index out of range". */
bool sequence_index(struct thread *th, value key, size_t len, const char *what, size_t *out);

#endif
