#include "python/process.h"

#include <string.h>

#include "base/assert.h"
#include "python/program.h"
#include "python/thread_end.h"
#include "python/vm.h"

/* -- opening -- */

static struct process *process_bare(struct world *w, struct process *parent, const char *name) {
    struct process *p = ARENA_NEW(w->arena, struct process);
    p->world = w;
    p->parent = parent;
    p->pid = w->next_pid++;
    p->start_method = "main";
    p->name = arena_copy(w->arena, name, strlen(name));
    p->unit = trace_unit(w->trace, UNIT_PROCESS, parent ? parent->unit : NO_UNIT, name, kernel_now(w->kernel));
    p->group = p->unit;
    p->switch_interval_ns = parent ? parent->switch_interval_ns : w->options->switch_interval_ns;
    p->stdout_line_buffered = true;
    gil_init(p);
    struct process **at = &w->processes;
    while (*at) at = &(*at)->next;
    *at = p;
    return p;
}

struct process *process_open(struct world *w, struct process *parent, const char *name) {
    struct process *p = process_bare(w, parent, name);
    p->heap = heap_open(p, w->options->memory_limit);
    return p;
}

void process_close(struct process *p, struct task *by) {
    for (int i = 0; i < 2; i++) buf_fini(&p->out[i]);
    if (p->heap) heap_drop_all(p->heap);
    if (p->heap) heap_close(p->heap);
    p->heap = NULL;
    struct world *w = p->world;
    waitq_wake(w->kernel, &p->ended, SIZE_MAX, by);
    if (!p->parent) w->exit_status = p->exit_status;
}

/* -- roots -- */

static void call_visit(struct call *c, struct visitor *v) {
    value *const one[] = {&c->self_fn, &c->result, &c->tail, &c->tail_tuple, &c->tail_kwargs};
    for (size_t i = 0; i < sizeof one / sizeof one[0]; i++) v->slot(v, one[i]);
    for (size_t i = 0; i < CALL_KEEP; i++) v->slot(v, &c->keep[i]);
    for (size_t i = 0; i < c->tail_count && i < 4; i++) v->slot(v, &c->tail_args[i]);
}

static void thread_visit(struct thread *th, struct visitor *v) {
    value *const one[] = {&th->exc, &th->handled, &th->result, &th->call_args, &th->target, &th->args, &th->kwargs, &th->py_thread, &th->context};
    for (size_t i = 0; i < sizeof one / sizeof one[0]; i++) v->slot(v, one[i]);
    if (th->call_pending || th->mode == THREAD_blocking || th->mode == THREAD_blocked) call_visit(&th->call, v);
    vm_visit(th, v);
}

static void process_visit_own(struct process *p, struct visitor *v) {
    value *const one[] = {&p->modules, &p->builtins, &p->main_globals, &p->roots, &p->stdlib, &p->passing[0], &p->passing[1]};
    for (size_t i = 0; i < sizeof one / sizeof one[0]; i++) v->slot(v, one[i]);
    if (!p->asking) v->slot(v, &p->watched);
}

void process_watch(struct thread *th, value v) {
    if (th->process->watched == NIL) th->process->watched = list_new(th, NULL, 0);
    list_append(th, th->process->watched, v);
}

void process_visit_roots(struct process *p, struct visitor *v) {
    process_visit_own(p, v);
    for (struct thread *th = p->threads; th; th = th->next) thread_visit(th, v);
}

/* -- children -- */

struct process *process_fork(struct thread *th, value target, value args, const char *name) {
    struct process *p = th->process, *child = process_bare(p->world, p, name);
    ASSERT(in_sync(th));
    child->start_method = "fork";
    p->passing[0] = target;
    p->passing[1] = args;
    child->heap = heap_clone(p->heap, child);
    value *const from[] = {&p->modules, &p->builtins, &p->main_globals, &p->roots, &p->stdlib, &p->watched, &p->passing[0], &p->passing[1]};
    value *const to[] = {&child->modules, &child->builtins, &child->main_globals, &child->roots, &child->stdlib, &child->watched, &child->passing[0], &child->passing[1]};
    for (size_t i = 0; i < sizeof from / sizeof from[0]; i++) *to[i] = heap_rebase(p->heap, *from[i]);
    child->id_counter = p->id_counter;
    child->stdout_line_buffered = p->stdout_line_buffered;
    struct thread *only = thread_new(child, "MainThread");
    only->ident = th->ident;
    only->py_thread = heap_rebase(p->heap, th->py_thread);
    only->context = heap_rebase(p->heap, th->context);
    child->thread_counter = p->thread_counter;
    heap_clone_done(p->heap);
    only->stage = STAGE_call;
    only->target = child->passing[0];
    only->args = child->passing[1];
    memset(p->passing, 0, sizeof p->passing);
    memset(child->passing, 0, sizeof child->passing);
    vm_begin(only, only->target, only->args, NIL);
    thread_launch(only, th, COST_fork_child);
    return child;
}

struct process *process_spawn(struct thread *th, const char *pickled, size_t n, const char *name) {
    struct process *child = process_open(th->world, th->process, name);
    ASSERT(in_sync(th));
    child->start_method = "spawn";
    struct thread *only = thread_new(child, "MainThread");
    buf_add(&only->parcel, pickled, n);
    if (!program_begin(child, STAGE_spawn_main)) return NULL;
    thread_launch(only, th, COST_spawn);
    return child;
}

/* -- streams -- */

void process_flush(struct thread *th, int stream) {
    struct buf *b = &th->process->out[stream - 1];
    if (b->len == 0) return;
    thread_output(th, stream, b->data, b->len);
    buf_clear(b);
}
