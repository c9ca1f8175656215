/* The negotiation package: items rolled up to product lines and accounts, for every position.
 *
 * Accounts and lines are nodes of a tree. Items and phases, of which there may be millions, are packed rows, opened as
 * nodes one at a time (package_opened). */
#ifndef NEGPKG_PACKAGE_H
#define NEGPKG_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
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
	const struct node *parent;
	struct node **lines;  /* of an account; owned */
	size_t line_count, line_cap;
	uint32_t *items;      /* of a line, numbers of the package's: in the order in which they came, then ranked */
	size_t item_count;
	size_t order;         /* of a line: among all of them */
	struct arena rows;    /* of a line: its packed rows, one beside the other */
	struct node *alike;   /* the next of the same account, and line, in another period */
};

/* A sheet of items. */
struct package_sheet {
	const char *file;
	const struct kept *kept;
	bool used; /* some row counts */
};

struct package_item {
	const unsigned char *packed; /* its row; the first one of several phases */
	uint32_t line;               /* its node's order */
	uint32_t phased;             /* its number among those with phases, from 1; 0: the row is all of it */
	unsigned flags;              /* from package_finish on */
};

/* An item of a sheet with phases. After package_gather only those whose rows are phases are left, each with its rows side by side. */
struct package_phased {
	uint32_t item; /* its number, until package_gather */
	uint32_t first, last, count; /* its rows, a chain of package_phase */
	uint32_t currency, cost_currency;  /* their numbers */
	unsigned char *blend;              /* all phases' figures; NULL while there is one */
	size_t blend_room;
	bool is_phased; /* its rows are phases: one has a name, or there are several */
};

struct package_phase {
	const unsigned char *packed;
	uint32_t next; /* the next phase of the same item, until package_gather; 0: none */
};

struct package {
	bool has[PACKAGE_POSITIONS]; /* which positions the sheets have */
	struct arena memory;
	struct group keys;      /* of accounts and lines, each to its node */
	struct node **by_key;   /* owned */
	size_t key_cap;
	struct group names;     /* the same without their periods, each to the nodes that are alike */
	struct node **by_name;  /* the first and the last of them; owned */
	size_t name_cap;
	struct node **accounts; /* in the order in which they came, then ranked; owned */
	size_t account_count, account_cap;
	struct node **lines;    /* by order; owned */
	size_t line_count, line_cap;
	struct package_sheet *sheets; /* owned */
	size_t sheet_count, sheet_cap;
	struct package_item *items;   /* in the order in which they came, then line by line; owned */
	size_t item_count, item_cap;
	uint32_t *ranked;             /* their numbers, for the lines; owned */
	struct group phase_keys;      /* items of sheets with phases, each to its package_phased; until package_gather */
	struct package_phased *phased; /* from 1, by key, then in the order of items; owned */
	size_t phased_cap;
	struct package_phase *phases; /* from 1; owned */
	size_t phase_count, phase_cap;
	const struct package_policy *policy; /* from package_finish on */
	struct buf key, row; /* scratch */
};

void package_init(struct package *p);
void package_free(struct package *p);

/* The rows to come are of this sheet; neither is copied. */
void package_add_sheet(struct package *p, const char *file, const struct kept *kept);
/* Adds an items row, whose kept cells are packed. `blended`: its sheet has phases, so that rows of one key are one item.
 * False after a message: phases of one item that disagree. */
bool package_add(struct package *p, const struct item_row *row, const struct buf *cells, bool blended);
/* The node of an account in a period, and of one of its lines; made where there is none. */
struct node *package_account(struct package *p, struct cell account, struct cell period);
struct node *package_line(struct package *p, struct cell account, struct cell period, struct cell line);
/* After the last of them: brings the items of each line together. */
void package_gather(struct package *p);

/* Where an item's first row stands. */
struct place package_place(const struct package *p, const struct package_item *item);

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
/* How many threads a package of this size is worth: 1 for a small one. */
size_t package_workers(const struct package *p);

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
