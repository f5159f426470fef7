/* Clocks and sleep. All clocks are the virtual one; the world begins on 2024-01-01 00:00:00 UTC, so that time.time() is the same in
 * every run. sleep always releases the GIL and leaves the CPU, sleep(0) too. */
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "stdlib/support.h"

#define EPOCH_S 1704067200 /* 2024-01-01 */
#define BILLION 1000000000

static sim_ns read_clock(struct thread *th) {
    charge(th, COST_clock, 1);
    return thread_now(th);
}

static enum answer give_seconds(struct thread *th, struct call *c, sim_ns ns) { return give(c, float_new(th, (double)ns / 1e9)); }

static enum answer time_time(struct thread *th, struct call *c) {
    sim_ns now = read_clock(th);
    return give(c, float_new(th, (double)(EPOCH_S + now / BILLION) + (double)(now % BILLION) / 1e9));
}
static enum answer time_time_ns(struct thread *th, struct call *c) { return give_int(th, c, (int64_t)EPOCH_S * BILLION + read_clock(th)); }
static enum answer time_monotonic(struct thread *th, struct call *c) { return give_seconds(th, c, read_clock(th)); }
static enum answer time_monotonic_ns(struct thread *th, struct call *c) { return give_int(th, c, read_clock(th)); }

/* CPU time of the process: that of its threads so far, dead ones excluded when their task is gone. */
static sim_ns cpu_time(const struct thread *th) { return th->task->total_ns + th->used_ns; }
static sim_ns process_cpu_time(const struct thread *th) {
    sim_ns sum = th->used_ns;
    for (const struct thread *t = th->process->threads; t; t = t->next) sum += t->task ? t->task->total_ns : 0;
    return sum;
}
static enum answer time_process_time(struct thread *th, struct call *c) {
    read_clock(th);
    return give_seconds(th, c, process_cpu_time(th));
}
static enum answer time_process_time_ns(struct thread *th, struct call *c) {
    read_clock(th);
    return give_int(th, c, process_cpu_time(th));
}
static enum answer time_thread_time(struct thread *th, struct call *c) {
    read_clock(th);
    return give_seconds(th, c, cpu_time(th));
}
static enum answer time_thread_time_ns(struct thread *th, struct call *c) {
    read_clock(th);
    return give_int(th, c, cpu_time(th));
}

static enum answer time_sleep(struct thread *th, struct call *c) {
    if (c->phase > 0) return give_none(c);
    double d;
    sim_ns delay;
    if (!float_get(th, c->args[0], &d)) return FAIL;
    if (isnan(d)) {
        raise_error(th, "ValueError", "Invalid value NaN (not a number)");
        return FAIL;
    }
    if (d < 0) {
        raise_error(th, "ValueError", "sleep length must be non-negative");
        return FAIL;
    }
    if (!seconds_get(th, c->args[0], &delay)) return FAIL;
    return wait_on(c, NULL, thread_now(th) + delay + cost_ns(th, COST_sleep), CAUSE_sleep, NO_UNIT);
}

/* -- calendars: UTC is the only time zone -- */

static bool civil(struct thread *th, value seconds, struct tm *out) {
    int64_t t = EPOCH_S + thread_now(th) / BILLION;
    if (seconds != NONE) {
        double d;
        if (!float_get(th, seconds, &d)) return false;
        t = (int64_t)floor(d);
    }
    time_t tt = (time_t)t;
    const struct tm *fields = gmtime(&tt);
    if (!fields) return raise_error(th, "ValueError", "timestamp out of range");
    *out = *fields;
    return true;
}

static enum answer time_gmtime(struct thread *th, struct call *c) {
    struct tm tm;
    if (!civil(th, c->args[0], &tm)) return FAIL;
    int fields[9] = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, (tm.tm_wday + 6) % 7, tm.tm_yday + 1, 0};
    value items[9], make;
    for (int i = 0; i < 9; i++) items[i] = from_small(fields[i]);
    value tuple = tuple_new(th, items, 9);
    make = state_get(th, "time struct_time");
    return make == NIL ? give(c, tuple) : tail_call(c, make, &tuple, 1);
}

static enum answer time_strftime(struct thread *th, struct call *c) {
    struct tm tm = {0};
    if (c->args[1] == NIL) {
        if (!civil(th, NONE, &tm)) return FAIL;
    } else {
        int64_t f[9];
        if (!is_tuple(c->args[1]) || tuple_len(c->args[1]) != 9) {
            raise_error(th, "TypeError", "Tuple or struct_time argument required");
            return FAIL;
        }
        for (size_t i = 0; i < 9; i++)
            if (!int_get(th, tuple_items(c->args[1])[i], &f[i])) return FAIL;
        tm = (struct tm){.tm_year = (int)f[0] - 1900, .tm_mon = (int)f[1] - 1, .tm_mday = (int)f[2], .tm_hour = (int)f[3], .tm_min = (int)f[4],
                         .tm_sec = (int)f[5], .tm_wday = (int)(f[6] + 1) % 7, .tm_yday = (int)f[7] - 1};
    }
    char text[512];
    const char *format = text_of(c->args[0]);
    size_t n = *format ? strftime(text, sizeof text, format, &tm) : 0;
    return give(c, str_new(th, text, n));
}

static enum answer time_register(struct thread *th, struct call *c) {
    state_set(th, "time struct_time", c->args[0]);
    return give_none(c);
}

static bool constant_zero(struct thread *th, value *out) { (void)th; return *out = from_small(0), true; }
static bool constant_tzname(struct thread *th, value *out) { return *out = tuple_pair(th, str_cstr(th, "UTC"), str_cstr(th, "UTC")), true; }

static const struct native functions[] = {
    {"sleep", "seconds, /", time_sleep, NATIVE_sync, "Blocks the thread, without the GIL."},
    {"time", "", time_time, 0, "Seconds since 1970."},
    {"time_ns", "", time_time_ns, 0, "time() in nanoseconds."},
    {"monotonic", "", time_monotonic, 0, "A clock that never goes back."},
    {"monotonic_ns", "", time_monotonic_ns, 0, "monotonic() in nanoseconds."},
    {"perf_counter", "", time_monotonic, 0, "The best clock for measuring."},
    {"perf_counter_ns", "", time_monotonic_ns, 0, "perf_counter() in nanoseconds."},
    {"process_time", "", time_process_time, NATIVE_sync, "CPU seconds of this process."},
    {"process_time_ns", "", time_process_time_ns, NATIVE_sync, "process_time() in nanoseconds."},
    {"thread_time", "", time_thread_time, NATIVE_sync, "CPU seconds of this thread."},
    {"thread_time_ns", "", time_thread_time_ns, NATIVE_sync, "thread_time() in nanoseconds."},
    {"gmtime", "seconds=None, /", time_gmtime, 0, "Calendar fields of a time."},
    {"localtime", "seconds=None, /", time_gmtime, 0, "gmtime: the only zone is UTC."},
    {"strftime", "format, t=?, /", time_strftime, 0, "A time as text."},
    {"_register", "struct_time, /", time_register, NATIVE_hidden, ""},
    {NULL, NULL, NULL, 0, NULL},
};
static const struct constant constants[] = {{"timezone", constant_zero}, {"altzone", constant_zero}, {"daylight", constant_zero},
                                            {"tzname", constant_tzname}, {NULL, NULL}};
const struct module_def module_time = {"time", functions, NULL, constants, "Clocks and sleep."};
