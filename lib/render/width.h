/* How many columns of a terminal text takes. */
#ifndef NEGPKG_WIDTH_H
#define NEGPKG_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* 0 for marks that combine with the character before, 2 for what East Asian fonts draw wide, else 1. */
int width_char(uint32_t c);

/* The columns of n bytes; a byte that isn't UTF-8 takes one. */
size_t width_text(const char *s, size_t n);

/* The bytes of the longest beginning of s that fits the columns, never within a character. */
size_t width_fit(const char *s, size_t n, size_t columns);

#endif
