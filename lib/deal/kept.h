/* Columns that are passed on: known ones checked and written the one way their type is written, unknown ones
 * as they are. */
#ifndef NEGPKG_KEPT_H
#define NEGPKG_KEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "table/cell.h"
#include "table/datecol.h"
#include "table/sheet.h"

struct column;

struct kept_column {
	size_t column;
	const struct column *known; /* NULL: unknown */
	char *name; /* canonical, or the heading; owned */
	struct datecol dates;
};

struct kept {
	const char *role; /* which sheet: items, overview, lines */
	struct kept_column *list; /* owned */
	size_t count;
};

/* Keeps the columns of a sheet of role `role` ("items") but those that are `carried` (by column) otherwise. */
void kept_bind(struct kept *k, const struct sheet *sheet, const char *role, const bool *carried);
/* Reads the current row into an array of k->count strings in `memory`. Amounts may show `currency` only. NULL
 * after a message. */
const char **kept_read(struct kept *k, struct sheet *sheet, struct cell currency, struct cell cost_currency,
    struct arena *memory);
/* After the last row: writes the dates of these rows as ISO dates. */
void kept_finish(struct kept *k, const char **const *rows, size_t count, struct arena *memory);
void kept_free(struct kept *k);

#endif
