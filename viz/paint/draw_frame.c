/* Ruler, playhead, minimap, transport bar, legend. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "paint/action.h"
#include "paint/draw.h"

/* Ticks at 1, 2 or 5 times a power of ten, at least `least` px apart. */
static sim_ns tick_step(const struct view *v, float least) {
    static const int steps[] = {1, 2, 5};
    double px = (double)v->lay.lanes.w / (double)(v->to - v->from);
    for (sim_ns unit = 1; unit < NS_NEVER / 50; unit *= 10)
        for (size_t i = 0; i < 3; i++)
            if ((double)(unit * steps[i]) * px >= (double)least) return unit * steps[i];
    return v->to - v->from;
}

void draw_ruler(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    struct rect r = v->lay.ruler, a = v->lay.lanes;
    float u = v->lay.unit, size = 10.5F * u;
    sim_ns step = tick_step(v, 84 * u), minor = step / 5 ? step / 5 : 1;
    float right = v->picture ? v->width : r.x + r.w;
    paint_rect(p, 0, r.y, right, r.h, th->panel);
    paint_hit_begin(p, (struct hit){.kind = HIT_ruler}, NULL);
    paint_rect(p, r.x, r.y, r.w, r.h, 0);
    paint_hit_end(p);
    float deep = a.h + v->lay.other.h;
    paint_clip(p, r.x, r.y, r.w, r.h + deep);
    for (sim_ns t = ns_max(v->from, 0) / minor * minor; t <= v->to && step >= 5; t += minor) {
        float x = roundf(view_x(v, t));
        paint_rect(p, x, a.y, 1, deep, th->grid_minor);
        paint_rect(p, x, r.y + r.h - 4 * u, 1, 4 * u, th->faint);
    }
    for (sim_ns t = ns_max(v->from, 0) / step * step; t <= v->to; t += step) {
        char text[NS_TEXT_MAX];
        if (t < v->from) continue;
        float x = roundf(view_x(v, t));
        ns_text(t, text);
        paint_rect(p, x, a.y, 1, deep, th->grid);
        paint_rect(p, x, r.y + r.h - 9 * u, 1, 9 * u, th->muted);
        if (t == 0) strcpy(text, "0");
        float tw = text_width(text, FONT_sans, size), tx = fmaxf(x, r.x + tw / 2 + 3);
        if (tx + tw / 2 < r.x + r.w)
            paint_text(p, tx, r.y + r.h - 13 * u, text, FONT_sans, size, th->muted, ALIGN_center, 0);
    }
    float end = view_x(v, v->run->tracks.end_ns);
    if (end < a.x + a.w) paint_rect(p, end, a.y, a.x + a.w - end, a.h, color_alpha(th->panel, 0.8F));
    if (v->range_to > v->range_from) {
        float x0 = view_x(v, v->range_from), x1 = view_x(v, v->range_to);
        paint_rect(p, x0, r.y, x1 - x0, r.h + deep, color_alpha(th->accent_soft, 0.55F));
        paint_rect(p, x0, r.y, 1, r.h + deep, th->accent);
        paint_rect(p, x1, r.y, 1, r.h + deep, th->accent);
    }
    for (size_t i = 0; i < v->bookmark_count; i++)
        paint_triangle(p, view_x(v, v->bookmarks[i]) - 4 * u, r.y + 2, 8 * u, 8 * u, SIDE_down, th->accent);
    paint_unclip(p);
    paint_rect(p, 0, r.y + r.h - 1, right, 1, th->panel_edge);
}

void draw_playhead(const struct view *v, struct paint *p) {
    struct rect r = v->lay.ruler, a = v->lay.lanes;
    float x = view_x(v, v->at), u = v->lay.unit;
    if (x < a.x - 1 || x > a.x + a.w + 1) return;
    rgba c = look(v)->playhead;
    paint_rect(p, x - 0.75F * u, r.y + r.h - 8 * u, 1.5F * u, a.h + 8 * u, c);
    if (v->other) /* not across the heading between the two runs */
        paint_rect(p, x - 0.75F * u, v->lay.other.y + 26 * u, 1.5F * u, v->lay.other.h - 26 * u, c);
    paint_triangle(p, x - 6 * u, r.y + r.h - 9 * u, 12 * u, 9 * u, SIDE_down, c);
}

/* The whole run: how busy the CPUs are, who waits, and where the view is. */
void draw_minimap(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    struct rect m = v->lay.minimap;
    if (m.h <= 0) return;
    float u = v->lay.unit, pad = 7 * u, h = m.h - 2 * pad;
    size_t cpus = v->run->stats.cpu_count;
    sim_ns end = ns_min(ns_max(v->run->tracks.end_ns, 1), VIEW_TIME_MAX);
    paint_rect(p, 0, m.y, m.x + m.w, m.h, th->panel);
    paint_text(p, m.x - 12 * u, m.y + m.h / 2 + 4 * u, "whole run", FONT_sans, 10.5F * u, th->muted,
               ALIGN_right, 0);
    paint_hit_begin(p, (struct hit){.kind = HIT_minimap}, NULL);
    paint_rect(p, m.x, m.y + pad, m.w, h, th->background);
    paint_hit_end(p);
    for (size_t c = 0; c < cpus && c < 64; c++) { /* one strip a CPU */
        float y = m.y + pad + h * (float)c / (float)(cpus < 64 ? cpus : 64),
              hh = fmaxf(h / (float)(cpus < 64 ? cpus : 64) - 0.5F, 0.5F);
        size_t at = 0;
        for (float x = 0; x < m.w; x += 2) {
            sim_ns a = (sim_ns)((double)end * (double)x / (double)m.w),
                   b = (sim_ns)((double)end * (double)(x + 2) / (double)m.w);
            struct lod_cell cell = lod_sum(&v->run->lod, c, a, ns_max(b, a + 1), &at);
            float busy = (cell.ns[LOD_run] + cell.ns[LOD_run_gil]) / (float)ns_max(b - a, 1);
            if (busy <= 0) continue;
            rgba color = unit_color(v, cell.unit);
            paint_rect(p, m.x + x, y, 2, hh,
                       color_mix(th->background, color, 0.35F + 0.65F * fminf(busy, 1)));
        }
    }
    float x0 = m.x + m.w * (float)((double)ns_max(v->from, 0) / (double)end),
          x1 = m.x + m.w * (float)((double)ns_min(v->to, end) / (double)end);
    rgba veil = color_alpha(th->panel, 0.66F);
    paint_rect(p, m.x, m.y + pad, fmaxf(x0 - m.x, 0), h, veil);
    paint_rect(p, x1, m.y + pad, fmaxf(m.x + m.w - x1, 0), h, veil);
    paint_frame(p, x0, m.y + pad - 1, fmaxf(x1 - x0, 2), h + 2, 1.5F, th->accent);
    float at = m.x + m.w * (float)((double)v->at / (double)end);
    paint_rect(p, at - 0.75F, m.y + pad - 2, 1.5F, h + 4, th->playhead);
}

/* -- transport bar -- */

static void button(const struct view *v, struct paint *p, enum action action, float x, float w,
                   const char *title) {
    float u = v->lay.unit, y = v->lay.bar.y + 8 * u, h = 30 * u;
    bool hot = v->pointer_x >= x && v->pointer_x < x + w && v->pointer_y >= y && v->pointer_y < y + h;
    paint_hit_begin(p, (struct hit){.kind = HIT_action, .a = (uint32_t)action}, title);
    paint_round(p, x, y, w, h, 6 * u, hot ? look(v)->button_hover : look(v)->button);
    paint_hit_end(p);
}

static float transport(const struct view *v, struct paint *p) {
    static const enum action actions[] = {ACT_start, ACT_prev, ACT_play, ACT_next, ACT_end};
    static const char *const titles[] = {"to the start (Home)", "previous event (Left)",
                                         "play or pause (Space)", "next event (Right)", "to the end (End)"};
    const struct theme *th = look(v);
    float u = v->lay.unit, x = 12 * u, y = v->lay.bar.y + 23 * u, s = 10 * u;
    for (size_t i = 0; i < 5; i++) {
        float w = i == 2 ? 40 * u : 32 * u, c = x + w / 2;
        button(v, p, actions[i], x, w, titles[i]);
        if (i == 0 || i == 4) paint_rect(p, i == 0 ? c - 6 * u : c + 4 * u, y - s / 2, 2 * u, s, th->text);
        if (i == 0) paint_triangle(p, c - 3 * u, y - s / 2, 8 * u, s, SIDE_left, th->text);
        if (i == 4) paint_triangle(p, c - 5 * u, y - s / 2, 8 * u, s, SIDE_right, th->text);
        if (i == 1) paint_triangle(p, c - 5 * u, y - s / 2, 8 * u, s, SIDE_left, th->text);
        if (i == 3) paint_triangle(p, c - 3 * u, y - s / 2, 8 * u, s, SIDE_right, th->text);
        if (i == 2 && v->playing) {
            paint_rect(p, c - 5 * u, y - 6 * u, 3.5F * u, 12 * u, th->text);
            paint_rect(p, c + 1.5F * u, y - 6 * u, 3.5F * u, 12 * u, th->text);
        } else if (i == 2) {
            paint_triangle(p, c - 4 * u, y - 6 * u, 11 * u, 12 * u, SIDE_right, th->text);
        }
        x += w + 6 * u;
    }
    return x;
}

void draw_bar(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    struct rect b = v->lay.bar;
    if (b.h <= 0) return;
    float u = v->lay.unit, base = b.y + 28 * u;
    paint_rect(p, b.x, b.y, b.w, b.h, th->panel);
    if (v->picture) {
        paint_text(p, b.x + 14 * u, b.y + 30 * u, v->heading, FONT_bold, 18 * u, th->text, ALIGN_left,
                   b.w - 28 * u);
        return;
    }
    float x = transport(v, p);
    struct buf text = {0};
    int num = view_speed_num[v->speed], den = view_speed_den[v->speed];
    button(v, p, ACT_slower, x + 6 * u, 24 * u, "slower (-)");
    paint_rect(p, x + 13 * u, b.y + 22 * u, 10 * u, 2 * u, th->text);
    buf_printf(&text, den == 1 ? "%d×" : "1/%d×", den == 1 ? num : den);
    paint_text(p, x + 58 * u, base, text.data, FONT_sans, 12 * u, th->text, ALIGN_center, 0);
    button(v, p, ACT_faster, x + 86 * u, 24 * u, "faster (+)");
    paint_rect(p, x + 93 * u, b.y + 22 * u, 10 * u, 2 * u, th->text);
    paint_rect(p, x + 97 * u, b.y + 18 * u, 2 * u, 10 * u, th->text);
    x += 128 * u;
    buf_clear(&text);
    if (v->run->tracks.end_ns >= NS_S)
        buf_printf(&text, "%" PRId64 ".%09" PRId64 " s", v->at / NS_S, v->at % NS_S);
    else trace_time_text(v->at, &text);
    paint_text(p, x, base + 1 * u, text.data, FONT_mono, 17 * u, th->text, ALIGN_left, 0);
    x += fmaxf(text_width(text.data, FONT_mono, 17 * u), 150 * u) + 22 * u;
    float room = b.x + b.w - x - 16 * u;
    if (room > 80 * u)
        paint_text(p, b.x + b.w - 16 * u, base, v->run->title, FONT_sans, 12 * u, th->muted, ALIGN_right,
                   room);
    paint_rect(p, b.x, b.y + b.h - 1, b.w, 1, th->panel_edge);
    buf_fini(&text);
}

/* -- legend: only what this trace has -- */

struct key {
    enum seg_state state;
    const char *words;
};

/* So near that a context switch may be seen. */
#define SWITCH_SEEN (20 * NS_US) /* a pixel */

static bool present(const struct view *v, enum seg_state s) {
    const struct stats *st = &v->run->stats;
    if (s == SEG_switching && (double)(v->to - v->from) > (double)v->lay.lanes.w * (double)SWITCH_SEEN)
        return false;
    for (size_t i = 0; s == SEG_switching && i < st->cpu_count; i++)
        if (st->cpus[i].switching > 0) return true;
    if (v->other) { /* in either run */
        struct view o = *v;
        o.run = v->other;
        o.other = NULL;
        if (present(&o, s)) return true;
    }
    for (size_t i = 0; s != SEG_switching && i < st->task_count; i++) {
        const struct task_stats *k = &st->tasks[i];
        sim_ns time = s == SEG_running_gil ? k->run_gil
                      : s == SEG_running   ? k->run_nogil
                      : s == SEG_gil_wait  ? k->gil_wait
                      : s == SEG_ready     ? k->ready
                                           : k->blocked;
        if (time > 0) return true;
    }
    return false;
}

/* "gil_two_hogs.py · 4 CPUs · eevdf", as many parts as have room. */
static void what_was_run(const struct view *v, struct paint *p, float right, float base, float room) {
    static const char dot[] = " · ";
    float size = 11 * v->lay.unit;
    struct buf text = {0};
    buf_text(&text, v->run->title);
    while (text.len && text_width(text.data, FONT_sans, size) > room) {
        size_t cut = text.len;
        while (cut > 0 && strncmp(text.data + cut, dot, sizeof dot - 1) != 0) cut--;
        text.data[text.len = cut] = '\0';
    }
    if (text.len) paint_text(p, right, base, text.data, FONT_sans, size, look(v)->faint, ALIGN_right, 0);
    buf_fini(&text);
}

void draw_legend(const struct view *v, struct paint *p) {
    static const struct key keys[] = {{SEG_running_gil, "runs with the GIL"},
                                      {SEG_running, "runs without it"},
                                      {SEG_gil_wait, "waits for the GIL"},
                                      {SEG_ready, "ready, no CPU"},
                                      {SEG_blocked, "blocked"},
                                      {SEG_switching, "context switch"}};
    const struct theme *th = look(v);
    struct rect r = v->lay.legend;
    if (r.h <= 0) return;
    float u = v->lay.unit, x = r.x + 14 * u, y = r.y + r.h / 2, size = 11 * u;
    bool gil = present(v, SEG_running_gil);
    paint_rect(p, r.x, r.y, r.w, r.h, th->panel);
    paint_rect(p, r.x, r.y, r.w, 1, th->panel_edge);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct state_look a_look = state_look_of(v, keys[i].state), *k = &a_look;
        const char *words = keys[i].state == SEG_running && !gil ? "runs" : keys[i].words;
        if (keys[i].state == SEG_ready && v->run->stats.loop_count > 0) words = "ready, no CPU, or scheduled";
        if (!present(v, keys[i].state)) continue;
        float hh = fmaxf(12 * u * k->height, 2), need = 24 * u + text_width(words, FONT_sans, size) + 20 * u;
        if (x + need > r.x + r.w) break;
        paint_pattern(p, x, y - hh / 2, 18 * u, hh, k->fill, k->pattern, k->ink);
        paint_text(p, x + 24 * u, y + size * 0.36F, words, FONT_sans, size, th->muted, ALIGN_left, 0);
        x += need;
    }
    if (!v->picture && !v->lecture && x + 150 * u < r.x + r.w) {
        size_t hidden = rows_hidden(v);
        struct buf text = {0};
        if (hidden) buf_printf(&text, "H shows %zu hidden lane%s     ", hidden, hidden == 1 ? "" : "s");
        buf_text(&text, "? keys");
        paint_text(p, r.x + r.w - 14 * u, y + size * 0.36F, text.data, FONT_sans, size, th->muted,
                   ALIGN_right, 0);
        buf_fini(&text);
    }
    if (v->picture || v->lecture)
        what_was_run(v, p, r.x + r.w - 14 * u, y + size * 0.36F, r.x + r.w - x - 30 * u);
}
