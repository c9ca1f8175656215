/* UTF-8, one character at a time. */
#ifndef NEGPKG_UTF8_H
#define NEGPKG_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decodes the character at s (n > 0 bytes are there) into *c; returns its length in bytes, or 0 where the
 * bytes are no UTF-8 (overlong forms and surrogates included). */
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

#endif
