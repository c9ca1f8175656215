/* A column of dates: which order of day and month its rows agree on. */
#ifndef NEGPKG_DATECOL_H
#define NEGPKG_DATECOL_H

#include <stdbool.h>

#include "base/diag.h"
#include "table/csvin.h"
#include "table/date.h"

struct datecol {
	enum date_format asked; /* --date-format, or 0 */
	int common;             /* orders that fit every row that isn't ISO; 0: no such row yet */
	bool failed;            /* said already */
	struct place first;     /* the first row that isn't ISO */
};

/* Looks at one cell that isn't empty. False after a message: no date in any order, or none in common with the
 * rows above. */
bool datecol_look(struct datecol *d, struct cell c, struct place where);
/* Reads one cell that must be understood without the rows below it: where only they could tell months from days, a
 * deadline would hang on them. False after a message. */
bool datecol_read(struct datecol *d, struct cell c, struct place where, day *out);
/* After the last row: the order to read the column in. 0 after a message: several orders fit every row. */
enum date_format datecol_format(struct datecol *d);

#endif
