/* The compiler's state, shared by the compile_*.c files: one unit per code object being made. */
#ifndef GILSCOPE_LANG_COMPILE_H
#define GILSCOPE_LANG_COMPILE_H

#include "lang/flow.h"
#include "lang/fold.h"
#include "lang/scope.h"
#include "lang/table.h"
#include "lang/tree.h"

struct konst_pool {
    struct arena *arena;
    struct table table;
    struct konst *items;
    int count, cap;
    int code_count; /* code objects are never equal to each other */
};

/* What surrounds the code being made and must be undone when a return, break or continue leaves it. */
enum frame_kind {
    FRAME_while, FRAME_for, FRAME_try, FRAME_finally_try, FRAME_finally_end, FRAME_with, FRAME_async_with,
    FRAME_handler_cleanup, FRAME_pop_value, FRAME_handler, FRAME_group_handler
};
struct frame {
    enum frame_kind kind;
    struct block *start, *exit;
    const struct stmts *finally; /* finally_try: its body */
    const struct stmt *with;     /* with, async_with */
    const char *name;            /* handler_cleanup: `except E as name` */
};
enum { FRAME_MAX = 20 };

struct unit {
    struct unit *parent;
    struct scope *scope;
    const char *name, *qualname;
    struct flow flow;
    struct block *current;
    struct position at; /* given to the next instructions */
    struct konst_pool konsts;
    struct table names, vars, cells, frees;
    int argcount, posonlyargcount, kwonlyargcount;
    int first_line;
    bool varargs, varkeywords;
    int loop_depth, loop_depth_max;
    struct frame frames[FRAME_MAX];
    int frame_count;
};

struct compiler {
    struct arena *arena;
    const struct source *src;
    const struct compile_options *options;
    struct name_pool *pool;
    struct diag *diag;
    struct unit *unit;
    const struct scope *top; /* the module's */
    bool future_annotations;
};

enum comparison_jump { WHEN_FALSE = 0, WHEN_TRUE = 1 };

/* emit.c */
void compile_fail(struct compiler *c, struct position at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct block *new_block(struct compiler *c);
void use_block(struct compiler *c, struct block *b);
void emit(struct compiler *c, int op);
void emit_noline(struct compiler *c, int op);
void emit_arg(struct compiler *c, int op, int32_t arg);
void emit_jump(struct compiler *c, int op, struct block *target);
void emit_jump_noline(struct compiler *c, struct block *target);
void emit_const(struct compiler *c, struct konst k);
void emit_none(struct compiler *c);
void emit_int(struct compiler *c, int64_t i);
void emit_str(struct compiler *c, const char *text);
void emit_named(struct compiler *c, int op, const char *name); /* mangled */
void emit_call(struct compiler *c, int32_t count);
void emit_send_loop(struct compiler *c, bool await);
void emit_yield(struct compiler *c);
void unset_line(struct compiler *c);
int konst_add(struct konst_pool *p, struct konst k);
struct konst konst_str(const char *text);
struct konst konst_tuple(struct arena *a, const struct konst *items, int count);
void compile_name(struct compiler *c, const char *name, enum expr_use use);
void frame_push(struct compiler *c, struct frame f);
void frame_pop(struct compiler *c, enum frame_kind kind);

/* compile_unit.c */
void unit_enter(struct compiler *c, struct scope *s, int first_line);
struct code *unit_leave(struct compiler *c, bool add_none);
void emit_closure(struct compiler *c, const struct code *code, unsigned flags);

/* compile_expr.c, compile_display.c, compile_call.c */
void compile_expr(struct compiler *c, const struct expr *e);
void compile_exprs(struct compiler *c, struct exprs list);
void compile_jump_if(struct compiler *c, const struct expr *e, struct block *target, bool when);
void compile_dict(struct compiler *c, const struct expr *e);
void compile_elements(struct compiler *c, struct exprs elts, int pushed, int build, int add, int extend, bool tuple);
void compile_unpack(struct compiler *c, const struct expr *e);
void compile_call(struct compiler *c, const struct expr *e);
void compile_arguments(struct compiler *c, int pushed, struct exprs args, const struct keyword *kws, int kw_count);
void compile_comprehension(struct compiler *c, const struct expr *e);
void set_attribute_start(struct compiler *c, const struct expr *attribute);

/* compile_stmt.c, compile_flow.c, compile_try.c, compile_with.c, compile_function.c, compile_pattern.c */
void compile_body(struct compiler *c, const struct stmts *body);
void compile_stmts(struct compiler *c, const struct stmts *body);
void compile_stmt(struct compiler *c, const struct stmt *s);
void compile_try(struct compiler *c, const struct stmt *s);
void compile_with(struct compiler *c, const struct stmt *s, int item);
void compile_if(struct compiler *c, const struct stmt *s);
void compile_while(struct compiler *c, const struct stmt *s);
void compile_for(struct compiler *c, const struct stmt *s);
void compile_return(struct compiler *c, const struct stmt *s);
void compile_break(struct compiler *c, const struct stmt *s);
void compile_continue(struct compiler *c, const struct stmt *s);
void compile_match(struct compiler *c, const struct stmt *s);
void compile_function(struct compiler *c, const struct stmt *s);
void compile_class(struct compiler *c, const struct stmt *s);
void compile_lambda(struct compiler *c, const struct expr *e);
void compile_annotation(struct compiler *c, const struct expr *e);
void emit_exit_call(struct compiler *c);
void emit_pop_except_reraise(struct compiler *c);
const struct konst *docstring_of(const struct stmts *body);

/* unparse.c: the text of an annotation, for from __future__ import annotations */
const char *unparse_expr(struct arena *a, const struct expr *e);

/* fold.c */
void fold_module(struct arena *a, struct module *m, const struct compile_options *o);

/* assemble.c */
struct code *assemble(struct compiler *c, struct unit *u);

enum { STACK_USE_MAX = 30 }; /* longer displays and calls are built piecewise, so that the stack stays small */

#endif
