#include "by_hand.h"

#include "helpers.h"

struct figures
totals_of(const char *volume, const char *revenue, const char *cogs, const char *rebate, const char *fx, const char *cost_fx)
{
	return (struct figures){
		.volume = dec(volume), .revenue = dec(revenue), .cogs = dec(cogs), .rebate = dec(rebate), .fx = dec(fx), .cost_fx = dec(cost_fx),
		.fx_known = true, .cost_fx_known = true, .given = true, .volume_given = true,
	};
}

struct figures
sold(const char *volume, const char *price, const char *cost)
{
	struct figures f = totals_of(volume, "0", "0", "0", "1", "1");
	f.revenue = dec(volume) * dec(price) / DECIMAL_ONE;
	f.cogs = dec(volume) * dec(cost) / DECIMAL_ONE;
	f.price = dec(price);
	f.cost = dec(cost);
	f.price_given = f.cost_given = true;
	return f;
}
