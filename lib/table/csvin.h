/* A pull reader of CSV records: split finds those that are plain, many at once; judge (libcsv) has all others, and refuses
 * quoting that could be read in two ways. Lines and rows are counted, the delimiter is found.
 *
 * Accepted: RFC 4180 with LF, CRLF or lone CR; any one-byte delimiter; a quote inside an unquoted cell, as a
 * character (12" monitor); blank lines, skipped; no newline at the end.
 * Refused, naming the line where the quote opened: text after a closing quote, a quote never closed.
 * Refused: bytes that aren't UTF-8, a NUL byte, a cell of more than CSVIN_CELL_MOST bytes (a runaway quote), a row of more
 * than CSVIN_CELLS_MOST cells or CSVIN_ROW_MOST bytes. */
#ifndef NEGPKG_CSVIN_H
#define NEGPKG_CSVIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dialect;
struct split;

enum { CSVIN_CELL_MOST = 16 * 1024 * 1024, CSVIN_CELLS_MOST = 100 * 1000, CSVIN_ROW_MOST = 64 * 1024 * 1024 };

struct cell {
	const char *s; /* not terminated */
	size_t n;
};

/* Does the cell hold just this text? */
bool cell_is(struct cell c, const char *s);

struct record {
	const struct cell *cells;
	size_t count;
	uintmax_t line;   /* physical line on which it begins, from 1 */
	uintmax_t number; /* as a spreadsheet numbers its rows: blank lines count, a sep= line doesn't */
};

enum csvin_result { CSVIN_RECORD, CSVIN_END, CSVIN_ERROR };

struct csvin;

/* Opens path ("-": standard input), which messages call `name` (not copied), and skips to the line of the headings.
 * NULL after a message. */
struct csvin *csvin_open(const char *name, const char *path, const struct dialect *dialect);
char csvin_delimiter(const struct csvin *in);
/* Hands out the next record; its cells are views that live until the next call. */
enum csvin_result csvin_next(struct csvin *in, struct record *out);

/* Records that stand one behind the other, found by masks: see table/split.h. */
struct plain {
	const struct split *split;
	uintmax_t line, number; /* of its first row; the lines of others: line + split->rows[i].lines */
};

/* Hands out the plain records that come next, many at once; views that live until the next call. False where the next one isn't
 * plain, at the end, and where reading failed: csvin_next has it. */
bool csvin_plain(struct csvin *in, struct plain *out);

/* For threads: readers of parts of a sheet, each used by one thread at a time. The order is that of csvin_read_part. */
struct csvin *csvin_part(const struct csvin *whole); /* for csvin_close; has no records yet */
/* Reads on, and makes a block of whole records those of the part, whose lines and rows count from 0 on: what is done with them
 * needs no lock; this does. False where that can't be: what comes next (quotes in disorder, the last line without its end, the
 * end, what is no text or can't be read) is for csvin_plain and csvin_next on the whole, in its turn, after which another part
 * may be read. Says nothing. */
bool csvin_read_part(struct csvin *whole, struct csvin *part);
/* It's the part's turn: those before have been joined. What it hands out from now on has its place in the sheet. */
void csvin_turn_part(const struct csvin *whole, struct csvin *part);
/* All of the part was handed out (and it had its turn, or there was nothing to say about it): the whole counts on. */
void csvin_join_part(struct csvin *whole, struct csvin *part);
/* Of the next record: in a part's turn also what is to be added to what the part handed out before. */
uintmax_t csvin_line(const struct csvin *in);
uintmax_t csvin_number(const struct csvin *in);

void csvin_close(struct csvin *in);

#endif
