#include "scenario/keys.h"

#include <inttypes.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"

static const char *kind_words(const struct node *n) {
    switch (n->kind) {
    case NODE_list: return "a list";
    case NODE_map: return "a map";
    case NODE_scalar: return n->len ? "a plain value" : "nothing";
    }
    return "";
}

static bool scalar_or(const struct node *n, const char *name, const char *wanted, struct diag *d) {
    if (n->kind == NODE_scalar && n->len) return true;
    return node_error(d, n, "%s must be %s, not %s", name, wanted, kind_words(n));
}

/* -- plain values -- */

/* [+-] DIGITS, with _ between digits. False when it is no integer or beyond 64 bits. */
static bool parse_int(const char *s, bool *negative, uint64_t *out, bool *huge) {
    *negative = *s == '-';
    if (*s == '-' || *s == '+') s++;
    if (!*s) return false;
    uint64_t x = 0;
    for (bool digit = false; *s; s++) {
        if (*s == '_' && digit && s[1]) {
            digit = false;
            continue;
        }
        if (*s < '0' || *s > '9') return false;
        digit = true;
        uint64_t v = (uint64_t)(*s - '0');
        if (x > (UINT64_MAX - v) / 10) *huge = true;
        else x = x * 10 + v;
    }
    *out = x;
    return true;
}

bool value_int(const struct node *n, const char *name, int64_t min, int64_t max, int64_t *out,
               struct diag *d) {
    bool negative, huge = false;
    uint64_t x;
    if (!scalar_or(n, name, "an integer", d)) return false;
    if (!parse_int(n->text, &negative, &x, &huge))
        return node_error(d, n, "%s must be an integer, not '%.60s'", name, n->text);
    bool fits = !huge && x <= (uint64_t)INT64_MAX;
    int64_t v = fits ? (negative ? -(int64_t)x : (int64_t)x) : 0;
    if (fits && v >= min && v <= max) {
        *out = v;
        return true;
    }
    if (max == INT64_MAX) return node_error(d, n, "%s must be at least %" PRId64, name, min);
    return node_error(d, n, "%s must be between %" PRId64 " and %" PRId64, name, min, max);
}

static bool value_uint64(const struct node *n, const char *name, uint64_t *out, struct diag *d) {
    bool negative, huge = false;
    if (!scalar_or(n, name, "an integer", d)) return false;
    if (!parse_int(n->text, &negative, out, &huge))
        return node_error(d, n, "%s must be an integer, not '%.60s'", name, n->text);
    if (negative || huge) return node_error(d, n, "%s must be between 0 and %" PRIu64, name, UINT64_MAX);
    return true;
}

bool value_ns(const struct node *n, const char *name, int64_t min, int64_t max, sim_ns *out, struct diag *d) {
    const char *why = "";
    if (!scalar_or(n, name, "a duration", d)) return false;
    sim_ns t = 0;
    bool zero = strcmp(n->text, "0") == 0; /* zero needs no unit */
    if (!zero && !ns_parse(n->text, n->len, &t, &why)) {
        node_error(d, n, "%s: '%.60s': %s", name, n->text, why);
        diag_accepted(d, "a number with a unit: ns us ms s min h (5ms, 1.5s, 250us)");
        return false;
    }
    if (t >= min && t <= max) {
        *out = t;
        return true;
    }
    char low[NS_TEXT_MAX], high[NS_TEXT_MAX];
    if (t < min) return node_error(d, n, "%s must be at least %s", name, ns_text(min, low));
    return node_error(d, n, "%s must be at most %s", name, ns_text(max, high));
}

/* Millionths of one, from "0.61" or "61%" or "4.3%". */
static bool value_ppm(const struct node *n, const char *name, int64_t min, int64_t max, int64_t *out,
                      struct diag *d) {
    if (!scalar_or(n, name, "a share", d)) return false;
    const char *s = n->text;
    int64_t x = 0, digits = 0, unit = strchr(s, '%') ? 10000 : 1000000;
    for (; *s >= '0' && *s <= '9' && x < INT64_MAX / 10000000; s++, digits++) x = x * 10 + (*s - '0');
    x *= unit;
    if (*s == '.')
        for (s++; *s >= '0' && *s <= '9' && unit % 10 == 0; s++, digits++) x += (*s - '0') * (unit /= 10);
    if (*s == '%') s++;
    if (!digits || *s) {
        node_error(d, n, "%s must be a share, not '%.60s'", name, n->text);
        diag_accepted(d, "0.61 or 61%%, with at most six digits after the point");
        return false;
    }
    if (x < min || x > max)
        return node_error(d, n, "%s must be between %g and %g", name, (double)min / 1e6, (double)max / 1e6);
    *out = x;
    return true;
}

bool value_bool(const struct node *n, const char *name, bool *out, struct diag *d) {
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
    if (!scalar_or(n, name, "true or false", d)) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(n->text, words[i]) != 0) continue;
        *out = i % 2 == 1;
        return true;
    }
    return node_error(d, n, "%s must be true or false, not '%.60s'", name, n->text);
}

#define CHOICES_MAX 64

static size_t split_words(struct arena *a, const char *text, const char *words[CHOICES_MAX]) {
    size_t count = 0;
    for (const char *s = text; *s; s += strspn(s, " ")) {
        size_t len = strcspn(s, " ");
        ASSERT(count < CHOICES_MAX);
        words[count++] = arena_copy(a, s, len);
        s += len;
    }
    return count;
}

bool value_choice(const struct node *n, const char *name, const char *choices, int *out, struct diag *d) {
    const char *words[CHOICES_MAX];
    if (!scalar_or(n, name, "a word", d)) return false;
    size_t count = split_words(d->arena, choices, words);
    for (size_t i = 0; i < count; i++)
        if (strcmp(n->text, words[i]) == 0) {
            *out = (int)i;
            return true;
        }
    const char *near = nearest_word(n->text, words, count);
    node_error(d, n, "%s cannot be '%.60s'%s%s%s", name, n->text, near ? " (did you mean '" : "",
               near ? near : "", near ? "'?)" : "");
    diag_accepted(d, "%s", choices);
    return false;
}

/* -- the table -- */

/* The last part of a row's path if the row stands directly below prefix, else NULL. */
static const char *below(const struct key *k, const char *prefix) {
    size_t n = strlen(prefix);
    if (strncmp(k->path, prefix, n) != 0) return NULL;
    const char *rest = k->path + n;
    if (n) {
        if (*rest != '.') return NULL;
        rest++;
    }
    return strchr(rest, '.') || strchr(rest, '[') ? NULL : rest;
}

const struct key *key_find(const struct key *table, const char *path) {
    for (const struct key *k = table; k->path; k++)
        if (strcmp(k->path, path) == 0) return k;
    return NULL;
}

static bool unknown_key(const struct key *table, const char *prefix, const struct node *key, struct diag *d) {
    const char *words[CHOICES_MAX];
    size_t count = 0;
    struct buf all = {0};
    for (const struct key *k = table; k->path; k++) {
        const char *name = below(k, prefix);
        if (!name) continue;
        ASSERT(count < CHOICES_MAX);
        words[count++] = name;
        buf_printf(&all, "%s%s", all.len ? " " : "", name);
    }
    const char *near = nearest_word(key->text, words, count);
    node_error(d, key, "unknown key '%.60s'%s%s%s", key->text, near ? " (did you mean '" : "",
               near ? near : "", near ? "'?)" : "");
    diag_accepted(d, "%s", all.len ? all.data : "");
    buf_fini(&all);
    return false;
}

static bool check_list(const struct key *k, const char *name, const struct node *n, struct diag *d) {
    if (n->kind != NODE_list) return node_error(d, n, "%s must be a list, not %s", name, kind_words(n));
    if ((int64_t)n->count < k->min)
        return node_error(d, n, "%s must have at least %" PRId64 " item%s", name, k->min,
                          k->min > 1 ? "s" : "");
    if ((int64_t)n->count > k->max)
        return node_error(d, n, "%s has %zu items: at most %" PRId64 " are accepted", name, n->count, k->max);
    return true;
}

bool key_store(const struct key *k, const char *name, const struct node *n, void *target, struct diag *d) {
    char *at = (char *)target + k->offset;
    int64_t x;
    switch (k->kind) {
    case KEY_int:
        if (!value_int(n, name, k->min, k->max, &x, d)) return false;
        *(int *)(void *)at = (int)x;
        return true;
    case KEY_int64: return value_int(n, name, k->min, k->max, (int64_t *)(void *)at, d);
    case KEY_uint64: return value_uint64(n, name, (uint64_t *)(void *)at, d);
    case KEY_ns: return value_ns(n, name, k->min, k->max, (sim_ns *)(void *)at, d);
    case KEY_ppm: return value_ppm(n, name, k->min, k->max, (int64_t *)(void *)at, d);
    case KEY_bool: return value_bool(n, name, (bool *)at, d);
    case KEY_text:
        if (!scalar_or(n, name, "a text", d)) return false;
        if ((int64_t)n->len > k->max)
            return node_error(d, n, "%s is longer than %" PRId64 " bytes", name, k->max);
        *(const char **)(void *)at = n->text;
        return true;
    case KEY_choice: return value_choice(n, name, k->choices, (int *)(void *)at, d);
    case KEY_map:
        return n->kind == NODE_map || node_error(d, n, "%s must be a map, not %s", name, kind_words(n));
    case KEY_list: return check_list(k, name, n, d);
    case KEY_any: return true;
    }
    UNREACHABLE();
}

bool keys_read(const struct key *table, const char *prefix, const struct node *map, void *target,
               struct diag *d) {
    if (map->kind != NODE_map)
        return node_error(d, map, "%s must be a map, not %s", *prefix ? prefix : "a scenario",
                          kind_words(map));
    for (const struct node *n = map->first; n; n = n->next) {
        const struct key *k = table;
        while (k->path && (!below(k, prefix) || strcmp(below(k, prefix), n->key->text) != 0)) k++;
        if (!k->path) return unknown_key(table, prefix, n->key, d);
        if (!key_store(k, n->key->text, n, target, d)) return false;
    }
    return true;
}

void keys_defaults(const struct key *table, const char *prefix, void *target, struct arena *a) {
    struct diag d;
    diag_init(&d, a);
    for (const struct key *k = table; k->path; k++) {
        if (!k->fallback || !below(k, prefix)) continue;
        bool ok = key_store(k, k->path, node_make(a, k->path, k->fallback, strlen(k->fallback)), target, &d);
        ASSERT(ok);
    }
}
