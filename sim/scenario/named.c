#include "scenario/named.h"

#include <string.h>

#include "base/buf.h"
#include "base/embed.h"

#define NAMES_MAX 64

static bool has_suffix(const char *s, const char *suffix) {
    size_t n = strlen(s), m = strlen(suffix);
    return n > m && strcmp(s + n - m, suffix) == 0;
}

const struct embedded_file *named_next(struct arena *a, const char *kind, const struct embedded_file *prev,
                                       const char **name) {
    const char *folder = arena_printf(a, "%ss/", kind);
    size_t n = strlen(folder);
    for (const struct embedded_file *f = prev ? prev + 1 : embedded_files; f->name; f++) {
        if (strncmp(f->name, folder, n) != 0) continue;
        *name = arena_copy(a, f->name + n, strlen(f->name) - n - strlen(".yaml"));
        return f;
    }
    return NULL;
}

static bool unknown(struct arena *a, const char *kind, const char *name, const struct node *given,
                    struct diag *d) {
    const char *names[NAMES_MAX];
    size_t count = 0;
    struct buf all = {0};
    for (const struct embedded_file *f = NULL;
         count < NAMES_MAX && (f = named_next(a, kind, f, &names[count]));)
        buf_printf(&all, "%s ", names[count++]);
    const char *near = nearest_word(name, names, count);
    const char *what = arena_printf(a, "unknown %s '%.60s'%s%s%s", kind, name, near ? " (did you mean '" : "",
                                    near ? near : "", near ? "'?)" : "");
    if (given) node_error(d, given, "%s", what);
    else diag_plain(d, "%s", what);
    diag_accepted(d, "%sor a .yaml file", all.len ? all.data : "");
    buf_fini(&all);
    return false;
}

bool named_text(struct arena *a, const char *kind, const char *name, const struct node *given,
                struct source *out, struct diag *d) {
    if (has_suffix(name, ".yaml") || has_suffix(name, ".yml") || has_suffix(name, ".json")) {
        struct diag told;
        diag_init(&told, a);
        if (source_read(a, name, YAML_SIZE_MAX, out, &told)) return true;
        return given ? node_error(d, given, "%s", told.message) : diag_plain(d, "%s", told.message);
    }
    const struct embedded_file *f = embedded_find(arena_printf(a, "%ss/%s.yaml", kind, name));
    if (!f) return unknown(a, kind, name, given, d);
    *out = (struct source){.name = f->name, .text = f->text, .len = f->len};
    return true;
}
