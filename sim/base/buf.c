#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"

void buf_fini(struct buf *b) {
    mem_free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b) {
    b->len = 0;
    if (b->data) b->data[0] = '\0';
}

static char *buf_room(struct buf *b, size_t n) {
    ASSERT(n < SIZE_MAX / 2 && b->len < SIZE_MAX / 2);
    GROW(b->data, b->cap, b->len + n + 1);
    return b->data + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t n) {
    char *p = buf_room(b, n);
    if (n) memcpy(p, bytes, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_text(struct buf *b, const char *text) { buf_add(b, text, strlen(text)); }

void buf_char(struct buf *b, char c) { buf_add(b, &c, 1); }

void buf_fill(struct buf *b, char c, size_t n) {
    char *p = buf_room(b, n);
    memset(p, c, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_utf8(struct buf *b, uint32_t c) {
    unsigned char s[4];
    size_t n;
    ASSERT(c <= 0x10FFFF);
    if (c < 0x80) {
        s[0] = (unsigned char)c;
        n = 1;
    } else if (c < 0x800) {
        s[0] = (unsigned char)(0xC0 | c >> 6);
        s[1] = (unsigned char)(0x80 | (c & 0x3F));
        n = 2;
    } else if (c < 0x10000) {
        s[0] = (unsigned char)(0xE0 | c >> 12);
        s[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        s[2] = (unsigned char)(0x80 | (c & 0x3F));
        n = 3;
    } else {
        s[0] = (unsigned char)(0xF0 | c >> 18);
        s[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
        s[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        s[3] = (unsigned char)(0x80 | (c & 0x3F));
        n = 4;
    }
    buf_add(b, s, n);
}

void buf_printf(struct buf *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    char small[128];
    int n = vsnprintf(small, sizeof small, fmt, ap);
    ASSERT(n >= 0);
    if ((size_t)n < sizeof small) {
        buf_add(b, small, (size_t)n);
    } else {
        vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

size_t utf8_decode(const char *s, size_t n, uint32_t *code_point) {
    /* lead byte -> length, payload and smallest value that needs that length (no overlong forms) */
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    const unsigned char *u = (const unsigned char *)s;
    ASSERT(n > 0);
    for (size_t len = 1; len <= 4 && len <= n; len++) {
        if ((u[0] & forms[len - 1].mask) != forms[len - 1].lead) continue;
        uint32_t c = u[0] & (unsigned char)~forms[len - 1].mask;
        size_t i = 1;
        for (; i < len && (u[i] & 0xC0) == 0x80; i++) c = c << 6 | (u[i] & 0x3F);
        if (i < len || c < forms[len - 1].least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) break;
        *code_point = c;
        return len;
    }
    *code_point = 0xFFFD;
    return 1;
}
