/* Chrome trace format (JSON object form): each lane is a thread of its process and each segment a complete
 * event, so slices of a track never overlap; wake-ups are flow arrows. The CPUs are also told as ftrace text
 * in systemTraceEvents, from which Perfetto and Catapult build real CPU tracks. ts is in microseconds. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "export/formats.h"

#define PID_CPUS    1u
#define PID_JOBS    2u
#define PID_PROCESS 10u

struct chrome {
    const struct tracks *ts;
    const struct export_options *o;
    struct buf *out;
    struct buf scratch;
    bool comma;
};

static void text(struct chrome *c, const char *s) { json_text(c->out, s, strlen(s)); }

static void micro(struct buf *out, sim_ns t) {
    buf_printf(out, "%" PRId64 ".%03" PRId64, t / 1000, t % 1000);
}

/* The length of a slice. Viewers read ts and dur as floating point and add them up: where the sum would lie a hair past the end, the next
 * slice of the lane would seem to begin inside this one (speedscope stacks it up), so such a length is written a hair shorter. */
static void micro_length(struct buf *out, sim_ns from, sim_ns to) {
    double start = (double)from / 1000.0, end = (double)to / 1000.0, length = (double)(to - from) / 1000.0;
    if (start + length <= end) micro(out, to - from);
    else {
        while (length > 0 && start + length > end) length = nextafter(length, 0);
        buf_printf(out, "%.17g", length);
    }
}

static void event_start(struct chrome *c) {
    buf_text(c->out, c->comma ? ",\n" : "\n");
    c->comma = true;
}

static uint32_t lane_pid(const struct chrome *c, const struct lane *l) {
    if (l->kind == LANE_CPU) return PID_CPUS;
    uint32_t p = unit_process(c->ts->trace, l->unit);
    return p == NO_UNIT ? PID_JOBS : PID_PROCESS + p;
}

static void metadata(struct chrome *c, const char *what, uint32_t pid, size_t tid, const char *name) {
    event_start(c);
    buf_printf(c->out,
               "{\"ph\": \"M\", \"name\": \"%s\", \"pid\": %u, \"tid\": %zu, \"args\": {\"name\": ", what,
               (unsigned)pid, tid);
    text(c, name);
    buf_text(c->out, "}}");
}

static void sort_index(struct chrome *c, const char *what, uint32_t pid, size_t tid, size_t index) {
    event_start(c);
    buf_printf(
        c->out,
        "{\"ph\": \"M\", \"name\": \"%s\", \"pid\": %u, \"tid\": %zu, \"args\": {\"sort_index\": %zu}}", what,
        (unsigned)pid, tid, index);
}

static const char *pid_name(struct chrome *c, const struct lane *l) {
    if (l->kind == LANE_CPU) return "CPUs";
    uint32_t p = unit_process(c->ts->trace, l->unit);
    return p == NO_UNIT ? "jobs" : trace_unit_name(c->ts->trace, p);
}

static void names(struct chrome *c) {
    uint32_t last = 0;
    for (size_t i = 0; i < c->ts->count; i++) {
        const struct lane *l = &c->ts->lanes[i];
        uint32_t pid = lane_pid(c, l);
        if (pid != last) {
            metadata(c, "process_name", pid, 0, pid_name(c, l));
            sort_index(c, "process_sort_index", pid, 0, i);
        }
        last = pid;
        lane_name(c->ts, l, &c->scratch);
        if (l->kind != LANE_CPU && l->kind != LANE_TASK && l->kind != LANE_COROUTINE)
            buf_printf(&c->scratch, " (%s)", lane_kind_name(l->kind));
        metadata(c, "thread_name", pid, i + 1, c->scratch.data);
        sort_index(c, "thread_sort_index", pid, i + 1, i);
    }
}

/* A slice's title: the unit where the lane is about units, the state where it is about states. */
static void slice_title(struct chrome *c, const struct lane *l, const struct segment *s) {
    struct buf title = {0};
    const char *unit = s->unit == NO_UNIT ? "" : unit_label(c->ts, s->unit, &c->scratch);
    switch ((enum seg_state)s->state) {
    case SEG_running_gil: buf_text(&title, "running with the GIL"); break;
    case SEG_running: buf_text(&title, l->kind == LANE_CPU ? unit : "running"); break;
    case SEG_gil_wait: buf_text(&title, "waiting for the GIL"); break;
    case SEG_ready: buf_text(&title, "ready"); break;
    case SEG_blocked: buf_printf(&title, "blocked: %s", cause_words(s->cause)); break;
    case SEG_switching: buf_text(&title, "context switch"); break;
    case SEG_held:
    case SEG_requested:
    case SEG_step: buf_text(&title, unit); break;
    case SEG_polling: buf_text(&title, "polling"); break;
    case SEG_iterating: buf_text(&title, "iteration"); break;
    case SEG_waiting: buf_printf(&title, *unit ? "awaiting %s" : "awaiting%s", unit); break;
    case SEG_scheduled: buf_text(&title, "scheduled"); break;
    case SEG_STATE_COUNT: break;
    }
    json_text(c->out, title.data ? title.data : "", title.len);
    buf_fini(&title);
}

static void slices(struct chrome *c) {
    const struct trace *t = c->ts->trace;
    for (size_t i = 0; i < c->ts->count; i++) {
        const struct lane *l = &c->ts->lanes[i];
        for (size_t k = 0; k < l->count; k++) {
            struct segment a_seg = lane_seg(c->ts, l, k), *s = &a_seg;
            sim_ns from = s->start_ns, to = s->end_ns;
            if (!export_clip(c->o, &from, &to)) continue;
            event_start(c);
            buf_text(c->out, "{\"ph\": \"X\", \"name\": ");
            slice_title(c, l, s);
            buf_printf(c->out, ", \"cat\": \"%s\", \"pid\": %u, \"tid\": %zu, \"ts\": ",
                       seg_state_name((enum seg_state)s->state), (unsigned)lane_pid(c, l), i + 1);
            micro(c->out, from);
            buf_text(c->out, ", \"dur\": ");
            micro_length(c->out, from, to);
            if (s->where) {
                buf_clear(&c->scratch);
                trace_where_text(t, s->where, &c->scratch);
                buf_text(c->out, ", \"args\": {\"line\": ");
                text(c, c->scratch.data ? c->scratch.data : "");
                buf_char(c->out, '}');
            }
            buf_char(c->out, '}');
        }
    }
}

static void flow_end(struct chrome *c, char phase, size_t id, uint32_t unit, sim_ns at) {
    uint32_t lane = c->ts->lane_of_unit[unit];
    event_start(c);
    buf_printf(
        c->out,
        "{\"ph\": \"%c\", \"name\": \"wake-up\", \"cat\": \"wake\", \"id\": %zu, \"pid\": %u, \"tid\": %u, \"ts\": ",
        phase, id, (unsigned)lane_pid(c, &c->ts->lanes[lane]), (unsigned)lane + 1);
    micro(c->out, at);
    buf_text(c->out, phase == 'f' ? ", \"bp\": \"e\"}" : "}");
}

static void flows(struct chrome *c) {
    const struct trace *t = c->ts->trace;
    for (size_t i = 0; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        if (r->event != EV_ready || r->time_ns < c->o->from_ns || r->time_ns > c->o->to_ns) continue;
        if (r->a == NO_UNIT || c->ts->lane_of_unit[r->a] == NO_LANE ||
            c->ts->lane_of_unit[r->unit] == NO_LANE)
            continue;
        flow_end(c, 's', i, r->a, r->time_ns);
        flow_end(c, 'f', i, r->unit, r->time_ns);
    }
}

void export_chrome(const struct tracks *ts, const struct export_options *o, struct buf *out) {
    struct chrome c = {.ts = ts, .o = o, .out = out};
    buf_text(out, "{\"displayTimeUnit\": \"ns\",\n\"traceEvents\": [");
    names(&c);
    slices(&c);
    flows(&c);
    buf_text(out, "\n],\n\"systemTraceEvents\": ");
    struct buf ftrace = {0};
    ftrace_write(ts, o, &ftrace);
    json_text(out, ftrace.data, ftrace.len);
    buf_text(out, "}\n");
    buf_fini(&ftrace);
    buf_fini(&c.scratch);
}
