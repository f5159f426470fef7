/* gilscope run: the program's own output, then the report. */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "export/gtrace.h"
#include "trace/stats.h"

struct run_target {
    const char *report, *json, *trace;
    bool quiet;
};

/* clang-format off: one row a line */
const struct option run_options[] = {
    WORLD_OPTIONS,
    {"report", 0, "text|none", NULL, NULL, offsetof(struct run_target, report), "report on stderr (text)"},
    {"json", 0, "PATH|-", NULL, NULL, offsetof(struct run_target, json), "the numbers of the report as JSON"},
    {"trace", 0, "PATH.gtrace", NULL, NULL, offsetof(struct run_target, trace),
     "keep the trace, for view, export and check"},
    {"quiet", 'q', NULL, NULL, NULL, offsetof(struct run_target, quiet), "no report, no progress"},
    {0},
};
/* clang-format on */

/* Passes on what the simulated processes write, while the run goes on, and shows progress on a terminal. */
struct watch {
    size_t next;   /* first record not looked at */
    bool lost;     /* stdout is closed */
    bool progress; /* show it */
    bool shown;
    bool interrupted; /* by the user */
    int64_t started_ms, last_ms;
};

/* ^C and a polite kill end the run, not the report: they stay blocked and are looked for. */
static sigset_t polite_signals(void) {
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGINT);
    sigaddset(&s, SIGTERM);
    return s;
}

static bool signal_came(void) {
    sigset_t s = polite_signals();
    struct timespec none = {0};
    return sigtimedwait(&s, NULL, &none) > 0;
}

static int64_t wall_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void hide_progress(struct watch *w) {
    if (w->shown) fprintf(stderr, "\r\033[K");
    w->shown = false;
}

static void pass_output(struct watch *w, const struct trace *t) {
    for (; w->next < t->count; w->next++) {
        const struct record *r = trace_at(t, w->next);
        if (r->event != EV_output || w->lost) continue;
        hide_progress(w);
        FILE *to = output_stream(r) == 2 ? stderr : stdout;
        if (to == stderr && !cli_flush()) w->lost = true;
        fwrite(t->output.data + r->b, 1, output_len(r), to);
    }
}

static bool watch_progress(void *arg, const struct trace *t) {
    struct watch *w = arg;
    size_t before = w->next;
    pass_output(w, t);
    int64_t now = wall_ms();
    if (w->next != before && now - w->last_ms > 30 && !w->lost && !cli_flush()) w->lost = true;
    if (w->progress && now - w->started_ms > 1000 && now - w->last_ms > 200) {
        w->last_ms = now;
        w->shown = true;
        sim_ns at = t->count ? trace_at(t, t->count - 1)->time_ns : 0;
        fprintf(stderr, "\r\033[K%.3f s virtual, %zu records, %.1f s", (double)at / 1e9, t->count,
                (double)(now - w->started_ms) / 1000);
        fflush(stderr);
    }
    if (!w->interrupted) w->interrupted = signal_came();
    return w->lost || w->interrupted;
}

static int report(const struct run_target *o, struct invocation *in, const struct trace *t) {
    bool text = !o->quiet && (!o->report || strcmp(o->report, "none") != 0);
    if (!text && !o->json) return EXIT_ok;
    struct tracks ts;
    struct stats s;
    struct buf b = {0};
    int code = EXIT_ok;
    tracks_build(&ts, t);
    stats_compute(in->arena, &ts, &s);
    if (text) {
        stats_report(&s, &ts, cli_width(), &b);
        stats_timeline(&ts, cli_width(), &b);
        fwrite(b.data ? b.data : "", 1, b.len, stderr);
        buf_clear(&b);
    }
    if (o->json) {
        stats_json(&s, &ts, &b);
        if (!cli_write(o->json, b.data ? b.data : "", b.len)) code = EXIT_user;
    }
    buf_fini(&b);
    tracks_fini(&ts);
    return code;
}

int command_run(struct invocation *in) {
    struct run_target target = {0};
    struct options o;
    int code;
    if (!cli_parse(in, &target, &o, &code)) return code;
    if (target.report && strcmp(target.report, "text") != 0 && strcmp(target.report, "none") != 0) {
        fprintf(stderr, "gilscope run: --report: unknown report '%s'\naccepted: text none\n", target.report);
        return EXIT_usage;
    }
    struct watch w = {.progress = !target.quiet && isatty(STDERR_FILENO), .started_ms = wall_ms()};
    struct run_watcher watcher = {.progress = watch_progress, .arg = &w};
    struct trace t;
    struct outcome out;
    sigset_t polite = polite_signals(), before;
    sigprocmask(SIG_BLOCK, &polite, &before);
    code = cli_simulate(in, &o, &watcher, &t, &out);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (code != EXIT_ok) {
        hide_progress(&w);
        return code;
    }
    pass_output(&w, &t);
    hide_progress(&w);
    if (!w.lost && !cli_flush()) w.lost = true;
    if (w.lost) {
        code = EXIT_user;
    } else {
        struct diag d;
        diag_init(&d, in->arena);
        code = cli_verdict(&t, &out, t.count < 1000000);
        int told = report(&target, in, &t);
        if (code == EXIT_ok) code = w.interrupted ? EXIT_user : told;
        if (target.trace && !trace_save(&t, target.trace, &d)) {
            diag_print(&d, stderr);
            if (code == EXIT_ok) code = EXIT_user;
        }
    }
    trace_fini(&t);
    return code;
}
