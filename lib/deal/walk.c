#include "deal/walk.h"

#include "deal/figures.h"

const char *const walk_effect_names[WALK_EFFECTS] = {
	"volume", "mix_within", "mix_across", "price", "cost", "rebate", "cross", "fx", "new", "lost", "other",
};

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
has_money_without_volume(const struct figures *f)
{
	return f->volume == 0 && figures_any(f);
}

/* Money of position 0 as if its unit figures had held for the volume of position 1, at the rates of 0. */
static bool
money_at_new_quantity(const struct figures *f0, decimal new_quantity, struct money *out)
{
	struct figures moved = *f0;
	return decimal_muldiv(f0->revenue, new_quantity, f0->volume, &moved.revenue) &&
	    decimal_muldiv(f0->cogs, new_quantity, f0->volume, &moved.cogs) &&
	    decimal_muldiv(f0->rebate, new_quantity, f0->volume, &moved.rebate) && figures_money(&moved, out);
}

static bool
add_comparable(struct walk_sums *s, const struct figures *f0, const struct figures *f1, const struct money *start,
    const struct money *end)
{
	struct figures at_old_rates = *f1;
	at_old_rates.fx = f0->fx;
	at_old_rates.cost_fx = f0->cost_fx;
	struct money moved, unconverted;
	return money_at_new_quantity(f0, f1->volume, &moved) && figures_money(&at_old_rates, &unconverted) &&
	    add(&s->comparable_volume[0], f0->volume) && add(&s->comparable_volume[1], f1->volume) &&
	    add(&s->comparable_margin, start->margin) && add(&s->moved_margin, moved.margin) &&
	    add_difference(&s->price, unconverted.revenue, moved.revenue) &&
	    add_difference(&s->cost, moved.cogs, unconverted.cogs) &&
	    add_difference(&s->rebate, moved.rebate, unconverted.rebate) &&
	    add_difference(&s->fx, end->margin, unconverted.margin);
}

bool
walk_add(struct walk_sums *s, const struct walk_step *step, const struct figures *positions)
{
	const struct figures *f0 = &positions[step->from], *f1 = &positions[step->to];
	struct money start, end;
	if (!figures_any(f0) && !figures_any(f1))
		return true;
	if (!figures_money(f0, &start) || !figures_money(f1, &end))
		return false;
	s->items++;
	if (!add(&s->volume[0], f0->volume) || !add(&s->revenue[0], start.revenue) || !add(&s->margin[0], start.margin) ||
	    !add(&s->volume[1], f1->volume) || !add(&s->revenue[1], end.revenue) || !add(&s->margin[1], end.margin))
		return false;
	if (f0->volume < 0 || f1->volume < 0 || has_money_without_volume(f0) || has_money_without_volume(f1))
		return add_difference(&s->other, end.margin, start.margin);
	if (f0->volume == 0)
		return add(&s->fresh, end.margin);
	if (f1->volume == 0)
		return add_difference(&s->lost, 0, start.margin);
	return add_comparable(s, f0, f1, &start, &end);
}

/* Volume and mix of comparable items as one pool: M0 (Q1 - Q0) / Q0, rounded once, and the rest. */
static bool
pool_units(const struct walk_sums *s, decimal *volume, decimal *mix)
{
	decimal grown, moved;
	*volume = *mix = 0;
	if (s->comparable_volume[0] == 0)
		return true;
	return decimal_sub(s->comparable_volume[1], s->comparable_volume[0], &grown) &&
	    decimal_muldiv(s->comparable_margin, grown, s->comparable_volume[0], volume) &&
	    decimal_sub(s->moved_margin, s->comparable_margin, &moved) && decimal_sub(moved, *volume, mix);
}

/* What of the sums is a row's as it stands. */
static bool
add_group(struct walk_line *line, struct walk_sums *pool, const struct walk_sums *s)
{
	line->items += s->items;
	bool ok = true;
	for (int end = 0; end < 2; end++)
		ok = ok && add(&line->volume[end], s->volume[end]) && add(&line->revenue[end], s->revenue[end]) &&
		    add(&line->margin[end], s->margin[end]) && add(&pool->comparable_volume[end], s->comparable_volume[end]);
	decimal volume, mix;
	return ok && add(&pool->comparable_margin, s->comparable_margin) && add(&pool->moved_margin, s->moved_margin) &&
	    pool_units(s, &volume, &mix) && add(&line->effects[WALK_VOLUME], volume) &&
	    add(&line->effects[WALK_MIX_WITHIN], mix) && add(&line->effects[WALK_PRICE], s->price) &&
	    add(&line->effects[WALK_COST], s->cost) && add(&line->effects[WALK_REBATE], s->rebate) &&
	    add(&line->effects[WALK_FX], s->fx) && add(&line->effects[WALK_NEW], s->fresh) &&
	    add(&line->effects[WALK_LOST], s->lost) && add(&line->effects[WALK_OTHER], s->other);
}

bool
walk_line(const struct walk_sums *sums, const size_t *groups, size_t count, size_t stride, enum walk_pool pool,
    struct walk_line *out)
{
	struct walk_sums all = {0};
	*out = (struct walk_line){0};
	for (size_t i = 0; i < count; i++)
		if (!add_group(out, &all, &sums[groups[i] * stride]))
			return false;
	if (pool == WALK_POOL_GROUP)
		return true;
	decimal mix;
	return pool_units(&all, &out->effects[WALK_VOLUME], &mix) &&
	    decimal_sub(mix, out->effects[WALK_MIX_WITHIN], &out->effects[WALK_MIX_ACROSS]);
}
