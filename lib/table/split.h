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
	const struct split_functions *functions;
};

/* One source, compiled for what a machine has; all find the same, but the one that holds nothing for plain. */
enum split_version { SPLIT_BEST, SPLIT_NOTHING, SPLIT_PORTABLE, SPLIT_SSE2, SPLIT_AVX2, SPLIT_AVX512, SPLIT_VERSIONS };

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

/* One column of neighbouring rows that all have the same number of cells. */
struct split_column {
	const char *s;
	const uint32_t *from, *to; /* of the first row's cell: from[0] + skip, to[0] */
	size_t from_stride, to_stride;
	uint32_t skip;
	bool quoted; /* cells may stand in quotes */
};

static inline struct split_column
split_column(const struct split *split, size_t row, size_t column)
{
	const struct split_row *r = &split->rows[row];
	size_t cells = split_count(split, row);
	const uint32_t *to = split->ends + r->cells + column;
	if (column == 0)
		return (struct split_column){split->s, &r->start, to, sizeof *r / sizeof r->start, cells, 0, split->quoted};
	return (struct split_column){split->s, to - 1, to, cells, cells, 1, split->quoted};
}

/* The cell of the column's row number `row`, a view without the quotes around it: see split_cell. */
static inline struct cell
split_column_cell(const struct split_column *column, size_t row)
{
	uint32_t from = column->from[row * column->from_stride] + column->skip, to = column->to[row * column->to_stride];
	bool quoted = column->quoted && column->s[from] == '"';
	return (struct cell){column->s + from + quoted, to - from - 2u * quoted};
}

enum { SPLIT_NUMBERS_MOST = 64, SPLIT_PLACES_MOST = 9 };

/* Reads the cells of a column's first `count` rows (SPLIT_NUMBERS_MOST) as numbers at so many places (-1: none will do) of which
 * `mark` separates the decimals. Empty ones are 0; *given has a bit for each that isn't. Returns a bit for each that is left to the
 * caller: what isn't a few digits with at most as many places, and all where this machine can't read many at once. 16 bytes
 * before the run may be looked at. */
uint64_t split_numbers(const struct split *split, const struct split_column *column, size_t count, char mark, int places, uint64_t *out,
    uint64_t *given);

/* Does split_cell's view hold a quote written twice? Then it isn't the cell's text; only where split->doubled. */
bool split_is_doubled(const struct split *split, size_t row, size_t column);

/* Sorts of three characters by which words begin, as bits: characters of which the first, second and third have a bit in common
 * begin one. From 0x80 on all are as character 0, which also stands for what is behind a cell's end. */
struct split_begins {
	unsigned char first[128], second[128], third[128];
};

/* A bit for each of a column's first `count` cells (64 at most) in which such a word may begin: at the start or behind a blank; and for
 * empty ones. All where this machine can't look at many characters at once, and for long cells. */
uint64_t split_begins(const struct split *split, const struct split_column *column, size_t count, const struct split_begins *begins);

/* A bit for each of a column's first `count` cells (64 at most) that may be more than plain text: it is empty, begins with a blank
 * or one of # . , or begins or ends with a blank or a character that isn't ASCII, has a colon as its fourth last one, or may be a
 * number with an exponent. All where this machine can't look at many at once. 16 bytes before the run may be looked at. */
uint64_t split_odd_texts(const struct split *split, const struct split_column *column, size_t count);

/* All cells of a row, split_count of them; those with doubled quotes are written into `text`, which is emptied first. */
void split_cells(const struct split *split, size_t row, struct cell *cells, struct buf *text);

#endif
