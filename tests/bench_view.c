/* What the viewer costs on a long run, each number beside what it must stay under: opening (reading a trace file
 * included), memory beside the trace, frames at 1920x1080 drawn in software. Not a test: tests/bench_view.sh runs
 * it. Times are of the processor, so that other work on the machine does not count.
 * usage: bench_view SCENARIO...   Each is simulated in this process, then looked at as the window does. */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "export/gtrace.h"
#include "paint/draw.h"
#include "paint/render.h"
#include "scenario/run.h"

#define FRAMES 41

/* What must hold. */
#define OPEN_MS      1000
#define FRAME_MS     16
#define MEMORY_BYTES 40

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Memory that is really there. */
static double resident(void) {
    long pages = 0, all = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%ld %ld", &all, &pages) != 2) pages = 0;
    if (f) fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static void row(const char *what, double is, double limit, const char *unit) {
    printf("  %-34s %8.1f %-15s under %6.0f   %s\n", what, is, unit, limit, is < limit ? "holds" : "DOES NOT HOLD");
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

/* Frames at a zoom, each a little further on, with the playhead moving: nothing can be kept from the last one. The
 * fonts are there (they come with the window), nothing else is. */
static void frames(struct run *r, const char *what, sim_ns part) {
    struct view v;
    struct paint p;
    struct render_cache cache = {0};
    double ms[FRAMES];
    char name[64];
    view_init(&v, r, 1920, 1080);
    paint_init(&p, 1920, 1080);
    render_warm(&cache);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1920, 1080);
    cairo_t *cr = cairo_create(s);
    sim_ns end = r->tracks.end_ns, span = end / part;
    for (int i = 0; i < FRAMES; i++) {
        v.at = end / 3 + span / 100 * i;
        if (part > 1) view_show(&v, v.at - span / 2, v.at - span / 2 + span);
        double t0 = now_ms();
        view_draw(&v, &p);
        render_cairo(&p, cr, theme_get(v.theme)->background, &cache);
        cairo_surface_flush(s);
        ms[i] = now_ms() - t0;
    }
    double first = ms[0];
    qsort(ms, FRAMES, sizeof *ms, order);
    (void)snprintf(name, sizeof name, "%s: the first frame", what);
    row(name, first, FRAME_MS, "ms");
    (void)snprintf(name, sizeof name, "%s: a frame (median)", what);
    row(name, ms[FRAMES / 2], FRAME_MS, "ms");
    (void)snprintf(name, sizeof name, "%s: 9 of 10 frames", what);
    row(name, ms[FRAMES * 9 / 10], FRAME_MS, "ms");
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    render_cache_fini(&cache);
    paint_fini(&p);
    view_fini(&v);
}

/* From a trace file's bytes to what can be drawn: with nothing else in memory, as in a viewer just started. */
static double from_file(struct run *r, const char *title) {
    struct buf b = {0};
    struct trace t;
    struct arena a;
    struct diag d;
    double ms = -1;
    arena_init(&a);
    diag_init(&d, &a);
    gtrace_write(&r->trace, &b);
    run_close(r);
    malloc_trim(0);
    double t0 = now_ms();
    if (gtrace_read(&t, "trace", b.data, b.len, &d)) {
        run_open(r, &t, title);
        ms = now_ms() - t0;
    } else {
        diag_print(&d, stderr);
    }
    buf_fini(&b);
    arena_fini(&a);
    return ms;
}

static bool measure(const char *path) {
    struct arena a;
    struct trace t;
    struct run r;
    arena_init(&a);
    double t0 = now_ms();
    bool ok = simulate(path, &a, &t);
    double t1 = now_ms();
    arena_fini(&a);
    if (!ok) return false;
    malloc_trim(0);
    double before = resident();
    size_t records = t.count, units = t.unit_count;
    const char *slash = strrchr(path, '/');
    printf("%s: %.2f M records, %zu units, simulated in %.1f s\n", slash ? slash + 1 : path, (double)records / 1e6,
           units, (t1 - t0) / 1e3);
    double t2 = now_ms();
    run_open(&r, &t, path);
    row("opens", now_ms() - t2, OPEN_MS, "ms");
    row("memory beside the trace", (resident() - before) / (double)(records ? records : 1), MEMORY_BYTES,
        "bytes a record");
    double file = from_file(&r, path);
    if (file < 0) return false;
    row("opens from .gtrace, reading too", file, OPEN_MS, "ms");
    frames(&r, "the whole", 1);
    frames(&r, "1/100", 100);
    frames(&r, "1/10,000", 10000);
    run_close(&r);
    return true;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (!measure(argv[i])) return 1;
    return 0;
}
