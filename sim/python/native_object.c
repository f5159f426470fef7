/* Native functions as objects, and their signatures parsed once a world. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "python/function.h"
#include "python/heap.h"

enum { CHAINS = 1024 };
struct natives {
    struct native_obj *chains[CHAINS];
};

static uint32_t text_hash(const char *s) {
    uint32_t h = 2166136261u;
    while (*s) h = (h ^ (unsigned char)*s++) * 16777619u;
    return h;
}

/* Rows are found by identity; the hash is over the name, so that it does not depend on addresses. */
static value native_find(struct thread *th, const struct native *n, const char *module, const struct type *owner) {
    struct world *w = th->world;
    if (!w->natives) w->natives = ARENA_NEW(w->arena, struct natives);
    struct native_obj **chain = &w->natives->chains[text_hash(n->name) % CHAINS];
    for (struct native_obj *o = *chain; o; o = o->next)
        if (o->native == n && o->owner == owner && (o->module == module || (module && o->module && strcmp(o->module, module) == 0)))
            return from_obj(o);
    struct native_obj *o = ARENA_NEW(w->arena, struct native_obj);
    *o = (struct native_obj){.head = {.type = &type_native, .flags = OBJ_static}, .native = n, .module = module, .owner = owner, .next = *chain};
    *chain = o;
    return from_obj(o);
}

value native_object(struct thread *th, const struct native *n, const char *module) { return native_find(th, n, module, NULL); }
value native_method(struct thread *th, const struct native *n, const struct type *owner) {
    return native_find(th, n, owner->module, owner);
}
const char *native_module(value fn) { return native_of(fn)->module; }

/* -- signatures -- */

static value default_value(struct thread *th, const char *text, size_t len) {
    static const struct {
        const char *text;
        const struct obj *object;
    } names[] = {{"None", &none_object}, {"True", &true_object}, {"False", &false_object}, {"...", &ellipsis_object}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].text) == len && memcmp(names[i].text, text, len) == 0) return from_obj(names[i].object);
    if (len == 1 && text[0] == '?') return NIL;
    if (len == 2 && text[0] == '(') return tuple_new(th, NULL, 0);
    if (text[0] == '\'') return str_interned(th, arena_copy(th->world->arena, text + 1, len - 2));
    char *number = arena_copy(th->world->arena, text, len), *end;
    long long i = strtoll(number, &end, 10);
    if (*end == '\0') return int_new(th, i);
    double d = strtod(number, &end);
    ASSERT(*end == '\0');
    return float_new(th, d);
}

static void param_parse(struct thread *th, struct signature *s, const char *text, size_t len, bool *keyword_only) {
    struct native_param *p = &s->params[s->count];
    const char *equals = memchr(text, '=', len);
    size_t name_len = equals ? (size_t)(equals - text) : len;
    if (equals) {
        p->has_default = true;
        p->fallback = default_value(th, equals + 1, len - name_len - 1);
    }
    if (text[0] == '*') {
        bool two = len > 1 && text[1] == '*';
        *(two ? &s->kwargs_at : &s->args_at) = s->count;
        text += two ? 2 : 1;
        name_len -= two ? 2 : 1;
        *keyword_only = true;
    }
    if (name_len && text[name_len - 1] == '!') {
        p->drain = s->drains = true;
        name_len--;
        if (name_len && text[name_len - 1] == '!') {
            p->pairs = true;
            name_len--;
        }
    }
    p->name = arena_copy(th->world->arena, text, name_len);
    p->interned = str_interned(th, p->name);
    if (!*keyword_only) {
        s->positional = s->count + 1;
        if (!p->has_default) s->required = s->count + 1;
    }
    s->count++;
}

static struct signature *signature_parse(struct thread *th, const char *text) {
    struct arena *a = th->world->arena;
    struct signature *s = ARENA_NEW(a, struct signature);
    size_t commas = 1;
    for (const char *c = text; *c; c++) commas += *c == ',';
    s->params = ARENA_ARRAY(a, commas, struct native_param);
    s->args_at = s->kwargs_at = -1;
    bool keyword_only = false;
    while (*text) {
        const char *end = text;
        bool quoted = false;
        while (*end && (quoted || *end != ',')) quoted ^= *end++ == '\'';
        size_t len = (size_t)(end - text);
        if (len == 1 && *text == '/') s->positional_only = s->count;
        else if (len == 1 && *text == '*') keyword_only = true;
        else if (len) param_parse(th, s, text, len, &keyword_only);
        text = *end ? end + 1 : end;
        while (*text == ' ') text++;
    }
    s->simple = !keyword_only && !s->drains;
    return s;
}

const struct signature *native_signature(struct thread *th, struct native_obj *n) {
    if (!n->signature) {
        heap_immortal(th, true);
        n->signature = signature_parse(th, n->native->signature);
        heap_immortal(th, false);
    }
    return n->signature;
}

/* -- the type -- */

static bool native_repr(struct thread *th, value self, struct buf *out) {
    const struct native_obj *n = native_of(self);
    (void)th;
    if (n->owner) buf_printf(out, "<method '%s' of '%s' objects>", n->native->name, n->owner->name);
    else buf_printf(out, "<built-in function %s>", n->native->name);
    return true;
}

static bool native_getattr(struct thread *th, value self, value name, value *out) {
    const struct native_obj *n = native_of(self);
    *out = NIL;
    if (str_is(name, "__name__")) *out = str_interned(th, n->native->name);
    else if (str_is(name, "__qualname__")) *out = n->owner ? str_format(th, "%s.%s", n->owner->name, n->native->name) : str_interned(th, n->native->name);
    else if (str_is(name, "__module__")) *out = n->module ? str_cstr(th, n->module) : NONE;
    else if (str_is(name, "__doc__")) *out = n->native->doc ? str_cstr(th, n->native->doc) : NONE;
    return true;
}

const struct type type_native = {
    .head = {.type = &type_type, .flags = OBJ_static}, .name = "builtin_function_or_method", .module = "builtins", .base = &type_object,
    .size = sizeof(struct native_obj), .repr = native_repr, .getattr = native_getattr, .doc = "A function in C.",
};

/* -- helpers for natives -- */

enum answer give(struct call *c, value v) {
    c->result = v;
    return DONE;
}

enum answer wait_on(struct call *c, struct waitq *q, sim_ns until_ns, enum cause cause, uint32_t object) {
    c->wait = (struct wait){.on = q, .until_ns = until_ns, .cause = cause, .object = object};
    return AGAIN;
}

enum answer tail_call(struct call *c, value callable, const value *args, size_t n) {
    ASSERT(n <= 4);
    c->tail = callable;
    c->tail_count = n;
    c->tail_tuple = c->tail_kwargs = NIL;
    for (size_t i = 0; i < n; i++) c->tail_args[i] = args[i];
    return TAIL;
}
