/* Fusing: frequent sequences of instructions become one dispatch (load.h tells how that stays exact). */
#ifndef GILSCOPE_PYTHON_FUSE_H
#define GILSCOPE_PYTHON_FUSE_H

#include "python/load.h"

void code_fuse(struct thread *th, struct code_obj *c);

#endif
