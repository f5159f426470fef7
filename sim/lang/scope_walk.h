/* The scope pass at work: private to scope.c and scope_walk.c. */
#ifndef GILSCOPE_LANG_SCOPE_WALK_H
#define GILSCOPE_LANG_SCOPE_WALK_H

#include "lang/scope.h"

struct scan {
    struct arena *arena;
    const struct source *src;
    struct name_pool *pool;
    struct diag *diag;
    struct scope *scope;    /* where the walk is */
    const char *class_cell; /* pooled "__class__" */
    const char *super;      /* pooled "super" */
};

struct symbol *scope_add(struct arena *a, struct scope *s, const char *name);
void scope_resolve(struct scan *w, struct scope *s);
void scan_fail(struct scan *w, struct position at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
