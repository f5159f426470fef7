#include "window/window.h"

#include <SDL.h>
#include <string.h>
#include <sys/stat.h>

#include "paint/draw.h"
#include "paint/picture.h"
#include "paint/render.h"
#include "window/whatif.h"
#include "window/keys.h"

struct window {
    const struct window_options *o;
    SDL_Window *sdl;
    struct loaded *now, *before; /* the run shown, and the one before it (for comparing) */
    struct view view;
    struct paint paint;
    struct render_cache cache;
    struct whatif whatif;
    char *path; /* of the scenario shown; owned */
    bool quit, dirty, full;
    double scale;     /* device pixels a logical pixel */
    struct hit began; /* what a press of the left button began on */
    bool pressed, dragged, ranging;
    float press_x, press_y;
    uint64_t last_tick;
    int64_t file_time; /* modification time of path when it was loaded */
    bool cancelled;    /* of the run in progress */
};

/* -- frames -- */

static void frame_size(struct window *w) {
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
    whatif_draw(&w->whatif, &w->view, &w->paint);
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
    struct buf b = {0};
    view_dump(&w->view, &b);
    buf_printf(&b, "frame=%zu\nwhatif=%d\n", w->paint.count, w->whatif.open);
    SDL_RWops *f = SDL_RWFromFile(w->o->dump, "wb");
    if (f) {
        SDL_RWwrite(f, b.data, 1, b.len);
        SDL_RWclose(f);
    }
    buf_fini(&b);
}

/* -- running again -- */

static int64_t modified(const char *path) {
    struct stat s;
    return stat(path, &s) == 0 ? (int64_t)s.st_mtime : 0;
}

/* Called while a run goes on: the window stays alive, shows how far it got, and Esc cancels. */
static bool progress(void *arg, const struct trace *t) {
    struct window *w = arg;
    uint64_t now = SDL_GetTicks64();
    if (now - w->last_tick < 60) return w->cancelled;
    w->last_tick = now;
    SDL_Event e;
    while (SDL_PollEvent(&e)) {
        if (e.type == SDL_QUIT) w->quit = w->cancelled = true;
        if (e.type == SDL_KEYDOWN && e.key.keysym.sym == SDLK_ESCAPE) w->cancelled = true;
    }
    char at[NS_TEXT_MAX];
    struct buf b = {0};
    sim_ns when = t->count ? trace_at(t, t->count - 1)->time_ns : 0;
    buf_printf(&b, "running: %s of virtual time, %zu records   (Esc cancels)", trace_time_short(when, at),
               t->count);
    view_message(&w->view, b.data);
    buf_fini(&b);
    draw_frame(w);
    return w->cancelled;
}

static void set_path(struct window *w, const char *path) {
    if (path == w->path) return;
    char *copy = mem_alloc(strlen(path) + 1);
    memcpy(copy, path, strlen(path));
    mem_free(w->path);
    w->path = copy;
}

/* Loads a file with the panel's changes. The run shown so far is kept for comparing; on an error it stays. */
static void rerun(struct window *w, const char *path, bool keep) {
    struct buf why = {0};
    struct loaded *l = mem_alloc(sizeof *l);
    struct run_watcher watcher = {.progress = progress, .arg = w};
    struct override extra[WHATIF_FIELDS];
    size_t n = whatif_overrides(&w->whatif, extra);
    w->cancelled = false;
    w->last_tick = SDL_GetTicks64();
    bool ok = loader_open(l, path, w->o->options, extra, n, &watcher, &why);
    view_message(&w->view, NULL);
    if (!ok) {
        view_message(&w->view, why.data);
        mem_free(l);
    } else {
        if (keep && w->before) {
            loader_close(w->before);
            mem_free(w->before);
        }
        w->view.other = NULL;
        view_set_run(&w->view, &l->run);
        if (keep) {
            w->before = w->now;
        } else {
            loader_close(w->now);
            mem_free(w->now);
        }
        w->now = l;
        w->view.notes = l->notes;
        w->view.note_count = l->note_count;
        if (w->view.note >= (int64_t)l->note_count) w->view.note = -1;
        set_path(w, path);
        SDL_SetWindowTitle(w->sdl, l->run.title);
    }
    w->file_time = modified(w->path);
    buf_fini(&why);
    w->last_tick = SDL_GetTicks64();
    w->dirty = true;
}

static void reload_if_saved(struct window *w) {
    int64_t now = modified(w->path);
    if (now == 0 || now == w->file_time) return;
    w->file_time = now;
    rerun(w, w->path, true);
}

/* -- commands that are the window's business -- */

static void save_pictures(struct window *w) {
    static const char *const formats[] = {"svg", "pdf", "png"};
    struct buf told = {0};
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    const char *slash = strrchr(w->path, '/'), *base = slash ? slash + 1 : w->path;
    size_t stem = strcspn(base, ".");
    buf_text(&told, "saved");
    for (size_t i = 0; i < 3 && !d.set; i++) {
        struct picture o = picture_defaults(w->view.run);
        const char *path = arena_printf(&a, "%.*s.%s", (int)stem, base, formats[i]);
        o.format = formats[i];
        o.from = ns_max(w->view.from, 0);
        o.to = ns_min(w->view.to, w->view.run->tracks.end_ns);
        o.theme = w->view.theme;
        o.at = w->view.at;
        o.scale = 2;
        if (picture_write(w->view.mutable_run, &o, path, &d)) buf_printf(&told, " %s", path);
    }
    view_message(&w->view, d.set ? d.message : told.data);
    buf_fini(&told);
    arena_fini(&a);
}

static void act(struct window *w, enum action a) {
    w->dirty = true;
    if (a == ACT_compare) {
        if (!w->before)
            view_message(&w->view, "nothing to compare with yet: change something with X and run again");
        w->view.other = w->view.other ? NULL : w->before ? &w->before->run : NULL;
        view_layout(&w->view);
    } else if (a == ACT_whatif) {
        whatif_toggle(&w->whatif);
    } else if (a == ACT_clear && w->whatif.open) {
        whatif_toggle(&w->whatif);
    } else if (a == ACT_save) {
        save_pictures(w);
    } else if (a == ACT_quit) {
        w->quit = true;
    } else if (a == ACT_fullscreen) {
        w->full = !w->full;
        SDL_SetWindowFullscreen(w->sdl, w->full ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    } else {
        view_act(&w->view, a);
    }
}

/* -- events -- */

static void search_key(struct window *w, SDL_Keysym k) {
    size_t n = strlen(w->view.search);
    if (k.sym == SDLK_ESCAPE) {
        w->view.overlay = OVERLAY_none;
    } else if (k.sym == SDLK_RETURN) {
        view_search(&w->view, k.mod & KMOD_SHIFT ? -1 : 1);
    } else if (k.sym == SDLK_BACKSPACE && n) {
        while (n && ((unsigned char)w->view.search[--n] & 0xC0) == 0x80) continue;
        w->view.search[n] = '\0';
        view_search(&w->view, 1);
    }
}

static void key(struct window *w, SDL_Keysym k) {
    w->dirty = true;
    if (w->whatif.open && whatif_key(&w->whatif, k.sym == SDLK_UP                          ? WHATIF_up
                                                 : k.sym == SDLK_DOWN || k.sym == SDLK_TAB ? WHATIF_down
                                                 : k.sym == SDLK_LEFT                      ? WHATIF_prev
                                                 : k.sym == SDLK_RIGHT                     ? WHATIF_next
                                                 : k.sym == SDLK_BACKSPACE                 ? WHATIF_erase
                                                                                           : WHATIF_other))
        return;
    if (w->whatif.open && k.sym == SDLK_RETURN) {
        whatif_toggle(&w->whatif);
        rerun(w, w->path, true);
        return;
    }
    if (w->whatif.open && k.sym != SDLK_ESCAPE) return;
    if (w->view.overlay == OVERLAY_search) search_key(w, k);
    else act(w, key_action(k));
}

static void text_input(struct window *w, const char *text) {
    if (w->whatif.open) {
        whatif_text(&w->whatif, text);
        w->dirty = true;
        return;
    }
    if (w->view.overlay != OVERLAY_search) return;
    size_t n = strlen(w->view.search), m = strlen(text);
    if (n == 0 && strcmp(text, "/") == 0) return; /* the key that opened the box */
    if (n + m >= SEARCH_MAX) return;
    memcpy(w->view.search + n, text, m + 1);
    view_search(&w->view, 1);
    w->dirty = true;
}

static void press(struct window *w, const SDL_MouseButtonEvent *b) {
    const struct hit *h = paint_hit_at(&w->paint, (float)b->x, (float)b->y);
    w->pressed = b->button == SDL_BUTTON_LEFT;
    w->dragged = false;
    w->ranging = (SDL_GetModState() & KMOD_SHIFT) != 0;
    w->press_x = (float)b->x;
    w->press_y = (float)b->y;
    w->began = h ? *h : (struct hit){.kind = HIT_none};
}

static void release(struct window *w, const SDL_MouseButtonEvent *b) {
    if (w->pressed && !w->dragged) {
        enum action a = view_click(&w->view, &w->paint, (float)b->x, (float)b->y);
        if (a != ACT_none) act(w, a);
    }
    w->pressed = false;
    w->dirty = true;
}

static void motion(struct window *w, const SDL_MouseMotionEvent *m) {
    w->view.pointer_x = (float)m->x;
    w->view.pointer_y = (float)m->y;
    w->dirty = true;
    if (!w->pressed) return;
    float far = (float)(m->x) - w->press_x, deep = (float)m->y - w->press_y;
    if (!w->dragged && far * far + deep * deep < 16) return;
    w->dragged = true;
    if (w->ranging) {
        sim_ns a = view_time(&w->view, w->press_x), b = view_time(&w->view, (float)m->x);
        w->view.range_from = ns_max(ns_min(a, b), 0);
        w->view.range_to = ns_max(ns_max(a, b), 0);
        return;
    }
    view_drag(&w->view, &w->began, w->press_x, w->press_y, (float)m->xrel, (float)m->yrel, (float)m->x,
              (float)m->y);
}

static void window_event(struct window *w, const SDL_WindowEvent *e) {
    if (e->event == SDL_WINDOWEVENT_SIZE_CHANGED || e->event == SDL_WINDOWEVENT_RESIZED) frame_size(w);
    if (e->event == SDL_WINDOWEVENT_LEAVE) w->view.pointer_x = w->view.pointer_y = -1;
    if (e->event == SDL_WINDOWEVENT_FOCUS_GAINED) reload_if_saved(w);
    w->dirty = true;
}

static void handle(struct window *w, const SDL_Event *e) {
    switch (e->type) {
    case SDL_QUIT: w->quit = true; break;
    case SDL_KEYDOWN: key(w, e->key.keysym); break;
    case SDL_TEXTINPUT: text_input(w, e->text.text); break;
    case SDL_MOUSEBUTTONDOWN: press(w, &e->button); break;
    case SDL_MOUSEBUTTONUP: release(w, &e->button); break;
    case SDL_MOUSEMOTION: motion(w, &e->motion); break;
    case SDL_MOUSEWHEEL: {
        SDL_Keymod mods = SDL_GetModState();
        view_wheel(&w->view, w->view.pointer_x, w->view.pointer_y, e->wheel.preciseY, (mods & KMOD_CTRL) != 0,
                   (mods & KMOD_SHIFT) != 0);
        w->dirty = true;
        break;
    }
    case SDL_WINDOWEVENT: window_event(w, &e->window); break;
    case SDL_DROPFILE:
        rerun(w, e->drop.file, false);
        SDL_free(e->drop.file);
        break;
    default: break;
    }
}

#define FRAME_MS 16
#define WATCH_MS 700 /* how often the file is looked at while nothing happens */

static void loop(struct window *w) {
    w->last_tick = SDL_GetTicks64();
    while (!w->quit) {
        SDL_Event e;
        if (SDL_WaitEventTimeout(&e, w->view.playing ? FRAME_MS : WATCH_MS)) {
            do handle(w, &e);
            while (!w->quit && SDL_PollEvent(&e));
        } else if (!w->view.playing) {
            reload_if_saved(w);
        }
        uint64_t now = SDL_GetTicks64();
        if (w->view.playing) {
            view_tick(&w->view, (int64_t)(now - w->last_tick) * 1000000);
            w->dirty = true;
        }
        w->last_tick = now;
        if (w->dirty && !w->quit) {
            draw_frame(w);
            dump_state(w);
        }
    }
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

static bool window_open(struct window *w) {
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"); /* software GL would cost more than the drawing */
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (!display_open()) return false;
    int width = w->o->width, height = w->o->height;
    SDL_DisplayMode mode;
    if (width == 0 && SDL_GetDesktopDisplayMode(0, &mode) == 0) {
        width = mode.w * 3 / 4;
        height = mode.h * 3 / 4;
    }
    w->sdl = SDL_CreateWindow(w->now->run.title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                              width > 0 ? width : 1280, height > 0 ? height : 720,
                              SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!w->sdl) {
        fprintf(stderr, "gilscope-view: no window can be opened: %s\n", SDL_GetError());
        SDL_Quit();
        return false;
    }
    SDL_SetWindowMinimumSize(w->sdl, 200, 120);
    SDL_StartTextInput();
    return true;
}

int window_run(struct loaded *first, const struct window_options *o) {
    struct window w = {.o = o, .dirty = true};
    w.now = mem_alloc(sizeof *w.now);
    *w.now = *first;
    w.now->run.lod.ts = &w.now->run.tracks; /* the struct has moved */
    w.now->run.tracks.trace = &w.now->run.trace;
    w.now->run.moments.trace = &w.now->run.trace;
    bool ok = window_open(&w);
    if (ok) {
        view_init(&w.view, &w.now->run, 1280, 720);
        w.view.theme = o->theme;
        w.view.notes = w.now->notes;
        w.view.note_count = w.now->note_count;
        if (o->at != NS_NEVER) view_seek(&w.view, o->at);
        paint_init(&w.paint, 1280, 720);
        set_path(&w, o->path);
        whatif_init(&w.whatif);
        w.file_time = modified(o->path);
        frame_size(&w);
        loop(&w);
        dump_state(&w);
        view_fini(&w.view);
        paint_fini(&w.paint);
        render_cache_fini(&w.cache);
        SDL_DestroyWindow(w.sdl);
        SDL_Quit();
    }
    mem_free(w.path);
    if (w.before) loader_close(w.before);
    mem_free(w.before);
    loader_close(w.now);
    mem_free(w.now);
    return ok ? 0 : 1;
}
