/* gilscope-view: the window, screenshots, and the picture formats of `gilscope export`.
 *
 *     gilscope-view [options] FILE [-- ARG...]
 *     gilscope-view export [options] -o PATH FILE [-- ARG...] */
#include <stdlib.h>
#include <string.h>

#include "paint/action.h"
#include "paint/picture.h"
#include "window/window.h"

enum { EXIT_ok = 0, EXIT_user = 1, EXIT_usage = 2 };

struct target {
    const char *format, *output, *from, *to, *at, *size, *width, *height, *scale, *font, *theme, *lanes,
        *title, *seconds, *fps, *screenshot;
    const char *dump, *compare, *acts;
    bool help, notes, arrows, dump_state;
};

#define OWN(field) offsetof(struct target, field)

#define VIEWER_OPTION(name, arg, field, help) {name, 0, arg, NULL, NULL, OWN(field), help},

static const struct option view_table[] = {
#define VIEW_OPTION VIEWER_OPTION
#include "scenario/viewer_options.def"
    {"help", 'h', NULL, NULL, NULL, OWN(help), "this text"},
    WORLD_OPTIONS,
    {0},
};

static const struct option export_table[] = {
    {"format", 'f', "FMT", NULL, NULL, OWN(format), "svg pdf png gif; default: the extension of PATH"},
    {"output", 'o', "PATH|-", NULL, NULL, OWN(output), "where to (default: stdout)"},
    {"from", 0, "D", NULL, NULL, OWN(from), "virtual time to begin at"},
    {"to", 0, "D", NULL, NULL, OWN(to), "virtual time to end at"},
#define PICTURE_OPTION VIEWER_OPTION
#include "scenario/viewer_options.def"
    {"help", 'h', NULL, NULL, NULL, OWN(help), "this text"},
    WORLD_OPTIONS,
    {0},
};

static int usage(bool export, FILE *to) {
    struct buf b = {0};
    options_help(export ? export_table : view_table, &b);
    fprintf(to, "usage: gilscope %s [options] FILE [-- ARG...]\n\n%s",
            export ? "export --format FMT" : "view", b.data);
    buf_fini(&b);
    return to == stdout ? EXIT_ok : EXIT_usage;
}

static bool time_of(const char *name, const char *text, sim_ns *out) {
    const char *why;
    if (!text || ns_parse(text, strlen(text), out, &why)) return true;
    fprintf(stderr, "gilscope-view: --%s: '%s': %s\n", name, text, why);
    return false;
}

static bool number_of(const char *name, const char *text, double min, double max, double *out) {
    char *end;
    if (!text) return true;
    double v = strtod(text, &end);
    if (*text && !*end && v >= min && v <= max) {
        *out = v;
        return true;
    }
    fprintf(stderr, "gilscope-view: --%s: '%s' is not a number from %g to %g\n", name, text, min, max);
    return false;
}

static bool size_of(const char *text, int *w, int *h) {
    char *end;
    if (!text) return true;
    long a = strtol(text, &end, 10), b = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
    if (!*end && a >= 64 && a <= 16384 && b >= 64 && b <= 16384) {
        *w = (int)a;
        *h = (int)b;
        return true;
    }
    fprintf(stderr, "gilscope-view: --size: '%s' is not WxH, each from 64 to 16384\n", text);
    return false;
}

static bool theme_of(const char *text, enum theme_name *out) {
    if (!text || theme_find(text, out)) return true;
    fprintf(stderr, "gilscope-view: --theme: unknown theme '%s'\naccepted: light dark print\n", text);
    return false;
}

static int open_run(struct loaded *l, const struct options *o) {
    struct buf why = {0};
    if (o->file_count != 1) {
        fprintf(stderr, "gilscope-view: %s\n",
                o->file_count ? "one FILE only (arguments of the program follow --)" : "FILE is missing");
        return EXIT_usage;
    }
    bool ok = loader_open(l, o->files[0], o, NULL, 0, NULL, &why);
    if (!ok) fprintf(stderr, "%s\n", why.data ? why.data : "");
    buf_fini(&why);
    return ok ? EXIT_ok : EXIT_user;
}

static int told(const struct diag *d) {
    diag_print(d, stderr);
    return EXIT_user;
}

static int picture(const struct target *t, const struct options *o, struct arena *a) {
    const char *path = t->output ? t->output : "-", *dot = strrchr(path, '.');
    const char *format = t->format ? t->format : dot ? dot + 1 : "";
    if (!picture_known(format)) {
        fprintf(stderr, "gilscope-view: unknown picture format '%s'\naccepted: svg pdf png gif\n", format);
        return EXIT_usage;
    }
    struct loaded l;
    double width = 1280, height = 0, scale = 1, font = 0, seconds = 8, fps = 12;
    sim_ns from = 0, to = NS_NEVER, at = NS_NEVER;
    enum theme_name theme = THEME_light;
    if (!number_of("width", t->width, 200, 16384, &width) ||
        !number_of("height", t->height, 80, 16384, &height) ||
        !number_of("scale", t->scale, 0.25, 8, &scale) || !number_of("font", t->font, 0.5, 4, &font) ||
        !number_of("seconds", t->seconds, 1, 120, &seconds) || !number_of("fps", t->fps, 1, 50, &fps) ||
        !time_of("from", t->from, &from) || !time_of("to", t->to, &to) || !time_of("at", t->at, &at) ||
        !theme_of(t->theme, &theme))
        return EXIT_usage;
    int code = open_run(&l, o);
    if (code != EXIT_ok) return code;
    struct picture p = picture_defaults(&l.run);
    p.format = format;
    p.from = from;
    p.to = to == NS_NEVER ? l.run.tracks.end_ns : to;
    p.at = at;
    p.width = (float)width;
    p.height = (float)height;
    p.scale = scale;
    p.font = (float)font;
    p.theme = theme;
    p.lanes = t->lanes;
    p.title = t->title;
    p.seconds = (int)seconds;
    p.fps = (int)fps;
    p.notes_pages = t->notes;
    p.arrows = t->arrows;
    p.notes = l.notes;
    p.note_count = l.note_count;
    struct diag d;
    diag_init(&d, a);
    bool ok =
        p.to > p.from ? picture_write(&l.run, &p, path, &d) : diag_plain(&d, "--from is not before --to");
    loader_close(&l);
    return ok ? EXIT_ok : told(&d);
}

static bool act_all(struct view *v, const char *acts) {
    while (acts && *acts) {
        size_t n = strcspn(acts, ","), i = 1;
        while (i < ACT_COUNT && (strlen(action_rows[i].name) != n || memcmp(action_rows[i].name, acts, n) != 0)) i++;
        if (i == ACT_COUNT || !view_act(v, (enum action)i)) {
            fprintf(stderr, "gilscope-view: --do: '%.*s' is not among the view's actions\naccepted:", (int)n, acts);
            for (i = 1; i < ACT_COUNT; i++) fprintf(stderr, " %s", action_rows[i].name);
            fputc('\n', stderr);
            return false;
        }
        acts += n + (acts[n] == ',');
    }
    return true;
}

static int still(const struct target *t, struct loaded *l, struct loaded *other, const struct window_options *w,
                 double scale, double font, sim_ns from, sim_ns to, struct arena *a) {
    struct view v;
    struct diag d;
    diag_init(&d, a);
    view_init(&v, &l->run, (float)(w->width ? w->width : 1280), (float)(w->height ? w->height : 720));
    v.theme = w->theme;
    v.font = (float)font;
    v.notes = l->notes;
    v.note_count = l->note_count;
    view_layout(&v);
    rows_fold_to_fit(&v);
    v.at = ns_min(w->at == NS_NEVER ? 0 : w->at, l->run.tracks.end_ns);
    if (to != NS_NEVER || from) view_show(&v, from, to == NS_NEVER ? l->run.tracks.end_ns : to);
    view_layout(&v);
    if (other) {
        view_compare(&v, &other->run);
        if (to == NS_NEVER && !from) view_fit(&v);
    }
    if (!act_all(&v, t->acts)) {
        view_fini(&v);
        return EXIT_usage;
    }
    bool ok = !t->screenshot || screenshot_write(&v, scale, t->screenshot, &d);
    if (t->dump_state) {
        struct buf b = {0};
        view_dump(&v, &b);
        fputs(b.data, stdout);
        buf_fini(&b);
    }
    view_fini(&v);
    return ok ? EXIT_ok : told(&d);
}

/* The run to compare with: in the default world, or as its scenario says. */
static int open_other(struct loaded *l, const char *path) {
    struct options none = {.files = &path, .file_count = 1};
    return open_run(l, &none);
}

static int show(const struct target *t, const struct options *o, struct arena *a) {
    struct window_options w = {.options = o, .at = NS_NEVER, .theme = THEME_light, .dump = t->dump};
    double scale = 1, font = 1;
    sim_ns from = 0, to = NS_NEVER;
    struct loaded l;
    if (!time_of("at", t->at, &w.at) || !time_of("from", t->from, &from) || !time_of("to", t->to, &to) ||
        !size_of(t->size, &w.width, &w.height) || !number_of("scale", t->scale, 0.25, 8, &scale) ||
        !number_of("font", t->font, 0.5, 4, &font) || !theme_of(t->theme, &w.theme))
        return EXIT_usage;
    int code = open_run(&l, o);
    if (code != EXIT_ok) return code;
    struct loaded other, *below = t->compare ? &other : NULL;
    if (below && (code = open_other(&other, t->compare)) != EXIT_ok) {
        loader_close(&l);
        return code;
    }
    w.path = o->files[0];
    w.theme_given = t->theme != NULL;
    w.font = t->font ? (float)font : 0;
    if (!t->screenshot && !t->dump_state) return window_run(&l, below, &w);
    code = still(t, &l, below, &w, scale, font, from, to, a);
    if (below) loader_close(below);
    loader_close(&l);
    return code;
}

int main(int argc, char **argv) {
    struct arena a;
    struct diag d;
    struct target t = {0};
    struct options o;
    arena_init(&a);
    diag_init(&d, &a);
    bool export = argc > 1 && strcmp(argv[1], "export") == 0;
    int code;
    if (!options_parse(&a, export ? export_table : view_table, argc - 1 - export, argv + 1 + export, &t, &o,
                       &d)) {
        fprintf(stderr, "gilscope-view: ");
        diag_print(&d, stderr);
        code = EXIT_usage;
    } else if (t.help) {
        code = usage(export, stdout);
    } else {
        code = export ? picture(&t, &o, &a) : show(&t, &o, &a);
    }
    arena_fini(&a);
    return code;
}
