/* The customer's own sheet: what it needs and asks for, joined to items by the customer's part numbers. */
#ifndef NEGPKG_FORECAST_H
#define NEGPKG_FORECAST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "table/decimal.h"
#include "table/group.h"

struct dialect;
struct item_row;

struct forecast {
	struct place where;
	bool market_given, target_given;
	decimal market, target_price, price_per;
	bool matched; /* some item has this part */
};

struct forecasts {
	struct group keys; /* customer_part, and those of account, period, phase that the sheet has */
	struct forecast *list; /* by key number; owned */
	size_t cap;
	bool has_account, has_period, has_phase;
};

/* Reads the sheet: customer_part, market_volume and target_price (per price_per), one row per part (and account,
 * period, phase where it has these columns). False after a message. */
bool forecasts_read(struct forecasts *f, const char *path, const struct dialect *dialect);
/* Gives an item's row the customer's figures: they count, with a warning where the row has others. False after a
 * message. */
bool forecasts_apply(struct forecasts *f, struct item_row *row);
/* Names the rows that no item has matched. */
void forecasts_report_unmatched(const struct forecasts *f);
void forecasts_free(struct forecasts *f);

#endif
