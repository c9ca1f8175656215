/* The walk of many items, group by group: sums as they come, rows when all are in. */
#ifndef NEGPKG_WALK_TABLE_H
#define NEGPKG_WALK_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "deal/walk.h"
#include "table/group.h"

struct walk_table {
	struct group groups; /* by the cells of the columns in --by */
	size_t by_count;
	const struct walk_step *steps;
	size_t step_count;
	enum walk_method method;
	enum walk_pool pool;
	struct walk_needs needs; /* everything, unless said otherwise */
	struct walk_sums *sums; /* groups.count * step_count; owned */
	size_t group_cap;
	struct walk_unit {
		const char *first; /* NULL: none yet */
		bool told;         /* that others differ */
	} *units; /* by group; owned */
	struct arena memory;
};

enum walk_order { WALK_BY_KEY, WALK_BY_REVENUE, WALK_BY_CHANGE };

/* One printed row: `depth` cells of the group's key, then a step. */
struct walk_row {
	size_t depth; /* 0: the total */
	size_t group; /* any group below it, for its key */
	size_t step;
	struct walk_line line;
	struct walk_pct pct; /* where it is needed */
};

void walk_table_init(struct walk_table *t, size_t by_count, const struct walk_step *steps, size_t step_count,
    enum walk_method method, enum walk_pool pool);
void walk_table_free(struct walk_table *t);

/* The number of the group with this key (see key_add). */
size_t walk_table_group(struct walk_table *t, const char *key, size_t n);
/* Notes an item's unit; false, once for each group, where it has another already, which is then in *other. */
bool walk_table_unit(struct walk_table *t, size_t group, const char *unit, size_t n, const char **other);
/* Adds an item. False where a sum doesn't fit. */
bool walk_table_add(struct walk_table *t, size_t group, const struct figures *positions);

/* All rows from the top down: the total, then each group before its sub-groups, in byte order of keys, or
 * largest first by revenue (the largest at either end) or by change (of margin, whatever its sign). The rows
 * are owned by the caller. False where a sum doesn't fit. */
bool walk_table_rows(const struct walk_table *t, enum walk_order order, struct walk_row **rows, size_t *count);

#endif
