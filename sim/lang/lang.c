/* The way from text to code. */
#include "lang/compile.h"
#include "lang/parser.h"

struct code *lang_compile(struct arena *a, const struct source *src, const struct compile_options *o, struct diag *d)
{
    struct name_pool pool = {.arena = a};
    struct module m = {0};
    if (!parse_module(a, src, o, &pool, &m, d))
        return NULL;
    fold_module(a, &m, o);
    if (!scope_analyze(a, src, &pool, &m, d))
        return NULL;
    struct compiler c = {.arena = a, .src = src, .options = o, .pool = &pool, .diag = d, .top = m.scope,
                         .future_annotations = m.future_annotations};
    unit_enter(&c, m.scope, 1);
    compile_body(&c, &m.body);
    struct code *code = unit_leave(&c, true);
    return d->set ? NULL : code;
}
