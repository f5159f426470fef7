#include "window/loader.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "export/gtrace.h"

static bool is_trace(const char *path) {
    size_t n = strlen(path);
    return n > 7 && strcmp(path + n - 7, ".gtrace") == 0;
}

/* "spinner.py · 4 CPUs · eevdf · Python 3.11": what one must know to read the picture. */
static void make_title(struct buf *b, const struct loaded *l, const char *path, const struct scenario *s) {
    buf_text(b, base_name(path));
    const struct trace *t = &l->run.trace;
    int cpus = t->cores * t->smt;
    buf_printf(b, " · %d CPU%s", cpus, cpus == 1 ? "" : "s");
    if (!s) return;
    if (s->scheduler.policy) buf_printf(b, " · %s", s->scheduler.policy->name);
    if (s->program.text && s->version) buf_printf(b, " · Python %s", s->version);
}

static void take_notes(struct loaded *l, const struct scenario *s) {
    l->note_count = s->note_count;
    l->notes = ARENA_ARRAY(&l->arena, s->note_count + 1, struct note);
    for (size_t i = 0; i < s->note_count; i++)
        l->notes[i] = (struct note){.at = s->notes[i].at_ns,
                                    .say = s->notes[i].say,
                                    .zoom = s->notes[i].zoom_ns,
                                    .focus = s->notes[i].focus,
                                    .focus_count = s->notes[i].focus_count};
}

static void take_facts(struct loaded *l, const struct scenario *s) {
    static const char *const kinds[] = {
        [GIL_off] = "off", [GIL_on] = "on", [GIL_ticks] = "ticks", [GIL_per_interpreter] = "per-interpreter"};
    if (s->scheduler.policy) l->policy = s->scheduler.policy->name;
    (void)snprintf(l->cores, sizeof l->cores, "%d", s->machine.cores);
    (void)snprintf(l->smt, sizeof l->smt, "%d", s->machine.smt);
    (void)snprintf(l->profile, sizeof l->profile, "%s", s->profile ? s->profile : "");
    (void)snprintf(l->seed, sizeof l->seed, "%" PRIu64, s->seed);
    if (!s->program.text) return;
    (void)snprintf(l->version, sizeof l->version, "%s", s->version ? s->version : "");
    (void)snprintf(l->gil, sizeof l->gil, "%s", kinds[s->python.gil]);
    ns_text(s->python.switch_interval_ns, l->interval);
}

static void explain(const struct diag *d, struct buf *why) {
    buf_text(why, d->message ? d->message : "it cannot be opened");
    if (d->snippet) buf_printf(why, "\n%s", d->snippet);
    if (d->accepted) buf_printf(why, "\naccepted: %s", d->accepted);
}

bool loader_open(struct loaded *out, const char *path, const struct options *o, const struct override *extra,
                 size_t extra_count, const struct run_watcher *watcher, struct buf *why) {
    struct diag d;
    struct trace t;
    struct scenario s;
    memset(out, 0, sizeof *out);
    arena_init(&out->arena);
    diag_init(&d, &out->arena);
    out->from_file = is_trace(path);
    size_t n = o->override_count + extra_count;
    struct override *all = ARENA_ARRAY(&out->arena, n + 1, struct override);
    if (o->override_count) memcpy(all, o->overrides, o->override_count * sizeof *all);
    if (extra_count) memcpy(all + o->override_count, extra, extra_count * sizeof *all);
    if (out->from_file) {
        if (n) diag_plain(&d, "%s: a trace has happened already: %s cannot change it", path, all[0].shown);
        else trace_load(&t, path, &d);
    } else if (scenario_load(&out->arena, path, all, n, o->argc, o->argv, &s, &d)) {
        struct run_result result = {0};
        trace_init(&t);
        if (scenario_run(&s, &t, watcher, &result, &d)) out->failed = result.failed;
        else trace_fini(&t);
    }
    if (d.set) {
        explain(&d, why);
        arena_fini(&out->arena);
        return false;
    }
    run_open(&out->run, &t, "");
    struct buf title = {0};
    make_title(&title, out, path, out->from_file ? NULL : &s);
    mem_free(out->run.title);
    out->run.title = mem_alloc(title.len + 1);
    memcpy(out->run.title, title.data, title.len);
    buf_fini(&title);
    if (!out->from_file) {
        take_notes(out, &s);
        take_facts(out, &s);
    }
    return true;
}

void loader_close(struct loaded *l) {
    run_close(&l->run);
    arena_fini(&l->arena);
}

struct loaded *loaded_keep(struct loaded *from) {
    struct loaded *l = mem_alloc(sizeof *l);
    *l = *from;
    l->run.lod.ts = &l->run.tracks;
    l->run.tracks.trace = &l->run.trace;
    l->run.moments.trace = &l->run.trace;
    memset(from, 0, sizeof *from);
    return l;
}
