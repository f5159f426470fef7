/* gilscope check: do the laws hold, and is the run repeatable? */
#include <inttypes.h>

#include "cli/cli.h"

const struct option check_options[] = {WORLD_OPTIONS, {0}};

int command_check(struct invocation *in) {
    struct options o;
    struct outcome out;
    struct trace t;
    int code;
    if (!cli_parse(in, NULL, &o, &code)) return code;
    if ((code = cli_simulate(in, &o, NULL, &t, &out)) != EXIT_ok) return code;
    uint64_t hash = trace_hash(&t);
    code = cli_verdict(&t, &out, true);
    size_t count = t.count;
    trace_fini(&t);
    if (code == EXIT_law) return code;
    if (!out.from_file) {
        int again = cli_simulate(in, &o, NULL, &t, &out);
        if (again != EXIT_ok) return again;
        bool same = trace_hash(&t) == hash;
        trace_fini(&t);
        if (!same) {
            fprintf(stderr, "gilscope: two runs of %s differ (please report this)\n", o.files[0]);
            return EXIT_law;
        }
    }
    printf("%s: all laws hold, %zu records, trace hash %016" PRIx64 "\n", o.files[0], count, hash);
    return EXIT_ok;
}
