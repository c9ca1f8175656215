/* An aligned table for a terminal. */
#ifndef NEGPKG_TEXT_TABLE_H
#define NEGPKG_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Appends rows * columns cells, row after row, the first row headings; NULL is an empty cell. right[i]: column i is
 * aligned to the right. Two blanks stand between columns, none at the end of a line. A table wider than `width`
 * columns leaves out those that are empty below their heading; what is still wider isn't cut. */
void text_table(
    struct buf *to, const char *const *cells, size_t columns, size_t rows, const bool *right, size_t width);

#endif
