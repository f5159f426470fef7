/* What the files of the window share: its state, and who does what.
 *   window.c  opens, draws frames, the loop        input.c  events to actions
 *   rerun.c   runs again in the background          commands.c  what is the window's business, not the view's */
#ifndef GILSCOPE_WINDOW_STATE_H
#define GILSCOPE_WINDOW_STATE_H

#include <SDL.h>

#include "paint/action.h"
#include "paint/motion.h"
#include "paint/render.h"
#include "window/settings.h"
#include "window/whatif.h"
#include "window/window.h"

enum rerun_kind {
    RERUN_whatif, /* the panel asks: the run so far stays, beside the new one */
    RERUN_saved,  /* the file was saved: the run so far stays, for M */
    RERUN_dropped /* another file: nothing of the old world stays */
};

struct window {
    const struct window_options *o;
    SDL_Window *sdl;
    struct loaded *now, *before; /* the run shown, and the one before it (for comparing) */
    struct view view;
    struct paint paint;
    struct render_cache cache;
    struct whatif whatif;
    struct motion motion;
    struct rerun *rerun; /* the run in progress, or NULL */
    char *path;          /* of the scenario shown; owned */
    bool foreign;        /* path was dropped: the command line's options are not meant for it */
    bool quit, dirty, full;
    bool opened; /* a key has just opened a box; its letter is not meant for it */
    double scale;     /* device pixels a logical pixel */
    struct hit began; /* what a press of the left button began on */
    bool pressed, dragged, ranging;
    float press_x, press_y;
    uint64_t last_tick;
    int64_t file_time; /* modification time of path when it was loaded */
    SDL_Cursor *cursors[3];
    int cursor;
};

/* window.c */
void window_measure(struct window *w); /* the size has changed */

/* input.c */
void window_handle(struct window *w, const SDL_Event *e);

/* commands.c */
void window_act(struct window *w, enum action a);

/* rerun.c: one at a time; a new one cancels the one in progress. */
void rerun_start(struct window *w, const char *path, enum rerun_kind kind);
void rerun_cancel(struct window *w);
void rerun_poll(struct window *w); /* shows how far it got; takes over what is done */
void rerun_fini(struct window *w); /* cancels, waits */
void reload_if_saved(struct window *w);
int64_t files_modified(const struct window *w);

#endif
