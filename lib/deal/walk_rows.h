/* The rows of one sheet on their way into a walk: by the fast lane where they are plain, else by its reader. */
#ifndef NEGPKG_WALK_ROWS_H
#define NEGPKG_WALK_ROWS_H

#include "base/buf.h"
#include "deal/items.h"
#include "deal/walk_lane.h"

struct walk_reader;

struct walk_rows {
	struct walk_reader *reader;
	struct items_sheet *sheet;
	const size_t *by;
	struct walk_lane lane; /* of the thread that began */
	bool has_lane;
	size_t bytes; /* of plain rows read so far */
	struct item_row row;
	struct buf key, text;
	struct cell *cells; /* of a row that the lane left; owned */
	size_t cell_cap;
};

/* All pointers must outlive it. */
void walk_rows_init(struct walk_rows *w, struct walk_reader *r, struct items_sheet *s, const size_t *by);
void walk_rows_free(struct walk_rows *w);
/* Reads the sheet to its end. What can't be read is said. */
void walk_rows_read(struct walk_rows *w);

/* In a lane's turn: reads what comes next, many rows or one, from the sheet or a part of it. */
enum csvin_result walk_rows_step(struct walk_rows *w, struct csvin *in);
/* The same for plain rows, from number `from` on. */
void walk_rows_take(struct walk_rows *w, const struct plain *p, size_t from);

#endif
