/* The order of a package: the largest opportunities on top. */
#ifndef NEGPKG_RANK_H
#define NEGPKG_RANK_H

#include <stdbool.h>

struct package;

/* Sorts and numbers the children of every node: `largest` by the largest revenue of any position, `at-risk` by
 * expected minus walk-away margin, otherwise by a column: figures largest first, text in byte order, blanks
 * last. Ties go by byte order of names, then by the sheet's order. Phases stay in byte order of their names.
 * False after a message: no such column. */
bool rank_package(struct package *p, const char *sort_by);

#endif
