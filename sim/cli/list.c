/* gilscope list: what there is, from the tables that define it. */
#include <string.h>

#include "base/embed.h"
#include "cli/cli.h"
#include "cli/pictures.h"
#include "export/export.h"
#include "python/native.h"
#include "scenario/named.h"

const struct option list_options[] = {{0}};

static void list_policies(struct arena *a) {
    (void)a;
    for (const struct policy *const *p = policies; *p; p++) {
        printf("%s: %s\n    models %s\n", (*p)->name, (*p)->summary, (*p)->models);
        for (const struct policy_param *q = (*p)->params; q && q->name; q++) {
            struct buf range = {0};
            param_range_text(q, &range);
            printf("    %-16s %s (default %s; %s)\n", q->name, q->help,
                   q->fallback && *q->fallback ? q->fallback : "none", range.data ? range.data : "");
            buf_fini(&range);
        }
    }
}

static void list_modules(struct arena *a) {
    size_t count;
    const char *const *names = module_names(a, &count);
    for (size_t i = 0; i < count; i++) printf("%s\n", names[i]);
}

static void list_profiles(struct arena *a) {
    const char *name;
    for (const struct embedded_file *f = NULL; (f = named_next(a, "profile", f, &name));) {
        struct profile p;
        struct diag d;
        diag_init(&d, a);
        if (profile_load(a, name, "3.11", NULL, &p, &d)) printf("%-12s %s\n", name, p.about);
        else diag_print(&d, stderr);
    }
}

static void list_machines(struct arena *a) {
    const char *name, *about;
    for (const struct embedded_file *f = NULL; (f = named_next(a, "machine", f, &name));) {
        struct machine m;
        struct diag d;
        diag_init(&d, a);
        if (machine_load(a, name, NULL, &m, &about, &d)) printf("%-12s %3d CPUs  %s\n", name, machine_cpus(&m), about);
        else diag_print(&d, stderr);
    }
}

static void list_formats(struct arena *a) {
    (void)a;
    for (const struct export_format *f = export_formats; f->name; f++) printf("%-8s %s\n", f->name, f->help);
    for (size_t i = 0; picture_formats[i][0]; i++)
        printf("%-8s %s (gilscope-view)\n", picture_formats[i][0], picture_formats[i][1]);
}

static void list_opcodes(struct arena *a) {
    (void)a;
#define OPCODE(name, operand, pops, pushes, cost, polls, picture)                                            \
    printf("%-26s %-6s %-9s %-6s %s\n", #name, #operand, #cost, #polls, picture);
#include "lang/opcode.def"
#undef OPCODE
}

static void list_events(struct arena *a) {
    (void)a;
#define EVENT(name, x, y, sentence) printf("%-12s %-14s %-14s %s\n", #name, x, y, sentence);
#include "trace/event.def"
#undef EVENT
}

static void list_keys(struct arena *a) {
    (void)a;
    for (const struct key *k = scenario_keys; k->path; k++)
        printf("%-24s %s%s%s%s%s%s\n", k->path, k->help, k->choices ? ": " : "", k->choices ? k->choices : "",
               k->fallback ? " (default " : "", k->fallback ? k->fallback : "", k->fallback ? ")" : "");
}

static void list_commands(struct arena *a) {
    (void)a;
    for (const struct command *c = commands; c->name; c++) printf("%-8s %s\n", c->name, c->help);
}

static const struct {
    const char *name;
    void (*print)(struct arena *a);
} lists[] = {
    {"policies", list_policies}, {"modules", list_modules},   {"profiles", list_profiles},
    {"machines", list_machines},
    {"formats", list_formats},   {"opcodes", list_opcodes},   {"events", list_events},
    {"keys", list_keys},         {"commands", list_commands},
};

int command_list(struct invocation *in) {
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (in->argc != 1 || strcmp(in->argv[0], lists[i].name) != 0) continue;
        lists[i].print(in->arena);
        return EXIT_ok;
    }
    bool help = in->argc == 1 && (strcmp(in->argv[0], "--help") == 0 || strcmp(in->argv[0], "-h") == 0);
    if (in->argc && !help) fprintf(stderr, "gilscope list: there is no list '%s'\n", in->argv[0]);
    fprintf(help ? stdout : stderr, "usage: %s\n", in->command->usage);
    return help ? EXIT_ok : EXIT_usage;
}
