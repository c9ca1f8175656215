/* Which columns of an items sheet say what, as far as rows of the fast lane are concerned: see walk_lane. */
#ifndef NEGPKG_LANE_COLUMNS_H
#define NEGPKG_LANE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "deal/items.h"
#include "deal/lane_sums.h"
#include "deal/walk_plan.h"
#include "table/cells.h"

enum { LANE_CODE_MOST = 8 };

/* A column of numbers, how many places they may have (-1: whether . marks decimals isn't known yet, so that none of them is plain:
 * see sheet_finish), and how large they must not be. */
struct lane_number {
	size_t column;
	int places;
	uint64_t limit;
};

struct lane_columns {
	const struct walk_plan *plan;
	const struct items_sheet *sheet;
	const size_t *by;
	bool are_open; /* a row has shown what is ordinary */
	size_t cells;  /* in each row */
	size_t *texts, text_count;   /* owned */
	size_t *blanks, blank_count; /* owned; those that plain rows leave empty */
	struct lane_number per[2], markets[2]; /* of price and cost; of other positions and of current */
	struct lane_position {
		struct lane_number volume, price, cost;
		bool is_current;
	} positions[LANE_POSITIONS];
	char mark; /* of decimals */
	char code[LANE_CODE_MOST]; /* the currency's */
	size_t code_length;
	struct cells_begins total_words;
};

/* All pointers must outlive it. False where rows of the sheet are never plain: phases, a package, --fill-down... */
bool lane_columns_bind(struct lane_columns *lane, const struct walk_plan *plan, const struct items_sheet *s, const size_t *by);
void lane_columns_free(struct lane_columns *lane);
/* An item was read, of the sheet's current row: does that show what is ordinary? */
void lane_columns_learn(struct lane_columns *lane, const struct item_row *row);
/* As open as others of the same sheet. */
void lane_columns_share(struct lane_columns *lane, const struct lane_columns *other);

#endif
