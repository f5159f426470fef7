/* Data files by name: what `profile:` and `machine:` may say is a file of ours (sim/profiles, sim/machines, embedded at
 * build time) or the path of a user's own, known by its ending .yaml, .yml or .json. */
#ifndef GILSCOPE_SCENARIO_NAMED_H
#define GILSCOPE_SCENARIO_NAMED_H

#include "scenario/yaml.h"

struct embedded_file;

/* kind: "profile" or "machine", the word in messages; the folder is its plural. given: the node that named it, or NULL. */
bool named_text(struct arena *a, const char *kind, const char *name, const struct node *given, struct source *out,
                struct diag *d);

/* The embedded files of a kind in order of name: prev = NULL starts, NULL ends. *name is without folder and ending. */
const struct embedded_file *named_next(struct arena *a, const char *kind, const struct embedded_file *prev,
                                       const char **name);

#endif
