/* One row of an items sheet, read as far as it is plain: see walk_lane. */
#ifndef NEGPKG_LANE_ROW_H
#define NEGPKG_LANE_ROW_H

#include "deal/lane_columns.h"

struct split;

enum { LANE_KEY_MOST = 128, LANE_STRIDE = 16 };

struct lane_row {
	const struct split *split;
	const uint32_t *ends;
	uint32_t start;
	struct cell unit;
	uint64_t markets[2]; /* volumes of other positions, and of current */
	struct lane_figures figures[LANE_POSITIONS];
	char key[LANE_KEY_MOST + LANE_STRIDE]; /* of the group: see key_add */
	size_t key_length;
};

/* False where the row isn't plain, or not surely. `scratch` is overwritten. */
bool lane_row_read(const struct lane_columns *lane, const struct split *split, size_t row, struct buf *scratch,
    struct lane_row *r);

#endif
