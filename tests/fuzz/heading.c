/* Headings: folded once they are folded for good, and a column is found by any spelling that folds alike, and by no other.
 * The input is a sheet. */
#include "table/sheet.h"

#include <ctype.h>
#include <string.h>

#include "base/diag.h"
#include "fuzz.h"
#include "table/csvin.h"
#include "table/dialect.h"

static struct buf
folded(const char *s, size_t n)
{
	struct buf b = {0};
	heading_fold(&b, s, n);
	buf_str(&b);
	return b;
}

static bool
fold_alike(const char *a, const char *b)
{
	struct buf x = folded(a, strlen(a)), y = folded(b, strlen(b));
	bool alike = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return alike;
}

static bool
is_utf8(const char *s, size_t n)
{
	for (size_t length; n > 0; s += length, n -= length)
		if ((length = fuzz_character(s, n)) == 0)
			return false;
	return true;
}

static void
check_fold(const char *s, size_t n)
{
	struct buf once = folded(s, n), twice = folded(once.data, once.len);
	if (is_utf8(s, n)) {
		must(is_utf8(once.data, once.len));
		must(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
		must(!memmem(once.data, once.len, "\u00a0", 2));
	}
	for (size_t i = 0; i < once.len; i++)
		must(!memchr(" \t\r\n_-%", once.data[i], 7) && !isupper((unsigned char)once.data[i]));
	buf_free(&once);
	buf_free(&twice);
}

/* Another spelling of a heading. */
static char *
respelled(const char *s)
{
	struct buf b = {0};
	buf_puts(&b, "_ ");
	for (; *s; s++) {
		if (*s == '%')
			buf_puts(&b, "P-c T");
		else
			buf_putc(&b, (char)(isupper((unsigned char)*s) ? tolower((unsigned char)*s) : toupper((unsigned char)*s)));
		if ((unsigned char)*s < 0x80)
			buf_puts(&b, "\u00a0-");
	}
	buf_str(&b);
	return b.data;
}

static void
check_column(const struct sheet *sheet, size_t column)
{
	const char *heading = sheet->columns[column].heading;
	size_t first = 0, alike = 0, errors = diag_errors();
	for (size_t i = sheet->count; i-- > 0;)
		if (fold_alike(sheet->columns[i].heading, heading)) {
			first = i;
			alike++;
		}
	must(sheet_find(sheet, heading) == first && alike > 0);
	must((diag_errors() > errors) == (alike > 1));
	if (is_utf8(heading, strlen(heading))) {
		char *other = respelled(heading);
		must(sheet_find(sheet, other) == first);
		free(other);
	}
	check_fold(heading, strlen(heading));
}

/* --map gives a column another name, under which it is found, and under its own no longer. */
static void
check_map(const char *path, const struct sheet *plain, size_t column)
{
	const char *heading = plain->columns[column].heading;
	struct buf map = {0};
	buf_printf(&map, "no such name=%s", heading);
	const char *maps[] = {buf_str(&map)};
	const struct dialect dialect = {.header_row = 1, .maps = maps, .map_count = 1};
	size_t alike = 0;
	for (size_t i = 0; i < plain->count; i++)
		alike += fold_alike(plain->columns[i].heading, heading);
	struct sheet sheet;
	bool taken = sheet_find(plain, "nosuchname") != SHEET_NONE, opens = sheet_open_as(&sheet, "f", path, &dialect);
	if (!taken)
		must(opens == (alike == 1));
	if (opens && !taken)
		must(sheet_find(&sheet, "No-Such_Name") == column && sheet_find(&sheet, heading) == SHEET_NONE);
	if (opens)
		sheet_close(&sheet);
	buf_free(&map);
}

/* Rows are what csvin hands out, each cell trimmed, at its place. */
static void
check_rows(struct sheet *sheet, const char *path, const struct dialect *dialect)
{
	struct csvin *in = csvin_open("f", path, dialect);
	struct record r = {0};
	must(in && csvin_next(in, &r) == CSVIN_RECORD);
	while (sheet_next(sheet)) {
		do
			must(csvin_next(in, &r) == CSVIN_RECORD);
		while (r.line != sheet->row.line);
		bool any = false;
		for (size_t i = 0; i < sheet->count; i++) {
			struct cell c = sheet_cell(sheet, i), whole = i < r.count ? r.cells[i] : (struct cell){"", 0};
			struct place where = sheet_place(sheet, i);
			must(where.line == r.line && where.record == r.number && where.field == i + 1);
			must(c.n <= whole.n && (c.n == 0 || memmem(whole.s, whole.n, c.s, c.n)));
			must(c.n == 0 || (!isspace((unsigned char)c.s[0]) && !isspace((unsigned char)c.s[c.n - 1])));
			any |= c.n > 0;
		}
		must(any);
	}
	csvin_close(in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct dialect dialect = {.header_row = 1};
	struct sheet sheet;
	check_fold((const char *)(size ? data : (const uint8_t *)""), size);
	const char *path = fuzz_file(0, (const char *)data, size);
	fuzz_said.len = 0;
	if (!sheet_open_as(&sheet, "f", path, &dialect)) {
		must(fuzz_said.len > 0);
		return 0;
	}
	must(sheet.count > 0 && *sheet.columns[sheet.count - 1].heading);
	must(sheet_find(&sheet, "a heading that nobody would write") == SHEET_NONE);
	for (size_t i = 0; i < sheet.count && i < 16; i++) {
		check_column(&sheet, i);
		if (i == size % 16)
			check_map(path, &sheet, i);
	}
	check_rows(&sheet, path, &dialect);
	sheet_close(&sheet);
	return 0;
}
