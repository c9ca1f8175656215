/* POSIX extended regular expressions that can't run away. */
#ifndef NEGPKG_PATTERN_H
#define NEGPKG_PATTERN_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

enum { PATTERN_MOST = 1000, PATTERN_REPEAT_MOST = 255 };

/* Compiles a pattern of at most PATTERN_MOST bytes, without back-references, and without counted repeats of more than
 * PATTERN_REPEAT_MOST or within one another, all of which can take for ever or all memory. NULL, and `out` is to be
 * freed with regfree; else what is wrong, in static memory. */
const char *pattern_compile(regex_t *out, const char *pattern);
/* The same for n bytes of an SQL string, in which a quote is doubled, only to know whether it can be compiled. */
const char *pattern_try(const char *sql, size_t n);

#endif
