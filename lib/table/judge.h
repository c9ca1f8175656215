/* libcsv, as the judge of records that aren't plain: fed line by line, and stricter than libcsv about quotes that could be
 * read in two ways. */
#ifndef NEGPKG_JUDGE_H
#define NEGPKG_JUDGE_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "table/csvin.h"
#include "table/lines.h"

/* Where a quote stands decides what it means. */
enum quoting { AT_CELL_START, IN_PLAIN, IN_QUOTED, AFTER_QUOTE };

struct judge {
	const char *name; /* of the file, for messages */
	char delimiter;
	struct csv_parser parser;

	uintmax_t line; /* of the chunk at hand */
	enum quoting quoting;
	uintmax_t quote_line; /* where the last quote opened */

	struct buf text; /* the record's cells, one behind the other */
	size_t *cell_ends;
	size_t cell_count, end_cap;
	struct cell *cells;
	size_t cell_cap;
	bool complete; /* the record is whole */
};

/* The name isn't copied. */
void judge_init(struct judge *j, const char *name, char delimiter);
void judge_free(struct judge *j);
/* Forgets the last record: another begins. */
void judge_start(struct judge *j);
/* Takes a chunk of it, which begins in this line. False after a message. */
bool judge_take(struct judge *j, const struct chunk *c, uintmax_t line);
/* Takes the end of the file for that of the record. False after a message. */
bool judge_end(struct judge *j, uintmax_t line);
/* The cells of a complete record, until judge_start. */
void judge_cells(struct judge *j, struct record *out);

#endif
