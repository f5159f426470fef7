#include "paint/blame.h"

#include <string.h>

#define NAMES        2    /* more are not named */
#define SEARCH_MAX   400  /* segments of the other lane: a wait across more is not looked into */
#define SIBLINGS_MAX 200  /* lanes */
#define BRIEF        0.03 /* who had less of the wait than this share is not to blame */

struct blame {
    uint32_t units[NAMES];
    size_t count;
    bool more;
};

/* Is a name that begins like this, before " (", another unit's too? Of very many nobody asks. */
static bool shared(const struct tracks *ts, uint32_t unit, const char *head, size_t n) {
    if (ts->count > SIBLINGS_MAX) return true;
    for (size_t i = 0; i < ts->count; i++) {
        const struct lane *l = &ts->lanes[i];
        if (l->kind == LANE_CPU || l->unit == unit) continue;
        const char *name = trace_unit_name(ts->trace, l->unit);
        if (strncmp(name, head, n) == 0 && strncmp(name + n, " (", 2) == 0) return true;
    }
    return false;
}

const char *unit_short(const struct tracks *ts, uint32_t unit, struct buf *scratch) {
    unit_label(ts, unit, scratch);
    char *cut = scratch->len ? strstr(scratch->data, " (") : NULL;
    if (!cut || cut == scratch->data) return scratch->len ? scratch->data : "?";
    size_t n = (size_t)(cut - scratch->data), inside = strcspn(cut + 2, ")");
    if (inside > 0 && ts->trace->units[unit].kind == UNIT_COROUTINE && shared(ts, unit, scratch->data, n)) {
        memmove(scratch->data, cut + 2, inside);
        n = inside;
    }
    scratch->data[n] = '\0';
    scratch->len = n;
    return scratch->data;
}

/* The lane whose occupant keeps this one waiting, or NULL. */
static const struct lane *obstacle(const struct tracks *ts, const struct lane *l, const struct segment *s) {
    if (s->state == SEG_scheduled) return l->parent < ts->count ? &ts->lanes[l->parent] : NULL;
    if (s->state == SEG_ready && s->cause == CAUSE_rt_throttled) return NULL; /* no CPU would help */
    if (s->state == SEG_ready && l->kind == LANE_TASK) {
        bool one = ts->count > 1 && ts->lanes[0].kind == LANE_CPU && ts->lanes[1].kind != LANE_CPU;
        return one ? &ts->lanes[0] : NULL;
    }
    if (s->state != SEG_gil_wait && !(s->state == SEG_blocked && s->cause == CAUSE_lock)) return NULL;
    uint32_t lane = s->unit < ts->unit_count ? ts->lane_of_unit[s->unit] : NO_LANE;
    if (lane == NO_LANE) return NULL;
    const struct lane *o = &ts->lanes[lane];
    return o->kind == LANE_GIL || o->kind == LANE_LOCK ? o : NULL;
}

static bool occupies(enum seg_state s) {
    return s == SEG_running || s == SEG_held || s == SEG_requested || s == SEG_step;
}

static uint32_t occupant(const struct tracks *ts, const struct lane *o, size_t i, const struct lane *l) {
    uint32_t unit = occupies(lane_state(o, i)) ? lane_seg_unit(ts, o, i) : NO_UNIT;
    return unit == l->unit ? NO_UNIT : unit;
}

static struct blame blame_all(const struct tracks *ts, const struct lane *l, const struct segment *s) {
    struct blame b = {0};
    sim_ns had[NAMES] = {0};
    const struct lane *o = obstacle(ts, l, s);
    size_t first = o ? lane_after(o, s->start_ns) : 0, end = o ? lane_after(o, s->end_ns - 1) : 0;
    if (!o || end - first > SEARCH_MAX) return b;
    sim_ns least = (sim_ns)((double)(s->end_ns - s->start_ns) * BRIEF);
    for (size_t i = first; i < o->count && lane_start(o, i) < s->end_ns; i++) {
        uint32_t unit = occupant(ts, o, i, l);
        sim_ns both = ns_min(lane_end(o, i), s->end_ns) - ns_max(lane_start(o, i), s->start_ns);
        size_t k = 0;
        if (unit == NO_UNIT) continue;
        while (k < b.count && b.units[k] != unit) k++;
        if (k == NAMES) {
            b.more = b.more || both > least;
            continue;
        }
        if (k == b.count) b.units[b.count++] = unit;
        had[k] += both;
    }
    for (size_t k = b.count; k-- > 0;) { /* those in passing are forgotten */
        if (had[k] > least) continue;
        memmove(b.units + k, b.units + k + 1, (NAMES - 1 - k) * sizeof *b.units);
        memmove(had + k, had + k + 1, (NAMES - 1 - k) * sizeof *had);
        b.count--;
    }
    return b;
}

static void say_names(const struct tracks *ts, const struct blame *b, struct buf *out) {
    struct buf name = {0};
    for (size_t k = 0; k < b->count; k++)
        buf_printf(out, "%s%s", k ? ", " : "", unit_short(ts, b->units[k], &name));
    if (b->more) buf_text(out, " ...");
    buf_fini(&name);
}

static bool named(const struct tracks *ts, uint32_t unit) {
    return unit != NO_UNIT && unit < ts->trace->unit_count && *trace_unit_name(ts->trace, unit);
}

void blame_label(const struct tracks *ts, const struct lane *l, const struct segment *s, struct buf *out) {
    struct buf name = {0};
    struct blame b = blame_all(ts, l, s);
    bool one = b.count == 1 && !b.more;
    buf_clear(out);
    if (s->state == SEG_blocked && named(ts, s->unit)) {
        const char *object = unit_short(ts, s->unit, &name);
        if (s->cause == CAUSE_join || s->cause == CAUSE_waitpid) buf_printf(out, "the end of %s", object);
        else if (s->cause == CAUSE_lock) buf_printf(out, b.count ? "%s, held by " : "%s", object);
        if (b.count) say_names(ts, &b, out);
    } else if (b.count) {
        if (s->state == SEG_gil_wait) {
            buf_text(out, "waits: ");
            say_names(ts, &b, out);
            buf_text(out, one ? " has the GIL" : " have the GIL");
        } else {
            buf_text(out, s->state == SEG_ready ? "ready, but " : "scheduled, but ");
            say_names(ts, &b, out);
            buf_text(out, one ? " runs" : " run");
        }
    }
    buf_fini(&name);
}

/* Ready, and there are several CPUs: does one switch to it already, are all busy? */
static void say_cpus(const struct tracks *ts, const struct lane *l, sim_ns at, struct buf *out) {
    size_t cpus = 0, busy = 0;
    for (; cpus < ts->count && ts->lanes[cpus].kind == LANE_CPU; cpus++) {
        const struct lane *o = &ts->lanes[cpus];
        bool covers;
        size_t i = lane_at(o, at, &covers);
        if (!covers) continue;
        busy++;
        if (lane_seg_unit(ts, o, i) != l->unit) continue;
        buf_printf(out, "CPU %u switches to it", (unsigned)o->unit);
        return;
    }
    if (cpus > 1 && busy == cpus) buf_printf(out, "all %zu CPUs are busy", cpus);
}

const char *blame_object(const struct tracks *ts, const struct segment *s) {
    return s->cause == CAUSE_lock && named(ts, s->unit) ? trace_unit_name(ts->trace, s->unit)
                                                        : cause_words(s->cause);
}

void blame_words(const struct tracks *ts, const struct lane *l, const struct segment *s, sim_ns at,
                 struct buf *out) {
    struct buf name = {0};
    const struct lane *o = obstacle(ts, l, s);
    bool covers = false;
    buf_clear(out);
    at = ns_min(at, s->end_ns - 1); /* at the end of the run: what has been to the end */
    size_t i = o ? lane_at(o, at, &covers) : NO_SEG;
    uint32_t unit = covers ? occupant(ts, o, i, l) : NO_UNIT;
    const char *who = unit == NO_UNIT ? NULL : unit_label(ts, unit, &name);
    if (s->state == SEG_gil_wait && who) buf_printf(out, "%s has it", who);
    else if (s->state == SEG_ready && who) buf_printf(out, "CPU %u runs %s", (unsigned)o->unit, who);
    else if (s->state == SEG_ready && l->kind == LANE_TASK) say_cpus(ts, l, at, out);
    else if (s->state == SEG_scheduled && who) buf_printf(out, "the loop drives %s", who);
    else if (s->state == SEG_blocked && s->cause == CAUSE_lock && who) buf_printf(out, "%s holds it", who);
    else if (s->state == SEG_blocked && (s->cause == CAUSE_join || s->cause == CAUSE_waitpid) &&
             named(ts, s->unit))
        buf_printf(out, "%s has not ended", unit_label(ts, s->unit, &name));
    buf_fini(&name);
}
