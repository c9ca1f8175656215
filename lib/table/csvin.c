#include "table/csvin.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "table/dialect.h"
#include "table/judge.h"
#include "table/lines.h"
#include "table/sniff.h"
#include "table/split.h"

struct csvin {
	struct lines lines;
	struct split split; /* of the lines ahead */
	struct judge judge;
	char delimiter;
	bool failed;     /* to read on; it was said */
	bool disordered; /* what was read so far is no part's */
	bool turned;     /* a part whose lines and rows count from the sheet's first */

	uintmax_t number; /* of the next row */
	size_t row;       /* the next one of the split */
	struct cell *cells;
	size_t cell_cap;
	struct buf text; /* cells that are no views */
};

static bool
fail(const struct csvin *in, uintmax_t line, const char *why)
{
	diag_at(&(struct place){.file = in->lines.source.name, .line = line}, DIAG_ERROR, "%s", why);
	return false;
}

static bool
pass_blank_line(struct csvin *in)
{
	size_t n;
	const char *s = lines_ahead(&in->lines, &n);
	size_t length = n > 0 && s[0] == '\n' ? 1 : n > 1 && memcmp(s, "\r\n", 2) == 0 ? 2 : 0;
	lines_pass(&in->lines, length, length > 0);
	in->number += length > 0;
	return length > 0;
}

/* Finds plain records ahead. False where there are none: the judge has the next one, unless reading failed. */
static bool
find_plain(struct csvin *in)
{
	for (;;) {
		size_t n;
		const char *s = lines_ahead(&in->lines, &n);
		in->row = 0;
		split_run(&in->split, s, n);
		if (in->split.row_count > 0)
			return true;
		if (in->split.irregular && pass_blank_line(in))
			continue;
		if (in->split.irregular || lines_are_filled(&in->lines))
			return false;
		in->disordered = false;
		in->failed = !lines_fill(&in->lines);
		if (in->failed)
			return false;
	}
}

static void
hand_out(struct csvin *in, struct record *out)
{
	const struct split_row *row = &in->split.rows[in->row];
	size_t count = split_count(&in->split, in->row);
	if (count > in->cell_cap) {
		in->cells = xrealloc(in->cells, count, sizeof *in->cells);
		in->cell_cap = count;
	}
	split_cells(&in->split, in->row++, in->cells, &in->text);
	*out = (struct record){in->cells, count, in->lines.line, in->number++};
	lines_pass(&in->lines, row[1].start - row[0].start, row[1].lines - row[0].lines);
}

static enum csvin_result
let_judge(struct csvin *in, struct record *out)
{
	judge_start(&in->judge);
	for (bool begun = false; !in->judge.complete;) {
		struct chunk c;
		uintmax_t line = in->lines.line;
		if (!lines_take(&in->lines, &c))
			return CSVIN_ERROR;
		if (c.n == 0 && lines_are_broken(&in->lines)) {
			lines_report_broken(&in->lines, begun ? out->number : in->number, in->judge.cell_count + 1);
			return CSVIN_ERROR;
		}
		if (c.n == 0) { /* the end of the input: it ends the last line, too */
			if (!begun)
				return CSVIN_END;
			if (!judge_end(&in->judge, line))
				return CSVIN_ERROR;
			continue;
		}
		bool blank = !begun && (c.s[0] == '\n' || c.s[0] == '\r');
		if (!begun) {
			out->line = line;
			out->number = in->number++;
			begun = !blank;
		}
		if (!blank && !judge_take(&in->judge, &c, line))
			return CSVIN_ERROR;
	}
	judge_cells(&in->judge, out);
	return CSVIN_RECORD;
}

enum csvin_result
csvin_next(struct csvin *in, struct record *out)
{
	if (in->row < in->split.row_count || (!in->failed && find_plain(in))) {
		hand_out(in, out);
		return CSVIN_RECORD;
	}
	return in->failed ? CSVIN_ERROR : let_judge(in, out);
}

bool
csvin_plain(struct csvin *in, struct plain *out)
{
	if (in->failed || !find_plain(in))
		return false;
	const struct split_row *end = &in->split.rows[in->split.row_count];
	*out = (struct plain){&in->split, in->lines.line, in->number};
	lines_pass(&in->lines, end->start, end->lines);
	in->number += in->split.row_count;
	in->row = in->split.row_count;
	return true;
}

struct csvin *
csvin_part(const struct csvin *whole)
{
	struct csvin *part = xcalloc(1, sizeof *part);
	part->delimiter = whole->delimiter;
	lines_init_part(&part->lines, &whole->lines);
	split_init(&part->split, whole->delimiter);
	judge_init(&part->judge, whole->lines.source.name, whole->delimiter);
	return part;
}

/* How much of what is ahead are whole records. */
static size_t
cut(struct csvin *in)
{
	size_t n;
	const char *s = lines_ahead(&in->lines, &n);
	size_t whole = split_cut(&in->split, s, n, &in->disordered);
	return in->disordered && whole < n / 2 ? 0 : whole; /* the rest is copied */
}

bool
csvin_read_part(struct csvin *in, struct csvin *part)
{
	size_t ahead, whole = 0;
	lines_ahead(&in->lines, &ahead);
	if (!in->disordered && ahead >= in->lines.size / 2) /* there is a block */
		whole = cut(in);
	if (!in->disordered && whole == 0) {
		while (!lines_are_filled(&in->lines) && lines_fill_ahead(&in->lines))
			continue;
		whole = cut(in);
	}
	if (whole == 0)
		return false;
	lines_give(&in->lines, &part->lines, whole);
	in->row = in->split.row_count = part->row = part->split.row_count = 0;
	part->number = 0;
	part->turned = false;
	return true;
}

void
csvin_turn_part(const struct csvin *whole, struct csvin *part)
{
	part->lines.line += whole->lines.line;
	part->number += whole->number;
	part->turned = true;
}

void
csvin_join_part(struct csvin *whole, struct csvin *part)
{
	if (!part->turned)
		csvin_turn_part(whole, part);
	whole->lines.line = part->lines.line;
	whole->number = part->number;
}

uintmax_t
csvin_line(const struct csvin *in)
{
	return in->lines.line;
}

uintmax_t
csvin_number(const struct csvin *in)
{
	return in->number;
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
		size_t n;
		const char *s = lines_ahead(&in->lines, &n);
		size_t end = sniff_heading(s, n);
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
		uintmax_t line = in->lines.line;
		if (!lines_take(&in->lines, &c))
			return false;
		if (c.n == 0 && lines_are_broken(&in->lines)) {
			lines_report_broken(&in->lines, in->number, 0);
			return false;
		}
		if (c.n == 0)
			return fail(in, line - (in->lines.taken == 0), "the file ends before the line of its headings (--header-row)");
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
		in->delimiter = sniff_delimiter(s, n);
	return true;
}

struct csvin *
csvin_open(const char *name, const char *path, const struct dialect *dialect)
{
	struct csvin *in = xcalloc(1, sizeof *in);
	in->number = 1;
	in->delimiter = dialect->delimiter;
	if (!lines_open(&in->lines, name, path) || !go_to_headings(in, dialect)) {
		csvin_close(in);
		return NULL;
	}
	split_init(&in->split, in->delimiter);
	judge_init(&in->judge, name, in->delimiter);
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
	split_free(&in->split);
	judge_free(&in->judge);
	buf_free(&in->text);
	free(in->cells);
	free(in);
}
