/* What is the window's business and not the view's: pictures, panel, comparing, full screen, leaving. */
#include <string.h>

#include "paint/picture.h"
#include "window/state.h"

static void save_pictures(struct window *w) {
    static const char *const formats[] = {"svg", "pdf", "png"};
    struct buf told = {0};
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    const char *base = base_name(w->path);
    size_t stem = strcspn(base, ".");
    buf_text(&told, "saved");
    for (size_t i = 0; i < 3 && !d.set; i++) {
        struct picture o = picture_defaults(w->view.run);
        const char *path = arena_printf(&a, "%.*s.%s", (int)stem, base, formats[i]);
        o.format = formats[i];
        o.from = ns_max(w->view.from, 0);
        o.to = ns_max(ns_min(w->view.to, w->view.run->tracks.end_ns), o.from + 1);
        o.theme = w->view.theme;
        o.at = w->view.at;
        o.scale = 2;
        o.like = &w->view;
        if (picture_write(w->view.mutable_run, &o, path, &d)) buf_printf(&told, " %s", path);
    }
    view_message(&w->view, d.set ? d.message : told.data);
    buf_fini(&told);
    arena_fini(&a);
}

static void compare(struct window *w) {
    if (w->view.other) {
        view_compare(&w->view, NULL);
    } else if (w->before) {
        view_compare(&w->view, &w->before->run);
        view_fit(&w->view);
    } else {
        view_message(&w->view, "nothing to compare with yet: change something with X and run again");
    }
}

static bool is_smooth(enum action a) {
    return a == ACT_fit || a == ACT_center || a == ACT_undo || a == ACT_note_next || a == ACT_note_prev ||
           a == ACT_lecture || a == ACT_search_next || a == ACT_search_prev || a == ACT_bookmark_next ||
           a == ACT_start || a == ACT_end;
}

void window_act(struct window *w, enum action a) {
    w->dirty = true;
    motion_end(&w->motion, &w->view);
    struct place before = view_place(&w->view);
    if (a == ACT_compare) compare(w);
    else if (a == ACT_whatif) whatif_toggle(&w->whatif);
    else if (a == ACT_clear && w->whatif.open) whatif_toggle(&w->whatif);
    else if (a == ACT_clear && w->rerun) rerun_cancel(w);
    else if (a == ACT_save) save_pictures(w);
    else if (a == ACT_quit) w->quit = true;
    else if (a == ACT_fullscreen) {
        w->full = !w->full;
        SDL_SetWindowFullscreen(w->sdl, w->full ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    } else {
        view_act(&w->view, a);
        if (is_smooth(a)) motion_begin(&w->motion, &w->view, before);
    }
}
