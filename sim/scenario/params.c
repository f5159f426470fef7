#include "scenario/params.h"

#include <inttypes.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "scenario/keys.h"

#define ITEMS_MAX 65536

static size_t param_count(const struct policy *p) {
    size_t n = 0;
    while (p->params && p->params[n].name) n++;
    return n;
}

static bool item_value(const struct policy_param *p, const struct node *n, int64_t *out, struct diag *d) {
    bool yes = false;
    int index = 0;
    switch (p->kind) {
    case PARAM_ns:
    case PARAM_ns_list: return value_ns(n, p->name, p->min, p->max, out, d);
    case PARAM_int:
    case PARAM_int_list: return value_int(n, p->name, p->min, p->max, out, d);
    case PARAM_bool:
        if (!value_bool(n, p->name, &yes, d)) return false;
        *out = yes;
        return true;
    case PARAM_choice:
        if (!value_choice(n, p->name, p->choices, &index, d)) return false;
        *out = index;
        return true;
    }
    UNREACHABLE();
}

static bool is_list(const struct policy_param *p) {
    return p->kind == PARAM_ns_list || p->kind == PARAM_int_list;
}

static bool param_set(struct arena *a, const struct policy_param *p, const struct node *n,
                      struct param_value *out, struct diag *d) {
    if (!is_list(p) || n->kind != NODE_list) {
        int64_t *item = ARENA_NEW(a, int64_t);
        *out = (struct param_value){.items = item, .count = 1};
        return item_value(p, n, item, d);
    }
    if (n->count > ITEMS_MAX) return node_error(d, n, "%s has more than %d items", p->name, ITEMS_MAX);
    int64_t *items = ARENA_ARRAY(a, n->count ? n->count : 1, int64_t);
    size_t i = 0;
    for (const struct node *e = n->first; e; e = e->next)
        if (!item_value(p, e, &items[i++], d)) return false;
    *out = (struct param_value){.items = items, .count = n->count};
    return true;
}

/* A value as written on the command line or as a fallback: a scalar, or items in brackets. */
static struct node *text_node(struct arena *a, const char *name, const char *text, size_t len) {
    if (len < 2 || text[0] != '[' || text[len - 1] != ']') return node_make(a, name, text, len);
    struct node *list = node_make_list(a, name);
    const char *s = text + 1, *end = text + len - 1;
    struct node **tail = &list->first;
    while (s < end) {
        size_t n = 0;
        while (s + n < end && s[n] != ',') n++;
        size_t skip = 0, keep = n;
        while (skip < keep && s[skip] == ' ') skip++;
        while (keep > skip && s[keep - 1] == ' ') keep--;
        *tail = node_make(a, name, s + skip, keep - skip);
        tail = &(*tail)->next;
        list->count++;
        s += n + 1;
    }
    return list;
}

void params_defaults(struct arena *a, const struct policy *p, struct policy_choice *out) {
    size_t count = param_count(p);
    struct param_value *values = ARENA_ARRAY(a, count ? count : 1, struct param_value);
    struct diag d;
    diag_init(&d, a);
    for (size_t i = 0; i < count; i++) {
        const struct policy_param *q = &p->params[i];
        const char *text = q->fallback ? q->fallback : "";
        if (!*text && is_list(q)) text = "[]";
        if (!*text) {
            values[i] = (struct param_value){.items = ARENA_NEW(a, int64_t), .count = 1};
            continue;
        }
        /* A fallback may lie outside the range: "0" for a feature that is off. */
        struct policy_param wide = *q;
        wide.min = INT64_MIN;
        wide.max = INT64_MAX;
        bool ok = param_set(a, &wide, text_node(a, q->name, text, strlen(text)), &values[i], &d);
        ASSERT(ok);
    }
    *out = (struct policy_choice){
        .policy = p, .params = values, .given = ARENA_ARRAY(a, count + 1, const struct node *)};
}

static bool choose(struct arena *a, const struct node *name, struct policy_choice *out, struct diag *d) {
    if (name->kind != NODE_scalar) return node_error(d, name, "the policy must be a name");
    const struct policy *p = policy_find(name->text);
    if (p) {
        params_defaults(a, p, out);
        return true;
    }
    const char *names[64];
    size_t count = 0;
    struct buf all = {0};
    for (const struct policy *const *q = policies; *q; q++) {
        ASSERT(count < sizeof names / sizeof *names);
        names[count++] = (*q)->name;
        buf_printf(&all, "%s%s", all.len ? " " : "", (*q)->name);
    }
    const char *near = nearest_word(name->text, names, count);
    node_error(d, name, "unknown policy '%.60s'%s%s%s", name->text, near ? " (did you mean '" : "",
               near ? near : "", near ? "'?)" : "");
    diag_accepted(d, "%s", all.len ? all.data : "");
    buf_fini(&all);
    return false;
}

static bool assign(struct arena *a, const struct policy_choice *c, const struct node *key,
                   const struct node *value, struct diag *d) {
    const char *names[64];
    struct buf all = {0};
    size_t count = param_count(c->policy);
    ASSERT(count <= sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++) {
        const struct policy_param *q = &c->policy->params[i];
        if (strcmp(q->name, key->text) == 0) {
            buf_fini(&all);
            c->given[i] = value;
            return param_set(a, q, value, &c->params[i], d);
        }
        names[i] = q->name;
        buf_printf(&all, "%s%s", all.len ? " " : "", q->name);
    }
    const char *near = nearest_word(key->text, names, count);
    node_error(d, key, "policy %s has no parameter '%.60s'%s%s%s", c->policy->name, key->text,
               near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
    if (all.len) diag_accepted(d, "%s", all.data);
    buf_fini(&all);
    return false;
}

/* Parameters that do not fit each other: told at the one to blame, as far as it was given, else at the policy's name. */
static bool check_fit(const struct policy_choice *c, const struct node *name, struct diag *d) {
    size_t blame[2];
    struct diag told;
    diag_init(&told, d->arena);
    if (!c->policy->fits || c->policy->fits(c->params, blame, &told)) return true;
    const struct node *at = c->given[blame[0]] ? c->given[blame[0]] : c->given[blame[1]];
    node_error(d, at ? at : name, "policy %s: %s", c->policy->name, told.message);
    if (told.accepted) diag_accepted(d, "%s", told.accepted);
    return false;
}

bool params_from_node(struct arena *a, const struct node *n, struct policy_choice *out, struct diag *d) {
    if (n->kind != NODE_map) return choose(a, n, out, d);
    const struct node *name = node_get(n, "policy");
    if (!name) return node_error(d, n, "scheduler: the key 'policy' is missing");
    if (!choose(a, name, out, d)) return false;
    for (const struct node *e = n->first; e; e = e->next)
        if (e != name && !assign(a, out, e->key, e, d)) return false;
    return check_fit(out, name, d);
}

bool params_from_text(struct arena *a, const char *text, struct policy_choice *out, struct diag *d) {
    bool first = true;
    const struct node *name = NULL;
    for (const char *s = text; *s || first; first = false) {
        size_t n = 0;
        for (int depth = 0; s[n] && (s[n] != ',' || depth > 0); n++) depth += (s[n] == '[') - (s[n] == ']');
        if (first) {
            name = node_make(a, "--policy", s, n);
            if (!choose(a, name, out, d)) return false;
        } else {
            const char *eq = memchr(s, '=', n);
            if (!eq) {
                node_error(d, node_make(a, "--policy", s, n), "'%.*s' is not param=value", (int)n, s);
                return false;
            }
            size_t key_len = (size_t)(eq - s);
            const struct node *key = node_make(a, "--policy", s, key_len);
            const struct node *value = text_node(a, "--policy", eq + 1, n - key_len - 1);
            if (!assign(a, out, key, value, d)) return false;
        }
        s += n;
        if (*s == ',') s++;
    }
    return check_fit(out, name, d);
}

void param_range_text(const struct policy_param *p, struct buf *out) {
    char low[NS_TEXT_MAX], high[NS_TEXT_MAX];
    switch (p->kind) {
    case PARAM_ns:
    case PARAM_ns_list:
        if (p->max == INT64_MAX) buf_printf(out, "at least %s", ns_text(p->min, low));
        else buf_printf(out, "%s to %s", ns_text(p->min, low), ns_text(p->max, high));
        break;
    case PARAM_int:
    case PARAM_int_list:
        if (p->max == INT64_MAX) buf_printf(out, "at least %" PRId64, p->min);
        else buf_printf(out, "%" PRId64 " to %" PRId64, p->min, p->max);
        break;
    case PARAM_bool: buf_text(out, "true or false"); break;
    case PARAM_choice: buf_text(out, p->choices); break;
    }
    if (is_list(p)) buf_text(out, ", a list");
}
