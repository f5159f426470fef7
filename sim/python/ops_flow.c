/* Calls, iteration, with, exceptions: the parts that are not in the loop itself. */
#include <string.h>

#include "python/attr.h"
#include "python/collect.h"
#include "python/exception.h"
#include "python/exec.h"
#include "python/generator.h"
#include "python/iter.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

/* -- calls -- */

enum did op_call(struct thread *th, struct frame *f, int32_t n) {
    value *base = f->slots + f->sp - n - 2, kwnames = f->kwnames;
    size_t named = kwnames == NIL ? 0 : tuple_len(kwnames);
    f->kwnames = NIL;
    f->sp -= (uint32_t)n + 2;
    th->ran_native = false;
    if (base[0] == NIL) return call_value(th, base[1], (struct args){base + 2, (size_t)n - named, kwnames}, DELIVER_push, NIL);
    return call_value(th, base[0], (struct args){base + 1, (size_t)n + 1 - named, kwnames}, DELIVER_push, NIL);
}

enum did call_spread_refused(struct thread *th, value callable, const char *why, const char *what, const char *end) {
    struct buf b = {0};
    if (callable_show(th, callable, &b)) raise_error(th, "TypeError", "%.*s %s%s%s%s", (int)b.len, b.data, why, *end ? "" : " ", what, end);
    buf_fini(&b);
    return DID_raise;
}

enum did op_call_ex(struct thread *th, struct frame *f, bool kwargs) {
    value args = f->slots[f->sp - (kwargs ? 2 : 1)], tuple = args;
    if (!is_tuple(args)) {
        if (collect_wanted(th, args) && !kwargs) {
            f->ip = f->at;
            return collect_start(th, f->slots[--f->sp], -1, DELIVER_push);
        }
        if (!tuple_from_iterable(th, args, &tuple)) {
            if (!exc_matches(th, "TypeError")) return DID_raise;
            exc_take(th);
            return call_spread_refused(th, f->slots[f->sp - (kwargs ? 3 : 2)], "argument after * must be an iterable, not", type_name(args), "");
        }
    }
    value kw = kwargs ? f->slots[f->sp - 1] : NIL;
    if (kw != NIL && !is_dict(kw)) {
        value flat = dict_new(th);
        if (!dict_update(th, flat, kw)) return DID_raise;
        kw = flat;
    }
    f->sp -= kwargs ? 4 : 3;
    th->ran_native = false;
    return call_spread(th, f->slots[f->sp + 1], tuple, kw, DELIVER_push, NIL);
}

enum did op_return_generator(struct thread *th, struct frame *f) {
    enum deliver deliver = (enum deliver)f->deliver;
    value keep = f->keep, g = generator_new(th, f);
    th->frame = f->back == NIL ? NULL : frame_back(f);
    th->depth--;
    f->back = f->keep = NIL;
    if (deliver == DELIVER_push && th->frame && th->frame->kind == FRAME_python) {
        generator_of(g)->birth_frame = from_obj(th->frame);
        generator_of(g)->birth_at = th->frame->at;
    }
    return deliver_value(th, deliver, keep, g);
}

/* -- iteration -- */

/* A generator that goes from the call that made it straight into a loop belongs to the loop alone. */
void op_claim(struct frame *f, value v) {
    struct generator *g = generator_of(v);
    uint32_t before = f->at - 1;
    if (before < f->code->word_count && f->code->words[before].op == W_POLL) before--;
    if (g->fresh && g->birth_frame == from_obj(f) && g->birth_at == before) g->loop_owned = true;
    g->fresh = false;
}

/* The library's function for what is dropped, by name; NIL: the module is not there. */
static value drop_function(struct thread *th, const char *name) { return dict_get_str(th->process->stdlib, str_interned(th, name)); }

enum did op_drop(struct thread *th, struct frame *f, value v) {
    struct generator *g = generator_of(v);
    value told = NIL;
    if (type_of(v) == &type_generator) return g->loop_owned ? generator_close(th, g, DELIVER_drop) : DID_next;
    if (type_of(v) == &type_async_generator) {
        if (!g->loop_owned || g->state != GEN_suspended || (told = drop_function(th, "builtins drop_agen")) == NIL) return DID_next;
        return call_1(th, told, v, DELIVER_drop);
    }
    bool statement = g->fresh && g->birth_frame == from_obj(f) && g->birth_at + 1 == f->at;
    if (!statement || g->state != GEN_created || (told = drop_function(th, "builtins never_awaited")) == NIL) return DID_next;
    g->state = GEN_closed;
    return call_1(th, told, g->qualname, DELIVER_drop);
}

enum did op_get_iter(struct thread *th, struct frame *f) {
    value v = f->slots[--f->sp];
    if (is_obj(v) && type_of(v) == &type_generator) {
        op_claim(f, v);
        return did_value(th, v);
    }
    return iterate_begin(th, v, DELIVER_push);
}

/* StopIteration of a program's __next__ ends the loop. */
static enum did for_go(struct thread *th, struct frame *f, value v) { return frame_finish(th, f, v); }
static enum did for_raised(struct thread *th, struct frame *f) {
    th->frame = frame_back(f);
    frame_free(th, f);
    if (!exc_matches(th, "StopIteration")) return DID_raise;
    exc_take(th);
    return generator_end(th, DELIVER_for, NONE);
}
static const struct step step_for = {"for", for_go, for_raised};

enum did op_for_iter(struct thread *th, struct frame *f) {
    value it = f->slots[f->sp - 1], got;
    const struct type *t = type_of(it);
    if (t == &type_generator) {
        struct generator *g = generator_of(it);
        return g->state == GEN_closed ? generator_end(th, DELIVER_for, NONE) : generator_resume(th, g, NONE, DELIVER_for);
    }
    value m = program_special(th, it, NAME_next);
    if (m != NIL) {
        frame_push_step(th, &step_for, 0, DELIVER_push);
        return call_special(th, m, it, NULL, 0, DELIVER_push, NIL);
    }
    if (collect_inside(th, it)) {
        frame_push_step(th, &step_for, 0, DELIVER_push);
        return iterate_next(th, it, DELIVER_next);
    }
    switch (object_next(th, it, &got)) {
    case NEXT_value: return did_value(th, got);
    case NEXT_end: return generator_end(th, DELIVER_for, NONE);
    case NEXT_fail: break;
    }
    if (!exc_matches(th, "StopIteration")) return DID_raise;
    exc_take(th);
    return generator_end(th, DELIVER_for, NONE);
}

/* -- with -- */

enum did op_before_with(struct thread *th, struct frame *f, bool async) {
    value v = f->slots[f->sp - 1];
    const struct type *t = type_of(v);
    value enter = type_lookup(th, t, name_of(th, async ? NAME_aenter : NAME_enter)), leave = special_lookup(th, v, async ? NAME_aexit : NAME_exit);
    if (enter == NIL || leave == NIL) {
        bool old = th->world->options->minor < 11;
        if (old) raise_error(th, "AttributeError", "%s", enter == NIL ? (async ? "__aenter__" : "__enter__") : async ? "__aexit__" : "__exit__");
        else if (enter == NIL) raise_error(th, "TypeError", "'%s' object does not support the %scontext manager protocol", t->name, async ? "asynchronous " : "");
        else raise_error(th, "TypeError", "'%s' object does not support the %scontext manager protocol (missed %s method)", t->name, async ? "asynchronous " : "", async ? "__aexit__" : "__exit__");
        return DID_raise;
    }
    f->slots[f->sp - 1] = leave;
    return call_special(th, enter, v, NULL, 0, DELIVER_push, NIL);
}

/* exit lasti previous exc -- ... result */
enum did op_with_except(struct thread *th, struct frame *f) {
    value exc = f->slots[f->sp - 1], leave = f->slots[f->sp - 4];
    value args[3] = {from_obj(type_of(exc)), exc, exc_tb(exc)};
    return call_value(th, leave, (struct args){args, 3, NIL}, DELIVER_push, NIL);
}

/* -- exceptions -- */

/* In a generator the previous exception is its own, not that of whoever happens to drive it. */
void op_push_exc(struct thread *th, struct frame *f) {
    value exc = f->slots[f->sp - 1], previous = f->owner != NIL ? f->handled : th->handled;
    f->slots[f->sp - 1] = previous == NIL ? NONE : previous;
    f->slots[f->sp++] = exc;
    th->handled = exc;
    if (f->owner != NIL) f->handled = exc;
}

void op_pop_except(struct thread *th, struct frame *f) {
    value previous = f->slots[--f->sp];
    if (previous == NONE) previous = NIL;
    if (f->owner != NIL) {
        f->handled = previous;
        if (previous == NIL) previous = f->caller_handled;
    }
    th->handled = previous;
}

static bool check_match_type(struct thread *th, value type) {
    if (is_exception_type(type)) return true;
    if (is_tuple(type)) {
        for (size_t i = 0; i < tuple_len(type); i++)
            if (!check_match_type(th, tuple_items(type)[i])) return false;
        return true;
    }
    return raise_error(th, "TypeError", "catching classes that do not inherit from BaseException is not allowed");
}

static bool matches(value exc, value type) {
    if (!is_tuple(type)) return is_a(exc, as_type(type));
    for (size_t i = 0; i < tuple_len(type); i++)
        if (matches(exc, tuple_items(type)[i])) return true;
    return false;
}

enum did op_exc_match(struct thread *th, struct frame *f) {
    value type = f->slots[--f->sp], exc = f->slots[f->sp - 1];
    if (!check_match_type(th, type)) return DID_raise;
    return did_value(th, from_bool(matches(exc, type)));
}

/* exc type -- rest match|None */
enum did op_eg_match(struct thread *th, struct frame *f) {
    value type = f->slots[f->sp - 1], exc = f->slots[f->sp - 2], match, rest;
    if (!check_match_type(th, type) || !exc_split(th, exc, type, &match, &rest)) return DID_raise;
    f->slots[f->sp - 2] = match == NONE ? exc : rest;
    f->slots[f->sp - 1] = match;
    if (match != NONE) {
        th->handled = match;
        if (f->owner != NIL) f->handled = match;
    }
    return DID_next;
}

/* raise X [from Y]: classes are called first. stage 0: the exception, 1: the cause. slots: exception, cause (NIL: none given) */
enum { SLOT_exc, SLOT_cause, SLOTS };

static enum did raise_now(struct thread *th, struct frame *f) {
    value exc = f->slots[SLOT_exc], cause = f->slots[SLOT_cause];
    th->frame = frame_back(f);
    frame_free(th, f);
    if (cause != NIL) {
        exc_of(exc)->cause = cause == NONE ? NIL : cause;
        exc_of(exc)->suppress = true;
    }
    raise_value(th, exc);
    return DID_raise;
}

static enum did raise_next(struct thread *th, struct frame *f) {
    value *v = &f->slots[f->stage];
    if (f->stage == SLOTS) return raise_now(th, f);
    if (is_exception_type(*v)) return call_0(th, *v, DELIVER_push);
    bool fine = is_exception(*v) || (f->stage == SLOT_cause && (*v == NIL || *v == NONE));
    if (!fine) {
        raise_error(th, "TypeError", f->stage == SLOT_exc ? "exceptions must derive from BaseException" : "exception causes must derive from BaseException");
        return DID_raise;
    }
    f->stage++;
    return raise_next(th, f);
}

static enum did raise_go(struct thread *th, struct frame *f, value v) {
    const char *class = as_type(f->slots[f->stage])->name;
    if (!is_exception(v)) {
        raise_error(th, "TypeError", "calling <class '%s'> should have returned an instance of BaseException, not <class '%s'>", class, type_name(v));
        return DID_raise;
    }
    f->slots[f->stage++] = v;
    return raise_next(th, f);
}
static const struct step step_raise = {"raise", raise_go, NULL};

enum did op_raise(struct thread *th, struct frame *f, int32_t n) {
    if (n == 0) {
        if (th->handled == NIL) {
            raise_error(th, "RuntimeError", "No active exception to reraise");
            return DID_raise;
        }
        th->exc = th->handled;
        return DID_reraise;
    }
    value cause = n == 2 ? f->slots[--f->sp] : NIL, exc = f->slots[--f->sp];
    struct frame *s = frame_push_step(th, &step_raise, SLOTS, DELIVER_push);
    s->slots[SLOT_exc] = exc;
    s->slots[SLOT_cause] = cause;
    return raise_next(th, s);
}

enum did op_reraise(struct thread *th, struct frame *f, bool lasti) {
    th->exc = f->slots[--f->sp];
    f->number = lasti ? (int32_t)small_of(f->slots[f->sp - 1]) + 1 : 0;
    return DID_reraise;
}

/* aiter exception -- : StopAsyncIteration ends the loop */
enum did op_end_async_for(struct thread *th, struct frame *f) {
    value exc = f->slots[--f->sp];
    if (is_a(exc, &type_StopAsyncIteration)) {
        f->sp--;
        return DID_next;
    }
    th->exc = exc;
    return DID_reraise;
}
