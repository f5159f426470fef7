/* Text: immutable, UTF-8 inside, with the number of code points and the hash kept. For ASCII text (chars == len)
 * indexing is by byte; else it walks. Interned strings are the world's and immortal: equal interned names are
 * the same object, so that attribute and global lookups compare addresses first.
 *
 * Models CPython Objects/unicodeobject.c (1, 2 or 4 bytes a character there). Lone surrogates are kept as three bytes. */
#ifndef GILSCOPE_PYTHON_TYPE_STR_H
#define GILSCOPE_PYTHON_TYPE_STR_H

#include "python/thread.h"

enum { STR_interned = 1 << 16 };

struct str_obj {
    struct obj head;
    value dict;
    uint64_t hash; /* 0: not yet computed */
    size_t len;    /* bytes */
    size_t chars;  /* code points */
    char text[];   /* NUL-terminated */
};

static inline bool is_str(value v) { return is_obj(v) && (type_of(v) == &type_str || type_is_sub(type_of(v), &type_str)); }
static inline struct str_obj *str_of(value v) { return (struct str_obj *)obj_of(v); }
static inline bool str_ascii(const struct str_obj *s) { return s->len == s->chars; }

value str_from_buf(struct thread *th, struct buf *b); /* and empties b */
value str_char(struct thread *th, uint32_t code_point);
value str_intern(struct thread *th, value s); /* the shared equal of s */
uint64_t str_hash(value s);
bool str_equal(value a, value b);
int str_order(value a, value b);
size_t str_offset(const struct str_obj *s, size_t index); /* byte offset of a code point */
size_t utf8_count(const char *text, size_t len);
size_t utf8_next(const char *s, size_t n, uint32_t *cp); /* like utf8_decode, keeps surrogates */
value str_slice_bytes(struct thread *th, value s, size_t from, size_t to); /* byte offsets */

/* repr of text with Python's choice of quotes and escapes; ascii: everything past 126 escaped. */
void text_repr(const char *text, size_t len, bool ascii, struct buf *out);

/* str_methods*.c, str_format.c */
extern const struct native str_methods[];
bool str_percent(struct thread *th, value format, value args, value *out); /* format % args */
enum answer str_method_format(struct thread *th, struct call *c);
enum answer str_method_format_map(struct thread *th, struct call *c);

#endif
