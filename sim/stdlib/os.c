/* What the operating system tells a program. Models Modules/posixmodule.c; there are no files, and fork belongs to multiprocessing. */
#include <string.h>

#include "python/exception.h"
#include "python/function.h"
#include "python/type_bytes.h"
#include "python/type_int.h"
#include "stdlib/support.h"

static enum answer os_cpu_count(struct thread *th, struct call *c) { return give_int(th, c, th->world->options->cpu_count); }

static enum answer os_process_cpu_count(struct thread *th, struct call *c) {
    const struct task *t = th->task;
    int64_t n = 0;
    for (int cpu = 0; cpu < th->world->options->cpu_count; cpu++) n += task_allowed(t, cpu);
    return give_int(th, c, n);
}

static enum answer os_getpid(struct thread *th, struct call *c) { return give_int(th, c, th->process->pid); }
static enum answer os_getppid(struct thread *th, struct call *c) {
    return give_int(th, c, th->process->parent ? th->process->parent->pid : 1);
}

static struct process *process_by_pid(struct thread *th, int64_t pid) {
    if (pid == 0) return th->process;
    for (struct process *p = th->world->processes; p; p = p->next)
        if (p->pid == pid && !p->over) return p;
    return NULL;
}

/* The task with this number: as on Linux one thread's, by its native id or its process' pid; 0 is the caller's. */
static struct task *task_by_tid(struct thread *th, int64_t tid) {
    if (tid == 0) return th->task;
    for (struct process *p = th->world->processes; p; p = p->next)
        for (const struct thread *t = p->over ? NULL : p->threads; t; t = t->next)
            if (t->tid == tid && t->task && !t->ended) return t->task;
    raise_os(th, 3, NULL);
    return NULL;
}

static int64_t set_nice(struct thread *th, struct task *t, int64_t nice) {
    nice = nice < -20 ? -20 : nice > 19 ? 19 : nice;
    task_set_nice(th->world->kernel, t, (int)nice);
    return nice;
}

static enum answer os_nice(struct thread *th, struct call *c) {
    int64_t by;
    if (!int_get(th, c->args[0], &by)) return FAIL;
    by = by < -40 ? -40 : by > 40 ? 40 : by;
    return give_int(th, c, set_nice(th, th->task, th->task->attr.nice + by));
}

static struct task *priority_target(struct thread *th, struct call *c) {
    int64_t which, who;
    if (!int_get(th, c->args[0], &which) || !int_get(th, c->args[1], &who)) return NULL;
    if (which == 0) return task_by_tid(th, who);
    raise_unsupported(th, "priorities of groups and users (use os.PRIO_PROCESS)");
    return NULL;
}

static enum answer os_getpriority(struct thread *th, struct call *c) {
    const struct task *t = priority_target(th, c);
    return t ? give_int(th, c, t->attr.nice) : FAIL;
}

static enum answer os_setpriority(struct thread *th, struct call *c) {
    int64_t nice;
    struct task *t = priority_target(th, c);
    if (!t || !int_get(th, c->args[2], &nice)) return FAIL;
    set_nice(th, t, nice);
    return give_none(c);
}

static enum answer os_sched_yield(struct thread *th, struct call *c) {
    if (c->phase > 0) return give_none(c);
    return wait_on(c, NULL, thread_now(th), CAUSE_sleep, NO_UNIT);
}

static enum answer os_sched_getaffinity(struct thread *th, struct call *c) {
    int64_t tid;
    const struct task *t;
    if (!int_get(th, c->args[0], &tid) || !(t = task_by_tid(th, tid))) return FAIL;
    value set = set_new(th);
    for (int cpu = 0; cpu < th->world->options->cpu_count; cpu++)
        if (task_allowed(t, cpu) && !set_add(th, set, from_small(cpu))) return FAIL;
    return give(c, set);
}

static enum answer os_sched_setaffinity(struct thread *th, struct call *c) {
    int64_t tid, cpu;
    uint64_t mask[CPUS_MAX / 64] = {0};
    value it, item;
    bool any = false;
    struct task *t;
    if (!int_get(th, c->args[0], &tid) || !object_iter(th, c->args[1], &it)) return FAIL;
    for (enum next n; (n = object_next(th, it, &item)) != NEXT_end;) {
        if (n == NEXT_fail) return FAIL;
        if (!is_int(item)) {
            raise_error(th, "TypeError", "expected an iterator of ints, but iterator yielded <class '%s'>", type_name(item));
            return FAIL;
        }
        if (!int_get(th, item, &cpu)) return FAIL;
        if (cpu < 0 || cpu >= th->world->options->cpu_count) continue;
        mask[cpu / 64] |= (uint64_t)1 << (cpu % 64);
        any = true;
    }
    if (!(t = task_by_tid(th, tid))) return FAIL;
    if (!any) return raise_os(th, 22, NULL), FAIL;
    task_set_affinity(th->world->kernel, t, mask);
    return give_none(c);
}

/* Linux's numbers of the classes. Those that the model has none for are refused. */
static const enum sched_class classes[] = {CLASS_fair, CLASS_fifo, CLASS_rr, CLASS_batch, CLASS_deadline, CLASS_idle};
#define NUMBER_OTHER 0
#define NUMBER_COUNT ((int64_t)(sizeof classes / sizeof *classes))

static int64_t class_number(enum sched_class class) {
    for (int64_t i = 0; i < NUMBER_COUNT; i++)
        if (classes[i] == class) return i;
    return NUMBER_OTHER;
}

static bool real_time(int64_t number) { return classes[number] == CLASS_fifo || classes[number] == CLASS_rr; }

/* A task by its number, for the calls that refuse negative ones. */
static struct task *sched_target(struct thread *th, value arg) {
    int64_t tid;
    if (!int_get(th, arg, &tid)) return NULL;
    if (tid >= 0) return task_by_tid(th, tid);
    raise_os(th, 22, NULL);
    return NULL;
}

/* pid, policy (-1: as it is), priority */
static enum answer os_sched_setscheduler(struct thread *th, struct call *c) {
    struct kernel *k = th->world->kernel;
    int64_t number, priority;
    if (!int_get(th, c->args[1], &number) || !int_get(th, c->args[2], &priority)) return FAIL;
    struct task *t = sched_target(th, c->args[0]);
    if (!t) return FAIL;
    if (number == -1) number = class_number(t->attr.class);
    bool known = number >= 0 && number < NUMBER_COUNT && classes[number] != CLASS_deadline;
    if (!known || (real_time(number) ? priority < 1 || priority > 99 : priority != 0)) return raise_os(th, 22, NULL), FAIL;
    enum sched_class class = classes[number];
    if (class != t->attr.class && !kernel_has_class(k, class)) {
        raise_unsupported(th, real_time(number) ? "real-time classes under this scheduler: --policy rt has them"
                                                : "this class under this scheduler: --policy eevdf, cfs and rt have it");
        return FAIL;
    }
    task_set_class(k, t, class, (int)priority);
    return give_none(c);
}

static enum answer os_sched_getscheduler(struct thread *th, struct call *c) {
    const struct task *t = sched_target(th, c->args[0]);
    return t ? give_int(th, c, class_number(t->attr.class)) : FAIL;
}

static enum answer os_sched_priority(struct thread *th, struct call *c) {
    const struct task *t = sched_target(th, c->args[0]);
    return t ? give_int(th, c, real_time(class_number(t->attr.class)) ? t->attr.priority : 0) : FAIL;
}

static enum answer os_exit(struct thread *th, struct call *c) {
    int64_t status;
    if (!int_get(th, c->args[0], &status)) return FAIL;
    process_exit(th, (int)status);
    c->wait = (struct wait){.until_ns = NS_NEVER}; /* it never comes back */
    return AGAIN;
}

static enum answer os_kill(struct thread *th, struct call *c) {
    int64_t pid, signal;
    if (!int_get(th, c->args[0], &pid) || !int_get(th, c->args[1], &signal)) return FAIL;
    struct process *p = process_by_pid(th, pid);
    if (!p) return raise_os(th, 3, NULL), FAIL;
    if (signal == 0) return give_none(c);
    if (signal != 9 && signal != 15 && signal != 2) {
        raise_unsupported(th, "os.kill() with signal %lld", (long long)signal);
        return FAIL;
    }
    process_kill(p, (int)signal, th);
    return give_none(c);
}

static enum answer os_refused(struct thread *th, struct call *c) {
    raise_unsupported(th, "os.%s()", native_of(c->self_fn)->native->name);
    return FAIL;
}

static enum answer os_write(struct thread *th, struct call *c) {
    int64_t fd;
    if (!int_get(th, c->args[0], &fd)) return FAIL;
    if (fd != 1 && fd != 2) return raise_os(th, 9, NULL), FAIL;
    value bytes = c->args[1];
    if (type_of(bytes) != &type_bytes) {
        raise_error(th, "TypeError", "a bytes-like object is required, not '%s'", type_name(bytes));
        return FAIL;
    }
    size_t len;
    const char *text = byte_view(bytes, &len);
    if (c->phase == 0) {
        thread_output(th, (int)fd, text, len);
        if (release_gil(th, c, cost_ns(th, COST_write)) == AGAIN) return AGAIN;
    }
    return give_int(th, c, (int64_t)len);
}

static enum answer os_getcwd(struct thread *th, struct call *c) { return give(c, str_cstr(th, "/home/user")); }
static enum answer os_urandom(struct thread *th, struct call *c) {
    int64_t n;
    if (!int_get(th, c->args[0], &n)) return FAIL;
    if (n < 0 || n > 1 << 20) {
        raise_error(th, "ValueError", "negative argument not allowed");
        return FAIL;
    }
    struct buf b = {0};
    uint64_t x = th->world->options->seed * 0x9e3779b97f4a7c15u + (uint64_t)thread_now(th);
    for (int64_t i = 0; i < n; i++) {
        x ^= x >> 12, x ^= x << 25, x ^= x >> 27;
        buf_char(&b, (char)((x * 0x2545f4914f6cdd1du) >> 56));
    }
    value v = bytes_new(th, b.data ? b.data : "", b.len);
    buf_fini(&b);
    return give(c, v);
}

static const struct native functions[] = {
    {"cpu_count", "", os_cpu_count, 0, "The number of logical CPUs."},
    {"process_cpu_count", "", os_process_cpu_count, NATIVE_sync, "The CPUs that this thread may use."},
    {"getpid", "", os_getpid, 0, "The process' number."},
    {"getppid", "", os_getppid, 0, "The parent's number."},
    {"nice", "increment, /", os_nice, NATIVE_sync, "Lowers the thread's priority; returns the new niceness."},
    {"getpriority", "which, who", os_getpriority, NATIVE_sync, "The niceness of a thread (PRIO_PROCESS, its id)."},
    {"setpriority", "which, who, priority", os_setpriority, NATIVE_sync, "Sets the niceness of a thread."},
    {"sched_yield", "", os_sched_yield, NATIVE_sync, "Gives the CPU up."},
    {"sched_getaffinity", "pid, /", os_sched_getaffinity, NATIVE_sync, "The CPUs that a thread may use: its id, a pid, or 0."},
    {"sched_setaffinity", "pid, mask, /", os_sched_setaffinity, NATIVE_sync, "Restricts a thread to some CPUs."},
    {"_sched_setscheduler", "pid, policy, priority, /", os_sched_setscheduler, NATIVE_sync, "Another scheduling class for a thread."},
    {"sched_getscheduler", "pid, /", os_sched_getscheduler, NATIVE_sync, "The scheduling class of a thread: SCHED_OTHER, ..."},
    {"_sched_priority", "pid, /", os_sched_priority, NATIVE_sync, "The real-time priority of a thread, or 0."},
    {"_exit", "status", os_exit, NATIVE_sync, "Ends the process at once."},
    {"kill", "pid, signal, /", os_kill, NATIVE_sync, "Ends a process (SIGTERM, SIGKILL, SIGINT)."},
    {"write", "fd, data, /", os_write, 0, "Bytes to stdout or stderr, past the buffers."},
    {"getcwd", "", os_getcwd, 0, "A fixed directory."},
    {"urandom", "size, /", os_urandom, 0, "Bytes from the run's seed."},
    {"fork", "", os_refused, 0, "Refused: use multiprocessing."},
    {"forkpty", "", os_refused, 0, "Refused."},
    {"system", "command", os_refused, 0, "Refused."},
    {"popen", "command", os_refused, 0, "Refused."},
    {"execv", "path, args", os_refused, 0, "Refused."},
    {"listdir", "path='.'", os_refused, 0, "Refused: there are no files."},
    {"remove", "path", os_refused, 0, "Refused: there are no files."},
    {"mkdir", "path, mode=511", os_refused, 0, "Refused: there are no files."},
    {"stat", "path", os_refused, 0, "Refused: there are no files."},
    {"pipe", "", os_refused, 0, "Refused: use multiprocessing.Pipe."},
    {"wait", "", os_refused, 0, "Refused: use multiprocessing."},
    {"waitpid", "pid, options", os_refused, 0, "Refused: use multiprocessing."},
    {NULL, NULL, NULL, 0, NULL},
};
const struct module_def module_os = {"os", functions, NULL, NULL, "The operating system."};
