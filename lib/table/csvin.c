#include "table/csvin.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "table/dialect.h"
#include "table/source.h"

enum { BLOCK = 256 * 1024, LIBCSV_STEP = 4096 };

/* Where a quote stands decides what it means. */
enum quoting { AT_CELL_START, IN_PLAIN, IN_QUOTED, AFTER_QUOTE };

struct csvin {
	struct source source;
	struct csv_parser parser;
	char delimiter;

	char *block; /* BLOCK bytes; what is to be parsed stands from start to end */
	size_t start, end;
	bool ended;

	uintmax_t line, number; /* of the next physical line, of the next row */
	enum quoting quoting;
	uintmax_t quote_line; /* where the last quote opened */

	struct buf text;    /* the record's cells, one behind the other */
	size_t *cell_ends;
	size_t cell_count, end_cap;
	struct cell *cells;
	size_t cell_cap;
	bool complete;
};

/* A line or, where it doesn't fit the block, a piece of one. */
struct chunk {
	char *s;
	size_t n;
	bool ends_line;
};

static bool
fail(const struct csvin *in, uintmax_t line, const char *why)
{
	diag_at(&(struct place){.file = in->source.name, .line = line}, DIAG_ERROR, "%s", why);
	return false;
}

/* No room for another read, of which a converted character may take a few bytes. */
static bool
is_full(const struct csvin *in)
{
	return in->end - in->start > BLOCK - SOURCE_LEAST;
}

/* Makes room and reads on, as long as there is some. */
static bool
fill(struct csvin *in)
{
	if (in->start > 0) {
		memmove(in->block, in->block + in->start, in->end - in->start);
		in->end -= in->start;
		in->start = 0;
	}
	if (in->ended || is_full(in))
		return true;
	long got = source_read(&in->source, in->block + in->end, BLOCK - in->end);
	if (got < 0)
		return false;
	if (memchr(in->block + in->end, '\0', (size_t)got)) {
		fail(in, in->line, "a NUL byte on this line or below: this isn't a text file");
		return false;
	}
	in->end += (size_t)got;
	in->ended = got == 0;
	return true;
}

/* The length of the first line at s with its LF, CRLF or CR; 0 where it isn't all there. */
static size_t
line_length(const char *s, size_t n, bool ended)
{
	const char *lf = memchr(s, '\n', n);
	size_t upto = lf ? (size_t)(lf - s) : n;
	const char *cr = memchr(s, '\r', upto);
	if (!cr)
		return lf ? upto + 1 : 0;
	size_t at = (size_t)(cr - s);
	if (at + 1 < n)
		return at + 1 + (s[at + 1] == '\n');
	return ended ? n : 0; /* an LF may follow */
}

/* Takes the next chunk; an empty one at the end of the input. */
static bool
take_chunk(struct csvin *in, struct chunk *c)
{
	for (;;) {
		size_t n = in->end - in->start, len = line_length(in->block + in->start, n, in->ended);
		*c = (struct chunk){in->block + in->start, len ? len : n, len > 0};
		if (len || in->ended)
			break;
		if (is_full(in)) {
			c->n -= c->s[n - 1] == '\r'; /* never cut a CRLF in two */
			break;
		}
		if (!fill(in))
			return false;
	}
	in->start += c->n;
	return true;
}

/* Follows the quotes through a chunk before libcsv, which would read on past a quote that closes early. */
static bool
check_quotes(struct csvin *in, const struct chunk *c)
{
	if ((in->quoting == AT_CELL_START || in->quoting == IN_PLAIN) && !memchr(c->s, '"', c->n)) {
		in->quoting = c->ends_line || c->s[c->n - 1] == in->delimiter ? AT_CELL_START : IN_PLAIN;
		return true;
	}
	for (size_t i = 0; i < c->n; i++) {
		char ch = c->s[i];
		bool separates = ch == in->delimiter || ch == '\n' || ch == '\r';
		switch (in->quoting) {
		case AT_CELL_START:
			if (ch == '"') {
				in->quoting = IN_QUOTED;
				in->quote_line = in->line;
				break;
			}
			/* fall through */
		case IN_PLAIN:
			in->quoting = separates ? AT_CELL_START : IN_PLAIN;
			break;
		case IN_QUOTED:
			if (ch == '"')
				in->quoting = AFTER_QUOTE;
			break;
		case AFTER_QUOTE:
			if (!separates && ch != '"')
				return fail(in, in->quote_line, "text after the closing quote of a cell that opens here "
				    "(a quote inside a quoted cell is written twice)");
			in->quoting = separates ? AT_CELL_START : IN_QUOTED;
			break;
		}
	}
	return true;
}

static void
end_cell(void *s, size_t n, void *data)
{
	struct csvin *in = data;
	buf_add(&in->text, s, n);
	in->cell_ends = xgrow(in->cell_ends, in->cell_count, &in->end_cap, sizeof *in->cell_ends);
	in->cell_ends[in->cell_count++] = in->text.len;
}

static void
end_record(int terminator, void *data)
{
	(void)terminator;
	struct csvin *in = data;
	in->complete = true;
}

static void *
capped_realloc(void *old, size_t n)
{
	return n > CSVIN_CELL_MOST ? NULL : realloc(old, n);
}

/* What no sheet has would take memory without an end. */
static bool
is_bounded(const struct csvin *in)
{
	if (in->cell_count > CSVIN_CELLS_MOST)
		return fail(in, in->line, "a row of more than 100,000 cells");
	return in->text.len <= CSVIN_ROW_MOST || fail(in, in->line, "a row of more than 64 MiB");
}

static bool
parse(struct csvin *in, const char *s, size_t n)
{
	if (csv_parse(&in->parser, s, n, end_cell, end_record, in) == n)
		return is_bounded(in);
	if (csv_get_buffer_size(&in->parser) < CSVIN_CELL_MOST / 2)
		return fail(in, in->line, csv_strerror(csv_error(&in->parser)));
	if (in->quoting == IN_QUOTED)
		return fail(in, in->quote_line, "a quote opens here and isn't closed within 16 MiB");
	return fail(in, in->line, "a cell of more than 16 MiB");
}

static void
hand_out(struct csvin *in, struct record *out)
{
	if (in->cell_count > in->cell_cap) {
		in->cells = xrealloc(in->cells, in->end_cap, sizeof *in->cells);
		in->cell_cap = in->end_cap;
	}
	size_t at = 0;
	for (size_t i = 0; i < in->cell_count; i++) {
		in->cells[i] = (struct cell){in->text.data ? in->text.data + at : "", in->cell_ends[i] - at};
		at = in->cell_ends[i];
	}
	out->cells = in->cells;
	out->count = in->cell_count;
}

enum csvin_result
csvin_next(struct csvin *in, struct record *out)
{
	static const char newline[] = "\n";
	in->text.len = in->cell_count = 0;
	in->complete = false;
	for (bool begun = false; !in->complete;) {
		struct chunk c;
		if (!take_chunk(in, &c))
			return CSVIN_ERROR;
		if (c.n == 0) { /* the end of the input: it ends the last line, too */
			if (in->quoting == IN_QUOTED) {
				fail(in, in->quote_line, "a quote opens here and is never closed");
				return CSVIN_ERROR;
			}
			if (!begun)
				return CSVIN_END;
			if (!parse(in, newline, 1))
				return CSVIN_ERROR;
			continue;
		}
		bool blank = !begun && (c.s[0] == '\n' || c.s[0] == '\r');
		if (!begun) {
			out->line = in->line;
			out->number = in->number++;
			begun = !blank;
		}
		if (!blank && (!check_quotes(in, &c) || !parse(in, c.s, c.n)))
			return CSVIN_ERROR;
		in->line += c.ends_line;
	}
	in->quoting = AT_CELL_START;
	hand_out(in, out);
	return CSVIN_RECORD;
}

static const char candidates[] = ",;\t|";

/* Follows quotes through a line whose delimiter isn't known yet: a quote opens a cell at the start of the line or
 * behind what may be a delimiter; elsewhere it is a character. Returns the length of the line without its end; n
 * where that isn't there. seen[] counts candidates outside quotes. */
static size_t
scan_heading(const char *s, size_t n, size_t seen[4])
{
	bool quoted = false;
	for (size_t i = 0; i < n; i++) {
		const char *c = memchr(candidates, s[i], 4);
		if (quoted) {
			bool doubled = s[i] == '"' && i + 1 < n && s[i + 1] == '"';
			quoted = doubled || s[i] != '"';
			i += doubled;
		} else if (s[i] == '\n' || s[i] == '\r') {
			return i;
		} else if (s[i] == '"') {
			quoted = i == 0 || memchr(candidates, s[i - 1], 4);
		} else if (c) {
			seen[c - candidates]++;
		}
	}
	return n;
}

/* The most frequent of , ; TAB | in the heading line, outside quotes; the earlier one where two are as
 * frequent. */
static char
sniff(const char *s, size_t n)
{
	size_t seen[4] = {0}, best = 0;
	scan_heading(s, n, seen);
	for (size_t i = 1; i < 4; i++)
		if (seen[i] > seen[best])
			best = i;
	return candidates[best];
}

/* A first line sep=; is an instruction to Excel, no row. */
static bool
take_sep_line(struct csvin *in)
{
	const char *s = in->block + in->start;
	size_t n = in->end - in->start, len = line_length(s, n, in->ended);
	if (len < 6 || len > 7 || strncasecmp(s, "sep=", 4) != 0 || (s[5] != '\r' && s[5] != '\n'))
		return false;
	if (!in->delimiter)
		in->delimiter = s[4];
	in->start += len;
	in->line++;
	return true;
}

/* Reads until the whole heading line is in the block (or the block is full), so that it can be looked at. */
static bool
fill_heading(struct csvin *in)
{
	for (;;) {
		size_t n = in->end - in->start, seen[4] = {0};
		size_t end = scan_heading(in->block + in->start, n, seen);
		bool whole = end + 1 < n || (end < n && in->block[in->start + end] == '\n');
		if (whole || in->ended || is_full(in))
			return true;
		if (!fill(in))
			return false;
	}
}

static bool
go_to_headings(struct csvin *in, const struct dialect *dialect)
{
	if (!fill_heading(in))
		return false;
	take_sep_line(in);
	for (uintmax_t last = 0; in->line < (uintmax_t)dialect->header_row;) {
		struct chunk c;
		if (!take_chunk(in, &c))
			return false;
		if (c.n == 0)
			return fail(in, last, "the file ends before the line of its headings (--header-row)");
		last = in->line;
		in->line += c.ends_line;
		in->number += c.ends_line;
	}
	if (!fill_heading(in))
		return false;
	if (!in->delimiter)
		in->delimiter = sniff(in->block + in->start, in->end - in->start);
	return true;
}

static int
no_space(unsigned char c)
{
	(void)c;
	return 0; /* blanks around a cell belong to it; the typed parse trims */
}

struct csvin *
csvin_open(const char *name, const char *path, const struct dialect *dialect)
{
	struct csvin *in = xcalloc(1, sizeof *in);
	in->line = in->number = 1;
	in->delimiter = dialect->delimiter;
	in->block = xmalloc(BLOCK);
	if (csv_init(&in->parser, 0) != 0)
		abort(); /* only for a NULL argument */
	csv_set_space_func(&in->parser, no_space);
	csv_set_realloc_func(&in->parser, capped_realloc);
	csv_set_blk_size(&in->parser, LIBCSV_STEP);
	if (!source_open(&in->source, name, path) || !go_to_headings(in, dialect)) {
		csvin_close(in);
		return NULL;
	}
	csv_set_delim(&in->parser, (unsigned char)in->delimiter);
	return in;
}

bool
cell_is(struct cell c, const char *s)
{
	return strlen(s) == c.n && memcmp(s, c.s, c.n) == 0;
}

char
csvin_delimiter(const struct csvin *in)
{
	return in->delimiter;
}

void
csvin_close(struct csvin *in)
{
	if (!in)
		return;
	source_close(&in->source);
	csv_free(&in->parser);
	free(in->block);
	buf_free(&in->text);
	free(in->cell_ends);
	free(in->cells);
	free(in);
}
