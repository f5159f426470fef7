/* A YAML (or JSON) text as a tree of nodes that know their place, made from libyaml's events.
 *
 * Only what a scenario needs is let in: one document of maps, lists and scalars; no anchors, aliases and
 * tags; limits on size and depth. Everything else is refused with file:line:col. Scalars stay text: what
 * they mean is decided by the key that they belong to (scenario/keys.h). */
#ifndef GILSCOPE_SCENARIO_YAML_H
#define GILSCOPE_SCENARIO_YAML_H

#include "base/diag.h"

#define YAML_SIZE_MAX  ((size_t)16 << 20)
#define YAML_DEPTH_MAX 64
#define YAML_KEYS_MAX  1000    /* of one map */
#define YAML_ITEMS_MAX 100000  /* of one list */
#define YAML_NODES_MAX 2000000 /* of a text: 100000 jobs of 10 keys, and some 300 MB */

enum node_kind { NODE_scalar, NODE_list, NODE_map };

struct node {
    enum node_kind kind;
    const struct source *source;
    struct span at;
    bool quoted;      /* a scalar in quotes */
    const char *text; /* of a scalar */
    size_t len;
    struct node *key;   /* of an entry of a map */
    struct node *next;  /* next item or entry */
    struct node *first; /* items, or values of entries */
    size_t count;
};

/* The root node, or NULL with a diagnostic. */
struct node *yaml_read(struct arena *a, const struct source *src, struct diag *d);

/* A scalar that stands in no file (a command line option): diagnostics begin with its name. */
struct node *node_make(struct arena *a, const char *name, const char *text, size_t len);
struct node *node_make_list(struct arena *a, const char *name);
void node_append(struct node *list, struct node *item);

/* The value of a key, or NULL. map may be NULL. */
const struct node *node_get(const struct node *map, const char *key);

/* Sets the diagnostic at the node; always false. */
bool node_error(struct diag *d, const struct node *n, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
