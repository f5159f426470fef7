/* A world drawn at random: a machine, jobs with everything that jobs may have, a policy's parameters, and somebody outside
 * who changes nice values, affinities and classes while it runs. The same seed draws the same world. */
#ifndef GILSCOPE_TESTS_RANDOM_WORLD_H
#define GILSCOPE_TESTS_RANDOM_WORLD_H

#include "world.h"

#define WORLD_JOBS 12
#define WORLD_BURSTS 16
#define WORLD_CHANGES 8

struct random_world {
    struct jobs_spec spec;
    struct job_spec jobs[WORLD_JOBS];
    struct burst bursts[WORLD_JOBS][WORLD_BURSTS];
    struct device_spec devices[2];
    struct lock_spec locks[2];
    char names[WORLD_JOBS][4];
    char settings[512];
    struct machine machine;
    bool changes; /* affinities will change */
};

static inline int64_t world_draw(struct rng *r, int64_t low, int64_t high) { return low + (int64_t)rng_below(r, (uint64_t)(high - low + 1)); }
static inline bool one_in(struct rng *r, int64_t n) { return world_draw(r, 1, n) == 1; }

/* Half of the worlds count in whole ms, so that much happens at one instant. */
static inline sim_ns draw_time(struct rng *r, bool whole, int64_t most_ms)
{
    return whole ? world_draw(r, 0, most_ms) * NS_MS : world_draw(r, 0, most_ms * NS_MS);
}

static inline void draw_bursts(struct rng *r, struct random_world *s, size_t i, bool whole)
{
    struct burst *b = s->bursts[i];
    size_t n = 0;
    for (int64_t left = world_draw(r, 1, 4); left > 0; left--) {
        int lock = (int)world_draw(r, 0, 3);
        if (lock < 2)
            b[n++] = (struct burst){.kind = BURST_lock, .lock = lock};
        sim_ns least = n < 2 ? NS_MS : 0; /* a job that takes no time at all may not be repeated */
        b[n++] = (struct burst){.kind = BURST_cpu, .ns = least + draw_time(r, whole, 20)};
        if (lock < 2)
            b[n++] = (struct burst){.kind = BURST_unlock, .lock = lock};
        if (one_in(r, 2))
            b[n++] = (struct burst){.kind = BURST_io, .ns = draw_time(r, whole, 10), .device = (int)world_draw(r, -1, 1)};
    }
    s->jobs[i].bursts = b;
    s->jobs[i].burst_count = n;
}

static inline void draw_attr(struct rng *r, struct sched_attr *a, int cpus, bool pins)
{
    a->nice = (int)world_draw(r, -20, 19);
    a->priority = (int)world_draw(r, 1, 5);
    a->tickets = world_draw(r, 0, 500);
    if (one_in(r, 4))
        a->class = (enum sched_class)world_draw(r, CLASS_fair, CLASS_deadline);
    if (one_in(r, 6))
        a->slice_ns = world_draw(r, 1, 1000) * 100 * NS_US;
    if (pins && one_in(r, 3))
        for (int64_t n = world_draw(r, 1, cpus); n > 0; n--)
            a->affinity[0] |= (uint64_t)1 << world_draw(r, 0, cpus - 1);
    if (one_in(r, 4) || a->class == CLASS_deadline) {
        a->period_ns = world_draw(r, 20, 60) * NS_MS;
        a->deadline_ns = one_in(r, 2) ? world_draw(r, 20, a->period_ns / NS_MS) * NS_MS : 0;
        a->runtime_ns = world_draw(r, 1, 20) * NS_MS;
    } else if (one_in(r, 5)) {
        a->deadline_ns = world_draw(r, 1, 100) * NS_MS;
    }
}

static inline void draw_jobs(struct rng *r, struct random_world *s, int cpus)
{
    bool whole = one_in(r, 2), pins = one_in(r, 2);
    s->devices[0] = (struct device_spec){"disk", 1};
    s->devices[1] = (struct device_spec){"net", (int)world_draw(r, 0, 2)};
    s->locks[0] = (struct lock_spec){"L", true};
    s->locks[1] = (struct lock_spec){"M", false};
    size_t n = (size_t)world_draw(r, 1, WORLD_JOBS);
    for (size_t i = 0; i < n; i++) {
        struct job_spec *j = &s->jobs[i];
        snprintf(s->names[i], sizeof s->names[i], "j%d", (int)i);
        *j = (struct job_spec){.name = s->names[i], .arrive_ns = draw_time(r, whole, 30), .repeat = world_draw(r, 1, 4)};
        draw_bursts(r, s, i, whole);
        draw_attr(r, &j->attr, cpus, pins);
        if (j->attr.period_ns > 0)
            j->repeat = world_draw(r, 2, 5);
        if (one_in(r, 5)) {
            j->io_every_ns = world_draw(r, 1, 5) * NS_MS;
            j->io_for_ns = world_draw(r, 0, 5) * NS_MS;
        }
    }
    s->spec = (struct jobs_spec){s->jobs, n, s->devices, 2, s->locks, 2};
}

static inline void draw_machine(struct rng *r, struct machine *m)
{
    *m = (struct machine){.cores = (int)world_draw(r, 1, 4), .smt = (int)world_draw(r, 1, 3), .smt_ppm = one_in(r, 2) ? 1000000 : 620000,
                          .clock_loss_ppm = one_in(r, 3) ? 43000 : 0, .tick_ns = world_draw(r, 0, 2) * 2 * NS_MS};
    if (one_in(r, 2)) {
        m->switch_ns = world_draw(r, 0, 5000);
        m->migrate_ns = world_draw(r, 0, 50000);
        m->wake_idle_ns = world_draw(r, 0, 50000);
        m->wake_ns = world_draw(r, 0, 5000);
    }
}

static inline void draw_param(struct rng *r, const struct policy_param *p, char *out, size_t n)
{
    static const int64_t times_us[] = {0, 300, 1000, 2000, 3000, 5000, 7000, 20000};
    int64_t us = times_us[world_draw(r, 0, 7)];
    switch (p->kind) {
    case PARAM_ns:
    case PARAM_ns_list:
        if (us * NS_US < p->min || us * NS_US > p->max)
            us = 1000;
        snprintf(out, n, "%s=%dus ", p->name, (int)us);
        return;
    case PARAM_int:
    case PARAM_int_list: snprintf(out, n, "%s=%d ", p->name, (int)(p->min + world_draw(r, 0, p->max - p->min < 8 ? p->max - p->min : 8))); return;
    case PARAM_bool: snprintf(out, n, "%s=%s ", p->name, one_in(r, 2) ? "true" : "false"); return;
    case PARAM_choice: {
        const char *second = strchr(p->choices, ' ');
        int first = (int)strcspn(p->choices, " ");
        if (second && one_in(r, 2))
            snprintf(out, n, "%s=%s ", p->name, second + 1);
        else
            snprintf(out, n, "%s=%.*s ", p->name, first, p->choices);
        return;
    }
    }
}

static inline void draw_settings(struct rng *r, const struct policy *p, char *out, size_t n)
{
    *out = '\0';
    for (const struct policy_param *q = p->params; q && q->name; q++)
        if (one_in(r, 3))
            draw_param(r, q, out + strlen(out), n - strlen(out));
}

static inline void world_draw_all(struct rng *r, const struct policy *p, struct random_world *s)
{
    *s = (struct random_world){.changes = false};
    draw_machine(r, &s->machine);
    draw_jobs(r, s, machine_cpus(&s->machine));
    if (one_in(r, 2))
        draw_settings(r, p, s->settings, sizeof s->settings);
}

/* -- somebody outside -- */

struct world_change {
    struct test_world *w;
    uint32_t id;
    bool affinity, class;
    int64_t value; /* nice, a mask, or class and priority */
};

static inline void world_change_now(struct kernel *k, void *arg)
{
    const struct world_change *c = arg;
    for (struct task *t = kernel_each_task(k, NULL); t; t = kernel_each_task(k, t)) {
        if (t->id != c->id || t->state == TASK_NEW)
            continue;
        uint64_t mask[CPUS_MAX / 64] = {(uint64_t)c->value};
        if (c->class)
            task_set_class(k, t, (enum sched_class)(c->value % 8), (int)(c->value / 8));
        else if (c->affinity)
            task_set_affinity(k, t, mask);
        else
            task_set_nice(k, t, (int)c->value);
    }
}

static inline void world_changes(struct rng *r, struct test_world *w, struct random_world *s)
{
    int cpus = machine_cpus(&w->machine);
    for (int64_t n = one_in(r, 2) ? world_draw(r, 1, WORLD_CHANGES) : 0; n > 0; n--) {
        struct world_change *c = ARENA_NEW(&w->arena, struct world_change);
        *c = (struct world_change){.w = w, .id = (uint32_t)world_draw(r, 1, (int64_t)s->spec.job_count), .affinity = one_in(r, 2)};
        c->value = c->affinity ? world_draw(r, 1, ((int64_t)1 << cpus) - 1) : world_draw(r, -20, 19);
        s->changes |= c->affinity;
        c->class = w->options.policy->classes && one_in(r, 2);
        if (c->class) {
            do
                c->value = world_draw(r, CLASS_fair, CLASS_rr);
            while (!kernel_has_class(w->kernel, (enum sched_class)c->value));
            c->value += 8 * (c->value >= CLASS_fifo ? world_draw(r, 1, 5) : 0);
        }
        kernel_at(w->kernel, draw_time(r, one_in(r, 2), 80), world_change_now, c);
    }
}

#endif
