/* Beginnings and ends of threads, and what they tell the outside: the pieces behind thread.c's state machine. */
#ifndef GILSCOPE_PYTHON_THREAD_END_H
#define GILSCOPE_PYTHON_THREAD_END_H

#include "python/process.h"

extern const struct body_class thread_body;

/* The task of th, ready now. parent NULL: the outside. */
void thread_launch(struct thread *th, struct thread *parent, enum cost startup);
void thread_task_ended(struct task *t);
void thread_flush_deferred(struct thread *th);
/* program.c: its outermost call is over (th->raised, th->result). True: there is more to run, vm_begin has been called. In sync. */
bool thread_next_stage(struct thread *th);
/* program.c: what a process' main thread does first. */
enum program_stage { STAGE_call, STAGE_main, STAGE_spawn_main, STAGE_spawn_call, STAGE_shutdown, STAGE_atexit, STAGE_over };

#endif
