/* Items whose phases stand in rows of their own: blended by sums of volumes and totals before anything is
 * compared. Rows may come in any order and from any number of files. */
#ifndef NEGPKG_BLEND_H
#define NEGPKG_BLEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "deal/items.h"
#include "table/group.h"

struct blended {
	struct place first; /* its first row */
	size_t tag;         /* the caller's: a group's number */
	size_t currency, cost_currency;
	decimal price_per, cost_per;
	struct figures *figures;
};

struct blend {
	size_t position_count;
	struct group keys;
	struct blended *items; /* by key number; owned */
	size_t item_cap;
	struct arena memory;
};

void blend_init(struct blend *b, size_t position_count);
/* Adds a row to the item of this key. False after a message: phases that disagree in currency, per or rate, or
 * a sum that is too large. */
bool blend_add(struct blend *b, const struct buf *key, const struct item_row *row, size_t tag);
/* The same for an item that the caller keeps. */
bool blend_row(struct blended *item, size_t position_count, const struct item_row *row);
void blend_free(struct blend *b);

#endif
