/* The negotiation package: items rolled up to product lines and accounts, for every position. */
#ifndef NEGPKG_PACKAGE_H
#define NEGPKG_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "deal/blend.h"
#include "deal/columns.h"
#include "deal/items.h"
#include "table/group.h"

struct kept;

enum package_level { PACKAGE_ACCOUNT, PACKAGE_LINE, PACKAGE_ITEM, PACKAGE_PHASE };
extern const char *const package_level_names[];

/* Cells of a sheet's kept columns, for one row. */
struct kept_cells {
	const struct kept *columns; /* NULL: no row of that sheet */
	const char **cells;
};

/* One position of a node, in report currency. */
struct rollup {
	bool given; /* some item has this position */
	decimal volume;
	struct money money;
	decimal market;     /* sum of the market volumes of items that count in shares */
	decimal market_value; /* sum of price * market volume of these */
	bool no_share, no_value_share; /* an item that counts lacks its market volume, or its price */
};

struct node {
	enum package_level level;
	const char *account, *product_line, *product, *customer_part, *period, *phase;
	const char *currency, *cost_currency; /* "": that of the report */
	struct place where;   /* file NULL: no row of its own */
	struct kept_cells own; /* items' columns, overview's on accounts, lines' on lines */
	struct rollup positions[PACKAGE_POSITIONS];
	/* items and phases: as their sheet has them */
	struct figures *figures;
	decimal price_per, cost_per;
	bool market_given, current_market_given, target_given, phased, forecast;
	bool converted; /* some figure in it was in another currency than the report's */
	decimal market, current_market, target_price;
	unsigned flags;
	size_t rank;
	char package_id[13]; /* on accounts */
	struct node **children; /* owned */
	size_t child_count, child_cap;
	struct node *parent;
	size_t order; /* in which it came */
};

struct package {
	bool has[PACKAGE_POSITIONS]; /* which positions the sheets have */
	struct arena memory;
	struct group keys;      /* of accounts and lines, each to its node */
	struct node **by_key;   /* owned */
	size_t key_cap;
	struct blend phases;    /* items in several rows, each to its node */
	struct node **by_item;  /* owned */
	size_t item_cap;
	struct node **accounts; /* owned */
	size_t account_count, account_cap;
	struct node **all;      /* every node; owned */
	size_t all_count, all_cap;
};

void package_init(struct package *p);
void package_free(struct package *p);

/* Adds an items row. `blended`: its sheet has phases, so that rows of one key are one item. False after a
 * message: phases of one item that disagree. */
bool package_add(struct package *p, const struct item_row *row, struct kept_cells own, bool blended);

/* Attaches a row of overview (line NULL) or lines to the account or line it is about; where there is no such
 * item it gets a node of its own, with a warning. `period` NULL: the sheet has none, so that it is about every
 * period. False after a message: two rows about one thing. */
bool package_attach(struct package *p, struct cell account, const struct cell *period, const struct cell *line,
    struct kept_cells own, struct place where);
/* Warns of each account, or line, that no such row is about. `sheet` is what the user calls it. */
void package_report_unattached(const struct package *p, enum package_level level, const char *sheet);

/* Warns of items that the customer's sheet lacks, in accounts that it has something of. */
void package_report_unforecast(const struct package *p);

struct package_policy {
	const char *report_currency;
	decimal concession_pct; /* a price cut of at least this, in points, ... */
	decimal leader_share;   /* a current share of at least this fraction */
	const char *sort_by;    /* largest, at-risk, or a column */
};

/* After the last row: blends phases, rolls up, flags, names, sorts. False after a message. */
bool package_finish(struct package *p, const struct package_policy *policy);

/* What a column of a position shows. */
enum package_measure {
	PACKAGE_VOLUME, PACKAGE_PRICE, PACKAGE_COST, PACKAGE_SHARE, PACKAGE_VALUE_SHARE, PACKAGE_REVENUE, PACKAGE_COGS,
	PACKAGE_REBATE, PACKAGE_MARGIN, PACKAGE_MARGIN_PCT, PACKAGE_MEASURES,
};
extern const char *const package_measure_names[PACKAGE_MEASURES];

/* An amount, or part / whole for shares and margin percent (whole 0 for the others). In the sheet's terms on
 * items and phases (but margin), in report currency elsewhere. False where it is blank. */
struct package_amount {
	decimal value, whole;
};
bool package_amount(const struct node *n, size_t position, enum package_measure measure, struct package_amount *out);

/* Price changes in units of 0.01 points, half up: current -> expected, and expected against the customer's
 * target. Of items and phases: averages of unlike items would mislead. False where it is blank. */
bool package_price_change(const struct node *n, decimal *units);
bool package_target_gap(const struct node *n, decimal *units);

/* The index of a position in package_positions by its role in flags and ranks. */
enum { CURRENT, INITIAL, EXPECTED, WALKAWAY };

/* The flags' names in a node, joined by ; (those that tell of the walk-away only where `all`). */
void package_put_flags(struct buf *b, const struct node *n, bool all);

#endif
