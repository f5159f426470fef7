/* The numbers of a run, all computed from its lanes. Times in ns; quantiles are exact order
 * statistics (nearest rank). Used by the report, --json, the viewer's table and the tests. */
#ifndef GILSCOPE_TRACE_STATS_H
#define GILSCOPE_TRACE_STATS_H

#include "base/arena.h"
#include "trace/track.h"

struct quantiles {
    size_t n;
    sim_ns min, median, p90, max, total;
};

struct task_stats {
    uint32_t unit;
    bool is_job;
    sim_ns arrive, first_run, end;     /* end: NS_NEVER if it had not ended */
    sim_ns response, turnaround, wait; /* wait: ready without a CPU (for jobs: turnaround - run - blocked) */
    sim_ns run, run_gil, run_nogil, gil_wait, ready, blocked;
    sim_ns throttled; /* of blocked (a reservation without budget) or of ready (real-time tasks that had their share) */
    size_t switches, preemptions, migrations, misses;
    struct quantiles wake_latency; /* ready by wake-up -> running */
    int64_t slowdown_ppm;          /* turnaround / run, in millionths; 0 if it never ran or never ended */
};

struct cpu_stats {
    sim_ns busy, switching, idle;
    size_t switches;
};

struct gil_stats {
    uint32_t unit;
    size_t holds, switches, requests, forced;
    struct quantiles hold, wait;
};

struct loop_stats {
    uint32_t unit;
    size_t iterations, steps;
    sim_ns longest_step, polling;
    uint32_t longest_unit, longest_where;
    sim_ns longest_at;
};

/* From this moment on so many tasks are ready without a CPU: a task that a CPU switches to waits no more. */
struct runq_step {
    sim_ns at;
    size_t length;
};

struct stats {
    sim_ns elapsed;
    struct task_stats *tasks;
    size_t task_count;
    struct cpu_stats *cpus;
    size_t cpu_count;
    struct gil_stats *gils;
    size_t gil_count;
    struct loop_stats *loops;
    size_t loop_count;
    size_t context_switches, migrations, misses;
    int64_t fairness_ppm;    /* Jain's index over the run time of tasks, in millionths */
    int64_t utilisation_ppm; /* busy time / (elapsed x CPUs) */
    int64_t throughput_mhz;  /* tasks ended a virtual second, in thousandths */
    sim_ns response_mean, turnaround_mean, wait_mean; /* over ended tasks; rounded down; NS_NEVER: none has ended */
    struct runq_step *runq; /* run-queue length over time: its changes; 0 before the first */
    size_t runq_count;
    size_t runq_max;       /* the longest, however shortly */
    int64_t runq_mean_ppm; /* the mean over time, in millionths */
    struct quantiles wake_latency;                    /* of all tasks */
};

void stats_compute(struct arena *a, const struct tracks *ts, struct stats *out);
/* Both are for stderr, at most |width| columns; a negative width asks for plain ASCII. */
void stats_report(const struct stats *s, const struct tracks *ts, int width, struct buf *out);
void stats_timeline(const struct tracks *ts, int width, struct buf *out);
void stats_json(const struct stats *s, const struct tracks *ts, struct buf *out);

#endif
