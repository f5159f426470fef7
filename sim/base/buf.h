/* A growing byte buffer: text to be written, output of simulated programs, pickles.
 * data is always NUL-terminated past len once anything was added (NULL before). */
#ifndef GILSCOPE_BASE_BUF_H
#define GILSCOPE_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data;
    size_t len, cap;
};

void buf_fini(struct buf *b); /* an all-zero struct is an empty buffer */
void buf_clear(struct buf *b);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_text(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t n);
void buf_utf8(struct buf *b, uint32_t code_point);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* Decodes one code point of s[0..n), n > 0; returns the bytes taken (1 and U+FFFD when broken). */
size_t utf8_decode(const char *s, size_t n, uint32_t *code_point);

#endif
