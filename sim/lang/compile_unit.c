/* Opening and closing the code object being made, and making functions of finished ones. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "lang/compile.h"

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b); /* names are unique: a total order */
}

static void add_sorted(struct compiler *c, struct table *to, const struct scope *s, enum binding binding)
{
    const char **names = ARENA_ARRAY(c->arena, s->symbol_count + 1, const char *);
    size_t n = 0;
    for (int i = 0; i < s->symbol_count; i++) {
        const struct symbol *sym = &s->symbols[i];
        bool class_cell = binding == BINDING_cell && s->needs_class_cell && strcmp(sym->name, "__class__") == 0;
        if (sym->binding == binding || (binding == BINDING_free && sym->passes_free) || class_cell)
            names[n++] = sym->name;
    }
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++)
        table_add(c->arena, to, names[i], strlen(names[i]));
}

static void add_params(struct compiler *c, struct unit *u)
{
    const struct scope *s = u->scope;
    for (int i = 0; i < s->symbol_count; i++)
        if (s->symbols[i].flags & SYMBOL_param)
            table_add(c->arena, &u->vars, s->symbols[i].name, strlen(s->symbols[i].name));
}

/* outer.<locals>.name, Class.name, or just name at the top and where the name is declared global. */
static const char *qualified_name(struct compiler *c, const struct unit *u)
{
    const struct unit *outer = u->parent;
    if (!outer || outer->scope->kind == SCOPE_module)
        return u->name;
    if (u->scope->kind == SCOPE_function || u->scope->kind == SCOPE_class) {
        const char *mangled = name_mangle(c->pool, outer->scope->private_class, name_intern_cstr(c->pool, u->name));
        const struct symbol *sym = scope_find(outer->scope, mangled);
        if (sym && sym->binding == BINDING_global_explicit)
            return u->name;
    }
    const char *middle = outer->scope->kind == SCOPE_function || outer->scope->kind == SCOPE_lambda ? ".<locals>." : ".";
    return arena_printf(c->arena, "%s%s%s", outer->qualname, middle, u->name);
}

void unit_enter(struct compiler *c, struct scope *s, int first_line)
{
    struct unit *u = ARENA_NEW(c->arena, struct unit);
    u->parent = c->unit;
    u->scope = s;
    u->name = s->name;
    u->first_line = u->flow.first_line = first_line;
    u->flow.arena = u->konsts.arena = c->arena;
    u->flow.pool = &u->konsts;
    u->qualname = qualified_name(c, u);
    add_params(c, u);
    add_sorted(c, &u->cells, s, BINDING_cell);
    add_sorted(c, &u->frees, s, BINDING_free);
    c->unit = u;
    u->flow.entry = u->current = block_new(&u->flow);
    u->at = (struct position){first_line, first_line, 0, 0};
    if (s->kind == SCOPE_module)
        u->at = (struct position){0};
    emit_arg(c, OP_RESUME, 0);
    if (s->kind == SCOPE_module)
        unset_line(c);
}

struct code *unit_leave(struct compiler *c, bool add_none)
{
    struct unit *u = c->unit;
    if (!u->current->returns) {
        unset_line(c);
        if (add_none)
            emit_none(c);
        emit(c, OP_RETURN_VALUE);
    }
    struct code *code = c->diag->set ? ARENA_NEW(c->arena, struct code) : assemble(c, u);
    c->unit = u->parent;
    return code;
}

static void load_closure(struct compiler *c, const char *name)
{
    struct unit *u = c->unit;
    int index = table_find(&u->cells, name, strlen(name));
    if (index < 0) {
        index = table_find(&u->frees, name, strlen(name));
        ASSERT(index >= 0);
        index += u->cells.count;
    }
    emit_arg(c, OP_LOAD_CLOSURE, index);
}

void emit_closure(struct compiler *c, const struct code *code, unsigned flags)
{
    if (c->diag->set)
        return;
    if (code->nfrees) {
        for (int i = 0; i < code->nfrees; i++)
            load_closure(c, code->locals[code->local_count - code->nfrees + i]);
        emit_arg(c, OP_BUILD_TUPLE, code->nfrees);
        flags |= 8;
    }
    emit_const(c, (struct konst){.kind = KONST_code, .code = code});
    emit_arg(c, OP_MAKE_FUNCTION, (int32_t)flags);
}
