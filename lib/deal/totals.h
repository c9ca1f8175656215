/* Total rows of spreadsheets: left out where they are what they say, the sums of the rows above. */
#ifndef NEGPKG_TOTALS_H
#define NEGPKG_TOTALS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "table/cell.h"
#include "table/sheet.h"

struct totals {
	struct sheet *sheet;
	size_t key; /* the column whose emptiness, or word, makes a total row: the product */
	struct running_sum {
		decimal all, since; /* of the sheet so far, and since the last total row */
	} *sums;     /* by column; owned */
	struct buf scratch; /* for the label; owned */
	bool *added; /* does the column add up (a volume, a total)? by column; owned */
};

void totals_init(struct totals *t, struct sheet *sheet, size_t key);
void totals_free(struct totals *t);

/* Declares a column that adds up down the sheet (SHEET_NONE: none). */
void totals_column(struct totals *t, size_t column);
/* Reads an amount of such a column and adds it; see cell_number. */
enum given totals_read(struct totals *t, size_t column, struct cell currency, struct number *out);

/* The same for a quantity; see cell_quantity. */
enum given totals_read_quantity(struct totals *t, size_t column, struct number *out);

/* Adds what rows that were read elsewhere amount to in such a column. */
void totals_pass(struct totals *t, size_t column, decimal amount);

/* Is the current row's key empty, or does it say total? Where it only may (Pumps Total, Total Station), the figures
 * decide, with a warning where they make it a row like any other. */
bool totals_is_total(struct totals *t);
/* Leaves such a row out, with a warning, where each of its sums is that of the rows above, or of those since
 * the last total row; an error otherwise. `unit_figures`: the row has prices, so that it is no mere remark. */
void totals_leave_out(struct totals *t, bool unit_figures);

#endif
