/* Pictures of a run in a file: svg, pdf, png (the timeline, as high as its rows) and gif (the whole viewer,
 * animated). Also the screenshot of the viewer as it would stand on a screen. No window system is needed. */
#ifndef GILSCOPE_PAINT_PICTURE_H
#define GILSCOPE_PAINT_PICTURE_H

#include "base/diag.h"
#include "paint/view.h"

struct picture {
    const char *format;  /* svg pdf png gif */
    sim_ns from, to, at; /* at: the playhead, NS_NEVER = none (gif: where it starts) */
    float width, height; /* logical px; height 0: as high as the rows need */
    double scale;        /* png, gif: device px a logical px */
    float font;          /* 0: 1, and more where the picture is wide */
    enum theme_name theme;
    const char *lanes; /* "CPU 0,main": only these, NULL = all */
    const char *title; /* above the picture, and of the document; NULL: no heading */
    int seconds, fps;  /* gif: length and frames a second */
    bool notes_pages;  /* pdf: one page a note */
    bool arrows;
    const struct note *notes;
    size_t note_count;
    const struct view *like; /* what is hidden, folded and moved there is so in the picture; NULL: nothing */
};

/* Sensible values for everything. */
struct picture picture_defaults(const struct run *r);
bool picture_known(const char *format);
/* path "-": stdout. */
bool picture_write(struct run *r, const struct picture *o, const char *path, struct diag *d);
/* The viewer itself as PNG. */
bool screenshot_write(struct view *v, double scale, const char *path, struct diag *d);

#endif
