/* Private to kernel/: the state of the simulated machine and how its parts call each other.
 *
 * Two sources of moments. What belongs to a running CPU (its task acts, its slice or tick ends, it must pick)
 * lies in that CPU and in a winner tree over all CPUs, because it moves with every switch; everything else
 * (arrivals, time-outs, alarms) lies in one pq. Both are ordered by (time, rank), rank being the place of an
 * enum kernel_event at one instant under this policy. So a switch costs O(log CPUs) and no allocation.
 *
 *     kernel.c   init, spawn, the main loop          cpu.c      moments, speeds, switching in and out, picking
 *     step.c     stepping a body, acting on requests task.c     wake, kill, nice, affinity, wait queues, alarms
 *     class.c    changing a task's scheduling class
 *     place.c    which CPU: wake-up, fork, stealing   balance.c  what the tick moves between CPUs */
#ifndef GILSCOPE_KERNEL_CORE_H
#define GILSCOPE_KERNEL_CORE_H

#include "base/assert.h"
#include "base/pq.h"
#include "kernel/kernel.h"

#define PPM 1000000
#define CPU_WORDS (CPUS_MAX / 64)
#define RULES_MAX 16
#define CANDIDATES_MAX 8

struct cpu {
    int id;
    struct rq *rq;
    struct task *curr;
    struct task *last;       /* who ran here last: switching to it again costs nothing */
    bool put;                /* curr is already back on its queue and only waits for the pick */
    bool active;             /* counts as busy for speeds (not changed by switches within an instant) */
    bool claimed;            /* shared queue: an arrival counts on this idle CPU */
    sim_ns settled_ns;       /* ... and when shared_settle last sent it to look, or -1 */
    enum enqueue_why why;    /* how curr goes back at the next pick */
    uint32_t cause;          /* enum cause: why it leaves then */
    sim_ns idle_since_ns;    /* valid while its idle bit is set */
    int64_t speed_ppm;

    /* curr's computing: from seg_start_ns (end of the switch, or the last settling) it has seg_work_ns of
     * work to run off, and is then at curr->ahead_ns; credit_ppm is the fraction of a ns done beyond. */
    sim_ns seg_start_ns, seg_work_ns;
    sim_ns runs_at_ns;       /* end of the switch */

    /* moments; NS_NEVER = none */
    sim_ns resched_ns, slice_ns, tick_ns;
    sim_ns slice_from_ns, slice_len_ns;
    /* the earliest of them and of curr's own */
    sim_ns next_ns;
    uint32_t next_rank;
    sim_ns balanced_ns;      /* balance.c: next periodic balance */
    int balance_failed;
};

struct moment {
    sim_ns at_ns;
    uint64_t order; /* among simultaneous ones: rank << 32 | CPU */
};

struct alarm {
    kernel_fn *fn;
    void *arg;
    struct alarm *next_free;
};

enum item_kind { ITEM_timeout, ITEM_arrival, ITEM_alarm, ITEM_watch, ITEM_balance };

struct stuck {
    const char *(*fn)(struct kernel *k, void *arg);
    void *arg;
    struct stuck *next;
};

struct rule {
    const char *text;
    uint32_t id;
};

struct kernel {
    struct kernel_options o;
    struct machine machine;
    const struct policy *policy;
    struct arena *arena;
    struct trace *trace;
    const uint32_t *rank;    /* of enum kernel_event */
    sim_ns now;
    struct pq events;
    size_t watches;          /* of the events: those that only look on */
    struct rng rng;

    struct cpu *cpus;
    int cpu_count;
    struct moment *winners;  /* winner tree: [1] is the earliest moment of all CPUs; theirs from `leaves` on */
    int leaves;
    struct cpu *moved;       /* its moment has changed since the tree was last put right, or NULL: a turn changes it several times */
    bool pinned;                  /* some task is, or was, bound to CPUs */
    uint64_t idle[CPU_WORDS];     /* no task, none waiting, not claimed */
    uint64_t busy[CPU_WORDS];     /* has a task */
    int *core_busy;               /* threads busy, by core */
    int cores_active, cores_crowded; /* with one busy thread or more; with two or more */
    bool uneven;                  /* speeds can differ from PPM */

    struct rq *rqs;
    int rq_count;
    size_t queued;                /* waiting tasks of all queues */
    sim_ns period_ns, period_next_ns;
    bool balance_armed;

    struct task **tasks;          /* by id - 1; NULL when dead */
    size_t task_count, task_cap, live;
    size_t first_live;
    struct alarm *free_alarms;
    struct rule rules[RULES_MAX];
    size_t rule_count;
    struct stuck *stuck, *stuck_last;
    struct pipe *pipes;           /* all, newest first */

    struct task *stepping;
    bool running;                 /* inside kernel_run */
    bool stopped;
    uint32_t turns;
    enum trace_end end;
    const char *end_text;
};

/* cpu.c */
void cpu_refresh(struct kernel *k, struct cpu *c);      /* its moments have changed */
struct cpu *cpu_earliest(struct kernel *k);             /* whose moment is next */
void cpu_mark(struct kernel *k, struct cpu *c);         /* its idle and busy bits */
void cpu_resched(struct kernel *k, struct cpu *c, enum enqueue_why why, uint32_t cause); /* pick at this instant */
void cpu_charge(struct kernel *k, struct cpu *c);       /* accounts curr up to now */
void cpu_settle(struct kernel *k, struct cpu *c);       /* counts the work done up to now */
void cpu_work(struct kernel *k, struct cpu *c, sim_ns work_ns); /* curr has computed so much more */
void cpu_put(struct kernel *k, struct cpu *c);          /* curr back on its queue, to be picked anew */
void cpu_leave(struct kernel *k, struct cpu *c, uint32_t cause); /* curr stops running */
struct task *cpu_evict(struct kernel *k, struct cpu *c, uint32_t cause);
void cpu_slice_arm(struct kernel *k, struct cpu *c);
void cpu_slice_end(struct kernel *k, struct cpu *c);
void cpu_tick(struct kernel *k, struct cpu *c);
void cpu_pick(struct kernel *k, struct cpu *c);
void cpu_tick_arm(struct kernel *k, struct cpu *c);
sim_ns work_of_wall(sim_ns wall_ns, int64_t speed_ppm, int64_t *credit_ppm);
sim_ns wall_of_work(sim_ns work_ns, int64_t speed_ppm, int64_t credit_ppm);

/* step.c */
void cpu_step(struct kernel *k, struct cpu *c);

/* place.c */
struct cpu *place_new(struct kernel *k, struct task *t);
struct cpu *place_wake(struct kernel *k, struct task *t);
struct task *place_pull(struct kernel *k, struct cpu *c, struct pick_note *note); /* newly idle */
void place_move(struct kernel *k, struct task *t, struct cpu *to); /* onto to's queue; NULL: the shared one */
struct cpu *place_busiest(struct kernel *k, const struct cpu *to, struct task **found); /* found: what to may take from it */
void place_take(struct kernel *k, struct task *t, struct cpu *to); /* off its queue, to another CPU */

/* balance.c */
void balance_arm(struct kernel *k); /* something waits, or a place became better than another */
void balance_run(struct kernel *k);

/* task.c */
void task_ready(struct kernel *k, struct task *t, enum enqueue_why why, uint32_t waker, uint32_t cause);
void task_arrive(struct kernel *k, struct task *t);
void task_end(struct kernel *k, struct task *t, int status);
void task_timeout(struct kernel *k, struct task *t);
void preempt_check(struct kernel *k, struct cpu *c, struct task *t); /* t has joined c's queue */
void shared_check(struct kernel *k, struct task *t);  /* ... the shared one, woken: an idle CPU, or a preemption */
void shared_offer(struct kernel *k, struct task *t);  /* the same for one that was there before */
void shared_settle(struct kernel *k); /* affinities: whoever waits beside an idle CPU that it may use gets it */
void task_unlink(struct task *t); /* off its wait queue */

/* kernel.c */
uint32_t kernel_push(struct kernel *k, sim_ns at_ns, enum kernel_event kind, void *item, enum item_kind what);
void kernel_emit(struct kernel *k, const struct task *t, enum event e, int cpu, uint32_t a, int64_t b);
uint32_t kernel_rule(struct kernel *k, const char *text);
void rq_enqueue(struct kernel *k, struct rq *rq, struct task *t, enum enqueue_why why);
void throttle_tell(struct kernel *k, struct task *t); /* blocked or ready, as it is throttled or not */
void rq_dequeue(struct kernel *k, struct task *t, enum dequeue_why why);
struct task *rq_next(struct rq *rq, struct task *prev);

static inline bool bit_get(const uint64_t *set, int i) { return (set[i / 64] >> (i % 64) & 1u) != 0; }
static inline void bit_set(uint64_t *set, int i, bool on)
{
    uint64_t bit = UINT64_C(1) << (i % 64);
    set[i / 64] = on ? set[i / 64] | bit : set[i / 64] & ~bit;
}
static inline int bit_lowest(uint64_t word) { return __builtin_ctzll(word); }

#endif
