/* The panes at the side: source text with every unit's current line, the program's terminal. */
#include <math.h>
#include <string.h>

#include "paint/draw.h"

static void pane_frame(const struct view *v, struct paint *p, struct rect r, const char *title) {
    const struct theme *th = look(v);
    float u = v->lay.unit;
    paint_rect(p, r.x, r.y, r.w, r.h, th->background);
    paint_rect(p, r.x, r.y, r.w, 26 * u, th->panel);
    paint_rect(p, r.x, r.y + 26 * u - 1, r.w, 1, th->panel_edge);
    paint_rect(p, r.x, r.y, 1, r.h, th->panel_edge);
    if (r.y > v->lay.side.y) paint_rect(p, r.x, r.y, r.w, 1, th->panel_edge);
    paint_text(p, r.x + 12 * u, r.y + 17.5F * u, title, FONT_bold, 11 * u, th->muted, ALIGN_left,
               r.w - 24 * u);
}

/* -- source -- */

struct marked { /* a unit that stands at a line */
    uint32_t unit;
    int line;
};

#define MARKED_MAX 64

static size_t marks_in(const struct view *v, uint32_t file, struct marked *out) {
    const struct run *r = v->run;
    size_t n = 0;
    for (uint32_t u = 1; u < r->trace.unit_count && n < MARKED_MAX; u++) {
        uint32_t w = r->moments.where[u];
        enum unit_kind k = r->trace.units[u].kind;
        if (w && r->trace.wheres[w].file == file &&
            (k == UNIT_THREAD || k == UNIT_COROUTINE || k == UNIT_JOB))
            out[n++] = (struct marked){u, (int)r->trace.wheres[w].line};
    }
    return n;
}

/* The unit that the pane follows: of the selected lane, else the one that runs (or ran last) at the playhead. */
static uint32_t followed(const struct view *v) {
    const struct lane *l = view_lane(v, v->sel_lane);
    struct segment a_seg;
    const struct segment *s = view_selected(v, &a_seg);
    const struct run *r = v->run;
    if (l && (l->kind == LANE_TASK || l->kind == LANE_COROUTINE) && r->moments.where[l->unit]) return l->unit;
    if (l && s && s->unit != NO_UNIT && r->moments.where[s->unit]) return s->unit;
    uint32_t best = NO_UNIT;
    sim_ns latest = -1;
    for (size_t i = 0; i < r->tracks.count; i++) {
        const struct lane *t = &r->tracks.lanes[i];
        bool covers;
        if (t->kind != LANE_TASK || !r->moments.where[t->unit]) continue;
        size_t g = lane_at(t, v->at, &covers);
        if (g == NO_SEG) continue;
        bool runs = covers && (lane_state(t, g) == SEG_running_gil || lane_state(t, g) == SEG_running);
        sim_ns score = runs ? NS_NEVER : lane_start(t, g);
        if (score > latest) {
            latest = score;
            best = t->unit;
        }
    }
    return best;
}

static const struct trace_source *source_of(const struct trace *t, uint32_t file) {
    for (size_t i = 0; i < t->source_count; i++)
        if (t->sources[i].file == file) return &t->sources[i];
    return t->source_count ? &t->sources[0] : NULL;
}

static int line_count(const struct trace_source *s) {
    int n = 1;
    for (size_t i = 0; i < s->len; i++) n += s->text[i] == '\n';
    return n;
}

static void source_line(const struct view *v, struct paint *p, int number, const char *text, size_t n,
                        float y, const struct marked *marks, size_t mark_count, bool current) {
    const struct theme *th = look(v);
    struct rect r = v->lay.source;
    float u = v->lay.unit, size = 11.5F * u, row = 17 * u, gutter = r.x + 46 * u;
    struct buf b = {0};
    size_t here = 0;
    for (size_t i = 0; i < mark_count; i++) here += marks[i].line == number;
    if (current) paint_rect(p, r.x + 1, y, r.w - 1, row, th->accent_soft);
    float x = r.x + 4 * u;
    for (size_t i = 0, k = 0; i < mark_count && k < 3; i++) {
        if (marks[i].line != number) continue;
        paint_round(p, x, y + row / 2 - 4 * u, 7 * u, 8 * u, 2 * u, unit_color(v, marks[i].unit));
        x += 8 * u;
        k++;
    }
    buf_printf(&b, "%d", number);
    if (here == 0 || here < 3)
        paint_text(p, gutter - 8 * u, y + 12.5F * u, b.data, FONT_mono, 10 * u, th->faint, ALIGN_right, 0);
    buf_clear(&b);
    for (size_t i = 0, column = 0; i < n; i++, column++) {
        if (text[i] == '\t') {
            buf_fill(&b, ' ', 8 - column % 8);
            column += 7 - column % 8;
        } else {
            buf_char(&b, text[i]);
        }
    }
    if (b.len)
        paint_text(p, gutter, y + 12.5F * u, b.data, FONT_mono, size, current || here ? th->text : th->muted,
                   ALIGN_left, r.x + r.w - gutter - 6 * u);
    buf_fini(&b);
}

void draw_source(const struct view *v, struct paint *p) {
    struct rect r = v->lay.source;
    if (r.h <= 0) return;
    const struct trace *t = &v->run->trace;
    float u = v->lay.unit, row = 17 * u, top = r.y + 30 * u;
    uint32_t unit = followed(v);
    uint32_t w = unit == NO_UNIT ? 0 : v->run->moments.where[unit];
    const struct trace_source *s = source_of(t, w ? t->wheres[w].file : 0);
    struct buf title = {0};
    if (s) buf_text(&title, base_name(intern_text(&t->strings, s->file)));
    struct buf name = {0};
    if (s && w)
        buf_printf(&title, "   line %d, %s", (int)t->wheres[w].line,
                   unit_label(&v->run->tracks, unit, &name));
    pane_frame(v, p, r, s ? title.data : "source");
    buf_fini(&title);
    buf_fini(&name);
    paint_clip(p, r.x, top - 4 * u, r.w, r.h - (top - 4 * u - r.y));
    if (!s) {
        paint_text(p, r.x + 12 * u, top + 16 * u, "no source text in this trace", FONT_sans, 11.5F * u,
                   look(v)->faint, ALIGN_left, r.w - 24 * u);
        paint_unclip(p);
        return;
    }
    struct marked marks[MARKED_MAX];
    size_t n = marks_in(v, s->file, marks);
    int current = w && t->wheres[w].file == s->file ? (int)t->wheres[w].line : 0;
    int shown = (int)((r.h - 34 * u) / row), lines = line_count(s), first = current - shown / 2;
    if (first > lines - shown + 1) first = lines - shown + 1;
    if (first < 1) first = 1;
    size_t at = 0;
    for (int k = 1; at <= s->len; k++) {
        const char *nl = memchr(s->text + at, '\n', s->len - at);
        size_t len = nl ? (size_t)(nl - s->text) - at : s->len - at;
        if (k >= first && k < first + shown) /* whole lines only */
            source_line(v, p, k, s->text + at, len, top + (float)(k - first) * row, marks, n, k == current);
        at += len + 1;
        if (!nl) break;
    }
    paint_unclip(p);
}

/* -- output -- */

void draw_output(struct view *v, struct paint *p) {
    const struct theme *th = look(v);
    struct rect r = v->lay.output;
    if (r.h <= 0) return;
    float u = v->lay.unit, size = 11.5F * u, row = 16 * u, top = r.y + 30 * u;
    struct terminal term = {0};
    pane_frame(v, p, r, "output");
    terminal_replay(&term, &v->run->moments, v->at);
    paint_hit_begin(p, (struct hit){.kind = HIT_output}, NULL);
    paint_rect(p, r.x, r.y + 26 * u, r.w, r.h - 26 * u, 0);
    paint_hit_end(p);
    paint_clip(p, r.x, top - 4 * u, r.w, r.h - 26 * u);
    size_t rows = (size_t)fmaxf((r.h - 36 * u) / row, 1), count = term.count;
    if (count && term.lines[count - 1].text.len == 0 && count > rows)
        count--; /* the line the cursor waits on */
    size_t back = (size_t)fmaxf(v->output_scroll, 0);
    size_t last = count > back ? count - back : (count ? 1 : 0), first = last > rows ? last - rows : 0;
    for (size_t i = first; i < last; i++) {
        const struct term_line *l = &term.lines[i];
        bool err = l->marks.len && l->marks.data[0];
        float y = top + (float)(i - first) * row;
        if (err) paint_rect(p, r.x + 5 * u, y + 1, 2 * u, row - 2, th->warn);
        if (l->text.len)
            paint_text(p, r.x + 12 * u, y + 12 * u, l->text.data, FONT_mono, size, err ? th->warn : th->text,
                       ALIGN_left, r.w - 20 * u);
    }
    paint_unclip(p);
    terminal_fini(&term);
}

/* -- borders -- */

static void splitter(const struct view *v, struct paint *p, enum splitter which, float x, float y, float w,
                     float h) {
    bool wide = w > h,
         over = v->pointer_x >= x && v->pointer_x < x + w && v->pointer_y >= y && v->pointer_y < y + h;
    if (over && v->overlay == OVERLAY_none)
        paint_rect(p, wide ? x : x + w / 2 - 1, wide ? y + h / 2 - 1 : y, wide ? w : 2, wide ? 2 : h,
                   look(v)->accent);
    paint_hit_begin(p, (struct hit){.kind = HIT_splitter, .a = which}, NULL);
    paint_rect(p, x, y, w, h, 0);
    paint_hit_end(p);
}

void draw_splitters(const struct view *v, struct paint *p) {
    const struct layout *l = &v->lay;
    if (v->picture || v->lecture) return;
    splitter(v, p, SPLIT_labels, l->lanes.x - 3, l->lanes.y, 6, l->lanes.h);
    if (l->side.w <= 0) return;
    splitter(v, p, SPLIT_side, l->side.x - 3, l->side.y, 6, l->side.h);
    if (l->source.h > 0 && l->source.h < l->side.h)
        splitter(v, p, SPLIT_source, l->side.x + 3, l->source.y + l->source.h - 3, l->side.w - 3, 6);
    if (l->output.h > 0 && l->inspector.h > 0)
        splitter(v, p, SPLIT_output, l->side.x + 3, l->inspector.y - 3, l->side.w - 3, 6);
}

/* -- helpers of inspector and overlays -- */

/* May a line end at this blank? Not between a number and its unit: "1.2 s", "90 %". */
static bool may_break(const char *text, size_t at) {
    if (at == 0 || text[at] != ' ') return false;
    size_t unit = strcspn(text + at + 1, " .,:;)\n");
    return !(text[at - 1] >= '0' && text[at - 1] <= '9' && unit <= 2);
}

/* The bytes of text that make its first line. */
static size_t wrap_line(const char *text, enum paint_font font, float size, float w) {
    struct buf line = {0};
    size_t stop = strcspn(text, "\n");
    buf_add(&line, text, stop);
    size_t fit = text_fit(line.data ? line.data : "", font, size, w);
    buf_fini(&line);
    if (fit >= stop) return stop;
    size_t cut = fit;
    while (cut > 0 && !may_break(text, cut)) cut--;
    return cut ? cut : (fit ? fit : 1);
}

static const char *wrap_next(const char *text, size_t fit) {
    text += fit;
    while (*text == ' ') text++;
    return text + (*text == '\n');
}

float draw_wrapped(struct paint *p, float x, float baseline, float w, const char *text, enum paint_font font,
                   float size, float leading, rgba color) {
    struct buf line = {0};
    while (*text) {
        size_t fit = wrap_line(text, font, size, w);
        buf_clear(&line);
        buf_add(&line, text, fit);
        if (line.data) paint_text(p, x, baseline, line.data, font, size, color, ALIGN_left, 0);
        baseline += leading;
        text = wrap_next(text, fit);
    }
    buf_fini(&line);
    return baseline;
}

size_t wrapped_lines(const char *text, enum paint_font font, float size, float w) {
    size_t lines = 0;
    for (; *text; lines++) text = wrap_next(text, wrap_line(text, font, size, w));
    return lines;
}
