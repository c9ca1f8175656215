#include "deal/position.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "deal/columns.h"
#include "deal/items.h"

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

void
position_bind(struct items_sheet *s, size_t i)
{
	const char *name = s->plan->positions[i];
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
	const size_t all[] = {p->volume, p->price, p->cost, p->revenue, p->cogs, p->rebate, p->share, p->fx, p->cost_fx, s->cost};
	p->is_absent = true;
	for (size_t k = 0; k < sizeof all / sizeof *all; k++)
		p->is_absent &= all[k] == SHEET_NONE;
}

static void
lack(struct buf *missing, const char *position, const char *suffix, const char *instead)
{
	buf_printf(missing, "%s%s_%s", missing->len ? ", " : "", position, suffix);
	if (instead)
		buf_printf(missing, " (or %s_%s)", position, instead);
}

void
position_put_missing(const struct items_sheet *s, size_t i, bool needed, struct buf *missing)
{
	const struct position_columns *p = &s->positions[i];
	const char *name = s->plan->positions[i];
	bool has_price = p->price != SHEET_NONE || p->revenue != SHEET_NONE;
	bool has_volume = p->volume != SHEET_NONE || p->share != SHEET_NONE;
	if (!needed && !has_price && !has_volume)
		return;
	if (!has_volume)
		lack(missing, name, "volume", NULL);
	if (!has_price)
		lack(missing, name, "price", "revenue");
	bool has_cost = p->cost != SHEET_NONE || p->cogs != SHEET_NONE || (!p->is_current && s->cost != SHEET_NONE);
	if (!has_cost && !s->plan->revenue_only)
		lack(missing, name, "cost", "cogs");
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
	return decimal_muldiv(unit->value, volume, per, out) || items_fail(s, unit_column, "volume times this is too large");
}

static void
set_market(const struct position_columns *p, const struct item_row *row, struct figures *f)
{
	f->market_given = p->is_current ? row->current_market_given : row->market_given;
	f->market = p->is_current ? row->current_market : row->market;
}

static bool
read_volume(struct items_sheet *s, const struct position_columns *p, const struct item_row *row, struct figures *f)
{
	struct number n;
	enum given given = totals_read_quantity(&s->totals, p->volume, &n);
	if (given == CELL_BAD)
		return false;
	f->volume_given = given == CELL_GIVEN;
	f->volume = n.value;
	/* A package's shares are volume / market volume, whatever comes of it: read where they are needed only. */
	bool needed = s->level == SHEET_NONE || !f->volume_given;
	enum given share = needed ? cell_share(&s->sheet, p->share, &f->share) : CELL_EMPTY;
	if (share == CELL_BAD)
		return false;
	f->share_given = share == CELL_GIVEN;
	set_market(p, row, f);
	if (!f->volume_given && f->share_given && f->market_given) {
		f->volume_given = true;
		if (!decimal_mul(f->share, f->market, &f->volume))
			return items_fail(s, p->share, "share times market volume is too large");
	}
	return true;
}

static bool
read_rate(struct items_sheet *s, size_t position, size_t column, size_t currency, decimal *rate, bool *given)
{
	struct number n;
	*given = false;
	if (column == SHEET_NONE)
		return true;
	enum given result = cell_quantity(&s->sheet, column, &n);
	*given = result == CELL_GIVEN;
	if (result != CELL_GIVEN)
		return result == CELL_EMPTY;
	if (n.value <= 0)
		return items_fail(s, column, "a rate must be above zero");
	*rate = n.value;
	currency_given(s->plan->currencies, currency, position, n.value, sheet_place(&s->sheet, column));
	return true;
}

static bool
read_rates(struct items_sheet *s, size_t i, const struct item_row *row, struct figures *f)
{
	const struct position_columns *p = &s->positions[i];
	struct currencies *c = s->plan->currencies;
	bool fx_given, cost_fx_given;
	if (!read_rate(s, i, p->fx, row->currency, &f->fx, &fx_given) ||
	    !read_rate(s, i, p->cost_fx, row->cost_currency, &f->cost_fx, &cost_fx_given))
		return false;
	bool used = figures_used(f), own_cost_currency = row->cost_currency != row->currency;
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
		if (c.n && !is_placeholder(c.s, c.n))
			return true;
	}
	return false;
}

bool
position_read(struct items_sheet *s, size_t i, const struct item_row *row, struct figures *f)
{
	const struct position_columns *p = &s->positions[i];
	struct cell code = row->currency_code, cost_code = row->cost_currency_code;
	struct number price, revenue, cost, cogs, rebate;
	*f = (struct figures){.fx = DECIMAL_ONE, .cost_fx = DECIMAL_ONE};
	if (p->is_absent) {
		set_market(p, row, f);
		return read_rates(s, i, row, f);
	}
	f->given = is_given(s, p);
	if (!read_volume(s, p, row, f))
		return false;
	enum given price_given = items_read_amount(s, p->price, code, &price);
	enum given revenue_given = items_read_sum(s, p->revenue, code, &revenue);
	if (price_given == CELL_BAD || revenue_given == CELL_BAD)
		return false;
	if (price_given == CELL_GIVEN && !f->volume_given && revenue_given != CELL_GIVEN)
		return items_fail(s, p->price, "a price without a volume (an explicit 0 means not sold)");
	if (f->volume != 0 && price_given != CELL_GIVEN && revenue_given != CELL_GIVEN)
		return items_fail(s, p->volume != SHEET_NONE ? p->volume : p->share, "a volume without a price or revenue");
	f->price_given = price_given == CELL_GIVEN;
	f->price = price.value;
	if (!read_total(s, p->price, price_given, &price, p->revenue, revenue_given, &revenue, f->volume, row->price_per,
		&f->revenue))
		return false;
	if (s->plan->revenue_only)
		return read_rates(s, i, row, f);

	size_t cost_column = p->cost;
	enum given cost_given = items_read_amount(s, p->cost, cost_code, &cost);
	if (cost_given == CELL_EMPTY && !p->is_current) {
		cost_column = s->cost;
		cost_given = items_read_amount(s, s->cost, cost_code, &cost);
	}
	enum given cogs_given = items_read_sum(s, p->cogs, cost_code, &cogs);
	enum given rebate_given = items_read_sum(s, p->rebate, code, &rebate);
	if (cost_given == CELL_BAD || cogs_given == CELL_BAD || rebate_given == CELL_BAD)
		return false;
	if (f->volume != 0 && cost_given != CELL_GIVEN && cogs_given != CELL_GIVEN)
		return items_fail(s, p->volume != SHEET_NONE ? p->volume : p->share, "a volume without a cost or cogs");
	f->cost_given = cost_given == CELL_GIVEN;
	f->cost = cost.value;
	f->rebate = rebate.value;
	return read_total(s, cost_column, cost_given, &cost, p->cogs, cogs_given, &cogs, f->volume, row->cost_per, &f->cogs) &&
	    read_rates(s, i, row, f);
}
