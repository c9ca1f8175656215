#include "deal/figures.h"

bool
figures_any(const struct figures *f)
{
	return f->volume != 0 || f->revenue != 0 || f->cogs != 0 || f->rebate != 0;
}

bool
figures_used(const struct figures *f)
{
	return figures_any(f) || f->price_given;
}

bool
figures_agree(const struct figures *a, const struct figures *b)
{
	return !figures_used(a) || !figures_used(b) || (a->fx == b->fx && a->cost_fx == b->cost_fx);
}

bool
figures_blend(struct figures *into, const struct figures *f)
{
	if (!figures_used(into)) {
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
	into->market_given |= f->market_given;
	into->given |= f->given;
	into->volume_given |= f->volume_given;
	into->price_given |= f->price_given;
	into->cost_given |= f->cost_given;
	into->share_given |= f->share_given;
	return decimal_add(into->volume, f->volume, &into->volume) && decimal_add(into->revenue, f->revenue, &into->revenue) &&
	    decimal_add(into->cogs, f->cogs, &into->cogs) && decimal_add(into->rebate, f->rebate, &into->rebate) &&
	    decimal_add(into->market, f->market, &into->market);
}

bool
figures_money(const struct figures *f, struct money *out)
{
	if (f->fx == DECIMAL_ONE && f->cost_fx == DECIMAL_ONE) {
		*out = (struct money){.revenue = f->revenue, .cogs = f->cogs, .rebate = f->rebate};
		return decimal_sub(out->revenue, out->rebate, &out->margin) && decimal_sub(out->margin, out->cogs, &out->margin);
	}
	return decimal_mul(f->revenue, f->fx, &out->revenue) && decimal_mul(f->rebate, f->fx, &out->rebate) &&
	    decimal_mul(f->cogs, f->cost_fx, &out->cogs) && decimal_sub(out->revenue, out->rebate, &out->margin) &&
	    decimal_sub(out->margin, out->cogs, &out->margin);
}
