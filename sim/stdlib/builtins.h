/* The builtin functions, by theme. What needs to call back into the program between two steps of C code goes on in Python
 * (builtins.py, native-flavoured): helper() names the function that builtins.py left with us by _register. */
#ifndef GILSCOPE_STDLIB_BUILTINS_H
#define GILSCOPE_STDLIB_BUILTINS_H

#include "stdlib/support.h"

/* Goes on in builtins.py's function `name`. */
enum answer helper(struct thread *th, struct call *c, const char *name, const value *args, size_t n);

/* builtins_print.c */
native_fn builtin_print, builtin_input, builtin_open;
/* builtins_object.c */
native_fn builtin_repr, builtin_ascii, builtin_format, builtin_len, builtin_hash, builtin_id, builtin_callable, builtin_getattr, builtin_setattr,
    builtin_delattr, builtin_hasattr, builtin_isinstance, builtin_issubclass, builtin_vars, builtin_dir, builtin_globals, builtin_locals, builtin_import;
/* builtins_number.c */
native_fn builtin_ord, builtin_chr, builtin_hex, builtin_oct, builtin_bin, builtin_abs, builtin_round, builtin_divmod, builtin_pow, builtin_sum;
/* builtins_iter.c */
native_fn builtin_min, builtin_max, builtin_sorted, builtin_iter, builtin_next, builtin_any, builtin_all;

#endif
