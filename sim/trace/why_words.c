#include "trace/why_words.h"

/* -- words -- */

void say_unit(const struct why *w, uint32_t unit, struct buf *out) {
    struct buf scratch = {0};
    buf_text(out, unit == NO_UNIT ? "the outside" : unit_label(w->ts, unit, &scratch));
    buf_fini(&scratch);
}

void say_time(sim_ns t, struct buf *out) {
    char text[NS_TEXT_MAX];
    buf_text(out, ns_text(t, text));
}

void say_since(const struct why *w, sim_ns since, struct buf *out) {
    buf_text(out, " since ");
    say_time(since, out);
    if (w->at_ns == since) return;
    buf_text(out, " (for ");
    say_time(w->at_ns - since, out);
    buf_char(out, ')');
}

void say_place(const struct why *w, uint32_t where, struct buf *out) {
    if (where == 0) return;
    buf_text(out, " at ");
    trace_where_text(w->ts->trace, where, out);
}

const char *why_rule(const struct why *w, size_t run) {
    return intern_text(&w->ts->trace->strings, why_record(w, run)->a);
}

/* How it became ready: "woken by B", "it arrived", ... */
void say_waker(const struct why *w, size_t ready, struct buf *out) {
    const struct record *r = why_record(w, ready);
    buf_text(out, cause_words((uint32_t)r->b));
    if (r->a == NO_UNIT || r->a == r->unit) return;
    buf_text(out, " by ");
    say_unit(w, r->a, out);
}

/* -- decisions: a run, or a keep, and the candidates before it -- */

/* The records of the decision that ended in this run: all candidates just before it. */
static size_t first_candidate(const struct why *w, size_t run) {
    const struct record *r = why_record(w, run);
    size_t i = run;
    while (i > 1) {
        const struct record *c = why_record(w, i - 1);
        if (c->event == EV_migrate && c->unit == r->unit && c->time_ns == r->time_ns) i--;
        else if (c->event == EV_candidate && c->cpu == r->cpu && c->time_ns == r->time_ns) i--;
        else break;
    }
    return i;
}

bool why_candidate(const struct why *w, size_t decision, uint32_t unit) {
    for (size_t i = first_candidate(w, decision); i < decision; i++)
        if (why_record(w, i)->event == EV_candidate && why_record(w, i)->unit == unit) return true;
    return false;
}

/* All that was told about a candidate: "virtual deadline = 5 ms, lag = 200 us". */
void say_keys(const struct why *w, size_t decision, uint32_t unit, const char *before, struct buf *out) {
    bool first = true;
    for (size_t i = first_candidate(w, decision); i < decision; i++) {
        const struct record *c = why_record(w, i);
        if (c->event != EV_candidate || c->unit != unit) continue;
        buf_printf(out, "%s%s", first ? "" : ", ", before);
        trace_key_text(w->ts->trace, c, out);
        first = false;
    }
}

static void say_runners_up(const struct why *w, size_t decision, struct buf *out) {
    const struct record *r = why_record(w, decision);
    uint32_t last = r->unit;
    size_t told = 0;
    for (size_t i = first_candidate(w, decision); i < decision; i++) {
        const struct record *c = why_record(w, i);
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
    uint32_t unit = why_record(w, decision)->unit;
    buf_text(out, why_rule(w, decision));
    if (why_candidate(w, decision, unit)) {
        buf_text(out, "; ");
        say_keys(w, decision, unit, "its ", out);
    }
    buf_text(out, ".\n");
}

void say_pick(const struct why *w, size_t run, struct buf *out) {
    const struct record *r = why_record(w, run);
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
void say_keep(const struct why *w, size_t keep, struct buf *out) {
    if (!keep) return;
    buf_text(out, "It was picked again, last at ");
    say_time(why_record(w, keep)->time_ns, out);
    buf_text(out, ", by this rule: ");
    say_rule(w, keep, out);
    say_runners_up(w, keep, out);
}

/* -- leaving a CPU -- */

/* The pick that came of a preemption: who got the CPU at the very instant. */
static size_t preemptor(const struct why *w, size_t stop) {
    const struct record *r = why_record(w, stop);
    for (size_t i = stop + 1; i <= w->ts->trace->count && why_record(w, i)->time_ns == r->time_ns; i++)
        if (why_record(w, i)->event == EV_run && why_record(w, i)->cpu == r->cpu) return i;
    return 0;
}

static void say_preempted(const struct why *w, size_t stop, size_t run, struct buf *out) {
    uint32_t by = why_record(w, run)->unit, unit = why_record(w, stop)->unit;
    buf_text(out, "preempted by ");
    say_unit(w, by, out);
    if (!why_candidate(w, run, by) || !why_candidate(w, run, unit)) return;
    buf_text(out, " (");
    say_keys(w, run, by, "", out);
    buf_text(out, "; ");
    say_unit(w, unit, out);
    buf_text(out, ": ");
    say_keys(w, run, unit, "", out);
    buf_char(out, ')');
}

/* What needs no "blocked on". */
const char *why_state(int64_t cause) {
    return cause == CAUSE_period      ? "done until its next period begins"
           : cause == CAUSE_sleep     ? "asleep"
           : cause == CAUSE_throttled ? "throttled until its budget comes back"
                                      : NULL;
}

/* "blocked on I/O (disk)". */
static void say_blocking(const struct why *w, const struct record *b, struct buf *out) {
    const char *words = why_state(b->b);
    if (words) buf_text(out, words);
    else buf_printf(out, "blocked on %s", cause_words((uint32_t)b->b));
    if (b->a == NO_UNIT) return;
    buf_text(out, " (");
    say_unit(w, b->a, out);
    buf_char(out, ')');
}

void say_stop(const struct why *w, size_t stop, struct buf *out) {
    const struct record *r = why_record(w, stop);
    size_t run = r->a == CAUSE_preempted ? preemptor(w, stop) : 0;
    const struct record *b = stop < w->ts->trace->count ? why_record(w, stop + 1) : r;
    if (run) say_preempted(w, stop, run, out);
    else if (r->a == CAUSE_blocked && b->event == EV_block && b->unit == r->unit) say_blocking(w, b, out);
    else buf_text(out, cause_words(r->a));
}
