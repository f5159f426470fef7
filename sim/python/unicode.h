/* What is known of characters: classes and case mappings of ASCII, Latin, Greek, Cyrillic and Armenian, by ranges and
 * rules; everything else counts as a caseless letter or a symbol by block. Simplified against CPython's full database. */
#ifndef GILSCOPE_PYTHON_UNICODE_H
#define GILSCOPE_PYTHON_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool unicode_is_printable(uint32_t cp);
bool unicode_is_space(uint32_t cp);
bool unicode_is_alpha(uint32_t cp);
bool unicode_is_decimal(uint32_t cp);
bool unicode_is_digit(uint32_t cp);   /* decimal, superscripts, circled */
bool unicode_is_numeric(uint32_t cp); /* digits, fractions, roman, CJK numerals */
bool unicode_is_upper(uint32_t cp);
bool unicode_is_lower(uint32_t cp);
uint32_t unicode_upper(uint32_t cp); /* simple mapping; "ß" is the methods' business */
uint32_t unicode_lower(uint32_t cp);
int unicode_decimal_value(uint32_t cp); /* -1: not a decimal digit */

/* First place of word in text[from..len), or SIZE_MAX; the last one. */
size_t text_find(const char *text, size_t len, const char *word, size_t n, size_t from);
size_t text_rfind(const char *text, size_t len, const char *word, size_t n);

#endif
