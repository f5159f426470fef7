#include "paint/picture.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "paint/draw.h"
#include "paint/render.h"

struct picture picture_defaults(const struct run *r) {
    return (struct picture){.format = "svg",
                            .from = 0,
                            .to = r->tracks.end_ns,
                            .at = NS_NEVER,
                            .width = 1280,
                            .scale = 1,
                            .theme = THEME_light,
                            .seconds = 8,
                            .fps = 12};
}

bool picture_known(const char *format) {
    return strcmp(format, "svg") == 0 || strcmp(format, "pdf") == 0 || strcmp(format, "png") == 0 ||
           strcmp(format, "gif") == 0;
}

/* Is a lane's name in the list "a,b,c"? */
static bool listed(const char *list, const char *name) {
    size_t n = strlen(name);
    for (const char *s = list; *s;) {
        size_t len = strcspn(s, ",");
        if (len == n && memcmp(s, name, n) == 0) return true;
        s += len + (s[len] == ',');
    }
    return false;
}

static bool choose_lanes(struct view *v, const char *lanes, struct diag *d) {
    struct buf name = {0}, all = {0};
    size_t shown = 0;
    if (!lanes) return true;
    for (size_t i = 0; i < v->run->tracks.count; i++) {
        const char *text = lane_name(&v->run->tracks, &v->run->tracks.lanes[i], &name);
        v->hidden[i] = !listed(lanes, text);
        shown += !v->hidden[i];
        buf_printf(&all, "%s%s", i ? ", " : "", text);
    }
    if (shown == 0) {
        diag_plain(d, "--lanes: no lane is called that: %s", lanes);
        diag_accepted(d, "%s", all.data ? all.data : "");
    }
    buf_fini(&name);
    buf_fini(&all);
    return shown > 0;
}

static void drop_empty_groups(struct view *v) {
    size_t kept = 0;
    for (size_t i = 0; i < v->row_count; i++) {
        bool group = v->rows[i].kind == ROW_group, last = i + 1 == v->row_count;
        if (group && (last || v->rows[i + 1].kind == ROW_group)) continue;
        v->rows[kept++] = v->rows[i];
    }
    v->row_count = kept;
    float y = 0;
    for (size_t i = 0; i < kept; i++) {
        if (i && v->rows[i].kind == ROW_group) y += 6 * v->lay.unit;
        v->rows[i].y = y;
        y += v->rows[i].h;
    }
}

/* A wide picture is scaled down on a slide: beyond this width everything in it grows, type, patterns and lines,
 * unless the size of the type is told. */
#define WIDTH_PLAIN 1600.0F

static float zoom_of(const struct picture *o) { return o->font > 0 ? 1 : fmaxf(o->width / WIDTH_PLAIN, 1); }

static void set_times(struct view *v, const struct picture *o) {
    v->from = ns_min(o->from, VIEW_TIME_MAX);
    v->to = ns_max(ns_min(o->to, VIEW_TIME_MAX), v->from + 1);
}

/* Without a height of its own a picture is as high as its rows, a page with a note at least as high as a slide;
 * processes fold where the rows would not fit a slide. */
static bool open_view(struct view *v, struct run *r, const struct picture *o, struct diag *d) {
    float zoom = zoom_of(o), width = o->width / zoom, given = o->height / zoom, slide = width * 9 / 16;
    view_init(v, r, width, given > 0 ? given : slide);
    v->picture = true;
    v->plain = given <= 0;
    v->captions = o->notes_pages;
    v->titles = true;
    v->theme = o->theme;
    v->font = o->font > 0 ? o->font : 1;
    v->arrows = o->arrows;
    v->at = o->at == NS_NEVER ? 0 : o->at;
    v->notes = o->notes;
    v->note_count = o->note_count;
    v->heading = o->title;
    if (!choose_lanes(v, o->lanes, d)) {
        view_fini(v);
        return false;
    }
    if (o->like) {
        memcpy(v->folded, o->like->folded, v->group_count * sizeof *v->folded);
        memcpy(v->hidden, o->like->hidden, r->tracks.count * sizeof *v->hidden);
        memcpy(v->order, o->like->order, r->tracks.count * sizeof *v->order);
        v->arrows = o->like->arrows;
    }
    view_layout(v);
    if (!o->lanes) rows_fold_to_fit(v);
    float chrome = v->lay.bar.h + v->lay.ruler.h + v->lay.legend.h + 12 * v->lay.unit;
    if (o->lanes) drop_empty_groups(v);
    float rows = chrome + view_rows_height(v) + (v->captions ? captions_height(v) : 0);
    v->plain = v->plain && !v->captions;
    view_resize(v, width, given > 0 ? given : v->captions ? fmaxf(rows, slide) : rows);
    if (o->lanes) drop_empty_groups(v); /* laying out has brought them back */
    set_times(v, o);
    return true;
}

static bool write_all(const char *path, const struct buf *b, struct diag *d) {
    errno = 0;
    FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    bool ok = f && fwrite(b->data ? b->data : "", 1, b->len, f) == b->len;
    if (f) ok = (f == stdout ? fflush(f) : fclose(f)) == 0 && ok;
    return ok || diag_plain(d, "cannot write %s: %s", path, errno ? strerror(errno) : "the disk may be full");
}

static bool write_pdf(struct view *v, const struct picture *o, const char *path, struct diag *d) {
    struct buf out = {0};
    struct paint p;
    struct pdf *f = pdf_open(&out, o->title ? o->title : v->run->title);
    paint_init(&p, v->width, v->height);
    size_t pages = o->notes_pages && o->note_count ? o->note_count : 1;
    for (size_t i = 0; i < pages; i++) {
        if (o->notes_pages && o->note_count) view_show_note(v, i);
        view_draw(v, &p);
        pdf_page(f, &p, theme_get(v->theme)->background, (double)zoom_of(o));
    }
    paint_fini(&p);
    bool ok = pdf_close(f, d) && write_all(path, &out, d);
    buf_fini(&out);
    return ok;
}

static bool write_gif(struct run *r, const struct picture *o, const char *path, struct diag *d) {
    struct view v;
    struct paint p;
    struct buf out = {0};
    float zoom = zoom_of(o), width = o->width / zoom,
          height = o->height > 0 ? o->height / zoom : width * 9 / 16;
    double scale = o->scale * (double)zoom;
    int frames = o->seconds * o->fps, w = (int)ceil((double)width * scale),
        h = (int)ceil((double)height * scale);
    view_init(&v, r, width, height);
    paint_init(&p, width, height);
    v.theme = o->theme;
    v.font = o->font > 0 ? o->font : 1;
    v.arrows = o->arrows;
    bool ok = choose_lanes(&v, o->lanes, d);
    view_layout(&v);
    set_times(&v, o);
    struct gif *g = ok ? gif_open(&out, w, h, d) : NULL;
    ok = g != NULL;
    for (int i = 1; ok && i < 4; i++) { /* colours that only later frames have */
        v.at = o->from + (o->to - o->from) / 4 * i;
        view_draw(&v, &p);
        gif_learn(g, &p, theme_get(v.theme)->background, scale);
    }
    for (int i = 0; ok && i < frames; i++) {
        v.at = o->from + (sim_ns)((double)(o->to - o->from) * i / (frames > 1 ? frames - 1 : 1));
        v.playing = true;
        view_draw(&v, &p);
        ok = gif_frame(g, &p, theme_get(v.theme)->background, scale,
                       i + 1 == frames ? 200 : 100 / (o->fps ? o->fps : 1), d);
    }
    if (g) ok = gif_close(g, d) && ok;
    ok = ok && write_all(path, &out, d);
    buf_fini(&out);
    paint_fini(&p);
    view_fini(&v);
    return ok;
}

bool picture_write(struct run *r, const struct picture *o, const char *path, struct diag *d) {
    struct view v;
    struct paint p;
    if (strcmp(o->format, "gif") == 0) return write_gif(r, o, path, d);
    if (!open_view(&v, r, o, d)) return false;
    bool ok;
    rgba background = theme_get(o->theme)->background;
    if (o->notes_pages && o->note_count == 0) {
        view_fini(&v);
        return diag_plain(d, "--notes: there are no notes in this scenario");
    }
    paint_init(&p, v.width, v.height);
    if (strcmp(o->format, "pdf") == 0) {
        ok = write_pdf(&v, o, path, d);
    } else if (strcmp(o->format, "png") == 0) {
        view_draw(&v, &p);
        ok = render_png(&p, background, o->scale * (double)zoom_of(o), path, d);
    } else {
        struct buf out = {0};
        view_draw(&v, &p);
        paint_svg(&p, background, (double)zoom_of(o), o->title ? o->title : v.run->title, &out);
        ok = write_all(path, &out, d);
        buf_fini(&out);
    }
    paint_fini(&p);
    view_fini(&v);
    return ok;
}

bool screenshot_write(struct view *v, double scale, const char *path, struct diag *d) {
    struct paint p;
    paint_init(&p, v->width, v->height);
    view_draw(v, &p);
    bool ok = render_png(&p, theme_get(v->theme)->background, scale, path, d);
    paint_fini(&p);
    return ok;
}
