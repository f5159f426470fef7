/* The kernel's contract with bodies: wait queues, time-outs, pipes, kills, lookahead, speeds; and its own sums. */
#include "world.h"
#include "kernel/core.h"
#include "kernel/pipe.h"

/* A scripted body: one letter a step.
 *   c compute 1 ms ahead      s sync after 1 ms         b block on the queue        t block on it, at most 5 ms
 *   z sleep 3 ms              y yield                   w wake one waiter           W wake all
 *   P write 60,000 bytes to the pipe (blocks when full) R read 50,000 bytes (blocks when empty)
 *   k kill the other          n nice 5                  x end with status 7
 * The log gets the letter, the time in us and how the last block ended. */
struct actor {
    const char *script;
    struct shared *shared;
    struct task *task, *victim;
    size_t left; /* bytes of a write that are still to go */
    bool acted;
};

struct shared {
    struct kernel *kernel;
    struct waitq queue;
    struct pipe *pipe;
    char log[1024];
    char bytes[60000];
};

static void note(struct actor *a, const char *what)
{
    struct shared *s = a->shared;
    size_t len = strlen(s->log);
    snprintf(s->log + len, sizeof s->log - len, "%s%s@%d", len ? " " : "", what, (int)(kernel_now(s->kernel) / NS_US));
}

static struct request block_on(struct waitq *q, sim_ns until)
{
    return (struct request){.kind = REQ_BLOCK, .on = q, .until_ns = until, .cause = CAUSE_queue};
}

static struct request pipe_act(struct actor *a, char letter)
{
    struct shared *s = a->shared;
    if (letter == 'P') {
        if (a->left == 0)
            a->left = sizeof s->bytes;
        a->left -= pipe_write(s->kernel, s->pipe, s->bytes, a->left, a->task);
        if (a->left > 0)
            return (struct request){.kind = REQ_BLOCK, .on = &s->pipe->can_write, .until_ns = NS_NEVER, .cause = CAUSE_pipe_write};
    } else {
        size_t got = pipe_read(s->kernel, s->pipe, s->bytes, 50000, a->task);
        if (got == 0 && s->pipe->writers > 0)
            return (struct request){.kind = REQ_BLOCK, .on = &s->pipe->can_read, .until_ns = NS_NEVER, .cause = CAUSE_pipe_read};
        char text[16];
        snprintf(text, sizeof text, "%d", (int)got);
        note(a, text);
    }
    a->script++;
    return (struct request){.kind = REQ_SYNC};
}

static struct request actor_step(struct task *t, sim_ns budget_ns, bool synced)
{
    struct actor *a = t->self;
    struct shared *s = a->shared;
    char letter = *a->script, name[2] = {letter, 0};
    (void)budget_ns;
    assert_true(synced);
    if (a->acted) { /* comes back from a block */
        a->acted = false;
        note(a, t->woken == WAKE_timeout ? "timeout" : "woken");
    }
    if (letter == 'P' || letter == 'R')
        return pipe_act(a, letter);
    if (letter)
        a->script++;
    switch (letter) {
    case 'c': return (struct request){.kind = REQ_COMPUTE, .used_ns = NS_MS};
    case 's': return (struct request){.kind = REQ_SYNC, .used_ns = NS_MS};
    case 'b': a->acted = true; return block_on(&s->queue, NS_NEVER);
    case 't': a->acted = true; return block_on(&s->queue, kernel_now(s->kernel) + 5 * NS_MS);
    case 'z': return (struct request){.kind = REQ_SLEEP, .until_ns = kernel_now(s->kernel) + 3 * NS_MS, .cause = CAUSE_sleep};
    case 'y': return (struct request){.kind = REQ_YIELD};
    case 'w': waitq_wake(s->kernel, &s->queue, 1, t); break;
    case 'W': waitq_wake(s->kernel, &s->queue, SIZE_MAX, t); break;
    case 'k': task_kill(s->kernel, a->victim, 9, t); break;
    case 'n': task_set_nice(s->kernel, t, 5); break;
    default: note(a, "end"); return (struct request){.kind = REQ_EXIT, .status = letter == 'x' ? 7 : 0};
    }
    note(a, name);
    return (struct request){.kind = REQ_SYNC};
}

static void actor_ended(struct task *t)
{
    struct actor *a = t->self;
    if (t->killed)
        note(a, "killed");
}

static const struct body_class actor_class = {.name = "actor", .step = actor_step, .ended = actor_ended};

struct script_row {
    const char *what;
    int cpus;
    struct machine machine;
    const char *scripts[3];
    const char *log;
    enum trace_end end;
};

static const struct script_row script_rows[] = {
    {"a waiter is woken", 1, {0}, {"b", "cw"}, "w@1000 end@1000 woken@1000 end@1000", END_ok},
    {"a time-out ends a wait", 1, {0}, {"t", NULL}, "timeout@5000 end@5000", END_ok},
    {"timer slack delays time-outs", 1, {.timer_slack_ns = 50 * NS_US}, {"t", NULL}, "timeout@5050 end@5050", END_ok},
    {"a wake-up cancels the time-out", 1, {0}, {"tcccccc", "ccw"}, "w@2000 end@2000 woken@2000 end@8000", END_ok},
    {"wait queues are first in, first out", 1, {0}, {"bx", "b", "sww"}, "w@1000 w@1000 end@1000 woken@1000 end@1000 woken@1000 end@1000", END_ok},
    {"all are woken", 2, {0}, {"b", "b", "sW"}, "W@1000 end@1000 woken@1000 end@1000 woken@1000 end@1000", END_ok},
    {"sleep", 1, {0}, {"zc", NULL}, "end@4000", END_ok},
    {"a wake-up of an idle CPU takes its time", 2, {.wake_idle_ns = 30 * NS_US}, {"b", "cw"}, "w@1030 end@1030 woken@1060 end@1060", END_ok},
    {"switching costs", 1, {.switch_ns = 2 * NS_US}, {"c", "c"}, "end@1002 end@2004", END_ok},
    {"two CPUs compute side by side", 2, {0}, {"ccc", "cc"}, "end@2000 end@3000", END_ok},
    {"SMT siblings run at 60 % while both are busy", 2, {.cores = 1, .smt = 2, .smt_ppm = 600000}, {"cccccc", "ccc"}, "end@5000 end@8000", END_ok},
    {"the clock drops with active cores", 2, {.clock_loss_ppm = 200000}, {"cccc", "cc"}, "end@2500 end@4500", END_ok},
    {"a pipe fills, blocks its writer and empties", 1, {0}, {"PPx", "cRRRx"}, "50000@1000 15536@1000 end@1000 50000@1000 end@1000", END_ok},
    {"nobody wakes: a deadlock", 1, {0}, {"b", "cb"}, "", END_deadlock},
    {"a kill ends a waiting task", 1, {0}, {"b", "ck"}, "k@1000 end@1000 killed@1000", END_ok},
};

static void script(void **state)
{
    const struct script_row *row = *state;
    struct test_world w = {.machine = row->machine};
    struct shared *s = test_calloc(1, sizeof *s);
    struct actor actors[3] = {{0}};
    if (w.machine.cores == 0)
        w.machine.cores = row->cpus;
    world_open(&w, row->cpus > 1 ? "eevdf" : "fcfs", NULL);
    s->kernel = w.kernel;
    s->pipe = pipe_open(w.kernel, NO_UNIT);
    for (int i = 0; i < 3 && row->scripts[i]; i++) {
        struct actor *a = &actors[i];
        char name[] = {(char)('A' + i), 0};
        uint32_t unit = trace_unit(&w.trace, UNIT_JOB, NO_UNIT, name, 0);
        *a = (struct actor){.script = row->scripts[i], .shared = s, .victim = actors[0].task};
        a->task = kernel_spawn(w.kernel, &actor_class, a, unit, unit, &(struct sched_attr){0}, NULL, 0);
    }
    kernel_run(w.kernel);
    assert_string_equal(s->log, row->log);
    assert_int_equal(w.trace.end, row->end);
    world_laws(&w);
    world_close(&w);
    test_free(s);
}

/* -- lookahead: threads of one group, each reading what the others have written by then -- */

/* A body with costs of 10 ns an instruction that looks ahead as far as it is allowed, and syncs every `every` ns to
 * note (time, id). Whatever the lookahead and the number of CPUs, notes come in order of time. */
struct looker {
    sim_ns every_ns, since_ns;
    int64_t notes_left;
    bool at_note;
    struct order *order;
};

struct order {
    struct kernel *kernel;
    sim_ns last_ns;
    int64_t notes, steps;
    uint64_t hash;
};

static struct request looker_step(struct task *t, sim_ns budget_ns, bool synced)
{
    struct looker *l = t->self;
    sim_ns used = 0;
    l->order->steps++;
    if (l->at_note) {
        assert_true(synced);
        sim_ns now = kernel_now(l->order->kernel);
        assert_true(now >= l->order->last_ns);
        l->order->last_ns = now;
        l->order->notes++;
        l->order->hash = hash_bytes(l->order->hash, &now, sizeof now);
        l->order->hash = hash_bytes(l->order->hash, &t->id, sizeof t->id);
        l->at_note = false;
        l->since_ns = 0;
        if (--l->notes_left == 0)
            return (struct request){.kind = REQ_EXIT};
    }
    do {
        used += 10;
        l->since_ns += 10;
        if (l->since_ns >= l->every_ns) {
            l->at_note = true;
            return (struct request){.kind = REQ_SYNC, .used_ns = used};
        }
    } while (used < budget_ns);
    return (struct request){.kind = REQ_COMPUTE, .used_ns = used};
}

static const struct body_class looker_class = {.name = "looker", .step = looker_step};

static struct order run_lookers(int cpus, sim_ns same_ns, sim_ns other_ns)
{
    struct test_world w = {.machine = {.cores = cpus, .tick_ns = 4 * NS_MS}};
    struct looker lookers[5];
    struct order o = {.hash = HASH_START};
    world_open(&w, "eevdf", NULL);
    o.kernel = w.kernel;
    for (int i = 0; i < 5; i++) {
        uint32_t unit = trace_unit(&w.trace, UNIT_THREAD, NO_UNIT, "looker", 0);
        lookers[i] = (struct looker){.every_ns = 700 + 130 * i, .notes_left = 20000, .order = &o};
        struct task *t = kernel_spawn(w.kernel, &looker_class, &lookers[i], unit, (uint32_t)i % 2, &(struct sched_attr){0}, NULL, i * 1000);
        t->ahead_same_ns = same_ns;
        t->ahead_other_ns = other_ns;
    }
    kernel_run(w.kernel);
    assert_int_equal(w.trace.end, END_ok);
    world_laws(&w);
    world_close(&w);
    return o;
}

static void lookahead(void **state)
{
    (void)state;
    for (int cpus = 1; cpus <= 4; cpus++) {
        struct order near = run_lookers(cpus, 0, 0), mixed = run_lookers(cpus, 50, 5 * NS_MS), far = run_lookers(cpus, 5 * NS_MS, NS_NEVER);
        assert_int_equal(near.notes, 100000);
        assert_true(near.hash == mixed.hash && near.hash == far.hash);
        assert_true(far.steps <= mixed.steps && mixed.steps <= near.steps);
    }
}

/* -- integer conversions: work done over any cut of the wall time adds up to the work of the whole -- */

static void conversions(void **state)
{
    (void)state;
    struct rng r;
    rng_init(&r, 7, "conversions");
    for (int i = 0; i < 100000; i++) {
        int64_t speed = 1 + (int64_t)rng_below(&r, 1000000), credit = 0;
        sim_ns work = (sim_ns)rng_below(&r, i % 2 ? 1000 : 40 * (uint64_t)NS_S), wall = wall_of_work(work, speed, 0), done = 0;
        int64_t c = 0;
        assert_true(work_of_wall(wall, speed, &c) >= work);
        c = 0;
        assert_true(wall == 0 || work_of_wall(wall - 1, speed, &c) < work);
        for (sim_ns left = wall; left > 0;) {
            sim_ns part = 1 + (sim_ns)rng_below(&r, (uint64_t)left);
            done += work_of_wall(part, speed, &credit);
            left -= part;
        }
        c = 0;
        assert_int_equal(done, work_of_wall(wall, speed, &c));
        assert_int_equal(credit, c);
    }
}

int main(void)
{
    enum { SCRIPTS = sizeof script_rows / sizeof *script_rows };
    struct CMUnitTest tests[SCRIPTS + 2];
    size_t n = 0;
    for (size_t i = 0; i < SCRIPTS; i++)
        tests[n++] = (struct CMUnitTest){.name = script_rows[i].what, .test_func = script, .initial_state = (void *)(uintptr_t)&script_rows[i]};
    tests[n++] = (struct CMUnitTest){.name = "lookahead changes no order", .test_func = lookahead};
    tests[n++] = (struct CMUnitTest){.name = "work and wall time", .test_func = conversions};
    return _cmocka_run_group_tests("kernel", tests, n, NULL, NULL);
}
