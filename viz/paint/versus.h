/* Two runs of (nearly) the same thing, side by side: which lane of one is which of the other, by kind and name,
 * and whether the two say the same at a moment. */
#ifndef GILSCOPE_PAINT_VERSUS_H
#define GILSCOPE_PAINT_VERSUS_H

#include "paint/view.h"

struct versus {
    const struct run *a, *b;
    uint32_t *lane_b, *lane_a; /* by lane of a, by lane of b: its like, or NO_LANE */
};

struct versus *versus_open(const struct run *a, const struct run *b);
void versus_close(struct versus *x);
/* At time t of its own run, lane (of a, or of b when from_b) differs from its like at t + shift of the other. */
bool versus_differs(const struct versus *x, bool from_b, uint32_t lane, sim_ns t, sim_ns shift);

#endif
