/* Any bytes as a Python program: compiled, its imports checked, run for a few virtual milliseconds after its start in little memory.
 * Refused with a message or run, never a crash, never long; the trace obeys the laws. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "scenario/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The world; its job is put aside for the program. The size of the input chooses the version. */
static bool world_make(struct arena *a, size_t size, struct scenario *s, struct diag *d) {
    static const char *const versions[] = {"3.9", "3.11", "3.12", "3.13t", "3.14"};
    char text[200];
    snprintf(text, sizeof text,
             "machine: {cores: 2}\npython: {version: \"%s\"}\njobs: [{name: A, cpu: 1ms}]\n"
             "limits: {until: 16ms, events: 20000, memory: 16}\n",
             versions[size % 5]);
    struct source *src = ARENA_NEW(a, struct source);
    *src = (struct source){.name = "world.yaml", .text = arena_copy(a, text, strlen(text)), .len = strlen(text)};
    return scenario_from_source(a, src, NULL, 0, 0, NULL, s, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a;
    struct diag d;
    struct scenario s;
    struct trace t;
    struct run_result result = {0};
    struct buf why = {0};
    arena_init(&a);
    diag_init(&d, &a);
    ASSERT(world_make(&a, size, &s, &d));
    s.jobs.job_count = 0;
    s.path = "/nowhere/fuzz.py"; /* no file of this folder is imported */
    s.program = (struct source){.name = s.path, .text = arena_copy(&a, (const char *)data, size), .len = size};
    trace_init(&t);
    bool ok = scenario_run(&s, &t, NULL, &result, &d);
    ASSERT(ok == !d.set);
    ASSERT(ok || (d.message && d.message[0]));
    if (ok && !laws_hold(&t, &result.laws, &why)) {
        fprintf(stderr, "%s\n", why.data);
        ASSERT(false);
    }
    buf_fini(&why);
    trace_fini(&t);
    arena_fini(&a);
    return 0;
}
