/* The panel "what if": another machine, policy, Python, seed; the same program runs again and the old run
 * stays for comparing. Each field is an override of a key of the scenario; an empty one changes nothing. Keys and
 * mouse work it alike. */
#ifndef GILSCOPE_WINDOW_WHATIF_H
#define GILSCOPE_WINDOW_WHATIF_H

#include "paint/view.h"
#include "scenario/scenario.h"
#include "window/loader.h"

enum whatif_field {
    WHATIF_cores,
    WHATIF_smt,
    WHATIF_policy,
    WHATIF_params, /* of the policy: slice=5ms,... */
    WHATIF_python,
    WHATIF_gil,
    WHATIF_interval,
    WHATIF_profile,
    WHATIF_seed,
    WHATIF_FIELDS
};
#define WHATIF_TEXT 64

enum whatif_key { WHATIF_up, WHATIF_down, WHATIF_prev, WHATIF_next, WHATIF_erase, WHATIF_other };
/* What a click in the panel means: struct hit's b, with the field in a. */
enum whatif_part { WHATIF_choose, WHATIF_before, WHATIF_after, WHATIF_run, WHATIF_reset, WHATIF_close, WHATIF_sheet };

struct whatif {
    bool open;
    int field;
    char text[WHATIF_FIELDS][WHATIF_TEXT];
    char scheduler[2 * WHATIF_TEXT]; /* policy and parameters as one, for the override */
};

void whatif_init(struct whatif *w);
void whatif_toggle(struct whatif *w);
bool whatif_key(struct whatif *w, enum whatif_key k); /* true: it was for the panel */
void whatif_text(struct whatif *w, const char *text);
/* True: run it. */
bool whatif_click(struct whatif *w, int field, enum whatif_part part);
/* Fills out[0..n) with what differs, WHATIF_FIELDS at most; the texts stay the panel's. policy: the present one. */
size_t whatif_overrides(struct whatif *w, const char *policy, struct override *out);
void whatif_draw(const struct whatif *w, const struct view *v, const struct loaded *now, struct paint *p);

#endif
