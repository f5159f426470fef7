/* CPU tracks as Linux's ftrace text: sched_switch and sched_wakeup, as trace-cmd and Perfetto print them.
 * pid = unit id (0 is the idle task). Names lose blanks and '=' since the format has no quoting. */
#include <inttypes.h>

#include "export/formats.h"

static void comm(const struct tracks *ts, uint32_t unit, struct buf *scratch, struct buf *out) {
    if (unit == NO_UNIT) {
        buf_text(out, "swapper");
        return;
    }
    size_t n = 0;
    for (const char *s = unit_label(ts, unit, scratch); *s; s++, n++)
        buf_char(out, (unsigned char)*s <= ' ' || *s == '=' || *s == '>' ? '_' : *s);
    if (n == 0) buf_char(out, '?');
}

static void line_start(const struct tracks *ts, uint32_t unit, uint32_t cpu, sim_ns at, struct buf *scratch,
                       struct buf *out) {
    buf_char(out, ' ');
    comm(ts, unit, scratch, out);
    buf_printf(out, "-%u [%03u] .... %" PRId64 ".%09" PRId64 ": ", (unsigned)unit, (unsigned)cpu, at / NS_S,
               at % NS_S);
}

static void switch_line(const struct tracks *ts, uint32_t cpu, sim_ns at, uint32_t prev, char state,
                        uint32_t next, struct buf *scratch, struct buf *out) {
    line_start(ts, prev, cpu, at, scratch, out);
    buf_text(out, "sched_switch: prev_comm=");
    comm(ts, prev, scratch, out);
    buf_printf(out, " prev_pid=%u prev_prio=120 prev_state=%c ==> next_comm=", (unsigned)prev, state);
    comm(ts, next, scratch, out);
    buf_printf(out, " next_pid=%u next_prio=120\n", (unsigned)next);
}

static char left_state(uint32_t cause) {
    if (cause == CAUSE_exited || cause == CAUSE_killed) return 'X';
    return cause == CAUSE_blocked ? 'S' : 'R';
}

void ftrace_write(const struct tracks *ts, const struct export_options *o, struct buf *out) {
    const struct trace *t = ts->trace;
    struct buf scratch = {0};
    buf_text(out, "# tracer: nop\n");
    buf_text(
        out,
        " swapper-0 [000] .... 0.000000000: tracing_mark_write: trace_event_clock_sync: parent_ts=0.000000\n");
    for (size_t i = 0; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        if (r->time_ns < o->from_ns || r->time_ns > o->to_ns) continue;
        if (r->event == EV_run) {
            switch_line(ts, r->cpu, r->time_ns, NO_UNIT, 'R', r->unit, &scratch, out);
        } else if (r->event == EV_stop) {
            switch_line(ts, r->cpu, r->time_ns, r->unit, left_state(r->a), NO_UNIT, &scratch, out);
        } else if (r->event == EV_ready) {
            uint32_t cpu = r->cpu == NO_CPU ? 0 : r->cpu;
            line_start(ts, r->a, cpu, r->time_ns, &scratch, out);
            buf_text(out, "sched_wakeup: comm=");
            comm(ts, r->unit, &scratch, out);
            buf_printf(out, " pid=%u prio=120 target_cpu=%03u\n", (unsigned)r->unit, (unsigned)cpu);
        }
    }
    buf_fini(&scratch);
}
