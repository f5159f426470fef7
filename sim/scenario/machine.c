#include "scenario/machine.h"

#include "scenario/named.h"

#define DEPTH_MAX 8

struct raw {
    const char *about;
};

/* clang-format off: one row a line */
static const struct key file_keys[] = {
    {"about", KEY_text, NULL, 0, 200, NULL, offsetof(struct raw, about), "one line on what it is"},
    {"machine", KEY_any, NULL, 0, 0, NULL, 0, "the machine"},
    {0},
};
static const struct key machine_keys[] = {MACHINE_KEYS(struct machine, ), {0}};
/* clang-format on */

struct machine machine_plain(void) { return (struct machine){.cores = 4, .smt = 1, .smt_ppm = 1000000}; }

static bool read_value(struct arena *a, const struct node *n, int depth, struct machine *m, struct diag *d);

static bool load(struct arena *a, const struct node *given, const char *name, int depth, struct machine *m,
                 const char **about, struct diag *d) {
    if (depth > DEPTH_MAX) return node_error(d, given, "these machines are based on each other without end");
    struct source *src = ARENA_NEW(a, struct source);
    if (!named_text(a, "machine", name, given, src, d)) return false;
    struct node *root = yaml_read(a, src, d);
    struct raw raw = {.about = ""};
    if (!root || !keys_read(file_keys, "", root, &raw, d)) return false;
    const struct node *n = node_get(root, "machine");
    if (!n) return node_error(d, root, "a machine's file needs a key 'machine'");
    *m = machine_plain();
    if (about) *about = raw.about;
    return read_value(a, n, depth, m, d);
}

static bool read_value(struct arena *a, const struct node *n, int depth, struct machine *m, struct diag *d) {
    if (n->kind == NODE_scalar) return load(a, n, n->text, depth + 1, m, NULL, d);
    if (n->kind != NODE_map) return node_error(d, n, "machine must be a name or a map");
    const struct node *base = node_get(n, "based_on");
    if (base && base->kind != NODE_scalar) return node_error(d, base, "based_on must be the name of a machine");
    if (base && !load(a, base, base->text, depth + 1, m, NULL, d)) return false;
    return keys_read(machine_keys, "machine", n, m, d);
}

bool machine_read(struct arena *a, const struct node *n, struct machine *m, struct diag *d) {
    return read_value(a, n, 0, m, d);
}

bool machine_load(struct arena *a, const char *name, const struct node *given, struct machine *m, const char **about,
                  struct diag *d) {
    return load(a, given, name, 0, m, about, d);
}
