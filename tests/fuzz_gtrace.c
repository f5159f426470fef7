/* Any bytes as a trace file, or as the content of one whose wrapping and seal are right: refused with a message, or
 * a trace that every reader of traces can follow, and that is read the same when it is written again. */
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "base/assert.h"
#include "base/buf.h"
#include "export/gtrace.h"
#include "export/gtrace_pull.h"
#include "trace/laws.h"
#include "trace/stats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A forger who knows the format: magic, size, a deflate stream, and the seal that fits. */
static void wrap(const uint8_t *data, size_t size, struct buf *out) {
    struct buf content = {0};
    struct seal seal;
    seal_init(&seal);
    seal_add(&seal, data, size);
    buf_add(&content, (const char *)data, size);
    for (int i = 0; i < 8; i++) buf_char(&content, (char)(seal_value(&seal) >> (8 * i)));
    uLongf n = compressBound((uLong)content.len);
    unsigned char *packed = mem_alloc(n);
    ASSERT(compress2(packed, &n, (const unsigned char *)content.data, (uLong)content.len, 1) == Z_OK);
    buf_add(out, GTRACE_MAGIC, 8);
    for (int i = 0; i < 8; i++) buf_char(out, (char)((uint64_t)content.len >> (8 * i)));
    buf_add(out, (const char *)packed, n);
    mem_free(packed);
    buf_fini(&content);
}

static void look(const struct trace *t, struct arena *a) {
    struct tracks ts;
    struct stats stats;
    struct buf out = {0};
    struct laws_options laws = {0};
    tracks_build(&ts, t);
    stats_compute(a, &ts, &stats);
    stats_report(&stats, &ts, 100, &out);
    stats_timeline(&ts, 100, &out);
    stats_json(&stats, &ts, &out);
    for (size_t i = 0; i < t->count && i < 2000; i++) {
        buf_clear(&out);
        trace_text_line(t, i, &out);
        trace_sentence(t, i, &out);
    }
    buf_clear(&out);
    (void)laws_hold(t, &laws, &out);
    for (size_t i = 0; i < ts.count; i++)
        for (size_t k = 0; k < ts.lanes[i].count && k < 100; k++) {
            struct segment s = lane_seg(&ts, &ts.lanes[i], k);
            ASSERT(s.end_ns > s.start_ns);
            ASSERT(k == 0 || s.start_ns >= lane_end(&ts.lanes[i], k - 1));
        }
    buf_fini(&out);
    tracks_fini(&ts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a;
    struct diag d;
    struct trace t, again;
    struct buf file = {0}, copy = {0};
    arena_init(&a);
    diag_init(&d, &a);
    if (gtrace_is((const char *)data, size)) buf_add(&file, (const char *)data, size);
    else wrap(data, size, &file);
    if (gtrace_read(&t, "fuzz", file.data, file.len, &d)) {
        look(&t, &a);
        gtrace_write(&t, &copy);
        bool ok = gtrace_read(&again, "copy", copy.data, copy.len, &d);
        ASSERT(ok);
        ASSERT(trace_hash(&t) == trace_hash(&again));
        trace_fini(&again);
        trace_fini(&t);
    } else {
        ASSERT(d.set && d.message && d.message[0]);
    }
    buf_fini(&file);
    buf_fini(&copy);
    arena_fini(&a);
    return 0;
}
