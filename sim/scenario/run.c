#include "scenario/run.h"

#include <stdio.h>

#include "base/assert.h"

/* What the kernel's questions are answered from. */
struct running {
    const struct run_watcher *watcher;
    const struct trace *trace;
    struct kernel *kernel;
    struct world *world;
};

static bool ask_progress(void *arg) {
    struct running *r = arg;
    return r->watcher && r->watcher->progress && r->watcher->progress(r->watcher->arg, r->trace);
}

/* Nothing can happen any more: the Python floor knows who holds the locks of its threads. */
static const char *tell_stuck(struct kernel *k, void *arg) {
    struct running *r = arg;
    return r->world ? program_stuck(k, r->world) : NULL;
}

static void describe(void *arg, char *out, size_t n) {
    struct running *r = arg;
    char when[NS_TEXT_MAX];
    struct trace *t = kernel_trace(r->kernel);
    const char *unit = t->count ? trace_unit_name(t, trace_at(t, t->count - 1)->unit) : "";
    snprintf(out, n, "virtual time %s, %zu records, the last of '%s'", ns_text(kernel_now(r->kernel), when),
             t->count, unit);
}

static struct program_spec *program_spec(struct arena *a, const struct scenario *s) {
    struct program_spec *p = ARENA_NEW(a, struct program_spec);
    *p = (struct program_spec){
        .source = &s->program, .path = s->program.name, .argc = s->argc, .argv = s->argv};
    return p;
}

bool scenario_run(const struct scenario *s, struct trace *t, const struct run_watcher *w,
                  struct run_result *out, struct diag *d) {
    *out = (struct run_result){0};
    struct arena run, *outer = d->arena;
    arena_init(&run);
    struct running r = {.watcher = w, .trace = t};
    struct kernel_options o = {.machine = &s->machine,
                               .policy = s->scheduler.policy,
                               .params = s->scheduler.params,
                               .seed = s->seed,
                               .until_ns = s->until_ns,
                               .explain = s->explain,
                               .cancelled = ask_progress,
                               .cancel_arg = &r,
                               .stuck = tell_stuck,
                               .stuck_arg = &r};
    t->limit = (size_t)s->events_max;
    t->cores = s->machine.cores;
    t->smt = s->machine.smt;
    t->gil_build = s->python.gil != GIL_off;
    r.kernel = kernel_init(&run, &o, t, d);
    if (r.kernel && s->program.text)
        r.world = program_start(&run, r.kernel, &s->python, program_spec(&run, s), d);
    bool ok = r.kernel && (!s->program.text || r.world);
    if (ok) {
        if (s->jobs.job_count) jobs_spawn(r.kernel, &s->jobs);
        assert_context(describe, &r);
        kernel_run(r.kernel);
        assert_context(NULL, NULL);
        ok = !d->set; /* an imported file that does not compile is a user error, found while running */
        out->status = r.world ? program_status(r.world) : 0;
        out->failed =
            out->status != 0 || t->end == END_failed || t->end == END_deadlock || t->end == END_limit;
    }
    out->laws = (struct laws_options){.work_conserving = s->scheduler.policy->work_conserving,
                                      .shared_queue = s->scheduler.policy->shared_queue,
                                      .pinned = r.kernel && kernel_pinned(r.kernel),
                                      .wake_slack_ns = s->machine.wake_idle_ns + s->machine.wake_deep_ns +
                                                       s->machine.wake_package_ns + s->machine.switch_ns};
    if (r.world) program_fini(r.world);
    if (r.kernel) kernel_fini(r.kernel);
    if (d->set) diag_keep(d, outer);
    arena_fini(&run);
    return ok;
}
