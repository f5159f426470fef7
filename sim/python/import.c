#include "python/import.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "lang/frozen.h"
#include "python/attr.h"
#include "python/exception.h"
#include "python/exec.h"
#include "python/suggest.h"
#include "python/type_dict.h"
#include "python/type_list.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

static const char *text_of(value s) {
    size_t n;
    return str_text(s, &n);
}

/* -- finding source -- */

struct found_source {
    const struct source *source; /* NULL: none */
    bool package, hidden;
};

static bool file_exists(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    bool readable = fgetc(f) != EOF || feof(f);
    fclose(f);
    return readable;
}

static const char *beside_main(struct world *w, const char *name, bool package) {
    const char *dir = w->main_dir && w->main_dir[0] ? w->main_dir : NULL;
    char *path = arena_printf(w->arena, "%s%s%s%s.py", dir ? dir : "", dir ? "/" : "", name, package ? "/__init__" : "");
    for (char *c = path + (dir ? strlen(dir) + 1 : 0), *end = c + strlen(name); c < end; c++)
        if (*c == '.') *c = '/';
    return path;
}

const char *import_sibling(struct world *w, const char *name, bool *package) {
    for (int p = 1; p >= 0; p--) {
        const char *path = beside_main(w, name, p != 0);
        *package = p != 0;
        if (file_exists(path)) return path;
    }
    return NULL;
}

static bool find_source(struct thread *th, const char *name, struct found_source *out) {
    struct world *w = th->world;
    *out = (struct found_source){0};
    bool c_only = module_find(name) && !module_source(name, &(size_t){0}, &(bool){false});
    const char *path = c_only ? NULL : import_sibling(w, name, &out->package);
    struct source *s = ARENA_NEW(w->arena, struct source);
    if (path) {
        if (!source_read(w->arena, path, IMPORT_SOURCE_LIMIT, s, w->diag)) return raise_error(th, "ImportError", "cannot read %s", path);
        out->source = s;
        return true;
    }
    size_t len;
    const char *text = module_source(name, &len, &out->package);
    if (!text) return true;
    *s = (struct source){.name = arena_printf(w->arena, "<gilscope>/%s.py", name), .text = text, .len = len};
    out->source = s;
    out->hidden = true;
    return true;
}

/* -- code, made once a world -- */

static const struct code *compiled(struct codes *c, const char *path) {
    for (const struct module_code *m = c->modules; m; m = m->next)
        if (strcmp(m->path, path) == 0) return m->code;
    return NULL;
}

static const struct code *module_code(struct thread *th, const char *module, const struct found_source *f) {
    struct world *w = th->world;
    struct codes *c = world_codes(w);
    const struct code *code = compiled(c, f->source->name);
    if (code) return code;
    struct compile_options o = {.minor = w->options->minor};
    code = f->hidden ? frozen_thaw(w->arena, module, f->source) : lang_compile(w->arena, f->source, &o, w->diag);
    ASSERT(code || !f->hidden);
    if (!code) {
        raise_error(th, "SyntaxError", "%s", w->diag->message);
        return NULL;
    }
    if (!f->hidden && w->trace) trace_source_add(w->trace, f->source->name, f->source->text, f->source->len);
    struct module_code *m = ARENA_NEW(w->arena, struct module_code);
    *m = (struct module_code){.path = f->source->name, .code = code, .next = c->modules};
    c->modules = m;
    return code;
}

/* -- modules in C -- */

static bool c_module(struct thread *th, const struct module_def *def, value name, value *out) {
    value m = module_new(th, name), dict = module_of(m)->dict;
    for (const struct native *n = def->functions; n && n->name; n++)
        dict_set_str(th, dict, str_interned(th, n->name), native_object(th, n, def->name));
    for (const struct type *const *t = def->types; t && *t; t++) dict_set_str(th, dict, str_interned(th, (*t)->name), from_obj(*t));
    dict_set_str(th, th->process->modules, name, m);
    for (const struct constant *k = def->constants; k && k->name; k++) {
        value v;
        if (!k->get(th, &v)) return false;
        dict_set_str(th, dict, str_interned(th, k->name), v);
    }
    if (def->doc) dict_set_str(th, dict, name_of(th, NAME_doc), str_cstr(th, def->doc));
    return *out = m, true;
}

/* -- loading one module -- */

static enum did body_go(struct thread *th, struct frame *f, value v) {
    value m = dict_get_str(th->process->modules, f->slots[1]); /* the body may have replaced it */
    (void)v;
    return frame_finish(th, f, m == NIL ? f->slots[0] : m);
}
static enum did body_raised(struct thread *th, struct frame *f) {
    dict_delete_str(th, th->process->modules, f->slots[1]);
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}
static const struct step step_body = {"module body", body_go, body_raised};

static value parent_name(struct thread *th, value name) {
    const char *text = text_of(name), *dot = strrchr(text, '.');
    return dot ? str_interned(th, arena_copy(th->world->arena, text, (size_t)(dot - text))) : str_interned(th, "");
}

static enum did run_module(struct thread *th, value name, const struct found_source *found) {
    const struct code *code = module_code(th, text_of(name), found);
    if (!code) return DID_raise;
    value m = module_new(th, name), dict = module_of(m)->dict, file = str_cstr(th, found->source->name);
    dict_set_str(th, dict, name_of(th, NAME_file), file);
    dict_set_str(th, dict, name_of(th, NAME_package), found->package ? name : parent_name(th, name));
    if (found->package) dict_set_str(th, dict, name_of(th, NAME_path), list_new(th, &file, 1));
    dict_set_str(th, th->process->modules, name, m);
    charge(th, COST_import_module, 1);
    struct frame *s = frame_push_step(th, &step_body, 2, DELIVER_push);
    s->slots[0] = m;
    s->slots[1] = name;
    struct frame *f = function_frame(th, function_of(function_new(th, vm_code_object(th->world, code), dict)), (struct args){NULL, 0, NIL});
    f->names = dict;
    frame_enter(th, f);
    return DID_frame;
}

static bool raise_not_found(struct thread *th, value name) {
    bool lacks = python_has_module(text_of(name));
    value text = str_format(th, lacks ? "No module named '%s': gilscope does not support it yet" : "No module named '%s'", text_of(name)), exc;
    exc = exc_new(th, exception_type("ModuleNotFoundError"), &text, 1);
    exc_of(exc)->more[1] = name;
    return raise_value(th, exc);
}

/* DID_next: there is no such module. */
static enum did load_module(struct thread *th, value name) {
    struct process *p = th->process;
    if (p->modules == NIL) p->modules = dict_new(th);
    value m = dict_get_str(p->modules, name);
    if (m == NONE) return raise_not_found(th, name), DID_raise;
    if (m != NIL) return did_value(th, m);
    const char *text = text_of(name);
    struct found_source found;
    if (!find_source(th, text, &found)) return DID_raise;
    if (found.source) return run_module(th, name, &found);
    const struct module_def *def = strncmp(text, "_c_", 3) == 0 ? module_find(text + 3) : module_find(text);
    if (!def) return DID_next;
    return c_module(th, def, name, &m) ? did_value(th, m) : DID_raise;
}

/* -- the import statement -- */

enum { SLOT_name, SLOT_fromlist, SLOT_module, SLOT_top, SLOTS };
enum stage { STAGE_parts, STAGE_fromlist };

static value prefix_of(struct thread *th, value name, size_t len) { return str_interned(th, arena_copy(th->world->arena, text_of(name), len)); }

static value module_dict(value m) { return is_obj(m) && type_of(m) == &type_module ? module_of(m)->dict : NIL; }

static enum did next_part(struct thread *th, struct frame *f);

/* Submodules named by `from package import name`. number: which name. */
static enum did next_name(struct thread *th, struct frame *f) {
    value list = f->slots[SLOT_fromlist], m = f->slots[SLOT_module], dict = module_dict(m);
    bool package = dict != NIL && dict_get_str(dict, name_of(th, NAME_path)) != NIL;
    while (package && list != NONE && f->number < (int32_t)tuple_len(list)) {
        value name = tuple_items(list)[f->number++];
        if (str_is(name, "*") || dict_get_str(dict, name) != NIL) continue;
        enum did did = load_module(th, str_interned(th, arena_printf(th->world->arena, "%s.%s", text_of(f->slots[SLOT_name]), text_of(name))));
        if (did == DID_value) {
            dict_set_str(th, dict, name, th->result);
            continue;
        }
        if (did != DID_next) return did;
    }
    return frame_finish(th, f, list != NONE ? m : f->slots[SLOT_top]);
}

static enum did import_go(struct thread *th, struct frame *f, value v) {
    if (f->stage == STAGE_fromlist) {
        dict_set_str(th, module_dict(f->slots[SLOT_module]), tuple_items(f->slots[SLOT_fromlist])[f->number - 1], v);
        return next_name(th, f);
    }
    const char *text = text_of(f->slots[SLOT_name]);
    if (f->slots[SLOT_module] == NIL) {
        f->slots[SLOT_top] = v;
    } else if (module_dict(f->slots[SLOT_module]) != NIL) {
        value prefix = prefix_of(th, f->slots[SLOT_name], (size_t)f->number);
        dict_set_str(th, module_dict(f->slots[SLOT_module]), str_interned(th, strrchr(text_of(prefix), '.') + 1), v);
    }
    f->slots[SLOT_module] = v;
    if (text[f->number] == '\0') {
        f->stage = STAGE_fromlist;
        f->number = 0;
        return next_name(th, f);
    }
    f->number++;
    return next_part(th, f);
}
static const struct step step_import = {"import", import_go, NULL};

/* Loads the prefix of the name that ends at the next dot. */
static enum did next_part(struct thread *th, struct frame *f) {
    for (;;) {
        const char *text = text_of(f->slots[SLOT_name]), *dot = strchr(text + f->number, '.');
        f->number = (int32_t)(dot ? (size_t)(dot - text) : strlen(text));
        value prefix = prefix_of(th, f->slots[SLOT_name], (size_t)f->number);
        enum did did = load_module(th, prefix);
        if (did == DID_next) return raise_not_found(th, prefix), DID_raise;
        return did;
    }
}

static enum did import_start(struct thread *th, value name, value fromlist, enum deliver deliver) {
    struct frame *f = frame_push_step(th, &step_import, SLOTS, deliver);
    f->slots[SLOT_name] = name;
    f->slots[SLOT_fromlist] = fromlist;
    return next_part(th, f);
}

/* The package that relative imports of a module start from. */
static bool resolve_relative(struct thread *th, value globals, value name, int64_t level, value *out) {
    value package = dict_get_str(globals, name_of(th, NAME_package));
    if (package == NIL || package == NONE) {
        value self = dict_get_str(globals, name_of(th, NAME_name));
        bool is_package = dict_get_str(globals, name_of(th, NAME_path)) != NIL;
        package = self == NIL ? NIL : is_package ? self : parent_name(th, self);
    }
    if (package == NIL || str_is(package, "")) return raise_error(th, "ImportError", "attempted relative import with no known parent package");
    const char *text = text_of(package);
    size_t len = strlen(text);
    for (; level > 1; level--) {
        while (len && text[len - 1] != '.') len--;
        if (len == 0) return raise_error(th, "ImportError", "attempted relative import beyond top-level package");
        len--;
    }
    bool more = text_of(name)[0] != '\0';
    *out = str_interned(th, arena_printf(th->world->arena, "%.*s%s%s", (int)len, text, more ? "." : "", text_of(name)));
    return true;
}

enum did import_name(struct thread *th, value globals, value name, value fromlist, int64_t level) {
    if (level > 0 && !resolve_relative(th, globals, name, level, &name)) return DID_raise;
    return import_start(th, name, fromlist, DELIVER_push);
}

enum did import_absolute(struct thread *th, value name, bool top, enum deliver deliver) {
    return import_start(th, str_interned(th, text_of(name)), top ? NONE : tuple_new(th, NULL, 0), deliver);
}

bool import_from(struct thread *th, value module, value name, value *out) {
    if (!object_find_attr(th, module, name, out)) return false;
    if (*out != NIL) return true;
    value dict = module_dict(module), self = dict == NIL ? NIL : dict_get_str(dict, name_of(th, NAME_name));
    if (self != NIL) *out = dict_get_str(th->process->modules, str_interned(th, arena_printf(th->world->arena, "%s.%s", text_of(self), text_of(name))));
    if (*out != NIL) return true;
    value file = dict == NIL ? NIL : dict_get_str(dict, name_of(th, NAME_file));
    const char *where = file != NIL && is_str(file) ? text_of(file) : "unknown location", *owner;
    bool lacks = dict != NIL && lacks_attribute(th, module, text_of(name), &owner);
    raise_error(th, "ImportError", lacks ? "cannot import name '%s' from '%s': gilscope does not support it" : "cannot import name '%s' from '%s' (%s)",
                text_of(name), self == NIL ? "?" : text_of(self), where);
    exc_of(th->exc)->more[3] = lacks ? NIL : suggest_import(th, module, name);
    return false;
}

bool import_star(struct thread *th, value module, value names) {
    value dict = module_dict(module), key, item;
    if (dict == NIL) return raise_error(th, "ImportError", "from-import-* object has no __dict__");
    value all = dict_get_str(dict, name_of(th, NAME_all));
    size_t pos = 0;
    if (all == NIL) {
        while (dict_next(dict, &pos, &key, &item))
            if (is_str(key) && text_of(key)[0] != '_') dict_set_str(th, names, key, item);
        return true;
    }
    value it;
    enum next more;
    if (!object_iter(th, all, &it)) return false;
    while ((more = object_next(th, it, &key)) == NEXT_value) {
        if (!object_getattr(th, module, key, &item)) return false;
        dict_set_str(th, names, str_intern(th, key), item);
    }
    return more == NEXT_end;
}

static enum did run_import(struct thread *th, struct args a) { return import_absolute(th, a.items[0], false, DELIVER_push); }
const struct operation operation_import = OPERATION(run_import);

bool vm_import(struct thread *th, value name, value *out) {
    codes_open(th);
    return object_call(th, from_obj(&operation_import), &name, 1, NIL, out);
}
