/* The interpreter about itself. Models CPython Python/sysmodule.c as far as a simulated interpreter has answers. */
#include <string.h>

#include "base/arena.h"
#include "python/exception.h"
#include "python/heap.h"
#include "python/frame_view.h"
#include "python/function.h"
#include "stdlib/_io.h"

static enum answer sys_exit(struct thread *th, struct call *c) {
    value status = c->args[0];
    if (status == NONE) raise_args(th, &type_SystemExit, NULL, 0);
    else raise_args(th, &type_SystemExit, &status, 1);
    return FAIL;
}

static enum answer sys_getswitchinterval(struct thread *th, struct call *c) {
    value v = state_get(th, "sys switchinterval");
    if (v != NIL) return give(c, v);
    return give(c, float_new(th, (double)th->world->options->switch_interval_ns / 1e9));
}

static enum answer sys_setswitchinterval(struct thread *th, struct call *c) {
    double d;
    if (!float_get(th, c->args[0], &d)) return FAIL;
    if (!(d > 0)) {
        raise_error(th, "ValueError", "switch interval must be strictly positive");
        return FAIL;
    }
    sim_ns ns = d >= 1e9 ? (sim_ns)1000000000 * 1000000000 : (sim_ns)(d * 1e6) * 1000;
    if (ns < 1000) ns = 1000; /* whole microseconds, at least one */
    process_set_switch_interval(th->process, ns);
    state_set(th, "sys switchinterval", float_new(th, (double)ns / 1e9));
    return give_none(c);
}

static enum answer sys_is_gil_enabled(struct thread *th, struct call *c) { return give_bool(c, th->world->options->gil != GIL_off); }
static enum answer sys_getrecursionlimit(struct thread *th, struct call *c) { return give_int(th, c, th->depth_max); }
static enum answer sys_setrecursionlimit(struct thread *th, struct call *c) {
    int64_t n;
    if (!int_get(th, c->args[0], &n)) return FAIL;
    if (n < 1) {
        raise_error(th, "ValueError", "recursion limit must be greater or equal than 1");
        return FAIL;
    }
    if (n > 1000000) n = 1000000;
    if (n <= th->depth) {
        raise_error(th, "RecursionError", "cannot set the recursion limit to %lld at the recursion depth %d: the limit is too low", (long long)n, th->depth);
        return FAIL;
    }
    for (struct thread *t = th->process->threads; t; t = t->next) t->depth_max = (int)n;
    return give_none(c);
}

static enum answer sys_exc_info(struct thread *th, struct call *c) {
    value e = th->handled, items[3] = {NONE, NONE, NONE};
    if (e != NIL && e != NONE) {
        items[0] = from_obj(type_of(e));
        items[1] = e;
        items[2] = exc_tb(e);
    }
    return give(c, tuple_new(th, items, 3));
}
static enum answer sys_exception(struct thread *th, struct call *c) { return give(c, th->handled == NIL ? NONE : th->handled); }

static enum answer sys_getsizeof(struct thread *th, struct call *c) {
    value v = c->args[0];
    int64_t n = is_small(v) ? 28 : (int64_t)type_of(v)->size, items = 0;
    size_t len = 0;
    if (is_str(v)) {
        str_text(v, &len);
        n = 49 + (int64_t)len;
    } else if (is_tuple(v)) {
        n = 40 + 8 * (int64_t)tuple_len(v);
    } else if (type_of(v) == &type_list && object_length(th, v, &items)) {
        n = 56 + 8 * items;
    }
    return give_int(th, c, n);
}

static enum answer sys_intern(struct thread *th, struct call *c) {
    if (!is_str(c->args[0])) {
        raise_error(th, "TypeError", "intern() argument must be str, not %s", type_name(c->args[0]));
        return FAIL;
    }
    return give(c, str_intern(th, c->args[0]));
}
static enum answer sys_getframe(struct thread *th, struct call *c) {
    int64_t depth;
    if (!int_get(th, c->args[0], &depth)) return FAIL;
    value v = frame_view(th, depth < 0 ? 0 : depth);
    if (v != NIL) return give(c, v);
    raise_error(th, "ValueError", "call stack is not deep enough");
    return FAIL;
}
static enum answer sys_refused(struct thread *th, struct call *c) {
    raise_unsupported(th, "sys.%s()", native_of(c->self_fn)->native->name);
    return FAIL;
}
static enum answer sys_getdefaultencoding(struct thread *th, struct call *c) { return give(c, str_cstr(th, "utf-8")); }
static enum answer sys_get_int_max_str_digits(struct thread *th, struct call *c) { return give_int(th, c, 4300); }

/* -- constants -- */

static bool constant_argv(struct thread *th, value *out) {
    const struct world *w = th->world;
    *out = list_new(th, NULL, 0);
    list_append(th, *out, str_cstr(th, w->main_path ? w->main_path : ""));
    for (int i = 0; i < w->argc; i++) list_append(th, *out, str_cstr(th, w->argv[i]));
    return true;
}
static bool constant_path(struct thread *th, value *out) {
    *out = list_new(th, NULL, 0);
    list_append(th, *out, str_cstr(th, th->world->main_dir ? th->world->main_dir : "."));
    return true;
}
static bool constant_stdout(struct thread *th, value *out) { return *out = io_stream(th, 1), true; }
static bool constant_stderr(struct thread *th, value *out) { return *out = io_stream(th, 2), true; }
static bool constant_none(struct thread *th, value *out) { (void)th; return *out = NONE, true; }
static bool constant_modules(struct thread *th, value *out) { return *out = th->process->modules, true; }
static bool constant_maxsize(struct thread *th, value *out) { return *out = int_new(th, INT64_MAX), true; }
static bool constant_maxunicode(struct thread *th, value *out) { (void)th; return *out = from_small(0x10ffff), true; }
static bool constant_platform(struct thread *th, value *out) { return *out = str_cstr(th, "linux"), true; }
static bool constant_byteorder(struct thread *th, value *out) { return *out = str_cstr(th, "little"), true; }
static bool constant_executable(struct thread *th, value *out) { return *out = str_cstr(th, "/usr/bin/python3"), true; }
static bool constant_prefix(struct thread *th, value *out) { return *out = str_cstr(th, "/usr"), true; }
static bool constant_copyright(struct thread *th, value *out) { return *out = str_cstr(th, "gilscope"), true; }
static bool constant_hexversion(struct thread *th, value *out) { return *out = from_small((3 << 24) | (th->world->options->minor << 16) | 0xf0), true; }
static bool constant_version(struct thread *th, value *out) {
    const struct python_options *o = th->world->options;
    return *out = str_format(th, "3.%d.0 %s(gilscope) [virtual time]", o->minor, o->free_threaded ? "experimental free-threading build " : ""), true;
}
static bool constant_minor(struct thread *th, value *out) { return *out = from_small(th->world->options->minor), true; }

static const struct native functions[] = {
    {"exit", "status=None, /", sys_exit, 0, "Raises SystemExit."},
    {"getswitchinterval", "", sys_getswitchinterval, 0, "The GIL's switch interval, in seconds."},
    {"setswitchinterval", "interval, /", sys_setswitchinterval, NATIVE_sync, "Sets the GIL's switch interval."},
    {"_is_gil_enabled", "", sys_is_gil_enabled, 0, "Is there a GIL?"},
    {"getrecursionlimit", "", sys_getrecursionlimit, 0, "How deep calls may nest."},
    {"setrecursionlimit", "limit, /", sys_setrecursionlimit, 0, "Sets how deep calls may nest."},
    {"exc_info", "", sys_exc_info, 0, "(type, value, traceback) of the exception being handled."},
    {"exception", "", sys_exception, 0, "The exception being handled."},
    {"getsizeof", "object, default=?, /", sys_getsizeof, 0, "Bytes, about as CPython's."},
    {"intern", "string, /", sys_intern, 0, "The shared equal of a string."},
    {"getdefaultencoding", "", sys_getdefaultencoding, 0, "utf-8"},
    {"getfilesystemencoding", "", sys_getdefaultencoding, 0, "utf-8"},
    {"get_int_max_str_digits", "", sys_get_int_max_str_digits, 0, "Longest decimal text of an int."},
    {"getrefcount", "object, /", sys_refused, 0, "Refused: there are no reference counts."},
    {"settrace", "function, /", sys_refused, 0, "Refused."},
    {"setprofile", "function, /", sys_refused, 0, "Refused."},
    {"_getframe", "depth=0, /", sys_getframe, 0, "The caller's frame, or one further out."},
    {"_current_frames", "", sys_refused, 0, "Refused."},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct constant constants[] = {
    {"argv", constant_argv}, {"path", constant_path}, {"stdout", constant_stdout}, {"stderr", constant_stderr}, {"__stdout__", constant_stdout},
    {"__stderr__", constant_stderr}, {"stdin", constant_none}, {"__stdin__", constant_none}, {"modules", constant_modules},
    {"maxsize", constant_maxsize}, {"maxunicode", constant_maxunicode}, {"platform", constant_platform}, {"byteorder", constant_byteorder},
    {"executable", constant_executable}, {"prefix", constant_prefix}, {"base_prefix", constant_prefix}, {"copyright", constant_copyright},
    {"hexversion", constant_hexversion}, {"version", constant_version}, {"_minor", constant_minor}, {NULL, NULL},
};

const struct module_def module_sys = {"sys", functions, NULL, constants, "The interpreter about itself."};
