/* Symbols of one scope, and the resolution of every name once all scopes are known. */
#include "lang/scope.h"

#include <string.h>

#include "base/rng.h"
#include "lang/scope_walk.h"

bool scope_is_function(const struct scope *s)
{
    return s->kind >= SCOPE_function;
}

const char *name_mangle(struct name_pool *pool, const char *class_name, const char *name)
{
    size_t len = strlen(name);
    if (!class_name || strncmp(name, "__", 2) != 0 || (len >= 2 && strcmp(name + len - 2, "__") == 0) || strchr(name, '.'))
        return name;
    while (*class_name == '_')
        class_name++;
    if (!*class_name)
        return name;
    return name_intern_cstr(pool, arena_printf(pool->arena, "_%s%s", class_name, name));
}

static size_t slot_of(const struct scope *s, const char *name)
{
    size_t at = (size_t)hash_bytes(HASH_START, name, strlen(name)) & (s->table_cap - 1);
    while (s->table[at] && s->symbols[s->table[at] - 1].name != name)
        at = (at + 1) & (s->table_cap - 1);
    return at;
}

struct symbol *scope_find(const struct scope *s, const char *name)
{
    if (!s->table_cap)
        return NULL;
    int index = s->table[slot_of(s, name)];
    return index ? &s->symbols[index - 1] : NULL;
}

static void grow(struct arena *a, struct scope *s)
{
    int cap = s->symbol_cap ? s->symbol_cap * 2 : 8;
    struct symbol *more = ARENA_ARRAY(a, cap, struct symbol);
    if (s->symbol_count)
        memcpy(more, s->symbols, (size_t)s->symbol_count * sizeof *more);
    s->symbols = more;
    s->symbol_cap = cap;
    s->table_cap = (size_t)cap * 2;
    s->table = ARENA_ARRAY(a, s->table_cap, int);
    for (int i = 0; i < s->symbol_count; i++)
        s->table[slot_of(s, more[i].name)] = i + 1;
}

struct symbol *scope_add(struct arena *a, struct scope *s, const char *name)
{
    struct symbol *known = scope_find(s, name);
    if (known)
        return known;
    if (s->symbol_count == s->symbol_cap)
        grow(a, s);
    size_t at = slot_of(s, name);
    s->symbols[s->symbol_count] = (struct symbol){.name = name};
    s->table[at] = ++s->symbol_count;
    return &s->symbols[s->symbol_count - 1];
}

/* The function (or class, for __class__) around s whose variable name is; NULL: none, it is global. */
static struct scope *owner_of(struct scan *w, struct scope *s, const char *name)
{
    for (struct scope *outer = s->parent; outer; outer = outer->parent) {
        if (outer->kind == SCOPE_class && name == w->class_cell)
            return outer;
        if (!scope_is_function(outer))
            continue;
        const struct symbol *sym = scope_find(outer, name);
        if (sym && sym->flags & SYMBOL_global)
            return NULL;
        if (sym && sym->flags & (SYMBOL_bound | SYMBOL_param) && !(sym->flags & SYMBOL_nonlocal))
            return outer;
    }
    return NULL;
}

/* Makes name a cell in owner and a free variable of every scope from s outward to it. */
static void capture(struct scan *w, struct scope *s, struct scope *owner, const char *name)
{
    for (; s != owner; s = s->parent) {
        struct symbol *sym = scope_add(w->arena, s, name);
        if (s->kind == SCOPE_class && sym->flags & (SYMBOL_bound | SYMBOL_global))
            sym->passes_free = true;
        else
            sym->binding = BINDING_free;
    }
    struct symbol *cell = scope_add(w->arena, owner, name);
    if (owner->kind == SCOPE_class) {
        owner->needs_class_cell = true;
        if (!(cell->flags & SYMBOL_bound))
            cell->binding = BINDING_cell;
    } else {
        cell->binding = BINDING_cell;
    }
}

static void resolve_symbol(struct scan *w, struct scope *s, int index)
{
    struct symbol *sym = &s->symbols[index];
    const char *name = sym->name;
    if (sym->binding == BINDING_free || sym->binding == BINDING_cell)
        return; /* settled by an inner scope */
    if (sym->flags & SYMBOL_global) {
        sym->binding = BINDING_global_explicit;
        return;
    }
    if (sym->flags & (SYMBOL_bound | SYMBOL_param) && !(sym->flags & SYMBOL_nonlocal)) {
        sym->binding = scope_is_function(s) ? BINDING_fast : BINDING_name;
        return;
    }
    struct scope *owner = owner_of(w, s, name);
    if (owner) {
        capture(w, s, owner, name);
        return;
    }
    sym->binding = BINDING_global_implicit;
    if (sym->flags & SYMBOL_nonlocal)
        scan_fail(w, sym->declared, "no enclosing function binds '%s', so it cannot be nonlocal", name);
}

void scope_resolve(struct scan *w, struct scope *s)
{
    for (int i = 0; i < s->symbol_count; i++)
        resolve_symbol(w, s, i);
    for (int i = 0; i < s->child_count; i++)
        scope_resolve(w, s->children[i]);
}
