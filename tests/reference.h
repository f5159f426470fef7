/* Reference schedulers: the textbooks' rules, played tick by tick (1 tick = 1 ms) over plain arrays, without clock, events or
 * trees. Slow and obvious, and nothing of the kernel in it: where the kernel's Gantt differs, one of the two is wrong.
 *
 *   ref_play   fcfs sjf srtf rr hrrn priority feedback, on one CPU or on several with one common queue (those that do not
 *              preempt). At one instant: arrivals, in the order of jobs; I/O that is done, in the order in which it was
 *              asked for; bursts that end; slices that end; then free CPUs pick, the lowest number first.
 *   ref_mlfq   OSTEP's mlfq.py, one CPU, the five rules of its tick (boost, arrivals and I/O, run, I/O or end, quantum). */
#ifndef GILSCOPE_TESTS_REFERENCE_H
#define GILSCOPE_TESTS_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define REF_JOBS 8
#define REF_BURSTS 7
#define REF_TICKS 1024
#define REF_CPUS 4
#define REF_LEVELS 5

enum ref_policy { REF_fcfs, REF_sjf, REF_srtf, REF_rr, REF_hrrn, REF_priority, REF_feedback, REF_mlfq, REF_COUNT };

struct ref_job {
    int arrive, bursts[REF_BURSTS], count; /* cpu, io, cpu ... */
    int every, io_for;                     /* I/O after each so much CPU; 0 = none */
    int priority;
};

struct ref_set {
    enum ref_policy policy;
    int cpus, job_count;
    struct ref_job jobs[REF_JOBS];
    int slice;                             /* rr, priority (0 = none), feedback */
    bool preemptive, lower_is_higher;      /* priority */
    int ageing;                            /* priority */
    bool growth;                           /* feedback: quanta double */
    int queues, quantum[REF_LEVELS], allotment[REF_LEVELS], boost; /* feedback: queues; mlfq, highest first */
    bool stay, iobump;
};

enum ref_state { REF_new, REF_ready, REF_running, REF_io, REF_done };

/* A job while it is played. */
struct ref_run {
    enum ref_state state;
    int burst, left, since_io, used_total;
    int done_at;      /* of its I/O */
    long asked;       /* order of asking for it */
    long seq;         /* order of entering the queue */
    int key, ready_since, cpu, level, ran, quantum, allotment;
    int end;
};

struct ref_play {
    const struct ref_set *s;
    struct ref_run jobs[REF_JOBS];
    int now, left;             /* jobs not done */
    long seq, asked;
    int on[REF_CPUS];          /* the job on each CPU, or -1 */
    bool picks[REF_CPUS];      /* this CPU picks at this instant */
    bool claimed[REF_CPUS];    /* it is idle, and somebody who has become ready counts on it */
    bool put[REF_CPUS];        /* its job is back in the queue, but may be picked again */
    char gantt[REF_CPUS][REF_TICKS + 1];
};

/* CPU time up to the next I/O. */
static inline int ref_length(const struct ref_play *p, int j)
{
    const struct ref_job *spec = &p->s->jobs[j];
    int rest = spec->every ? spec->every - p->jobs[j].since_io : p->jobs[j].left;
    return rest < p->jobs[j].left ? rest : p->jobs[j].left;
}

static inline int ref_rank(const struct ref_play *p, int j)
{
    return p->s->lower_is_higher ? p->s->jobs[j].priority : -p->s->jobs[j].priority;
}

/* Does waiting job a come before b? */
static inline bool ref_before(const struct ref_play *p, int a, int b)
{
    const struct ref_run *x = &p->jobs[a], *y = &p->jobs[b];
    int by = 0;
    switch (p->s->policy) {
    case REF_sjf:
    case REF_srtf: by = ref_length(p, a) - ref_length(p, b); break;
    case REF_priority: by = x->key - y->key; break;
    case REF_feedback: by = x->level - y->level; break;
    case REF_hrrn: /* (waited + length) / length, the larger first */
        by = (p->now - y->ready_since) * ref_length(p, a) - (p->now - x->ready_since) * ref_length(p, b);
        break;
    case REF_fcfs:
    case REF_rr:
    case REF_mlfq:
    case REF_COUNT: break;
    }
    return by ? by < 0 : x->seq < y->seq;
}

static inline int ref_first(const struct ref_play *p)
{
    int first = -1;
    for (int j = 0; j < p->s->job_count; j++)
        if (p->jobs[j].state == REF_ready && (first < 0 || ref_before(p, j, first)))
            first = j;
    return first;
}

/* Into the queue; a preempted job keeps its turn among equals. */
static inline void ref_queue(struct ref_play *p, int j, bool keeps_turn)
{
    struct ref_run *r = &p->jobs[j];
    r->state = REF_ready;
    r->ready_since = p->now;
    if (!keeps_turn)
        r->seq = p->seq++;
    r->key = ref_rank(p, j);
    if (p->s->ageing)
        r->key = r->key * p->s->ageing + p->now; /* one step for each interval waited: earlier is better */
}

static inline bool ref_preempts(const struct ref_play *p, int woken, int running)
{
    if (p->s->policy == REF_srtf)
        return ref_length(p, woken) < ref_length(p, running);
    return p->s->policy == REF_priority && p->s->preemptive && ref_rank(p, woken) < ref_rank(p, running);
}

/* A job arrives or comes back: an idle CPU takes it, its own before others; or it preempts (one CPU). */
static inline void ref_ready(struct ref_play *p, int j)
{
    struct ref_run *r = &p->jobs[j];
    int idle = -1;
    r->level = 0;
    ref_queue(p, j, false);
    for (int c = p->s->cpus - 1; c >= 0; c--)
        if (p->on[c] < 0 && !p->claimed[c] && (idle < 0 || idle != r->cpu))
            idle = c;
    if (idle >= 0 && p->on[r->cpu] < 0 && !p->claimed[r->cpu])
        idle = r->cpu;
    if (idle >= 0)
        p->picks[idle] = p->claimed[idle] = true;
    else if (p->on[0] >= 0 && !p->put[0] && ref_preempts(p, j, p->on[0]))
        p->picks[0] = true;
}

static inline void ref_io_done(struct ref_play *p)
{
    for (;;) {
        int next = -1;
        for (int j = 0; j < p->s->job_count; j++)
            if (p->jobs[j].state == REF_io && p->jobs[j].done_at == p->now && (next < 0 || p->jobs[j].asked < p->jobs[next].asked))
                next = j;
        if (next < 0)
            return;
        ref_ready(p, next);
    }
}

static inline void ref_leave(struct ref_play *p, int c)
{
    p->jobs[p->on[c]].cpu = c;
    p->on[c] = -1;
    p->put[c] = false;
}

static inline void ref_ask_io(struct ref_play *p, int j, int ticks)
{
    p->jobs[j].state = REF_io;
    p->jobs[j].done_at = p->now + ticks;
    p->jobs[j].asked = p->asked++;
}

/* The job on CPU c may have come to an end of its burst. */
static inline void ref_burst_end(struct ref_play *p, int c)
{
    int j = p->on[c];
    const struct ref_job *spec = &p->s->jobs[j];
    struct ref_run *r = &p->jobs[j];
    bool io = spec->every && r->since_io == spec->every && r->left > 0;
    if (r->left > 0 && !io)
        return;
    ref_leave(p, c);
    p->picks[c] = true;
    if (io) {
        r->since_io = 0;
        ref_ask_io(p, j, spec->io_for);
    } else if (r->burst + 2 < spec->count) {
        ref_ask_io(p, j, spec->bursts[r->burst + 1]);
        r->burst += 2;
        r->left = spec->bursts[r->burst];
    } else {
        r->state = REF_done;
        r->end = p->now;
        p->left--;
    }
}

static inline int ref_slice(const struct ref_play *p, int j)
{
    return p->s->policy == REF_feedback && p->s->growth ? p->s->slice << p->jobs[j].level : p->s->slice;
}

static inline void ref_slice_end(struct ref_play *p, int c)
{
    int j = p->on[c];
    bool sliced = p->s->policy == REF_rr || p->s->policy == REF_feedback || p->s->policy == REF_priority;
    if (j < 0 || p->put[c] || !sliced || !p->s->slice || p->jobs[j].ran < ref_slice(p, j))
        return;
    if (p->s->policy == REF_feedback && ref_first(p) >= 0 && p->jobs[j].level + 1 < p->s->queues)
        p->jobs[j].level++;
    ref_queue(p, j, false);
    p->put[c] = p->picks[c] = true;
}

/* Where priorities age, the running job is compared anew at each interval (unless it ends something just then). */
static inline void ref_age(struct ref_play *p)
{
    int j = p->on[0];
    bool due = p->s->policy == REF_priority && p->s->preemptive && p->s->ageing && p->now > 0 && p->now % p->s->ageing == 0;
    if (!due || j < 0)
        return;
    p->picks[0] = true;
    if (ref_length(p, j) == 0 || (p->s->slice && p->jobs[j].ran >= p->s->slice))
        return;
    ref_queue(p, j, true);
    p->put[0] = true;
}

static inline void ref_pick(struct ref_play *p, int c)
{
    if (!p->picks[c])
        return;
    if (p->on[c] >= 0 && !p->put[c]) {
        ref_queue(p, p->on[c], true);
        p->put[c] = true;
    }
    for (;;) {
        int j = ref_first(p), other = -1;
        if (j < 0)
            break;
        p->jobs[j].state = REF_running;
        p->jobs[j].ran = 0;
        if (j == p->on[c]) {
            p->put[c] = false;
            return;
        }
        for (int d = 0; d < p->s->cpus; d++)
            if (p->on[d] == j)
                other = d;
        if (other >= 0) { /* it was put back by another CPU that has not picked yet: it stays there */
            p->put[other] = p->picks[other] = false;
            continue;
        }
        if (p->on[c] >= 0)
            ref_leave(p, c);
        p->on[c] = j;
        return;
    }
    if (p->on[c] >= 0)
        ref_leave(p, c);
}

static inline void ref_tick(struct ref_play *p)
{
    for (int c = 0; c < p->s->cpus; c++) {
        int j = p->on[c];
        p->gantt[c][p->now] = j < 0 ? '.' : (char)('A' + j);
        p->picks[c] = p->put[c] = p->claimed[c] = false;
        if (j < 0)
            continue;
        p->jobs[j].left--;
        p->jobs[j].since_io++;
        p->jobs[j].ran++;
    }
    p->now++;
}

/* False: it did not end in REF_TICKS ticks. */
static inline bool ref_play(struct ref_play *p, const struct ref_set *s)
{
    memset(p, 0, sizeof *p);
    p->s = s;
    p->left = s->job_count;
    memset(p->on, -1, sizeof p->on);
    for (int j = 0; j < s->job_count; j++)
        p->jobs[j].left = s->jobs[j].bursts[0];
    for (;;) {
        ref_age(p);
        for (int j = 0; j < s->job_count; j++)
            if (p->jobs[j].state == REF_new && s->jobs[j].arrive == p->now)
                ref_ready(p, j);
        ref_io_done(p);
        for (int c = 0; c < s->cpus; c++)
            if (p->on[c] >= 0 && !p->put[c]) {
                ref_burst_end(p, c);
                ref_io_done(p); /* I/O that takes no time */
            }
        for (int c = 0; c < s->cpus; c++)
            ref_slice_end(p, c);
        for (int c = 0; c < s->cpus; c++)
            ref_pick(p, c);
        if (p->left == 0)
            return true;
        if (p->now == REF_TICKS)
            return false;
        ref_tick(p);
    }
}

/* -- mlfq -- */

/* The queues as lists; the running job stays at the head of its own. */
struct ref_queues {
    int jobs[REF_LEVELS][REF_JOBS], count[REF_LEVELS];
};

static inline void ref_insert(struct ref_queues *q, int level, int at, int j)
{
    for (int i = q->count[level]++; i > at; i--)
        q->jobs[level][i] = q->jobs[level][i - 1];
    q->jobs[level][at] = j;
}

static inline void ref_append(struct ref_queues *q, int level, int j) { ref_insert(q, level, q->count[level], j); }

static inline int ref_behead(struct ref_queues *q, int level)
{
    int j = q->jobs[level][0];
    q->count[level]--;
    for (int i = 0; i < q->count[level]; i++)
        q->jobs[level][i] = q->jobs[level][i + 1];
    return j;
}

static inline void ref_refill(const struct ref_set *s, struct ref_run *r)
{
    r->quantum = s->quantum[r->level];
    r->allotment = s->allotment[r->level];
}

static inline void ref_boost(struct ref_play *p, struct ref_queues *q)
{
    const struct ref_set *s = p->s;
    for (int level = s->queues - 1; level > 0; level--)
        while (q->count[level])
            ref_append(q, 0, ref_behead(q, level));
    for (int j = 0; j < s->job_count; j++) {
        p->jobs[j].level = 0;
        ref_refill(s, &p->jobs[j]);
    }
}

/* The tick is over: I/O, the end, or the end of the quantum. */
static inline void ref_mlfq_after(struct ref_play *p, struct ref_queues *q, int j)
{
    const struct ref_set *s = p->s;
    const struct ref_job *spec = &s->jobs[j];
    struct ref_run *r = &p->jobs[j];
    int level = r->level;
    bool over = r->quantum == 0;
    if (r->left == 0) {
        ref_behead(q, level);
        r->state = REF_done;
        r->end = p->now;
        p->left--;
        return;
    }
    bool io = spec->every && r->used_total % spec->every == 0;
    if (io || over)
        ref_behead(q, level);
    if (io) {
        ref_ask_io(p, j, spec->io_for);
        if (s->stay)
            ref_refill(s, r);
    }
    if (!over)
        return;
    if (--r->allotment == 0) {
        if (r->level + 1 < s->queues)
            r->level++;
        ref_refill(s, r);
    } else {
        r->quantum = s->quantum[level];
    }
    if (!io)
        ref_append(q, r->level, j);
}

static inline void ref_mlfq_comes(struct ref_play *p, struct ref_queues *q)
{
    const struct ref_set *s = p->s;
    for (int j = 0; j < s->job_count; j++)
        if (p->jobs[j].state == REF_new && s->jobs[j].arrive == p->now) {
            p->jobs[j].state = REF_ready;
            ref_append(q, p->jobs[j].level, j);
        }
    for (long n = 0; n < p->asked; n++)
        for (int j = 0; j < s->job_count; j++) {
            struct ref_run *r = &p->jobs[j];
            if (r->state != REF_io || r->asked != n || r->done_at != p->now)
                continue;
            r->state = REF_ready;
            ref_insert(q, r->level, s->iobump ? 0 : q->count[r->level], j);
        }
}

static inline bool ref_mlfq(struct ref_play *p, const struct ref_set *s)
{
    struct ref_queues q = {.count = {0}};
    memset(p, 0, sizeof *p);
    p->s = s;
    p->left = s->job_count;
    for (int j = 0; j < s->job_count; j++) {
        p->jobs[j].left = s->jobs[j].bursts[0];
        ref_refill(s, &p->jobs[j]);
    }
    for (; p->left; p->now++) {
        if (p->now == REF_TICKS)
            return false;
        if (s->boost && p->now > 0 && p->now % s->boost == 0)
            ref_boost(p, &q);
        ref_mlfq_comes(p, &q);
        int level = 0;
        while (level < s->queues && !q.count[level])
            level++;
        p->gantt[0][p->now] = '.';
        if (level == s->queues)
            continue;
        int j = q.jobs[level][0];
        p->gantt[0][p->now] = (char)('A' + j);
        p->jobs[j].left--;
        p->jobs[j].quantum--;
        p->jobs[j].used_total++;
        p->now++;
        ref_mlfq_after(p, &q, j);
        p->now--;
    }
    return true;
}

#endif
