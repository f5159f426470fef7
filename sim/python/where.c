/* Where a thread is in the source: for the trace, its line records, and nothing else. */
#include <string.h>

#include "python/exec.h"
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
