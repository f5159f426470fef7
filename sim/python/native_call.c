/* Calling C functions: binding by the signature text, running, and the four answers. A call that cannot be over at once
 * (not in sync, AGAIN, arguments to be collected) gets a native frame that holds its arguments. */
#include <string.h>

#include "python/attr.h"
#include "python/call.h"
#include "python/collect.h"
#include "python/heap.h"
#include "python/replay.h"
#include "python/type_dict.h"
#include "python/type_str.h"
#include "python/type_tuple.h"

enum { SMALL = 16 };
enum stage { STAGE_drain, STAGE_ready, STAGE_waiting };

static const char *shown_name(const struct native_obj *n) {
    bool make = n->owner && n->native == n->owner->make;
    return make ? n->owner->name : n->native->name;
}

/* Parameters that the caller does not count: self, cls. */
static int hidden_params(const struct native_obj *n, value first) {
    return first != NIL || (n->owner && (n->native == n->owner->make || !(n->native->flags & NATIVE_static))) ? 1 : 0;
}

static bool raise_too_many(struct thread *th, const struct native_obj *n, const struct signature *s, size_t given, int hidden) {
    int least = s->required - hidden, most = s->positional - hidden;
    given -= (size_t)hidden;
    const char *name = shown_name(n);
    if (most < 0) most = 0;
    if (least < 0) least = 0;
    bool only_positional = s->positional_only >= s->positional;
    bool make = n->owner && n->native == n->owner->make, named = s->count > s->positional;
    if (most == 0 && named) return raise_error(th, "TypeError", "%s() takes no positional arguments", name);
    if (most == 0)
        return raise_error(th, "TypeError", "%s%s%s() takes no arguments (%zu given)", n->owner ? n->owner->name : "", n->owner ? "." : "", name, given);
    if (only_positional && least == most && most == 1 && (make || named)) return raise_error(th, "TypeError", "%s expected 1 argument, got %zu", name, given);
    if (only_positional && least == most && most == 1)
        return raise_error(th, "TypeError", "%s%s%s() takes exactly one argument (%zu given)", n->owner ? n->owner->name : "", n->owner ? "." : "", name, given);
    if (only_positional && least == most) return raise_error(th, "TypeError", "%s expected %d arguments, got %zu", name, most, given);
    if (only_positional) return raise_error(th, "TypeError", "%s expected at most %d argument%s, got %zu", name, most, most == 1 ? "" : "s", given);
    if (least == most)
        return raise_error(th, "TypeError", "%s() takes %d positional argument%s but %zu %s given", name, most, most == 1 ? "" : "s", given,
                           given == 1 ? "was" : "were");
    return raise_error(th, "TypeError", "%s() takes at most %d argument%s (%zu given)", name, most, most == 1 ? "" : "s", given);
}

static bool raise_missing(struct thread *th, const struct native_obj *n, const struct signature *s, size_t given, int at, int hidden) {
    int least = s->required - hidden, most = s->positional - hidden;
    const char *name = shown_name(n);
    given -= given >= (size_t)hidden ? (size_t)hidden : given;
    bool make = n->owner && n->native == n->owner->make, named = s->count > s->positional;
    if (at < hidden && make) return raise_error(th, "TypeError", "%s.__new__(): not enough arguments", name);
    if (at < hidden) return raise_error(th, "TypeError", "unbound method %s.%s() needs an argument", n->owner ? n->owner->name : "", name);
    if (at < s->positional_only && s->args_at < 0) {
        if (least == most && most == 1 && (make || named)) return raise_error(th, "TypeError", "%s expected 1 argument, got %zu", name, given);
        if (least == most && most == 1)
            return raise_error(th, "TypeError", "%s%s%s() takes exactly one argument (%zu given)", n->owner ? n->owner->name : "", n->owner ? "." : "", name, given);
        if (least == most) return raise_error(th, "TypeError", "%s expected %d arguments, got %zu", name, most, given);
        return raise_error(th, "TypeError", "%s expected at least %d argument%s, got %zu", name, least, least == 1 ? "" : "s", given);
    }
    return raise_error(th, "TypeError", "%s() missing required argument '%s' (pos %d)", name, s->params[at].name, at + 1 - hidden);
}

static bool bind_keywords(struct thread *th, const struct native_obj *n, const struct signature *s, value *bound, struct args a) {
    for (size_t i = 0; i < tuple_len(a.kwnames); i++) {
        value name = tuple_items(a.kwnames)[i], item = a.items[a.npos + i];
        int at = s->positional_only;
        while (at < s->count && (at == s->args_at || at == s->kwargs_at || !str_equal(s->params[at].interned, name))) at++;
        if (at < s->count) {
            if (bound[at] != NIL)
                return raise_error(th, "TypeError", "%s() got multiple values for argument '%s'", shown_name(n), s->params[at].name);
            bound[at] = item;
        } else if (s->kwargs_at >= 0) {
            if (bound[s->kwargs_at] == NIL) bound[s->kwargs_at] = dict_new(th);
            if (!dict_set(th, bound[s->kwargs_at], str_intern(th, name), item)) return false;
        } else {
            size_t len;
            bool none = s->positional_only >= s->count;
            if (none) return raise_error(th, "TypeError", "%s() takes no keyword arguments", shown_name(n));
            return raise_error(th, "TypeError", "'%s' is an invalid keyword argument for %s()", str_text(name, &len), shown_name(n));
        }
    }
    return true;
}

/* Arguments (first in front, when not NIL) to bound[0..count). */
static bool bind(struct thread *th, const struct native_obj *n, const struct signature *s, value *bound, value first, struct args a) {
    size_t skip = first != NIL, npos = a.npos + skip, positional = (size_t)s->positional;
    int hidden = hidden_params(n, first);
    memset(bound, 0, (size_t)s->count * sizeof(value));
    size_t take = npos < positional ? npos : positional;
    for (size_t i = 0; i < take; i++) bound[i] = i < skip ? first : a.items[i - skip];
    if (npos > positional && s->args_at < 0) return raise_too_many(th, n, s, npos, hidden);
    if (s->args_at >= 0) {
        size_t from = take > skip ? take - skip : 0;
        bound[s->args_at] = tuple_new(th, a.npos > from ? a.items + from : NULL, a.npos - from);
    }
    if (a.kwnames != NIL && !bind_keywords(th, n, s, bound, a)) return false;
    for (int i = 0; i < s->count; i++) {
        if (bound[i] != NIL || i == s->kwargs_at) continue;
        if (s->params[i].has_default) bound[i] = s->params[i].fallback;
        else return raise_missing(th, n, s, npos, i, hidden);
    }
    return true;
}

/* X.__new__(cls): cls must be X or derived from it. */
static bool class_fits(struct thread *th, const struct type *owner, value cls) {
    if (!is_type(cls)) return raise_error(th, "TypeError", "%s.__new__(X): X is not a type object (%s)", owner->name, type_name(cls));
    const struct type *t = as_type(cls);
    if (t == owner || type_is_sub(t, owner)) return true;
    return raise_error(th, "TypeError", "%s.__new__(%s): %s is not a subtype of %s", owner->name, t->name, t->name, owner->name);
}

static bool self_fits(struct thread *th, const struct native_obj *n, value self) {
    if (n->owner && n->native == n->owner->make) return class_fits(th, n->owner, self);
    if (!n->owner || (n->native->flags & (NATIVE_class | NATIVE_static))) return true;
    if (is_a(self, n->owner)) return true;
    return raise_error(th, "TypeError", "descriptor '%s' for '%s' objects doesn't apply to a '%s' object", n->native->name, n->owner->name, type_name(self));
}

/* -- running -- */

static struct frame *native_frame(struct thread *th, value native, const struct call *c, enum deliver deliver, value keep) {
    struct frame *f = frame_new(th, FRAME_native, c->nargs);
    f->function = native;
    f->deliver = (uint8_t)deliver;
    f->keep = keep;
    values_copy(f->slots, c->args, c->nargs);
    frame_enter(th, f);
    return f;
}

/* The call waits: what it needs later goes to th->call and its frame f. */
static enum did native_wait(struct thread *th, struct frame *f, const struct call *c) {
    if (th->nested && !replay_may_stop(th, false)) {
        raise_error(th, "RuntimeError", "gilscope: %s would block inside a callback from C code", native_of(f->function)->native->name);
        th->call_pending = false;
        th->frame = frame_back(f);
        frame_free(th, f);
        return DID_raise;
    }
    if (c != &th->call) th->call = *c;
    th->call.args = f->slots;
    th->call_args = from_obj(f);
    th->call_pending = true;
    f->stage = STAGE_waiting;
    return DID_blocked;
}

static enum did native_tail(struct thread *th, const struct call *c, enum deliver deliver, value keep) {
    if (c->tail_tuple != NIL || c->tail_kwargs != NIL) {
        value args = c->tail_tuple != NIL ? c->tail_tuple : tuple_new(th, c->tail_args, c->tail_count);
        return call_spread(th, c->tail, args, c->tail_kwargs, deliver, keep);
    }
    return call_value(th, c->tail, (struct args){c->tail_args, c->tail_count, NIL}, deliver, keep);
}

/* Runs it: an operation of its own for the callbacks it makes. */
static enum answer run(struct thread *th, const struct native *row, struct call *c) {
    uint8_t outer = th->redo;
    if (th->answers != NIL || th->again) replay_begin(th);
    th->redo = c->phase > 0 || (row->flags & NATIVE_once) ? REDO_never : REDO_native;
    enum answer answer = row->fn(th, c);
    th->redo = outer;
    if (th->answers != NIL && !th->stopped) replay_begin(th);
    return answer;
}

static bool must_sync(struct thread *th, const struct native *row) {
    return (row->flags & NATIVE_sync) && !in_sync(th) && (!th->nested || replay_may_stop(th, true));
}

/* Acts on an answer. f: the call's frame (on top), or NULL when it has none yet. */
static enum did native_answer(struct thread *th, value native, struct call *c, enum answer answer, struct frame *f, enum deliver deliver, value keep) {
    if (!(native_of(native)->native->flags & NATIVE_nopoll)) th->ran_native = true;
    if (th->stopped) {
        if (!f) f = native_frame(th, native, c, deliver, keep);
        f->stage = STAGE_ready;
        return replay_native(th, f);
    }
    if (answer == AGAIN) return native_wait(th, f ? f : native_frame(th, native, c, deliver, keep), c);
    if (f) { /* over: the frame goes, c lives in the thread or on the C stack */
        th->frame = f->back == NIL ? NULL : frame_back(f);
        frame_free(th, f);
        th->call_pending = false;
        th->call_args = NIL;
    }
    switch (answer) {
    case DONE: return deliver_value(th, deliver, keep, c->result);
    case TAIL: return native_tail(th, c, deliver, keep);
    case FAIL: case AGAIN: break;
    }
    return DID_raise;
}

/* Our own hidden functions stand for nothing that CPython does, and native-flavoured library code is C calling C. */
static void charge_call(struct thread *th, const struct native *n) {
    const struct frame *f = th->frame;
    if (n->flags & (NATIVE_hidden | NATIVE_special)) return;
    if (f && f->kind == FRAME_python && (f->code->code->flags & CODE_native)) return;
    charge(th, COST_native_call, 1);
}

enum did native_call(struct thread *th, value native, value first, struct args a, enum deliver deliver, value keep) {
    struct native_obj *n = native_of(native);
    const struct signature *s = n->signature ? n->signature : native_signature(th, n);
    value small[SMALL];
    struct call c = {.self_fn = native, .nargs = (size_t)s->count};
    c.args = s->count <= SMALL ? small : heap_values(th, (size_t)s->count)->items;
    if (!bind(th, n, s, c.args, first, a)) return DID_raise;
    if (s->count && !self_fits(th, n, c.args[0])) return DID_raise;
    if (s->drains && collect_needed(th, s, c.args)) {
        struct frame *f = native_frame(th, native, &c, deliver, keep);
        f->stage = STAGE_drain;
        return native_resume(th, f);
    }
    charge_call(th, n->native);
    if (must_sync(th, n->native)) {
        native_frame(th, native, &c, deliver, keep)->stage = STAGE_ready;
        return DID_sync;
    }
    return native_answer(th, native, &c, run(th, n->native, &c), NULL, deliver, keep);
}

/* One argument after the other that still has to be collected. */
static enum did drain_next(struct thread *th, struct frame *f) {
    const struct signature *s = native_of(f->function)->signature;
    for (int i = 0; i < s->count; i++)
        if (collect_argument(th, &s->params[i], f->slots[i])) {
            f->number = i;
            return collect_start(th, f->slots[i], -1, DELIVER_push);
        }
    f->stage = STAGE_ready;
    charge_call(th, native_of(f->function)->native);
    return DID_next;
}

void native_collected(struct frame *f, value list) { f->slots[f->number] = list; }

enum did native_resume(struct thread *th, struct frame *f) {
    value native = f->function;
    const struct native *row = native_of(native)->native;
    if (f->stage == STAGE_drain) {
        enum did did = drain_next(th, f);
        if (did != DID_next) return did;
    }
    struct call fresh = {.self_fn = native, .nargs = f->room, .args = f->slots}, *c = &fresh;
    if (f->stage == STAGE_waiting) {
        c = &th->call;
        c->phase++;
        c->tail = c->tail_tuple = c->tail_kwargs = NIL;
    } else if (must_sync(th, row)) {
        return DID_sync;
    }
    if (must_sync(th, row)) {
        c->phase--;
        return DID_sync;
    }
    struct call copy = *c; /* a nested or following call may use th->call */
    enum answer answer = run(th, row, &copy);
    return native_answer(th, native, &copy, answer, f, (enum deliver)f->deliver, f->keep);
}
