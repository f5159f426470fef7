/* Trial division by number theory: a loop over a range whose body does nothing but test its variable,
 *
 *     for i in range(3, root + 1, 2):
 *         if n % i == 0:
 *             return False
 *         if i % 100_000 == 1:
 *             await asyncio.sleep(0)
 *
 * is recognised in the compiled code. Its iterations in which no test strikes are all alike, so that their number
 * follows from the divisors of n and their time is that number times one iteration's. The first iteration in which a test
 * strikes, and any in which the thread must look up (its budget's end, a set eval breaker, a line to be told), runs plainly:
 * virtual time, polls and results equal plain execution to the nanosecond.
 *
 * The matcher walks the instructions from FOR_ITER with a symbolic stack, taking at each test the branch on which nothing
 * happens, until it is back. Any such body is accepted, whatever the order and the form of its tests
 * (`n % i == 0`, `not n % i`, `n % i != 0` with continue, `i % K == r`).
 *
 * For the loader (python/load.c): at each FOR_ITER ask idiom_match; when it says yes keep the struct and set its cost from
 * the instructions in path[]. For the executor: at that FOR_ITER call idiom_skip before executing it. */
#ifndef GILSCOPE_PYTHON_IDIOM_H
#define GILSCOPE_PYTHON_IDIOM_H

#include "lang/code.h"
#include "python/thread.h"
#include "python/type_range.h"

enum { IDIOM_PATH = 40, IDIOM_STOPS = 4 };

struct idiom {
    int head;           /* index of FOR_ITER */
    int variable;       /* local: i */
    int number;         /* local: n; -1: no test of divisibility, stops only */
    int stop_count;
    struct {
        int64_t modulus, remainder; /* strikes when i % modulus == remainder */
    } stops[IDIOM_STOPS];
    int path[IDIOM_PATH]; /* the instructions of one quiet iteration, in order, from FOR_ITER to the jump back */
    int path_len;
    int64_t iteration_ps; /* set by the loader: the sum of what the instructions in path charge */
};

/* Is the FOR_ITER at insns[head] the head of such a loop? */
bool idiom_match(const struct code *c, int head, struct idiom *out);

/* The core, pure: how many iterations pass quietly when the variable takes at, at + step, ...: at most `most`, counting only those before the
 * first in which a test strikes. cache: the world's divisor cache, or NULL. */
struct idioms;
int64_t idiom_iterations(struct idioms *cache, const struct idiom *m, int64_t n, int64_t at, int64_t step, int64_t most);

/* Runs as many quiet iterations as may pass now: charges them, moves the iterator and stores the variable. Returns their number; 0 when the
 * loop must be run plainly from here. `number` and `variable` are the locals' slots. */
int64_t idiom_skip(struct thread *th, const struct idiom *m, value iterator, value number, value *variable);

struct idioms *idioms_open(struct arena *a);

#endif
