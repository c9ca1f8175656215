/* UTF-8, one character at a time, and whole texts of it. */
#ifndef NEGPKG_UTF8_H
#define NEGPKG_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* Decodes the character at s (n > 0 bytes are there) into *c; returns its length in bytes, or 0 where the
 * bytes are no UTF-8 (overlong forms and surrogates included). */
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

/* Appends the character. */
void utf8_put(struct buf *b, uint32_t c);

/* How many of the n bytes are whole characters of text, from the first one on: NUL is none. */
size_t utf8_text(const char *s, size_t n);
/* May these n bytes, which aren't a character, become one with those that follow them? */
bool utf8_may_go_on(const char *s, size_t n);

/* The small letter of a capital of the Latin, Greek and Cyrillic alphabets; anything else as it is. */
uint32_t utf8_lower(uint32_t c);
/* The length of the blank that begins the n bytes: a space, tab or line end, a no-break, thin or wide space, a byte order
 * mark; 0 where none does. */
size_t utf8_blank(const char *s, size_t n);
/* The same of the blank that ends them. */
size_t utf8_blank_behind(const char *s, size_t n);

#endif
