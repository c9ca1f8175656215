#include "deal/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/allocate.h"
#include "deal/bundle_screens.h"
#include "deal/bundle_sort.h"
#include "deal/bundle_verdict.h"
#include "table/sum.h"

const char *const allocation_names[] = {"revenue", "list", "standalone", "cost", "equal", NULL};

/* volume * price, or its part of the total that the price was taken from. */
static decimal
worth(struct sum *s, decimal volume, const struct maybe *price)
{
	return price->volume == 0 ? sum_times(s, volume, price->value) : sum_times_over(s, price->total, volume, price->volume);
}

static bool
fail(const struct place *where, const char *why)
{
	diag_at(where, DIAG_ERROR, "%s", why);
	return false;
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

/* Splits an amount among a bundle's items, those of `line` only where it isn't empty: a price becomes their revenue, anything
 * else is added to their rebates. */
static bool
split(struct bundle *bundle, const struct place *where, const char *line, decimal amount, int places, enum allocation by,
    bool is_price)
{
	decimal *weights = xcalloc(bundle->item_count * 2, sizeof *weights), *parts = weights + bundle->item_count;
	struct sum s = {true};
	bool ok = true, any = false;
	for (size_t i = 0; i < bundle->item_count && ok; i++) {
		const struct bundle_item *item = bundle->items[i];
		if (!bundle_sells(item) || (*line && strcmp(item->product_line, line) != 0))
			continue;
		decimal base = 0;
		ok = base_of(item, by, bundle->price != NULL, &base);
		if (!ok)
			diag_at(&item->where, DIAG_ERROR, "without a %s nothing can be allocated to it by %s (line %ju)",
			    by == ALLOCATE_REVENUE ? "price" : by == ALLOCATE_LIST ? "list_price" : by == ALLOCATE_COST ? "cost" : "standalone_price",
			    allocation_names[by], where->line);
		else
			weights[i] = sum_times(&s, item->bundle_volume.value, base);
		any |= weights[i] != 0;
	}
	decimal unit = decimal_power(DECIMAL_PLACES - places);
	if (ok && (!any || !s.fits || !allocate(amount / unit, weights, bundle->item_count, parts)))
		ok = fail(where, any ? "too large a figure" : "nothing in the bundle to allocate this to");
	for (size_t i = 0; i < bundle->item_count && ok; i++)
		if (is_price && !bundle->items[i]->affected)
			bundle->items[i]->bundle_revenue = parts[i] * unit;
		else if (!is_price)
			bundle->items[i]->rebate = sum_plus(&s, bundle->items[i]->rebate, parts[i] * unit);
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
		bundle->fixed_cost = sum_plus(&s, bundle->fixed_cost, c->fixed_cost.value);
		if (c->rebate.value > 0)
			ok &= split(bundle, &c->where, c->product_line, c->rebate.value, c->rebate_places, by, false);
		if (!s.fits)
			return fail(&c->where, "too large a figure");
	}
	return ok;
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
	i->standalone_margin = sum_minus(&s, i->standalone_revenue, worth(&s, i->standalone_volume.value, &i->cost));
	decimal cogs = worth(&s, i->bundle_volume.value, &i->cost);
	i->bundle_margin = sum_minus(&s, sum_minus(&s, i->bundle_revenue, cogs), i->rebate);
	i->delta_margin = sum_minus(&s, i->bundle_margin, i->standalone_margin);
	if (i->bundle_volume.value)
		i->net_price = (struct maybe){.given = true, .value = sum_over(&s, sum_minus(&s, i->bundle_revenue, i->rebate), i->bundle_volume.value)};
	bundle_find_effective_price(&s, i);
	return s.fits || fail(&i->where, "too large a figure");
}

static void
add_item(struct sum *s, struct bundle_sums *sums, const struct bundle_item *i)
{
	sums->standalone_revenue = sum_plus(s, sums->standalone_revenue, i->standalone_revenue);
	sums->standalone_margin = sum_plus(s, sums->standalone_margin, i->standalone_margin);
	sums->bundle_revenue = sum_plus(s, sums->bundle_revenue, i->bundle_revenue);
	sums->rebate = sum_plus(s, sums->rebate, i->rebate);
	sums->bundle_margin = sum_plus(s, sums->bundle_margin, i->bundle_margin);
	sums->delta_margin = sum_plus(s, sums->delta_margin, i->delta_margin);
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
	bundle->sums.bundle_margin = sum_minus(&s, bundle->sums.bundle_margin, bundle->fixed_cost);
	bundle->sums.delta_margin = sum_minus(&s, bundle->sums.delta_margin, bundle->fixed_cost);
	bundle_screen(&s, bundle);
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
