/* Colours and patterns. The five states of a task differ in colour, in lightness and in pattern, so that they
 * are told apart with any colour vision and on grey paper:
 *   running with the GIL   solid, strong        waiting for the GIL   diagonal hatch
 *   running without it     rules                ready, no CPU         dots
 *   blocked                a thin line in the middle of the row
 * Units (tasks, coroutines) have colours of their own, used wherever a lane is about who: CPUs, GIL, loop. */
#ifndef GILSCOPE_PAINT_THEME_H
#define GILSCOPE_PAINT_THEME_H

#include "paint/paint.h"
#include "trace/track.h"

enum theme_name { THEME_light, THEME_dark, THEME_print, THEME_COUNT };

struct state_look {
    rgba fill, ink, label;
    enum paint_pattern pattern;
    float height; /* share of the row's height */
};

#define UNIT_COLORS 12

struct theme {
    const char *name;
    rgba background, panel, panel_edge, row_alt, grid, grid_minor, text, muted, faint, accent, accent_soft,
        playhead, warn;
    rgba button, button_hover, selection, label_on_unit;
    rgba units[UNIT_COLORS];
    struct state_look states[SEG_STATE_COUNT];
};

const struct theme *theme_get(enum theme_name t);
bool theme_find(const char *name, enum theme_name *out);
rgba color_mix(rgba a, rgba b, float share_of_b);
rgba color_alpha(rgba c, float alpha);

#endif
