/* What the viewer shows of a trace: time range, playhead, rows, panes, selection, overlays.
 *
 * The view is plain data; actions change it (action.h), drawing reads it (draw.h), and its dump is what tests
 * assert on. It sees the trace through lanes and records only: it knows neither the kernel nor a window system. */
#ifndef GILSCOPE_PAINT_VIEW_H
#define GILSCOPE_PAINT_VIEW_H

#include "base/arena.h"
#include "paint/lod.h"
#include "paint/moment.h"
#include "paint/theme.h"
#include "trace/stats.h"

/* A step function of time: level n[i] from at[i] on. */
struct series {
    sim_ns *at;
    int32_t *n;
    size_t count, at_cap, n_cap;
    int32_t max;
};

/* A trace made ready to be looked at. */
struct run {
    struct trace trace;
    struct tracks tracks;
    struct lod lod;
    struct moments moments;
    struct stats stats;
    struct arena arena;
    char *title;          /* file, options: what was run */
    struct series ready;  /* how many tasks are ready without a CPU */
    struct series *loops; /* by lane: for event loops, how many of their coroutines are scheduled */
    int64_t *fill_max;    /* by lane: most items a queue ever held */
    uint32_t *colors;     /* by unit: its number among tasks and coroutines, in the order of lanes */
    bool has_gil;         /* somebody ran with the GIL */
};

/* Takes over *t (which is emptied). */
void run_open(struct run *r, struct trace *t, const char *title);
void run_close(struct run *r);

enum row_kind {
    ROW_group, /* a heading; folded, it shows its main thread: lane, else NO_LANE */
    ROW_lane,
    ROW_ready,     /* counter: tasks ready without a CPU */
    ROW_loop_ready /* counter: scheduled coroutines of the loop in lane */
};

struct row {
    enum row_kind kind;
    uint32_t lane;
    uint32_t group; /* rows.c: row_group */
    int depth;
    float y, h; /* within the scrolled area */
};

enum overlay { OVERLAY_none, OVERLAY_help, OVERLAY_search, OVERLAY_table, OVERLAY_whatif };

struct place { /* what navigation undo goes back to */
    sim_ns from, to, at;
    float scroll;
};

#define BOOKMARKS_MAX 32
#define HISTORY_MAX   64
#define SEARCH_MAX    120

struct note { /* of the scenario, for lectures */
    sim_ns at;
    const char *say;
    sim_ns zoom;              /* visible span, 0 = keep */
    const char *const *focus; /* names of lanes; none: all */
    size_t focus_count;
};

struct rect {
    float x, y, w, h;
};

/* Where everything stands; computed by view_layout from size, font and panes. */
/* Borders between panes that can be dragged. */
enum splitter { SPLIT_labels, SPLIT_side, SPLIT_source, SPLIT_output };

struct layout {
    struct rect bar, minimap, ruler, labels, lanes, legend, side, source, output, inspector;
    struct rect other; /* the lanes of the run compared with */
    float unit;        /* 1 at the normal font size */
    float stretch;     /* rows are so much taller than needed, where there is room */
};

struct view {
    const struct run *run;
    struct run *mutable_run;   /* moments are a cache: seeking changes them */
    const struct run *other;   /* compared with, below the first, or NULL */
    float width, height, font; /* font: scale of all type and rows */
    enum theme_name theme;
    sim_ns from, to, at;
    float scroll;
    struct row *rows;
    size_t row_count, row_cap;
    bool *folded;      /* by group */
    bool *hidden;      /* by lane */
    uint32_t *order;   /* lanes from top to bottom; a group's lanes stand together */
    uint32_t *objects; /* by group: its locks and queues */
    size_t group_count;
    int64_t sel_lane, sel_seg;   /* -1 = none */
    sim_ns range_from, range_to; /* range selection; from == to: none */
    bool playing, lecture, arrows, side_shown, titles, picture;
    bool captions;         /* a picture with room for notes below the rows, as lecture mode has it */
    bool plain;            /* rows are not taller than needed, whatever room there is */
    bool nudged;           /* the last move was a zoom or a pan: those go back as one */
    bool align_end;        /* the other run: its end under this one's, instead of their starts */
    struct versus *versus; /* which lanes correspond, made when other is shown */
    char progress[96];     /* of a run in the background, or "" */
    int speed;             /* index into view_speeds */
    enum overlay overlay;
    char search[SEARCH_MAX];
    size_t search_hits;
    int64_t search_record; /* the record found, -1 = none */
    sim_ns bookmarks[BOOKMARKS_MAX];
    size_t bookmark_count;
    struct place history[HISTORY_MAX];
    size_t history_count;
    float pointer_x, pointer_y; /* < 0: not over the window */
    float label_w, side_w, source_share, output_share;
    const char *heading; /* of a picture, above it; NULL: none */
    const struct note *notes;
    size_t note_count;
    int64_t note;           /* shown one, -1 = none */
    char *message;          /* an error or a confirmation; owned */
    float output_scroll;    /* lines back from the last */
    float inspector_scroll; /* px */
    float sheet_scroll;     /* lines of the table */
    struct layout lay;
};

/* The picture ends after 36 years, so that sums and differences of times on it fit. */
#define VIEW_TIME_MAX (INT64_MAX / 8)

extern const int view_speed_num[], view_speed_den[]; /* virtual seconds a real second */
#define VIEW_SPEEDS 9

void view_init(struct view *v, struct run *r, float width, float height);
void view_fini(struct view *v);
void view_set_run(struct view *v, struct run *r); /* keeps the time range where it still fits */
void view_resize(struct view *v, float width, float height);
void view_layout(struct view *v); /* rows and rectangles; called by all that change them */
float view_rows_height(const struct view *v);
float view_side_scale(const struct view *v); /* px of the side panes for each of side_w */

/* -- rows.c: the tree of lanes -- */
void rows_init(struct view *v); /* all lanes, unfolded, in their first order */
void rows_build(struct view *v);
/* The run has changed from old to v->run: what was hidden, folded, moved or selected stays so, by name. */
void rows_carry(struct view *v, const struct run *old);
/* Folds locks and queues, then the processes but for the first, as far as needed to see all without scrolling. */
void rows_fold_to_fit(struct view *v);
/* Lane or group (lane == NO_LANE) moves by one place among its neighbours; dir -1 up, 1 down. */
void rows_move(struct view *v, uint32_t lane, uint32_t group, int dir);
/* The lane of the same kind and name in another run, or NO_LANE. */
uint32_t lane_like(const struct tracks *ts, const struct tracks *other, uint32_t lane);
size_t rows_hidden(const struct view *v);
const struct row *row_at(const struct view *v, float y); /* y within the window; NULL: none */

/* Time <-> x within the lanes' rectangle. */
float view_x(const struct view *v, sim_ns t);
sim_ns view_time(const struct view *v, float x);

void view_zoom(struct view *v, sim_ns around, double factor);
void view_show(struct view *v, sim_ns from, sim_ns to);
void view_fit(struct view *v);
void view_seek(struct view *v, sim_ns at);        /* moves the playhead and keeps it in sight */
void view_show_note(struct view *v, size_t note); /* its moment, its zoom, its lanes */
void view_push(struct view *v);                   /* remembers the place for undo */
void view_nudge(struct view *v);                  /* the same, but once for several zooms and pans in a row */
void view_compare(struct view *v, const struct run *other); /* NULL: no more */
bool view_focused(const struct view *v, uint32_t lane);     /* by the note that is shown; true without one */
void view_message(struct view *v, const char *text);

const struct lane *view_lane(const struct view *v, int64_t lane);
/* The selected segment, put into *out and returned, or NULL. */
const struct segment *view_selected(const struct view *v, struct segment *out);
rgba unit_color(const struct view *v, uint32_t unit);
/* How a state of a task looks: where no GIL was ever taken, running needs no second look for "without it". */
struct state_look state_look_of(const struct view *v, enum seg_state s);
const char *state_words(const struct lane *l, enum seg_state s);
/* Two or three lines about a segment. */
void segment_title(const struct tracks *ts, const struct lane *l, const struct segment *s, struct buf *out);
const char *base_name(const char *path);
const char *group_name(const struct view *v, uint32_t group);

/* The state as key=value lines, for tests. */
void view_dump(const struct view *v, struct buf *out);

#endif
