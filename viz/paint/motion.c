#include "paint/motion.h"

#include <math.h>

struct place view_place(const struct view *v) { return (struct place){v->from, v->to, v->at, v->scroll}; }

static void put(struct view *v, struct place p) {
    v->from = p.from;
    v->to = p.to;
    v->at = p.at;
    v->scroll = p.scroll;
}

void motion_begin(struct motion *m, struct view *v, struct place before) {
    struct place now = view_place(v);
    if (now.from == before.from && now.to == before.to) return; /* the playhead alone may jump */
    *m = (struct motion){.from = before, .to = now, .moving = true};
    put(v, before);
}

static sim_ns between(sim_ns a, sim_ns b, double share) {
    return (sim_ns)llround((double)a + ((double)b - (double)a) * share);
}

/* Spans change by equal factors in equal times; where they change, the point they have in common stays put. */
void motion_tick(struct motion *m, struct view *v, int64_t real_ns) {
    if (!m->moving) return;
    m->done_ns += real_ns;
    if (m->done_ns >= MOTION_NS) {
        motion_end(m, v);
        return;
    }
    double t = (double)m->done_ns / (double)MOTION_NS, ease = t * t * (3 - 2 * t);
    double s0 = (double)(m->from.to - m->from.from), s1 = (double)(m->to.to - m->to.from);
    double span = s0 * pow(s1 / s0, ease), share = fabs(s1 - s0) > s0 * 0.01 ? (span - s0) / (s1 - s0) : ease;
    v->from = between(m->from.from, m->to.from, share);
    v->to = v->from + (sim_ns)llround(fmax(span, 1));
    v->at = between(m->from.at, m->to.at, ease);
    v->scroll = m->from.scroll + (m->to.scroll - m->from.scroll) * (float)ease;
}

void motion_end(struct motion *m, struct view *v) {
    if (!m->moving) return;
    m->moving = false;
    put(v, m->to);
}
