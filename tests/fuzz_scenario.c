/* Any bytes as a scenario: accepted or refused with a message, never a crash, never long. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "scenario/jobs.h"
#include "scenario/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    arena_fini(&a);
    return 0;
}
