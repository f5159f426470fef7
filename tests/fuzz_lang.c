/* Any bytes as a program: compiled to code that the verifier accepts, or refused with a message. */
#include <stdint.h>

#include "base/assert.h"
#include "base/buf.h"
#include "lang/code.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    struct source src = {.name = "fuzz.py", .text = arena_copy(&a, (const char *)data, size), .len = size};
    struct compile_options o = {.minor = size % 2 ? 11 : 12};
    struct code *c = lang_compile(&a, &src, &o, &d);
    ASSERT((c != NULL) == !d.set);
    ASSERT(c || (d.message && d.message[0]));
    if (c) {
        struct buf text = {0};
        ASSERT(code_verify(c, &d));
        code_disassemble(c, &text);
        buf_fini(&text);
    }
    arena_fini(&a);
    return 0;
}
