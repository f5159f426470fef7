/* What a program sees of a frame (sys._getframe, tb_frame, the stack of a warning or a log record): a picture of one moment,
 * made when asked for. Models CPython's frame objects (Objects/frameobject.c); simplified: f_locals is refused, and a
 * frame's line does not go on with it. Frames of our own library are left out. */
#ifndef GILSCOPE_PYTHON_FRAME_VIEW_H
#define GILSCOPE_PYTHON_FRAME_VIEW_H

#include "python/frame.h"

/* The program's own frames of th, innermost first: the one at `depth`; NIL when there are not so many. */
value frame_view(struct thread *th, int64_t depth);
/* A frame that an exception has left. */
value frame_view_of_code(struct thread *th, const struct code *code, int line);
/* What a NATIVE_hidden function of our library needs to say where its caller is: false: there is none. */
struct frame_place {
    const struct code *code;
    int line;
    value globals;
};
bool frame_place(struct thread *th, int64_t depth, struct frame_place *out);

extern const struct type type_frame_view;

#endif
