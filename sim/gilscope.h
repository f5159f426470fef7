/* libgilscope: run a Python concurrency program or a scheduling lesson in virtual time, from C.
 *
 *     struct gilscope *g = gilscope_open("spinner_thread.py");
 *     gilscope_set(g, "machine.cores", "1");                  keys as in a .yaml scenario: `gilscope list keys`
 *     if (!gilscope_run(g)) puts(gilscope_error(g));
 *     else printf("%.3f s\n%s", (double)gilscope_elapsed_ns(g) / 1e9, gilscope_export(g, "json", NULL));
 *     gilscope_close(g);
 *
 * Link with `pkg-config --libs gilscope`. Everything returned belongs to g. Same input, same result, on every machine. */
#ifndef GILSCOPE_H
#define GILSCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct gilscope;

struct gilscope *gilscope_open(const char *path); /* .py .yaml .yml .json; the file is read by gilscope_run */
void gilscope_close(struct gilscope *g);          /* NULL is fine */

void gilscope_set(struct gilscope *g, const char *key, const char *value); /* before gilscope_run */
void gilscope_args(struct gilscope *g, int argc, const char *const *argv); /* the program's sys.argv[1:] */

/* False: the file or a setting is wrong, see gilscope_error. A simulated program that fails is true: see gilscope_status. */
bool gilscope_run(struct gilscope *g);
const char *
gilscope_error(const struct gilscope *g); /* "file:line:col: message" with the line and a caret, or "" */

int gilscope_status(const struct gilscope *g);         /* 0, 3: the program failed, 4: a law was broken */
int64_t gilscope_elapsed_ns(const struct gilscope *g); /* virtual time */
uint64_t gilscope_hash(const struct gilscope *g);      /* of the whole trace */
const char *gilscope_output(struct gilscope *g, int stream,
                            size_t *len);      /* what it wrote: 1 stdout, 2 stderr */
const char *gilscope_json(struct gilscope *g); /* the report's numbers */
/* The trace in another format (`gilscope list formats`), or NULL for an unknown one. len may be NULL. */
const char *gilscope_export(struct gilscope *g, const char *format, size_t *len);

#ifdef __cplusplus
}
#endif

#endif
