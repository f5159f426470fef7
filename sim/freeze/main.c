/* usage: freeze sim/FLOOR/FILE... >embedded.c */
#include <string.h>

#include "freeze/freeze.h"

enum { FILE_LIMIT = 4 << 20 };

/* "sim/stdlib/asyncio/tasks.py" -> "asyncio.tasks", ".../asyncio/__init__.py" -> "asyncio"; NULL: not of the library. */
static const char *module_name(struct arena *a, const char *path) {
    static const char dir[] = "sim/stdlib/", end[] = ".py", init[] = ".__init__";
    size_t len = strlen(path);
    if (strncmp(path, dir, sizeof dir - 1) != 0 || len < sizeof dir + sizeof end || strcmp(path + len - (sizeof end - 1), end) != 0)
        return NULL;
    path += sizeof dir - 1;
    len -= sizeof dir - 1 + sizeof end - 1;
    char *name = arena_copy(a, path, len);
    for (char *c = name; *c; c++)
        if (*c == '/') *c = '.';
    size_t tail = sizeof init - 1;
    if (len > tail && strcmp(name + len - tail, init) == 0) name[len - tail] = '\0';
    return name;
}

/* Arrays of small integers, not strings: a string literal may have 4095 characters only. */
static void write_file(int number, const struct source *src, FILE *to) {
    fprintf(to, "static const char text_%d[] = {\n", number);
    for (size_t i = 0; i < src->len; i++) fprintf(to, "%d,%s", (signed char)src->text[i], i % 32 == 31 ? "\n" : "");
    fprintf(to, "0};\n");
}

static bool freeze_file(struct arena *a, struct freezer *f, const struct source *src, struct diag *d) {
    const char *module = module_name(a, src->name);
    if (!module) return true;
    struct compile_options o = library_options(src);
    const struct code *code = lang_compile(a, src, &o, d);
    if (code) freezer_add(f, module, code);
    return code != NULL;
}

static bool freeze(struct arena *a, int count, char **paths, FILE *to, struct diag *d) {
    struct freezer f;
    freezer_init(&f);
    fprintf(to, "/* Written by sim/freeze. */\n#include \"base/embed.h\"\n");
    for (int i = 0; i < count && !d->set; i++) {
        struct source src;
        if (!source_read(a, paths[i], FILE_LIMIT, &src, d)) break;
        write_file(i, &src, to);
        freeze_file(a, &f, &src, d);
    }
    fprintf(to, "const struct embedded_file embedded_files[] = {\n");
    for (int i = 0; i < count; i++) {
        const char *name = strncmp(paths[i], "sim/", 4) == 0 ? paths[i] + 4 : paths[i];
        fprintf(to, "    {\"%s\", text_%d, sizeof text_%d - 1},\n", name, i, i);
    }
    fprintf(to, "    {0},\n};\n");
    freezer_write(&f, to);
    freezer_fini(&f);
    return !d->set;
}

int main(int argc, char **argv) {
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    bool ok = freeze(&a, argc - 1, argv + 1, stdout, &d);
    if (!ok) diag_print(&d, stderr);
    arena_fini(&a);
    return ok && fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
