/* Threads begin and end; their records and text reach the trace when they are in sync. */
#include "base/assert.h"
#include "python/thread_end.h"
#include "python/vm.h"

/* -- the trace -- */

struct deferred {
    enum event event;
    uint32_t a, where;
    int64_t b; /* output: offset in deferred_text; a = stream | len << 2 */
};

static void tell(struct thread *th, const struct deferred *d) {
    struct trace *t = th->world->trace;
    sim_ns now = kernel_now(th->world->kernel);
    uint16_t cpu = th->task && th->task->cpu >= 0 ? (uint16_t)th->task->cpu : NO_CPU;
    if (d->event == EV_output) {
        trace_output(t, now, cpu, th->unit, d->where, (int)(d->a & 3), th->deferred_text.data + d->b, d->a >> 2);
        return;
    }
    trace_emit(t, (struct record){.time_ns = now, .event = (uint16_t)d->event, .cpu = cpu, .unit = th->unit, .where = d->where, .a = d->a, .b = d->b});
}

void thread_flush_deferred(struct thread *th) {
    if (!th->deferred_count) return;
    for (size_t i = 0; i < th->deferred_count; i++) tell(th, &th->deferred[i]);
    th->deferred_count = 0;
    buf_clear(&th->deferred_text);
}

/* Not in sync: kept, and the step is cut short so that it is told soon. */
static void defer(struct thread *th, struct deferred d) {
    if (in_sync(th) && th->deferred_count == 0) {
        tell(th, &d);
        return;
    }
    GROW(th->deferred, th->deferred_cap, th->deferred_count + 1);
    th->deferred[th->deferred_count++] = d;
    if (th->limit_ns > th->used_ns) th->limit_ns = th->used_ns;
}

void thread_trace_at(struct thread *th, enum event e, uint32_t a, int64_t b, uint32_t where) {
    defer(th, (struct deferred){.event = e, .a = a, .b = b, .where = where});
}

void thread_trace(struct thread *th, enum event e, uint32_t a, int64_t b) { thread_trace_at(th, e, a, b, vm_where(th)); }

void thread_output(struct thread *th, int stream, const char *bytes, size_t n) {
    if (n == 0) return;
    size_t at = th->deferred_text.len;
    buf_add(&th->deferred_text, bytes, n);
    defer(th, (struct deferred){.event = EV_output, .a = (uint32_t)stream | (uint32_t)n << 2, .b = (int64_t)at, .where = vm_where(th)});
    if (th->deferred_count == 0) buf_clear(&th->deferred_text);
}

/* -- beginning -- */

/* How far a thread may look ahead: what can influence it while it computes is a drop request, no sooner than a switch
 * interval after another thread of its process has acted; without a GIL any write to shared memory. */
static void lookahead_update(struct process *p) {
    sim_ns same = p->thread_count < 2 ? NS_NEVER : gil_absent(p) ? 0 : gil_ticks(p) ? NS_NEVER : p->switch_interval_ns;
    for (struct thread *t = p->threads; t; t = t->next)
        if (t->task) {
            t->task->ahead_same_ns = same;
            t->task->ahead_other_ns = NS_NEVER;
        }
}

void process_set_switch_interval(struct process *p, sim_ns interval_ns) {
    p->switch_interval_ns = interval_ns;
    lookahead_update(p);
}

struct thread *thread_new(struct process *p, const char *name) {
    struct world *w = p->world;
    struct thread *th = ARENA_NEW(w->arena, struct thread);
    th->process = p;
    th->world = w;
    th->ident = INT64_C(0x7f2c00000000) + (int64_t)p->thread_counter++ * 0x801000;
    th->depth_max = 1000;
    th->startup = COST_thread_start;
    th->line_step_ns = 0;
    th->is_main = p->main_thread == NULL;
    if (th->is_main) p->main_thread = th;
    th->tid = th->is_main ? p->pid : w->next_pid++;
    th->unit = trace_unit(w->trace, UNIT_THREAD, p->unit, name, kernel_now(w->kernel));
    struct thread **at = &p->threads;
    while (*at) at = &(*at)->next;
    *at = th;
    p->thread_count++;
    return th;
}

void thread_launch(struct thread *th, struct thread *parent, enum cost startup) {
    struct kernel *k = th->world->kernel;
    struct sched_attr attr = parent ? parent->task->attr : th->world->options->attr;
    th->startup = startup;
    th->mode = THREAD_starting;
    th->task = kernel_spawn(k, &thread_body, th, th->unit, th->process->group, &attr, parent ? parent->task : NULL, kernel_now(k));
    lookahead_update(th->process);
}

struct thread *thread_start(struct process *p, value target, value args, value kwargs, struct thread *parent, enum cost startup, const char *name) {
    if (p->finalizing || p->over) return NULL;
    struct thread *th = thread_new(p, name);
    th->target = target;
    th->args = args;
    th->kwargs = kwargs;
    th->stage = STAGE_call;
    if (!vm_begin(th, target, args, kwargs)) return NULL;
    thread_launch(th, parent, startup);
    return th;
}

/* -- ending -- */

static void thread_unlink(struct thread *th) {
    struct process *p = th->process;
    struct thread **at = &p->threads;
    while (*at && *at != th) at = &(*at)->next;
    if (*at) *at = th->next;
    p->thread_count--;
}

static void kill_others(struct thread *th, int status) {
    for (struct thread *t = th->process->threads; t; t = t->next)
        if (t != th && t->task) task_kill(th->world->kernel, t->task, status, th->task);
}

/* Also called for killed ones. The last one takes the process' memory along. */
void thread_task_ended(struct task *task) {
    struct thread *th = task->self;
    struct process *p = th->process;
    struct kernel *k = th->world->kernel;
    th->ended = true;
    th->mode = THREAD_over;
    th->frame = NULL;
    thread_flush_deferred(th);
    mem_free(th->deferred);
    buf_fini(&th->deferred_text);
    buf_fini(&th->parcel);
    th->deferred = NULL;
    th->deferred_cap = 0;
    if (th->is_main && !p->over) {
        p->over = true;
        if (task->killed) p->exit_status = task->status;
        kill_others(th, p->exit_status);
    }
    thread_unlink(th);
    if (!gil_absent(p)) gil_abandon(th);
    waitq_wake(k, &th->done, SIZE_MAX, task);
    lookahead_update(p);
    if (p->over && p->thread_count == 0) process_close(p, task);
}

void process_exit(struct thread *th, int status) {
    struct process *p = th->process;
    ASSERT(in_sync(th));
    p->over = true;
    p->exit_status = status;
    th->dying = true;
    th->limit_ns = th->used_ns;
    kill_others(th, status);
}

void process_kill(struct process *p, int signal, struct thread *by) {
    if (p->over) return;
    p->over = true;
    p->exit_status = -signal;
    for (struct thread *t = p->threads; t; t = t->next)
        if (t->task) task_kill(p->world->kernel, t->task, -signal, by ? by->task : NULL);
}
