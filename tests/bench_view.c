/* What the viewer costs on a long run: opening, memory beside the trace, frames at 1920x1080 drawn in software. Not a
 * test: tests/bench_view.sh runs it. Times are of the processor, so that other work on the machine does not count.
 * usage: bench_view SCENARIO...   Each is simulated in this process, then looked at as the window does. */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "export/gtrace.h"
#include "paint/draw.h"
#include "paint/render.h"
#include "scenario/run.h"

#define FRAMES 41

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static size_t malloced(void) {
    struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

static bool simulate(const char *path, struct arena *a, struct trace *t) {
    struct diag d;
    struct scenario s;
    struct run_result result = {0};
    diag_init(&d, a);
    if (scenario_load(a, path, NULL, 0, 0, NULL, &s, &d)) {
        trace_init(t);
        if (scenario_run(&s, t, NULL, &result, &d)) return true;
    }
    diag_print(&d, stderr);
    return false;
}

static int order(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Frames at a zoom, each a little further on, with the playhead moving: nothing can be kept from the last one. */
static void frames(struct run *r, const char *what, sim_ns part) {
    struct view v;
    struct paint p;
    struct render_cache cache = {0};
    double ms[FRAMES], list[FRAMES];
    view_init(&v, r, 1920, 1080);
    paint_init(&p, 1920, 1080);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1920, 1080);
    cairo_t *cr = cairo_create(s);
    sim_ns end = r->tracks.end_ns, span = end / part;
    for (int i = 0; i < FRAMES; i++) {
        v.at = end / 3 + span / 100 * i;
        if (part > 1) view_show(&v, v.at - span / 2, v.at - span / 2 + span);
        double t0 = now_ms();
        view_draw(&v, &p);
        double t1 = now_ms();
        render_cairo(&p, cr, theme_get(v.theme)->background, &cache);
        cairo_surface_flush(s);
        ms[i] = now_ms() - t0;
        list[i] = t1 - t0;
    }
    double first = ms[0];
    size_t count = p.count;
    qsort(ms, FRAMES, sizeof *ms, order);
    qsort(list, FRAMES, sizeof *list, order);
    printf("  %-22s %6.1f ms a frame (list %4.1f), worst %5.1f, the first %5.1f; %zu commands\n", what,
           ms[FRAMES / 2], list[FRAMES / 2], ms[FRAMES - 1], first, count);
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    render_cache_fini(&cache);
    paint_fini(&p);
    view_fini(&v);
}

/* What reading the trace from a file takes, before it is opened. */
static double from_file(const struct trace *t) {
    struct buf b = {0};
    struct trace again;
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    gtrace_write(t, &b);
    double t0 = now_ms();
    bool ok = gtrace_read(&again, "trace", b.data, b.len, &d);
    double t1 = now_ms();
    if (ok) trace_fini(&again);
    else diag_print(&d, stderr);
    buf_fini(&b);
    arena_fini(&a);
    return t1 - t0;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct arena a;
        struct trace t;
        struct run r;
        arena_init(&a);
        double t0 = now_ms();
        if (!simulate(argv[i], &a, &t)) return 1;
        double t1 = now_ms();
        arena_reset(&a);
        malloc_trim(0);
        size_t before = malloced(), records = t.count, units = t.unit_count;
        double t2 = now_ms();
        run_open(&r, &t, argv[i]);
        double t3 = now_ms(), file = from_file(&r.trace);
        const char *slash = strrchr(argv[i], '/');
        printf("%s: %.2f M records, %zu units, simulated in %.1f s\n", slash ? slash + 1 : argv[i],
               (double)records / 1e6, units, (t1 - t0) / 1e3);
        printf("  %-22s %6.0f ms; from a .gtrace %.0f ms\n", "opens in", t3 - t2, file + t3 - t2);
        frames(&r, "the whole", 1);
        frames(&r, "1/100", 100);
        frames(&r, "1/10,000", 10000);
        moments_seek(&r.moments, r.tracks.end_ns); /* what comes on demand is there now */
        printf("  %-22s %6.1f bytes a record\n", "beside the trace",
               (double)(malloced() - before) / (double)(records ? records : 1));
        run_close(&r);
        arena_fini(&a);
    }
    return 0;
}
