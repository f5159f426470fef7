/* Modules: sys.modules, files beside the main program, packages, and the library that is part of gilscope (tables in
 * C and embedded Python text). Models CPython Lib/importlib/_bootstrap.py; simplified: no finders, no path hooks. */
#ifndef GILSCOPE_PYTHON_IMPORT_H
#define GILSCOPE_PYTHON_IMPORT_H

#include "python/call.h"

/* IMPORT_NAME: level leading dots, fromlist None or a tuple. Module bodies run in frames of their own. */
enum did import_name(struct thread *th, value globals, value name, value fromlist, int64_t level);
/* import_module(name): what C functions tail-call. */
extern const struct operation operation_import;
bool import_from(struct thread *th, value module, value name, value *out);
bool import_star(struct thread *th, value module, value names);
/* importlib.import_module's need: absolute name. */
enum did import_absolute(struct thread *th, value name, bool top, enum deliver deliver);

enum { IMPORT_SOURCE_LIMIT = 4 << 20 };
/* The file of a module beside the main program, or NULL. */
const char *import_sibling(struct world *w, const char *name, bool *package);

/* Modules that main, or a file beside it that it imports, asks for in any case and that do not exist are told before anything
 * runs: one diagnostic. What stands in a function, a condition, a try or a with is decided when it is reached, as in Python. */
bool imports_check(struct world *w, const struct code *main, struct diag *d);

#endif
