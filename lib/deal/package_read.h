/* A package read back from its sheet: accounts, below them product lines, items, phases, with the cells that a page shows.
 *
 * Columns that the audience may not see are never looked at, so that nothing of them can get anywhere. */
#ifndef NEGPKG_PACKAGE_READ_H
#define NEGPKG_PACKAGE_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "deal/audience.h"
#include "deal/package.h"
#include "table/group.h"

struct dialect;

/* Columns of text, by their names in package_text_names. */
enum package_text {
	TEXT_ACCOUNT, TEXT_PRODUCT_LINE, TEXT_PRODUCT, TEXT_CUSTOMER_PART, TEXT_PERIOD, TEXT_PHASE, TEXT_CURRENCY, TEXT_UNIT,
	TEXT_FLAGS, TEXT_PACKAGE_ID, TEXT_SOURCE,
	TEXT_ACCOUNT_MANAGER, TEXT_OUR_OBJECTIVES, TEXT_CUSTOMER_OBJECTIVES, TEXT_STRATEGIC_OBJECTIVES, TEXT_ENVIRONMENT_CHANGES,
	TEXT_NEGOTIATION_RANK, TEXT_SUPPLIER_COUNT, TEXT_CORPORATE_STRATEGY, TEXT_PRE_POSITIONING, TEXT_DEADLOCK_RULE,
	TEXT_DEADLOCK_OWNER, TEXT_DEADLOCK_PHONE, TEXT_NEGOTIATION_DATE, TEXT_APPROVAL_DATE, TEXT_PACKAGE_DATE, TEXT_DATE_SOURCE,
	TEXT_TEMPLATE_VERSION, TEXT_PLAN, TEXT_PLAN_APPROVED_ON, TEXT_DECISIONS_ASKED, TEXT_FOLDER,
	TEXT_OWNER, TEXT_STRATEGY, TEXT_SPECIFIC_STRATEGIES, TEXT_APPROVED_BY, TEXT_APPROVED_ON, TEXT_SECTION_LEADER, TEXT_SEQUENCE,
	TEXT_MODE,
	TEXT_ALTERNATIVE, TEXT_ALTERNATIVE_QUALIFIED, TEXT_CONDITION, TEXT_WALKAWAY_APPROVED_BY, TEXT_NOTE,
	PACKAGE_TEXTS,
};
extern const char *const package_text_names[PACKAGE_TEXTS];

/* Columns of figures that are of no position. Shares are fractions, percentages points. */
enum package_figure {
	FIGURE_PRICE_PER, FIGURE_MARKET_VOLUME, FIGURE_TARGET_PRICE, FIGURE_TARGET_GAP_PCT, FIGURE_PRICE_CHANGE_PCT,
	FIGURE_FLOOR_PRICE, FIGURE_ALTERNATIVE_PRICE, FIGURE_TARGET_REVENUE, FIGURE_TARGET_MARGIN, FIGURE_TARGET_MARGIN_PCT,
	FIGURE_TARGET_SHARE,
	PACKAGE_FIGURES,
};
extern const char *const package_figure_names[PACKAGE_FIGURES];

struct package_value {
	bool given;
	decimal value;
};

struct package_row {
	enum package_level level;
	struct place where; /* the file's name is borrowed */
	const char *texts[PACKAGE_TEXTS]; /* "" where the cell is empty, or not for this audience */
	struct package_value figures[PACKAGE_FIGURES];
	struct package_value positions[PACKAGE_POSITIONS][PACKAGE_MEASURES]; /* no costs and no rebates: no page shows them */
	struct package_row *parent;
	struct package_row **children; /* owned */
	size_t child_count, child_cap;
	struct package_row *before; /* in the order of the sheet */
};

struct package_tree {
	enum audience audience;
	bool has[PACKAGE_POSITIONS];    /* some sheet has volumes or revenue of it, for this audience */
	bool has_text[PACKAGE_TEXTS];   /* some sheet has the column, for this audience */
	bool has_figure[PACKAGE_FIGURES];
	bool has_measure[PACKAGE_MEASURES]; /* in some position */
	struct arena memory;
	struct package_row *last;       /* of all rows */
	struct group keys;              /* of accounts, lines and items ... */
	struct package_row **by_key;    /* ... each to its row; owned */
	size_t key_cap;
	struct package_row **accounts;  /* in their order; owned */
	size_t account_count, account_cap;
};

void package_tree_init(struct package_tree *t, enum audience audience);
void package_tree_free(struct package_tree *t);

/* Adds the rows of a package that messages call `name` (not copied). False after messages: no package, a cell that can't
 * be read, a row whose parent doesn't come before it. */
bool package_tree_read(struct package_tree *t, const char *name, const char *path, const struct dialect *dialect);

/* After the last file. For the customer, accounts and lines stand in byte order and items by customer_part; items that
 * have neither current business nor an initial offer are left out, as are lines and accounts without any other; and what
 * an account or a line shows is the sum of the items that are shown, or nothing (planning rates stay with us). False after
 * a message: there is no account. */
bool package_tree_finish(struct package_tree *t);

/* Has the row this word among its flags? */
bool package_row_flagged(const struct package_row *r, const char *flag);

#endif
