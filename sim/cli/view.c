/* gilscope view: the window is another program, so that this one needs no graphics. It parses the options; here they are only told. */
#include "cli/cli.h"

const struct option view_options[] = {WORLD_OPTIONS, {0}};
const struct option view_more[] = {
#define VIEW_OPTION(name, arg, field, help) {name, 0, arg, NULL, NULL, 0, help},
#include "scenario/viewer_options.def"
    {0},
};

int command_view(struct invocation *in) {
    char **args = ARENA_ARRAY(in->arena, in->argc + 2, char *);
    args[0] = arena_printf(in->arena, "gilscope-view");
    for (int i = 0; i < in->argc; i++) args[i + 1] = in->argv[i];
    return cli_exec_view(in, args);
}
