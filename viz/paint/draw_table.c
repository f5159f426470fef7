/* The numbers of a run as a sheet; of two runs side by side, with what changed. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "paint/draw.h"
#include "paint/versus.h"

#define SIZE 11.0F
#define ROW  16.5F

/* -- one run: the report of the command line -- */

static void one_run(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    float u = v->lay.unit, size = SIZE * u, row = ROW * u;
    struct buf text = {0};
    stats_report(&v->run->stats, &v->run->tracks, 100, &text);
    size_t lines = 0, widest = 0, start = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\n') {
            lines++;
            widest = i - start > widest ? i - start : widest;
            start = i + 1;
        }
    struct rect r = draw_card(v, p, fminf((float)widest * size * 0.602F + 48 * u, v->width - 16),
                              fminf((float)lines * row + 40 * u, v->height - 16));
    paint_clip(p, r.x, r.y, r.w, r.h);
    float y = r.y + 30 * u - fminf(v->sheet_scroll, (float)lines) * row;
    for (char *s = text.data; s && *s; y += row) {
        char *nl = strchr(s, '\n');
        if (nl) *nl = '\0';
        if (y > r.y && y < r.y + r.h + row)
            paint_text(p, r.x + 16 * u, y, s, FONT_mono, size, th->text, ALIGN_left, r.w - 24 * u);
        s = nl ? nl + 1 : NULL;
    }
    paint_unclip(p);
    buf_fini(&text);
}

/* -- two runs -- */

enum unit_of { IN_ns, IN_count, IN_ppm };

struct sheet {
    const struct view *v;
    struct paint *p; /* NULL: only measure */
    struct rect r;
    float y;
};

static void number(struct buf *b, enum unit_of kind, int64_t n) {
    char text[NS_TEXT_MAX];
    if (kind == IN_ns) buf_text(b, trace_time_short(n, text));
    else if (kind == IN_count) buf_printf(b, "%" PRId64, n);
    else buf_printf(b, "%" PRId64 ".%" PRId64 " %%", n / 10000, n / 1000 % 10);
}

static void cell(const struct sheet *s, float right, const char *text, enum paint_font font, rgba color) {
    if (s->p && s->y > s->r.y + 50 * s->v->lay.unit)
        paint_text(s->p, right, s->y, text, font, SIZE * s->v->lay.unit, color, ALIGN_right, 0);
}

/* now < 0 or then < 0: there is no such thing in that run. */
static void line(struct sheet *s, const char *what, enum unit_of kind, int64_t now, int64_t then) {
    const struct theme *th = look(s->v);
    float u = s->v->lay.unit, w = s->r.w;
    struct buf b = {0};
    if (s->p && s->y > s->r.y + 50 * u)
        paint_text(s->p, s->r.x + 20 * u, s->y, what, FONT_sans, SIZE * u, th->text, ALIGN_left, w * 0.42F);
    for (int i = 0; i < 2; i++) {
        int64_t n = i ? then : now;
        buf_clear(&b);
        if (n < 0) buf_text(&b, "–");
        else number(&b, kind, n);
        cell(s, s->r.x + w * (i ? 0.76F : 0.6F), b.data, FONT_sans, i ? th->muted : th->text);
    }
    buf_clear(&b);
    if (now >= 0 && then >= 0 && now != then) {
        buf_text(&b, now > then ? "+" : "−");
        number(&b, kind, now > then ? now - then : then - now);
        cell(s, s->r.x + w - 20 * u, b.data, FONT_bold, th->warn);
    } else if (now == then) {
        cell(s, s->r.x + w - 20 * u, "=", FONT_sans, th->faint);
    }
    buf_fini(&b);
    s->y += ROW * u;
}

static void section(struct sheet *s, const char *title) {
    s->y += 6 * s->v->lay.unit;
    if (s->p && s->y > s->r.y + 50 * s->v->lay.unit)
        paint_text(s->p, s->r.x + 20 * s->v->lay.unit, s->y, title, FONT_bold, SIZE * s->v->lay.unit,
                   look(s->v)->accent, ALIGN_left, s->r.w * 0.5F);
    s->y += ROW * s->v->lay.unit;
}

static const struct task_stats *task_of(const struct run *r, uint32_t lane) {
    for (size_t i = 0; lane != NO_LANE && i < r->stats.task_count; i++)
        if (r->stats.tasks[i].unit == r->tracks.lanes[lane].unit) return &r->stats.tasks[i];
    return NULL;
}

static void tasks(struct sheet *s) {
    static const struct {
        const char *what;
        size_t offset;
    } rows[] = {{"runs with the GIL", offsetof(struct task_stats, run_gil)},
                {"runs without it", offsetof(struct task_stats, run_nogil)},
                {"waits for the GIL", offsetof(struct task_stats, gil_wait)},
                {"ready without a CPU", offsetof(struct task_stats, ready)},
                {"blocked", offsetof(struct task_stats, blocked)}};
    const struct run *a = s->v->run, *b = s->v->other;
    struct buf name = {0};
    for (uint32_t i = 0; i < a->tracks.count; i++) {
        const struct task_stats *now = task_of(a, i), *then = task_of(b, s->v->versus->lane_b[i]);
        if (a->tracks.lanes[i].kind != LANE_TASK || !now) continue;
        section(s, lane_name(&a->tracks, &a->tracks.lanes[i], &name));
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            sim_ns x = *(const sim_ns *)(const void *)((const char *)now + rows[k].offset);
            sim_ns y = then ? *(const sim_ns *)(const void *)((const char *)then + rows[k].offset) : -1;
            if (x > 0 || y > 0) line(s, rows[k].what, IN_ns, x, y);
        }
        line(s, "switches", IN_count, (int64_t)now->switches, then ? (int64_t)then->switches : -1);
    }
    buf_fini(&name);
}

static void whole(struct sheet *s) {
    const struct stats *a = &s->v->run->stats, *b = &s->v->other->stats;
    line(s, "takes", IN_ns, a->elapsed, b->elapsed);
    line(s, "CPUs busy", IN_ppm, a->utilisation_ppm, b->utilisation_ppm);
    line(s, "context switches", IN_count, (int64_t)a->context_switches, (int64_t)b->context_switches);
    line(s, "migrations", IN_count, (int64_t)a->migrations, (int64_t)b->migrations);
    for (size_t i = 0; i < a->gil_count; i++) {
        const struct gil_stats *x = &a->gils[i], *y = i < b->gil_count ? &b->gils[i] : NULL;
        if (x->holds == 0 && (!y || y->holds == 0)) continue;
        section(s, a->gil_count > 1 ? trace_unit_name(&s->v->run->trace, x->unit) : "GIL");
        line(s, "held so many times", IN_count, (int64_t)x->holds, y ? (int64_t)y->holds : -1);
        line(s, "requests to drop it", IN_count, (int64_t)x->requests, y ? (int64_t)y->requests : -1);
        line(s, "forced drops", IN_count, (int64_t)x->forced, y ? (int64_t)y->forced : -1);
        line(s, "held for, median", IN_ns, x->hold.median, y ? y->hold.median : -1);
        line(s, "waited for, median", IN_ns, x->wait.median, y ? y->wait.median : -1);
    }
}

static void two_runs(const struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    float u = v->lay.unit;
    struct sheet s = {.v = v};
    whole(&s);
    tasks(&s);
    s.p = p;
    s.r = draw_card(v, p, fminf(640 * u, v->width - 16), fminf(s.y + 76 * u, v->height - 24));
    float head = s.r.y + 30 * u, w = s.r.w;
    paint_text(p, s.r.x + w * 0.6F, head, "above", FONT_bold, SIZE * u, th->text, ALIGN_right, 0);
    paint_text(p, s.r.x + w * 0.76F, head, "below", FONT_bold, SIZE * u, th->muted, ALIGN_right, 0);
    paint_text(p, s.r.x + w - 20 * u, head, "difference", FONT_bold, SIZE * u, th->warn, ALIGN_right, 0);
    paint_rect(p, s.r.x + 16 * u, head + 8 * u, w - 32 * u, 1, th->panel_edge);
    paint_clip(p, s.r.x, head + 9 * u, w, s.r.h - 44 * u);
    s.y = head + 28 * u - v->sheet_scroll * ROW * u;
    whole(&s);
    tasks(&s);
    paint_unclip(p);
}

void draw_table(const struct view *v, struct paint *p) {
    if (v->other && v->versus) two_runs(v, p);
    else one_run(v, p);
}
