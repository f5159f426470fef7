#include <math.h>
#include <stdio.h>
#include <string.h>

#include "paint/render.h"

static cairo_status_t write_bytes(void *to, const unsigned char *bytes, unsigned n) {
    return fwrite(bytes, 1, n, to) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

bool render_png(const struct paint *p, rgba background, double scale, const char *path, struct diag *d) {
    int w = (int)ceil((double)p->width * scale), h = (int)ceil((double)p->height * scale);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    cairo_t *cr = cairo_create(s);
    struct render_cache cache = {0};
    cairo_scale(cr, scale, scale);
    render_cairo(p, cr, background, &cache);
    FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    cairo_status_t status =
        f ? cairo_surface_write_to_png_stream(s, write_bytes, f) : CAIRO_STATUS_WRITE_ERROR;
    bool ok = status == CAIRO_STATUS_SUCCESS;
    if (f) ok = (f == stdout ? fflush(f) : fclose(f)) == 0 && ok;
    render_cache_fini(&cache);
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    return ok || diag_plain(d, "cannot write the picture %s: %s", path, cairo_status_to_string(status));
}
