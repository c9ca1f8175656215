/* Finds cells and records in a run of bytes by masks, 64 bytes at a time: only what is plain, where there is but one way to
 * read it. What isn't is for csvin and libcsv.
 *
 * Plain are records of unquoted cells and of cells in quotes that follow a delimiter or a line end and come before one
 * (RFC 4180), quotes in them written twice; a quote within an unquoted cell is a character; lines end with LF or CRLF.
 * Not plain: a lone CR that ends a line, a blank line, text after a closing quote, more than CSVIN_CELLS_MOST cells.
 * Bytes are not looked at otherwise: that they are text is the caller's part. */
#ifndef NEGPKG_SPLIT_H
#define NEGPKG_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/csvin.h"

struct buf;

/* One source, compiled for what a machine has; all find the same, but the one that holds nothing for plain. */
enum split_version { SPLIT_BEST, SPLIT_NOTHING, SPLIT_PORTABLE, SPLIT_SSE2, SPLIT_AVX2, SPLIT_AVX512, SPLIT_VERSIONS };

/* A run is taken up to its first record that ends at this many bytes or more: what is found stays in the nearest cache. */
enum { SPLIT_ENOUGH = 8 * 1024 };

struct split_row {
	uint32_t start; /* offset of its first byte */
	uint32_t cells; /* index in ends[] of its first cell's end */
	uint32_t lines; /* physical lines of the run before it */
};

struct split {
	const char *s;          /* the run: offsets count from here */
	uint32_t *ends;         /* where each cell ends: its delimiter, the CR or LF; owned */
	struct split_row *rows; /* row_count and one more, which marks the end; owned */
	size_t row_count;
	bool irregular;         /* what stands behind the last row isn't plain (else it is cut off, or more than enough) */
	bool quoted;            /* there are quotes */
	bool doubled;           /* some cell holds a quote that was written twice (elsewhere in the run, perhaps) */

	/* its own */
	size_t end_cap;
	char delimiter;
	enum split_version version;
};

void split_init(struct split *split, char delimiter);
void split_free(struct split *split);
/* For tests: those initialized from now on are of this version. False where this machine hasn't got it. */
bool split_choose(enum split_version version);

/* Finds the plain records from s on, where a record begins; the next run takes up where rows[row_count].start is.
 * No rows: the first record isn't plain (irregular), or is cut off by the end of the n bytes. n < 2^31. */
void split_run(struct split *split, const char *s, size_t n);

/* Where the last line ends, of the n bytes from s on, that ends a record: all before it are whole records, plain or not. Only
 * quotes are followed, at several times the speed. 0: there is none. In disorder: behind that line stands text behind a closing
 * quote, and nobody but libcsv knows where records end. */
size_t split_cut(const struct split *split, const char *s, size_t n, bool *disorder);

/* The number of cells in a row. */
static inline size_t
split_count(const struct split *split, size_t row)
{
	return split->rows[row + 1].cells - split->rows[row].cells;
}

/* A cell without the quotes around it, a view; where it holds quotes that are written twice, they still are. */
static inline struct cell
split_cell(const struct split *split, size_t row, size_t column)
{
	const struct split_row *r = &split->rows[row];
	const uint32_t *end = split->ends + r->cells + column;
	uint32_t from = column ? end[-1] + 1 : r->start, to = *end;
	bool quoted = split->s[from] == '"';
	return (struct cell){split->s + from + quoted, to - from - 2u * quoted};
}

/* Does split_cell's view hold a quote written twice? Then it isn't the cell's text; only where split->doubled. */
bool split_is_doubled(const struct split *split, size_t row, size_t column);

/* All cells of a row, split_count of them; those with doubled quotes are written into `text`, which is emptied first. */
void split_cells(const struct split *split, size_t row, struct cell *cells, struct buf *text);

#endif
