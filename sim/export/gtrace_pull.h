/* A trace file's content, pulled piece by piece: inflated into a window, sealed as it comes, checked number by
 * number. Sticky, like the parser: after the first fault every pull returns 0, and the fault is told in the end.
 * Reading a large trace so needs no memory but the window beside the trace. */
#ifndef GILSCOPE_EXPORT_GTRACE_PULL_H
#define GILSCOPE_EXPORT_GTRACE_PULL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#define GTRACE_MAGIC "gilscope" /* 8 bytes; 8 of the content's size follow, then the deflate stream */
#define GTRACE_HEAD  16u
#define GTRACE_SEAL  8u
#define GTRACE_MAX   ((size_t)1 << 31) /* a forged file must not ask for more than it could fill */

/* The seal: a hash over all bytes before it, eight at a time. */
struct seal {
    uint64_t hash, bytes;
};
void seal_init(struct seal *s);
/* All but the last call of a seal take a multiple of eight bytes. */
void seal_add(struct seal *s, const unsigned char *bytes, size_t n);
uint64_t seal_value(const struct seal *s);

struct pull {
    z_stream z;
    unsigned char *window;
    size_t cap;
    const unsigned char *at, *end; /* unpacked and not yet pulled, within the window */
    uint64_t base;                 /* where in the content the window begins; a multiple of eight */
    uint64_t size;                 /* of the content */
    struct seal seal;              /* of all up to where it has been unpacked */
    const char *fault;
};

/* bytes must stay as long as it is pulled from. */
void pull_init(struct pull *p, const unsigned char *bytes, size_t n);
void pull_fini(struct pull *p);
void pull_fault(struct pull *p, const char *what);
/* At least n bytes stand from p->at on; false if the content has not so many more. */
bool pull_more(struct pull *p, size_t n);
static inline bool pull_has(struct pull *p, size_t n) { return (size_t)(p->end - p->at) >= n || pull_more(p, n); }

uint64_t pull_u(struct pull *p);
int64_t pull_s(struct pull *p);
/* A number below limit. */
uint32_t pull_below(struct pull *p, uint64_t limit, const char *what);
/* A count of things that take at least one byte each. */
size_t pull_count(struct pull *p, const char *what);
/* Bytes with their number before them; valid until the next pull. */
const char *pull_bytes(struct pull *p, size_t *n);
/* The end: nothing but the seal is left, it fits, and the stream ends there. */
void pull_seal(struct pull *p);

#endif
