/* Exceptions: one layout for all of them, so that a program's class may inherit from any two; and tracebacks, one object
 * a frame the exception has passed. Models CPython 3.11 Objects/exceptions.c and Python/traceback.c.
 *
 * Making one: `make` of BaseException takes every argument (`cls, /, *args, **kwargs`) and keeps the positional ones as
 * `args`, as BaseException.__new__ does, also when a program's class has its own __init__ that never calls ours; then
 * __init__ (found by type_lookup) runs with the same arguments. So the interpreter's rule for "types with an __init__ row are made
 * empty" (slot_methods.h) does NOT hold for TYPE_exception: they are made with all arguments.
 *
 * Raising: the interpreter calls exc_pass for each frame that the exception leaves or is caught in, innermost first;
 * exc_chain when it becomes th->exc (the one being handled becomes its context). */
#ifndef GILSCOPE_PYTHON_EXCEPTION_H
#define GILSCOPE_PYTHON_EXCEPTION_H

#include "python/heap.h"
#include "python/thread.h"

enum { EXC_MORE = 5 };

struct exc_obj {
    struct obj head;
    value dict;
    value args;           /* tuple */
    value traceback;      /* struct traceback, outermost frame first, or NIL */
    value cause, context; /* exceptions or NIL */
    value more[EXC_MORE]; /* what its builtin class adds, see exception.def's columns; NIL = None */
    bool suppress;        /* __suppress_context__ */
};

/* Which attributes `more` holds. */
enum exc_kind { EXCK_plain, EXCK_stop, EXCK_exit, EXCK_import, EXCK_os, EXCK_name, EXCK_attribute, EXCK_key, EXCK_unicode, EXCK_translate, EXCK_syntax, EXCK_group };

/* more[] by kind: stop: value; exit: code; import: msg, name, path; os: errno, strerror, filename, -, filename2; name: name; attribute: name, obj;
 * unicode: encoding, object, start, end, reason; syntax: msg, (filename, lineno, offset, text), print_file_and_line; group: message, exceptions. */

/* exception.c's pieces in other files: exception_text.c (str and repr), exception_group.c. */
enum exc_kind exc_kind_of(const struct type *t);
bool exception_str(struct thread *th, value self, struct buf *out);
bool exception_repr(struct thread *th, value self, struct buf *out);
bool exc_group_fill(struct thread *th, const struct type **type, value args, value *exceptions); /* checks BaseExceptionGroup(...)'s arguments */
extern const struct native exc_group_methods[];

struct traceback {
    struct obj head;
    value next;              /* the frame nearer to the raise, or NIL */
    const struct code *code;
    int32_t insn;            /* index of the instruction */
    int32_t line;
};

extern const struct type type_traceback;
/* All builtin exception types in order, ended by NULL: for the builtins module. Aliases (IOError, EnvironmentError) are not among them. */
extern const struct type *const exception_types[];
const struct type *exception_type(const char *name); /* NULL when there is none; knows the aliases */
extern const struct type type_BaseException, type_Exception, type_BaseExceptionGroup, type_ExceptionGroup, type_StopIteration,
    type_StopAsyncIteration, type_GeneratorExit, type_SystemExit, type_KeyboardInterrupt, type_AttributeError, type_KeyError, type_NameError, type_TypeError,
    type_ValueError, type_RuntimeError, type_AssertionError, type_ImportError, type_OSError, type_RecursionError, type_MemoryError;

static inline bool is_exception(value v) { return v != NIL && (type_of(v)->flags & TYPE_exception) != 0; } /* an instance */
static inline bool is_exception_type(value v) { return is_type(v) && (as_type(v)->flags & TYPE_exception) != 0; }
static inline struct exc_obj *exc_of(value v) { return (struct exc_obj *)obj_of(v); }

value exc_new(struct thread *th, const struct type *type, const value *args, size_t n); /* builtin type; more[] filled */
bool raise_args(struct thread *th, const struct type *type, const value *args, size_t n); /* false */
bool raise_os(struct thread *th, int number, const char *filename); /* the subclass that belongs to errno; filename may be NULL */
bool raise_stop(struct thread *th, value result); /* StopIteration(result); NONE: without arguments */
/* AttributeError and NameError with their attributes set. */
bool raise_attribute(struct thread *th, value object, value name, const char *text);
bool raise_name(struct thread *th, const char *type, value name, const char *text);

/* Sets the context of `exc` to `handled` (NIL: nothing) as raising does: not itself, and cycles are cut. */
void exc_chain(value exc, value handled);
/* The exception passes a frame: one more traceback entry. Hidden frames are passed too; printing omits them. */
void exc_pass(struct thread *th, value exc, const struct code *code, int insn);
value exc_tb(value exc); /* __traceback__: NONE when there is none */

/* except*: the part of exc that matches type (an exception type or a tuple of them) and the rest; NONE when empty. A plain exception that
 * matches is wrapped in a group. False: raised (TypeError for group types in except*). */
bool exc_split(struct thread *th, value exc, value type, value *match, value *rest);
/* At the end of try/except*: orig was raised, list holds what the except* blocks raised (and the rest). *out: to raise, or NONE. */
bool exc_prepare_reraise(struct thread *th, value orig, value list, value *out);
value exc_group_new(struct thread *th, const struct type *type, value message, value exceptions_tuple); /* type: the natural class if NULL */

#endif
