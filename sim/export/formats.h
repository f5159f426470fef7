/* The writers behind export_formats, one file each. */
#ifndef GILSCOPE_EXPORT_FORMATS_H
#define GILSCOPE_EXPORT_FORMATS_H

#include "export/export.h"

void export_text(const struct tracks *ts, const struct export_options *o, struct buf *out);
void export_csv(const struct tracks *ts, const struct export_options *o, struct buf *out);
void export_metrics(const struct tracks *ts, const struct export_options *o, struct buf *out);
void export_chrome(const struct tracks *ts, const struct export_options *o, struct buf *out);
void export_cast(const struct tracks *ts, const struct export_options *o, struct buf *out);

/* The ftrace part of the Chrome trace: sched_switch and sched_wakeup lines, as text. */
void ftrace_write(const struct tracks *ts, const struct export_options *o, struct buf *out);

/* A CSV field, quoted where it must be (RFC 4180). */
void csv_text(struct buf *out, const char *s);

/* Clips [*start, *end) to the wanted range; false when nothing is left. */
bool export_clip(const struct export_options *o, sim_ns *start, sim_ns *end);

#endif
