/* User errors. The finder writes the message once and returns false/NULL; callers only return.
 *
 *     spinner.py:12:9: unknown module 'numpy'
 *         import numpy
 *                ^~~~~
 *     accepted: asyncio, itertools, ...
 *
 * The first message wins: a second diag_at on a set diag is ignored, so error paths need no care. */
#ifndef GILSCOPE_BASE_DIAG_H
#define GILSCOPE_BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"

/* A text read from a file (or embedded, or made by a test). Lives in the scenario's arena. */
struct source {
    const char *name; /* as the user gave it; what diagnostics and tracebacks print */
    const char *text; /* NUL-terminated, may hold NULs before that */
    size_t len;
};

struct span { /* 1-based; col counts code points; a width of 0 means a caret only */
    int line, col, width;
};

struct diag {
    struct arena *arena; /* owns the texts; set by diag_init */
    bool set;
    const char *message;  /* "file:line:col: what" without newline */
    const char *snippet;  /* the line and the caret line, or NULL */
    const char *accepted; /* what would be accepted, or NULL */
};

void diag_init(struct diag *d, struct arena *a);
void diag_clear(struct diag *d);
void diag_keep(struct diag *d, struct arena *a); /* its texts move to a, which outlives where they were made */

/* Always return false, so that a finder can write `return diag_at(...)`. src may be NULL. */
bool diag_at(struct diag *d, const struct source *src, struct span at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool diag_plain(struct diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds the "accepted" line to the message just set (ignored when another finder was first). */
void diag_accepted(struct diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void diag_print(const struct diag *d, FILE *to);

/* The candidate nearest to word (edit distance <= 1 + length/3), or NULL: "did you mean". */
const char *nearest_word(const char *word, const char *const *candidates, size_t n);

/* Reads a whole regular file into the arena. Refuses directories, missing and unreadable files, and
 * more than limit bytes, each with its own message. */
bool source_read(struct arena *a, const char *path, size_t limit, struct source *out, struct diag *d);

#endif
