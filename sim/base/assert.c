#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

static struct {
    void (*describe)(void *arg, char *out, size_t n);
    void *arg;
} context;

void assert_context(void (*describe)(void *arg, char *out, size_t n), void *arg) {
    context.describe = describe;
    context.arg = arg;
}

_Noreturn void assert_failed(const char *what, const char *file, int line) {
    fprintf(stderr, "gilscope: internal error: %s:%d: %s\n", file, line, what);
    void (*describe)(void *, char *, size_t) = context.describe;
    if (describe) {
        context.describe = NULL; /* a broken world may assert again while it describes itself */
        char where[256] = "";
        describe(context.arg, where, sizeof where);
        where[sizeof where - 1] = '\0';
        fprintf(stderr, "gilscope: %s\n", where);
    }
    fflush(NULL);
    abort();
}
