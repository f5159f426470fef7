/* SVG from the paint list: real text (searchable, editable), <title> for hover, patterns as <pattern>. */
#include <inttypes.h>
#include <string.h>

#include "paint/paint.h"

static void xml_text(struct buf *out, const char *s) {
    for (; *s; s++) {
        if (*s == '&') buf_text(out, "&amp;");
        else if (*s == '<') buf_text(out, "&lt;");
        else if (*s == '>') buf_text(out, "&gt;");
        else if (*s == '"') buf_text(out, "&quot;");
        else buf_char(out, *s);
    }
}

static void fill(struct buf *out, const char *what, rgba c) {
    buf_printf(out, " %s=\"#%06" PRIx32 "\"", what, c >> 8);
    if ((c & 0xFF) != 0xFF) buf_printf(out, " %s-opacity=\"%.3f\"", what, (double)(c & 0xFF) / 255.0);
}

static void box(struct buf *out, const struct paint_cmd *c) {
    buf_printf(out, " x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"", (double)c->x, (double)c->y,
               (double)c->w, (double)c->h);
}

/* One <pattern> for each (pattern, fill, ink) in use; its id is made of them. */
static void pattern_id(struct buf *out, const struct paint_cmd *c) {
    buf_printf(out, "p%u-%08" PRIx32 "-%08" PRIx32, (unsigned)c->pattern, c->color, c->ink);
}

static void pattern_define(struct buf *out, const struct paint_cmd *c) {
    static const char *const strokes[PATTERN_COUNT] = {
        [PATTERN_hatch] = "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",
        [PATTERN_cross] = "M0,0 l6,6 M0,6 l6,-6",
        [PATTERN_rules] = "M0,1.5 h6 M0,4.5 h6",
        [PATTERN_bars] = "M1.5,0 v6 M4.5,0 v6",
    };
    buf_text(out, "<pattern id=\"");
    pattern_id(out, c);
    buf_text(out,
             "\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\"");
    fill(out, "fill", c->color);
    buf_text(out, "/>");
    if (c->pattern == PATTERN_dots) {
        buf_text(out, "<path d=\"M1,1 h1.6 v1.6 h-1.6 z M4,4 h1.6 v1.6 h-1.6 z\"");
        fill(out, "fill", c->ink);
    } else {
        buf_printf(out, "<path d=\"%s\" fill=\"none\" stroke-width=\"1.2\"",
                   strokes[c->pattern] ? strokes[c->pattern] : "");
        fill(out, "stroke", c->ink);
    }
    buf_text(out, "/></pattern>\n");
}

static bool same_pattern(const struct paint_cmd *a, const struct paint_cmd *b) {
    return a->pattern == b->pattern && a->color == b->color && a->ink == b->ink;
}

static bool has_pattern(const struct paint_cmd *c) {
    return c->kind == PAINT_rect && c->pattern != PATTERN_none;
}

#define PATTERNS_MAX 64

static void definitions(const struct paint *p, struct buf *out) {
    const struct paint_cmd *seen[PATTERNS_MAX];
    size_t n = 0;
    buf_text(out, "<defs>\n");
    for (size_t i = 0; i < p->count && n < PATTERNS_MAX; i++) {
        size_t k = 0;
        if (!has_pattern(&p->cmds[i])) continue;
        while (k < n && !same_pattern(seen[k], &p->cmds[i])) k++;
        if (k < n) continue;
        seen[n++] = &p->cmds[i];
        pattern_define(out, &p->cmds[i]);
    }
    for (size_t i = 0; i < p->count; i++)
        if (p->cmds[i].kind == PAINT_clip) {
            buf_printf(out, "<clipPath id=\"c%zu\"><rect", i);
            box(out, &p->cmds[i]);
            buf_text(out, "/></clipPath>\n");
        }
    buf_text(out, "</defs>\n");
}

static void svg_rect(const struct paint *p, const struct paint_cmd *c, struct buf *out) {
    const char *title = c->hit && p->hits[c->hit].title ? paint_string(p, p->hits[c->hit].title) : NULL;
    buf_text(out, "<rect");
    box(out, c);
    if (c->kind == PAINT_round) buf_printf(out, " rx=\"%.2f\"", (double)c->size);
    if (has_pattern(c)) {
        buf_text(out, " fill=\"url(#");
        pattern_id(out, c);
        buf_text(out, ")\"");
    } else if (c->kind == PAINT_frame) {
        buf_printf(out, " fill=\"none\" stroke-width=\"%.2f\"", (double)c->size);
        fill(out, "stroke", c->color);
    } else {
        fill(out, "fill", c->color);
    }
    if (!title) {
        buf_text(out, "/>\n");
        return;
    }
    buf_text(out, "><title>");
    xml_text(out, title);
    buf_text(out, "</title></rect>\n");
}

static void svg_text(const struct paint *p, const struct paint_cmd *c, struct buf *out) {
    static const char *const anchors[] = {"start", "middle", "end"};
    buf_printf(out, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.2f\"", (double)c->x, (double)c->y,
               (double)c->size);
    if (c->align != ALIGN_left) buf_printf(out, " text-anchor=\"%s\"", anchors[c->align]);
    if (c->font == FONT_mono) buf_text(out, " font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\"");
    if (c->font == FONT_bold) buf_text(out, " font-weight=\"bold\"");
    fill(out, "fill", c->color);
    buf_text(out, " xml:space=\"preserve\">");
    xml_text(out, paint_string(p, c->text));
    buf_text(out, "</text>\n");
}

static void svg_triangle(const struct paint_cmd *c, struct buf *out) {
    double x = (double)c->x, y = (double)c->y, w = (double)c->w, h = (double)c->h;
    buf_text(out, "<path");
    switch ((enum paint_side)c->pattern) {
    case SIDE_left: buf_printf(out, " d=\"M%.2f,%.2f v%.2f l%.2f,%.2f z\"", x + w, y, h, -w, -h / 2); break;
    case SIDE_right: buf_printf(out, " d=\"M%.2f,%.2f v%.2f l%.2f,%.2f z\"", x, y, h, w, -h / 2); break;
    case SIDE_up: buf_printf(out, " d=\"M%.2f,%.2f h%.2f l%.2f,%.2f z\"", x, y + h, w, -w / 2, -h); break;
    case SIDE_down: buf_printf(out, " d=\"M%.2f,%.2f h%.2f l%.2f,%.2f z\"", x, y, w, -w / 2, h); break;
    }
    fill(out, "fill", c->color);
    buf_text(out, "/>\n");
}

void paint_svg(const struct paint *p, rgba background, double zoom, const char *title, struct buf *out) {
    buf_printf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" "
        "height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" font-family=\"DejaVu Sans, Verdana, sans-serif\">\n",
        (double)p->width * zoom, (double)p->height * zoom, (double)p->width, (double)p->height);
    buf_text(out, "<title>");
    xml_text(out, title);
    buf_text(out, "</title>\n");
    definitions(p, out);
    buf_text(out, "<rect width=\"100%\" height=\"100%\"");
    fill(out, "fill", background);
    buf_text(out, "/>\n");
    for (size_t i = 0; i < p->count; i++) {
        const struct paint_cmd *c = &p->cmds[i];
        switch ((enum paint_kind)c->kind) {
        case PAINT_rect:
        case PAINT_round:
        case PAINT_frame: svg_rect(p, c, out); break;
        case PAINT_line:
            buf_printf(out, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke-width=\"%.2f\"",
                       (double)c->x, (double)c->y, (double)(c->x + c->w), (double)(c->y + c->h),
                       (double)c->size);
            fill(out, "stroke", c->color);
            buf_text(out, "/>\n");
            break;
        case PAINT_triangle: svg_triangle(c, out); break;
        case PAINT_text: svg_text(p, c, out); break;
        case PAINT_clip: buf_printf(out, "<g clip-path=\"url(#c%zu)\">\n", i); break;
        case PAINT_unclip: buf_text(out, "</g>\n"); break;
        }
    }
    buf_text(out, "</svg>\n");
}
