#include "kernel/job.h"


#include "base/assert.h"

struct device {
    uint32_t unit;
    int servers, busy; /* servers 0: unlimited */
    struct job *head, *tail; /* waiting for a server */
};

struct lock {
    const struct lock_spec *spec;
    uint32_t unit;
    struct job *owner;
    struct waitq waiters;
};

struct world {
    struct kernel *kernel;
    const struct jobs_spec *spec;
    struct device *devices;
    struct lock *locks;
    struct job *jobs;
};

struct job {
    const struct job_spec *spec;
    struct world *world;
    struct task *task;
    uint32_t where;
    size_t burst;          /* the one it is in, or comes to */
    bool inside;           /* a CPU burst has begun */
    sim_ns left_ns;        /* of it */
    sim_ns portion_ns;     /* being computed */
    sim_ns since_io_ns;    /* CPU time since the last periodic I/O */
    int64_t round;         /* times the bursts were run */
    int64_t ended;         /* rounds that are over */
    int64_t due;           /* the one whose deadline comes next, from 0 */
    sim_ns due_ns;         /* ... and when */
    sim_ns io_ns;          /* length of its I/O */
    struct device *device;
    struct job *io_next;
    struct lock *wants;    /* blocked on it */
    sim_ns wants_since_ns;
    bool in_circle;        /* of a deadlock, and told */
    struct waitq sleep;    /* where it waits for I/O and for its period */
};

/* -- bursts -- */

static bool periodic(const struct job *j) { return j->spec->attr.period_ns > 0; }

static bool more_rounds(const struct job *j)
{
    return periodic(j) ? j->spec->repeat <= 1 || j->round + 1 < j->spec->repeat : j->round + 1 < j->spec->repeat;
}

static void look(struct job *j)
{
    const struct job_spec *s = j->spec;
    int line = j->burst < s->burst_count && s->bursts[j->burst].line ? s->bursts[j->burst].line : s->line;
    if (s->file)
        j->where = trace_where(kernel_trace(j->world->kernel), s->file, line, s->name);
}

/* CPU time from burst `from` up to the next I/O, in this round. */
static sim_ns cpu_until_io(const struct job_spec *s, size_t from)
{
    sim_ns sum = 0;
    for (size_t i = from; i < s->burst_count && s->bursts[i].kind != BURST_io; i++)
        if (s->bursts[i].kind == BURST_cpu)
            sum = ns_add(sum, s->bursts[i].ns);
    return sum;
}

/* What SJF and its kin sort by. A round that ends with I/O comes back with the first burst of the next one. */
static void tell_burst(struct job *j)
{
    const struct job_spec *s = j->spec;
    bool wraps = j->burst == s->burst_count && !periodic(j) && more_rounds(j);
    sim_ns sum = wraps ? cpu_until_io(s, 0) : ns_add(j->inside ? j->left_ns : 0, cpu_until_io(s, j->burst + (j->inside ? 1 : 0)));
    if (s->io_every_ns > 0)
        sum = ns_min(sum, s->io_every_ns - j->since_io_ns);
    j->task->burst_ns = j->task->burst_left_ns = sum;
}

/* -- I/O -- */

static void io_done(struct kernel *k, void *arg);

static void io_start(struct job *j)
{
    struct kernel *k = j->world->kernel;
    kernel_at(k, ns_add(kernel_now(k), j->io_ns), io_done, j);
}

static void io_done(struct kernel *k, void *arg)
{
    struct job *j = arg;
    struct device *dev = j->device;
    task_wake_cause(k, j->task, CAUSE_io_done);
    if (!dev)
        return;
    struct job *next = dev->head;
    if (!next) {
        dev->busy--;
        return;
    }
    dev->head = next->io_next;
    if (!dev->head)
        dev->tail = NULL;
    io_start(next);
}

static struct request io_ask(struct job *j, sim_ns ns, int device)
{
    j->io_ns = ns;
    j->device = device >= 0 ? &j->world->devices[device] : NULL;
    struct device *dev = j->device;
    if (!dev || dev->servers == 0 || dev->busy < dev->servers) {
        if (dev)
            dev->busy++;
        io_start(j);
    } else {
        j->io_next = NULL;
        if (dev->tail)
            dev->tail->io_next = j;
        else
            dev->head = j;
        dev->tail = j;
    }
    tell_burst(j);
    return (struct request){.kind = REQ_BLOCK, .on = &j->sleep, .until_ns = NS_NEVER, .cause = CAUSE_io,
                            .object = dev ? dev->unit : NO_UNIT};
}

/* -- locks -- */

static struct job *job_of(const struct task *t) { return t->self; }

/* The owner, and who it waits for in turn, runs with the priority of the best that waits for it. */
static void inherit(struct job *waiter)
{
    struct kernel *k = waiter->world->kernel;
    struct job *j = waiter;
    for (size_t hops = 0; j->wants && hops <= j->world->spec->job_count; hops++) {
        struct job *owner = j->wants->owner;
        if (!j->wants->spec->inheritance || !owner || !kernel_outranks(k, j->task, owner->task))
            return;
        owner->task->inherited_priority = j->task->inherited_priority;
        task_changed(k, owner->task);
        j = owner;
    }
}

static struct task *best_waiter(struct kernel *k, const struct lock *l)
{
    struct task *best = l->waiters.head;
    for (struct task *t = best; t; t = t->wait_next)
        if (kernel_outranks(k, t, best))
            best = t;
    return best;
}

/* Back to its own priority, or to what the locks that it still holds bring. */
static void disinherit(struct job *j)
{
    struct kernel *k = j->world->kernel;
    int before = j->task->inherited_priority;
    j->task->inherited_priority = j->spec->attr.priority;
    for (size_t i = 0; i < j->world->spec->lock_count; i++) {
        const struct lock *l = &j->world->locks[i];
        if (l->owner != j || !l->spec->inheritance)
            continue;
        const struct task *best = best_waiter(k, l);
        if (best && kernel_outranks(k, best, j->task))
            j->task->inherited_priority = best->inherited_priority;
    }
    if (j->task->inherited_priority != before)
        task_changed(k, j->task);
}

static void unlock(struct job *j, struct lock *l)
{
    struct kernel *k = j->world->kernel;
    ASSERT(l->owner == j);
    task_trace(j->task, EV_release, l->unit, 0);
    struct task *next = best_waiter(k, l);
    l->owner = next ? job_of(next) : NULL;
    if (next) {
        l->owner->wants = NULL;
        task_wake(k, next, j->task);
        task_trace(next, EV_acquire, l->unit, 1);
        for (struct task *t = l->waiters.head; t; t = t->wait_next)
            inherit(job_of(t));
    }
    disinherit(j);
}

/* False: it has to wait. */
static bool lock(struct job *j, struct lock *l)
{
    if (!l->owner) {
        l->owner = j;
        task_trace(j->task, EV_acquire, l->unit, 0);
        return true;
    }
    j->wants = l;
    j->wants_since_ns = kernel_now(j->world->kernel);
    return false;
}

/* -- periods -- */

static void set_deadline(struct job *j, sim_ns release_ns)
{
    const struct sched_attr *a = &j->spec->attr;
    j->task->release_ns = release_ns;
    j->task->abs_deadline_ns = ns_add(release_ns, a->deadline_ns > 0 ? a->deadline_ns : a->period_ns);
}

/* How many deadlines it has: of each period, or one for all its rounds together. */
static int64_t deadlines(const struct job *j)
{
    if (!periodic(j))
        return 1;
    return j->spec->repeat <= 1 ? INT64_MAX : j->spec->repeat;
}

static void deadline_passes(struct kernel *k, void *arg);

static void deadline_watch(struct job *j)
{
    if (j->due_ns < NS_NEVER)
        kernel_watch(j->world->kernel, j->due_ns, deadline_passes, j);
}

/* A deadline does not wait for a round that is late: each period's is missed at its own time. */
static void deadline_passes(struct kernel *k, void *arg)
{
    struct job *j = arg;
    (void)k;
    if (j->ended == deadlines(j))
        return;
    if (j->ended <= j->due)
        task_trace(j->task, EV_miss, (uint32_t)(j->due + 1), 0);
    if (++j->due == deadlines(j))
        return;
    j->due_ns = ns_add(j->due_ns, j->spec->attr.period_ns);
    deadline_watch(j);
}

/* A round is over, after its deadline? */
static void tell_late(struct job *j)
{
    sim_ns now = kernel_now(j->world->kernel), deadline = j->task->abs_deadline_ns;
    bool whole = periodic(j) || !more_rounds(j);
    j->ended += whole;
    if (whole && deadline > 0 && now > deadline)
        task_trace(j->task, EV_late, (uint32_t)j->ended, now - deadline);
}

static void release(struct kernel *k, void *arg)
{
    struct job *j = arg;
    task_wake_cause(k, j->task, CAUSE_released);
}

/* All bursts are run: once more, wait for the next period, or end. */
static bool round_end(struct job *j, struct request *r)
{
    struct kernel *k = j->world->kernel;
    if (j->spec->attr.deadline_ns > 0 || periodic(j))
        tell_late(j);
    if (!more_rounds(j)) {
        *r = (struct request){.kind = REQ_EXIT};
        return true;
    }
    j->round++;
    j->burst = 0;
    j->since_io_ns = 0;
    tell_burst(j);
    if (!periodic(j))
        return false;
    sim_ns next = ns_add(j->task->release_ns, j->spec->attr.period_ns);
    set_deadline(j, next);
    if (next < kernel_now(k)) {
        *r = (struct request){.kind = REQ_YIELD}; /* late: the next job of it is there already, with its own deadline */
        return true;
    }
    kernel_at_release(k, next, j->task, release, j);
    *r = (struct request){.kind = REQ_BLOCK, .on = &j->sleep, .until_ns = NS_NEVER, .cause = CAUSE_period};
    return true;
}

/* -- the body -- */

/* A CPU burst: portions up to the next periodic I/O. True: *r is to be returned. */
static bool compute(struct job *j, const struct burst *b, struct request *r)
{
    if (!j->inside) {
        j->inside = true;
        j->left_ns = b->ns;
        look(j);
    } else {
        j->left_ns -= j->portion_ns;
        j->since_io_ns += j->portion_ns;
        j->portion_ns = 0;
    }
    sim_ns every = j->spec->io_every_ns;
    bool more = j->left_ns > 0 || j->burst + 1 < j->spec->burst_count || more_rounds(j);
    if (j->left_ns == 0) {
        j->inside = false;
        j->burst++;
    }
    if (every > 0 && j->since_io_ns == every && more) {
        j->since_io_ns = 0;
        *r = io_ask(j, j->spec->io_for_ns, -1);
        return true;
    }
    if (!j->inside)
        return false;
    j->portion_ns = every > 0 ? ns_min(j->left_ns, every - j->since_io_ns) : j->left_ns;
    *r = (struct request){.kind = REQ_SYNC, .used_ns = j->portion_ns};
    return true;
}

static struct request job_step(struct task *t, sim_ns budget_ns, bool synced)
{
    struct job *j = t->self;
    struct request r;
    (void)budget_ns; /* nobody can influence what it computes */
    ASSERT(synced);
    for (;;) {
        if (j->burst == j->spec->burst_count) {
            if (round_end(j, &r))
                return r;
            continue;
        }
        const struct burst *b = &j->spec->bursts[j->burst];
        switch (b->kind) {
        case BURST_cpu:
            if (compute(j, b, &r))
                return r;
            break;
        case BURST_io:
            look(j);
            j->burst++;
            return io_ask(j, b->ns, b->device);
        case BURST_lock:
            look(j);
            j->burst++;
            if (!lock(j, &j->world->locks[b->lock])) {
                inherit(j);
                return (struct request){.kind = REQ_BLOCK, .on = &j->wants->waiters, .until_ns = NS_NEVER,
                                        .cause = CAUSE_lock, .object = j->wants->unit};
            }
            break;
        case BURST_unlock:
            look(j);
            j->burst++;
            unlock(j, &j->world->locks[b->lock]);
            break;
        }
    }
}

static uint32_t job_where(struct task *t) { return job_of(t)->where; }

static const struct body_class job_class = {.name = "job", .step = job_step, .where = job_where};

/* -- deadlock -- */

static void tell_waiter(const struct job *j, struct buf *out)
{
    const struct trace *t = kernel_trace(j->world->kernel);
    buf_printf(out, "\n  %s waits for %s, %s", j->spec->name, cause_words(CAUSE_lock), j->wants->spec->name);
    if (j->where) {
        buf_text(out, " at ");
        trace_where_text(t, j->where, out);
    }
    buf_text(out, " since ");
    trace_time_text(j->wants_since_ns, out);
    buf_printf(out, "; held by %s", j->wants->owner->spec->name);
}

/* A circle that begins and ends at first. */
static void tell_circle(struct job *first, struct buf *out)
{
    struct job *j = first;
    do {
        tell_waiter(j, out);
        j = j->wants->owner;
    } while (j != first);
    buf_printf(out, "\na circle: %s", first->spec->name);
    do {
        struct job *owner = j->wants->owner;
        task_trace(j->task, EV_deadlock, owner->task->unit, j->wants->unit);
        buf_printf(out, " -> %s -> %s", j->wants->spec->name, owner->spec->name);
        j->in_circle = true;
        j = owner;
    } while (j != first);
}

/* Follows who waits for whom from each job; a job met again closes a circle. The others wait behind one. */
static const char *jobs_stuck(struct kernel *k, void *arg)
{
    struct world *w = arg;
    struct buf text = {0};
    size_t behind = 0;
    for (size_t i = 0; i < w->spec->job_count; i++) {
        struct job *j = &w->jobs[i];
        for (size_t hops = 0; j->wants && !j->in_circle && hops < w->spec->job_count; hops++)
            j = j->wants->owner;
        if (j->wants && !j->in_circle)
            tell_circle(j, &text);
    }
    for (size_t i = 0; i < w->spec->job_count; i++)
        behind += w->jobs[i].wants && !w->jobs[i].in_circle;
    if (behind > 0)
        buf_printf(&text, "\n%zu more %s behind", behind, behind > 1 ? "wait" : "waits");
    const char *kept = text.len ? arena_copy(kernel_arena(k), text.data, text.len) : NULL;
    buf_fini(&text);
    return kept;
}

/* -- checking -- */

static bool mistake(struct diag *d, const struct job_spec *s, const struct burst *b, const char *what, const char *lock_name)
{
    const struct source src = {.name = s->file ? s->file : "jobs"};
    struct span at = {.line = b && b->line ? b->line : s->line, .col = 1};
    if (lock_name)
        return diag_at(d, &src, at, "job '%s' %s lock '%s'", s->name, what, lock_name);
    return diag_at(d, &src, at, "job '%s' %s", s->name, what);
}

static bool job_check(const struct jobs_spec *spec, const struct job_spec *s, bool *held, struct diag *d)
{
    sim_ns time = 0;
    for (size_t i = 0; i < s->burst_count; i++) {
        const struct burst *b = &s->bursts[i];
        bool on_lock = b->kind == BURST_lock || b->kind == BURST_unlock;
        if (b->ns < 0)
            return mistake(d, s, b, "has a negative burst", NULL);
        if (b->kind == BURST_io && b->device >= 0 && (size_t)b->device >= spec->device_count)
            return mistake(d, s, b, "uses a device that does not exist", NULL);
        if (on_lock && (b->lock < 0 || (size_t)b->lock >= spec->lock_count))
            return mistake(d, s, b, "uses a lock that does not exist", NULL);
        if (b->kind == BURST_unlock && !held[b->lock])
            return mistake(d, s, b, "releases, without holding it,", spec->locks[b->lock].name);
        if (b->kind == BURST_lock && held[b->lock])
            return mistake(d, s, b, "would wait for itself: it takes a second time", spec->locks[b->lock].name);
        if (on_lock)
            held[b->lock] = b->kind == BURST_lock;
        else
            time = ns_add(time, b->ns);
    }
    for (size_t l = 0; l < spec->lock_count; l++)
        if (held[l])
            return mistake(d, s, NULL, "ends without releasing", spec->locks[l].name);
    if (time == 0 && s->repeat > 1)
        return mistake(d, s, NULL, "repeats bursts that take no time", NULL);
    return true;
}

bool jobs_check(const struct jobs_spec *spec, struct diag *d)
{
    bool ok = true;
    bool *held = mem_alloc(spec->lock_count * sizeof *held + 1);
    for (size_t i = 0; i < spec->job_count && ok; i++) {
        const struct job_spec *s = &spec->jobs[i];
        for (size_t l = 0; l < spec->lock_count; l++)
            held[l] = false;
        if (s->arrive_ns < 0 || s->io_every_ns < 0 || s->io_for_ns < 0 || s->attr.period_ns < 0 || s->attr.deadline_ns < 0)
            ok = mistake(d, s, NULL, "has a negative time", NULL);
        else
            ok = job_check(spec, s, held, d);
    }
    mem_free(held);
    return ok;
}

/* -- spawning -- */

static void job_spawn(struct world *w, size_t i)
{
    struct kernel *k = w->kernel;
    const struct job_spec *s = &w->spec->jobs[i];
    struct job *j = &w->jobs[i];
    uint32_t unit = trace_unit(kernel_trace(k), UNIT_JOB, NO_UNIT, s->name, s->arrive_ns);
    *j = (struct job){.spec = s, .world = w};
    look(j);
    j->task = kernel_spawn(k, &job_class, j, unit, unit, &s->attr, NULL, s->arrive_ns);
    if (periodic(j) || s->attr.deadline_ns > 0) {
        set_deadline(j, s->arrive_ns);
        j->due_ns = j->task->abs_deadline_ns;
        deadline_watch(j);
    }
    tell_burst(j);
}

void jobs_spawn(struct kernel *k, const struct jobs_spec *spec)
{
    struct arena *a = kernel_arena(k);
    struct world *w = ARENA_NEW(a, struct world);
    *w = (struct world){.kernel = k, .spec = spec, .devices = ARENA_ARRAY(a, spec->device_count, struct device),
                        .locks = ARENA_ARRAY(a, spec->lock_count, struct lock), .jobs = ARENA_ARRAY(a, spec->job_count, struct job)};
    for (size_t i = 0; i < spec->device_count; i++)
        w->devices[i] = (struct device){.servers = spec->devices[i].servers,
                                        .unit = trace_unit(kernel_trace(k), UNIT_DEVICE, NO_UNIT, spec->devices[i].name, 0)};
    for (size_t i = 0; i < spec->lock_count; i++)
        w->locks[i] = (struct lock){.spec = &spec->locks[i],
                                    .unit = trace_unit(kernel_trace(k), UNIT_LOCK, NO_UNIT, spec->locks[i].name, 0)};
    for (size_t i = 0; i < spec->job_count; i++)
        job_spawn(w, i);
    kernel_on_stuck(k, jobs_stuck, w);
}
