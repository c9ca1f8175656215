#include "deal/items.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "table/dialect.h"

static size_t
find(const struct sheet *sheet, const char *name)
{
	return sheet_find_alias(sheet, name, column_aliases(name));
}

/* A position's column; its aliases are those of the suffix, behind the position's name. */
static size_t
find_of(const struct sheet *sheet, const char *position, const char *suffix)
{
	char *pattern = column_of_position("<position>", suffix), *name = column_of_position(position, suffix);
	const char *const *aliases = column_aliases(pattern);
	char *full[8] = {0};
	for (size_t i = 0; aliases[i]; i++)
		full[i] = column_of_position(position, aliases[i]);
	size_t column = sheet_find_alias(sheet, name, (const char *const *)full);
	for (size_t i = 0; full[i]; i++)
		free(full[i]);
	free(pattern);
	free(name);
	return column;
}

static void
bind_position(struct items_sheet *s, size_t i, const char *name)
{
	struct position_columns *p = &s->positions[i];
	const struct sheet *sheet = &s->sheet;
	*p = (struct position_columns){
		.volume = find_of(sheet, name, "volume"),
		.price = find_of(sheet, name, "price"),
		.cost = find_of(sheet, name, "cost"),
		.revenue = find_of(sheet, name, "revenue"),
		.cogs = find_of(sheet, name, "cogs"),
		.rebate = find_of(sheet, name, "rebate"),
		.share = find_of(sheet, name, "share"),
		.fx = find_of(sheet, name, "fx"),
		.cost_fx = find_of(sheet, name, "cost_fx"),
		.is_current = strcmp(name, "current") == 0,
		.fx_name = column_of_position(name, "fx"),
		.cost_fx_name = column_of_position(name, "cost_fx"),
	};
}

static void
lack(struct buf *missing, const char *position, const char *suffix, const char *instead)
{
	buf_puts(missing, missing->len ? ", " : "");
	if (position)
		buf_printf(missing, "%s_", position);
	buf_puts(missing, suffix);
	if (instead)
		buf_printf(missing, " (or %s_%s)", position, instead);
}

static void
lacks_of_position(const struct items_sheet *s, size_t i, bool all_positions, struct buf *missing)
{
	const struct position_columns *p = &s->positions[i];
	const char *name = s->plan->positions[i];
	bool has_price = p->price != SHEET_NONE || p->revenue != SHEET_NONE;
	bool has_volume = p->volume != SHEET_NONE || p->share != SHEET_NONE;
	if (!all_positions && !has_price && !has_volume)
		return;
	if (!has_volume)
		lack(missing, name, "volume", NULL);
	if (!has_price)
		lack(missing, name, "price", "revenue");
	bool has_cost = p->cost != SHEET_NONE || p->cogs != SHEET_NONE || (!p->is_current && s->cost != SHEET_NONE);
	if (!has_cost && !s->plan->revenue_only)
		lack(missing, name, "cost", "cogs");
}

bool
items_bind(struct items_sheet *s, struct sheet *sheet, const struct items_plan *plan, bool all_positions)
{
	*s = (struct items_sheet){.sheet = *sheet, .plan = plan};
	*sheet = (struct sheet){0};
	const struct sheet *own = &s->sheet;
	s->level = plan->packages && own->count && strcmp(own->columns[0].key, "level") == 0 ? 0 : SHEET_NONE;
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
	s->positions = xcalloc(plan->position_count, sizeof *s->positions);
	s->sums = xcalloc(own->count, sizeof *s->sums);
	struct buf missing = {0};
	if (s->product == SHEET_NONE)
		lack(&missing, NULL, "product", NULL);
	for (size_t i = 0; i < plan->position_count; i++) {
		bind_position(s, i, plan->positions[i]);
		lacks_of_position(s, i, all_positions, &missing);
	}
	if (missing.len)
		sheet_report_missing(own, buf_str(&missing));
	buf_free(&missing);
	if (!diag_failed())
		return true;
	items_close(s);
	return false;
}

void
items_close(struct items_sheet *s)
{
	for (size_t i = 0; s->positions && i < s->plan->position_count; i++) {
		free(s->positions[i].fx_name);
		free(s->positions[i].cost_fx_name);
	}
	free(s->positions);
	free(s->sums);
	sheet_close(&s->sheet);
	*s = (struct items_sheet){0};
}

static bool
fail(const struct items_sheet *s, size_t column, const char *why)
{
	struct place where = sheet_place(&s->sheet, column);
	struct cell c = sheet_cell(&s->sheet, column);
	if (column == SHEET_NONE)
		diag_at(&where, DIAG_ERROR, "%s", why);
	else
		diag_value(&where, DIAG_ERROR, c.s, c.n, "%s", why);
	return false;
}

/* An amount of the row; cells of a sheet that names no currency must at least agree in the sign they show. */
static enum given
read_amount(struct items_sheet *s, size_t column, struct cell currency, struct number *out)
{
	enum given given = cell_number(&s->sheet, column, currency, out);
	if (given != CELL_GIVEN || !out->currency[0] || currency.n)
		return given;
	if (!s->sign[0]) {
		memcpy(s->sign, out->currency, sizeof s->sign);
		s->sign_line = s->sheet.row.line;
	} else if (strcmp(s->sign, out->currency) != 0) {
		struct place where = sheet_place(&s->sheet, column);
		diag_at(&where, DIAG_ERROR, "%s, where line %ju shows %s: a column `currency` must tell them apart", out->currency,
		    s->sign_line, s->sign);
		return CELL_BAD;
	}
	return CELL_GIVEN;
}

static bool
add_to_sum(struct items_sheet *s, size_t column, decimal value)
{
	struct running_sum *sum = &s->sums[column];
	return (decimal_add(sum->all, value, &sum->all) && decimal_add(sum->since, value, &sum->since)) ||
	    fail(s, column, "the sum of this column is too large");
}

/* A cell that adds up down the sheet: a volume, a total. */
static enum given
read_sum(struct items_sheet *s, size_t column, struct cell currency, struct number *out)
{
	enum given given = read_amount(s, column, currency, out);
	if (given == CELL_GIVEN && !add_to_sum(s, column, out->value))
		return CELL_BAD;
	return given;
}

/* Does the total, or its cells' own rounding aside, follow from the price? Half a unit of each one's last
 * place is allowed: the price's times the volume. */
static bool
agrees(const struct number *price, const struct number *total, decimal volume, decimal per)
{
	decimal computed, slack, difference;
	decimal half = decimal_power(price->places < DECIMAL_PLACES ? DECIMAL_PLACES - price->places : 0) / 2;
	decimal own = decimal_power(total->places < DECIMAL_PLACES ? DECIMAL_PLACES - total->places : 0) / 2;
	if (!decimal_muldiv(price->value, volume, per, &computed) || !decimal_muldiv(half, volume, per, &slack) ||
	    !decimal_sub(computed, total->value, &difference))
		return false;
	slack = slack < 0 ? -slack : slack;
	difference = difference < 0 ? -difference : difference;
	return difference <= slack + own + 1;
}

/* A total from the unit figure, unless it is given; both given should agree. */
static bool
read_total(struct items_sheet *s, size_t unit_column, enum given unit_given, const struct number *unit,
    size_t total_column, enum given total_given, const struct number *total, decimal volume, decimal per, decimal *out)
{
	if (total_given == CELL_GIVEN) {
		*out = total->value;
		if (unit_given == CELL_GIVEN && volume != 0 && !agrees(unit, total, volume, per)) {
			struct place where = sheet_place(&s->sheet, total_column);
			struct cell c = sheet_cell(&s->sheet, total_column);
			diag_value(&where, DIAG_WARNING, c.s, c.n, "isn't volume times %s; the total counts",
			    s->sheet.columns[unit_column].heading);
		}
		return true;
	}
	if (unit_given != CELL_GIVEN || volume == 0)
		return true;
	return decimal_muldiv(unit->value, volume, per, out) || fail(s, unit_column, "volume times this is too large");
}

static bool
read_volume(struct items_sheet *s, const struct position_columns *p, const struct item_row *row, struct figures *f)
{
	struct number n;
	enum given given = read_sum(s, p->volume, (struct cell){"", 0}, &n);
	if (given == CELL_BAD)
		return false;
	/* Units of money have no place here; a volume beyond this bound is a slip, and products stay in range. */
	if (given == CELL_GIVEN && (n.value > decimal_power(28) || n.value < -decimal_power(28)))
		return fail(s, p->volume, "too large a number");
	enum given share = cell_share(&s->sheet, p->share, &f->share);
	if (share == CELL_BAD)
		return false;
	f->share_given = share == CELL_GIVEN;
	f->volume_given = given == CELL_GIVEN;
	f->volume = n.value;
	bool market_given = p->is_current ? row->current_market_given : row->market_given;
	if (!f->volume_given && f->share_given && market_given) {
		f->volume_given = true;
		if (!decimal_mul(f->share, p->is_current ? row->current_market : row->market, &f->volume))
			return fail(s, p->share, "share times market volume is too large");
	}
	return true;
}

static bool
read_rate(struct items_sheet *s, size_t column, size_t currency, decimal *rate, bool *given)
{
	struct number n;
	enum given result = cell_number(&s->sheet, column, (struct cell){"", 0}, &n);
	*given = result == CELL_GIVEN;
	if (result != CELL_GIVEN)
		return result == CELL_EMPTY;
	if (n.value <= 0)
		return fail(s, column, "a rate must be above zero");
	*rate = n.value;
	currency_given(s->plan->currencies, currency, n.value, sheet_place(&s->sheet, column));
	return true;
}

/* Do the rates of this position count? */
static bool
is_used(const struct figures *f)
{
	return figures_any(f) || f->price_given;
}

static bool
read_rates(struct items_sheet *s, size_t i, const struct item_row *row, struct figures *f)
{
	const struct position_columns *p = &s->positions[i];
	struct currencies *c = s->plan->currencies;
	bool fx_given, cost_fx_given;
	if (!read_rate(s, p->fx, row->currency, &f->fx, &fx_given) ||
	    !read_rate(s, p->cost_fx, row->cost_currency, &f->cost_fx, &cost_fx_given))
		return false;
	bool used = is_used(f);
	if (!fx_given)
		f->fx = used ? currency_rate(c, row->currency, i, row->where, p->fx_name) : DECIMAL_ONE;
	if (cost_fx_given)
		return true;
	bool own = row->cost_currency != row->currency;
	f->cost_fx = !own ? f->fx
	    : used && !s->plan->revenue_only ? currency_rate(c, row->cost_currency, i, row->where, p->cost_fx_name)
	    : DECIMAL_ONE;
	return true;
}

static bool
read_position(struct items_sheet *s, size_t i, const struct item_row *row, struct figures *f)
{
	const struct position_columns *p = &s->positions[i];
	struct cell code = row->currency_code, cost_code = row->cost_currency_code;
	struct number price, revenue, cost, cogs, rebate;
	*f = (struct figures){.fx = DECIMAL_ONE, .cost_fx = DECIMAL_ONE};
	if (!read_volume(s, p, row, f))
		return false;
	enum given price_given = read_amount(s, p->price, code, &price);
	enum given revenue_given = read_sum(s, p->revenue, code, &revenue);
	if (price_given == CELL_BAD || revenue_given == CELL_BAD)
		return false;
	if (price_given == CELL_GIVEN && !f->volume_given && revenue_given != CELL_GIVEN)
		return fail(s, p->price, "a price without a volume (an explicit 0 means not sold)");
	if (f->volume != 0 && price_given != CELL_GIVEN && revenue_given != CELL_GIVEN)
		return fail(s, p->volume != SHEET_NONE ? p->volume : p->share, "a volume without a price or revenue");
	f->price_given = price_given == CELL_GIVEN;
	f->price = price.value;
	if (!read_total(s, p->price, price_given, &price, p->revenue, revenue_given, &revenue, f->volume, row->price_per,
		&f->revenue))
		return false;
	f->given = f->volume_given || f->share_given || price_given == CELL_GIVEN || revenue_given == CELL_GIVEN;
	if (s->plan->revenue_only)
		return read_rates(s, i, row, f);

	size_t cost_column = p->cost;
	enum given cost_given = read_amount(s, p->cost, cost_code, &cost);
	if (cost_given == CELL_EMPTY && !p->is_current) {
		cost_column = s->cost;
		cost_given = read_amount(s, s->cost, cost_code, &cost);
	}
	enum given cogs_given = read_sum(s, p->cogs, cost_code, &cogs);
	enum given rebate_given = read_sum(s, p->rebate, code, &rebate);
	if (cost_given == CELL_BAD || cogs_given == CELL_BAD || rebate_given == CELL_BAD)
		return false;
	if (f->volume != 0 && cost_given != CELL_GIVEN && cogs_given != CELL_GIVEN)
		return fail(s, p->volume != SHEET_NONE ? p->volume : p->share, "a volume without a cost or cogs");
	f->cost_given = cost_given == CELL_GIVEN;
	f->cost = cost.value;
	f->rebate = rebate.value;
	f->given |= cogs_given == CELL_GIVEN || rebate_given == CELL_GIVEN;
	return read_total(s, cost_column, cost_given, &cost, p->cogs, cogs_given, &cogs, f->volume, row->cost_per, &f->cogs) &&
	    read_rates(s, i, row, f);
}

static bool
says_total(struct cell c)
{
	static const char *const words[] = {"total", "totals", "grandtotal", "subtotal", "sum", "gesamt", "summe",
		"gesamtsumme", "totaal", "totale", "suma", "somme"};
	struct buf key = {0};
	heading_fold(&key, c.s, c.n);
	bool found = false;
	for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
		found = strcmp(words[i], buf_str(&key)) == 0;
	buf_free(&key);
	return found;
}

/* Compares one sum of a total row with the rows above; *equal is narrowed down to the kinds that still fit. */
static bool
compare_sum(struct items_sheet *s, size_t column, bool *fits_all, bool *fits_since, size_t *figures)
{
	struct number n;
	enum given given = cell_number(&s->sheet, column, (struct cell){"", 0}, &n);
	if (given != CELL_GIVEN)
		return given == CELL_EMPTY;
	++*figures;
	*fits_all &= n.value == s->sums[column].all;
	*fits_since &= n.value == s->sums[column].since;
	if (*fits_all || *fits_since)
		return true;
	struct buf why = {0};
	buf_puts(&why, "no product, or a total: but the rows above sum to ");
	decimal_put(&why, s->sums[column].all, 0);
	fail(s, column, buf_str(&why));
	buf_free(&why);
	return false;
}

/* A row without a product, or with one that says total: left out where its figures are the sums above. */
static void
leave_out_total(struct items_sheet *s)
{
	bool fits_all = true, fits_since = true, unit_figures = false;
	size_t figures = 0;
	for (size_t i = 0; i < s->plan->position_count; i++) {
		const struct position_columns *p = &s->positions[i];
		const size_t sums[] = {p->volume, p->revenue, p->cogs, p->rebate};
		for (size_t k = 0; k < sizeof sums / sizeof *sums; k++)
			if (!compare_sum(s, sums[k], &fits_all, &fits_since, &figures))
				return;
		unit_figures |= sheet_cell(&s->sheet, p->price).n || sheet_cell(&s->sheet, p->cost).n;
	}
	if (!compare_sum(s, s->market, &fits_all, &fits_since, &figures) ||
	    !compare_sum(s, s->current_market, &fits_all, &fits_since, &figures))
		return;
	if (figures == 0 && unit_figures) {
		fail(s, s->product, "a row without a product");
		return;
	}
	for (size_t i = 0; i < s->sheet.count; i++)
		s->sums[i].since = 0;
	struct place where = sheet_place(&s->sheet, SHEET_NONE);
	diag_at(&where, DIAG_WARNING, figures ? "a total row, equal to the rows above: left out"
	    : "a row without a product and without figures: left out");
}

static bool
read_per(struct items_sheet *s, size_t column, decimal *per)
{
	struct number n;
	enum given given = cell_number(&s->sheet, column, (struct cell){"", 0}, &n);
	*per = given == CELL_GIVEN ? n.value : DECIMAL_ONE;
	if (given == CELL_GIVEN && n.value <= 0)
		return fail(s, column, "must be above zero");
	return given != CELL_BAD;
}

static bool
read_market(struct items_sheet *s, size_t column, decimal *volume, bool *is_given)
{
	struct number n;
	enum given given = read_sum(s, column, (struct cell){"", 0}, &n);
	*volume = n.value;
	*is_given = given == CELL_GIVEN;
	if (*is_given && n.value < 0)
		return fail(s, column, "a market volume can't be negative");
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
		ok &= cell_text(&s->sheet, texts[i].column, texts[i].to) != CELL_BAD;
	if (row->cost_currency_code.n == 0)
		row->cost_currency_code = row->currency_code;
	row->currency = currency_number(s->plan->currencies, row->currency_code, sheet_place(&s->sheet, s->currency));
	row->cost_currency = s->plan->revenue_only ? row->currency
	    : currency_number(s->plan->currencies, row->cost_currency_code, sheet_place(&s->sheet, s->cost_currency));
	ok &= read_per(s, s->price_per, &row->price_per);
	ok &= read_per(s, s->cost_per, &row->cost_per);
	ok &= read_market(s, s->market, &row->market, &row->market_given);
	ok &= read_market(s, s->current_market, &row->current_market, &row->current_market_given);
	for (size_t i = 0; i < s->plan->position_count; i++)
		ok &= read_position(s, i, row, &figures[i]);
	return ok;
}

/* Which row of a package is this? Account and line rows repeat their items. */
static enum item_level
level_of(struct items_sheet *s)
{
	static const char *const words[] = {"item", "phase", "account", "line"};
	struct cell c = sheet_cell(&s->sheet, s->level);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == c.n && memcmp(words[i], c.s, c.n) == 0)
			return i < 2 ? (enum item_level)i : ITEM_ROLLED_UP;
	fail(s, s->level, "a package's rows are account, line, item or phase");
	return ITEM_ROLLED_UP;
}

bool
items_next(struct items_sheet *s, struct item_row *row)
{
	while (sheet_next(&s->sheet)) {
		if (s->level != SHEET_NONE && (s->row_level = level_of(s)) == ITEM_ROLLED_UP)
			continue;
		struct cell product = sheet_cell(&s->sheet, s->product);
		if (product.n == 0 || says_total(product))
			leave_out_total(s);
		else if (read_row(s, row))
			return true;
	}
	return false;
}

void
items_finish(const struct items_sheet *s)
{
	sheet_finish(&s->sheet);
}

bool
figures_any(const struct figures *f)
{
	return f->volume != 0 || f->revenue != 0 || f->cogs != 0 || f->rebate != 0;
}

bool
figures_agree(const struct figures *a, const struct figures *b)
{
	return !is_used(a) || !is_used(b) || (a->fx == b->fx && a->cost_fx == b->cost_fx);
}

bool
figures_blend(struct figures *into, const struct figures *f)
{
	if (!is_used(into)) {
		into->fx = f->fx;
		into->cost_fx = f->cost_fx;
	}
	if (!into->price_given)
		into->price = f->price;
	if (!into->cost_given)
		into->cost = f->cost;
	if (!into->share_given)
		into->share = f->share;
	into->given |= f->given;
	into->volume_given |= f->volume_given;
	into->price_given |= f->price_given;
	into->cost_given |= f->cost_given;
	into->share_given |= f->share_given;
	return decimal_add(into->volume, f->volume, &into->volume) && decimal_add(into->revenue, f->revenue, &into->revenue) &&
	    decimal_add(into->cogs, f->cogs, &into->cogs) && decimal_add(into->rebate, f->rebate, &into->rebate);
}

bool
figures_money(const struct figures *f, struct money *out)
{
	return decimal_mul(f->revenue, f->fx, &out->revenue) && decimal_mul(f->rebate, f->fx, &out->rebate) &&
	    decimal_mul(f->cogs, f->cost_fx, &out->cogs) && decimal_sub(out->revenue, out->rebate, &out->margin) &&
	    decimal_sub(out->margin, out->cogs, &out->margin);
}
