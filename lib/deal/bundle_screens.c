#include "deal/bundle_screens.h"

bool
bundle_sells(const struct bundle_item *i)
{
	return !i->affected && i->bundle_volume.value > 0;
}

/* The price over the part that a rival could win, where the rebate above a threshold counts for everything below, too. */
void
bundle_find_effective_price(struct sum *s, struct bundle_item *i)
{
	bool has_price = i->bundle_price.given || i->bundle_volume.value > 0;
	if (!has_price || !i->rebate_threshold.given || !i->rebate_after_pct.given || !i->contestable_volume.given)
		return;
	const decimal hundred = 100 * DECIMAL_ONE, threshold = i->rebate_threshold.value, contestable = i->contestable_volume.value;
	decimal price = i->bundle_price.given ? i->bundle_price.value
	                                       : sum_over(s, i->bundle_revenue, i->bundle_volume.value);
	decimal before = sum_times(s, price, sum_minus(s, hundred, i->rebate_before_pct.value));
	decimal after = sum_times(s, price, sum_minus(s, hundred, i->rebate_after_pct.value));
	decimal both = sum_minus(s, sum_times(s, after, threshold), sum_times(s, before, sum_minus(s, threshold, contestable)));
	i->effective_price = (struct maybe){.given = true, .value = sum_over(s, both, sum_times(s, hundred, contestable))};
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
			discount = sum_plus(s, discount, i->rebate);
		if (!bundle_sells(i))
			continue;
		if (!list_of(i).given)
			return;
		discount = sum_plus(s, discount, sum_minus(s, sum_times(s, i->bundle_volume.value, list_of(i).value), i->bundle_revenue));
	}
	for (size_t k = 0; k < bundle->item_count; k++) {
		struct bundle_item *i = bundle->items[k];
		if (!bundle_sells(i) || !i->competitive)
			continue;
		decimal price = sum_minus(s, list_of(i).value, sum_over(s, discount, i->bundle_volume.value));
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
		decimal more = sum_minus(s, i->bundle_volume.value, i->standalone_volume.value);
		turnover = sum_plus(s, turnover, sum_times(s, more, i->customer_price.value));
		profit = sum_plus(s, profit, sum_times(s, more, sum_minus(s, i->customer_price.value, i->customer_cost.value)));
		any = true;
	}
	bundle->category_turnover = (struct maybe){.given = any, .value = turnover};
	bundle->category_profit = (struct maybe){.given = any, .value = profit};
}

/* How much of what the bundle sells more could come from our own affected items before nothing is gained. */
static void
find_breakeven(struct sum *s, struct bundle *bundle)
{
	decimal gain = sum_minus(s, 0, bundle->fixed_cost), more = 0, lost = 0, lost_margin = 0, margins = 0;
	decimal affected = 0;
	for (size_t k = 0; k < bundle->item_count; k++) {
		const struct bundle_item *i = bundle->items[k];
		decimal change = sum_minus(s, i->bundle_volume.value, i->standalone_volume.value);
		if (!i->affected) {
			gain = sum_plus(s, gain, i->delta_margin);
			more = sum_plus(s, more, change);
		} else if (!i->rival && (i->standalone_price.given || i->bundle_price.given)) {
			const struct maybe *price = i->standalone_price.given ? &i->standalone_price : &i->bundle_price;
			decimal margin = sum_minus(s, price->value, i->cost.value);
			decimal loses = change < 0 ? -change : 0;
			lost = sum_plus(s, lost, loses);
			lost_margin = sum_plus(s, lost_margin, sum_times(s, loses, margin));
			margins = sum_plus(s, margins, margin);
			affected += DECIMAL_ONE;
		}
	}
	if (more <= 0 || affected == 0)
		return;
	/* The margin of one, weighted by what is lost, is a quotient itself: divided by once, at the end. */
	decimal all = lost ? lost_margin : margins, of = lost ? lost : affected;
	if (all <= 0)
		return;
	bundle->breakeven_rate = (struct maybe){.given = true, .value = sum_times_over(s, gain, of, sum_times(s, more, all))};
}

void
bundle_screen(struct sum *s, struct bundle *bundle)
{
	attribute_discount(s, bundle);
	find_category(s, bundle);
	if (bundle->category_turnover.given)
		find_breakeven(s, bundle);
}
