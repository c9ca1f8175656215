#include "table/csvin.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "table/dialect.h"
#include "table/lines.h"

enum { LIBCSV_STEP = 4096 };

/* Where a quote stands decides what it means. */
enum quoting { AT_CELL_START, IN_PLAIN, IN_QUOTED, AFTER_QUOTE };

struct csvin {
	struct lines lines;
	struct csv_parser parser;
	char delimiter;

	uintmax_t line;   /* of the chunk at hand */
	uintmax_t number; /* of the next row */
	enum quoting quoting;
	uintmax_t quote_line; /* where the last quote opened */

	struct buf text;    /* the record's cells, one behind the other */
	size_t *cell_ends;
	size_t cell_count, end_cap;
	struct cell *cells;
	size_t cell_cap;
	bool complete;
};

static bool
fail(const struct csvin *in, uintmax_t line, const char *why)
{
	diag_at(&(struct place){.file = in->lines.source.name, .line = line}, DIAG_ERROR, "%s", why);
	return false;
}

/* Takes the next chunk; an empty one at the end of the input. */
static bool
take_chunk(struct csvin *in, struct chunk *c)
{
	in->line = in->lines.line;
	return lines_take(&in->lines, c);
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
		if (c.n == 0 && lines_are_broken(&in->lines)) {
			lines_report_broken(&in->lines, begun ? out->number : in->number, in->cell_count + 1);
			return CSVIN_ERROR;
		}
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
static void
take_sep_line(struct csvin *in)
{
	size_t n, len = lines_next_length(&in->lines);
	const char *s = lines_ahead(&in->lines, &n);
	if (len < 6 || len > 7 || strncasecmp(s, "sep=", 4) != 0 || (s[5] != '\r' && s[5] != '\n'))
		return;
	if (!in->delimiter)
		in->delimiter = s[4];
	struct chunk line;
	lines_take(&in->lines, &line);
}

/* Reads until the whole heading line is in the block (or the block is full), so that it can be looked at. */
static bool
fill_heading(struct csvin *in)
{
	for (;;) {
		size_t n, seen[4] = {0};
		const char *s = lines_ahead(&in->lines, &n);
		size_t end = scan_heading(s, n, seen);
		bool whole = end + 1 < n || (end < n && s[end] == '\n');
		if (whole || lines_are_filled(&in->lines))
			return true;
		if (!lines_fill(&in->lines))
			return false;
	}
}

static bool
skip_above_headings(struct csvin *in, uintmax_t header_row)
{
	while (in->lines.line < header_row) {
		struct chunk c;
		if (!take_chunk(in, &c))
			return false;
		if (c.n == 0 && lines_are_broken(&in->lines)) {
			lines_report_broken(&in->lines, in->number, 0);
			return false;
		}
		if (c.n == 0)
			return fail(in, in->line - (in->lines.taken == 0), "the file ends before the line of its headings (--header-row)");
		in->number += c.ends_line;
	}
	return true;
}

static bool
go_to_headings(struct csvin *in, const struct dialect *dialect)
{
	if (!fill_heading(in))
		return false;
	take_sep_line(in);
	if (!skip_above_headings(in, (uintmax_t)dialect->header_row) || !fill_heading(in))
		return false;
	size_t n;
	const char *s = lines_ahead(&in->lines, &n);
	if (!in->delimiter)
		in->delimiter = sniff(s, n);
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
	in->number = 1;
	in->delimiter = dialect->delimiter;
	if (csv_init(&in->parser, 0) != 0)
		abort(); /* only for a NULL argument */
	csv_set_space_func(&in->parser, no_space);
	csv_set_realloc_func(&in->parser, capped_realloc);
	csv_set_blk_size(&in->parser, LIBCSV_STEP);
	if (!lines_open(&in->lines, name, path) || !go_to_headings(in, dialect)) {
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
	lines_close(&in->lines);
	csv_free(&in->parser);
	buf_free(&in->text);
	free(in->cell_ends);
	free(in->cells);
	free(in);
}
