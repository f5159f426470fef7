/* Files that are part of the program: the Python half of the library and the profiles.
 * sim/freeze writes the table when gilscope is built; it ends with a NULL name. */
#ifndef GILSCOPE_BASE_EMBED_H
#define GILSCOPE_BASE_EMBED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* "stdlib/threading.py", "stdlib/asyncio/__init__.py", "profiles/default.yaml" */
    const char *text; /* NUL-terminated */
    size_t len;
};

extern const struct embedded_file embedded_files[];

const struct embedded_file *embedded_find(const char *name); /* or NULL */

#endif
