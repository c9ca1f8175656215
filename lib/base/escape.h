/* Text made harmless for a terminal. */
#ifndef NEGPKG_BASE_ESCAPE_H
#define NEGPKG_BASE_ESCAPE_H

#include <stddef.h>

struct buf;

/* Appends n bytes with control characters as \n, \t or \xHH, C1, bidi and invisible format characters as
 * \u{HHHH}, and bytes that aren't UTF-8 as \xHH. Everything else stays. */
void escape_terminal(struct buf *b, const char *s, size_t n);
void escape_terminal_str(struct buf *b, const char *s);

#endif
