/* The commands of gilscope: one file and one row of `commands` (main.c) each. */
#ifndef GILSCOPE_CLI_CLI_H
#define GILSCOPE_CLI_CLI_H

#include "scenario/options.h"
#include "scenario/run.h"

enum exit_code { EXIT_ok = 0, EXIT_user = 1, EXIT_usage = 2, EXIT_program = 3, EXIT_law = 4 };

/* What every command gets: its name and what follows it. */
struct invocation {
    const char *program; /* argv[0]: gilscope-view is looked for beside it */
    const struct command *command;
    int argc;
    char **argv;
    struct arena *arena;
};

struct command {
    const char *name;
    int (*run)(struct invocation *in);
    const struct option *options; /* ended by a NULL name */
    const char *usage;
    const char *help; /* one line */
    const char *more_of; /* NULL, or what the options of `more` are for: gilscope-view parses those */
    const struct option *more;
};

extern const struct command commands[]; /* ended by a NULL name */

extern const struct option run_options[], export_options_table[], view_options[], check_options[],
    why_options[], list_options[], help_options[], export_more[], view_more[];
int command_run(struct invocation *in);
int command_export(struct invocation *in);
int command_view(struct invocation *in);
int command_check(struct invocation *in);
int command_why(struct invocation *in);
int command_list(struct invocation *in);
int command_help(struct invocation *in);

/* Parses the options and the one FILE of a command. On false the exit code is in *code and all is said. */
bool cli_parse(struct invocation *in, void *target, struct options *out, int *code);
/* --help was asked, or usage was wrong. */
void cli_usage(const struct command *c, FILE *to);

/* Loads FILE and runs it into t (or reads a .gtrace). The watcher may be NULL. Returns an exit code: EXIT_ok, EXIT_user. */
struct outcome {
    struct scenario scenario;
    struct run_result result;
    bool from_file; /* t was read from a trace file */
};
int cli_simulate(struct invocation *in, const struct options *o, const struct run_watcher *w, struct trace *t,
                 struct outcome *out);

/* Says on stderr how the run ended if it did not end well, and gives the exit code for that. */
int cli_verdict(const struct trace *t, const struct outcome *o, bool check_laws);

/* Writes all bytes to a path, or to stdout for "-". Complains on stderr. */
bool cli_write(const char *path, const char *bytes, size_t n);
/* Flushes stdout; says so once and returns false if what was written got lost. */
bool cli_flush(void);

/* Columns of the terminal that stderr is, negative for plain ASCII (see stats_report). */
int cli_width(void);

/* Replaces this process by gilscope-view with these arguments (ended by NULL). Returns only with an exit code. */
int cli_exec_view(const struct invocation *in, char **args);

#endif
