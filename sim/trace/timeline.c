/* The text timeline: one row a lane, one character a slice of time. */
#include <inttypes.h>
#include <string.h>

#include "base/assert.h"
#include "trace/stats.h"

#define LABEL_MAX 26
#define ROWS_MAX  60

struct glyphs {
    const char *gil, *run, *brief, *gil_wait, *ready, *blocked, *poll, *iterate, *idle, *axis, *tick;
};

static const struct glyphs unicode = {"█", "▓", "▁", "░", "◦", "─", "─", "+", "·", "─", "┬"};
static const struct glyphs ascii = {"#", "=", ",", "~", "o", "-", "-", "+", ".", "-", "+"};

struct canvas {
    const struct tracks *ts;
    const struct glyphs *g;
    struct buf *out;
    size_t label, columns;
    sim_ns span;
    char *letters; /* by unit: how rows of CPUs, GILs, locks and loops name it */
};

static size_t text_columns(const char *s) {
    size_t n = 0;
    for (; *s; s++) n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* Writes s cut or padded to exactly n columns. */
static void cell_text(struct buf *out, const char *s, size_t n, const char *ellipsis) {
    size_t have = text_columns(s);
    if (have <= n) {
        buf_text(out, s);
        buf_fill(out, ' ', n - have);
        return;
    }
    size_t cut = n - text_columns(ellipsis);
    for (size_t i = 0, c = 0; s[i]; i++) {
        if (((unsigned char)s[i] & 0xC0) != 0x80 && c++ == cut) break;
        buf_char(out, s[i]);
    }
    buf_text(out, ellipsis);
}

static sim_ns column_start(const struct canvas *c, size_t i) {
    sim_ns whole = c->span / (sim_ns)c->columns, rest = c->span % (sim_ns)c->columns;
    return whole * (sim_ns)i + rest * (sim_ns)i / (sim_ns)c->columns;
}

/* What fills [from, to) of a lane: time by state, and the unit with most time in a "busy" state. */
struct share {
    sim_ns by_state[SEG_STATE_COUNT];
    sim_ns busy, top_ns;
    uint32_t top_unit;
    struct segment top; /* of top_unit; top_ns 0: none */
};

#define SHARE_UNITS 8

static bool names_unit(enum seg_state s) {
    return s == SEG_running || s == SEG_running_gil || s == SEG_held || s == SEG_requested || s == SEG_step ||
           s == SEG_switching;
}

static struct share share_of(const struct tracks *ts, const struct lane *l, size_t *at, sim_ns from,
                             sim_ns to) {
    struct share sh = {0};
    uint32_t units[SHARE_UNITS];
    sim_ns times[SHARE_UNITS];
    size_t n = 0;
    while (*at < l->count && lane_end(l, *at) <= from) ++*at;
    for (size_t i = *at; i < l->count && lane_start(l, i) < to; i++) {
        struct segment a_seg = lane_seg(ts, l, i), *s = &a_seg;
        sim_ns d = ns_min(s->end_ns, to) - ns_max(s->start_ns, from);
        sh.by_state[s->state] += d;
        if (!names_unit((enum seg_state)s->state)) continue;
        sh.busy += d;
        size_t k = 0;
        while (k < n && units[k] != s->unit) k++;
        if (k == n && n < SHARE_UNITS) {
            units[n] = s->unit;
            times[n++] = 0;
        }
        if (k == SHARE_UNITS) continue;
        times[k] += d;
        if (times[k] > sh.top_ns) {
            sh.top_ns = times[k];
            sh.top_unit = s->unit;
            sh.top = *s;
        }
    }
    return sh;
}

static enum seg_state top_state(const struct share *sh) {
    enum seg_state best = SEG_running_gil;
    for (int s = 0; s < SEG_STATE_COUNT; s++)
        if (sh->by_state[s] > sh->by_state[best]) best = (enum seg_state)s;
    return best;
}

static const char *task_glyph(const struct canvas *c, const struct share *sh, bool coroutine) {
    enum seg_state s = top_state(sh);
    if (sh->by_state[s] == 0) return " ";
    bool ran = sh->by_state[SEG_running_gil] + sh->by_state[SEG_running] > 0;
    switch (s) {
    case SEG_running_gil: return c->g->gil;
    case SEG_running: return coroutine ? c->g->gil : c->g->run;
    case SEG_gil_wait:
        return ran && sh->by_state[SEG_running_gil] * 2 > sh->by_state[s] ? c->g->brief : c->g->gil_wait;
    case SEG_ready:
    case SEG_scheduled: return c->g->ready;
    case SEG_blocked:
    case SEG_waiting: return ran ? c->g->brief : c->g->blocked;
    case SEG_polling: return sh->busy ? c->g->brief : c->g->poll;
    case SEG_iterating: return c->g->iterate;
    case SEG_switching:
    case SEG_held:
    case SEG_requested:
    case SEG_step:
    case SEG_STATE_COUNT: break;
    }
    return c->g->brief; /* a step that fills less than half */
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static void row_cells(struct canvas *c, const struct lane *l) {
    size_t at = 0;
    for (size_t i = 0; i < c->columns; i++) {
        sim_ns from = column_start(c, i), to = column_start(c, i + 1);
        if (to <= from) to = from + 1;
        struct share sh = share_of(c->ts, l, &at, from, to);
        bool most = sh.busy * 2 >= to - from;
        if (l->kind == LANE_TASK || l->kind == LANE_COROUTINE) {
            buf_text(c->out, task_glyph(c, &sh, l->kind == LANE_COROUTINE));
        } else if (l->kind == LANE_QUEUE) {
            int64_t fill = sh.top_ns ? segment_fill(c->ts, &sh.top) : 0;
            buf_char(c->out, fill <= 0 ? ' ' : fill < 10 ? (char)('0' + fill) : '+');
        } else if (sh.busy > 0 && (l->kind != LANE_LOOP || most)) {
            char letter = c->letters[sh.top_unit];
            buf_char(c->out, most ? letter : lower(letter));
        } else if (l->kind == LANE_LOOP) {
            buf_text(c->out, task_glyph(c, &sh, l->kind == LANE_COROUTINE));
        } else {
            buf_text(c->out, c->g->idle);
        }
    }
}

/* Tasks get capital letters, coroutines digits and then small letters; the rest share a star. */
static void letters_give(struct canvas *c) {
    static const char tasks[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                      coroutines[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    size_t t = 0, k = 0;
    memset(c->letters, '*', c->ts->unit_count);
    for (size_t i = 0; i < c->ts->count; i++) {
        const struct lane *l = &c->ts->lanes[i];
        if (l->kind == LANE_TASK && t < sizeof tasks - 1) c->letters[l->unit] = tasks[t++];
        if (l->kind == LANE_COROUTINE && k < sizeof coroutines - 1) c->letters[l->unit] = coroutines[k++];
    }
}

static sim_ns tick_step(const struct canvas *c) {
    static const int steps[] = {1, 2, 5};
    for (sim_ns unit = 1; unit < NS_NEVER / 20; unit *= 10)
        for (size_t i = 0; i < 3; i++)
            if ((double)(unit * steps[i]) * (double)c->columns >= 12.0 * (double)c->span)
                return unit * steps[i];
    return c->span;
}

static void axis(struct canvas *c) {
    sim_ns step = tick_step(c), next = 0;
    struct buf line = {0};
    size_t used = 0;
    buf_fill(c->out, ' ', c->label);
    buf_fill(&line, ' ', c->label);
    for (size_t i = 0; i < c->columns; i++) {
        bool tick = column_start(c, i) <= next && next < column_start(c, i + 1);
        buf_text(&line, tick ? c->g->tick : c->g->axis);
        if (!tick) continue;
        char text[NS_TEXT_MAX];
        if (next == 0) memcpy(text, "0", 2);
        else ns_text(next, text);
        next += step;
        if (i < used || i + strlen(text) > c->columns) continue;
        buf_fill(c->out, ' ', i - used);
        buf_text(c->out, text);
        used = i + strlen(text);
    }
    buf_char(c->out, '\n');
    buf_text(c->out, line.data);
    buf_char(c->out, '\n');
    buf_fini(&line);
}

static void row(struct canvas *c, const struct lane *l, struct buf *name) {
    struct buf label = {0};
    const char *text = lane_name(c->ts, l, name);
    char letter[2] = {l->kind == LANE_CPU ? '\0' : c->letters[l->unit], '\0'};
    bool lettered = l->kind == LANE_TASK || l->kind == LANE_COROUTINE;
    if (lettered && strcmp(letter, text) != 0) buf_printf(&label, "%c ", c->letters[l->unit]);
    buf_text(&label, text);
    cell_text(c->out, label.data, c->label - 1, c->g == &unicode ? "…" : "~");
    buf_char(c->out, ' ');
    row_cells(c, l);
    while (c->out->len && c->out->data[c->out->len - 1] == ' ') c->out->data[--c->out->len] = '\0';
    buf_char(c->out, '\n');
    buf_fini(&label);
}

static void legend(struct canvas *c) {
    bool seen[SEG_STATE_COUNT] = {false}, loops = false;
    for (size_t i = 0; i < c->ts->count; i++) {
        const struct lane *l = &c->ts->lanes[i];
        loops = loops || l->kind == LANE_LOOP;
        for (size_t k = 0; (l->kind == LANE_TASK || l->kind == LANE_COROUTINE) && k < l->count; k++)
            seen[l->kind == LANE_COROUTINE && lane_state(l, k) == SEG_running ? SEG_running_gil
                                                                              : lane_state(l, k)] = true;
    }
    const struct {
        bool show;
        const char *glyph, *words;
    } keys[] = {
        {seen[SEG_running_gil], c->g->gil, "runs with the GIL"},
        {seen[SEG_running], c->g->run, seen[SEG_running_gil] ? "runs without it" : "runs"},
        {seen[SEG_blocked] || seen[SEG_waiting], c->g->brief, "ran briefly"},
        {seen[SEG_gil_wait], c->g->gil_wait, "waits for the GIL"},
        {seen[SEG_ready] || seen[SEG_scheduled], c->g->ready, "ready, no CPU"},
        {seen[SEG_blocked] || seen[SEG_waiting], c->g->blocked, "blocked"},
        {loops, c->g->iterate, "loop's own work"},
    };
    size_t used = c->label;
    buf_fill(c->out, ' ', c->label);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t need = 4 + text_columns(keys[i].words);
        if (!keys[i].show) continue;
        if (used + need > c->label + c->columns) {
            buf_char(c->out, '\n');
            buf_fill(c->out, ' ', c->label);
            used = c->label;
        }
        buf_printf(c->out, "%s %s  ", keys[i].glyph, keys[i].words);
        used += need;
    }
    while (c->out->len && c->out->data[c->out->len - 1] == ' ') c->out->data[--c->out->len] = '\0';
    buf_char(c->out, '\n');
}

void stats_timeline(const struct tracks *ts, int width, struct buf *out) {
    struct canvas c = {.ts = ts, .g = width < 0 ? &ascii : &unicode, .out = out, .span = ts->end_ns};
    size_t columns = (size_t)(width < 0 ? -(int64_t)width : (int64_t)width);
    if (ts->count == 0 || ts->end_ns <= 0) return;
    struct buf name = {0};
    for (size_t i = 0; i < ts->count; i++) {
        size_t need = text_columns(lane_name(ts, &ts->lanes[i], &name)) + 4;
        c.label = need > c.label ? need : c.label;
    }
    c.label = c.label > LABEL_MAX ? LABEL_MAX : c.label;
    c.columns = columns > c.label + 20 ? columns - c.label : 20;
    c.letters = mem_alloc(ts->unit_count + 1);
    letters_give(&c);
    axis(&c);
    size_t rows = 0;
    for (size_t i = 0; i < ts->count; i++) {
        if (rows++ < ROWS_MAX) row(&c, &ts->lanes[i], &name);
    }
    if (rows > ROWS_MAX) buf_printf(out, "... and %zu more lanes\n", rows - ROWS_MAX);
    legend(&c);
    mem_free(c.letters);
    buf_fini(&name);
}
