/* Any bytes as a scenario: accepted or refused with a message, never a crash, never long. Jobs that are accepted run for a
 * millisecond, and the trace must obey the laws. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "scenario/jobs.h"
#include "scenario/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(struct scenario *s, struct diag *d) {
    struct trace t;
    struct run_result result;
    struct buf why = {0};
    s->until_ns = ns_min(s->until_ns, NS_MS);
    s->events_max = s->events_max < 20000 ? s->events_max : 20000;
    trace_init(&t);
    bool ok = scenario_run(s, &t, NULL, &result, d);
    ASSERT(ok); /* what can be wrong is told when it is read */
    if (!laws_hold(&t, &result.laws, &why)) {
        fprintf(stderr, "%s\n", why.data);
        ASSERT(false);
    }
    buf_fini(&why);
    trace_fini(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    struct source src = {.name = "fuzz.yaml", .text = arena_copy(&a, (const char *)data, size), .len = size};
    struct scenario s;
    bool ok = scenario_from_source(&a, &src, NULL, 0, 0, NULL, &s, &d);
    ASSERT(ok == !d.set);
    ASSERT(ok || (d.message && d.message[0]));
    ASSERT(!ok || machine_cpus(&s.machine) <= CPUS_MAX);
    if (ok && s.jobs.job_count > 0 && s.jobs.job_count <= 200 && !s.program.text) run(&s, &d);
    arena_fini(&a);
    return 0;
}
