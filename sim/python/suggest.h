/* Helpful words for names that are not found.
 *
 * suggest_hint is what CPython adds to the last line of a traceback it prints: ". Did you mean: 'value'?" (Python/suggestions.c,
 * from 3.10; for imports and forgotten imports Lib/traceback.py of 3.12). Distances and limits are CPython's.
 * python_has and its like know what CPython 3.11 has by name: where gilscope lacks it, errors say that gilscope lacks it. */
#ifndef GILSCOPE_PYTHON_SUGGEST_H
#define GILSCOPE_PYTHON_SUGGEST_H

#include "python/frame.h"

/* The best of the candidates offered so far; among equally near ones the alphabetically first (or the first offered, when `in_order`). */
struct suggestion {
    const char *word, *best;
    size_t distance, count;
    bool in_order;
};
void suggestion_offer(struct suggestion *s, const char *candidate);

/* To the last line of an uncaught exception; adds nothing when there is nothing near. */
void suggest_hint(struct thread *th, value exc, struct buf *out);
/* The same for a name not found in frame f and for `from module import name`, made when it is raised: a str, or NIL. */
value suggest_name(struct thread *th, const struct frame *f, value name);
value suggest_import(struct thread *th, value module, value name);
/* The module most like name: one of the library's, or a file in dir (NULL: none); NULL when nothing is near. */
const char *suggest_module(struct arena *a, const char *name, const char *dir);

/* Does CPython have it though gilscope lacks it? v: a module, a type or an object of the library; *owner: "os", "str". */
bool lacks_attribute(struct thread *th, value v, const char *name, const char **owner);

/* Implemented by stdlib (python_names.c). owner: a module, or "module.Class" with the top package's name. */
bool python_has(const char *owner, const char *name);
bool python_has_module(const char *name);

#endif
