/* Two runs on one time axis: the present one above, the other below. Where a lane and its like do not say the same,
 * a strip under the row tells it. */
#include <math.h>
#include <string.h>

#include "paint/draw.h"
#include "paint/versus.h"

#define STRIP 2.0F

/* What must be added to a time of the present run for the same place in the other. */
static sim_ns shift_of(const struct view *v) {
    return v->align_end ? v->other->tracks.end_ns - v->run->tracks.end_ns : 0;
}

void draw_difference(const struct view *v, struct paint *p, uint32_t lane, float y, float h) {
    const struct versus *x = v->versus;
    if (!x) return;
    bool from_b = v->run == x->b;
    sim_ns shift = shift_of(v), end = ns_max(v->run->tracks.end_ns, v->other->tracks.end_ns - shift);
    float u = v->lay.unit, left = fmaxf(v->lay.lanes.x, view_x(v, ns_min(0, -shift))),
          right = fminf(v->lay.lanes.x + v->lay.lanes.w, view_x(v, end)), start = -1;
    float top = y + h - STRIP * u;
    for (float at = left; at <= right; at += 1) {
        bool differs = at < right && versus_differs(x, from_b, lane, view_time(v, at + 0.5F), shift);
        if (differs && start < 0) start = at;
        if (differs || start < 0) continue;
        paint_rect(p, start, top, at - start, STRIP * u, look(v)->warn);
        start = -1;
    }
}

static void header(const struct view *v, struct paint *p, struct rect r) {
    char a[NS_TEXT_MAX], b[NS_TEXT_MAX];
    const struct theme *th = look(v);
    float u = v->lay.unit, size = 11 * u, x = 12 * u, base = r.y + 17.5F * u;
    sim_ns now = v->run->tracks.end_ns, then = v->other->tracks.end_ns;
    struct buf text = {0};
    paint_rect(p, 0, r.y, r.x + r.w, 26 * u, th->accent_soft);
    paint_rect(p, 0, r.y, r.x + r.w, 1, th->accent);
    buf_printf(&text, "below: %s", v->other->title);
    float room = r.x + r.w - 24 * u;
    paint_text(p, x, base, text.data, FONT_bold, size, th->text, ALIGN_left, room);
    x += text_width(text.data, FONT_bold, size) + 24 * u;
    buf_clear(&text);
    buf_printf(&text, "it took %s, the one above %s", trace_time_short(then, a), trace_time_short(now, b));
    if (now > 0 && then > 0) {
        double times = then > now ? (double)then / (double)now : (double)now / (double)then;
        if (times > 1.005) buf_printf(&text, " (%.2f× as %s)", times, then > now ? "short" : "long");
    }
    if (v->align_end) buf_text(&text, "; ends aligned");
    if (room - x > 80 * u)
        paint_text(p, x, base, text.data, FONT_sans, size, th->text, ALIGN_left, room - x + 12 * u);
    x += text_width(text.data, FONT_sans, size) + 24 * u;
    if (room - x > 110 * u) {
        paint_rect(p, r.x + r.w - 104 * u, base - 5 * u, 16 * u, STRIP * u, th->warn);
        paint_text(p, r.x + r.w - 12 * u, base, "they differ", FONT_sans, size, th->text, ALIGN_right, 0);
    }
    buf_fini(&text);
}

static void *copy_of(const void *from, size_t n) {
    void *to = mem_alloc(n ? n : 1);
    memcpy(to, from, n);
    return to;
}

void draw_compare(const struct view *v, struct paint *p) {
    struct rect r = v->lay.other;
    if (!v->other || r.h <= 0) return;
    float head = 26 * v->lay.unit;
    struct view b = *v; /* the same look at another run */
    b.run = v->other;
    b.mutable_run = NULL; /* its moments stay where they are */
    b.other = v->run;
    b.folded = copy_of(v->folded, v->group_count * sizeof *v->folded);
    b.hidden = copy_of(v->hidden, (v->run->tracks.count + 1) * sizeof *v->hidden);
    b.order = copy_of(v->order, (v->run->tracks.count + 1) * sizeof *v->order);
    b.objects = NULL;
    b.rows = NULL;
    b.row_count = b.row_cap = 0;
    rows_carry(&b, v->run);
    b.sel_seg = -1;
    sim_ns shift = shift_of(v);
    b.from += shift;
    b.to += shift;
    b.at += shift;
    b.lay.lanes = (struct rect){r.x, r.y + head, r.w, r.h - head};
    b.lay.labels = (struct rect){0, r.y + head, r.x, r.h - head};
    b.lay.ruler = (struct rect){r.x, r.y + head, r.w, 0};
    rows_build(&b);
    float most = fmaxf(view_rows_height(&b) - b.lay.lanes.h, 0);
    b.scroll = fminf(v->scroll, most);
    float end = view_x(&b, b.run->tracks.end_ns);
    if (end < r.x + r.w)
        paint_rect(p, fmaxf(end, r.x), r.y + head, r.x + r.w - fmaxf(end, r.x), r.h - head,
                   color_alpha(look(v)->panel, 0.8F));
    p->no_hits = true;
    draw_lanes(&b, p);
    p->no_hits = false;
    header(v, p, r);
    mem_free(b.rows);
    mem_free(b.folded);
    mem_free(b.hidden);
    mem_free(b.order);
    mem_free(b.objects);
}
