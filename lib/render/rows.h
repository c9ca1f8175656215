/* Rows of named cells, written as CSV, as JSON, or kept as an aligned table. */
#ifndef NEGPKG_ROWS_H
#define NEGPKG_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "table/csvout.h"

enum rows_format { ROWS_CSV, ROWS_JSON, ROWS_TABLE };

struct rows {
	enum rows_format format;
	struct buf *to;
	struct csvout csv;
	struct arena memory;
	const char **cells; /* headings first; a table keeps all rows, the others one; owned */
	bool *figures;      /* by column: is it one of figures? owned */
	size_t columns, count, cell_cap, figure_cap, at;
	size_t width;       /* of a table */
	struct buf figure; /* the one that is written */
};

void rows_start(struct rows *r, struct buf *to, enum rows_format format, char delimiter, bool excel, size_t width);
/* Headings come first, all of them. */
void rows_heading(struct rows *r, const char *name, bool figure);
/* The cells of a row in the order of the headings; the last one ends it. */
void rows_text(struct rows *r, const char *s);
void rows_units(struct rows *r, decimal units, int places);
void rows_decimal(struct rows *r, decimal value, int least);
void rows_percent(struct rows *r, decimal part, decimal whole); /* blank where whole is 0 */
void rows_blank(struct rows *r);
void rows_finish(struct rows *r);
void rows_free(struct rows *r);

#endif
