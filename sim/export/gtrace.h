/* The trace file (.gtrace): a finished trace on disk, to be opened again without running anything.
 *
 * Layout: 8 bytes magic "gilscope", then one deflate stream (zlib) of varints and texts: version, machine
 * and end, strings, units, source positions, sources, output bytes, records (times as differences), and a
 * seal over all of it. About 5 to 10 bytes a record before deflating. Everything is checked on reading:
 * a forged or cut file is refused with a message and never crashes the reader. */
#ifndef GILSCOPE_EXPORT_GTRACE_H
#define GILSCOPE_EXPORT_GTRACE_H

#include "base/diag.h"
#include "trace/trace.h"

bool trace_save(const struct trace *t, const char *path, struct diag *d);
/* *t need not be initialised; after a failure it is finished (nothing to free). */
bool trace_load(struct trace *t, const char *path, struct diag *d);
bool gtrace_is(const char *bytes, size_t n); /* do these first bytes of a file look like one? */

/* The same to and from memory (tests, fuzzing, embedding in the viewer). name is for messages. */
void gtrace_write(const struct trace *t, struct buf *out);
bool gtrace_read(struct trace *t, const char *name, const char *bytes, size_t n, struct diag *d);

#endif
