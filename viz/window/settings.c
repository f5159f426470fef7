#include "window/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"

static bool folder(struct buf *out) {
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && config[0] == '/') buf_text(out, config);
    else if (home && home[0] == '/') buf_printf(out, "%s/.config", home);
    else return false;
    return true;
}

/* The number at text, held within [min, max]; anything else leaves *out. */
static void number(const char *text, double min, double max, float *out) {
    char *end;
    double n = strtod(text, &end);
    if (end != text && n >= min && n <= max) *out = (float)n;
}

static void take(struct settings *s, const char *key, const char *value) {
    float n = -1;
    if (strcmp(key, "font") == 0) number(value, 0.6, 3, &s->font);
    else if (strcmp(key, "labels") == 0) number(value, 80, 1000, &s->label_w);
    else if (strcmp(key, "side") == 0) number(value, 160, 4000, &s->side_w);
    else if (strcmp(key, "source") == 0) number(value, 0.08, 0.84, &s->source_share);
    else if (strcmp(key, "output") == 0) number(value, 0.08, 0.84, &s->output_share);
    else if (strcmp(key, "theme") == 0) (void)theme_find(value, &s->theme);
    else if (strcmp(key, "panes") == 0) s->side_shown = strcmp(value, "0") != 0;
    else if (strcmp(key, "width") == 0 || strcmp(key, "height") == 0) {
        number(value, 200, 16384, &n);
        if (n > 0) *(key[0] == 'w' ? &s->width : &s->height) = (int)n;
    }
}

void settings_load(struct settings *s) {
    struct buf path = {0};
    char line[200];
    if (folder(&path)) {
        buf_text(&path, "/gilscope/view");
        FILE *f = fopen(path.data, "r");
        while (f && fgets(line, sizeof line, f)) {
            line[strcspn(line, "\r\n")] = '\0';
            char *blank = strchr(line, ' ');
            if (!blank) continue;
            *blank = '\0';
            take(s, line, blank + 1);
        }
        if (f) (void)fclose(f);
    }
    if (s->source_share + s->output_share > 0.92F) s->output_share = 0.92F - s->source_share;
    buf_fini(&path);
}

void settings_save(const struct settings *s) {
    struct buf path = {0};
    if (folder(&path)) {
        (void)mkdir(path.data, 0700);
        buf_text(&path, "/gilscope");
        (void)mkdir(path.data, 0700);
        buf_text(&path, "/view");
        FILE *f = fopen(path.data, "w");
        if (f) {
            fprintf(f, "font %.3f\nlabels %.0f\nside %.0f\nsource %.3f\noutput %.3f\ntheme %s\npanes %d\n",
                    (double)s->font, (double)s->label_w, (double)s->side_w, (double)s->source_share,
                    (double)s->output_share, theme_get(s->theme)->name, s->side_shown);
            if (s->width > 0 && s->height > 0) fprintf(f, "width %d\nheight %d\n", s->width, s->height);
            (void)fclose(f);
        }
    }
    buf_fini(&path);
}
