#include "trace/laws.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"

enum spot { SPOT_new, SPOT_ready, SPOT_cpu, SPOT_off, SPOT_blocked, SPOT_dead };

struct task_law {
    enum spot spot;
    uint16_t cpu; /* SPOT_cpu: where; SPOT_ready: whose queue holds it, or NO_CPU */
    sim_ns on_ns, cost_ns;
    uint32_t gil; /* the one it holds */
};

struct law_state {
    const struct trace *t;
    const struct laws_options *o;
    struct task_law *tasks;
    uint32_t *gil_holder;  /* by GIL unit */
    uint32_t *process_gil; /* by process unit: its GIL, or NO_UNIT */
    uint32_t *cpu_task;
    size_t *cpu_queued;     /* ready tasks waiting at that CPU */
    sim_ns *cpu_starved_ns; /* since when it idles beside waiting work, or NS_NEVER */
    size_t cpus, waiting, running; /* of the whole machine */
    sim_ns starved_ns;             /* since when a CPU idles while anybody waits, or NS_NEVER */
    struct buf *why;
    bool broken;
};

static void broken(struct law_state *s, int law, const struct record *r, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void broken(struct law_state *s, int law, const struct record *r, const char *fmt, ...) {
    if (s->broken) return;
    s->broken = true;
    buf_printf(s->why, "law %d broken at ", law);
    trace_time_text(r->time_ns, s->why);
    buf_printf(s->why, " (%s of %s): ", event_name((enum event)r->event), trace_unit_name(s->t, r->unit));
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(s->why, fmt, ap);
    va_end(ap);
}

static const char *spot_words(enum spot p) {
    static const char *const words[] = {"not started", "waiting for a CPU", "on a CPU",
                                        "off its CPU", "blocked",           "dead"};
    return words[p];
}

/* -- law 5: an idle CPU beside waiting work -- */

static void queue_join(struct law_state *s, struct task_law *k, uint16_t cpu) {
    k->cpu = s->o->shared_queue ? NO_CPU : cpu;
    s->waiting++;
    if (k->cpu < s->cpus) s->cpu_queued[k->cpu]++;
}

static void queue_leave(struct law_state *s, struct task_law *k) {
    if (k->spot != SPOT_ready) return;
    s->waiting--;
    if (k->cpu < s->cpus) s->cpu_queued[k->cpu]--;
}

/* One queue for all: told when time has gone on, for several records may settle one instant. */
static void machine_update(struct law_state *s, const struct record *r) {
    if (!s->o->work_conserving || !s->o->shared_queue || s->o->pinned) return;
    if (s->starved_ns != NS_NEVER && r->time_ns - s->starved_ns > s->o->wake_slack_ns)
        broken(s, 5, r, "a CPU idled for %" PRId64 " ns while the queue held work", r->time_ns - s->starved_ns);
}

static void machine_settle(struct law_state *s, const struct record *r) {
    bool starved = s->waiting > 0 && s->running < s->cpus;
    if (!starved) s->starved_ns = NS_NEVER;
    else if (s->starved_ns == NS_NEVER) s->starved_ns = r->time_ns;
}

static void starved_update(struct law_state *s, uint16_t cpu, const struct record *r) {
    if (cpu >= s->cpus) return;
    bool starved = s->cpu_task[cpu] == NO_UNIT && s->cpu_queued[cpu] > 0;
    sim_ns since = s->cpu_starved_ns[cpu];
    if (s->o->work_conserving && since != NS_NEVER && r->time_ns - since > s->o->wake_slack_ns)
        broken(s, 5, r, "CPU %u idled for %" PRId64 " ns while its queue held work", (unsigned)cpu,
               r->time_ns - since);
    if (!starved) s->cpu_starved_ns[cpu] = NS_NEVER;
    else if (since == NS_NEVER) s->cpu_starved_ns[cpu] = r->time_ns;
}

/* -- laws 2, 3, 6, 7: tasks and CPUs -- */

static void law_ready(struct law_state *s, const struct record *r, struct task_law *k) {
    if (k->spot == SPOT_ready || k->spot == SPOT_cpu || k->spot == SPOT_dead)
        broken(s, 2, r, "it was already %s", spot_words(k->spot));
    if (r->b <= CAUSE_none || r->b >= CAUSE_COUNT) broken(s, 6, r, "it became ready without a cause");
    if (r->b == CAUSE_signalled && k->spot == SPOT_blocked && r->a == r->unit)
        broken(s, 6, r, "it woke itself");
    k->spot = SPOT_ready;
    queue_join(s, k, r->cpu);
    starved_update(s, r->cpu, r);
}

static void law_run(struct law_state *s, const struct record *r, struct task_law *k) {
    if (k->spot != SPOT_ready) broken(s, 2, r, "it was put on a CPU while %s", spot_words(k->spot));
    if (r->cpu >= s->cpus) {
        broken(s, 3, r, "there is no CPU %u", (unsigned)r->cpu);
        return;
    }
    if (s->cpu_task[r->cpu] != NO_UNIT)
        broken(s, 3, r, "CPU %u already runs %s", (unsigned)r->cpu,
               trace_unit_name(s->t, s->cpu_task[r->cpu]));
    if (r->b < 0) broken(s, 7, r, "a negative switch cost");
    uint16_t queue = k->cpu;
    queue_leave(s, k);
    k->spot = SPOT_cpu;
    k->cpu = r->cpu;
    k->on_ns = r->time_ns;
    k->cost_ns = r->b;
    s->cpu_task[r->cpu] = r->unit;
    s->running++;
    starved_update(s, queue, r);
    starved_update(s, r->cpu, r);
}

static void law_stop(struct law_state *s, const struct record *r, struct task_law *k) {
    if (k->spot != SPOT_cpu || k->cpu != r->cpu || s->cpu_task[r->cpu] != r->unit) {
        broken(s, 2, r, "it leaves CPU %u but was %s", (unsigned)r->cpu, spot_words(k->spot));
        return;
    }
    sim_ns there = r->time_ns - k->on_ns, cost = ns_min(k->cost_ns, there);
    if (r->b != there - cost)
        broken(s, 7, r, "it was charged %" PRId64 " ns but computed for %" PRId64, r->b, there - cost);
    if (r->a == CAUSE_none || r->a >= CAUSE_COUNT) broken(s, 6, r, "it left its CPU without a cause");
    s->cpu_task[r->cpu] = NO_UNIT;
    s->running--;
    if (r->a == CAUSE_blocked || r->a == CAUSE_exited || r->a == CAUSE_killed) {
        k->spot = SPOT_off;
    } else {
        k->spot = SPOT_ready;
        queue_join(s, k, r->cpu);
    }
    starved_update(s, r->cpu, r);
}

static void law_block(struct law_state *s, const struct record *r, struct task_law *k) {
    bool may = k->spot == SPOT_off || (k->spot == SPOT_ready && r->b == CAUSE_throttled); /* woken without a budget */
    if (!may) broken(s, 2, r, "it blocks while %s", spot_words(k->spot));
    if (r->b <= CAUSE_none || r->b >= CAUSE_COUNT) broken(s, 6, r, "it blocks without a cause");
    uint16_t queue = k->spot == SPOT_ready ? k->cpu : NO_CPU;
    queue_leave(s, k);
    k->spot = SPOT_blocked;
    starved_update(s, queue, r);
}

static void law_exit(struct law_state *s, const struct record *r, struct task_law *k) {
    if (k->spot == SPOT_cpu || k->spot == SPOT_dead) broken(s, 2, r, "it ends while %s", spot_words(k->spot));
    queue_leave(s, k);
    uint16_t queue = k->spot == SPOT_ready ? k->cpu : NO_CPU;
    k->spot = SPOT_dead;
    starved_update(s, queue, r);
}

static void law_migrate(struct law_state *s, const struct record *r, struct task_law *k) {
    if (k->spot != SPOT_ready || r->b < 0 || (size_t)r->b >= s->cpus) return;
    uint16_t from = k->cpu;
    queue_leave(s, k);
    queue_join(s, k, (uint16_t)r->b);
    starved_update(s, from, r);
    starved_update(s, k->cpu, r);
}

/* -- laws 4 and 8: the GIL -- */

static void law_gil(struct law_state *s, const struct record *r) {
    uint32_t *holder = &s->gil_holder[r->a];
    if (r->event == EV_gil_take) {
        if (*holder != NO_UNIT)
            broken(s, 4, r, "%s already holds %s", trace_unit_name(s->t, *holder),
                   trace_unit_name(s->t, r->a));
        *holder = r->unit;
        s->tasks[r->unit].gil = r->a;
        return;
    }
    if (*holder != r->unit) broken(s, 4, r, "it drops %s without holding it", trace_unit_name(s->t, r->a));
    *holder = NO_UNIT;
    s->tasks[r->unit].gil = NO_UNIT;
}

static void law_python(struct law_state *s, const struct record *r) {
    const struct trace *t = s->t;
    if (!t->gil_build || t->units[r->unit].kind != UNIT_THREAD) return;
    uint32_t gil = s->process_gil[unit_process(t, r->unit)];
    if (gil != NO_UNIT && s->tasks[r->unit].gil == NO_UNIT)
        broken(s, 8, r, "it runs Python without holding %s", trace_unit_name(t, gil));
}

static void law_apply(struct law_state *s, const struct record *r) {
    struct task_law *k = &s->tasks[r->unit];
    switch ((enum event)r->event) {
    case EV_ready: law_ready(s, r, k); break;
    case EV_run: law_run(s, r, k); break;
    case EV_stop: law_stop(s, r, k); break;
    case EV_block: law_block(s, r, k); break;
    case EV_exit: law_exit(s, r, k); break;
    case EV_migrate: law_migrate(s, r, k); break;
    case EV_gil_take:
    case EV_gil_drop: law_gil(s, r); break;
    case EV_line: law_python(s, r); break;
    case EV_spawn:
    case EV_candidate:
    case EV_keep:
    case EV_miss:
    case EV_level:
    case EV_nice:
    case EV_deadlock:
    case EV_gil_wait:
    case EV_gil_request:
    case EV_output:
    case EV_raise:
    case EV_uncaught:
    case EV_acquire:
    case EV_release:
    case EV_put:
    case EV_get:
    case EV_note:
    case EV_loop_select:
    case EV_loop_run:
    case EV_loop_idle:
    case EV_step:
    case EV_step_end:
    case EV_coro_wait:
    case EV_coro_wake:
    case EV_cancel:
    case EV_late:
    case EV_class:
    case EVENT_COUNT: break;
    }
}

static void law_state_init(struct law_state *s) {
    const struct trace *t = s->t;
    s->cpus = (size_t)(t->cores * t->smt);
    s->tasks = mem_alloc(t->unit_count * sizeof *s->tasks);
    s->gil_holder = mem_alloc(t->unit_count * sizeof *s->gil_holder);
    s->process_gil = mem_alloc(t->unit_count * sizeof *s->process_gil);
    s->cpu_task = mem_alloc((s->cpus + 1) * sizeof *s->cpu_task);
    s->cpu_queued = mem_alloc((s->cpus + 1) * sizeof *s->cpu_queued);
    s->cpu_starved_ns = mem_alloc((s->cpus + 1) * sizeof *s->cpu_starved_ns);
    for (size_t c = 0; c < s->cpus; c++) s->cpu_starved_ns[c] = NS_NEVER;
    for (uint32_t u = 1; u < t->unit_count; u++)
        if (t->units[u].kind == UNIT_GIL) s->process_gil[unit_process(t, u)] = u;
}

static void law_state_fini(struct law_state *s) {
    mem_free(s->tasks);
    mem_free(s->gil_holder);
    mem_free(s->process_gil);
    mem_free(s->cpu_task);
    mem_free(s->cpu_queued);
    mem_free(s->cpu_starved_ns);
}

bool laws_hold(const struct trace *t, const struct laws_options *o, struct buf *why) {
    struct law_state s = {.t = t, .o = o, .why = why, .starved_ns = NS_NEVER};
    law_state_init(&s);
    sim_ns last = 0;
    for (size_t i = 0; i < t->count && !s.broken; i++) {
        const struct record *r = trace_at(t, i);
        if (r->time_ns < last) broken(&s, 1, r, "the record before it was at %" PRId64 " ns", last);
        last = r->time_ns;
        machine_update(&s, r);
        law_apply(&s, r);
        machine_settle(&s, r);
    }
    if (!s.broken && t->count && t->end_ns < last && t->end != END_running) {
        struct record r = *trace_at(t, t->count - 1);
        broken(&s, 1, &r, "the run ended at %" PRId64 " ns, before it", t->end_ns);
    }
    law_state_fini(&s);
    return !s.broken;
}
