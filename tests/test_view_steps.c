/* Stepping through whole traces: at every event the state at the playhead is what a replay of the records from the
 * start gives (who runs, holds, waits, queue fills, lines, output), and going backward passes the same states.
 *
 * The replay here is another implementation than the viewer's: it knows no lanes, segments or checkpoints. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "base/rng.h"
#include "paint/action.h"
#include "scenario/run.h"

/* -- the replay -- */

enum doing { GONE, READY, ON_CPU, BLOCKED };

struct actor { /* one unit */
    enum doing doing;
    bool has_gil, gil_wait;
    sim_ns runs_at;
    uint32_t line;
    enum seg_state state; /* of what is no task: SEG_STATE_COUNT = nothing */
    uint32_t partner;
    bool stepping, awaits;
    bool
        unannounced; /* coroutine: scheduled from its birth on, since nothing tells so before its first step */
    uint32_t awaited;
    int64_t depth, fill;
    sim_ns since;
};

struct replay {
    const struct trace *t;
    struct actor *actors;
    uint32_t *on; /* by CPU: the task + 1 */
    size_t cpus, upto;
    struct buf lines; /* the terminal's text */
    size_t line_start, column;
};

static void replay_init(struct replay *r, const struct trace *t) {
    memset(r, 0, sizeof *r);
    r->t = t;
    r->cpus = (size_t)(t->cores * t->smt);
    r->actors = mem_alloc(t->unit_count * sizeof *r->actors);
    r->on = mem_alloc(r->cpus * sizeof *r->on);
    for (size_t u = 0; u < t->unit_count; u++) r->actors[u].state = SEG_STATE_COUNT;
    bool *told = mem_alloc(t->unit_count);
    for (size_t i = 0; i < t->count; i++) {
        const struct record *e = trace_at(t, i);
        if (t->units[e->unit].kind != UNIT_COROUTINE || told[e->unit]) continue;
        r->actors[e->unit].unannounced = e->event == EV_step;
        told[e->unit] = e->event == EV_step || e->event == EV_spawn || e->event == EV_coro_wait ||
                        e->event == EV_coro_wake;
    }
    mem_free(told);
}

static void replay_fini(struct replay *r) {
    mem_free(r->actors);
    mem_free(r->on);
    buf_fini(&r->lines);
}

/* A terminal for the scenarios' output: text, newline, carriage return. */
static void replay_output(struct replay *r, const char *s, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\n') {
            buf_char(&r->lines, '\n');
            r->line_start = r->lines.len;
            r->column = 0;
        } else if (s[i] == '\r') {
            r->column = 0;
        } else {
            size_t at = r->line_start + r->column++;
            if (at < r->lines.len) r->lines.data[at] = s[i];
            else buf_char(&r->lines, s[i]);
        }
    }
}

static void actor_at(struct actor *a, enum seg_state state, uint32_t partner, sim_ns now) {
    a->state = state;
    a->partner = partner;
    a->since = now;
}

static void replay_task(struct replay *r, const struct record *e) {
    struct actor *a = &r->actors[e->unit];
    if (e->event == EV_ready) {
        a->doing = READY;
    } else if (e->event == EV_run) {
        a->doing = ON_CPU;
        a->runs_at = e->time_ns + e->b;
        r->on[e->cpu] = e->unit + 1;
    } else if (e->event == EV_stop) {
        bool again = e->a != CAUSE_blocked && e->a != CAUSE_exited && e->a != CAUSE_killed;
        if (a->doing == ON_CPU) a->doing = again ? READY : GONE;
        r->on[e->cpu] = 0;
    } else if (e->event == EV_block) {
        a->doing = BLOCKED;
        a->gil_wait = e->b == CAUSE_gil || e->b == CAUSE_gil_switch;
    } else if (e->event == EV_exit) {
        a->doing = GONE;
        a->has_gil = false;
        a->state = SEG_STATE_COUNT;
    }
}

static void replay_coroutine(struct replay *r, const struct record *e) {
    struct actor *a = &r->actors[e->unit];
    uint32_t loop = r->t->units[e->a].kind == UNIT_LOOP ? e->a : r->t->units[e->unit].parent;
    a->unannounced = false;
    if (e->event == EV_step) {
        a->stepping = true;
        a->awaits = false;
        actor_at(a, SEG_running, NO_UNIT, e->time_ns);
        actor_at(&r->actors[loop], SEG_step, e->unit, e->time_ns);
    } else if (e->event == EV_step_end) {
        a->stepping = false;
        if (e->b) a->state = SEG_STATE_COUNT;
        else if (a->awaits) actor_at(a, SEG_waiting, a->awaited, e->time_ns);
        else actor_at(a, SEG_scheduled, NO_UNIT, e->time_ns);
        actor_at(&r->actors[loop], SEG_iterating, NO_UNIT, e->time_ns);
    } else if (e->event == EV_coro_wait) {
        a->awaits = true;
        a->awaited = e->a;
        if (!a->stepping && a->state != SEG_waiting) actor_at(a, SEG_waiting, e->a, e->time_ns);
    } else {
        a->awaits = false;
        if (!a->stepping && a->state != SEG_scheduled) actor_at(a, SEG_scheduled, e->a, e->time_ns);
    }
}

static void replay_thing(struct replay *r, const struct record *e) {
    struct actor *a = &r->actors[e->a];
    if (e->event == EV_gil_take) {
        r->actors[e->unit].has_gil = true;
        actor_at(a, SEG_held, e->unit, e->time_ns);
    } else if (e->event == EV_gil_drop) {
        r->actors[e->unit].has_gil = false;
        a->state = SEG_STATE_COUNT;
    } else if (e->event == EV_gil_request) {
        if (a->state == SEG_held) a->state = SEG_requested;
    } else if (e->event == EV_acquire) {
        a->depth++;
        actor_at(a, SEG_held, e->unit, e->time_ns);
    } else if (e->event == EV_release) {
        if (a->depth > 0 && --a->depth == 0) a->state = SEG_STATE_COUNT;
    } else {
        a->fill = e->b;
        actor_at(a, e->b > 0 ? SEG_held : SEG_STATE_COUNT, e->unit, e->time_ns);
    }
}

static void replay_one(struct replay *r, const struct record *e) {
    struct actor *a = &r->actors[e->unit];
    if (e->where) a->line = e->where;
    if (e->event == EV_exit || (e->event == EV_step_end && e->b)) a->line = 0;
    switch ((int)e->event) {
    case EV_ready:
    case EV_run:
    case EV_stop:
    case EV_block:
    case EV_exit: replay_task(r, e); break;
    case EV_spawn:
        if (r->t->units[e->unit].kind != UNIT_COROUTINE) break; /* fall through */
    case EV_step:
    case EV_step_end:
    case EV_coro_wait:
    case EV_coro_wake: replay_coroutine(r, e); break;
    case EV_gil_take:
    case EV_gil_drop:
    case EV_gil_request:
    case EV_acquire:
    case EV_release:
    case EV_put:
    case EV_get: replay_thing(r, e); break;
    case EV_loop_select: actor_at(a, SEG_polling, NO_UNIT, e->time_ns); break;
    case EV_loop_run: actor_at(a, SEG_iterating, NO_UNIT, e->time_ns); break;
    case EV_loop_idle: a->state = SEG_STATE_COUNT; break;
    case EV_output: replay_output(r, r->t->output.data + e->b, output_len(e)); break;
    default: break;
    }
}

static void replay_to(struct replay *r, sim_ns at) {
    for (; r->upto < r->t->count && trace_at(r->t, r->upto)->time_ns <= at; r->upto++)
        replay_one(r, trace_at(r->t, r->upto));
}

/* -- both as the same few bytes a lane -- */

struct now {
    int state; /* -1: nothing */
    uint32_t unit;
    int64_t fill;
};

static struct now replay_now(const struct replay *r, const struct lane *l, sim_ns at) {
    struct now n = {.state = -1};
    if (at >= r->t->end_ns && r->upto == r->t->count) return n; /* the run is over */
    if (l->kind == LANE_CPU) {
        uint32_t task = r->on[l->unit];
        if (task == 0) return n;
        n.unit = task - 1;
        n.state = at < r->actors[n.unit].runs_at ? SEG_switching : SEG_running;
        return n;
    }
    const struct actor *a = &r->actors[l->unit];
    if (l->kind == LANE_TASK) {
        bool runs = a->doing == ON_CPU && at >= a->runs_at;
        if (a->doing == GONE) return n;
        n.state = runs                                      ? (a->has_gil ? SEG_running_gil : SEG_running)
                  : a->doing == READY || a->doing == ON_CPU ? SEG_ready
                  : a->gil_wait                             ? SEG_gil_wait
                                                            : SEG_blocked;
        return n;
    }
    if (a->unannounced && at >= r->t->units[l->unit].born_ns) n.state = SEG_scheduled;
    if (a->state == SEG_STATE_COUNT) return n;
    n.state = (int)a->state;
    n.unit = a->partner;
    if (l->kind == LANE_QUEUE) n.fill = a->fill;
    return n;
}

static struct now viewer_now(const struct view *v, const struct lane *l) {
    struct now n = {.state = -1};
    bool covers;
    size_t i = lane_at(l, v->at, &covers);
    if (!covers) return n;
    struct segment s = lane_seg(&v->run->tracks, l, i);
    n.state = s.state;
    if (l->kind != LANE_TASK && !(l->kind == LANE_COROUTINE && s.state == SEG_scheduled)) n.unit = s.unit;
    if (l->kind == LANE_QUEUE) n.fill = segment_fill(&v->run->tracks, &s);
    return n;
}

static uint64_t mixed(uint64_t h, uint64_t v) {
    h = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 32;
}

/* What the viewer shows, as a number; with a replay, each part is compared with it. */
static uint64_t state_hash(struct view *v, const struct replay *r, const char *what) {
    uint64_t h = HASH_START;
    const struct tracks *ts = &v->run->tracks;
    moments_seek(&v->mutable_run->moments, v->at);
    const uint32_t *where = v->run->moments.where;
    h = mixed(h, (uint64_t)v->at);
    for (size_t i = 0; i < ts->count; i++) {
        const struct lane *l = &ts->lanes[i];
        struct now n = viewer_now(v, l);
        h = mixed(mixed(h, (uint64_t)n.state << 32 | n.unit), (uint64_t)n.fill);
        if (!r) continue;
        struct now m = replay_now(r, l, v->at);
        if (l->kind == LANE_COROUTINE && m.state == SEG_scheduled) m.unit = NO_UNIT;
        if (m.state != n.state || m.unit != n.unit || m.fill != n.fill) {
            struct buf name = {0};
            fail_msg("%s at %lld ns: %s is %s %u %lld, a replay says %s %u %lld", what, (long long)v->at,
                     lane_name(ts, l, &name), n.state < 0 ? "-" : seg_state_name((enum seg_state)n.state),
                     n.unit, (long long)n.fill, m.state < 0 ? "-" : seg_state_name((enum seg_state)m.state),
                     m.unit, (long long)m.fill);
        }
    }
    for (uint32_t u = 0; u < ts->unit_count; u++) {
        h = mixed(h, where[u]);
        if (r && where[u] != r->actors[u].line)
            fail_msg("%s at %lld ns: unit %u is at %u, a replay says %u", what, (long long)v->at, u, where[u],
                     r->actors[u].line);
    }
    return h;
}

/* The last lines of the terminal; all of them if it has not begun to scroll. */
static void compare_output(const struct view *v, const struct replay *r, const char *what) {
    struct terminal term = {0};
    struct buf seen = {0};
    terminal_replay(&term, &v->run->moments, v->at);
    for (size_t i = term.count > 5 ? term.count - 5 : 0; i < term.count; i++)
        buf_printf(&seen, "%s%s", seen.len ? "\n" : "",
                   term.lines[i].text.len ? term.lines[i].text.data : "");
    size_t from = r->lines.len;
    for (size_t lines = 0; from > 0 && lines < 5; from--)
        if (r->lines.data[from - 1] == '\n' && ++lines == 5) break;
    if (seen.len && strcmp(seen.data, r->lines.data ? r->lines.data + from : ""))
        fail_msg("%s at %lld ns: the terminal shows\n%s\na replay shows\n%s", what, (long long)v->at,
                 seen.data, r->lines.data + from);
    terminal_fini(&term);
    buf_fini(&seen);
}

static void walk(struct trace *t, const char *what) {
    struct run run;
    struct view v;
    struct replay r;
    uint64_t *seen = NULL;
    size_t n = 0, cap = 0;
    run_open(&run, t, what);
    view_init(&v, &run, 400, 300);
    v.side_shown = false;
    replay_init(&r, &run.trace);
    for (;;) {
        size_t written = r.lines.len, column = r.column;
        replay_to(&r, v.at);
        GROW(seen, cap, n + 1);
        seen[n++] = state_hash(&v, &r, what);
        if (r.lines.len != written || r.column != column) compare_output(&v, &r, what);
        if (v.at >= run.tracks.end_ns) break;
        view_act(&v, ACT_next);
    }
    for (size_t i = n; i-- > 0; view_act(&v, ACT_prev))
        if (state_hash(&v, NULL, what) != seen[i])
            fail_msg("%s: another state at %lld ns on the way back", what, (long long)v.at);
    assert_int_equal(v.at, 0);
    mem_free(seen);
    replay_fini(&r);
    view_fini(&v);
    run_close(&run);
}

static void walk_file(const char *path, const struct override *changes, size_t change_count) {
    struct arena a;
    struct diag d;
    struct scenario s;
    struct trace t;
    struct run_result result = {0};
    arena_init(&a);
    diag_init(&d, &a);
    if (!scenario_load(&a, path, changes, change_count, 0, NULL, &s, &d)) fail_msg("%s: %s", path, d.message);
    trace_init(&t);
    if (!scenario_run(&s, &t, NULL, &result, &d)) fail_msg("%s: %s", path, d.message);
    walk(&t, path);
    arena_fini(&a);
}

static void test_scenarios(void **state) {
    (void)state;
    static const char *const where[] = {"scenarios/*.py", "scenarios/*.yaml", "scenarios/scheduling/*.yaml"};
    size_t walked = 0;
    for (size_t k = 0; k < sizeof where / sizeof *where; k++) {
        glob_t g;
        if (glob(where[k], 0, NULL, &g) != 0) continue;
        for (size_t i = 0; i < g.gl_pathc; i++, walked++) walk_file(g.gl_pathv[i], NULL, 0);
        globfree(&g);
    }
    assert_true(walked > 20); /* run from the root of the tree */
}

/* Random jobs with I/O under each policy, seed after seed. */
static void test_random_worlds(void **state) {
    (void)state;
    static const char *const names[] = {"fcfs", "sjf", "srtf", "rr", "mlfq", "lottery", "cfs", "eevdf"};
    static const char text[] =
        "machine: {cores: 3, smt: 2}\nrandom: {jobs: 14, arrive: exponential 4ms, cpu: "
        "uniform 1ms 30ms, io_every: uniform 1ms 6ms, io_for: exponential 3ms}\n";
    char path[] = "/tmp/gilscope-steps-XXXXXX.yaml";
    int fd = mkstemps(path, 5);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, sizeof text - 1), (int)sizeof text - 1);
    close(fd);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int seed = 1; seed <= 3; seed++) {
            char number[16];
            snprintf(number, sizeof number, "%d", seed);
            struct override changes[] = {{.key = "scheduler", .value = names[i], .shown = "policy"},
                                         {.key = "seed", .value = number, .shown = "seed"}};
            walk_file(path, changes, 2);
        }
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scenarios),
                                       cmocka_unit_test(test_random_worlds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
