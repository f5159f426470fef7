/* Rectangles straight into the memory of an image: a frame has ten thousands of them, and cairo's way from path to
 * pixels costs a microsecond each. Same result as cairo's (test_paint holds one against the other): edges between
 * pixels are covered by share. Only for image surfaces of 32 bits under a matrix that scales and moves; other
 * targets (PDF, recording) go through cairo. */
#ifndef GILSCOPE_PAINT_PIXELS_H
#define GILSCOPE_PAINT_PIXELS_H

#include <cairo.h>

#include "paint/paint.h"

#define CLIP_DEPTH 8

struct area { /* device pixels */
    double x0, y0, x1, y1;
};

struct pixels {
    cairo_surface_t *surface;
    unsigned char *data;
    int stride;
    double scale_x, scale_y, move_x, move_y;
    struct area clips[CLIP_DEPTH]; /* clips[depth]: what may be drawn on */
    int depth;
    bool held; /* pixels were written that cairo does not know of */
};

/* False: this target is not for us. */
bool pixels_open(struct pixels *x, cairo_t *cr);
void pixels_clip(struct pixels *x, const struct paint_cmd *c);
void pixels_unclip(struct pixels *x);
/* A rectangle in the list's coordinates, of one colour, or of a tile that repeats from the origin. */
void pixels_fill(struct pixels *x, float left, float top, float w, float h, rgba color);
void pixels_tile(struct pixels *x, const struct paint_cmd *c, cairo_surface_t *tile);
/* Before cairo draws again. */
void pixels_release(struct pixels *x);

#endif
