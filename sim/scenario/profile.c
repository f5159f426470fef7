#include "scenario/profile.h"

#include <inttypes.h>
#include <string.h>

#include "python/program.h"
#include "scenario/named.h"

struct raw {
    const char *about, *based_on, *scale;
    bool poll_ms;
};

/* clang-format off: one row a line */
static const struct key profile_keys[] = {
    {"about", KEY_text, NULL, 0, 200, NULL, offsetof(struct raw, about), "one line on what was measured"},
    {"based_on", KEY_text, NULL, 1, 200, NULL, offsetof(struct raw, based_on), "profile to start from"},
    {"scale", KEY_text, NULL, 1, 40, NULL, offsetof(struct raw, scale),
     "factor for its costs, as a fraction: 93/35"},
    {"poll_ms", KEY_bool, NULL, 0, 0, NULL, offsetof(struct raw, poll_ms),
     "time-outs of epoll are rounded up to milliseconds"},
    {"machine", KEY_any, NULL, 0, 0, NULL, 0, "the machine, by name or as a map"},
    {"costs", KEY_map, NULL, 0, 0, NULL, 0, "what operations take"},
    {"versions", KEY_map, NULL, 0, 0, NULL, 0, "costs that differ for a Python version"},
    {0},
};
/* clang-format on */

static const char *const cost_names[COST_COUNT] = {
#define COST(name, what) #name,
#include "python/cost.def"
#undef COST
};

static bool read_costs(const struct node *map, int64_t cost_ps[COST_COUNT], struct diag *d) {
    if (map->kind != NODE_map) return node_error(d, map, "costs must be a map");
    for (const struct node *n = map->first; n; n = n->next) {
        size_t i = 0;
        while (i < COST_COUNT && strcmp(cost_names[i], n->key->text) != 0) i++;
        if (i == COST_COUNT) {
            const char *near = nearest_word(n->key->text, cost_names, COST_COUNT);
            return node_error(d, n->key, "unknown cost '%.60s'%s%s%s", n->key->text,
                              near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
        }
        const char *why = "must be a duration";
        bool zero = n->kind == NODE_scalar && strcmp(n->text, "0") == 0;
        if (zero) cost_ps[i] = 0;
        else if (n->kind != NODE_scalar || !ps_parse(n->text, n->len, &cost_ps[i], &why))
            return node_error(d, n, "%s: %s", n->key->text, why);
        if (cost_ps[i] > 3600 * NS_S * 1000) return node_error(d, n, "%s: more than an hour", n->key->text);
    }
    return true;
}

/* FACTOR := DIGITS '/' DIGITS, both below a million. Costs are at most an hour, so the products fit. */
static bool scale_costs(const struct node *n, int64_t cost_ps[COST_COUNT], struct diag *d) {
    int64_t parts[2] = {0, 0};
    int part = 0;
    for (const char *s = n->text; *s; s++) {
        if (*s == '/' && part == 0) part = 1;
        else if (*s >= '0' && *s <= '9' && parts[part] < 100000) parts[part] = parts[part] * 10 + (*s - '0');
        else return node_error(d, n, "scale must be a fraction of two integers, like 93/35");
    }
    if (!parts[0] || !parts[1])
        return node_error(d, n, "scale must be a fraction of two positive integers, like 93/35");
    for (size_t i = 0; i < COST_COUNT; i++) {
        if (cost_ps[i] > INT64_MAX / parts[0])
            return node_error(d, n, "scale makes the cost '%s' too large", cost_names[i]);
        cost_ps[i] = cost_ps[i] * parts[0] / parts[1];
    }
    return true;
}

/* Those of the other versions are only checked. */
static bool read_versions(const struct node *map, const char *version, int64_t cost_ps[COST_COUNT],
                          struct diag *d) {
    for (const struct node *n = map->first; n; n = n->next) {
        int64_t unused[COST_COUNT];
        bool free_threaded;
        int minor;
        if (!python_version_parse(n->key->text, &minor, &free_threaded)) {
            node_error(d, n->key, "unknown Python version '%.20s'", n->key->text);
            diag_accepted(d, PYTHON_VERSIONS);
            return false;
        }
        if (!read_costs(n, strcmp(n->key->text, version) == 0 ? cost_ps : unused, d)) return false;
    }
    return true;
}

static bool load(struct arena *a, const char *name, const char *version, const struct node *given, int depth,
                 struct profile *out, struct diag *d) {
    struct source *src = ARENA_NEW(a, struct source);
    if (!named_text(a, "profile", name, given, src, d)) return false;
    struct node *root = yaml_read(a, src, d);
    struct raw raw = {0};
    if (!root || !keys_read(profile_keys, "", root, &raw, d)) return false;
    const struct node *n;
    if ((n = node_get(root, "based_on"))) {
        if (depth) return node_error(d, n, "the profile it is based on is based on another one itself");
        if (!load(a, raw.based_on, version, n, depth + 1, out, d)) return false;
    } else {
        out->machine = machine_plain();
    }
    if ((n = node_get(root, "scale")) && !scale_costs(n, out->cost_ps, d)) return false;
    if ((n = node_get(root, "machine")) && !machine_read(a, n, &out->machine, d)) return false;
    if ((n = node_get(root, "costs")) && !read_costs(n, out->cost_ps, d)) return false;
    if ((n = node_get(root, "versions")) && !read_versions(n, version, out->cost_ps, d)) return false;
    if (node_get(root, "poll_ms")) out->poll_ms = raw.poll_ms;
    out->about = raw.about ? raw.about : "";
    out->name = name;
    return true;
}

bool profile_load(struct arena *a, const char *name, const char *version, const struct node *given,
                  struct profile *out, struct diag *d) {
    *out = (struct profile){0};
    return load(a, name, version, given, 0, out, d);
}
