/* Items sheets: a row becomes what an item sells in each position, in exact totals.
 *
 * Formulas: shared/domain formulas and negpkg(5). In short: revenue = price * volume / price_per unless the
 * total is given; an empty volume is share * market volume; `cost` stands in for any position but current. */
#ifndef NEGPKG_ITEMS_H
#define NEGPKG_ITEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "deal/currency.h"
#include "deal/totals.h"
#include "table/cell.h"
#include "table/sheet.h"

/* What one position of an item amounts to. Money in the row's currency, cogs in its cost currency. */
struct figures {
	decimal volume, revenue, cogs, rebate; /* 0 where the position is missing */
	decimal fx, cost_fx;                   /* report currency for one of each */
	bool fx_known, cost_fx_known;          /* the row gives them, or --fx, or they count 1 */
	bool given;                            /* some cell of it (but a unit cost) isn't empty */
	bool volume_given;                     /* a volume, or a share of a market volume */
	bool price_given, cost_given, share_given;
	decimal price, cost; /* as the sheet has them: per price_per, per cost_per */
	decimal share;       /* as the sheet has it, a fraction */
};

/* What all sheets of a run have in common. */
struct items_plan {
	char *const *positions; /* names of the positions to be read */
	size_t position_count;
	bool packages;     /* a sheet whose first column is level is a package: its item and phase rows count */
	bool revenue_only; /* costs and rebates don't matter: cogs and rebate stay 0 */
	bool targets;      /* read target prices, too */
	struct forecasts *forecasts; /* the customer's own figures, by its part numbers; or NULL */
	struct currencies *currencies;
};

struct position_columns {
	size_t volume, price, cost, revenue, cogs, rebate, share, fx, cost_fx;
	bool is_current;
	char *fx_name, *cost_fx_name; /* for messages; owned */
};

enum item_level { ITEM, ITEM_PHASE, ITEM_ROLLED_UP };

struct items_sheet {
	struct sheet sheet;
	const struct items_plan *plan;
	size_t level; /* a package's; SHEET_NONE in an items sheet */
	enum item_level row_level; /* of the current row of a package */
	size_t account, product_line, product, customer_part, period, phase, unit, currency, cost_currency;
	size_t price_per, cost_per, market, current_market, target_price, cost;
	struct position_columns *positions; /* owned */
	struct totals totals;
	char sign[4]; /* the currency that cells show in rows that name none */
	uintmax_t sign_line;
};

struct item_row {
	struct place where;
	struct cell account, product_line, product, customer_part, period, phase, unit; /* views */
	struct cell currency_code, cost_currency_code;
	size_t currency, cost_currency; /* numbers in plan->currencies */
	decimal price_per, cost_per;
	bool market_given, current_market_given, target_given;
	decimal market, current_market;
	decimal target_price; /* per price_per */
	bool forecast; /* the customer's sheet has its part */
	struct figures *figures; /* by position; filled into memory of the caller's */
};

/* Binds an open sheet's columns; it then belongs to *s. False after a message that lists all that's missing. A
 * position that the sheet lacks altogether is missing only if `all_positions`. */
bool items_bind(struct items_sheet *s, struct sheet *sheet, const struct items_plan *plan, bool all_positions);
/* Marks the columns that struct item_row carries. `carried` has one entry for each column of the sheet. */
void items_carried(const struct items_sheet *s, bool *carried);
/* Reads on to the next item. False at the end. Rows that can't be read are said (diag_failed) and skipped;
 * total rows are left out with a warning where they equal the rows above. */
bool items_next(struct items_sheet *s, struct item_row *row);
/* The checks that wait for the last row. */
void items_finish(const struct items_sheet *s);
void items_close(struct items_sheet *s);

/* Has this position volume or money? */
bool figures_any(const struct figures *f);
/* May these be phases of one item: do their rates agree, as far as they count? */
bool figures_agree(const struct figures *a, const struct figures *b);
/* into += f: phases blended. False where it doesn't fit. */
bool figures_blend(struct figures *into, const struct figures *f);
/* In report currency: revenue, cogs, rebate and margin = revenue - rebate - cogs. False where one doesn't fit. */
struct money {
	decimal revenue, cogs, rebate, margin;
};
bool figures_money(const struct figures *f, struct money *out);

#endif
