/* Export formats that need no graphics: one file and one row of export_formats each.
 * (The picture formats live in viz/paint; `gilscope` hands them to `gilscope-view`.) */
#ifndef GILSCOPE_EXPORT_EXPORT_H
#define GILSCOPE_EXPORT_EXPORT_H

#include "trace/stats.h"
#include "trace/track.h"

struct export_options {
    sim_ns from_ns, to_ns; /* clip; 0 and NS_NEVER = all */
};

struct export_format {
    const char *name; /* --format NAME and the file extension */
    const char *help;
    void (*write)(const struct tracks *ts, const struct export_options *o, struct buf *out);
};

extern const struct export_format export_formats[]; /* ended by a NULL name */
const struct export_format *export_find(const char *name);

#endif
