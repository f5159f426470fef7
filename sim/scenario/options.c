#include "scenario/options.h"

#include <string.h>

#include "base/buf.h"

#define OPTIONS_MAX 64

static const struct option *find(const struct option *table, const char *arg, size_t len) {
    for (const struct option *o = table; o->name; o++) {
        if (arg[1] == '-' ? strlen(o->name) == len - 2 && memcmp(o->name, arg + 2, len - 2) == 0
                          : len == 2 && o->letter == arg[1])
            return o;
    }
    return NULL;
}

static bool unknown(const struct option *table, const char *arg, size_t len, struct diag *d) {
    const char *names[OPTIONS_MAX];
    size_t count = 0;
    for (const struct option *o = table; o->name && count < OPTIONS_MAX; o++) names[count++] = o->name;
    const char *word = arena_copy(d->arena, arg, len);
    const char *near = arg[1] == '-' ? nearest_word(word + 2, names, count) : NULL;
    return diag_plain(d, "unknown option %s%s%s%s", word, near ? " (did you mean --" : "", near ? near : "",
                      near ? "?)" : "");
}

static void store(const struct option *o, const char *given, void *target, struct options *out) {
    if (o->key) {
        out->overrides[out->override_count++] =
            (struct override){.key = o->key, .value = given ? given : o->fixed, .shown = o->name};
    } else if (o->arg) {
        *(const char **)(void *)((char *)target + o->offset) = given;
    } else {
        *(bool *)((char *)target + o->offset) = true;
    }
}

bool options_parse(struct arena *a, const struct option *table, int argc, char *const *argv, void *target,
                   struct options *out, struct diag *d) {
    *out = (struct options){.overrides = ARENA_ARRAY(a, argc + 1, struct override),
                            .files = ARENA_ARRAY(a, argc + 1, const char *)};
    for (int i = 0; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--") == 0) {
            const char **rest = ARENA_ARRAY(a, argc - i, const char *);
            for (int k = i + 1; k < argc; k++) rest[out->argc++] = argv[k];
            out->argv = rest;
            break;
        }
        if (arg[0] != '-' || !arg[1]) {
            out->files[out->file_count++] = arg;
            continue;
        }
        const char *eq = arg[1] == '-' ? strchr(arg, '=') : NULL;
        size_t len = eq ? (size_t)(eq - arg) : strlen(arg);
        const struct option *o = find(table, arg, len);
        if (!o) return unknown(table, arg, len, d);
        if (!o->arg && eq) return diag_plain(d, "option --%s takes no value", o->name);
        if (o->arg && !eq && i + 1 == argc)
            return diag_plain(d, "option --%s needs a value: %s", o->name, o->arg);
        store(o, !o->arg ? NULL : eq ? eq + 1 : argv[++i], target, out);
    }
    for (size_t i = 0; i < out->override_count; i++)
        out->overrides[i].shown = arena_printf(a, "--%s", out->overrides[i].shown);
    return true;
}

void options_help(const struct option *table, struct buf *out) {
    for (const struct option *o = table; o->name; o++) {
        size_t start = out->len;
        buf_text(out, "  ");
        if (o->letter) buf_printf(out, "-%c, ", o->letter);
        buf_printf(out, "--%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
        size_t used = out->len - start;
        if (used < 28) buf_fill(out, ' ', 28 - used);
        else buf_printf(out, "\n%28s", "");
        buf_printf(out, "%s\n", o->help);
    }
}
