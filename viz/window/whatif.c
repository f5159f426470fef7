#include "window/whatif.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "paint/draw.h"
#include "scenario/params.h"

struct field {
    const char *key, *label, *choices; /* choices for Left and Right, "" = typed */
};

static const struct field fields[WHATIF_FIELDS] = {
    [WHATIF_cores] = {"machine.cores", "cores", "1 2 3 4 6 8 12 16 32"},
    [WHATIF_smt] = {"machine.smt", "threads a core", "1 2 4"},
    [WHATIF_policy] = {"scheduler", "policy", NULL}, /* the table of policies */
    [WHATIF_params] = {"scheduler", "its parameters", ""},
    [WHATIF_python] = {"python.version", "Python", "3.9 3.11 3.12 3.13 3.14 3.13t 3.14t"},
    [WHATIF_gil] = {"python.gil", "GIL", "on off ticks per-interpreter"},
    [WHATIF_interval] = {"python.switch_interval", "switch interval", "500us 1ms 5ms 20ms 50ms"},
    [WHATIF_profile] = {"profile", "profile", "default ideal fluent2021"},
    [WHATIF_seed] = {"seed", "seed", "1 2 3 4 5"},
};

void whatif_init(struct whatif *w) { memset(w, 0, sizeof *w); }

void whatif_toggle(struct whatif *w) { w->open = !w->open; }

/* The choices of a field one after the other: i-th into out, false past the last. */
static bool choice(int field, size_t i, char out[WHATIF_TEXT]) {
    if (field == WHATIF_policy) {
        for (size_t k = 0; k <= i; k++)
            if (!policies[k]) return false;
        (void)snprintf(out, WHATIF_TEXT, "%s", policies[i]->name);
        return true;
    }
    const char *s = fields[field].choices;
    for (; i > 0 && *s; i--) {
        s += strcspn(s, " ");
        s += *s == ' ';
    }
    (void)snprintf(out, WHATIF_TEXT, "%.*s", (int)strcspn(s, " "), s);
    return *s != '\0';
}

/* The choice after (dir 1) or before the present one; the empty text, "as it is", lies between last and first. */
static void choose(struct whatif *w, int dir) {
    char one[WHATIF_TEXT], *text = w->text[w->field];
    size_t n = 0, at = SIZE_MAX;
    for (; choice(w->field, n, one); n++)
        if (strcmp(one, text) == 0) at = n;
    if (n == 0) return;
    if (at == SIZE_MAX) at = n; /* n stands for the empty text */
    at = (at + (dir > 0 ? 1 : n)) % (n + 1);
    if (!choice(w->field, at, text)) text[0] = '\0';
}

bool whatif_key(struct whatif *w, enum whatif_key k) {
    char *text = w->text[w->field];
    size_t n = strlen(text);
    switch (k) {
    case WHATIF_up: w->field = (w->field + WHATIF_FIELDS - 1) % WHATIF_FIELDS; return true;
    case WHATIF_down: w->field = (w->field + 1) % WHATIF_FIELDS; return true;
    case WHATIF_prev: choose(w, -1); return true;
    case WHATIF_next: choose(w, 1); return true;
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
    for (size_t i = 0; i < m; i++)
        if ((unsigned char)text[i] < 32 || (unsigned char)text[i] > 126) return;
    if (n + m < WHATIF_TEXT) memcpy(to + n, text, m + 1);
}

bool whatif_click(struct whatif *w, int field, enum whatif_part part) {
    if (part == WHATIF_choose || part == WHATIF_before || part == WHATIF_after) w->field = field;
    if (part == WHATIF_before || part == WHATIF_after) choose(w, part == WHATIF_after ? 1 : -1);
    if (part == WHATIF_reset) memset(w->text, 0, sizeof w->text);
    if (part == WHATIF_close || part == WHATIF_run) w->open = false;
    return part == WHATIF_run;
}

size_t whatif_overrides(struct whatif *w, const char *policy, struct override *out) {
    size_t n = 0;
    for (int i = 0; i < WHATIF_FIELDS; i++) {
        if (i == WHATIF_policy || i == WHATIF_params || !w->text[i][0]) continue;
        out[n++] = (struct override){.key = fields[i].key, .value = w->text[i], .shown = fields[i].label};
    }
    const char *name = w->text[WHATIF_policy], *params = w->text[WHATIF_params];
    if (!name[0] && !params[0]) return n;
    (void)snprintf(w->scheduler, sizeof w->scheduler, "%s%s%s", name[0] ? name : policy ? policy : "eevdf",
                   params[0] ? "," : "", params);
    out[n++] = (struct override){.key = "scheduler", .value = w->scheduler, .shown = "policy"};
    return n;
}

/* -- drawing -- */

static const char *as_it_is(const struct loaded *l, int field) {
    const char *facts[WHATIF_FIELDS] = {
        [WHATIF_cores] = l->cores,        [WHATIF_smt] = l->smt,
        [WHATIF_policy] = l->policy,      [WHATIF_params] = "as they are",
        [WHATIF_python] = l->version,     [WHATIF_gil] = l->gil,
        [WHATIF_interval] = l->interval,  [WHATIF_profile] = l->profile,
        [WHATIF_seed] = l->seed,
    };
    return facts[field] && *facts[field] ? facts[field] : "as it is";
}

static void part_begin(struct paint *p, int field, enum whatif_part part) {
    paint_hit_begin(p, (struct hit){.kind = HIT_panel, .a = (uint32_t)field, .b = part}, NULL);
}

static void field_row(const struct whatif *w, const struct view *v, const struct loaded *now, struct paint *p,
                      int i, struct rect b) {
    const struct theme *th = theme_get(v->theme);
    float u = v->lay.unit, size = 12 * u, base = b.y + b.h / 2 + size * 0.36F;
    bool chosen = i == w->field, empty = !w->text[i][0], typed = i == WHATIF_params;
    paint_text(p, b.x - 14 * u, base, fields[i].label, FONT_sans, size, chosen ? th->text : th->muted,
               ALIGN_right, 0);
    part_begin(p, i, WHATIF_choose);
    paint_round(p, b.x, b.y, b.w, b.h, 5 * u, chosen ? th->accent_soft : th->button);
    paint_hit_end(p);
    float room = b.w - (typed ? 20 : 66) * u;
    paint_text(p, b.x + 10 * u, base, empty ? as_it_is(now, i) : w->text[i], empty ? FONT_sans : FONT_mono, size,
               empty ? th->muted : th->text, ALIGN_left, room);
    if (chosen && (typed || !empty)) {
        float x = b.x + 11 * u + fminf(empty ? 0 : text_width(w->text[i], FONT_mono, size), room);
        paint_rect(p, x, b.y + 5 * u, 1.5F * u, b.h - 10 * u, th->accent);
    }
    for (int side = 0; side < 2 && !typed; side++) {
        float x = b.x + b.w - (side ? 26 : 50) * u;
        part_begin(p, i, side ? WHATIF_after : WHATIF_before);
        paint_rect(p, x, b.y, 24 * u, b.h, 0);
        paint_hit_end(p);
        paint_triangle(p, x + 8 * u, b.y + b.h / 2 - 5 * u, 7 * u, 10 * u, side ? SIDE_right : SIDE_left,
                       chosen ? th->accent : th->faint);
    }
}

/* What the parameters of the policy are, while one may want to type them. */
static void hints(const struct whatif *w, const struct view *v, const struct loaded *now, struct paint *p,
                  float x, float y, float width, int lines) {
    const struct theme *th = theme_get(v->theme);
    const char *name = w->text[WHATIF_policy][0] ? w->text[WHATIF_policy] : now->policy;
    const struct policy *policy = name ? policy_find(name) : NULL;
    float u = v->lay.unit, row = 15 * u;
    struct buf b = {0};
    if (policy && (w->field == WHATIF_policy || w->field == WHATIF_params)) {
        buf_printf(&b, "%s: %s", policy->name, policy->summary);
        paint_text(p, x, y, b.data, FONT_bold, 10.5F * u, th->text, ALIGN_left, width);
        const struct policy_param *q = policy->params;
        for (int i = 1; q && q->name && i < lines; q++, i++) {
            buf_clear(&b);
            buf_printf(&b, "%s=%s", q->name, q->fallback ? q->fallback : "");
            paint_text(p, x, y + (float)i * row, b.data, FONT_mono, 10 * u, th->accent, ALIGN_left, width * 0.42F);
            paint_text(p, x + width * 0.44F, y + (float)i * row, q->help, FONT_sans, 10 * u, th->muted, ALIGN_left,
                       width * 0.56F);
        }
        if (!q || policy->params == q)
            paint_text(p, x, y + row, "it has no parameters", FONT_sans, 10 * u, th->muted, ALIGN_left, width);
    } else {
        paint_text(p, x, y, "Up/Down: field · Left/Right: choices, or type · Enter: run · Esc: close", FONT_sans,
                   10 * u, th->muted, ALIGN_left, width);
    }
    buf_fini(&b);
}

static void press_here(const struct view *v, struct paint *p, enum whatif_part part, const char *text, float x,
                       float y, float w, bool strong) {
    const struct theme *th = theme_get(v->theme);
    float u = v->lay.unit;
    part_begin(p, 0, part);
    paint_round(p, x, y, w, 30 * u, 6 * u, strong ? th->accent : th->button);
    paint_hit_end(p);
    paint_text(p, x + w / 2, y + 19.5F * u, text, FONT_bold, 12 * u, strong ? th->background : th->text, ALIGN_center,
               0);
}

void whatif_draw(const struct whatif *w, const struct view *v, const struct loaded *now, struct paint *p) {
    const struct theme *th = theme_get(v->theme);
    if (!w->open) return;
    float u = v->lay.unit, width = fminf(470 * u, v->width - 16), wanted = 250 * u + WHATIF_FIELDS * 31 * u;
    float row = 31 * u, foot = 154 * u;
    if (wanted > v->height) { /* a small window: no hints, closer rows */
        foot = 10 * u;
        row = fmaxf(fminf((v->height - 100 * u) / WHATIF_FIELDS, row), 14 * u);
    }
    struct rect r = draw_card(v, p, width, 94 * u + foot - 50 * u + WHATIF_FIELDS * row + 40 * u);
    part_begin(p, 0, WHATIF_sheet);
    paint_rect(p, r.x, r.y, r.w, r.h, 0);
    paint_hit_end(p);
    paint_text(p, r.x + 24 * u, r.y + 33 * u, "What if …", FONT_bold, 15 * u, th->text, ALIGN_left, 0);
    float top = r.y + 46 * u;
    for (int i = 0; i < WHATIF_FIELDS; i++)
        field_row(w, v, now, p, i, (struct rect){r.x + 150 * u, top + (float)i * row, r.w - 174 * u, row - 5 * u});
    float y = top + WHATIF_FIELDS * row + 14 * u;
    if (foot > 60 * u) hints(w, v, now, p, r.x + 24 * u, y + 4 * u, r.w - 48 * u, 7);
    y = r.y + r.h - 40 * u;
    press_here(v, p, WHATIF_run, "run it", r.x + r.w - 114 * u, y, 90 * u, true);
    press_here(v, p, WHATIF_reset, "as it is", r.x + r.w - 214 * u, y, 90 * u, false);
    press_here(v, p, WHATIF_close, "close", r.x + r.w - 314 * u, y, 90 * u, false);
}
