/* What lies above everything: help, search, numbers, notes of a lecture, messages, the tooltip. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "paint/action.h"
#include "paint/draw.h"

struct rect draw_card(const struct view *v, struct paint *p, float w, float h) {
    const struct theme *th = look(v);
    struct rect r = {(v->width - w) / 2, (v->height - h) / 2, w, h};
    if (r.y < 8) r.y = 8;
    if (r.x < 4) r.x = 4;
    paint_rect(p, 0, 0, v->width, v->height, color_alpha(0x000000FF, 0.28F));
    paint_round(p, r.x - 1, r.y - 1, r.w + 2, r.h + 2, 11, th->panel_edge);
    paint_round(p, r.x, r.y, r.w, r.h, 10, th->background);
    return r;
}

static void help(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    float u = v->lay.unit, row = 19 * u;
    size_t n = ACT_COUNT - 1,
           columns = v->width > 860 * u   ? 3
                     : v->width > 560 * u ? 2
                                          : 1,
           rows = (n + columns - 1) / columns;
    float w = fminf(v->width - 24, (float)columns * 330 * u),
          h = fminf(60 * u + (float)rows * row, v->height - 16);
    struct rect r = draw_card(v, p, w, h);
    paint_text(p, r.x + 22 * u, r.y + 30 * u, "Keys", FONT_bold, 15 * u, th->text, ALIGN_left, 0);
    paint_clip(p, r.x, r.y, r.w, r.h);
    for (size_t i = 0; i < n; i++) {
        const struct action_row *a = &action_rows[i + 1];
        float x = r.x + 22 * u + (float)(i / rows) * (w - 30 * u) / (float)columns,
              y = r.y + 56 * u + (float)(i % rows) * row;
        paint_text(p, x + 82 * u, y, a->key, FONT_mono, 10.5F * u, th->accent, ALIGN_right, 0);
        paint_text(p, x + 92 * u, y, a->help, FONT_sans, 11 * u, th->text, ALIGN_left,
                   (w - 30 * u) / (float)columns - 96 * u);
    }
    paint_unclip(p);
}

static void search_box(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    float u = v->lay.unit, w = fminf(460 * u, v->width - 20), x = v->lay.lanes.x + 12 * u,
          y = v->lay.ruler.y + 6 * u;
    if (x + w > v->width) x = 10;
    paint_round(p, x - 1, y - 1, w + 2, 38 * u, 9, th->accent);
    paint_round(p, x, y, w, 36 * u, 8, th->background);
    struct buf b = {0};
    buf_printf(&b, "/%s", v->search);
    paint_text(p, x + 12 * u, y + 23 * u, b.data, FONT_mono, 13 * u, th->text, ALIGN_left, w - 120 * u);
    float cursor = x + 12 * u + fminf(text_width(b.data, FONT_mono, 13 * u), w - 120 * u);
    paint_rect(p, cursor + 1, y + 9 * u, 1.5F * u, 18 * u, th->accent);
    buf_clear(&b);
    if (!*v->search) buf_text(&b, "unit, source, output, event");
    else if (v->search_hits) buf_printf(&b, "%zu found", v->search_hits);
    else buf_text(&b, "nothing found");
    paint_text(p, x + w - 12 * u, y + 23 * u, b.data, FONT_sans, 11 * u, th->muted, ALIGN_right, 0);
    buf_fini(&b);
}

static void tooltip(const struct view *v, struct paint *p) {
    if (v->pointer_x < 0 || v->overlay != OVERLAY_none || v->lecture) return;
    const struct hit *h = paint_hit_at(p, v->pointer_x, v->pointer_y);
    struct buf text = {0};
    if (h && h->kind == HIT_segment) {
        const struct lane *l = view_lane(v, h->a);
        if (l && h->b < l->count) {
            struct segment s = lane_seg(&v->run->tracks, l, h->b);
            segment_title(&v->run->tracks, l, &s, &text);
        }
    } else if (h && h->title) {
        buf_text(&text, paint_string(p, h->title));
    }
    if (text.data) {
        const struct theme *th = look(v);
        float u = v->lay.unit, size = 11 * u, w = 0, lines = 1;
        for (char *s = text.data; *s; s += strcspn(s, "\n"), s += *s == '\n') {
            struct buf one = {0};
            buf_add(&one, s, strcspn(s, "\n"));
            if (one.data) w = fmaxf(w, text_width(one.data, FONT_sans, size));
            buf_fini(&one);
        }
        for (size_t i = 0; i < text.len; i++) lines += text.data[i] == '\n';
        w = fminf(w + 20 * u, v->width - 8);
        float hh = lines * 16 * u + 12 * u, x = v->pointer_x + 14, y = v->pointer_y + 18;
        if (x + w > v->width - 4) x = fmaxf(v->width - w - 4, 4);
        if (y + hh > v->height - 4) y = v->pointer_y - hh - 8;
        paint_round(p, x - 1, y - 1, w + 2, hh + 2, 7, th->panel_edge);
        paint_round(p, x, y, w, hh, 6, th->panel);
        draw_wrapped(p, x + 10 * u, y + 17 * u, v->width, text.data, FONT_sans, size, 16 * u, th->text);
    }
    buf_fini(&text);
}

#define CAPTION_SIZE 17.0F

static float caption_width(const struct view *v) {
    return fminf(v->width - 60 * v->lay.unit, 900 * v->lay.unit);
}

/* Beside the text there is room for the number of the note. */
static float caption_room(const struct view *v) { return caption_width(v) - 84 * v->lay.unit; }

float caption_height(const struct view *v, const char *say) {
    float u = v->lay.unit;
    return (float)wrapped_lines(say, FONT_sans, CAPTION_SIZE * u, caption_room(v)) * 25 * u + 30 * u;
}

static void caption(const struct view *v, struct paint *p) {
    if (v->note < 0 || (size_t)v->note >= v->note_count) return;
    const struct theme *th = look(v);
    float u = v->lay.unit, size = CAPTION_SIZE * u, w = caption_width(v), x = (v->width - w) / 2;
    const char *say = v->notes[v->note].say;
    float h = caption_height(v, say);
    float y = v->height - h - 40 * u;
    char number[32];
    paint_round(p, x - 1, y - 1, w + 2, h + 2, 11, th->panel_edge);
    paint_round(p, x, y, w, h, 10, color_alpha(th->panel, 0.96F));
    draw_wrapped(p, x + 24 * u, y + 33 * u, caption_room(v), say, FONT_sans, size, 25 * u, th->text);
    (void)snprintf(number, sizeof number, "%d / %d", (int)v->note + 1, (int)v->note_count);
    paint_text(p, x + w - 14 * u, y + 20 * u, number, FONT_sans, 10 * u, th->faint, ALIGN_right, 0);
}

static void message(const struct view *v, struct paint *p) {
    if (!v->message) return;
    const struct theme *th = look(v);
    float u = v->lay.unit, w = fminf(v->width - 24, 780 * u), lines = 1;
    for (const char *s = v->message; *s; s++) lines += *s == '\n';
    float h = lines * 17 * u + 28 * u, x = (v->width - w) / 2, y = v->height - h - 44 * u;
    paint_round(p, x - 1, y - 1, w + 2, h + 2, 9, th->warn);
    paint_round(p, x, y, w, h, 8, th->panel);
    draw_wrapped(p, x + 16 * u, y + 24 * u, v->width, v->message, FONT_mono, 11.5F * u, 17 * u, th->text);
}

/* What goes on in the background; a click on it ends it. */
static void progress(const struct view *v, struct paint *p) {
    if (!v->progress[0]) return;
    const struct theme *th = look(v);
    float u = v->lay.unit, size = 11 * u, w = text_width(v->progress, FONT_sans, size) + 44 * u, h = 30 * u;
    float x = v->lay.lanes.x + 12 * u, y = v->height - v->lay.legend.h - h - 12 * u;
    if (x + w > v->width) x = fmaxf(v->width - w, 0) / 2;
    paint_hit_begin(p, (struct hit){.kind = HIT_action, .a = ACT_clear}, NULL);
    paint_round(p, x - 1, y - 1, w + 2, h + 2, 9, th->accent);
    paint_round(p, x, y, w, h, 8, th->panel);
    paint_hit_end(p);
    paint_round(p, x + 12 * u, y + h / 2 - 4 * u, 8 * u, 8 * u, 4 * u, th->accent);
    paint_text(p, x + 28 * u, y + h / 2 + size * 0.36F, v->progress, FONT_sans, size, th->text, ALIGN_left,
               0);
}

void draw_overlay(const struct view *v, struct paint *p) {
    tooltip(v, p);
    caption(v, p);
    progress(v, p);
    switch (v->overlay) {
    case OVERLAY_none: break;
    case OVERLAY_help: help(v, p); break;
    case OVERLAY_search: search_box(v, p); break;
    case OVERLAY_table: draw_table(v, p); break;
    case OVERLAY_whatif: break;
    }
    message(v, p);
}

void view_draw(struct view *v, struct paint *p) {
    paint_clear(p, v->width, v->height);
    moments_seek(&v->mutable_run->moments, v->at);
    draw_ruler(v, p);
    draw_lanes(v, p);
    draw_compare(v, p);
    if (!v->picture || v->at > 0) draw_playhead(v, p);
    draw_minimap(v, p);
    draw_bar(v, p);
    draw_source(v, p);
    draw_output(v, p);
    draw_inspector(v, p);
    draw_legend(v, p);
    draw_splitters(v, p);
    draw_overlay(v, p);
}
