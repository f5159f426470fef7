/* What commands share: parsing, simulating, writing, the way to gilscope-view. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "export/gtrace.h"

void cli_usage(const struct command *c, FILE *to) {
    struct buf b = {0};
    options_help(c->options, &b);
    if (c->more) {
        buf_printf(&b, "\n%s:\n", c->more_of);
        options_help(c->more, &b);
    }
    fprintf(to, "usage: %s\n%s\n%s%s", c->usage, c->help, b.len ? "\n" : "", b.len ? b.data : "");
    buf_fini(&b);
}

static bool wants_help(const struct invocation *in) {
    for (int i = 0; i < in->argc && strcmp(in->argv[i], "--") != 0; i++)
        if (strcmp(in->argv[i], "--help") == 0 || strcmp(in->argv[i], "-h") == 0) return true;
    return false;
}

bool cli_parse(struct invocation *in, void *target, struct options *out, int *code) {
    if (wants_help(in)) {
        cli_usage(in->command, stdout);
        *code = EXIT_ok;
        return false;
    }
    struct diag d;
    diag_init(&d, in->arena);
    *code = EXIT_usage;
    bool ok = options_parse(in->arena, in->command->options, in->argc, in->argv, target, out, &d);
    if (ok && out->file_count != 1)
        diag_plain(&d,
                   out->file_count ? "one FILE only: '%s' is too much (arguments of the program follow --)"
                                   : "%sFILE is missing",
                   out->file_count ? out->files[1] : "");
    if (!d.set) return true;
    fprintf(stderr, "gilscope %s: ", in->command->name);
    diag_print(&d, stderr);
    fprintf(stderr, "usage: %s\n", in->command->usage);
    return false;
}

static bool is_trace_file(const char *path) {
    size_t n = strlen(path);
    return n > 7 && strcmp(path + n - 7, ".gtrace") == 0;
}

int cli_simulate(struct invocation *in, const struct options *o, const struct run_watcher *w, struct trace *t,
                 struct outcome *out) {
    struct diag d;
    diag_init(&d, in->arena);
    *out = (struct outcome){.from_file = is_trace_file(o->files[0])};
    if (out->from_file) {
        if (o->override_count)
            diag_plain(&d, "%s: a trace has happened already: %s cannot change it", o->files[0],
                       o->overrides[0].shown);
        else trace_load(t, o->files[0], &d);
    } else if (scenario_load(in->arena, o->files[0], o->overrides, o->override_count, o->argc, o->argv,
                             &out->scenario, &d)) {
        trace_init(t);
        if (!scenario_run(&out->scenario, t, w, &out->result, &d)) trace_fini(t);
    }
    if (!d.set) return EXIT_ok;
    fflush(stdout);
    diag_print(&d, stderr);
    return EXIT_user;
}

int cli_verdict(const struct trace *t, const struct outcome *o, bool check_laws) {
    char when[NS_TEXT_MAX];
    const char *text = intern_text(&t->strings, t->end_text);
    const char *kind = t->end == END_deadlock    ? "deadlock"
                       : t->end == END_limit     ? "limit"
                       : t->end == END_cancelled ? "cancelled"
                                                 : NULL;
    if (kind)
        fprintf(stderr, "gilscope: %s at %s%s%s\n", kind, ns_text(t->end_ns, when), *text ? ": " : "", text);
    struct buf why = {0};
    bool lawful = !check_laws || laws_hold(t, &o->result.laws, &why);
    if (!lawful)
        fprintf(stderr, "gilscope: a law of the simulation is broken (please report this): %s\n",
                why.len ? why.data : "");
    buf_fini(&why);
    if (!lawful) return EXIT_law;
    return o->result.failed ? EXIT_program : EXIT_ok;
}

bool cli_flush(void) {
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return true;
    fprintf(stderr, "gilscope: cannot write to stdout: %s\n", strerror(errno ? errno : EPIPE));
    clearerr(stdout);
    return false;
}

bool cli_write(const char *path, const char *bytes, size_t n) {
    if (strcmp(path, "-") == 0) {
        fwrite(bytes, 1, n, stdout);
        return cli_flush();
    }
    errno = 0;
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(bytes, 1, n, f) == n;
    int error = errno;
    if (f && fclose(f) != 0) {
        error = ok ? errno : error;
        ok = false;
    }
    if (!ok) fprintf(stderr, "gilscope: cannot write %s: %s\n", path, strerror(error));
    return ok;
}

int cli_width(void) {
    struct winsize size;
    int width = 100;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) width = size.ws_col;
    const char *locale = getenv("LC_ALL");
    if (!locale || !*locale) locale = getenv("LC_CTYPE");
    if (!locale || !*locale) locale = getenv("LANG");
    bool utf8 = locale && (strstr(locale, "UTF-8") || strstr(locale, "utf8") || strstr(locale, "UTF8"));
    return utf8 ? width : -width;
}

int cli_exec_view(const struct invocation *in, char **args) {
    const char *slash = strrchr(in->program, '/');
    fflush(stdout);
    if (slash)
        execv(arena_printf(in->arena, "%.*s/gilscope-view", (int)(slash - in->program), in->program), args);
    if (!slash || errno == ENOENT) execvp("gilscope-view", args);
    fprintf(stderr, "gilscope: cannot start gilscope-view: %s\n", strerror(errno));
    if (errno == ENOENT)
        fprintf(stderr, "it is built where SDL2, cairo, pango and giflib are found: make deps, then make\n");
    return EXIT_user;
}
