/* Locks: a flag and a FIFO of sleepers, as CPython's are over a POSIX semaphore (a futex). acquire tries without releasing the
 * GIL, else drops it and sleeps. release makes the lock free and wakes one sleeper: nothing is handed over, a running thread can
 * barge in first. Who is woken takes the lock (if it still is free) before it asks for the GIL again.
 * 3.13t, 3.14 (PyMutex, Python/lock.c): a sleeper that has waited 1 ms is handed the lock directly. */
#ifndef GILSCOPE_STDLIB_THREAD_H
#define GILSCOPE_STDLIB_THREAD_H

#include "stdlib/support.h"

struct lock {
    struct obj head;
    bool locked, reentrant, quiet; /* quiet: no records: part of something bigger */
    int64_t owner, count;          /* RLock */
    struct waitq sleepers;
    struct task *heir;             /* handed over to */
    uint32_t unit;                 /* NO_UNIT: not yet named */
    enum cause cause;
};

extern const struct type type_lock, type_rlock;

#endif
