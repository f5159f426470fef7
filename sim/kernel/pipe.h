/* A kernel pipe: bytes, a capacity, readers and writers that wait. Models Linux pipe(7) (64 KiB, writes of
 * at most PIPE_BUF atomic; a larger write goes in pieces). Operations never block: they move what they can
 * and the body then blocks on the wait queue itself. In sync only. */
#ifndef GILSCOPE_KERNEL_PIPE_H
#define GILSCOPE_KERNEL_PIPE_H

#include "base/buf.h"
#include "kernel/kernel.h"

#define PIPE_CAPACITY 65536u

struct pipe {
    struct buf bytes;
    size_t start; /* bytes[start..len) are unread */
    int readers, writers; /* open ends (all processes) */
    struct waitq can_read, can_write;
    uint32_t unit;
    struct pipe *next; /* kernel only: all pipes of the run */
};

struct pipe *pipe_open(struct kernel *k, uint32_t unit); /* owned by the run; freed by kernel_fini */
size_t pipe_used(const struct pipe *p);
/* Writes what fits; returns the bytes taken (0: full, wait on can_write); wakes a reader. */
size_t pipe_write(struct kernel *k, struct pipe *p, const char *bytes, size_t n, struct task *by);
/* Reads at most n; 0 = empty: wait on can_read if writers > 0, else end of file. Wakes a writer. */
size_t pipe_read(struct kernel *k, struct pipe *p, char *out, size_t n, struct task *by);
void pipe_close_read(struct kernel *k, struct pipe *p, struct task *by);
void pipe_close_write(struct kernel *k, struct pipe *p, struct task *by); /* last: wakes all readers */

#endif
