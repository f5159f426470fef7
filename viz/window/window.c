#include "window/window.h"

#include <math.h>
#include <string.h>

#include "paint/draw.h"
#include "window/state.h"

/* -- frames -- */

void window_measure(struct window *w) {
    int lw, lh;
    SDL_Surface *s = SDL_GetWindowSurface(w->sdl);
    SDL_GetWindowSize(w->sdl, &lw, &lh);
    w->scale = s && lw > 0 ? (double)s->w / lw : 1;
    view_resize(&w->view, (float)lw, (float)lh);
}

static void draw_frame(struct window *w) {
    SDL_Surface *s = SDL_GetWindowSurface(w->sdl); /* fetched anew: a resize replaces it */
    if (!s) return;
    view_draw(&w->view, &w->paint);
    whatif_draw(&w->whatif, &w->view, w->now, &w->paint);
    bool direct = s->format->BytesPerPixel == 4 && s->format->Rmask == 0xFF0000 && s->format->Bmask == 0xFF;
    if (SDL_MUSTLOCK(s)) SDL_LockSurface(s);
    cairo_surface_t *c =
        direct ? cairo_image_surface_create_for_data(s->pixels, CAIRO_FORMAT_RGB24, s->w, s->h, s->pitch)
               : cairo_image_surface_create(CAIRO_FORMAT_RGB24, s->w, s->h);
    cairo_t *cr = cairo_create(c);
    cairo_scale(cr, w->scale, w->scale);
    render_cairo(&w->paint, cr, theme_get(w->view.theme)->background, &w->cache);
    cairo_destroy(cr);
    cairo_surface_flush(c);
    if (!direct)
        SDL_ConvertPixels(s->w, s->h, SDL_PIXELFORMAT_RGB888, cairo_image_surface_get_data(c),
                          cairo_image_surface_get_stride(c), s->format->format, s->pixels, s->pitch);
    cairo_surface_destroy(c);
    if (SDL_MUSTLOCK(s)) SDL_UnlockSurface(s);
    SDL_UpdateWindowSurface(w->sdl);
    w->dirty = false;
}

static void dump_state(const struct window *w) {
    if (!w->o->dump) return;
    struct buf b = {0}, fresh = {0};
    view_dump(&w->view, &b);
    buf_printf(&b, "frame=%zu\nwhatif=%d\nwhatif_field=%d\nmoving=%d\nfull=%d\nrunning=%d\n", w->paint.count,
               w->whatif.open, w->whatif.field, w->motion.moving, w->full, w->rerun != NULL);
    buf_printf(&fresh, "%s.new", w->o->dump); /* whole or not at all: a test may read at any moment */
    SDL_RWops *f = SDL_RWFromFile(fresh.data, "wb");
    if (f) {
        SDL_RWwrite(f, b.data, 1, b.len);
        SDL_RWclose(f);
        (void)rename(fresh.data, w->o->dump);
    }
    buf_fini(&b);
    buf_fini(&fresh);
}

/* -- the loop -- */

#define FRAME_MS 16
#define BUSY_MS  100 /* while a run goes on in the background */
#define WATCH_MS 700 /* how often the file is looked at while nothing happens */

static void loop(struct window *w) {
    w->last_tick = SDL_GetTicks64();
    while (!w->quit) {
        SDL_Event e;
        bool moves = w->view.playing || w->motion.moving;
        if (SDL_WaitEventTimeout(&e, moves ? FRAME_MS : w->rerun ? BUSY_MS : WATCH_MS)) {
            do window_handle(w, &e);
            while (!w->quit && SDL_PollEvent(&e));
        } else if (!moves && !w->rerun) {
            reload_if_saved(w);
        }
        uint64_t now = SDL_GetTicks64();
        int64_t passed = (int64_t)(now - w->last_tick) * 1000000;
        w->last_tick = now;
        rerun_poll(w);
        w->dirty = w->dirty || w->view.playing || w->motion.moving;
        if (w->motion.moving) motion_tick(&w->motion, &w->view, passed);
        else view_tick(&w->view, passed);
        if (w->dirty && !w->quit) {
            draw_frame(w);
            dump_state(w);
        }
    }
}

/* -- opening -- */

/* On a dense screen that the system does not scale, type grows with the dots an inch. */
static float font_for_screen(void) {
    float dpi = 0;
    if (SDL_GetDisplayDPI(0, NULL, &dpi, NULL) != 0 || dpi < 130 || dpi > 500) return 1;
    return fminf(roundf(dpi / 96 * 4) / 4, 3);
}

static struct settings settings_first(const struct window *w) {
    const struct view *v = &w->view;
    struct settings s = {.font = font_for_screen(),
                         .label_w = v->label_w,
                         .side_w = v->side_w,
                         .source_share = v->source_share,
                         .output_share = v->output_share,
                         .theme = THEME_light,
                         .side_shown = true};
    settings_load(&s);
    return s;
}

static void settings_last(const struct window *w) {
    const struct view *v = &w->view;
    struct settings s = {.font = v->font,
                         .label_w = v->label_w,
                         .side_w = v->side_w,
                         .source_share = v->source_share,
                         .output_share = v->output_share,
                         .theme = v->theme,
                         .side_shown = v->side_shown};
    if (!w->full) {
        s.width = (int)v->width;
        s.height = (int)v->height;
    }
    settings_save(&s);
}

/* Without a display SDL may fall back to drawing where nobody sees it: that is for those who ask for it. */
static bool display_open(void) {
    const char *why = NULL, *asked = SDL_getenv("SDL_VIDEODRIVER");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) why = SDL_GetError();
    else if (!asked && strcmp(SDL_GetCurrentVideoDriver(), "offscreen") == 0) why = "there is no display";
    if (!why) return true;
    fprintf(stderr,
            "gilscope-view: no window can be opened: %s\n(--screenshot OUT.png works without a display)\n", why);
    SDL_Quit();
    return false;
}

static bool sdl_open(void) {
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"); /* software GL would cost more than the drawing */
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    return display_open();
}

static bool window_open(struct window *w, const struct settings *s) {
    int width = w->o->width ? w->o->width : s->width, height = w->o->width ? w->o->height : s->height;
    SDL_DisplayMode mode;
    if (SDL_GetDesktopDisplayMode(0, &mode) == 0 && w->o->width == 0) {
        if (width == 0) width = mode.w * 3 / 4;
        if (height == 0) height = mode.h * 3 / 4;
        width = width < mode.w ? width : mode.w; /* the screen may have been another one */
        height = height < mode.h ? height : mode.h;
    }
    w->sdl = SDL_CreateWindow(w->now->run.title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                              width > 0 ? width : 1280, height > 0 ? height : 720,
                              SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!w->sdl) {
        fprintf(stderr, "gilscope-view: no window can be opened: %s\n", SDL_GetError());
        return false;
    }
    SDL_SetWindowMinimumSize(w->sdl, 200, 120);
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    SDL_StartTextInput();
    return true;
}

static void view_open(struct window *w, const struct settings *s) {
    struct view *v = &w->view;
    v->font = w->o->font > 0 ? w->o->font : s->font;
    v->label_w = s->label_w;
    v->side_w = s->side_w;
    v->source_share = s->source_share;
    v->output_share = s->output_share;
    v->theme = w->o->theme_given ? w->o->theme : s->theme;
    v->side_shown = s->side_shown;
    v->notes = w->now->notes;
    v->note_count = w->now->note_count;
    window_measure(w);
    rows_fold_to_fit(v);
    if (w->o->at != NS_NEVER) view_seek(v, w->o->at);
}

static void drop_run(struct loaded *l) {
    if (l) loader_close(l);
    mem_free(l);
}

int window_run(struct loaded *first, struct loaded *other, const struct window_options *o) {
    struct window w = {.o = o, .dirty = true};
    w.now = loaded_keep(first);
    w.before = other ? loaded_keep(other) : NULL;
    view_init(&w.view, &w.now->run, 1280, 720);
    bool ok = sdl_open();
    if (ok) {
        struct settings s = settings_first(&w);
        ok = window_open(&w, &s);
        if (ok) {
            w.path = mem_alloc(strlen(o->path) + 1);
            memcpy(w.path, o->path, strlen(o->path));
            paint_init(&w.paint, 1280, 720);
            render_warm(&w.cache);
            whatif_init(&w.whatif);
            w.file_time = files_modified(&w);
            view_open(&w, &s);
            if (w.before) {
                view_compare(&w.view, &w.before->run);
                view_fit(&w.view);
            }
            loop(&w);
            motion_end(&w.motion, &w.view);
            rerun_fini(&w);
            dump_state(&w);
            settings_last(&w);
            paint_fini(&w.paint);
            render_cache_fini(&w.cache);
            for (size_t i = 0; i < 3; i++)
                if (w.cursors[i]) SDL_FreeCursor(w.cursors[i]);
            SDL_DestroyWindow(w.sdl);
        }
        SDL_Quit();
    }
    view_fini(&w.view);
    mem_free(w.path);
    drop_run(w.before);
    drop_run(w.now);
    return ok ? 0 : 1;
}
