/* asciinema v2: a header, then [seconds, "o", text] for each write to stdout. A terminal in raw mode needs
 * "\r\n" for a newline. Writes that end inside a UTF-8 sequence pass the broken tail to the next one. */
#include <inttypes.h>
#include <string.h>

#include "export/formats.h"

static void cast_event(struct buf *out, sim_ns at, const char *s, size_t n) {
    struct buf text = {0};
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\n') buf_char(&text, '\r');
        buf_char(&text, s[i]);
    }
    buf_printf(out, "[%" PRId64 ".%09" PRId64 ", \"o\", ", at / NS_S, at % NS_S);
    json_text(out, text.data, text.len);
    buf_text(out, "]\n");
    buf_fini(&text);
}

/* How many of the last bytes begin a UTF-8 sequence that is not complete yet. */
static size_t utf8_tail(const char *s, size_t n) {
    for (size_t back = 1; back <= 3 && back <= n; back++) {
        unsigned char c = (unsigned char)s[n - back];
        if ((c & 0xC0) == 0x80) continue;
        size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        return need > back ? back : 0;
    }
    return 0;
}

void export_cast(const struct tracks *ts, const struct export_options *o, struct buf *out) {
    const struct trace *t = ts->trace;
    struct buf pending = {0};
    buf_text(out,
             "{\"version\": 2, \"width\": 100, \"height\": 30, \"env\": {\"TERM\": \"xterm-256color\"}}\n");
    for (size_t i = 0; i < t->count; i++) {
        const struct record *r = trace_at(t, i);
        if (r->event != EV_output || output_stream(r) != 1 || r->time_ns < o->from_ns ||
            r->time_ns > o->to_ns)
            continue;
        buf_add(&pending, t->output.data + r->b, output_len(r));
        size_t tail = utf8_tail(pending.data, pending.len), whole = pending.len - tail;
        if (whole == 0) continue;
        cast_event(out, r->time_ns, pending.data, whole);
        memmove(pending.data, pending.data + whole, tail);
        pending.len = tail;
    }
    if (pending.len) cast_event(out, ts->end_ns, pending.data, pending.len);
    buf_fini(&pending);
}
