/* The paint list: a picture as a flat list of a few commands, between what is drawn and what draws it.
 *
 * Drawing code fills a list; renderers (cairo for window, PNG and PDF; our own SVG writer; text for tests)
 * walk it. Nothing below knows a window system, so every picture is testable without one. Coordinates are
 * logical pixels, y downwards; text stands on its baseline. Commands may bear a hit: what a click there
 * means, and the title shown when the pointer rests there. */
#ifndef GILSCOPE_PAINT_PAINT_H
#define GILSCOPE_PAINT_PAINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

typedef uint32_t rgba; /* 0xRRGGBBAA */

enum paint_kind {
    PAINT_rect,
    PAINT_round,
    PAINT_frame,
    PAINT_line,
    PAINT_triangle,
    PAINT_text,
    PAINT_clip,
    PAINT_unclip
};

/* Fills of rectangles, told apart also in grey: by the strokes drawn over the fill colour in `ink`. */
enum paint_pattern {
    PATTERN_none,
    PATTERN_hatch,
    PATTERN_cross,
    PATTERN_dots,
    PATTERN_rules,
    PATTERN_bars,
    PATTERN_COUNT
};
enum paint_font { FONT_sans, FONT_bold, FONT_mono };
enum paint_align { ALIGN_left, ALIGN_center, ALIGN_right };
enum paint_side { SIDE_left, SIDE_right, SIDE_up, SIDE_down }; /* where a triangle points */

struct paint_cmd {
    uint8_t kind;    /* enum paint_kind */
    uint8_t pattern; /* rect: enum paint_pattern; triangle: enum paint_side */
    uint8_t font, align;
    float x, y, w, h; /* line: from x,y by w,h; text: w = widest allowed, 0 = any */
    float size;       /* text: font size; line, frame: stroke width; round: radius */
    rgba color, ink;  /* ink: strokes of the pattern */
    uint32_t text;    /* text: offset into texts */
    uint32_t hit;     /* index into hits, 0 = none */
};

/* What is under the pointer. For lanes: a = lane, b = segment. For controls: a = the action. */
enum hit_kind {
    HIT_none,
    HIT_segment,
    HIT_lane,
    HIT_action,
    HIT_minimap,
    HIT_timeline,
    HIT_ruler,
    HIT_source,
    HIT_output,
    HIT_link,
    HIT_splitter,
    HIT_panel
};

struct hit {
    enum hit_kind kind;
    uint32_t a, b;
    int64_t value;  /* link: the time to go to */
    uint32_t title; /* offset into texts, 0 = none */
};

struct paint {
    struct paint_cmd *cmds;
    size_t count, cap;
    struct hit *hits;
    size_t hit_count, hit_cap;
    struct buf texts; /* NUL-separated */
    float width, height;
    uint32_t hit; /* given to the commands that follow */
    bool no_hits; /* what is drawn now cannot be clicked */
};

void paint_init(struct paint *p, float width, float height);
void paint_fini(struct paint *p);
void paint_clear(struct paint *p, float width, float height);

void paint_rect(struct paint *p, float x, float y, float w, float h, rgba color);
void paint_pattern(struct paint *p, float x, float y, float w, float h, rgba color,
                   enum paint_pattern pattern, rgba ink);
void paint_round(struct paint *p, float x, float y, float w, float h, float radius, rgba color);
void paint_frame(struct paint *p, float x, float y, float w, float h, float stroke, rgba color); /* outline */
void paint_line(struct paint *p, float x1, float y1, float x2, float y2, float stroke, rgba color);
void paint_triangle(struct paint *p, float x, float y, float w, float h, enum paint_side to, rgba color);
/* Cut with an ellipsis to max_w (0: never). Control characters become blanks. */
void paint_text(struct paint *p, float x, float baseline, const char *text, enum paint_font font, float size,
                rgba color, enum paint_align align, float max_w);
void paint_textf(struct paint *p, float x, float baseline, enum paint_font font, float size, rgba color,
                 const char *fmt, ...) __attribute__((format(printf, 7, 8)));
void paint_clip(struct paint *p, float x, float y, float w, float h);
void paint_unclip(struct paint *p);

/* The commands that follow bear this hit, until paint_hit_end. */
void paint_hit_begin(struct paint *p, struct hit h, const char *title);
void paint_hit_end(struct paint *p);
/* The topmost hit at a point, or NULL. Honours clips. */
const struct hit *paint_hit_at(const struct paint *p, float x, float y);
static inline const char *paint_string(const struct paint *p, uint32_t offset) {
    return p->texts.data + offset;
}

/* Widths without a font engine: the advance widths of DejaVu, which the pictures are set in. So layouts are
 * the same on every host; a renderer that has another font clips. */
float text_width(const char *text, enum paint_font font, float size);
/* How many bytes of text fit into w. */
size_t text_fit(const char *text, enum paint_font font, float size, float w);

/* The list as text, one command a line: what tests compare. */
void paint_dump(const struct paint *p, struct buf *out);
/* The list as an SVG file with real text and hover titles, shown `zoom` times as large as the list. */
void paint_svg(const struct paint *p, rgba background, double zoom, const char *title, struct buf *out);

#endif
