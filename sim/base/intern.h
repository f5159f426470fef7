/* String pool: text to a small id and back; equal text, equal id, so records stay fixed-size.
 * Id 0 is the empty string. Ids are given in order of first use, hence deterministic. */
#ifndef GILSCOPE_BASE_INTERN_H
#define GILSCOPE_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

struct intern {
    char **texts;
    size_t *lens;
    size_t count, cap, lens_cap;
    uint32_t *table;
    size_t table_cap;
};

void intern_init(struct intern *p);
void intern_fini(struct intern *p);
uint32_t intern_add(struct intern *p, const char *text, size_t len);
uint32_t intern_cstr(struct intern *p, const char *text);
const char *intern_text(const struct intern *p, uint32_t id); /* NUL-terminated, stable */
size_t intern_len(const struct intern *p, uint32_t id);

#endif
