#include "export/formats.h"

void export_text(const struct tracks *ts, const struct export_options *o, struct buf *out) {
    for (size_t i = 0; i < ts->trace->count; i++) {
        sim_ns at = trace_at(ts->trace, i)->time_ns;
        if (at < o->from_ns || at > o->to_ns) continue;
        trace_text_line(ts->trace, i, out);
        buf_char(out, '\n');
    }
}
