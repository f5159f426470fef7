/* Python values: one 64-bit word. Lowest bit 1: a small int (63 bits); else the address of an object.
 * 0 is NIL, "no value" (an unset local, a missing argument); it is never seen by programs.
 *
 * Objects live in their process' heap (python/heap.h) or are static: None, True, builtin types, and what the
 * world shares because it never changes (code constants, interned names, native functions). */
#ifndef GILSCOPE_PYTHON_VALUE_H
#define GILSCOPE_PYTHON_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t value;
struct type;
struct thread;
struct process;
struct world;

struct obj {
    const struct type *type;
    uint32_t gc;    /* the heap's own */
    uint32_t flags; /* enum obj_flag; the upper 16 bits belong to the type */
};

enum obj_flag { OBJ_static = 1 };

#define NIL ((value)0)
#define INT_SMALL_MAX ((int64_t)(INT64_MAX >> 1))
#define INT_SMALL_MIN ((int64_t)(INT64_MIN >> 1))

static inline bool is_small(value v) { return (v & 1) != 0; }
static inline int64_t small_of(value v) { return (int64_t)v >> 1; }
static inline value from_small(int64_t i) { return ((uint64_t)i << 1) | 1; }
static inline bool fits_small(int64_t i) { return i >= INT_SMALL_MIN && i <= INT_SMALL_MAX; }
static inline bool is_obj(value v) { return v != NIL && (v & 1) == 0; }
static inline struct obj *obj_of(value v) { return (struct obj *)(uintptr_t)v; }
static inline value from_obj(const void *o) { return (value)(uintptr_t)o; }

extern const struct obj none_object, true_object, false_object, ellipsis_object, not_implemented_object;
#define NONE from_obj(&none_object)
#define TRUE from_obj(&true_object)
#define FALSE from_obj(&false_object)
#define ELLIPSIS from_obj(&ellipsis_object)
#define NOT_IMPLEMENTED from_obj(&not_implemented_object)
static inline value from_bool(bool b) { return b ? TRUE : FALSE; }

extern const struct type type_int;
static inline const struct type *type_of(value v) { return is_small(v) ? &type_int : obj_of(v)->type; }

#endif
