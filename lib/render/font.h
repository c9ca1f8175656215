/* How wide text gets in a proportional font that isn't known: an estimate on the wide side (DejaVu Sans). */
#ifndef NEGPKG_FONT_H
#define NEGPKG_FONT_H

#include <stddef.h>

/* In hundredths of the font's size. */
long font_width(const char *s, size_t n);

/* The bytes of the longest beginning of s that fits, never within a character. */
size_t font_fit(const char *s, size_t n, long hundredths);

#endif
