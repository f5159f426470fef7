/* Events to actions: keys, text, the mouse, files dropped. */
#include <string.h>

#include "window/keys.h"
#include "window/state.h"

/* -- keys -- */

static void search_key(struct window *w, SDL_Keysym k) {
    size_t n = strlen(w->view.search);
    struct place before = view_place(&w->view);
    if (k.sym == SDLK_ESCAPE) {
        w->view.overlay = OVERLAY_none;
    } else if (k.sym == SDLK_RETURN || k.sym == SDLK_DOWN || k.sym == SDLK_UP) {
        view_search(&w->view, (k.mod & KMOD_SHIFT) || k.sym == SDLK_UP ? -1 : 1);
        motion_begin(&w->motion, &w->view, before);
    } else if (k.sym == SDLK_BACKSPACE && n) {
        while (n && ((unsigned char)w->view.search[--n] & 0xC0) == 0x80) continue;
        w->view.search[n] = '\0';
        view_search(&w->view, 1);
    }
}

static bool panel_key(struct window *w, SDL_Keysym k) {
    static const struct {
        SDL_Keycode sym;
        enum whatif_key key;
    } rows[] = {{SDLK_UP, WHATIF_up},     {SDLK_DOWN, WHATIF_down},       {SDLK_TAB, WHATIF_down},
                {SDLK_LEFT, WHATIF_prev}, {SDLK_RIGHT, WHATIF_next},      {SDLK_BACKSPACE, WHATIF_erase}};
    if (!w->whatif.open) return false;
    if (k.sym == SDLK_RETURN || k.sym == SDLK_KP_ENTER) {
        whatif_toggle(&w->whatif);
        rerun_start(w, w->path, RERUN_whatif);
        return true;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].sym == k.sym)
            return whatif_key(&w->whatif, k.sym == SDLK_TAB && (k.mod & KMOD_SHIFT) ? WHATIF_up : rows[i].key);
    return k.sym != SDLK_ESCAPE; /* the rest is text */
}

static void key(struct window *w, SDL_Keysym k) {
    w->dirty = true;
    motion_end(&w->motion, &w->view);
    w->opened = false;
    if (panel_key(w, k)) return;
    if (w->view.overlay == OVERLAY_search) {
        search_key(w, k);
        return;
    }
    enum action a = key_action(k);
    w->opened = a == ACT_search || a == ACT_whatif; /* its letter will follow as text */
    window_act(w, a);
}

static void text_input(struct window *w, const char *text) {
    if (w->opened) {
        w->opened = false;
        return;
    }
    if (w->whatif.open) {
        whatif_text(&w->whatif, text);
        w->dirty = true;
        return;
    }
    if (w->view.overlay != OVERLAY_search) return;
    size_t n = strlen(w->view.search), m = strlen(text);
    if (n + m >= SEARCH_MAX) return;
    memcpy(w->view.search + n, text, m + 1);
    view_search(&w->view, 1);
    w->dirty = true;
}

/* -- the mouse -- */

static void press(struct window *w, const SDL_MouseButtonEvent *b) {
    const struct hit *h = paint_hit_at(&w->paint, (float)b->x, (float)b->y);
    motion_end(&w->motion, &w->view);
    w->view.nudged = false;
    w->pressed = b->button == SDL_BUTTON_LEFT;
    w->dragged = false;
    w->ranging = (SDL_GetModState() & KMOD_SHIFT) != 0;
    w->press_x = (float)b->x;
    w->press_y = (float)b->y;
    w->began = h ? *h : (struct hit){.kind = HIT_none};
}

static void click(struct window *w, float x, float y) {
    const struct hit *h = paint_hit_at(&w->paint, x, y);
    struct place before = view_place(&w->view);
    if (h && h->kind == HIT_panel) {
        if (whatif_click(&w->whatif, (int)h->a, (enum whatif_part)h->b)) rerun_start(w, w->path, RERUN_whatif);
        return;
    }
    if (w->whatif.open) { /* beside the panel */
        whatif_toggle(&w->whatif);
        return;
    }
    bool far = h && (h->kind == HIT_link || h->kind == HIT_minimap);
    if (h && h->kind == HIT_action) window_act(w, (enum action)h->a);
    else (void)view_click(&w->view, &w->paint, x, y);
    if (far) motion_begin(&w->motion, &w->view, before);
}

static void release(struct window *w, const SDL_MouseButtonEvent *b) {
    if (w->pressed && !w->dragged) click(w, (float)b->x, (float)b->y);
    w->pressed = false;
    w->dirty = true;
}

/* The pointer tells what can be dragged. */
static void cursor_choose(struct window *w) {
    static const SDL_SystemCursor shapes[] = {SDL_SYSTEM_CURSOR_ARROW, SDL_SYSTEM_CURSOR_SIZEWE,
                                              SDL_SYSTEM_CURSOR_SIZENS};
    const struct hit *h = paint_hit_at(&w->paint, w->view.pointer_x, w->view.pointer_y);
    int want = 0;
    if (w->pressed && w->began.kind == HIT_splitter) h = &w->began;
    if (h && h->kind == HIT_splitter) want = h->a == SPLIT_labels || h->a == SPLIT_side ? 1 : 2;
    if (want == w->cursor) return;
    if (!w->cursors[want]) w->cursors[want] = SDL_CreateSystemCursor(shapes[want]);
    if (w->cursors[want]) SDL_SetCursor(w->cursors[want]);
    w->cursor = want;
}

static void motion(struct window *w, const SDL_MouseMotionEvent *m) {
    w->view.pointer_x = (float)m->x;
    w->view.pointer_y = (float)m->y;
    w->dirty = true;
    cursor_choose(w);
    if (!w->pressed) return;
    float far = (float)(m->x) - w->press_x, deep = (float)m->y - w->press_y;
    if (!w->dragged && far * far + deep * deep < 16) return;
    float dx = w->dragged ? (float)m->xrel : far, dy = w->dragged ? (float)m->yrel : deep;
    w->dragged = true;
    if (w->ranging) {
        sim_ns a = view_time(&w->view, w->press_x), b = view_time(&w->view, (float)m->x);
        w->view.range_from = ns_max(ns_min(a, b), 0);
        w->view.range_to = ns_max(ns_max(a, b), 0);
        w->view.sel_seg = -1; /* the inspector tells of the range */
        return;
    }
    if (w->whatif.open) return;
    view_drag(&w->view, &w->began, w->press_x, w->press_y, dx, dy, (float)m->x, (float)m->y);
}

static void wheel(struct window *w, const SDL_MouseWheelEvent *e) {
    SDL_Keymod mods = SDL_GetModState();
    motion_end(&w->motion, &w->view);
    view_wheel(&w->view, w->view.pointer_x, w->view.pointer_y, e->preciseY, (mods & KMOD_CTRL) != 0,
               (mods & KMOD_SHIFT) != 0);
    w->dirty = true;
}

/* -- the window -- */

static void window_event(struct window *w, const SDL_WindowEvent *e) {
    if (e->event == SDL_WINDOWEVENT_SIZE_CHANGED || e->event == SDL_WINDOWEVENT_RESIZED) window_measure(w);
    if (e->event == SDL_WINDOWEVENT_LEAVE) w->view.pointer_x = w->view.pointer_y = -1;
    if (e->event == SDL_WINDOWEVENT_FOCUS_GAINED) reload_if_saved(w);
    if (e->event == SDL_WINDOWEVENT_FOCUS_LOST) w->pressed = false;
    w->dirty = true;
}

void window_handle(struct window *w, const SDL_Event *e) {
    switch (e->type) {
    case SDL_QUIT: w->quit = true; break;
    case SDL_KEYDOWN: key(w, e->key.keysym); break;
    case SDL_TEXTINPUT: text_input(w, e->text.text); break;
    case SDL_MOUSEBUTTONDOWN: press(w, &e->button); break;
    case SDL_MOUSEBUTTONUP: release(w, &e->button); break;
    case SDL_MOUSEMOTION: motion(w, &e->motion); break;
    case SDL_MOUSEWHEEL: wheel(w, &e->wheel); break;
    case SDL_WINDOWEVENT: window_event(w, &e->window); break;
    case SDL_DROPFILE:
        if (e->drop.file) rerun_start(w, e->drop.file, RERUN_dropped);
        SDL_free(e->drop.file);
        break;
    default: break;
    }
}
