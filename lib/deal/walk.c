#include "deal/walk.h"

const char *const walk_effect_names[WALK_EFFECTS] = {
	"volume", "mix_within", "mix_across", "price", "cost", "rebate", "cross", "fx", "new", "lost", "other",
};

const char *const walk_method_names[] = {"new-quantity", "old-quantity", "three-way", "symmetric", NULL};

const char *const walk_pct_names[WALK_PCT_EFFECTS] = {"mix", "rate", "new", "lost"};

decimal *
walk_sums_decimals(struct walk_sums *s)
{
	_Static_assert(sizeof *s == WALK_DECIMALS * sizeof(decimal) + WALK_COUNTS * sizeof(size_t), "decimals, then counts");
	return &s->volume[0];
}

size_t *
walk_sums_counts(struct walk_sums *s)
{
	return &s->items;
}

static bool
add(decimal *sum, decimal x)
{
	return decimal_add(*sum, x, sum);
}

static bool
add_difference(decimal *sum, decimal a, decimal b)
{
	decimal difference;
	return decimal_sub(a, b, &difference) && add(sum, difference);
}

static bool
add_money(struct money *sum, const struct money *m)
{
	return add(&sum->revenue, m->revenue) && add(&sum->cogs, m->cogs) && add(&sum->rebate, m->rebate) &&
	    add(&sum->margin, m->margin);
}

static bool
has_money_without_volume(const struct figures *f)
{
	return f->volume == 0 && figures_any(f);
}

/* Money as if the unit figures had held for another volume. */
static bool
add_at_volume(struct money *sum, const struct figures *f, decimal volume)
{
	struct figures moved = *f;
	struct money m;
	return decimal_muldiv(f->revenue, volume, f->volume, &moved.revenue) &&
	    decimal_muldiv(f->cogs, volume, f->volume, &moved.cogs) &&
	    decimal_muldiv(f->rebate, volume, f->volume, &moved.rebate) && figures_money(&moved, &m) && add_money(sum, &m);
}

static bool
add_comparable(struct walk_sums *s, const struct figures *f0, const struct figures *f1, const struct money *start,
    const struct money *end, bool back)
{
	struct figures at_old_rates = *f1;
	at_old_rates.fx = f0->fx;
	at_old_rates.cost_fx = f0->cost_fx;
	struct money unconverted;
	s->comparable++;
	s->marketless += !f0->market_given || !f1->market_given;
	s->rerated += f0->fx != f1->fx || (f0->cost_fx != f1->cost_fx && (f0->cogs != 0 || f1->cogs != 0));
	return figures_money(&at_old_rates, &unconverted) && add(&s->comparable_volume[0], f0->volume) &&
	    add(&s->comparable_volume[1], f1->volume) && add(&s->market[0], f0->market) && add(&s->market[1], f1->market) &&
	    add_money(&s->at[WALK_START], start) && add_at_volume(&s->at[WALK_MOVED], f0, f1->volume) &&
	    (!back || add_at_volume(&s->at[WALK_BACK], &at_old_rates, f0->volume)) && add_money(&s->at[WALK_UNCONVERTED], &unconverted) &&
	    add_difference(&s->fx, end->margin, unconverted.margin);
}

/* For margin percent, money alone says what is comparable. */
static bool
add_both(struct walk_sums *s, const struct money *start, const struct money *end)
{
	decimal moved;
	if (start->revenue == 0 || end->revenue == 0)
		return true;
	return decimal_muldiv(end->revenue, start->margin, start->revenue, &moved) && add(&s->both_moved, moved) &&
	    add(&s->both_revenue[0], start->revenue) && add(&s->both_revenue[1], end->revenue) &&
	    add(&s->both_margin[0], start->margin) && add(&s->both_margin[1], end->margin);
}

bool
walk_add(struct walk_sums *s, const struct walk_step *step, const struct walk_needs *needs,
    const struct figures *positions)
{
	const struct figures *f0 = &positions[step->from], *f1 = &positions[step->to];
	struct money start, end;
	if (!figures_any(f0) && !figures_any(f1))
		return true;
	if (!figures_money(f0, &start) || !figures_money(f1, &end))
		return false;
	s->items++;
	if (!add(&s->volume[0], f0->volume) || !add(&s->revenue[0], start.revenue) || !add(&s->margin[0], start.margin) ||
	    !add(&s->volume[1], f1->volume) || !add(&s->revenue[1], end.revenue) || !add(&s->margin[1], end.margin) ||
	    (needs->pct && !add_both(s, &start, &end)))
		return false;
	if (f0->volume < 0 || f1->volume < 0 || has_money_without_volume(f0) || has_money_without_volume(f1))
		return add_difference(&s->other, end.margin, start.margin);
	if (f0->volume == 0)
		return add(&s->fresh, end.margin);
	if (f1->volume == 0)
		return add_difference(&s->lost, 0, start.margin);
	return add_comparable(s, f0, f1, &start, &end, needs->back);
}

bool
walk_merge(struct walk_sums *into, const struct walk_sums *s)
{
	struct walk_sums from = *s;
	for (size_t i = 0; i < WALK_DECIMALS; i++)
		if (!add(&walk_sums_decimals(into)[i], walk_sums_decimals(&from)[i]))
			return false;
	for (size_t i = 0; i < WALK_COUNTS; i++)
		if (__builtin_add_overflow(walk_sums_counts(into)[i], walk_sums_counts(&from)[i], &walk_sums_counts(into)[i]))
			return false;
	return true;
}

/* Price, cost and rebate from one moment to another, in which only unit figures change. */
static bool
unit_effects(const struct money *from, const struct money *to, decimal effects[WALK_EFFECTS])
{
	return decimal_sub(to->revenue, from->revenue, &effects[WALK_PRICE]) &&
	    decimal_sub(from->cogs, to->cogs, &effects[WALK_COST]) &&
	    decimal_sub(from->rebate, to->rebate, &effects[WALK_REBATE]);
}

/* base * (to - from) / from; 0 where there is nothing to grow from. */
static bool
growth(decimal base, const decimal ends[2], decimal *out)
{
	decimal grown;
	*out = 0;
	return ends[0] == 0 || (decimal_sub(ends[1], ends[0], &grown) && decimal_muldiv(base, grown, ends[0], out));
}

/* What quantity does at the margins of one position: volume as if each item had grown as all did, and mix. */
static bool
quantity_effects(const struct walk_sums *s, enum walk_moment base, enum walk_moment moved, decimal effects[WALK_EFFECTS],
    decimal *market_size)
{
	decimal quantity;
	return growth(s->at[base].margin, s->comparable_volume, &effects[WALK_VOLUME]) &&
	    growth(s->at[base].margin, s->market, market_size) &&
	    decimal_sub(s->at[moved].margin, s->at[base].margin, &quantity) &&
	    decimal_sub(quantity, effects[WALK_VOLUME], &effects[WALK_MIX_WITHIN]);
}

static bool
at_new_quantity(const struct walk_sums *s, decimal effects[WALK_EFFECTS], decimal *market_size)
{
	return unit_effects(&s->at[WALK_MOVED], &s->at[WALK_UNCONVERTED], effects) &&
	    quantity_effects(s, WALK_START, WALK_MOVED, effects, market_size);
}

static bool
at_old_quantity(const struct walk_sums *s, decimal effects[WALK_EFFECTS], decimal *market_size)
{
	return unit_effects(&s->at[WALK_START], &s->at[WALK_BACK], effects) &&
	    quantity_effects(s, WALK_BACK, WALK_UNCONVERTED, effects, market_size);
}

static bool
three_way(const struct walk_sums *s, decimal effects[WALK_EFFECTS], decimal *market_size)
{
	decimal new_rise, old_rise;
	return unit_effects(&s->at[WALK_START], &s->at[WALK_BACK], effects) &&
	    quantity_effects(s, WALK_START, WALK_MOVED, effects, market_size) &&
	    decimal_sub(s->at[WALK_UNCONVERTED].margin, s->at[WALK_MOVED].margin, &new_rise) &&
	    decimal_sub(s->at[WALK_BACK].margin, s->at[WALK_START].margin, &old_rise) &&
	    decimal_sub(new_rise, old_rise, &effects[WALK_CROSS]);
}

static bool
average(decimal a, decimal b, decimal *out)
{
	decimal sum;
	return decimal_add(a, b, &sum) && decimal_muldiv(sum, 1, 2, out);
}

/* Averages are rounded to the even side, so that swapping the positions flips them; mix takes what halves are
 * left at the fifteenth place. */
static bool
symmetric(const struct walk_sums *s, decimal effects[WALK_EFFECTS], decimal *market_size)
{
	static const enum walk_effect averaged[] = {WALK_PRICE, WALK_COST, WALK_REBATE, WALK_VOLUME};
	decimal old[WALK_EFFECTS] = {0}, old_size, rest = 0;
	bool ok = at_new_quantity(s, effects, market_size) && at_old_quantity(s, old, &old_size) &&
	    average(*market_size, old_size, market_size) &&
	    decimal_sub(s->at[WALK_UNCONVERTED].margin, s->at[WALK_START].margin, &rest);
	for (size_t i = 0; i < sizeof averaged / sizeof *averaged && ok; i++)
		ok = average(effects[averaged[i]], old[averaged[i]], &effects[averaged[i]]) &&
		    decimal_sub(rest, effects[averaged[i]], &rest);
	effects[WALK_MIX_WITHIN] = rest;
	return ok;
}

/* The effects of comparable items as one pool; mix stands in WALK_MIX_WITHIN. */
static bool
pool_effects(const struct walk_sums *s, enum walk_method method, decimal effects[WALK_EFFECTS], decimal *market_size)
{
	switch (method) {
	case WALK_NEW_QUANTITY:
		return at_new_quantity(s, effects, market_size);
	case WALK_OLD_QUANTITY:
		return at_old_quantity(s, effects, market_size);
	case WALK_THREE_WAY:
		return three_way(s, effects, market_size);
	case WALK_SYMMETRIC:
		return symmetric(s, effects, market_size);
	}
	return false;
}

static enum walk_market
market_of(const struct walk_sums *s)
{
	if (s->comparable == 0)
		return WALK_MARKET_NONE;
	return s->marketless == 0 && s->market[0] > 0 ? WALK_MARKET_KNOWN : WALK_MARKET_UNKNOWN;
}

bool
walk_line(const struct walk_sums *s, enum walk_method method, struct walk_line *out)
{
	*out = (struct walk_line){.items = s->items, .market = market_of(s)};
	for (int end = 0; end < 2; end++) {
		out->volume[end] = s->volume[end];
		out->revenue[end] = s->revenue[end];
		out->margin[end] = s->margin[end];
	}
	out->effects[WALK_FX] = s->fx;
	out->effects[WALK_NEW] = s->fresh;
	out->effects[WALK_LOST] = s->lost;
	out->effects[WALK_OTHER] = s->other;
	return pool_effects(s, method, out->effects, &out->market_size);
}

bool
walk_line_add(struct walk_line *into, const struct walk_line *line)
{
	into->items += line->items;
	into->market = into->market > line->market ? into->market : line->market; /* what one doesn't know the sum doesn't */
	bool ok = add(&into->market_size, line->market_size);
	for (int end = 0; end < 2; end++)
		ok = ok && add(&into->volume[end], line->volume[end]) && add(&into->revenue[end], line->revenue[end]) &&
		    add(&into->margin[end], line->margin[end]);
	for (size_t i = 0; i < WALK_EFFECTS && ok; i++)
		ok = add(&into->effects[i], line->effects[i]);
	return ok;
}

bool
walk_line_pool(struct walk_line *line, const struct walk_sums *all, enum walk_method method)
{
	decimal effects[WALK_EFFECTS] = {0};
	line->market = market_of(all);
	if (!pool_effects(all, method, effects, &line->market_size))
		return false;
	/* Unit figures' effects don't depend on pools, but for the last halves of an average: mix across has them. */
	line->effects[WALK_VOLUME] = effects[WALK_VOLUME];
	decimal total = effects[WALK_MIX_WITHIN];
	for (int i = WALK_PRICE; i <= WALK_CROSS; i++)
		if (!add_difference(&total, effects[i], line->effects[i]))
			return false;
	return decimal_sub(total, line->effects[WALK_MIX_WITHIN], &line->effects[WALK_MIX_ACROSS]);
}

/* Points: 100 * a / b. */
static bool
points(decimal a, decimal b, decimal *out)
{
	return decimal_muldiv(a, 100 * DECIMAL_ONE, b, out);
}

/* (margin - GM0% * revenue) / whole, in points: what a group of items adds to a margin percent by being there. */
static bool
pull(decimal margin, decimal revenue, const struct walk_sums *all, decimal whole, decimal *out)
{
	decimal expected, beyond;
	return decimal_muldiv(revenue, all->margin[0], all->revenue[0], &expected) && decimal_sub(margin, expected, &beyond) &&
	    points(beyond, whole, out);
}

bool
walk_pct(const struct walk_sums *s, struct walk_pct *out)
{
	*out = (struct walk_pct){0};
	for (int end = 0; end < 2; end++) {
		out->has[end] = s->revenue[end] != 0;
		if (out->has[end] && !points(s->margin[end], s->revenue[end], &out->pct[end]))
			return false;
	}
	if (!out->has[0] || !out->has[1])
		return true;
	decimal before, after, rise, *e = out->effects;
	bool ok = pull(s->both_moved, s->both_revenue[1], s, s->revenue[1], &after) &&
	    pull(s->both_margin[0], s->both_revenue[0], s, s->revenue[0], &before) &&
	    decimal_sub(after, before, &e[0]) && decimal_sub(s->both_margin[1], s->both_moved, &rise) &&
	    points(rise, s->revenue[1], &e[1]) &&
	    pull(s->margin[1] - s->both_margin[1], s->revenue[1] - s->both_revenue[1], s, s->revenue[1], &e[2]) &&
	    pull(s->margin[0] - s->both_margin[0], s->revenue[0] - s->both_revenue[0], s, s->revenue[0], &e[3]);
	e[3] = -e[3];
	return ok;
}
