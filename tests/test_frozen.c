/* The library's code made at build time is what compiling its text now gives, to the last position. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/embed.h"
#include "lang/frozen.h"

static void same_code(const struct code *a, const struct code *b);

static void same_konst(const struct konst *a, const struct konst *b) {
    assert_int_equal(a->kind, b->kind);
    assert_true(a->i == b->i && memcmp(&a->f, &b->f, sizeof a->f) == 0 && a->len == b->len);
    assert_true(!a->text == !b->text && !a->items == !b->items && !a->code == !b->code);
    if (a->text) assert_true(memcmp(a->text, b->text, a->len) == 0 && a->text[a->len] == '\0' && b->text[b->len] == '\0');
    for (size_t i = 0; a->items && i < a->len; i++) same_konst(&a->items[i], &b->items[i]);
    if (a->code) same_code(a->code, b->code);
}

static void same_insns(const struct code *a, const struct code *b) {
    assert_int_equal(a->insn_count, b->insn_count);
    for (int i = 0; i < a->insn_count; i++) {
        assert_true(a->insns[i].op == b->insns[i].op && a->insns[i].arg == b->insns[i].arg);
        const struct position *p = &a->positions[i], *q = &b->positions[i];
        assert_true(p->line == q->line && p->end_line == q->end_line && p->col == q->col && p->end_col == q->end_col);
    }
    assert_int_equal(a->handler_count, b->handler_count);
    for (int i = 0; i < a->handler_count; i++) {
        const struct handler *p = &a->handlers[i], *q = &b->handlers[i];
        assert_true(p->start == q->start && p->end == q->end && p->target == q->target && p->depth == q->depth && p->lasti == q->lasti);
    }
}

static void same_code(const struct code *a, const struct code *b) {
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->qualname, b->qualname);
    assert_ptr_equal(a->source, b->source);
    assert_int_equal(a->first_line, b->first_line);
    assert_int_equal(a->flags, b->flags);
    assert_true(a->argcount == b->argcount && a->posonlyargcount == b->posonlyargcount && a->kwonlyargcount == b->kwonlyargcount);
    assert_true(a->nlocals == b->nlocals && a->ncells == b->ncells && a->nfrees == b->nfrees);
    assert_true(a->stack_size == b->stack_size && a->loop_depth == b->loop_depth);
    assert_int_equal(a->local_count, b->local_count);
    for (int i = 0; i < a->local_count; i++) {
        assert_string_equal(a->locals[i], b->locals[i]);
        assert_int_equal(a->is_cell[i], b->is_cell[i]);
    }
    assert_int_equal(a->name_count, b->name_count);
    for (int i = 0; i < a->name_count; i++) assert_string_equal(a->names[i], b->names[i]);
    assert_int_equal(a->const_count, b->const_count);
    for (int i = 0; i < a->const_count; i++) same_konst(&a->consts[i], &b->consts[i]);
    same_insns(a, b);
}

static const struct embedded_file *file_of(const char *module) {
    for (const struct embedded_file *f = embedded_files; f->name; f++) {
        char name[128] = {0};
        const char *end = strstr(f->name, ".py"), *begin = f->name + strlen("stdlib/");
        if (!end || strncmp(f->name, "stdlib/", strlen("stdlib/")) != 0) continue;
        const char *package = strstr(f->name, "/__init__.py");
        if (package && package > begin) end = package;
        assert_true((size_t)(end - begin) < sizeof name);
        memcpy(name, begin, (size_t)(end - begin));
        for (char *c = name; *c; c++)
            if (*c == '/') *c = '.';
        if (strcmp(name, module) == 0) return f;
    }
    return NULL;
}

static void test_module(void **state) {
    const struct frozen_module *m = *state;
    const struct embedded_file *f = file_of(m->name);
    assert_non_null(f);
    struct arena a;
    struct diag d;
    arena_init(&a);
    diag_init(&d, &a);
    struct source src = {f->name, f->text, f->len};
    struct compile_options o = library_options(&src);
    const struct code *compiled = lang_compile(&a, &src, &o, &d), *thawed = frozen_thaw(&a, m->name, &src);
    assert_non_null(compiled);
    assert_non_null(thawed);
    assert_true(code_verify(thawed, &d));
    same_code(compiled, thawed);
    arena_fini(&a);
}

/* No file of the library was left out. */
static void test_complete(void **state) {
    (void)state;
    size_t files = 0, modules = 0;
    for (const struct embedded_file *f = embedded_files; f->name; f++) files += strstr(f->name, ".py") != NULL;
    for (const struct frozen_module *m = frozen_modules; m->name; m++) modules++;
    assert_int_equal(files, modules);
    struct arena a;
    arena_init(&a);
    assert_null(frozen_thaw(&a, "no_such_module", NULL));
    arena_fini(&a);
}

enum { MODULES_MAX = 512 };

int main(void) {
    struct CMUnitTest tests[MODULES_MAX + 1] = {cmocka_unit_test(test_complete)};
    size_t n = 1;
    for (const struct frozen_module *m = frozen_modules; m->name && n <= MODULES_MAX; m++)
        tests[n++] = (struct CMUnitTest){.name = m->name, .test_func = test_module, .initial_state = (void *)(uintptr_t)m};
    return _cmocka_run_group_tests("frozen", tests, n, NULL, NULL);
}
