/* Columns that are passed on: known ones checked and written the one way their type is written, unknown ones
 * as they are. */
#ifndef NEGPKG_KEPT_H
#define NEGPKG_KEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "table/cell.h"
#include "table/datecol.h"
#include "table/sheet.h"

struct buf;
struct column;

struct kept_column {
	size_t column;
	const struct column *known; /* NULL: unknown */
	char *name; /* canonical, or the heading; owned */
	bool is_cost; /* in the cost's currency */
	struct datecol dates;
	enum date_format format; /* of dates that aren't ISO dates yet; 0: all others are as they are */
};

/* Known columns that tell something of the package. */
enum kept_told {
	KEPT_LEADER, KEPT_STRATEGIC, KEPT_FLOOR_PRICE, KEPT_ALTERNATIVE_PRICE, KEPT_ALTERNATIVE_QUALIFIED, KEPT_CONCESSION_PCT,
	KEPT_TOLD,
};

struct kept {
	const char *role; /* which sheet: items, overview, lines */
	struct kept_column *list; /* owned */
	size_t count;
	size_t told[KEPT_TOLD]; /* which ones of the list they are; SHEET_NONE: the sheet has none */
};

/* Keeps the columns of a sheet of role `role` ("items") but those that are `carried` (by column) otherwise. */
void kept_bind(struct kept *k, const struct sheet *sheet, const char *role, const bool *carried);
/* Appends the cells of the current row, packed. Amounts may show `currency` only. False after a message. */
bool kept_put(const struct kept *k, struct sheet *sheet, struct cell currency, struct cell cost_currency, struct buf *to);
/* After the last row: settles how dates are read. */
void kept_settle(struct kept *k);

enum { KEPT_DATE = 16 };
/* Opens a row's packed cells as k->count strings, views into them; but dates, which are written as ISO dates, into
 * `dates`, KEPT_DATE bytes for each column. */
void kept_open(const struct kept *k, const unsigned char *packed, const char **cells, char *dates);
void kept_free(struct kept *k);

#endif
