#include "lang/frozen.h"

#include <string.h>

struct compile_options library_options(const struct source *src) {
    static const char mark[] = "# gilscope: native\n";
    bool native = src->len >= sizeof mark - 1 && memcmp(src->text, mark, sizeof mark - 1) == 0;
    return (struct compile_options){.flags = CODE_hidden | (native ? CODE_native : 0), .minor = 14};
}
