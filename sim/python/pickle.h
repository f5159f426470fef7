/* Objects as bytes, to cross from one process to another. The format is our own, but its pieces are as long as those of
 * pickle protocol 4 (Lib/pickle.py), so that pipes fill up and costs grow as they do there; objects seen before are references.
 * Classes and functions go by name (module and qualified name) and are imported on the other side; instances as class and state.
 *
 * Simplified: __reduce__ and __getstate__ are asked only when a program's class defines them; they run nested. */
#ifndef GILSCOPE_PYTHON_PICKLE_H
#define GILSCOPE_PYTHON_PICKLE_H

#include "python/thread.h"

/* Appends to out; charges COST_pickle and COST_pickle_byte. False: PicklingError, TypeError ("cannot pickle '...' object"), AttributeError. */
bool pickle_dumps(struct thread *th, value v, struct buf *out);
bool pickle_loads(struct thread *th, const char *bytes, size_t n, value *out);

#endif
