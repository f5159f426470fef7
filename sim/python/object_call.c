/* Calls from C code that must have their result at once: the interpreter runs nested until the callee is done. It cannot
 * block, be preempted or collect garbage there. The base of every run is a step frame. */
#include "python/attr.h"
#include "python/exec.h"
#include "python/exception.h"
#include "python/generator.h"
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

static struct frame *nested_begin(struct thread *th) {
    struct frame *f = frame_push_step(th, &step_base, 0, DELIVER_end);
    f->stage = 1;
    th->nested++;
    return f;
}

static bool nested_run(struct thread *th, struct frame *base, enum did did, value *out) {
    enum vm_stop stop = exec_run(th, did);
    th->nested--;
    ASSERT(stop == VM_done || stop == VM_raised || th->over);
    if (th->over) th->frame = base->back == NIL ? NULL : frame_back(base); /* it is never gone on with */
    *out = th->result;
    return stop == VM_done;
}

bool object_call(struct thread *th, value callable, const value *args, size_t n, value kwargs, value *out) {
    if (th->nested > 200) return recursion_check(th) && raise_error(th, "RecursionError", "maximum recursion depth exceeded");
    bool pending = th->call_pending;
    th->call_pending = false;
    struct frame *base = nested_begin(th);
    enum did did = kwargs == NIL ? call_value(th, callable, (struct args){args, n, NIL}, DELIVER_push, NIL)
                                 : call_spread(th, callable, tuple_new(th, args, n), kwargs, DELIVER_push, NIL);
    bool ok = nested_run(th, base, did, out);
    th->call_pending = pending;
    return ok;
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
    struct frame *base = nested_begin(th);
    enum did did = generator_resume(th, generator_of(g), NONE, DELIVER_next);
    if (nested_run(th, base, did, out)) return NEXT_value;
    if (!exc_matches(th, "StopIteration")) return NEXT_fail;
    exc_take(th);
    return NEXT_end;
}
