/* A smooth move from where the view was to where an action has put it: the eye keeps its place. The action itself
 * is done at once; what is shown on the way is only painted, and any further input ends the move first. */
#ifndef GILSCOPE_PAINT_MOTION_H
#define GILSCOPE_PAINT_MOTION_H

#include "paint/view.h"

#define MOTION_NS (320 * NS_MS)

struct motion {
    struct place from, to;
    int64_t done_ns;
    bool moving;
};

struct place view_place(const struct view *v);
/* The view stood at `before`; if it has moved, it goes back there and moves. */
void motion_begin(struct motion *m, struct view *v, struct place before);
void motion_tick(struct motion *m, struct view *v, int64_t real_ns);
void motion_end(struct motion *m, struct view *v); /* at once */

#endif
