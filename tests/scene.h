/* Hand-made traces for the tests of trace, export and viewer: small worlds whose every number is known. */
#ifndef GILSCOPE_TESTS_SCENE_H
#define GILSCOPE_TESTS_SCENE_H

#include <stdio.h>
#include <string.h>

#include "trace/trace.h"

struct scene {
    struct trace *t;
    sim_ns now;
    uint16_t cpu; /* for the next records */
    uint32_t where;
};

static inline void emit(struct scene *s, enum event e, uint32_t unit, uint32_t a, int64_t b) {
    trace_emit(s->t, (struct record){.time_ns = s->now,
                                     .event = (uint16_t)e,
                                     .cpu = s->cpu,
                                     .unit = unit,
                                     .where = s->where,
                                     .a = a,
                                     .b = b});
}

static inline void scene_line(struct scene *s, const char *file, int line, const char *function) {
    s->where = trace_where(s->t, file, line, function);
}

/* Two threads, two CPUs, one GIL. MainThread starts "spin" at 1 ms; then both compute, handing the GIL over
 * every 5 ms on request: three times; spin writes; both end at 22 ms. */
static inline void scene_two_threads(struct trace *t) {
    static const char source[] =
        "import threading\n\ndef spin():\n    n = 0\n    while True:\n        n += 1\n\n"
        "threading.Thread(target=spin).start()\nspin()\n";
    struct scene s = {.t = t, .cpu = 0};
    trace_init(t);
    t->cores = 2;
    trace_source_add(t, "two.py", source, sizeof source - 1);
    uint32_t process = trace_unit(t, UNIT_PROCESS, NO_UNIT, "two.py", 0);
    uint32_t mainy = trace_unit(t, UNIT_THREAD, process, "MainThread", 0);
    uint32_t gil = trace_unit(t, UNIT_GIL, process, "GIL", 0);
    uint32_t rule = trace_text(t, "the only one ready");
    emit(&s, EV_spawn, mainy, NO_UNIT, 0);
    emit(&s, EV_ready, mainy, NO_UNIT, CAUSE_created);
    emit(&s, EV_run, mainy, rule, 2000);
    s.now = 2000;
    scene_line(&s, "two.py", 8, "<module>");
    emit(&s, EV_gil_take, mainy, gil, 1);
    emit(&s, EV_line, mainy, trace_text(t, "<module>"), 0);
    s.now = NS_MS;
    uint32_t spin = trace_unit(t, UNIT_THREAD, process, "Thread-1 (spin)", NS_MS);
    emit(&s, EV_spawn, spin, mainy, 0);
    s.cpu = 1;
    emit(&s, EV_ready, spin, mainy, CAUSE_created);
    emit(&s, EV_run, spin, rule, 2000);
    s.now += 2000;
    scene_line(&s, "two.py", 5, "spin");
    uint32_t threads[2] = {mainy, spin};
    int holder = 0;
    emit(&s, EV_gil_wait, spin, gil, mainy);
    emit(&s, EV_stop, spin, CAUSE_blocked, 0);
    emit(&s, EV_block, spin, gil, CAUSE_gil);
    for (int round = 0; round < 4; round++) {
        uint32_t h = threads[holder], w = threads[!holder];
        s.now += 5 * NS_MS; /* the timed wait ends: the waiter runs shortly to set the request */
        s.cpu = (uint16_t)!holder;
        emit(&s, EV_ready, w, NO_UNIT, CAUSE_timeout);
        emit(&s, EV_run, w, rule, 0);
        emit(&s, EV_gil_request, w, gil, h);
        s.now += 1000;
        emit(&s, EV_stop, w, CAUSE_blocked, 1000);
        emit(&s, EV_block, w, gil, CAUSE_gil);
        s.now += 99000;
        s.cpu = (uint16_t)holder;
        emit(&s, EV_gil_drop, h, gil, 1);
        s.cpu = (uint16_t)!holder;
        emit(&s, EV_ready, w, h, CAUSE_signalled);
        emit(&s, EV_run, w, rule, 0);
        s.cpu = (uint16_t)holder;
        s.now += 1000;
        s.cpu = (uint16_t)!holder;
        emit(&s, EV_gil_take, w, gil, 1);
        if (w == spin) trace_output(t, s.now, s.cpu, spin, s.where, 1, "tick\n", 5);
        s.cpu = (uint16_t)holder;
        emit(&s, EV_gil_wait, h, gil, w);
        /* how long h was on its CPU: since its last run */
        sim_ns since = 0;
        for (size_t i = 0; i < t->count; i++) {
            const struct record *r = trace_at(t, i);
            if (r->event == EV_run && r->unit == h) since = r->time_ns + r->b;
        }
        emit(&s, EV_stop, h, CAUSE_blocked, s.now - since);
        emit(&s, EV_block, h, gil, CAUSE_gil);
        holder = !holder;
    }
    /* the holder ends first, then the other */
    for (int k = 0; k < 2; k++) {
        uint32_t h = threads[holder];
        sim_ns since = 0;
        s.now += 500000;
        for (size_t i = 0; i < t->count; i++) {
            const struct record *r = trace_at(t, i);
            if (r->event == EV_run && r->unit == h) since = r->time_ns + r->b;
        }
        s.cpu = (uint16_t)holder;
        emit(&s, EV_gil_drop, h, gil, 0);
        if (k == 0) {
            s.cpu = (uint16_t)!holder;
            emit(&s, EV_ready, threads[!holder], h, CAUSE_signalled);
            emit(&s, EV_run, threads[!holder], rule, 0);
            emit(&s, EV_gil_take, threads[!holder], gil, 1);
            s.cpu = (uint16_t)holder;
        }
        emit(&s, EV_stop, h, CAUSE_exited, s.now - since);
        emit(&s, EV_exit, h, 0, 0);
        holder = !holder;
    }
    t->end_ns = s.now;
    t->end = END_ok;
}

/* Three jobs of 30, 20 and 10 ms on one CPU, round robin with a slice of 10 ms: ABCABA. */
static inline void scene_jobs(struct trace *t) {
    struct scene s = {.t = t, .cpu = 0};
    trace_init(t);
    uint32_t jobs[3] = {trace_unit(t, UNIT_JOB, NO_UNIT, "A", 0), trace_unit(t, UNIT_JOB, NO_UNIT, "B", 0),
                        trace_unit(t, UNIT_JOB, NO_UNIT, "C", 0)};
    static const char order[] = "ABCABA";
    static const int left_after[] = {2, 1, 0, 1, 0, 0};
    uint32_t rule = trace_text(t, "next in FIFO order");
    for (int i = 0; i < 3; i++) emit(&s, EV_spawn, jobs[i], NO_UNIT, 0);
    for (int i = 0; i < 3; i++) emit(&s, EV_ready, jobs[i], NO_UNIT, CAUSE_arrived);
    for (size_t i = 0; order[i]; i++) {
        uint32_t j = jobs[order[i] - 'A'];
        emit(&s, EV_run, j, rule, 0);
        s.now += 10 * NS_MS;
        emit(&s, EV_stop, j, left_after[i] ? CAUSE_slice : CAUSE_exited, 10 * NS_MS);
        if (!left_after[i]) emit(&s, EV_exit, j, 0, 0);
    }
    t->end_ns = s.now;
    t->end = END_ok;
}

/* An event loop: spinner steps every 100 ms for 0.1 ms, slow blocks the loop for 400 ms at 250 ms. */
static inline void scene_loop(struct trace *t) {
    static const char source[] =
        "import asyncio, time\n\nasync def spin():\n    while True:\n        print('.')\n        "
        "await asyncio.sleep(.1)\n\nasync def slow():\n    await asyncio.sleep(.25)\n    time.sleep(.4)\n";
    struct scene s = {.t = t, .cpu = 0};
    trace_init(t);
    trace_source_add(t, "loop.py", source, sizeof source - 1);
    uint32_t process = trace_unit(t, UNIT_PROCESS, NO_UNIT, "loop.py", 0);
    uint32_t mainy = trace_unit(t, UNIT_THREAD, process, "MainThread", 0);
    uint32_t gil = trace_unit(t, UNIT_GIL, process, "GIL", 0);
    uint32_t loop = trace_unit(t, UNIT_LOOP, mainy, "loop", 0);
    uint32_t spin = trace_unit(t, UNIT_COROUTINE, loop, "Task-1 (spin)", 0);
    uint32_t slow = trace_unit(t, UNIT_COROUTINE, loop, "Task-2 (slow)", 0);
    emit(&s, EV_spawn, mainy, NO_UNIT, 0);
    emit(&s, EV_ready, mainy, NO_UNIT, CAUSE_created);
    emit(&s, EV_run, mainy, trace_text(t, "the only one ready"), 0);
    emit(&s, EV_gil_take, mainy, gil, 1);
    emit(&s, EV_coro_wake, spin, mainy, 0);
    emit(&s, EV_coro_wake, slow, mainy, 0);
    sim_ns on = 0;
    for (int turn = 0; turn < 8; turn++) {
        bool blocks = turn == 3, both = turn == 0;
        emit(&s, EV_loop_run, loop, both ? 2 : 1, 0);
        uint32_t c = blocks ? slow : spin;
        scene_line(&s, "loop.py", blocks ? 10 : 5, blocks ? "slow" : "spin");
        emit(&s, EV_step, c, loop, 0);
        if (!blocks) trace_output(t, s.now, 0, mainy, s.where, 1, ".\n", 2);
        s.now += 100000;
        if (blocks) { /* time.sleep: the thread blocks, the loop stands still */
            emit(&s, EV_gil_drop, mainy, gil, 0);
            emit(&s, EV_stop, mainy, CAUSE_blocked, s.now - on);
            emit(&s, EV_block, mainy, NO_UNIT, CAUSE_sleep);
            s.now += 400 * NS_MS;
            emit(&s, EV_ready, mainy, NO_UNIT, CAUSE_timeout);
            emit(&s, EV_run, mainy, trace_text(t, "the only one ready"), 0);
            on = s.now;
            emit(&s, EV_gil_take, mainy, gil, 0);
        } else {
            emit(&s, EV_coro_wait, c, NO_UNIT, 0);
        }
        emit(&s, EV_step_end, c, loop, blocks);
        if (both) {
            emit(&s, EV_step, slow, loop, 0);
            s.now += 100000;
            emit(&s, EV_coro_wait, slow, NO_UNIT, 0);
            emit(&s, EV_step_end, slow, loop, 0);
        }
        emit(&s, EV_loop_idle, loop, 0, 0);
        sim_ns next = turn == 2  ? 250 * NS_MS
                      : turn < 2 ? (turn + 1) * 100 * NS_MS
                                 : s.now + (turn == 3 ? 0 : 100 * NS_MS);
        if (turn == 7 || next <= s.now) continue;
        emit(&s, EV_loop_select, loop, 0, next - s.now);
        emit(&s, EV_gil_drop, mainy, gil, 0);
        emit(&s, EV_stop, mainy, CAUSE_blocked, s.now - on);
        emit(&s, EV_block, mainy, loop, CAUSE_select);
        s.now = next;
        emit(&s, EV_ready, mainy, NO_UNIT, CAUSE_timeout);
        emit(&s, EV_run, mainy, trace_text(t, "the only one ready"), 0);
        on = s.now;
        emit(&s, EV_gil_take, mainy, gil, 0);
        emit(&s, EV_coro_wake, turn == 2 ? slow : spin, NO_UNIT, 0);
    }
    emit(&s, EV_gil_drop, mainy, gil, 0);
    emit(&s, EV_stop, mainy, CAUSE_exited, s.now - on);
    emit(&s, EV_exit, mainy, 0, 0);
    t->end_ns = s.now;
    t->end = END_ok;
}

#endif
