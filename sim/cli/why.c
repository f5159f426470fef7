/* gilscope why: what runs at this moment, by which rule, and what the others wait for. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "trace/why.h"

struct why_target {
    const char *at, *cpu, *task;
};

/* clang-format off: one row a line */
const struct option why_options[] = {
    {"at", 0, "T", NULL, NULL, offsetof(struct why_target, at),
     "the moment: a virtual time like 5ms (required)"},
    {"cpu", 0, "N", NULL, NULL, offsetof(struct why_target, cpu),
     "tell about this CPU only (default: all of them)"},
    {"task", 0, "NAME", NULL, NULL, offsetof(struct why_target, task),
     "tell about this job, thread, coroutine or lock"},
    WORLD_OPTIONS,
    {0},
};
/* clang-format on */

#define NAMES_MAX 64

static bool parse_moment(const char *text, sim_ns *at) {
    const char *why = "";
    if (!text) {
        fprintf(stderr, "gilscope why: --at is missing: which moment? (--at 5ms)\n");
        return false;
    }
    *at = 0;
    if (strcmp(text, "0") == 0 || ns_parse(text, strlen(text), at, &why)) return true;
    fprintf(stderr, "gilscope why: --at: '%s': %s\naccepted: a number with a unit: ns us ms s min h\n", text,
            why);
    return false;
}

static bool parse_cpu(const char *text, size_t cpus, size_t *cpu) {
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    *cpu = (size_t)n;
    if (*text >= '0' && *text <= '9' && !*end && n < cpus) return true;
    fprintf(stderr, "gilscope why: --cpu: '%s': the machine has CPUs 0 to %zu\n", text, cpus - 1);
    return false;
}

static bool can_be_asked(const struct tracks *ts, uint32_t unit) {
    enum unit_kind k = ts->trace->units[unit].kind;
    return k == UNIT_JOB || k == UNIT_THREAD || k == UNIT_COROUTINE || k == UNIT_GIL || k == UNIT_LOCK;
}

/* By its label, or by its bare name where only one is called so. */
static uint32_t find_unit(const struct tracks *ts, const char *name) {
    const char *names[NAMES_MAX];
    size_t count = 0, same = 0;
    uint32_t found = NO_UNIT;
    struct buf label = {0};
    for (uint32_t u = 1; u < ts->unit_count; u++) {
        if (!can_be_asked(ts, u)) continue;
        const char *own = trace_unit_name(ts->trace, u);
        if (strcmp(unit_label(ts, u, &label), name) == 0) {
            found = u;
            same = 1;
            break;
        }
        if (strcmp(own, name) == 0) {
            found = u;
            same++;
        }
        if (count < NAMES_MAX) names[count++] = own;
    }
    buf_fini(&label);
    if (same == 1) return found;
    const char *near = nearest_word(name, names, count);
    if (same > 1)
        fprintf(stderr, "gilscope why: --task: several are called '%s': say whose (PROCESS/%s)\n", name,
                name);
    else
        fprintf(stderr, "gilscope why: --task: nothing is called '%s'%s%s%s\n", name,
                near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
    fprintf(stderr, "accepted:");
    for (size_t i = 0; i < count && i < 20; i++) fprintf(stderr, "%s %s", i ? "," : "", names[i]);
    fprintf(stderr, "%s\n", count > 20 ? ", ..." : "");
    return NO_UNIT;
}

static int answer(const struct why_target *target, const struct tracks *ts, sim_ns at, struct buf *out) {
    size_t cpus = (size_t)(ts->trace->cores * ts->trace->smt), cpu = 0;
    uint32_t unit = NO_UNIT;
    char text[NS_TEXT_MAX], end[NS_TEXT_MAX];
    if (at > ts->end_ns) {
        fprintf(stderr, "gilscope why: --at: the run ends at %s\n", ns_text(ts->end_ns, end));
        return EXIT_user;
    }
    if (target->cpu && !parse_cpu(target->cpu, cpus, &cpu)) return EXIT_user;
    if (target->task && (unit = find_unit(ts, target->task)) == NO_UNIT) return EXIT_user;
    struct why w;
    why_open(&w, ts, at);
    buf_printf(out, "At %s:\n", ns_text(at, text));
    if (unit != NO_UNIT) why_unit(&w, unit, out);
    for (size_t c = 0; c < cpus && unit == NO_UNIT; c++)
        if (!target->cpu || c == cpu) why_cpu(&w, c, out);
    if (!w.explained && unit == NO_UNIT && ts->trace->count)
        buf_text(
            out,
            "(The trace holds no runners-up: nobody waited at any decision, or it was kept without --explain.)\n");
    why_close(&w);
    return EXIT_ok;
}

int command_why(struct invocation *in) {
    struct why_target target = {0};
    struct options o;
    struct outcome outcome;
    struct trace t;
    int code;
    sim_ns at;
    if (!cli_parse(in, &target, &o, &code)) return code;
    if (!parse_moment(target.at, &at)) return EXIT_usage;
    if (target.cpu && target.task) {
        fprintf(stderr, "gilscope why: --cpu or --task, not both\n");
        return EXIT_usage;
    }
    size_t len = strlen(o.files[0]);
    if (len < 7 || strcmp(o.files[0] + len - 7, ".gtrace") != 0) /* there is room: one entry an argument */
        o.overrides[o.override_count++] =
            (struct override){.key = "explain", .value = "true", .shown = "--explain"};
    if ((code = cli_simulate(in, &o, NULL, &t, &outcome)) != EXIT_ok) return code;
    struct tracks ts;
    struct buf out = {0};
    tracks_build(&ts, &t);
    code = answer(&target, &ts, at, &out);
    if (code == EXIT_ok && !cli_write("-", out.data, out.len)) code = EXIT_user;
    buf_fini(&out);
    tracks_fini(&ts);
    trace_fini(&t);
    return code;
}
