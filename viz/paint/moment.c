#include "paint/moment.h"

#include <string.h>

#include "base/arena.h"

/* Records between checkpoints; more where there are many units, so that they cost a byte a record at most. */
#define CHECK_EVERY ((size_t)1 << 11)

size_t record_after(const struct trace *t, sim_ns at) {
    size_t lo = 0, hi = t->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (trace_at(t, mid)->time_ns <= at) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

size_t record_from(const struct trace *t, sim_ns at) { return at <= 0 ? 0 : record_after(t, at - 1); }

static void apply(struct moments *m, size_t i) {
    const struct record *r = trace_at(m->trace, i);
    if (r->where) m->where[r->unit] = r->where;
    if (r->event == EV_exit || (r->event == EV_step_end && r->b)) m->where[r->unit] = 0;
}

static void check_keep(struct moments *m) {
    size_t bytes = m->trace->unit_count * sizeof *m->where;
    uint32_t *copy = mem_alloc(bytes);
    memcpy(copy, m->where, bytes);
    GROW(m->checkpoints, m->checkpoint_cap, m->checkpoint_count + 1);
    m->checkpoints[m->checkpoint_count++] = copy;
}

void moments_init(struct moments *m, const struct trace *t) {
    memset(m, 0, sizeof *m);
    m->trace = t;
    m->where = mem_alloc(t->unit_count * sizeof *m->where);
    m->check_every = t->unit_count * 4 > CHECK_EVERY ? t->unit_count * 4 : CHECK_EVERY;
    size_t next = 0;
    for (size_t i = 0; i < t->count; i++) {
        if (i == next) {
            check_keep(m);
            next += m->check_every;
        }
        apply(m, i);
        const struct record *r = trace_at(t, i);
        if (r->event != EV_output) continue;
        GROW(m->outputs, m->output_cap, m->output_count + 1);
        m->outputs[m->output_count++] = (struct output_mark){.record = (uint32_t)i, .time_ns = r->time_ns};
    }
    memset(m->where, 0, t->unit_count * sizeof *m->where); /* before everything, as upto says */
}

void moments_fini(struct moments *m) {
    for (size_t i = 0; i < m->checkpoint_count; i++) mem_free(m->checkpoints[i]);
    mem_free(m->checkpoints);
    mem_free(m->where);
    mem_free(m->outputs);
    memset(m, 0, sizeof *m);
}

void moments_seek(struct moments *m, sim_ns at) {
    size_t want = record_after(m->trace, at), check = want / m->check_every;
    if (check >= m->checkpoint_count) check = m->checkpoint_count - 1; /* none: SIZE_MAX, and upto is 0 */
    if (m->checkpoint_count && (want < m->upto || check * m->check_every > m->upto)) {
        memcpy(m->where, m->checkpoints[check], m->trace->unit_count * sizeof *m->where);
        m->upto = check * m->check_every;
    }
    for (; m->upto < want; m->upto++) apply(m, m->upto);
}

/* -- the terminal -- */

static struct term_line *line_add(struct terminal *t) {
    if (t->count == TERM_LINES) { /* scrollback is full: the oldest line goes */
        struct term_line first = t->lines[0];
        memmove(t->lines, t->lines + 1, (t->count - 1) * sizeof *t->lines);
        buf_clear(&first.text);
        buf_clear(&first.marks);
        t->lines[t->count - 1] = first;
        return &t->lines[t->count - 1];
    }
    GROW(t->lines, t->cap, t->count + 1);
    memset(&t->lines[t->count], 0, sizeof *t->lines);
    return &t->lines[t->count++];
}

static size_t byte_of(const struct buf *text, size_t column) {
    size_t i = 0;
    for (size_t c = 0; c < column && i < text->len; c++) {
        uint32_t point;
        i += utf8_decode(text->data + i, text->len - i, &point);
    }
    return i;
}

/* Puts one code point at a column, padding with blanks, replacing what stood there. */
static void cell_put(struct term_line *l, size_t column, const char *bytes, size_t n, char mark) {
    while (l->marks.len < column) {
        buf_char(&l->text, ' ');
        buf_char(&l->marks, 0);
    }
    if (l->marks.len == column) {
        buf_add(&l->text, bytes, n);
        buf_char(&l->marks, mark);
        return;
    }
    struct buf out = {0};
    size_t at = byte_of(&l->text, column), next = byte_of(&l->text, column + 1);
    buf_add(&out, l->text.data, at);
    buf_add(&out, bytes, n);
    buf_add(&out, l->text.data + next, l->text.len - next);
    buf_fini(&l->text);
    l->text = out;
    l->marks.data[column] = mark;
}

struct cursor {
    struct term_line *line;
    size_t column;
    enum { PLAIN, ESCAPE, CSI } mode;
};

static void cursor_byte(struct terminal *t, struct cursor *c, const char *s, size_t n, char mark) {
    char ch = s[0];
    if (c->mode == ESCAPE) {
        c->mode = ch == '[' ? CSI : PLAIN;
    } else if (c->mode == CSI) {
        if (ch < '@' || ch > '~') return;
        c->mode = PLAIN;
        if (ch == 'K') { /* erase to the end of the line */
            c->line->text.len = byte_of(&c->line->text, c->column);
            if (c->line->marks.len > c->column) c->line->marks.len = c->column;
        }
    } else if (ch == '\n') {
        c->line = line_add(t);
        c->column = 0;
    } else if (ch == '\r') {
        c->column = 0;
    } else if (ch == '\b') {
        c->column -= c->column > 0;
    } else if (ch == '\t') {
        c->column = (c->column / 8 + 1) * 8;
    } else if (ch == 27) {
        c->mode = ESCAPE;
    } else if ((unsigned char)ch >= 32 && ch != 127) {
        cell_put(c->line, c->column++, s, n, mark);
    }
}

#define REPLAY_BYTES ((size_t)1 << 16)

void terminal_replay(struct terminal *term, const struct moments *m, sim_ns at) {
    for (size_t i = 0; i < term->count; i++) {
        buf_clear(&term->lines[i].text);
        buf_clear(&term->lines[i].marks);
        buf_fini(&term->lines[i].text);
        buf_fini(&term->lines[i].marks);
    }
    term->count = 0;
    size_t n = 0, lo = 0, hi = m->output_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (m->outputs[mid].time_ns <= at) lo = mid + 1;
        else hi = mid;
    }
    size_t first = lo; /* go back far enough to fill the scrollback */
    while (first > 0 && n < REPLAY_BYTES) n += output_len(trace_at(m->trace, m->outputs[--first].record));
    struct cursor c = {.line = line_add(term)};
    for (size_t k = first; k < lo; k++) {
        const struct record *r = trace_at(m->trace, m->outputs[k].record);
        const char *s = m->trace->output.data + r->b;
        size_t len = output_len(r);
        for (size_t i = 0; i < len;) {
            uint32_t point;
            size_t step = utf8_decode(s + i, len - i, &point);
            cursor_byte(term, &c, s + i, step, output_stream(r) == 2);
            i += step;
        }
    }
}

void terminal_fini(struct terminal *term) {
    for (size_t i = 0; i < term->count; i++) {
        buf_fini(&term->lines[i].text);
        buf_fini(&term->lines[i].marks);
    }
    mem_free(term->lines);
    memset(term, 0, sizeof *term);
}
