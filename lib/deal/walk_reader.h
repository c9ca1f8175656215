/* Reads items sheets and packages into the groups of a walk. */
#ifndef NEGPKG_WALK_READER_H
#define NEGPKG_WALK_READER_H

#include <stdbool.h>

#include "base/arena.h"
#include "deal/blend.h"
#include "deal/currency.h"
#include "deal/items.h"
#include "deal/walk_plan.h"
#include "deal/walk_table.h"

struct walk_reader {
	const struct walk_plan *plan;
	struct items_plan items;
	struct currencies *currencies;
	struct walk_table *table;
	struct blend phases; /* items in several rows, which wait for each other */
	struct blend whole;  /* a package's item rows, where phases are asked for ... */
	struct group phased; /* ... and the identities of items that have phase rows */
	struct arena memory; /* names that pieces bring */
	bool market_seen;    /* some item has a market volume in some position */
	size_t threads;      /* at most; 0: as many as the machine has, once a sheet is large */
	struct walk_lane *lane; /* in whose turn rows are read; NULL: there is none */
	double weight;       /* what all rows but plain ones add to any sum at most, in units of decimals ... */
	bool careful;        /* ... and is so much that sums might not fit: rows are plain no longer */
	bool marketless;     /* some item sold at both ends of a step lacks a market volume; ... */
	struct place no_market; /* ... this one first */
};

/* Finds the columns of --by in one sheet. A default one may be missing: its cells are empty. False after a
 * message. */
bool walk_bind_by(const struct walk_plan *plan, const struct sheet *sheet, size_t *found);
/* Makes the current row's key of these columns. False after a message. */
bool walk_read_by(const struct walk_plan *plan, struct sheet *sheet, const size_t *by, struct buf *key);

/* All pointers must outlive the reader. */
void walk_reader_init(struct walk_reader *r, const struct walk_plan *plan, bool revenue_only,
    struct currencies *currencies, struct walk_table *table);
/* Reads an open sheet to its end, and closes it. What can't be read is said. */
void walk_reader_read(struct walk_reader *r, struct sheet *sheet);
/* Adds the row that was read last: an item of its own at once; phases wait until all of them are in. False after a message.
 * `key` is overwritten. */
bool walk_reader_add(struct walk_reader *r, struct items_sheet *s, const struct item_row *row, const size_t *by, struct buf *key);
/* What a row's unit, and its lack of a market volume, have to say: for rows that were read elsewhere. */
void walk_reader_note_unit(struct walk_reader *r, size_t group, struct cell unit, struct place where);
void walk_reader_note_marketless(struct walk_reader *r, struct place where);
/* After the last sheet: phases are blended and counted. False after a message. */
bool walk_reader_finish(struct walk_reader *r);
void walk_reader_free(struct walk_reader *r);

#endif
