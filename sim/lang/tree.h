/* The tree of a program: statements, expressions and patterns, named after the nodes of Python's `ast` module
 * and with its positions. Nodes live in the scenario's arena. Names are pooled (equal name = equal pointer),
 * constants are ready-made `struct konst`.
 * Every expression knows the height of its subtree, and the parser refuses trees too high for the recursive
 * passes after it, so no program can exhaust the C stack. */
#ifndef GILSCOPE_LANG_TREE_H
#define GILSCOPE_LANG_TREE_H

#include "lang/code.h"

struct scope;
struct expr;
struct stmt;
struct pattern;

struct exprs {
    struct expr **items; /* dict keys: NULL for **mapping */
    int count;
};
struct stmts {
    struct stmt **items;
    int count;
};
struct names {
    const char **items;
    int count;
};

enum expr_kind {
    EXPR_bool_op, EXPR_named, EXPR_binary, EXPR_unary, EXPR_lambda, EXPR_if, EXPR_dict, EXPR_set, EXPR_list,
    EXPR_tuple, EXPR_list_comp, EXPR_set_comp, EXPR_dict_comp, EXPR_generator, EXPR_await, EXPR_yield,
    EXPR_yield_from, EXPR_compare, EXPR_call, EXPR_formatted, EXPR_joined, EXPR_const, EXPR_attribute,
    EXPR_subscript, EXPR_starred, EXPR_name, EXPR_slice
};
enum expr_use { USE_load, USE_store, USE_delete };
enum unary_kind { UNARY_not, UNARY_plus, UNARY_minus, UNARY_invert };
enum { COMPARE_is = CMP_ge + 1, COMPARE_is_not, COMPARE_in, COMPARE_not_in }; /* continue enum compare_kind */

struct param {
    const char *name;
    struct expr *annotation;
    struct position at;
};

struct params {
    struct param *items; /* positional-only, positional, keyword-only, in this order */
    int posonly, positional, kwonly; /* positional without the positional-only ones */
    struct exprs defaults;    /* of the last positional ones */
    struct exprs kw_defaults; /* one per keyword-only, NULL if none */
    struct param *vararg, *kwarg;
};

struct keyword { /* name=value, or **value when name is NULL */
    const char *name;
    struct expr *value;
    struct position at;
};

struct comp_for { /* for target in iter if ... */
    struct expr *target, *iter;
    struct exprs ifs;
    bool is_async;
};

struct expr {
    enum expr_kind kind;
    enum expr_use use; /* attribute, subscript, starred, name, list, tuple */
    bool grouped;      /* stood in parentheses of its own */
    int height;
    struct position at;
    struct scope *scope; /* lambda, comprehensions: set by the scope pass */
    union {
        struct { bool is_or; struct exprs values; } bool_op;
        struct { struct expr *target, *value; } named;
        struct { enum binary_kind op; struct expr *left, *right; } binary;
        struct { enum unary_kind op; struct expr *operand; } unary;
        struct { struct params *params; struct expr *body; } lambda;
        struct { struct expr *test, *body, *orelse; } cond;
        struct { struct exprs keys, values; } dict;
        struct exprs elts; /* set, list, tuple */
        struct { struct expr *elt, *value; struct comp_for *fors; int for_count; } comp; /* value: dicts */
        struct expr *value; /* await, yield (or NULL), yield from, starred */
        struct { struct expr *left; int *ops; struct exprs rights; } compare;
        struct { struct expr *func; struct exprs args; struct keyword *keywords; int keyword_count; } call;
        struct { struct expr *value; int conversion; struct expr *spec; } formatted; /* conversion: 0 s r a */
        struct exprs joined;
        struct konst konst;
        struct { struct expr *value; const char *name; } attribute;
        struct { struct expr *value, *index; } subscript;
        const char *name;
        struct { struct expr *lower, *upper, *step; } slice;
    } u;
};

enum pattern_kind {
    PATTERN_value, PATTERN_singleton, PATTERN_sequence, PATTERN_mapping, PATTERN_class, PATTERN_star,
    PATTERN_as, PATTERN_or
};

struct patterns {
    struct pattern **items;
    int count;
};

struct pattern {
    enum pattern_kind kind;
    struct position at;
    struct expr *value;        /* value, singleton, class (the class) */
    struct patterns patterns;  /* sequence, mapping values, class positionals, or */
    struct exprs keys;         /* mapping */
    struct names attributes;   /* class: names of ... */
    struct patterns keyworded; /* ... these */
    const char *name;          /* star, as (NULL: wildcard), mapping's **rest */
    struct pattern *inner;     /* as: NULL if a plain capture */
    int height;
};

enum stmt_kind {
    STMT_function, STMT_class, STMT_return, STMT_delete, STMT_assign, STMT_aug_assign, STMT_ann_assign, STMT_for,
    STMT_while, STMT_if, STMT_with, STMT_match, STMT_raise, STMT_try, STMT_assert, STMT_import, STMT_import_from,
    STMT_global, STMT_nonlocal, STMT_expr, STMT_pass, STMT_break, STMT_continue
};

struct alias { /* import name as asname; "*" too */
    const char *name, *asname;
    struct position at;
};

struct except_clause {
    struct expr *type; /* NULL: bare */
    const char *name;
    struct stmts body;
    struct position at;
};

struct with_item {
    struct expr *manager, *target;
};

struct match_case {
    struct pattern *pattern;
    struct expr *guard;
    struct stmts body;
};

struct stmt {
    enum stmt_kind kind;
    struct position at;
    bool is_async; /* function, for, with */
    struct scope *scope; /* function, class: set by the scope pass */
    union {
        struct { const char *name; struct params *params; struct stmts body; struct exprs decorators; struct expr *returns; } function;
        struct { const char *name; struct exprs bases; struct keyword *keywords; int keyword_count; struct stmts body; struct exprs decorators; } class_def;
        struct expr *value; /* return (or NULL), expr */
        struct exprs targets; /* delete */
        struct { struct exprs targets; struct expr *value; } assign;
        struct { struct expr *target; enum binary_kind op; struct expr *value; } aug_assign;
        struct { struct expr *target, *annotation, *value; bool simple; } ann_assign;
        struct { struct expr *target, *iter; struct stmts body, orelse; } for_loop;
        struct { struct expr *test; struct stmts body, orelse; } branch; /* while, if */
        struct { struct with_item *items; int count; struct stmts body; } with;
        struct { struct expr *subject; struct match_case *cases; int count; } match;
        struct { struct expr *exc, *cause; } raise;
        struct { struct stmts body, orelse, finally; struct except_clause *clauses; int count; bool star; } try_stmt;
        struct { struct expr *test, *message; } assertion;
        struct { struct alias *items; int count; const char *module; int level; } import;
        struct names names; /* global, nonlocal */
    } u;
};

struct module {
    struct stmts body;
    bool future_annotations;
    struct scope *scope;
};

enum { TREE_HEIGHT_MAX = 1000 };

#endif
