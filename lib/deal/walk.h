/* The margin walk: what moves gross margin from one position to another.
 *
 * Per item, with p, c and rho the unit price, cost and rebate, m = p - c - rho, q the volume, 0 and 1 the two
 * positions, Q sums of q over the comparable items of a group, g = Q1/Q0:
 *
 *     new-quantity  price (p1-p0) q1   rebate -(rho1-rho0) q1   cost -(c1-c0) q1   volumes at m0
 *     old-quantity  the same at q0, and volumes at m1
 *     three-way     prices at q0, volumes at m0, and the rest in a column of its own: cross (m1-m0)(q1-q0)
 *     symmetric     the averages of new- and old-quantity (Bennet 1920; Diewert 2005); one currency only
 *
 *     volume  (g-1) sum m q0        mix  sum m (q1 - g q0)
 *     fx      q1 (p1-rho1) (f1-f0) - q1 c1 (h1-h0); all other effects are at the rates of 0
 *     new     margin 1 where q0 = 0     lost  -margin 0 where q1 = 0
 *     other   the difference where a volume is negative, or money stands at zero volume
 *     market  size K0 -> K1 of the customer's own volume, and our share of it, make up volume
 *
 * They sum to margin 1 - margin 0, exactly: sums of integers, in which rounding at the fifteenth place is part
 * of each term once. Conventions and their sources: HACKING.md. */
#ifndef NEGPKG_WALK_H
#define NEGPKG_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/figures.h"
#include "table/decimal.h"

/* In the order in which they are printed; a rounding tie goes to the earlier one. */
enum walk_effect {
	WALK_VOLUME, WALK_MIX_WITHIN, WALK_MIX_ACROSS, WALK_PRICE, WALK_COST, WALK_REBATE, WALK_CROSS, WALK_FX, WALK_NEW,
	WALK_LOST, WALK_OTHER, WALK_EFFECTS,
};
extern const char *const walk_effect_names[WALK_EFFECTS];

enum walk_method { WALK_NEW_QUANTITY, WALK_OLD_QUANTITY, WALK_THREE_WAY, WALK_SYMMETRIC };
extern const char *const walk_method_names[]; /* ends with NULL */

enum walk_pool { WALK_POOL_GROUP, WALK_POOL_ALL };

struct walk_step {
	size_t from, to; /* numbers of positions */
};

/* Money of comparable items, at the rates of 0. */
enum walk_moment {
	WALK_START,     /* position 0 */
	WALK_MOVED,     /* its unit figures at the volume of 1 */
	WALK_BACK,      /* the unit figures of 1 at the volume of 0 */
	WALK_UNCONVERTED, /* position 1 */
	WALK_MOMENTS,
};

/* What a group of items adds up to in one step: integers, so that pieces merge in any order. Methods, pools and
 * the market are for later. All members but the counts are decimals, so that they can be written and read as one
 * array: see walk_sums_decimals. */
struct walk_sums {
	decimal volume[2], revenue[2], margin[2]; /* start and end */
	decimal comparable_volume[2], market[2];  /* Q, K */
	struct money at[WALK_MOMENTS];
	decimal fx, fresh, lost, other;
	/* margin percent: of items with revenue at both ends */
	decimal both_revenue[2], both_margin[2], both_moved; /* the last: revenue 1 at the margin percent of 0 */
	size_t items;      /* that have volume or money in either position */
	size_t comparable; /* that have volume in both */
	size_t marketless; /* of these, those without a market volume in one of them */
	size_t rerated;    /* of these, those with other rates in 1 than in 0 */
};
enum { WALK_DECIMALS = 6 + 4 + 4 * WALK_MOMENTS + 4 + 5, WALK_COUNTS = 4 };
decimal *walk_sums_decimals(struct walk_sums *s); /* WALK_DECIMALS of them */
size_t *walk_sums_counts(struct walk_sums *s);    /* WALK_COUNTS of them */

/* One row of the walk, exact. start + effects = end (margins). */
struct walk_line {
	size_t items;
	decimal volume[2], revenue[2], margin[2];
	decimal effects[WALK_EFFECTS];
	enum walk_market { WALK_MARKET_NONE, WALK_MARKET_KNOWN, WALK_MARKET_UNKNOWN } market; /* none: nothing to split */
	decimal market_size; /* where it is known: the rest of volume is market share */
};

/* Which sums a walk needs beside those that all need: WALK_BACK (old-quantity, three-way, symmetric), and those of
 * margin percent. */
struct walk_needs {
	bool back, pct;
};
/* Adds one item, whole (phases blended), given its figures by position. False where a sum doesn't fit. */
bool walk_add(struct walk_sums *sums, const struct walk_step *step, const struct walk_needs *needs,
    const struct figures *positions);
/* into += s. False where a sum doesn't fit. */
bool walk_merge(struct walk_sums *into, const struct walk_sums *s);

/* The row of one group. False where a sum doesn't fit, here and below. */
bool walk_line(const struct walk_sums *sums, enum walk_method method, struct walk_line *out);
/* into += line: the row above groups that are pools of their own. */
bool walk_line_add(struct walk_line *into, const struct walk_line *line);
/* Pools the units of all groups that a line has, given their sums: what that adds to their mix is mix across. */
bool walk_line_pool(struct walk_line *line, const struct walk_sums *all, enum walk_method method);

/* The bridge of margin percent, in points: mix, rate, new, lost. */
enum { WALK_PCT_EFFECTS = 4 };
extern const char *const walk_pct_names[WALK_PCT_EFFECTS];
struct walk_pct { /* each effect is rounded for itself, so that they sum up to the fourteenth place */
	bool has[2]; /* has that end revenue? The effects are known where both have. */
	decimal pct[2];
	decimal effects[WALK_PCT_EFFECTS];
};
bool walk_pct(const struct walk_sums *sums, struct walk_pct *out);

#endif
