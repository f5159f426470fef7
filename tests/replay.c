/* Drives a fuzz target without libFuzzer: every file of the folders or files named on the command line, then
 * a fixed number of mutations of each (bytes changed, cut out, doubled), the same ones on every machine. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/rng.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUT_MAX ((size_t)1 << 20)
#define MUTATIONS 200

static unsigned long runs;

static void run(const uint8_t *bytes, size_t n) {
    uint8_t *exact = mem_alloc(n); /* a block of just this size: the sanitizer sees every overrun */
    if (n) memcpy(exact, bytes, n);
    LLVMFuzzerTestOneInput(exact, n);
    mem_free(exact);
    runs++;
}

static void mutate(struct rng *r, const uint8_t *text, size_t n) {
    uint8_t *b = mem_alloc(n * 2 + 16);
    for (int i = 0; i < MUTATIONS && n; i++) {
        size_t len = n;
        memcpy(b, text, n);
        for (uint64_t edits = 1 + rng_below(r, 4); edits; edits--) {
            size_t at = (size_t)rng_below(r, len),
                   span = 1 + (size_t)rng_below(r, len - at < 16 ? len - at : 16);
            switch (rng_below(r, 4)) {
            case 0: b[at] = (uint8_t)rng_u64(r); break;
            case 1: b[at] = b[(size_t)rng_below(r, len)]; break;
            case 2:
                if (span == len) break;
                memmove(b + at, b + at + span, len - at - span);
                len -= span;
                break;
            default:
                if (len + span > n * 2 + 16) break;
                memmove(b + at + span, b + at, len - at);
                len += span;
            }
        }
        run(b, len);
    }
    mem_free(b);
}

static void replay_file(const char *path) {
    struct arena a;
    struct diag d;
    struct source src;
    arena_init(&a);
    diag_init(&d, &a);
    if (source_read(&a, path, INPUT_MAX, &src, &d)) {
        struct rng r;
        rng_init(&r, 1, "replay");
        run((const uint8_t *)src.text, src.len);
        mutate(&r, (const uint8_t *)src.text, src.len);
    } else {
        diag_print(&d, stderr);
    }
    arena_fini(&a);
}

int main(int argc, char **argv) {
    run((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        struct dirent **names;
        int n = scandir(argv[i], &names, NULL, alphasort);
        if (n < 0) replay_file(argv[i]);
        for (int k = 0; k < n; k++) {
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", argv[i], names[k]->d_name);
            if (names[k]->d_name[0] != '.') replay_file(path);
            free(names[k]);
        }
        if (n >= 0) free(names);
    }
    printf("%lu inputs\n", runs);
    return 0;
}
