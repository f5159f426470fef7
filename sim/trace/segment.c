/* What a lane keeps of a segment, and the rest, read off the record that opened it. */
#include "trace/track.h"

_Static_assert(SEG_STATE_COUNT <= 1 << SEG_STATE_BITS, "a state fits into its bits");

sim_ns lane_long_end(const struct lane *l, size_t i) {
    size_t lo = 0, hi = l->long_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (l->longs[mid].index < i) lo = mid + 1;
        else hi = mid;
    }
    return l->longs[lo].end_ns;
}

/* What a coroutine awaits when its step ends: told by its last EV_coro_wait, just before. */
#define AWAITS_BACK 65536u

static uint32_t awaited(const struct trace *t, size_t step_end) {
    uint32_t unit = trace_at(t, step_end)->unit;
    for (size_t i = step_end; i-- > 0 && step_end - i < AWAITS_BACK;) {
        const struct record *r = trace_at(t, i);
        if (r->unit == unit && r->event == EV_coro_wait) return r->a;
    }
    return NO_UNIT;
}

static uint32_t unit_of(const struct trace *t, const struct lane *l, size_t record, enum seg_state state) {
    const struct record *r = trace_at(t, record);
    switch (l->kind) {
    case LANE_CPU:
    case LANE_LOCK:
    case LANE_QUEUE: return r->unit;
    case LANE_LOOP: return state == SEG_step ? r->unit : NO_UNIT;
    case LANE_GIL: return r->event == EV_gil_request ? (uint32_t)r->b : r->unit;
    case LANE_TASK: return r->event == EV_ready || r->event == EV_block ? r->a : NO_UNIT;
    case LANE_COROUTINE: break;
    }
    if (state == SEG_waiting && r->event == EV_step_end) return awaited(t, record);
    bool told = r->event == EV_coro_wait || r->event == EV_coro_wake || r->event == EV_spawn;
    return told ? r->a : NO_UNIT;
}

static uint16_t cause_of(const struct lane *l, const struct record *r, enum seg_state state) {
    if (l->kind == LANE_COROUTINE && state == SEG_scheduled && r->event == EV_step) return CAUSE_created;
    if (l->kind != LANE_TASK) return CAUSE_none;
    if (r->event == EV_ready || r->event == EV_block) return (uint16_t)r->b;
    return r->event == EV_stop ? (uint16_t)r->a : CAUSE_none;
}

struct segment lane_seg(const struct tracks *ts, const struct lane *l, size_t i) {
    uint32_t record = lane_cell(l, i)->bits >> SEG_STATE_BITS;
    enum seg_state state = lane_state(l, i);
    const struct record *r = trace_at(ts->trace, record);
    return (struct segment){.start_ns = lane_start(l, i),
                            .end_ns = lane_end(l, i),
                            .unit = unit_of(ts->trace, l, record, state),
                            .where = r->where,
                            .state = (uint16_t)state,
                            .cause = cause_of(l, r, state),
                            .first_record = record};
}

uint32_t lane_seg_unit(const struct tracks *ts, const struct lane *l, size_t i) {
    return unit_of(ts->trace, l, lane_cell(l, i)->bits >> SEG_STATE_BITS, lane_state(l, i));
}

size_t lane_at(const struct lane *l, sim_ns t, bool *covers) {
    size_t lo = 0, hi = l->count; /* first segment that starts after t */
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (lane_start(l, mid) <= t) lo = mid + 1;
        else hi = mid;
    }
    *covers = lo > 0 && lane_end(l, lo - 1) > t;
    return lo > 0 ? lo - 1 : NO_SEG;
}

size_t lane_after(const struct lane *l, sim_ns t) {
    bool covers;
    size_t i = lane_at(l, t, &covers);
    return i == NO_SEG ? 0 : covers ? i : i + 1;
}
