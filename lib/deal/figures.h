/* What one position of an item amounts to. */
#ifndef NEGPKG_FIGURES_H
#define NEGPKG_FIGURES_H

#include <stdbool.h>

#include "table/decimal.h"

/* Money in the row's currency, cogs in its cost currency. */
struct figures {
	decimal volume, revenue, cogs, rebate; /* 0 where the position is missing */
	decimal fx, cost_fx;                   /* report currency for one of each */
	bool fx_known, cost_fx_known;          /* the row gives them, or --fx, or they count 1 */
	bool given;                            /* some cell of it (but a unit cost) isn't empty */
	bool volume_given;                     /* a volume, or a share of a market volume */
	bool price_given, cost_given, share_given;
	decimal price, cost; /* as the sheet has them: per price_per, per cost_per */
	decimal share;       /* as the sheet has it, a fraction */
	bool market_given;
	decimal market; /* the customer's whole need in this position */
};

/* In report currency; margin = revenue - rebate - cogs. */
struct money {
	decimal revenue, cogs, rebate, margin;
};

/* Has the position volume or money? */
bool figures_any(const struct figures *f);
/* Do its rates count: has it any figures, or a price? */
bool figures_used(const struct figures *f);
/* May these be phases of one item: do their rates agree, as far as they count? */
bool figures_agree(const struct figures *a, const struct figures *b);
/* into += f: phases blended. False where it doesn't fit. */
bool figures_blend(struct figures *into, const struct figures *f);
/* False where one doesn't fit. */
bool figures_money(const struct figures *f, struct money *out);

#endif
