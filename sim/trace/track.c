#include "trace/track.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"

/* -- what is known of each unit and CPU while the records pass by -- */

enum place { AT_none, AT_ready, AT_cpu, AT_blocked };

/* A segment that has not ended: what a cell needs. */
struct open_seg {
    sim_ns start_ns;
    uint32_t record;
    enum seg_state state;
};

struct unit_state {
    struct open_seg seg; /* the open segment of its lane */
    bool open;
    enum place place;
    bool has_gil;
    sim_ns runs_at;  /* AT_cpu: when the switch cost is paid; the task counts as ready until then */
    uint32_t record; /* AT_cpu: of EV_run */
    bool awaits, in_step;
    int64_t depth; /* lock: nested acquires */
};

struct cpu_state {
    struct open_seg seg;
    bool open;
    sim_ns switched_at;
};

struct builder {
    struct tracks *ts;
    const struct trace *t;
    struct unit_state *units;
    struct cpu_state *cpus;
    size_t cpu_count;
};

/* -- segments -- */

#ifdef HARD
#define CELLS_FIRST 1
#else
#define CELLS_FIRST 64
#endif

#define SLAB_BLOCKS (MEM_SLAB / (CELL_BLOCK * sizeof(struct seg_cell)))

/* The first block grows, since most lanes are short. Long ones take block after block off a slab: nothing is ever
 * copied, nothing reserved that is not needed, and the system gives the memory in large pages. */
static void cells_grow(struct tracks *ts, struct lane *l) {
    if (l->count < l->cap) return;
    if (l->cap < CELL_BLOCK) {
        if (l->block_count == 0) {
            GROW(l->blocks, l->block_cap, 1);
            l->blocks[0] = NULL;
            l->block_count = 1;
        }
        l->cap = l->cap ? l->cap * 2 : CELLS_FIRST;
        l->blocks[0] = mem_resize(l->blocks[0], l->cap * sizeof **l->blocks);
        return;
    }
    if (ts->slab_count == 0 || ts->slab_used == SLAB_BLOCKS) {
        GROW(ts->slabs, ts->slab_cap, ts->slab_count + 1);
        ts->slabs[ts->slab_count++] = mem_slab();
        ts->slab_used = 0;
    }
    GROW(l->blocks, l->block_cap, l->block_count + 1);
    l->blocks[l->block_count++] = ts->slabs[ts->slab_count - 1] + ts->slab_used++ * CELL_BLOCK;
    l->cap += CELL_BLOCK;
}

static void cells_fini(struct lane *l) {
    if (l->blocks) mem_free(l->blocks[0]);
    mem_free(l->blocks);
    mem_free(l->longs);
}

static void seg_append(struct tracks *ts, struct lane *l, const struct open_seg *s, sim_ns end) {
    /* a forged trace may have units born out of order; segments never overlap all the same */
    sim_ns start = ns_max(s->start_ns, l->count ? lane_end(l, l->count - 1) : 0);
    if (end <= start) return;
    sim_ns length = end - start;
    cells_grow(ts, l);
    if (length >= (sim_ns)SEG_LONG) {
        GROW(l->longs, l->long_cap, l->long_count + 1);
        l->longs[l->long_count++] = (struct seg_long){l->count, end};
        length = (sim_ns)SEG_LONG;
    }
    l->blocks[l->count / CELL_BLOCK][l->count % CELL_BLOCK] =
        (struct seg_cell){start, (uint32_t)length, s->record << SEG_STATE_BITS | (uint32_t)s->state};
    l->count++;
}

static struct lane *lane_of(struct builder *b, uint32_t unit) {
    uint32_t i = unit < b->ts->unit_count ? b->ts->lane_of_unit[unit] : NO_LANE;
    return i == NO_LANE ? NULL : &b->ts->lanes[i];
}

static void unit_close(struct builder *b, uint32_t unit, sim_ns now) {
    struct unit_state *u = &b->units[unit];
    if (!u->open) return;
    u->open = false;
    struct lane *l = lane_of(b, unit);
    if (l) seg_append(b->ts, l, &u->seg, now);
}

static void unit_open(struct builder *b, uint32_t unit, struct open_seg s) {
    unit_close(b, unit, s.start_ns);
    b->units[unit].seg = s;
    b->units[unit].open = true;
}

static struct open_seg seg_from(const struct record *r, size_t i, enum seg_state state) {
    return (struct open_seg){.start_ns = r->time_ns, .record = (uint32_t)i, .state = state};
}

/* -- CPUs and tasks -- */

static void cpu_close(struct builder *b, uint16_t cpu, sim_ns now) {
    if (cpu >= b->cpu_count || !b->cpus[cpu].open) return;
    struct cpu_state *c = &b->cpus[cpu];
    struct open_seg s = c->seg;
    c->open = false;
    sim_ns paid = ns_min(c->switched_at, now);
    if (paid > s.start_ns) {
        struct open_seg cost = s;
        cost.state = SEG_switching;
        seg_append(b->ts, &b->ts->lanes[cpu], &cost, paid);
        s.start_ns = paid;
    }
    seg_append(b->ts, &b->ts->lanes[cpu], &s, now);
}

/* Turns ready into running once the switch cost is paid. */
static void task_settle(struct builder *b, uint32_t unit, sim_ns now) {
    struct unit_state *u = &b->units[unit];
    if (u->place != AT_cpu || now < u->runs_at ||
        (u->open && (u->seg.state == SEG_running || u->seg.state == SEG_running_gil)))
        return;
    const struct record *r = trace_at(b->t, u->record);
    struct open_seg s = seg_from(r, u->record, u->has_gil ? SEG_running_gil : SEG_running);
    s.start_ns = u->runs_at;
    unit_open(b, unit, s);
}

static void task_ready(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *u = &b->units[r->unit];
    if (u->place == AT_ready) { /* already waiting: the first reason stands */
        return;
    }
    u->place = AT_ready;
    unit_open(b, r->unit, seg_from(r, i, SEG_ready));
}

static void task_run(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *u = &b->units[r->unit];
    sim_ns cost = r->b > 0 ? r->b : 0;
    u->place = AT_cpu;
    u->runs_at = ns_add(r->time_ns, cost);
    u->record = (uint32_t)i;
    if (u->open && u->seg.state != SEG_ready) unit_close(b, r->unit, r->time_ns);
    task_settle(b, r->unit, r->time_ns);
    if (r->cpu >= b->cpu_count) return;
    cpu_close(b, r->cpu, r->time_ns);
    b->cpus[r->cpu] =
        (struct cpu_state){.seg = seg_from(r, i, SEG_running), .open = true, .switched_at = u->runs_at};
}

static bool stays_ready(uint32_t cause) {
    return cause != CAUSE_blocked && cause != CAUSE_exited && cause != CAUSE_killed;
}

static void task_stop(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *u = &b->units[r->unit];
    cpu_close(b, r->cpu, r->time_ns);
    if (u->place != AT_cpu) return; /* its block or exit was told first */
    if (!stays_ready(r->a)) {
        u->place = AT_none;
        unit_close(b, r->unit, r->time_ns);
        return;
    }
    u->place = AT_ready;
    if (!u->open || u->seg.state != SEG_ready) unit_open(b, r->unit, seg_from(r, i, SEG_ready));
}

static void task_block(struct builder *b, const struct record *r, size_t i) {
    bool gil = r->b == CAUSE_gil || r->b == CAUSE_gil_switch;
    b->units[r->unit].place = AT_blocked;
    unit_open(b, r->unit, seg_from(r, i, gil ? SEG_gil_wait : SEG_blocked));
}

/* -- GIL, loop, coroutines, locks, queues -- */

static void gil_change(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *holder = &b->units[r->unit];
    bool taken = r->event == EV_gil_take;
    holder->has_gil = taken;
    if (holder->place == AT_cpu && r->time_ns >= holder->runs_at)
        unit_open(b, r->unit, seg_from(r, i, taken ? SEG_running_gil : SEG_running));
    if (taken) unit_open(b, r->a, seg_from(r, i, SEG_held));
    else unit_close(b, r->a, r->time_ns);
}

static void gil_request(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *g = &b->units[r->a];
    if (g->open && g->seg.state == SEG_held) unit_open(b, r->a, seg_from(r, i, SEG_requested));
}

static uint32_t loop_of(const struct builder *b, const struct record *r) {
    if (b->t->units[r->a].kind == UNIT_LOOP) return r->a;
    uint32_t p = b->t->units[r->unit].parent;
    return b->t->units[p].kind == UNIT_LOOP ? p : NO_UNIT;
}

static void coroutine_step(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *u = &b->units[r->unit];
    uint32_t loop = loop_of(b, r);
    if (!u->open && u->place == AT_none &&
        b->t->units[r->unit].born_ns < r->time_ns) { /* nobody told its creation */
        struct open_seg s = seg_from(r, i, SEG_scheduled);
        s.start_ns = b->t->units[r->unit].born_ns;
        unit_open(b, r->unit, s);
    }
    u->place = AT_cpu;
    u->awaits = false;
    u->in_step = true;
    unit_open(b, r->unit, seg_from(r, i, SEG_running));
    if (loop) unit_open(b, loop, seg_from(r, i, SEG_step));
}

static void coroutine_step_end(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *u = &b->units[r->unit];
    uint32_t loop = loop_of(b, r);
    u->in_step = false;
    if (r->b) unit_close(b, r->unit, r->time_ns);
    else unit_open(b, r->unit, seg_from(r, i, u->awaits ? SEG_waiting : SEG_scheduled));
    if (loop) unit_open(b, loop, seg_from(r, i, SEG_iterating));
}

static void coroutine_wait(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *u = &b->units[r->unit];
    u->awaits = true;
    if (!u->in_step && (!u->open || u->seg.state != SEG_waiting))
        unit_open(b, r->unit, seg_from(r, i, SEG_waiting));
}

static void coroutine_wake(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *u = &b->units[r->unit];
    u->awaits = false; /* woken during its own step: it is scheduled when the step ends */
    if (!u->in_step && (!u->open || u->seg.state != SEG_scheduled))
        unit_open(b, r->unit, seg_from(r, i, SEG_scheduled));
    u->place = u->place == AT_none ? AT_ready : u->place;
}

static void lock_change(struct builder *b, const struct record *r, size_t i) {
    struct unit_state *l = &b->units[r->a];
    if (r->event == EV_acquire) {
        l->depth++;
        unit_open(b, r->a, seg_from(r, i, SEG_held));
    } else if (l->depth > 0 && --l->depth == 0) {
        unit_close(b, r->a, r->time_ns);
    }
}

static void queue_change(struct builder *b, const struct record *r, size_t i) {
    if (r->b > 0) unit_open(b, r->a, seg_from(r, i, SEG_held));
    else unit_close(b, r->a, r->time_ns);
}

static void unit_exit(struct builder *b, const struct record *r) {
    b->units[r->unit].place = AT_none;
    b->units[r->unit].has_gil = false;
    unit_close(b, r->unit, r->time_ns);
}

static void record_apply(struct builder *b, const struct record *r, size_t i) {
    bool coroutine = b->t->units[r->unit].kind == UNIT_COROUTINE;
    if (!coroutine) task_settle(b, r->unit, r->time_ns);
    switch ((enum event)r->event) {
    case EV_spawn:
        if (coroutine) coroutine_wake(b, r, i);
        break;
    case EV_ready: task_ready(b, r, i); break;
    case EV_run: task_run(b, r, i); break;
    case EV_stop: task_stop(b, r, i); break;
    case EV_block: task_block(b, r, i); break;
    case EV_exit: unit_exit(b, r); break;
    case EV_gil_take: gil_change(b, r, i); break;
    case EV_gil_drop: gil_change(b, r, i); break;
    case EV_gil_request: gil_request(b, r, i); break;
    case EV_acquire: lock_change(b, r, i); break;
    case EV_release: lock_change(b, r, i); break;
    case EV_put: queue_change(b, r, i); break;
    case EV_get: queue_change(b, r, i); break;
    case EV_loop_select: unit_open(b, r->unit, seg_from(r, i, SEG_polling)); break;
    case EV_loop_run: unit_open(b, r->unit, seg_from(r, i, SEG_iterating)); break;
    case EV_loop_idle: unit_close(b, r->unit, r->time_ns); break;
    case EV_step: coroutine_step(b, r, i); break;
    case EV_step_end: coroutine_step_end(b, r, i); break;
    case EV_coro_wait: coroutine_wait(b, r, i); break;
    case EV_coro_wake: coroutine_wake(b, r, i); break;
    case EV_migrate:
    case EV_candidate:
    case EV_keep:
    case EV_miss:
    case EV_level:
    case EV_nice:
    case EV_deadlock:
    case EV_gil_wait:
    case EV_line:
    case EV_output:
    case EV_raise:
    case EV_uncaught:
    case EV_note:
    case EV_cancel:
    case EV_late:
    case EV_class:
    case EVENT_COUNT: break;
    }
}

/* -- the list of lanes -- */

static uint32_t lane_add(struct tracks *ts, enum lane_kind kind, uint32_t unit, uint32_t parent) {
    GROW(ts->lanes, ts->cap, ts->count + 1);
    ts->lanes[ts->count] = (struct lane){.kind = kind, .unit = unit, .parent = parent};
    if (kind != LANE_CPU) ts->lane_of_unit[unit] = (uint32_t)ts->count;
    return (uint32_t)ts->count++;
}

static bool lane_kind_of(enum unit_kind k, enum lane_kind *out) {
    switch (k) {
    case UNIT_JOB:
    case UNIT_THREAD: *out = LANE_TASK; return true;
    case UNIT_GIL: *out = LANE_GIL; return true;
    case UNIT_LOOP: *out = LANE_LOOP; return true;
    case UNIT_COROUTINE: *out = LANE_COROUTINE; return true;
    case UNIT_LOCK: *out = LANE_LOCK; return true;
    case UNIT_QUEUE: *out = LANE_QUEUE; return true;
    case UNIT_OUTSIDE:
    case UNIT_PROCESS:
    case UNIT_DEVICE: break;
    }
    return false;
}

uint32_t unit_process(const struct trace *t, uint32_t unit) {
    while (unit != NO_UNIT && unit < t->unit_count && t->units[unit].kind != UNIT_PROCESS) {
        uint32_t up = t->units[unit].parent;
        unit = up < unit ? up : NO_UNIT; /* parents are older, so this ends */
    }
    return unit < t->unit_count ? unit : NO_UNIT;
}

/* Units in the order that lanes want: by process in order of birth, then by rank within it. Loops are
 * followed by their coroutines. A counting pass per rank keeps this linear in units x ranks. */
struct members {
    uint32_t *first, *next; /* linked lists by process, in order of birth */
};

static void members_collect(const struct trace *t, struct members *m) {
    uint32_t *last = mem_alloc(t->unit_count * sizeof *last);
    m->first = mem_alloc(t->unit_count * sizeof *m->first);
    m->next = mem_alloc(t->unit_count * sizeof *m->next);
    for (uint32_t u = 1; u < t->unit_count; u++) {
        uint32_t p = unit_process(t, u);
        if (last[p]) m->next[last[p]] = u;
        else m->first[p] = u;
        last[p] = u;
    }
    mem_free(last);
}

static void lanes_of_loop(struct tracks *ts, const struct members *m, uint32_t process, uint32_t loop,
                          uint32_t lane) {
    for (uint32_t u = m->first[process]; u; u = m->next[u])
        if (ts->trace->units[u].kind == UNIT_COROUTINE && ts->trace->units[u].parent == loop)
            lane_add(ts, LANE_COROUTINE, u, lane);
}

static void lanes_of_process(struct tracks *ts, const struct members *m, uint32_t process) {
    static const enum lane_kind ranks[] = {LANE_TASK,      LANE_GIL,  LANE_LOOP,
                                           LANE_COROUTINE, LANE_LOCK, LANE_QUEUE};
    uint32_t main_lane = NO_LANE;
    for (size_t rank = 0; rank < sizeof ranks / sizeof *ranks; rank++) {
        for (uint32_t u = m->first[process]; u; u = m->next[u]) {
            enum lane_kind kind;
            if (!lane_kind_of(ts->trace->units[u].kind, &kind) || kind != ranks[rank] ||
                ts->lane_of_unit[u] != NO_LANE)
                continue;
            uint32_t parent = main_lane;
            if (kind == LANE_LOOP && ts->lane_of_unit[ts->trace->units[u].parent] != NO_LANE)
                parent = ts->lane_of_unit[ts->trace->units[u].parent];
            uint32_t lane = lane_add(ts, kind, u, process == NO_UNIT ? NO_LANE : parent);
            if (kind == LANE_TASK && main_lane == NO_LANE) main_lane = lane;
            if (kind == LANE_LOOP) lanes_of_loop(ts, m, process, u, lane);
        }
    }
}

static void lanes_list(struct tracks *ts) {
    const struct trace *t = ts->trace;
    int cpus = t->cores * t->smt;
    for (int c = 0; c < cpus; c++) lane_add(ts, LANE_CPU, (uint32_t)c, NO_LANE);
    struct members m;
    members_collect(t, &m);
    for (uint32_t u = 1; u < t->unit_count; u++)
        if (t->units[u].kind == UNIT_PROCESS) {
            ts->process_count++;
            lanes_of_process(ts, &m, u);
        }
    lanes_of_process(ts, &m, NO_UNIT);
    mem_free(m.first);
    mem_free(m.next);
}

/* Lanes on which nothing ever happened are dropped, but for CPUs and tasks. */
static void lanes_prune(struct tracks *ts) {
    uint32_t *moved = mem_alloc((ts->count + 1) * sizeof *moved);
    size_t kept = 0;
    for (size_t i = 0; i < ts->count; i++) {
        struct lane l = ts->lanes[i];
        bool keep = l.count > 0 || l.kind == LANE_CPU || l.kind == LANE_TASK;
        moved[i] = keep ? (uint32_t)kept : NO_LANE;
        if (l.kind != LANE_CPU) ts->lane_of_unit[l.unit] = moved[i];
        if (!keep) {
            cells_fini(&l);
            continue;
        }
        l.parent = l.parent == NO_LANE ? NO_LANE : moved[l.parent];
        if (l.count && l.block_count == 1) {
            l.blocks[0] = mem_resize(l.blocks[0], l.count * sizeof **l.blocks);
            l.cap = l.count;
        }
        ts->lanes[kept++] = l;
    }
    ts->count = kept;
    mem_free(moved);
}

void tracks_build(struct tracks *ts, const struct trace *t) {
    memset(ts, 0, sizeof *ts);
    ts->trace = t;
    ts->unit_count = t->unit_count;
    ts->lane_of_unit = mem_alloc(t->unit_count * sizeof *ts->lane_of_unit);
    for (size_t u = 0; u < t->unit_count; u++) ts->lane_of_unit[u] = NO_LANE;
    ts->end_ns = t->end_ns;
    if (t->count) ts->end_ns = ns_max(ts->end_ns, trace_at(t, t->count - 1)->time_ns);
    lanes_list(ts);
    struct builder b = {.ts = ts, .t = t, .cpu_count = (size_t)(t->cores * t->smt)};
    b.units = mem_alloc(t->unit_count * sizeof *b.units);
    b.cpus = mem_alloc((b.cpu_count + 1) * sizeof *b.cpus);
    ASSERT(t->count <= RECORDS_MAX); /* limits.events and the reader of trace files see to it */
    for (size_t i = 0; i < t->count; i++) record_apply(&b, trace_at(t, i), i);
    for (uint32_t u = 1; u < t->unit_count; u++) {
        if (t->units[u].kind != UNIT_COROUTINE) task_settle(&b, u, ts->end_ns);
        unit_close(&b, u, ts->end_ns);
    }
    for (size_t c = 0; c < b.cpu_count; c++) cpu_close(&b, (uint16_t)c, ts->end_ns);
    mem_free(b.units);
    mem_free(b.cpus);
    lanes_prune(ts);
}

void tracks_fini(struct tracks *ts) {
    for (size_t i = 0; i < ts->count; i++) cells_fini(&ts->lanes[i]);
    for (size_t i = 0; i < ts->slab_count; i++) mem_free(ts->slabs[i]);
    mem_free(ts->slabs);
    mem_free(ts->lanes);
    mem_free(ts->lane_of_unit);
    memset(ts, 0, sizeof *ts);
}

/* -- names and look-ups -- */

const char *seg_state_name(enum seg_state s) {
    static const char *const names[SEG_STATE_COUNT] = {[SEG_running_gil] = "running_gil",
                                                       [SEG_running] = "running",
                                                       [SEG_gil_wait] = "gil_wait",
                                                       [SEG_ready] = "ready",
                                                       [SEG_blocked] = "blocked",
                                                       [SEG_switching] = "switching",
                                                       [SEG_held] = "held",
                                                       [SEG_requested] = "requested",
                                                       [SEG_polling] = "polling",
                                                       [SEG_iterating] = "iterating",
                                                       [SEG_step] = "step",
                                                       [SEG_waiting] = "waiting",
                                                       [SEG_scheduled] = "scheduled"};
    return (unsigned)s < SEG_STATE_COUNT ? names[s] : "?";
}

const char *lane_kind_name(enum lane_kind k) {
    static const char *const names[] = {
        [LANE_CPU] = "cpu",    [LANE_TASK] = "task",           [LANE_GIL] = "gil",
        [LANE_LOOP] = "loop",  [LANE_COROUTINE] = "coroutine", [LANE_LOCK] = "lock",
        [LANE_QUEUE] = "queue"};
    return names[k];
}

const char *unit_label(const struct tracks *ts, uint32_t unit, struct buf *scratch) {
    const struct trace *t = ts->trace;
    buf_clear(scratch);
    buf_text(scratch, "");
    if (unit >= t->unit_count) return "?";
    enum unit_kind kind = t->units[unit].kind;
    uint32_t process = unit_process(t, unit);
    const char *name = trace_unit_name(t, unit);
    if (ts->process_count < 2 || process == NO_UNIT || process == unit || kind == UNIT_COROUTINE) {
        buf_text(scratch, name);
        return scratch->data;
    }
    uint32_t lane = ts->lane_of_unit[unit];
    if (kind == UNIT_THREAD && lane != NO_LANE && ts->lanes[lane].parent == NO_LANE)
        buf_text(scratch, trace_unit_name(t, process));
    else buf_printf(scratch, "%s/%s", trace_unit_name(t, process), name);
    return scratch->data;
}

const char *lane_name(const struct tracks *ts, const struct lane *l, struct buf *scratch) {
    if (l->kind != LANE_CPU) return unit_label(ts, l->unit, scratch);
    buf_clear(scratch);
    buf_printf(scratch, "CPU %u", (unsigned)l->unit);
    return scratch->data;
}

int64_t segment_fill(const struct tracks *ts, const struct segment *s) {
    const struct record *r = trace_at(ts->trace, s->first_record);
    return r->event == EV_put || r->event == EV_get ? r->b : 0;
}
