#include "table/judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/xalloc.h"

enum { LIBCSV_STEP = 4096 };

static bool
fail(const struct judge *j, uintmax_t line, const char *why)
{
	diag_at(&(struct place){.file = j->name, .line = line}, DIAG_ERROR, "%s", why);
	return false;
}

/* Follows the quotes through a chunk before libcsv, which would read on past a quote that closes early. */
static bool
check_quotes(struct judge *j, const struct chunk *c)
{
	if ((j->quoting == AT_CELL_START || j->quoting == IN_PLAIN) && !memchr(c->s, '"', c->n)) {
		j->quoting = c->ends_line || c->s[c->n - 1] == j->delimiter ? AT_CELL_START : IN_PLAIN;
		return true;
	}
	for (size_t i = 0; i < c->n; i++) {
		char ch = c->s[i];
		bool separates = ch == j->delimiter || ch == '\n' || ch == '\r';
		switch (j->quoting) {
		case AT_CELL_START:
			if (ch == '"') {
				j->quoting = IN_QUOTED;
				j->quote_line = j->line;
				break;
			}
			/* fall through */
		case IN_PLAIN:
			j->quoting = separates ? AT_CELL_START : IN_PLAIN;
			break;
		case IN_QUOTED:
			if (ch == '"')
				j->quoting = AFTER_QUOTE;
			break;
		case AFTER_QUOTE:
			if (!separates && ch != '"')
				return fail(j, j->quote_line, "text after the closing quote of a cell that opens here "
				    "(a quote inside a quoted cell is written twice)");
			j->quoting = separates ? AT_CELL_START : IN_QUOTED;
			break;
		}
	}
	return true;
}

static void
end_cell(void *s, size_t n, void *data)
{
	struct judge *j = data;
	buf_add(&j->text, s, n);
	j->cell_ends = xgrow(j->cell_ends, j->cell_count, &j->end_cap, sizeof *j->cell_ends);
	j->cell_ends[j->cell_count++] = j->text.len;
}

static void
end_record(int terminator, void *data)
{
	(void)terminator;
	struct judge *j = data;
	j->complete = true;
}

static void *
capped_realloc(void *old, size_t n)
{
	return n > CSVIN_CELL_MOST ? NULL : realloc(old, n);
}

/* What no sheet has would take memory without an end. */
static bool
is_bounded(const struct judge *j)
{
	if (j->cell_count > CSVIN_CELLS_MOST)
		return fail(j, j->line, "a row of more than 100,000 cells");
	return j->text.len <= CSVIN_ROW_MOST || fail(j, j->line, "a row of more than 64 MiB");
}

static bool
parse(struct judge *j, const char *s, size_t n)
{
	if (csv_parse(&j->parser, s, n, end_cell, end_record, j) == n)
		return is_bounded(j);
	if (csv_get_buffer_size(&j->parser) < CSVIN_CELL_MOST / 2)
		return fail(j, j->line, csv_strerror(csv_error(&j->parser)));
	if (j->quoting == IN_QUOTED)
		return fail(j, j->quote_line, "a quote opens here and isn't closed within 16 MiB");
	return fail(j, j->line, "a cell of more than 16 MiB");
}

static int
no_space(unsigned char c)
{
	(void)c;
	return 0; /* blanks around a cell belong to it; the typed parse trims */
}

void
judge_init(struct judge *j, const char *name, char delimiter)
{
	*j = (struct judge){.name = name, .delimiter = delimiter};
	if (csv_init(&j->parser, 0) != 0)
		abort(); /* only for a NULL argument */
	csv_set_space_func(&j->parser, no_space);
	csv_set_realloc_func(&j->parser, capped_realloc);
	csv_set_blk_size(&j->parser, LIBCSV_STEP);
	csv_set_delim(&j->parser, (unsigned char)delimiter);
}

void
judge_free(struct judge *j)
{
	csv_free(&j->parser);
	buf_free(&j->text);
	free(j->cell_ends);
	free(j->cells);
	*j = (struct judge){0};
}

void
judge_start(struct judge *j)
{
	j->text.len = j->cell_count = 0;
	j->quoting = AT_CELL_START;
	j->complete = false;
}

bool
judge_take(struct judge *j, const struct chunk *c, uintmax_t line)
{
	j->line = line;
	return check_quotes(j, c) && parse(j, c->s, c->n);
}

bool
judge_end(struct judge *j, uintmax_t line)
{
	static const char newline[] = "\n";
	j->line = line;
	if (j->quoting == IN_QUOTED)
		return fail(j, j->quote_line, "a quote opens here and is never closed");
	return parse(j, newline, 1);
}

void
judge_cells(struct judge *j, struct record *out)
{
	if (j->cell_count > j->cell_cap) {
		j->cells = xrealloc(j->cells, j->end_cap, sizeof *j->cells);
		j->cell_cap = j->end_cap;
	}
	size_t at = 0;
	for (size_t i = 0; i < j->cell_count; i++) {
		j->cells[i] = (struct cell){j->text.data ? j->text.data + at : "", j->cell_ends[i] - at};
		at = j->cell_ends[i];
	}
	out->cells = j->cells;
	out->count = j->cell_count;
}
