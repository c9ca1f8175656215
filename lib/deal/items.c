#include "deal/items.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/forecast.h"
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
	s->target_price = plan->targets ? find(own, "target_price") : SHEET_NONE;
	s->positions = xcalloc(plan->position_count, sizeof *s->positions);
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
	if (!diag_failed()) {
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
		diag_at(&where, DIAG_ERROR, "%s, where line %ju shows %s: a column `currency` must tell them apart", n->currency,
		    s->sign_line, s->sign);
		return CELL_BAD;
	}
	return CELL_GIVEN;
}

static enum given
read_amount(struct items_sheet *s, size_t column, struct cell currency, struct number *out)
{
	enum given given = cell_number(&s->sheet, column, currency, out);
	return given == CELL_GIVEN ? check_sign(s, column, currency, out) : given;
}

/* The same for a cell that adds up down the sheet: a total. */
static enum given
read_sum(struct items_sheet *s, size_t column, struct cell currency, struct number *out)
{
	enum given given = totals_read(&s->totals, column, currency, out);
	return given == CELL_GIVEN ? check_sign(s, column, currency, out) : given;
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
	f->volume_given = given == CELL_GIVEN;
	f->volume = n.value;
	/* A package's shares are volume / market volume, whatever comes of it: read where they are needed only. */
	bool needed = s->level == SHEET_NONE || !f->volume_given;
	enum given share = needed ? cell_share(&s->sheet, p->share, &f->share) : CELL_EMPTY;
	if (share == CELL_BAD)
		return false;
	f->share_given = share == CELL_GIVEN;
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
	bool used = is_used(f), own_cost_currency = row->cost_currency != row->currency;
	f->fx_known = fx_given || currency_rate(c, row->currency, i, used ? &row->where : NULL, p->fx_name, &f->fx);
	if (cost_fx_given) {
		f->cost_fx_known = true;
	} else if (own_cost_currency) {
		used = used && !s->plan->revenue_only;
		f->cost_fx_known = currency_rate(c, row->cost_currency, i, used ? &row->where : NULL, p->cost_fx_name, &f->cost_fx);
	} else {
		f->cost_fx_known = f->fx_known;
		f->cost_fx = f->fx;
	}
	return true;
}

/* Does the row say anything of this position? A unit cost alone doesn't: it may be known of what isn't sold. */
static bool
is_given(const struct items_sheet *s, const struct position_columns *p)
{
	const size_t cells[] = {p->volume, p->price, p->revenue, p->cogs, p->rebate, p->share};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct cell c = sheet_cell(&s->sheet, cells[i]);
		if (!is_placeholder(c.s, c.n))
			return true;
	}
	return false;
}

static bool
read_position(struct items_sheet *s, size_t i, const struct item_row *row, struct figures *f)
{
	const struct position_columns *p = &s->positions[i];
	struct cell code = row->currency_code, cost_code = row->cost_currency_code;
	struct number price, revenue, cost, cogs, rebate;
	*f = (struct figures){.fx = DECIMAL_ONE, .cost_fx = DECIMAL_ONE, .given = is_given(s, p)};
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
	return read_total(s, cost_column, cost_given, &cost, p->cogs, cogs_given, &cogs, f->volume, row->cost_per, &f->cogs) &&
	    read_rates(s, i, row, f);
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
read_target(struct items_sheet *s, struct item_row *row)
{
	struct number n;
	enum given given = read_amount(s, s->target_price, row->currency_code, &n);
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
	ok &= !s->plan->targets || read_target(s, row);
	ok = ok && (!s->plan->forecasts || forecasts_apply(s->plan->forecasts, row));
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
		if (totals_is_total(&s->totals))
			totals_leave_out(&s->totals, has_unit_figures(s));
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
		into->fx_known = f->fx_known;
		into->cost_fx_known = f->cost_fx_known;
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
