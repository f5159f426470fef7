/* Calls from C code that must have their result at once: the interpreter runs nested until the callee is done. It cannot
 * be preempted or collect garbage there; where it has to block, replay.h tells what happens. The base of every run is a step frame. */
#include "python/attr.h"
#include "python/exec.h"
#include "python/exception.h"
#include "python/generator.h"
#include "python/replay.h"
#include "python/type_tuple.h"

enum { SLOT_target, SLOT_args, SLOT_kwargs, SLOTS };

static enum did base_go(struct thread *th, struct frame *f, value v) {
    if (f->stage++ == 0) return call_spread(th, f->slots[SLOT_target], f->slots[SLOT_args], f->slots[SLOT_kwargs], DELIVER_push, NIL);
    return frame_finish(th, f, v);
}
static enum did base_raised(struct thread *th, struct frame *f) {
    th->frame = f->back == NIL ? NULL : frame_back(f);
    frame_free(th, f);
    return DID_end;
}
static const struct step step_base = {"base", base_go, base_raised};

bool vm_begin(struct thread *th, value target, value args, value kwargs) {
    ASSERT(!th->frame);
    struct frame *f = frame_push_step(th, &step_base, SLOTS, DELIVER_end);
    f->slots[SLOT_target] = target;
    f->slots[SLOT_args] = args == NIL ? tuple_new(th, NULL, 0) : args;
    f->slots[SLOT_kwargs] = kwargs;
    return true;
}

static struct frame *nested_begin(struct thread *th, struct nest *n, value callable) {
    nest_begin(th, n, callable);
    struct frame *f = n->base = frame_push_step(th, &step_base, 1, DELIVER_end);
    f->stage = 1;
    return f;
}

bool object_call(struct thread *th, value callable, const value *args, size_t n, value kwargs, value *out) {
    bool ok;
    if (th->nested > 200) return recursion_check(th) && raise_error(th, "RecursionError", "maximum recursion depth exceeded");
    if (replay_answered(th, callable, &ok, out)) return ok;
    struct nest nest;
    nested_begin(th, &nest, callable);
    enum did did = kwargs == NIL ? call_value(th, callable, (struct args){args, n, NIL}, DELIVER_push, NIL)
                                 : call_spread(th, callable, tuple_new(th, args, n), kwargs, DELIVER_push, NIL);
    return nest_end(th, &nest, exec_run(th, did), out);
}

bool object_call_method(struct thread *th, value v, const char *name, const value *args, size_t n, value *out) {
    value method, self, interned = str_interned(th, name);
    struct attr a;
    switch (attr_method(th, v, interned, &method, &self, &a)) {
    case FOUND_value: break;
    case FOUND_call:
        if (!object_call(th, a.callable, a.args, a.n, NIL, &method)) return false;
        self = NIL;
        break;
    case FOUND_missing: return raise_no_attribute(th, v, interned);
    case FOUND_fail: return false;
    }
    if (self == NIL) return object_call(th, method, args, n, NIL, out);
    return object_call(th, method_new(th, method, self), args, n, NIL, out);
}

enum next generator_next_nested(struct thread *th, value g, value *out) {
    bool ok;
    if (!replay_answered(th, g, &ok, out)) {
        struct nest nest;
        nested_begin(th, &nest, g);
        enum did did = generator_resume(th, generator_of(g), NONE, DELIVER_next);
        ok = nest_end(th, &nest, exec_run(th, did), out);
    }
    if (ok) return NEXT_value;
    if (!exc_matches(th, "StopIteration")) return NEXT_fail;
    exc_take(th);
    return NEXT_end;
}
