/* The list of modules: a table for C, and files embedded at build time for Python. */
#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "python/native.h"

#define MODULE(name) extern const struct module_def name;
#include "stdlib/module.def"
#undef MODULE

static const struct module_def *const modules[] = {
#define MODULE(name) &name,
#include "stdlib/module.def"
#undef MODULE
};

const struct module_def *module_find(const char *name) {
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++)
        if (strcmp(modules[i]->name, name) == 0) return modules[i];
    return NULL;
}

/* a.b.c is stdlib/a/b/c.py, or the package stdlib/a/b/c/__init__.py. */
const char *module_source(const char *name, size_t *len, bool *is_package) {
    char path[256];
    for (int package = 0; package <= 1; package++) {
        int n = snprintf(path, sizeof path, "stdlib/%s%s.py", name, package ? "/__init__" : "");
        if (n < 0 || (size_t)n >= sizeof path) return NULL;
        for (size_t i = strlen("stdlib/"); i < strlen("stdlib/") + strlen(name); i++)
            if (path[i] == '.') path[i] = '/';
        const struct embedded_file *f = embedded_find(path);
        if (f) {
            *len = f->len;
            *is_package = package != 0;
            return f->text;
        }
    }
    return NULL;
}
