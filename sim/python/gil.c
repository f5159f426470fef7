#include "python/gil.h"

#include "base/assert.h"
#include "python/process.h"

/* Polls at one instant after which a thread comes back to the kernel. */
enum { LAPS = 1 << 20 };

bool gil_absent(const struct process *p) { return p->world->options->gil == GIL_off; }

bool gil_ticks(const struct process *p) { return p->world->options->gil == GIL_ticks; }

/* 3.13 moved the request from the interpreter into the holder's own thread state. */
static bool own_request(const struct process *p) { return p->world->options->minor >= 13; }

static bool *request_of(struct thread *th) { return own_request(th->process) ? &th->drop_request : &th->process->gil.drop_request; }

bool gil_breaker(const struct thread *th) {
    const struct process *p = th->process;
    if (gil_absent(p)) return false;
    if (gil_ticks(p)) return p->thread_count > 1;
    return own_request(p) ? th->drop_request : p->gil.drop_request;
}

static bool costs_nothing(const struct thread *th) {
    const int64_t *cost = th->world->options->cost_ps;
    return cost[COST_load] == 0 && cost[COST_branch] == 0;
}

bool gil_watch(const struct thread *th) { return gil_breaker(th) || costs_nothing(th); }

bool gil_polled(struct thread *th) {
    if (gil_breaker(th)) return !gil_ticks(th->process) || --th->ticks_left <= 0;
    if (++th->laps < LAPS) return false;
    th->laps = 0;
    th->turns += LAPS;
    return true;
}

void gil_init(struct process *p) {
    p->gil = (struct gil){.unit = NO_UNIT};
    p->gil.unit = trace_unit(p->world->trace, UNIT_GIL, p->unit, "GIL", kernel_now(p->world->kernel));
}

bool gil_try_take(struct thread *th) {
    struct gil *g = &th->process->gil;
    if (gil_absent(th->process)) return true;
    if (g->locked) return false;
    g->locked = true;
    g->holder = th;
    bool switched = g->last_holder != th;
    if (switched) {
        g->last_holder = th;
        g->switch_number++;
    }
    *request_of(th) = false;
    thread_trace(th, EV_gil_take, g->unit, switched);
    waitq_wake(th->world->kernel, &g->switch_cond, 1, th->task);
    return true;
}

void gil_want(struct thread *th) {
    const struct gil *g = &th->process->gil;
    th->saved_switch = g->switch_number;
    if (th->told_wait) return;
    th->told_wait = true;
    thread_trace(th, EV_gil_wait, g->unit, g->holder ? g->holder->unit : NO_UNIT);
}

void gil_waited(struct thread *th) {
    struct gil *g = &th->process->gil;
    if (gil_ticks(th->process) || !g->locked || th->task->woken != WAKE_timeout || g->switch_number != th->saved_switch) return;
    bool *request = request_of(g->holder);
    if (*request) return;
    *request = true;
    thread_trace(th, EV_gil_request, g->unit, g->holder->unit);
}

bool gil_drop(struct thread *th, bool forced) {
    struct gil *g = &th->process->gil;
    if (gil_absent(th->process)) return false;
    ASSERT(g->locked && g->holder == th);
    g->last_holder = th;
    g->locked = false;
    g->holder = NULL;
    bool replaced = !gil_ticks(th->process) && *request_of(th);
    *request_of(th) = false;
    thread_trace(th, EV_gil_drop, g->unit, forced);
    waitq_wake(th->world->kernel, &g->cond, 1, th->task);
    return replaced;
}

void gil_abandon(struct thread *th) {
    struct gil *g = &th->process->gil;
    if (g->holder != th) return;
    g->locked = false;
    g->holder = NULL;
    task_trace(th->task, EV_gil_drop, g->unit, 0);
    waitq_wake(th->world->kernel, &g->cond, 1, th->task);
}
