/* Jobs for tests, written NAME@arrival:cpu[/io/cpu][+nice][!cpus], in ms; cpus are digits. */
#ifndef GILSCOPE_TESTS_JOBS_TEXT_H
#define GILSCOPE_TESTS_JOBS_TEXT_H

#include "world.h"

#define JOBS_MAX 8

static inline int number(const char **text)
{
    char *end;
    long n = strtol(*text, &end, 10);
    *text = end;
    return (int)n;
}

static inline struct job_spec job_read(struct arena *a, const char **text)
{
    const char *c = *text;
    struct burst *b = ARENA_ARRAY(a, 8, struct burst);
    struct job_spec j = {.name = arena_copy(a, c, 1), .bursts = b, .repeat = 1};
    c += 2;
    j.arrive_ns = number(&c) * NS_MS;
    do {
        c++;
        b[j.burst_count] = (struct burst){.kind = j.burst_count % 2 ? BURST_io : BURST_cpu, .ns = number(&c) * NS_MS, .device = -1};
        j.burst_count++;
    } while (*c == '/');
    if (*c == '+' || *c == '-')
        j.attr.nice = number(&c);
    for (; *c == '!'; c++) /* digits: the CPUs */
        while (c[1] >= '0' && c[1] <= '9')
            j.attr.affinity[0] |= UINT64_C(1) << (*++c - '0');
    *text = *c == ' ' ? c + 1 : c;
    return j;
}

static inline void spawn_jobs(struct test_world *w, const char *text)
{
    struct jobs_spec *spec = ARENA_NEW(&w->arena, struct jobs_spec);
    struct job_spec *jobs = ARENA_ARRAY(&w->arena, JOBS_MAX, struct job_spec);
    spec->jobs = jobs;
    while (*text)
        jobs[spec->job_count++] = job_read(&w->arena, &text);
    jobs_spawn(w->kernel, spec);
}

#endif
