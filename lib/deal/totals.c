#include "deal/totals.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/total_word.h"
#include "table/dialect.h"

void
totals_init(struct totals *t, struct sheet *sheet, size_t key)
{
	*t = (struct totals){
		.sheet = sheet,
		.key = key,
		.sums = xcalloc(sheet->count, sizeof *t->sums),
		.added = xcalloc(sheet->count, sizeof *t->added),
	};
}

void
totals_free(struct totals *t)
{
	free(t->sums);
	free(t->added);
	buf_free(&t->scratch);
	*t = (struct totals){0};
}

void
totals_column(struct totals *t, size_t column)
{
	if (column != SHEET_NONE)
		t->added[column] = true;
}

static enum given
fail(const struct totals *t, size_t column, const char *why)
{
	struct place where = sheet_place(t->sheet, column);
	struct cell c = sheet_cell(t->sheet, column);
	diag_value(&where, DIAG_ERROR, c.s, c.n, "%s", why);
	return CELL_BAD;
}

static enum given
add(struct totals *t, size_t column, enum given given, const struct number *n)
{
	if (given != CELL_GIVEN)
		return given;
	struct running_sum *sum = &t->sums[column];
	if (!decimal_add(sum->all, n->value, &sum->all) || !decimal_add(sum->since, n->value, &sum->since))
		return fail(t, column, "the sum of this column is too large");
	return CELL_GIVEN;
}

enum given
totals_read(struct totals *t, size_t column, struct cell currency, struct number *out)
{
	return add(t, column, cell_number(t->sheet, column, currency, out), out);
}

enum given
totals_read_quantity(struct totals *t, size_t column, struct number *out)
{
	return add(t, column, cell_quantity(t->sheet, column, out), out);
}

void
totals_pass(struct totals *t, size_t column, decimal amount)
{
	struct number n = {.value = amount};
	add(t, column, CELL_GIVEN, &n);
}

/* Which sums may the row's figures still be, after this one? */
struct fit {
	bool all, since;
	size_t figures;
};

/* An amount of the row, without a word about what it isn't. False where it is none. */
static bool
peek(const struct totals *t, size_t column, struct number *out)
{
	struct cell c = sheet_cell(t->sheet, column);
	char mark = t->sheet->dialect->decimal_mark;
	enum number_result result = number_parse(c.s, c.n, mark ? mark : '.', out);
	return result == NUMBER_OK;
}

static void
narrow(const struct totals *t, size_t column, const struct number *n, struct fit *fit)
{
	fit->figures++;
	fit->all &= n->value == t->sums[column].all;
	fit->since &= n->value == t->sums[column].since;
}

static bool
equals_sums(const struct totals *t)
{
	struct fit fit = {.all = true, .since = true};
	for (size_t i = 0; i < t->sheet->count; i++) {
		struct number n;
		if (!t->added[i] || is_placeholder(sheet_cell(t->sheet, i).s, sheet_cell(t->sheet, i).n))
			continue;
		if (!peek(t, i, &n))
			return false;
		narrow(t, i, &n, &fit);
	}
	return fit.figures && (fit.all || fit.since);
}

bool
totals_is_total(struct totals *t)
{
	struct cell c = sheet_cell(t->sheet, t->key);
	if (c.n == 0)
		return true;
	enum total_word word = total_word_in(&t->scratch, c);
	if (word != TOTAL_MAYBE || diag_failed() || equals_sums(t))
		return word != TOTAL_UNSAID;
	struct place where = sheet_place(t->sheet, t->key);
	diag_value(&where, DIAG_WARNING, c.s, c.n, "could say total, but isn't the sum of the rows above: it counts as any other");
	return false;
}

static bool
compare(struct totals *t, size_t column, struct fit *fit)
{
	struct number n;
	enum given given = cell_number(t->sheet, column, (struct cell){"", 0}, &n);
	if (given != CELL_GIVEN)
		return given == CELL_EMPTY;
	narrow(t, column, &n, fit);
	if (fit->all || fit->since)
		return true;
	struct buf why = {0}, sum = {0};
	buf_printf(&why, "this row has no %s, or says total, but the rows above sum to ", t->sheet->columns[t->key].heading);
	decimal_put(&sum, t->sums[column].all, 0);
	buf_puts(&why, diag_shown(buf_str(&sum)));
	fail(t, column, buf_str(&why));
	buf_free(&sum);
	buf_free(&why);
	return false;
}

void
totals_leave_out(struct totals *t, bool unit_figures)
{
	struct fit fit = {.all = true, .since = true};
	if (diag_failed()) /* the sums of rows that couldn't be read aren't known */
		return;
	for (size_t i = 0; i < t->sheet->count; i++)
		if (t->added[i] && !compare(t, i, &fit))
			return;
	if (fit.figures == 0 && unit_figures) {
		fail(t, t->key, "this row lacks its name, and it is no total");
		return;
	}
	for (size_t i = 0; i < t->sheet->count; i++)
		t->sums[i].since = 0;
	struct place where = sheet_place(t->sheet, SHEET_NONE);
	diag_at(&where, DIAG_WARNING, fit.figures ? "a total row, equal to the rows above: left out"
	    : "a row without a key and without figures: left out");
}
