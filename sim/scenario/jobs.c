#include "scenario/jobs.h"

#include <inttypes.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/rng.h"
#include "python/primes.h"
#include "scenario/keys.h"

#define BURSTS_MAX 10000
#define WORDS_MAX  4

struct jobs_reader {
    const struct jobs_context *c;
    struct arena *a;
    struct diag *d;
    struct device_spec *devices;
    size_t device_count;
    struct lock_spec *locks;
    size_t lock_count;
    bool *held;               /* by lock, of the job that is read */
    struct job_keys defaults; /* of a job's keys */
};

/* The bursts of one job while they are collected. */
struct burst_list {
    struct burst *items;
    size_t count, cap;
};

static void add_burst(struct burst_list *l, struct burst b) {
    GROW(l->items, l->cap, l->count + 1);
    l->items[l->count++] = b;
}

/* -- devices and locks -- */

static bool device_read(struct jobs_reader *r, const struct node *n, struct device_spec *out) {
    struct device_keys k = {.servers = 1};
    if (n->kind == NODE_scalar) k.name = n->text;
    else if (!keys_read(r->c->keys, "devices[]", n, &k, r->d)) return false;
    if (!k.name || !*k.name) return node_error(r->d, n, "a device needs a name");
    *out = (struct device_spec){.name = k.name, .servers = k.servers};
    for (size_t i = 0; i < r->device_count; i++)
        if (strcmp(r->devices[i].name, k.name) == 0)
            return node_error(r->d, n, "a second device is called '%s'", k.name);
    return true;
}

static bool lock_read(struct jobs_reader *r, const struct node *n, struct lock_spec *out) {
    struct lock_keys k = {0};
    if (n->kind == NODE_scalar) k.name = n->text;
    else if (!keys_read(r->c->keys, "locks[]", n, &k, r->d)) return false;
    if (!k.name || !*k.name) return node_error(r->d, n, "a lock needs a name");
    *out = (struct lock_spec){.name = k.name, .inheritance = k.inheritance};
    for (size_t i = 0; i < r->lock_count; i++)
        if (strcmp(r->locks[i].name, k.name) == 0)
            return node_error(r->d, n, "a second lock is called '%s'", k.name);
    return true;
}

static bool resources_read(struct jobs_reader *r, const struct node *root) {
    const struct node *devices = node_get(root, "devices"), *locks = node_get(root, "locks");
    r->devices = ARENA_ARRAY(r->a, devices ? devices->count + 1 : 1, struct device_spec);
    r->locks = ARENA_ARRAY(r->a, locks ? locks->count + 1 : 1, struct lock_spec);
    r->held = ARENA_ARRAY(r->a, locks ? locks->count + 1 : 1, bool);
    for (const struct node *n = devices ? devices->first : NULL; n; n = n->next, r->device_count++)
        if (!device_read(r, n, &r->devices[r->device_count])) return false;
    for (const struct node *n = locks ? locks->first : NULL; n; n = n->next, r->lock_count++)
        if (!lock_read(r, n, &r->locks[r->lock_count])) return false;
    return true;
}

static bool find_device(struct jobs_reader *r, const struct node *at, const char *name, int *out) {
    const char *names[64];
    size_t count = 0;
    for (size_t i = 0; i < r->device_count; i++) {
        if (strcmp(r->devices[i].name, name) == 0) {
            *out = (int)i;
            return true;
        }
        if (count < 64) names[count++] = r->devices[i].name;
    }
    const char *near = nearest_word(name, names, count);
    node_error(r->d, at, "no device is called '%s'%s%s%s", name, near ? " (did you mean '" : "",
               near ? near : "", near ? "'?)" : "");
    diag_accepted(r->d, "names listed under the key `devices`");
    return false;
}

static bool find_lock(struct jobs_reader *r, const struct node *at, const char *name, int *out) {
    const char *names[64];
    size_t count = 0;
    for (size_t i = 0; i < r->lock_count; i++) {
        if (strcmp(r->locks[i].name, name) == 0) {
            *out = (int)i;
            return true;
        }
        if (count < 64) names[count++] = r->locks[i].name;
    }
    const char *near = nearest_word(name, names, count);
    node_error(r->d, at, "no lock is called '%s'%s%s%s", name, near ? " (did you mean '" : "",
               near ? near : "", near ? "'?)" : "");
    diag_accepted(r->d, "names listed under the key `locks`");
    return false;
}

/* -- bursts -- */

/* Trial divisions of the prime test `n % 2, n % 3, n % 5, n % 7 ...` up to the root, as the programs do it. */
static int64_t trial_divisions(uint64_t n) {
    if (n < 4 || n % 2 == 0) return 1;
    struct factors f;
    prime_factors(n, &f);
    uint64_t root = 1, least = prime_divisor_from(&f, 3, 2);
    while (root < UINT32_MAX && (root + 1) * (root + 1) <= n) { /* by doubling steps: the square root of n */
        uint64_t step = 1;
        while (root + 2 * step <= UINT32_MAX && (root + 2 * step) * (root + 2 * step) <= n) step *= 2;
        root += step;
    }
    uint64_t last = least && least <= root ? least : root;
    return last < 3 ? 1 : (int64_t)((last - 3) / 2 + 1);
}

static bool prime_ns(struct jobs_reader *r, const struct node *at, int64_t n, sim_ns *out) {
    if (r->c->division_ps == 0) {
        node_error(r->d, at, "on this profile a trial division costs nothing");
        diag_accepted(r->d, "cpu: a duration; or a profile with costs, like default");
        return false;
    }
    int64_t count = trial_divisions((uint64_t)n);
    *out = ns_max(1, (sim_ns)(count / 1000 * r->c->division_ps + count % 1000 * r->c->division_ps / 1000));
    return true;
}

static size_t split(struct arena *a, const char *text, const char *words[WORDS_MAX + 1]) {
    size_t count = 0;
    for (const char *s = text + strspn(text, " "); *s && count <= WORDS_MAX; s += strspn(s, " ")) {
        size_t len = strcspn(s, " ");
        words[count++] = arena_copy(a, s, len);
        s += len;
    }
    return count;
}

/* A node for one word of n, so that messages point at n. */
static const struct node *word_of(struct arena *a, const struct node *n, const char *word) {
    struct node *w = ARENA_NEW(a, struct node);
    *w = *n;
    w->text = word;
    w->len = strlen(word);
    return w;
}

/* burst := 'cpu' D | 'prime' N | 'io' D [DEVICE] | 'lock' NAME [D] | 'unlock' NAME */
static bool burst_read(struct jobs_reader *r, const struct node *n, struct burst_list *l) {
    const char *w[WORDS_MAX + 1];
    size_t count = n->kind == NODE_scalar ? split(r->a, n->text, w) : 0;
    struct burst b = {.device = -1, .lock = -1, .line = n->at.line};
    const struct node *arg = count > 1 ? word_of(r->a, n, w[1]) : n;
    int64_t prime = 0;
    if (count == 2 && strcmp(w[0], "cpu") == 0) {
        if (!value_ns(arg, "cpu", 1, NS_NEVER / 4, &b.ns, r->d)) return false;
    } else if (count == 2 && strcmp(w[0], "prime") == 0) {
        if (!value_int(arg, "prime", 0, INT64_MAX, &prime, r->d) || !prime_ns(r, n, prime, &b.ns))
            return false;
    } else if ((count == 2 || count == 3) && strcmp(w[0], "io") == 0) {
        b.kind = BURST_io;
        if (!value_ns(arg, "io", 1, NS_NEVER / 4, &b.ns, r->d)) return false;
        if (count == 3 && !find_device(r, n, w[2], &b.device)) return false;
    } else if ((count == 2 || count == 3) && strcmp(w[0], "lock") == 0) {
        b.kind = BURST_lock;
        if (!find_lock(r, n, w[1], &b.lock)) return false;
        add_burst(l, b);
        if (count == 2) return true;
        b.kind = BURST_cpu;
        if (!value_ns(word_of(r->a, n, w[2]), "lock", 1, NS_NEVER / 4, &b.ns, r->d)) return false;
        add_burst(l, b);
        b = (struct burst){.kind = BURST_unlock, .device = -1, .lock = b.lock, .line = b.line};
    } else if (count == 2 && strcmp(w[0], "unlock") == 0) {
        b.kind = BURST_unlock;
        if (!find_lock(r, n, w[1], &b.lock)) return false;
    } else {
        node_error(r->d, n, "not a burst");
        diag_accepted(
            r->d,
            "'cpu 3ms', 'prime 5000111', 'io 5ms', 'io 5ms DEVICE', 'lock NAME', 'lock NAME 3ms', 'unlock NAME'");
        return false;
    }
    add_burst(l, b);
    return true;
}

/* A job must not take a lock twice, release what it does not hold, or end with it. */
static bool check_locks(struct jobs_reader *r, const struct node *at, const struct burst_list *l) {
    bool *held = r->held;
    memset(held, 0, r->lock_count * sizeof *held);
    for (size_t i = 0; i < l->count; i++) {
        const struct burst *b = &l->items[i];
        if (b->kind != BURST_lock && b->kind != BURST_unlock) continue;
        const char *name = r->locks[b->lock].name;
        if (b->kind == BURST_lock && held[b->lock])
            return node_error(r->d, at, "lock '%s' is taken by a job that holds it already", name);
        if (b->kind == BURST_unlock && !held[b->lock])
            return node_error(r->d, at, "lock '%s' is released by a job that does not hold it", name);
        held[b->lock] = b->kind == BURST_lock;
    }
    for (size_t i = 0; i < r->lock_count; i++)
        if (held[i]) return node_error(r->d, at, "lock '%s' is never released", r->locks[i].name);
    return true;
}

/* -- one job -- */

static bool affinity_read(struct jobs_reader *r, const struct node *n, struct sched_attr *attr) {
    if (n->kind == NODE_map) return node_error(r->d, n, "affinity must be a CPU number or a list of them");
    const struct node *first = n->kind == NODE_list ? n->first : n;
    if (!first) return node_error(r->d, n, "affinity to no CPU: the job could never run");
    for (const struct node *e = first; e; e = n->kind == NODE_list ? e->next : NULL) {
        int64_t cpu = 0;
        if (!value_int(e, "affinity", 0, r->c->cpus - 1, &cpu, r->d)) return false;
        attr->affinity[cpu / 64] |= UINT64_C(1) << (cpu % 64);
    }
    return true;
}

static bool job_bursts(struct jobs_reader *r, const struct node *n, const struct job_keys *k,
                       struct burst_list *l) {
    const struct node *cpu = node_get(n, "cpu"), *prime = node_get(n, "prime"),
                      *bursts = node_get(n, "bursts");
    if (!!cpu + !!prime + !!bursts != 1) {
        node_error(r->d, n,
                   cpu || prime || bursts ? "a job has one of 'cpu', 'prime' and 'bursts'"
                                          : "a job needs 'cpu', 'prime' or 'bursts'");
        diag_accepted(r->d, "cpu: 5ms, prime: 5000111000222021, or bursts: [cpu 3ms, io 5ms, cpu 1ms]");
        return false;
    }
    struct burst b = {.kind = BURST_cpu, .ns = k->cpu_ns, .device = -1, .lock = -1, .line = n->at.line};
    if (prime && !prime_ns(r, prime, k->prime, &b.ns)) return false;
    if (!bursts) {
        add_burst(l, b);
        return true;
    }
    for (const struct node *e = bursts->first; e; e = e->next)
        if (!burst_read(r, e, l)) return false;
    return check_locks(r, bursts, l);
}

static bool check_periodic(struct jobs_reader *r, const struct node *n, const struct job_keys *k) {
    if (k->deadline_ns && k->period_ns && k->deadline_ns > k->period_ns)
        return node_error(r->d, node_get(n, "deadline"), "the deadline comes after the end of the period");
    if (k->class != CLASS_deadline) return true;
    if (!k->runtime_ns || !k->period_ns)
        return node_error(r->d, n, "class deadline needs 'runtime' and 'period'");
    if (k->runtime_ns > (k->deadline_ns ? k->deadline_ns : k->period_ns))
        return node_error(r->d, n, "runtime is longer than the deadline");
    return true;
}

static bool job_read(struct jobs_reader *r, const struct node *n, size_t index, struct job_spec *out) {
    struct job_keys k = r->defaults;
    struct job_io_keys io = {0};
    if (!keys_read(r->c->keys, "jobs[]", n, &k, r->d)) return false;
    const struct node *io_node = node_get(n, "io"), *affinity = node_get(n, "affinity");
    if (io_node && !keys_read(r->c->keys, "jobs[].io", io_node, &io, r->d)) return false;
    if (io_node && (!node_get(io_node, "every") || !node_get(io_node, "for")))
        return node_error(r->d, io_node, "io needs both 'every' and 'for'");
    struct burst_list l = {0};
    *out = (struct job_spec){.name = k.name ? k.name : arena_printf(r->a, "job %zu", index + 1),
                             .arrive_ns = k.arrive_ns,
                             .repeat = k.repeat,
                             .io_every_ns = io.every_ns,
                             .io_for_ns = io.for_ns,
                             .file = n->source->name,
                             .line = n->at.line,
                             .attr = {.nice = k.nice,
                                      .priority = k.priority,
                                      .tickets = k.tickets,
                                      .class = (enum sched_class)k.class,
                                      .slice_ns = k.slice_ns,
                                      .runtime_ns = k.runtime_ns,
                                      .period_ns = k.period_ns,
                                      .deadline_ns = k.deadline_ns}};
    bool ok = job_bursts(r, n, &k, &l) && (!affinity || affinity_read(r, affinity, &out->attr)) &&
              check_periodic(r, n, &k);
    struct burst *bursts = ARENA_ARRAY(r->a, l.count ? l.count : 1, struct burst);
    if (l.count) memcpy(bursts, l.items, l.count * sizeof *bursts);
    out->bursts = bursts;
    out->burst_count = l.count;
    mem_free(l.items);
    return ok;
}

/* -- random jobs -- */

/* mean * u / 2^24, without overflow. */
static sim_ns share(sim_ns mean, uint64_t u24) {
    return (sim_ns)(((uint64_t)mean >> 24) * u24 + ((((uint64_t)mean & 0xFFFFFF) * u24) >> 24));
}

/* Exponential by von Neumann's method (1951): comparisons of uniform draws only, so it is exact on every machine. */
static sim_ns draw_exponential(struct rng *g, sim_ns mean) {
    for (sim_ns k = 0;; k += mean) {
        uint64_t first = rng_u64(g), least = first;
        for (bool odd = true;; odd = !odd) {
            uint64_t next = rng_u64(g);
            if (next < least) {
                least = next;
                continue;
            }
            if (odd) return k + share(mean, first >> 40);
            break;
        }
    }
}

/* distribution := D | 'constant' D | 'uniform' D D | 'exponential' D */
static bool draw(struct jobs_reader *r, struct rng *g, const struct node *n, sim_ns least, sim_ns *out) {
    const char *w[WORDS_MAX + 1];
    size_t count = n->kind == NODE_scalar ? split(r->a, n->text, w) : 0;
    sim_ns a, b, max = 3600 * NS_S;
    const char *name = n->key->text;
    if (count == 1) {
        if (!value_ns(word_of(r->a, n, w[0]), name, least, max, out, r->d)) return false;
    } else if (count == 2 && strcmp(w[0], "constant") == 0) {
        if (!value_ns(word_of(r->a, n, w[1]), name, least, max, out, r->d)) return false;
    } else if (count == 3 && strcmp(w[0], "uniform") == 0) {
        if (!value_ns(word_of(r->a, n, w[1]), name, least, max, &a, r->d) ||
            !value_ns(word_of(r->a, n, w[2]), name, a, max, &b, r->d))
            return false;
        *out = a + (sim_ns)rng_below(g, (uint64_t)(b - a) + 1);
    } else if (count == 2 && strcmp(w[0], "exponential") == 0) {
        if (!value_ns(word_of(r->a, n, w[1]), name, 1, max, &a, r->d)) return false;
        *out = ns_max(least, draw_exponential(g, a));
    } else {
        node_error(r->d, n, "not a distribution");
        diag_accepted(r->d, "5ms, uniform 1ms 10ms, exponential 5ms");
        return false;
    }
    return true;
}

/* One stream for each property: a new property shifts no other. */
enum { DRAW_arrive, DRAW_cpu, DRAW_io_every, DRAW_io_for, DRAW_runtime, DRAW_period, DRAW_deadline, DRAW_COUNT };
static const char *const drawn_keys[] = {"arrive", "cpu", "io_every", "io_for", "runtime", "period", "deadline"};

/* What is drawn for one job, and checked as for a job of the list. */
static bool random_job(struct jobs_reader *r, const struct node *n, struct rng *streams, struct job_spec *j,
                       struct burst *b) {
    sim_ns *to[] = {&j->arrive_ns,        &b->ns,              &j->io_every_ns,      &j->io_for_ns,
                    &j->attr.runtime_ns, &j->attr.period_ns, &j->attr.deadline_ns};
    for (int i = 0; i < DRAW_COUNT; i++) {
        const struct node *drawn = node_get(n, drawn_keys[i]);
        if (drawn && !draw(r, &streams[i], drawn, i == DRAW_arrive ? 0 : 1, to[i])) return false;
    }
    j->attr.class = node_get(n, "runtime") ? CLASS_deadline : CLASS_fair;
    const struct job_keys k = {.class = (int)j->attr.class,
                               .runtime_ns = j->attr.runtime_ns,
                               .period_ns = j->attr.period_ns,
                               .deadline_ns = j->attr.deadline_ns};
    return check_periodic(r, n, &k);
}

static bool random_read(struct jobs_reader *r, const struct node *n, struct job_spec *jobs, size_t *count) {
    struct random_keys k = {.jobs = 10, .seed = r->c->seed, .repeat = 1};
    if (!keys_read(r->c->keys, "random", n, &k, r->d)) return false;
    if (!node_get(n, "cpu")) return node_error(r->d, n, "random jobs need 'cpu', a distribution");
    if (!node_get(n, "io_every") != !node_get(n, "io_for"))
        return node_error(r->d, n, "random I/O needs both 'io_every' and 'io_for'");
    struct rng streams[DRAW_COUNT];
    for (int i = 0; i < DRAW_COUNT; i++)
        rng_init(&streams[i], k.seed, arena_printf(r->a, "random %s", drawn_keys[i]));
    for (int i = 0; i < k.jobs; i++) {
        struct burst *b = ARENA_NEW(r->a, struct burst);
        *b = (struct burst){.kind = BURST_cpu, .device = -1, .lock = -1, .line = n->at.line};
        struct job_spec *j = &jobs[*count];
        *j = (struct job_spec){.name = arena_printf(r->a, "r%d", i + 1),
                               .bursts = b,
                               .burst_count = 1,
                               .repeat = k.repeat,
                               .file = n->source->name,
                               .line = n->at.line};
        if (!random_job(r, n, streams, j, b)) return false;
        ++*count;
    }
    return true;
}

static size_t random_count(const struct jobs_reader *r, const struct node *n) {
    struct random_keys k = {.jobs = 10};
    struct diag ignored; /* told again by random_read */
    diag_init(&ignored, r->a);
    if (n) keys_read(r->c->keys, "random", n, &k, &ignored);
    return n ? (size_t)k.jobs : 0;
}

bool jobs_read(const struct jobs_context *c, const struct node *root, struct jobs_spec *out, struct diag *d) {
    struct jobs_reader r = {.c = c, .a = c->arena, .d = d};
    const struct node *list = node_get(root, "jobs"), *random = node_get(root, "random");
    if (!resources_read(&r, root)) return false;
    keys_defaults(c->keys, "jobs[]", &r.defaults, c->arena);
    size_t room = (list ? list->count : 0) + random_count(&r, random), count = 0;
    if (list && room > JOBS_MAX) return node_error(d, list, "more than %d jobs", JOBS_MAX);
    struct job_spec *jobs = ARENA_ARRAY(c->arena, room ? room : 1, struct job_spec);
    for (const struct node *n = list ? list->first : NULL; n; n = n->next, count++)
        if (!job_read(&r, n, count, &jobs[count])) return false;
    if (random && !random_read(&r, random, jobs, &count)) return false;
    *out = (struct jobs_spec){.jobs = jobs,
                              .job_count = count,
                              .devices = r.devices,
                              .device_count = r.device_count,
                              .locks = r.locks,
                              .lock_count = r.lock_count};
    return true;
}
