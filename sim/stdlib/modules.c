/* The list of modules: a table for C, and files embedded at build time for Python. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
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

static const char *embedded_name(struct arena *a, const struct embedded_file *f) {
    char *name = arena_copy(a, f->name + 7, strlen(f->name) - 7 - 3);
    size_t n = strlen(name);
    if (n > 9 && strcmp(name + n - 9, "/__init__") == 0) name[n - 9] = '\0';
    for (char *s = name; *s; s++)
        if (*s == '/') *s = '.';
    return name;
}

/* Into its place; twice the same (the C and the Python half) is one. */
static void add_name(const char **names, size_t *count, const char *name) {
    size_t at = *count;
    if (name[0] == '_' ? strcmp(name, "__future__") != 0 : strstr(name, "._") != NULL) return;
    while (at > 0 && strcmp(names[at - 1], name) > 0) at--;
    if (at > 0 && strcmp(names[at - 1], name) == 0) return;
    memmove(names + at + 1, names + at, (*count - at) * sizeof *names);
    names[at] = name;
    ++*count;
}

const char *const *module_names(struct arena *a, size_t *count) {
    size_t most = sizeof modules / sizeof modules[0];
    for (const struct embedded_file *f = embedded_files; f->name; f++) most++;
    const char **names = ARENA_ARRAY(a, most + 1, const char *);
    *count = 0;
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++) add_name(names, count, modules[i]->name);
    for (const struct embedded_file *f = embedded_files; f->name; f++)
        if (strncmp(f->name, "stdlib/", 7) == 0) add_name(names, count, embedded_name(a, f));
    return names;
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
