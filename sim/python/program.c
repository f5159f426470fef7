#include "python/program.h"

#include <string.h>

#include "base/assert.h"
#include "python/call.h"
#include "python/exception.h"
#include "python/function.h"
#include "python/idiom.h"
#include "python/import.h"
#include "python/pickle.h"
#include "python/thread_end.h"
#include "python/type_dict.h"
#include "python/type_int.h"
#include "python/type_str.h"
#include "python/vm.h"

/* -- a fresh interpreter -- */

static bool import_dict(struct thread *th, const char *name, value *dict) {
    value module;
    if (!vm_import(th, str_interned(th, name), &module)) return false;
    *dict = module_of(module)->dict;
    return true;
}

/* Everybody's names: C functions and types, the exceptions, and what builtins.py adds. */
static bool builtins_make(struct process *p, struct thread *th) {
    value c, python, key, item;
    p->builtins = dict_new(th);
    if (!import_dict(th, "_c_builtins", &c)) return false;
    p->builtins = c;
    for (size_t i = 0; exception_types[i]; i++) dict_set_str(th, c, str_interned(th, exception_types[i]->name), from_obj(exception_types[i]));
    dict_set_str(th, c, str_interned(th, "None"), NONE);
    dict_set_str(th, c, str_interned(th, "True"), TRUE);
    dict_set_str(th, c, str_interned(th, "False"), FALSE);
    if (!import_dict(th, "builtins", &python)) return false;
    size_t pos = 0;
    while (dict_next(c, &pos, &key, &item))
        if (dict_get_str(python, key) == NIL) dict_set_str(th, python, key, item);
    p->builtins = python;
    return true;
}

static void report_bootstrap_failure(struct thread *th) {
    struct buf b = {0};
    if (th->exc != NIL) vm_traceback(th, exc_take(th), true, &b);
    diag_plain(th->world->diag, "gilscope's own library failed to start:\n%s", b.data ? b.data : "");
    buf_fini(&b);
}

static value main_module(struct thread *th, const char *name) {
    struct process *p = th->process;
    struct world *w = p->world;
    value m = module_new(th, str_interned(th, name)), d = module_of(m)->dict;
    static const char *const none[] = {"__doc__", "__package__", "__loader__", "__spec__", "__cached__"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) dict_set_str(th, d, str_interned(th, none[i]), NONE);
    dict_set_str(th, d, str_interned(th, "__name__"), str_interned(th, name));
    dict_set_str(th, d, str_interned(th, "__file__"), str_cstr(th, w->main_path));
    dict_set_str(th, d, str_interned(th, "__builtins__"), dict_get_str(p->modules, str_interned(th, "builtins")));
    dict_set_str(th, p->modules, str_interned(th, name), m);
    dict_set_str(th, p->modules, str_interned(th, "__main__"), m);
    p->main_globals = d;
    return m;
}

/* The main module's body, in a frame whose names are its globals. */
static enum did run_main(struct thread *th, struct args a) {
    (void)a;
    value globals = th->process->main_globals, code = vm_code_object(th->world, th->world->main_code);
    struct frame *f = function_frame(th, function_of(function_new(th, code, globals)), (struct args){NULL, 0, NIL});
    f->names = globals;
    frame_enter(th, f);
    return DID_frame;
}
static const struct operation operation_main = OPERATION(run_main);

bool program_begin(struct process *p, int stage) {
    struct thread *th = p->main_thread;
    p->modules = dict_new(th);
    p->stdlib = dict_new(th);
    p->roots = list_new(th, NULL, 0);
    value ignored;
    if (!builtins_make(p, th) || !import_dict(th, "sys", &ignored)) {
        report_bootstrap_failure(th);
        return false;
    }
    main_module(th, stage == STAGE_main ? "__main__" : "__mp_main__");
    th->stage = stage;
    th->used_ns = th->cost_ps = 0;
    return vm_begin(th, from_obj(&operation_main), NIL, NIL);
}

/* -- how a thread's outermost call ended -- */

static void print_uncaught(struct thread *th, value exc, const char *heading) {
    struct buf b = {0};
    process_flush(th, 1);
    buf_text(&b, heading);
    vm_traceback(th, exc, true, &b);
    thread_output(th, 2, b.data, b.len);
    buf_clear(&b);
    vm_exception_line(th, exc, &b);
    thread_trace(th, EV_uncaught, trace_text(th->world->trace, b.data ? b.data : ""), 0);
    buf_fini(&b);
}

/* What SystemExit(code) means to the outside. */
static int exit_code(struct thread *th, value code) {
    int64_t i;
    struct buf b = {0};
    if (code == NIL || code == NONE) return 0;
    if (is_int(code)) return int_fits(code, &i) ? (int)(i & 0xff) : 255;
    if (object_str(th, code, &b)) {
        buf_char(&b, '\n');
        thread_output(th, 2, b.data, b.len);
    }
    buf_fini(&b);
    return 1;
}

static void main_failed(struct thread *th) {
    struct process *p = th->process;
    value exc = exc_take(th);
    if (is_a(exc, &type_SystemExit)) {
        p->exit_status = exit_code(th, exc_of(exc)->more[0]);
        return;
    }
    print_uncaught(th, exc, "");
    p->exit_status = 1;
    if (!p->parent) th->world->failed = true;
}

/* A function that another module may not have defined, run un-nested. False: there is none. */
static bool begin_function(struct thread *th, const char *module, const char *name) {
    value m = dict_get_str(th->process->modules, str_interned(th, module)), f;
    if (m == NIL || type_of(m) != &type_module) return false;
    f = dict_get_str(module_of(m)->dict, str_interned(th, name));
    return f != NIL && vm_begin(th, f, NIL, NIL);
}

/* A spawned child: what its parent sent is unpacked, then called. */
static bool begin_parcel(struct thread *th) {
    value target;
    bool ok = pickle_loads(th, th->parcel.data, th->parcel.len, &target);
    buf_fini(&th->parcel);
    if (ok) return vm_begin(th, target, NIL, NIL);
    main_failed(th);
    return false;
}

static bool main_next(struct thread *th) {
    struct process *p = th->process;
    switch ((enum program_stage)th->stage) {
    case STAGE_spawn_main:
        if (th->raised) break;
        th->stage = STAGE_spawn_call;
        if (begin_parcel(th)) return true;
        break;
    case STAGE_call: case STAGE_spawn_call:
        if (!th->raised && is_int(th->result)) p->exit_status = exit_code(th, th->result);
        break;
    case STAGE_main: break;
    case STAGE_shutdown:
        th->stage = STAGE_atexit;
        if (th->raised) print_uncaught(th, exc_take(th), "Exception ignored in: <module 'threading'>\n");
        if (begin_function(th, "atexit", "_run_exitfuncs")) return true;
        return main_next(th);
    case STAGE_atexit:
        if (th->raised) print_uncaught(th, exc_take(th), "Exception ignored in atexit callback\n");
        th->raised = false;
        th->stage = STAGE_over;
        return begin_function(th, "_asyncio", "_at_exit");
    case STAGE_over: return false;
    }
    if (th->raised) main_failed(th);
    bool whole = th->stage == STAGE_main;
    th->stage = whole ? STAGE_shutdown : STAGE_over;
    if (!whole) return false;
    if (begin_function(th, "threading", "_shutdown")) return true;
    th->raised = false;
    return main_next(th);
}

bool thread_next_stage(struct thread *th) {
    th->depth = 0;
    if (th->is_main) {
        if (main_next(th)) return true;
        process_flush(th, 1);
        process_flush(th, 2);
        th->process->finalizing = true;
        return false;
    }
    if (!th->raised) return false;
    value exc = exc_take(th);
    if (is_a(exc, &type_SystemExit)) return false;
    struct buf b = {0};
    buf_text(&b, "Exception ignored in thread started by: ");
    if (!object_repr(th, th->target, &b)) exc_take(th);
    buf_char(&b, '\n');
    print_uncaught(th, exc, b.data);
    buf_fini(&b);
    return false;
}

/* -- the door -- */

static const char *directory_of(struct arena *a, const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy(a, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
}

struct world *program_start(struct arena *run, struct kernel *k, const struct python_options *o, const struct program_spec *spec, struct diag *d) {
    struct compile_options options = {.minor = o->minor};
    struct code *code = lang_compile(run, spec->source, &options, d);
    if (!code) return NULL;
    struct world *w = ARENA_NEW(run, struct world);
    *w = (struct world){
        .kernel = k, .trace = kernel_trace(k), .arena = run, .options = o, .diag = d, .next_pid = 1001, .main_path = spec->path,
        .main_dir = directory_of(run, spec->path), .main_source = spec->source, .main_code = code, .argc = spec->argc, .argv = spec->argv,
        .idioms = idioms_open(run),
    };
    if (!imports_check(w, code, d)) return NULL;
    trace_source_add(w->trace, spec->source->name, spec->source->text, spec->source->len);
    struct process *p = process_open(w, NULL, "MainProcess");
    w->trace->gil_build = !gil_absent(p);
    struct thread *th = thread_new(p, "MainThread");
    if (!program_begin(p, STAGE_main)) {
        program_fini(w);
        return NULL;
    }
    thread_launch(th, NULL, COST_process_start);
    return w;
}

int program_status(const struct world *w) { return w->exit_status; }

void program_fini(struct world *w) {
    for (struct process *p = w->processes; p; p = p->next) {
        for (int i = 0; i < 2; i++) buf_fini(&p->out[i]);
        if (p->heap) heap_close(p->heap);
        p->heap = NULL;
        for (struct thread *th = p->threads; th; th = th->next) {
            mem_free(th->deferred);
            buf_fini(&th->deferred_text);
            buf_fini(&th->parcel);
            th->deferred = NULL;
        }
    }
}

bool python_version_parse(const char *text, int *minor, bool *free_threaded) {
    static const struct {
        const char *text;
        int minor;
        bool free_threaded;
    } known[] = {{"3.9", 9, false}, {"3.10", 10, false}, {"3.11", 11, false}, {"3.12", 12, false}, {"3.13", 13, false}, {"3.14", 14, false},
                 {"3.13t", 13, true}, {"3.14t", 14, true}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].text, text) == 0) {
            *minor = known[i].minor;
            *free_threaded = known[i].free_threaded;
            return true;
        }
    return false;
}
