/* Rows of an items sheet, column by column, as far as they are plain: see walk_lane. */
#ifndef NEGPKG_LANE_BATCH_H
#define NEGPKG_LANE_BATCH_H

#include "deal/lane_columns.h"
#include "deal/lane_sums.h"
#include "table/cells.h"

enum { LANE_KEY_MOST = 128, LANE_STRIDE = 16 };

struct lane_batch {
	const struct split *split;
	size_t row, count; /* the first one, and how many are plain */
	struct lane_figures figures;
	struct cells units;
	struct lane_key { /* of the group: see key_add */
		uint32_t hash; /* the caller's */
		size_t n;
		char s[LANE_KEY_MOST + LANE_STRIDE];
	} keys[LANE_ROWS];
};

/* Reads the texts and keys of rows from `row` on, `most` of them (LANE_ROWS, and what the split has) or up to the first one
 * that isn't plain, or not surely. `scratch` is overwritten. */
void lane_batch_texts(struct lane_batch *b, const struct lane_columns *lane, const struct split *split, size_t row, size_t most,
    struct buf *scratch);
/* Then their figures, up to the first row where these aren't plain. */
void lane_batch_figures(struct lane_batch *b, const struct lane_columns *lane);

/* A bit for each of its rows. */
static inline uint64_t
lane_batch_rows(const struct lane_batch *b)
{
	return b->count ? ~UINT64_C(0) >> (LANE_ROWS - b->count) : 0;
}

#endif
