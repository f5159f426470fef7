#include <cairo-pdf.h>
#include <string.h>

#include "base/arena.h"
#include "paint/render.h"

struct pdf {
    cairo_surface_t *surface;
    cairo_t *cr;
    struct render_cache cache;
};

static cairo_status_t write_bytes(void *to, const unsigned char *bytes, unsigned n) {
    buf_add(to, bytes, n);
    return CAIRO_STATUS_SUCCESS;
}

/* 96 pixels of the screen are an inch of 72 points. */
#define POINTS 0.75

struct pdf *pdf_open(struct buf *out, const char *title) {
    struct pdf *f = mem_alloc(sizeof *f);
    f->surface = cairo_pdf_surface_create_for_stream(write_bytes, out, 100, 100);
    /* without a fixed date two PDFs of one trace would differ */
    cairo_pdf_surface_set_metadata(f->surface, CAIRO_PDF_METADATA_CREATE_DATE, "2020-01-01T00:00:00Z");
    cairo_pdf_surface_set_metadata(f->surface, CAIRO_PDF_METADATA_CREATOR, "gilscope");
    cairo_pdf_surface_set_metadata(f->surface, CAIRO_PDF_METADATA_TITLE, title);
    f->cr = cairo_create(f->surface);
    return f;
}

void pdf_page(struct pdf *f, const struct paint *p, rgba background, double zoom) {
    cairo_pdf_surface_set_size(f->surface, (double)p->width * POINTS * zoom,
                               (double)p->height * POINTS * zoom);
    cairo_save(f->cr);
    cairo_scale(f->cr, POINTS * zoom, POINTS * zoom);
    render_cairo(p, f->cr, background, &f->cache);
    cairo_restore(f->cr);
    cairo_show_page(f->cr);
}

bool pdf_close(struct pdf *f, struct diag *d) {
    cairo_surface_finish(f->surface);
    cairo_status_t status = cairo_surface_status(f->surface);
    cairo_destroy(f->cr);
    render_cache_fini(&f->cache);
    cairo_surface_destroy(f->surface);
    mem_free(f);
    return status == CAIRO_STATUS_SUCCESS ||
           diag_plain(d, "cannot make the PDF: %s", cairo_status_to_string(status));
}
