/* The public face of the library (gilscope.h) over scenario_load and scenario_run. */
#include "gilscope.h"

#include <string.h>

#include "base/buf.h"
#include "export/export.h"
#include "scenario/run.h"

struct gilscope {
    struct arena arena;
    const char *path;
    struct override *overrides;
    size_t override_count, override_cap;
    int argc;
    const char *const *argv;
    struct scenario scenario;
    struct run_result result;
    struct trace trace;
    bool ran;
    const char *error;
    struct buf text; /* what was returned last */
};

struct gilscope *gilscope_open(const char *path) {
    struct gilscope *g = mem_alloc(sizeof *g);
    arena_init(&g->arena);
    g->path = arena_copy(&g->arena, path, strlen(path));
    g->error = "";
    return g;
}

void gilscope_close(struct gilscope *g) {
    if (!g) return;
    if (g->ran) trace_fini(&g->trace);
    mem_free(g->overrides);
    buf_fini(&g->text);
    arena_fini(&g->arena);
    mem_free(g);
}

static const char *keep(struct gilscope *g, const char *text) {
    return arena_copy(&g->arena, text, strlen(text));
}

void gilscope_set(struct gilscope *g, const char *key, const char *value_text) {
    GROW(g->overrides, g->override_cap, g->override_count + 1);
    g->overrides[g->override_count++] =
        (struct override){.key = keep(g, key), .value = keep(g, value_text), .shown = keep(g, key)};
}

void gilscope_args(struct gilscope *g, int argc, const char *const *argv) {
    const char **copy = ARENA_ARRAY(&g->arena, argc + 1, const char *);
    for (int i = 0; i < argc; i++) copy[i] = keep(g, argv[i]);
    g->argc = argc;
    g->argv = copy;
}

static bool settings_known(struct gilscope *g, struct diag *d) {
    for (size_t i = 0; i < g->override_count; i++) {
        const struct key *k = key_find(scenario_keys, g->overrides[i].key);
        bool settable = k && !strchr(k->path, '[') && k->kind != KEY_map && k->kind != KEY_list &&
                        strncmp(k->path, "random", 6) != 0;
        if (!settable) return diag_plain(d, "'%s' is no key that can be set", g->overrides[i].key);
    }
    return true;
}

bool gilscope_run(struct gilscope *g) {
    struct diag d;
    diag_init(&d, &g->arena);
    if (g->ran) trace_fini(&g->trace);
    g->ran = false;
    bool ok = settings_known(g, &d) && scenario_load(&g->arena, g->path, g->overrides, g->override_count,
                                                     g->argc, g->argv, &g->scenario, &d);
    if (ok) {
        trace_init(&g->trace);
        g->ran = scenario_run(&g->scenario, &g->trace, NULL, &g->result, &d);
        if (!g->ran) trace_fini(&g->trace);
    }
    if (d.set)
        g->error = arena_printf(&g->arena, "%s%s%s%s%s", d.message, d.snippet ? "\n" : "",
                                d.snippet ? d.snippet : "", d.accepted ? "\naccepted: " : "",
                                d.accepted ? d.accepted : "");
    return g->ran;
}

const char *gilscope_error(const struct gilscope *g) { return g->error; }

int gilscope_status(const struct gilscope *g) {
    struct buf why = {0};
    bool lawful = !g->ran || laws_hold(&g->trace, &g->result.laws, &why);
    buf_fini(&why);
    return !lawful ? 4 : g->result.failed ? 3 : 0;
}

int64_t gilscope_elapsed_ns(const struct gilscope *g) { return g->ran ? g->trace.end_ns : 0; }

uint64_t gilscope_hash(const struct gilscope *g) { return g->ran ? trace_hash(&g->trace) : 0; }

static const char *text_of(struct gilscope *g, size_t *len) {
    if (len) *len = g->text.len;
    return g->text.data ? g->text.data : "";
}

const char *gilscope_output(struct gilscope *g, int stream, size_t *len) {
    buf_clear(&g->text);
    for (size_t i = 0; g->ran && i < g->trace.count; i++) {
        const struct record *r = trace_at(&g->trace, i);
        if (r->event == EV_output && output_stream(r) == stream)
            buf_add(&g->text, g->trace.output.data + r->b, output_len(r));
    }
    return text_of(g, len);
}

const char *gilscope_json(struct gilscope *g) {
    struct tracks ts;
    struct stats s;
    buf_clear(&g->text);
    if (!g->ran) return "";
    tracks_build(&ts, &g->trace);
    stats_compute(&g->arena, &ts, &s);
    stats_json(&s, &ts, &g->text);
    tracks_fini(&ts);
    return text_of(g, NULL);
}

const char *gilscope_export(struct gilscope *g, const char *format, size_t *len) {
    const struct export_format *f = export_find(format);
    const struct export_options all = {.from_ns = 0, .to_ns = NS_NEVER};
    struct tracks ts;
    buf_clear(&g->text);
    if (!f || !g->ran) return NULL;
    tracks_build(&ts, &g->trace);
    f->write(&ts, &all, &g->text);
    tracks_fini(&ts);
    return text_of(g, len);
}
