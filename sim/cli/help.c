/* gilscope help: from the tables. Also fills the templates of the man page and the shell completion, so that they cannot
 * tell anything else than the program does: a line `@COMMANDS@` is replaced. */
#include <string.h>

#include "cli/cli.h"

const struct option help_options[] = {{0}};

static void overview(void) {
    puts(
        "gilscope " GILSCOPE_VERSION
        ": runs Python concurrency programs and scheduling lessons in virtual time, and shows who has the CPU,\n"
        "the GIL and the event loop at every instant.\n");
    for (const struct command *c = commands; c->name; c++) printf("  %-8s %s\n", c->name, c->help);
    puts("\ngilscope help COMMAND tells the options. For a start: gilscope run scenarios/spinner_thread.py");
}

static void man_options(const struct option *table) {
    for (const struct option *o = table; o->name; o++) {
        printf(".TP\n");
        if (o->letter) printf("\\fB\\-%c\\fR, ", o->letter);
        printf("\\fB\\-\\-%s\\fR%s%s%s\n%s\n", o->name, o->arg ? " \\fI" : "", o->arg ? o->arg : "",
               o->arg ? "\\fR" : "", o->help);
    }
}

static void man_commands(void) {
    for (const struct command *c = commands; c->name; c++) {
        printf(".SS %s\n.B %s\n.PP\n%s%s.\n", c->name, c->usage, c->help, "");
        man_options(c->options);
        if (!c->more) continue;
        printf(".PP\nFor %s:\n", c->more_of);
        man_options(c->more);
    }
}

static void completion_commands(void) {
    for (const struct command *c = commands; c->name; c++) {
        printf("    %s) words=\"", c->name);
        for (const struct option *o = c->options; o->name; o++) printf("--%s ", o->name);
        for (const struct option *o = c->more; o && o->name; o++) printf("--%s ", o->name);
        printf("\" ;;\n");
    }
}

static int fill(struct invocation *in, const char *path, void (*insert)(void)) {
    struct source src;
    struct diag d;
    diag_init(&d, in->arena);
    if (!source_read(in->arena, path, 1 << 20, &src, &d)) {
        diag_print(&d, stderr);
        return EXIT_user;
    }
    const char *mark = strstr(src.text, "@COMMANDS@\n");
    size_t before = mark ? (size_t)(mark - src.text) : src.len;
    fwrite(src.text, 1, before, stdout);
    if (!mark) return EXIT_ok;
    insert();
    fputs(mark + strlen("@COMMANDS@\n"), stdout);
    return EXIT_ok;
}

int command_help(struct invocation *in) {
    const char *what = in->argc ? in->argv[0] : "";
    if (in->argc == 2 && strcmp(what, "--man") == 0) return fill(in, in->argv[1], man_commands);
    if (in->argc == 2 && strcmp(what, "--completion") == 0) return fill(in, in->argv[1], completion_commands);
    for (const struct command *c = commands; in->argc && c->name; c++)
        if (strcmp(c->name, what) == 0) {
            cli_usage(c, stdout);
            return EXIT_ok;
        }
    if (in->argc && what[0] != '-') {
        fprintf(stderr, "gilscope help: there is no command '%s'\n", what);
        return EXIT_usage;
    }
    overview();
    return EXIT_ok;
}
