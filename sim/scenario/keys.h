/* Keys as a table: each key of a scenario or profile is one row, and everything else follows from it: which keys a map
 * may have, what their values may be, where they are stored, `gilscope list keys`, and the command line options.
 *
 * The path of a row is where it stands: "machine.cores", "jobs[].io.every". Its value is stored at an offset of
 * the C struct that belongs to the enclosing map. A key that is not given is not touched: who prepares the
 * struct fills in the defaults (keys_defaults does it from the rows). */
#ifndef GILSCOPE_SCENARIO_KEYS_H
#define GILSCOPE_SCENARIO_KEYS_H

#include <stdint.h>

#include "base/ns.h"
#include "scenario/yaml.h"

enum key_kind {
    KEY_int,    /* int */
    KEY_int64,  /* int64_t */
    KEY_uint64, /* uint64_t, all of its range */
    KEY_ns,     /* sim_ns */
    KEY_ppm,    /* int64_t: "0.61" or "61%" of one, in millionths */
    KEY_bool,   /* bool */
    KEY_text,   /* const char * */
    KEY_choice, /* int: index into choices */
    KEY_map,    /* nothing stored: whoever reads the map goes on from the node */
    KEY_list,
    KEY_any, /* several forms are accepted; read elsewhere */
};

struct key {
    const char *path;
    enum key_kind kind;
    const char *
        fallback; /* as a user would write it; NULL: none, or it comes from the profile (then help says so) */
    int64_t min, max;    /* int, int64, ns, ppm: range; text, list: least and largest length */
    const char *choices; /* KEY_choice: "a b c" */
    size_t offset;
    const char *help;
};

/* Reads the entries of map, which stands at prefix ("" for the root), into *target. */
bool keys_read(const struct key *table, const char *prefix, const struct node *map, void *target,
               struct diag *d);

/* Stores the fallbacks of all rows below prefix. */
void keys_defaults(const struct key *table, const char *prefix, void *target, struct arena *a);

const struct key *key_find(const struct key *table, const char *path);
/* Checks the value and stores it in *target. name is what messages call it. */
bool key_store(const struct key *k, const char *name, const struct node *value, void *target, struct diag *d);

/* Plain values, for lists and texts with a grammar of their own. name begins the message. */
bool value_int(const struct node *n, const char *name, int64_t min, int64_t max, int64_t *out,
               struct diag *d);
bool value_ns(const struct node *n, const char *name, int64_t min, int64_t max, sim_ns *out, struct diag *d);
bool value_bool(const struct node *n, const char *name, bool *out, struct diag *d);
bool value_choice(const struct node *n, const char *name, const char *choices, int *out, struct diag *d);

#endif
