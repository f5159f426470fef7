/* gilscope view: the window is another program, so that this one needs no graphics. It parses the options. */
#include "cli/cli.h"

const struct option view_options[] = {WORLD_OPTIONS, {0}};

int command_view(struct invocation *in) {
    char **args = ARENA_ARRAY(in->arena, in->argc + 2, char *);
    args[0] = arena_printf(in->arena, "gilscope-view");
    for (int i = 0; i < in->argc; i++) args[i + 1] = in->argv[i];
    return cli_exec_view(in, args);
}
