#include "paint/paint.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"

void paint_init(struct paint *p, float width, float height) {
    memset(p, 0, sizeof *p);
    paint_clear(p, width, height);
}

void paint_fini(struct paint *p) {
    mem_free(p->cmds);
    mem_free(p->hits);
    buf_fini(&p->texts);
    memset(p, 0, sizeof *p);
}

void paint_clear(struct paint *p, float width, float height) {
    p->count = 0;
    p->hit = 0;
    p->no_hits = false;
    p->width = width;
    p->height = height;
    buf_clear(&p->texts);
    buf_char(&p->texts, '\0'); /* offset 0: the empty text */
    GROW(p->hits, p->hit_cap, 1);
    p->hits[0] = (struct hit){.kind = HIT_none};
    p->hit_count = 1;
}

static struct paint_cmd *add(struct paint *p, enum paint_kind kind, float x, float y, float w, float h,
                             rgba color) {
    GROW(p->cmds, p->cap, p->count + 1);
    struct paint_cmd *c = &p->cmds[p->count++];
    *c = (struct paint_cmd){
        .kind = (uint8_t)kind, .x = x, .y = y, .w = w, .h = h, .color = color, .hit = p->hit};
    return c;
}

void paint_rect(struct paint *p, float x, float y, float w, float h, rgba color) {
    if (w > 0 && h > 0) add(p, PAINT_rect, x, y, w, h, color);
}

void paint_pattern(struct paint *p, float x, float y, float w, float h, rgba color,
                   enum paint_pattern pattern, rgba ink) {
    if (w <= 0 || h <= 0) return;
    struct paint_cmd *c = add(p, PAINT_rect, x, y, w, h, color);
    c->pattern = (uint8_t)pattern;
    c->ink = ink;
}

void paint_round(struct paint *p, float x, float y, float w, float h, float radius, rgba color) {
    if (w > 0 && h > 0) add(p, PAINT_round, x, y, w, h, color)->size = radius;
}

void paint_frame(struct paint *p, float x, float y, float w, float h, float stroke, rgba color) {
    add(p, PAINT_frame, x, y, w, h, color)->size = stroke;
}

void paint_line(struct paint *p, float x1, float y1, float x2, float y2, float stroke, rgba color) {
    add(p, PAINT_line, x1, y1, x2 - x1, y2 - y1, color)->size = stroke;
}

void paint_triangle(struct paint *p, float x, float y, float w, float h, enum paint_side to, rgba color) {
    add(p, PAINT_triangle, x, y, w, h, color)->pattern = (uint8_t)to;
}

/* Copies text into the list, without control characters and broken UTF-8. */
static uint32_t keep_text(struct paint *p, const char *text, size_t n) {
    uint32_t at = (uint32_t)p->texts.len;
    for (size_t i = 0; i < n;) {
        uint32_t point;
        i += utf8_decode(text + i, n - i, &point);
        buf_utf8(&p->texts, point < 32 || point == 127 ? ' ' : point);
    }
    buf_char(&p->texts, '\0');
    return at;
}

void paint_text(struct paint *p, float x, float baseline, const char *text, enum paint_font font, float size,
                rgba color, enum paint_align align, float max_w) {
    size_t n = strlen(text);
    if (n == 0) return;
    bool cut = max_w > 0 && text_width(text, font, size) > max_w;
    float dots = text_width("…", font, size);
    if (cut && max_w < dots) return;
    struct paint_cmd *c = add(p, PAINT_text, x, baseline, max_w, 0, color);
    c->font = (uint8_t)font;
    c->align = (uint8_t)align;
    c->size = size;
    if (cut) n = text_fit(text, font, size, max_w - dots);
    uint32_t at = keep_text(p, text, n);
    if (cut) {
        p->texts.len--; /* the ellipsis goes before the NUL */
        buf_text(&p->texts, "…");
        buf_char(&p->texts, '\0');
    }
    c->text = at;
}

void paint_textf(struct paint *p, float x, float baseline, enum paint_font font, float size, rgba color,
                 const char *fmt, ...) {
    struct buf b = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    if (b.data) paint_text(p, x, baseline, b.data, font, size, color, ALIGN_left, 0);
    buf_fini(&b);
}

void paint_clip(struct paint *p, float x, float y, float w, float h) {
    add(p, PAINT_clip, x, y, w > 0 ? w : 0, h > 0 ? h : 0, 0);
}

void paint_unclip(struct paint *p) { add(p, PAINT_unclip, 0, 0, 0, 0, 0); }

void paint_hit_begin(struct paint *p, struct hit h, const char *title) {
    if (p->no_hits) return;
    if (title && *title) h.title = keep_text(p, title, strlen(title));
    GROW(p->hits, p->hit_cap, p->hit_count + 1);
    p->hits[p->hit_count] = h;
    p->hit = (uint32_t)p->hit_count++;
}

void paint_hit_end(struct paint *p) { p->hit = 0; }

static bool inside(const struct paint_cmd *c, float x, float y) {
    return x >= c->x && x < c->x + c->w && y >= c->y && y < c->y + c->h;
}

const struct hit *paint_hit_at(const struct paint *p, float x, float y) {
    const struct hit *found = NULL;
    int depth = 0, blind = 0; /* blind: depth of the outermost clip that excludes the point */
    for (size_t i = 0; i < p->count; i++) {
        const struct paint_cmd *c = &p->cmds[i];
        if (c->kind == PAINT_clip) {
            depth++;
            if (!blind && !inside(c, x, y)) blind = depth;
        } else if (c->kind == PAINT_unclip) {
            if (blind == depth) blind = 0;
            depth--;
        } else if (!blind && c->hit &&
                   (c->kind == PAINT_rect || c->kind == PAINT_round || c->kind == PAINT_frame) &&
                   inside(c, x, y)) {
            found = &p->hits[c->hit];
        }
    }
    return found;
}

/* -- widths, in thousandths of the font size -- */

static const uint16_t sans[95] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
static const uint16_t bold[95] = {
    348, 456,  521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415,  380, 365, 696, 696,  696,
    696, 696,  696, 696, 696, 696,  696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830,  683,
    683, 821,  837, 372, 372, 775,  637, 995, 837, 850, 733, 850, 770, 720,  682, 812, 774, 1103, 771,
    724, 725,  457, 365, 457, 838,  500, 500, 675, 716, 593, 716, 678, 435,  716, 712, 343, 343,  665,
    343, 1042, 712, 687, 716, 716,  493, 595, 478, 712, 652, 924, 645, 652,  582, 712, 365, 712,  838};

static float advance(uint32_t point, enum paint_font font) {
    if (font == FONT_mono) return point >= 0x1100 && (point < 0x2000 || point > 0x2E7F) ? 1.204F : 0.602F;
    if (point >= 32 && point < 127) return (float)(font == FONT_bold ? bold : sans)[point - 32] / 1000.0F;
    if (point < 32) return 0.318F;
    return point == 0x2026 || (point >= 0x1100 && (point < 0x2000 || point > 0x2E7F)) ? 1.0F : 0.65F;
}

float text_width(const char *text, enum paint_font font, float size) {
    float w = 0;
    for (size_t i = 0, n = strlen(text); i < n;) {
        uint32_t point;
        i += utf8_decode(text + i, n - i, &point);
        w += advance(point, font);
    }
    return w * size;
}

size_t text_fit(const char *text, enum paint_font font, float size, float w) {
    float used = 0;
    size_t i = 0;
    for (size_t n = strlen(text); i < n;) {
        uint32_t point;
        size_t step = utf8_decode(text + i, n - i, &point);
        used += advance(point, font) * size;
        if (used > w) break;
        i += step;
    }
    return i;
}

/* -- as text -- */

void paint_dump(const struct paint *p, struct buf *out) {
    static const char *const kinds[] = {"rect",     "round", "frame", "line",
                                        "triangle", "text",  "clip",  "unclip"};
    static const char *const patterns[] = {"", " hatch", " cross", " dots", " rules", " bars"};
    static const char *const hits[] = {"",      "segment", "lane",   "action", "minimap", "timeline",
                                       "ruler", "source",  "output", "link",   "splitter", "panel"};
    for (size_t i = 0; i < p->count; i++) {
        const struct paint_cmd *c = &p->cmds[i];
        buf_printf(out, "%s", kinds[c->kind]);
        if (c->kind != PAINT_unclip) buf_printf(out, " %.1f,%.1f", (double)c->x, (double)c->y);
        if (c->kind == PAINT_text) buf_printf(out, " \"%s\"", paint_string(p, c->text));
        else if (c->kind != PAINT_unclip) buf_printf(out, " %.1fx%.1f", (double)c->w, (double)c->h);
        if (c->kind == PAINT_rect) buf_text(out, patterns[c->pattern]);
        if (c->kind != PAINT_clip && c->kind != PAINT_unclip) buf_printf(out, " #%08" PRIx32, c->color);
        if (c->hit) {
            const struct hit *h = &p->hits[c->hit];
            buf_printf(out, " [%s %" PRIu32 " %" PRIu32 "]", hits[h->kind], h->a, h->b);
            if (h->title) buf_printf(out, " '%s'", paint_string(p, h->title));
        }
        buf_char(out, '\n');
    }
}
