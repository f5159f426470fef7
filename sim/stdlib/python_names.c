/* What CPython has by name (python311.def): so that what gilscope lacks is told from what nobody has. */
#include <string.h>

#include "python/suggest.h"

static const struct {
    const char *owner, *names;
} rows[] = {
#define PYTHON(owner, names) {owner, names},
#include "stdlib/python311.def"
#undef PYTHON
};

static bool among(const char *names, const char *name, size_t len) {
    for (const char *at = names; (at = strstr(at, name)); at += len)
        if ((at == names || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0')) return true;
    return false;
}

bool python_has(const char *owner, const char *name) {
    size_t len = strlen(name);
    if (len == 0 || strchr(name, ' ')) return false;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].owner, owner) == 0 && among(rows[i].names, name, len)) return true;
    return false;
}

bool python_has_module(const char *name) {
    const char *dot = strrchr(name, '.');
    char owner[128];
    if (!dot) return python_has("", name);
    size_t len = (size_t)(dot - name);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].owner, name) == 0) return true;
    if (len >= sizeof owner) return false;
    memcpy(owner, name, len);
    owner[len] = '\0';
    return python_has(owner, dot + 1);
}
