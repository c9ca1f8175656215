#include "deal/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/allocate.h"
#include "deal/bundle_sort.h"
#include "deal/bundle_verdict.h"

const char *const allocation_names[] = {"revenue", "list", "standalone", "cost", "equal", NULL};

/* A chain of operations: once one doesn't fit, none of them counts. */
struct sum {
	bool fits;
};

static decimal
times(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_mul(a, b, &out);
	return out;
}

static decimal
over(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_div(a, b, &out);
	return out;
}

static decimal
plus(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_add(a, b, &out);
	return out;
}

static decimal
minus(struct sum *s, decimal a, decimal b)
{
	decimal out = 0;
	s->fits &= decimal_sub(a, b, &out);
	return out;
}

/* volume * price, or its part of the total that the price was taken from. */
static decimal
worth(struct sum *s, decimal volume, const struct maybe *price)
{
	decimal out = 0;
	if (price->volume == 0)
		return times(s, volume, price->value);
	s->fits &= decimal_muldiv(price->total, volume, price->volume, &out);
	return out;
}

static bool
fail(const struct place *where, const char *why)
{
	diag_at(where, DIAG_ERROR, "%s", why);
	return false;
}

static bool
in_bundle(const struct bundle_item *i)
{
	return !i->affected && i->bundle_volume.value > 0;
}

/* What a unit of an item is worth when something is allocated; false where that can't be said. By revenue that is its price
 * in the bundle or, where the bundle has one price as a whole, its price alone. */
static bool
base_of(const struct bundle_item *i, enum allocation by, bool has_whole_price, decimal *base)
{
	const struct maybe revenue = !has_whole_price ? i->bundle_price : i->standalone_price.given ? i->standalone_price : i->list_price;
	const struct maybe bases[] = {revenue, i->list_price, i->standalone_price, i->cost, {.given = true, .value = DECIMAL_ONE}};
	*base = bases[by].value;
	return bases[by].given;
}

/* Splits an amount among a bundle's items, those of `line` only where it isn't empty, and adds each part to what `to` points
 * to in it. */
static bool
split(struct bundle *bundle, const struct place *where, const char *line, decimal amount, int places, enum allocation by,
    bool is_price)
{
	decimal *weights = xcalloc(bundle->item_count * 2, sizeof *weights), *parts = weights + bundle->item_count;
	struct sum s = {true};
	bool ok = true, any = false;
	for (size_t i = 0; i < bundle->item_count && ok; i++) {
		const struct bundle_item *item = bundle->items[i];
		if (!in_bundle(item) || (*line && strcmp(item->product_line, line) != 0))
			continue;
		decimal base = 0;
		ok = base_of(item, by, bundle->price != NULL, &base);
		if (!ok)
			diag_at(&item->where, DIAG_ERROR, "without a %s nothing can be allocated to it by %s (line %ju)",
			    by == ALLOCATE_REVENUE ? "price" : by == ALLOCATE_LIST ? "list_price" : by == ALLOCATE_COST ? "cost" : "standalone_price",
			    allocation_names[by], where->line);
		else
			weights[i] = times(&s, item->bundle_volume.value, base);
		any |= weights[i] != 0;
	}
	decimal unit = decimal_power(DECIMAL_PLACES - places);
	if (ok && (!any || !s.fits || !allocate(amount / unit, weights, bundle->item_count, parts)))
		ok = fail(where, any ? "too large a figure" : "nothing in the bundle to allocate this to");
	for (size_t i = 0; i < bundle->item_count && ok; i++)
		if (is_price && !bundle->items[i]->affected)
			bundle->items[i]->bundle_revenue = parts[i] * unit;
		else if (!is_price)
			bundle->items[i]->rebate = plus(&s, bundle->items[i]->rebate, parts[i] * unit);
	free(weights);
	return ok && (s.fits || fail(where, "too large a figure"));
}

static bool
has_prices(const struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->item_count; i++)
		if (!bundle->items[i]->affected && bundle->items[i]->bundle_price.given)
			return true;
	return false;
}

/* Finds what each row without a product is about. */
static bool
place_charges(struct bundles *b)
{
	bool ok = true;
	for (size_t i = 0; i < b->charge_count; i++) {
		struct bundle_charge *c = &b->charges[i];
		c->of = bundle_of_charge(b, c);
		ok &= c->of != NULL;
		if (!c->of || !c->bundle_price.given)
			continue;
		if (c->of->price)
			ok = fail(&c->where, "a second price of the whole bundle");
		else if (has_prices(c->of))
			ok = fail(&c->where, "a price of the whole bundle, and prices of its products");
		c->of->price = c;
	}
	return ok;
}

/* Where the bundle's price isn't said product by product, it is that of the product alone. */
static bool
settle_prices(struct bundle *bundle, enum allocation by)
{
	bool ok = true;
	const struct bundle_charge *price = bundle->price;
	for (size_t i = 0; i < bundle->item_count; i++) {
		struct bundle_item *item = bundle->items[i];
		struct sum s = {true};
		if (!item->bundle_price.given && (!price || item->affected))
			item->bundle_price = item->standalone_price;
		if (item->bundle_volume.value > 0 && !item->bundle_price.given && !(price && !item->affected) && !item->rival)
			ok = fail(&item->where, "a bundle_volume without a price");
		item->bundle_revenue = worth(&s, item->bundle_volume.value, &item->bundle_price);
		if (!s.fits)
			ok = fail(&item->where, "too large a figure");
	}
	return ok && (!price || split(bundle, &price->where, "", price->bundle_price.value, price->price_places, by, true));
}

static bool
settle_charges(struct bundles *b, enum allocation by)
{
	bool ok = true;
	struct sum s = {true};
	for (size_t i = 0; i < b->charge_count; i++) {
		const struct bundle_charge *c = &b->charges[i];
		struct bundle *bundle = c->of;
		bundle->fixed_cost = plus(&s, bundle->fixed_cost, c->fixed_cost.value);
		if (c->rebate.value > 0)
			ok &= split(bundle, &c->where, c->product_line, c->rebate.value, c->rebate_places, by, false);
		if (!s.fits)
			return fail(&c->where, "too large a figure");
	}
	return ok;
}

/* The price over the part that a rival could win, where the rebate above a threshold counts for everything below, too. */
static void
find_effective_price(struct sum *s, struct bundle_item *i)
{
	bool has_price = i->bundle_price.given || i->bundle_volume.value > 0;
	if (!has_price || !i->rebate_threshold.given || !i->rebate_after_pct.given || !i->contestable_volume.given)
		return;
	const decimal hundred = 100 * DECIMAL_ONE, threshold = i->rebate_threshold.value, contestable = i->contestable_volume.value;
	decimal price = i->bundle_price.given ? i->bundle_price.value
	                                       : over(s, i->bundle_revenue, i->bundle_volume.value);
	decimal before = times(s, price, minus(s, hundred, i->rebate_before_pct.value));
	decimal after = times(s, price, minus(s, hundred, i->rebate_after_pct.value));
	decimal both = minus(s, times(s, after, threshold), times(s, before, minus(s, threshold, contestable)));
	i->effective_price = (struct maybe){.given = true, .value = over(s, both, times(s, hundred, contestable))};
}

static bool
settle_item(struct bundle_item *i)
{
	struct sum s = {true};
	if (i->rival) {
		i->standalone_revenue = i->bundle_revenue = 0;
		return true;
	}
	i->standalone_revenue = worth(&s, i->standalone_volume.value, &i->standalone_price);
	i->standalone_margin = minus(&s, i->standalone_revenue, worth(&s, i->standalone_volume.value, &i->cost));
	decimal cogs = worth(&s, i->bundle_volume.value, &i->cost);
	i->bundle_margin = minus(&s, minus(&s, i->bundle_revenue, cogs), i->rebate);
	i->delta_margin = minus(&s, i->bundle_margin, i->standalone_margin);
	if (i->bundle_volume.value)
		i->net_price = (struct maybe){.given = true, .value = over(&s, minus(&s, i->bundle_revenue, i->rebate), i->bundle_volume.value)};
	find_effective_price(&s, i);
	return s.fits || fail(&i->where, "too large a figure");
}

static void
add_item(struct sum *s, struct bundle_sums *sums, const struct bundle_item *i)
{
	sums->standalone_revenue = plus(s, sums->standalone_revenue, i->standalone_revenue);
	sums->standalone_margin = plus(s, sums->standalone_margin, i->standalone_margin);
	sums->bundle_revenue = plus(s, sums->bundle_revenue, i->bundle_revenue);
	sums->rebate = plus(s, sums->rebate, i->rebate);
	sums->bundle_margin = plus(s, sums->bundle_margin, i->bundle_margin);
	sums->delta_margin = plus(s, sums->delta_margin, i->delta_margin);
}

/* A product's price alone: what the bundle's discount is measured against. */
static struct maybe
list_of(const struct bundle_item *i)
{
	return i->list_price.given ? i->list_price : i->standalone_price;
}

/* The whole discount of the bundle laid on each competitive product: can an equally efficient rival still meet it? */
static void
attribute_discount(struct sum *s, struct bundle *bundle)
{
	decimal discount = 0;
	for (size_t k = 0; k < bundle->item_count; k++) {
		const struct bundle_item *i = bundle->items[k];
		if (!i->affected)
			discount = plus(s, discount, i->rebate);
		if (!in_bundle(i))
			continue;
		if (!list_of(i).given)
			return;
		discount = plus(s, discount, minus(s, times(s, i->bundle_volume.value, list_of(i).value), i->bundle_revenue));
	}
	for (size_t k = 0; k < bundle->item_count; k++) {
		struct bundle_item *i = bundle->items[k];
		if (!in_bundle(i) || !i->competitive)
			continue;
		decimal price = minus(s, list_of(i).value, over(s, discount, i->bundle_volume.value));
		i->attributed_price = (struct maybe){.given = true, .value = price};
		i->attribution_fails = price < i->cost.value;
	}
}

/* The customer's own business in the category: what it sells more or less of, own brands' and rivals' items alike. */
static void
find_category(struct sum *s, struct bundle *bundle)
{
	decimal turnover = 0, profit = 0;
	bool any = false;
	for (size_t k = 0; k < bundle->item_count; k++) {
		const struct bundle_item *i = bundle->items[k];
		if (!i->customer_price.given)
			continue;
		decimal more = minus(s, i->bundle_volume.value, i->standalone_volume.value);
		turnover = plus(s, turnover, times(s, more, i->customer_price.value));
		profit = plus(s, profit, times(s, more, minus(s, i->customer_price.value, i->customer_cost.value)));
		any = true;
	}
	bundle->category_turnover = (struct maybe){.given = any, .value = turnover};
	bundle->category_profit = (struct maybe){.given = any, .value = profit};
}

/* How much of what the bundle sells more could come from our own affected items before nothing is gained. */
static void
find_breakeven(struct sum *s, struct bundle *bundle)
{
	decimal gain = minus(s, 0, bundle->fixed_cost), more = 0, lost = 0, lost_margin = 0, margins = 0;
	decimal affected = 0;
	for (size_t k = 0; k < bundle->item_count; k++) {
		const struct bundle_item *i = bundle->items[k];
		decimal change = minus(s, i->bundle_volume.value, i->standalone_volume.value);
		if (!i->affected) {
			gain = plus(s, gain, i->delta_margin);
			more = plus(s, more, change);
		} else if (!i->rival && (i->standalone_price.given || i->bundle_price.given)) {
			const struct maybe *price = i->standalone_price.given ? &i->standalone_price : &i->bundle_price;
			decimal margin = minus(s, price->value, i->cost.value);
			decimal loses = change < 0 ? -change : 0;
			lost = plus(s, lost, loses);
			lost_margin = plus(s, lost_margin, times(s, loses, margin));
			margins = plus(s, margins, margin);
			affected += DECIMAL_ONE;
		}
	}
	if (more <= 0 || affected == 0)
		return;
	/* The margin of one, weighted by what is lost, is a quotient itself: divided by once, at the end. */
	decimal all = lost ? lost_margin : margins, of = lost ? lost : affected, rate = 0;
	if (all <= 0)
		return;
	s->fits &= decimal_muldiv(gain, of, times(s, more, all), &rate);
	bundle->breakeven_rate = (struct maybe){.given = true, .value = rate};
}

static bool
settle_bundle(struct bundle *bundle)
{
	struct sum s = {true};
	bool ok = true;
	for (size_t i = 0; i < bundle->item_count; i++)
		ok &= settle_item(bundle->items[i]);
	for (size_t i = 0; i < bundle->line_count; i++)
		for (size_t k = 0; k < bundle->lines[i].count; k++) {
			add_item(&s, &bundle->lines[i].sums, bundle->lines[i].items[k]);
			add_item(&s, &bundle->sums, bundle->lines[i].items[k]);
		}
	bundle->sums.bundle_margin = minus(&s, bundle->sums.bundle_margin, bundle->fixed_cost);
	bundle->sums.delta_margin = minus(&s, bundle->sums.delta_margin, bundle->fixed_cost);
	attribute_discount(&s, bundle);
	find_category(&s, bundle);
	if (bundle->category_turnover.given)
		find_breakeven(&s, bundle);
	return ok && (s.fits || fail(&bundle->items[0]->where, "too large a figure"));
}

bool
bundles_settle(struct bundles *b, enum allocation by)
{
	if (!bundle_sort(b) || !place_charges(b))
		return false;
	bundle_find_owners(b);
	for (size_t i = 0; i < b->item_count; i++)
		b->items[i].rebate = b->items[i].own_rebate.value;
	bool ok = true;
	for (size_t i = 0; i < b->count; i++)
		ok &= settle_prices(&b->list[i], by);
	ok = ok && settle_charges(b, by);
	for (size_t i = 0; i < b->count && ok; i++)
		ok = settle_bundle(&b->list[i]) && bundle_judge(b, &b->list[i]);
	return ok;
}

void
bundles_free(struct bundles *b)
{
	free(b->items);
	free(b->charges);
	free(b->list);
	arena_free(&b->memory);
	*b = (struct bundles){0};
}
