/* Ranges. Ends and step are int values; where all of them and the length fit 63 bits (nearly always) the numbers
 * are also kept plain, and the iterator counts with int64. Models CPython Objects/rangeobject.c. */
#ifndef GILSCOPE_PYTHON_TYPE_RANGE_H
#define GILSCOPE_PYTHON_TYPE_RANGE_H

#include "python/thread.h"

struct range_obj {
    struct obj head;
    value start, stop, step, length; /* ints */
    bool small;                      /* all are small ints */
};

struct range_iter {
    struct obj head;
    int64_t at, step, left; /* of a small range */
};

extern const struct type type_range_iterator;
bool range_new(struct thread *th, value start, value stop, value step, value *out);

#endif
