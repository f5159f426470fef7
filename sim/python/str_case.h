/* Case and character-class methods of str, and translate(). */
#ifndef GILSCOPE_PYTHON_STR_CASE_H
#define GILSCOPE_PYTHON_STR_CASE_H

#include "python/native.h"

native_fn str_method_upper, str_method_lower, str_method_casefold, str_method_title, str_method_capitalize, str_method_swapcase;
native_fn str_method_isalpha, str_method_isdigit, str_method_isdecimal, str_method_isnumeric, str_method_isalnum, str_method_isspace,
    str_method_isupper, str_method_islower, str_method_istitle, str_method_isidentifier, str_method_isprintable, str_method_isascii;
native_fn str_method_translate, str_method_maketrans;

#endif
