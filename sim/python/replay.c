#include "python/replay.h"

#include "python/call.h"
#include "python/exception.h"
#include "python/heap.h"
#include "python/type_list.h"

enum { SLOT_answers, SLOTS };
enum { ANSWER_callable, ANSWER_raised, ANSWER_value, ANSWER }; /* of each in the list */
enum { SYNCS_MAX = 2000 };

static bool redone(unsigned redo) {
    switch (redo) {
    case REDO_native: case W_BINARY_OP: case W_UNARY_POSITIVE: case W_UNARY_NEGATIVE: case W_UNARY_INVERT: case W_COMPARE_OP: case W_CONTAINS_OP:
    case W_BINARY_SUBSCR: case W_STORE_SUBSCR: case W_DELETE_SUBSCR: case W_UNARY_NOT: case W_POP_JUMP_IF_FALSE: case W_POP_JUMP_IF_TRUE:
    case W_JUMP_IF_FALSE_OR_POP: case W_JUMP_IF_TRUE_OR_POP: case W_BUILD_SET: case W_BUILD_MAP: case W_BUILD_CONST_KEY_MAP: case W_SET_ADD:
    case W_MAP_ADD: case W_SET_UPDATE: case W_DICT_UPDATE: case W_DICT_MERGE: case W_LIST_EXTEND: case W_FORMAT_VALUE: case W_LOAD_ATTR:
    case W_STORE_ATTR: case W_LOAD_METHOD: case W_MATCH_KEYS: case W_MATCH_CLASS:
        return true;
    default: return false;
    }
}

void replay_begin(struct thread *th) {
    if (!th->again) {
        th->answers = NIL;
        th->answered = 0;
    }
    th->again = false;
}

bool replay_may_stop(const struct thread *th, bool sync) {
    return th->stuck == 0 && (!sync || th->answers == NIL || list_len(th->answers) < ANSWER * SYNCS_MAX);
}

bool replay_answered(struct thread *th, value callable, bool *ok, value *out) {
    *ok = false;
    if (th->stopped) { /* somebody overheard that it gives up */
        if (th->exc == NIL) raise_error(th, "BaseException", "gilscope: stopped");
        return true;
    }
    if (th->answers == NIL || th->answered >= list_len(th->answers)) return false;
    const value *a = list_items(th->answers) + th->answered;
    if (a[ANSWER_callable] != callable && type_of(callable) != &type_method) {
        raise_error(th, "RuntimeError", "gilscope: C code that was called again after a callback had blocked asked another callback");
        return true;
    }
    th->answered += ANSWER;
    *ok = a[ANSWER_raised] == FALSE;
    if (*ok) *out = a[ANSWER_value];
    else th->exc = a[ANSWER_value];
    return true;
}

static void answer_add(struct thread *th, value list, value callable, bool raised, value v) {
    list_append(th, list, callable);
    list_append(th, list, from_bool(raised));
    list_append(th, list, v);
}

static void answer_note(struct thread *th, value callable, bool raised, value v) {
    if (!redone(th->redo)) return;
    if (th->answers == NIL) th->answers = list_new(th, NULL, 0);
    answer_add(th, th->answers, callable, raised, v);
    th->answered = (uint32_t)list_len(th->answers);
}

bool replay_note(struct thread *th, value callable, value made) {
    answer_note(th, callable, false, made);
    return true;
}

/* -- nested runs -- */

void nest_begin(struct thread *th, struct nest *n, value callable) {
    *n = (struct nest){th->answers, th->answered, th->redo, th->again, !redone(th->redo), th->call_pending, callable, th->frame};
    th->call_pending = th->again = false;
    th->answers = NIL;
    th->answered = 0;
    th->redo = REDO_never;
    th->stuck += n->stuck;
    th->nested++;
}

bool nest_end(struct thread *th, struct nest *n, enum vm_stop stop, value *out) {
    ASSERT(stop == VM_done || stop == VM_raised || stop == VM_sync || stop == VM_blocked || th->over);
    th->nested--;
    th->stuck -= n->stuck;
    th->answers = n->answers;
    th->answered = n->answered;
    th->redo = n->redo;
    th->again = n->again;
    if (th->over) th->frame = n->base->back == NIL ? NULL : frame_back(n->base); /* it is never gone on with */
    if (!th->over && (stop == VM_sync || stop == VM_blocked)) {
        n->base->keep = n->callable;
        n->base->slots[SLOT_answers] = th->answers;
        th->stopped = th->frame;
        th->stopped_base = n->base;
        th->stopped_sync = stop == VM_sync;
        th->frame = frame_back(n->base);
        raise_error(th, "BaseException", "gilscope: stopped");
        return false;
    }
    th->call_pending = n->pending;
    *out = th->result;
    bool ok = stop == VM_done;
    if (!th->over) answer_note(th, n->callable, !ok, ok ? *out : th->exc);
    return ok;
}

/* -- doing it again -- */

/* The callback's value (or exception) has come to the answer frame: below it lies who asked. */
static enum did answered(struct thread *th, struct frame *f, bool raised, value v) {
    value answers = f->slots[SLOT_answers] != NIL ? f->slots[SLOT_answers] : list_new(th, NULL, 0);
    answer_add(th, answers, f->keep, raised, v);
    struct frame *asker = frame_back(f);
    th->frame = asker;
    frame_free(th, f);
    th->answers = answers;
    th->answered = 0;
    th->again = true;
    if (asker->kind == FRAME_native) return native_resume(th, asker);
    th->forgive_ps = asker->code->words[asker->at].base_cost;
    return DID_frame;
}

static enum did answer_go(struct thread *th, struct frame *f, value v) { return answered(th, f, false, v); }
static enum did answer_raised(struct thread *th, struct frame *f) { return answered(th, f, true, exc_take(th)); }
static const struct step step_answer = {"answer", answer_go, answer_raised};

/* The callback's frames go on top of who asked. */
static enum did stop(struct thread *th, struct frame *asker) {
    struct frame *base = th->stopped_base;
    base->step = &step_answer;
    base->back = from_obj(asker);
    th->frame = th->stopped;
    th->stopped = th->stopped_base = NULL;
    th->exc = th->answers = NIL;
    th->answered = 0;
    return th->stopped_sync ? DID_sync : DID_blocked;
}

enum did replay_instruction(struct thread *th, struct frame *f, uint32_t sp) {
    while (th->frame != f) { /* steps that the instruction had begun */
        struct frame *top = th->frame;
        th->frame = frame_back(top);
        frame_free(th, top);
    }
    f->sp = sp;
    f->ip = f->at;
    return stop(th, f);
}

enum did replay_native(struct thread *th, struct frame *f) { return stop(th, f); }
