#include "base/diag.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"

/* A longer line is shown as a window of so many code points around the column. */
#define SNIPPET_COLUMNS 100

void diag_init(struct diag *d, struct arena *a) { *d = (struct diag){.arena = a}; }

static const char *kept(struct arena *a, const char *text) { return text ? arena_copy(a, text, strlen(text)) : NULL; }

void diag_keep(struct diag *d, struct arena *a) {
    d->arena = a;
    d->message = kept(a, d->message);
    d->snippet = kept(a, d->snippet);
    d->accepted = kept(a, d->accepted);
}

void diag_clear(struct diag *d) { diag_init(d, d->arena); }

/* The line-th line of src, without its end; false if there is none. */
static bool find_line(const struct source *src, int line, const char **start, size_t *len) {
    const char *p = src->text, *end = src->text + src->len;
    for (int at = 1; at < line; at++) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        if (!nl) return false;
        p = nl + 1;
    }
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    *start = p;
    *len = (size_t)((nl ? nl : end) - p);
    if (*len && p[*len - 1] == '\r') --*len;
    return true;
}

/* Code points that would harm a terminal or the caret's place are shown as U+FFFD. */
static uint32_t shown(uint32_t c) {
    return c == '\t' || (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0)) ? c : 0xFFFD;
}

static const char *make_snippet(struct arena *a, const struct source *src, struct span at) {
    const char *line;
    size_t len;
    if (!find_line(src, at.line, &line, &len)) return NULL;
    int from = at.col > SNIPPET_COLUMNS * 3 / 4 ? at.col - SNIPPET_COLUMNS / 2 : 1;
    struct buf text = {0}, caret = {0};
    buf_text(&text, from > 1 ? "    ..." : "    ");
    buf_text(&caret, from > 1 ? "       " : "    ");
    bool content = from > 1; /* the line's own indentation is dropped */
    int col = 1;
    size_t i = 0;
    for (; i < len; col++) {
        uint32_t c;
        i += utf8_decode(line + i, len - i, &c);
        if (col < from) continue;
        if (col >= from + SNIPPET_COLUMNS) {
            buf_text(&text, "...");
            break;
        }
        if (!content && (c == ' ' || c == '\t') && col < at.col) continue;
        content = true;
        buf_utf8(&text, shown(c));
        if (col < at.col) buf_char(&caret, c == '\t' ? '\t' : ' ');
    }
    if (col < at.col) buf_fill(&caret, ' ', (size_t)(at.col - col < SNIPPET_COLUMNS ? at.col - col : 0));
    buf_char(&caret, '^');
    int room = from + SNIPPET_COLUMNS - at.col, width = at.width < room ? at.width : room;
    if (width > 1) buf_fill(&caret, '~', (size_t)width - 1);
    char *s = arena_printf(a, "%s\n%s", text.data, caret.data);
    buf_fini(&text);
    buf_fini(&caret);
    return s;
}

bool diag_at(struct diag *d, const struct source *src, struct span at, const char *fmt, ...) {
    if (d->set) return false;
    d->set = true;
    va_list ap;
    va_start(ap, fmt);
    const char *what = arena_vprintf(d->arena, fmt, ap);
    va_end(ap);
    if (!src) d->message = what;
    else if (at.line <= 0) d->message = arena_printf(d->arena, "%s: %s", src->name, what);
    else d->message = arena_printf(d->arena, "%s:%d:%d: %s", src->name, at.line, at.col, what);
    if (src && src->text && at.line > 0) d->snippet = make_snippet(d->arena, src, at);
    return false;
}

bool diag_plain(struct diag *d, const char *fmt, ...) {
    if (d->set) return false;
    d->set = true;
    va_list ap;
    va_start(ap, fmt);
    d->message = arena_vprintf(d->arena, fmt, ap);
    va_end(ap);
    return false;
}

void diag_accepted(struct diag *d, const char *fmt, ...) {
    if (!d->set || d->accepted) return;
    va_list ap;
    va_start(ap, fmt);
    d->accepted = arena_vprintf(d->arena, fmt, ap);
    va_end(ap);
}

void diag_print(const struct diag *d, FILE *to) {
    if (!d->set) return;
    fprintf(to, "%s\n", d->message);
    if (d->snippet) fprintf(to, "%s\n", d->snippet);
    if (d->accepted) fprintf(to, "accepted: %s\n", d->accepted);
}

#define WORD_MAX 64

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; }

/* Optimal string alignment distance: insert, delete, replace or swap neighbours; case is free. */
static size_t edit_distance(const char *a, size_t n, const char *b, size_t m) {
    size_t rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= m; j++) rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            size_t best = up[j - 1] + !same;
            if (up[j] + 1 < best) best = up[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            bool swap =
                i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swap && up2[j - 2] + 1 < best) best = up2[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *nearest_word(const char *word, const char *const *candidates, size_t n) {
    size_t len = strlen(word), best = 2 + len / 3;
    if (len > WORD_MAX) return NULL;
    if (best > len) best = len; /* nothing in common is not "near" */
    const char *found = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t m = strlen(candidates[i]);
        if (m > WORD_MAX) continue;
        size_t d = edit_distance(word, len, candidates[i], m);
        if (d < best) {
            best = d;
            found = candidates[i];
        }
    }
    return found;
}

bool source_read(struct arena *a, const char *path, size_t limit, struct source *out, struct diag *d) {
    *out = (struct source){.name = arena_copy(a, path, strlen(path))};
    errno = 0;
    FILE *f = fopen(path, "rb");
    if (!f) return diag_plain(d, "%s: %s", path, errno == ENOENT ? "no such file" : strerror(errno));
    struct buf b = {0};
    char piece[16384];
    size_t n;
    while (b.len <= limit && (n = fread(piece, 1, sizeof piece, f)) > 0) buf_add(&b, piece, n);
    int error = ferror(f) ? errno : 0;
    fclose(f);
    if (error == EISDIR) diag_plain(d, "%s: is a directory, not a file", path);
    else if (error) diag_plain(d, "%s: %s", path, strerror(error));
    else if (b.len > limit) diag_plain(d, "%s: larger than %zu bytes", path, limit);
    else {
        out->text = arena_copy(a, b.data ? b.data : "", b.len);
        out->len = b.len;
    }
    buf_fini(&b);
    return out->text != NULL;
}
