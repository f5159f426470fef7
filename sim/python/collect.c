#include "python/collect.h"

#include "python/attr.h"
#include "python/exception.h"
#include "python/generator.h"
#include "python/iter.h"

bool collect_wanted(struct thread *th, value v) {
    if (!is_obj(v)) return false;
    const struct type *t = type_of(v);
    if (t == &type_generator) return true;
    if (!is_class(t) || !(t->flags & TYPE_hooks)) return false;
    if (type_lookup_cstr(th, t, "keys") != NIL) return false; /* dict() must see the mapping, not a list of its keys */
    if (program_special(th, v, NAME_iter) != NIL || program_special(th, v, NAME_next) != NIL) return true;
    return program_special(th, v, NAME_getitem) != NIL && type_lookup(th, t, name_of(th, NAME_iter)) == NIL;
}

bool collect_needed(struct thread *th, const struct signature *s, const value *args) {
    for (int i = 0; i < s->count; i++)
        if (s->params[i].drain && args[i] != NIL && collect_wanted(th, args[i])) return true;
    return false;
}

/* -- iter() and next() of anything, as steps -- */

static enum did iter_go(struct thread *th, struct frame *f, value v) {
    const struct type *t = type_of(v);
    value m = type_lookup(th, t, name_of(th, NAME_next));
    if (m == NIL) {
        raise_error(th, "TypeError", "iter() returned non-iterator of type '%s'", t->name);
        return DID_raise;
    }
    return frame_finish(th, f, v);
}
static const struct step step_iter = {"iter", iter_go, NULL};

enum did iterate_begin(struct thread *th, value iterable, enum deliver deliver) {
    value m = program_special(th, iterable, NAME_iter), it;
    if (m != NIL) {
        if (m == NONE) {
            raise_error(th, "TypeError", "'%s' object is not iterable", type_name(iterable));
            return DID_raise;
        }
        frame_push_step(th, &step_iter, 0, deliver);
        return call_special(th, m, iterable, NULL, 0, DELIVER_push, NIL);
    }
    if (!object_iter(th, iterable, &it)) return DID_raise;
    return deliver_value(th, deliver, NIL, it);
}

enum did iterate_next(struct thread *th, value iterator, enum deliver deliver) {
    if (is_obj(iterator) && type_of(iterator) == &type_generator) return generator_resume(th, generator_of(iterator), NONE, deliver);
    value m = program_special(th, iterator, NAME_next), got;
    if (m != NIL) return call_special(th, m, iterator, NULL, 0, deliver, NIL);
    switch (object_next(th, iterator, &got)) {
    case NEXT_value: return deliver_value(th, deliver, NIL, got);
    case NEXT_end: raise_stop(th, NONE); break;
    case NEXT_fail: break;
    }
    return DID_raise;
}

/* -- collecting -- */

enum { SLOT_list, SLOT_iterator, SLOTS };

/* Who asked for the list goes through it, an item's cost each: when that ends after the run, there is no need for more. */
static bool worth_it(struct thread *th, size_t n) {
    int64_t costs_ns = th->world->options->cost_ps[COST_item] * (int64_t)n / 1000;
    if (thread_now(th) + costs_ns > kernel_until(th->world->kernel)) charge_ns(th, costs_ns);
    th->rounds += 1024;
    return thread_goes_on(th);
}

/* number: how many are still wanted, -1: all. Returns when something else must run first. */
static enum did collect_go(struct thread *th, struct frame *f, value v) {
    if (f->stage == 0) {
        f->slots[SLOT_iterator] = v;
        f->stage = 1;
    } else {
        list_append(th, f->slots[SLOT_list], v);
        if (f->number > 0) f->number--;
        if ((list_len(f->slots[SLOT_list]) & 1023) == 0 && !worth_it(th, list_len(f->slots[SLOT_list]))) return DID_raise;
    }
    if (f->number == 0) return frame_finish(th, f, f->slots[SLOT_list]);
    return iterate_next(th, f->slots[SLOT_iterator], DELIVER_next);
}

static enum did collect_raised(struct thread *th, struct frame *f) {
    if (f->stage == 1 && exc_matches(th, "StopIteration")) {
        exc_take(th);
        return frame_finish(th, f, f->slots[SLOT_list]);
    }
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}
static const struct step step_collect = {"collect", collect_go, collect_raised};

enum did collect_start(struct thread *th, value iterable, int32_t most, enum deliver deliver) {
    struct frame *f = frame_push_step(th, &step_collect, SLOTS, deliver);
    f->slots[SLOT_list] = list_new(th, NULL, 0);
    f->number = most;
    return iterate_begin(th, iterable, DELIVER_push);
}
