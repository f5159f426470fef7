/* Fusing: frequent sequences of instructions become one dispatch (load.h tells how that stays exact). */
#ifndef GILSCOPE_PYTHON_FUSE_H
#define GILSCOPE_PYTHON_FUSE_H

#include "python/load.h"

void code_fuse(struct code_obj *c);
/* Loops of trial division (idiom.h): their FOR_ITER becomes W_IDIOM. */
void code_find_idioms(struct thread *th, struct code_obj *c);

#endif
