#include "base/assert.h"
#include "kernel/task.h"

/* Linux, kernel/sched/core.c, sched_prio_to_weight: each step of nice is worth about 10 % of a CPU. */
static const int64_t weights[40] = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
     9548,  7620,  6100,  4904,  3906,  3121,  2501,  1991,  1586,  1277,
     1024,   820,   655,   526,   423,   335,   272,   215,   172,   137,
      110,    87,    70,    56,    45,    36,    29,    23,    18,    15,
};

int64_t nice_weight(int nice)
{
    ASSERT(nice >= -20 && nice <= 19);
    return weights[nice + 20];
}
