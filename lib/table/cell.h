/* Cells read as what their column holds; what can't be read is said, with its place. */
#ifndef NEGPKG_CELL_H
#define NEGPKG_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "table/number.h"
#include "table/sheet.h"

enum given {
	CELL_EMPTY, /* blank, or a placeholder (n/a, tbd...) */
	CELL_GIVEN,
	CELL_BAD, /* after a message */
};

/* A number that is no percentage: money, a volume, a rate. `currency` is the row's ("" where none is known):
 * a sign or code of another in the cell is an error. */
enum given cell_number(struct sheet *sheet, size_t column, struct cell currency, struct number *out);
/* A number of things: no money, no percentage, and less than 10^13, beyond which it is a slip. */
enum given cell_quantity(struct sheet *sheet, size_t column, struct number *out);
/* A share as a fraction: 45% or 0.45. Above 1 is an error. */
enum given cell_share(struct sheet *sheet, size_t column, decimal *out);
/* A percentage in points: 45% or 45. */
enum given cell_percent(struct sheet *sheet, size_t column, decimal *out);
/* yes no y n true false 1 0 x, in any case; empty is no. */
enum given cell_yes(struct sheet *sheet, size_t column, bool *out);
/* Text or an id, trimmed, as it is; a spreadsheet's error value (#REF!) is an error. */
enum given cell_text(struct sheet *sheet, size_t column, struct cell *out);
/* The same for a name of a thing; a warning where a spreadsheet has destroyed it (1.23E+11). */
enum given cell_id(struct sheet *sheet, size_t column, struct cell *out);

#endif
