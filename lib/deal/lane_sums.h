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

enum { LANE_UNIT_PLACES = 9, LANE_VOLUME_PLACES = 6, LANE_POSITIONS = 8, LANE_ROWS = 64 };
/* No row adds as much as 2^this to a sum, so that 2^30 of them don't overflow one. */
enum { LANE_ROW_BITS = 96 };

/* What up to LANE_ROWS rows say, column by column: 0 where that is empty. */
struct lane_figures {
	struct lane_at {
		uint64_t volume[LANE_ROWS], price[LANE_ROWS], cost[LANE_ROWS];
		bool is_current;
	} at[LANE_POSITIONS];
	uint64_t market[2][LANE_ROWS]; /* volumes of other positions, and of current */
	uint64_t market_given[2];      /* a bit for each row that has one */
};

/* Of items sold at both ends, which most are: three cache lines. */
struct lane_sum {
	struct lane_money {
		unsigned __int128 revenue, cogs;
	} start, moved, end; /* see walk_moment */
	unsigned __int128 volume[2], market[2];
	size_t comparable, marketless;
} __attribute__((aligned(64)));

/* Of others, and what only some walks need. */
struct lane_rest {
	struct lane_alone { /* items sold at one end only */
		unsigned __int128 revenue, cogs, volume;
		size_t items;
	} alone[2];
	struct lane_money back;
	decimal both_revenue[2], both_margin[2], both_moved; /* of items with revenue at both ends: see walk_sums */
};

struct lane_sums {
	struct group groups;
	const struct walk_step *steps;
	size_t step_count;
	struct walk_needs needs;
	struct lane_chunk {
		void *memory;
		struct lane_sum *sums;   /* of LANE_CHUNK groups, step_count for each; in the memory */
		struct lane_rest *rests; /* the same; NULL as long as all are 0; owned */
	} *chunks;       /* owned */
	size_t chunk_count, chunk_cap;
	size_t *numbers; /* of the groups in the table: for the caller to set, SIZE_MAX at first; owned */
	size_t number_cap;
};

void lane_sums_init(struct lane_sums *s, const struct walk_table *table);
void lane_sums_free(struct lane_sums *s);
/* How many of the first `count` rows have products that are all below 2^LANE_ROW_BITS? Those from the next one on aren't added. */
size_t lane_sums_fit(const struct lane_sums *s, const struct lane_figures *f, size_t count, size_t position_count);
/* Brings into the cache what the group of a key with this hash needs: see group_hash, group_guess. */
size_t lane_sums_expect(const struct lane_sums *s, uint32_t hash);
/* The number of the group with this key, which has none yet (group_find_hash); its sums begin with 0. */
size_t lane_sums_add_group(struct lane_sums *s, uint32_t hash, const char *key, size_t n);
/* Adds the first `count` rows to their groups. */
void lane_sums_add(struct lane_sums *s, const size_t *groups, const struct lane_figures *f, size_t count);
/* Moves the sums of all groups that have a number to the table. False where one doesn't fit. */
bool lane_sums_move(struct lane_sums *s, struct walk_table *table);

#endif
