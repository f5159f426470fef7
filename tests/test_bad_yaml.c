/* Every key of a scenario and every parameter of every policy, given every wrong kind of value: all are refused at the
 * value's own line and column, with the line and a caret. A key or parameter that is added is tested without being named. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "scenario/scenario.h"

struct maker {
    struct buf text;
    int line, col; /* where the value begins */
    size_t tried;
};

static void write_value(struct maker *m, const char *given) {
    const char *last = m->text.data ? strrchr(m->text.data, '\n') : NULL;
    size_t before = last ? (size_t)(last + 1 - m->text.data) : 0;
    m->line = 1;
    for (size_t i = 0; i < m->text.len; i++) m->line += m->text.data[i] == '\n';
    m->col = (int)(m->text.len - before) + 1;
    buf_text(&m->text, given);
}

/* "jobs[].io.every" with 5: jobs: [{io: {every: 5}}] */
static void write_path(struct maker *m, const char *path, const char *given) {
    char closing[16];
    size_t depth = 0;
    buf_clear(&m->text);
    if (strncmp(path, "jobs", 4) != 0) buf_text(&m->text, "jobs: [{cpu: 1ms}]\n");
    for (const char *s = path; *s;) {
        size_t n = strcspn(s, ".[");
        buf_printf(&m->text, "%.*s: ", (int)n, s);
        s += n;
        if (strncmp(s, "[]", 2) == 0) {
            buf_char(&m->text, '[');
            closing[depth++] = ']';
            s += 2;
        }
        if (*s != '.') continue;
        buf_char(&m->text, '{');
        closing[depth++] = '}';
        s++;
    }
    write_value(m, given);
    while (depth > 0) buf_char(&m->text, closing[--depth]);
    buf_char(&m->text, '\n');
}

/* The text is refused, at the value, and shows it. */
static void refused(struct maker *m, const char *what) {
    struct arena a;
    struct diag d;
    struct scenario s;
    char at[64];
    arena_init(&a);
    diag_init(&d, &a);
    const struct source src = {.name = "bad.yaml", .text = m->text.data, .len = m->text.len};
    m->tried++;
    if (scenario_from_source(&a, &src, NULL, 0, 0, NULL, &s, &d))
        fail_msg("accepted (%s): %s", what, m->text.data);
    snprintf(at, sizeof at, "bad.yaml:%d:%d: ", m->line, m->col);
    if (strncmp(d.message, at, strlen(at)) != 0)
        fail_msg("%s: '%s' is not told at %s: %s", what, m->text.data, at, d.message);
    const char *caret = d.snippet ? strrchr(d.snippet, '\n') : NULL;
    if (!caret || !strchr(caret, '^')) fail_msg("%s: no caret below '%s'", what, m->text.data);
    arena_fini(&a);
}

static void refuse_value(struct maker *m, const char *path, const char *given) {
    write_path(m, path, given);
    refused(m, path);
}

static void refuse_number(struct maker *m, const char *path, int64_t below, int64_t above, const char *unit) {
    char text[64];
    if (below < INT64_MAX) {
        snprintf(text, sizeof text, "%" PRId64 "%s", below, unit);
        refuse_value(m, path, text);
    }
    if (above > INT64_MIN) {
        snprintf(text, sizeof text, "%" PRId64 "%s", above, unit);
        refuse_value(m, path, text);
    }
}

static void refuse_length(struct maker *m, const char *path, int64_t max, bool list) {
    struct buf b = {0};
    if (list) buf_char(&b, '[');
    for (int64_t i = 0; i <= max; i++) buf_text(&b, list ? "1," : "x");
    if (list) buf_char(&b, ']');
    refuse_value(m, path, b.data);
    buf_fini(&b);
}

static void refuse_all(struct maker *m, const char *path, const char *const *values) {
    for (; *values; values++) refuse_value(m, path, *values);
}

static const char *const no_scalars[] = {"[1, 2]", "{a: 1}", "''", NULL};
static const char *const no_integers[] = {
    "two", "1.5", "1e3", "0x10", "5ms", "1__0", "9999999999999999999999", NULL};
static const char *const no_durations[] = {
    "5",     "ms",    "5 parsecs", "-1ms", "-9223372036854775808ns", "1..5ms", "99999999999999h",
    "5ms 3", "1e3ms", NULL};
static const char *const no_shares[] = {"fast", "-1%", "2", "1.0000001", "5%%", "99999999999999999999", NULL};
static const char *const no_maps[] = {"5", "word", "[1]", "[{a: 1}]", NULL};
static const char *const no_lists[] = {"5", "word", "{a: 1}", NULL};

static void refuse_kind(struct maker *m, const struct key *k) {
    switch (k->kind) {
    case KEY_int:
    case KEY_int64:
        refuse_all(m, k->path, no_integers);
        refuse_number(m, k->path, k->min - 1, k->max < INT64_MAX ? k->max + 1 : INT64_MIN, "");
        break;
    case KEY_uint64:
        refuse_all(m, k->path, no_integers);
        refuse_value(m, k->path, "-1");
        break;
    case KEY_ns:
        refuse_all(m, k->path, no_durations);
        refuse_number(m, k->path, k->min > 0 ? k->min - 1 : INT64_MAX, k->max + 1, "ns");
        break;
    case KEY_ppm: refuse_all(m, k->path, no_shares); break;
    case KEY_bool: refuse_value(m, k->path, "maybe"); break;
    case KEY_text: refuse_length(m, k->path, k->max, false); break;
    case KEY_choice: refuse_value(m, k->path, "xxxxx"); break;
    case KEY_map: refuse_all(m, k->path, no_maps); break;
    case KEY_list:
        refuse_all(m, k->path, no_lists);
        if (k->max <= 10000) refuse_length(m, k->path, k->max, true);
        if (k->min > 0) refuse_value(m, k->path, "[]");
        break;
    case KEY_any: break; /* several forms: rows of test_scenario.c */
    }
    if (k->kind != KEY_any && k->kind != KEY_map && k->kind != KEY_list) refuse_all(m, k->path, no_scalars);
}

static void every_key(void **state) {
    (void)state;
    struct maker m = {0};
    for (const struct key *k = scenario_keys; k->path; k++) refuse_kind(&m, k);
    assert_true(m.tried > 500);
    buf_fini(&m.text);
}

/* A slip in each key's name: told at the name, with the right one. */
static void every_name(void **state) {
    (void)state;
    struct maker m = {0};
    for (const struct key *k = scenario_keys; k->path; k++) {
        struct buf path = {0};
        const char *name = strrchr(k->path, '.') ? strrchr(k->path, '.') + 1 : k->path;
        buf_printf(&path, "%szq", k->path);
        write_path(&m, path.data, "1");
        m.col -= (int)strlen(name) + 4; /* "zq: " */
        refused(&m, path.data);
        buf_fini(&path);
    }
    buf_fini(&m.text);
}

static void write_param(struct maker *m, const char *policy, const char *param, const char *given) {
    buf_clear(&m->text);
    buf_printf(&m->text, "jobs: [{cpu: 1ms}]\nscheduler: {policy: %s, %s: ", policy, param);
    write_value(m, given);
    buf_text(&m->text, "}\n");
}

static void refuse_param(struct maker *m, const struct policy *p, const struct policy_param *q) {
    static const char *const words[] = {"{a: 1}", "''", "xxxxx", NULL};
    const char *const *more = words + 2;
    char text[64];
    switch (q->kind) {
    case PARAM_ns:
    case PARAM_ns_list: more = no_durations; break;
    case PARAM_int:
    case PARAM_int_list: more = no_integers; break;
    case PARAM_bool:
    case PARAM_choice: break;
    }
    for (const char *const *list = words; list; list = list == words ? more : NULL)
        for (const char *const *v = list; *v; v++) {
            write_param(m, p->name, q->name, *v);
            refused(m, q->name);
        }
    bool time = q->kind == PARAM_ns || q->kind == PARAM_ns_list;
    if (q->kind == PARAM_bool || q->kind == PARAM_choice) return;
    for (int end = 0; end < 2; end++) { /* one below the least, one above the most */
        if (end == 0 ? time && q->min == 0 : q->max == INT64_MAX) continue;
        snprintf(text, sizeof text, "%" PRId64 "%s", end == 0 ? q->min - 1 : q->max + 1, time ? "ns" : "");
        write_param(m, p->name, q->name, text);
        refused(m, q->name);
    }
}

static void every_parameter(void **state) {
    (void)state;
    struct maker m = {0};
    for (const struct policy *const *p = policies; *p; p++)
        for (const struct policy_param *q = (*p)->params; q && q->name; q++) refuse_param(&m, *p, q);
    assert_true(m.tried > 200);
    buf_fini(&m.text);
}

/* A million of anything: refused soon, with the place of the first that is too much. */
static void a_million(void **state) {
    static const struct {
        const char *head, *item, *tail, *message;
    } rows[] = {
        {"jobs:\n", "- {cpu: 1ms}\n", "", "bad.yaml:100002:3: more than 100000 items in a list"},
        {"random: {jobs: 1000000, cpu: 1ms}", "", "", "bad.yaml:1:16: jobs must be between 1 and 100000"},
        {"jobs: [{bursts: [", "cpu 1ms,", "]}]", "bad.yaml:1:800018: more than 100000 items in a list"},
        {"args: [", "[a,a],", "]", "bad.yaml:1:600008: more than 100000 items in a list"},
        {"jobs: [{cpu: 1ms}]\nscheduler: {policy: mlfq, queues: 2, quantum: [", "1ms,", "]}",
         "more than 100000 items in a list"},
        {"", "[", "", "bad.yaml:1:65: nested more than 64 deep"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        struct diag d;
        struct scenario s;
        struct buf b = {0};
        arena_init(&a);
        diag_init(&d, &a);
        buf_text(&b, rows[i].head);
        for (int k = 0; k < 1000000 && *rows[i].item; k++) buf_text(&b, rows[i].item);
        buf_text(&b, rows[i].tail);
        const struct source src = {.name = "bad.yaml", .text = b.data, .len = b.len};
        assert_false(scenario_from_source(&a, &src, NULL, 0, 0, NULL, &s, &d));
        if (!strstr(d.message, rows[i].message)) fail_msg("row %zu: %s", i, d.message);
        buf_fini(&b);
        arena_fini(&a);
    }
}

/* Profiles and machines in files of one's own: told at the place in that file. */
static void own_files(void **state) {
    static const struct {
        const char *key, *text, *at, *what;
    } rows[] = {
        {"profile", "costs: {binary: -1ns}\n", ":1:17: ", "binary: a duration cannot be negative"},
        {"profile", "costs: {binry: 1ns}\n", ":1:9: ", "did you mean 'binary'"},
        {"profile", "costs: 5\n", ":1:8: ", "must be a map"},
        {"profile", "costs: {binary: [1ns]}\n", ":1:17: ", "must be a duration"},
        {"profile", "costs: {binary: 99999999999h}\n", ":1:17: ", "too large"},
        {"profile", "costs: {binary: 2h}\n", ":1:17: ", "more than an hour"},
        {"profile", "versions: {9.9: {binary: 1ns}}\n", ":1:12: ", "unknown Python version '9.9'"},
        {"profile", "versions: {3.13t: {binry: 1ns}}\n", ":1:20: ", "did you mean 'binary'"},
        {"profile", "versions: {3.13t: 5}\n", ":1:19: ", "must be a map"},
        {"profile", "versions: [3.13t]\n", ":1:11: ", "must be a map"},
        {"profile", "based_on: idael\n", ":1:11: ", "did you mean 'ideal'"},
        {"profile", "scale: 1/0\n", ":1:8: ", "two positive integers"},
        {"profile", "based_on: ideal\nscale: 99999999999999999/1\n", ":2:8: ", "two integers"},
        {"profile", "machine: {cores: 300}\n", ":1:18: ", "between 1 and 256"},
        {"profile", "abuot: x\n", ":1:1: ", "did you mean 'about'"},
        {"profile", "\n", "", "empty"},
        {"machine", "machine: {cores: -2}\n", ":1:18: ", "between 1 and 256"},
        {"machine", "machine: {based_on: lapto}\n", ":1:21: ", "did you mean 'laptop'"},
        {"machine", "machine: {smt_speed: 0}\n", ":1:22: ", "between 0.001 and 1"},
        {"machine", "cores: 2\n", ":1:1: ", "unknown key 'cores'"},
        {"machine", "about: x\n", ":1:1: ", "needs a key 'machine'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        struct diag d;
        struct scenario s;
        arena_init(&a);
        diag_init(&d, &a);
        const char *path = arena_printf(&a, "/tmp/gilscope-own-%p.yaml", (void *)&a);
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        fputs(rows[i].text, f);
        fclose(f);
        const char *text = arena_printf(&a, "jobs: [{cpu: 1ms}]\n%s: %s\n", rows[i].key, path);
        const struct source src = {.name = "bad.yaml", .text = text, .len = strlen(text)};
        bool ok = scenario_from_source(&a, &src, NULL, 0, 0, NULL, &s, &d);
        remove(path);
        if (ok) fail_msg("accepted: %s", rows[i].text);
        const char *place = arena_printf(&a, "%s%s", path, rows[i].at);
        if (strncmp(d.message, place, strlen(place)) != 0 || !strstr(d.message, rows[i].what))
            fail_msg("%s: %s", rows[i].text, d.message);
        arena_fini(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key), cmocka_unit_test(every_name), cmocka_unit_test(every_parameter),
        cmocka_unit_test(a_million), cmocka_unit_test(own_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
