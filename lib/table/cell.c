#include "table/cell.h"

#include <string.h>
#include <strings.h>

#include "table/dialect.h"
#include "table/error_value.h"

static enum given
bad(const struct sheet *sheet, size_t column, const char *why)
{
	struct place where = sheet_place(sheet, column);
	struct cell c = sheet_cell(sheet, column);
	diag_value(&where, DIAG_ERROR, c.s, c.n, "%s", why);
	return CELL_BAD;
}

static enum given
read_number(struct sheet *sheet, size_t column, struct number *out)
{
	if (column == SHEET_NONE) {
		*out = (struct number){0};
		return CELL_EMPTY;
	}
	struct cell c = sheet_cell(sheet, column);
	char mark = sheet->dialect->decimal_mark;
	enum number_result result = number_parse(c.s, c.n, mark ? mark : '.', out);
	struct number other;
	bool comma = !mark && (result == NUMBER_BAD || result == NUMBER_GROUPED) &&
	    number_parse(c.s, c.n, ',', &other) == NUMBER_OK;
	if (comma)
		return bad(sheet, column, "not a number, unless with a decimal comma (--decimal=,)");
	switch (result) {
	case NUMBER_EMPTY:
		return CELL_EMPTY;
	case NUMBER_BAD:
		return bad(sheet, column, "not a number");
	case NUMBER_GROUPED:
		return bad(sheet, column, "not a number: its digits aren't grouped by three");
	case NUMBER_LARGE:
		return bad(sheet, column, "too large a number");
	case NUMBER_OK:
		break;
	}
	struct sheet_column *col = &sheet->columns[column];
	if (col->numbers++ == 0)
		col->first_number = sheet_place(sheet, column);
	col->ambiguous += out->ambiguous;
	return CELL_GIVEN;
}

enum given
cell_number(struct sheet *sheet, size_t column, struct cell currency, struct number *out)
{
	enum given given = read_number(sheet, column, out);
	if (given != CELL_GIVEN)
		return given;
	if (out->percent)
		return bad(sheet, column, "a percentage, where an amount belongs");
	if (currency.n && !number_fits_currency(out, currency.s, currency.n))
		return bad(sheet, column, "the currency isn't the row's");
	return CELL_GIVEN;
}

enum given
cell_quantity(struct sheet *sheet, size_t column, struct number *out)
{
	enum given given = cell_number(sheet, column, (struct cell){"", 0}, out);
	if (given != CELL_GIVEN)
		return given;
	if (out->currency[0])
		return bad(sheet, column, "an amount of money, where a quantity belongs");
	const decimal most = DECIMAL_ONE * 10000000000000;
	if (out->value >= most || out->value <= -most)
		return bad(sheet, column, "too large a number");
	return CELL_GIVEN;
}

/* A cell that may carry a % sign, but no currency. */
static enum given
read_percent(struct sheet *sheet, size_t column, struct number *n)
{
	enum given given = read_number(sheet, column, n);
	if (given == CELL_GIVEN && n->currency[0])
		return bad(sheet, column, "an amount of money, where a percentage belongs");
	return given;
}

enum given
cell_share(struct sheet *sheet, size_t column, decimal *out)
{
	struct number n;
	enum given given = read_percent(sheet, column, &n);
	if (given != CELL_GIVEN)
		return given;
	if (n.percent && !decimal_div(n.value, 100 * DECIMAL_ONE, &n.value))
		return bad(sheet, column, "too large a number");
	if (n.value < 0 || n.value > DECIMAL_ONE)
		return bad(sheet, column, "a share is a fraction from 0 to 1, or a percentage with its sign");
	*out = n.value;
	return CELL_GIVEN;
}

enum given
cell_percent(struct sheet *sheet, size_t column, decimal *out)
{
	struct number n;
	enum given given = read_percent(sheet, column, &n);
	if (given != CELL_GIVEN)
		return given;
	struct sheet_column *c = &sheet->columns[column];
	c->percents += n.value != 0; /* a zero tells nothing */
	c->fractions += !n.percent && n.value > 0 && n.value <= DECIMAL_ONE;
	*out = n.value;
	return CELL_GIVEN;
}

enum given
cell_yes(struct sheet *sheet, size_t column, bool *out)
{
	static const char *const yes[] = {"yes", "y", "true", "1", "x"}, *const no[] = {"no", "n", "false", "0"};
	struct cell c = sheet_cell(sheet, column);
	*out = false;
	if (is_placeholder(c.s, c.n))
		return CELL_EMPTY;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (strlen(yes[i]) == c.n && strncasecmp(yes[i], c.s, c.n) == 0) {
			*out = true;
			return CELL_GIVEN;
		}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (strlen(no[i]) == c.n && strncasecmp(no[i], c.s, c.n) == 0)
			return CELL_GIVEN;
	return bad(sheet, column, "neither yes nor no");
}

/* 1.23E+11: a long part number that a spreadsheet took for a number. */
static bool
is_destroyed_id(struct cell c)
{
	size_t i = 0;
	while (i < c.n && ((c.s[i] >= '0' && c.s[i] <= '9') || c.s[i] == '.' || c.s[i] == ','))
		i++;
	if (i == 0 || i + 2 >= c.n || c.s[i] != 'E' || c.s[i + 1] != '+')
		return false;
	for (i += 2; i < c.n && c.s[i] >= '0' && c.s[i] <= '9'; i++)
		continue;
	return i == c.n;
}

enum given
cell_id(struct sheet *sheet, size_t column, struct cell *out)
{
	enum given given = cell_text(sheet, column, out);
	if (given == CELL_GIVEN && is_destroyed_id(*out)) {
		struct place where = sheet_place(sheet, column);
		diag_value(&where, DIAG_WARNING, out->s, out->n, "a spreadsheet seems to have taken a part number for a number");
	}
	return given;
}

enum given
cell_text(struct sheet *sheet, size_t column, struct cell *out)
{
	*out = sheet_cell(sheet, column);
	if (is_error_value(*out))
		return bad(sheet, column, "an error value of the spreadsheet");
	return out->n ? CELL_GIVEN : CELL_EMPTY;
}
