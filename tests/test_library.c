/* The public header: open, set, run, read, close; and what it says when something is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gilscope.h"

static const char path[] = "/tmp/gilscope-test-library.yaml";

static int write_scenario(void **state) {
    (void)state;
    FILE *f = fopen(path, "wb");
    if (!f) return -1;
    fputs(
        "profile: ideal\nmachine: {cores: 1}\nscheduler: fcfs\njobs: [{name: A, cpu: 5ms}, {name: B, cpu: 3ms}]\n",
        f);
    return fclose(f);
}

static int remove_scenario(void **state) {
    (void)state;
    return remove(path);
}

static void runs(void **state) {
    (void)state;
    struct gilscope *g = gilscope_open(path);
    if (!gilscope_run(g)) fail_msg("%s", gilscope_error(g));
    assert_int_equal(gilscope_elapsed_ns(g), 8000000);
    assert_int_equal(gilscope_status(g), 0);
    assert_non_null(strstr(gilscope_json(g), "\"B\""));
    size_t len = 0;
    assert_memory_equal(gilscope_export(g, "csv", &len), "lane_kind,", 10);
    assert_true(len > 100);
    assert_null(gilscope_export(g, "nonsense", NULL));
    assert_string_equal(gilscope_output(g, 1, &len), "");
    uint64_t hash = gilscope_hash(g);
    assert_true(gilscope_run(g)); /* again: the same */
    assert_int_equal(gilscope_hash(g), hash);
    gilscope_set(g, "machine.cores", "2");
    assert_true(gilscope_run(g));
    assert_int_equal(gilscope_elapsed_ns(g), 5000000);
    gilscope_close(g);
}

static void complains(void **state) {
    (void)state;
    static const struct {
        const char *file, *key, *text, *what;
    } rows[] = {
        {"/nonexistent.yaml", NULL, NULL, "no such file"},
        {path, "machine.cores", "0", "machine.cores: cores must be between"},
        {path, "machine.croes", "1", "no key that can be set"},
        {path, "jobs[].cpu", "1ms", "no key that can be set"},
        {path, "scheduler", "best", "accepted: "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct gilscope *g = gilscope_open(rows[i].file);
        if (rows[i].key) gilscope_set(g, rows[i].key, rows[i].text);
        assert_false(gilscope_run(g));
        if (!strstr(gilscope_error(g), rows[i].what)) fail_msg("%s", gilscope_error(g));
        assert_int_equal(gilscope_elapsed_ns(g), 0);
        assert_string_equal(gilscope_json(g), "");
        assert_null(gilscope_export(g, "csv", NULL));
        gilscope_close(g);
    }
    gilscope_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(runs), cmocka_unit_test(complains)};
    return cmocka_run_group_tests(tests, write_scenario, remove_scenario);
}
