/* Bundles: what each item, line and bundle earns alone and bundled, who pays, and whether that may be.
 *
 * Formulas: shared/domain/formulas.md, "Bundle" and "Cannibalization"; bundle-check(1) explains them. Money is in one
 * currency, prices and costs per unit. */
#ifndef NEGPKG_BUNDLE_H
#define NEGPKG_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "table/decimal.h"

/* A figure that a cell may leave open. */
struct maybe {
	bool given;
	decimal value;
	decimal total, volume; /* where it is a total over a volume, which needn't end; else volume is 0 */
};

struct bundle_item {
	struct place where;
	const char *bundle, *account, *product_line, *product, *owner;
	bool affected;    /* not in the bundle; only its volume changes */
	bool rival;       /* of another supplier: it counts for the customer only */
	bool competitive; /* a rival could sell it alone */
	struct maybe cost, list_price, standalone_volume, standalone_price, bundle_volume, bundle_price, floor_price,
	    floor_margin_pct, own_rebate, customer_price, customer_cost, rebate_threshold, rebate_before_pct, rebate_after_pct,
	    contestable_volume;

	/* what follows from these */
	decimal standalone_revenue, standalone_margin, bundle_revenue, rebate, bundle_margin, delta_margin;
	struct maybe net_price, attributed_price, effective_price;
	bool attribution_fails;
	const char *unacceptable; /* why; NULL: it isn't */
};

/* A row without a product: what is given on the whole bundle, or on a line of it. */
struct bundle_charge {
	struct place where;
	const char *bundle, *account, *product_line, *owner;
	struct maybe rebate, bundle_price, fixed_cost;
	int rebate_places, price_places; /* decimals written, 2 at least: what is allocated is whole units of these */
	struct bundle *of;
};

enum bundle_verdict { BUNDLE_OK, BUNDLE_CONSENT, BUNDLE_DILUTIVE, BUNDLE_UNACCEPTABLE, BUNDLE_SACRIFICE };
extern const char *const bundle_verdict_names[];

/* Sums over a line or a bundle. */
struct bundle_sums {
	decimal standalone_revenue, standalone_margin, bundle_revenue, rebate, bundle_margin, delta_margin;
};

struct bundle_line {
	const char *name, *owner; /* its items' owners, joined by ; */
	struct bundle_item **items;
	size_t count;
	struct bundle_sums sums;
	enum bundle_verdict verdict;
	const char *reason;
};

struct bundle {
	const char *name, *account, *owner;
	struct bundle_line *lines; /* in byte order of their names, as their items are */
	size_t line_count;
	struct bundle_item **items; /* of all lines */
	size_t item_count;
	const struct bundle_charge *price; /* of all of it; NULL: its products have their own */
	decimal fixed_cost;
	struct bundle_sums sums; /* after the fixed cost */
	struct maybe category_turnover, category_profit, breakeven_rate;
	enum bundle_verdict verdict;
	const char *reason;
};

enum allocation { ALLOCATE_REVENUE, ALLOCATE_LIST, ALLOCATE_STANDALONE, ALLOCATE_COST, ALLOCATE_EQUAL };
extern const char *const allocation_names[];

struct bundles {
	struct arena memory; /* for all that the rest points to */
	struct bundle_item *items; /* as read; owned */
	size_t item_count, item_cap;
	struct bundle_charge *charges; /* owned */
	size_t charge_count, charge_cap;

	struct bundle *list; /* in byte order of bundle and account; owned */
	size_t count;
	bool has_customer_prices;
	char sign[4]; /* the currency that cells show, and where first */
	struct place sign_at;
};

/* Sorts what was read into bundles, allocates, sums and judges. False after a message. */
bool bundles_settle(struct bundles *b, enum allocation by);
void bundles_free(struct bundles *b);

#endif
