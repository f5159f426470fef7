/* One source line of a traceback with the marks below it. Models CPython 3.11 Python/traceback.c
 * (tb_displayline, extract_anchors_from_line, print_error_location_carets): under an operator or a subscript `^`,
 * under the rest of that expression `~`; nothing when the marks would span the whole line. */
#ifndef GILSCOPE_PYTHON_SOURCE_LINE_H
#define GILSCOPE_PYTHON_SOURCE_LINE_H

#include "base/buf.h"
#include "lang/code.h"

/* "    return a / b\n           ~~^~~\n"; nothing when the line cannot be found. */
void source_line_add(const struct source *src, int line, struct position at, bool marks, struct buf *out);
/* A line as it stands there, without its newline; NULL when there is none. */
const char *source_line_text(const struct source *src, int64_t line, size_t *len);

#endif
