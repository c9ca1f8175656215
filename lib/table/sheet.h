/* A sheet: a heading line whose names are bound to columns, and rows of cells. */
#ifndef NEGPKG_SHEET_H
#define NEGPKG_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "table/csvin.h"

struct dialect;
struct buf;

#define SHEET_NONE SIZE_MAX /* no such column */

struct sheet_column {
	char *heading; /* as written, trimmed; owned */
	char *key;     /* folded: see heading_fold; owned */
	bool filled;   /* --fill-down */
	char *above;   /* last value of a filled column; owned */
	size_t above_len;
	/* Does . mark decimals or group digits? Told apart at the end: see sheet_finish. */
	size_t numbers, ambiguous;
	struct place first_number;
	size_t percents, fractions; /* percentages; those from 0 to 1, which may be meant as shares */
};

struct sheet {
	struct csvin *in;
	const char *name;
	const struct dialect *dialect;
	struct sheet_column *columns; /* owned */
	size_t count;
	uintmax_t heading_line, heading_record;
	struct record row;
	bool broken;         /* the rest of the file can't be read */
	const struct cell *cells; /* of that row, one for each heading */
	struct cell *padded; /* a short or filled row's cells; owned */
};

/* Folds a heading: case, blanks, _, dashes and line breaks are dropped, % reads as pct. Appends to b. */
void heading_fold(struct buf *b, const char *s, size_t n);

/* Opens a file and reads its headings. False after a message. */
bool sheet_open(struct sheet *sheet, const char *path, const struct dialect *dialect);
/* The same; messages call it `name`, which isn't copied. */
bool sheet_open_as(struct sheet *sheet, const char *name, const char *path, const struct dialect *dialect);
/* Finds the column whose heading folds to that of `name`; SHEET_NONE where there is none. A name that
 * stands twice is an error, said here. */
size_t sheet_find(const struct sheet *sheet, const char *name);
/* Finds `name` or, where it is absent, the only one of its aliases (NULL-ended). Two of them are an error. */
size_t sheet_find_alias(const struct sheet *sheet, const char *name, const char *const *aliases);
/* Where a column is to be noted. */
struct sheet_binding {
	const char *name;
	size_t *to;
	bool needed;
};
/* Finds columns by their names; SHEET_NONE for those that aren't there. False after messages: a needed one is missing, a
 * heading stands twice. */
bool sheet_bind(const struct sheet *sheet, const struct sheet_binding *columns, size_t count);
/* One message that lists what the sheet lacks. */
void sheet_report_missing(const struct sheet *sheet, const char *names);

/* Goes to the next row that isn't wholly empty. False at the end, or after a message (diag_failed). Short
 * rows are padded with a warning, long ones are an error, said once; then the row is skipped. */
bool sheet_next(struct sheet *sheet);
/* The same for a record that was read elsewhere, of which views must live as long as the row is the current one: false
 * where it is skipped. */
bool sheet_take(struct sheet *sheet, const struct record *r);
/* A cell without the blanks around it. */
struct cell sheet_trim_blanks(struct cell c);
static inline struct cell
sheet_trimmed(struct cell c)
{
	if (c.n == 0)
		return c;
	unsigned char first = (unsigned char)c.s[0], last = (unsigned char)c.s[c.n - 1];
	bool may_be_blank = first <= ' ' || last <= ' ' || (first | last) >= 0x80; /* which few are */
	return may_be_blank ? sheet_trim_blanks(c) : c;
}
/* A cell of the current row, trimmed of blanks; empty for SHEET_NONE. A view until the next row. */
static inline struct cell
sheet_cell(const struct sheet *sheet, size_t column)
{
	return column == SHEET_NONE ? (struct cell){"", 0} : sheet_trimmed(sheet->cells[column]);
}
struct place sheet_place(const struct sheet *sheet, size_t column); /* SHEET_NONE: the row */
/* Has no number of the column told yet whether . marks decimals, in a sheet where that must be told? */
bool sheet_asks_for_mark(const struct sheet *sheet, size_t column);
/* After the last row: checks that hold for columns as wholes. */
void sheet_finish(const struct sheet *sheet);
void sheet_close(struct sheet *sheet);

#endif
