/* Who stands in the way. A picture that shows that a task waits should say for whom: the holder of the GIL or of
 * the lock, the thread that has not ended, the task on the only CPU, the coroutine that keeps the loop.
 *
 * Read off the lanes alone: what the other lane shows while this one waits. Nothing is said where that does not
 * settle it (several CPUs: any of them could have been free first). */
#ifndef GILSCOPE_PAINT_BLAME_H
#define GILSCOPE_PAINT_BLAME_H

#include "trace/track.h"

/* A label for a whole segment that waits, "waits: Thread-1 has the GIL", into *out; empty: nobody to name. */
void blame_label(const struct tracks *ts, const struct lane *l, const struct segment *s, struct buf *out);
/* A sentence for one moment of it, "Thread-1 (count) has it", into *out; empty: nobody to name. */
void blame_words(const struct tracks *ts, const struct lane *l, const struct segment *s, sim_ns at,
                 struct buf *out);
/* What a blocked segment is blocked on: the lock by its name, else the cause. */
const char *blame_object(const struct tracks *ts, const struct segment *s);
/* "Thread-1" of "Thread-1 (count)", "supervise" of "supervise (Task-1)", but "Task-2" where several coroutines
 * are called "worker": scratch is cut and returned. */
const char *unit_short(const struct tracks *ts, uint32_t unit, struct buf *scratch);

#endif
