/* Sums of plain rows, group by group: those of walk_sums that can't be told from one another, compact and without
 * division. Unit figures are at 9 places, volumes at 6, so that their products are decimals, exact. */
#ifndef NEGPKG_LANE_SUMS_H
#define NEGPKG_LANE_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "deal/walk.h"
#include "table/group.h"

struct walk_table;

enum { LANE_UNIT_PLACES = 9, LANE_VOLUME_PLACES = 6, LANE_POSITIONS = 8 };
/* No row adds as much as 2^this to a sum, so that 2^30 of them don't overflow one. */
enum { LANE_ROW_BITS = 96 };

/* What a row says of one position: 0 where that is empty. */
struct lane_figures {
	uint64_t volume, market;
	uint64_t price, cost;
	bool market_given;
};

struct lane_sum {
	/* of items sold at both ends: by moment and end */
	unsigned __int128 revenue[WALK_MOMENTS], cogs[WALK_MOMENTS];
	unsigned __int128 volume[2], market[2];
	size_t comparable, marketless;
	/* of items sold at one of them only */
	struct lane_alone {
		unsigned __int128 revenue, cogs, volume;
		size_t items;
	} alone[2];
	/* of items with revenue at both ends: see walk_sums */
	decimal both_revenue[2], both_margin[2], both_moved;
};

struct lane_sums {
	struct group groups;
	const struct walk_step *steps;
	size_t step_count;
	struct walk_needs needs;
	struct lane_sum *list; /* groups.count * step_count; owned */
	size_t *numbers;       /* of the groups in the table: for the caller to set, SIZE_MAX at first; owned */
	size_t cap;            /* groups there is room for */
};

void lane_sums_init(struct lane_sums *s, const struct walk_table *table);
void lane_sums_free(struct lane_sums *s);
/* Is an item's every product below 2^LANE_ROW_BITS? Others aren't added. */
bool lane_sums_fit(const struct lane_sums *s, const struct lane_figures *positions, size_t position_count);
/* Brings into the cache what the group of a key with this hash needs: see group_hash. */
void lane_sums_expect(const struct lane_sums *s, uint32_t hash);
/* The number of the group with this key, whose sums begin with 0. */
size_t lane_sums_group(struct lane_sums *s, uint32_t hash, const char *key, size_t n);
void lane_sums_add(struct lane_sums *s, size_t group, const struct lane_figures *positions);
/* Moves the sums of all groups that have a number to the table. False where one doesn't fit. */
bool lane_sums_move(struct lane_sums *s, struct walk_table *table);

#endif
