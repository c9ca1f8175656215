#include "deal/pocket.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/totals.h"
#include "deal/walk_plan.h"
#include "deal/walk_reader.h"
#include "table/cell.h"

static const char *const suffixes[POCKET_INPUTS] = {
	"list", "discount", "allowance", "rebate", "freight", "terms", "cogs", "incentive",
};

void
pocket_free(struct pocket_table *t)
{
	group_free(&t->groups);
	free(t->sums);
	free(t->currency);
	*t = (struct pocket_table){0};
}

/* Finds the columns of money; the list price and the cogs are needed. */
static bool
bind_inputs(const struct sheet *sheet, const char *position, size_t columns_of[POCKET_INPUTS])
{
	struct buf missing = {0};
	size_t before = diag_errors();
	for (size_t i = 0; i < POCKET_INPUTS; i++) {
		char *name = column_of_position(position, suffixes[i]);
		columns_of[i] = sheet_find(sheet, name);
		if (columns_of[i] == SHEET_NONE && (i == POCKET_LIST || i == POCKET_COGS))
			buf_printf(&missing, "%s%s", missing.len ? ", " : "", name);
		free(name);
	}
	if (missing.len)
		sheet_report_missing(sheet, buf_str(&missing));
	buf_free(&missing);
	return diag_errors() == before;
}

static struct pocket_sums *
sums_of(struct pocket_table *t, const struct buf *key)
{
	bool fresh;
	size_t group = group_number(&t->groups, key->data, key->len, &fresh);
	t->sums = xgrow(t->sums, group, &t->cap, sizeof *t->sums);
	if (fresh)
		t->sums[group] = (struct pocket_sums){0};
	return &t->sums[group];
}

/* Rates are of positions that are compared; here all money must be of one currency. */
static bool
check_currency(struct pocket_table *t, const struct sheet *sheet, size_t column)
{
	struct cell c = sheet_cell(sheet, column);
	if (c.n == 0)
		return true;
	struct place where = sheet_place(sheet, column);
	if (!t->currency) {
		t->currency = xstrndup(c.s, c.n);
		t->currency_at = where;
	}
	if (strlen(t->currency) == c.n && strncasecmp(t->currency, c.s, c.n) == 0)
		return true;
	diag_value(&where, DIAG_ERROR, c.s, c.n, "a waterfall is of one currency, and %s:%ju has %s", t->currency_at.file,
	    t->currency_at.line, diag_shown(t->currency));
	return false;
}

static void
read_row(struct pocket_table *t, struct totals *totals, size_t currency, const size_t inputs[POCKET_INPUTS],
    const struct buf *key)
{
	struct pocket_sums *sums = sums_of(t, key);
	if (!check_currency(t, totals->sheet, currency))
		return;
	for (size_t i = 0; i < POCKET_INPUTS; i++) {
		struct number n;
		if (totals_read(totals, inputs[i], sheet_cell(totals->sheet, currency), &n) != CELL_GIVEN)
			continue;
		if (!decimal_add(sums->of[i], n.value, &sums->of[i])) {
			struct place where = sheet_place(totals->sheet, inputs[i]);
			diag_at(&where, DIAG_ERROR, "the sum of this group is too large");
		}
	}
}

void
pocket_read(struct pocket_table *t, const struct walk_plan *plan, const char *position, struct sheet *sheet)
{
	size_t inputs[POCKET_INPUTS], *by = xcalloc(plan->by_count, sizeof *by);
	struct buf key = {0};
	bool bound = walk_bind_by(plan, sheet, by);
	bound &= bind_inputs(sheet, position, inputs);
	struct totals totals;
	size_t currency = sheet_find(sheet, "currency");
	size_t product = sheet_find_alias(sheet, "product", column_aliases("product"));
	totals_init(&totals, sheet, product);
	for (size_t i = 0; i < POCKET_INPUTS; i++)
		totals_column(&totals, inputs[i]);
	size_t level = items_level_column(sheet); /* of a package its items count */
	while (bound && sheet_next(sheet)) {
		if (level != SHEET_NONE && !cell_is(sheet_cell(sheet, level), "item"))
			continue;
		if (product != SHEET_NONE && totals_is_total(&totals)) {
			totals_leave_out(&totals, true);
			continue;
		}
		if (walk_read_by(plan, sheet, by, &key))
			read_row(t, &totals, currency, inputs, &key);
	}
	totals_free(&totals);
	sheet_finish(sheet);
	sheet_close(sheet);
	buf_free(&key);
	free(by);
}

bool
pocket_line(const struct pocket_table *t, const size_t *groups, size_t count, struct pocket_line *out)
{
	*out = (struct pocket_line){0};
	decimal *s = out->sums.of;
	for (size_t g = 0; g < count; g++)
		for (size_t i = 0; i < POCKET_INPUTS; i++)
			if (!decimal_add(s[i], t->sums[groups[g]].of[i], &s[i]))
				return false;
	return decimal_sub(s[POCKET_LIST], s[POCKET_DISCOUNT], &out->invoice) &&
	    decimal_sub(out->invoice, s[POCKET_ALLOWANCE], &out->invoice) &&
	    decimal_sub(out->invoice, s[POCKET_REBATE], &out->pocket) &&
	    decimal_sub(out->pocket, s[POCKET_FREIGHT], &out->pocket) &&
	    decimal_sub(out->pocket, s[POCKET_TERMS], &out->pocket) && decimal_sub(out->pocket, s[POCKET_COGS], &out->margin) &&
	    decimal_add(out->margin, s[POCKET_INCENTIVE], &out->margin) &&
	    decimal_sub(s[POCKET_LIST], out->pocket, &out->leakage);
}
