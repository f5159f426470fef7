#include "paint/pixels.h"

#include <math.h>
#include <string.h>

bool pixels_open(struct pixels *x, cairo_t *cr) {
    cairo_surface_t *s = cairo_get_target(cr);
    cairo_matrix_t m;
    cairo_get_matrix(cr, &m);
    if (cairo_surface_get_type(s) != CAIRO_SURFACE_TYPE_IMAGE || m.xy != 0 || m.yx != 0 || m.xx <= 0 ||
        m.yy <= 0)
        return false;
    if (cairo_image_surface_get_format(s) != CAIRO_FORMAT_RGB24) return false;
    memset(x, 0, sizeof *x);
    x->surface = s;
    x->data = cairo_image_surface_get_data(s);
    x->stride = cairo_image_surface_get_stride(s);
    x->scale_x = m.xx;
    x->scale_y = m.yy;
    x->move_x = m.x0;
    x->move_y = m.y0;
    x->clips[0].x1 = cairo_image_surface_get_width(s);
    x->clips[0].y1 = cairo_image_surface_get_height(s);
    return x->data != NULL;
}

static void hold(struct pixels *x) {
    if (x->held) return;
    cairo_surface_flush(x->surface);
    x->held = true;
}

void pixels_release(struct pixels *x) {
    if (x->held) cairo_surface_mark_dirty(x->surface);
    x->held = false;
}

static struct area area_of(const struct pixels *x, double left, double top, double w, double h) {
    const struct area *c = &x->clips[x->depth];
    return (struct area){
        fmax(left * x->scale_x + x->move_x, c->x0), fmax(top * x->scale_y + x->move_y, c->y0),
        fmin((left + w) * x->scale_x + x->move_x, c->x1), fmin((top + h) * x->scale_y + x->move_y, c->y1)};
}

void pixels_clip(struct pixels *x, const struct paint_cmd *c) {
    struct area a = area_of(x, (double)c->x, (double)c->y, (double)c->w, (double)c->h);
    if (x->depth + 1 < CLIP_DEPTH) x->clips[++x->depth] = a;
}

void pixels_unclip(struct pixels *x) { x->depth -= x->depth > 0; }

/* -- spans: source is one colour or a row of a tile -- */

struct brush {
    uint32_t rgb;
    unsigned alpha;       /* 255: opaque */
    const uint32_t *tile; /* the row of the tile, or NULL */
    size_t tile_w;
};

/* Two channels at once: d + (s - d) * a / 255, rounded. */
static uint32_t blend(uint32_t d, uint32_t s, unsigned a) {
    uint32_t rb = (d & 0xFF00FF) * (255 - a) + (s & 0xFF00FF) * a + 0x800080,
             g = (d >> 8 & 0xFF) * (255 - a) + (s >> 8 & 0xFF) * a + 0x80;
    rb = (rb + (rb >> 8 & 0xFF00FF)) >> 8 & 0xFF00FF;
    return 0xFF000000 | rb | ((g + (g >> 8)) & 0xFF00);
}

static void put(uint32_t *row, size_t i, const struct brush *b, double cover) {
    unsigned a = (unsigned)(cover * b->alpha + 0.5);
    if (a) row[i] = blend(row[i], b->tile ? b->tile[i % b->tile_w] : b->rgb, a);
}

static void put_run(uint32_t *row, size_t from, size_t to, const struct brush *b, double cover) {
    unsigned a = (unsigned)(cover * b->alpha + 0.5);
    if (a < 255) {
        for (size_t i = from; i < to; i++) put(row, i, b, cover);
    } else if (b->tile) {
        size_t k = from % b->tile_w;
        for (size_t i = from; i < to; i++) {
            row[i] = b->tile[k] | 0xFF000000;
            k = k + 1 == b->tile_w ? 0 : k + 1;
        }
    } else {
        uint32_t rgb = b->rgb | 0xFF000000;
        for (size_t i = from; i < to; i++) row[i] = rgb;
    }
}

/* One row of pixels, `cover` of whose height lies within the area. */
static void span(uint32_t *row, const struct area *a, const struct brush *b, double cover) {
    double first = ceil(a->x0), last = floor(a->x1);
    if (first > last) { /* within one pixel */
        put(row, (size_t)last, b, cover * (a->x1 - a->x0));
        return;
    }
    if (a->x0 < first) put(row, (size_t)first - 1, b, cover * (first - a->x0));
    put_run(row, (size_t)first, (size_t)last, b, cover);
    if (a->x1 > last) put(row, (size_t)last, b, cover * (a->x1 - last));
}

/* cairo's coordinates have 8 bits behind the point. */
static double snapped(double v) { return floor(v * 256 + 0.5) / 256; }

static void fill(struct pixels *x, struct area a, struct brush b, const unsigned char *tile, int tile_stride,
                 int tile_h) {
    a = (struct area){snapped(a.x0), snapped(a.y0), snapped(a.x1), snapped(a.y1)};
    if (!(a.x1 > a.x0 && a.y1 > a.y0)) return; /* also where a NaN came in */
    hold(x);
    for (long y = (long)a.y0; (double)y < a.y1; y++) {
        double cover = fmin(a.y1, (double)y + 1) - fmax(a.y0, (double)y);
        void *row = x->data + (size_t)y * (size_t)x->stride;
        const void *from = tile ? tile + (size_t)(y % tile_h) * (size_t)tile_stride : NULL;
        b.tile = from;
        span(row, &a, &b, cover);
    }
}

void pixels_fill(struct pixels *x, float left, float top, float w, float h, rgba color) {
    struct brush b = {.rgb = color >> 8, .alpha = color & 0xFF};
    if (b.alpha) fill(x, area_of(x, (double)left, (double)top, (double)w, (double)h), b, NULL, 0, 1);
}

void pixels_tile(struct pixels *x, const struct paint_cmd *c, cairo_surface_t *tile) {
    struct brush b = {.alpha = 255, .tile_w = (size_t)cairo_image_surface_get_width(tile)};
    fill(x, area_of(x, (double)c->x, (double)c->y, (double)c->w, (double)c->h), b,
         cairo_image_surface_get_data(tile), cairo_image_surface_get_stride(tile),
         cairo_image_surface_get_height(tile));
}
