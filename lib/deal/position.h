/* The columns of one position in an items sheet, and the figures in a row of them. */
#ifndef NEGPKG_POSITION_H
#define NEGPKG_POSITION_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct figures;
struct item_row;
struct items_sheet;

struct position_columns {
	size_t volume, price, cost, revenue, cogs, rebate, share, fx, cost_fx;
	bool is_current;
	bool is_absent; /* the sheet has none of them, nor a cost that stands in for one */
	char *fx_name, *cost_fx_name; /* for messages; owned */
};

/* Finds the columns of the plan's position i. */
void position_bind(struct items_sheet *s, size_t i);
/* Appends the names of those that are missing. A position that has none at all lacks none, unless `needed`. */
void position_put_missing(const struct items_sheet *s, size_t i, bool needed, struct buf *missing);
/* Reads position i of the current row, whose other cells are in `row`. False after a message. */
bool position_read(struct items_sheet *s, size_t i, const struct item_row *row, struct figures *f);

#endif
