#include "trace/why.h"

#include <string.h>

#include "base/arena.h"

#define CHAIN_MAX 16

/* Indices of records, plus one: 0 = none. */
struct why_unit {
    size_t spawn, ready, run, stop, block, exit; /* what the task did last */
    size_t state;                                /* the one of these that says what it does now */
    size_t coroutine;                            /* step, step_end, coro_wait, coro_wake */
    size_t taken;                                /* a lock or GIL: the record that took it; 0 = free */
};

struct why_cpu {
    size_t run, stop; /* run: what runs now, else 0 */
    size_t keep;      /* when it was last picked again since, or 0 */
    size_t left;      /* the stop before that */
};

static const struct record *record(const struct why *w, size_t i) { return trace_at(w->ts->trace, i - 1); }

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
    case EV_level:
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

/* -- words -- */

static void say_unit(const struct why *w, uint32_t unit, struct buf *out) {
    struct buf scratch = {0};
    buf_text(out, unit == NO_UNIT ? "the outside" : unit_label(w->ts, unit, &scratch));
    buf_fini(&scratch);
}

static void say_time(sim_ns t, struct buf *out) {
    char text[NS_TEXT_MAX];
    buf_text(out, ns_text(t, text));
}

static void say_since(const struct why *w, sim_ns since, struct buf *out) {
    buf_text(out, " since ");
    say_time(since, out);
    if (w->at_ns == since) return;
    buf_text(out, " (for ");
    say_time(w->at_ns - since, out);
    buf_char(out, ')');
}

static void say_place(const struct why *w, uint32_t where, struct buf *out) {
    if (where == 0) return;
    buf_text(out, " at ");
    trace_where_text(w->ts->trace, where, out);
}

static const char *rule_of(const struct why *w, size_t run) {
    return intern_text(&w->ts->trace->strings, record(w, run)->a);
}

/* How it became ready: "woken by B", "it arrived", ... */
static void say_waker(const struct why *w, size_t ready, struct buf *out) {
    const struct record *r = record(w, ready);
    buf_text(out, cause_words((uint32_t)r->b));
    if (r->a == NO_UNIT || r->a == r->unit) return;
    buf_text(out, " by ");
    say_unit(w, r->a, out);
}

/* -- CPUs -- */

/* The records of the decision that ended in this run: all candidates just before it. */
static size_t first_candidate(const struct why *w, size_t run) {
    const struct record *r = record(w, run);
    size_t i = run;
    while (i > 1) {
        const struct record *c = record(w, i - 1);
        if (c->event == EV_migrate && c->unit == r->unit && c->time_ns == r->time_ns) i--;
        else if (c->event == EV_candidate && c->cpu == r->cpu && c->time_ns == r->time_ns) i--;
        else break;
    }
    return i;
}

static bool is_candidate(const struct why *w, size_t decision, uint32_t unit) {
    for (size_t i = first_candidate(w, decision); i < decision; i++)
        if (record(w, i)->event == EV_candidate && record(w, i)->unit == unit) return true;
    return false;
}

/* All that was told about a candidate: "virtual deadline = 5 ms, lag = 200 us". */
static void say_keys(const struct why *w, size_t decision, uint32_t unit, const char *before, struct buf *out) {
    bool first = true;
    for (size_t i = first_candidate(w, decision); i < decision; i++) {
        const struct record *c = record(w, i);
        if (c->event != EV_candidate || c->unit != unit) continue;
        buf_printf(out, "%s%s", first ? "" : ", ", before);
        trace_key_text(w->ts->trace, c, out);
        first = false;
    }
}

static void say_runners_up(const struct why *w, size_t decision, struct buf *out) {
    const struct record *r = record(w, decision);
    uint32_t last = r->unit;
    size_t told = 0;
    for (size_t i = first_candidate(w, decision); i < decision; i++) {
        const struct record *c = record(w, i);
        if (c->event != EV_candidate || c->unit == r->unit || c->unit == last) continue;
        if (told++ == 0) buf_text(out, "Who else could have been picked then, in the policy's order:\n");
        last = c->unit;
        buf_text(out, "    ");
        say_unit(w, c->unit, out);
        buf_text(out, ": ");
        say_keys(w, decision, c->unit, "", out);
        buf_char(out, '\n');
    }
    if (told == 0) buf_text(out, w->explained ? "Nobody else waited for this CPU then.\n" : "");
}

static void say_rule(const struct why *w, size_t decision, struct buf *out) {
    uint32_t unit = record(w, decision)->unit;
    buf_text(out, rule_of(w, decision));
    if (is_candidate(w, decision, unit)) {
        buf_text(out, "; ");
        say_keys(w, decision, unit, "its ", out);
    }
    buf_text(out, ".\n");
}

static void say_pick(const struct why *w, size_t run, struct buf *out) {
    const struct record *r = record(w, run);
    buf_text(out, "It was picked by this rule: ");
    say_rule(w, run, out);
    if (r->b > 0) {
        buf_text(out, "The switch itself (and a cold cache) took ");
        say_time(r->b, out);
        buf_text(out, ".\n");
    }
    say_runners_up(w, run, out);
}

/* It never left, because it was picked again. */
static void say_keep(const struct why *w, size_t keep, struct buf *out) {
    if (!keep) return;
    buf_text(out, "It was picked again, last at ");
    say_time(record(w, keep)->time_ns, out);
    buf_text(out, ", by this rule: ");
    say_rule(w, keep, out);
    say_runners_up(w, keep, out);
}

/* On which CPU's queue it waits, or NO_CPU: on one for all. */
static uint16_t queue_of(const struct why *w, uint32_t unit) {
    const struct record *r = record(w, w->units[unit].state);
    if (r->event == EV_ready) return r->cpu;
    size_t ready = w->units[unit].ready;
    return ready && record(w, ready)->cpu == NO_CPU ? NO_CPU : r->cpu;
}

/* Who has come since the last decision, and was not preferred to the one that runs. */
static void say_comers(const struct why *w, size_t cpu, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    size_t told = 0;
    for (uint32_t u = 1; u < w->ts->unit_count; u++) {
        size_t state = w->units[u].state;
        if (!state || state < (c->keep ? c->keep : c->run) || record(w, state)->event != EV_ready) continue;
        uint16_t queue = queue_of(w, u);
        if (queue != NO_CPU && queue != cpu) continue;
        buf_text(out, told++ ? ", " : "Since then others have become ready, and wait: ");
        say_unit(w, u, out);
        buf_text(out, " since ");
        say_time(record(w, state)->time_ns, out);
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

/* The pick that came of a preemption: who got the CPU at the very instant. */
static size_t preemptor(const struct why *w, size_t stop) {
    const struct record *r = record(w, stop);
    for (size_t i = stop + 1; i <= w->ts->trace->count && record(w, i)->time_ns == r->time_ns; i++)
        if (record(w, i)->event == EV_run && record(w, i)->cpu == r->cpu) return i;
    return 0;
}

static void say_preempted(const struct why *w, size_t stop, size_t run, struct buf *out) {
    uint32_t by = record(w, run)->unit, unit = record(w, stop)->unit;
    buf_text(out, "preempted by ");
    say_unit(w, by, out);
    if (!is_candidate(w, run, by) || !is_candidate(w, run, unit)) return;
    buf_text(out, " (");
    say_keys(w, run, by, "", out);
    buf_text(out, "; ");
    say_unit(w, unit, out);
    buf_text(out, ": ");
    say_keys(w, run, unit, "", out);
    buf_char(out, ')');
}

/* What needs no "blocked on". */
static const char *state_words(int64_t cause) {
    return cause == CAUSE_period      ? "done until its next period begins"
           : cause == CAUSE_sleep     ? "asleep"
           : cause == CAUSE_throttled ? "throttled until its budget comes back"
                                      : NULL;
}

/* "blocked on I/O (disk)". */
static void say_blocking(const struct why *w, const struct record *b, struct buf *out) {
    const char *words = state_words(b->b);
    if (words) buf_text(out, words);
    else buf_printf(out, "blocked on %s", cause_words((uint32_t)b->b));
    if (b->a == NO_UNIT) return;
    buf_text(out, " (");
    say_unit(w, b->a, out);
    buf_char(out, ')');
}

static void say_stop(const struct why *w, size_t stop, struct buf *out) {
    const struct record *r = record(w, stop);
    size_t run = r->a == CAUSE_preempted ? preemptor(w, stop) : 0;
    const struct record *b = stop < w->ts->trace->count ? record(w, stop + 1) : r;
    if (run) say_preempted(w, stop, run, out);
    else if (r->a == CAUSE_blocked && b->event == EV_block && b->unit == r->unit) say_blocking(w, b, out);
    else buf_text(out, cause_words(r->a));
}

static void say_running(const struct why *w, size_t cpu, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    const struct record *r = record(w, c->run);
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
    size_t ready = w->units[r->unit].ready, left = w->units[r->unit].stop;
    if (ready && (!left || left < ready)) {
        buf_text(out, "It had become ready at ");
        say_time(record(w, ready)->time_ns, out);
        buf_text(out, ": ");
        say_waker(w, ready, out);
    } else if (left) {
        buf_text(out, "It was ready since it left a CPU at ");
        say_time(record(w, left)->time_ns, out);
        buf_text(out, ": ");
        say_stop(w, left, out);
    }
    buf_text(out, ready || left ? ".\n" : "");
}

static void say_idle(const struct why *w, size_t cpu, struct buf *out) {
    const struct why_cpu *c = &w->cpus[cpu];
    buf_printf(out, "CPU %zu is idle,", cpu);
    say_since(w, c->stop ? record(w, c->stop)->time_ns : 0, out);
    buf_text(out, ".\n");
    size_t waiting = 0;
    for (uint32_t u = 1; u < w->ts->unit_count; u++) {
        const struct why_unit *s = &w->units[u];
        if (!s->state) continue;
        const struct record *r = record(w, s->state);
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
        const struct record *r = record(w, left);
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
    say_time(next ? record(w, next)->time_ns : w->ts->end_ns, out);
    if (next) {
        buf_text(out, ", ");
        say_unit(w, record(w, next)->unit, out);
        if (record(w, next)->event == EV_run) buf_printf(out, " gets it: %s", rule_of(w, next));
        else buf_text(out, " leaves: ");
        if (record(w, next)->event == EV_stop) say_stop(w, next, out);
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
    const struct record *r = record(w, run);
    buf_printf(out, "    CPU %zu runs ", cpu);
    say_unit(w, r->unit, out);
    buf_char(out, ',');
    say_since(w, r->time_ns, out);
    buf_printf(out, ": %s", rule_of(w, decision));
    if (is_candidate(w, decision, unit)) {
        buf_text(out, " (");
        if (is_candidate(w, decision, r->unit)) {
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
    const struct record *r = record(w, u->state);
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
    size_t next = next_of(w, unit, 0, EV_run, EV_exit);
    if (!next) {
        buf_text(out, "It gets no CPU any more in this run.\n");
        return;
    }
    buf_printf(out, "It gets CPU %u at ", (unsigned)record(w, next)->cpu);
    say_time(record(w, next)->time_ns, out);
    buf_printf(out, ": %s.\n", record(w, next)->event == EV_run ? rule_of(w, next) : "to end");
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
    say_unit(w, record(w, taken)->unit, out);
    buf_char(out, ',');
    say_since(w, record(w, taken)->time_ns, out);
    say_place(w, record(w, taken)->where, out);
    buf_text(out, ".\n");
    return record(w, taken)->unit;
}

static uint32_t say_blocked(const struct why *w, uint32_t unit, struct buf *out) {
    const struct why_unit *u = &w->units[unit];
    const struct record *r = record(w, u->block);
    say_unit(w, unit, out);
    const char *words = state_words(r->b);
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
    if (next && record(w, next)->event == EV_ready) {
        buf_text(out, "It becomes ready at ");
        say_time(record(w, next)->time_ns, out);
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
    const struct record *r = record(w, last);
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
    say_time(record(w, next)->time_ns, out);
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
        if (next) say_time(record(w, next)->time_ns, out);
        buf_text(out, next ? ".\n" : "no time of this run.\n");
        return NO_UNIT;
    }
    const struct record *r = record(w, u->state);
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
