#include "scenario/scenario.h"

#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "scenario/jobs.h"
#include "trace/track.h"

#define PROGRAM_SIZE_MAX ((size_t)4 << 20)

/* What the keys of the root, `limits` and `python` say, before it is put together. */
struct raw {
    const char *title, *about, *profile, *program;
    uint64_t seed;
    bool explain;
    struct {
        sim_ns until_ns;
        int64_t events, memory;
    } limits;
    struct {
        const char *version;
        int gil;
        sim_ns switch_interval_ns;
        int64_t ticks;
        bool idioms, fusing;
    } python;
    const struct node *scheduler; /* the file's */
    const char *scheduler_text;   /* the command line's */
    const struct node *machine;   /* the command line's */
};

enum { GIL_CHOICE_auto, GIL_CHOICE_on, GIL_CHOICE_off, GIL_CHOICE_ticks, GIL_CHOICE_per_interpreter };

#define AT(field)  offsetof(struct raw, field)
#define JOB(field) offsetof(struct job_keys, field)
/* clang-format off: one row a line */
const struct key scenario_keys[] = {
    {"title", KEY_text, NULL, 0, 200, NULL, AT(title), "one line for menus and pictures"},
    {"about", KEY_text, NULL, 0, 4000, NULL, AT(about), "what to look for"},
    {"profile", KEY_text, "default", 1, 400, NULL, AT(profile),
     "costs: a name of `gilscope list profiles`, or a file"},
    {"program", KEY_text, NULL, 1, 4000, NULL, AT(program), "a Python file, found beside the scenario"},
    {"args", KEY_list, NULL, 0, 1000, NULL, 0, "the program's sys.argv[1:]"},
    {"seed", KEY_uint64, "1", 0, 0, NULL, AT(seed), "seed of every random stream"},
    {"explain", KEY_bool, "false", 0, 0, NULL, AT(explain),
     "record who else could have been picked at each decision"},
    {"scheduler", KEY_any, NULL, 0, 0, NULL, 0,
     "a policy, or {policy: NAME, param: value ...} (default eevdf)"},
    {"machine", KEY_any, NULL, 0, 0, NULL, 0,
     "the hardware: a name of `gilscope list machines`, or a map; what is not given comes from the profile"},
    MACHINE_KEYS(struct machine, ),
    {"limits", KEY_map, NULL, 0, 0, NULL, 0, "when to stop"},
    {"limits.until", KEY_ns, NULL, 1, NS_NEVER - 1, NULL, AT(limits.until_ns),
     "virtual time at which the run ends"},
    {"limits.events", KEY_int64, "50000000", 1, (int64_t)RECORDS_MAX, NULL, AT(limits.events),
     "most trace records"},
    {"limits.memory", KEY_int64, "512", 1, 65536, NULL, AT(limits.memory), "MiB of one process' Python heap"},
    {"python", KEY_map, NULL, 0, 0, NULL, 0, "the interpreter"},
    {"python.version", KEY_text, NULL, 1, 10, NULL, AT(python.version),
     "3.9, 3.11 (default), 3.12, 3.13, 3.14, 3.13t, 3.14t"},
    {"python.gil", KEY_choice, "auto", 0, 0, "auto on off ticks per-interpreter", AT(python.gil),
     "kind of GIL; auto: as the version has it"},
    {"python.switch_interval", KEY_ns, "5ms", 1000, 3600 * NS_S, NULL, AT(python.switch_interval_ns),
     "sys.setswitchinterval"},
    {"python.ticks", KEY_int64, "100", 1, 1000000000, NULL, AT(python.ticks),
     "instructions between checks, for gil: ticks"},
    {"python.idioms", KEY_bool, "true", 0, 0, NULL, AT(python.idioms),
     "recognise trial division and cost it by number theory"},
    {"python.fusing", KEY_bool, "true", 0, 0, NULL, AT(python.fusing),
     "dispatch frequent sequences of instructions as one: faster, the same otherwise"},
    {"devices", KEY_list, NULL, 0, 1000, NULL, 0, "I/O devices: names, or {name, servers}"},
    {"devices[].name", KEY_text, NULL, 1, 100, NULL, offsetof(struct device_keys, name),
     "what bursts call it"},
    {"devices[].servers", KEY_int, "1", 0, 100000, NULL, offsetof(struct device_keys, servers),
     "requests served at once; 0 = all"},
    {"locks", KEY_list, NULL, 0, 1000, NULL, 0, "locks between jobs: names, or {name, inheritance}"},
    {"locks[].name", KEY_text, NULL, 1, 100, NULL, offsetof(struct lock_keys, name), "what bursts call it"},
    {"locks[].inheritance", KEY_bool, "false", 0, 0, NULL, offsetof(struct lock_keys, inheritance),
     "the holder inherits its waiters' priority"},
    {"jobs", KEY_list, NULL, 0, JOBS_MAX, NULL, 0, "workloads without Python"},
    {"jobs[].name", KEY_text, NULL, 1, 100, NULL, JOB(name), "default: job N"},
    {"jobs[].arrive", KEY_ns, "0", 0, NS_NEVER / 4, NULL, JOB(arrive_ns), "when it becomes ready first"},
    {"jobs[].cpu", KEY_ns, NULL, 1, NS_NEVER / 4, NULL, JOB(cpu_ns), "CPU time that it needs"},
    {"jobs[].prime", KEY_int64, NULL, 0, INT64_MAX, NULL, JOB(prime),
     "instead of cpu: the trial divisions that test this number"},
    {"jobs[].bursts", KEY_list, NULL, 1, 10000, NULL, 0,
     "instead of cpu: cpu 3ms, io 5ms [DEVICE], lock NAME [3ms], unlock NAME, prime N"},
    {"jobs[].io", KEY_map, NULL, 0, 0, NULL, 0, "I/O again and again"},
    {"jobs[].io.every", KEY_ns, NULL, 1, NS_NEVER / 4, NULL, offsetof(struct job_io_keys, every_ns),
     "after so much CPU time"},
    {"jobs[].io.for", KEY_ns, NULL, 0, NS_NEVER / 4, NULL, offsetof(struct job_io_keys, for_ns),
     "for so long"},
    {"jobs[].repeat", KEY_int64, "1", 1, 1000000000, NULL, JOB(repeat), "how many times the bursts are run"},
    {"jobs[].nice", KEY_int, "0", -20, 19, NULL, JOB(nice), "weight in fair policies"},
    {"jobs[].priority", KEY_int, "0", -1000000, 1000000, NULL, JOB(priority),
     "for policy priority, and 1..99 for classes fifo and rr"},
    {"jobs[].tickets", KEY_int64, "100", 1, 1000000000, NULL, JOB(tickets), "for lottery and stride"},
    {"jobs[].class", KEY_choice, "fair", 0, 0, "fair batch idle fifo rr deadline", JOB(class),
     "scheduling class"},
    {"jobs[].slice", KEY_ns, NULL, 100000, 100 * NS_MS, NULL, JOB(slice_ns), "its own slice under eevdf"},
    {"jobs[].runtime", KEY_ns, NULL, 1, NS_NEVER / 4, NULL, JOB(runtime_ns),
     "budget a period, class deadline"},
    {"jobs[].period", KEY_ns, NULL, 1, NS_NEVER / 4, NULL, JOB(period_ns), "released again after so long"},
    {"jobs[].deadline", KEY_ns, NULL, 1, NS_NEVER / 4, NULL, JOB(deadline_ns),
     "relative to the release; default: the period"},
    {"jobs[].affinity", KEY_any, NULL, 0, 0, NULL, 0, "a CPU or a list of CPUs that it may use"},
    {"random", KEY_map, NULL, 0, 0, NULL, 0, "more jobs, drawn at random"},
    {"random.jobs", KEY_int, "10", 1, JOBS_MAX, NULL, offsetof(struct random_keys, jobs), "how many"},
    {"random.seed", KEY_uint64, NULL, 0, 0, NULL, offsetof(struct random_keys, seed),
     "default: the scenario's"},
    {"random.arrive", KEY_text, NULL, 1, 100, NULL, offsetof(struct random_keys, arrive),
     "5ms, uniform 0ms 9ms, exponential 5ms"},
    {"random.cpu", KEY_text, NULL, 1, 100, NULL, offsetof(struct random_keys, cpu), "the same"},
    {"random.io_every", KEY_text, NULL, 1, 100, NULL, offsetof(struct random_keys, io_every), "the same"},
    {"random.io_for", KEY_text, NULL, 1, 100, NULL, offsetof(struct random_keys, io_for), "the same"},
    {"random.repeat", KEY_int64, "1", 1, 1000000000, NULL, offsetof(struct random_keys, repeat),
     "how many times each is run"},
    {"random.runtime", KEY_text, NULL, 1, 100, NULL, offsetof(struct random_keys, runtime),
     "a distribution: budget a period; makes them class deadline"},
    {"random.period", KEY_text, NULL, 1, 100, NULL, offsetof(struct random_keys, period),
     "the same: cpu is needed again after so long"},
    {"random.deadline", KEY_text, NULL, 1, 100, NULL, offsetof(struct random_keys, deadline),
     "the same: relative to the release; default: the period"},
    {"notes", KEY_list, NULL, 0, 10000, NULL, 0, "captions of a lecture"},
    {"notes[].at", KEY_ns, NULL, 0, NS_NEVER / 4, NULL, offsetof(struct scenario_note, at_ns),
     "virtual time"},
    {"notes[].say", KEY_text, NULL, 0, 4000, NULL, offsetof(struct scenario_note, say), "the caption"},
    {"notes[].focus", KEY_any, NULL, 0, 0, NULL, 0, "a lane or a list of lanes"},
    {"notes[].zoom", KEY_ns, NULL, 1, NS_NEVER / 4, NULL, offsetof(struct scenario_note, zoom_ns),
     "width of the picture"},
    {0},
};
/* clang-format on */

struct loader {
    struct arena *a;
    struct diag *d;
    const struct override *overrides;
    size_t override_count;
    struct raw raw;
    struct node *root; /* NULL for a bare program */
    struct scenario *s;
};

static bool starts_with(const char *s, const char *prefix) { return strncmp(s, prefix, strlen(prefix)) == 0; }

static bool has_suffix(const char *s, const char *suffix) {
    size_t n = strlen(s), m = strlen(suffix);
    return n > m && strcmp(s + n - m, suffix) == 0;
}

/* Where the value of a key was said: the option that overrides it, else the file; NULL: nowhere. */
static const struct node *said(const struct loader *l, const char *path) {
    for (size_t i = l->override_count; i-- > 0;) {
        const struct override *o = &l->overrides[i];
        if (strcmp(o->key, path) == 0) return node_make(l->a, o->shown, o->value, strlen(o->value));
    }
    const char *dot = strchr(path, '.');
    if (!dot) return node_get(l->root, path);
    return node_get(node_get(l->root, arena_copy(l->a, path, (size_t)(dot - path))), dot + 1);
}

/* Options of the machine come after the profile, all others before it. */
static bool apply_overrides(struct loader *l, bool machine) {
    for (size_t i = 0; i < l->override_count; i++) {
        const struct override *o = &l->overrides[i];
        if (starts_with(o->key, "machine.") != machine) continue;
        if (strcmp(o->key, "scheduler") == 0) {
            l->raw.scheduler_text = o->value;
            continue;
        }
        const struct node *given = node_make(l->a, o->shown, o->value, strlen(o->value));
        if (strcmp(o->key, "machine") == 0) {
            l->raw.machine = given;
            continue;
        }
        const struct key *k = key_find(scenario_keys, o->key);
        ASSERT(k);
        if (!key_store(k, strrchr(o->key, '.') ? strrchr(o->key, '.') + 1 : o->key, given,
                       machine ? (void *)&l->s->machine : (void *)&l->raw, l->d))
            return false;
    }
    return true;
}

static bool read_maps(struct loader *l) {
    static const char *const maps[] = {"", "limits", "python"};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        keys_defaults(scenario_keys, maps[i], &l->raw, l->a);
        const struct node *n = *maps[i] ? node_get(l->root, maps[i]) : l->root;
        if (n && !keys_read(scenario_keys, maps[i], n, &l->raw, l->d)) return false;
    }
    l->raw.scheduler = node_get(l->root, "scheduler");
    return apply_overrides(l, false);
}

/* "free-threaded" follows from the version, or from gil: off (then the version is 3.13t unless one is given). */
static bool settle_python(struct loader *l) {
    struct raw *r = &l->raw;
    struct scenario *s = l->s;
    if (!r->python.version) r->python.version = r->python.gil == GIL_CHOICE_off ? "3.13t" : "3.11";
    s->version = r->python.version;
    struct python_options *p = &s->python;
    if (!python_version_parse(s->version, &p->minor, &p->free_threaded)) {
        node_error(l->d, said(l, "python.version"), "unknown Python version '%.20s'", s->version);
        diag_accepted(l->d, PYTHON_VERSIONS);
        return false;
    }
    static const enum gil_kind kinds[] = {GIL_on, GIL_on, GIL_off, GIL_ticks, GIL_per_interpreter};
    p->gil = r->python.gil == GIL_CHOICE_auto && p->free_threaded ? GIL_off : kinds[r->python.gil];
    p->switch_interval_ns = r->python.switch_interval_ns;
    p->ticks = r->python.ticks;
    p->idioms = r->python.idioms;
    p->unfused = !r->python.fusing;
    p->memory_limit = (size_t)r->limits.memory << 20;
    return true;
}

/* What of a machine was said last of all that could be to blame. */
static const struct node *machine_said(const struct loader *l, const char *first, const char *second) {
    static const char *const wholes[] = {"machine", "profile"};
    const struct node *n = said(l, first);
    if (!n) n = said(l, second);
    for (size_t i = 0; i < 2 && !n; i++) n = said(l, wholes[i]);
    return n;
}

static bool check_machine(struct loader *l) {
    const struct machine *m = &l->s->machine;
    int cpus = machine_cpus(m);
    if (cpus > CPUS_MAX)
        return node_error(l->d, machine_said(l, "machine.smt", "machine.cores"),
                          "%d cores with %d threads each are %d CPUs: at most %d are simulated", m->cores,
                          m->smt, cpus, CPUS_MAX);
    if (m->clock_loss_ppm * (m->cores - 1) >= 1000000)
        return node_error(l->d, machine_said(l, "machine.clock_loss", "machine.cores"),
                          "with %d active cores the clock would stand still", m->cores);
    if (m->tick_ns > 0 && m->tick_ns < NS_US)
        return node_error(l->d, machine_said(l, "machine.tick", "machine.tick"),
                          "tick must be 0 or at least 1 us");
    if (m->rotate_ns > 0 && m->rotate_ns < NS_US)
        return node_error(l->d, machine_said(l, "machine.rotate", "machine.rotate"),
                          "rotate must be 0 or at least 1 us");
    return true;
}

static bool settle_machine(struct loader *l) {
    struct scenario *s = l->s;
    struct profile profile;
    if (!profile_load(l->a, l->raw.profile, s->version, said(l, "profile"), &profile, l->d)) return false;
    s->profile = l->raw.profile;
    s->machine = profile.machine;
    memcpy(s->python.cost_ps, profile.cost_ps, sizeof profile.cost_ps);
    s->python.epoll_ms = profile.poll_ms;
    const struct node *n = l->raw.machine ? l->raw.machine : node_get(l->root, "machine");
    if (n && !machine_read(l->a, n, &s->machine, l->d)) return false;
    if (!apply_overrides(l, true)) return false;
    s->python.cpu_count = s->machine.cores * s->machine.smt;
    return check_machine(l);
}

static bool settle_scheduler(struct loader *l) {
    struct policy_choice *out = &l->s->scheduler;
    if (l->raw.scheduler_text) return params_from_text(l->a, l->raw.scheduler_text, out, l->d);
    if (l->raw.scheduler) return params_from_node(l->a, l->raw.scheduler, out, l->d);
    const struct policy *p = policy_find("eevdf");
    params_defaults(l->a, p ? p : policies[0], out);
    return true;
}

/* A policy with reservations refuses jobs that it could not serve: those of the list, then the random ones. */
static bool admit_jobs(struct loader *l) {
    const struct policy_choice *c = &l->s->scheduler;
    const struct node *list = node_get(l->root, "jobs"), *n = list ? list->first : NULL;
    const char *why = "";
    int64_t load_ppm = 0;
    for (size_t i = 0; c->policy->admits && i < l->s->jobs.job_count; i++) {
        const struct job_spec *j = &l->s->jobs.jobs[i];
        const struct node *at = n ? n : node_get(l->root, "random");
        if (!c->policy->admits(c->params, machine_cpus(&l->s->machine), &j->attr, &load_ppm, &why))
            return node_error(l->d, at, "policy %s does not admit '%s': %s", c->policy->name, j->name, why);
        n = n ? n->next : NULL;
    }
    return true;
}

static bool settle_jobs(struct loader *l) {
    struct scenario *s = l->s;
    const int64_t *c = s->python.cost_ps;
    const struct jobs_context context = {.arena = l->a,
                                         .keys = scenario_keys,
                                         .cpus = machine_cpus(&s->machine),
                                         .seed = s->seed,
                                         /* for i in range(...): if n % i == 0, instruction by instruction */
                                         .division_ps = c[COST_iter] + c[COST_store] + 3 * c[COST_load] +
                                                        c[COST_binary] + c[COST_compare] + c[COST_branch] +
                                                        c[COST_jump]};
    return !l->root || (jobs_read(&context, l->root, &s->jobs, l->d) && admit_jobs(l));
}

/* The path of a file named in the scenario: beside it, unless it is absolute. */
static const char *beside(struct arena *a, const char *scenario, const char *file) {
    const char *slash = strrchr(scenario, '/');
    if (*file == '/' || !slash) return file;
    return arena_printf(a, "%.*s/%s", (int)(slash - scenario), scenario, file);
}

static bool settle_program(struct loader *l, int argc, const char *const *argv) {
    struct scenario *s = l->s;
    const struct node *args = node_get(l->root, "args");
    const char **words = ARENA_ARRAY(l->a, args ? args->count + 1 : 1, const char *);
    int count = 0;
    for (const struct node *n = args ? args->first : NULL; n; n = n->next) {
        if (n->kind != NODE_scalar) return node_error(l->d, n, "an argument must be a plain text");
        words[count++] = n->text;
    }
    s->argc = argv ? argc : count;
    s->argv = argv ? argv : words;
    if (!l->raw.program) return true;
    struct diag told;
    diag_init(&told, l->a);
    return source_read(l->a, beside(l->a, s->path, l->raw.program), PROGRAM_SIZE_MAX, &s->program, &told) ||
           node_error(l->d, said(l, "program"), "%s", told.message);
}

static bool settle_notes(struct loader *l) {
    const struct node *list = node_get(l->root, "notes");
    if (!list) return true;
    struct scenario *s = l->s;
    s->notes = ARENA_ARRAY(l->a, list->count ? list->count : 1, struct scenario_note);
    for (const struct node *n = list->first; n; n = n->next) {
        struct scenario_note *note = &s->notes[s->note_count++];
        *note = (struct scenario_note){.say = ""};
        if (!keys_read(scenario_keys, "notes[]", n, note, l->d)) return false;
        if (!node_get(n, "at")) return node_error(l->d, n, "a note needs 'at', its time");
        const struct node *focus = node_get(n, "focus");
        if (!focus) continue;
        const char **names = ARENA_ARRAY(l->a, focus->count + 1, const char *);
        for (const struct node *e = focus->kind == NODE_list ? focus->first : focus; e;
             e = focus->kind == NODE_list ? e->next : NULL) {
            if (e->kind != NODE_scalar)
                return node_error(l->d, e, "focus must be a lane's name, or a list of them");
            names[note->focus_count++] = e->text;
        }
        note->focus = names;
    }
    return true;
}

/* By its name: a program, or a scenario that is read into nodes. */
static bool read_file(struct loader *l, const char *path) {
    if (has_suffix(path, ".py")) return source_read(l->a, path, PROGRAM_SIZE_MAX, &l->s->program, l->d);
    struct source *src = ARENA_NEW(l->a, struct source);
    if (!has_suffix(path, ".yaml") && !has_suffix(path, ".yml") && !has_suffix(path, ".json")) {
        if (!source_read(l->a, path, PROGRAM_SIZE_MAX, src, l->d))
            return false; /* a missing file is told as such */
        diag_plain(l->d, "%s: not a scenario by its name", path);
        diag_accepted(l->d, "a program .py, a scenario .yaml .yml .json");
        return false;
    }
    if (!source_read(l->a, path, YAML_SIZE_MAX, src, l->d)) return false;
    l->root = yaml_read(l->a, src, l->d);
    return l->root != NULL;
}

static bool settle(struct loader *l, int argc, const char *const *argv) {
    struct scenario *out = l->s;
    l->raw.limits.until_ns = NS_NEVER;
    if (!read_maps(l)) return false;
    out->title = l->raw.title;
    out->about = l->raw.about;
    out->seed = out->python.seed = l->raw.seed;
    out->explain = l->raw.explain;
    out->until_ns = l->raw.limits.until_ns;
    out->events_max = l->raw.limits.events;
    if (!settle_python(l) || !settle_machine(l) || !settle_scheduler(l) || !settle_jobs(l) ||
        !settle_program(l, argc, argv) || !settle_notes(l))
        return false;
    if (out->program.text || out->jobs.job_count) return true;
    node_error(l->d, l->root, "nothing to run");
    diag_accepted(l->d, "a key `jobs`, `random` or `program`");
    return false;
}

bool scenario_load(struct arena *a, const char *path, const struct override *overrides, size_t override_count,
                   int argc, const char *const *argv, struct scenario *out, struct diag *d) {
    struct loader l = {.a = a, .d = d, .overrides = overrides, .override_count = override_count, .s = out};
    *out = (struct scenario){.path = arena_copy(a, path, strlen(path))};
    return read_file(&l, path) && settle(&l, argc, argv);
}

bool scenario_from_source(struct arena *a, const struct source *src, const struct override *overrides,
                          size_t override_count, int argc, const char *const *argv, struct scenario *out,
                          struct diag *d) {
    struct loader l = {.a = a, .d = d, .overrides = overrides, .override_count = override_count, .s = out};
    *out = (struct scenario){.path = src->name};
    l.root = yaml_read(a, src, d);
    return l.root && settle(&l, argc, argv);
}
