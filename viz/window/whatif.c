#include "window/whatif.h"

#include <math.h>
#include <string.h>

struct field {
    const char *key, *label, *choices; /* choices for Left and Right, "" = typed */
};

static const struct field fields[WHATIF_FIELDS] = {
    {"machine.cores", "cores", "1 2 3 4 6 8 16"},
    {"machine.smt", "threads a core", "1 2"},
    {"scheduler", "policy", "eevdf cfs rr fcfs mlfq lottery stride"},
    {"python.version", "Python", "3.9 3.11 3.12 3.13 3.14 3.13t 3.14t"},
    {"python.gil", "GIL", "on off ticks per-interpreter"},
    {"python.switch_interval", "switch interval", "5ms 1ms 500us 50ms"},
    {"profile", "profile", "default ideal fluent2021"},
    {"seed", "seed", "1 2 3 4 5"},
};

void whatif_init(struct whatif *w) { memset(w, 0, sizeof *w); }

void whatif_toggle(struct whatif *w) { w->open = !w->open; }

/* The choice after (dir 1) or before the present one; the empty text, "as it was", lies between last and first. */
static void choose(char *text, const char *choices, int dir) {
    const char *starts[16];
    size_t lens[16], n = 0, at = 0;
    for (const char *s = choices; *s && n < 16;) {
        starts[n] = s;
        lens[n] = strcspn(s, " ");
        s += lens[n] + (s[lens[n]] == ' ');
        n++;
    }
    while (at < n && !(strlen(text) == lens[at] && memcmp(text, starts[at], lens[at]) == 0)) at++;
    at = (at + (dir > 0 ? 1 : n)) % (n + 1); /* n stands for the empty text */
    size_t len = at < n ? lens[at] : 0;
    if (len) memcpy(text, starts[at], len);
    text[len] = '\0';
}

bool whatif_key(struct whatif *w, enum whatif_key k) {
    char *text = w->text[w->field];
    size_t n = strlen(text);
    switch (k) {
    case WHATIF_up: w->field = (w->field + WHATIF_FIELDS - 1) % WHATIF_FIELDS; return true;
    case WHATIF_down: w->field = (w->field + 1) % WHATIF_FIELDS; return true;
    case WHATIF_prev: choose(text, fields[w->field].choices, -1); return true;
    case WHATIF_next: choose(text, fields[w->field].choices, 1); return true;
    case WHATIF_erase:
        if (n) text[n - 1] = '\0';
        return true;
    case WHATIF_other: break;
    }
    return false;
}

void whatif_text(struct whatif *w, const char *text) {
    char *to = w->text[w->field];
    size_t n = strlen(to), m = strlen(text);
    if (n == 0 && strchr("xX", text[0]) && m == 1) return; /* the key that opened the panel */
    if (n + m < WHATIF_TEXT && (unsigned char)text[0] < 127) memcpy(to + n, text, m + 1);
}

size_t whatif_overrides(const struct whatif *w, struct override *out) {
    size_t n = 0;
    for (size_t i = 0; i < WHATIF_FIELDS; i++)
        if (w->text[i][0])
            out[n++] = (struct override){.key = fields[i].key, .value = w->text[i], .shown = fields[i].label};
    return n;
}

void whatif_draw(const struct whatif *w, const struct view *v, struct paint *p) {
    const struct theme *th = theme_get(v->theme);
    float u = v->lay.unit, width = fminf(430 * u, v->width - 16), row = 30 * u,
          h = 92 * u + WHATIF_FIELDS * row;
    float x = (v->width - width) / 2, y = fmaxf((v->height - h) / 2, 6);
    if (!w->open) return;
    paint_rect(p, 0, 0, v->width, v->height, color_alpha(0x000000FF, 0.28F));
    paint_round(p, x - 1, y - 1, width + 2, h + 2, 11, th->panel_edge);
    paint_round(p, x, y, width, h, 10, th->background);
    paint_text(p, x + 24 * u, y + 34 * u, "What if …", FONT_bold, 15 * u, th->text, ALIGN_left, 0);
    for (int i = 0; i < WHATIF_FIELDS; i++) {
        float ry = y + 50 * u + (float)i * row, bx = x + 150 * u, bw = width - 174 * u;
        bool chosen = i == w->field, empty = !w->text[i][0];
        paint_text(p, bx - 14 * u, ry + 19 * u, fields[i].label, FONT_sans, 12 * u, th->muted, ALIGN_right,
                   0);
        paint_round(p, bx, ry + 2 * u, bw, 25 * u, 5 * u, chosen ? th->accent_soft : th->button);
        paint_text(p, bx + 10 * u, ry + 19 * u, empty ? "as it was" : w->text[i],
                   empty ? FONT_sans : FONT_mono, 12 * u, empty ? th->faint : th->text, ALIGN_left,
                   bw - 40 * u);
        if (!chosen) continue;
        paint_triangle(p, bx + bw - 32 * u, ry + 10 * u, 6 * u, 9 * u, SIDE_left, th->accent);
        paint_triangle(p, bx + bw - 18 * u, ry + 10 * u, 6 * u, 9 * u, SIDE_right, th->accent);
    }
    paint_text(p, x + 24 * u, y + h - 20 * u,
               "Enter runs it again   ·   Up/Down field   ·   Left/Right choices, or type   ·   Esc closes",
               FONT_sans, 10 * u, th->faint, ALIGN_left, width - 40 * u);
}
