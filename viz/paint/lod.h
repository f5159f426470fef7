/* Level of detail: what fills each pixel column of a lane, at a cost that follows pixels, not events.
 *
 * A lane with many segments gets mip levels aligned in time: the bucket of level k is 2^k ns, and a cell holds
 * the time in each of a few classes of state and whom the segment that covers most of it is about. Alignment makes panning
 * free of shimmer. Levels start where a bucket holds about sixteen segments, so they cost a fraction of the
 * segments themselves; they are built with the run, so that no frame has to. Finer views read the segments. */
#ifndef GILSCOPE_PAINT_LOD_H
#define GILSCOPE_PAINT_LOD_H

#include "trace/track.h"

/* Classes: what is stacked in a column of less than a pixel a segment. */
enum lod_class { LOD_run_gil, LOD_run, LOD_gil_wait, LOD_ready, LOD_idle, LOD_CLASSES };

struct lod_cell {
    float ns[LOD_CLASSES]; /* time in each class */
    uint32_t unit;         /* of the segment that covers most, of a class other than idle if there is one */
    float longest_ns;
};

struct lod_lane {
    struct lod_cell **levels; /* levels[i]: buckets of 2^(first + i) ns */
    int first, count;
};

struct lod {
    const struct tracks *ts;
    struct lod_lane *lanes;
};

void lod_init(struct lod *l, const struct tracks *ts);
void lod_fini(struct lod *l);
enum lod_class lod_class_of(enum seg_state s);
/* What fills [from, to) of a lane. *at: index hint of the first segment, kept between growing calls. */
struct lod_cell lod_sum(const struct lod *l, size_t lane, sim_ns from, sim_ns to, size_t *at);

#endif
