#include "deal/rollup.h"

#include <strings.h>

#include "deal/package.h"

const char *const package_measure_names[PACKAGE_MEASURES] = {
	"volume", "price", "cost", "share", "value_share", "revenue", "cogs", "rebate", "margin", "margin_pct",
};

/* What the market volume is worth at the item's price: price * market, or at the customer's target where
 * there is no price. */
static bool
market_value(const struct node *n, const struct figures *f, decimal market, struct rollup *r)
{
	decimal local;
	if (!f->fx_known || (f->volume == 0 && !f->price_given && !n->target_given)) {
		r->no_value_share = true;
		return true;
	}
	bool ok = f->volume != 0 ? decimal_muldiv(f->revenue, market, f->volume, &local)
	    : decimal_muldiv(f->price_given ? f->price : n->target_price, market, n->price_per, &local);
	return ok && decimal_mul(local, f->fx, &r->market_value);
}

/* One of it is worth 1, whether or not a row says so. */
static bool
is_reported(const char *currency, const char *report_currency)
{
	return !*currency || strcasecmp(currency, report_currency) == 0;
}

bool
rollup_item(struct node *n, const char *report_currency)
{
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++) {
		struct figures *f = &n->figures[i];
		struct rollup *r = &n->positions[i];
		f->fx_known |= is_reported(n->currency, report_currency);
		f->cost_fx_known |= is_reported(n->cost_currency, report_currency);
		n->converted |= f->given && f->fx != DECIMAL_ONE;
		*r = (struct rollup){.given = f->given, .volume = f->volume};
		if (!figures_money(f, &r->money))
			return false;
		bool known = i == CURRENT ? n->current_market_given : n->market_given;
		decimal market = i == CURRENT ? n->current_market : n->market;
		if (f->volume == 0 && market == 0)
			continue; /* left out of shares */
		r->no_share = r->no_value_share = !known || market == 0;
		r->market = market;
		if (!r->no_share && !market_value(n, f, market, r))
			return false;
	}
	return true;
}

static bool
add(struct rollup *into, const struct rollup *r)
{
	into->given |= r->given;
	into->no_share |= r->no_share;
	into->no_value_share |= r->no_value_share;
	return decimal_add(into->volume, r->volume, &into->volume) &&
	    decimal_add(into->money.revenue, r->money.revenue, &into->money.revenue) &&
	    decimal_add(into->money.cogs, r->money.cogs, &into->money.cogs) &&
	    decimal_add(into->money.rebate, r->money.rebate, &into->money.rebate) &&
	    decimal_add(into->money.margin, r->money.margin, &into->money.margin) &&
	    decimal_add(into->market, r->market, &into->market) &&
	    decimal_add(into->market_value, r->market_value, &into->market_value);
}

bool
rollup_add(struct node *into, const struct node *child)
{
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		if (!add(&into->positions[i], &child->positions[i]))
			return false;
	into->converted |= child->converted;
	into->market_given |= child->market_given;
	into->current_market_given |= child->current_market_given;
	return decimal_add(into->market, child->market, &into->market) &&
	    decimal_add(into->current_market, child->current_market, &into->current_market);
}

static bool
ratio(decimal part, decimal whole, struct package_amount *out)
{
	*out = (struct package_amount){part, whole};
	return whole != 0;
}

/* A unit figure of an item: as its sheet has it, else from the total. */
static bool
unit_figure(bool given, decimal as_given, decimal total, decimal volume, decimal per, bool phased, decimal *out)
{
	if (given && !phased) {
		*out = as_given;
		return true;
	}
	return volume != 0 && decimal_muldiv(total, per, volume, out);
}

bool
package_amount(const struct node *n, size_t position, enum package_measure measure, struct package_amount *out)
{
	const struct rollup *r = &n->positions[position];
	const struct figures *f = n->level >= PACKAGE_ITEM ? &n->figures[position] : NULL;
	*out = (struct package_amount){0};
	if (!r->given && measure != PACKAGE_COST)
		return false;
	switch (measure) {
	case PACKAGE_VOLUME:
		out->value = r->volume;
		return !f || f->volume_given;
	case PACKAGE_PRICE:
		return f ? unit_figure(f->price_given, f->price, f->revenue, f->volume, n->price_per, n->phased, &out->value)
		         : decimal_div(r->money.revenue, r->volume, &out->value);
	case PACKAGE_COST:
		return f ? unit_figure(f->cost_given, f->cost, f->cogs, f->volume, n->cost_per, n->phased, &out->value)
		         : decimal_div(r->money.cogs, r->volume, &out->value);
	case PACKAGE_SHARE:
		if (f && f->share_given && r->no_share)
			return ratio(f->share, DECIMAL_ONE, out);
		return !r->no_share && ratio(r->volume, r->market, out);
	case PACKAGE_VALUE_SHARE:
		return !r->no_value_share && ratio(r->money.revenue, r->market_value, out);
	case PACKAGE_REVENUE:
		out->value = f ? f->revenue : r->money.revenue;
		return true;
	case PACKAGE_COGS:
		out->value = f ? f->cogs : r->money.cogs;
		return true;
	case PACKAGE_REBATE:
		out->value = f ? f->rebate : r->money.rebate;
		return true;
	case PACKAGE_MARGIN:
		out->value = r->money.margin;
		return true;
	case PACKAGE_MARGIN_PCT:
		return ratio(r->money.margin, r->money.revenue, out);
	case PACKAGE_MEASURES:
		break;
	}
	return false;
}

/* price / reference - 1 in units of 0.01 points. */
static bool
change(decimal price, decimal reference, decimal *units)
{
	if (reference == 0 || !decimal_ratio(price, reference, 4, units))
		return false;
	*units -= 10000;
	return true;
}

bool
package_price_change(const struct node *n, decimal *units)
{
	struct package_amount from, to;
	return n->level >= PACKAGE_ITEM && package_amount(n, CURRENT, PACKAGE_PRICE, &from) &&
	    package_amount(n, EXPECTED, PACKAGE_PRICE, &to) && change(to.value, from.value, units);
}

bool
package_target_gap(const struct node *n, decimal *units)
{
	struct package_amount expected;
	return n->level >= PACKAGE_ITEM && n->target_given && package_amount(n, EXPECTED, PACKAGE_PRICE, &expected) &&
	    change(expected.value, n->target_price, units);
}
