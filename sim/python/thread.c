#include "python/thread.h"

#include <string.h>

#include "base/assert.h"
#include "python/process.h"
#include "python/program.h"
#include "python/thread_end.h"
#include "python/vm.h"

/* A thread whose process has no other computes ahead as far as it likes, but looks up this often: limits, cancelling. */
#define AHEAD_MAX_NS (50 * NS_MS)
/* Steps (and polls) at one instant after which an endless loop without any cost is given up. */
#define TURNS_MAX 200000000
/* Rounds after which the user is asked whether to go on. */
#define ROUNDS_ASK (1 << 20)

/* -- time -- */

sim_ns thread_now(const struct thread *th) { return kernel_now(th->world->kernel) + th->used_ns; }

/* An operation that is done again costs nothing up to where it was given up. */
static bool paid(const struct thread *th) { return th->answered < list_len(th->answers); }

void charge(struct thread *th, enum cost c, int64_t units) {
    int64_t cost = th->world->options->cost_ps[c], ps;
    if (th->answers != NIL && paid(th)) return;
    if (__builtin_mul_overflow(cost, units, &ps)) ps = INT64_MAX / 4;
    th->cost_ps += ps;
    th->used_ns += th->cost_ps / 1000;
    th->cost_ps %= 1000;
}

void charge_ns(struct thread *th, sim_ns ns) {
    if (th->answers == NIL || !paid(th)) th->used_ns = ns_add(th->used_ns, ns);
}

/* The interpreter stops at once, whatever the program would catch. */
static bool give_up(struct thread *th) {
    th->over = true;
    th->process->pressed = true;
    return raise_error(th, "SystemExit", "%s", "");
}

bool thread_goes_on(struct thread *th) {
    struct kernel *k = th->world->kernel;
    if (th->over || thread_now(th) > kernel_until(k)) return give_up(th);
    if (th->used_ns != th->rounds_ns) {
        th->rounds_ns = th->used_ns;
        th->rounds &= ROUNDS_ASK - 1;
    } else if (th->rounds > TURNS_MAX) {
        kernel_stop(k, END_limit, "an endless loop in a C function that costs no virtual time");
        return give_up(th);
    }
    if ((th->rounds & (ROUNDS_ASK - 1)) < 1024 && kernel_cancelled(k)) return give_up(th);
    return !heap_far_over(th->process->heap) || raise_error(th, "MemoryError", "%s", "");
}

/* -- requests -- */

static struct request compute(const struct thread *th) { return (struct request){.kind = REQ_COMPUTE, .used_ns = th->used_ns}; }
static struct request sync(const struct thread *th) { return (struct request){.kind = REQ_SYNC, .used_ns = th->used_ns}; }

static struct request block(const struct thread *th, struct waitq *on, sim_ns until_ns, uint32_t cause, uint32_t object) {
    ASSERT(th->used_ns == 0);
    return (struct request){.kind = on ? REQ_BLOCK : REQ_SLEEP, .on = on, .until_ns = until_ns, .cause = cause, .object = object};
}

static struct request gil_block(struct thread *th) {
    const struct process *p = th->process;
    sim_ns interval = gil_ticks(p) ? NS_NEVER : p->switch_interval_ns;
    gil_want(th);
    th->mode = THREAD_gil_wait;
    return block(th, &th->process->gil.cond, ns_add(kernel_now(th->world->kernel), interval), CAUSE_gil, p->gil.unit);
}

static void took_gil(struct thread *th) {
    th->told_wait = false;
    th->ticks_left = th->world->options->ticks;
    th->mode = THREAD_running;
    if (!gil_absent(th->process)) charge(th, COST_gil_take, 1);
}

/* Drops the GIL before a blocking call or at a request. */
static void leave_gil(struct thread *th, bool forced) { th->replace = gil_drop(th, forced); }

/* After the drop: who was asked to let go waits until somebody did take it. */
static enum thread_mode after_drop(const struct thread *th) { return th->replace ? THREAD_switch_wait : THREAD_want_gil; }

/* -- blocking calls -- */

static struct request block_call(struct thread *th) {
    const struct wait *w = &th->call.wait;
    th->mode = THREAD_blocked;
    return block(th, w->on, w->until_ns, w->cause, w->object);
}

/* The native has put the thread to sleep. What waits on a queue must be on it at the very instant of its decision, so
 * what the call has charged is paid after it. False: must be in sync first. */
static bool blocking_begin(struct thread *th) {
    const struct wait *w = &th->call.wait;
    if (w->on) {
        th->owed_ns += th->used_ns;
        th->used_ns = 0;
    }
    if (!in_sync(th)) return false;
    thread_flush_deferred(th);
    th->replace = false;
    if (!w->keep_gil) leave_gil(th, false);
    return true;
}

/* Woken. False: somebody else was quicker, wait again. */
static bool blocking_end(struct thread *th) {
    struct call *c = &th->call;
    c->woken = th->task->woken;
    if (c->wait.retry && !c->wait.retry(th, c)) return false;
    th->used_ns += th->owed_ns;
    th->owed_ns = 0;
    th->mode = c->wait.keep_gil ? THREAD_running : after_drop(th);
    return true;
}

/* -- the interpreter's stops -- */

/* The call outlives the run: what is still to be told is told at the latest moment that is sure to come, then nothing more happens. */
static struct request last_request(struct thread *th) {
    if (th->deferred_count) {
        th->used_ns = ns_min(th->used_ns, th->limit_ns);
        return sync(th);
    }
    th->used_ns = ns_add(kernel_until(th->world->kernel), 1) - kernel_now(th->world->kernel);
    return compute(th);
}

/* True: the answer is in *r. False: th->mode says how it goes on. */
static bool run(struct thread *th, struct request *r) {
    enum vm_stop stop = vm_run(th);
    if (th->over) return *r = last_request(th), true;
    if (th->dying) {
        th->mode = THREAD_exiting;
        return false;
    }
    switch (stop) {
    case VM_budget:
        *r = th->deferred_count ? sync(th) : compute(th);
        return true;
    case VM_sync:
        ASSERT(!in_sync(th));
        *r = sync(th);
        return true;
    case VM_blocked: th->mode = THREAD_blocking; return false;
    case VM_polled:
        if (!gil_breaker(th)) return *r = compute(th), true; /* only looked up */
        th->mode = THREAD_dropping;
        return false;
    case VM_done:
    case VM_raised:
        th->raised = stop == VM_raised;
        th->mode = THREAD_ending;
        return false;
    }
    UNREACHABLE();
}

/* A forked child leaves by os._exit, a spawned one finalises its interpreter. */
static enum cost thread_exit_cost(const struct thread *th) {
    if (!th->is_main) return COST_thread_exit;
    return strcmp(th->process->start_method, "spawn") == 0 ? COST_spawn_exit : COST_process_exit;
}

/* One move of the state machine; true: *r is what the step answers. */
static bool advance(struct thread *th, struct request *r) {
    switch (th->mode) {
    case THREAD_starting:
        charge(th, th->startup, 1);
        charge_ns(th, th->owed_ns);
        th->owed_ns = 0;
        th->mode = THREAD_want_gil;
        return false;
    case THREAD_gil_wait:
        gil_waited(th);
        th->mode = THREAD_want_gil;
        return false;
    case THREAD_want_gil:
        if (!in_sync(th)) return *r = sync(th), true;
        if (!gil_try_take(th)) return *r = gil_block(th), true;
        took_gil(th);
        return false;
    case THREAD_running:
        if (th->over) return *r = last_request(th), true;
        return run(th, r);
    case THREAD_dropping:
        if (!in_sync(th)) return *r = sync(th), true;
        leave_gil(th, true);
        charge(th, COST_gil_drop, 1);
        th->mode = after_drop(th);
        return false;
    case THREAD_switch_wait:
        if (!in_sync(th)) return *r = sync(th), true;
        if (th->process->gil.last_holder != th) {
            th->mode = THREAD_want_gil;
            return false;
        }
        return *r = block(th, &th->process->gil.switch_cond, NS_NEVER, CAUSE_gil_switch, th->process->gil.unit), true;
    case THREAD_blocking:
        if (!blocking_begin(th)) return *r = sync(th), true;
        if (!th->call.wait.release) return *r = block_call(th), true;
        charge_ns(th, th->call.wait.run_ns);
        th->call.woken = WAKE_signal;
        th->mode = after_drop(th);
        return false;
    case THREAD_blocked:
        if (!blocking_end(th)) return *r = block_call(th), true;
        return false;
    case THREAD_ending:
        if (!in_sync(th)) return *r = sync(th), true;
        thread_flush_deferred(th);
        th->mode = thread_next_stage(th) ? THREAD_running : THREAD_exiting;
        return false;
    case THREAD_exiting:
        if (!in_sync(th)) return *r = sync(th), true;
        thread_flush_deferred(th);
        th->mode = THREAD_over;
        charge(th, thread_exit_cost(th), th->process->parent || !th->is_main);
        return false;
    case THREAD_over:
        if (!in_sync(th)) return *r = sync(th), true;
        *r = (struct request){.kind = REQ_EXIT, .status = th->is_main ? th->process->exit_status : 0};
        return true;
    }
    UNREACHABLE();
}

static struct request thread_step(struct task *t, sim_ns budget_ns, bool synced) {
    struct thread *th = t->self;
    th->used_ns = th->rounds_ns = 0;
    th->rounds &= ROUNDS_ASK - 1;
    bool shares = gil_absent(th->process) && th->process->thread_count > 1; /* then only what is private may run ahead */
    th->limit_ns = ns_min(shares ? AHEAD_MAX_NS : ns_min(budget_ns, AHEAD_MAX_NS), kernel_until(th->world->kernel) - kernel_now(th->world->kernel));
    th->fence_ns = shares ? budget_ns : NS_NEVER;
    th->synced = synced;
    thread_flush_deferred(th);
    struct request r;
    while (!advance(th, &r)) {}
    th->synced = false;
    if (r.used_ns > 0 || r.kind != REQ_COMPUTE) th->turns = 0;
    else if (++th->turns > TURNS_MAX) kernel_stop(th->world->kernel, END_limit, "an endless loop that costs no virtual time");
    return r;
}

static uint32_t thread_where(struct task *t) { return vm_where(t->self); }

const struct body_class thread_body = {.name = "python thread", .step = thread_step, .ended = thread_task_ended, .where = thread_where};
