/* Small worlds for tests of the kernel and its policies: jobs in, a Gantt string out. */
#ifndef GILSCOPE_TESTS_WORLD_H
#define GILSCOPE_TESTS_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/job.h"
#include "trace/laws.h"

#define PARAMS_MAX 16

struct test_world {
    struct arena arena;
    struct trace trace;
    struct diag diag;
    struct machine machine;
    struct kernel_options options;
    struct kernel *kernel;
    struct param_value params[PARAMS_MAX];
    int64_t values[PARAMS_MAX][8];
};

/* A parameter as the scenario floor reads it: numbers with or without a unit, lists in brackets, names of choices. */
static inline int64_t world_number(const struct policy_param *p, const char *text, const char **end)
{
    if (p->kind == PARAM_bool) {
        *end = text + strlen(text);
        return strcmp(text, "true") == 0;
    }
    if (p->kind == PARAM_choice) {
        const char *at = strstr(p->choices, text);
        int64_t index = 0;
        assert_non_null(at);
        for (const char *c = p->choices; c < at; c++)
            index += *c == ' ';
        *end = text + strlen(text);
        return index;
    }
    char *stop;
    long long n = strtoll(text, &stop, 10);
    int64_t unit = 1;
    if (strncmp(stop, "ms", 2) == 0)
        unit = NS_MS;
    else if (strncmp(stop, "us", 2) == 0)
        unit = NS_US;
    else if (*stop == 's')
        unit = NS_S;
    while (*stop && *stop != ',' && *stop != ' ' && *stop != ']')
        stop++;
    *end = stop;
    return n * unit;
}

static inline void world_param(struct test_world *w, size_t i, const struct policy_param *p, const char *text)
{
    size_t n = 0;
    for (const char *c = text; *c && n < 8;) {
        if (*c == ',' || *c == ' ' || *c == '[' || *c == ']') {
            c++;
            continue;
        }
        w->values[i][n++] = world_number(p, c, &c);
    }
    w->params[i] = (struct param_value){w->values[i], n};
}

/* settings: "slice=4ms quantum=[1ms,2ms]", or NULL. False: the policy refuses them, and w->diag tells why. */
static inline bool world_try(struct test_world *w, const struct policy *p, const char *settings)
{
    arena_init(&w->arena);
    trace_init(&w->trace);
    diag_init(&w->diag, &w->arena);
    if (w->machine.cores == 0)
        w->machine.cores = 1;
    if (w->machine.smt == 0)
        w->machine.smt = 1;
    if (w->machine.smt_ppm == 0)
        w->machine.smt_ppm = 1000000;
    for (size_t i = 0; p->params && p->params[i].name; i++) {
        world_param(w, i, &p->params[i], p->params[i].fallback ? p->params[i].fallback : "");
        char key[64], value[64];
        snprintf(key, sizeof key, "%s=", p->params[i].name);
        const char *at = settings ? strstr(settings, key) : NULL;
        if (!at || (at != settings && at[-1] != ' '))
            continue;
        sscanf(at + strlen(key), "%63s", value);
        world_param(w, i, &p->params[i], value);
    }
    if (w->options.until_ns == 0)
        w->options.until_ns = NS_NEVER;
    w->options.machine = &w->machine;
    w->options.policy = p;
    w->options.params = w->params;
    w->options.seed = w->options.seed ? w->options.seed : 1;
    w->kernel = kernel_init(&w->arena, &w->options, &w->trace, &w->diag);
    if (w->kernel)
        return true;
    trace_fini(&w->trace);
    return false;
}

static inline void world_open(struct test_world *w, const char *policy, const char *settings)
{
    const struct policy *p = policy_find(policy);
    assert_non_null(p);
    if (!world_try(w, p, settings))
        fail_msg("%s", w->diag.message);
}

static inline struct laws_options world_laws_options(const struct test_world *w)
{
    const struct policy *p = w->options.policy;
    return (struct laws_options){.work_conserving = p->work_conserving, .shared_queue = p->shared_queue, .pinned = kernel_pinned(w->kernel)};
}

static inline void world_laws(struct test_world *w)
{
    struct buf why = {0};
    struct laws_options o = world_laws_options(w);
    if (!laws_hold(&w->trace, &o, &why))
        fail_msg("%s: %s", w->options.policy->name, why.data);
    buf_fini(&why);
}

static inline void world_close(struct test_world *w)
{
    kernel_fini(w->kernel);
    trace_fini(&w->trace);
    arena_fini(&w->arena);
}

/* What a CPU did, one character a ms: the first letter of the running unit's name, '.' for idle. */
static inline void world_gantt(const struct test_world *w, int cpu, char *out, size_t n)
{
    uint32_t unit = NO_UNIT;
    size_t len = 0;
    for (size_t i = 0; i <= w->trace.count && len + 1 < n; i++) {
        const struct record *r = i < w->trace.count ? trace_at(&w->trace, i) : NULL;
        sim_ns until = r ? r->time_ns : w->trace.end_ns;
        for (; (sim_ns)len * NS_MS < until && len + 1 < n; len++)
            out[len] = unit ? trace_unit_name(&w->trace, unit)[0] : '.';
        if (r && r->cpu == cpu && r->event == EV_run)
            unit = r->unit;
        else if (r && r->cpu == cpu && r->event == EV_stop)
            unit = NO_UNIT;
    }
    out[len] = '\0';
}

static inline sim_ns world_ran(const struct test_world *w, const char *name)
{
    sim_ns sum = 0, since = -1;
    for (size_t i = 0; i < w->trace.count; i++) {
        const struct record *r = trace_at(&w->trace, i);
        if (strcmp(trace_unit_name(&w->trace, r->unit), name) != 0)
            continue;
        if (r->event == EV_run) {
            since = r->time_ns + r->b;
        } else if (r->event == EV_stop) {
            sum += r->b;
            since = -1;
        }
    }
    return since >= 0 && w->trace.end_ns > since ? sum + w->trace.end_ns - since : sum;
}

static inline size_t world_count(const struct test_world *w, enum event e)
{
    size_t n = 0;
    for (size_t i = 0; i < w->trace.count; i++)
        n += trace_at(&w->trace, i)->event == (uint16_t)e;
    return n;
}

#endif
