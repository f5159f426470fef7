/* Segments as rows (RFC 4180 quoting, LF line ends). Idle CPUs, free locks and empty queues have no rows. */
#include <inttypes.h>
#include <string.h>

#include "export/formats.h"

void csv_text(struct buf *out, const char *s) {
    if (!strpbrk(s, ",\"\n\r")) {
        buf_text(out, s);
        return;
    }
    buf_char(out, '"');
    for (; *s; s++) {
        if (*s == '"') buf_char(out, '"');
        buf_char(out, *s);
    }
    buf_char(out, '"');
}

static void csv_reason(const struct tracks *ts, const struct lane *l, const struct segment *s,
                       struct buf *out) {
    if (s->cause != CAUSE_none) buf_text(out, cause_name(s->cause));
    else if (l->kind == LANE_QUEUE) buf_printf(out, "%" PRId64, segment_fill(ts, s));
    else if (l->kind == LANE_CPU && s->first_record < ts->trace->count) {
        const struct record *r = trace_at(ts->trace, s->first_record);
        if (r->event == EV_run && r->a < ts->trace->strings.count)
            csv_text(out, intern_text(&ts->trace->strings, r->a));
    }
}

void export_csv(const struct tracks *ts, const struct export_options *o, struct buf *out) {
    struct buf name = {0}, lane = {0};
    buf_text(out, "lane_kind,lane,start_ns,end_ns,unit,state,reason,line\n");
    for (size_t i = 0; i < ts->count; i++) {
        const struct lane *l = &ts->lanes[i];
        buf_clear(&lane);
        if (l->kind == LANE_CPU) buf_printf(&lane, "%u", (unsigned)l->unit);
        else csv_text(&lane, unit_label(ts, l->unit, &name));
        for (size_t k = 0; k < l->count; k++) {
            struct segment a_seg = lane_seg(ts, l, k), *s = &a_seg;
            sim_ns from = s->start_ns, to = s->end_ns;
            if (!export_clip(o, &from, &to)) continue;
            buf_printf(out, "%s,%s,%" PRId64 ",%" PRId64 ",", lane_kind_name(l->kind),
                       lane.data ? lane.data : "", from, to);
            if (s->unit != NO_UNIT) csv_text(out, unit_label(ts, s->unit, &name));
            buf_printf(out, ",%s,", seg_state_name((enum seg_state)s->state));
            csv_reason(ts, l, s, out);
            buf_char(out, ',');
            buf_clear(&name);
            buf_text(&name, "");
            trace_where_text(ts->trace, s->where, &name);
            csv_text(out, name.data);
            buf_char(out, '\n');
        }
    }
    buf_fini(&name);
    buf_fini(&lane);
}
