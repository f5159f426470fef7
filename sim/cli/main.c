/* gilscope: the command line. Commands are a table; each has its own file. */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

/* clang-format off: one row a line */
#define FILE_ARGS " FILE [-- ARG...]"
/* clang-format off: one row a command */
const struct command commands[] = {
    {.name = "run", .run = command_run, .options = run_options, .usage = "gilscope run [options]" FILE_ARGS,
     .help = "run a program or scenario: its output, a report, a timeline"},
    {.name = "export", .run = command_export, .options = export_options_table, .more_of = "pictures (svg pdf png gif)",
     .more = export_more, .usage = "gilscope export [options] --format FMT [-o PATH|-]" FILE_ARGS,
     .help = "run it and write the trace in another format"},
    {.name = "view", .run = command_view, .options = view_options, .more_of = "the window", .more = view_more,
     .usage = "gilscope view [options]" FILE_ARGS, .help = "run it and show it in a window"},
    {.name = "check", .run = command_check, .options = check_options, .usage = "gilscope check [options]" FILE_ARGS,
     .help = "run it and hold the trace against the laws"},
    {.name = "why", .run = command_why, .options = why_options,
     .usage = "gilscope why [options] --at T [--cpu N | --task NAME]" FILE_ARGS,
     .help = "run it and explain one moment: who runs, who waits, for what"},
    {.name = "list", .run = command_list, .options = list_options,
     .usage = "gilscope list policies|modules|profiles|machines|formats|opcodes|events|keys|commands", .help = "what there is"},
    {.name = "help", .run = command_help, .options = help_options, .usage = "gilscope help [COMMAND]",
     .help = "this, or the options of a command"},
    {0},
};
/* clang-format on */
/* clang-format on */

static const struct command *find_command(const char *name) {
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

static int unknown_command(const char *name) {
    const char *names[16];
    size_t count = 0;
    for (const struct command *c = commands; c->name; c++) names[count++] = c->name;
    const char *near = nearest_word(name, names, count);
    fprintf(stderr, "gilscope: unknown command '%s'%s%s%s\n", name, near ? " (did you mean '" : "",
            near ? near : "", near ? "'?)" : "");
    size_t len = strlen(name);
    if (strchr(name, '.') && len > 3) {
        fprintf(stderr, "to run a file: gilscope run %s\n", name);
        return EXIT_usage;
    }
    fprintf(stderr, "accepted:");
    for (size_t i = 0; i < count; i++) fprintf(stderr, " %s", names[i]);
    fputc('\n', stderr);
    return EXIT_usage;
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN); /* a closed stdout is told as a failed write */
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "--version") == 0) {
        puts("gilscope " GILSCOPE_VERSION);
        return cli_flush() ? EXIT_ok : EXIT_user;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
    const struct command *c = find_command(name);
    if (!c) return unknown_command(name);
    struct arena arena;
    arena_init(&arena);
    struct invocation in = {.program = argv[0],
                            .command = c,
                            .argc = argc > 2 ? argc - 2 : 0,
                            .argv = argv + (argc > 2 ? 2 : argc),
                            .arena = &arena};
    int code = c->run(&in);
    if (!cli_flush() && code == EXIT_ok) code = EXIT_user;
    arena_fini(&arena);
    return argc > 1 ? code : EXIT_usage;
}
