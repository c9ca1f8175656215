/* Finds the delimiter of a sheet by its heading line. */
#ifndef NEGPKG_SNIFF_H
#define NEGPKG_SNIFF_H

#include <stddef.h>

/* The length of the heading line that the n bytes begin with, without its end; n where that isn't there. */
size_t sniff_heading(const char *s, size_t n);
/* The most frequent of , ; TAB | in the heading line, outside quotes; the earlier one where two are as frequent. */
char sniff_delimiter(const char *s, size_t n);

#endif
