/* The window: SDL2 events in, cairo frames out. A frame is drawn only when something changed. */
#ifndef GILSCOPE_WINDOW_WINDOW_H
#define GILSCOPE_WINDOW_WINDOW_H

#include "window/loader.h"

struct window_options {
    const char *path;
    const struct options *options; /* of the command line, for running again */
    int width, height;             /* 0: three quarters of the screen */
    enum theme_name theme;
    bool theme_given; /* else as it was the last time */
    float font;       /* 0: as it was the last time */
    sim_ns at;
    const char *
        dump; /* path: the view's state is written there when it changes and F12 is pressed, and at the end */
};

/* Returns an exit code. Takes over *first, and *other, the run to compare with (or NULL). */
int window_run(struct loaded *first, struct loaded *other, const struct window_options *o);

#endif
