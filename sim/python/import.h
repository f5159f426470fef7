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

#endif
