/* Two runs on one time axis: the present one above, the other below, and where they end. */
#include <math.h>
#include <string.h>

#include "paint/draw.h"

/* The same task in the other run, by name. */
static void ends(const struct view *v, struct paint *p, struct rect r) {
    char a[NS_TEXT_MAX], b[NS_TEXT_MAX];
    const struct theme *th = look(v);
    float u = v->lay.unit;
    sim_ns now = v->run->tracks.end_ns, then = v->other->tracks.end_ns;
    struct buf text = {0};
    buf_printf(&text, "before: %s — took %s, now %s", v->other->title, trace_time_short(then, a),
               trace_time_short(now, b));
    if (now > 0 && then > 0) {
        double times = then > now ? (double)then / (double)now : (double)now / (double)then;
        if (times > 1.005) buf_printf(&text, " (%.2f× %s)", times, then > now ? "faster" : "slower");
    }
    paint_rect(p, 0, r.y, r.x + r.w, 26 * u, th->accent_soft);
    paint_rect(p, 0, r.y, r.x + r.w, 1, th->accent);
    paint_text(p, 12 * u, r.y + 17.5F * u, text.data, FONT_bold, 11 * u, th->text, ALIGN_left,
               r.x + r.w - 24 * u);
    buf_fini(&text);
}

void draw_compare(const struct view *v, struct paint *p) {
    struct rect r = v->lay.other;
    if (!v->other || r.h <= 0) return;
    float head = 26 * v->lay.unit;
    struct view b;
    view_init(&b, (struct run *)(uintptr_t)v->other, v->width,
              v->height); /* only read: its moments stay where they are */
    b.theme = v->theme;
    b.font = v->font;
    b.lecture = v->lecture;
    b.side_shown = v->side_shown;
    b.arrows = v->arrows;
    b.picture = true; /* rows of their least height */
    view_layout(&b);
    b.from = v->from;
    b.to = v->to;
    b.at = v->at;
    b.lay.lanes = (struct rect){r.x, r.y + head, r.w, r.h - head};
    b.lay.labels = (struct rect){0, r.y + head, r.x, r.h - head};
    b.lay.ruler = (struct rect){r.x, r.y + head, r.w, 0};
    float most = fmaxf(view_rows_height(&b) - b.lay.lanes.h, 0);
    b.scroll = fminf(v->scroll, most);
    p->no_hits = true;
    draw_lanes(&b, p);
    p->no_hits = false;
    ends(v, p, r);
    view_fini(&b);
}
