#include "stdlib/support.h"

#include <math.h>
#include <string.h>

#include "python/vm.h"

const char *text_of(value str) {
    size_t len;
    return str_text(str, &len);
}

void emit_from(struct thread *th, enum event e, uint32_t unit, uint32_t a, int64_t b, uint32_t where) {
    struct kernel *k = th->world->kernel;
    trace_emit(kernel_trace(k), (struct record){
                                    .time_ns = kernel_now(k),
                                    .event = (uint16_t)e,
                                    .cpu = th->task && th->task->cpu >= 0 ? (uint16_t)th->task->cpu : NO_CPU,
                                    .unit = unit,
                                    .where = where,
                                    .a = a,
                                    .b = b,
                                });
}

void emit_at(struct thread *th, enum event e, uint32_t unit, uint32_t a, int64_t b) { emit_from(th, e, unit, a, b, vm_where(th)); }

uint32_t unit_here(const struct thread *th) { return th->step_unit != NO_UNIT ? th->step_unit : th->unit; }

void emit_here(struct thread *th, enum event e, uint32_t a, int64_t b) { emit_at(th, e, unit_here(th), a, b); }

value state_get(struct thread *th, const char *name) { return dict_get_str(th->process->stdlib, str_interned(th, name)); }

void state_set(struct thread *th, const char *name, value v) { dict_set_str(th, th->process->stdlib, str_interned(th, name), v); }

uint32_t unit_numbered(struct thread *th, enum unit_kind kind, const char *name) {
    struct buf b = {0};
    buf_printf(&b, "unit %s", name);
    value last = state_get(th, b.data);
    int64_t number = last == NIL ? 1 : small_of(last) + 1;
    state_set(th, b.data, from_small(number));
    b.len = 0;
    buf_printf(&b, "%s-%lld", name, (long long)number);
    uint32_t unit = trace_unit(th->world->trace, kind, th->process->unit, b.data, thread_now(th));
    buf_fini(&b);
    return unit;
}

sim_ns cost_ns(const struct thread *th, enum cost cost) { return th->world->options->cost_ps[cost] / 1000; }

enum answer release_gil(struct thread *th, struct call *c, sim_ns run_ns) {
    if (th->nested || th->process->thread_count <= 1) {
        if (run_ns > 0) charge_ns(th, run_ns);
        return DONE;
    }
    c->wait = (struct wait){.release = true, .run_ns = run_ns, .until_ns = thread_now(th) + run_ns, .cause = CAUSE_io, .object = NO_UNIT};
    return AGAIN;
}

bool deadline_get(struct thread *th, value timeout, sim_ns *until_ns) {
    sim_ns delay;
    *until_ns = NS_NEVER;
    if (timeout == NONE || timeout == NIL || timeout == from_small(-1)) return true;
    double d;
    if (float_get(th, timeout, &d)) {
        if (d == -1) return true;
    } else {
        return false;
    }
    if (!seconds_get(th, timeout, &delay)) return false;
    if (delay != NS_NEVER) *until_ns = thread_now(th) + delay;
    return true;
}

enum answer give_none(struct call *c) { return give(c, NONE); }
enum answer give_bool(struct call *c, bool b) { return give(c, from_bool(b)); }
enum answer give_int(struct thread *th, struct call *c, int64_t i) { return give(c, int_new(th, i)); }

bool version_at_least(const struct thread *th, int minor) { return th->world->options->minor >= minor; }

void address_text(struct thread *th, value v, struct buf *out) {
    buf_printf(out, " object at 0x%012llx", (unsigned long long)object_id(th, v));
}
