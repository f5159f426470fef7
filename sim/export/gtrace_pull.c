#include "export/gtrace_pull.h"

#include <string.h>

#include "base/arena.h"
#include "base/rng.h"

/* Small enough for a processor's cache; tiny where every refill is to be tried. */
#ifdef HARD
#define WINDOW 96u
#else
#define WINDOW ((size_t)1 << 18)
#endif

/* -- the seal -- */

#define SEAL_FACTOR UINT64_C(0x9E3779B97F4A7C15)

static uint64_t seal_mix(uint64_t h, uint64_t word) {
    h = (h ^ word) * SEAL_FACTOR;
    return h ^ h >> 29;
}

static uint64_t word_at(const unsigned char *b) { /* compilers make one load of it */
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

void seal_init(struct seal *s) { *s = (struct seal){.hash = HASH_START}; }

void seal_add(struct seal *s, const unsigned char *bytes, size_t n) {
    uint64_t h = s->hash, last = 0;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) h = seal_mix(h, word_at(bytes + i));
    for (size_t k = i; k < n; k++) last |= (uint64_t)bytes[k] << (8 * (k - i));
    s->hash = i < n ? seal_mix(h, last) : h;
    s->bytes += n;
}

uint64_t seal_value(const struct seal *s) { return (s->hash ^ s->bytes) * SEAL_FACTOR; }

/* -- the window -- */

/* Deflate expands at most about 1,032 times, so a small file cannot claim a huge content. */
void pull_init(struct pull *p, const unsigned char *bytes, size_t n) {
    memset(p, 0, sizeof *p);
    seal_init(&p->seal);
    if (n < GTRACE_HEAD) {
        pull_fault(p, "it ends too early");
        return;
    }
    uint64_t size = word_at(bytes + 8);
    if (n > GTRACE_MAX || size > (uint64_t)n * 1100 + 1024 || size > (uint64_t)GTRACE_MAX * 8) {
        pull_fault(p, "its size is impossible");
        return;
    }
    p->size = size;
    p->z.next_in = (unsigned char *)(uintptr_t)(bytes + GTRACE_HEAD); /* zlib only reads it */
    p->z.avail_in = (uInt)(n - GTRACE_HEAD);
    if (inflateInit(&p->z) != Z_OK) pull_fault(p, "there is no memory to unpack it");
}

void pull_fini(struct pull *p) {
    if (p->z.state) (void)inflateEnd(&p->z);
    mem_free(p->window);
    memset(p, 0, sizeof *p);
}

void pull_fault(struct pull *p, const char *what) {
    if (!p->fault) p->fault = what;
    p->at = p->end;
}

static uint64_t left(const struct pull *p) {
    if (p->fault) return 0;
    return p->size - p->base - (p->window ? (uint64_t)(p->at - p->window) : 0);
}

/* What has been unpacked is sealed at once, but for the seal itself and an unfinished word. */
static void seal_follow(struct pull *p, size_t used) {
    uint64_t limit = p->size < GTRACE_SEAL ? 0 : p->size - GTRACE_SEAL, upto = p->base + used;
    uint64_t done = (upto < limit ? upto : limit) / 8 * 8;
    if (done > p->seal.bytes)
        seal_add(&p->seal, p->window + (p->seal.bytes - p->base), (size_t)(done - p->seal.bytes));
}

/* Moves what is still needed to the front of the window and makes the window large enough; returns its length. */
static size_t window_shift(struct pull *p, size_t n) {
    size_t used = (size_t)(p->end - p->window), at = (size_t)(p->at - p->window), from = at / 8 * 8;
    if (p->seal.bytes - p->base < from) from = (size_t)(p->seal.bytes - p->base);
    if (from) memmove(p->window, p->window + from, used - from);
    p->base += from;
    used -= from;
    at -= from;
    if (p->cap < at + n || p->cap < WINDOW) {
        p->cap = at + n > WINDOW ? at + n : WINDOW;
        p->window = mem_resize(p->window, p->cap);
    }
    p->at = p->window + at;
    p->end = p->window + used;
    return used;
}

bool pull_more(struct pull *p, size_t n) {
    if (p->fault || n > left(p)) return false;
    size_t used = p->window ? window_shift(p, n) : 0;
    if (!p->window) {
        p->cap = n > WINDOW ? n : WINDOW;
        p->window = mem_resize(NULL, p->cap);
        p->at = p->window;
    }
    uint64_t room = p->size - p->base;
    if (room > p->cap) room = p->cap;
    while (used < room) {
        p->z.next_out = p->window + used;
        p->z.avail_out = (uInt)(room - used < UINT32_MAX ? room - used : UINT32_MAX);
        int rc = inflate(&p->z, Z_NO_FLUSH);
        size_t got = (size_t)(p->z.next_out - (p->window + used));
        used += got;
        if (rc != Z_OK && used < room) {
            p->end = p->at;
            pull_fault(p, "it is damaged");
            return false;
        }
    }
    p->end = p->window + used;
    seal_follow(p, used);
    return true;
}

/* -- numbers and texts -- */

uint64_t pull_u(struct pull *p) {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (!pull_has(p, 1)) {
            pull_fault(p, "it ends too early");
            return 0;
        }
        unsigned char c = *p->at++;
        v |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80) return v;
    }
    pull_fault(p, "a number is too long");
    return 0;
}

int64_t pull_s(struct pull *p) {
    uint64_t v = pull_u(p);
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

uint32_t pull_below(struct pull *p, uint64_t limit, const char *what) {
    uint64_t v = pull_u(p);
    if (v < limit && v <= UINT32_MAX) return (uint32_t)v;
    pull_fault(p, what);
    return 0;
}

size_t pull_count(struct pull *p, const char *what) {
    uint64_t v = pull_u(p);
    if (v <= left(p)) return (size_t)v;
    pull_fault(p, what);
    return 0;
}

const char *pull_bytes(struct pull *p, size_t *n) {
    *n = pull_count(p, "a text is longer than the file");
    if (!pull_has(p, *n)) *n = 0;
    const char *s = p->window ? (const char *)p->at : "";
    if (!p->fault) p->at += *n;
    return s;
}

void pull_seal(struct pull *p) {
    if (p->fault || left(p) != GTRACE_SEAL || !pull_has(p, GTRACE_SEAL)) {
        pull_fault(p, "its seal is missing");
        return;
    }
    uint64_t upto = p->size - GTRACE_SEAL;
    seal_add(&p->seal, p->window + (p->seal.bytes - p->base), (size_t)(upto - p->seal.bytes));
    if (word_at(p->at) != seal_value(&p->seal)) pull_fault(p, "its contents do not fit its seal");
    unsigned char more;
    p->z.next_out = &more;
    p->z.avail_out = 1;
    if (inflate(&p->z, Z_FINISH) != Z_STREAM_END || p->z.avail_out != 1) pull_fault(p, "it is damaged");
}
