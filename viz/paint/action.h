/* What a person can do, apart from how: keys, buttons and a presenter's remote all end here, so that tests
 * can drive the viewer without a window. ACTION(name, key, help); the key is for people. */
#ifndef GILSCOPE_PAINT_ACTION_H
#define GILSCOPE_PAINT_ACTION_H

#include "paint/view.h"

enum action {
    ACT_none,
#define ACTION(name, key, help) ACT_##name,
#include "paint/action.def"
#undef ACTION
    ACT_COUNT
};

struct action_row {
    const char *name, *key, *help;
};
extern const struct action_row action_rows[ACT_COUNT];

/* Carries it out on the view. False: it is not the view's business (quit, full screen, save, re-run). */
bool view_act(struct view *v, enum action a);

/* A click at a point: on a control, a segment, a link, the ruler, the minimap. Returns the action if it was
 * a control that view_act does not know, else ACT_none. p is the list that was drawn last. */
enum action view_click(struct view *v, const struct paint *p, float x, float y);
void view_drag(struct view *v, const struct hit *began, float x0, float y0, float dx, float dy, float x,
               float y);
void view_wheel(struct view *v, float x, float y, float dy, bool ctrl, bool shift);

/* Searching: units, source text, output, event names; dir +1 next, -1 previous, from the playhead. */
bool view_search(struct view *v, int dir);
void view_goto_record(struct view *v, size_t record);
/* Time passes while playing. */
void view_tick(struct view *v, int64_t real_ns);

#endif
