/* Animated GIF through giflib. Pictures here have few colours but smooth text edges: the palette is made of
 * the commonest colours of the frames shown to gif_learn and of the first one; other colours go to the nearest. */
#include <gif_lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "paint/render.h"

#define COLORS 256
#define CLEAR  255 /* the index that lets the frame before show through: what did not change costs nothing */
#define CUBE   32768 /* 5 bits a channel */

struct shade {
    uint32_t count, rgb;
};

struct gif {
    GifFileType *file;
    cairo_surface_t *surface;
    cairo_t *cr;
    struct render_cache cache;
    int width, height;
    bool open;
    struct shade *shades; /* how often each colour was seen, by 15-bit colour */
    GifColorType palette[COLORS];
    int16_t *nearest;          /* by 15-bit colour; -1 = not looked up */
    unsigned char *now, *last; /* palette indices of this frame and the one before */
};

static int write_bytes(GifFileType *f, const GifByteType *bytes, int n) {
    buf_add(f->UserData, bytes, (size_t)n);
    return n;
}

struct gif *gif_open(struct buf *out, int width, int height, struct diag *d) {
    int error = 0;
    GifFileType *file = EGifOpen(out, write_bytes, &error);
    if (!file) {
        diag_plain(d, "cannot make the GIF: %s", GifErrorString(error));
        return NULL;
    }
    struct gif *g = mem_alloc(sizeof *g);
    g->file = file;
    g->width = width;
    g->height = height;
    g->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    g->cr = cairo_create(g->surface);
    g->shades = mem_alloc(CUBE * sizeof *g->shades);
    g->nearest = mem_alloc(CUBE * sizeof *g->nearest);
    g->now = mem_alloc((size_t)width * (size_t)height);
    g->last = mem_alloc((size_t)width * (size_t)height);
    memset(g->nearest, 0xFF, CUBE * sizeof *g->nearest);
    return g;
}

static int shade_order(const void *a, const void *b) {
    const struct shade *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return (x->rgb > y->rgb) - (x->rgb < y->rgb);
}

static uint32_t cube_index(uint32_t rgb) {
    return (rgb >> 9 & 0x7C00) | (rgb >> 6 & 0x3E0) | (rgb >> 3 & 0x1F);
}

static uint32_t pixel(const struct gif *g, int x, int y) {
    const unsigned char *row = cairo_image_surface_get_data(g->surface) +
                               (size_t)y * (size_t)cairo_image_surface_get_stride(g->surface);
    uint32_t v;
    memcpy(&v, row + 4 * (size_t)x, 4);
    return v & 0xFFFFFF;
}

static void learn(struct gif *g) {
    for (int y = 0; y < g->height; y++)
        for (int x = 0; x < g->width; x++) {
            uint32_t rgb = pixel(g, x, y);
            struct shade *s = &g->shades[cube_index(rgb)];
            if (s->count++ == 0) s->rgb = rgb;
        }
}

static void palette_make(struct gif *g) {
    qsort(g->shades, CUBE, sizeof *g->shades, shade_order);
    for (int i = 0; i < COLORS; i++)
        g->palette[i] = (GifColorType){(GifByteType)(g->shades[i].rgb >> 16),
                                       (GifByteType)(g->shades[i].rgb >> 8), (GifByteType)g->shades[i].rgb};
}

static void draw(struct gif *g, const struct paint *p, rgba background, double scale) {
    cairo_save(g->cr);
    cairo_scale(g->cr, scale, scale);
    render_cairo(p, g->cr, background, &g->cache);
    cairo_restore(g->cr);
    cairo_surface_flush(g->surface);
}

void gif_learn(struct gif *g, const struct paint *p, rgba background, double scale) {
    draw(g, p, background, scale);
    learn(g);
}

static unsigned char palette_find(struct gif *g, uint32_t rgb) {
    int16_t *slot = &g->nearest[cube_index(rgb)];
    if (*slot >= 0) return (unsigned char)*slot;
    int best = 0, best_far = INT32_MAX;
    for (int i = 0; i < CLEAR; i++) {
        int r = (int)(rgb >> 16 & 0xFF) - g->palette[i].Red,
            gr = (int)(rgb >> 8 & 0xFF) - g->palette[i].Green, b = (int)(rgb & 0xFF) - g->palette[i].Blue;
        int far = 3 * r * r + 6 * gr * gr + b * b;
        if (far < best_far) {
            best_far = far;
            best = i;
        }
    }
    *slot = (int16_t)best;
    return (unsigned char)best;
}

static bool screen_open(struct gif *g) {
    palette_make(g);
    ColorMapObject *map = GifMakeMapObject(COLORS, g->palette);
    EGifSetGifVersion(g->file, true);
    bool ok = map && EGifPutScreenDesc(g->file, g->width, g->height, 8, 0, map) == GIF_OK;
    static const unsigned char forever[] = {1, 0, 0};
    ok = ok && EGifPutExtensionLeader(g->file, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
         EGifPutExtensionBlock(g->file, 11, "NETSCAPE2.0") == GIF_OK &&
         EGifPutExtensionBlock(g->file, sizeof forever, forever) == GIF_OK &&
         EGifPutExtensionTrailer(g->file) == GIF_OK;
    GifFreeMapObject(map);
    g->open = true;
    return ok;
}

static void frame_indices(struct gif *g) {
    for (int y = 0; y < g->height; y++)
        for (int x = 0; x < g->width; x++)
            g->now[(size_t)y * (size_t)g->width + (size_t)x] = palette_find(g, pixel(g, x, y));
}

struct box {
    int x, y, w, h;
};

/* The smallest box around what differs from the frame before; never empty. */
static struct box frame_changes(const struct gif *g) {
    int x0 = g->width, y0 = g->height, x1 = -1, y1 = -1;
    for (int y = 0; y < g->height; y++)
        for (int x = 0; x < g->width; x++) {
            size_t i = (size_t)y * (size_t)g->width + (size_t)x;
            if (g->now[i] == g->last[i]) continue;
            x0 = x < x0 ? x : x0;
            x1 = x > x1 ? x : x1;
            y0 = y < y0 ? y : y0;
            y1 = y;
        }
    return x1 < 0 ? (struct box){0, 0, 1, 1} : (struct box){x0, y0, x1 - x0 + 1, y1 - y0 + 1};
}

bool gif_frame(struct gif *g, const struct paint *p, rgba background, double scale, int hundredths,
               struct diag *d) {
    draw(g, p, background, scale);
    if (!g->open) learn(g);
    bool first = !g->open, ok = g->open || screen_open(g);
    if (ok) frame_indices(g);
    struct box b = first ? (struct box){0, 0, g->width, g->height} : frame_changes(g);
    GraphicsControlBlock control = {.DisposalMode = DISPOSE_DO_NOT,
                                    .DelayTime = hundredths,
                                    .TransparentColor = first ? NO_TRANSPARENT_COLOR : CLEAR};
    GifByteType bytes[4];
    size_t n = EGifGCBToExtension(&control, bytes);
    ok = ok && EGifPutExtension(g->file, GRAPHICS_EXT_FUNC_CODE, (int)n, bytes) == GIF_OK &&
         EGifPutImageDesc(g->file, b.x, b.y, b.w, b.h, false, NULL) == GIF_OK;
    for (int y = b.y; ok && y < b.y + b.h; y++) {
        unsigned char *now = g->now + (size_t)y * (size_t)g->width + b.x, *last = g->last + (now - g->now);
        for (int x = 0; x < b.w;
             x++) /* what shows through is left in last, which becomes the picture so far */
            if (first || now[x] != last[x]) last[x] = now[x];
            else now[x] = CLEAR;
        ok = EGifPutLine(g->file, now, b.w) == GIF_OK;
    }
    return ok || diag_plain(d, "cannot make the GIF: %s", GifErrorString(g->file->Error));
}

bool gif_close(struct gif *g, struct diag *d) {
    int error = 0;
    bool ok = EGifCloseFile(g->file, &error) == GIF_OK;
    render_cache_fini(&g->cache);
    cairo_destroy(g->cr);
    cairo_surface_destroy(g->surface);
    mem_free(g->shades);
    mem_free(g->nearest);
    mem_free(g->now);
    mem_free(g->last);
    mem_free(g);
    return ok || diag_plain(d, "cannot make the GIF: %s", GifErrorString(error));
}
