#include "python/suggest.h"

#include <dirent.h>
#include <string.h>

#include "base/arena.h"
#include "python/attr.h"
#include "python/class.h"
#include "python/exception.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* CPython's numbers: a letter inserted, dropped or replaced, and one whose case differs. */
enum { MOVE = 2, CASE = 1, LETTERS_MAX = 40, CANDIDATES_MAX = 750 };

static const char *text_of(value s) {
    size_t n;
    return str_text(s, &n);
}

/* -- distances -- */

static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }

static size_t replacing(char a, char b) { return a == b ? 0 : lower(a) == lower(b) ? CASE : MOVE; }

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static size_t distance_of(const char *a, size_t n, const char *b, size_t m) {
    size_t row[LETTERS_MAX + 1];
    for (size_t j = 0; j <= m; j++) row[j] = j * MOVE;
    for (size_t i = 1; i <= n; i++) {
        size_t corner = row[0];
        row[0] = i * MOVE;
        for (size_t j = 1; j <= m; j++) {
            size_t best = least(corner + replacing(a[i - 1], b[j - 1]), least(row[j], row[j - 1]) + MOVE);
            corner = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

void suggestion_offer(struct suggestion *s, const char *candidate) {
    size_t n = strlen(s->word), m = strlen(candidate);
    if (++s->count > CANDIDATES_MAX || n == 0 || strcmp(s->word, candidate) == 0 || n > LETTERS_MAX || m > LETTERS_MAX) return;
    size_t d = distance_of(s->word, n, candidate, m);
    if (d > (n + m + 3) * MOVE / 6) return;
    bool nearer = !s->best || d < s->distance || (!s->in_order && d == s->distance && strcmp(candidate, s->best) < 0);
    if (!nearer) return;
    s->best = candidate;
    s->distance = d;
}

static void offer_keys(struct suggestion *s, value dict, bool library) {
    value key, item;
    size_t pos = 0;
    while (dict != NIL && dict_next(dict, &pos, &key, &item))
        if (is_str(key) && !(library && text_of(key)[0] == '_' && s->word[0] != '_')) suggestion_offer(s, text_of(key));
}

/* -- attributes -- */

static bool is_library_module(struct thread *th, value m) {
    value file = dict_get_str(module_of(m)->dict, name_of(th, NAME_file));
    return m != dict_get_str(th->process->modules, str_interned(th, "__main__")) &&
           (file == NIL || (is_str(file) && strncmp(text_of(file), "<gilscope>", 10) == 0));
}

static bool is_module(value v) { return is_obj(v) && type_of(v) == &type_module; }

static const char *attribute_near(struct thread *th, value obj, const char *name) {
    struct suggestion s = {.word = name};
    if (is_module(obj)) {
        offer_keys(&s, module_of(obj)->dict, is_library_module(th, obj));
        return s.best;
    }
    value *own = is_type(obj) ? NULL : dict_slot(obj);
    if (own && *own != NIL) offer_keys(&s, *own, false);
    value mro = type_mro(th, is_type(obj) ? as_type(obj) : type_of(obj));
    for (size_t i = 0; i < tuple_len(mro); i++) {
        const struct type *t = as_type(tuple_items(mro)[i]);
        bool library = is_class(t) && t->module && strcmp(t->module, "__main__") != 0;
        offer_keys(&s, type_namespace(th, t), library);
    }
    return s.best;
}

/* "multiprocessing.queues" and "_asyncio" as the table has them: the top package's name. */
static void top_package(const char *module, char *out, size_t room) {
    size_t n;
    while (*module == '_') module++;
    n = strcspn(module, ".");
    if (n >= room) n = room - 1;
    memcpy(out, module, n);
    out[n] = '\0';
}

bool lacks_attribute(struct thread *th, value v, const char *name, const char **owner) {
    if (is_module(v)) {
        *owner = text_of(module_of(v)->name);
        return is_library_module(th, v) && python_has(*owner, name);
    }
    value mro = type_mro(th, is_type(v) ? as_type(v) : type_of(v));
    for (size_t i = 0; i < tuple_len(mro); i++) {
        const struct type *t = as_type(tuple_items(mro)[i]);
        char top[64];
        if (!t->module || strcmp(t->module, "__main__") == 0) continue;
        top_package(t->module, top, sizeof top);
        *owner = t->name;
        if (python_has(arena_printf(th->world->arena, "%s.%s", top, t->name), name)) return true;
    }
    return false;
}

/* -- names -- */

static value hint_new(struct thread *th, const char *near) { return near ? str_format(th, ". Did you mean: '%s'?", near) : NIL; }

static value forgotten_import(struct thread *th, const char *name, bool more) {
    return str_format(th, "%s forget to import '%s'?", more ? " Or did you" : ". Did you", name);
}

static value self_attribute(struct thread *th, const struct frame *f, value name) {
    const struct code_obj *c = f->code;
    value attribute;
    for (int i = 0; i < c->code->local_count; i++) {
        if (strcmp(c->code->locals[i], "self") != 0 || f->slots[i] == NIL || c->code->is_cell[i]) continue;
        value *own = is_obj(f->slots[i]) ? dict_slot(f->slots[i]) : NULL;
        attribute = own && *own != NIL && is_dict(*own) ? dict_get_str(*own, name) : NIL;
        if (attribute == NIL) attribute = type_lookup(th, type_of(f->slots[i]), name);
        if (attribute != NIL) return str_format(th, ". Did you mean: 'self.%s'?", text_of(name));
    }
    return NIL;
}

value suggest_name(struct thread *th, const struct frame *f, value name) {
    const struct code_obj *c = f->code;
    const char *word = text_of(name);
    struct suggestion s = {.word = word, .in_order = true};
    int minor = th->world->options->minor;
    if (minor < 10) return NIL;
    for (int i = 0; i < c->code->local_count; i++) {
        value v = f->slots[i];
        if (c->code->is_cell[i] && v != NIL) v = cell_of(v)->content;
        if (v != NIL) suggestion_offer(&s, c->code->locals[i]);
    }
    if (f->names != NIL && f->names != f->globals && is_dict(f->names)) offer_keys(&s, f->names, false);
    value self = minor >= 12 ? self_attribute(th, f, name) : NIL;
    if (self != NIL) return self;
    if (!s.best) {
        s.count = 0;
        offer_keys(&s, f->globals, false);
    }
    if (!s.best) {
        s.count = 0;
        offer_keys(&s, th->process->builtins, true);
    }
    value hint = hint_new(th, s.best);
    if (minor < 12 || !python_has_module(word)) return hint;
    value more = forgotten_import(th, word, hint != NIL);
    return hint == NIL ? more : str_format(th, "%s%s", text_of(hint), text_of(more));
}

value suggest_import(struct thread *th, value module, value name) {
    if (!is_module(module) || th->world->options->minor < 12) return NIL;
    return hint_new(th, attribute_near(th, module, text_of(name)));
}

/* -- modules -- */

static void offer_files(struct suggestion *s, struct arena *a, const char *dir) {
    DIR *d = opendir(dir && *dir ? dir : ".");
    for (struct dirent *e; d && (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n > 3 && strcmp(e->d_name + n - 3, ".py") == 0) suggestion_offer(s, arena_copy(a, e->d_name, n - 3));
    }
    if (d) closedir(d);
}

const char *suggest_module(struct arena *a, const char *name, const char *dir) {
    struct suggestion s = {.word = name};
    size_t count;
    const char *const *names = module_names(a, &count);
    for (size_t i = 0; i < count; i++) suggestion_offer(&s, names[i]);
    s.count = 0;
    if (dir) offer_files(&s, a, dir);
    return s.best;
}

/* -- the last line -- */

static void module_hint(struct thread *th, const struct exc_obj *e, struct buf *out) {
    const char *name = is_str(e->more[1]) ? text_of(e->more[1]) : "";
    struct world *w = th->world;
    if (e->head.type != exception_type("ModuleNotFoundError") || python_has_module(name)) return;
    const char *near = suggest_module(w->arena, name, w->main_dir);
    if (near) buf_printf(out, ". Did you mean: '%s'?", near);
    else buf_text(out, " (gilscope list modules tells what there is)");
}

void suggest_hint(struct thread *th, value exc, struct buf *out) {
    const struct exc_obj *e = exc_of(exc);
    const char *near = NULL;
    enum exc_kind kind = exc_kind_of(e->head.type);
    if (kind == EXCK_name) {
        if (e->more[1] != NIL && is_str(e->more[1])) buf_text(out, text_of(e->more[1]));
    } else if (kind == EXCK_import) {
        if (e->more[3] != NIL && is_str(e->more[3])) buf_text(out, text_of(e->more[3]));
        else if (e->more[1] != NIL && e->more[0] != NIL) module_hint(th, e, out);
    } else if (kind == EXCK_attribute && th->world->options->minor >= 10 && e->more[0] != NIL && is_str(e->more[0]) && e->more[1] != NIL) {
        near = attribute_near(th, e->more[1], text_of(e->more[0]));
        if (near) buf_printf(out, ". Did you mean: '%s'?", near);
    }
}
