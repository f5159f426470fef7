/* Drawing: from a view to a paint list. One drawing code for window, pictures and tests.
 * view_draw is the whole; the parts are below, each within its rectangle of the layout. */
#ifndef GILSCOPE_PAINT_DRAW_H
#define GILSCOPE_PAINT_DRAW_H

#include "paint/view.h"

/* What a click on a control means; also the vocabulary of keys (action.h). */
void view_draw(struct view *v, struct paint *p);

void draw_lanes(const struct view *v, struct paint *p); /* lane names and segments */
void draw_segments(const struct view *v, struct paint *p, size_t lane, float y, float h);
/* Summed time of a lane between x and to, and of one short moment as a mark two pixels wide. */
void draw_columns(const struct view *v, struct paint *p, size_t lane, float x, float to, float y, float h);
void draw_moment(const struct view *v, struct paint *p, size_t lane, float x, float y, float h, sim_ns from,
                 sim_ns to);
bool lane_about_units(const struct lane *l);            /* its rows tell who, not in which state */
void draw_ruler(const struct view *v, struct paint *p); /* time axis and grid */
void draw_playhead(const struct view *v, struct paint *p);
void draw_minimap(const struct view *v, struct paint *p);
void draw_bar(const struct view *v, struct paint *p); /* transport */
void draw_legend(const struct view *v, struct paint *p);
void draw_source(const struct view *v, struct paint *p);
void draw_output(struct view *v, struct paint *p);
void draw_inspector(const struct view *v, struct paint *p);
float caption_height(const struct view *v, const char *say); /* of a note */
float captions_height(const struct view *v); /* view.c: of the tallest, and the space around it */
void draw_overlay(const struct view *v, struct paint *p); /* help, search, table, note, message, tooltip */
void draw_compare(const struct view *v, struct paint *p); /* the other run, on the same time axis */
/* draw_marks.c: what is drawn over the segments of GIL lanes (who asks, who waits) and loop lanes (late timers) */
void draw_marks(const struct view *v, struct paint *p, size_t lane, float y, float h);
/* Under the row: where it differs from the run compared with. */
void draw_difference(const struct view *v, struct paint *p, uint32_t lane, float y, float h);
void draw_splitters(const struct view *v, struct paint *p); /* the borders that can be dragged */
void draw_table(const struct view *v, struct paint *p);     /* the numbers; of two runs side by side */
struct rect draw_card(const struct view *v, struct paint *p, float w,
                      float h); /* a sheet above all, in the middle */
void draw_arrows(const struct view *v, struct paint *p);
void draw_levels(const struct view *v, struct paint *p); /* where tasks move between queues */

/* Text broken at blanks into lines of at most w; returns the baseline after the last line. */
float draw_wrapped(struct paint *p, float x, float baseline, float w, const char *text, enum paint_font font,
                   float size, float leading, rgba color);
/* How many lines that makes. */
size_t wrapped_lines(const char *text, enum paint_font font, float size, float w);
static inline const struct theme *look(const struct view *v) { return theme_get(v->theme); }

#endif
