/* The hidden module of our own library: costs, the trace, the virtual clock, and the event loop's selector. Programs never see it.
 * Its functions are free and never polled: they stand for nothing that CPython would do. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "python/class.h"
#include "python/exception.h"
#include "python/frame_view.h"
#include "python/function.h"
#include "python/generator.h"
#include "python/source_line.h"
#include "python/type_list.h"
#include "python/vm.h"
#include "stdlib/support.h"

enum { QUIET = NATIVE_hidden | NATIVE_nopoll, SYNCED = QUIET | NATIVE_sync };

static bool unit_arg(struct thread *th, value v, uint32_t *out) {
    int64_t i;
    if (!int_get(th, v, &i)) return false;
    *out = (uint32_t)i;
    return true;
}

/* -- costs and time -- */

static enum answer gilscope_charge(struct thread *th, struct call *c) {
    static const char *const names[] = {
#define COST(name, what) #name,
#include "python/cost.def"
#undef COST
    };
    const char *name = text_of(c->args[0]);
    int64_t units;
    if (!int_get(th, c->args[1], &units)) return FAIL;
    for (int i = 0; i < COST_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            charge(th, (enum cost)i, units);
            return give_none(c);
        }
    raise_error(th, "ValueError", "no cost named '%s'", name);
    return FAIL;
}

static enum answer gilscope_clock_ns(struct thread *th, struct call *c) { return give_int(th, c, thread_now(th)); }

/* Seconds to the nearest nanosecond. */
static enum answer gilscope_delay_ns(struct thread *th, struct call *c) {
    double d;
    if (!float_get(th, c->args[0], &d)) return FAIL;
    if (isnan(d)) d = 0;
    if (d > 9e9) d = 9e9;
    if (d < -9e9) d = -9e9;
    return give_int(th, c, llround(d * 1e9));
}

/* -- who am I -- */

static enum answer gilscope_ident(struct thread *th, struct call *c) { return give_int(th, c, th->ident); }
static enum answer gilscope_is_main_thread(struct thread *th, struct call *c) { return give_bool(c, th->is_main); }
static enum answer gilscope_thread_name(struct thread *th, struct call *c) {
    return give(c, str_cstr(th, trace_unit_name(th->world->trace, th->unit)));
}
/* What random seeds itself with: the scenario's seed, another for each process and each asking. */
static enum answer gilscope_world_seed(struct thread *th, struct call *c) {
    struct process *p = th->process;
    struct rng r;
    char stream[64];
    snprintf(stream, sizeof stream, "random of %s, %d", p->name ? p->name : "main", ++p->seeds_given);
    rng_init(&r, th->world->options->seed, stream);
    return give_int(th, c, (int64_t)(rng_u64(&r) >> 2));
}

static enum answer gilscope_cpu_count(struct thread *th, struct call *c) { return give_int(th, c, th->world->options->cpu_count); }
static enum answer gilscope_process_name(struct thread *th, struct call *c) { return give(c, str_cstr(th, th->process->name)); }
static enum answer gilscope_start_method(struct thread *th, struct call *c) { return give(c, str_cstr(th, th->process->start_method)); }

static enum answer gilscope_context_get(struct thread *th, struct call *c) { return give(c, th->context == NIL ? NONE : th->context); }
static enum answer gilscope_context_set(struct thread *th, struct call *c) {
    th->context = c->args[0] == NONE ? NIL : c->args[0];
    return give_none(c);
}

/* -- kinds of objects -- */

static enum answer gilscope_is_coroutine(struct thread *th, struct call *c) {
    (void)th;
    return give_bool(c, is_a(c->args[0], &type_coroutine) || is_a(c->args[0], &type_asend)); /* agen.aclose() may be a task */
}
static enum answer gilscope_is_generator(struct thread *th, struct call *c) { (void)th; return give_bool(c, is_a(c->args[0], &type_generator)); }
static enum answer gilscope_is_coroutine_function(struct thread *th, struct call *c) {
    (void)th;
    value f = c->args[0];
    while (is_method(f)) f = method_of(f)->function;
    return give_bool(c, is_function(f) && (code_of(function_of(f)->code)->code->flags & CODE_coroutine) != 0);
}

/* Where a suspended coroutine or generator stands: "FILE:LINE"; None when it is over. */
static enum answer gilscope_coro_place(struct thread *th, struct call *c) {
    if (!is_generator(c->args[0]) || generator_of(c->args[0])->frame == NIL) return give_none(c);
    const struct generator *g = generator_of(c->args[0]);
    const struct frame *f = frame_of(g->frame);
    int line = g->state == GEN_created ? f->code->code->first_line : code_line(f->code, f->at);
    return give(c, str_format(th, "%s:%d", f->code->code->source->name, line));
}

/* -- units -- */

static enum answer gilscope_unit(struct thread *th, struct call *c) {
    static const struct { const char *name; enum unit_kind kind; } kinds[] = {
        {"coroutine", UNIT_COROUTINE}, {"loop", UNIT_LOOP}, {"lock", UNIT_LOCK}, {"queue", UNIT_QUEUE}};
    uint32_t parent;
    if (!unit_arg(th, c->args[2], &parent)) return FAIL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_is(c->args[0], kinds[i].name))
            return give_int(th, c, trace_unit(th->world->trace, kinds[i].kind, parent, text_of(c->args[1]), thread_now(th)));
    raise_error(th, "ValueError", "no unit kind '%s'", text_of(c->args[0]));
    return FAIL;
}
static enum answer gilscope_loop_unit(struct thread *th, struct call *c) {
    return give_int(th, c, trace_unit(th->world->trace, UNIT_LOOP, th->unit, "event loop", thread_now(th)));
}
static enum answer gilscope_lock_unit(struct thread *th, struct call *c) {
    return give_int(th, c, unit_numbered(th, UNIT_LOCK, text_of(c->args[0])));
}
static enum answer gilscope_queue_unit(struct thread *th, struct call *c) {
    return give_int(th, c, unit_numbered(th, UNIT_QUEUE, text_of(c->args[0])));
}
static enum answer gilscope_rename(struct thread *th, struct call *c) {
    uint32_t unit;
    if (!unit_arg(th, c->args[0], &unit)) return FAIL;
    trace_rename(th->world->trace, unit, text_of(c->args[1]));
    return give_none(c);
}
/* "Condition-3" becomes "Barrier-3". */
static enum answer gilscope_rename_kind(struct thread *th, struct call *c) {
    uint32_t unit;
    if (!unit_arg(th, c->args[0], &unit)) return FAIL;
    const char *old = trace_unit_name(th->world->trace, unit), *dash = strrchr(old, '-');
    struct buf b = {0};
    buf_printf(&b, "%s%s", text_of(c->args[1]), dash ? dash : "");
    trace_rename(th->world->trace, unit, b.data);
    buf_fini(&b);
    return give_none(c);
}
static enum answer gilscope_thread_unit(struct thread *th, struct call *c) { return give_int(th, c, th->unit); }

/* -- records -- */

static enum answer gilscope_note(struct thread *th, struct call *c) {
    static const struct { const char *name; enum event event; } events[] = {
        {"acquire", EV_acquire}, {"release", EV_release}, {"put", EV_put}, {"get", EV_get}};
    uint32_t object;
    int64_t b;
    if (!unit_arg(th, c->args[1], &object) || !int_get(th, c->args[2], &b)) return FAIL;
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (str_is(c->args[0], events[i].name)) emit_here(th, events[i].event, object, b);
    return give_none(c);
}

static enum answer gilscope_step(struct thread *th, struct call *c) {
    uint32_t unit;
    if (!unit_arg(th, c->args[0], &unit)) return FAIL;
    th->step_unit = unit;
    emit_at(th, EV_step, unit, th->unit, 0);
    return give_none(c);
}
static enum answer gilscope_step_end(struct thread *th, struct call *c) {
    uint32_t unit;
    if (!unit_arg(th, c->args[0], &unit)) return FAIL;
    th->step_unit = NO_UNIT;
    emit_at(th, EV_step_end, unit, th->unit, c->args[1] == TRUE);
    return give_none(c);
}
static enum answer gilscope_coro_wait(struct thread *th, struct call *c) {
    uint32_t unit, object;
    if (!unit_arg(th, c->args[0], &unit) || !unit_arg(th, c->args[1], &object)) return FAIL;
    emit_from(th, EV_coro_wait, unit, object, 0, vm_where_suspended(th, c->args[2]));
    return give_none(c);
}
static enum answer gilscope_coro_wake(struct thread *th, struct call *c) {
    uint32_t unit;
    if (!unit_arg(th, c->args[0], &unit)) return FAIL;
    emit_at(th, EV_coro_wake, unit, unit_here(th), 0);
    return give_none(c);
}
static enum answer gilscope_cancel(struct thread *th, struct call *c) {
    uint32_t unit;
    if (!unit_arg(th, c->args[0], &unit)) return FAIL;
    emit_at(th, EV_cancel, unit, unit_here(th), 0);
    return give_none(c);
}
static enum answer gilscope_loop_run(struct thread *th, struct call *c) {
    uint32_t unit, ready;
    int64_t late;
    if (!unit_arg(th, c->args[0], &unit) || !unit_arg(th, c->args[1], &ready) || !int_get(th, c->args[2], &late)) return FAIL;
    emit_at(th, EV_loop_run, unit, ready, late);
    return give_none(c);
}
static enum answer gilscope_loop_idle(struct thread *th, struct call *c) {
    uint32_t unit;
    if (!unit_arg(th, c->args[0], &unit)) return FAIL;
    emit_at(th, EV_loop_idle, unit, 0, 0);
    value look = state_get(th, "asyncio look");
    if (look == NIL) return give_none(c);
    state_set(th, "asyncio look", NIL);
    return tail_call(c, look, NULL, 0);
}

/* -- text -- */

static enum answer gilscope_format_exception(struct thread *th, struct call *c) {
    struct buf b = {0};
    bool chain;
    if (!object_truth(th, c->args[1], &chain)) return FAIL;
    vm_traceback(th, c->args[0], chain, &b);
    return give(c, str_from_buf(th, &b));
}
static enum answer gilscope_exception_line(struct thread *th, struct call *c) {
    struct buf b = {0};
    vm_exception_line(th, c->args[0], &b);
    return give(c, str_from_buf(th, &b));
}
/* (file, line, module, function) of the program's frame so many levels out, 1: where our library was called. */
static enum answer gilscope_caller_place(struct thread *th, struct call *c) {
    int64_t level;
    struct frame_place p;
    if (!int_get(th, c->args[0], &level)) return FAIL;
    if (!frame_place(th, level - 1, &p)) {
        value nowhere[] = {str_cstr(th, "sys"), from_small(1), str_cstr(th, "sys"), str_cstr(th, "<sys>")};
        return give(c, tuple_new(th, nowhere, 4));
    }
    value module = dict_get_str(p.globals, str_interned(th, "__name__"));
    value items[] = {str_cstr(th, p.code->source->name), from_small(p.line), module == NIL ? NONE : module, str_cstr(th, p.code->name)};
    return give(c, tuple_new(th, items, 4));
}

/* The program's frames, innermost first: a list of (file, line, function). */
static enum answer gilscope_stack(struct thread *th, struct call *c) {
    struct frame_place p;
    value all = list_new(th, NULL, 0);
    for (int64_t i = 0; frame_place(th, i, &p); i++) {
        value items[] = {str_cstr(th, p.code->source->name), from_small(p.line), str_cstr(th, p.code->name)};
        list_append(th, all, tuple_new(th, items, 3));
    }
    return give(c, all);
}

/* The frames of a traceback, outermost first: a list of (file, line, function, source line with marks). */
static enum answer gilscope_tb_frames(struct thread *th, struct call *c) {
    value all = list_new(th, NULL, 0);
    if (c->args[0] == NONE) return give(c, all);
    if (!is_a(c->args[0], &type_traceback)) {
        raise_error(th, "TypeError", "expected traceback object or None, got '%s'", type_name(c->args[0]));
        return FAIL;
    }
    for (value v = c->args[0]; v != NIL;) {
        const struct traceback *tb = (const struct traceback *)obj_of(v);
        v = tb->next;
        if (tb->code->flags & CODE_hidden) continue;
        struct buf b = {0};
        struct position at = {0};
        if (tb->insn >= 0 && tb->insn < tb->code->insn_count) at = tb->code->positions[tb->insn];
        source_line_add(tb->code->source, tb->line, at, th->world->options->minor >= 11, &b);
        value items[] = {str_cstr(th, tb->code->source->name), from_small(tb->line), str_cstr(th, tb->code->name), str_from_buf(th, &b)};
        list_append(th, all, tuple_new(th, items, 4));
    }
    return give(c, all);
}

static const struct source *source_named(const struct world *w, const char *name) {
    if (strcmp(w->main_source->name, name) == 0) return w->main_source;
    for (const struct module_code *m = w->codes->modules; m; m = m->next)
        if (strcmp(m->path, name) == 0) return m->code->source;
    return NULL;
}

/* A line of the program or of a module beside it, with its newline; '' when there is none. */
static enum answer gilscope_source_line(struct thread *th, struct call *c) {
    int64_t line;
    size_t len = 0;
    if (!int_get(th, c->args[1], &line)) return FAIL;
    const struct source *src = is_str(c->args[0]) ? source_named(th->world, text_of(c->args[0])) : NULL;
    const char *text = src ? source_line_text(src, line, &len) : NULL;
    return give(c, text ? str_format(th, "%.*s\n", (int)len, text) : str_cstr(th, ""));
}

static enum answer gilscope_stderr(struct thread *th, struct call *c) {
    size_t len;
    const char *text = str_text(c->args[0], &len);
    thread_output(th, 2, text, len);
    return give_none(c);
}
static enum answer gilscope_unsupported(struct thread *th, struct call *c) {
    raise_unsupported(th, "%s", text_of(c->args[0]));
    return FAIL;
}

/* -- the selector: epoll on nothing but the self-pipe -- */

struct waker {
    struct obj head;
    struct waitq sleepers;
    uint32_t unit;
    bool pending; /* bytes in the self-pipe */
};

static void waker_forked(struct obj *o, struct process *child) {
    (void)child;
    memset(&((struct waker *)o)->sleepers, 0, sizeof(struct waitq));
}

static enum answer waker_wake(struct thread *th, struct call *c) {
    struct waker *w = (struct waker *)obj_of(c->args[0]);
    if (c->phase == 0) {
        w->pending = true;
        waitq_wake(th->world->kernel, &w->sleepers, 1, th->task);
        if (release_gil(th, c, cost_ns(th, COST_write)) == AGAIN) return AGAIN;
    }
    return give_none(c);
}

static enum answer waker_drain(struct thread *th, struct call *c) {
    charge(th, COST_self_pipe, 1);
    ((struct waker *)obj_of(c->args[0]))->pending = false;
    return give_none(c);
}

static bool waker_retry(struct thread *th, struct call *c) {
    (void)th;
    (void)c;
    return true;
}

/* Linux lets a select wait be late by a thousandth of its length, at most 100 ms, where that is more than the thread's timer slack
 * (fs/select.c, select_estimate_accuracy). The kernel adds the latter to every wait. */
static sim_ns select_slack(const struct thread *th, sim_ns timeout) {
    if (!th->world->options->epoll_ms) return 0;
    return ns_max(0, ns_min(timeout / 1000, 100 * NS_MS) - kernel_machine(th->world->kernel)->timer_slack_ns);
}

/* select(timeout_ns, ready): -1 = for ever. True: the self-pipe has something. */
static enum answer waker_select(struct thread *th, struct call *c) {
    struct waker *w = (struct waker *)obj_of(c->args[0]);
    const struct python_options *o = th->world->options;
    int64_t timeout, ready;
    if (c->phase > 0) {
        if (c->woken == WAKE_timeout) charge(th, COST_select_timeout, 1);
        charge(th, COST_loop_iteration, 1);
        return give_bool(c, w->pending);
    }
    if (!int_get(th, c->args[1], &timeout) || !int_get(th, c->args[2], &ready)) return FAIL;
    if (timeout > 0 && o->epoll_ms) timeout = (timeout + 999999) / 1000000 * 1000000;
    emit_at(th, EV_loop_select, w->unit, (uint32_t)ready, timeout < 0 ? NS_NEVER : timeout);
    if (timeout == 0 || w->pending) {
        if (release_gil(th, c, 0) == AGAIN) return AGAIN;
        charge(th, COST_loop_iteration, 1);
        return give_bool(c, w->pending);
    }
    sim_ns until = timeout < 0 ? NS_NEVER : thread_now(th) + timeout + select_slack(th, timeout);
    enum answer answer = wait_on(c, &w->sleepers, until, CAUSE_select, w->unit);
    c->wait.retry = waker_retry;
    return answer;
}

static const struct native waker_methods[] = {
    {"wake", "self", waker_wake, SYNCED, "A byte into the self-pipe."},
    {"drain", "self", waker_drain, SYNCED, "Empties the self-pipe."},
    {"select", "self, timeout_ns, ready", waker_select, SYNCED, "Waits for the self-pipe."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct type type_waker = {
    .head = TYPE_HEAD, .name = "waker", .module = "_gilscope", .base = &type_object, .size = sizeof(struct waker), .forked = waker_forked,
    .methods = waker_methods,
};

static enum answer gilscope_waker(struct thread *th, struct call *c) {
    struct waker *w = heap_new(th, &type_waker, sizeof *w);
    if (!unit_arg(th, c->args[0], &w->unit)) return FAIL;
    return give(c, from_obj(w));
}

/* -- constants -- */

static bool constant_minor(struct thread *th, value *out) { return *out = from_small(th->world->options->minor), true; }
static bool constant_free_threaded(struct thread *th, value *out) { return *out = from_bool(th->world->options->free_threaded), true; }

/* A class that is C's in CPython: messages call its objects by the module's name too. */
static enum answer gilscope_name_types(struct thread *th, struct call *c) {
    struct buf b = {0};
    for (size_t i = 0; i < tuple_len(c->args[0]); i++) {
        struct class_obj *k = class_of(as_type(tuple_items(c->args[0])[i]));
        b.len = 0;
        buf_printf(&b, "%s.%s", text_of(k->module), text_of(k->name));
        k->type.name = text_of(str_interned(th, b.data));
    }
    buf_fini(&b);
    return give_none(c);
}

/* -- ends of objects -- */

static enum answer gilscope_watch(struct thread *th, struct call *c) {
    process_watch(th, c->args[0]);
    return give_none(c);
}

static enum answer gilscope_unwatch(struct thread *th, struct call *c) {
    value list = th->process->watched;
    for (size_t i = list == NIL ? 0 : list_len(list); i-- > 0;)
        if (list_items(list)[i] == c->args[0]) {
            list_remove_at(list, i);
            break;
        }
    return give_none(c);
}

static enum answer gilscope_watched(struct thread *th, struct call *c) {
    value list = th->process->watched;
    return give(c, list == NIL ? list_new(th, NULL, 0) : list_new(th, list_items(list), list_len(list)));
}

/* function() is called at the end of the loop's iteration, once: at no cost, as it stands for what CPython's counts do on the way. */
static enum answer gilscope_look_later(struct thread *th, struct call *c) {
    state_set(th, "asyncio look", c->args[0]);
    return give_none(c);
}

static bool is_over(value v) { return is_generator(v) && generator_of(v)->state == GEN_closed; }

/* Those that nothing reaches any more; they are watched no longer, nor are generators that have ended. */
static enum answer gilscope_lost(struct thread *th, struct call *c) {
    value list = th->process->watched, lost = list_new(th, NULL, 0), kept = list_new(th, NULL, 0);
    size_t n = list == NIL ? 0 : list_len(list);
    if (n == 0) return give(c, lost);
    bool *reached = mem_alloc(n * sizeof *reached);
    heap_reached(th->process->heap, reached);
    for (size_t i = 0; i < n; i++)
        if (!is_over(list_items(list)[i])) list_append(th, reached[i] ? kept : lost, list_items(list)[i]);
    mem_free(reached);
    th->process->watched = kept;
    return give(c, lost);
}

struct found {
    struct thread *th;
    value list;
};
static void found_coroutine(void *arg, value v) {
    const struct found *f = arg;
    const struct generator *g = generator_of(v);
    if (g->state == GEN_created && !(code_of(g->code)->code->flags & (CODE_hidden | CODE_native))) list_append(f->th, f->list, g->qualname);
}

/* Names of coroutines that were made and never begun. */
static enum answer gilscope_never_awaited(struct thread *th, struct call *c) {
    struct found f = {th, list_new(th, NULL, 0)};
    heap_each(th->process->heap, &type_coroutine, found_coroutine, &f);
    return give(c, f.list);
}

static const struct native functions[] = {
    {"charge", "name, units=1, /", gilscope_charge, QUIET, "Spends units times a cost of the profile."},
    {"clock_ns", "", gilscope_clock_ns, QUIET, "Virtual time."},
    {"delay_ns", "seconds, /", gilscope_delay_ns, QUIET, "Seconds to nanoseconds."},
    {"ident", "", gilscope_ident, QUIET, "threading.get_ident()"},
    {"is_main_thread", "", gilscope_is_main_thread, QUIET, ""},
    {"thread_name", "", gilscope_thread_name, QUIET, ""},
    {"thread_unit", "", gilscope_thread_unit, QUIET, ""},
    {"world_seed", "", gilscope_world_seed, QUIET, "A number to seed random with."},
    {"cpu_count", "", gilscope_cpu_count, QUIET, ""},
    {"process_name", "", gilscope_process_name, QUIET, ""},
    {"start_method", "", gilscope_start_method, QUIET, "How this process began."},
    {"context_get", "", gilscope_context_get, QUIET, "The thread's contextvars.Context, or None."},
    {"context_set", "context, /", gilscope_context_set, QUIET, ""},
    {"is_coroutine", "x, /", gilscope_is_coroutine, QUIET, ""},
    {"is_generator", "x, /", gilscope_is_generator, QUIET, ""},
    {"is_coroutine_function", "x, /", gilscope_is_coroutine_function, QUIET, ""},
    {"coro_place", "coro, /", gilscope_coro_place, QUIET, ""},
    {"unit", "kind, name, parent, /", gilscope_unit, QUIET, "A new unit of the trace."},
    {"loop_unit", "", gilscope_loop_unit, QUIET, ""},
    {"lock_unit", "kind, /", gilscope_lock_unit, QUIET, ""},
    {"queue_unit", "kind, /", gilscope_queue_unit, QUIET, ""},
    {"rename", "unit, name, /", gilscope_rename, QUIET, ""},
    {"rename_kind", "unit, kind, /", gilscope_rename_kind, QUIET, ""},
    {"note", "event, object, b, /", gilscope_note, SYNCED, "A record in the name of the running coroutine or thread."},
    {"step", "unit, /", gilscope_step, SYNCED, ""},
    {"step_end", "unit, done, /", gilscope_step_end, SYNCED, ""},
    {"coro_wait", "unit, object, coroutine, /", gilscope_coro_wait, SYNCED, ""},
    {"coro_wake", "unit, /", gilscope_coro_wake, SYNCED, ""},
    {"cancel", "unit, /", gilscope_cancel, SYNCED, ""},
    {"loop_run", "unit, ready, late, /", gilscope_loop_run, SYNCED, ""},
    {"loop_idle", "unit, /", gilscope_loop_idle, SYNCED, ""},
    {"waker", "unit, /", gilscope_waker, QUIET, "A loop's self-pipe and selector."},
    {"format_exception", "exception, chain=True, /", gilscope_format_exception, QUIET, "The traceback as text."},
    {"exception_line", "exception, /", gilscope_exception_line, QUIET, ""},
    {"caller_place", "level, /", gilscope_caller_place, QUIET, "Where the program called our library."},
    {"stack", "", gilscope_stack, QUIET, ""},
    {"tb_frames", "traceback, /", gilscope_tb_frames, QUIET, ""},
    {"source_line", "filename, line, /", gilscope_source_line, QUIET, ""},
    {"stderr", "text, /", gilscope_stderr, QUIET, ""},
    {"name_types", "*classes", gilscope_name_types, QUIET, ""},
    {"watch", "x, /", gilscope_watch, QUIET, "Its end is asked for."},
    {"unwatch", "x, /", gilscope_unwatch, QUIET, ""},
    {"look_later", "function, /", gilscope_look_later, QUIET, ""},
    {"watched", "", gilscope_watched, QUIET, ""},
    {"lost", "", gilscope_lost, QUIET, "What is watched and has met its end."},
    {"never_awaited", "", gilscope_never_awaited, QUIET, ""},
    {"unsupported", "what, /", gilscope_unsupported, QUIET, "Raises."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct constant constants[] = {{"minor", constant_minor}, {"free_threaded", constant_free_threaded}, {NULL, NULL}};
const struct module_def module_gilscope = {"_gilscope", functions, NULL, constants, "gilscope's own."};
