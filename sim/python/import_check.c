#include <string.h>

#include "lang/operand.h"
#include "python/import.h"
#include "python/suggest.h"

/* Sibling files looked at, so that those importing each other end. */
struct seen {
    const char *path;
    struct seen *next;
};

static bool guarded(const struct code *c, int at) {
    for (int i = 0; i < c->handler_count; i++)
        if (c->handlers[i].start <= at && at < c->handlers[i].end) return true;
    return false;
}

/* Is what stands at p the module's name: a whole word, and not the name it gets (`import a as name`)? */
static bool is_module_word(const char *line, const char *p, size_t len) {
    if (p[len] && !strchr(" .,;#\r\n\t", p[len])) return false;
    if (p == line || !strchr(" ,\t", p[-1])) return false;
    while (p > line && strchr(" \t", p[-1])) p--;
    return p - line < 3 || strncmp(p - 2, "as", 2) != 0 || !strchr(" \t", p[-3]);
}

/* Where in the line the name stands: positions tell the statement only. */
static struct span name_span(const struct code *c, int at, const char *name) {
    const struct position *p = &c->positions[at];
    const char *line = c->source->text;
    for (int n = 1; n < p->line && line; n++) line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL;
    const char *found = line ? strstr(line + p->col, name) : NULL;
    while (found && !is_module_word(line, found, strlen(name))) found = strstr(found + 1, name);
    if (!found || memchr(line, '\n', (size_t)(found - line))) return (struct span){p->line, p->col + 1, 0};
    int col = 1;
    for (const char *b = line; b < found; b++) col += ((unsigned char)*b & 0xc0) != 0x80;
    return (struct span){p->line, col, (int)strlen(name)};
}

static bool unknown(struct world *w, const struct code *c, int at, const char *name, struct diag *d) {
    struct span span = name_span(c, at, name);
    if (python_has_module(name)) {
        diag_at(d, c->source, span, "module '%s' is not supported yet", name);
        diag_accepted(d, "the modules of `gilscope list modules`, and files beside the program");
        return false;
    }
    const char *near = suggest_module(w->arena, name, w->main_dir);
    diag_at(d, c->source, span, "unknown module '%s'", name);
    diag_accepted(d, "%s%s%sthe modules of `gilscope list modules`, and files beside the program", near ? "'" : "", near ? near : "",
                  near ? "'; " : "");
    return false;
}

static bool check(struct world *w, const struct code *c, struct seen *seen, struct diag *d);

/* A file beside the program. What is wrong with it otherwise is told where Python tells it: at the import. */
static bool check_sibling(struct world *w, const char *path, struct seen *seen, struct diag *d) {
    for (const struct seen *s = seen; s; s = s->next)
        if (strcmp(s->path, path) == 0) return true;
    struct seen *mine = ARENA_NEW(w->arena, struct seen);
    *mine = (struct seen){path, seen->next};
    seen->next = mine;
    struct diag other;
    diag_init(&other, w->arena);
    struct source *s = ARENA_NEW(w->arena, struct source);
    struct compile_options o = {.minor = w->options->minor};
    const struct code *c = source_read(w->arena, path, IMPORT_SOURCE_LIMIT, s, &other) ? lang_compile(w->arena, s, &o, &other) : NULL;
    return !c || check(w, c, seen, d);
}

/* The top package is looked for only: os.path and its like are made by their packages. */
static bool check_name(struct world *w, const struct code *c, int at, struct seen *seen, struct diag *d) {
    const char *whole = c->names[c->insns[at].arg];
    const char *name = arena_copy(w->arena, whole, strcspn(whole, "."));
    bool package;
    const char *path = import_sibling(w, name, &package);
    if (path) return check_sibling(w, path, seen, d);
    if (module_source(name, &(size_t){0}, &package) || module_find(name) || strcmp(name, "__main__") == 0) return true;
    return unknown(w, c, at, name, d);
}

/* Module code from its top: what no jump can pass over and no handler can catch is reached in any case. */
static bool check(struct world *w, const struct code *c, struct seen *seen, struct diag *d) {
    int passed_over = 0;
    for (int i = 0; i < c->insn_count; i++) {
        const struct insn *in = &c->insns[i];
        if (opcode_operand((enum opcode)in->op) == OPERAND_jump && in->arg > passed_over) passed_over = in->arg;
        if (i < passed_over) continue;
        if (in->op == OP_RETURN_VALUE || in->op == OP_RAISE_VARARGS || in->op == OP_RERAISE) break;
        if (in->op != OP_IMPORT_NAME || guarded(c, i)) continue;
        bool absolute = i >= 2 && c->insns[i - 2].op == OP_LOAD_CONST && c->consts[c->insns[i - 2].arg].i == 0;
        if (absolute && !check_name(w, c, i, seen, d)) return false;
    }
    return true;
}

bool imports_check(struct world *w, const struct code *main, struct diag *d) {
    struct seen first = {w->main_path, NULL};
    return check(w, main, &first, d);
}
