/* A job: an abstract workload for scheduling lessons. Arrives, then runs its bursts in order; a periodic
 * job is released again each period (attr.period_ns; its deadline is attr.deadline_ns after that, or the period):
 * one that misses its deadline runs on, and its next release waits for it. A miss is told when the deadline passes, also
 * of the rounds that could not begin yet; without a period one deadline is for all rounds together. I/O goes to a device with a queue, first
 * come first served (no servers given = no contention). A lock is handed to the waiter whom the policy ranks
 * highest (else the first); with inheritance its owner runs with the priority of the best waiter, along chains,
 * as Linux's rt_mutex does (kernel/locking/rtmutex.c). */
#ifndef GILSCOPE_KERNEL_JOB_H
#define GILSCOPE_KERNEL_JOB_H

#include "kernel/kernel.h"

enum burst_kind { BURST_cpu, BURST_io, BURST_lock, BURST_unlock };

struct burst {
    enum burst_kind kind;
    sim_ns ns;       /* cpu, io: length */
    int device;      /* io: index of device, -1 = a private one */
    int lock;        /* lock, unlock: index of lock */
    int line;        /* in the scenario file */
};

struct job_spec {
    const char *name;
    sim_ns arrive_ns;
    const struct burst *bursts;
    size_t burst_count;
    int64_t repeat;          /* bursts are run this many times; 1 = once. Periodic: released so often, 0 or 1 = for ever */
    sim_ns io_every_ns, io_for_ns; /* OSTEP's MLFQ jobs: after each io_every of CPU, I/O of io_for; 0 = none */
    struct sched_attr attr;
    const char *file;
    int line;                /* where the scenario defines it */
};

struct device_spec {
    const char *name;
    int servers;             /* requests served at once; 0 = unlimited */
};

struct lock_spec {
    const char *name;
    bool inheritance;        /* priority inheritance */
};

struct jobs_spec {
    const struct job_spec *jobs;
    size_t job_count;
    const struct device_spec *devices;
    size_t device_count;
    const struct lock_spec *locks;
    size_t lock_count;
};

/* Locks are released by who holds them and none is kept at a job's end; lengths are not negative; devices and locks
 * exist. False: the first mistake is told, with the line of the burst. */
bool jobs_check(const struct jobs_spec *spec, struct diag *d);

/* Spawns all jobs into the kernel, in order. The spec must outlive the run. */
void jobs_spawn(struct kernel *k, const struct jobs_spec *spec);

#endif
