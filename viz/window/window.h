/* The window: SDL2 events in, cairo frames out. A frame is drawn only when something changed. */
#ifndef GILSCOPE_WINDOW_WINDOW_H
#define GILSCOPE_WINDOW_WINDOW_H

#include "window/loader.h"

struct window_options {
    const char *path;
    const struct options *options; /* of the command line, for running again */
    int width, height;             /* 0: three quarters of the screen */
    enum theme_name theme;
    sim_ns at;
    const char *
        dump; /* path: the view's state is written there when it changes and F12 is pressed, and at the end */
};

/* Returns an exit code. Takes over *first. */
int window_run(struct loaded *first, const struct window_options *o);

#endif
