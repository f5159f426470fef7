/* bytes (immutable, inline) and bytearray (a buffer). Both are read through byte_view. */
#ifndef GILSCOPE_PYTHON_TYPE_BYTES_H
#define GILSCOPE_PYTHON_TYPE_BYTES_H

#include "python/heap.h"
#include "python/thread.h"

struct bytes_obj {
    struct obj head;
    value dict;
    uint64_t hash; /* 0: not yet computed */
    size_t len;
    char bytes[]; /* NUL-terminated */
};

struct bytearray_obj {
    struct obj head;
    value dict;
    value data; /* a buffer of bytes, or NIL while empty */
    size_t len;
};

value bytes_new(struct thread *th, const char *bytes, size_t len);
value bytearray_new(struct thread *th, const char *bytes, size_t len);
bool is_byteslike(value v); /* bytes, bytearray or a subclass */
const char *byte_view(value v, size_t *len);
/* One byte 0..255 from an int; all bytes that bytes(source, encoding, errors) makes; self[from:from+n] = bytes. */
bool byte_of(struct thread *th, value v, bool array, char *out);
bool bytes_source(struct thread *th, value source, value encoding, value errors, const char *name, struct buf *b);
void bytearray_splice(struct thread *th, struct bytearray_obj *a, size_t from, size_t n, const char *bytes, size_t count);

extern const struct native bytes_methods[], bytearray_methods[];
bool bytes_decode(struct thread *th, const char *bytes, size_t len, const char *encoding, const char *errors, value *out);
bool str_encode(struct thread *th, value s, const char *encoding, const char *errors, value *out);

#endif
