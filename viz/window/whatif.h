/* The panel "what if": another machine, policy, Python, seed; the same program runs again and the old run
 * stays for comparing. Each field is an override of a key of the scenario; an empty one changes nothing. */
#ifndef GILSCOPE_WINDOW_WHATIF_H
#define GILSCOPE_WINDOW_WHATIF_H

#include "paint/view.h"
#include "scenario/scenario.h"

#define WHATIF_FIELDS 8
#define WHATIF_TEXT   64

enum whatif_key { WHATIF_up, WHATIF_down, WHATIF_prev, WHATIF_next, WHATIF_erase, WHATIF_other };

struct whatif {
    bool open;
    int field;
    char text[WHATIF_FIELDS][WHATIF_TEXT];
};

void whatif_init(struct whatif *w);
void whatif_toggle(struct whatif *w);
bool whatif_key(struct whatif *w, enum whatif_key k); /* true: it was for the panel */
void whatif_text(struct whatif *w, const char *text);
/* Fills out[0..n) with what differs; the texts stay the panel's. */
size_t whatif_overrides(const struct whatif *w, struct override *out);
void whatif_draw(const struct whatif *w, const struct view *v, struct paint *p);

#endif
