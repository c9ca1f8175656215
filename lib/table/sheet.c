#include "table/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "table/dialect.h"
#include "table/source.h"

/* Soft and other hyphens, dashes: spreadsheets make them of -. */
static bool
is_dash(uint32_t c)
{
	return c == '-' || c == 0xad || (c >= 0x2010 && c <= 0x2015);
}

void
heading_fold(struct buf *b, const char *s, size_t n)
{
	for (size_t len; n; s += len, n -= len) {
		uint32_t c;
		len = utf8_blank(s, n);
		if (len)
			continue;
		len = utf8_decode(s, n, &c);
		if (len == 0) { /* of a command line: sheets are UTF-8 */
			buf_putc(b, *s);
			len = 1;
		} else if (c == '%') {
			buf_puts(b, "pct");
		} else if (c != '_' && !is_dash(c)) {
			utf8_put(b, utf8_lower(c));
		}
	}
}

static char *
folded(const char *s, size_t n)
{
	struct buf b = {0};
	heading_fold(&b, s, n);
	return (char *)(uintptr_t)buf_str(&b); /* the buffer is handed over */
}

struct cell
sheet_trim_blanks(struct cell c)
{
	for (size_t len; c.n && (len = utf8_blank(c.s, c.n)); c.n -= len)
		c.s += len;
	for (size_t len; c.n && (len = utf8_blank_behind(c.s, c.n));)
		c.n -= len;
	return c;
}

static bool
fail(const struct sheet *sheet, const char *format, const char *what)
{
	diag_at(&(struct place){.file = sheet->name, .line = sheet->heading_line}, DIAG_ERROR, format, what);
	return false;
}

/* --map=COLUMN=HEADING: the column of that heading answers to COLUMN alone. */
static bool
apply_map(struct sheet *sheet, const char *map)
{
	const char *equals = strchr(map, '=');
	char *key = folded(equals + 1, strlen(equals + 1));
	size_t found = SHEET_NONE;
	size_t matches = 0;
	for (size_t i = sheet->count; i-- > 0;)
		if (strcmp(sheet->columns[i].key, key) == 0) {
			found = i;
			matches++;
		}
	free(key);
	if (matches > 1)
		return fail(sheet, "--map: this heading stands twice: \"%s\"", equals + 1);
	key = folded(map, (size_t)(equals - map));
	bool named = false; /* of several FILEs, some may call it by its name */
	for (size_t i = 0; i < sheet->count; i++)
		named |= strcmp(sheet->columns[i].key, key) == 0;
	if (found == SHEET_NONE) {
		free(key);
		return named || fail(sheet, "--map: no heading is called \"%s\"", equals + 1);
	}
	free(sheet->columns[found].key);
	sheet->columns[found].key = key;
	return true;
}

static bool
apply_fill(struct sheet *sheet, const char *name)
{
	size_t column = sheet_find(sheet, name);
	if (column == SHEET_NONE)
		return fail(sheet, "--fill-down: no heading is called \"%s\"", name);
	sheet->columns[column].filled = true;
	return true;
}

static bool
read_headings(struct sheet *sheet)
{
	struct record r;
	enum csvin_result result = csvin_next(sheet->in, &r);
	if (result == CSVIN_END)
		diag_at(&(struct place){.file = sheet->name}, DIAG_ERROR, "the sheet is empty: it has no headings");
	if (result != CSVIN_RECORD)
		return false;
	sheet->heading_line = r.line;
	sheet->heading_record = r.number;
	sheet->count = r.count;
	while (sheet->count && sheet_trimmed(r.cells[sheet->count - 1]).n == 0)
		sheet->count--;
	if (sheet->count == 0)
		return fail(sheet, "%s", "this line has no headings (--header-row)");
	sheet->columns = xcalloc(sheet->count, sizeof *sheet->columns);
	sheet->padded = xcalloc(sheet->count, sizeof *sheet->padded);
	for (size_t i = 0; i < sheet->count; i++) {
		struct cell c = sheet_trimmed(r.cells[i]);
		sheet->columns[i].heading = xstrndup(c.s, c.n);
		sheet->columns[i].key = folded(c.s, c.n);
	}
	for (size_t i = 0; i < sheet->dialect->map_count; i++)
		if (!apply_map(sheet, sheet->dialect->maps[i]))
			return false;
	for (size_t i = 0; i < sheet->dialect->fill_count; i++)
		if (!apply_fill(sheet, sheet->dialect->fills[i]))
			return false;
	return true;
}

bool
sheet_open(struct sheet *sheet, const char *path, const struct dialect *dialect)
{
	return sheet_open_as(sheet, strcmp(path, "-") == 0 ? SOURCE_STDIN : path, path, dialect);
}

bool
sheet_open_as(struct sheet *sheet, const char *name, const char *path, const struct dialect *dialect)
{
	*sheet = (struct sheet){.dialect = dialect, .name = name};
	sheet->in = csvin_open(name, path, dialect);
	if (sheet->in && read_headings(sheet))
		return true;
	sheet_close(sheet);
	return false;
}

size_t
sheet_find(const struct sheet *sheet, const char *name)
{
	char *key = folded(name, strlen(name));
	size_t found = SHEET_NONE;
	for (size_t i = 0; i < sheet->count; i++) {
		if (strcmp(sheet->columns[i].key, key) != 0)
			continue;
		if (found != SHEET_NONE) {
			struct place where = {sheet->name, sheet->heading_line, sheet->heading_record, i + 1, name, "duplicate-label"};
			diag_value(&where, DIAG_ERROR, sheet->columns[i].heading, strlen(sheet->columns[i].heading),
			    "this heading stands twice, also in column %zu", found + 1);
			break;
		}
		found = i;
	}
	free(key);
	return found;
}

size_t
sheet_find_alias(const struct sheet *sheet, const char *name, const char *const *aliases)
{
	size_t found = sheet_find(sheet, name);
	if (found != SHEET_NONE)
		return found;
	for (size_t i = 0; aliases && aliases[i]; i++) {
		size_t column = sheet_find(sheet, aliases[i]);
		if (column == SHEET_NONE || column == found)
			continue;
		if (found != SHEET_NONE) {
			struct place where = {sheet->name, sheet->heading_line, sheet->heading_record, column + 1, name,
				"duplicate-label"};
			diag_at(&where, DIAG_ERROR, "two headings could be meant, \"%s\" and \"%s\": choose with --map=%s=HEADING",
			    sheet->columns[found].heading, sheet->columns[column].heading, name);
			break;
		}
		found = column;
	}
	return found;
}

bool
sheet_bind(const struct sheet *sheet, const struct sheet_binding *columns, size_t count)
{
	size_t before = diag_errors();
	for (size_t i = 0; i < count; i++) {
		*columns[i].to = sheet_find(sheet, columns[i].name);
		if (columns[i].needed && *columns[i].to == SHEET_NONE)
			sheet_report_missing(sheet, columns[i].name);
	}
	return diag_errors() == before;
}

void
sheet_report_missing(const struct sheet *sheet, const char *names)
{
	fail(sheet, "missing column: %s", names);
}

static bool
is_wholly_empty(const struct record *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (sheet_trimmed(r->cells[i]).n)
			return false;
	return true;
}

/* False where cells stand beyond the last heading. */
static bool
check_length(struct sheet *sheet)
{
	const struct record *r = &sheet->row;
	if (r->count < sheet->count) {
		struct place row = sheet_place(sheet, SHEET_NONE);
		row.rule = "missing-cell";
		diag_at(&row, DIAG_WARNING, "%zu cells, but %zu headings: the missing ones are taken as empty", r->count,
		    sheet->count);
	}
	for (size_t i = sheet->count; i < r->count; i++)
		if (sheet_trimmed(r->cells[i]).n) {
			struct place where = {sheet->name, r->line, r->number, i + 1, NULL, "extra-cell"};
			diag_value(&where, DIAG_ERROR, r->cells[i].s, r->cells[i].n,
			    "a cell beyond the %zu headings (a delimiter inside a cell that isn't quoted?)", sheet->count);
			return false;
		}
	return true;
}

static void
fill_down(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		struct sheet_column *c = &sheet->columns[i];
		if (!c->filled)
			continue;
		struct cell *cell = &sheet->padded[i];
		if (sheet_trimmed(*cell).n == 0) {
			*cell = (struct cell){c->above ? c->above : "", c->above_len};
		} else {
			free(c->above);
			c->above = xstrndup(cell->s, cell->n);
			c->above_len = cell->n;
		}
	}
}

bool
sheet_take(struct sheet *sheet, const struct record *r)
{
	sheet->row = *r;
	if (is_wholly_empty(r) || !check_length(sheet))
		return false;
	sheet->cells = r->cells;
	if (r->count >= sheet->count && sheet->dialect->fill_count == 0)
		return true;
	for (size_t i = 0; i < sheet->count; i++)
		sheet->padded[i] = i < r->count ? r->cells[i] : (struct cell){"", 0};
	sheet->cells = sheet->padded;
	fill_down(sheet);
	return true;
}

bool
sheet_next(struct sheet *sheet)
{
	struct record r;
	enum csvin_result result;
	while ((result = csvin_next(sheet->in, &r)) == CSVIN_RECORD)
		if (sheet_take(sheet, &r))
			return true;
	sheet->broken = result == CSVIN_ERROR;
	return false;
}

struct place
sheet_place(const struct sheet *sheet, size_t column)
{
	struct place where = {.file = sheet->name, .line = sheet->row.line, .record = sheet->row.number};
	if (column != SHEET_NONE) {
		where.field = column + 1;
		where.column = sheet->columns[column].heading;
	}
	return where;
}

bool
sheet_asks_for_mark(const struct sheet *sheet, size_t column)
{
	const struct sheet_column *c = &sheet->columns[column];
	return c->numbers == c->ambiguous && !sheet->dialect->decimal_mark && csvin_delimiter(sheet->in) == ';';
}

void
sheet_finish(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const struct sheet_column *c = &sheet->columns[i];
		if (c->numbers && sheet_asks_for_mark(sheet, i))
			diag_at(&c->first_number, DIAG_ERROR, "every number of this column looks like 1.234: say --decimal=. "
			    "or --decimal=, to tell whether that is one and a bit or a thousand and more");
		if (c->percents && c->percents == c->fractions)
			diag_at(&c->first_number, DIAG_WARNING, "every percentage of this column lies between 0 and 1: are they "
			    "fractions? (45 or 45%% is forty-five per cent)");
	}
}

void
sheet_close(struct sheet *sheet)
{
	csvin_close(sheet->in);
	for (size_t i = 0; sheet->columns && i < sheet->count; i++) {
		free(sheet->columns[i].heading);
		free(sheet->columns[i].key);
		free(sheet->columns[i].above);
	}
	free(sheet->columns);
	free(sheet->padded);
	*sheet = (struct sheet){0};
}
