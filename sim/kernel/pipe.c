#include "kernel/pipe.h"

#include <string.h>

#include "kernel/core.h"

#define PIPE_ATOMIC 4096u /* PIPE_BUF: writes up to this go in one piece or not at all */

struct pipe *pipe_open(struct kernel *k, uint32_t unit)
{
    struct pipe *p = ARENA_NEW(k->arena, struct pipe);
    *p = (struct pipe){.readers = 1, .writers = 1, .unit = unit, .next = k->pipes};
    k->pipes = p;
    return p;
}

size_t pipe_used(const struct pipe *p) { return p->bytes.len - p->start; }

size_t pipe_write(struct kernel *k, struct pipe *p, const char *bytes, size_t n, struct task *by)
{
    size_t room = PIPE_CAPACITY - pipe_used(p);
    if (n <= PIPE_ATOMIC && room < n)
        return 0;
    size_t taken = n < room ? n : room;
    if (taken == 0)
        return 0;
    if (p->start > PIPE_CAPACITY) { /* forget what was read */
        size_t used = pipe_used(p);
        memmove(p->bytes.data, p->bytes.data + p->start, used);
        p->bytes.len = used;
        p->start = 0;
    }
    buf_add(&p->bytes, bytes, taken);
    waitq_wake(k, &p->can_read, 1, by);
    return taken;
}

size_t pipe_read(struct kernel *k, struct pipe *p, char *out, size_t n, struct task *by)
{
    size_t used = pipe_used(p), taken = n < used ? n : used;
    if (taken == 0)
        return 0;
    memcpy(out, p->bytes.data + p->start, taken);
    p->start += taken;
    if (p->start == p->bytes.len) {
        buf_clear(&p->bytes);
        p->start = 0;
    }
    waitq_wake(k, &p->can_write, 1, by);
    if (pipe_used(p) > 0) /* a reader was woken for bytes that another left */
        waitq_wake(k, &p->can_read, 1, by);
    return taken;
}

void pipe_close_read(struct kernel *k, struct pipe *p, struct task *by)
{
    ASSERT(p->readers > 0);
    if (--p->readers == 0)
        waitq_wake(k, &p->can_write, p->can_write.count, by);
}

void pipe_close_write(struct kernel *k, struct pipe *p, struct task *by)
{
    ASSERT(p->writers > 0);
    if (--p->writers == 0)
        waitq_wake(k, &p->can_read, p->can_read.count, by);
}
