/* ASSERT: programmer errors only, on in every build. A failure prints the expression, file:line
 * and, when a world is running, its virtual time and current task (the kernel registers how);
 * then aborts. One function to put a breakpoint on: assert_failed. */
#ifndef GILSCOPE_BASE_ASSERT_H
#define GILSCOPE_BASE_ASSERT_H

#include <stddef.h>

#define ASSERT(x)     ((x) ? (void)0 : assert_failed(#x, __FILE__, __LINE__))
#define UNREACHABLE() assert_failed("unreachable", __FILE__, __LINE__)

_Noreturn void assert_failed(const char *what, const char *file, int line);

/* The one mutable global of the library: who can say where the simulated world stands.
 * describe writes at most n bytes of one line to out. NULL takes it back. */
void assert_context(void (*describe)(void *arg, char *out, size_t n), void *arg);

#endif
