/* What the window remembers from one session to the next: sizes of window and panes, type, theme. A small file of
 * "key value" lines in $XDG_CONFIG_HOME/gilscope/view (or ~/.config). Pictures and screenshots never read it, so
 * they depend on their options alone. A line that makes no sense is passed over. */
#ifndef GILSCOPE_WINDOW_SETTINGS_H
#define GILSCOPE_WINDOW_SETTINGS_H

#include "paint/view.h"

struct settings {
    int width, height; /* of the window; 0: not known */
    float font, label_w, side_w, source_share, output_share;
    enum theme_name theme;
    bool side_shown;
};

/* Fills in what the file has; the rest stays. */
void settings_load(struct settings *s);
void settings_save(const struct settings *s); /* silently not, where nothing can be written */

#endif
