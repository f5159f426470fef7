/* The standard streams. Their buffers are the process' (struct process out[]), so that fork and the end of the process find them. */
#ifndef GILSCOPE_STDLIB_IO_H
#define GILSCOPE_STDLIB_IO_H

#include "stdlib/support.h"

bool is_text_stream(value v);
value io_stream(struct thread *th, int stream); /* 1 stdout, 2 stderr: one object a process */
value io_standard(struct thread *th, const char *name); /* what sys.<name> is now; NIL when it is gone */
/* Into the stream's buffer. True: it was written out (write(2) happened). */
bool io_write(struct thread *th, value file, const char *text, size_t len, bool flush);

#endif
