/* pickle.dumps and loads, over python/pickle.h. */
#include "python/pickle.h"

#include "python/type_bytes.h"
#include "stdlib/support.h"

static enum answer mod_dumps(struct thread *th, struct call *c) {
    struct buf b = {0};
    if (!pickle_dumps(th, c->args[0], &b)) return buf_fini(&b), FAIL;
    value v = bytes_new(th, b.data ? b.data : "", b.len);
    buf_fini(&b);
    return give(c, v);
}

static enum answer mod_loads(struct thread *th, struct call *c) {
    size_t len;
    value v;
    if (!is_byteslike(c->args[0])) {
        raise_error(th, "TypeError", "a bytes-like object is required, not '%s'", type_name(c->args[0]));
        return FAIL;
    }
    const char *bytes = byte_view(c->args[0], &len);
    return pickle_loads(th, bytes, len, &v) ? give(c, v) : FAIL;
}

static const struct native functions[] = {
    {"dumps", "obj, protocol=None, *, fix_imports=True, buffer_callback=None", mod_dumps, 0, "An object as bytes."},
    {"loads", "data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()", mod_loads, NATIVE_once, "The object that bytes stand for."},
    {NULL, NULL, NULL, 0, NULL},
};
const struct module_def module_pickle = {"_pickle", functions, NULL, NULL, "Objects as bytes."};
