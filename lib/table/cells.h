/* One column of neighbouring plain rows, of which many cells are looked at together. What isn't simple is left to the caller, by a bit
 * for each cell, the first one's lowest; on a machine that can't look at many at once all are left, beyond the last one too. */
#ifndef NEGPKG_CELLS_H
#define NEGPKG_CELLS_H

#include "table/split.h"

enum { CELLS_MOST = 64, CELLS_PLACES_MOST = 9 };

struct cells {
	const char *s;
	const uint32_t *from, *to; /* of the first row's cell: from[0] + skip, to[0] */
	size_t from_stride, to_stride;
	uint32_t skip;
	bool quoted; /* cells may stand in quotes */
	enum split_version version;
};

/* All rows that will be asked for have the same number of cells. 16 bytes before the run may be looked at. */
static inline struct cells
cells_of(const struct split *split, size_t row, size_t number)
{
	const struct split_row *r = &split->rows[row];
	size_t cells = split_count(split, row);
	const uint32_t *to = split->ends + r->cells + number;
	if (number == 0)
		return (struct cells){split->s, &r->start, to, sizeof *r / sizeof r->start, cells, 0, split->quoted, split->version};
	return (struct cells){split->s, to - 1, to, cells, cells, 1, split->quoted, split->version};
}

/* Where a cell begins and ends, without the quotes around it. `quoted` is that of the column: as a constant it makes a shorter loop. */
struct cells_span {
	uint32_t from, to;
};

static inline struct cells_span
cells_span(const struct cells *cells, size_t row, bool quoted)
{
	uint32_t from = cells->from[row * cells->from_stride] + cells->skip, to = cells->to[row * cells->to_stride];
	bool quotes = quoted && cells->s[from] == '"';
	return (struct cells_span){from + quotes, to - quotes};
}

/* A cell as split_cell gives it. */
static inline struct cell
cells_at(const struct cells *cells, size_t row)
{
	const struct cells_span span = cells_span(cells, row, cells->quoted);
	return (struct cell){cells->s + span.from, span.to - span.from};
}

/* Each reads the first `count` cells, CELLS_MOST at most. */

/* Numbers at so many places (-1: none will do), of which `mark` separates the decimals. Empty cells are 0; *given has a bit for each
 * that isn't. `out` has room for CELLS_MOST. Left is what isn't a few digits with at most as many places. */
uint64_t cells_numbers(const struct cells *cells, size_t count, char mark, int places, uint64_t *out, uint64_t *given);

/* Left is what may be more than plain text: what begins with a blank or one of # . , begins or ends with a blank or a character that
 * isn't ASCII, has a colon as its fourth last one, or may be a number with an exponent; and perhaps what is empty. */
uint64_t cells_odd_texts(const struct cells *cells, size_t count);

/* Sorts of three characters by which words begin, as bits: characters of which the first, second and third have a bit in common
 * begin one. From 0x80 on all are as character 0, which also stands for what is behind a cell's end. */
struct cells_begins {
	unsigned char first[128], second[128], third[128];
};

/* Left are cells in which such a word may begin, at the start or behind a blank; and empty and long ones. */
uint64_t cells_begins(const struct cells *cells, size_t count, const struct cells_begins *begins);

#endif
