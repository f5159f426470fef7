#include "trace/why_words.h"

#include <string.h>

#include "base/arena.h"

#define CHAIN_MAX 16

/* -- what was last -- */

static void task_record(struct why *w, const struct record *r, size_t i) {
    struct why_unit *u = &w->units[r->unit];
    size_t *place = r->event == EV_spawn   ? &u->spawn
                    : r->event == EV_ready ? &u->ready
                    : r->event == EV_run   ? &u->run
                    : r->event == EV_stop  ? &u->stop
                    : r->event == EV_block ? &u->block
                                           : &u->exit;
    *place = u->state = i;
    if (r->cpu >= w->cpu_count) return;
    struct why_cpu *c = &w->cpus[r->cpu];
    if (r->event == EV_run) {
        c->left = c->stop;
        c->run = i;
        c->keep = 0;
    } else if (r->event == EV_stop) {
        c->stop = i;
        c->run = 0;
    }
}

static void apply(struct why *w, const struct record *r, size_t i) {
    switch ((enum event)r->event) {
    case EV_spawn:
    case EV_ready:
    case EV_run:
    case EV_stop:
    case EV_block:
    case EV_exit: task_record(w, r, i); break;
    case EV_level: w->units[r->unit].level = i; break;
    case EV_keep: w->cpus[r->cpu].keep = i; break;
    case EV_gil_take:
    case EV_acquire: w->units[r->a].taken = i; break;
    case EV_gil_drop:
    case EV_release: w->units[r->a].taken = 0; break;
    case EV_step:
    case EV_step_end:
    case EV_coro_wait:
    case EV_coro_wake: w->units[r->unit].coroutine = i; break;
    case EV_migrate:
    case EV_candidate:
    case EV_miss:
    case EV_nice:
    case EV_deadlock:
    case EV_gil_wait:
    case EV_gil_request:
    case EV_line:
    case EV_output:
    case EV_raise:
    case EV_uncaught:
    case EV_put:
    case EV_get:
    case EV_note:
    case EV_loop_select:
    case EV_loop_run:
    case EV_loop_idle:
    case EV_cancel:
    case EV_late:
    case EV_class:
    case EVENT_COUNT: break;
    }
}

void why_open(struct why *w, const struct tracks *ts, sim_ns at_ns) {
    const struct trace *t = ts->trace;
    *w = (struct why){.ts = ts, .at_ns = at_ns, .cpu_count = (size_t)(t->cores * t->smt)};
    w->units = mem_alloc((t->unit_count + 1) * sizeof *w->units);
    w->cpus = mem_alloc((w->cpu_count + 1) * sizeof *w->cpus);
    for (size_t i = 0; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        w->explained |= r->event == EV_candidate;
        if (r->time_ns > at_ns) continue;
        w->end = i + 1;
        apply(w, r, i + 1);
    }
}

void why_close(struct why *w) {
    mem_free(w->units);
    mem_free(w->cpus);
}

/* -- CPUs -- */

/* On which CPU's queue it waits, or NO_CPU: on one for all. */
static uint16_t queue_of(const struct why *w, uint32_t unit) {
    const struct record *r = why_record(w, w->units[unit].state);
    if (r->event == EV_ready) return r->cpu;
    size_t ready = w->units[unit].ready;
    return ready && why_record(w, ready)->cpu == NO_CPU ? NO_CPU : r->cpu;
}

/* Who has come since the last decision, and was not preferred to the one that runs. */
static void say_comers(const struct why *w, size_t cpu, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    size_t told = 0;
    for (uint32_t u = 1; u < w->ts->unit_count; u++) {
        size_t state = w->units[u].state;
        if (!state || state < (c->keep ? c->keep : c->run) || why_record(w, state)->event != EV_ready)
            continue;
        uint16_t queue = queue_of(w, u);
        if (queue != NO_CPU && queue != cpu) continue;
        buf_text(out, told++ ? ", " : "Since then others have become ready, and wait: ");
        say_unit(w, u, out);
        buf_text(out, " since ");
        say_time(why_record(w, state)->time_ns, out);
    }
    buf_text(out, told ? ".\n" : "");
}

/* The next record of this unit (or on this CPU, unit 0) of one of two kinds, or 0. */
static size_t next_of(const struct why *w, uint32_t unit, size_t cpu, enum event a, enum event b) {
    const struct trace *t = w->ts->trace;
    for (size_t i = w->end; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        if ((r->event == a || r->event == b) && (unit != NO_UNIT ? r->unit == unit : r->cpu == cpu))
            return i + 1;
    }
    return 0;
}

static bool is_blocked(const struct why *w, uint32_t unit) {
    return w->units[unit].state && w->units[unit].state == w->units[unit].block;
}

/* What it has that others want: why a lender of priority lends, and whom a low one keeps waiting. */
static void say_holds(const struct why *w, uint32_t unit, struct buf *out) {
    for (uint32_t u = 1; u < w->ts->unit_count; u++) {
        if (!is_blocked(w, u)) continue;
        uint32_t object = why_record(w, w->units[u].block)->a;
        size_t taken = object == NO_UNIT ? 0 : w->units[object].taken;
        if (!taken || why_record(w, taken)->unit != unit) continue;
        buf_text(out, "It holds ");
        say_unit(w, object, out);
        buf_text(out, ", for which ");
        say_unit(w, u, out);
        buf_text(out, " waits.\n");
    }
}

static void say_level(const struct why *w, uint32_t unit, struct buf *out) {
    if (!w->units[unit].level) return;
    const struct record *r = why_record(w, w->units[unit].level);
    buf_printf(out, "It came from level %u to level %d at ", (unsigned)r->a, (int)r->b);
    say_time(r->time_ns, out);
    buf_text(out, ".\n");
}

static void say_running(const struct why *w, size_t cpu, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    const struct record *r = why_record(w, c->run);
    sim_ns starts = ns_add(r->time_ns, r->b);
    buf_printf(out, "CPU %zu ", cpu);
    buf_text(out, starts > w->at_ns ? "is switching to " : "runs ");
    say_unit(w, r->unit, out);
    buf_char(out, ',');
    say_since(w, r->time_ns, out);
    say_place(w, r->where, out);
    buf_text(out, ".\n");
    say_pick(w, c->run, out);
    say_keep(w, c->keep, out);
    say_comers(w, cpu, out);
    say_level(w, r->unit, out);
    say_holds(w, r->unit, out);
    size_t ready = w->units[r->unit].ready, left = w->units[r->unit].stop;
    if (ready && (!left || left < ready)) {
        buf_text(out, "It had become ready at ");
        say_time(why_record(w, ready)->time_ns, out);
        buf_text(out, ": ");
        say_waker(w, ready, out);
    } else if (left) {
        buf_text(out, "It was ready since it left a CPU at ");
        say_time(why_record(w, left)->time_ns, out);
        buf_text(out, ": ");
        say_stop(w, left, out);
    }
    buf_text(out, ready || left ? ".\n" : "");
}

static void say_idle(const struct why *w, size_t cpu, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    buf_printf(out, "CPU %zu is idle,", cpu);
    say_since(w, c->stop ? why_record(w, c->stop)->time_ns : 0, out);
    buf_text(out, ".\n");
    size_t waiting = 0;
    for (uint32_t u = 1; u < w->ts->unit_count; u++) {
        const struct why_unit *s = &w->units[u];
        if (!s->state) continue;
        const struct record *r = why_record(w, s->state);
        if (r->event != EV_ready && !(r->event == EV_stop && r->a != CAUSE_blocked && r->a != CAUSE_exited))
            continue;
        buf_text(out, waiting++ ? ", " : "Ready, but not taken here: ");
        say_unit(w, u, out);
        if (r->cpu != NO_CPU) buf_printf(out, " (waits for CPU %u)", (unsigned)r->cpu);
    }
    buf_text(out, waiting ? ".\n" : "No task is ready.\n");
}

static void say_before(const struct why *w, size_t cpu, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    size_t left = c->run ? c->left : c->stop;
    if (!left) {
        buf_text(out, "Nothing ran here before.\n");
    } else {
        const struct record *r = why_record(w, left);
        buf_text(out, "Before, ");
        say_unit(w, r->unit, out);
        buf_text(out, " ran here for ");
        say_time(r->b, out);
        buf_text(out, " and left at ");
        say_time(r->time_ns, out);
        buf_text(out, ": ");
        say_stop(w, left, out);
        buf_text(out, ".\n");
    }
    size_t next = next_of(w, NO_UNIT, cpu, EV_run, EV_stop);
    buf_text(out, next ? "Next, at " : "This stays so until the end, at ");
    say_time(next ? why_record(w, next)->time_ns : w->ts->end_ns, out);
    if (next) {
        buf_text(out, ", ");
        say_unit(w, why_record(w, next)->unit, out);
        if (why_record(w, next)->event == EV_run) buf_printf(out, " gets it: %s", why_rule(w, next));
        else buf_text(out, " leaves: ");
        if (why_record(w, next)->event == EV_stop) say_stop(w, next, out);
    }
    buf_text(out, ".\n");
}

void why_cpu(const struct why *w, size_t cpu, struct buf *out) {
    if (w->cpus[cpu].run) say_running(w, cpu, out);
    else say_idle(w, cpu, out);
    say_before(w, cpu, out);
}

/* -- tasks that do not run -- */

static void say_who_runs(const struct why *w, size_t cpu, uint32_t unit, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    size_t run = c->run, decision = c->keep ? c->keep : c->run;
    if (!run) return;
    const struct record *r = why_record(w, run);
    buf_printf(out, "    CPU %zu runs ", cpu);
    say_unit(w, r->unit, out);
    buf_char(out, ',');
    say_since(w, r->time_ns, out);
    buf_printf(out, ": %s", why_rule(w, decision));
    if (why_candidate(w, decision, unit)) {
        buf_text(out, " (");
        if (why_candidate(w, decision, r->unit)) {
            say_keys(w, decision, r->unit, "", out);
            buf_text(out, "; ");
        }
        say_unit(w, unit, out);
        buf_text(out, ": ");
        say_keys(w, decision, unit, "", out);
        buf_char(out, ')');
    }
    buf_text(out, ".\n");
}

static void say_ready(const struct why *w, uint32_t unit, struct buf *out) {
    const struct why_unit *u = &w->units[unit];
    const struct record *r = why_record(w, u->state);
    say_unit(w, unit, out);
    buf_text(out, " is ready, but has no CPU,");
    say_since(w, r->time_ns, out);
    buf_text(out, ": ");
    if (r->event == EV_ready) say_waker(w, u->state, out);
    else say_stop(w, u->state, out);
    buf_text(out, ".\n");
    uint16_t queue = queue_of(w, unit);
    for (size_t c = 0; c < w->cpu_count; c++)
        if (queue == NO_CPU || queue == c) say_who_runs(w, c, unit, out);
    say_level(w, unit, out);
    size_t next = next_of(w, unit, 0, EV_run, EV_exit);
    if (!next) {
        buf_text(out, "It gets no CPU any more in this run.\n");
        return;
    }
    buf_printf(out, "It gets CPU %u at ", (unsigned)why_record(w, next)->cpu);
    say_time(why_record(w, next)->time_ns, out);
    buf_printf(out, ": %s.\n", why_record(w, next)->event == EV_run ? why_rule(w, next) : "to end");
}

static bool is_task(const struct why *w, uint32_t unit) {
    enum unit_kind k = w->ts->trace->units[unit].kind;
    return k == UNIT_JOB || k == UNIT_THREAD;
}

/* What it is that a blocked task waits for can itself tell whom that depends on: a holder, or the awaited task. */
static uint32_t depends_on(const struct why *w, uint32_t object, struct buf *out) {
    if (object == NO_UNIT) return NO_UNIT;
    if (is_task(w, object)) return object;
    size_t taken = w->units[object].taken;
    if (!taken) return NO_UNIT;
    buf_text(out, "    ");
    say_unit(w, object, out);
    buf_text(out, " is held by ");
    say_unit(w, why_record(w, taken)->unit, out);
    buf_char(out, ',');
    say_since(w, why_record(w, taken)->time_ns, out);
    say_place(w, why_record(w, taken)->where, out);
    buf_text(out, ".\n");
    return why_record(w, taken)->unit;
}

static uint32_t say_blocked(const struct why *w, uint32_t unit, struct buf *out) {
    const struct why_unit *u = &w->units[unit];
    const struct record *r = why_record(w, u->block);
    say_unit(w, unit, out);
    const char *words = why_state(r->b);
    buf_printf(out, " is %s%s", words ? "" : "blocked on ", words ? words : cause_words((uint32_t)r->b));
    if (r->a != NO_UNIT) {
        buf_text(out, ", ");
        say_unit(w, r->a, out);
    }
    buf_char(out, ',');
    say_since(w, r->time_ns, out);
    say_place(w, r->where, out);
    buf_text(out, ".\n");
    uint32_t on = depends_on(w, r->a, out);
    size_t next = next_of(w, unit, 0, EV_ready, EV_exit);
    if (next && why_record(w, next)->event == EV_ready) {
        buf_text(out, "It becomes ready at ");
        say_time(why_record(w, next)->time_ns, out);
        buf_text(out, ": ");
        say_waker(w, next, out);
        buf_text(out, ".\n");
    } else {
        buf_text(out, "Nothing wakes it any more in this run.\n");
    }
    return on == unit ? NO_UNIT : on;
}

static void say_coroutine(const struct why *w, uint32_t unit, struct buf *out) {
    size_t last = w->units[unit].coroutine;
    if (!last) {
        say_unit(w, unit, out);
        buf_text(out, " has not been driven yet.\n");
        return;
    }
    const struct record *r = why_record(w, last);
    buf_text(out, "At ");
    say_time(r->time_ns, out);
    buf_text(out, ": ");
    trace_sentence(w->ts->trace, last - 1, out);
    say_place(w, r->where, out);
    buf_text(out, r->event == EV_step        ? ". It runs.\n"
                  : r->event == EV_coro_wake ? ". It waits in the loop's ready queue.\n"
                                             : ". It is suspended.\n");
    size_t next = next_of(w, unit, 0, EV_step, EV_coro_wake);
    if (!next) return;
    buf_text(out, "Next, at ");
    say_time(why_record(w, next)->time_ns, out);
    buf_text(out, ": ");
    trace_sentence(w->ts->trace, next - 1, out);
    buf_text(out, ".\n");
}

/* A lock, a GIL: who has it, and what that one does. */
static uint32_t say_object(const struct why *w, uint32_t unit, struct buf *out) {
    uint32_t holder = depends_on(w, unit, out);
    if (holder != NO_UNIT) return holder;
    say_unit(w, unit, out);
    buf_text(out, " is held by nobody.\n");
    return NO_UNIT;
}

/* One link of the chain: what unit does. Returns whom that depends on. */
static uint32_t say_task(const struct why *w, uint32_t unit, struct buf *out) {
    const struct why_unit *u = &w->units[unit];
    if (!is_task(w, unit)) return say_object(w, unit, out);
    if (!u->state) {
        size_t next = next_of(w, unit, 0, EV_spawn, EV_ready);
        say_unit(w, unit, out);
        buf_text(out, " does not exist yet: it begins at ");
        if (next) say_time(why_record(w, next)->time_ns, out);
        buf_text(out, next ? ".\n" : "no time of this run.\n");
        return NO_UNIT;
    }
    const struct record *r = why_record(w, u->state);
    if (r->event == EV_exit) {
        say_unit(w, unit, out);
        buf_text(out, " has ended, at ");
        say_time(r->time_ns, out);
        buf_text(out, ".\n");
    } else if (r->event == EV_run) {
        why_cpu(w, r->cpu, out);
    } else if (r->event == EV_block) {
        return say_blocked(w, unit, out);
    } else {
        say_ready(w, unit, out);
    }
    return NO_UNIT;
}

void why_unit(const struct why *w, uint32_t unit, struct buf *out) {
    uint32_t chain[CHAIN_MAX];
    if (w->ts->trace->units[unit].kind == UNIT_COROUTINE) {
        say_coroutine(w, unit, out);
        return;
    }
    for (size_t n = 0; unit != NO_UNIT && n < CHAIN_MAX; n++) {
        for (size_t i = 0; i < n; i++)
            if (chain[i] == unit) {
                buf_text(out, "This is a cycle: none of them can ever go on.\n");
                return;
            }
        chain[n] = unit;
        unit = say_task(w, unit, out);
    }
}
