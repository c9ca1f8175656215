/* The margin walk: what moves gross margin from one position to another.
 *
 * Per item, with p, c and rho the unit price, cost and rebate, m = p - c - rho, q the volume, 0 and 1 the two
 * positions ("price at new quantity"; Q, M0 sums over the comparable items of a group, g = Q1/Q0):
 *
 *     price   (p1 - p0) q1        rebate  -(rho1 - rho0) q1      cost  -(c1 - c0) q1
 *     volume  M0 (g - 1)          mix     sum m0 (q1 - g q0)     all at the rates of 0
 *     fx      q1 (p1 - rho1) (f1 - f0) - q1 c1 (h1 - h0)
 *     new     margin 1 where q0 = 0      lost  -margin 0 where q1 = 0
 *     other   the difference where a volume is negative, or money stands at zero volume
 *
 * They sum to margin 1 - margin 0, exactly: sums of integers, in which rounding at the fifteenth place is part
 * of each term once. Source of the formulas: HACKING.md. */
#ifndef NEGPKG_WALK_H
#define NEGPKG_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "table/decimal.h"

struct figures;

/* In the order in which they are printed; a rounding tie goes to the earlier one. */
enum walk_effect {
	WALK_VOLUME, WALK_MIX_WITHIN, WALK_MIX_ACROSS, WALK_PRICE, WALK_COST, WALK_REBATE, WALK_CROSS, WALK_FX, WALK_NEW,
	WALK_LOST, WALK_OTHER, WALK_EFFECTS,
};
extern const char *const walk_effect_names[WALK_EFFECTS];

struct walk_step {
	size_t from, to; /* numbers of positions */
};

/* What a group of items adds up to in one step; sums of integers, so that pieces merge in any order. */
struct walk_sums {
	size_t items; /* that have volume or money in either position */
	decimal volume[2], revenue[2], margin[2]; /* start and end */
	decimal comparable_volume[2], comparable_margin; /* Q0, Q1, M0 */
	decimal moved_margin; /* sum of m0 q1 */
	decimal price, cost, rebate, fx, fresh, lost, other;
};

/* One row of the walk, exact. start + effects = end (margins). */
struct walk_line {
	size_t items;
	decimal volume[2], revenue[2], margin[2];
	decimal effects[WALK_EFFECTS];
};

enum walk_pool { WALK_POOL_GROUP, WALK_POOL_ALL };

/* Adds one item, whole (phases blended), given its figures by position. False where a sum doesn't fit. */
bool walk_add(struct walk_sums *sums, const struct walk_step *step, const struct figures *positions);

/* The row of one group (count 1), or of a node above `count` groups: with WALK_POOL_GROUP the sum of its
 * groups' rows, with WALK_POOL_ALL its units pooled, and what that adds to their mix is mix across. groups[i]
 * is at sums[i * stride]. False where a sum doesn't fit. */
bool walk_line(const struct walk_sums *sums, const size_t *groups, size_t count, size_t stride, enum walk_pool pool,
    struct walk_line *out);

#endif
