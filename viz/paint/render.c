#include "paint/render.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/rng.h"
#include "paint/pixels.h"

static void set_color(cairo_t *cr, rgba c) {
    cairo_set_source_rgba(cr, (double)(c >> 24) / 255.0, (double)(c >> 16 & 0xFF) / 255.0,
                          (double)(c >> 8 & 0xFF) / 255.0, (double)(c & 0xFF) / 255.0);
}

/* -- patterns: drawn as vectors on paper, as cached tiles on screen -- */

static void pattern_strokes(cairo_t *cr, enum paint_pattern pattern) {
    switch (pattern) {
    case PATTERN_hatch:
        cairo_move_to(cr, -1, 1);
        cairo_line_to(cr, 1, -1);
        cairo_move_to(cr, 0, 6);
        cairo_line_to(cr, 6, 0);
        cairo_move_to(cr, 5, 7);
        cairo_line_to(cr, 7, 5);
        break;
    case PATTERN_cross:
        cairo_move_to(cr, 0, 0);
        cairo_line_to(cr, 6, 6);
        cairo_move_to(cr, 0, 6);
        cairo_line_to(cr, 6, 0);
        break;
    case PATTERN_rules:
        for (int i = 0; i < 2; i++) {
            cairo_move_to(cr, 0, 1.5 + 3 * i);
            cairo_rel_line_to(cr, 6, 0);
        }
        break;
    case PATTERN_bars:
        for (int i = 0; i < 2; i++) {
            cairo_move_to(cr, 1.5 + 3 * i, 0);
            cairo_rel_line_to(cr, 0, 6);
        }
        break;
    case PATTERN_dots:
        cairo_rectangle(cr, 1, 1, 1.6, 1.6);
        cairo_rectangle(cr, 4, 4, 1.6, 1.6);
        cairo_fill(cr);
        break;
    case PATTERN_none:
    case PATTERN_COUNT: break;
    }
    cairo_set_line_width(cr, 1.2);
    cairo_stroke(cr);
}

/* On screen a tile has exactly the device's pixels, so that repeating it is copying. */
static cairo_pattern_t *pattern_make(cairo_t *cr, const struct paint_cmd *c, double scale) {
    bool vector = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_PDF;
    int px = (int)(6 * scale + 0.5);
    cairo_rectangle_t extent = {0, 0, 6, 6};
    cairo_surface_t *tile = vector ? cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extent)
                                   : cairo_image_surface_create(CAIRO_FORMAT_RGB24, px, px);
    cairo_t *t = cairo_create(tile);
    if (!vector) cairo_scale(t, px / 6.0, px / 6.0);
    set_color(t, c->color | 0xFF);
    cairo_paint(t);
    set_color(t, c->ink);
    pattern_strokes(t, (enum paint_pattern)c->pattern);
    cairo_destroy(t);
    cairo_pattern_t *p = cairo_pattern_create_for_surface(tile);
    cairo_surface_destroy(tile);
    cairo_pattern_set_extend(p, CAIRO_EXTEND_REPEAT);
    if (!vector) {
        cairo_matrix_t m;
        cairo_matrix_init_scale(&m, scale, scale);
        cairo_pattern_set_matrix(p, &m);
        cairo_pattern_set_filter(p, CAIRO_FILTER_NEAREST);
    }
    return p;
}

static cairo_pattern_t *pattern_get(struct render_cache *cache, cairo_t *cr, const struct paint_cmd *c) {
    uint64_t key = ((uint64_t)c->color << 32 | c->ink) * 31 + c->pattern;
    size_t max = sizeof cache->patterns / sizeof *cache->patterns;
    for (size_t i = 0; i < cache->pattern_count; i++)
        if (cache->pattern_keys[i] == key) return cache->patterns[i];
    if (cache->pattern_count == max) cairo_pattern_destroy(cache->patterns[--cache->pattern_count]);
    cache->pattern_keys[cache->pattern_count] = key;
    return cache->patterns[cache->pattern_count++] = pattern_make(cr, c, cache->scale);
}

/* -- text: a laid-out label is kept, since laying out costs more than drawing -- */

struct render_label {
    uint64_t hash;
    PangoLayout *layout;
    double width, baseline;
};

#define LABELS_MAX 4096u

void render_cache_fini(struct render_cache *c) {
    for (size_t i = 0; i < c->label_cap; i++)
        if (c->labels[i].layout) g_object_unref(c->labels[i].layout);
    for (size_t i = 0; i < c->pattern_count; i++) cairo_pattern_destroy(c->patterns[i]);
    for (size_t i = 0; i < 3; i++)
        if (c->fonts[i]) pango_font_description_free(c->fonts[i]);
    if (c->context) g_object_unref(c->context);
    mem_free(c->labels);
    memset(c, 0, sizeof *c);
}

static void cache_open(struct render_cache *c, cairo_t *cr) {
    static const char *const names[] = {"DejaVu Sans", "DejaVu Sans Bold", "DejaVu Sans Mono"};
    if (c->context) return;
    c->context = pango_cairo_create_context(cr);
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(c->context, o);
    pango_context_set_round_glyph_positions(c->context, FALSE); /* as wide as text_width measures */
    cairo_font_options_destroy(o);
    for (size_t i = 0; i < 3; i++) c->fonts[i] = pango_font_description_from_string(names[i]);
    c->label_cap = LABELS_MAX * 2;
    c->labels = mem_alloc(c->label_cap * sizeof *c->labels);
}

static void labels_forget(struct render_cache *c) {
    for (size_t i = 0; i < c->label_cap; i++) {
        if (c->labels[i].layout) g_object_unref(c->labels[i].layout);
        c->labels[i].layout = NULL;
    }
    c->label_count = 0;
}

static struct render_label *label_get(struct render_cache *c, const char *text, enum paint_font font,
                                      float size) {
    uint64_t h = hash_bytes(HASH_START, text, strlen(text));
    h = hash_bytes(h, &size, sizeof size) ^ (uint64_t)font << 60;
    if (c->label_count >= LABELS_MAX) labels_forget(c);
    size_t i = (size_t)h & (c->label_cap - 1);
    for (; c->labels[i].layout; i = (i + 1) & (c->label_cap - 1))
        if (c->labels[i].hash == h && strcmp(pango_layout_get_text(c->labels[i].layout), text) == 0)
            return &c->labels[i];
    struct render_label *l = &c->labels[i];
    l->hash = h;
    l->layout = pango_layout_new(c->context);
    pango_font_description_set_absolute_size(c->fonts[font], (double)size * PANGO_SCALE);
    pango_layout_set_font_description(l->layout, c->fonts[font]);
    pango_layout_set_single_paragraph_mode(l->layout, TRUE);
    pango_layout_set_text(l->layout, text, -1);
    int w;
    pango_layout_get_size(l->layout, &w, NULL);
    l->width = (double)w / PANGO_SCALE;
    l->baseline = (double)pango_layout_get_baseline(l->layout) / PANGO_SCALE;
    c->label_count++;
    return l;
}

static void draw_text(const struct paint *p, const struct paint_cmd *c, cairo_t *cr,
                      struct render_cache *cache) {
    struct render_label *l = label_get(cache, paint_string(p, c->text), (enum paint_font)c->font, c->size);
    double x = (double)c->x - (c->align == ALIGN_center  ? l->width / 2
                               : c->align == ALIGN_right ? l->width
                                                         : 0);
    cairo_move_to(cr, x, (double)c->y - l->baseline);
    set_color(cr, c->color);
    pango_cairo_show_layout(cr, l->layout);
    cairo_new_path(cr);
}

/* -- shapes -- */

static void round_path(cairo_t *cr, const struct paint_cmd *c) {
    double x = (double)c->x, y = (double)c->y, w = (double)c->w, h = (double)c->h;
    double r = fmin((double)c->size, fmin(w, h) / 2), q = acos(0);
    cairo_new_sub_path(cr);
    cairo_arc(cr, x + w - r, y + r, r, -q, 0);
    cairo_arc(cr, x + w - r, y + h - r, r, 0, q);
    cairo_arc(cr, x + r, y + h - r, r, q, 2 * q);
    cairo_arc(cr, x + r, y + r, r, 2 * q, 3 * q);
    cairo_close_path(cr);
}

static void triangle_path(cairo_t *cr, const struct paint_cmd *c) {
    double x = (double)c->x, y = (double)c->y, w = (double)c->w, h = (double)c->h;
    static const double corners[4][6] = {[SIDE_left] = {1, 0, 1, 1, 0, .5},
                                         [SIDE_right] = {0, 0, 0, 1, 1, .5},
                                         [SIDE_up] = {0, 1, 1, 1, .5, 0},
                                         [SIDE_down] = {0, 0, 1, 0, .5, 1}};
    const double *k = corners[c->pattern];
    cairo_move_to(cr, x + k[0] * w, y + k[1] * h);
    cairo_line_to(cr, x + k[2] * w, y + k[3] * h);
    cairo_line_to(cr, x + k[4] * w, y + k[5] * h);
    cairo_close_path(cr);
}

/* Rectangles of one look that follow each other become one path: filling is what costs. */
static size_t draw_rects(const struct paint *p, size_t i, cairo_t *cr, struct render_cache *cache) {
    const struct paint_cmd *first = &p->cmds[i];
    if (first->pattern == PATTERN_none) set_color(cr, first->color);
    else cairo_set_source(cr, pattern_get(cache, cr, first));
    for (; i < p->count; i++) {
        const struct paint_cmd *c = &p->cmds[i];
        if (c->kind != PAINT_rect || c->pattern != first->pattern || c->color != first->color ||
            c->ink != first->ink)
            break;
        cairo_rectangle(cr, (double)c->x, (double)c->y, (double)c->w, (double)c->h);
        if ((c->color & 0xFF) != 0xFF) cairo_fill(cr); /* overlaps of see-through ones must add up */
    }
    cairo_fill(cr);
    return i - 1;
}

/* -- the same without cairo, where the target is memory -- */

static void fill_rect(struct pixels *x, const struct paint_cmd *c, cairo_t *cr, struct render_cache *cache) {
    cairo_surface_t *tile;
    if (c->pattern == PATTERN_none) pixels_fill(x, c->x, c->y, c->w, c->h, c->color);
    else if (cairo_pattern_get_surface(pattern_get(cache, cr, c), &tile) == CAIRO_STATUS_SUCCESS)
        pixels_tile(x, c, tile);
}

static bool upright(const struct paint_cmd *c) {
    return c->kind == PAINT_line && (c->w == 0 || c->h == 0) && c->w >= 0 && c->h >= 0;
}

/* False: this command is cairo's. */
static bool fill_one(struct pixels *x, const struct paint_cmd *c, cairo_t *cr, struct render_cache *cache) {
    if (c->kind == PAINT_rect) fill_rect(x, c, cr, cache);
    else if (upright(c) && c->w == 0) pixels_fill(x, c->x - c->size / 2, c->y, c->size, c->h, c->color);
    else if (upright(c)) pixels_fill(x, c->x, c->y - c->size / 2, c->w, c->size, c->color);
    else return false;
    return true;
}

static void draw_one(const struct paint *p, const struct paint_cmd *c, cairo_t *cr,
                     struct render_cache *cache) {
    switch ((enum paint_kind)c->kind) {
    case PAINT_rect: break; /* draw_rects */
    case PAINT_round:
        round_path(cr, c);
        set_color(cr, c->color);
        cairo_fill(cr);
        break;
    case PAINT_frame:
        cairo_rectangle(cr, (double)c->x + (double)c->size / 2, (double)c->y + (double)c->size / 2,
                        (double)c->w - (double)c->size, (double)c->h - (double)c->size);
        set_color(cr, c->color);
        cairo_set_line_width(cr, (double)c->size);
        cairo_stroke(cr);
        break;
    case PAINT_line:
        cairo_move_to(cr, (double)c->x, (double)c->y);
        cairo_rel_line_to(cr, (double)c->w, (double)c->h);
        set_color(cr, c->color);
        cairo_set_line_width(cr, (double)c->size);
        cairo_stroke(cr);
        break;
    case PAINT_triangle:
        triangle_path(cr, c);
        set_color(cr, c->color);
        cairo_fill(cr);
        break;
    case PAINT_text: draw_text(p, c, cr, cache); break;
    case PAINT_clip:
        cairo_save(cr);
        cairo_rectangle(cr, (double)c->x, (double)c->y, (double)c->w, (double)c->h);
        cairo_clip(cr);
        break;
    case PAINT_unclip: cairo_restore(cr); break;
    }
}

void render_cairo(const struct paint *p, cairo_t *cr, rgba background, struct render_cache *cache) {
    cache_open(cache, cr);
    pango_cairo_update_context(cr, cache->context);
    cairo_matrix_t m;
    cairo_get_matrix(cr, &m);
    if (cache->scale != m.xx) {
        while (cache->pattern_count) cairo_pattern_destroy(cache->patterns[--cache->pattern_count]);
        cache->scale = m.xx;
    }
    set_color(cr, background);
    cairo_paint(cr);
    struct pixels x;
    bool direct = !cache->all_cairo && pixels_open(&x, cr);
    for (size_t i = 0; i < p->count; i++) {
        const struct paint_cmd *c = &p->cmds[i];
        if (direct && fill_one(&x, c, cr, cache)) continue;
        if (direct && c->kind == PAINT_clip) pixels_clip(&x, c);
        else if (direct && c->kind == PAINT_unclip) pixels_unclip(&x);
        else if (direct) pixels_release(&x);
        if (c->kind == PAINT_rect) i = draw_rects(p, i, cr, cache);
        else draw_one(p, c, cr, cache);
    }
    if (direct) pixels_release(&x);
}

void render_warm(struct render_cache *c) {
    static const char letters[] = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ .,:;()[]/=+-_%?";
    static const float sizes[] = {10, 11, 11.5F, 12, 13, 15};
    struct paint p;
    paint_init(&p, 64, 64);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 64, 64);
    cairo_t *cr = cairo_create(s);
    for (int font = FONT_sans; font <= FONT_mono; font++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            paint_text(&p, 0, 32, letters, (enum paint_font)font, sizes[i], 0, ALIGN_left, 1e6F);
    render_cairo(&p, cr, 0, c);
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    paint_fini(&p);
}
