/* Iterators over builtin things: a source and a position. list_iterator, tuple_iterator, str_iterator, bytes_iterator, set_iterator,
 * dict_keyiterator ..., reversed forms, the old protocol (__getitem__ with 0, 1, 2 ...), iter(callable, sentinel),
 * enumerate, zip, reversed. */
#ifndef GILSCOPE_PYTHON_ITER_H
#define GILSCOPE_PYTHON_ITER_H

#include "python/thread.h"

struct iter_obj {
    struct obj head;
    value source; /* NIL: exhausted */
    value extra;  /* zip: tuple of iterators; callable: the sentinel */
    int64_t at;   /* next position (bytes for str) */
    int64_t expect; /* dict and set: size when begun */
};

extern const struct type type_list_iterator, type_list_reverseiterator, type_tuple_iterator, type_str_iterator, type_bytes_iterator,
    type_bytearray_iterator, type_set_iterator, type_dict_keyiterator, type_dict_valueiterator, type_dict_itemiterator,
    type_dict_reversekeyiterator, type_dict_reversevalueiterator, type_dict_reverseitemiterator, type_iterator,
    type_callable_iterator, type_enumerate, type_zip, type_reversed, type_longrange_iterator;

enum next zip_uneven(struct thread *th, const char *how, size_t i); /* raises: argument i, from 0, is how? */
value iter_new(struct thread *th, const struct type *type, value source);
value callable_iterator_new(struct thread *th, value callable, value sentinel);

#endif
