#include "python/collect.h"

#include "python/attr.h"
#include "python/exception.h"
#include "python/generator.h"
#include "python/iter.h"
#include "python/type_int.h"
#include "python/type_tuple.h"

static struct iter_obj *iter_of(value v) { return (struct iter_obj *)obj_of(v); }

bool collect_inside(struct thread *th, value v) {
    const struct type *t = is_obj(v) ? type_of(v) : NULL;
    const struct iter_obj *it = iter_of(v);
    if (t == &type_enumerate) return collect_wanted(th, it->source);
    if (t == &type_iterator || t == &type_reversed) return it->source != NIL && program_special(th, it->source, NAME_getitem) != NIL;
    if (t == &type_zip && it->expect >= 0)
        for (size_t i = 0; i < tuple_len(it->extra); i++)
            if (collect_wanted(th, tuple_items(it->extra)[i])) return true;
    return false;
}

bool collect_wanted(struct thread *th, value v) {
    if (!is_obj(v)) return false;
    const struct type *t = type_of(v);
    if (t == &type_generator || collect_inside(th, v)) return true;
    if (!is_class(t) || !(t->flags & TYPE_hooks)) return false;
    if (program_special(th, v, NAME_iter) != NIL || program_special(th, v, NAME_next) != NIL) return true;
    return program_special(th, v, NAME_getitem) != NIL && type_lookup(th, t, name_of(th, NAME_iter)) == NIL;
}

bool collect_argument(struct thread *th, const struct native_param *p, value v) {
    if (!p->drain || v == NIL || !collect_wanted(th, v)) return false;
    return !p->pairs || !is_class(type_of(v)) || type_lookup_cstr(th, type_of(v), "keys") == NIL; /* not a list of its keys */
}

bool collect_needed(struct thread *th, const struct signature *s, const value *args) {
    for (int i = 0; i < s->count; i++)
        if (collect_argument(th, &s->params[i], args[i])) return true;
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

/* enumerate: slot: the enumerate object. */
static enum did enumerate_go(struct thread *th, struct frame *f, value v) {
    struct iter_obj *e = iter_of(f->slots[0]);
    value at = e->extra;
    if (!int_add(th, at, from_small(1), &e->extra)) return DID_raise;
    return frame_finish(th, f, tuple_pair(th, at, v));
}
static const struct step step_enumerate = {"enumerate", enumerate_go, NULL};

/* The old protocol, to and fro. slot: the iterator. */
static enum did item_go(struct thread *th, struct frame *f, value v) {
    struct iter_obj *it = iter_of(f->slots[0]);
    it->at += type_of(f->slots[0]) == &type_reversed ? -1 : 1;
    return frame_finish(th, f, v);
}
static enum did item_raised(struct thread *th, struct frame *f) {
    bool end = exc_matches(th, "IndexError") || exc_matches(th, "StopIteration");
    if (end) {
        exc_take(th);
        iter_of(f->slots[0])->source = NIL;
        raise_stop(th, NONE);
    }
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}
static const struct step step_item = {"item", item_go, item_raised};

/* zip. slots: the zip object and the row; number: the part that is asked. stage 1: the first has ended, and strict wants all others to. */
enum { SLOT_zip, SLOT_row, ZIP_SLOTS };

static enum did zip_ask(struct thread *th, struct frame *f) {
    value parts = iter_of(f->slots[SLOT_zip])->extra;
    if ((size_t)f->number < tuple_len(parts)) return iterate_next(th, tuple_items(parts)[f->number], DELIVER_next);
    if (f->stage == 0) return frame_finish(th, f, f->slots[SLOT_row]);
    raise_stop(th, NONE);
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}

static enum did zip_go(struct thread *th, struct frame *f, value v) {
    if (f->stage == 1) {
        zip_uneven(th, "longer", (size_t)f->number);
        return DID_raise;
    }
    tuple_items(f->slots[SLOT_row])[f->number++] = v;
    return zip_ask(th, f);
}

static enum did zip_raised(struct thread *th, struct frame *f) {
    struct iter_obj *it = iter_of(f->slots[SLOT_zip]);
    if (exc_matches(th, "StopIteration")) {
        it->expect = -1;
        bool strict = it->source != NIL, first = f->number++ == 0;
        if (strict && (first || f->stage == 1)) {
            exc_take(th);
            f->stage = 1;
            return zip_ask(th, f);
        }
        if (strict) {
            exc_take(th);
            zip_uneven(th, "shorter", (size_t)f->number - 1);
        }
    }
    th->frame = frame_back(f);
    frame_free(th, f);
    return DID_raise;
}
static const struct step step_zip = {"zip", zip_go, zip_raised};

static enum did inside_next(struct thread *th, value v, enum deliver deliver) {
    const struct type *t = type_of(v);
    struct iter_obj *it = iter_of(v);
    if (t == &type_zip) {
        struct frame *f = frame_push_step(th, &step_zip, ZIP_SLOTS, deliver);
        f->slots[SLOT_zip] = v;
        f->slots[SLOT_row] = tuple_new(th, NULL, tuple_len(it->extra));
        return zip_ask(th, f);
    }
    if (t == &type_enumerate) {
        frame_push_step(th, &step_enumerate, 1, deliver)->slots[0] = v;
        return iterate_next(th, it->source, DELIVER_next);
    }
    if (it->at < 0) {
        raise_stop(th, NONE);
        return DID_raise;
    }
    frame_push_step(th, &step_item, 1, deliver)->slots[0] = v;
    value at = from_small(it->at);
    return call_special(th, program_special(th, it->source, NAME_getitem), it->source, &at, 1, DELIVER_push, NIL);
}

enum did iterate_next(struct thread *th, value iterator, enum deliver deliver) {
    if (is_obj(iterator) && type_of(iterator) == &type_generator) return generator_resume(th, generator_of(iterator), NONE, deliver);
    if (collect_inside(th, iterator)) return inside_next(th, iterator, deliver);
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

static enum did run_next(struct thread *th, struct args a) { return iterate_next(th, a.items[0], DELIVER_next); }
const struct operation operation_next = OPERATION(run_next);
