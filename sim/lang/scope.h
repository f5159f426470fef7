/* Scopes: which variable a name means, decided before any code is made (the language reference's chapter
 * "Naming and binding"; CPython's Python/symtable.c does the same work).
 * One scope per module, class, function, lambda and comprehension. A name bound in a function and used by a
 * function inside it lives in a cell; between the two, every scope passes it on as a free variable. */
#ifndef GILSCOPE_LANG_SCOPE_H
#define GILSCOPE_LANG_SCOPE_H

#include "lang/token.h"
#include "lang/tree.h"

enum scope_kind { SCOPE_module, SCOPE_class, SCOPE_function, SCOPE_lambda, SCOPE_comprehension };

enum symbol_flag {
    SYMBOL_used = 1,
    SYMBOL_bound = 2,
    SYMBOL_param = 4,
    SYMBOL_global = 8,    /* declared */
    SYMBOL_nonlocal = 16, /* declared */
    SYMBOL_annotated = 32,
    SYMBOL_iterated = 64, /* a comprehension's own variable */
    SYMBOL_imported = 128,
};

enum binding {
    BINDING_name,            /* class and module bodies: by name */
    BINDING_fast,            /* a local of this function */
    BINDING_cell,            /* a local that inner functions use */
    BINDING_free,            /* belongs to an outer function */
    BINDING_global_explicit,
    BINDING_global_implicit,
};

struct symbol {
    const char *name;
    unsigned flags;
    enum binding binding;
    struct position declared; /* nonlocal */
    bool passes_free; /* a class body that binds the name, while functions in it use the outer one */
};

struct scope {
    enum scope_kind kind;
    const char *name; /* of the function or class; "<lambda>", "<listcomp>", ... */
    struct scope *parent;
    struct scope **children;
    int child_count;
    struct symbol *symbols; /* in order of appearance */
    int symbol_count, symbol_cap;
    int *table; /* open addressing over symbols, index + 1 */
    size_t table_cap;
    struct position at;
    bool is_async, is_generator, is_coroutine; /* coroutine: async def, or a comprehension that awaits */
    bool needs_class_cell; /* a class whose methods use super() or __class__ */
    bool returns_value;
    struct position return_at;
    const char *private_class; /* innermost class, for __mangling */
    int comp_targets, comp_iters; /* > 0 while inside these parts of a comprehension */
};

bool scope_analyze(struct arena *a, const struct source *src, struct name_pool *pool, struct module *m, struct diag *d);
struct symbol *scope_find(const struct scope *s, const char *name); /* pooled name; NULL if unknown */
bool scope_is_function(const struct scope *s); /* function, lambda or comprehension */

/* __name inside class C is _C__name, unless it ends in "__" or C is all underscores. */
const char *name_mangle(struct name_pool *pool, const char *class_name, const char *name);

#endif
