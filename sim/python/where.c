/* Where a thread is in the source: for the trace, its line records, and nothing else. */
#include <string.h>

#include "python/exec.h"
#include "python/generator.h"
#include "trace/trace.h"

enum { LINES_PER_STEP = 2048 };

/* Innermost frame of the program itself; *word its current word. */
static const struct frame *visible(const struct frame *f, bool innermost, uint32_t *word) {
    for (; f; f = f->back == NIL ? NULL : frame_back(f), innermost = false) {
        if (f->kind != FRAME_python) {
            innermost = false;
            continue;
        }
        if (f->code->code->flags & (CODE_hidden | CODE_native)) continue;
        *word = innermost ? f->ip : f->at;
        return f;
    }
    return NULL;
}

static uint32_t where_of(struct thread *th, const struct code_obj *c, int line) {
    int32_t at = line - c->code->first_line;
    if (at < 0 || at >= c->line_count) return 0;
    if (!c->wheres[at]) c->wheres[at] = trace_where(th->world->trace, c->code->source->name, line, c->code->qualname);
    return c->wheres[at];
}

uint32_t vm_where(struct thread *th) {
    uint32_t word;
    const struct frame *f = visible(th->frame, false, &word);
    if (!f || !th->world->trace) return 0;
    int line = code_line(f->code, word);
    return line ? where_of(th, f->code, line) : 0;
}

/* What a suspended generator delegates to, through the wrappers of `await`. */
static value delegate(value v) {
    if (!is_obj(v)) return NIL;
    if (is_generator(v)) return generator_yield_from(generator_of(v));
    if (type_of(v) == &type_coroutine_await) return ((const struct coroutine_await *)obj_of(v))->coroutine;
    if (type_of(v) == &type_asend) return ((const struct asend *)obj_of(v))->generator;
    return NIL;
}

uint32_t vm_where_suspended(struct thread *th, value coroutine) {
    uint32_t where = 0;
    for (value v = coroutine; v != NIL; v = delegate(v)) {
        if (!is_obj(v) || !is_generator(v) || generator_of(v)->frame == NIL) continue;
        const struct frame *f = frame_of(generator_of(v)->frame);
        int line = f->code->code->flags & (CODE_hidden | CODE_native) ? 0 : code_line(f->code, f->at);
        if (line) where = where_of(th, f->code, line);
    }
    return where;
}

static int depth_of(const struct frame *f) {
    int depth = 0;
    for (; f; f = f->back == NIL ? NULL : frame_back(f))
        if (f->kind == FRAME_python && !(f->code->code->flags & (CODE_hidden | CODE_native))) depth++;
    return depth;
}

bool line_tell(struct thread *th, const struct frame *f) {
    uint32_t word;
    const struct frame *v = visible(f, true, &word);
    int line = v && th->world->trace && th->task ? code_line(v->code, word) : 0;
    uint32_t where = line ? where_of(th, v->code, line) : 0;
    if (!where || where == th->where) return true;
    if (!in_sync(th)) return false;
    th->where = where;
    thread_trace_at(th, EV_line, th->world->trace->wheres[where].function, depth_of(v), where);
    if (++th->line_count % LINES_PER_STEP == 0) th->line_step_ns = th->line_step_ns ? 2 * th->line_step_ns : NS_US;
    th->line_due_ns = thread_now(th) + th->line_step_ns;
    return true;
}
