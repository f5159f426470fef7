/* print, and the streams that are refused. Text goes to the process' buffer of the stream; the write(2) happens at a newline
 * (line-buffered), at flush, or when the buffer is full, under released GIL. Models bltinmodule.c builtin_print over
 * Modules/_io's TextIOWrapper and BufferedWriter. */
#include "python/call.h"
#include "stdlib/_io.h"
#include "stdlib/builtins.h"

static bool text_arg(struct thread *th, value v, const char *name, const char *fallback, const char **text, size_t *len) {
    if (v == NONE) {
        *text = fallback;
        *len = 1;
        return true;
    }
    if (!is_str(v)) return raise_error(th, "TypeError", "%s must be None or a string, not %s", name, type_name(v));
    *text = str_text(v, len);
    return true;
}

static bool line_text(struct thread *th, const struct call *c, struct buf *b) {
    const char *sep, *end;
    size_t sep_len, end_len;
    if (!text_arg(th, c->args[1], "sep", " ", &sep, &sep_len) || !text_arg(th, c->args[2], "end", "\n", &end, &end_len)) return false;
    for (size_t i = 0; i < tuple_len(c->args[0]); i++) {
        if (i) buf_add(b, sep, sep_len);
        if (!object_str(th, tuple_items(c->args[0])[i], b)) return false;
    }
    buf_add(b, end, end_len);
    return true;
}

/* Methods of the program are called for the text of an argument, or for its writing: the rest is Python's (builtins.py). */
static bool calls_program(struct thread *th, value args, value file) {
    if (!is_text_stream(file)) return true;
    for (size_t i = 0; i < tuple_len(args); i++)
        if (text_is_program(th, tuple_items(args)[i])) return true;
    return false;
}

enum answer builtin_print(struct thread *th, struct call *c) {
    if (c->phase > 0) return give_none(c);
    value file = c->args[3];
    bool flush;
    if (!object_truth(th, c->args[4], &flush)) return FAIL;
    if (file == NONE) file = io_standard(th, "stdout");
    if (file == NONE || file == NIL) return give_none(c);
    if (calls_program(th, c->args[0], file)) {
        value rest[] = {c->args[0], c->args[1], c->args[2], file, from_bool(flush)};
        enum answer answer = helper(th, c, is_text_stream(file) ? "print" : "print_on", NULL, 0);
        c->tail_tuple = tuple_new(th, rest, 5);
        return answer;
    }
    struct buf b = {0};
    bool ok = line_text(th, c, &b);
    if (ok) {
        charge(th, COST_print, 1);
        if (io_write(th, file, b.data, b.len, flush)) {
            buf_fini(&b);
            if (release_gil(th, c, cost_ns(th, COST_write)) == AGAIN) return AGAIN;
            return give_none(c);
        }
    }
    buf_fini(&b);
    return ok ? give_none(c) : FAIL;
}

enum answer builtin_input(struct thread *th, struct call *c) {
    (void)c;
    raise_unsupported(th, "input(): the simulated machine has no keyboard");
    return FAIL;
}

enum answer builtin_open(struct thread *th, struct call *c) {
    (void)c;
    raise_unsupported(th, "open(): the simulated machine has no disk");
    return FAIL;
}
