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
#include "deal/figures.h"
#include "deal/position.h"
#include "deal/totals.h"
#include "table/cell.h"
#include "table/sheet.h"

/* What all sheets of a run have in common. */
struct items_plan {
	char *const *positions; /* names of the positions to be read */
	size_t position_count;
	bool packages;     /* of a package, its item and phase rows count */
	bool revenue_only; /* costs and rebates don't matter: cogs and rebate stay 0 */
	bool targets;      /* read target prices, too */
	struct forecasts *forecasts; /* the customer's own figures, by its part numbers; or NULL */
	struct currencies *currencies;
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

/* The column level of a package, in front or beside a package_id; SHEET_NONE: this is no package. */
size_t items_level_column(const struct sheet *sheet);

/* Binds an open sheet's columns; it then belongs to *s. False after a message that lists all that's missing. A
 * position that the sheet lacks altogether is missing only if `all_positions`. */
bool items_bind(struct items_sheet *s, struct sheet *sheet, const struct items_plan *plan, bool all_positions);
/* Marks the columns that struct item_row carries. `carried` has one entry for each column of the sheet. */
void items_carried(const struct items_sheet *s, bool *carried);
/* Reads on to the next item. False at the end. Rows that can't be read are said (diag_failed) and skipped;
 * total rows are left out with a warning where they equal the rows above. */
bool items_next(struct items_sheet *s, struct item_row *row);
/* The same for the sheet's current row alone: false where it is no item. */
bool items_take(struct items_sheet *s, struct item_row *row);
/* The checks that wait for the last row. */
void items_finish(const struct items_sheet *s);
void items_close(struct items_sheet *s);

/* For those that read an items sheet's cells. A message about a cell of the current row (SHEET_NONE: the row); false. */
bool items_fail(const struct items_sheet *s, size_t column, const char *why);
/* An amount: money of `currency` ("" where the row names none), a volume. */
enum given items_read_amount(struct items_sheet *s, size_t column, struct cell currency, struct number *out);
/* The same for one that adds up down the sheet: a volume, a total. */
enum given items_read_sum(struct items_sheet *s, size_t column, struct cell currency, struct number *out);

#endif
