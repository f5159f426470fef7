/* gilscope export: text formats are written here, pictures by gilscope-view. */
#include <string.h>

#include "cli/cli.h"
#include "cli/pictures.h"
#include "export/export.h"

struct export_target {
    const char *format, *output, *from, *to;
};

/* clang-format off: one row a line */
const struct option export_options_table[] = {
    {"format", 'f', "FMT", NULL, NULL, offsetof(struct export_target, format),
     "see `gilscope list formats`; default: the extension of PATH"},
    {"output", 'o', "PATH|-", NULL, NULL, offsetof(struct export_target, output),
     "where to (default: stdout)"},
    {"from", 0, "D", NULL, NULL, offsetof(struct export_target, from), "virtual time to begin at"},
    {"to", 0, "D", NULL, NULL, offsetof(struct export_target, to), "virtual time to end at"},
    WORLD_OPTIONS,
    {0},
};
const struct option export_more[] = {
#define PICTURE_OPTION(name, arg, field, help) {name, 0, arg, NULL, NULL, 0, help},
#include "scenario/viewer_options.def"
    {0},
};
/* clang-format on */

/* Pictures have options of their own (width, theme ...): whether it is one must be known before the options are. */
static const char *wanted_format(const struct invocation *in) {
    const char *format = NULL, *path = NULL;
    for (int i = 0; i < in->argc && strcmp(in->argv[i], "--") != 0; i++) {
        const char *arg = in->argv[i], *next = i + 1 < in->argc ? in->argv[i + 1] : NULL;
        if (strncmp(arg, "--format=", 9) == 0) format = arg + 9;
        else if (strncmp(arg, "--output=", 9) == 0) path = arg + 9;
        else if (next && (strcmp(arg, "--format") == 0 || strcmp(arg, "-f") == 0)) format = next;
        else if (next && (strcmp(arg, "--output") == 0 || strcmp(arg, "-o") == 0)) path = next;
    }
    const char *dot = path ? strrchr(path, '.') : NULL;
    return format ? format : dot && !strchr(dot, '/') ? dot + 1 : NULL;
}

const char *const picture_formats[][2] = {
    {"svg", "scalable picture with real text and hover titles"},
    {"pdf", "page for print; text selectable"},
    {"png", "picture in pixels"},
    {"gif", "animation"},
    {NULL, NULL},
};

static int hand_over(struct invocation *in) {
    char **args = ARENA_ARRAY(in->arena, in->argc + 3, char *);
    int n = 0;
    args[n++] = arena_printf(in->arena, "gilscope-view");
    args[n++] = arena_printf(in->arena, "export");
    for (int i = 0; i < in->argc; i++) args[n++] = in->argv[i];
    return cli_exec_view(in, args);
}

static int unknown_format(const char *name) {
    if (name) fprintf(stderr, "gilscope export: unknown format '%s'\n", name);
    else fprintf(stderr, "gilscope export: --format is missing\n");
    fprintf(stderr, "accepted:");
    for (const struct export_format *f = export_formats; f->name; f++) fprintf(stderr, " %s", f->name);
    for (size_t i = 0; picture_formats[i][0]; i++) fprintf(stderr, " %s", picture_formats[i][0]);
    fputc('\n', stderr);
    return EXIT_usage;
}

static bool time_option(const char *name, const char *text, sim_ns *out) {
    const char *why;
    if (!text || ns_parse(text, strlen(text), out, &why)) return true;
    fprintf(stderr, "gilscope export: --%s: '%s': %s\n", name, text, why);
    return false;
}

int command_export(struct invocation *in) {
    const char *name = wanted_format(in);
    for (size_t i = 0; name && picture_formats[i][0]; i++)
        if (strcmp(name, picture_formats[i][0]) == 0) return hand_over(in);
    struct export_target target = {0};
    struct options o;
    struct export_options clip = {.from_ns = 0, .to_ns = NS_NEVER};
    int code;
    if (!cli_parse(in, &target, &o, &code)) return code;
    const struct export_format *f = name ? export_find(name) : NULL;
    if (!f) return unknown_format(name);
    if (!time_option("from", target.from, &clip.from_ns) || !time_option("to", target.to, &clip.to_ns))
        return EXIT_usage;
    struct trace t;
    struct outcome out;
    if ((code = cli_simulate(in, &o, NULL, &t, &out)) != EXIT_ok) return code;
    struct tracks ts;
    struct buf b = {0};
    tracks_build(&ts, &t);
    f->write(&ts, &clip, &b);
    bool written = cli_write(target.output ? target.output : "-", b.data ? b.data : "", b.len);
    buf_fini(&b);
    tracks_fini(&ts);
    code = cli_verdict(&t, &out, false);
    trace_fini(&t);
    /* A failed program has a trace worth exporting: only deadlocks and the like are told, the export itself succeeded. */
    return written ? (code == EXIT_program ? EXIT_ok : code) : EXIT_user;
}
