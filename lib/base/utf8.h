/* UTF-8, one character at a time, and whole texts of it. */
#ifndef NEGPKG_UTF8_H
#define NEGPKG_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the character at s (n > 0 bytes are there) into *c; returns its length in bytes, or 0 where the
 * bytes are no UTF-8 (overlong forms and surrogates included). */
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

/* How many of the n bytes are whole characters of text, from the first one on: NUL is none. */
size_t utf8_text(const char *s, size_t n);
/* May these n bytes, which aren't a character, become one with those that follow them? */
bool utf8_may_go_on(const char *s, size_t n);

#endif
