/* Paint lists on cairo: an image, a window's memory, a page. Fonts are named ("DejaVu Sans"), not generic. */
#ifndef GILSCOPE_PAINT_RENDER_H
#define GILSCOPE_PAINT_RENDER_H

#include <cairo.h>

#include "base/diag.h"
#include "paint/paint.h"

/* Layouts and patterns kept between frames. Zeroed = empty. */
struct render_cache {
    void *context; /* PangoContext, PangoFontDescriptions: pango's header stays out of this one */
    void *fonts[3];
    struct render_label *labels;
    size_t label_cap, label_count;
    cairo_pattern_t *patterns[16];
    uint64_t pattern_keys[16];
    size_t pattern_count;
    double scale;   /* that the patterns were made for */
    bool all_cairo; /* tests: rectangles too (see pixels.h) */
};
void render_cache_fini(struct render_cache *c);
/* Loads the fonts, which takes longer than a frame may: once, before the first one. */
void render_warm(struct render_cache *c);

void render_cairo(const struct paint *p, cairo_t *cr, rgba background, struct render_cache *c);
bool render_png(const struct paint *p, rgba background, double scale, const char *path,
                struct diag *d); /* "-" = stdout */

/* PDF, one page a paint list; the same bytes for the same lists. */
struct pdf;
struct pdf *pdf_open(struct buf *out, const char *title);
void pdf_page(struct pdf *f, const struct paint *p, rgba background, double zoom);
bool pdf_close(struct pdf *f, struct diag *d);

/* An animation: frames of one size, added one by one; colours are exact up to 255, then the nearest. */
struct gif;
struct gif *gif_open(struct buf *out, int width, int height, struct diag *d);
void gif_learn(struct gif *g, const struct paint *p, rgba background,
               double scale); /* before the first frame */
bool gif_frame(struct gif *g, const struct paint *p, rgba background, double scale, int hundredths,
               struct diag *d);
bool gif_close(struct gif *g, struct diag *d);

#endif
