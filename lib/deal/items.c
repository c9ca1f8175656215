#include "deal/items.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/forecast.h"
#include "deal/position.h"
#include "table/dialect.h"

static size_t
find(const struct sheet *sheet, const char *name)
{
	return sheet_find_alias(sheet, name, column_aliases(name));
}

static void
bind_totals(struct items_sheet *s)
{
	totals_init(&s->totals, &s->sheet, s->product);
	totals_column(&s->totals, s->market);
	totals_column(&s->totals, s->current_market);
	for (size_t i = 0; i < s->plan->position_count; i++) {
		totals_column(&s->totals, s->positions[i].volume);
		totals_column(&s->totals, s->positions[i].revenue);
		totals_column(&s->totals, s->positions[i].cogs);
		totals_column(&s->totals, s->positions[i].rebate);
	}
}

size_t
items_level_column(const struct sheet *sheet)
{
	size_t level = sheet_find(sheet, "level");
	return level == 0 || sheet_find(sheet, "package_id") != SHEET_NONE ? level : SHEET_NONE;
}

bool
items_bind(struct items_sheet *s, struct sheet *sheet, const struct items_plan *plan, bool all_positions)
{
	size_t before = diag_errors();
	*s = (struct items_sheet){.sheet = *sheet, .plan = plan};
	*sheet = (struct sheet){0};
	const struct sheet *own = &s->sheet;
	s->level = plan->packages ? items_level_column(own) : SHEET_NONE;
	s->account = find(own, "account");
	s->product_line = find(own, "product_line");
	s->product = find(own, "product");
	s->customer_part = find(own, "customer_part");
	s->period = find(own, "period");
	s->phase = find(own, "phase");
	s->unit = find(own, "unit");
	s->currency = find(own, "currency");
	s->cost_currency = find(own, "cost_currency");
	s->price_per = find(own, "price_per");
	s->cost_per = find(own, "cost_per");
	s->market = find(own, "market_volume");
	s->current_market = find(own, "current_market_volume");
	s->cost = find(own, "cost");
	s->target_price = plan->targets ? find(own, "target_price") : SHEET_NONE;
	s->positions = xcalloc(plan->position_count, sizeof *s->positions);
	struct buf missing = {0};
	if (s->product == SHEET_NONE)
		buf_puts(&missing, "product");
	for (size_t i = 0; i < plan->position_count; i++) {
		position_bind(s, i);
		position_put_missing(s, i, all_positions, &missing);
	}
	if (missing.len)
		sheet_report_missing(own, buf_str(&missing));
	buf_free(&missing);
	if (diag_errors() == before) {
		bind_totals(s);
		return true;
	}
	items_close(s);
	return false;
}

void
items_carried(const struct items_sheet *s, bool *carried)
{
	const size_t own[] = {s->account, s->product_line, s->product, s->customer_part, s->period, s->phase, s->currency,
		s->market, s->current_market, s->target_price};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (own[i] != SHEET_NONE)
			carried[own[i]] = true;
	for (size_t i = 0; i < s->plan->position_count; i++) {
		const struct position_columns *p = &s->positions[i];
		const size_t columns_of[] = {p->volume, p->price, p->cost, p->revenue, p->cogs, p->rebate, p->share, p->fx, p->cost_fx};
		for (size_t k = 0; k < sizeof columns_of / sizeof *columns_of; k++)
			if (columns_of[k] != SHEET_NONE)
				carried[columns_of[k]] = true;
	}
}

void
items_close(struct items_sheet *s)
{
	for (size_t i = 0; s->positions && i < s->plan->position_count; i++) {
		free(s->positions[i].fx_name);
		free(s->positions[i].cost_fx_name);
	}
	free(s->positions);
	totals_free(&s->totals);
	sheet_close(&s->sheet);
	*s = (struct items_sheet){0};
}

bool
items_fail(const struct items_sheet *s, size_t column, const char *why)
{
	struct place where = sheet_place(&s->sheet, column);
	struct cell c = sheet_cell(&s->sheet, column);
	if (column == SHEET_NONE)
		diag_at(&where, DIAG_ERROR, "%s", why);
	else
		diag_value(&where, DIAG_ERROR, c.s, c.n, "%s", why);
	return false;
}

/* Cells of a row that names no currency must at least agree in the sign they show. */
static enum given
check_sign(struct items_sheet *s, size_t column, struct cell currency, const struct number *n)
{
	if (!n->currency[0] || currency.n)
		return CELL_GIVEN;
	if (!s->sign[0]) {
		memcpy(s->sign, n->currency, sizeof s->sign);
		s->sign_line = s->sheet.row.line;
	} else if (strcmp(s->sign, n->currency) != 0) {
		struct place where = sheet_place(&s->sheet, column);
		diag_at(&where, DIAG_ERROR, "%s, where line %ju shows %s: a column `currency` must tell them apart", diag_shown(n->currency),
		    s->sign_line, diag_shown(s->sign));
		return CELL_BAD;
	}
	return CELL_GIVEN;
}

enum given
items_read_amount(struct items_sheet *s, size_t column, struct cell currency, struct number *out)
{
	if (column == SHEET_NONE) {
		*out = (struct number){0};
		return CELL_EMPTY;
	}
	enum given given = cell_number(&s->sheet, column, currency, out);
	return given == CELL_GIVEN ? check_sign(s, column, currency, out) : given;
}

enum given
items_read_sum(struct items_sheet *s, size_t column, struct cell currency, struct number *out)
{
	if (column == SHEET_NONE) {
		*out = (struct number){0};
		return CELL_EMPTY;
	}
	enum given given = totals_read(&s->totals, column, currency, out);
	return given == CELL_GIVEN ? check_sign(s, column, currency, out) : given;
}

/* A price or a cost in a row without a product: it is no mere remark. */
static bool
has_unit_figures(const struct items_sheet *s)
{
	for (size_t i = 0; i < s->plan->position_count; i++)
		if (sheet_cell(&s->sheet, s->positions[i].price).n || sheet_cell(&s->sheet, s->positions[i].cost).n)
			return true;
	return false;
}

static bool
read_per(struct items_sheet *s, size_t column, decimal *per)
{
	struct number n;
	enum given given = cell_quantity(&s->sheet, column, &n);
	*per = given == CELL_GIVEN ? n.value : DECIMAL_ONE;
	if (given == CELL_GIVEN && n.value <= 0) {
		*per = DECIMAL_ONE; /* one message is enough */
		return items_fail(s, column, "must be above zero");
	}
	return given != CELL_BAD;
}

static bool
read_market(struct items_sheet *s, size_t column, decimal *volume, bool *is_given)
{
	struct number n;
	enum given given = totals_read_quantity(&s->totals, column, &n);
	*volume = n.value;
	*is_given = given == CELL_GIVEN;
	if (*is_given && n.value < 0)
		return items_fail(s, column, "a market volume can't be negative");
	return given != CELL_BAD;
}

static bool
read_target(struct items_sheet *s, struct item_row *row)
{
	struct number n;
	enum given given = items_read_amount(s, s->target_price, row->currency_code, &n);
	row->target_given = given == CELL_GIVEN;
	row->target_price = n.value;
	return given != CELL_BAD;
}

static bool
read_row(struct items_sheet *s, struct item_row *row)
{
	struct figures *figures = row->figures;
	*row = (struct item_row){.figures = figures, .where = sheet_place(&s->sheet, SHEET_NONE)};
	const struct {
		size_t column;
		struct cell *to;
	} texts[] = {
		{s->account, &row->account}, {s->product_line, &row->product_line}, {s->product, &row->product},
		{s->customer_part, &row->customer_part}, {s->period, &row->period}, {s->phase, &row->phase},
		{s->unit, &row->unit}, {s->currency, &row->currency_code}, {s->cost_currency, &row->cost_currency_code},
	};
	bool ok = true;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ok &= cell_id(&s->sheet, texts[i].column, texts[i].to) != CELL_BAD;
	if (row->cost_currency_code.n == 0)
		row->cost_currency_code = row->currency_code;
	row->currency = currency_number(s->plan->currencies, row->currency_code, sheet_place(&s->sheet, s->currency));
	row->cost_currency = s->plan->revenue_only ? row->currency
	    : currency_number(s->plan->currencies, row->cost_currency_code, sheet_place(&s->sheet, s->cost_currency));
	ok &= read_per(s, s->price_per, &row->price_per);
	ok &= read_per(s, s->cost_per, &row->cost_per);
	ok &= read_market(s, s->market, &row->market, &row->market_given);
	ok &= read_market(s, s->current_market, &row->current_market, &row->current_market_given);
	ok &= !s->plan->targets || read_target(s, row);
	ok = ok && (!s->plan->forecasts || forecasts_apply(s->plan->forecasts, row));
	bool readable = ok; /* what follows from a cell that can't be read isn't worth a message */
	for (size_t i = 0; i < s->plan->position_count && readable; i++)
		ok &= position_read(s, i, row, &figures[i]);
	return ok;
}

/* Which row of a package is this? Account and line rows repeat their items. */
static enum item_level
level_of(struct items_sheet *s)
{
	static const char *const words[] = {"item", "phase", "account", "line"};
	struct cell c = sheet_cell(&s->sheet, s->level);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (cell_is(c, words[i]))
			return i < 2 ? (enum item_level)i : ITEM_ROLLED_UP;
	items_fail(s, s->level, "a package's rows are account, line, item or phase");
	return ITEM_ROLLED_UP;
}

bool
items_take(struct items_sheet *s, struct item_row *row)
{
	if (s->level != SHEET_NONE && (s->row_level = level_of(s)) == ITEM_ROLLED_UP)
		return false;
	if (!totals_is_total(&s->totals))
		return read_row(s, row);
	totals_leave_out(&s->totals, has_unit_figures(s));
	return false;
}

bool
items_next(struct items_sheet *s, struct item_row *row)
{
	while (sheet_next(&s->sheet))
		if (items_take(s, row))
			return true;
	return false;
}

void
items_finish(const struct items_sheet *s)
{
	sheet_finish(&s->sheet);
}
