/* What a scenario leaves in its trace, event by event: misses at their deadlines, releases in the order of the file,
 * throttling, wait-for cycles. Each row is a scenario, the kinds of events looked at, and all of them. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "scenario/run.h"
#include "trace/laws.h"

#define ONE "profile: ideal\nmachine: {cores: 1}\n"
#define TWO "profile: ideal\nmachine: {cores: 2}\n"

struct row {
    const char *what, *yaml, *events;
    enum trace_end end;
    const char *want; /* "MS UNIT EVENT DETAIL; ..." */
};

/* clang-format off: one row a line */
static const struct row rows[] = {
    {"who ends at its deadline has not missed it",
     ONE
     "scheduler: edf\njobs: [{name: A, cpu: 5ms, deadline: 5ms}, {name: B, cpu: 1ms, deadline: 5500us}]\n",
     "miss late", END_ok, "5.5 B miss 1; 6 B late 1+0.5"},
    {"a miss is told at the deadline, the lateness at the end",
     ONE "scheduler: fcfs\njobs: [{name: A, cpu: 7ms, period: 5ms, repeat: 3}]\n", "miss late", END_ok,
     "5 A miss 1; 7 A late 1+2; 10 A miss 2; 14 A late 2+4; 15 A miss 3; 21 A late 3+6"},
    {"a job that never ends misses every period",
     ONE "scheduler: fcfs\nlimits: {until: 33ms}\njobs: [{name: A, cpu: 1h, period: 10ms, deadline: 8ms}]\n",
     "miss late", END_until, "8 A miss 1; 18 A miss 2; 28 A miss 3"},
    {"... also one that never got a CPU",
     ONE
     "scheduler: fcfs\nlimits: {until: 25ms}\njobs: [{name: A, cpu: 1s}, {name: B, cpu: 1ms, period: 10ms}]\n",
     "miss late", END_until, "10 B miss 1; 20 B miss 2"},
    {"without a period the deadline is of all rounds together",
     ONE "scheduler: fcfs\njobs: [{name: A, cpu: 2ms, repeat: 3, deadline: 5ms, arrive: 1ms}]\n", "miss late",
     END_ok, "6 A miss 1; 7 A late 1+1"},
    {"in time: nothing is told",
     ONE
     "scheduler: edf\njobs: [{name: A, cpu: 1ms, period: 4ms, repeat: 3}, {name: B, cpu: 2ms, deadline: 9ms}]\n",
     "miss late", END_ok, ""},
    {"deadlines keep no stuck world alive",
     ONE
     "scheduler: fcfs\nlocks: [L, M]\njobs:\n  - {name: A, bursts: [lock L, cpu 2ms, io 3ms, lock M, cpu 1ms, unlock M, unlock L], period: 50ms}\n"
     "  - {name: B, bursts: [io 1ms, lock M, cpu 2ms, lock L, cpu 1ms, unlock L, unlock M], period: 50ms}\n",
     "miss deadlock", END_deadlock, "5 A deadlock B; 5 B deadlock A"},
    {"periods that begin at one instant: in the order of the file, whoever ended first",
     ONE
     "scheduler: fcfs\nlimits: {until: 20ms}\njobs:\n  - {name: A, cpu: 3ms, period: 10ms}\n  - {name: B, cpu: 2ms, period: 10ms}\n"
     "  - {name: C, cpu: 1ms, period: 10ms, arrive: 0ms}\n",
     "ready", END_until,
     "0 A ready arrived; 0 B ready arrived; 0 C ready arrived; 10 A ready released; 10 B ready released; 10 C ready released; "
     "20 A ready released; 20 B ready released; 20 C ready released"},
    {"... on two CPUs, under a policy that runs the last first",
     TWO
     "scheduler: edf\nlimits: {until: 11ms}\njobs:\n  - {name: A, cpu: 5ms, period: 10ms}\n  - {name: B, cpu: 4ms, period: 10ms, deadline: 9ms}\n"
     "  - {name: C, cpu: 1ms, period: 10ms, deadline: 2ms}\n  - {name: D, cpu: 1ms, period: 5ms, arrive: 5ms}\n",
     "ready", END_until,
     "0 A ready arrived; 0 B ready arrived; 0 C ready arrived; 5 D ready arrived; 10 A ready released; 10 B ready released; "
     "10 C ready released; 10 D ready released"},
    {"a cycle of three locks",
     ONE "scheduler: {policy: rr, slice: 1ms}\nlocks: [L, M, N]\njobs:\n"
         "  - {name: A, bursts: [lock L, cpu 2ms, lock M, cpu 1ms, unlock M, unlock L]}\n"
         "  - {name: B, bursts: [lock M, cpu 2ms, lock N, cpu 1ms, unlock N, unlock M]}\n"
         "  - {name: C, bursts: [lock N, cpu 2ms, lock L, cpu 1ms, unlock L, unlock N]}\n",
     "deadlock", END_deadlock, "6 A deadlock B; 6 B deadlock C; 6 C deadlock A"},
    {"who only waits behind a cycle is not of it",
     ONE
     "scheduler: {policy: rr, slice: 1ms}\nlocks: [L, M]\njobs:\n  - {name: W, bursts: [io 5ms, lock L 1ms]}\n"
     "  - {name: A, bursts: [lock L, cpu 2ms, lock M, cpu 1ms, unlock M, unlock L]}\n"
     "  - {name: B, bursts: [lock M, cpu 2ms, lock L, cpu 1ms, unlock L, unlock M]}\n",
     "deadlock", END_deadlock, "5 A deadlock B; 5 B deadlock A"},
    {"a reservation without budget is blocked until its period ends",
     ONE
     "scheduler: deadline\nlimits: {until: 15ms}\njobs: [{name: A, class: deadline, runtime: 3ms, period: 10ms, cpu: 20ms}]\n",
     "run stop block ready", END_until,
     "0 A ready arrived; 0 A run; 3 A stop blocked; 3 A block throttled; 10 A ready replenished; 10 A run; 13 A stop blocked; "
     "13 A block throttled"},
    {"... also if it is woken without one",
     ONE
     "scheduler: deadline\nlimits: {until: 12ms}\njobs: [{name: A, class: deadline, runtime: 3ms, period: 10ms, bursts: [cpu 3ms, io 2ms, cpu 1ms]}]\n",
     "run stop block ready", END_until,
     "0 A ready arrived; 0 A run; 3 A stop blocked; 3 A block io; 5 A ready io_done; 5 A block throttled; 10 A ready replenished; 10 A run"},
    {"real-time tasks that had their share let fair ones run",
     ONE
     "scheduler: {policy: rt, rt_runtime: 6ms, rt_period: 10ms}\nlimits: {until: 15ms}\njobs:\n  - {name: R, class: fifo, priority: 9, cpu: 9ms}\n"
     "  - {name: F, cpu: 20ms}\n",
     "stop", END_until, "6 R stop rt_throttled; 10 F stop preempted; 13 R stop exited"},
    {"... and go on when no fair one is there",
     ONE
     "scheduler: {policy: rt, rt_runtime: 6ms, rt_period: 10ms}\njobs: [{name: R, class: fifo, priority: 9, cpu: 19ms}]\n",
     "stop", END_ok, "19 R stop exited"},
};
/* clang-format on */

static void detail(const struct trace *t, const struct record *r, struct buf *out) {
    switch ((int)r->event) {
    case EV_ready:
    case EV_block: buf_printf(out, " %s", cause_name((uint32_t)r->b)); break;
    case EV_stop: buf_printf(out, " %s", cause_name(r->a)); break;
    case EV_miss: buf_printf(out, " %u", (unsigned)r->a); break;
    case EV_late: buf_printf(out, " %u+%g", (unsigned)r->a, (double)r->b / 1e6); break;
    case EV_deadlock: buf_printf(out, " %s", trace_unit_name(t, r->a)); break;
    default: break;
    }
}

static bool among(const char *words, const char *word) {
    size_t n = strlen(word);
    for (const char *s = strstr(words, word); s; s = strstr(s + 1, word))
        if ((s == words || s[-1] == ' ') && (s[n] == ' ' || !s[n])) return true;
    return false;
}

static void told(void **state) {
    const struct row *row = *state;
    struct arena a;
    struct diag d;
    struct scenario s;
    struct trace t;
    struct run_result result;
    struct buf got = {0}, why = {0};
    arena_init(&a);
    diag_init(&d, &a);
    const struct source src = {.name = "t.yaml", .text = row->yaml, .len = strlen(row->yaml)};
    if (!scenario_from_source(&a, &src, NULL, 0, 0, NULL, &s, &d)) fail_msg("%s", d.message);
    trace_init(&t);
    assert_true(scenario_run(&s, &t, NULL, &result, &d));
    buf_text(&got, "");
    for (size_t i = 0; i < t.count; i++) {
        const struct record *r = trace_at(&t, i);
        const char *event = event_name((enum event)r->event);
        if (!among(row->events, event)) continue;
        buf_printf(&got, "%s%g %s %s", got.len ? "; " : "", (double)r->time_ns / 1e6,
                   trace_unit_name(&t, r->unit), event);
        detail(&t, r, &got);
    }
    assert_string_equal(got.data, row->want);
    assert_int_equal(t.end, row->end);
    assert_int_equal(result.failed, row->end == END_deadlock);
    if (!laws_hold(&t, &result.laws, &why)) fail_msg("%s", why.data);
    buf_fini(&why);
    buf_fini(&got);
    trace_fini(&t);
    arena_fini(&a);
}

int main(void) {
    struct CMUnitTest tests[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        tests[i] = (struct CMUnitTest){rows[i].what, told, NULL, NULL, (void *)&rows[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
